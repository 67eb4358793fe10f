//! What holds for the complexity of any weight matrix, over random and over hard spectra.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use proptest::prelude::*;
use rankscope::{
    bounds::transformer::{Choice, Grid, Tradeoff, Weight},
    spectrum::Spectrum,
};

/// A spectrum of one of several shapes, scaled, in a matrix of hidden size N, and ln K.
fn setting() -> impl Strategy<Value = (Vec<f64>, usize, f64)> {
    let shapes = prop_oneof![
        prop::collection::vec(0.0..1.0f64, 1..40),
        // Power laws and geometric decay, down to rounding and below.
        (1usize..60, 0.0..6.0f64).prop_map(|(n, a)| (1..=n).map(|i| (i as f64).powf(-a)).collect()),
        (1usize..60, 0.1..1.0f64).prop_map(|(n, r)| (0..n).map(|i| r.powi(i as i32)).collect()),
        // One value far above the others; flat; flat with numerical zeros.
        (1usize..40, -12.0..0.0f64).prop_map(|(n, low)| {
            let mut values = vec![10f64.powf(low); n];
            values[0] = 1.0;
            values
        }),
        (1usize..40, 0usize..20).prop_map(|(n, zeros)| {
            let mut values = vec![1.0; n];
            values.resize(n + zeros, 1e-18);
            values
        }),
    ];
    (shapes, 0usize..1000, -6.0..6.0f64, -14.0..30.0f64).prop_map(
        |(values, extra, log_scale, ln_k)| {
            let scale = 10f64.powf(log_scale);
            let n = values.len() + extra;
            (values.iter().map(|s| s * scale).collect(), n, ln_k)
        },
    )
}

fn weight(values: &[f64], n: usize) -> (Weight, Vec<f64>) {
    let spectrum = Spectrum::new(values.to_vec(), n, n).unwrap();
    let kept = spectrum.values()[..spectrum.numerical_rank(None)].to_vec();
    (Weight::new(&spectrum, 1.0, 1.0).unwrap(), kept)
}

/// The definition, term by term.
fn ln_c(kept: &[f64], ln_k: f64, n: usize, p: f64) -> f64 {
    let schatten: f64 = kept.iter().map(|s| s.powf(p)).sum();
    (schatten.ln() + p * ln_k + (p + 1.0) * (n as f64).ln()) / (p + 2.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn the_complexity_is_its_definition((values, n, ln_k) in setting(), p in 0.0..2.0f64) {
        let (weight, kept) = weight(&values, n);
        prop_assume!(!kept.is_empty());
        let tradeoff = Tradeoff::adaptive(&weight, ln_k, n);
        for p in [0.0, p, 1.0, 2.0] {
            let expected = ln_c(&kept, ln_k, n, p);
            prop_assert!((tradeoff.ln_at(p) - expected).abs() < 1e-12 * (1.0 + expected.abs()));
        }
    }

    #[test]
    fn it_falls_and_then_rises_and_the_minimum_is_found((values, n, ln_k) in setting()) {
        let (weight, kept) = weight(&values, n);
        prop_assume!(!kept.is_empty());
        let tradeoff = Tradeoff::adaptive(&weight, ln_k, n);
        let minimum = tradeoff.minimum();
        let least = tradeoff.ln_at(minimum);
        let mut before = f64::INFINITY;
        for i in 0..=400 {
            let p = f64::from(i) / 200.0;
            let here = ln_c(&kept, ln_k, n, p);
            prop_assert!(here >= least - 1e-12, "c({p}) < c({minimum}) by {}", least - here);
            // Quasi-convex: falling up to the minimum, rising behind it.
            if p <= minimum {
                prop_assert!(here <= before + 1e-12, "rises at {p}, the minimum is at {minimum}");
            } else if p - 0.005 >= minimum {
                prop_assert!(here >= before - 1e-12, "falls at {p}, the minimum is at {minimum}");
            }
            before = here;
        }
    }

    #[test]
    fn the_grid_has_no_better_index((values, n, ln_k) in setting(), depth in 1usize..40) {
        let (weight, kept) = weight(&values, n);
        prop_assume!(!kept.is_empty());
        let grid = Grid::new(depth, n);
        let choice = Choice::new(&weight, ln_k, n, grid);
        let best = grid.indices().map(|p| ln_c(&kept, ln_k, n, p)).fold(f64::INFINITY, f64::min);
        prop_assert!((choice.ln_c - best).abs() < 1e-12 * (1.0 + best.abs()));
        prop_assert!((choice.index - choice.continuous_index).abs() <= 1.0 / f64::from(grid.m()));
        prop_assert!(choice.ln_c_continuous <= choice.ln_c);
    }

    #[test]
    fn counting_parameters_is_best_by_the_rule((values, n, ln_k) in setting()) {
        let (weight, kept) = weight(&values, n);
        prop_assume!(!kept.is_empty());
        let tradeoff = Tradeoff::adaptive(&weight, ln_k, n);
        let rank = kept.len() as f64;
        let mean = kept.iter().map(|s| s.ln()).sum::<f64>() / rank;
        let margin = 2.0 * ln_k + (n as f64).ln() + 2.0 * mean - rank.ln();
        prop_assume!(margin.abs() > 1e-9);
        prop_assert_eq!(tradeoff.counts_parameters(), margin > 0.0);
        prop_assert_eq!(tradeoff.minimum() == 0.0, margin > 0.0);
    }

    #[test]
    fn without_an_index_it_costs_at_most_twice((values, n, ln_k) in setting()) {
        let (weight, kept) = weight(&values, n);
        prop_assume!(!kept.is_empty());
        let tradeoff = Tradeoff::adaptive(&weight, ln_k, n);
        let direct = tradeoff.direct();
        // The definition: r directions counted, the rest small.
        let tail = |r: usize| kept.get(r).map_or(0.0, |s| ln_k.exp() * n as f64 * s);
        let split = (0..=kept.len()).map(|r| (r as f64 * n as f64).sqrt() + tail(r));
        let expected = split.fold(f64::INFINITY, f64::min);
        prop_assert!((direct - expected).abs() <= 1e-12 * expected);
        prop_assert!(direct <= 2.0 * tradeoff.ln_at(tradeoff.minimum()).exp() * (1.0 + 1e-12));
    }
}
