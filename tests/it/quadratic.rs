//! The quadratic-network lab: its regimes, its tuning and its phase diagram hold what the state evolution gives.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rand_distr::{Distribution, StandardUniform};
use rankscope::{
    figure::{Heatmap, Plot, Scale},
    labs::Report,
    linalg::random::seeded,
    quadratic::{Interpolation, Setting, Teacher, decompose, solve},
    session::Session,
};
use std::f64::consts::PI;

fn report(state: &str) -> Report {
    let state = format!("lab=quadratic&{state}");
    let (opened, report) = Session::new().evaluate(&state).unwrap();
    assert_eq!(opened.problems, [], "{state}");
    report
}

/// The test error of the lab's default target, d = 50, γ = 1.25, Δ = 0.1.
fn error(width: usize, samples: f64, penalty: f64) -> f64 {
    let teacher = Teacher::power_law(1.25, 50).unwrap();
    let setting = Setting {
        width: width as f64,
        samples,
        noise: 0.1,
        penalty,
    };
    solve(&teacher, &setting).unwrap()[0].error
}

/// The regime of a state, by its number and its name.
fn regime(report: &Report) -> (f64, &str) {
    let found = report.readouts.iter().find(|r| r.id == "regime").unwrap();
    (found.value.unwrap(), found.note.as_str())
}

/// Each regime at a width where the curve of the error and its parts, solved here at every width, have what defines it: d = 100,
/// n = 2500 and a small penalty.
#[test]
fn regimes_follow_from_the_curve_and_the_parts() {
    let teacher = Teacher::power_law(1.25, 100).unwrap();
    let at = |width: usize| {
        let setting = Setting {
            width: width as f64,
            samples: 2500.0,
            noise: 0.1,
            penalty: 0.003,
        };
        let found = solve(&teacher, &setting).unwrap()[0];
        (found.error, decompose(&teacher, &setting, &found))
    };
    let curve: Vec<_> = (1..=100).map(at).collect();
    let error = |width: usize| curve[width - 1].0;
    let gained = |width: usize| {
        let (now, best) = (curve[width - 1].1, curve[5].1);
        let parts = [
            now.overfitting - best.overfitting,
            now.approximation - best.approximation,
        ];
        (now.underfitting - best.underfitting, parts)
    };
    let place = |wanted: f64| (1..=100).find(|p| error(*p) == wanted).unwrap();
    let least = place((1..=100).map(error).fold(f64::INFINITY, f64::min));
    let highest = place((7..=100).map(error).fold(0.0, f64::max));
    assert_eq!((least, highest), (6, 24));
    assert!(gained(3).0 > 0.0 && error(3) > 1.05 * error(6));
    let [noise, inexact] = gained(10).1;
    assert!(noise < inexact && error(10) > 1.05 * error(6));
    let [noise, inexact] = gained(17).1;
    assert!(noise > inexact && 2.0 * error(17) < error(24) + error(100));
    assert!(2.0 * error(22) > error(24) + error(100));
    assert!((error(60) / error(100) - 1.0).abs() < 1e-9);
    let regimes = [
        (1, 1.0, "width-limited"),
        (3, 1.0, "width-limited"),
        (6, 2.0, "optimal width"),
        (10, 6.0, "inexact features"),
        (17, 3.0, "harmful overfitting"),
        (22, 4.0, "interpolation peak"),
        (24, 4.0, "interpolation peak"),
        (37, 3.0, "harmful overfitting"),
        (60, 5.0, "plateau"),
        (100, 5.0, "plateau"),
    ];
    for (width, number, name) in regimes {
        let found = report(&format!("d=100&n=2500&lambda=0.003&p={width}"));
        assert_eq!(regime(&found), (number, name), "p = {width}");
        assert_eq!(found.value("optimal_width"), Some(6.0));
        let off = found.value("error").unwrap() / error(width) - 1.0;
        assert!(off.abs() < 1e-9, "p = {width}: {off:e}");
    }
    // A penalty far beyond what the noise asks for leaves nothing of the target.
    let silenced = report("noise=10&n=100&lambda=100&p=5");
    assert_eq!(regime(&silenced).0, 0.0);
    assert_eq!(silenced.value("learned_spikes"), Some(0.0));
}

/// Narrower than best while a wider one is better still, most of it missing target; and wider than best without learned noise.
#[test]
fn overfitting_is_what_learns_noise() {
    for (state, number) in [
        (
            "d=64&n=1752&p=28&target=flat&rank=50&noise=0.044025&optimal=on",
            1.0,
        ),
        (
            "d=20&n=202&p=11&target=flat&rank=15&noise=0.106&lambda=0.00471",
            1.0,
        ),
        ("", 6.0),
        ("p=18", 6.0),
    ] {
        assert_eq!(regime(&report(state)).0, number, "{state}");
    }
}

/// As the penalty vanishes the error diverges there: its peak over the width lies within one unit of it. And of pure noise by the closed
/// form: the p largest eigenvalues of the semicircle on [−2, 2] have the second moment 2α.
#[test]
fn the_interpolation_width_is_where_the_peak_is() {
    for samples in [2000.0, 2500.0] {
        let found = report(&format!("d=100&n={samples}&lambda=0.000001"));
        let width = found.value("interpolation_width").unwrap();
        let teacher = Teacher::power_law(1.25, 100).unwrap();
        let error = |width: f64| {
            let setting = Setting {
                width,
                samples,
                noise: 0.1,
                penalty: 1e-6,
            };
            solve(&teacher, &setting).unwrap()[0].error
        };
        let near = [error(width - 1.0), error(width), error(width + 1.0)];
        assert!(near[1] > 1.05 * near[0].max(near[2]), "{width}: {near:?}");
    }
    let nothing = Teacher::new(vec![0.0; 100]).unwrap();
    for c in [0.3_f64, 0.8, 1.4] {
        let (root, t) = ((4.0 - c * c).sqrt(), (0.5 * c).acos());
        let mass = (t - 0.25 * c * root) / PI;
        let second = mass + c * root.powi(3) / (8.0 * PI);
        let mut search = Interpolation::new(&nothing, 0.5 * second * 1e4, 1.0).unwrap();
        while search.step(&nothing).unwrap() {}
        let off = search.width().unwrap() - 100.0 * mass;
        assert!(off.abs() < 0.02, "{c}: {off}");
    }
}

/// The areas of the learned spectrum, in units of the axis drawn, add up to all eigenvalues; those above the threshold to what is kept.
#[test]
fn areas_of_the_learned_spectrum_are_shares() {
    for state in [
        "",
        "d=100&n=2500&p=24&lambda=0.003",
        "gamma=0.8&d=100&n=3000&p=100&lambda=1&noise=0.5",
    ] {
        let found = report(state);
        let Plot::Lines(lines) = &found.find_figure("learned").unwrap().plot else {
            panic!("no lines");
        };
        let Scale::Symlog { threshold } = lines.x.scale else {
            panic!("another scale");
        };
        let area = |id: &str| -> f64 {
            let pieces = lines.series.iter().filter(|s| s.id == id);
            let points: Vec<(f64, f64)> = pieces
                .flat_map(|s| {
                    s.x.iter()
                        .map(|x| (x / threshold).asinh())
                        .zip(s.y.iter().copied())
                })
                .collect();
            let strips = points
                .windows(2)
                .map(|p| (p[1].0 - p[0].0) * 0.5 * (p[0].1 + p[1].1));
            strips.filter(|area| area.is_finite()).sum()
        };
        let parts = ["cut", "noise", "features"].map(area);
        let sum: f64 = parts.iter().sum();
        assert!((sum - 1.0).abs() < 0.02, "{state}: {parts:?}");
    }
}

/// Random states over the whole ranges: what is right passes its checks, and no regime contradicts the parts of the error.
#[test]
fn random_states_pass_and_agree_with_themselves() {
    let mut rng = seeded(20_261_128);
    let mut uniform = |low: f64, high: f64| {
        let share: f64 = StandardUniform.sample(&mut rng);
        low + (high - low) * share
    };
    for _ in 0..60 {
        let d = uniform(20.0, 90.0).floor();
        let log = |u: f64, low: f64, high: f64| low * (high / low).powf(u);
        let n = log(uniform(0.0, 1.0), 10.0, 30.0 * d * d).floor();
        let p = log(uniform(0.0, 1.0), 1.0, d).floor();
        let noise = log(uniform(0.0, 1.0), 1e-4, 10.0);
        let lambda = log(uniform(0.0, 1.0), 1e-6, 1e3);
        let target = match uniform(0.0, 2.0) < 1.0 {
            true => format!("gamma={:.2}", uniform(0.55, 3.0)),
            false => format!("target=flat&rank={}", uniform(1.0, d).floor()),
        };
        let state = format!("{target}&d={d}&n={n}&p={p}&noise={noise:.4}&lambda={lambda:.3e}");
        let found = report(&state);
        for check in &found.checks {
            assert!(check.pass, "{state}: {} {:e}", check.id, check.residual);
        }
        let (error, best) = (
            found.value("error").unwrap(),
            found.value("bayes_error").unwrap(),
        );
        assert!(error > 0.999 * best, "{state}: {error} below {best}");
        let caption = &found.find_figure("decomposition").unwrap().caption;
        let no_noise = caption.contains("below zero") || caption.contains(" 0 learned noise");
        assert!(regime(&found).0 != 3.0 || !no_noise, "{state}: {caption}");
        let width = found.value("optimal_width").unwrap();
        assert!(regime(&found).0 != 3.0 || width != p, "{state}");
    }
}

#[test]
fn the_tuned_penalty_is_the_best_one() {
    for (state, width, samples) in [("n=1200&p=50", 50, 1200.0), ("n=5000&p=8", 8, 5000.0)] {
        let found = report(&format!("{state}&optimal=on"));
        let here = found.value("error").unwrap();
        // A fine grid over six decades.
        let grid = (0..=600).map(|k| error(width, samples, 10f64.powf(-4.0 + 0.01 * f64::from(k))));
        let least = grid.fold(f64::INFINITY, f64::min);
        assert!((here / least - 1.0).abs() < 1e-4, "{state}: {here} {least}");
        assert!(here < 0.999 * error(width, samples, 0.02), "{state}");
    }
}

fn plane(report: &Report) -> &Heatmap {
    match &report.find_figure("phase").unwrap().plot {
        Plot::Heatmap(map) => map,
        _ => panic!("no map"),
    }
}

#[test]
fn every_cell_of_the_plane_is_the_solution_there() {
    for (state, over_penalty) in [("", false), ("plane=penalty", true)] {
        let found = report(state);
        let map = plane(&found);
        let select = map.select.as_ref().unwrap();
        assert_eq!((map.rows, map.cols), (64, 64));
        assert!(select.row_values.windows(2).all(|pair| pair[0] >= pair[1]));
        for k in 0..64 {
            // A cell of every row and of every column.
            let (row, col) = (k, (k * 37 + 5) % 64);
            let (value, samples) = (select.row_values[row], select.col_values[col]);
            let expected = match over_penalty {
                true => error(8, samples, value),
                false => error(value as usize, samples, 0.02),
            };
            let cell = map.values[row * 64 + col];
            assert!(
                (cell / expected - 1.0).abs() < 1e-3,
                "{state} {value} {samples}: {cell} {expected}"
            );
        }
    }
}
