//! How fast singular values fall, by type of matrix.

use super::super::{
    MLP_IN, MLP_OUT, QUERY_KEY, VALUE_OUTPUT,
    model::{Matrix, Slot},
    run::TransformerRun,
};
use crate::{
    checkpoint::Kind,
    figure::{Along, Axis, Band, Figure, Handle, Ink, Lines, Mark, Series, inks},
    labs::Error,
};

/// Values below this share of the largest are drawn in the floor.
const FLOOR: f64 = 1e-3;
/// Positions at which a band is drawn.
const POSITIONS: usize = 60;

/// The selected layer's spectra over their largest values, with what the other layers and heads span.
pub fn figure(run: &TransformerRun) -> Result<Option<Figure>, Error> {
    let layer = run.layer()?;
    let mut lines = Lines::new(
        Axis::log("index i").counted(),
        Axis::log("σᵢ / σ₁").floor(FLOOR, "below"),
    );
    let selected = run.model.slots.get(run.place()?).copied();
    let head = selected.and_then(|slot| slot.head).or(Some(0));
    let types: &[(&str, Kind, Option<usize>, Ink)] = match run.model.known() {
        true => &[
            ("QK", Kind::QueryKey, head, QUERY_KEY),
            ("VO", Kind::ValueOutput, head, VALUE_OUTPUT),
            ("M_in", Kind::MlpIn, None, MLP_IN),
            ("M_out", Kind::MlpOut, None, MLP_OUT),
        ],
        false => &[("", Kind::Other, None, inks::SPECTRUM)],
    };
    let (mut longest, mut lowest) = (1, 1.0f64);
    for &(label, kind, head, ink) in types {
        let Some(matrix) = run.model.matrix(layer, Slot { kind, head }) else {
            continue;
        };
        let all = run
            .model
            .matrices()
            .filter(|(_, slot, _)| slot.kind == kind);
        let spectra: Vec<Vec<f64>> = all.map(|(_, _, matrix)| shares(matrix)).collect();
        let here = shares(matrix);
        longest = longest.max(here.len());
        lowest = here.iter().copied().fold(lowest, f64::min).max(FLOOR);
        if run.model.known() && spectra.len() > 1 {
            lines.bands.push(band(label, ink, &spectra));
        }
        lines.series.push(Series {
            id: format!("{kind:?}"),
            label: if label.is_empty() {
                matrix.name.clone()
            } else {
                label.into()
            },
            ink,
            mark: Mark::Line,
            x: (1..=here.len()).map(|i| i as f64).collect(),
            y: here,
        });
    }
    if lines.series.is_empty() {
        return Ok(None);
    }
    lines.x.range = Some((1.0, longest.max(2) as f64));
    let prune = run.values.number("prune")?;
    lines.handles.push(Handle::new(
        "prune",
        "prune below",
        Along::Y,
        (longest as f64).sqrt(),
        prune.max(lowest),
    ));
    let caption = match run.model.known() {
        true => format!(
            "Layer {layer}, head {}; the bands span all layers and heads. Drag the point up to prune.",
            head.unwrap_or(0)
        ),
        false => "Over the largest; drag the point up to prune.".into(),
    };
    Ok(Some(Figure::lines(
        "decay",
        "Decay of singular values",
        caption,
        lines,
    )))
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
    let value = |spectrum: &Vec<f64>, i: usize| spectrum.get(i - 1).copied().unwrap_or(0.0);
    let (mut low, mut high) = (Vec::new(), Vec::new());
    for &i in &at {
        let values = spectra.iter().map(|spectrum| value(spectrum, i));
        low.push(values.clone().fold(f64::INFINITY, f64::min).max(FLOOR));
        high.push(values.fold(0.0, f64::max).max(FLOOR));
    }
    Band {
        label: label.into(),
        ink,
        x: at.iter().map(|i| *i as f64).collect(),
        low,
        high,
    }
}
