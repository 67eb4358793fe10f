//! One lab instead of all, for whoever works on it: `cargo xtask check --lab ID` sets `RANKSCOPE_LAB`.

use rankscope::labs::{self, Lab};

/// Whether this run looks at a lab: at every one, or at the one that `RANKSCOPE_LAB` names.
pub fn looked_at(id: &str) -> bool {
    std::env::var("RANKSCOPE_LAB").map_or(true, |only| only == id)
}

/// The labs that this run looks at.
pub fn every() -> impl Iterator<Item = &'static Lab> {
    let mut labs = labs::all().filter(|lab| looked_at(lab.id)).peekable();
    assert!(labs.peek().is_some(), "RANKSCOPE_LAB names no lab");
    labs
}
