//! The effective ranks of the tail, and whether they can hide the noise.

use crate::{
    figure::number,
    grid::log_grid,
    labs::{
        learning_curve::{controls::N, model::Facts},
        prelude::*,
    },
    regression::benign::TailRank,
};

/// Points on a drawn curve, before those that coincide are dropped.
const POINTS: usize = 161;

/// r_k and R_k over k, with k*.
pub fn benign(facts: &Facts) -> Figure {
    let (ranks, star, n) = (&facts.ranks, facts.star, facts.setup.n);
    let count = ranks.count();
    let last = (count as f64).min((20 * n).max(100) as f64).max(2.0);
    let places = log_grid(1.0, last, POINTS).into_iter();
    let mut shown: Vec<usize> = places
        .map(|k| k.round() as usize - 1)
        .chain(star.map(|s| s.k as usize))
        .filter(|k| *k < count)
        .collect();
    shown.sort_unstable();
    shown.dedup();
    let all: Vec<TailRank> = shown.iter().map(|k| ranks.at(*k)).collect();
    let points = |value: fn(&TailRank) -> f64| all.iter().map(move |t| (t.k + 1.0, value(t)));
    let n = n as f64;
    let highest = all.iter().map(|t| t.big_r).fold(n, f64::max);
    let at = star.map(|star| star.k + 1.0);
    let lines = Lines::new(
        Axis::log("first eigenvalue kept, k + 1").range(1.0, last),
        Axis::log("effective rank of the tail").range(0.8, 2.0 * highest),
    )
    .series([
        Series::line("big_r", "R_k", inks::NUCLEAR_FROBENIUS, points(|t| t.big_r)),
        Series::line("small_r", "r_k", inks::NUCLEAR_SPECTRAL, points(|t| t.r)),
    ])
    .guides([Guide::new("n", Along::Y, n, inks::NEUTRAL)])
    .guides(at.map(|k| Guide::new("k*", Along::X, k, inks::NEUTRAL)))
    .handles([Handle::new(
        N.id(),
        "samples n",
        Along::Y,
        at.unwrap_or(1.0).min(last),
        n,
    )]);
    let mut caption = match star {
        Some(star) => format!(
            "After k* = {} eigenvalues the tail has rank r = {} ≥ n and spreads noise over R = {} directions.",
            number(star.k),
            number(star.r),
            number(star.big_r)
        ),
        None => "No tail has an effective rank r_k ≥ n: nothing can hide the noise.".into(),
    };
    if let Some((verdict, cost)) = facts.verdict {
        caption += &match cost.is_finite() {
            true => format!(
                " Here {}: interpolating adds {} times the noise.",
                verdict.name(),
                short(cost)
            ),
            false => " Interpolating as many samples as there are modes averages no noise: it adds infinitely much.".into(),
        };
    }
    Figure::lines("benign", "Benign overfitting", caption, lines)
}
