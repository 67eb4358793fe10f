//! The pictures: the bar of volume, the errors over α, and what is found at finite size.

use super::{controls::*, model::Facts, quantities::*};
use crate::{figure::number, labs::prelude::*, regression::monte_carlo::Summary};

/// All of them, in the order shown.
pub fn all(facts: &Facts) -> Vec<Figure> {
    let mut all = vec![volume(facts), error(facts), rate(facts)];
    // There is a margin that fits down to the least that can be set, and there are fits to draw: else nothing would be in the picture.
    all.extend((facts.last.limit > -2.0).then(|| margin(facts)));
    all.push(descent(facts));
    all.extend(facts.fits.is_ok().then(|| histogram(facts)));
    all
}

/// The overlaps shown: of all fits, and of the rules that need not fit.
fn overlaps(facts: &Facts) -> Axis {
    let ends = facts.rates.first().zip(facts.rates.last());
    let (low, high) = ends.map_or((0.0, 0.0), |(a, b)| (a.0, b.0));
    let high = high.max(facts.bayes).max(facts.hebb) + 0.02;
    Axis::linear("overlap x with the truth").range(low.max(-0.4), high.clamp(0.1, 1.0))
}

/// Where the rules lie.
fn pins(facts: &Facts) -> Vec<Guide> {
    let mut pins = Vec::new();
    if let Ok(fits) = facts.fits {
        pins.push(TYPICAL.guide(Along::X, fits.typical.overlap));
        pins.push(LP_RANDOM.guide(Along::X, fits.random));
        pins.push(LP_HEBB.guide(Along::X, fits.hebb));
    }
    if let Ok(best) = facts.best {
        pins.push(MAX_MARGIN_OVERLAP.guide(Along::X, best.overlap));
    }
    pins.push(Guide::new("Bayes", Along::X, facts.bayes, inks::BAYES));
    pins
}

/// Where there are no fits, the rules that do without.
fn without_fits(facts: &Facts) -> Vec<Series> {
    match facts.fits {
        Ok(_) => Vec::new(),
        Err(_) => vec![
            HEBB.dots([(facts.hebb, 0.0)]),
            Series::dots("bayes", "Bayes", inks::BAYES, [(facts.bayes, 0.0)]),
        ],
    }
}

/// The share of fits at each overlap, beside that at the typical one.
fn shares(facts: &Facts) -> impl Iterator<Item = (f64, f64)> {
    let d = facts.d as f64;
    let rates = facts.rates.iter();
    rates.map(move |(x, rate)| (*x, libm::exp(-d * rate)))
}

/// The share of fits at each overlap, and where the rules are.
fn volume(facts: &Facts) -> Figure {
    let d = facts.d as f64;
    let lines = Lines::new(
        overlaps(facts),
        Axis::linear("volume beside the typical").range(0.0, 1.12),
    )
    .series([Series::new(
        "volume",
        "share of perfect fits, e^(−d I)",
        inks::VOLUME,
        Mark::Area,
        shares(facts),
    )])
    .series(without_fits(facts))
    .guides(pins(facts));
    let caption = match (facts.fits, facts.best) {
        (Ok(_), Ok(_)) => format!(
            "In {} dimensions the largest margin lies where e^−{} of the peak's volume is left. More dimensions make the bar thinner, more examples move the pins together.",
            number(d),
            short(facts.exponent.max(0.0))
        ),
        (Ok(_), Err(_)) => "Fits at this margin; none has a margin above 0.".into(),
        (Err(why), _) => format!("Only rules that need not fit are marked: {why}."),
    };
    Figure::lines("volume", "Where the perfect fits are", caption, lines)
}

/// The errors of all over α.
fn error(facts: &Facts) -> Figure {
    let rules: [(usize, &str, &str, Ink); 6] = [
        (1, "lp_random", "random program", inks::LP_RANDOM),
        (0, "typical", "typical fit", inks::TYPICAL),
        (2, "max_margin", "largest margin", inks::MAX_MARGIN),
        (3, "lp_hebb", "Hebb's program", inks::LP_HEBB),
        (4, "hebb", "Hebb's rule", inks::HEBB),
        (5, "bayes", "Bayes", inks::BAYES),
    ];
    let curve = |(which, id, label, ink): (usize, &str, &str, Ink)| {
        let points = facts.curves.iter().map(|(a, six)| (*a, six[which]));
        Series::line(id, label, ink, points)
    };
    let alpha = facts.all.alpha();
    let held = facts.fits.map_or(facts.hebb, |f| f.typical.overlap);
    let held = facts.all.error(held);
    let threshold = facts.threshold.limit;
    let shown = facts.curves.first().zip(facts.curves.last());
    let (low, high) = shown.map_or((0.02, 1.0), |(a, b)| (a.0, b.0));
    let mark = (low..high).contains(&threshold);
    let least = facts.all.known_direction_error();
    let lines = Lines::new(
        Axis::log("examples per dimension α").range(low, high.max(alpha)),
        Axis::linear("error on a new example").range((least - 0.02).max(0.0), 0.5),
    )
    .series(rules.map(curve))
    .series(dots(facts))
    .guides(mark.then(|| Guide::new("α*: the last fit", Along::X, threshold, inks::NEUTRAL)))
    .handles([Handle::new(ALPHA.id(), "α", Along::X, alpha, held)]);
    let caption = match mark {
        true => format!(
            "At α* = {} all perfect fits are one point, and their errors meet; beyond it there is none. Hebb's rule and Bayes' go on.",
            number((100.0 * threshold).round() / 100.0)
        ),
        false => "With few examples the rules differ; the more there are, the less.".into(),
    };
    Figure::lines("error", "Errors of the fits", caption, lines)
}

/// What the simulations have found at this α: dots with bars of one standard error.
fn dots(facts: &Facts) -> Vec<Series> {
    let Some(experiment) = &facts.experiment else {
        return Vec::new();
    };
    let (found, alpha) = (&experiment.found, facts.all.alpha());
    let lists = [
        &found.typical,
        &found.random,
        &found.margin,
        &found.program,
        &found.hebb,
    ];
    let (mut bars, mut means) = (Vec::new(), Vec::new());
    for list in lists {
        let mut summary = Summary::default();
        list.iter().for_each(|x| summary.add(facts.all.error(*x)));
        let Some(error) = summary.standard_error() else {
            continue;
        };
        let mean = summary.mean();
        means.push((alpha, mean));
        bars.extend([
            (alpha, mean - error),
            (alpha, mean + error),
            (alpha, f64::NAN),
        ]);
    }
    vec![
        Series::line("spread", "± one standard error", inks::SIMULATED, bars),
        Series::dots("simulated", "simulated", inks::SIMULATED, means),
    ]
}

/// The rate function.
fn rate(facts: &Facts) -> Figure {
    let top = facts.rate_at.unwrap_or(0.0).max(0.3) * 1.5;
    let curve = facts.rates.iter().copied().filter(|p| p.1 < 2.0 * top);
    let handle = facts
        .rate_at
        .map(|rate| Handle::new(AT.id(), "x", Along::X, facts.at, rate));
    let lines = Lines::new(overlaps(facts), Axis::linear("rate I(x)").range(0.0, top))
        .series([RATE_AT.curve(curve)])
        .series(without_fits(facts))
        .guides(pins(facts))
        .handles(handle);
    let caption = match facts.rate_at {
        Some(rate) => format!(
            "At overlap {} the rate is {}: in {} dimensions e^−{} of what lies at the typical overlap.",
            short(facts.at),
            short(rate),
            number(facts.d as f64),
            short(rate * facts.d as f64)
        ),
        None => "No perfect fit has the overlap looked at.".into(),
    };
    Figure::lines("rate", "How rare each overlap is", caption, lines)
}

/// The program over the margin.
fn margin(facts: &Facts) -> Figure {
    let (quantity, here) = match facts.objective {
        Objective::Random => (LP_RANDOM, facts.fits.map(|f| f.random)),
        Objective::Hebb => (LP_HEBB, facts.fits.map(|f| f.hebb)),
    };
    let program = facts.margins.iter().map(|(k, x, _)| (*k, *x));
    let typical = facts.margins.iter().map(|(k, _, x)| (*k, *x));
    let last = facts.last.limit;
    let kappa = facts.all.margin();
    let top = last.clamp(-1.9, 2.0);
    let held = here.unwrap_or(facts.last.overlap);
    let lines = Lines::new(
        Axis::linear("margin κ").range(-2.0, top.max(kappa) + 0.1),
        Axis::linear("overlap x with the truth"),
    )
    .series([TYPICAL.curve(typical), quantity.curve(program)])
    .guides((last <= 2.0).then(|| Guide::new("κmax", Along::X, last, inks::NEUTRAL)))
    .guides(
        facts
            .best
            .ok()
            .map(|best| MAX_MARGIN_OVERLAP.guide(Along::Y, best.overlap)),
    )
    .handles([Handle::new(KAPPA.id(), "κ", Along::X, kappa, held)]);
    let caption = match last <= 2.0 {
        true => {
            "The larger the margin asked for, the fewer the fits: at κmax the program and the random fit have become the fit with the largest margin."
        }
        false => {
            "The larger the margin asked for, the fewer the fits, and the nearer to the fit with the largest margin."
        }
    };
    Figure::lines("kappa", "One slider from random to best", caption, lines)
}

/// The path of gradient descent.
fn descent(facts: &Facts) -> Figure {
    let shown = &facts.shown;
    let guide = |label: &str, at: Option<f64>, ink| at.map(|x| Guide::new(label, Along::Y, x, ink));
    let path = shown.path.iter().copied();
    let lines = Lines::new(
        Axis::log("time t of gradient descent"),
        Axis::linear("overlap x with the truth"),
    )
    .series([Series::line("path", "descent", inks::DESCENT, path)])
    .guides(guide("Hebb's rule", shown.hebb, inks::HEBB))
    .guides(guide("largest margin", shown.best, inks::MAX_MARGIN));
    let whither = match shown.best {
        Some(_) => "goes to the largest margin, as 1/log t",
        None => "goes to the least loss",
    };
    let caption = format!(
        "Logistic loss on one data set of {} examples in {} dimensions: it sets out in Hebb's direction and {whither}. Steps grow as the loss falls; t is their sum.",
        number(shown.size.0 as f64),
        number(shown.size.1 as f64)
    );
    Figure::lines("descent", "Where gradient descent goes", caption, lines)
}

/// Fits drawn at random, beside what the rate says.
fn histogram(facts: &Facts) -> Figure {
    let weights: Vec<(f64, f64)> = shares(facts).collect();
    let area: f64 = weights
        .windows(2)
        .map(|pair| 0.5 * (pair[1].0 - pair[0].0) * (pair[0].1 + pair[1].1))
        .sum();
    let theory = weights.iter().map(|(x, w)| (*x, w / area));
    let drawn = facts.experiment.iter().flat_map(|e| &e.found.drawn);
    let drawn: Vec<f64> = drawn.copied().collect();
    let bars = binned(&drawn);
    // As far as anything is seen.
    let seen = weights.iter().filter(|p| p.1 > 1e-4).map(|p| p.0);
    let seen: Vec<f64> = seen.chain(drawn.iter().copied()).collect();
    let low = seen.iter().copied().fold(1.0, f64::min);
    let high = seen.iter().copied().fold(-1.0, f64::max);
    let axis = Axis::linear("overlap x with the truth");
    let axis = match high > low {
        true => axis.range(low - 0.02, high + 0.02),
        false => axis,
    };
    let lines = Lines::new(axis, Axis::linear("density")).series([
        Series::new("drawn", "fits drawn", inks::SIMULATED, Mark::Steps, bars),
        Series::line("rate", "e^(−d I), normalised", inks::VOLUME, theory),
    ]);
    let caption = match drawn.is_empty() {
        true => "What the rate says of this dimension. Switch the simulation on to draw fits at random beside it.".to_owned(),
        false => format!(
            "{} fits drawn from all data sets together: wider than the curve, since the data sets differ from one another as well.",
            number(drawn.len() as f64)
        ),
    };
    Figure::lines("histogram", "Fits drawn at random", caption, lines)
}

/// A density in 24 equal bins, as the corners of its steps.
fn binned(values: &[f64]) -> Vec<(f64, f64)> {
    const BINS: usize = 24;
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let step = (high - low) / BINS as f64;
    if values.len() < 2 || step.is_nan() || step <= 0.0 {
        return Vec::new();
    }
    let mut counts = [0.0; BINS];
    for x in values {
        counts[(((x - low) / step) as usize).min(BINS - 1)] += 1.0;
    }
    let each = 1.0 / (values.len() as f64 * step);
    let corners = (0..BINS).map(|i| (low + step * i as f64, counts[i] * each));
    let ends = [(low - step, 0.0), (high, 0.0), (high + step, 0.0)];
    ends.into_iter()
        .take(1)
        .chain(corners)
        .chain(ends.into_iter().skip(1))
        .collect()
}
