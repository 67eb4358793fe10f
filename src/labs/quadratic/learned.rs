//! The learned spectrum: noise, features, and what is missing.

use super::{LEARNED, MISSING, NOISE, controls::MAX_EIGENVALUE, setup::Setup};
use crate::{
    figure::{Along, Axis, Figure, Guide, Handle, Ink, Lines, Mark, Scale, Series, inks, number},
    labs::Error,
    quadratic::{Decomposition, FreeConvolution, Solution},
};

/// Most points drawn per part of the spectrum.
const POINTS: usize = 240;
/// Eigenvalues of a power law that can be grabbed.
const HANDLES: usize = 12;

/// The density of the noisy target, coloured by what the network makes of it, over the target's eigenvalues.
pub fn figure(setup: &Setup, here: &Solution, parts: &Decomposition) -> Result<Figure, Error> {
    let spectrum = FreeConvolution::new(&setup.teacher, here.delta)?;
    let share = parts.learned as f64 / setup.d as f64;
    let split = if parts.learned > 0 {
        spectrum.top(share).0.max(here.cut)
    } else {
        f64::INFINITY
    };
    let mut pieces = [
        Series::named("cut", "cut away", inks::NEUTRAL),
        Series::named("noise", "learned noise", NOISE),
        Series::named("features", "learned features", LEARNED),
    ];
    let ends = [f64::NEG_INFINITY, here.cut, split, f64::INFINITY];
    for ((low, high, _), nodes) in spectrum.support().into_iter().zip(spectrum.density()) {
        let stride = nodes.len().div_ceil(POINTS);
        let inner = nodes.iter().step_by(stride).map(|p| (p.x, p.density));
        let mut outline = vec![(low, 0.0)];
        outline.extend(inner);
        outline.push((high, 0.0));
        for (piece, end) in pieces.iter_mut().zip(ends.windows(2)) {
            piece.add_part(&outline, end[0], end[1]);
        }
    }

    // Linear where the noise lives, logarithmic beyond.
    let threshold = (2.0 * here.delta).max(1e-9);
    let axis = Axis {
        scale: Scale::Symlog { threshold },
        ..Axis::linear("eigenvalue")
    };
    let mut lines = Lines::new(axis, Axis::linear("density"));
    lines.series = pieces.into_iter().filter(|s| !s.x.is_empty()).collect();
    let eigenvalues = setup.teacher.eigenvalues();
    let (known, missing) = eigenvalues.split_at(parts.learned);
    for (id, label, ink, list) in [
        ("target_learned", "target: learned", LEARNED, known),
        ("target_missing", "target: missing", MISSING, missing),
    ] {
        if !list.is_empty() {
            lines.series.push(Series {
                mark: Mark::Points,
                x: list.to_vec(),
                y: vec![0.0; list.len()],
                ..Series::named(id, label, ink)
            });
        }
    }
    lines.guides = vec![
        Guide::new("threshold b", Along::X, here.threshold, inks::THRESHOLD),
        Guide::new(
            "edge of the noise 2δ",
            Along::X,
            2.0 * here.delta,
            inks::NOISE_EDGE,
        ),
    ];
    if here.cut > here.threshold * (1.0 + 1e-9) {
        lines.guides.push(Guide::new(
            "width runs out",
            Along::X,
            here.cut,
            inks::NEUTRAL,
        ));
    }
    lines.handles = handles(setup);
    let noise = 100.0 * parts.overfitting.max(0.0) / here.error.max(f64::MIN_POSITIVE);
    Ok(Figure::lines(
        "learned",
        "What was learned",
        format!(
            "{} of {} eigenvalues of the target stand out of the noise and are learned, each lowered by b = {}; learned noise makes {noise:.0} % of the error.",
            parts.learned,
            setup.d,
            number(here.threshold)
        ),
        lines,
    ))
}

/// The eigenvalues that can be dragged: those set by hand, or the first of a power law.
fn handles(setup: &Setup) -> Vec<Handle> {
    let values = match (&setup.by_hand, setup.gamma) {
        (Some(list), _) => list.as_slice(),
        (None, Some(_)) => &setup.teacher.eigenvalues()[..HANDLES.min(setup.d)],
        (None, None) => &[],
    };
    let within = |s: &(usize, &f64)| *s.1 <= MAX_EIGENVALUE;
    let handle = |(i, s): (usize, &f64)| Handle {
        label: format!("eigenvalue {}", i + 1),
        control: "spikes".into(),
        element: Some(i),
        also: vec![("target".into(), "custom".into())],
        along: Along::X,
        x: *s,
        y: 0.0,
    };
    values
        .iter()
        .enumerate()
        .filter(within)
        .map(handle)
        .collect()
}

impl Series {
    fn named(id: &str, label: &str, ink: Ink) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            ink,
            mark: Mark::Area,
            x: Vec::new(),
            y: Vec::new(),
        }
    }

    /// Adds the part of an outline between two positions, with a gap before it.
    fn add_part(&mut self, outline: &[(f64, f64)], from: f64, to: f64) {
        let mut part: Vec<(f64, f64)> = Vec::new();
        for pair in outline.windows(2) {
            let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
            let (low, high) = (x0.max(from), x1.min(to));
            if low >= high {
                continue;
            }
            let at = |x: f64| (x, y0 + (y1 - y0) * (x - x0) / (x1 - x0));
            if part.is_empty() {
                part.push(at(low));
            }
            part.push(at(high));
        }
        if let Some(first) = part.first() {
            if !self.x.is_empty() {
                self.x.push(first.0);
                self.y.push(f64::NAN);
            }
            self.x.extend(part.iter().map(|p| p.0));
            self.y.extend(part.iter().map(|p| p.1));
        }
    }
}
