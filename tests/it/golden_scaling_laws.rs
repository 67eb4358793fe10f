//! Laws of scale against values computed elsewhere: NumPy 2.4 in double precision, from the constants as the papers print them
//! (Hoffmann et al. 2022, arXiv 2203.15556; Besiroglu et al. 2024, arXiv 2404.10102). The tolerance is the last digit given.

#![allow(clippy::unwrap_used, reason = "a test may unwrap, in its helpers too")]

use rankscope::grid::log_grid;
use rankscope::scaling_laws::{BESIROGLU, HOFFMANN, HOFFMANN_ROUNDED, Law, Split};

/// The budget of Gopher and Chinchilla, in FLOP.
const C: f64 = 5.76e23;
const LAWS: [Law; 3] = [HOFFMANN_ROUNDED, HOFFMANN, BESIROGLU];

#[track_caller]
fn close(got: f64, expected: f64, absolute: f64) {
    let error = (got - expected).abs();
    let text = format!("got {got}, expected {expected}: off by {error:e}");
    assert!(error <= absolute, "{text}");
}

#[test]
fn losses_of_chinchilla_and_gopher() {
    let chinchilla = Split {
        parameters: 70e9,
        tokens: 1.4e12,
    };
    let gopher = Split {
        parameters: 280e9,
        tokens: 300e9,
    };
    close(HOFFMANN.loss(chinchilla), 1.9208352039, 5e-11);
    close(HOFFMANN_ROUNDED.loss(chinchilla), 1.9366454706, 5e-11);
    for (law, small, large) in [
        (HOFFMANN_ROUNDED, 1.937, 1.993),
        (HOFFMANN, 1.921, 1.967),
        (BESIROGLU, 1.974, 2.000),
    ] {
        close(law.loss(chinchilla), small, 5e-4);
        close(law.loss(gopher), large, 5e-4);
    }
}

#[test]
fn best_splits_of_their_budget() {
    let best = BESIROGLU.best(C).unwrap();
    close(best.parameters, 7.224870e10, 5e3 + 1.0);
    close(best.tokens, 1.328744e12, 5e5);
    close(best.tokens_per_parameter(), 18.3912, 5e-5);
    close(BESIROGLU.loss(best), 1.9744411084, 5e-11);
    close(BESIROGLU.frontier_exponent(), 0.17829, 5e-6);
    for (law, parameters, tokens, ratio) in [
        (HOFFMANN_ROUNDED, 3.22e10, 2.98e12, 92.6474),
        (HOFFMANN, 4.03e10, 2.38e12, 59.0792),
    ] {
        let best = law.best(C).unwrap();
        close(best.parameters, parameters, 5e7);
        close(best.tokens, tokens, 5e9);
        close(best.tokens_per_parameter(), ratio, 5e-5);
    }
}

#[test]
fn the_best_size_grows_with_the_exponent_of_the_paper() {
    for (law, exponent) in LAWS.into_iter().zip([0.4516, 0.4565, 0.5126]) {
        let [small, large] = [1e20, 1e24].map(|c| law.best(c).unwrap().parameters);
        close((large / small).log10() / 4.0, exponent, 5e-5);
    }
}

#[test]
fn no_split_is_better_than_the_best_and_the_share_of_compute_reaches_the_same_loss() {
    for law in LAWS {
        for c in [1e15, 1e21, C, 1e27] {
            let best = law.best(c).unwrap();
            let least = law.loss(best);
            close(6.0 * best.parameters * best.tokens / c, 1.0, 1e-14);
            close(law.share_needed(best).unwrap(), 1.0, 1e-12);
            for n in log_grid(best.parameters / 1e3, best.parameters * 1e3, 1002) {
                let split = Split::of(c, n).unwrap();
                let loss = law.loss(split);
                assert!(loss >= least * (1.0 - 1e-14), "{n}: {loss} under {least}");
                let share = law.share_needed(split).unwrap();
                let again = law.loss(law.best(share * c).unwrap());
                close(again / loss, 1.0, 1e-12);
            }
        }
    }
}

#[test]
fn what_is_outside_the_domain_is_named() {
    let error = BESIROGLU.best(0.0).unwrap_err().to_string();
    assert_eq!(
        error,
        "the compute budget C: a finite number above 0, got 0"
    );
    for n in [f64::NAN, -1.0, f64::INFINITY] {
        assert!(Split::of(C, n).is_err(), "{n}");
    }
}
