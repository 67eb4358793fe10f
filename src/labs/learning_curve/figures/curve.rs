//! The learning curve.

use crate::{
    figure::number,
    labs::{
        learning_curve::{
            controls::{MAX_SAMPLES, N},
            model::Facts,
        },
        prelude::*,
    },
    regression::{Generalization, Simulation},
};

/// Errors beyond so many times that of learning nothing are out of the picture: the peak has no top.
const TOP: f64 = 30.0;
/// Errors that differ by less than this ratio are one curve to the eye.
const VISIBLY: f64 = 1.02;

/// Test and training error over the samples, with the simulations that are there.
pub fn curve(facts: &Facts) -> Figure {
    let (setup, here, points) = (&facts.setup, &facts.here, &facts.curve.points);
    let (noise, ridge) = (setup.setting.noise, setup.setting.ridge);
    let (n, most, modes) = (setup.n as f64, MAX_SAMPLES as f64, setup.modes.count());
    let null = setup.modes.target_energy() + noise;
    let own = points.iter().map(|p| p.1.test_error);
    let tests = || own.clone().chain([here.test_error]);
    // Without noise, as many samples as modes leave no error at all.
    let best = facts.curve.best.iter().map(|(_, best)| best.test_error);
    let lowest = tests()
        .chain(best)
        .filter(|e| *e > 0.0)
        .fold(null, f64::min);
    let highest = tests().fold(null, f64::max).min(TOP * null);
    // The training error of a small ridge lies far below, out of the picture.
    let low = (0.7 * lowest).max(1e-300);
    let of = |id: &str, label: &str, ink, value: fn(&Generalization) -> f64| {
        let all = points.iter().map(|(n, p)| (*n as f64, value(p)));
        Series::line(id, label, ink, all.filter(|p| p.1 > 0.5 * low))
    };
    // Beside noise it soon leaves the picture, and says nothing there.
    let missing =
        (noise == 0.0).then(|| of("missing", "not learned", inks::MISSING, |p| p.missing));
    let misses = ridge > 0.0 || modes < most;
    let train = misses.then(|| of("train", "training error", inks::TRAIN, |p| p.train_error));
    let rate = setup.rate(here).ok().filter(|rate| *rate > 0.0);
    let slope = rate.map(|rate| {
        // A decade around the samples chosen: a slope, no more.
        let ends = [(n / 5.0).max(1.0), (n * 5.0).min(most)];
        let line = ends.map(|x| (x, 1.6 * here.test_error * (x / n).powf(-rate)));
        let visible = line.into_iter().filter(|p| p.1 > 0.0 && p.1.is_finite());
        Series::line("rate", "rate", inks::BOUND_RATE, visible)
    });
    let mut test = of("test", "test error", inks::TEST, |p| p.test_error);
    if test.x.is_empty() {
        (test.x, test.y) = (vec![n], vec![here.test_error]);
    }
    // An infinite error is held at the top, none at the bottom.
    let held = match here.test_error.is_finite() {
        true => here.test_error.max(low),
        false => highest,
    };
    // As many samples as modes, where a fit without a ridge runs out of freedom.
    let marked = modes <= most && modes > 1.0;
    let ridged = best_ridge(facts, low);
    let lines = Lines::new(
        Axis::log("samples n").range(1.0, most),
        Axis::log("squared error").range(low, (1.5 * highest).max(1.01 * low)),
    )
    .series(missing)
    .series(train)
    .series(slope)
    .series(ridged.clone())
    .series([test])
    .series(facts.simulation.iter().flat_map(dots(setup.on_circle())))
    .guides((noise > low).then(|| Guide::new("label noise σ²", Along::Y, noise, inks::NEUTRAL)))
    .guides(marked.then(|| Guide::new("n = p", Along::X, modes, inks::NEUTRAL)))
    .handles([Handle::new(N.id(), "samples n", Along::X, n, held)]);

    let mut caption = String::new();
    let before = points.iter().take_while(|p| p.0 as f64 <= modes);
    let best = before.min_by(|a, b| a.1.test_error.total_cmp(&b.1.test_error));
    let peak = points.iter().find(|p| p.0 as f64 == modes);
    if let (Some((n, best)), Some((_, peak))) = (best, peak)
        && facts.curve.complete()
        && (*n as f64) < 0.8 * modes
        && *n > 1
        && peak.test_error > 1.2 * best.test_error
    {
        caption += &format!(
            "More data hurts from n ≈ {} up to as many samples as modes. ",
            number(*n as f64)
        );
    }
    if falls(&ridged) {
        caption += "With the best ridge for each n the error falls throughout. ";
    }
    caption += "Theory: asymptotic, for features that act like Gaussian ones.";
    if let Some(rate) = rate {
        caption += &format!(" Rate n^−{}: its slope only.", short(rate));
    }
    if facts.simulation.is_some() {
        caption += match setup.on_circle() {
            true => {
                " Dots: real kernel regressions on the circle, nothing Gaussian; ± one standard error."
            }
            false => " Dots: regressions on Gaussian features; ± one standard error.",
        };
    }
    Figure::lines("curve", "Learning curve", caption, lines)
}

/// Whether a curve is drawn that never rises.
fn falls(best: &Option<Series>) -> bool {
    let falling = |best: &Series| best.y.windows(2).all(|pair| pair[1] <= pair[0]);
    best.as_ref().is_some_and(falling)
}

/// The error with the best ridge for each number of samples, where the ridge chosen is visibly worse somewhere.
fn best_ridge(facts: &Facts, low: f64) -> Option<Series> {
    let (points, best) = (&facts.curve.points, &facts.curve.best);
    let mut both = points.iter().zip(best);
    let worse = both.any(|((_, own), (_, best))| own.test_error > VISIBLY * best.test_error);
    let drawn = worse && best.len() == points.len();
    let errors = best.iter().map(|(n, found)| (*n as f64, found.test_error));
    let visible = errors.filter(|p| p.1 > 0.5 * low);
    drawn.then(|| Series::line("best_ridge", "best ridge", inks::BEST_RIDGE, visible))
}

/// What was simulated: the means, and a bar of one standard error through each.
fn dots(on_circle: bool) -> impl Fn(&Simulation) -> [Series; 2] {
    let label = match on_circle {
        true => "real regressions",
        false => "simulated",
    };
    move |simulation| {
        let means = simulation.means();
        let bars = means.iter().flat_map(|(n, mean, error)| {
            let n = *n as f64;
            let low = (mean - error).max(0.05 * mean);
            [(n, low), (n, mean + error), (n, f64::NAN)]
        });
        let dots = means.iter().map(|(n, mean, _)| (*n as f64, *mean));
        [
            Series::line("spread", "± one standard error", inks::SIMULATED, bars),
            Series::dots("simulated", label, inks::SIMULATED, dots),
        ]
    }
}
