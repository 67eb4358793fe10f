//! The pictures.

use super::{
    controls::*,
    fitting::Holdout,
    model::{Facts, NOTHING},
    quantities::*,
};
use crate::{
    grid::log_grid,
    labs::prelude::*,
    scaling_laws::{Split, public_runs::PYTHIA_SIZES, quantised},
};

/// Points of a curve.
const POINTS: usize = 97;
/// How far above the least loss the last one lies where a valley is observed.
const DEPTH: f64 = 1.025;
/// Sizes with a curve of their own, at most.
const CURVES: usize = 12;

/// The least and the most, of numbers above 0.
fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, 0.0), |(low, high), x| {
        (low.min(x), high.max(x))
    })
}

/// The tokens from half the shortest run to four times the longest, the one looked at among them.
fn lengths(facts: &Facts) -> (f64, f64) {
    let runs = facts.runs.iter().map(|run| run.split.tokens);
    let (first, last) = ends(runs.chain([facts.split.tokens]));
    (first / 2.0, 4.0 * last)
}

/// One curve per size, with gaps between them.
fn by_size(sizes: &[f64], tokens: &[f64], loss: impl Fn(Split) -> f64) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    for parameters in sizes.iter().take(CURVES) {
        let at = |tokens: &f64| {
            (
                *tokens,
                loss(Split {
                    parameters: *parameters,
                    tokens: *tokens,
                }),
            )
        };
        points.extend(tokens.iter().map(at));
        points.extend(tokens.last().map(|last| (*last, f64::NAN)));
    }
    points
}

/// The loss over the tokens, for the sizes of the runs and the one looked at.
pub fn loss(facts: &Facts) -> Figure {
    let (law, split) = (facts.law(), facts.split);
    let here = law.loss(split);
    let (first, last) = lengths(facts);
    let grid = log_grid(first, last, POINTS);
    let (least, most) = ends(facts.runs.iter().map(|run| run.loss).chain([here.min(1e6)]));
    let sizes = facts.sizes();
    let valleys = sizes.iter().chain([&split.parameters]).filter_map(|n| {
        let tokens = law.best_tokens(*n).filter(|d| (first..=last).contains(d))?;
        Some((
            tokens,
            law.loss(Split {
                parameters: *n,
                tokens,
            }),
        ))
    });
    let mut all = LOSS.curve(by_size(&sizes, &grid, |split| law.loss(split)));
    (all.id, all.label) = ("sizes".into(), "the law, size by size".into());
    let chosen = by_size(&[split.parameters], &grid, |split| law.loss(split));
    let runs = facts.runs.iter().map(|run| (run.split.tokens, run.loss));
    let mut dots = BEST_TOKENS.dots(valleys);
    dots.label = "turning points".into();
    let lines = Lines::new(
        Axis::log("tokens D").range(first, last),
        Axis::log("loss, nats per token").range(0.85 * least, 1.15 * most),
    )
    .series([
        Series::dots("runs", "observed", inks::RUNS, runs),
        all,
        Series::line("chosen", "this size", inks::CHOSEN, chosen),
        dots,
    ])
    .handles([Handle::new(TOKENS.id(), "D", Along::X, split.tokens, here)]);
    let caption = format!(
        "Root mean square error on {} runs: {} nats.",
        facts.runs.len(),
        short(facts.quality().rms)
    );
    Figure::lines("loss", "Loss over training", caption, lines)
}

/// Where the loss turns up, over the size.
pub fn valley(facts: &Facts) -> Figure {
    let (law, n) = (facts.law(), facts.split.parameters);
    let sizes = facts.sizes();
    let (low, high) = ends(sizes.iter().copied().chain([n]));
    let grid = log_grid(low / 10.0, high * 10.0, 61);
    let curve = grid.iter().filter_map(|n| Some((*n, law.best_tokens(*n)?)));
    let observed = sizes.iter().filter_map(|n| {
        let mut of: Vec<_> = facts
            .runs
            .iter()
            .filter(|run| run.split.parameters == *n)
            .collect();
        of.sort_by(|a, b| a.split.tokens.total_cmp(&b.split.tokens));
        let least = of.iter().min_by(|a, b| a.loss.total_cmp(&b.loss))?;
        let (first, last) = (of.first()?, of.last()?);
        // A last loss that is hardly above the least is noise.
        let turned = least.split.tokens > first.split.tokens && last.loss > DEPTH * least.loss;
        turned.then_some((*n, least.split.tokens))
    });
    let handle = law
        .best_tokens(n)
        .map(|d| Handle::new(N.id(), "N", Along::X, n, d));
    let longest = facts
        .runs
        .iter()
        .map(|run| run.split.tokens)
        .fold(0.0, f64::max);
    let lines = Lines::new(
        Axis::log("parameters N"),
        Axis::log("turning point D*, tokens"),
    )
    .series([
        BEST_TOKENS.curve(curve),
        Series::dots("observed", "observed valleys", inks::RUNS, observed),
    ])
    .guides([Guide::new("longest run", Along::Y, longest, inks::NEUTRAL)])
    .handles(handle.filter(|h| h.y.is_finite()));
    let caption = match law.valley_slope(n) {
        Some(slope) if slope > 0.0 => format!(
            "Larger models turn up later, as N to the {}: data noise turns them, γ < β < δ.",
            short(slope)
        ),
        Some(slope) => format!(
            "Larger models turn up first, as N to the {}: interaction noise grows faster than the signal.",
            short(slope)
        ),
        None if law.turns() => "A noise outgrows the signal from the first token on.".into(),
        None => "No noise grows faster than the signal: there is no turning point.".into(),
    };
    Figure::lines("valley", "Which models turn up first", caption, lines)
}

/// Signal and noises over the tokens, at the size looked at.
pub fn channel(facts: &Facts) -> Figure {
    let (law, split) = (facts.law(), facts.split);
    let (first, last) = lengths(facts);
    let grid = log_grid(first, last, 65);
    let part = |i: usize| {
        let at = |tokens: &f64| {
            let parts = law.parts(Split {
                tokens: *tokens,
                ..split
            });
            (*tokens, (parts[i] - parts[3]).exp())
        };
        let shown = |p: &(f64, f64)| p.1 > 1e-30 && p.1 < 1e30;
        grid.iter().map(at).filter(shown).collect::<Vec<_>>()
    };
    let lines = Lines::new(Axis::log("tokens D"), Axis::log("over the floor"))
        .series([
            Series::line("signal", "signal", inks::CHOSEN, part(0)),
            Series::line(
                "interaction",
                "interaction noise",
                inks::INTERACTION,
                part(1),
            ),
            Series::line("data_noise", "data noise", inks::DATA_NOISE, part(2)),
            Series::line("floor", "floor", inks::FLOOR, part(3)),
        ])
        .guides(
            law.best_tokens(split.parameters)
                .filter(|d| (first..=last).contains(d))
                .map(|d| BEST_TOKENS.guide(Along::X, d)),
        );
    let caption = format!(
        "At this size and number of tokens the signal is {} times the noise.",
        short(law.snr(split))
    );
    Figure::lines("channel", "Signal and noise", caption, lines)
}

/// What fits to smaller runs say of the largest model.
pub fn holdout(held: &Holdout) -> Figure {
    let (first, last) = ends(held.test.iter().map(|run| run.split.tokens));
    let sizes: Vec<f64> = held
        .test
        .iter()
        .map(|run| run.split.parameters)
        .take(1)
        .collect();
    let grid = log_grid(first / 1.3, last * 1.3, POINTS);
    let observed = held.test.iter().map(|run| (run.split.tokens, run.loss));
    let channel = by_size(&sizes, &grid, |split| held.best.0.loss(split));
    let additive = by_size(&sizes, &grid, |split| held.additive.loss(split));
    let lines = Lines::new(Axis::log("tokens D"), Axis::log("loss, nats per token"))
        .series([
            Series::dots("runs", "observed, not fitted", inks::RUNS, observed),
            Series::line("channel", "channel law", inks::LAW_OF_SCALE, channel),
            Series::line("additive", "Chinchilla's form", inks::ADDITIVE, additive),
        ])
        .guides([Guide::new("seen", Along::X, held.seen(), inks::NEUTRAL)]);
    let (ours, theirs) = held.errors();
    let mut caption = format!(
        "The largest model, predicted from smaller ones and fewer tokens: off by {} nats",
        short(ours)
    );
    if theirs.is_finite() {
        caption += &format!(", Chinchilla's form by {}", short(theirs));
    }
    caption.push('.');
    Figure::lines("holdout", "Predicting the largest model", caption, lines)
}

/// The law of quantisation, size by size.
pub fn quantised(facts: &Facts) -> Figure {
    let grid = log_grid(1e9, 1e12, POINTS);
    let bits = facts.bits;
    let curve = by_size(&PYTHIA_SIZES, &grid, |split| quantised::loss(split, bits));
    let turning = PYTHIA_SIZES.iter().filter_map(|n| {
        let tokens = quantised::turning_point(*n, bits)?;
        Some((
            tokens,
            quantised::loss(
                Split {
                    parameters: *n,
                    tokens,
                },
                bits,
            ),
        ))
    });
    let lines = Lines::new(
        Axis::log("tokens D").range(1e9, 1e12),
        Axis::log("loss quantised, nats per token"),
    )
    .series([
        Series::line(
            "quantised_loss",
            "Pythia, size by size",
            inks::QUANTISED,
            curve,
        ),
        Series::dots("turning_point", "turning points", inks::OPTIMUM, turning),
    ]);
    let caption = match quantised::turning_point(facts.split.parameters, bits) {
        Some(tokens) => format!(
            "At {} bits this size turns up after {} tokens, larger ones later.",
            short(bits),
            short(tokens)
        ),
        None => {
            "At 16 bits the loss only falls. Fewer bits add a cost that grows with the training."
                .into()
        }
    };
    Figure::lines("quantised", "After quantisation", caption, lines)
}

/// The spectrum of the fit's Jacobian.
pub fn identifiability(facts: &Facts) -> Option<Figure> {
    let spectrum = facts.spectrum();
    let first = *spectrum.first()?;
    let floor = NOTHING * first;
    let points = spectrum
        .iter()
        .enumerate()
        .map(|(i, s)| ((i + 1) as f64, *s));
    let count = spectrum.len() as f64;
    let lines = Lines::new(
        Axis::linear("direction in the constants")
            .range(0.5, count + 0.5)
            .counted(),
        Axis::log("singular value").floor(floor, "changes nothing"),
    )
    .series([Series::new(
        "singular_values",
        "singular values",
        inks::SPECTRUM,
        Mark::LinePoints,
        points,
    )]);
    let caption = "How much a relative change of the constants, in the best and the worst mixtures, moves log loss on the runs. The last direction moves nothing: of b, c, d, e one is redundant.";
    Some(Figure::lines(
        "identifiability",
        "What the runs determine",
        caption,
        lines,
    ))
}
