//! The error over the number of features, at this number of samples.

use crate::{
    grid::log_grid,
    labs::{
        learning_curve::{
            controls::{RATIO, RATIOS},
            model::Facts,
        },
        prelude::*,
    },
    regression::double_descent::{
        belkin_hsu_xu, isotropic_exact, isotropic_ridge, isotropic_ridgeless, optimal_penalty,
    },
};

/// Errors beyond so many times that of learning nothing are out of the picture: the peak has no top.
const TOP: f64 = 20.0;

/// Test error over features per sample: in the limit, exactly at this n, with ridges, and for the first features of many.
pub fn double_descent(facts: &Facts) -> Result<Figure, Error> {
    let (setup, read) = (&facts.setup, &facts.at_ratio);
    let (n, noise, energy) = (setup.n, setup.setting.noise, setup.modes.target_energy());
    let null = energy + noise;
    let [lowest, highest] = RATIOS;
    let ratios = ratios();
    let finite = |y: f64| if y.is_finite() { y } else { f64::NAN };
    let share = |p: usize| p as f64 / n as f64;

    let (mut limit, mut ridge, mut best) = (Vec::new(), Vec::new(), Vec::new());
    for g in &ratios {
        limit.push((*g, isotropic_ridgeless(*g, energy, noise)? + noise));
        let penalty = setup.setting.ridge / n as f64;
        if penalty > 0.0 {
            ridge.push((*g, isotropic_ridge(*g, penalty, energy, noise)? + noise));
        }
        let penalty = optimal_penalty(*g, energy, noise)?;
        if penalty > 0.0 && penalty.is_finite() {
            best.push((*g, isotropic_ridge(*g, penalty, energy, noise)? + noise));
        }
    }
    let (mut exact, mut first) = (Vec::new(), Vec::new());
    let (mut used, mut counted) = (0.0, 0);
    for p in features(&ratios, n) {
        let y = isotropic_exact(n, p, energy, noise)? + noise;
        exact.push((share(p), finite(y)));
        if !setup.on_circle() && p <= setup.list.len() {
            used += setup.list[counted..p].iter().map(|m| m.1).sum::<f64>();
            counted = p;
            let y = belkin_hsu_xu(n, p, used, (energy - used).max(0.0), noise)?;
            first.push((share(p), finite(y)));
        }
    }
    let all = [
        ("limit", "n → ∞ (Hastie)", inks::PROPORTIONAL_LIMIT, limit),
        (
            "exact",
            "exact at this n",
            inks::EXACT_DOUBLE_DESCENT,
            exact,
        ),
        ("ridge", "with ridge δ", inks::RIDGE, ridge),
        ("best", "best ridge", inks::BEST_RIDGE, best),
        ("first", "first p features", inks::FIRST_FEATURES, first),
    ];
    let errors = all.iter().flat_map(|s| s.3.iter().map(|p| p.1));
    let visible = errors.filter(|y| *y > 1e-9 * null);
    let low = 0.7 * visible.fold(null, f64::min);
    let top = TOP * null;
    let drawn = all
        .into_iter()
        .filter(|s| s.3.iter().any(|p| p.1.is_finite() && p.1 > 0.0));
    let lines = Lines::new(
        Axis::log("features per sample p/n").range(lowest, highest),
        Axis::log("test error").range(low.max(1e-300), top.max(1e-290)),
    )
    .series(drawn.map(|(id, label, ink, points)| Series::line(id, label, ink, points)))
    .guides([Guide::new("p = n", Along::X, 1.0, inks::NEUTRAL)])
    .handles([Handle::new(
        RATIO.id(),
        "features per sample",
        Along::X,
        setup.ratio,
        read.limit.min(top).max(low),
    )]);
    let word = |x: f64| match x.is_finite() {
        true => short(x),
        false => "infinite".into(),
    };
    let exactly = read.first.map_or_else(String::new, |first| {
        let first = word(first);
        format!("; {first} exactly on the first p features of this target")
    });
    let caption = format!(
        "Least squares on equally strong Gaussian features, n = {n}. At p = {}: {} in the limit{exactly}.",
        read.features,
        word(read.limit)
    );
    let title = "Double descent over the features";
    Ok(Figure::lines("double_descent", title, caption, lines))
}

/// Features per sample, evenly in the logarithm and denser towards the peak.
fn ratios() -> Vec<f64> {
    let [lowest, highest] = RATIOS;
    let mut ratios = log_grid(lowest, highest, 81);
    ratios.extend((1..=24).flat_map(|k| {
        let off = 0.5_f64.powf(f64::from(k) / 3.0);
        [1.0 - off, 1.0 + off]
    }));
    ratios.retain(|g| *g >= lowest);
    ratios.sort_by(f64::total_cmp);
    ratios
}

/// Whole numbers of features at these ratios to n samples, and each one around the peak.
fn features(ratios: &[f64], n: usize) -> Vec<usize> {
    let rounded = ratios.iter().map(|g| (g * n as f64).round() as usize);
    let mut features: Vec<usize> = rounded.chain(n.saturating_sub(12)..n + 12).collect();
    features.retain(|p| *p >= 1);
    features.sort_unstable();
    features.dedup();
    features
}
