//! The catalogue: every lab with everything that a page, a script or a test needs to know about it.

use super::{LONGEST, PAGE_KEYS, PageKey, tex::mathml};
use crate::labs::{
    self, ASSETS, Citation, Control, Essential, Group, Lab, Preset, Quantity, Status,
};
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

/// One lab with all its words, and the module of the page's download that holds it.
#[derive(Clone, Serialize)]
pub struct Entry {
    /// The name of the module.
    pub module: &'static str,
    /// The lab's id in a state string.
    pub id: &'static str,
    /// A few words.
    pub title: &'static str,
    /// The question.
    pub question: &'static str,
    /// What to try first.
    pub try_first: &'static str,
    /// The part of the field.
    pub group: Group,
    /// What is seen first.
    pub essential: Essential,
    /// Works cited.
    pub citations: Vec<&'static Citation>,
    /// What a visitor can change.
    pub controls: Vec<&'static Control>,
    /// Every number that it can report.
    pub quantities: Vec<Described>,
    /// Named states.
    pub presets: &'static [Preset],
    /// The state that a link to the lab opens, without `v` and `lab`; empty where it is the defaults.
    pub opens: &'static str,
}

/// A quantity as the page describes it.
#[derive(Clone, Serialize)]
pub struct Described {
    id: &'static str,
    label: &'static str,
    symbol: &'static str,
    unit: &'static str,
    /// The content of a `<math>` element.
    formula: String,
    meaning: &'static str,
    status: Status,
    /// A citation's id, or empty.
    source: &'static str,
    /// The index of its ink among all, or nothing.
    ink: Option<u8>,
}

impl Described {
    fn new(quantity: &'static Quantity) -> Result<Self, String> {
        Ok(Self {
            id: quantity.id,
            label: quantity.label,
            symbol: quantity.symbol,
            unit: quantity.unit,
            formula: mathml(quantity.tex)?,
            meaning: quantity.meaning,
            status: quantity.status,
            source: quantity.source.map_or("", |citation| citation.id),
            ink: quantity.ink.map(|ink| ink.0),
        })
    }
}

impl Entry {
    fn new(module: &'static str, lab: &'static Lab) -> Result<Self, String> {
        let quantities = lab.all_quantities().map(Described::new);
        let mut presets = lab.all_presets().iter();
        Ok(Self {
            module,
            id: lab.id,
            title: lab.title,
            question: lab.question,
            try_first: lab.try_first,
            group: lab.group,
            essential: lab.essential,
            citations: lab.citations(),
            controls: lab.all_controls().collect(),
            quantities: quantities.collect::<Result<_, _>>()?,
            presets: lab.all_presets(),
            opens: presets
                .find(|p| p.id == lab.opens_on)
                .map_or("", |p| p.state),
        })
    }
}

/// The catalogue of this build.
///
/// ```
/// let catalogue = rankscope::session::catalogue()?;
/// assert_eq!(catalogue.labs.len(), rankscope::labs::all().count());
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// A formula that is no TeX.
pub fn catalogue() -> Result<Catalogue, String> {
    let entries = labs::MODULES
        .iter()
        .flat_map(|(module, labs)| labs.iter().map(|lab| Entry::new(module, lab)));
    Ok(Catalogue {
        version: env!("CARGO_PKG_VERSION"),
        labs: entries.collect::<Result<_, _>>()?,
        assets: ASSETS,
        page: PAGE_KEYS,
        longest: LONGEST,
    })
}
