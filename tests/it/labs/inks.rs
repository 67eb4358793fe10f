//! The colours, dashes and markers that the figures of a report use.

use super::{Shown, shown};
use rankscope::figure::{Figure, Ink, Plot};
use std::collections::BTreeMap;

/// One idea, one look: the eye must not take two things for one.
#[test]
fn no_two_ideas_of_a_report_share_a_look() {
    for Shown { state, report, .. } in shown() {
        let mut names: BTreeMap<u8, &str> = BTreeMap::new();
        for ink in report.figures.iter().flat_map(inks_of) {
            let known = names.entry(ink.look()).or_insert(ink.name());
            assert_eq!(*known, ink.name(), "{state}: one look for two ideas");
        }
    }
}

fn inks_of(figure: &Figure) -> Vec<Ink> {
    match &figure.plot {
        Plot::Lines(lines) => {
            let series = lines.series.iter().map(|s| s.ink);
            let bands = lines.bands.iter().map(|b| b.ink);
            let guides = lines.guides.iter().map(|g| g.ink);
            series.chain(bands).chain(guides).collect()
        }
        Plot::Heatmap(map) => {
            let curves = map.plane.iter().flat_map(|plane| &plane.curves);
            curves.map(|s| s.ink).collect()
        }
        Plot::Table(_) => Vec::new(),
    }
}
