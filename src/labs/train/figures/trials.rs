//! The gap over the number of training sequences, and over what is said to predict it.

use super::super::{
    controls::{Measure, SAMPLES},
    facts::{Facts, mean},
    quantities::*,
    words,
};
use crate::{
    figure::{Column, Table},
    grid::log_grid,
    labs::prelude::*,
};

/// Factors beyond this are above the picture.
const HIGHEST: f64 = 1e4;
const LOWEST: f64 = 1e-3;

/// The measured gap, and what every bound makes of the network shown.
pub fn gap(facts: &Facts) -> Result<Figure, Error> {
    let (gaps, here) = (facts.gaps(), facts.setup.samples);
    let (from, to) = (16f64.min(here as f64), 2048f64.max(here as f64));
    let seen = |y: f64| {
        if (LOWEST..HIGHEST).contains(&y) {
            y
        } else {
            f64::NAN
        }
    };
    let law = |at_here: f64| {
        let at = move |m: f64| (m, seen(at_here * (here as f64 / m).sqrt()));
        log_grid(from, to, 24).into_iter().map(at)
    };
    let factor = |which| facts.factors.ln_measure(which, here).exp();
    let drawn = [
        (BOUND_RATE, factor(Measure::Rate)),
        (BOUND_NUCLEAR, facts.factors.nuclear_bound(here)?),
        (BOUND_PARAMETERS, factor(Measure::Parameters)),
        (FROBENIUS, factor(Measure::Frobenius)),
        (SPECTRAL, factor(Measure::Spectral)),
        (ADAPTIVE, factor(Measure::Adaptive)),
        (NORM_BASED, factor(Measure::NormBased)),
    ];
    let bounds = drawn.iter().map(|(quantity, at)| quantity.curve(law(*at)));
    let each = gaps
        .iter()
        .flat_map(|(m, gaps)| gaps.iter().map(|gap| (*m as f64, *gap)));
    let means = gaps.iter().map(|(m, gaps)| (*m as f64, mean(gaps)));
    let fit = facts.slope().map(|line| {
        let at = |m: f64| (m, (line.intercept + line.slope * m.ln()).exp());
        Series::line("fit", "straight line", inks::FIT, [from, to].map(at))
    });
    let single = (gaps.is_empty()).then(|| (here as f64, facts.now.gap()));
    let y = Axis::log("gap (nats)").range(LOWEST, HIGHEST);
    let lines = Lines::new(Axis::log("training sequences m").range(from, to), y)
        .series(bounds)
        .series(fit)
        .series([
            Series::dots("seeds", "gap, each seed", inks::SIMULATED, each),
            GAP.series(Mark::LinePoints, means),
            Series {
                id: "here".into(),
                label: "gap of this network".into(),
                ..GAP.dots(single)
            },
        ])
        .handles([Handle::new(
            SAMPLES.id(),
            "training sequences m",
            Along::X,
            here as f64,
            facts.now.gap().clamp(LOWEST, HIGHEST),
        )]);
    Ok(Figure::lines(
        "gap",
        "The gap and its bounds",
        words::gap(facts),
        lines,
    ))
}

/// The gap of every network of the grid against the chosen measure.
pub fn measures(facts: &Facts) -> Figure {
    let (measures, gaps, _) = facts.compared(facts.view.measure);
    let points = measures
        .iter()
        .zip(&gaps)
        .map(|(x, y)| (x / core::f64::consts::LN_10, *y));
    let x = Axis::linear(format!("log₁₀ of {}", facts.view.measure.name()));
    let lines = Lines::new(x, Axis::linear("gap (nats)")).series([Series {
        label: "one network each".into(),
        ..GAP.dots(points)
    }]);
    Figure::lines(
        "measures",
        "Does it predict the gap?",
        words::measures(facts),
        lines,
    )
}

/// Kendall's τ of every measure.
pub fn taus(facts: &Facts) -> Figure {
    let trials: Vec<_> = Measure::ALL
        .iter()
        .map(|which| (*which, facts.trial(*which)))
        .collect();
    let column = |label: &str, of: &dyn Fn(&super::super::facts::Trial) -> f64| Column {
        label: label.into(),
        values: trials
            .iter()
            .map(|(_, trial)| trial.as_ref().map_or(f64::NAN, of))
            .collect(),
    };
    let end = |i: usize| {
        move |trial: &super::super::facts::Trial| trial.spread.map_or(f64::NAN, |(ends, _)| ends[i])
    };
    let table = Table {
        label: "measure".into(),
        names: trials
            .iter()
            .map(|(which, _)| which.name().into())
            .collect(),
        columns: vec![
            column("τ", &|trial| trial.overall.tau),
            column("2.5 %", &end(0)),
            column("97.5 %", &end(1)),
            column("granulated τ", &|trial| {
                trial.granulated.unwrap_or(f64::NAN)
            }),
        ],
        settings: trials
            .iter()
            .map(|(which, _)| {
                vec![(
                    super::super::controls::MEASURE.id().into(),
                    which.id().into(),
                )]
            })
            .collect(),
        at: Measure::ALL
            .iter()
            .position(|which| *which == facts.view.measure),
    };
    Figure {
        id: "taus".into(),
        title: "Every measure on trial".into(),
        caption: words::taus(facts),
        plot: Plot::Table(table),
    }
}
