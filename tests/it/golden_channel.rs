//! The channel law and the law of quantisation against values computed elsewhere: NumPy 2.4 in double precision, and SciPy 1.17's
//! `least_squares` (Levenberg-Marquardt, many starts) for the fits. The tolerance is the last digit given.

#![allow(clippy::unwrap_used, reason = "a test may unwrap, in its helpers too")]

use rankscope::scaling_laws::{
    Channel, Split,
    channel_fit::{STARTS, additive, descend, identifiability, quality},
    fit::Trained,
    public_runs::{PYTHIA_SIZES, pythia, repeated},
    quantised,
};

#[track_caller]
fn close(got: f64, expected: f64, absolute: f64) {
    let error = (got - expected).abs();
    let text = format!("got {got}, expected {expected}: off by {error:e}");
    assert!(error <= absolute, "{text}");
}

fn at(parameters: f64, tokens: f64) -> Split {
    Split { parameters, tokens }
}

/// The constants fitted to Pythia, of N in 1e9 and D in 1e10, as in the independent fit.
fn fitted() -> Channel {
    let (beta, gamma, delta) = (0.9213, 0.4566, 1.4475);
    Channel {
        a: 0.15209 * 1e9_f64.powf(-0.3053),
        alpha: 0.3053,
        beta,
        c: 0.3308 * 1e10_f64.powf(beta) * 1e19_f64.powf(-gamma),
        gamma,
        d: 0.00643 * 1e10_f64.powf(beta - delta),
        delta,
        e: 0.01398 * 1e10_f64.powf(beta),
    }
}

fn best(runs: &[Trained]) -> (Channel, f64) {
    let ends = (0..STARTS).map(|start| descend(runs, start));
    ends.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap()
}

#[test]
fn interaction_alone_turns_every_size_at_one_product() {
    let law = Channel {
        a: 1.0,
        alpha: 0.1,
        beta: 0.3,
        c: 1e-12,
        gamma: 0.6,
        d: 0.0,
        delta: 1.0,
        e: 1.0,
    };
    for (n, tokens) in [(1e8, 1e12), (1e9, 1e11), (1e10, 1e10)] {
        close(law.best_tokens(n).unwrap() / tokens, 1.0, 1e-12);
        close(law.valley_slope(n).unwrap(), -1.0, 1e-12);
    }
    let never = Channel { gamma: 0.3, ..law };
    assert_eq!(never.best_tokens(1e9), None);
}

#[test]
fn the_turning_point_is_the_least_of_a_grid_and_the_slope_its_derivative() {
    let base = fitted();
    for law in [
        base,
        Channel {
            gamma: 1.1,
            c: 1e-9,
            ..base
        },
        Channel { c: 0.0, ..base },
    ] {
        for n in [1e7, 1e9, 1e11] {
            let tokens = law.best_tokens(n).unwrap();
            let least = law.loss(at(n, tokens));
            for i in -300..=300 {
                let other = law.loss(at(n, tokens * (0.01 * f64::from(i)).exp()));
                assert!(
                    other >= least * (1.0 - 1e-14),
                    "{n} {i}: {other} under {least}"
                );
            }
            let [low, high] = [0.999, 1.001].map(|by| law.best_tokens(n * by).unwrap().ln());
            let slope = (high - low) / (1.001_f64 / 0.999).ln();
            close(law.valley_slope(n).unwrap(), slope, 1e-6);
        }
    }
}

#[test]
fn a_common_factor_of_the_noises_and_the_signal_cancels() {
    let law = fitted();
    let split = at(1e9, 1e11);
    // b = t is the same as all three noises over t.
    let [signal, noises @ ..] = law.parts(split).map(f64::exp);
    let snr = signal / noises.iter().sum::<f64>();
    close(law.snr(split) / snr, 1.0, 1e-12);
    let capacity = law.a * 1e9_f64.powf(law.alpha) * (1.0 + snr).log2();
    close(law.loss(split) * capacity, 1.0, 1e-12);
}

#[test]
fn the_fit_to_pythia() {
    let runs = pythia();
    assert_eq!(runs.len(), 120);
    let (law, cost) = best(&runs);
    close(cost, 0.0579926767783, 1e-12);
    close(law.alpha, 0.3054, 5e-5);
    close(law.beta, 0.9209, 5e-5);
    close(law.gamma, 0.4565, 5e-5);
    close(law.delta, 1.4481, 5e-5);
    let found = quality(&runs, |split| law.loss(split));
    close(found.r2, 0.99346, 5e-6);
    close(found.rms, 0.0916, 5e-5);
    for (n, tokens) in PYTHIA_SIZES.into_iter().zip([90e9, 162e9, 280e9, 433e9]) {
        close(law.best_tokens(n).unwrap(), tokens, 0.5e9);
    }
    close(law.best_tokens(PYTHIA_SIZES[7]).unwrap(), 1.4e12, 0.05e12);
    // The rounded constants of the independent fit say nearly the same.
    close(
        quality(&runs, |split| fitted().loss(split)).r2,
        0.99346,
        2e-5,
    );
    let form = additive(&runs);
    close(quality(&runs, |split| form.loss(split)).r2, 0.981, 5e-4);
}

#[test]
fn the_largest_pythia_is_predicted_better_than_by_chinchillas_form() {
    let runs = pythia();
    let (test, rest): (Vec<Trained>, Vec<Trained>) =
        runs.iter().partition(|run| run.split.parameters > 1e10);
    let train: Vec<Trained> = rest
        .into_iter()
        .filter(|run| run.split.tokens <= 180e9)
        .collect();
    assert_eq!((train.len(), test.len()), (63, 15));
    let (law, _) = best(&train);
    let found = quality(&test, |split| law.loss(split));
    close(found.rms, 0.0473, 5e-5);
    close(found.r2, 0.993, 5e-4);
    let form = additive(&train);
    close(quality(&test, |split| form.loss(split)).rms, 0.1042, 5e-5);
}

#[test]
fn on_repeated_data_the_product_of_size_and_tokens_decides() {
    let runs = repeated();
    let (law, _) = best(&runs);
    for n in [146e6, 421e6, 1.1e9] {
        close(law.valley_slope(n).unwrap(), -1.0, 0.05);
        // The least losses observed lie at 0.76 to 1.16 e18.
        close(law.best_tokens(n).unwrap() * n / 1e18, 0.85, 0.02);
    }
}

#[test]
fn of_nine_constants_one_is_redundant() {
    let runs = pythia();
    let spectrum = identifiability(&runs, &best(&runs).0).unwrap();
    assert_eq!(spectrum.len(), 9);
    assert!(
        spectrum[8] < 1e-13 * spectrum[0] && spectrum[7] > 1e-3 * spectrum[0],
        "{spectrum:?}"
    );
    // Differences of log loss, in one of the constants.
    let law = best(&runs).0;
    let moved = Channel {
        a: law.a * 1.001,
        ..law
    };
    let sum: f64 = runs
        .iter()
        .map(|run| (moved.loss(run.split) / law.loss(run.split)).ln().powi(2))
        .sum();
    close(sum.sqrt() / 1.001_f64.ln(), 120.0_f64.sqrt(), 1e-9);
    assert!(spectrum[0] >= 120.0_f64.sqrt());
}

#[test]
fn quantised_pythia() {
    let (small, large) = (PYTHIA_SIZES[1], PYTHIA_SIZES[7]);
    for (n, whole) in [
        (small, 3.393496),
        (PYTHIA_SIZES[3], 3.071139),
        (large, 2.732499),
    ] {
        close(quantised::whole(at(n, 3e11)), whole, 5e-7);
    }
    for (n, costs) in [
        (small, [0.142835, 0.694363, 6.449223]),
        (large, [0.047261, 0.229751, 2.133920]),
    ] {
        for (bits, cost) in [4.0, 3.0, 2.0].into_iter().zip(costs) {
            close(quantised::degradation(at(n, 3e11), bits), cost, 5e-7);
        }
    }
    let tokens = [28.01, 37.60, 48.17, 58.33, 63.13, 72.84, 87.48, 97.63];
    let losses = [
        4.0466, 3.7366, 3.4969, 3.3240, 3.2555, 3.1356, 2.9895, 2.9056,
    ];
    for ((n, tokens), loss) in PYTHIA_SIZES.into_iter().zip(tokens).zip(losses) {
        let found = quantised::turning_point(n, 3.0).unwrap();
        close(found / 1e9, tokens, 5.1e-3);
        close(quantised::loss(at(n, found), 3.0), loss, 5.1e-5);
    }
    for (bits, first, last) in [(4.0, 81.1, 279.7), (2.0, 5.718, 20.93)] {
        let at = |n| quantised::turning_point(n, bits).unwrap() / 1e9;
        close(at(PYTHIA_SIZES[0]) / first, 1.0, 1e-3);
        close(at(large) / last, 1.0, 5e-4);
    }
    assert_eq!(quantised::turning_point(large, 16.0), None);
}
