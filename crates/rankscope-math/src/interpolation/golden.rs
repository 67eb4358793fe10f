//! The limits against values computed elsewhere: NumPy 2.4 and SciPy 1.17 in double precision. The tolerance is the last digit given.

#![allow(clippy::unwrap_used, reason = "a test may unwrap, in its helpers too")]

use super::{Interpolators, Law};

const CLOUDS: Law = Law::Mixture { distance: 1.5 };
const TEACHER: Law = Law::Teacher { flipped: 0.0 };

fn all(law: Law, alpha: f64, margin: f64) -> Interpolators {
    Interpolators::new(law, alpha, margin).unwrap()
}

#[track_caller]
fn close(got: f64, expected: f64, absolute: f64) {
    let error = (got - expected).abs();
    let text = format!("got {got}, expected {expected}: off by {error:e}");
    assert!(error <= absolute, "{text}");
}

#[test]
fn two_clouds() {
    for (alpha, log, typical, random, svm, kappa, lp, hebb) in [
        (
            0.1,
            -0.0639699250,
            0.102826204,
            0.053966106,
            0.406717170,
            3.3204990427,
            0.428570823,
            0.428571429,
        ),
        (
            0.2,
            -0.1196702850,
            0.180819566,
            0.098770456,
            0.503396069,
            2.4128233711,
            0.557051367,
            0.557086015,
        ),
        (
            0.5,
            -0.2574124747,
            0.335035598,
            0.200049605,
            0.604904775,
            1.5589295097,
            0.726715841,
            0.727606875,
        ),
        (
            1.0,
            -0.4382030970,
            0.474754973,
            0.311870011,
            0.659034855,
            1.0669313065,
            0.827607533,
            0.832050294,
        ),
        (
            1.5,
            -0.5919133251,
            0.555697174,
            0.389410361,
            0.683754634,
            0.8184690658,
            0.868882772,
            0.878310066,
        ),
    ] {
        let here = all(CLOUDS, alpha, 0.0);
        let found = here.typical().unwrap();
        close(found.volume.log, log, 1e-9);
        close(found.overlap, typical, 1e-7);
        close(here.lp_random().unwrap(), random, 1e-7);
        close(here.lp_hebb().unwrap(), lp, 1e-7);
        let best = here.max_margin().unwrap();
        close(best.limit, kappa, 1e-10);
        close(best.overlap, svm, 1e-7);
        close(here.hebb(), hebb, 1e-9);
        close(here.bayes(), hebb, 1e-9);
    }
    let here = all(CLOUDS, 0.5, 0.0);
    for (x, error) in [
        (here.typical().unwrap().overlap, 0.307639),
        (here.lp_random().unwrap(), 0.382060),
        (here.max_margin().unwrap().overlap, 0.182109),
        (here.lp_hebb().unwrap(), 0.137840),
        (here.hebb(), 0.137546),
    ] {
        close(here.error(x), error, 6e-7);
    }
    close(here.known_direction_error(), 0.067, 5e-4);
}

#[test]
fn the_rate_function() {
    let here = all(CLOUDS, 0.5, 0.0);
    let most = here.typical().unwrap().volume.log;
    let svm = here.max_margin().unwrap().overlap;
    // Hebb's program to nine digits, at which the reference was computed.
    let (lp, mean) = (0.726715841, here.hebb());
    for (x, rate) in [
        (0.0, 0.120257100),
        (0.2, 0.018892124),
        (0.5, 0.030730614),
        (svm, 0.088711105),
        (lp, 0.214050149),
        (mean, 0.215295962),
        (0.8, 0.340978192),
    ] {
        close(most - here.volume(x).unwrap().log, rate, 1e-9);
    }
    for (kappa, x, log) in [
        (-1.0, 0.15278456, -0.070201017),
        (-0.5, 0.23925601, -0.140910325),
        (0.5, 0.43310064, -0.450370710),
    ] {
        let found = all(CLOUDS, 0.5, kappa).typical().unwrap();
        close(found.overlap, x, 1e-7);
        close(found.volume.log, log, 1e-9);
    }
}

#[test]
fn stability() {
    for (kappa, alpha, number) in [
        (0.0, 0.5, 0.127),
        (0.0, 1.0, 0.195),
        (0.0, 2.0, 0.290),
        (0.0, 4.0, 0.451),
        (-1.0, 0.5, 0.046),
        (-1.0, 1.0, 0.070),
        (-1.0, 2.0, 0.100),
        (-1.0, 4.0, 0.136),
        (-1.0, 8.0, 0.187),
    ] {
        let found = all(CLOUDS, alpha, kappa).typical().unwrap();
        close(found.volume.at_number, number, 6e-4);
    }
}

#[test]
fn a_teacher_without_noise() {
    use std::f64::consts::PI;
    for (alpha, r, gibbs, bayes) in [
        (0.2, 0.12132612988, 0.46128531403, 0.38675259762),
        (0.5, 0.28032573437, 0.40955751939, 0.32239533961),
        (1.0, 0.48626363702, 0.33835946842, 0.25437297034),
        (2.0, 0.72829817397, 0.24031159407, 0.17453418558),
        (4.0, 0.90025730648, 0.14337827965, 0.10227979886),
        (40.0, 0.99879910070, 0.01560133969, 0.01103291789),
    ] {
        let here = all(TEACHER, alpha, 0.0);
        let found = here.typical().unwrap();
        close(found.overlap, r, 2e-10);
        close(here.error(found.overlap), gibbs, 1e-9);
        close(here.bayes().powi(2), r, 1e-10);
        close(here.error(here.bayes()), bayes, 1e-10);
        // Two interpolators share as much as one shares with the truth (Nishimori).
        let (x, q) = (found.overlap, found.volume.q);
        close(x * x + (1.0 - x * x) * q, x, 1e-9);
        close(here.error(x), libm::acos(x) / PI, 1e-15);
    }
    for (alpha, log, kappa, svm, random, lp, hebb) in [
        (
            0.2,
            -0.134596836,
            2.142672842,
            0.34250206,
            0.06353336,
            0.33632385,
            0.33607073,
        ),
        (
            0.5,
            -0.321665808,
            1.256380339,
            0.51214846,
            0.15717673,
            0.49574016,
            0.49137868,
        ),
        (
            1.0,
            -0.596441256,
            0.786549842,
            0.67135766,
            0.30331447,
            0.63985347,
            0.62368624,
        ),
        (
            2.0,
            -1.031038156,
            0.454577561,
            0.82975764,
            0.53702927,
            0.78410329,
            0.74839772,
        ),
    ] {
        let here = all(TEACHER, alpha, 0.0);
        close(here.typical().unwrap().volume.log, log, 1e-9);
        let best = here.max_margin().unwrap();
        close(best.limit, kappa, 1e-9);
        close(best.overlap, svm, 1e-7);
        close(here.lp_random().unwrap(), random, 1e-8);
        close(here.lp_hebb().unwrap(), lp, 1e-7);
        close(here.hebb(), hebb, 1e-8);
    }
    // α ε at α = 40.
    let far = all(TEACHER, 40.0, 0.0);
    close(
        40.0 * far.error(far.typical().unwrap().overlap),
        0.62405,
        6e-6,
    );
    close(
        40.0 * far.error(far.max_margin().unwrap().overlap),
        0.49993,
        6e-6,
    );
    close(40.0 * far.error(far.bayes()), 0.44132, 6e-6);
}

#[test]
fn wrong_labels_and_logistic_labels() {
    for (alpha, x, svm, random, hebb) in [
        (0.5, 0.22440137, 0.38601578, 0.12630429, 0.41138894),
        (1.0, 0.38874473, 0.48460969, 0.24677253, 0.53804131),
        (2.0, 0.56892492, 0.57054115, 0.45382804, 0.67007265),
    ] {
        let here = all(Law::Teacher { flipped: 0.1 }, alpha, 0.0);
        close(here.typical().unwrap().overlap, x, 1e-7);
        close(here.max_margin().unwrap().overlap, svm, 1e-7);
        close(here.lp_random().unwrap(), random, 1e-8);
        close(here.hebb(), hebb, 1e-8);
    }
    for (alpha, x, svm, hebb) in [
        (0.2, 0.09216997, 0.25262484, 0.26145721),
        (0.5, 0.21365817, 0.36454744, 0.39370731),
        (1.0, 0.37360506, 0.46250181, 0.51807956),
        (2.0, 0.56268818, 0.56396102, 0.65055234),
    ] {
        let here = all(Law::Logistic { steepness: 2.0 }, alpha, 0.0);
        close(here.typical().unwrap().overlap, x, 1e-7);
        close(here.max_margin().unwrap().overlap, svm, 1e-7);
        close(here.hebb(), hebb, 1e-8);
    }
    let here = all(Law::Logistic { steepness: 2.0 }, 0.5, 0.0);
    for (alpha, typical, svm) in [
        (0.2, 0.478, 0.439),
        (0.5, 0.448, 0.411),
        (1.0, 0.408, 0.386),
    ] {
        let there = here.at(alpha, 0.0).unwrap();
        close(there.error(there.typical().unwrap().overlap), typical, 6e-4);
        close(there.error(there.max_margin().unwrap().overlap), svm, 6e-4);
    }
    close(here.known_direction_error(), 0.2220103421, 1e-10);
}

#[test]
fn thresholds() {
    for (law, alpha, overlap) in [
        (Law::Teacher { flipped: 0.5 }, 2.0, 0.0),
        (Law::Teacher { flipped: 0.2 }, 2.39132705, 0.415434),
        (Law::Teacher { flipped: 0.1 }, 2.99228601, 0.606081),
        (Law::Teacher { flipped: 0.05 }, 3.80968879, 0.737304),
        (Law::Logistic { steepness: 2.0 }, 2.89913788, 0.615467),
        (Law::Logistic { steepness: 5.0 }, 5.40389062, 0.886283),
        (Law::Mixture { distance: 1.0 }, 3.70003346, 0.612003),
        (CLOUDS, 7.69749436, 0.751204),
        (Law::Mixture { distance: 3.0 }, 315.928313, 0.910050),
    ] {
        let found = all(law, 1.0, 0.0).threshold();
        close(found.limit, alpha, 6e-9 * alpha.max(1.0).powi(2).min(100.0));
        close(found.overlap, overlap, 6e-7);
    }
    assert_eq!(all(TEACHER, 1.0, 0.0).threshold().limit, f64::INFINITY);
}

#[test]
fn few_examples() {
    let here = all(CLOUDS, 1e-3, 0.0);
    close(here.typical().unwrap().overlap / 1e-3, 1.194839, 1e-6);
    close(here.lp_random().unwrap() / 1e-3, 0.597741, 1e-6);
}

/// Where nothing but one classifier is left, all limits are it; before, they are ordered.
#[test]
fn all_merge_at_the_threshold() {
    for law in [
        CLOUDS,
        Law::Teacher { flipped: 0.1 },
        Law::Logistic { steepness: 2.0 },
    ] {
        let from = all(law, 1.0, 0.0).threshold();
        let mut before = f64::INFINITY;
        for share in [0.3, 0.8, 0.99, 0.9999, 0.999999] {
            let here = all(law, share * from.limit, 0.0);
            let typical = here.typical().unwrap().overlap;
            let svm = here.max_margin().unwrap().overlap;
            let (random, hebb) = (here.lp_random().unwrap(), here.lp_hebb().unwrap());
            let text = format!("{law:?} {share}");
            assert!(random < typical.min(svm) && svm < hebb, "{text}");
            assert!(hebb < here.bayes(), "{text}");
            // The largest margin is better than the typical interpolator where examples are few, and only there.
            assert_eq!(svm > typical, share < 0.5, "{text}");
            // What is left shrinks as the root of what is missing of α*.
            let apart = hebb - random;
            let missing = 1.0 - share;
            assert!(
                apart < before && apart < 0.7 * missing.sqrt(),
                "{text}: {apart}"
            );
            assert!((svm - from.overlap).abs() < 0.4 * missing, "{text}");
            before = apart;
        }
        let beyond = all(law, 1.001 * from.limit, 0.0);
        assert!(beyond.typical().is_err() && beyond.lp_hebb().is_err());
        assert!(beyond.max_margin().is_err() && beyond.volume(from.overlap).is_none());
        let text = beyond.exist().unwrap_err().to_string();
        assert!(
            text.starts_with("no interpolator exists from α = "),
            "{text}"
        );
    }
}

/// Raising the margin turns the random program into the largest margin.
#[test]
fn the_random_program_becomes_the_largest_margin() {
    for law in [CLOUDS, TEACHER, Law::Logistic { steepness: 5.0 }] {
        let best = all(law, 0.7, 0.0).max_margin().unwrap();
        let at = |share: f64| all(law, 0.7, share * best.limit);
        let mut before = 0.0;
        for share in [-1.0, 0.0, 0.5, 0.9, 0.999, 1.0 - 1e-9] {
            let found = at(share).lp_random().unwrap();
            assert!(found > before, "{law:?} {share}");
            before = found;
        }
        close(before, best.overlap, 1e-6);
        let hebb = at(1.0 - 1e-9).lp_hebb().unwrap();
        close(hebb, best.overlap, 1e-3);
        assert!(at(1.0 + 1e-6).lp_random().is_err());
        // The threshold at this margin is where this margin is the largest.
        close(at(1.0).threshold().limit, 0.7, 1e-9);
    }
}

/// Everything everywhere the controls reach is a number in range, or a sentence.
#[test]
fn the_corners_of_the_domain() {
    let mut laws = vec![TEACHER, Law::Teacher { flipped: 0.5 }];
    laws.extend([0.0, 0.1, 3.0].map(|distance| Law::Mixture { distance }));
    laws.extend([0.1, 5.0, 20.0].map(|steepness| Law::Logistic { steepness }));
    for law in laws {
        for alpha in [0.01, 0.3, 1.9, 10.0, 100.0] {
            for kappa in [-2.0, -0.3, 0.0, 0.4, 2.0] {
                let here = all(law, alpha, kappa);
                let text = format!("{law:?} {alpha} {kappa}");
                let unit = |x: f64| (0.0..=1.0).contains(&x);
                assert!(unit(here.hebb()) && unit(here.bayes()), "{text}");
                assert!(unit(here.error(here.bayes())), "{text}");
                if here.exist().is_err() {
                    assert!(
                        here.lp_random().is_err() && here.typical().is_err(),
                        "{text}"
                    );
                    continue;
                }
                let typical = here.typical().unwrap();
                assert!(unit(typical.overlap) && unit(typical.volume.q), "{text}");
                assert!(typical.volume.log < 0.0, "{text}: {typical:?}");
                for x in [here.lp_random().unwrap(), here.lp_hebb().unwrap()] {
                    assert!(unit(x), "{text}: {x}");
                }
                // No other overlap has more volume.
                for x in [-0.5, 0.0, 0.2, 0.5, 0.8, 0.95] {
                    let other = here.volume(x).map_or(f64::NEG_INFINITY, |v| v.log);
                    assert!(other <= typical.volume.log + 1e-9, "{text}: {x}");
                }
            }
        }
    }
}

/// Other margins, from SciPy by quadrature over w and ξ apart, with the optima searched for and not their equations solved.
#[test]
fn other_margins() {
    let noise = |flipped| Law::Teacher { flipped };
    let logistic = |steepness| Law::Logistic { steepness };
    for (law, alpha, kappa, random, margin, svm, hebb) in [
        (
            CLOUDS,
            0.5,
            0.7,
            0.361854064,
            1.558929510,
            0.604904779,
            0.721071085,
        ),
        (
            CLOUDS,
            1.0,
            -0.5,
            0.186725205,
            1.066931306,
            0.659034855,
            0.831088342,
        ),
        (
            noise(0.1),
            0.5,
            0.0,
            0.126304283,
            1.163966408,
            0.386015776,
            0.412436883,
        ),
        (
            noise(0.1),
            2.0,
            0.0,
            0.453828047,
            0.216018401,
            0.570541143,
            0.651186120,
        ),
        (
            logistic(2.0),
            0.5,
            0.0,
            0.120294812,
            1.149727277,
            0.364547433,
            0.395883597,
        ),
        (
            logistic(2.0),
            1.0,
            0.3,
            0.335362709,
            0.622551650,
            0.462501815,
            0.525345540,
        ),
    ] {
        let here = all(law, alpha, kappa);
        close(here.lp_random().unwrap(), random, 1e-7);
        close(here.lp_hebb().unwrap(), hebb, 1e-7);
        let best = here.max_margin().unwrap();
        close(best.limit, margin, 1e-9);
        close(best.overlap, svm, 1e-7);
    }
    for (law, alpha, kappa, x, log) in [
        (CLOUDS, 0.5, 0.7, 0.471506733, -0.564544241),
        (noise(0.1), 1.0, 0.0, 0.388744728, -0.684815689),
        (TEACHER, 0.5, -0.4, 0.205887359, -0.192819436),
        (logistic(2.0), 0.5, 0.0, 0.213658174, -0.345103897),
        (logistic(5.0), 0.7, 0.3, 0.417586925, -0.668745109),
    ] {
        let found = all(law, alpha, kappa).typical().unwrap();
        close(found.overlap, x, 1e-7);
        close(found.volume.log, log, 1e-9);
    }
}
