//! The pictures: what a target costs, how the scale moves, and how well it is known.

use super::{
    controls::{BATCH, Subject},
    model::{Facts, Measured},
    quantities::*,
};
use crate::{dynamics::noise_scale::Pareto, grid::log_grid, labs::prelude::*};

/// Bars of the histogram.
const BARS: usize = 60;

/// All of them.
pub fn all(facts: &Facts) -> Vec<Figure> {
    let mut all = vec![pareto(facts)];
    if facts.setup.trainee.is_some() {
        all.extend([scale(facts), step(facts), estimator(facts)]);
    }
    all.extend([schedule(facts), table()]);
    all
}

/// The hyperbola as points (S, E), over the batch.
fn hyperbola(pareto: &Pareto) -> Vec<(f64, f64)> {
    let knee = pareto.b_crit();
    let batches = log_grid(knee / 300.0, knee * 300.0, 121);
    batches
        .into_iter()
        .map(|b| (pareto.steps(b), pareto.examples(b)))
        .collect()
}

/// A standard error to both sides of a run's steps, and the examples that they take, as a short line.
fn bars(measured: &[Measured]) -> Vec<(f64, f64)> {
    let bar = |m: &Measured| {
        let [few, many] = [m.steps - m.error, m.steps + m.error].map(|s| s.max(0.5));
        [
            (few, few * m.batch),
            (many, many * m.batch),
            (many, f64::NAN),
        ]
    };
    measured
        .iter()
        .filter(|m| m.error > 0.0)
        .flat_map(bar)
        .collect()
}

/// Steps against examples.
fn pareto(facts: &Facts) -> Figure {
    let (measured, fitted) = (facts.measured(), facts.fitted());
    let batch = facts.setup.batch as f64;
    let shown = facts.pareto();
    let here = shown.map(|p| (p.steps(batch), p.examples(batch)));
    let label = match facts.setup.subject {
        Subject::Law => "the law",
        _ => "predicted from the exact path",
    };
    let lines =
        Lines::new(Axis::log("steps S"), Axis::log("examples E"))
            .series(
                facts
                    .predicted
                    .iter()
                    .map(|p| Series::line("pareto", label, inks::PARETO, hyperbola(p))),
            )
            .series(fitted.iter().map(|(p, _)| {
                Series::line("fitted", "fitted to the runs", inks::FIT, hyperbola(p))
            }))
            .series([
                Series::line("errors", "standard error", inks::RUNS, bars(&measured)),
                Series::dots(
                    "runs",
                    "runs, best learning rate",
                    inks::RUNS,
                    measured.iter().map(|m| (m.steps, m.steps * m.batch)),
                ),
                Series::dots("here", "this batch", inks::BATCH_HERE, here),
            ])
            .handles(
                here.map(|(steps, examples)| Handle::ratio(BATCH.id(), "batch B", steps, examples)),
            )
            .guides(shown.iter().flat_map(|p| {
                [
                    Guide::new("fewest steps", Along::X, p.min_steps, inks::NEUTRAL),
                    Guide::new("fewest examples", Along::Y, p.min_examples, inks::NEUTRAL),
                ]
            }));
    let caption = match here.zip(shown) {
        Some(((steps, examples), p)) => format!(
            "With batches of {} the target takes {} times the fewest steps and {} times the fewest examples; at the knee, {} examples, both are 2.",
            short(batch),
            short(steps / p.min_steps),
            short(examples / p.min_examples),
            short(p.b_crit())
        ),
        None => "Runs to the target at several batch sizes, each with the best of four learning rates; three sizes make a hyperbola.".into(),
    };
    Figure::lines("pareto", "Steps against examples", caption, lines)
}

/// The noise scale over training.
fn scale(facts: &Facts) -> Figure {
    let exact = |of: fn(&crate::dynamics::noise_scale::Moment) -> f64| {
        let seen = facts.seen.iter();
        let points = seen.filter_map(move |s| Some((s.step as f64, of(s.exact.as_ref()?))));
        points.filter(|p| p.1 > 0.0)
    };
    let estimate = facts
        .seen
        .iter()
        .map(|s| (s.step as f64, s.estimate))
        .filter(|p| p.1 > 0.0);
    let band = facts.seen.iter().filter_map(|s| {
        let (b, spread) = (s.exact.as_ref()?.b_simple(), s.spread?);
        (spread < 0.8).then_some((s.step as f64, b * (1.0 - spread), b * (1.0 + spread)))
    });
    let lines = Lines::new(Axis::linear("step").counted(), Axis::log("examples"))
        .bands([Band::new(
            "predicted spread of the estimate",
            inks::ESTIMATED_SCALE,
            band,
        )])
        .series([
            B_SIMPLE.curve(exact(|at| at.b_simple())),
            B_NOISE.curve(exact(|at| at.b_noise())),
            Series::dots(
                "estimate",
                "estimated from two batches",
                inks::ESTIMATED_SCALE,
                estimate,
            ),
        ]);
    let caption = match (facts.at, facts.seen.iter().rev().find_map(|s| s.exact)) {
        (Some(first), Some(last)) => format!(
            "As the loss comes down the gradient dies and its noise stays: the simple scale goes from {} to {}. Dots: the ratio of averages from batches of {} and {}; band: their spread for Gaussian batches, where it is known.",
            short(first.b_simple()),
            short(last.b_simple()),
            short(facts.setup.sizes.small),
            short(facts.setup.sizes.big)
        ),
        _ => "The noise scale along a run of this batch.".into(),
    };
    Figure::lines("scale", "The scale over training", caption, lines)
}

/// What a step gains, and how long it is at best, over the batch.
fn step(facts: &Facts) -> Figure {
    let batch = facts.setup.batch as f64;
    let (mut lines, mut caption) = (
        Lines::new(Axis::log("batch B"), Axis::log("learning rate, gain")),
        "The gradient points along no positive curvature here: no length of a step is best."
            .to_owned(),
    );
    if let Some(at) = facts.at.filter(|at| at.b_noise() > 0.0) {
        let knee = at.b_noise();
        let batches = log_grid(
            (knee / 100.0).min(batch).max(1e-3),
            (knee * 100.0).max(batch),
            97,
        );
        let of = |value: &dyn Fn(f64) -> f64| {
            batches.iter().map(|b| (*b, value(*b))).collect::<Vec<_>>()
        };
        lines = lines
            .series([
                EPS_OPT.curve(of(&|b| at.eps_opt(b))),
                LOSS_DROP_OPT.curve(of(&|b| at.loss_drop_opt(b))),
            ])
            .guides([B_NOISE.guide(Along::X, knee)])
            .handles([Handle::new(
                BATCH.id(),
                "batch B",
                Along::X,
                batch,
                at.loss_drop_opt(batch),
            )]);
        let share = at.loss_drop_opt(batch) / at.loss_drop_max();
        caption = format!(
            "Below the scale of {} examples the best learning rate and the gain grow as the batch; above it nothing is left to gain. Batches of {} gain {} of what a step can.",
            short(knee),
            short(batch),
            percent(share)
        );
    }
    Figure::lines("step", "Learning rate and gain of a step", caption, lines)
}

/// Draws of the ratio.
fn estimator(facts: &Facts) -> Figure {
    let mut lines = Lines::new(
        Axis::linear("estimate of B_simple from one pair of batches"),
        Axis::linear("share of the draws"),
    );
    let mut caption = "Being drawn.".to_owned();
    if let (Some(at), Some([mean, ratio])) = (facts.at, facts.ratios()) {
        let exact = at.b_simple();
        let (low, high) = (-3.0 * exact, 7.0 * exact);
        let mut counts = [0.0; BARS];
        let mut outside = 0;
        for [square, trace] in &facts.drawn {
            let place = (trace / square - low) / (high - low);
            match counts.get_mut((place * BARS as f64) as usize) {
                Some(count) if place >= 0.0 => *count += 1.0 / facts.drawn.len() as f64,
                _ => outside += 1,
            }
        }
        let middle = |i: usize| low + (high - low) * (i as f64 + 0.5) / BARS as f64;
        let bars = counts.iter().enumerate().map(|(i, c)| (middle(i), *c));
        let guides = [
            B_SIMPLE.guide(Along::X, exact),
            RATIO_OF_MEANS.guide(Along::X, ratio),
            MEAN_OF_RATIOS.guide(Along::X, mean),
        ];
        lines = Lines {
            x: lines.x.range(low, high),
            ..lines
        }
        .series([Series::new(
            "ratios",
            "single ratios",
            inks::ESTIMATED_SCALE,
            Mark::Bars,
            bars,
        )])
        .guides(guides.into_iter().filter(|g| (low..=high).contains(&g.at)));
        caption = format!(
            "{} draws: the mean of the ratios is {}, the ratio of the means {}, the truth {}. {} of the ratios lie outside, where the estimate of |G|² crosses zero.",
            facts.drawn.len(),
            short(mean),
            short(ratio),
            short(exact),
            percent(f64::from(outside) / facts.drawn.len() as f64)
        );
    }
    Figure::lines("estimator", "Why not to average ratios", caption, lines)
}

/// A batch that follows the scale.
fn schedule(facts: &Facts) -> Figure {
    let growth: Vec<(f64, f64)> = facts.growth();
    let knee = match facts.pareto() {
        Some(pareto) => pareto.b_crit(),
        None => growth.iter().map(|p| p.1).sum::<f64>() / growth.len().max(1) as f64,
    };
    let follows = growth.iter().map(|(s, b)| (*s, (knee * b).sqrt()));
    let fixed = (growth.len() >= 2 && knee > 0.0).then_some([(0.0, knee), (1.0, knee)]);
    let lines = Lines::new(
        Axis::linear("share of the steps").range(0.0, 1.0),
        Axis::log("examples"),
    )
    .series([
        B_NOISE.curve(growth.iter().copied()),
        Series::line(
            "adaptive",
            "batch that follows, √(B_crit B_noise)",
            inks::ADAPTIVE_BATCH,
            follows,
        ),
    ])
    .series(fixed.map(|points| Series::line("fixed", "fixed batch, B_crit", inks::PARETO, points)));
    let caption = match facts.gain() {
        Some(gain) => format!(
            "A batch that follows the root of the noise scale leaves {} of the product of excess steps and excess examples: {} times the least of both, where the best fixed batch takes 2.",
            percent(gain),
            short(1.0 + gain.sqrt())
        ),
        None => "The schedule needs the noise scale at two steps or more.".into(),
    };
    Figure::lines("schedule", "A batch that follows the scale", caption, lines)
}

/// What the paper measured.
fn table() -> Figure {
    let others = [
        (900.0, 200.0),
        (4000.0, 500.0),
        (2000.0, 900.0),
        (30_000.0, 15_000.0),
        (150_000.0, 100_000.0),
        (24_000_000.0, 8_000_000.0),
    ];
    let line = [(1.0, 1.0), (3e7, 3e7)];
    let lines = Lines::new(
        Axis::log("B_simple, average over training").range(1.0, 5e7),
        Axis::log("B_crit, measured").range(1.0, 5e7),
    )
    .series([
        Series::line("equal", "as predicted", inks::NEUTRAL, line),
        Series::dots(
            "others",
            "MNIST, SVHN, CIFAR-10, ImageNet, Billion Word, Dota 5v5",
            inks::PUBLISHED_TASKS,
            others,
        ),
        Series::dots(
            "autoencoder",
            "SVHN autoencoder",
            inks::PUBLISHED_AUTOENCODER,
            [(2.0, 40.0)],
        ),
        Series::dots(
            "vae",
            "SVHN variational autoencoder",
            inks::PUBLISHED_VAE,
            [(10.0, 200.0)],
        ),
        Series::dots(
            "dota",
            "Dota 1v1",
            inks::PUBLISHED_GAME,
            [(300_000.0, 3_000_000.0)],
        ),
    ]);
    let caption = "Table 1 of the paper, averages over training: within a factor of eight for six tasks, but 20 times too small on both generative models and 10 times on Dota 1v1. Atari's eight games are ranges, and left out; of Dota 5v5 B_crit is an estimate from below.";
    Figure::lines("table", "Where the proxy fails", caption, lines)
}
