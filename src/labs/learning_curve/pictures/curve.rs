//! The learning curve.

use crate::{
    figure::{Along, Axis, Figure, Guide, Handle, Lines, Mark, Series, inks, number, short},
    labs::learning_curve::{
        MISSING, SIMULATED, TEST, TRAIN, setup::Setup, simulation::Simulation, theory::Curve,
    },
    regression::Generalization,
};

/// Test and training error over the samples, with the simulations that are there.
pub fn curve(
    setup: &Setup,
    curve: &Curve,
    here: &Generalization,
    simulation: Option<&Simulation>,
) -> Figure {
    let noise = setup.setting.noise;
    let most = setup.most_samples() as f64;
    let null = setup.modes.target_energy() + noise;
    let tests = || {
        curve
            .points
            .iter()
            .map(|p| p.1.test_error)
            .chain([here.test_error])
    };
    let lowest = tests().fold(null, f64::min);
    let highest = tests().fold(null, f64::max).min(30.0 * null);
    // The training error of a small ridge lies far below, out of the picture.
    let low = (0.7 * lowest).max(1e-300);
    let mut lines = Lines::new(
        Axis::log("samples n").range(1.0, most.max(2.0)),
        Axis::log("squared error").range(low, (1.5 * highest).max(1.01 * low)),
    );
    let of = |id: &str, label: &str, ink, value: &dyn Fn(&Generalization) -> f64| {
        let points = curve.points.iter().map(|(n, p)| (*n as f64, value(p)));
        Series::line(id, label, ink, points.filter(|p| p.1 > 0.5 * low))
    };
    // Beside noise it soon leaves the picture, and says nothing there.
    if noise == 0.0 {
        lines
            .series
            .push(of("missing", "not learned", MISSING, &|p| p.missing));
    }
    if setup.setting.ridge > 0.0 {
        let train = of("train", "training error", TRAIN, &|p| p.train_error);
        lines.series.push(train);
    }
    let mut caption = String::from("Theory: asymptotic, for features that act like Gaussian ones.");
    if let Ok(rate) = setup.rate(here)
        && rate > 0.0
    {
        // A decade around the samples chosen: a slope, no more.
        let n = setup.n as f64;
        let ends = [(n / 5.0).max(1.0), (n * 5.0).min(most)];
        let line = ends.map(|x| (x, 1.6 * here.test_error * (x / n).powf(-rate)));
        let visible = line.into_iter().filter(|p| p.1 > 0.0 && p.1.is_finite());
        lines
            .series
            .push(Series::line("rate", "rate", inks::BOUND_RATE, visible));
        caption = format!("{caption} Rate n^−{}: its slope only.", short(rate));
    }
    lines
        .series
        .push(of("test", "test error", TEST, &|p| p.test_error));
    lines.series.retain(|s| !s.x.is_empty());
    if lines.series.iter().all(|s| s.id != "test") {
        let now = [(setup.n as f64, here.test_error)].into_iter();
        lines
            .series
            .push(Series::line("test", "test error", TEST, now));
    }
    if let Some(simulation) = simulation {
        dots(&mut lines, simulation, setup.on_circle());
        if setup.on_circle() {
            caption += " Dots: real kernel regressions on the circle, nothing Gaussian; ± one standard error.";
        } else {
            caption += " Dots: regressions on Gaussian features; ± one standard error.";
        }
    }
    if noise > low {
        lines
            .guides
            .push(Guide::new("label noise σ²", Along::Y, noise, inks::NEUTRAL));
    }
    let count = setup.modes.count();
    if count < 1.3 * most && count > 1.0 && setup.setting.ridge > 0.0 {
        lines.guides.push(Guide::new(
            "as many as modes",
            Along::X,
            count,
            inks::NEUTRAL,
        ));
    }
    lines.handles.push(Handle::new(
        "n",
        "samples n",
        Along::X,
        setup.n as f64,
        here.test_error,
    ));
    let best = curve.points.iter();
    let best = best.min_by(|a, b| a.1.test_error.total_cmp(&b.1.test_error));
    if let Some((n, best)) = best
        && curve.left() == 0
        && (*n as f64) < 0.8 * most
        && *n > 1
        && highest > 1.2 * best.test_error
    {
        caption = format!(
            "Lowest at n ≈ {}: more data then hurts, up to as many samples as modes. {caption}",
            number(*n as f64)
        );
    }
    Figure::lines("curve", "Learning curve", caption, lines)
}

fn dots(lines: &mut Lines, simulation: &Simulation, on_circle: bool) {
    let means = simulation.means();
    if means.is_empty() {
        return;
    }
    let mut bars = Series {
        x: Vec::new(),
        y: Vec::new(),
        ..Series::line(
            "spread",
            "± one standard error",
            SIMULATED,
            std::iter::empty(),
        )
    };
    for (n, mean, error) in &means {
        let n = *n as f64;
        bars.x.extend([n, n, n]);
        bars.y
            .extend([(mean - error).max(0.05 * mean), mean + error, f64::NAN]);
    }
    lines.series.push(bars);
    let label = if on_circle {
        "real regressions"
    } else {
        "simulated"
    };
    lines.series.push(Series {
        mark: Mark::Points,
        ..Series::line(
            "simulated",
            label,
            SIMULATED,
            means.iter().map(|(n, mean, _)| (*n as f64, *mean)),
        )
    });
}
