//! Beside the network: when a low-rank target is recovered exactly, and the same question for a diagonal network.

use crate::{
    figure::number,
    labs::{
        prelude::*,
        quadratic::{controls::Target, model::Facts, setup::Setup},
    },
    quadratic::{self, thresholds},
};

const POINTS: usize = 41;

/// Thresholds of α = n/d² over the rank of a target as a share of d, without label noise.
pub fn recovery(setup: &Setup) -> Result<Figure, Error> {
    let share = |i: usize| 0.002 + 0.998 * i as f64 / (POINTS - 1) as f64;
    let curve = |id, label, ink, f: fn(f64) -> Result<f64, quadratic::Error>| {
        let at = |i| Ok::<_, quadratic::Error>((share(i), f(share(i))?));
        let points: Vec<_> = (0..POINTS).map(at).collect::<Result<_, _>>()?;
        Ok::<_, Error>(Series::line(id, label, ink, points))
    };
    let mut lines = Lines::new(
        Axis::linear("rank of the target / d").range(0.0, 1.0),
        Axis::linear("samples / d²").range(0.0, 0.6),
    )
    .series([
        curve(
            "unique",
            "only the target fits",
            inks::TARGET_TAIL,
            thresholds::unique_fit,
        )?,
        curve(
            "recovery",
            "the trained network is the target",
            inks::STATE_EVOLUTION,
            thresholds::perfect_recovery,
        )?,
        curve(
            "information",
            "information bound",
            inks::BAYES,
            thresholds::information,
        )?,
    ]);
    let mut caption = "Without label noise and with a vanishing penalty, p ≥ d. Below the lowest curve no method can know the target; above the middle one the trained network does (constants rederived here).".to_string();
    if setup.target == Target::Flat {
        let rank = setup
            .problem
            .teacher
            .eigenvalues()
            .partition_point(|s| *s > 0.0);
        let share = rank as f64 / setup.d as f64;
        let here = [(share, setup.problem.samples / setup.problem.d_squared())];
        lines = lines.series([Series::dots("here", "this target", inks::FULL_WIDTH, here)]);
        let needed = thresholds::perfect_recovery(share)? * setup.problem.d_squared();
        caption += &format!(" This target needs {} samples.", number(needed.ceil()));
    }
    let title = "Recovery of a low-rank target";
    Ok(Figure::lines("recovery", title, caption, lines))
}

/// The tuned LASSO on the same eigenvalues as a vector, beside the network of full width.
pub fn lasso(facts: &Facts) -> Figure {
    let (setup, curves) = (&facts.setup, &facts.samples);
    let d = setup.d as f64;
    let signal = setup.problem.teacher.second_moment().max(f64::MIN_POSITIVE);
    let lasso = curves.lasso.iter().map(|(n, e)| (*n as f64, *e));
    let points = curves.points.iter();
    let network = points.map(|(n, p)| (*n as f64 / d, p.full / signal));
    let lines = Lines::new(
        Axis::log("effective samples: n/d for the network, n for the LASSO"),
        Axis::log("error / error of knowing nothing"),
    )
    .series([
        Series::line("lasso", "LASSO, tuned", inks::LASSO, lasso),
        Series::line("network", "network, p = d", inks::FULL_WIDTH, network),
    ])
    .guides([Guide::new(
        "here",
        Along::X,
        setup.problem.n_eff(),
        inks::NEUTRAL,
    )]);
    let caption = if curves.lasso.is_empty() {
        "A diagonal linear network is the LASSO; its curve follows after the others."
    } else {
        "A diagonal linear network is the LASSO: soft thresholding of a noisy vector instead of a noisy matrix. Its n plays the role of n/d. Asymptotic; tuned to the smallest error."
    };
    Figure::lines("lasso", "In a diagonal network", caption, lines)
}
