//! The effective ranks of the tail, and whether they can hide the noise.

use crate::{
    figure::{Along, Axis, Figure, Guide, Handle, Lines, Series, inks, number, short},
    labs::learning_curve::{BIG_R, SMALL_R, setup::Setup},
    regression::benign::{TailRank, TailRanks, Verdict},
};

/// r_k and R_k over k, with k*.
pub fn benign(
    setup: &Setup,
    ranks: &TailRanks,
    star: Option<TailRank>,
    verdict: Option<(Verdict, f64)>,
) -> Figure {
    let count = ranks.count();
    let last = (count as f64).min((20 * setup.n).max(100) as f64).max(2.0);
    let mut shown: Vec<usize> = (0..=160)
        .map(|i| last.powf(f64::from(i) / 160.0).round() as usize - 1)
        .chain(star.map(|s| s.k as usize))
        .filter(|k| *k < count)
        .collect();
    shown.sort_unstable();
    shown.dedup();
    let all: Vec<TailRank> = shown.iter().map(|k| ranks.at(*k)).collect();
    let points = |value: fn(&TailRank) -> f64| all.iter().map(move |t| (t.k + 1.0, value(t)));
    let highest = all.iter().map(|t| t.big_r).fold(setup.n as f64, f64::max);
    let mut lines = Lines::new(
        Axis::log("first eigenvalue kept, k + 1").range(1.0, last),
        Axis::log("effective rank of the tail").range(0.8, 2.0 * highest),
    );
    lines.series = vec![
        Series::line("big_r", "R_k", BIG_R, points(|t| t.big_r)),
        Series::line("small_r", "r_k", SMALL_R, points(|t| t.r)),
    ];
    let n = setup.n as f64;
    lines
        .guides
        .push(Guide::new("n", Along::Y, n, inks::NEUTRAL));
    let mut at = 1.0;
    if let Some(star) = star {
        at = star.k + 1.0;
        lines
            .guides
            .push(Guide::new("k*", Along::X, at, inks::NEUTRAL));
    }
    lines
        .handles
        .push(Handle::new("n", "samples n", Along::Y, at.min(last), n));
    let mut caption = match star {
        Some(star) => format!(
            "After k* = {} eigenvalues the tail has rank r = {} ≥ n and spreads noise over R = {} directions.",
            number(star.k),
            number(star.r),
            number(star.big_r)
        ),
        None => "No tail has an effective rank r_k ≥ n: nothing can hide the noise.".into(),
    };
    if let Some((verdict, cost)) = verdict {
        caption += &format!(
            " Here {}: interpolating adds {} times the noise.",
            verdict.name(),
            short(cost)
        );
    }
    Figure::lines("benign", "Benign overfitting", caption, lines)
}
