//! The phase diagram, with what was found numerically and the guides over it.

use crate::{
    figure::{CellSelect, ColorScale, Heatmap, Plane as Axes, number},
    labs::{
        prelude::*,
        quadratic::{
            controls::{LAMBDA, N, OPTIMAL, P, Plane as Over},
            model::Facts,
        },
    },
    quadratic::{NEAR, Plane, SIDE, phases},
};

/// The test error over samples and width, or over samples and penalty.
pub fn phase(facts: &Facts) -> Result<Figure, Error> {
    let (setup, plane) = (&facts.setup, &facts.plane);
    let values = plane.filled();
    let range = color_range(&values);
    let (label, symbol, control, row) = match setup.plane {
        Over::Penalty => ("penalty λ", "λ", LAMBDA.id(), setup.problem.penalty),
        Over::Width => ("width p", "p", P.id(), setup.p as f64),
    };
    let [x, y] = plane.ends;
    let named = |symbol: &str, list: &[f64]| -> Vec<String> {
        let name = |v: &f64| format!("{symbol} = {}", number(*v));
        list.iter().map(name).collect()
    };
    // A row of the plane over penalties is a penalty chosen by hand.
    let by_hand = (setup.plane == Over::Penalty).then(|| (OPTIMAL.id().into(), "off".into()));
    Ok(Figure {
        id: "phase".into(),
        title: "Phase diagram".into(),
        caption: caption(facts),
        plot: Plot::Heatmap(Heatmap {
            rows: SIDE,
            cols: SIDE,
            values,
            row_label: label.into(),
            col_label: "samples n".into(),
            row_names: named(symbol, &plane.rows),
            col_names: named("n", &plane.samples),
            colors: ColorScale {
                label: "test error E".into(),
                diverging: false,
                log: true,
                range,
            },
            edit: None,
            select: Some(CellSelect {
                row_control: control.into(),
                col_control: N.id().into(),
                at: Some(plane.cell(setup.problem.samples, row)),
                also: by_hand.into_iter().collect(),
                row_values: plane.rows.clone(),
                col_values: plane.samples.clone(),
            }),
            plane: Some(Axes {
                x: Axis::log("samples n").range(x.0, x.1),
                y: Axis::log(label).range(y.0, y.1),
                curves: boundaries(facts)?,
            }),
        }),
    })
}

/// The ends of the colours: half decades, so that the colours stay put while the diagram fills in.
fn color_range(values: &[f64]) -> (f64, f64) {
    let shown = values.iter().filter(|v| **v > 0.0 && v.is_finite());
    let (low, high) = shown.fold((f64::INFINITY, 0.0_f64), |(low, high), v| {
        (v.min(low), v.max(high))
    });
    if low == f64::INFINITY {
        return (1e-3, 1.0);
    }
    let low = 10_f64.powf(0.5 * (2.0 * low.log10() + 1e-9).floor());
    let high = 10_f64.powf(0.5 * (2.0 * high.log10() - 1e-9).ceil());
    (low.max(1e-6 * high), high.max(1.5 * low))
}

fn caption(facts: &Facts) -> String {
    let setup = &facts.setup;
    if facts.plane.left > 0 {
        let cells = (SIDE * SIDE) as f64;
        return format!(
            "Test error by the state evolution; {} of the cells are solved, the rest shown coarsely.",
            percent(1.0 - facts.plane.left as f64 / cells)
        );
    }
    match setup.plane {
        Over::Penalty => format!(
            "Test error by the state evolution at p = {}. Below the best penalty noise is learned, above it features are cut. Guides: up to constants.",
            setup.p
        ),
        Over::Width => format!(
            "Test error by the state evolution at λ = {}. Below the best width the target is cut off, above it noise is learned. Guides: up to constants.",
            short(setup.problem.penalty)
        ),
    }
}

/// Best rows found, and the guides of the plane.
fn boundaries(facts: &Facts) -> Result<Vec<Series>, Error> {
    let (setup, plane) = (&facts.setup, &facts.plane);
    let each = |f: &dyn Fn(f64) -> Result<Option<f64>, Error>| -> Result<Vec<(f64, f64)>, Error> {
        let at = |n: &f64| Ok(f(*n)?.map(|value| (*n, value)));
        plane
            .samples
            .iter()
            .filter_map(|n| at(n).transpose())
            .collect()
    };
    let best = best(plane);
    let mut curves = match setup.plane {
        Over::Penalty => {
            let largest = setup.problem.teacher.eigenvalues()[0];
            let silent = |n| {
                Ok(Some(phases::silencing_penalty(
                    setup.problem.noise,
                    n,
                    setup.d,
                )?))
            };
            let cut = |n| Ok(Some(4.0 * n * largest / setup.problem.d_squared()));
            let silent = each(&silent)?;
            let cut = each(&cut)?;
            [
                Series::line("best", "best penalty", inks::STATE_EVOLUTION, best),
                Series::line(
                    "silent",
                    "noise silenced (guide)",
                    inks::LEARNED_NOISE,
                    silent,
                ),
                Series::line("cut", "nothing learned above (guide)", inks::MISSING, cut),
            ]
        }
        Over::Width => {
            let peak = plane.peak_rows(NEAR).into_iter();
            let peak = peak.map(|(col, row)| (plane.samples[col], plane.rows[row]));
            let rank = each(&|n| {
                let rank =
                    phases::penalty_rank(&setup.problem.teacher, n, setup.problem.penalty_at(n))?;
                Ok((rank > 0).then_some(rank as f64))
            })?;
            [
                Series::line("best", "best width", inks::STATE_EVOLUTION, best),
                Series::dots(
                    "peak",
                    "highest between two lower",
                    inks::INTERPOLATION,
                    peak,
                ),
                Series::line(
                    "rank",
                    "rank left by the penalty (guide)",
                    inks::MISSING,
                    rank,
                ),
            ]
        }
    }
    .to_vec();
    curves.retain(|curve| !curve.x.is_empty());
    Ok(curves)
}

/// The best row of every column that is solved, with a gap where one minimum overtakes another.
fn best(plane: &Plane) -> Vec<(f64, f64)> {
    let mut best: Vec<(f64, f64)> = Vec::new();
    for (col, row) in plane.best_rows() {
        let (n, value) = (plane.samples[col], plane.rows[row]);
        let jumps = |last: &(f64, f64)| (value / last.1).ln().abs() > 0.5;
        if best.last().is_some_and(jumps) {
            best.push((n, f64::NAN));
        }
        best.push((n, value));
    }
    best
}
