//! The error over the number of features, at this number of samples.

use crate::{
    figure::{Along, Axis, Figure, Guide, Handle, Lines, Series, inks, short},
    labs::{
        Error,
        learning_curve::{BEST_RIDGE, EXACT, FIRST, LIMIT, RIDGE, controls::RATIOS, setup::Setup},
    },
    regression::double_descent::{
        belkin_hsu_xu, isotropic_exact, isotropic_ridge, isotropic_ridgeless, optimal_penalty,
    },
};

/// What the figure is read for at its handle: features, and test errors.
pub struct Reading {
    /// Features p at the ratio chosen.
    pub features: usize,
    /// As n and p grow, all of the target on the features used.
    pub limit: f64,
    /// Exact at this n, on the first p of the features; `None` where there are not as many.
    pub first: Option<f64>,
}

/// The numbers at the handle.
pub fn reading(setup: &Setup) -> Result<Reading, Error> {
    let noise = setup.setting.noise;
    let energy = setup.modes.target_energy();
    let features = ((setup.ratio * setup.n as f64).round() as usize).max(1);
    let first = match setup.on_circle() || features > setup.list.len() {
        true => None,
        false => {
            let used: f64 = setup.list[..features].iter().map(|m| m.1).sum();
            let unused: f64 = setup.list[features..].iter().map(|m| m.1).sum();
            Some(belkin_hsu_xu(setup.n, features, used, unused, noise)?)
        }
    };
    Ok(Reading {
        features,
        limit: isotropic_ridgeless(setup.ratio, energy, noise)? + noise,
        first,
    })
}

/// Test error over features per sample: in the limit, exactly at this n, with ridges, and for the first features of many.
pub fn double_descent(setup: &Setup, read: &Reading) -> Result<Figure, Error> {
    let (n, noise, energy) = (setup.n, setup.setting.noise, setup.modes.target_energy());
    let null = energy + noise;
    let [lowest, highest] = RATIOS;
    // Evenly in the logarithm, and denser towards the peak.
    let mut ratios: Vec<f64> = (0..=80)
        .map(|k| lowest * (highest / lowest).powf(f64::from(k) / 80.0))
        .chain((1..=24).flat_map(|k| {
            let off = 0.5_f64.powf(f64::from(k) / 3.0);
            [1.0 - off, 1.0 + off]
        }))
        .filter(|g| *g >= lowest)
        .collect();
    ratios.sort_by(f64::total_cmp);
    let mut features: Vec<usize> = ratios
        .iter()
        .map(|g| (g * n as f64).round() as usize)
        .collect();
    features.extend([n.saturating_sub(1), n, n + 1]);
    features.extend(n.saturating_sub(12)..n + 12);
    features.retain(|p| *p >= 1);
    features.sort_unstable();
    features.dedup();
    let finite = |y: f64| if y.is_finite() { y } else { f64::NAN };

    let mut limit = Vec::new();
    let mut ridge = Vec::new();
    let mut best = Vec::new();
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
    let mut exact = Vec::new();
    for p in &features {
        let y = isotropic_exact(n, *p, energy, noise)? + noise;
        exact.push((*p as f64 / n as f64, finite(y)));
    }
    let mut first = Vec::new();
    if !setup.on_circle() {
        let (mut used, mut counted) = (0.0, 0);
        for p in features.iter().filter(|p| **p <= setup.list.len()) {
            used += setup.list[counted..*p].iter().map(|m| m.1).sum::<f64>();
            counted = *p;
            let y = belkin_hsu_xu(n, *p, used, (energy - used).max(0.0), noise)?;
            first.push((*p as f64 / n as f64, finite(y)));
        }
    }
    let all = [
        ("limit", "n → ∞ (Hastie)", LIMIT, limit),
        ("exact", "exact at this n", EXACT, exact),
        ("ridge", "with ridge δ", RIDGE, ridge),
        ("best", "best ridge", BEST_RIDGE, best),
        ("first", "first p features", FIRST, first),
    ];
    let least = all
        .iter()
        .flat_map(|s| s.3.iter().map(|p| p.1))
        .filter(|y| *y > 1e-9 * null)
        .fold(null, f64::min);
    let mut lines = Lines::new(
        Axis::log("features per sample p/n").range(lowest, highest),
        Axis::log("test error").range((0.7 * least).max(1e-300), (20.0 * null).max(1e-290)),
    );
    for (id, label, ink, points) in all {
        if points.iter().any(|p| p.1.is_finite() && p.1 > 0.0) {
            lines.series.push(Series::line(id, label, ink, points));
        }
    }
    lines
        .guides
        .push(Guide::new("p = n", Along::X, 1.0, inks::NEUTRAL));
    let at = if read.limit.is_finite() {
        read.limit.min(20.0 * null)
    } else {
        20.0 * null
    };
    lines.handles.push(Handle::new(
        "ratio",
        "features per sample",
        Along::X,
        setup.ratio,
        at.max(0.7 * least),
    ));
    let mut caption = format!(
        "Least squares on equally strong Gaussian features, n = {}. At p = {}: {} in the limit",
        setup.n,
        read.features,
        word(read.limit)
    );
    if let Some(first) = read.first {
        caption += &format!(
            "; {} exactly on the first p features of this target",
            word(first)
        );
    }
    caption += ".";
    Ok(Figure::lines(
        "double_descent",
        "Double descent over the features",
        caption,
        lines,
    ))
}

fn word(x: f64) -> String {
    if x.is_finite() {
        short(x)
    } else {
        "infinite".into()
    }
}
