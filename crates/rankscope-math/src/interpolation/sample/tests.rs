//! What algorithms find on data of a finite dimension, held against the limits and against the conditions of an optimum.

#![allow(clippy::unwrap_used, reason = "a test may unwrap, in its helpers too")]

use super::{Descent, Experiment, Objective, Program, Sample, Walk, dot};
use crate::interpolation::{Interpolators, Law};

const CLOUDS: Law = Law::Mixture { distance: 1.5 };

fn solved(sample: &Sample, objective: Objective, margin: f64) -> Vec<f64> {
    let mut program = Program::new(sample, objective, margin);
    while program.advance(sample) {}
    program.found().unwrap().to_vec()
}

/// Mean and standard error.
fn summary(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let square: f64 = values.iter().map(|x| (x - mean).powi(2)).sum();
    (mean, (square / (n - 1.0) / n).sqrt())
}

#[track_caller]
fn within_three(values: &[f64], limit: f64, what: &str) {
    let (mean, error) = summary(values);
    assert!(
        (mean - limit).abs() <= 3.0 * error,
        "{what}: {mean} ± {error}, the limit is {limit}"
    );
}

#[test]
fn programs_in_many_dimensions_are_on_the_limits() {
    for (law, alpha, margin) in [
        (CLOUDS, 0.5, 0.0),
        (CLOUDS, 0.5, 0.8),
        (CLOUDS, 1.0, -0.5),
        (Law::Teacher { flipped: 0.1 }, 0.5, 0.0),
        (Law::Logistic { steepness: 2.0 }, 0.5, 0.3),
    ] {
        let limit = Interpolators::new(law, alpha, margin).unwrap();
        let (d, n) = (200, (200.0 * alpha) as usize);
        let mut found: [Vec<f64>; 5] = Default::default();
        for draw in 0..16 {
            let sample = Sample::draw(law, n, d, 3, draw).unwrap();
            let best = solved(&sample, Objective::Margin, 0.0);
            found[0].push(sample.overlap(&best));
            found[1].push(sample.margin(&best));
            let random = solved(&sample, Objective::Random(draw as u64), margin);
            assert!(sample.margin(&random) > margin - 1e-3);
            found[2].push(sample.overlap(&random));
            let hebb = solved(&sample, Objective::Hebb, margin);
            assert!(sample.margin(&hebb) > margin - 1e-3);
            found[3].push(sample.overlap(&hebb));
            found[4].push(sample.overlap(&sample.hebb()));
        }
        let what = format!("{law:?} {alpha} {margin}");
        let best = limit.max_margin().unwrap();
        within_three(
            &found[0],
            best.overlap,
            &(what.clone() + " overlap of the margin"),
        );
        within_three(&found[1], best.limit, &(what.clone() + " margin"));
        within_three(
            &found[2],
            limit.lp_random().unwrap(),
            &(what.clone() + " random"),
        );
        within_three(
            &found[3],
            limit.lp_hebb().unwrap(),
            &(what.clone() + " Hebb's program"),
        );
        within_three(&found[4], limit.hebb(), &(what + " Hebb"));
    }
}

/// No other feasible direction is better than the optimum.
#[test]
fn optima_are_optimal() {
    let sample = Sample::draw(CLOUDS, 20, 40, 5, 0).unwrap();
    let best = solved(&sample, Objective::Margin, 0.0);
    let most = sample.margin(&best);
    let random = solved(&sample, Objective::Random(9), 1.0);
    let hebb = solved(&sample, Objective::Hebb, 1.0);
    let v = sample.hebb();
    let value = |theta: &[f64]| dot(&v, theta) / dot(theta, theta).sqrt();
    let mut walk = Walk::new(&sample, &best, 1.0, 1).unwrap();
    for _ in 0..300 {
        walk.roll(&sample);
        assert!(sample.margin(walk.theta()) <= most);
        assert!(sample.margin(walk.theta()) > 1.0 - 1e-9);
        assert!(value(walk.theta()) <= value(&hebb) + 1e-4);
    }
    assert!(value(&random) < value(&hebb));
    assert!((sample.margin(&hebb) - 1.0).abs() < 1e-4);
}

#[test]
fn an_experiment_finds_what_the_limits_say() {
    for (law, alpha, margin) in [
        (CLOUDS, 0.5, 0.0),
        (CLOUDS, 0.5, -0.5),
        (CLOUDS, 0.5, 0.5),
        (Law::Teacher { flipped: 0.0 }, 1.0, 0.0),
        (Law::Logistic { steepness: 2.0 }, 0.5, 0.0),
    ] {
        let limit = Interpolators::new(law, alpha, margin).unwrap();
        let size = ((alpha * 100.0) as usize, 100);
        let mut experiment = Experiment::new(law, size, margin, (16, 17));
        let mut before = 0.0;
        while experiment.advance() {
            assert!((before..1.0).contains(&experiment.share()));
            before = experiment.share();
        }
        let (found, what) = (&experiment.found, format!("{law:?} {margin}"));
        let typical = limit.typical().unwrap().overlap;
        within_three(&found.typical, typical, &what);
        within_three(&found.hebb, limit.hebb(), &what);
        within_three(&found.margin, limit.max_margin().unwrap().overlap, &what);
        within_three(&found.random, limit.lp_random().unwrap(), &what);
        within_three(&found.program, limit.lp_hebb().unwrap(), &what);
        assert_eq!(found.drawn.len(), 16 * 40);
    }
}

/// A walk in the plane, where the arc is known: its mean angle and its mean square.
#[test]
fn a_walk_is_uniform() {
    for margin in [0.0, 0.4, -0.4] {
        // One example along the first axis: cos φ ≥ κ/length.
        let sample = Sample {
            rows: vec![2.0, 0.0, 0.0],
            dimension: 3,
        };
        let mut walk = Walk::new(&sample, &[1.0, 0.0, 0.0], margin, 3).unwrap();
        // On the sphere in three dimensions the height is uniform (Archimedes).
        let low = margin / 2.0;
        let heights: Vec<f64> = (0..20_000)
            .map(|_| {
                walk.roll(&sample);
                walk.overlap()
            })
            .collect();
        assert!(heights.iter().all(|h| *h >= low - 1e-12));
        let mean = heights.iter().sum::<f64>() / 2e4;
        let square = heights.iter().map(|h| (h - mean).powi(2)).sum::<f64>() / 2e4;
        assert!((mean - 0.5 * (1.0 + low)).abs() < 0.01, "{margin}: {mean}");
        assert!(
            (square - (1.0 - low).powi(2) / 12.0).abs() < 0.01,
            "{margin}: {square}"
        );
    }
}

/// Two conditions that leave an arc of more than half a turn, and none: κ < 0 in the plane.
#[test]
fn a_walk_goes_round_a_corner() {
    let sample = Sample {
        rows: vec![1.0, 0.0, 0.0, 1.0],
        dimension: 2,
    };
    let mut walk = Walk::new(&sample, &[1.0, 0.0], -0.5, 3).unwrap();
    // cos φ ≥ −½ and sin φ ≥ −½: φ from −30° to 120°.
    let (mut least, mut most) = (10.0_f64, -10.0_f64);
    for _ in 0..5000 {
        walk.roll(&sample);
        let angle = libm::atan2(walk.theta()[1], walk.theta()[0]).to_degrees();
        (least, most) = (least.min(angle), most.max(angle));
    }
    assert!(
        (-30.0..-29.0).contains(&least) && (119.0..120.001).contains(&most),
        "{least} {most}"
    );
}

#[test]
fn descent_goes_from_hebb_to_the_largest_margin() {
    let sample = Sample::draw(CLOUDS, 60, 120, 2, 0).unwrap();
    let best = solved(&sample, Objective::Margin, 0.0);
    let (svm, most) = (sample.overlap(&best), sample.margin(&best));
    let hebb = sample.overlap(&sample.hebb());
    let mut descent = Descent::new(&sample);
    while descent.advance(&sample) {}
    let path = &descent.path;
    let (first, last) = (path[0], path[path.len() - 1]);
    assert!((first.1 - hebb).abs() < 1e-3, "{first:?} {hebb}");
    assert!(last.0 > 1e11, "{last:?}");
    // Near the largest margin, and nearer by 1/log t.
    assert!(
        (last.1 - svm).abs() < 0.02 && (last.1 - svm).abs() < 0.2 * (first.1 - svm).abs(),
        "{last:?} {svm}"
    );
    assert!(path.iter().all(|p| p.2 <= most * (1.0 + 1e-5)));
    let missing = |t: f64| {
        let at = path.iter().find(|p| p.0 >= t).unwrap();
        (most - at.2) * libm::log(at.0)
    };
    let (early, late) = (missing(1e5), missing(1e10));
    assert!((0.5..2.0).contains(&(late / early)), "{early} {late}");
}

#[test]
fn draws_are_reproducible_and_bounded() {
    let one = Sample::draw(CLOUDS, 3, 4, 1, 2).unwrap();
    assert_eq!(one.rows, Sample::draw(CLOUDS, 3, 4, 1, 2).unwrap().rows);
    assert_ne!(one.rows, Sample::draw(CLOUDS, 3, 4, 1, 3).unwrap().rows);
    assert!(Sample::draw(CLOUDS, 0, 4, 1, 2).is_none());
    assert!(Sample::draw(CLOUDS, 1000, 1000, 1, 2).is_none());
    // Examples that cannot be fitted have no program that meets them.
    let none = Sample::draw(Law::Teacher { flipped: 0.5 }, 60, 20, 1, 0).unwrap();
    let mut program = Program::new(&none, Objective::Margin, 0.0);
    while program.advance(&none) {}
    assert!(program.found().is_none());
}
