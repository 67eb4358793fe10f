//! Attention families against closed forms and reference values.
//!
//! The reference values were computed with NumPy in double precision from the closed forms beside them, independently of this
//! code; the expectations on MiniLM with `numpy.linalg.svd` (NumPy 2.4.6) from the bundled files.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail the test"
)]

use rankscope::{
    attention::{Family, Source, WhatIf, attend, dobrushin, minilm, row_sum_residual, softmax},
    data,
    linalg::{Matrix, random, singular_values},
    spectrum::Spectrum,
};
use std::{fs, path::Path};

fn matrix(family: Family) -> Matrix {
    attend(&family.source().unwrap(), &WhatIf::default())
        .unwrap()
        .probabilities
}

fn spectrum(family: Family) -> Spectrum {
    Spectrum::of(&matrix(family)).unwrap()
}

#[track_caller]
fn close(given: f64, expected: f64, tolerance: f64) {
    let error = (given - expected).abs();
    assert!(
        error <= tolerance,
        "{given} is {error:e} from {expected}, more than {tolerance:e}"
    );
}

/// Every family with a closed form, small and large.
fn closed_families() -> Vec<Family> {
    let mut all = Vec::new();
    for n in [1, 2, 3, 8, 24, 64, 100] {
        all.extend([
            Family::Uniform { n },
            Family::Identity { n },
            Family::Sink { n },
        ]);
        all.extend([-2.0, 0.0, 0.5, 1.0, 4.0, 40.0, 800.0].map(|c| Family::SelfLogit { n, c }));
        all.extend([0.0, 0.25, 0.5, 1.0].map(|eps| Family::SinkSelf { n, eps }));
        all.extend([-3.0, 0.0, 0.7, 5.0, 60.0].map(|kappa| Family::Circulant { n, kappa }));
        all.extend([0, 1, 2].map(|seed| Family::Hard { n, seed }));
        let divisors = (1..=n).filter(|k| n % k == 0);
        all.extend(divisors.map(|k| Family::Blocks { n, k }));
        all.extend((1..=n).rev().step_by(3).map(|k| Family::Blocks { n, k }));
    }
    all
}

#[test]
fn closed_forms_to_twelve_digits() {
    for family in closed_families() {
        let exact = family.exact_singular_values().unwrap();
        let computed = spectrum(family);
        assert_eq!(exact.len(), computed.values().len());
        for (exact, computed) in exact.iter().zip(computed.values()) {
            // Relative to the largest value, which is at most the square root of n.
            close(*computed, *exact, 1e-12 * computed.max(1.0));
        }
    }
}

#[test]
fn families_without_a_closed_form_claim_none() {
    for family in [
        Family::Qk {
            n: 4,
            d_head: 2,
            seed: 1,
        },
        Family::Causal { n: 4 },
        Family::Vandermonde { n: 4 },
        Family::Uniform { n: 0 },
        Family::Blocks { n: 4, k: 5 },
    ] {
        assert_eq!(family.exact_singular_values(), None);
    }
}

#[test]
fn self_logit() {
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
        let family = Family::SelfLogit { n, c };
        let s = spectrum(family);
        close(s.values()[1], mu, 1e-12);
        close(s.erank(), erank, 1e-11);
        close(s.stable_rank(), stable, 1e-12);
        // Any two rows differ by mu in two places.
        close(dobrushin(&matrix(family)), mu, 1e-14);
    }
}

#[test]
fn cesaro() {
    let two = spectrum(Family::Causal { n: 2 });
    close(two.values()[0], 1.1441228056353685, 1e-14);
    close(two.values()[1], 0.43701602444882104, 1e-14);
    close(two.erank(), 1.8031127658757413, 1e-13);

    let eight = spectrum(Family::Causal { n: 8 });
    close(eight.values()[0], 1.3797790416198625, 1e-13);
    close(eight.frobenius_norm().powi(2), 2.7178571428571425, 1e-13);
    close(eight.erank(), 5.271648341615296, 1e-12);
    close(eight.nuclear_norm(), 3.285060563613176, 1e-12);

    for n in [2, 5, 12, 40] {
        let s = spectrum(Family::Causal { n });
        let harmonic: f64 = (1..=n).map(|i| 1.0 / i as f64).sum();
        close(s.frobenius_norm().powi(2), harmonic, 1e-12);
        assert!(s.spectral_norm() < 2.0, "Hardy's inequality");
        // The determinant is 1/n!, in logarithms; -10.604602902745249 for n = 8.
        let log_det: f64 = s.values().iter().map(|s| s.ln()).sum();
        let log_factorial: f64 = (1..=n).map(|i| (i as f64).ln()).sum();
        close(log_det, -log_factorial, 1e-10);
        // The first and the last row differ most.
        close(
            dobrushin(&matrix(Family::Causal { n })),
            1.0 - 1.0 / n as f64,
            1e-14,
        );
    }
}

#[test]
fn cesaro_inverse_is_bidiagonal() {
    let n = 9;
    let inverse = Matrix::from_fn(n, n, |i, j| match (i, i.wrapping_sub(j)) {
        (_, 0) => (i + 1) as f64,
        (_, 1) => -(i as f64),
        _ => 0.0,
    });
    let product = inverse.product(&matrix(Family::Causal { n })).unwrap();
    for (given, expected) in product
        .as_slice()
        .iter()
        .zip(Matrix::identity(n).as_slice())
    {
        close(*given, *expected, 1e-14);
    }
}

#[test]
fn softmax_raises_the_rank_of_logits_from_one_to_n() {
    let Source::Logits(z) = (Family::Vandermonde { n: 4 }).source().unwrap() else {
        panic!("defined by logits")
    };
    assert_eq!(Spectrum::of(&z).unwrap().numerical_rank(None), 1);

    let s = spectrum(Family::Vandermonde { n: 4 });
    let expected = [
        1.151686274586357,
        0.319654227523964,
        0.06126643219048,
        0.004433663884376,
    ];
    for (given, expected) in s.values().iter().zip(expected) {
        close(*given, expected, 1e-13);
    }
    assert_eq!(s.numerical_rank(None), 4);
    close(s.erank(), 1.9900682175796651, 1e-12);
    close(s.values().iter().product(), 1e-4, 1e-15);

    // Rows of exp Z are the powers of the nodes 1, 2, 3, 4.
    for (i, total) in [4.0, 10.0, 30.0, 100.0].into_iter().enumerate() {
        let powers = z.row(i).iter().map(|z| z.exp());
        close(powers.sum(), total, 1e-12);
    }
    // det A = prod_{i<j} (x_j - x_i) / prod_i sum_j x_j^i.
    for n in [2, 3, 5, 6] {
        let x: Vec<f64> = (0..n)
            .map(|j| 1.0 + 3.0 * j as f64 / (n - 1) as f64)
            .collect();
        let differences: f64 = (0..n)
            .flat_map(|j| (0..j).map(move |i| (i, j)))
            .map(|(i, j)| x[j] - x[i])
            .product();
        let sums: f64 = (0..n)
            .map(|i| x.iter().map(|x| x.powi(i as i32)).sum::<f64>())
            .product();
        let det: f64 = spectrum(Family::Vandermonde { n })
            .values()
            .iter()
            .product();
        close(det / (differences / sums), 1.0, 1e-9);
    }
    // Nothing overflows at the largest size.
    let large = matrix(Family::Vandermonde { n: 256 });
    assert!(large.as_slice().iter().all(|p| *p > 0.0) && row_sum_residual(&large) < 1e-13);
}

#[test]
fn sink_with_some_attention_for_oneself() {
    let s = spectrum(Family::SinkSelf { n: 8, eps: 0.25 });
    close(s.values()[0], 2.2332641117356786, 1e-13);
    close(s.values()[7], 0.1119437681760361, 1e-13);
    close(s.erank(), 4.413728047864565, 1e-12);
    close(
        dobrushin(&matrix(Family::SinkSelf { n: 8, eps: 0.25 })),
        0.25,
        1e-15,
    );
}

/// `I_k(kappa)`, the modified Bessel function, by its power series.
fn bessel_i(k: usize, kappa: f64) -> f64 {
    let mut term = (1..=k).map(|i| kappa / 2.0 / i as f64).product::<f64>();
    let mut sum = 0.0;
    for m in 1..200 {
        sum += term;
        term *= (kappa / 2.0).powi(2) / (m * (m + k)) as f64;
    }
    sum
}

#[test]
fn tokens_on_a_ring_have_bessel_ratios() {
    for (n, kappa) in [(16, 1.0), (24, 3.0), (33, 6.0)] {
        // Aliasing beyond the first image is below rounding at these sizes.
        let images =
            |k: usize| bessel_i(k, kappa) + bessel_i(n - k, kappa) + bessel_i(n + k, kappa);
        let zero = bessel_i(0, kappa) + 2.0 * bessel_i(n, kappa);
        let mut expected: Vec<f64> = (1..n).map(|k| images(k) / zero).collect();
        expected.push(1.0);
        expected.sort_by(|a, b| b.total_cmp(a));
        let s = spectrum(Family::Circulant { n, kappa });
        for (given, expected) in s.values().iter().zip(expected) {
            close(*given, expected, 1e-12);
        }
    }
}

#[test]
fn hard_attention_ranks_follow_the_counts() {
    let n = 40;
    let a = matrix(Family::Hard { n, seed: 3 });
    let counts: Vec<f64> = (0..n).map(|j| (0..n).map(|i| a[(i, j)]).sum()).collect();
    let squares: f64 = counts.iter().map(|c| c * c).sum();
    let entropy: f64 = counts
        .iter()
        .filter(|c| **c > 0.0)
        .map(|c| c / n as f64)
        .map(|q| -q * q.ln())
        .sum();
    let s = Spectrum::of(&a).unwrap();
    close(s.energy_entropy_rank(), entropy.exp(), 1e-11);
    close(s.participation_ratio(), (n * n) as f64 / squares, 1e-11);
    close(
        s.stable_rank(),
        n as f64 / counts.iter().fold(0.0, |a, b| b.max(a)),
        1e-11,
    );
    assert!(
        squares > n as f64,
        "two rows should look at the same token, or the test tells nothing"
    );
}

/// `A(T) = [1 1' + Z C / T] / n + O(1/T²)`, hence `s_{k+1}(A) ~ s_k(C Z C) / (n T)`.
#[test]
fn hot_softmax_is_uniform_with_a_trace_of_the_logits() {
    let (n, temperature) = (10, 1000.0);
    let z = random::gaussian(n, n, &mut random::seeded(5));
    let centre = Matrix::from_fn(n, n, |i, j| f64::from(u8::from(i == j)) - 1.0 / n as f64);
    let centred = centre.product(&z).unwrap().product(&centre).unwrap();
    let hot = WhatIf {
        temperature,
        ..WhatIf::default()
    };
    let a = attend(&Source::Logits(z), &hot).unwrap().probabilities;
    let s = Spectrum::of(&a).unwrap();
    let limit = singular_values(&centred).unwrap();
    close(s.values()[0], 1.0, 1e-5);
    for (given, limit) in s.values()[1..n - 1].iter().zip(limit.as_slice()) {
        close(given * n as f64 * temperature / limit, 1.0, 3e-3);
    }
    close(s.erank(), 1.0, 0.05);
}

#[test]
fn cold_softmax_is_hard_attention() {
    let n = 24;
    let z = random::gaussian(n, n, &mut random::seeded(5));
    let cold = WhatIf {
        temperature: 1e-4,
        ..WhatIf::default()
    };
    let s = Spectrum::of(&attend(&Source::Logits(z), &cold).unwrap().probabilities).unwrap();
    // The hard family looks at the largest of the same Gaussian logits.
    let hard = (Family::Hard { n, seed: 5 })
        .exact_singular_values()
        .unwrap();
    for (given, expected) in s.values().iter().zip(hard) {
        close(*given, expected, 1e-10);
    }
}

/// Softmax of independent Gaussian logits of variance v = 0.25: a random Markov matrix with relative variance `e^v - 1`.
#[test]
fn random_attention_keeps_its_stable_rank_while_erank_grows() {
    let (n, deviation) = (256, 0.5f64);
    let mut z = random::gaussian(n, n, &mut random::seeded(1));
    z.as_mut_slice().iter_mut().for_each(|z| *z *= deviation);
    let s = Spectrum::of(&softmax(&z).unwrap()).unwrap();

    let variance = deviation * deviation;
    let sigma = variance.exp_m1().sqrt();
    let (side, root) = (n as f64, (n as f64).sqrt());
    let bulk = 8.0 * sigma / (3.0 * std::f64::consts::PI) * root;
    let p = 1.0 / (1.0 + bulk);
    let entropy = -p * p.ln() - (1.0 - p) * (1.0 - p).ln();
    let erank = (entropy + (1.0 - p) * (0.8050413305 * side).ln()).exp();
    for (name, given, limit) in [
        ("s_1", s.values()[0], 1.0),
        ("s_2 sqrt n", s.values()[1] * root, 2.0 * sigma),
        ("|A|_F^2", s.frobenius_norm().powi(2), variance.exp()),
        ("stable rank", s.stable_rank(), variance.exp()),
        ("nuclear norm", s.nuclear_norm(), 1.0 + bulk),
        ("erank", s.erank(), erank),
    ] {
        assert!(
            (given / limit - 1.0).abs() < 0.05,
            "{name}: {given}, limit {limit}"
        );
    }
}

#[test]
fn few_head_dimensions_keep_logits_low_in_rank_but_not_attention() {
    let source = (Family::Qk {
        n: 32,
        d_head: 2,
        seed: 7,
    })
    .source()
    .unwrap();
    let Source::Logits(z) = &source else {
        panic!("defined by logits")
    };
    assert_eq!(Spectrum::of(z).unwrap().numerical_rank(None), 2);
    let a = attend(&source, &WhatIf::default()).unwrap().probabilities;
    assert!(Spectrum::of(&a).unwrap().numerical_rank(None) > 20);
}

#[test]
fn families_refuse_what_they_cannot_build() {
    for (family, code, sentence) in [
        (
            Family::Uniform { n: 0 },
            "parameter",
            "n: 1..4096 tokens, got 0",
        ),
        (
            Family::Qk {
                n: 4,
                d_head: 0,
                seed: 0,
            },
            "parameter",
            "d_head: 1..4096 dimensions, got 0",
        ),
        (
            Family::SinkSelf { n: 4, eps: 1.5 },
            "parameter",
            "eps: 0..1, got 1.5",
        ),
        (
            Family::SelfLogit { n: 4, c: f64::NAN },
            "parameter",
            "c: a number, got NaN",
        ),
        (
            Family::Circulant {
                n: 4,
                kappa: f64::INFINITY,
            },
            "parameter",
            "kappa: a number, got inf",
        ),
        (
            Family::Blocks { n: 7, k: 9 },
            "parameter",
            "k: from 1 block to as many as there are tokens, got 9",
        ),
        (
            Family::Blocks { n: 7, k: 0 },
            "parameter",
            "k: from 1 block to as many as there are tokens, got 0",
        ),
    ] {
        let error = family.source().unwrap_err();
        assert_eq!((error.code(), error.to_string().as_str()), (code, sentence));
    }
}

/// Largest erank over the heads of each layer, in double precision by `numpy.linalg.svd`.
const MINILM_ERANKS: [(&str, [f64; 6]); 2] = [
    (
        "fox",
        [
            10.934357150905706,
            9.889064280236203,
            6.236499347160244,
            4.95193787234509,
            6.276621270230745,
            4.317574393346421,
        ],
    ),
    (
        "capacity",
        [
            22.929064396434025,
            21.379426232982798,
            15.146002790296773,
            9.367349249121919,
            14.775631143918236,
            5.768967744851593,
        ],
    ),
];

#[test]
fn rank_falls_with_depth_in_a_real_transformer() {
    for (sentence, (id, expected)) in minilm::SENTENCES.iter().zip(MINILM_ERANKS) {
        assert_eq!(sentence.id, id);
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("www/data")
            .join(sentence.asset);
        let stack = data::read(sentence.asset, &fs::read(path).unwrap()).unwrap();
        let n = sentence.tokens.len();
        assert_eq!(stack.shape, [minilm::LAYERS, minilm::HEADS, n, n]);
        for (layer, expected) in expected.into_iter().enumerate() {
            let eranks = (0..minilm::HEADS).map(|head| {
                let given = stack.matrix(layer, head).unwrap();
                assert!(row_sum_residual(&given) < 1e-6);
                let source = Source::probabilities(given.clone()).unwrap();
                let a = attend(&source, &WhatIf::default()).unwrap().probabilities;
                assert_eq!(a, given, "untouched probabilities pass through bit for bit");
                Spectrum::of(&a).unwrap().erank()
            });
            close(eranks.fold(0.0, f64::max), expected, 1e-10);
        }
    }
}
