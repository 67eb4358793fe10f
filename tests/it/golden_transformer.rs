//! The complexity factors of Transformers against numbers computed independently in NumPy (float64) from the formulas.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use rankscope::{
    bounds::{
        LayerNorms, ln_spectral_complexity,
        transformer::{
            Block, Choice, Head, MatrixNorm, Sensitivity, SpectrumAdaptive, Tradeoff, Weight,
            ln_norm_based, ln_rank_sparse,
        },
    },
    spectrum::{Spectrum, families},
};

/// A diagonal matrix: both norms are the sum of its singular values.
fn diagonal(values: &[f64]) -> Weight {
    let spectrum = Spectrum::new(values.to_vec(), 4, 4).unwrap();
    let sum = spectrum.nuclear_norm();
    Weight::new(&spectrum, sum, sum).unwrap()
}

fn block(query_key: &[f64], value: &[f64], mlp_in: &[f64], mlp_out: &[f64]) -> Block {
    Block {
        heads: vec![Head {
            query_key: diagonal(query_key),
            value_output: diagonal(value),
        }],
        mlp_in: diagonal(mlp_in),
        mlp_out: diagonal(mlp_out),
    }
}

/// L = 2, H = 1, N = 4, every matrix diagonal.
fn example() -> Vec<Block> {
    vec![
        block(&[0.5, 0.25], &[1.0, 0.5, 0.25, 0.125], &[1.0; 4], &[0.5; 4]),
        block(
            &[0.4, 0.2, 0.1, 0.05],
            &[0.8, 0.4, 0.2, 0.1],
            &[1.0, 0.1, 0.01, 0.001],
            &[1.0, 1.0 / 2.0, 1.0 / 3.0, 1.0 / 4.0],
        ),
    ]
}

fn near(got: f64, expected: f64, tolerance: f64) {
    let off = (got - expected).abs();
    assert!(
        off <= tolerance * expected.abs(),
        "{got} for {expected}, off by {off:e}"
    );
}

#[test]
fn the_factors_of_the_worked_example() {
    let blocks = example();
    let adaptive = SpectrumAdaptive::new(&blocks, 4);
    assert_eq!(adaptive.grid.m(), 4);
    near(adaptive.factor(), 30.220408094499454, 1e-14);
    near(adaptive.ln_alpha[0].exp(), 2.3504, 1e-14);
    assert_eq!(adaptive.ln_alpha[1], 0.0);
    let norm_based = ln_norm_based(&blocks, MatrixNorm::Group21).exp();
    near(norm_based, 52.1061868480442, 1e-14);
    // Diagonal matrices: both norms are the same.
    let entries = ln_norm_based(&blocks, MatrixNorm::Entry11).exp();
    near(entries, norm_based, 1e-15);
    // Σ of the two ξ = (4.652709850191316, 4.725638672460423), the first weighted by α^⅔.
    let sum = 2.3504f64.powf(2.0 / 3.0) * 4.652709850191316 + 4.725638672460423;
    near(norm_based, (1.0 + sum).powf(1.5), 1e-14);
}

/// Per matrix: K, p*, c*, c(0), c(1), c(2) (the last three to nine digits), T.
const TABLE: [(f64, f64, f64, [f64; 3], f64); 8] = [
    (
        4.7008,
        0.0,
        2.8284271247461903,
        [2.82842712, 3.83516753, 4.58504271],
        2.82842712,
    ),
    (
        2.3504,
        0.25,
        3.951241218937516,
        [4.0, 4.13130899, 4.65506362],
        4.0,
    ),
    (2.3504, 0.0, 4.0, [4.0, 5.31831329, 6.13240573], 4.0),
    (4.7008, 0.0, 4.0, [4.0, 5.31831329, 6.13240573], 4.0),
    (
        3.2,
        1.25,
        3.3627726700321734,
        [4.0, 3.37373066, 3.43526082],
        4.0,
    ),
    (
        2.0,
        0.75,
        3.633283662703339,
        [4.0, 3.63424119, 3.84073836],
        4.0,
    ),
    (
        2.0,
        0.5,
        3.060070887877469,
        [4.0, 3.28817315, 4.01006296],
        2.8,
    ),
    (
        2.0,
        0.25,
        3.9703989678296696,
        [4.0, 4.05480133, 4.36925944],
        4.0,
    ),
];

#[test]
fn every_matrix_of_the_worked_example() {
    let blocks = example();
    let adaptive = SpectrumAdaptive::new(&blocks, 4);
    let choices: Vec<&Choice> = adaptive.choices().collect();
    let weights: Vec<&Weight> = (blocks.iter())
        .flat_map(|b| {
            let head = &b.heads[0];
            [&head.query_key, &head.value_output, &b.mlp_in, &b.mlp_out]
        })
        .collect();
    assert_eq!(choices.len(), TABLE.len());
    for ((choice, weight), (k, index, least, [c0, c1, c2], direct)) in
        choices.iter().zip(weights).zip(TABLE)
    {
        near(choice.ln_k.exp(), k, 1e-14);
        assert_eq!(choice.index, index);
        near(choice.ln_c.exp(), least, 1e-14);
        near(choice.direct, direct, 1e-8);
        let tradeoff = Tradeoff::adaptive(weight, choice.ln_k, 4);
        for (p, c) in [(0.0, c0), (1.0, c1), (2.0, c2)] {
            near(tradeoff.ln_at(p).exp(), c, 5e-9);
        }
    }
    near(
        adaptive.direct_factor() - (adaptive.layers.len() as f64).sqrt(),
        TABLE.iter().map(|row| row.4).sum(),
        1e-8,
    );
    assert_eq!(adaptive.rank_share(), 3.0 / 8.0);
}

/// Two layers of 16 x 16 with spectrum 1/i, diagonal: R_A and the rank-sparse term at p = 0, 1, 2 for a million samples.
#[test]
fn the_feed_forward_path_of_the_toy() {
    let spectrum = families::power(16, 1.0).unwrap();
    let layer = Weight::new(&spectrum, spectrum.nuclear_norm(), spectrum.nuclear_norm()).unwrap();
    for (p, expected) in [
        (0.0, 0.04525483399593904),
        (1.0, 0.00952979242676074),
        (2.0, 0.005336789027505673),
    ] {
        let ln = ln_rank_sparse(&[&layer, &layer], 0.0, Some(p));
        near(ln.exp() / 1e3, expected, 1e-14);
    }
    let norms = LayerNorms {
        spectral_norm: spectrum.spectral_norm(),
        frobenius_norm: spectrum.frobenius_norm(),
        group_norm_2_1: spectrum.nuclear_norm(),
    };
    let ln = ln_spectral_complexity(&[norms, norms]).unwrap();
    near(ln.exp(), 9.562145585864764, 1e-14);
}

/// Rank 64 in N = 768 with 704 values of 1e-17: a Schatten sum over all of them would be 153.71 at p = 1/19.
#[test]
fn rounding_is_not_counted_as_rank() {
    let mut values = vec![1.0; 64];
    values.resize(768, 1e-17);
    let weight = Weight::new(&Spectrum::new(values, 768, 768).unwrap(), 1.0, 1.0).unwrap();
    // K N = 1: ln c(p) = ln(S_p N)/(p+2).
    let tradeoff = Tradeoff::adaptive(&weight, -(768f64.ln()), 768);
    for p in [0.0, 1.0 / 19.0, 5.0 / 19.0, 2.0] {
        let sum = (tradeoff.ln_at(p) * (p + 2.0)).exp() / 768.0;
        near(sum, 64.0, 1e-12);
    }
}

/// Ninety-six layers that each stretch by a factor of thousands: the product is near 1e400, every logarithm finite.
#[test]
fn a_deep_stack_stays_finite() {
    let spectrum = families::power(64, 0.5).unwrap();
    let scaled = |factor: f64| {
        let values = spectrum.values().iter().map(|s| s * factor).collect();
        let spectrum = Spectrum::new(values, 64, 64).unwrap();
        Weight::new(&spectrum, 8.0 * factor, 60.0 * factor).unwrap()
    };
    let head = || Head {
        query_key: scaled(30.0),
        value_output: scaled(5.0),
    };
    let block = || Block {
        heads: (0..8).map(|_| head()).collect(),
        mlp_in: scaled(2.0),
        mlp_out: scaled(3.0),
    };
    let blocks: Vec<Block> = (0..96).map(|_| block()).collect();
    let adaptive = SpectrumAdaptive::new(&blocks, 64);
    let gain = 1.13 * 2.0 * 3.0 * 8.0 * 5.0 * (1.0 + 4.0 * 30.0);
    near(adaptive.ln_alpha[0], 95.0 * f64::ln(gain), 1e-13);
    assert!(adaptive.ln_alpha[0] > 900.0);
    // Every matrix counts its parameters: √(rank · N) = 64 each.
    near(adaptive.factor(), 96.0 * 18.0 * 64.0 + 96f64.sqrt(), 1e-13);
    assert_eq!(adaptive.rank_share(), 1.0);
    near(
        adaptive.direct_factor(),
        96.0 * 18.0 * 64.0 + 96f64.sqrt(),
        1e-13,
    );
    for norm in [MatrixNorm::Group21, MatrixNorm::Entry11] {
        let ln = ln_norm_based(&blocks, norm);
        assert!(ln.is_finite() && ln > adaptive.ln_alpha[0], "{ln}");
    }
    let path: Vec<&Weight> = (blocks.iter())
        .flat_map(|b| [&b.mlp_in, &b.mlp_out])
        .collect();
    assert!(ln_rank_sparse(&path, 0.0, None).is_finite());
    assert_eq!(Sensitivity::new(&blocks).ln_alpha.len(), 96);
}

#[test]
fn a_zero_matrix_costs_nothing_and_silences_what_is_below() {
    let mut blocks = example();
    blocks[1].mlp_in = diagonal(&[0.0; 4]);
    let adaptive = SpectrumAdaptive::new(&blocks, 4);
    assert_eq!(adaptive.ln_alpha[0], f64::NEG_INFINITY);
    assert_eq!(adaptive.layers[1].mlp_in.ln_c, f64::NEG_INFINITY);
    // Only M_out of the last layer still matters.
    near(adaptive.factor(), 3.9703989678296696 + 2f64.sqrt(), 1e-14);
    let out = (1.0 + 0.5 + 1.0 / 3.0 + 0.25f64).powf(2.0 / 3.0);
    near(
        ln_norm_based(&blocks, MatrixNorm::Group21).exp(),
        (1.0 + out).powf(1.5),
        1e-14,
    );
}
