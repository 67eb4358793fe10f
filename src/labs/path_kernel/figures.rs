//! The pictures: an answer and who taught it, over time, over the learning rate, and as a kernel.

use super::{controls::X, model::Facts, quantities::*};
use crate::{
    dynamics::{EDGE, path_kernel::Moment},
    figure::{ColorScale, Heatmap, Plot},
    labs::prelude::*,
    nn::Unit,
    spectrum::Spectrum,
};

/// Contributors with a colour of their own.
const NAMED: usize = 4;
const INKS: [Ink; NAMED + 1] = [
    inks::CONTRIBUTOR_1,
    inks::CONTRIBUTOR_2,
    inks::CONTRIBUTOR_3,
    inks::CONTRIBUTOR_4,
    inks::OTHER_CONTRIBUTORS,
];
/// Points of a curve over the steps.
const POINTS: usize = 120;
/// What is smaller is rounding.
const ROUNDING: f64 = 1e-14;

/// All of them.
pub fn all(facts: &Facts, spectra: &[Spectrum; 3]) -> Vec<Figure> {
    let mut all = vec![
        answer(facts),
        contributions(facts),
        residual(facts),
        terms(facts),
        kernel(facts),
        kernel_spectrum(spectra),
    ];
    if facts.path.recipe.momentum > 0.0 {
        all.push(momentum(facts));
    }
    all
}

/// The function, the data, and what each example did to one answer.
fn answer(facts: &Facts) -> Figure {
    let (net, examples) = (&facts.path.model, &facts.path.examples);
    let (x, t) = (facts.view.x, facts.walk.len());
    let edge = EDGE.max(x.abs());
    let grid = (0..=160).map(|i| edge * (i as f64 / 80.0 - 1.0));
    let curve = |theta: &[f64]| -> Vec<(f64, f64)> {
        grid.clone().map(|x| (x, net.value(theta, x))).collect()
    };
    let now = facts.now();
    let shares = facts.contributions(now);
    // As shares of all pulls, so that bars and outputs fit one axis; each list has all inputs, so that bars are equally wide.
    let pulls = shares
        .iter()
        .map(|c| c.abs())
        .sum::<f64>()
        .max(f64::MIN_POSITIVE);
    let bars = |sign: f64| {
        let all = examples.x.iter().zip(shares);
        all.map(move |(x, c)| (*x, sign * (sign * c / pulls).max(0.0)))
    };
    let data = examples.x.iter().zip(&examples.y).map(|(x, y)| (*x, *y));
    let without = facts.without_here().filter(|path| path.len() >= t);
    let without = without.map(|path| {
        Series::line(
            "without",
            "trained without it",
            inks::RETRAINED,
            curve(path.theta(t)),
        )
    });
    let lines = Lines::new(
        Axis::linear("input x").range(-edge, edge),
        Axis::linear("output; bars: share of all pulls on f(x)"),
    )
    .series([
        Series::new("up", "pulled up", inks::PULLS_UP, Mark::Bars, bars(1.0)),
        Series::new(
            "down",
            "pulled down",
            inks::PULLS_DOWN,
            Mark::Bars,
            bars(-1.0),
        ),
        Series::line(
            "start",
            "before training",
            inks::UNTRAINED,
            curve(facts.path.theta(0)),
        ),
        Series::line(
            "function",
            "network",
            inks::FUNCTION,
            curve(facts.path.theta(t)),
        ),
    ])
    .series(without)
    .series([Series::dots("data", "examples", inks::TRAIN, data)])
    .handles([Handle::new(X.id(), "test point", Along::X, x, now.answer)]);
    let (largest, from) = (facts.by_size()[0], facts.start());
    let caption = format!(
        "Training moved f({}) from {} to {}; bars say which examples pulled, as shares of all pulls. The most, {}, came from the one at {}.",
        short(x),
        short(from),
        short(now.answer),
        short(shares[largest]),
        short(examples.x[largest]),
    );
    Figure::lines("answer", "Who taught this answer", caption, lines)
}

/// Steps at which curves have points: all of them, or about [`POINTS`].
fn steps(facts: &Facts) -> Vec<usize> {
    let end = facts.walk.len();
    let count = end.clamp(1, POINTS);
    let mut all: Vec<usize> = (0..=count).map(|i| i * end / count).collect();
    all.dedup();
    all
}

/// A number of each moment, over the steps.
fn over_time(facts: &Facts, of: impl Fn(&Moment) -> f64) -> Vec<(f64, f64)> {
    let at = |t: usize| (t as f64, of(&facts.walk.moments()[t]));
    steps(facts).into_iter().map(at).collect()
}

/// Contributions over time, those up stacked above zero and those down below.
fn contributions(facts: &Facts) -> Figure {
    let order = facts.by_size();
    let named = order.len().min(NAMED);
    let mut groups: Vec<(String, &[usize])> = order[..named]
        .iter()
        .enumerate()
        .map(|(k, i)| {
            let x = short(facts.path.examples.x[*i]);
            (format!("example at {x}"), &order[k..=k])
        })
        .collect();
    if named < order.len() {
        groups.push(("all others".into(), &order[named..]));
    }
    let moments = facts.walk.moments();
    let mut bands: Vec<Vec<(f64, f64, f64)>> = vec![Vec::new(); groups.len()];
    for t in steps(facts) {
        let shares = facts.contributions(&moments[t]);
        let (mut above, mut below) = (0.0, 0.0);
        for (band, (_, members)) in bands.iter_mut().zip(&groups) {
            let share: f64 = members.iter().map(|i| shares[*i]).sum();
            let edge = if share >= 0.0 { &mut above } else { &mut below };
            let from = *edge;
            *edge += share;
            band.push((t as f64, from.min(*edge), from.max(*edge)));
        }
    }
    let outer = |band: &[(f64, f64, f64)]| {
        let edge =
            |(t, low, high): &(f64, f64, f64)| (*t, if -*low > *high { *low } else { *high });
        band.iter().map(edge).collect::<Vec<_>>()
    };
    let edges = groups.iter().zip(INKS).zip(&bands).enumerate();
    let edges: Vec<Series> = edges
        .map(|(k, (((label, _), ink), band))| {
            Series::line(&format!("group_{k}"), label, ink, outer(band))
        })
        .collect();
    let named = groups.iter().zip(INKS).zip(bands);
    let bands = named.map(|(((label, _), ink), band)| Band::new(label, ink, band));
    let change = over_time(facts, |m| m.answer - facts.start());
    let lines = Lines::new(
        Axis::linear("step t").counted(),
        Axis::linear("contribution to f(x) − f₀(x)"),
    )
    .bands(bands)
    .series(edges)
    .series([Series::line(
        "change",
        "change of the answer",
        inks::FUNCTION,
        change,
    )]);
    let caption = "What each example did to the answer up to a step, pulls up stacked above zero and pulls down below. The line is what both sides come to: many large pulls make a small change.";
    Figure::lines("contributions", "Contributions over time", caption, lines)
}

/// What the two forms leave out, over the learning rate.
fn residual(facts: &Facts) -> Figure {
    let points = facts.residuals.iter().flat_map(|r| &r.points);
    let of = |order: usize| {
        let of = move |p: &[f64; 3]| (p[0], p[order].max(ROUNDING / 10.0));
        points.clone().map(of).collect::<Vec<_>>()
    };
    let guide = |order: usize, label: &str, ink: Ink| {
        let from = *of(order).first()?;
        let eta = facts.path.recipe.eta;
        let by = |shrink: f64| {
            let power = (0..order).fold(1.0, |p, _| p * shrink);
            (eta * shrink, from.1 * power)
        };
        let line = [1.0, 0.0625].map(by);
        (from.1 > 1e3 * ROUNDING).then(|| Series::line(label, label, ink, line))
    };
    let lines = Lines::new(
        Axis::log("learning rate η, at the same ηT"),
        Axis::log("|left out of the answer|").floor(ROUNDING, "rounding"),
    )
    .series(guide(1, "slope 1", inks::NEUTRAL))
    .series(guide(2, "slope 2", inks::FIT))
    .series([
        RESIDUAL_FIRST.series(Mark::LinePoints, of(1)),
        RESIDUAL_SECOND.series(Mark::LinePoints, of(2)),
    ]);
    let caption = match facts.path.model.unit() {
        Unit::Relu => {
            "A rectifier bends only where it opens, and there by a kink: what either order leaves out follows no clean power of the learning rate."
        }
        _ if facts.path.model.is_quadratic() => {
            "The output is quadratic in the parameters, so that second order leaves nothing but rounding, however long the steps."
        }
        _ => {
            "Half the learning rate, twice the steps: first order is then wrong by half as much, second order by a quarter."
        }
    };
    Figure::lines("residual", "What each order leaves out", caption, lines)
}

/// Sizes of the terms over time.
fn terms(facts: &Facts) -> Figure {
    let sum = |list: &[f64]| list.iter().sum::<f64>();
    let size = |of: &dyn Fn(&Moment) -> f64| {
        let points = over_time(facts, |m| of(m).abs());
        points.into_iter().filter(|p| p.1 > 0.0).collect::<Vec<_>>()
    };
    let actual = "second-order sum of the actual steps";
    let left = size(&|m| facts.sum(&m.second) - m.answer);
    let lines = Lines::new(
        Axis::linear("step t").counted(),
        Axis::log("|part of the answer|").floor(ROUNDING, "rounding"),
    )
    .series([
        Series::line(
            "first",
            "first order",
            inks::FIRST_ORDER,
            size(&|m| sum(&m.first)),
        ),
        Series::line(
            "second",
            actual,
            inks::SECOND_ORDER,
            size(&|m| sum(&m.second) - sum(&m.first)),
        ),
    ])
    .series(match facts.path.recipe.momentum > 0.0 {
        true => Vec::new(),
        false => vec![
            CURVATURE_TERM.curve(size(&|m| m.curvature)),
            NOISE_TERM.curve(size(&|m| m.noise)),
        ],
    })
    .series([Series::line("left", "left out", inks::MISSING, left)]);
    let now = facts.now();
    let caption = match (facts.path.recipe.momentum > 0.0, now.noise.abs() > 0.0) {
        (true, _) => "With momentum a step mixes many gradients; what the actual steps did by curvature is still one sum.".to_owned(),
        (_, false) => "All examples in every step: curvature alone makes the second order.".to_owned(),
        _ => format!("Because batches differ, curvature adds {} on average, beside {} that it would add without sampling.", short(now.noise), short(now.curvature)),
    };
    Figure::lines("terms", "First order, curvature, sampling", caption, lines)
}

/// The path kernel of the training inputs.
fn kernel(facts: &Facts) -> Figure {
    let names: Vec<String> = facts.path.examples.x.iter().map(|x| short(*x)).collect();
    let (n, values) = (names.len(), facts.walk.kernel().to_vec());
    let most = values.iter().fold(1e-300, |most: f64, k| most.max(k.abs()));
    let diverging = values.iter().any(|k| *k < 0.0);
    let map = Heatmap {
        rows: n,
        cols: n,
        values,
        row_label: "training input".into(),
        col_label: "training input".into(),
        row_names: names.clone(),
        col_names: names,
        colors: ColorScale {
            label: "path kernel ηΣK".into(),
            diverging,
            log: false,
            range: (if diverging { -most } else { 0.0 }, most),
        },
        edit: None,
        select: None,
        plane: None,
    };
    Figure {
        id: "kernel".into(),
        title: "Path kernel".into(),
        caption: "How much two inputs moved together along the whole path: the tangent kernel, summed over the steps times η. It depends on the path, so on the labels too.".into(),
        plot: Plot::Heatmap(map),
    }
}

/// Eigenvalues of the kernels.
fn kernel_spectrum([before, mean, after]: &[Spectrum; 3]) -> Figure {
    let floor = 1e-13 * mean.values()[0].max(1e-280);
    let of = |id: &str, label: &str, ink: Ink, spectrum: &Spectrum| {
        let points = spectrum.values().iter().enumerate();
        let points = points.map(|(i, value)| ((i + 1) as f64, *value));
        Series::new(id, label, ink, Mark::LinePoints, points)
    };
    let lines = Lines::new(
        Axis::linear("index").counted(),
        Axis::log("eigenvalue").floor(floor, "numerically zero"),
    )
    .series([
        of(
            "kernel_start",
            "tangent kernel, start",
            inks::KERNEL_START,
            before,
        ),
        of(
            "kernel_path",
            "path kernel, per time",
            inks::PATH_KERNEL,
            mean,
        ),
        of("kernel_end", "tangent kernel, end", inks::KERNEL_END, after),
    ]);
    let caption = format!(
        "Effective rank {} before training, {} along the path, {} at its end: features that learn turn the kernel.",
        short(before.erank()),
        short(mean.erank()),
        short(after.erank())
    );
    Figure::lines("kernel_spectrum", "Spectra of the kernels", caption, lines)
}

/// With momentum: the forms over time.
fn momentum(facts: &Facts) -> Figure {
    let lines = Lines::new(Axis::linear("step t").counted(), Axis::linear("answer")).series([
        MEMORY_WEIGHTED.curve(over_time(facts, |m| m.memory_weighted)),
        FIRST_ORDER.curve(over_time(facts, |m| facts.sum(&m.first))),
        SECOND_ORDER.curve(over_time(facts, |m| facts.sum(&m.second))),
        ANSWER.curve(over_time(facts, |m| m.answer)),
    ]);
    let now = facts.now();
    let caption = format!(
        "Along the actual displacements first order comes to {} and second order to {}, where the answer is {}; the memory-weighted kernel says {}.",
        short(facts.sum(&now.first)),
        short(facts.sum(&now.second)),
        short(now.answer),
        short(now.memory_weighted)
    );
    Figure::lines("momentum", "Two formulas for momentum", caption, lines)
}
