//! Beside the network: when a low-rank target is recovered exactly, and the same question for a diagonal network.

use super::{BAYES, FULL, LASSO, STATE, TAIL, samples::Curves, setup::Setup};
use crate::{
    figure::{Along, Axis, Figure, Guide, Ink, Lines, Mark, Series, inks, number},
    labs::Error,
    quadratic::thresholds,
};

const POINTS: usize = 41;

fn curve(id: &str, label: &str, ink: Ink, x: &[f64], y: Vec<f64>) -> Series {
    Series {
        id: id.into(),
        label: label.into(),
        ink,
        mark: Mark::Line,
        x: x.to_vec(),
        y,
    }
}

/// Thresholds of α = n/d² over the rank of a target as a share of d, without label noise.
pub fn recovery(setup: &Setup) -> Result<Figure, Error> {
    let k: Vec<f64> = (0..POINTS)
        .map(|i| 0.002 + 0.998 * i as f64 / (POINTS - 1) as f64)
        .collect();
    let each = |f: fn(f64) -> Result<f64, crate::quadratic::Error>| {
        k.iter().map(|k| f(*k)).collect::<Result<Vec<_>, _>>()
    };
    let mut lines = Lines::new(
        Axis::linear("rank of the target / d").range(0.0, 1.0),
        Axis::linear("samples / d²").range(0.0, 0.6),
    );
    lines.series = vec![
        curve(
            "unique",
            "only the target fits",
            TAIL,
            &k,
            each(thresholds::unique_fit)?,
        ),
        curve(
            "recovery",
            "the trained network is the target",
            STATE,
            &k,
            each(thresholds::perfect_recovery)?,
        ),
        curve(
            "information",
            "information bound",
            BAYES,
            &k,
            each(thresholds::information)?,
        ),
    ];
    let rank = setup.teacher.eigenvalues().partition_point(|s| *s > 0.0);
    let share = rank as f64 / setup.d as f64;
    let alpha = setup.n / (setup.d * setup.d) as f64;
    let mut caption = "Without label noise and with a vanishing penalty, p ≥ d. Below the lowest curve no method can know the target; above the middle one the trained network does (constants rederived here).".to_string();
    if setup.by_hand.is_none() && setup.gamma.is_none() {
        lines.series.push(Series {
            mark: Mark::Points,
            ..curve("here", "this target", FULL, &[share], vec![alpha])
        });
        let needed = thresholds::perfect_recovery(share)? * (setup.d * setup.d) as f64;
        caption = format!(
            "{caption} This target needs {} samples.",
            number(needed.ceil())
        );
    }
    Ok(Figure::lines(
        "recovery",
        "When is a low-rank target recovered exactly?",
        caption,
        lines,
    ))
}

/// The tuned LASSO on the same eigenvalues as a vector, beside the network of full width.
pub fn lasso(setup: &Setup, curves: &Curves) -> Figure {
    let d = setup.d as f64;
    let mut lines = Lines::new(
        Axis::log("effective samples: n/d for the network, n for the LASSO"),
        Axis::log("error / error of knowing nothing"),
    );
    let signal = setup.teacher.second_moment().max(f64::MIN_POSITIVE);
    let (x, y): (Vec<f64>, Vec<f64>) = curves.lasso.iter().map(|(n, e)| (*n as f64, *e)).unzip();
    let (xq, yq): (Vec<f64>, Vec<f64>) = curves
        .points
        .iter()
        .map(|(n, p)| (*n as f64 / d, p.full / signal))
        .unzip();
    let known = x.len();
    lines.series = vec![
        curve("lasso", "LASSO, tuned", LASSO, &x, y),
        curve("network", "network, p = d", FULL, &xq, yq),
    ];
    lines.series.retain(|s| !s.x.is_empty());
    if lines.series.is_empty() {
        lines
            .series
            .push(curve("lasso", "LASSO, tuned", LASSO, &[], Vec::new()));
    }
    lines
        .guides
        .push(Guide::new("here", Along::X, setup.n_eff(), inks::NEUTRAL));
    Figure::lines(
        "lasso",
        "The same law in a diagonal network",
        if known > 0 {
            "A diagonal linear network is the LASSO: soft thresholding of a noisy vector instead of a noisy matrix. Its n plays the role of n/d. Asymptotic; tuned to the smallest error."
        } else {
            "A diagonal linear network is the LASSO; its curve follows after the others."
        },
        lines,
    )
}
