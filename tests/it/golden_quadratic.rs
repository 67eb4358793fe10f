//! Scaling laws of quadratic networks against the authors' published curves, real trainings and limits known in closed form.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::f64::consts::PI;

use rankscope::quadratic::{
    Error, FreeConvolution, Setting, Solution, Teacher, bayes_optimal, lasso, solve, tail_law,
    thresholds, training::Training,
};

fn best(teacher: &Teacher, width: f64, samples: f64, noise: f64, penalty: f64) -> Solution {
    let setting = Setting {
        width,
        samples,
        noise,
        penalty,
    };
    let all = solve(teacher, &setting).unwrap();
    assert!(all[0].residual < 1e-8, "{:?}", all[0]);
    all[0]
}

#[track_caller]
fn within(value: f64, wanted: f64, relative: f64) {
    let off = (value / wanted - 1.0).abs();
    assert!(
        off <= relative,
        "got {value}, wanted {wanted} ({off:e} off)"
    );
}

/// Repository SPOC-group/WidthQuadraticNetworks, state-evolution data behind the figures of 2606.28242:
/// d = 400, gamma = 1.25, Delta = 0.1, n = 160000, lambda = 0.1.
#[test]
fn the_authors_state_evolution() {
    let teacher = Teacher::power_law(1.25, 400).unwrap();
    for (width, wanted) in [
        (400.0, 0.01442),
        (23.0, 0.00805),
        (2.0, 0.12361),
        (1.0, 0.25527),
    ] {
        let found = best(&teacher, width, 160_000.0, 0.1, 0.1);
        within(found.error, wanted, 0.01);
    }
}

/// The same data for other n (lambda = 400^(−1/2)), and the closed form beside it as printed with the data's analysis. At p = 23 the
/// closed form fails: the network has begun to learn noise.
#[test]
fn the_authors_curves_over_width() {
    let teacher = Teacher::power_law(1.25, 400).unwrap();
    for (samples, width, wanted, closed) in [
        (530_313.0, 4, 0.05193, 0.05192),
        (530_313.0, 14, 0.00959, 0.00956),
        (530_313.0, 35, 0.00387, 0.00371),
        (160_000.0, 9, 0.01848, 0.01842),
        (160_000.0, 14, 0.01119, 0.01107),
        (48_273.0, 9, 0.02257, 0.02227),
        (48_273.0, 23, 0.0217, 0.0171),
    ] {
        let law = tail_law::closed_form(&teacher, width, samples, 0.1).unwrap();
        within(law.unwrap(), closed, 3e-3);
        let found = best(&teacher, width as f64, samples, 0.1, 0.05).error;
        within(found, wanted, 0.015);
    }
    // n = 6.4e7: only the tail is left.
    let saturated = best(&teacher, 4.0, 6.4e7, 0.1, 0.1).error;
    within(saturated, teacher.tail(4), 2e-3);
    within(teacher.tail(4), 0.05161, 2e-4);
}

/// Networks trained with L-BFGS by another program (mean and its error over 4 seeds at d = 64, 2 at d = 100), n = d², gamma = 1.25,
/// Delta = lambda = 0.1. The theory holds for d → ∞; at finite d trained networks lie above it by up to 4/d.
#[test]
fn networks_trained_elsewhere() {
    for (d, width, trained, error) in [
        (64, 64.0, 0.02269, 0.00011),
        (64, 20.0, 0.02748, 0.00027),
        (64, 8.0, 0.03124, 0.00056),
        (64, 4.0, 0.05914, 0.00048),
        (64, 2.0, 0.12854, 0.00067),
        (64, 1.0, 0.25933, 0.00037),
        (100, 100.0, 0.02024, 0.00016),
    ] {
        let teacher = Teacher::power_law(1.25, d).unwrap();
        let theory = best(&teacher, width, (d * d) as f64, 0.1, 0.1).error;
        let excess = trained - theory;
        let finite_size = 4.0 / d as f64 * theory;
        assert!(
            excess > -3.0 * error && excess < finite_size + 3.0 * error,
            "d = {d}, p = {width}: trained {trained}({error}), theory {theory}"
        );
    }
}

/// The same equations solved by sampling the noise matrix at d = 64 (one program, few draws): the other program's numbers carry the
/// noise matrix's own finite-size terms, at most 2.5 % here.
#[test]
fn sampled_state_evolution() {
    let teacher = Teacher::power_law(1.25, 64).unwrap();
    for (width, sampled) in [
        (64.0, 0.02228),
        (20.0, 0.02648),
        (8.0, 0.03066),
        (4.0, 0.05797),
        (2.0, 0.12793),
        (1.0, 0.25899),
    ] {
        within(
            best(&teacher, width, 4096.0, 0.1, 0.1).error,
            sampled,
            0.025,
        );
    }
}

/// Bayes-optimal error at d = 100, n = 10000, gamma = 1.25, Delta = 0.1, from an independent quadrature; and the best penalty comes
/// close to it from above.
#[test]
fn bayes() {
    let teacher = Teacher::power_law(1.25, 100).unwrap();
    let optimum = bayes_optimal(&teacher, 1e4, 0.1).unwrap().error;
    within(optimum, 0.00977, 1e-3);
    for penalty in [0.02, 0.1, 0.2, 0.4, 0.8, 1.6] {
        assert!(best(&teacher, 100.0, 1e4, 0.1, penalty).error > optimum);
    }
    // Information bound for a low-rank target without noise: recovered above, not below.
    let flat = Teacher::flat(20, 100).unwrap();
    assert!(bayes_optimal(&flat, 0.19 * 1e4, 0.0).unwrap().error < 1e-5);
    assert!(bayes_optimal(&flat, 0.15 * 1e4, 0.0).unwrap().error > 0.05);
}

/// How far each error is from its limit, as a share of the limit.
fn excess(pairs: impl IntoIterator<Item = (f64, f64)>) -> Vec<f64> {
    let share = |(error, limit): (f64, f64)| error / limit - 1.0;
    pairs.into_iter().map(share).collect()
}

/// That each distance from a limit is less than `ratio` times the one before, and the last one below `end`.
#[track_caller]
fn vanishes(distances: &[f64], ratio: f64, end: f64) {
    for pair in distances.windows(2) {
        assert!(pair[1].abs() < ratio * pair[0].abs(), "{distances:?}");
    }
    let last = distances[distances.len() - 1];
    assert!(last.abs() < end, "{distances:?}");
}

/// Pure noise, p = d, Delta = 1: exact values of the bulk equations from an independent quadrature, and the closed forms to which the
/// state evolution tends in each corner.
#[test]
fn corners_of_the_full_width_phase_diagram() {
    let nothing = Teacher::new(vec![0.0; 400]).unwrap();
    let error = |alpha: f64, penalty| best(&nothing, 400.0, alpha * 160_000.0, 1.0, penalty).error;
    for (alpha, exact) in [(1e-4, 0.01004), (1e-3, 0.0270), (1e-2, 0.083)] {
        within(error(alpha, 1e-9), exact, 7e-3);
    }
    for (penalty, exact) in [(1e-3, 21.87), (1e-5, 476.6)] {
        within(error(0.25, penalty), exact, 3e-4);
    }
    let few = |alpha: f64| {
        let limit = 0.3832 * f64::powf(alpha, 0.4);
        (error(alpha, 1e-9), limit)
    };
    vanishes(&excess([1e-2, 1e-3, 1e-4, 1e-5].map(few)), 0.5, 0.03);
    let peak = |penalty: f64| {
        let limit = 0.5 * (3.0 * PI / (32.0 * penalty)).powf(2.0 / 3.0);
        (error(0.25, penalty), limit)
    };
    vanishes(&excess([1e-1, 1e-2, 1e-3, 1e-4, 1e-5].map(peak)), 0.5, 1e-3);
    for alpha in [0.3, 1.0, 7.0] {
        let many = |penalty| {
            let limit = 1.0 / (8.0 * alpha - 2.0);
            (error(alpha, penalty), limit)
        };
        vanishes(&excess([1e-2, 1e-4, 1e-6].map(many)), 0.1, 1e-4);
        within(error(alpha, 1e-11), many(1e-11).1, 1e-6);
    }
    // Everything learned, n → ∞ without noise: what the penalty costs.
    let teacher = Teacher::power_law(0.8, 200).unwrap();
    let cost = |n: f64| {
        let limit = (0.1 * 200.0 / (4.0 * n / 200.0_f64)).powi(2);
        (best(&teacher, 200.0, n, 0.0, 0.1).error, limit)
    };
    vanishes(&excess([2e7, 2e8, 2e9].map(cost)), 0.5, 2e-3);
}

/// Values of the minimisation by an independent program; the flat target is recovered above the threshold only.
#[test]
fn perfect_recovery() {
    for (k, wanted) in [
        (0.05, 0.0920),
        (0.1, 0.1576),
        (0.2, 0.2556),
        (0.3, 0.3272),
        (0.5, 0.4222),
        (0.8, 0.4892),
    ] {
        let alpha = thresholds::perfect_recovery(k).unwrap();
        assert!((alpha - wanted).abs() < 1e-4, "{k}: {alpha}");
        assert!(alpha > thresholds::information(k).unwrap());
        assert!(alpha < thresholds::unique_fit(k).unwrap() + 1e-12);
    }
    // Without noise and with a small penalty: recovered above 0.2556, not below.
    let flat = Teacher::flat(20, 100).unwrap();
    let error = |alpha: f64| best(&flat, 100.0, alpha * 1e4, 0.0, 1e-4).error;
    assert!(error(0.18) > 0.2 && error(0.24) > 0.01);
    assert!(error(0.26) < 1e-3 && error(0.30) < 1e-4);
}

/// For p ≥ d the two equations are those of 2509.24882, with J(a, b) = ∫_b^∞ (x − b)²dμ_a:
/// 4αδ − δ/ε = ∂₁J and Q* + Δ/2 + 2αδ² − δ²/ε = (1 − λε∂₂)J at (δ, λε). Derivatives by central differences.
#[test]
fn the_published_pair() {
    for (gamma, alpha, noise, penalty) in [(1.25, 1.0, 0.1, 0.1), (0.8, 0.3, 0.5, 0.02)] {
        let teacher = Teacher::power_law(gamma, 100).unwrap();
        let s = best(&teacher, 100.0, alpha * 1e4, noise, penalty);
        let j = |a: f64, b: f64| {
            let spectrum = FreeConvolution::new(&teacher, a).unwrap();
            spectrum.above(b).learned_square(b)
        };
        let (a, b, h) = (s.delta, s.threshold, 1e-5);
        let d1 = (j(a + h, b) - j(a - h, b)) / (2.0 * h);
        let d2 = (j(a, b + h) - j(a, b - h)) / (2.0 * h);
        within(4.0 * alpha * a - a / s.epsilon, d1, 1e-6);
        let left = 1.0 + 0.5 * noise + 2.0 * alpha * a * a - a * a / s.epsilon;
        within(left, j(a, b) - b * d2, 1e-6);
    }
}

/// The density against its mass and second moment, Q* + δ², and against the closed-form integrals above a threshold.
#[test]
fn density() {
    for (gamma, d, delta) in [
        (1.25, 100, 0.18),
        (0.6, 400, 0.05),
        (0.6, 400, 0.5),
        (2.0, 50, 1.0),
    ] {
        let teacher = Teacher::power_law(gamma, d).unwrap();
        let spectrum = FreeConvolution::new(&teacher, delta).unwrap();
        let sum = |h: &dyn Fn(f64) -> f64| -> f64 {
            let points = spectrum.density();
            let points = points.iter().flatten();
            points.map(|p| p.density * p.weight * h(p.x)).sum()
        };
        within(sum(&|_| 1.0), 1.0, 1e-4);
        within(sum(&|x| x * x), 1.0 + delta * delta, 1e-4);
        let all = spectrum.above(-1e3);
        within(all.mass, 1.0, 1e-12);
        within(all.second, 1.0 + delta * delta, 1e-12);
        within(all.spread, 1.0, 1e-12);
    }
}

/// Trained here, d = 24, mean of eight: within the statistical error and the finite-size term of the theory.
#[test]
fn networks_trained_here() {
    let teacher = Teacher::power_law(1.25, 24).unwrap();
    for width in [1.0, 4.0, 24.0] {
        let setting = Setting {
            width,
            samples: 576.0,
            noise: 0.1,
            penalty: 0.1,
        };
        let errors: Vec<f64> = (0..8)
            .map(|seed| {
                let mut run = Training::new(&teacher, &setting, seed).unwrap();
                while !run.step() {}
                assert!(run.iterations() < 400);
                run.error()
            })
            .collect();
        let mean = errors.iter().sum::<f64>() / 8.0;
        let variance = errors.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / 7.0;
        let theory = solve(&teacher, &setting).unwrap()[0].error;
        let allowed = 3.0 * (variance / 8.0).sqrt() + 4.0 / 24.0 * theory;
        assert!(
            (mean - theory).abs() < allowed,
            "p = {width}: {mean} against {theory}, allowed {allowed}"
        );
    }
}

#[test]
fn bad_input_is_told_in_a_sentence() {
    let says = |result: Result<(), Error>| result.unwrap_err().to_string();
    assert_eq!(
        says(Teacher::power_law(0.5, 10).map(drop)),
        "the decay gamma of the target: a finite number above 0.5, got 0.5"
    );
    assert_eq!(
        says(Teacher::new(vec![]).map(drop)),
        "the target's eigenvalues: 1 to 4000 numbers, got 0"
    );
    assert_eq!(
        says(Teacher::new(vec![1.0, -0.5]).map(drop)),
        "an eigenvalue of the target: 0 to 1e100, got -0.5"
    );
    let teacher = Teacher::power_law(1.0, 10).unwrap();
    let good = Setting {
        width: 5.0,
        samples: 100.0,
        noise: 0.1,
        penalty: 0.1,
    };
    let with = |setting: Setting| says(solve(&teacher, &setting).map(drop));
    let sentence = with(Setting {
        width: 11.0,
        ..good
    });
    assert_eq!(
        sentence,
        "the width p: 1 to the dimension d (a wider network learns the same), got 11"
    );
    let sentence = with(Setting {
        samples: 0.0,
        ..good
    });
    assert_eq!(
        sentence,
        "the number of samples n: a finite number above 0, got 0"
    );
    let sentence = with(Setting {
        penalty: -1.0,
        ..good
    });
    assert_eq!(
        sentence,
        "the penalty lambda: a finite number above 0, got -1"
    );
    let sentence = with(Setting {
        noise: f64::NAN,
        ..good
    });
    assert_eq!(
        sentence,
        "the label noise Delta: a finite number from 0, got NaN"
    );
}

/// The LASSO solved by coordinate descent in NumPy (40 draws, numpy.random.default_rng(5)): d = 200, n = 150, theta_i ~ 1/i of norm 1,
/// Delta = 0.05; mean squared error and number of nonzeros, each with its statistical error.
#[test]
fn lasso_on_sampled_data() {
    let length = (1..=200).map(|i| f64::from(i).powi(-2)).sum::<f64>().sqrt();
    let target: Vec<f64> = (1..=200).map(|i| 1.0 / (f64::from(i) * length)).collect();
    let at = |t: f64| lasso::at_threshold(&target, 150.0, 0.05, t).unwrap();
    for (penalty, error, error_by, kept, kept_by) in [
        (3.0, 0.06421, 0.00165, 62.4, 0.84),
        (8.0, 0.09507, 0.00239, 23.35, 0.53),
        (20.0, 0.20041, 0.00433, 5.73, 0.21),
    ] {
        let (mut low, mut high) = (0.6, 6.0);
        for _ in 0..50 {
            let middle = 0.5 * (low + high);
            if at(middle).penalty < penalty {
                low = middle;
            } else {
                high = middle;
            }
        }
        let found = at(low);
        within(found.penalty, penalty, 1e-9);
        assert!((found.error - error).abs() < 3.0 * error_by, "{found:?}");
        assert!((found.kept - kept).abs() < 3.0 * kept_by, "{found:?}");
        let tuned = lasso::tuned(&target, 150.0, 0.05).unwrap();
        assert!(tuned.error <= found.error);
    }
}
