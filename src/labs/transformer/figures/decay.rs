//! How fast singular values fall, by type of matrix.

use super::super::{
    controls::PRUNE,
    model::Facts,
    network::{Matrix, Slot},
};
use crate::{checkpoint::Kind, labs::prelude::*};

/// Values below this share of the largest are drawn in the floor.
const FLOOR: f64 = 1e-3;
/// Positions at which a band is drawn.
const POSITIONS: usize = 60;

/// The selected layer's spectra over their largest values, with what the other layers and heads span.
pub fn figure(facts: &Facts) -> Option<Figure> {
    let (network, known) = (&facts.network, facts.network.known());
    let head = facts.slot().and_then(|slot| slot.head).or(Some(0));
    let types: &[(&str, Kind, Option<usize>, Ink)] = match known {
        true => &[
            ("QK", Kind::QueryKey, head, inks::QUERY_KEY),
            ("VO", Kind::ValueOutput, head, inks::VALUE_OUTPUT),
            ("M_in", Kind::MlpIn, None, inks::MLP_IN),
            ("M_out", Kind::MlpOut, None, inks::MLP_OUT),
        ],
        false => &[("", Kind::Other, None, inks::SPECTRUM)],
    };
    let (mut longest, mut lowest) = (1, 1.0f64);
    let (mut series, mut bands) = (Vec::new(), Vec::new());
    for &(label, kind, head, ink) in types {
        let Some(matrix) = network.matrix(facts.layer, Slot { kind, head }) else {
            continue;
        };
        let all = network.matrices().filter(|(_, slot, _)| slot.kind == kind);
        let spectra: Vec<Vec<f64>> = all.map(|(_, _, matrix)| shares(matrix)).collect();
        let here = shares(matrix);
        longest = longest.max(here.len());
        lowest = here.iter().copied().fold(lowest, f64::min).max(FLOOR);
        if known && spectra.len() > 1 {
            bands.push(band(label, ink, &spectra));
        }
        let label = if known { label } else { &matrix.name };
        let points = (1..).map(f64::from).zip(here);
        series.push(Series::line(&format!("{kind:?}"), label, ink, points));
    }
    if series.is_empty() {
        return None;
    }
    let x = Axis::log("index i").counted();
    let y = Axis::log("σᵢ / σ₁").floor(FLOOR, "below");
    let lines = Lines::new(x.range(1.0, longest.max(2) as f64), y)
        .series(series)
        .bands(bands)
        .handles([Handle::new(
            PRUNE.id(),
            "prune below",
            Along::Y,
            (longest as f64).sqrt(),
            facts.what_if.prune().max(lowest),
        )]);
    let caption = match known {
        true => format!(
            "Layer {}, head {}; the bands span all layers and heads. Drag the point up to prune.",
            facts.layer,
            head.unwrap_or(0)
        ),
        false => "Over the largest; drag the point up to prune.".into(),
    };
    Some(Figure::lines(
        "decay",
        "Decay of singular values",
        caption,
        lines,
    ))
}

/// Singular values over the largest.
fn shares(matrix: &Matrix) -> Vec<f64> {
    let values = matrix.spectrum.values();
    let largest = matrix.spectrum.spectral_norm();
    let share = |s: &f64| if largest > 0.0 { s / largest } else { 0.0 };
    values.iter().map(share).collect()
}

/// From the lowest to the highest of several spectra, at positions equally spaced in the logarithm.
fn band(label: &str, ink: Ink, spectra: &[Vec<f64>]) -> Band {
    let longest = spectra.iter().map(Vec::len).max().unwrap_or(1);
    let ratio = (longest as f64).ln() / (POSITIONS - 1) as f64;
    let mut at: Vec<usize> = (0..POSITIONS)
        .map(|i| (i as f64 * ratio).exp().round() as usize)
        .collect();
    at.dedup();
    let points = at.into_iter().map(|i| {
        let values = spectra.iter();
        let values = values.map(|spectrum| spectrum.get(i - 1).copied().unwrap_or(0.0));
        let low = values.clone().fold(f64::INFINITY, f64::min);
        (
            i as f64,
            low.max(FLOOR),
            values.fold(0.0, f64::max).max(FLOOR),
        )
    });
    Band::new(label, ink, points)
}
