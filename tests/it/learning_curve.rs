//! The learning-curve lab: where the error explodes is marked, and what cures it is drawn beside it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rankscope::{
    figure::{Lines, Plot, Series},
    labs::Report,
    regression::{Modes, Setting, best_ridge, families::power_law, generalization},
    session::Session,
};

fn report(state: &str) -> Report {
    let state = format!("lab=learning_curve&{state}");
    let (opened, report) = Session::new().evaluate(&state).unwrap();
    assert_eq!(opened.problems, [], "{state}");
    report
}

fn curve(report: &Report) -> &Lines {
    match &report.find_figure("curve").unwrap().plot {
        Plot::Lines(lines) => lines,
        _ => panic!("no lines"),
    }
}

fn series<'a>(lines: &'a Lines, id: &str) -> Option<&'a Series> {
    lines.series.iter().find(|series| series.id == id)
}

/// With and without a ridge, as far as the axis reaches.
#[test]
fn as_many_samples_as_modes_are_marked() {
    for state in ["", "ridge=0.01", "noise=0", "family=flat&modes=64&n=20"] {
        let found = report(state);
        let lines = curve(&found);
        let mark = lines.guides.iter().find(|guide| guide.label == "n = p");
        let modes = if state.contains("64") { 64.0 } else { 200.0 };
        assert_eq!(mark.unwrap().at, modes, "{state}");
        assert!(lines.x.range.unwrap().1 >= modes, "{state}");
    }
    let circle = report("family=circle");
    assert!(
        curve(&circle)
            .guides
            .iter()
            .all(|guide| guide.label != "n = p")
    );
}

/// For the default target the best ridge is the noise at every n; its curve has no peak and is nowhere above the ridgeless one.
#[test]
fn the_best_ridge_is_drawn_where_it_is_better() {
    let found = report("");
    let lines = curve(&found);
    let (own, best) = (
        series(lines, "test").unwrap(),
        series(lines, "best_ridge").unwrap(),
    );
    let law = power_law(200, 2.0);
    let modes = Modes::new(&law, &law).unwrap();
    assert_eq!(own.x, best.x);
    for (x, (own, best)) in own.x.iter().zip(own.y.iter().zip(&best.y)) {
        assert!(*best <= own * (1.0 + 1e-9), "n = {x}: {best} above {own}");
        let setting = Setting {
            samples: *x,
            ridge: 0.1,
            noise: 0.1,
        };
        let bayes = generalization(&modes, &setting, None).unwrap().test_error;
        assert!((best / bayes - 1.0).abs() < 1e-7, "n = {x}: {best} {bayes}");
    }
    assert!(best.y.windows(2).all(|pair| pair[1] < pair[0]));
    // Already the best: nothing beside it.
    for state in ["ridge=0.1", "noise=0"] {
        assert!(
            series(curve(&report(state)), "best_ridge").is_none(),
            "{state}"
        );
    }
}

/// No ridge of a fine grid over ten decades is better.
#[test]
fn no_ridge_is_better_than_the_best() {
    let strange = [5.0, 1.0, 1.0, 0.3, 0.02, 0.02, 1e-3, 1e-5];
    let targets = [0.1, 0.0, 2.0, 0.0, 0.5, 0.0, 1.0, 0.3];
    let modes = Modes::new(&strange, &targets).unwrap();
    for samples in [1.0, 3.0, 5.5, 8.0, 20.0] {
        for noise in [1e-3, 0.2, 4.0] {
            let at = |ridge: f64| Setting {
                samples,
                ridge,
                noise,
            };
            let error = |ridge: f64| generalization(&modes, &at(ridge), None).unwrap().test_error;
            let best = best_ridge(&modes, &at(0.0)).unwrap();
            let grid = (0..=1000).map(|k| error(10_f64.powf(-7.0 + 0.01 * f64::from(k))));
            let least = grid.fold(f64::INFINITY, f64::min);
            assert!(
                best.test_error <= least * (1.0 + 1e-6),
                "{samples}, {noise}: {best:?} {least}"
            );
            if best.ridge > 1e-9 {
                let off = error(best.ridge) / best.test_error - 1.0;
                assert!(off.abs() < 1e-6, "{samples}, {noise}: {off:e}");
            }
        }
    }
}
