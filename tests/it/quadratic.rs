//! The quadratic-network lab: its regimes, its tuning and its phase diagram hold what the state evolution gives.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rankscope::{
    figure::{Heatmap, Plot},
    labs::Report,
    quadratic::{Setting, Teacher, solve},
    session::Session,
};

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

/// Each regime at a width where the curve of the error, solved here at every width, has what defines it: n = 900 samples, of which
/// d²/2 could be fitted, and a small penalty.
#[test]
fn regimes_follow_from_the_curve() {
    let errors: Vec<f64> = (1..=50).map(|p| error(p, 900.0, 0.002)).collect();
    let at = |width: usize| errors[width - 1];
    let least = errors.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = errors[5..].iter().copied().fold(0.0, f64::max);
    let plateau = at(50);
    // Falling, least, rising, highest, and the same as at full width.
    assert!(at(1) > at(2) && at(2) > 1.05 * least && at(5) == least);
    let (half_way, halves) = (0.5 * (plateau + highest), [at(11), at(21)]);
    assert!(halves[0] > 1.05 * least && halves[0] < half_way);
    assert!(halves[1] == highest && highest > 1.05 * plateau);
    assert!((at(40) / plateau - 1.0).abs() < 1e-9);
    let regimes = [
        (1, 1.0, "width-limited"),
        (2, 1.0, "width-limited"),
        (5, 2.0, "optimal width"),
        (11, 3.0, "harmful overfitting"),
        (21, 4.0, "interpolation peak"),
        (40, 5.0, "plateau"),
        (50, 5.0, "plateau"),
    ];
    for (width, number, name) in regimes {
        let found = report(&format!("n=900&lambda=0.002&p={width}"));
        let regime = found.readouts.iter().find(|r| r.id == "regime").unwrap();
        assert_eq!(
            (regime.value, regime.note.as_str()),
            (Some(number), name),
            "p = {width}"
        );
        assert_eq!(found.value("optimal_width"), Some(5.0));
        let off = found.value("error").unwrap() / at(width) - 1.0;
        assert!(off.abs() < 1e-9, "p = {width}: {off:e}");
    }
    // A penalty far beyond what the noise asks for leaves nothing of the target.
    let silenced = report("noise=10&n=100&lambda=100&p=5");
    assert_eq!(silenced.value("regime"), Some(0.0));
    assert_eq!(silenced.value("learned_spikes"), Some(0.0));
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
