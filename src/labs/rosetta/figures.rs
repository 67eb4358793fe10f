//! The pictures: vessels that are filled, what that predicts, and what two networks show.

use super::{
    controls::*,
    model::{Facts, Shared},
    quantities::*,
};
use crate::{
    grid::log_grid,
    labs::prelude::*,
    scaling_laws::rosetta::{BACKGROUND, Buddy, Matches, NOISE},
};

/// Features that are drawn as vessels of their own; those behind them are too narrow to tell apart.
const VESSELS: usize = 40;
/// Bins of a histogram of correlations, from 0 to 1.
const BINS: usize = 40;

/// Vision models of the paper: prefactor and exponent of the count of matched units over neurons, read from the legends of its figure 3.
const PUBLISHED: [(f64, f64); 5] = [
    (5.25, 0.55),
    (8.16, 0.49),
    (1.13, 0.63),
    (0.23, 0.69),
    (0.17, 0.69),
];
/// The neurons over which they were measured.
const MEASURED: [f64; 2] = [4e4, 6e5];

/// Features as vessels whose floors rise with the rank, filled to one level.
pub fn filling(facts: &Facts) -> Figure {
    let (beta, here) = (facts.beta, facts.here);
    let surface = 1.0 / here.level;
    let far = 1.5 * facts.farthest;
    // Vessel r stands from r − ½ to r + ½; where features are a continuum, the floor is a line.
    let mut edges: Vec<(f64, f64)> = Vec::new();
    if facts.discrete {
        for r in 1..=VESSELS.min(far as usize) {
            let floor = (r as f64).powf(beta);
            edges.extend([(r as f64 - 0.5, floor), (r as f64 + 0.5, floor)]);
        }
    }
    let begin = edges.last().map_or(1.0, |(x, _)| *x);
    edges.extend(
        log_grid(begin, far.max(begin * 1.1), 121)
            .into_iter()
            .map(|x| (x, x.powf(beta))),
    );
    // Fronts end where they do, not at the next point of the grid.
    let water = |from: f64, to: f64| {
        let at = |x: f64| (x, x.powf(beta), surface);
        let inside = edges
            .iter()
            .filter(|(x, floor)| *x > from && *x < to && *floor <= surface)
            .map(|(x, floor)| (*x, *floor, surface));
        let ends = [from, to].map(|x| {
            let vessel = edges
                .iter()
                .rev()
                .find(|(at, _)| *at <= x)
                .filter(|(at, _)| facts.discrete && *at < begin);
            vessel.map_or_else(|| at(x), |(_, floor)| (x, *floor, surface))
        });
        let mut points = vec![ends[0]];
        points.extend(inside);
        points.push(ends[1]);
        points.retain(|(_, low, high)| low <= high);
        points
    };
    // A vessel is filled up to its right edge.
    let edge = |rank: f64| {
        if facts.discrete && rank > 0.0 {
            rank + 0.5
        } else {
            rank
        }
    };
    let start = if facts.discrete { 0.5 } else { 1.0 };
    let (own, any) = (edge(here.count).max(start), edge(here.active).max(start));
    let mut bands = Vec::new();
    if own > start {
        bands.push(Band::new(
            "isolated by τ or more",
            inks::DEDICATED,
            water(start, own),
        ));
    }
    bands.push(Band::new("less", inks::WATER, water(own, any)));
    let lines = Lines::new(
        Axis::log("feature, by rank r").range(0.5, far),
        Axis::log("1 over the weight, r to the β").range(0.6, far.powf(beta)),
    )
    .bands(bands)
    .series([
        Series::line(
            "floor",
            "where a feature begins to get capacity",
            inks::VESSEL,
            edges,
        ),
        Series::line(
            "level",
            "level of the capacity",
            inks::NEUTRAL,
            [(0.5, surface), (here.front, surface)],
        ),
    ])
    .guides(
        (here.count > 0.0).then(|| Guide::new("R", Along::X, edge(here.count), inks::DEDICATED)),
    )
    .guides([FRONT.guide(Along::X, here.front)]);
    let caption = "Each feature is a vessel, its floor the higher the less the feature matters. Capacity runs in until one level is reached; the height of the water is ln(1 + s), what is learned of the feature.";
    Figure::lines("filling", "Capacity fills features", caption, lines)
}

/// A curve over capacities.
fn over(curve: &[Shared], value: impl Fn(&Shared) -> f64) -> Vec<(f64, f64)> {
    let points = curve.iter().map(|at| (at.capacity, value(at)));
    points.filter(|(_, y)| *y > 0.0).collect()
}

/// How many features have a neuron of their own, over capacity.
pub fn count(facts: &Facts) -> Figure {
    let here = facts.here;
    let (tau, slope) = (facts.tau, 1.0 / facts.beta);
    let law = [0.03, 30.0].map(|by: f64| {
        let x = (here.capacity * by).clamp(CAPACITIES[0], CAPACITIES[1]);
        (x, 0.5 * here.count * (x / here.capacity).powf(slope))
    });
    let dots = facts.pairs().iter().filter_map(|pair| {
        let matched = pair.outcome.as_ref()?.matched().count();
        (facts.source == Source::Toy && matched > 0)
            .then_some((pair.units[0] as f64, matched as f64))
    });
    let published = PUBLISHED.iter().flat_map(|(scale, exponent)| {
        let [from, to] = MEASURED.map(|x: f64| (x, scale * x.powf(*exponent)));
        [from, to, (to.0, f64::NAN)]
    });
    let other = if facts.discrete {
        "in a continuum"
    } else {
        "counted one by one"
    };
    let lines = Lines::new(
        Axis::log("capacity κN").range(CAPACITIES[0], CAPACITIES[1]),
        Axis::log("neurons that are shared").range(0.8, 2e4),
    )
    .series([
        Series::line(
            "published",
            "vision models of the paper, over neurons N",
            inks::PUBLISHED,
            published,
        ),
        Series::line(
            "other",
            other,
            inks::NEUTRAL,
            over(&facts.other_curve, |at| at.count),
        ),
        ROSETTA_COUNT.curve(over(&facts.curve, |at| at.count)),
    ])
    .series((here.count > 0.0).then(|| Series::line("slope", "slope 1/β", inks::FIT, law)))
    .series([Series::dots(
        "simulated",
        "toy networks, matched",
        inks::SIMULATED,
        dots,
    )])
    .handles(
        (here.count > 0.0)
            .then(|| Handle::new(CAPACITY.id(), "κN", Along::X, here.capacity, here.count)),
    );
    let caption = match facts.slope() {
        Some(slope) if facts.tenfold.count > 0.0 => format!(
            "Ten times the capacity gives {} times as many features a neuron of their own: a slope of {}, where the law tends to 1/β = {}. The paper measured 0.49 to 0.69 over its vision models.",
            short(facts.tenfold.count / here.count),
            short(slope),
            short(1.0 / facts.beta)
        ),
        _ => format!(
            "No feature is isolated by τ = {} at this capacity.",
            short(tau)
        ),
    };
    Figure::lines("count", "The count grows slowly", caption, lines)
}

/// What the rest of the capacity buys.
pub fn isolation(facts: &Facts) -> Figure {
    let here = facts.here;
    let lines = Lines::new(
        Axis::log("capacity κN").range(CAPACITIES[0], CAPACITIES[1]),
        Axis::log("isolation s"),
    )
    .series([
        Series::line(
            "strongest",
            "the first feature",
            inks::STRONGEST,
            over(&facts.curve, |at| at.strongest),
        ),
        MEAN_ISOLATION.curve(over(&facts.curve, |at| at.isolation.unwrap_or(0.0))),
        Series::line(
            "rest",
            "all other features, per neuron left over (κ = 1)",
            inks::UNSHARED,
            over(&facts.curve, |at| at.rest),
        ),
    ])
    .guides([Guide::new("τ", Along::Y, facts.tau, inks::NEUTRAL)])
    .handles(
        here.isolation
            .filter(|s| *s > 0.0)
            .map(|s| Handle::new(CAPACITY.id(), "κN", Along::X, here.capacity, s)),
    );
    let caption = "Capacity that does not reach new features purifies known ones: their mean isolation grows as κN to the 1 − 1/β, the first one's as κN, and what is left for each other neuron falls.";
    Figure::lines(
        "isolation",
        "The rest purifies what is known",
        caption,
        lines,
    )
}

/// The correlations of best buddies, beside those of a null.
pub fn matches(facts: &Facts) -> Option<Figure> {
    let pair = &facts.pairs()[0];
    let outcome = pair.outcome.as_ref()?;
    let histogram = |pairs: &[Buddy]| {
        let mut bins = [0_usize; BINS];
        for one in pairs {
            let bin = (one.correlation.max(0.0) * BINS as f64) as usize;
            bins[bin.min(BINS - 1)] += 1;
        }
        bins.into_iter()
            .enumerate()
            .map(|(i, n)| ((i as f64 + 0.5) / BINS as f64, n as f64))
            .filter(|(_, n)| *n > 0.0)
            .collect::<Vec<_>>()
    };
    let [pairs, null] = [&outcome.pairs, &outcome.null].map(|pairs| histogram(pairs));
    let most = pairs
        .iter()
        .chain(&null)
        .fold(1.0, |most: f64, (_, n)| most.max(*n));
    let lines = Lines::new(
        Axis::linear("correlation of two best buddies").range(0.0, 1.0),
        Axis::log("pairs").range(0.7, 1.5 * most),
    )
    .series([
        Series::new("pairs", "same inputs", inks::DEDICATED, Mark::Bars, pairs),
        Series::new(
            "null",
            "inputs shifted",
            inks::PERMUTED,
            Mark::LinePoints,
            null,
        ),
    ])
    .guides([Guide::new(
        "τ/(1+τ)",
        Along::X,
        outcome.least,
        inks::NEUTRAL,
    )]);
    let caption = format!(
        "Of {} and {} units {} pairs are each other's nearest, {} of them at {} or more. With the inputs of one network shifted, so that nothing is shared, {} pairs are nearest by chance and {} get so far.",
        pair.units[0],
        pair.units[1],
        outcome.pairs.len(),
        outcome.matched().count(),
        short(outcome.least),
        outcome.null.len(),
        outcome.null_matched()
    );
    Some(Figure::lines(
        "matches",
        "Best buddies, real and by chance",
        caption,
        lines,
    ))
}

/// How selective shared units are, beside all others.
pub fn polarisation(facts: &Facts) -> Option<Figure> {
    match facts.source {
        Source::Toy => Some(polarisation_of_toys(facts)),
        Source::File => facts.pairs()[0].outcome.as_ref().map(polarisation_of_file),
    }
}

fn polarisation_of_toys(facts: &Facts) -> Figure {
    let tau = facts.tau;
    let background = (1.0 - NOISE * NOISE).powi(2) / BACKGROUND as f64;
    let of = |s: f64| 3.0 * (s * s + background) / (1.0 + s).powi(2);
    let (mut shared, mut others) = (Vec::new(), Vec::new());
    for (units, isolations) in &facts.expected {
        let (own, rest): (Vec<f64>, Vec<f64>) = isolations.iter().partition(|s| **s >= tau);
        let n = *units as f64;
        let sum = |list: &[f64]| list.iter().map(|s| of(*s)).sum::<f64>();
        let left = n - own.len() as f64;
        if !own.is_empty() {
            shared.push((n, sum(&own) / own.len() as f64));
        }
        others.push((
            n,
            (sum(&rest) + (left - rest.len() as f64) * of(0.0)) / left,
        ));
    }
    let measured = |group: usize| {
        let of = facts.pairs().iter().filter_map(move |pair| {
            Some((
                pair.units[0] as f64,
                pair.outcome.as_ref()?.mean_selectivity()[group]?,
            ))
        });
        of.collect::<Vec<_>>()
    };
    let lines = Lines::new(Axis::log("neurons N"), Axis::linear("mean excess kurtosis")).series([
        Series::line("expected", "matched, expected", inks::DEDICATED, shared),
        Series::line(
            "expected_others",
            "all others, expected",
            inks::UNSHARED,
            others,
        ),
        Series::dots(
            "measured",
            "matched, measured",
            inks::SIMULATED,
            measured(0),
        ),
        Series::dots(
            "measured_others",
            "all others, measured",
            inks::PERMUTED,
            measured(1),
        ),
    ]);
    let caption = "Features of the toy are rarely large, with an excess kurtosis of 3. A neuron of its own shows most of it, at every size; a mixture of sixty features shows next to nothing.";
    Figure::lines(
        "polarisation",
        "Shared neurons are selective",
        caption,
        lines,
    )
}

fn polarisation_of_file(outcome: &Matches) -> Figure {
    let quantiles = |values: &[f64]| {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().saturating_sub(1).max(1) as f64;
        // As many points as a curve can show.
        let step = (sorted.len() / 200).max(1);
        sorted
            .iter()
            .enumerate()
            .filter(|(i, _)| i % step == 0 || *i as f64 == last)
            .map(|(i, k)| (i as f64 / last, k + 3.0))
            .collect::<Vec<_>>()
    };
    let [matched, others] = outcome.selectivity();
    let lines = Lines::new(
        Axis::linear("share of units with less").range(0.0, 1.0),
        Axis::log("kurtosis, 3 where Gaussian"),
    )
    .series([
        Series::new(
            "matched",
            "matched units",
            inks::DEDICATED,
            Mark::LinePoints,
            quantiles(&matched),
        ),
        Series::line("others", "all others", inks::UNSHARED, quantiles(&others)),
    ])
    .guides([Guide::new("Gaussian", Along::Y, 3.0, inks::NEUTRAL)]);
    let caption = "Where the curve of the matched units lies above that of all others, shared units are the more selective ones.";
    Figure::lines(
        "polarisation",
        "Are shared units more selective?",
        caption,
        lines,
    )
}
