//! The learned spectrum: noise, features, and what is missing.

use crate::{
    figure::{Scale, number},
    labs::{
        prelude::*,
        quadratic::{
            controls::{MAX_EIGENVALUE, SPIKES, TARGET, Target},
            model::Facts,
            setup::Setup,
        },
    },
    quadratic::FreeConvolution,
};

/// Most points drawn per part of the spectrum.
const POINTS: usize = 240;
/// Eigenvalues of a power law that can be grabbed.
const HANDLES: usize = 12;

/// The density of the noisy target, coloured by what the network makes of it, over the target's eigenvalues: areas are shares of the
/// eigenvalues.
pub fn learned(facts: &Facts) -> Result<Figure, Error> {
    let (setup, here, parts) = (&facts.setup, &facts.here, &facts.parts);
    let spectrum = FreeConvolution::new(&setup.problem.teacher, here.delta)?;
    let share = parts.learned as f64 / setup.d as f64;
    let split = if parts.learned > 0 {
        spectrum.top(share).0.max(here.cut)
    } else {
        f64::INFINITY
    };
    let threshold = (2.0 * here.delta).max(1e-9);
    let outlines: Vec<Vec<(f64, f64)>> = spectrum
        .support()
        .into_iter()
        .zip(spectrum.density())
        .map(|((low, high, _), nodes)| {
            let stride = nodes.len().div_ceil(POINTS);
            let inner = nodes.iter().step_by(stride);
            let inner = inner.map(|p| (p.x, p.density * p.x.hypot(threshold)));
            let start = std::iter::once((low, 0.0));
            start.chain(inner).chain([(high, 0.0)]).collect()
        })
        .collect();
    let piece = |id, label, ink, from, to| {
        let points = between(&outlines, from, to);
        Series::new(id, label, ink, Mark::Area, points)
    };
    let (known, missing) = setup.problem.teacher.eigenvalues().split_at(parts.learned);
    let on_axis =
        |id, label, ink, list: &[f64]| Series::dots(id, label, ink, list.iter().map(|s| (*s, 0.0)));

    // Linear where the noise lives, logarithmic beyond: the position is asinh(x/2δ), so that areas are shares where the height is the
    // density per unit of that.
    let axis = Axis {
        scale: Scale::Symlog { threshold },
        ..Axis::linear("eigenvalue, logarithmic beyond 2δ")
    };
    let width_binds = here.cut > here.threshold * (1.0 + 1e-9);
    let lines = Lines::new(axis, Axis::linear("density on this axis: areas are shares"))
        .series([
            piece(
                "cut",
                "cut away",
                inks::NEUTRAL,
                f64::NEG_INFINITY,
                here.cut,
            ),
            piece(
                "noise",
                "learned noise",
                inks::LEARNED_NOISE,
                here.cut,
                split,
            ),
            piece(
                "features",
                "learned features",
                inks::LEARNED_TARGET,
                split,
                f64::INFINITY,
            ),
            on_axis(
                "target_learned",
                "target: learned",
                inks::LEARNED_TARGET,
                known,
            ),
            on_axis("target_missing", "target: missing", inks::MISSING, missing),
        ])
        .guides([
            Guide::new("threshold b", Along::X, here.threshold, inks::THRESHOLD),
            Guide::new(
                "edge of the noise 2δ",
                Along::X,
                2.0 * here.delta,
                inks::NOISE_EDGE,
            ),
        ])
        .guides(
            width_binds.then(|| Guide::new("width runs out", Along::X, here.cut, inks::NEUTRAL)),
        )
        .handles(handles(setup));
    let noise = if parts.overfitting > 0.0 {
        format!("adds {} to the error", short(parts.overfitting))
    } else {
        "costs nothing on balance".into()
    };
    let caption = format!(
        "{} of {} eigenvalues of the target stand out of the noise and are learned, each lowered by b = {}; learned noise {noise}.",
        parts.learned,
        setup.d,
        number(here.threshold)
    );
    Ok(Figure::lines("learned", "What was learned", caption, lines))
}

/// The eigenvalues that can be dragged: those set by hand, or the first of a power law.
fn handles(setup: &Setup) -> impl Iterator<Item = Handle> {
    let count = match setup.target {
        Target::Power => HANDLES.min(setup.d),
        Target::Flat => 0,
        Target::Custom => setup.by_hand,
    };
    let values = setup.problem.teacher.eigenvalues()[..count]
        .iter()
        .enumerate();
    let within = values.filter(|(_, s)| **s <= MAX_EIGENVALUE);
    within.map(|(i, s)| {
        let label = format!("eigenvalue {}", i + 1);
        let handle = Handle::new(SPIKES.id(), &label, Along::X, *s, 0.0);
        handle.element(i).also(TARGET.id(), Target::Custom.id())
    })
}

/// The parts of some outlines between two positions, with a gap between one outline and the next.
fn between(outlines: &[Vec<(f64, f64)>], from: f64, to: f64) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = Vec::new();
    for outline in outlines {
        let before = points.len();
        for pair in outline.windows(2) {
            let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
            let (low, high) = (x0.max(from), x1.min(to));
            if low >= high {
                continue;
            }
            let at = |x: f64| (x, y0 + (y1 - y0) * (x - x0) / (x1 - x0));
            if points.len() == before {
                if before > 0 {
                    points.push((low, f64::NAN));
                }
                points.push(at(low));
            }
            points.push(at(high));
        }
    }
    points
}
