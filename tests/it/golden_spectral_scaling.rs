//! Random features, gradient flow and the compute frontier against values computed elsewhere: NumPy 2.4 and SciPy 1.17 in double
//! precision. The tolerance is the last digit given.

#![allow(clippy::unwrap_used, reason = "a test may unwrap, in its helpers too")]

use rankscope::regression::{
    Frontier, Limits, Modes, RandomFeatures, Setting, flow_asymptote, flow_loss, generalization,
    monte_carlo::{Summary, random_features_draw},
    power_tail, random_features, symmetric_risk,
};

const NEVER: f64 = f64::INFINITY;

#[track_caller]
fn close(got: f64, expected: f64, absolute: f64) {
    let error = (got - expected).abs();
    let text = format!("got {got}, expected {expected}: off by {error:e}");
    assert!(error <= absolute, "{text}");
}

fn law(modes: usize, decay: f64) -> Vec<f64> {
    (1..=modes).map(|i| (i as f64).powf(-decay)).collect()
}

fn solved(modes: usize, limits: [f64; 4]) -> RandomFeatures {
    let [samples, features, ridge, noise] = limits;
    let limits = Limits {
        samples,
        features,
        ridge,
        noise,
    };
    random_features(&law(modes, 1.5), &law(modes, 1.8), &limits).unwrap()
}

#[test]
fn kernel_regression() {
    for ([n, ridge, noise], kappa, excess) in [
        ([50.0, 0.0, 0.0], 9.120413411292e-3, 0.120797917419),
        ([200.0, 0.0, 0.0], 9.727366813305e-4, 0.036264172911),
        ([800.0, 0.0, 0.0], 7.158789472296e-5, 0.007836978671),
        ([50.0, 0.0, 0.05], 9.120413411292e-3, 0.148839989511),
        ([200.0, 0.0, 0.05], 9.727366813305e-4, 0.070639780747),
        ([800.0, 0.0, 0.05], 7.158789472296e-5, 0.070967700147),
        ([50.0, 0.1, 0.05], 1.208457957833e-2, 0.149454026777),
        ([200.0, 0.1, 0.05], 1.721772975861e-3, 0.060976604672),
        ([800.0, 0.1, 0.05], 2.632680421775e-4, 0.028339054760),
    ] {
        let found = solved(2000, [n, NEVER, ridge, noise]);
        close(found.kappa / kappa, 1.0, 1e-11);
        close(found.excess, excess, 6e-13);
    }
    close(
        solved(2000, [200.0, NEVER, 0.1, 0.0]).excess,
        0.041736701245,
        6e-13,
    );
    close(
        solved(2000, [200.0, NEVER, 1e-3, 0.0]).excess,
        0.036309520472,
        6e-13,
    );
}

#[test]
fn a_kernel_is_what_the_eigenlearning_theory_says_of_it() {
    let (lambda, power) = (law(500, 1.5), law(500, 1.8));
    let modes = Modes::new(&lambda, &power).unwrap();
    for (samples, ridge, noise) in [(20.0, 0.0, 0.1), (100.0, 0.01, 0.0), (700.0, 0.5, 0.2)] {
        let setting = Setting {
            samples,
            ridge,
            noise,
        };
        let theirs = generalization(&modes, &setting, None).unwrap();
        let found = solved(500, [samples, NEVER, ridge, noise]);
        close(
            found.excess + noise,
            theirs.test_error,
            1e-12 * theirs.test_error,
        );
        close(found.kappa, theirs.kappa, 1e-12 * theirs.kappa);
        // Endless features by many.
        let many = solved(500, [samples, 1e9, ridge, noise]);
        close(many.excess, found.excess, 1e-5 * found.excess);
    }
}

#[test]
fn random_features_of_600_modes() {
    for ([n, k, ridge, noise], excess) in [
        ([120.0, 60.0, 0.0, 0.0], 0.2462142774),
        ([60.0, 120.0, 0.0, 0.0], 0.2170647371),
        ([120.0, 240.0, 0.01, 0.05], 0.1657275195),
        ([100.0, 100.0, 0.01, 0.05], 0.3769208090),
        ([100.0, 100.0, 1e-3, 0.0], 0.6557072141),
        ([100.0, 100.0, 0.1, 0.0], 0.1476954653),
    ] {
        close(solved(600, [n, k, ridge, noise]).excess, excess, 6e-11);
    }
    close(
        solved(600, [120.0, 60.0, 0.0, 0.0]).level,
        5.8627329324e-3,
        6e-14,
    );
    close(
        solved(600, [120.0, 240.0, 0.01, 0.05]).level,
        2.0190807639e-3,
        6e-14,
    );
    assert_eq!(solved(600, [100.0, 100.0, 0.0, 0.0]).excess, f64::INFINITY);
}

/// Maloney, Roberts and Sully: samples and features change places.
#[test]
fn the_symmetric_risk() {
    for (alpha, risk) in [(0.5, 0.608027560753), (1.0, 0.063174316715)] {
        let lambda = law(2000, 1.0 + alpha);
        close(symmetric_risk(&lambda, 50.0, 200.0), risk, 6e-13);
        for (samples, features) in [(50.0, 200.0), (200.0, 50.0)] {
            let limits = Limits {
                samples,
                features,
                ridge: 0.0,
                noise: 0.0,
            };
            let found = random_features(&lambda, &lambda, &limits).unwrap();
            close(found.excess, risk, 6e-12);
        }
    }
    // Their asymptotic level: (m (1+α)/π sin(π/(1+α)))^-(1+α).
    let level = |alpha: f64| {
        let b = 1.0 + alpha;
        (50.0 * b / std::f64::consts::PI * (std::f64::consts::PI / b).sin()).powf(-b)
    };
    close(level(0.5), 0.0106374362, 6e-11);
    close(level(1.0), 0.0009869604, 6e-11);
}

#[test]
fn width_limits_a_smooth_target_by_b_where_data_limit_it_by_twice_as_much() {
    let slope = |decay: f64, target: f64, by_width: bool| {
        let (lambda, power) = (law(20_000, decay), law(20_000, target));
        let at = |m: f64| {
            let (samples, features) = if by_width { (NEVER, m) } else { (m, NEVER) };
            let limits = Limits {
                samples,
                features,
                ridge: 0.0,
                noise: 0.0,
            };
            random_features(&lambda, &power, &limits)
                .unwrap()
                .excess
                .ln()
        };
        (at(40.0) - at(80.0)) / 2.0_f64.ln()
    };
    close(slope(1.5, 6.0, true), 1.5, 0.03);
    close(slope(1.5, 6.0, false), 3.0, 0.1);
    close(slope(1.5, 1.8, true), 0.8, 0.05);
}

#[test]
fn gradient_flow_and_its_leading_term() {
    for ((a, b, t), exact, formula) in [
        ((1.8, 1.5, 10.0), 0.2245499705, 0.2245555995),
        ((1.8, 1.5, 1e3), 0.0192600417, 0.0192600417),
        ((1.5, 2.0, 10.0), 0.8571282312, 0.8572225371),
    ] {
        close(flow_asymptote(b, a, t).unwrap(), formula, 6e-11);
        // A million modes, and beyond them a target that is not learned by then.
        let modes = 1_000_000;
        let sum = flow_loss(&law(modes, b), &law(modes, a), t) + power_tail(modes, a);
        close(sum, exact, 1.1e-10);
    }
    for ((a, b, t), formula) in [
        ((1.8, 1.5, 1e5), 0.0016519259),
        ((1.5, 2.0, 1e3), 0.2710775679),
        ((1.5, 2.0, 1e5), 0.0857222537),
    ] {
        close(flow_asymptote(b, a, t).unwrap(), formula, 6e-11);
    }
}

/// Every width tried in turn, in NumPy.
#[test]
fn the_compute_frontier() {
    let frontier = Frontier::new(law(20_000, 1.25), law(20_000, 1.5), power_tail(20_000, 1.5));
    let mut before: Option<f64> = None;
    for (compute, loss, width, slope) in [
        (1e4, 0.242757, 93, 0.0),
        (1e5, 0.145641, 259, -0.2219),
        (1e6, 0.087333, 723, -0.2221),
        (1e7, 0.052360, 2011, -0.2222),
        (1e8, 0.031390, 5597, -0.2222),
    ] {
        let (found, least) = frontier.best(compute);
        close(least, loss, 6e-7);
        assert_eq!(found, width);
        for other in [1, found / 2, found - 1, found + 1, 2 * found] {
            assert!(frontier.loss(other, compute) >= least, "{other}");
        }
        if let Some(before) = before.replace(least) {
            close((least / before).log10(), slope, 6e-5);
        }
    }
}

#[test]
fn regressions_done_fall_on_the_theory() {
    for (n, k, ridge, noise) in [
        (60.0, 30.0, 0.0, 0.0),
        (30.0, 60.0, 0.0, 0.0),
        (60.0, 90.0, 0.01, 0.05),
    ] {
        let limits = Limits {
            samples: n,
            features: k,
            ridge,
            noise,
        };
        let (lambda, power) = (law(200, 1.5), law(200, 1.8));
        let mut errors = Summary::default();
        for draw in 0..200 {
            errors.add(random_features_draw(&lambda, &power, &limits, 5, draw).unwrap());
        }
        let theory = random_features(&lambda, &power, &limits).unwrap().excess;
        let sigma = errors.standard_error().unwrap();
        // Three standard errors, and a finite size of a few percent.
        close(errors.mean(), theory, 3.0 * sigma + 0.06 * theory);
    }
}
