//! The catalogue: every lab with everything that a page, a script or a test needs to know about it.

use super::{LONGEST, PAGE_KEYS, PageKey};
use crate::labs::{self, Lab};
use serde::Serialize;

/// Everything that the application offers.
#[derive(Clone, Serialize)]
pub struct Catalogue {
    /// The version of Rankscope.
    pub version: &'static str,
    /// Every lab, in the order shown.
    pub labs: Vec<Entry>,
    /// Names of the bundled data files under `www/data/`.
    pub assets: &'static [&'static str],
    /// What a state string says beside the lab and its controls.
    pub page: &'static [PageKey],
    /// The longest state string that is read, in bytes.
    pub longest: usize,
}

/// One lab, and the module of the page's download that holds it.
#[derive(Clone, Copy, Serialize)]
pub struct Entry {
    /// The name of the module.
    pub module: &'static str,
    /// The lab itself.
    #[serde(flatten)]
    pub lab: &'static Lab,
}

/// The catalogue of this build.
///
/// ```
/// let catalogue = rankscope::session::catalogue();
/// assert_eq!(catalogue.labs.len(), rankscope::labs::all().count());
/// ```
pub fn catalogue() -> Catalogue {
    let entries = labs::MODULES
        .iter()
        .flat_map(|(module, labs)| labs.iter().map(|lab| Entry { module, lab }));
    Catalogue {
        version: env!("CARGO_PKG_VERSION"),
        labs: entries.collect(),
        assets: labs::ASSETS,
        page: PAGE_KEYS,
        longest: LONGEST,
    }
}
