//! The catalogue: every lab with everything that a page, a script or a test needs to know about it.

use crate::labs::{self, Citation, Control, Preset, Quantity};
use serde::Serialize;

/// Everything that the application offers.
#[derive(Clone, Debug, Serialize)]
pub struct Catalogue {
    /// The version of Rankscope.
    pub version: &'static str,
    /// Every lab, in the order shown.
    pub labs: Vec<Entry>,
    /// Names of the bundled data files under `www/data/`.
    pub assets: &'static [&'static str],
}

/// One lab.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The value of `lab` in a state string.
    pub id: &'static str,
    /// The module of the page's download that holds it.
    pub module: &'static str,
    /// A few words.
    pub title: &'static str,
    /// The question, as a sentence.
    pub question: &'static str,
    /// What to try first, as a sentence.
    pub try_first: &'static str,
    /// Works cited.
    pub citations: &'static [Citation],
    /// What a visitor can change.
    pub controls: &'static [Control],
    /// Every number that it can report.
    pub quantities: &'static [Quantity],
    /// Named states with a lesson each.
    pub presets: &'static [Preset],
}

/// The catalogue of this build.
///
/// ```
/// let catalogue = rankscope::session::catalogue();
/// assert_eq!(catalogue.labs.len(), rankscope::labs::all().len());
/// ```
pub fn catalogue() -> Catalogue {
    let entry = |module, lab: &'static dyn labs::Lab| {
        let about = lab.about();
        Entry {
            id: about.id,
            module,
            title: about.title,
            question: about.question,
            try_first: about.try_first,
            citations: about.citations,
            controls: lab.controls(),
            quantities: lab.quantities(),
            presets: lab.presets(),
        }
    };
    Catalogue {
        version: env!("CARGO_PKG_VERSION"),
        labs: labs::modules()
            .iter()
            .flat_map(|(module, labs)| labs.iter().map(|lab| entry(*module, *lab)))
            .collect(),
        assets: labs::ASSETS,
    }
}
