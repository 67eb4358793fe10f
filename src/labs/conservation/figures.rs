//! Laws along the run, drift over the step size, the laws' surfaces, their number, and the spectrum of a product.

pub use super::wheel::Wheel;
use super::{controls::*, model::Facts, surface::Bend, words};
use crate::{
    dynamics::conservation::{Dynamics, Family, Law, Moment, Standing, Training},
    labs::prelude::*,
    linalg::{dot, singular_values},
};

/// Points of a curve over the steps.
const POINTS: usize = 128;
/// Drifts below are rounding.
const ROUNDING: f64 = 1e-15;
/// Units whose balance is drawn.
const UNITS: usize = 4;

/// Everything on the page.
pub fn all(facts: &Facts, wheel: Option<&Wheel>) -> Vec<Figure> {
    let mut all: Vec<Figure> = wheel.map(|wheel| wheel.figure(facts)).into_iter().collect();
    all.push(laws(facts));
    all.extend(path(facts));
    all.extend(drift(facts));
    all.push(count(facts));
    all.extend(spectrum(facts));
    all
}

/// The moments that curves go through: evenly thinned, with the last one.
fn moments(run: &Training) -> impl Iterator<Item = &Moment> + Clone {
    let kept = run.history();
    let stride = kept.len().div_ceil(POINTS).max(1);
    let last = kept
        .last()
        .filter(|_| !(kept.len() - 1).is_multiple_of(stride));
    kept.iter().step_by(stride).chain(last)
}

/// Several curves in one ink, with gaps between.
fn with_gaps<I: Iterator<Item = (f64, f64)>>(curves: impl Iterator<Item = I>) -> Vec<(f64, f64)> {
    let mut all = Vec::new();
    for curve in curves {
        all.extend(curve);
        let at = all.last().map_or(0.0, |(x, _)| *x);
        all.push((at, f64::NAN));
    }
    all
}

fn ink(family: &Family, index: usize) -> Ink {
    match (family.is_polynomial(), index) {
        (false, _) => inks::LAW_OF_SYMMETRY,
        (_, 0) => inks::LAW_FIRST,
        (_, 1) => inks::LAW_SECOND,
        _ => inks::LAW_THIRD,
    }
}

/// An axis of drifts up to the largest; where all is rounding, there is room above it to see that.
fn drift_axis(largest: f64) -> Axis {
    let axis = Axis::log("drift").floor(ROUNDING, "rounding");
    match largest > ROUNDING {
        true => axis,
        false => axis.range(ROUNDING, 1.0),
    }
}

/// The drift of every law along the run.
fn laws(facts: &Facts) -> Figure {
    let mut first = 0;
    let mut series = Vec::new();
    for (index, family) in facts.run.families().iter().enumerate() {
        let laws = first..first + family.laws.len();
        first = laws.end;
        // Before the first step nothing has drifted, which a logarithmic axis cannot show.
        let begun = facts.run.step() > 0;
        let curve = |k: usize| {
            let shown = moments(&facts.run).filter(move |m| m.step > 0 || !begun);
            shown.map(move |m| (m.step as f64, m.drifts[k]))
        };
        let label = match family.standing {
            Standing::Not => format!("{}, no law here", family.name),
            _ => family.name.clone(),
        };
        let points = with_gaps(laws.map(curve));
        series.push(Series::line(
            &format!("law_{index}"),
            &label,
            ink(family, index),
            points,
        ));
    }
    let error = (facts.rule.dynamics == Dynamics::Flow && facts.run.integration_error() > 0.0)
        .then(|| {
            let at = facts.run.integration_error();
            Guide::new("error of the integrator", Along::Y, at, inks::NEUTRAL)
        });
    let lines = Lines::new(
        Axis::linear("step")
            .counted()
            .range(0.0, facts.target.max(1) as f64),
        drift_axis(facts.largest().map_or(0.0, |(drift, ..)| drift)),
    )
    .series(series)
    .guides(error);
    Figure::lines("laws", "Laws along training", words::laws(facts), lines)
}

/// Drift over the step size.
fn drift(facts: &Facts) -> Option<Figure> {
    let of_step = |pick: usize| facts.steps.iter().map(move |all| (all[0], all[pick]));
    let quadratic = facts.run.families().iter().any(Family::is_polynomial);
    let predicted = (quadratic && facts.rule.dynamics != Dynamics::Adam)
        .then(|| Series::line("predicted", "η² h(g)", inks::FIT, of_step(2)));
    let times = facts.times.iter().map(|[eta, drift]| (*eta, *drift));
    let drifts = facts.steps.iter().map(|all| all[1]);
    let drifts = drifts.chain(times.clone().map(|(_, drift)| drift));
    let largest = drifts.fold(0.0, f64::max);
    let lines = Lines::new(Axis::log("step size η"), drift_axis(largest))
        .series(predicted)
        .series([
            Series::dots("step", "first step", inks::DRIFT_OF_A_STEP, of_step(1)),
            Series::new(
                "time",
                "time 50 η, as set",
                inks::DRIFT_OF_A_TIME,
                Mark::LinePoints,
                times,
            ),
        ])
        .handles(facts.steps.iter().take(1).map(|[_, drift, _]| {
            Handle::new(ETA.id(), "η", Along::X, facts.rule.eta, drift.max(ROUNDING))
        }));
    (!lines.series.is_empty()).then(|| {
        Figure::lines(
            "drift",
            "Drift over the step size",
            words::drift(facts),
            lines,
        )
    })
}

/// How many laws there are, over one size.
fn count(facts: &Facts) -> Figure {
    let (label, control) = match facts.kind {
        Kind::Degree6 => ("rotations n", Some((AUGMENT.id(), Copies::Rotations.id()))),
        Kind::Softmax | Kind::Regression => ("inputs n", None),
        _ => ("width r", None),
    };
    let handle = match facts.kind {
        Kind::Degree6 => Some(COPIES.id()),
        Kind::Softmax | Kind::Regression => Some(INPUTS.id()),
        Kind::Scalar => None,
        _ => Some(WIDTH.id()),
    };
    // There are no rotations between seven and eight.
    let mark = match facts.kind {
        Kind::Degree6 => Mark::Bars,
        _ => Mark::Line,
    };
    let counts = || facts.counts.iter();
    let formula = counts().filter_map(|c| Some((c.at as f64, c.formula? as f64)));
    let known = counts().map(|c| (c.at as f64, c.known as f64));
    let brackets = counts().filter_map(|c| {
        let count = c.brackets.filter(|b| b.settled)?;
        Some((c.at as f64, count.laws as f64))
    });
    let lines = Lines::new(
        Axis::linear(label).counted(),
        Axis::linear("independent laws").counted(),
    )
    .series([
        Series::new("formula", "formula", inks::FIT, mark, formula),
        Series::dots("brackets", "brackets", inks::BRACKETS, brackets),
        Series::dots("known", "rank of the known laws", inks::RANK, known),
    ])
    .handles(handle.map(|id| {
        let here = Handle::new(
            id,
            label,
            Along::X,
            facts.here.at as f64,
            facts.here.known as f64,
        );
        control
            .into_iter()
            .fold(here, |h, (id, value)| h.also(id, value))
    }));
    Figure::lines("count", "How many laws", words::count(facts), lines)
}

/// Where the parameters are, on the surfaces of the laws.
fn path(facts: &Facts) -> Option<Figure> {
    let run = &facts.run;
    let way = |point: &dyn Fn(&[f64]) -> (f64, f64)| -> Vec<(f64, f64)> {
        moments(run).map(|m| point(&m.theta)).collect()
    };
    let network = &run.problem().network;
    let mut ways: Vec<Vec<(f64, f64)>> = Vec::new();
    let (labels, bend): ([String; 2], Bend) = match facts.kind {
        Kind::Scalar => {
            ways.push(way(&|t| (t[0], t[1])));
            (["a".into(), "b".into()], Bend::Hyperbola)
        }
        Kind::Softmax => {
            let inputs = network.dim();
            for j in 0..inputs.min(UNITS) {
                ways.push(way(&|t| {
                    let column = t.iter().skip(j).step_by(inputs);
                    (t[j], column.skip(1).sum())
                }));
            }
            (
                [
                    "weight to the first class".into(),
                    "sum of the others".into(),
                ],
                Bend::Line,
            )
        }
        Kind::Degree6 | Kind::Regression => {
            let law = run.families().first()?.laws.first()?;
            let Law::Direction { across, along } = law.clone() else {
                return None;
            };
            ways.push(way(&|t| (dot(&along, t), dot(&across, t))));
            let labels = match (facts.kind, along.len()) {
                (Kind::Degree6, _) => ["p₁", "p₂"],
                (_, 3) if across[2] != 0.0 && across[0] != 0.0 => ["W₁ − W₂", "W₁ + W₂ − 2W₃"],
                _ => ["first coordinate of the law", "second"],
            };
            (labels.map(String::from), Bend::Ray)
        }
        _ => {
            let pairs = match facts.kind {
                Kind::Attention => vec![0, 1],
                _ => vec![0],
            };
            let units = pairs
                .into_iter()
                .flat_map(|p| network.units(p).into_iter().take(UNITS));
            let length =
                |list: &[usize], t: &[f64]| list.iter().map(|i| t[*i] * t[*i]).sum::<f64>().sqrt();
            for [ins, outs] in units {
                ways.push(way(&|t| (length(&ins, t), length(&outs, t))));
            }
            let labels = match facts.kind {
                Kind::Attention => ["row of Q or V", "row of K or O"],
                Kind::Lightning => ["column of Q", "column of K"],
                _ => ["incoming weights of a unit", "outgoing weights"],
            };
            (
                labels.map(|label| format!("length, {label}")),
                Bend::Hyperbola,
            )
        }
    };
    let signed = facts.kind == Kind::Scalar;
    let reach = ways
        .iter()
        .flatten()
        .fold(0.0_f64, |m, (x, y)| m.max(x.abs()).max(y.abs()));
    let reach = 1.1 * reach.max(1e-3);
    let surfaces = ways
        .iter()
        .filter_map(|way| Some(bend.curve(*way.first()?, reach, signed)));
    let now = ways.iter().filter_map(|way| way.last().copied());
    let family = run.families().first()?;
    let [x, y] = labels;
    let whole = bend != Bend::Hyperbola || signed;
    let axis = |label: String| match whole {
        true => Axis::linear(label).range(-reach, reach),
        false => Axis::linear(label).range(0.0, reach),
    };
    let start = run.start();
    let handles = match facts.kind {
        Kind::Scalar | Kind::Degree6 => vec![
            Handle::new(A.id(), "start, first", Along::X, start[0], start[1]),
            Handle::new(B.id(), "start, second", Along::Y, start[0], start[1]),
        ],
        _ => Vec::new(),
    };
    let lines = Lines::new(axis(x), axis(y))
        .series([
            Series::line(
                "law",
                "the law",
                ink(family, 0),
                with_gaps(surfaces.map(Vec::into_iter)),
            ),
            Series::line(
                "way",
                "way of training",
                inks::WAY,
                with_gaps(ways.iter().map(|way| way.iter().copied())),
            ),
            Series::dots("now", "now", inks::WAY, now),
        ])
        .handles(handles);
    Some(Figure::lines(
        "path",
        "On the law's surface",
        words::path(facts, bend),
        lines,
    ))
}

/// The singular values of the product along the run, from both starts.
fn spectrum(facts: &Facts) -> Option<Figure> {
    let companion = facts.companion.as_ref()?;
    let values = |run: &Training| -> Vec<(f64, f64)> {
        let network = &run.problem().network;
        let kept: Vec<(f64, Vec<f64>)> = moments(run)
            .filter_map(|m| {
                let spectrum = singular_values(&network.product(&m.theta)?).ok()?;
                Some((m.step as f64, spectrum.into_vec()))
            })
            .collect();
        let count = kept.first().map_or(0, |(_, values)| values.len());
        with_gaps((0..count).map(|k| kept.iter().map(move |(step, values)| (*step, values[k]))))
    };
    let (random, balanced) = match facts.balanced {
        true => (companion, &facts.run),
        false => (&facts.run, companion),
    };
    let lines = Lines::new(
        Axis::linear("step").counted(),
        Axis::linear("singular value of the product"),
    )
    .series([
        Series::line("random", "random start", inks::SPECTRUM, values(random)),
        Series::line(
            "balanced",
            "balanced start",
            inks::BALANCED_START,
            values(balanced),
        ),
    ]);
    Some(Figure::lines(
        "spectrum",
        "Singular values of the product",
        "Both begin with the same product and learn the same data. The laws decide how fast each singular value may grow: a balanced start keeps all layers equally large.",
        lines,
    ))
}
