//! The figures over width and samples, and the phase diagram.

use super::{
    BAYES, CLOSED, FULL, LEARNED, MISSING, NOISE, STATE, TAIL, TRAINED,
    live::Live,
    plane::{Plane, SIDE},
    samples::Curves,
    setup::Setup,
    width::{Curve, Regime},
};
use crate::{
    figure::{
        Along, Axis, CellSelect, ColorScale, Figure, Guide, Handle, Heatmap, Lines, Mark,
        Plane as Axes, Plot, Region, Series, inks, number, short,
    },
    labs::Error,
    quadratic::{phases, tail_law},
};

/// The error over the width, with its regimes.
pub fn width(
    setup: &Setup,
    curve: &Curve,
    bayes: f64,
    live: Option<&Live>,
) -> Result<Figure, Error> {
    let d = setup.d;
    let errors = || curve.points.iter().map(|(p, (s, _))| (*p as f64, s.error));
    let highest = errors().map(|p| p.1).fold(bayes, f64::max);
    let lowest = errors().map(|p| p.1).fold(f64::INFINITY, f64::min);
    let floor = (0.7 * bayes.max(0.02 * lowest)).max(1e-12);
    let mut lines = Lines::new(
        Axis::log("width p").range(1.0, d as f64),
        Axis::log("test error E").range(floor, 1.7 * highest.max(floor)),
    );
    // The tail and the closed form leave the picture below; drawn to a little under its floor.
    let visible = |e: &f64| *e > 0.3 * floor;
    let whole = (1..=d).map(|p| (p as f64, setup.teacher.tail(p)));
    let tail = whole.take_while(|p| visible(&p.1));
    let mut closed = Vec::new();
    for p in 1..=d {
        match tail_law::closed_form(&setup.teacher, p, setup.n, setup.noise)? {
            Some(e) if e < 2.0 * highest => closed.push((p as f64, e)),
            _ => break,
        }
    }
    let best = curve.best();
    closed.retain(|p| p.0 <= (2 * best) as f64);
    lines.series = vec![
        Series::line("tail", "tail of the target", TAIL, tail),
        Series::line("closed", "closed form", CLOSED, closed.into_iter()),
        Series::line("evolution", "state evolution", STATE, errors()),
    ];
    lines.series.retain(|s| !s.x.is_empty());
    if let Some(live) = live {
        trained(&mut lines, live);
    }
    if curve.left() == 0 {
        lines.regions = regions(&curve.regimes(setup), d);
    }
    lines
        .guides
        .push(Guide::new("Bayes-optimal", Along::Y, bayes, BAYES));
    if let Some(p) = tail_law::interpolation_width(d, setup.n)?
        && p >= 1.0
    {
        lines.guides.push(Guide::new(
            "all labels can be fitted",
            Along::X,
            p,
            inks::NEUTRAL,
        ));
    }
    let here = curve.error(setup.p);
    lines
        .handles
        .push(Handle::new("p", "width p", Along::X, setup.p as f64, here));
    let caption = if curve.left() == 0 {
        format!(
            "Best width {best}, error {}. Tail: exact; state evolution: asymptotic (proved at p ≥ d); closed form: reconstruction.",
            short(curve.error(best))
        )
    } else {
        "The curve is being computed, from coarse to fine.".into()
    };
    Ok(Figure::lines(
        "width",
        "Error over the width",
        caption,
        lines,
    ))
}

fn trained(lines: &mut Lines, live: &Live) {
    let means = live.means();
    if means.is_empty() {
        return;
    }
    let mut bars = Series {
        x: Vec::new(),
        y: Vec::new(),
        ..Series::line(
            "spread",
            "± one standard error",
            TRAINED,
            std::iter::empty(),
        )
    };
    for (p, mean, error) in &means {
        if let Some(error) = error {
            let p = *p as f64;
            bars.x.extend([p, p, p]);
            bars.y
                .extend([(mean - error).max(0.05 * mean), mean + error, f64::NAN]);
        }
    }
    if !bars.x.is_empty() {
        lines.series.push(bars);
    }
    lines.series.push(Series {
        mark: Mark::Points,
        ..Series::line(
            "trained",
            "trained here",
            TRAINED,
            means.iter().map(|(p, mean, _)| (*p as f64, *mean)),
        )
    });
}

/// Strips of equal regime, meeting half-way between the widths that were solved.
fn regions(regimes: &[(usize, Regime)], d: usize) -> Vec<Region> {
    let mut strips: Vec<(Regime, f64, f64)> = Vec::new();
    for (i, (p, regime)) in regimes.iter().enumerate() {
        let next = regimes
            .get(i + 1)
            .map_or(d as f64, |(q, _)| ((p * q) as f64).sqrt());
        match strips.last_mut() {
            Some(last) if last.0 == *regime => last.2 = next,
            Some(last) => {
                let from = last.2;
                strips.push((*regime, from, next));
            }
            None => strips.push((*regime, 1.0, next)),
        }
    }
    strips.retain(|(_, from, to)| to > from);
    // A regime is named once, on its widest strip.
    let named = |(regime, from, to): &(Regime, f64, f64)| {
        let same = strips.iter().filter(|other| other.0 == *regime);
        let widest = same.map(|(_, a, b)| b / a).fold(0.0, f64::max);
        to / from >= widest
    };
    strips
        .iter()
        .map(|strip| (named(strip), *strip))
        .map(|(named, (regime, from, to))| Region {
            label: if named {
                regime.name().into()
            } else {
                String::new()
            },
            along: Along::X,
            from,
            to,
            hatched: matches!(regime, Regime::Overfitting | Regime::Peak),
        })
        .collect()
}

/// The error over the number of samples.
pub fn samples(setup: &Setup, curves: &Curves, here: f64) -> Result<Figure, Error> {
    let of = |id: &str, label: &str, ink, value: fn(&super::samples::Point) -> f64| {
        let points = curves.points.iter().map(|(n, p)| (*n as f64, value(p)));
        Series::line(id, label, ink, points.filter(|p| p.1 > 0.0))
    };
    let mut lines = Lines::new(Axis::log("samples n"), Axis::log("test error E"));
    let now = [(setup.n, here)].into_iter();
    lines.series = if curves.points.is_empty() {
        vec![Series::line("here", "this width", STATE, now)]
    } else {
        vec![
            of("bayes", "Bayes-optimal", BAYES, |p| p.bayes),
            of("full", "p = d", FULL, |p| p.full),
            of("here", &format!("p = {}", setup.p), STATE, |p| p.here),
        ]
    };
    lines.series.retain(|s| !s.x.is_empty());
    if setup.p == setup.d {
        lines.series.retain(|s| s.id != "full");
    }
    let mut caption = "State evolution and Bayes-optimal error: asymptotic.".to_string();
    if let Some(gamma) = setup.gamma {
        // Through the Bayes-optimal error where n = d²/10, well inside the range in which the rate holds.
        let near = (setup.d * setup.d) as f64 / 10.0;
        let anchor = curves.points.iter().min_by(|a, b| {
            let off = |n: u64| (n as f64 / near).ln().abs();
            off(*a.0).total_cmp(&off(*b.0))
        });
        if let Some((n0, point)) = anchor {
            let (low, high) = (setup.d as f64, (setup.d * setup.d) as f64);
            let rate = |n: f64| -> Result<f64, Error> {
                let d = setup.d as f64;
                let ratio = tail_law::error_rate(gamma, n / d)?
                    / tail_law::error_rate(gamma, *n0 as f64 / d)?;
                Ok(point.bayes * ratio)
            };
            let ends = [(low, rate(low)?), (high, rate(high)?)];
            lines
                .series
                .push(Series::line("rate", "rate", inks::BOUND_RATE, ends));
            caption.push_str(&format!(
                " The rate n^{} means its slope only, until the tail of the target is used up.",
                short(0.5 / gamma - 1.0)
            ));
        }
    }
    lines.guides.push(Guide::new(
        "n = d²",
        Along::X,
        (setup.d * setup.d) as f64,
        inks::NEUTRAL,
    ));
    lines
        .handles
        .push(Handle::new("n", "samples n", Along::X, setup.n, here));
    Ok(Figure::lines(
        "samples",
        "Error over the samples",
        caption,
        lines,
    ))
}

/// What the error consists of, over the width.
pub fn decomposition(setup: &Setup, curve: &Curve) -> Figure {
    let highest = curve
        .points
        .values()
        .map(|(s, _)| s.error)
        .fold(0.0, f64::max);
    let least = 1e-3 * highest.max(f64::MIN_POSITIVE);
    let mut lines = Lines::new(
        Axis::log("width p").range(1.0, setup.d as f64),
        Axis::log("part of the error").range(least, 1.7 * highest.max(1e-300)),
    );
    let of = |id: &str, label: &str, ink, part: fn(&crate::quadratic::Decomposition) -> f64| {
        let points = curve
            .points
            .iter()
            .map(|(p, (_, parts))| (*p as f64, part(parts)));
        Series::line(id, label, ink, points.filter(|p| p.1 > 0.1 * least))
    };
    lines.series = vec![
        of("underfitting", "missing target", MISSING, |p| {
            p.underfitting
        }),
        of("overfitting", "learned noise", NOISE, |p| p.overfitting),
        of("approximation", "inexact features", LEARNED, |p| {
            p.approximation
        }),
        Series::line(
            "error",
            "error",
            STATE,
            curve.points.iter().map(|(p, (s, _))| (*p as f64, s.error)),
        ),
    ];
    lines.series.retain(|s| !s.x.is_empty());
    lines
        .guides
        .push(Guide::new("here", Along::X, setup.p as f64, inks::NEUTRAL));
    let parts = curve
        .points
        .get(&setup.p)
        .map(|(s, parts)| (s.error, *parts));
    let caption = match parts {
        Some((error, parts)) => {
            let share = |x: f64| (100.0 * x / error.max(f64::MIN_POSITIVE)).round();
            let net = if parts.overfitting < 0.0 {
                "overfitting; it carries more of the target than it costs"
            } else {
                "overfitting"
            };
            format!(
                "Here {} % is missing target (underfitting), {} % learned noise ({net}), {} % inexact features (approximation).",
                number(share(parts.underfitting)),
                number(share(parts.overfitting)),
                number(share(parts.approximation))
            )
        }
        None => "The parts of the error over the width.".into(),
    };
    Figure::lines(
        "decomposition",
        "What the error consists of",
        caption,
        lines,
    )
}

/// The phase diagram, with what was found numerically and the guides over it.
pub fn phase(setup: &Setup, plane: &Plane) -> Result<Figure, Error> {
    let values = plane.filled();
    let (mut low, mut high) = (f64::INFINITY, 0.0_f64);
    for value in values.iter().filter(|v| **v > 0.0 && v.is_finite()) {
        low = low.min(*value);
        high = high.max(*value);
    }
    // Half decades, so that the colours stay put while the diagram fills in.
    let half_decade = |x: f64, up: bool| {
        let steps = 2.0 * x.log10();
        10_f64.powf(
            0.5 * if up {
                (steps - 1e-9).ceil()
            } else {
                (steps + 1e-9).floor()
            },
        )
    };
    let range = if low < f64::INFINITY {
        let (low, high) = (half_decade(low, false), half_decade(high, true));
        (low.max(1e-6 * high), high.max(1.5 * low))
    } else {
        (1e-3, 1.0)
    };
    let label = if setup.over_penalty {
        "penalty λ"
    } else {
        "width p"
    };
    let row = if setup.over_penalty {
        setup.penalty
    } else {
        setup.p as f64
    };
    let [x, y] = plane.ends;
    let name = |prefix: &str, list: &[f64]| -> Vec<String> {
        list.iter()
            .map(|v| format!("{prefix} = {}", number(*v)))
            .collect()
    };
    let caption = if plane.left() > 0 {
        format!(
            "Test error by the state evolution; {} % of the cells are solved, the rest shown coarsely.",
            100 * (SIDE * SIDE - plane.left()) / (SIDE * SIDE)
        )
    } else if setup.over_penalty {
        format!(
            "Test error by the state evolution at p = {}. Below the best penalty noise is learned, above it features are cut. Guides: up to constants.",
            setup.p
        )
    } else {
        format!(
            "Test error by the state evolution at λ = {}. Below the best width the target is cut off, above it noise is learned. Guides: up to constants.",
            short(setup.penalty)
        )
    };
    let mut also = Vec::new();
    if setup.over_penalty {
        also.push(("optimal".into(), "off".into()));
    }
    Ok(Figure {
        id: "phase".into(),
        title: "Phase diagram".into(),
        caption,
        plot: Plot::Heatmap(Heatmap {
            rows: SIDE,
            cols: SIDE,
            values,
            row_label: label.into(),
            col_label: "samples n".into(),
            row_names: name(if setup.over_penalty { "λ" } else { "p" }, &plane.rows),
            col_names: name("n", &plane.samples),
            colors: ColorScale {
                label: "test error E".into(),
                diverging: false,
                log: true,
                range,
            },
            edit: None,
            select: Some(CellSelect {
                row_control: if setup.over_penalty { "lambda" } else { "p" }.into(),
                col_control: "n".into(),
                at: Some(plane.cell(setup.n, row)),
                also,
                row_values: plane.rows.clone(),
                col_values: plane.samples.clone(),
            }),
            plane: Some(Axes {
                x: Axis::log("samples n").range(x.0, x.1),
                y: Axis::log(label).range(y.0, y.1),
                curves: boundaries(setup, plane)?,
            }),
        }),
    })
}

/// Best rows found, and the guides of the plane.
fn boundaries(setup: &Setup, plane: &Plane) -> Result<Vec<Series>, Error> {
    let mut best: Vec<(f64, f64)> = Vec::new();
    for (col, row) in plane.best_rows() {
        let (n, value) = (plane.samples[col], plane.rows[row]);
        // Where one minimum overtakes another, the boundary jumps: no line across.
        let jumps = |last: &(f64, f64)| (value / last.1).ln().abs() > 0.5;
        if best.last().is_some_and(jumps) {
            best.push((n, f64::NAN));
        }
        best.push((n, value));
    }
    let mut curves = Vec::new();
    let each = |f: &dyn Fn(f64) -> Result<Option<f64>, Error>| -> Result<Vec<(f64, f64)>, Error> {
        let mut list = Vec::new();
        for n in &plane.samples {
            if let Some(value) = f(*n)? {
                list.push((*n, value));
            }
        }
        Ok(list)
    };
    if setup.over_penalty {
        curves.push(Series::line("best", "best penalty", STATE, best));
        let silent = each(&|n| Ok(Some(phases::silencing_penalty(setup.noise, n, setup.d)?)))?;
        curves.push(Series::line(
            "silent",
            "noise silenced (guide)",
            NOISE,
            silent,
        ));
        let largest = setup.teacher.eigenvalues()[0];
        let d2 = (setup.d * setup.d) as f64;
        let cut = each(&|n| Ok(Some(4.0 * n * largest / d2)))?;
        curves.push(Series::line(
            "cut",
            "nothing learned above (guide)",
            MISSING,
            cut,
        ));
    } else {
        curves.push(Series::line("best", "best width", STATE, best));
        let fit = each(&|n| Ok(tail_law::interpolation_width(setup.d, n)?))?;
        curves.push(Series::line(
            "fit",
            "all labels can be fitted",
            TRAINED,
            fit,
        ));
        let rank = each(&|n| {
            let rank = phases::penalty_rank(&setup.teacher, n, setup.penalty_at(n))?;
            Ok((rank > 0).then_some(rank as f64))
        })?;
        curves.push(Series::line(
            "rank",
            "rank left by the penalty (guide)",
            MISSING,
            rank,
        ));
    }
    curves.retain(|s| !s.x.is_empty());
    Ok(curves)
}
