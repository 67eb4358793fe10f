//! Effective ranks of known spectra.

use super::{ROUNDING, close, pairs, same_ranks, spectrum};
use rankscope::linalg::Matrix;
use rankscope::spectrum::thresholds::{gavish_donoho_coefficient, spike_prediction};
use rankscope::spectrum::{Ranks, Spectrum, families, limits};

struct Golden {
    values: Vec<f64>,
    ranks: Ranks,
    energy_ranks: [usize; 3],
}

fn goldens() -> Vec<Golden> {
    vec![
        Golden {
            values: vec![4.0, 2.0, 1.0, 1.0],
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
        assert_eq!(s.schatten_rank(order), 0.0);
    }
    assert_eq!(
        [s.spectral_norm(), s.frobenius_norm(), s.nuclear_norm()],
        [0.0; 3]
    );
}

#[test]
fn parameters_outside_their_domain_give_no_number() {
    let s = spectrum(&[3.0, 1.0]);
    for bad in [-1.0, f64::NAN] {
        assert!(s.schatten_rank(bad).is_nan());
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
