//! Labs: one explorable question each.
//!
//! To add one, write a file here that declares a [`Lab`] and add it to a line of [`MODULES`]. The page, the links, the command
//! line and the tests follow; nothing under `www/` changes.

mod citation;
mod control;
mod error;
pub mod handle;
mod input;
mod lab;
pub mod prelude;
mod quantity;
mod report;
mod run;
mod settling;
pub mod shared;
#[cfg(feature = "train")]
mod sweep;
mod value;
mod values;
mod words;

#[cfg(feature = "matrix")]
mod any_matrix;
#[cfg(feature = "representation")]
mod approximation;
#[cfg(feature = "matrix")]
mod attention;
#[cfg(feature = "scaling")]
mod compute;
#[cfg(feature = "dynamics")]
mod conservation;
#[cfg(feature = "training")]
mod gate;
#[cfg(feature = "representation")]
mod interpolators;
#[cfg(feature = "theory")]
mod learning_curve;
#[cfg(feature = "dynamics")]
mod noise_scale;
#[cfg(feature = "scaling")]
mod noisy_channel;
#[cfg(feature = "dynamics")]
mod path_kernel;
#[cfg(feature = "theory")]
mod quadratic;
#[cfg(feature = "training")]
mod reservoir;
#[cfg(feature = "scaling")]
mod rosetta;
#[cfg(feature = "scaling")]
mod spectral_scaling;
#[cfg(feature = "matrix")]
mod spectrum;
#[cfg(feature = "train")]
mod train;
#[cfg(feature = "weights")]
mod transformer;

#[cfg(all(feature = "scaling", not(target_arch = "wasm32")))]
pub use rosetta::disk as activations;

pub use citation::{Citation, cite};
pub(crate) use control::opt;
pub use control::{Control, Kind, Opt, When};
pub use error::Error;
pub use handle::{Handle, Read};
pub use input::{ASSETS, Files, Input};
pub use lab::{Essential, Group, Lab, Preset, preset};
pub use quantity::{Quantity, Readout, Status, asymptotic, empirical, exact, rate, reconstruction};
pub use report::{Check, Offer, Range, Report};
pub use run::{Progress, Run, Staged, Work};
pub use settling::{Named, Settle, Settling};
#[cfg(feature = "train")]
pub use sweep::{Kept, Network, Sweep};
pub use value::{Value, write_number};
pub use values::Values;

/// A named group of labs.
pub type Module = (&'static str, &'static [&'static Lab]);

/// The labs, in the order shown, by the module that the page downloads when one of them opens. A module is a cargo feature of that
/// name; a native build has them all.
pub static MODULES: &[Module] = &[
    #[cfg(feature = "matrix")]
    (
        "matrix",
        &[&attention::LAB, &spectrum::LAB, &any_matrix::LAB],
    ),
    #[cfg(feature = "weights")]
    ("weights", &[&transformer::LAB]),
    #[cfg(feature = "theory")]
    ("theory", &[&quadratic::LAB, &learning_curve::LAB]),
    #[cfg(feature = "scaling")]
    (
        "scaling",
        &[
            &compute::LAB,
            &noisy_channel::LAB,
            &spectral_scaling::LAB,
            &rosetta::LAB,
        ],
    ),
    #[cfg(feature = "training")]
    ("training", &[&reservoir::LAB, &gate::LAB]),
    #[cfg(feature = "train")]
    ("train", &[&train::LAB]),
    #[cfg(feature = "dynamics")]
    (
        "dynamics",
        &[&conservation::LAB, &noise_scale::LAB, &path_kernel::LAB],
    ),
    #[cfg(feature = "representation")]
    (
        "representation",
        &[&interpolators::LAB, &approximation::LAB],
    ),
];

/// Every lab of this build, in the order shown.
pub fn all() -> impl Iterator<Item = &'static Lab> + Clone {
    MODULES.iter().flat_map(|(_, labs)| *labs).copied()
}

/// The lab of that id.
pub fn find(id: &str) -> Option<&'static Lab> {
    all().find(|lab| lab.id == id)
}
