//! Rosetta neurons: units that two networks trained apart share, and a theory of how many there are (Dravid, Bahri, Efros and Gandelsman
//! 2026, arXiv 2606.03990; section 5 and appendices C and D).
//!
//! [`Features`] shares a budget among features by water-filling, [`Toy`] draws two networks that did so, [`Pairing`] finds the units that
//! any two networks share from their activations alone, and [`Matches`] says which they are.

mod filling;
mod matches;
mod pairing;
mod toy;

pub use filling::{Allocation, Features};
pub use matches::Matches;
pub use pairing::{Best, Buddy, Pairing, buddies};
pub use toy::{BACKGROUND, NOISE, Toy};
