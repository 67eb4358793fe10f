//! Effective ranks, limits, thresholds and tail fits against values from other sources.
//!
//! Unless a test names its own source, the expected values were computed with mpmath at 30 digits from the definitions.

#![cfg(test)]
#![expect(
    clippy::excessive_precision,
    reason = "reference values stand as they were computed"
)]

use rankscope::linalg::{
    Matrix,
    random::{gaussian, seeded},
};
use rankscope::spectrum::{
    Ranks, Spectrum, Weights, families, limits,
    power_law::{fit, fit_spectrum, tail_exponent},
    thresholds::*,
};

/// Fails unless the two agree to the relative tolerance.
fn close(found: f64, expected: f64, tolerance: f64) {
    let error = (found - expected).abs() / expected.abs();
    assert!(
        error <= tolerance,
        "found {found:?}, expected {expected:?}: relative error {error:e}"
    );
}

/// A few units in the last place: what summing some ten terms may lose.
const ROUNDING: f64 = 2e-15;

fn spectrum(values: &[f64]) -> Spectrum {
    Spectrum::new(values.to_vec(), values.len(), values.len()).unwrap()
}

struct Golden {
    values: Vec<f64>,
    half: f64,
    ranks: Ranks,
    energy_ranks: [usize; 3],
}

fn goldens() -> Vec<Golden> {
    vec![
        Golden {
            values: vec![4.0, 2.0, 1.0, 1.0],
            half: 3.6642135623730945,
            ranks: Ranks {
                erank: 3.3635856610148582,
                nuclear_frobenius_rank: 32.0 / 11.0,
                energy_entropy_rank: 2.2763215196832296,
                nuclear_spectral_rank: 2.0,
                participation_ratio: 484.0 / 274.0,
                stable_rank: 22.0 / 16.0,
            },
            energy_ranks: [2, 3, 4],
        },
        Golden {
            values: (1..=8).map(|i| 1.0 / f64::from(i)).collect(),
            half: 7.03107584080107,
            ranks: Ranks {
                erank: 6.1462856288849034,
                nuclear_frobenius_rank: 4.8360879945144927,
                energy_entropy_rank: 3.2148387945804984,
                nuclear_spectral_rank: 2.7178571428571429,
                participation_ratio: 2.1566391846533454,
                stable_rank: 1.527422052154195,
            },
            energy_ranks: [4, 5, 8],
        },
        Golden {
            values: (0..8).map(|i| 0.5_f64.powi(i)).collect(),
            half: 5.142729815952522,
            ranks: Ranks {
                erank: 3.8986668754773932,
                nuclear_frobenius_rank: 2.9766536964980545,
                energy_entropy_rank: 2.1161442990977016,
                nuclear_spectral_rank: 1.9921875,
                participation_ratio: 1.6666158048125486,
                stable_rank: 1.33331298828125,
            },
            energy_ranks: [2, 3, 4],
        },
        Golden {
            values: vec![3.0, 1.0],
            half: 1.8660254037844386,
            ranks: Ranks {
                erank: 1.7547653506033233,
                nuclear_frobenius_rank: 1.6,
                energy_entropy_rank: 1.3841454884616859,
                nuclear_spectral_rank: 4.0 / 3.0,
                participation_ratio: 1.2195121951219512,
                stable_rank: 10.0 / 9.0,
            },
            energy_ranks: [1, 2, 2],
        },
    ]
}

fn same_ranks(found: &Ranks, expected: &Ranks, tolerance: f64) {
    for (found, expected) in pairs(found, expected) {
        close(found, expected, tolerance);
    }
}

fn pairs(a: &Ranks, b: &Ranks) -> [(f64, f64); 6] {
    [
        (a.erank, b.erank),
        (a.nuclear_frobenius_rank, b.nuclear_frobenius_rank),
        (a.energy_entropy_rank, b.energy_entropy_rank),
        (a.nuclear_spectral_rank, b.nuclear_spectral_rank),
        (a.participation_ratio, b.participation_ratio),
        (a.stable_rank, b.stable_rank),
    ]
}

#[test]
fn effective_ranks_of_known_spectra() {
    for golden in goldens() {
        let s = spectrum(&golden.values);
        same_ranks(&s.ranks(), &golden.ranks, ROUNDING);
        assert_eq!(s.numerical_rank(None), golden.values.len());
        assert_eq!(
            [0.90, 0.95, 0.99].map(|tau| s.energy_rank(tau)),
            golden.energy_ranks
        );
        close(s.renyi_rank(0.5, Weights::Amplitude), golden.half, ROUNDING);
        close(
            s.renyi_rank(0.5, Weights::Energy),
            golden.ranks.nuclear_frobenius_rank,
            ROUNDING,
        );
    }
}

#[test]
fn effective_ranks_do_not_depend_on_the_scale() {
    for golden in goldens() {
        for scale in [1e-300, 1e-200, 1e200, 1e300] {
            let values: Vec<f64> = golden.values.iter().map(|s| s * scale).collect();
            let s = spectrum(&values);
            same_ranks(&s.ranks(), &golden.ranks, ROUNDING);
            assert_eq!(s.numerical_rank(None), golden.values.len());
            close(
                s.schatten_rank(1.0),
                golden.ranks.nuclear_spectral_rank,
                ROUNDING,
            );
            close(s.schatten_rank(2.0), golden.ranks.stable_rank, ROUNDING);
        }
    }
}

#[test]
fn renyi_ranks_are_continuous_at_the_orders_with_their_own_formula() {
    let s = spectrum(&[4.0, 2.0, 1.0, 1.0]);
    for weights in [Weights::Amplitude, Weights::Energy] {
        let rank = |order| s.renyi_rank(order, weights);
        close(rank(1.0 + 1e-9), rank(1.0), 1e-8);
        close(rank(1.0 - 1e-9), rank(1.0), 1e-8);
        // Where the formula changes, two evaluations 2e-12 apart agree to that.
        close(rank(1.01 - 1e-12), rank(1.01 + 1e-12), 1e-11);
        close(rank(0.99 - 1e-12), rank(0.99 + 1e-12), 1e-11);
        close(rank(1e-12), rank(0.0), 1e-10);
        // (Σ wᵃ)^(1/(1−a)) at a = 5000 is 1/max w up to a factor (1/max w)^(1/5000).
        close(rank(5000.0), rank(f64::INFINITY), 1e-3);
    }
}

#[test]
fn a_zero_spectrum_uses_no_direction() {
    let s = spectrum(&[0.0, 0.0, 0.0]);
    for (rank, _) in pairs(&s.ranks(), &s.ranks()) {
        assert_eq!(rank, 0.0);
    }
    assert_eq!(
        [
            s.numerical_rank(None),
            s.epsilon_rank(0.1),
            s.energy_rank(0.9)
        ],
        [0, 0, 0]
    );
    for order in [0.0, 0.5, 1.0, 2.0, f64::INFINITY] {
        assert_eq!(s.renyi_rank(order, Weights::Amplitude), 0.0);
        assert_eq!(s.schatten_rank(order), 0.0);
    }
    assert_eq!(
        [s.spectral_norm(), s.frobenius_norm(), s.nuclear_norm()],
        [0.0; 3]
    );
    assert_eq!(
        [
            s.tail_nuclear_spectral_rank(1),
            s.tail_nuclear_frobenius_rank(9)
        ],
        [0.0; 2]
    );
}

#[test]
fn parameters_outside_their_domain_give_no_number() {
    let s = spectrum(&[3.0, 1.0]);
    for bad in [-1.0, f64::NAN] {
        assert!(s.renyi_rank(bad, Weights::Energy).is_nan());
        assert!(s.schatten_rank(bad).is_nan());
        assert!(s.schatten_norm(bad).is_nan());
    }
    assert_eq!(
        families::power(3, f64::NAN).unwrap_err().code(),
        "parameter"
    );
    assert_eq!(families::geometric(3, 1.5).unwrap_err().code(), "parameter");
    assert_eq!(families::flat(3, 4).unwrap_err().code(), "parameter");
    assert_eq!(families::flat(3, 0).unwrap_err().code(), "parameter");
    assert_eq!(
        families::power(0, 1.0).unwrap_err().code(),
        "empty_spectrum"
    );
    assert_eq!(
        families::marchenko_pastur(4, 0.0, 1.0).unwrap_err().code(),
        "parameter"
    );
    assert_eq!(limits::geometric(1.0).unwrap_err().code(), "parameter");
    assert_eq!(spike_prediction(-1.0, 0.5).unwrap_err().code(), "parameter");
    assert_eq!(
        gavish_donoho_coefficient(1.5).unwrap_err().to_string(),
        "beta must be above 0 and at most 1, got 1.5"
    );
}

#[test]
fn bad_spectra_are_refused_with_the_position() {
    for bad in [f64::NAN, f64::INFINITY, -1e-300] {
        let error = Spectrum::new(vec![1.0, bad], 2, 2).unwrap_err();
        assert!(
            error.to_string().starts_with("singular value 2 is "),
            "{error}"
        );
    }
    assert_eq!(
        Spectrum::new(vec![], 2, 2).unwrap_err().code(),
        "empty_spectrum"
    );
    assert_eq!(
        Spectrum::new(vec![1.0; 3], 2, 9).unwrap_err().code(),
        "spectrum_shape"
    );
}

#[test]
fn numerical_rank_follows_the_rule_of_numpy() {
    // numpy.linalg.matrix_rank(np.diag([1, 2.1 * 2**-50, 1.9 * 2**-50])) with tol = 3 · 2^-52 = 0.75 · 2^-50 is 3; in a 9 x 9 matrix
    // tol = 2.25 · 2^-50, so both small values fall below.
    let values = vec![1.0, 2.1 * 0.5_f64.powi(50), 1.9 * 0.5_f64.powi(50)];
    assert_eq!(
        Spectrum::new(values.clone(), 3, 3)
            .unwrap()
            .numerical_rank(None),
        3
    );
    assert_eq!(
        Spectrum::new(values.clone(), 8, 3)
            .unwrap()
            .numerical_rank(None),
        2
    );
    assert_eq!(Spectrum::new(values, 9, 9).unwrap().numerical_rank(None), 1);
}

// Effective ranks of attention matrices with known singular values (closed forms, evaluated in NumPy).

fn softmax_of_identity(n: usize, c: f64) -> Matrix {
    let total = c.exp() + n as f64 - 1.0;
    Matrix::from_fn(
        n,
        n,
        |i, j| if i == j { c.exp() / total } else { 1.0 / total },
    )
}

#[test]
fn attention_that_prefers_itself() {
    for (n, c, mu, erank, stable) in [
        (
            8,
            1.0,
            0.17680921985892853,
            5.834506733473248,
            1.2188305015898604,
        ),
        (
            8,
            2.0,
            0.4440219049118493,
            7.593010510891478,
            2.3800881642908314,
        ),
        (
            8,
            4.0,
            0.8701259697621532,
            7.990935275397,
            6.299834422781693,
        ),
        (
            4,
            1.0,
            0.30048918189156226,
            3.3623681311865665,
            1.2708812453015812,
        ),
        (
            4,
            2.0,
            0.6149794589701252,
            3.8993879864274246,
            2.1345992048655638,
        ),
    ] {
        let s = Spectrum::of(&softmax_of_identity(n, c)).unwrap();
        close(s.values()[0], 1.0, 1e-14);
        for value in &s.values()[1..] {
            close(*value, mu, 1e-14);
        }
        close(s.erank(), erank, 1e-12);
        close(s.stable_rank(), stable, 1e-13);
    }
}

#[test]
fn uniform_causal_attention() {
    let cesaro = |n: usize| {
        Matrix::from_fn(
            n,
            n,
            |i, j| if j <= i { 1.0 / (i as f64 + 1.0) } else { 0.0 },
        )
    };
    let two = Spectrum::of(&cesaro(2)).unwrap();
    close(two.values()[0], 1.1441228056353685, 1e-14);
    close(two.values()[1], 0.43701602444882104, 1e-14);
    close(two.erank(), 1.8031127658757413, 1e-14);

    let eight = Spectrum::of(&cesaro(8)).unwrap();
    close(eight.values()[0], 1.3797790416198625, 1e-14);
    close(eight.frobenius_norm().powi(2), 2.7178571428571425, 1e-14);
    close(eight.nuclear_norm(), 3.285060563613176, 1e-14);
    close(eight.erank(), 5.271648341615296, 1e-14);
    // |det| = 1/8!
    let log_det: f64 = eight.values().iter().map(|s| s.ln()).sum();
    close(log_det, -10.604602902745249, 1e-14);
}

#[test]
fn softmax_raises_the_rank_of_rank_one_logits() {
    let a = Matrix::from_fn(4, 4, |i, j| {
        let row: f64 = (1..=4).map(|x| f64::from(x).powi(i as i32)).sum();
        (j as f64 + 1.0).powi(i as i32) / row
    });
    let s = Spectrum::of(&a).unwrap();
    let expected = [
        1.151686274586357,
        0.319654227523964,
        0.06126643219048,
        0.004433663884376,
    ];
    for (found, expected) in s.values().iter().zip(expected) {
        assert!((found - expected).abs() < 1e-14, "{found} {expected}");
    }
    close(s.values().iter().product(), 1e-4, 1e-12);
    close(s.erank(), 1.9900682175796651, 1e-13);
    assert_eq!(s.numerical_rank(None), 4);
}

#[test]
fn attention_to_a_sink_and_to_itself() {
    let eps = 0.25;
    let a = Matrix::from_fn(8, 8, |i, j| {
        eps * f64::from(u8::from(i == j)) + (1.0 - eps) * f64::from(u8::from(j == 0))
    });
    let s = Spectrum::of(&a).unwrap();
    close(s.values()[0], 2.2332641117356786, 1e-14);
    close(s.values()[7], 0.1119437681760361, 1e-13);
    for value in &s.values()[1..7] {
        close(*value, eps, 1e-14);
    }
    close(s.erank(), 4.413728047864565, 1e-13);
}

// Limits.

#[test]
fn infinite_geometric_spectra() {
    let half = limits::geometric(0.5).unwrap();
    let expected = [
        4.0,
        3.0,
        4.0_f64.powf(4.0 / 3.0) / 3.0,
        2.0,
        5.0 / 3.0,
        4.0 / 3.0,
    ];
    // exp(h(1/4)/(3/4)) = 4^(4/3) / 3
    let found = pairs(&half, &half).map(|(rank, _)| rank);
    for (found, expected) in found.into_iter().zip(expected) {
        close(found, expected, ROUNDING);
    }
    let slow = limits::geometric(0.9).unwrap();
    close(slow.erank, 25.811747917132, 1e-13);
    close(slow.nuclear_frobenius_rank, 19.0, 1e-14);
    close(slow.nuclear_spectral_rank, 10.0, 1e-14);
    close(slow.stable_rank, 5.263157894736843, 1e-14);
    close(slow.participation_ratio, 9.526315789473689, 1e-14);
    // 400 terms leave 0.9^400 = 5e-19 of the whole.
    same_ranks(
        &families::geometric(400, 0.9).unwrap().ranks(),
        &slow,
        1e-13,
    );
    assert_eq!(limits::geometric(0.0).unwrap().erank, 1.0);
}

#[test]
fn infinite_power_laws() {
    let two = limits::power(2.0).unwrap();
    close(two.erank, 5.1429265680863812, ROUNDING);
    close(two.nuclear_frobenius_rank, 2.5, ROUNDING);
    close(two.nuclear_spectral_rank, 1.6449340668482264, ROUNDING);
    close(two.stable_rank, 1.08232323371, 1e-11);
    close(two.participation_ratio, 7.0 / 6.0, ROUNDING);
    let slow = limits::power(1.5).unwrap();
    close(slow.erank, 24.980935061759946, 1e-14);
    close(slow.nuclear_frobenius_rank, 5.67735599245, 1e-11);
    close(slow.nuclear_spectral_rank, 2.6123753486854883, ROUNDING);
    close(slow.stable_rank, 1.20205690316, 1e-11);
    close(slow.participation_ratio, 1.42030830349, 1e-11);
    for (alpha, zeta, erank) in [
        (1.05, 20.580844302037003, 14950292596.734224),
        (1.2, 5.5915824411777508, 1177.639188354817),
        (3.7, 1.1062882414646793, 1.5059081157380326),
    ] {
        let ranks = limits::power(alpha).unwrap();
        close(ranks.nuclear_spectral_rank, zeta, 1e-14);
        close(ranks.erank, erank, 1e-12);
        close(
            limits::power(alpha / 2.0).unwrap().energy_entropy_rank,
            erank,
            1e-12,
        );
    }
    // Steep enough to be summed: what is left out is 3000^-4 of the whole.
    same_ranks(
        &families::power(3000, 5.0).unwrap().ranks(),
        &limits::power(5.0).unwrap(),
        1e-11,
    );
    let flat = limits::power(0.5).unwrap();
    for (rank, _) in pairs(&flat, &flat) {
        assert_eq!(rank, f64::INFINITY);
    }
}

#[test]
fn the_quarter_circle_law() {
    let found = limits::gaussian_per_dimension();
    let expected = Ranks {
        erank: 0.8050413305171353,
        nuclear_frobenius_rank: 0.7205061947899575,
        energy_entropy_rank: 0.6065306597126334,
        nuclear_spectral_rank: 0.4244131815783876,
        participation_ratio: 0.5,
        stable_rank: 0.25,
    };
    same_ranks(&found, &expected, ROUNDING);
    // The same from the integral over the Marchenko-Pastur law.
    same_ranks(
        &limits::marchenko_pastur_per_row(1.0).unwrap(),
        &expected,
        1e-12,
    );
    // And from its quantiles: the largest of n quantiles is below the edge by about n^(-2/3).
    let n = 2000;
    let ranks = families::quarter_circle(n, 3.0).unwrap().ranks();
    for (found, expected) in pairs(&ranks, &expected) {
        close(found / n as f64, expected, 0.01);
    }
}

#[test]
fn the_marchenko_pastur_law() {
    for (beta, erank, nuclear_frobenius, nuclear_spectral) in [
        (
            0.25,
            0.9662224679021595,
            0.9364191194490596,
            0.6451250075068344,
        ),
        (
            0.5,
            0.926052802623677,
            0.8701148466188004,
            0.5464212771029609,
        ),
    ] {
        let ranks = limits::marchenko_pastur_per_row(beta).unwrap();
        close(ranks.erank, erank, 1e-13);
        close(ranks.nuclear_frobenius_rank, nuclear_frobenius, 1e-13);
        close(ranks.nuclear_spectral_rank, nuclear_spectral, 1e-13);
        close(ranks.energy_entropy_rank, (-beta / 2.0).exp(), ROUNDING);
        close(ranks.participation_ratio, 1.0 / (1.0 + beta), ROUNDING);
        close(
            ranks.stable_rank,
            1.0 / (1.0 + beta.sqrt()).powi(2),
            ROUNDING,
        );
    }
    for (level, beta, expected) in [
        (0.1, 0.25, 0.63077789740841799),
        (0.1, 0.5, 0.45704473128838447),
        (0.9, 0.25, 1.3234133251082289),
        (0.9, 0.5, 1.4466149598559093),
    ] {
        close(quantile(level, beta).unwrap(), expected, 1e-14);
    }
    // Nearly square and extremely wide matrices, where the closed form of the distribution cancels.
    for (level, beta, expected, tolerance) in [
        (0.5, 0.999, 0.80817275660255719, 1e-13),
        (0.01, 0.999, 0.016474369157649904, 1e-12),
        (0.99, 0.999, 1.9170181492353904, 1e-13),
        (0.5, 0.001, 0.99983331450170108, 1e-13),
        (0.01, 0.001, 0.97043241386219103, 1e-13),
        (0.99, 0.001, 1.029525238062662, 1e-13),
        (0.5, 1e-6, 0.99999983333331451, 1e-12),
        (0.01, 1e-6, 0.99906564582969652, 1e-12),
        (0.99, 1e-6, 1.0009343118296769, 1e-12),
    ] {
        close(quantile(level, beta).unwrap(), expected, tolerance);
    }
    // The density integrates to 1 (midpoint rule in the angle, where it is smooth).
    for beta in [0.1, 0.5, 0.9] {
        let (low, high) = marchenko_pastur_edges(beta).unwrap();
        let steps = 4000;
        let mass: f64 = (0..steps)
            .map(|i| {
                let phi = std::f64::consts::PI * (f64::from(i) + 0.5) / f64::from(steps);
                let lambda = 0.5 * (low + high) + 0.5 * (high - low) * phi.cos();
                let slope = 0.5 * (high - low) * phi.sin() * std::f64::consts::PI;
                marchenko_pastur_density(lambda, beta).unwrap() * slope / f64::from(steps)
            })
            .sum();
        close(mass, 1.0, 1e-12);
    }
    assert_eq!(marchenko_pastur_density(9.0, 0.5).unwrap(), 0.0);
}

#[test]
fn random_matrices_come_close_to_their_limits() {
    let (m, wide) = (150, 600);
    let beta = aspect_ratio(m, wide);
    let scale = (wide as f64).sqrt();
    let noise = gaussian(m, wide, &mut seeded(1));
    let ranks = Spectrum::of(&noise).unwrap().ranks();
    let limit = limits::marchenko_pastur_per_row(beta).unwrap();
    for (found, expected) in pairs(&ranks, &limit) {
        close(found / m as f64, expected, 0.05);
    }
    // The quantiles describe the whole spectrum, not only its averages.
    let law = families::marchenko_pastur(m, beta, scale).unwrap();
    let simulated = Spectrum::of(&noise).unwrap();
    for (found, expected) in simulated.values().iter().zip(law.values()) {
        close(*found, *expected, 0.05);
    }
    close(
        simulated.spectral_norm(),
        marchenko_pastur_edge(m, wide, 1.0),
        0.05,
    );

    // A spike of strength 2 stands out where it is predicted, one of 0.5 does not.
    let spiked = |theta: f64| {
        let a = Matrix::from_fn(m, wide, |i, j| {
            let spike = theta / ((m * wide) as f64).sqrt();
            noise[(i, j)] / scale + spike
        });
        Spectrum::of(&a).unwrap()
    };
    close(
        spiked(2.0).values()[0],
        spike_prediction(2.0, beta).unwrap(),
        0.05,
    );
    assert_eq!(signal_rank(&spiked(2.0), 1.0 / scale), 1);
    close(
        spiked(0.5).values()[0],
        spike_prediction(0.5, beta).unwrap(),
        0.05,
    );
}

// Thresholds.

#[test]
fn optimal_hard_thresholds() {
    for (beta, coefficient, median, omega) in [
        (
            0.1,
            1.5816483953196851,
            0.96656514740282237,
            1.6087715573947491,
        ),
        (
            0.25,
            1.7580293771397153,
            0.91600407068661205,
            1.8368657911196781,
        ),
        (
            0.5,
            1.9785990537531034,
            0.83046588158136355,
            2.171185348453828,
        ),
        (
            0.75,
            2.1560938441793995,
            0.74294848700749687,
            2.5014297363838952,
        ),
        (
            1.0,
            2.3094010767585031,
            0.65277594163357037,
            2.8583624240695332,
        ),
    ] {
        close(
            gavish_donoho_coefficient(beta).unwrap(),
            coefficient,
            ROUNDING,
        );
        close(marchenko_pastur_median(beta).unwrap(), median, 1e-14);
        close(
            gavish_donoho_median_coefficient(beta).unwrap(),
            omega,
            1e-14,
        );
        // The cubic that Gavish and Donoho give for quick use is good to 0.02.
        let cubic = 0.56 * beta.powi(3) - 0.95 * beta.powi(2) + 1.82 * beta + 1.43;
        assert!((cubic - omega).abs() < 0.02);
    }
}

#[test]
fn the_threshold_for_known_noise_takes_the_larger_side() {
    let tall = gavish_donoho_known(400, 100, 2.0).unwrap();
    close(tall, 1.7580293771397153 * 20.0 * 2.0, ROUNDING);
    assert_eq!(tall, gavish_donoho_known(100, 400, 2.0).unwrap());
    assert!(gavish_donoho_known(0, 4, 1.0).is_err());
    // It lies above the noise edge, so that pure noise is cut to nothing.
    for (rows, cols) in [(100, 100), (100, 200), (10, 1000)] {
        assert!(
            gavish_donoho_known(rows, cols, 1.0).unwrap() > marchenko_pastur_edge(rows, cols, 1.0)
        );
    }
}

#[test]
fn the_threshold_for_unknown_noise_takes_the_median_of_all_values() {
    // Four of six values given: the other two are zero, the median is the mean of the third and the fourth.
    let s = Spectrum::new(vec![8.0, 4.0, 2.0, 1.0], 6, 6).unwrap();
    close(
        gavish_donoho_unknown(&s).unwrap(),
        1.5 * 2.8583624240695332,
        1e-14,
    );
    // Both thresholds agree on noise, up to its fluctuations.
    let noise = Spectrum::of(&gaussian(100, 200, &mut seeded(3))).unwrap();
    let known = gavish_donoho_known(100, 200, 1.0).unwrap();
    close(gavish_donoho_unknown(&noise).unwrap(), known, 0.05);
}

#[test]
fn spikes_in_noise() {
    close(
        spike_prediction(2.0, 0.5).unwrap(),
        2.3717082451262845,
        ROUNDING,
    );
    // √(5 · 4.5)/2 = √5.625
    close(
        spike_prediction(2.0, 0.5).unwrap(),
        5.625_f64.sqrt(),
        ROUNDING,
    );
    let critical = critical_spike(0.5).unwrap();
    close(
        spike_prediction(critical * (1.0 + 1e-9), 0.5).unwrap(),
        1.0 + 0.5_f64.sqrt(),
        1e-14,
    );
    close(spike_prediction(1e300, 0.5).unwrap(), 1e300, ROUNDING);
    assert!(soft_rank(&spectrum(&[0.0]), 1.0).is_infinite());
}

// Power-law tails.

#[test]
fn tail_exponents() {
    close(
        tail_exponent(&[1.0, 2.0, 4.0, 8.0], 1.0),
        1.9617966939,
        1e-10,
    );
    assert_eq!(tail_exponent(&[2.0, 2.0], 2.0), f64::INFINITY);
    assert!(tail_exponent(&[1.0], 2.0).is_nan());
}

#[test]
fn a_power_law_tail_is_found_above_a_body_that_is_none() {
    // 300 values of a Pareto law with density exponent 3 above 1, and a uniform body of 300 below.
    let tail = (0..300).map(|i| (1.0 - (f64::from(i) + 0.5) / 300.0).powf(-0.5));
    let body = (0..300).map(|i| f64::from(i) / 300.0);
    let values: Vec<f64> = tail.chain(body).collect();
    let found = fit(&values).unwrap();
    close(found.alpha, 3.0, 0.01);
    close(found.x_min, 1.0, 0.01);
    assert!(found.ks_distance < 0.005, "{found:?}");
    assert!((295..=300).contains(&found.tail_count), "{found:?}");
}

#[test]
fn a_tail_fit_is_the_best_over_every_start() {
    // The same search written plainly, as the WeightWatcher and powerlaw packages do it.
    let values: Vec<f64> = gaussian(1, 60, &mut seeded(5))
        .as_slice()
        .iter()
        .map(|x| x.exp())
        .collect();
    let mut sorted = values.clone();
    sorted.sort_by(f64::total_cmp);
    let (mut best, mut alpha, mut x_min) = (f64::INFINITY, 0.0, 0.0);
    for start in 0..sorted.len() - 1 {
        let tail = &sorted[start..];
        let n = tail.len() as f64;
        let a = 1.0 + n / (tail.iter().map(|x| x.ln()).sum::<f64>() - n * tail[0].ln());
        let ks = tail
            .iter()
            .enumerate()
            .map(|(i, x)| (1.0 - (x / tail[0]).powf(1.0 - a) - i as f64 / n).abs())
            .fold(0.0, f64::max);
        if ks < best {
            (best, alpha, x_min) = (ks, a, tail[0]);
        }
    }
    let found = fit(&values).unwrap();
    close(found.ks_distance, best, 1e-12);
    close(found.alpha, alpha, 1e-12);
    close(found.x_min, x_min, 1e-12);
    assert_eq!(
        found.tail_count,
        sorted.iter().filter(|x| **x >= x_min).count()
    );
    close(tail_exponent(&values, x_min), alpha, 1e-12);
}

#[test]
fn a_tail_needs_two_different_values() {
    assert_eq!(fit(&[]).unwrap_err().code(), "short_tail");
    assert_eq!(fit(&[0.0, 3.0]).unwrap_err().code(), "short_tail");
    assert_eq!(fit(&[3.0; 9]).unwrap_err().code(), "short_tail");
    assert_eq!(fit(&[1.0, f64::NAN]).unwrap_err().code(), "singular_value");
    assert_eq!(
        fit_spectrum(&families::flat(9, 3).unwrap())
            .unwrap_err()
            .code(),
        "short_tail"
    );
    assert_eq!(fit(&[1.0, 2.0]).unwrap().tail_count, 2);
}

#[test]
fn a_tail_fit_follows_the_scale() {
    let s = families::power(200, 1.0).unwrap();
    let small = Spectrum::new(s.values().iter().map(|x| x * 1e-140).collect(), 200, 200).unwrap();
    let (a, b) = (fit_spectrum(&s).unwrap(), fit_spectrum(&small).unwrap());
    close(a.alpha, b.alpha, 1e-11);
    assert_eq!(a.tail_count, b.tail_count);
    close(a.x_min * 1e-280, b.x_min, 1e-11);
}
