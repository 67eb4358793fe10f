//! What holds for every spectrum: orders, identities and invariances of the effective ranks. And what does not.

#![cfg(test)]

use proptest::prelude::*;
use rankscope::linalg::{
    Matrix,
    random::{gaussian, orthogonal, seeded},
};
use rankscope::spectrum::{Spectrum, power_law};

/// Relative slack for the rounding of sums over at most 64 values.
const SLACK: f64 = 1e-12;

fn spectrum(values: Vec<f64>) -> Spectrum {
    let n = values.len();
    Spectrum::new(values, n, n).unwrap()
}

fn diagonal(values: &[f64]) -> Matrix {
    let n = values.len();
    Matrix::from_fn(n, n, |i, j| if i == j { values[i] } else { 0.0 })
}

/// Singular values with the hard cases planted: constant, low rank, repeated, graded over 300 decades, a single one.
fn values() -> impl Strategy<Value = Vec<f64>> {
    let size = 1..64_usize;
    prop_oneof![
        prop::collection::vec(1e-3..1.0, size.clone()),
        prop::collection::vec(
            (-12.0..0.0).prop_map(|e: f64| 10.0_f64.powf(e)),
            size.clone()
        ),
        (1e-300..1e300, size.clone()).prop_map(|(s, n)| vec![s; n]),
        (prop::collection::vec(0.1..10.0, 1..8), 1..40_usize).prop_map(|(mut s, zeros)| {
            s.resize(s.len() + zeros, 0.0);
            s
        }),
        (prop::collection::vec(0.1..10.0, 1..8), 2..6_usize).prop_map(|(s, times)| s.repeat(times)),
        size.clone().prop_map(|n| (0..n)
            .map(|i| 10.0_f64.powf(-300.0 * i as f64 / n as f64))
            .collect()),
        (1e-300..1e300).prop_map(|s| vec![s]),
        (0.0..4.0_f64, size).prop_map(|(a, n)| (1..=n).map(|i| (i as f64).powf(-a)).collect()),
    ]
}

/// Matrices with the hard cases planted: constant, low rank, repeated singular values, graded over 300 decades, one row, one entry.
fn matrices() -> impl Strategy<Value = Matrix> {
    let shape = (1..12_usize, 1..12_usize, any::<u64>());
    prop_oneof![
        shape
            .clone()
            .prop_map(|(m, n, seed)| gaussian(m, n, &mut seeded(seed))),
        (1..12_usize, 1..12_usize, -1e3..1e3).prop_map(|(m, n, c)| Matrix::from_fn(m, n, |_, _| c)),
        (shape.clone(), 1..3_usize).prop_map(|((m, n, seed), rank)| {
            let rng = &mut seeded(seed);
            let left = gaussian(m, rank, rng);
            left.product(&gaussian(rank, n, rng)).unwrap()
        }),
        shape
            .clone()
            .prop_map(|(m, _, seed)| orthogonal(m, &mut seeded(seed))),
        shape.clone().prop_map(|(m, n, seed)| {
            let mut a = gaussian(m, n, &mut seeded(seed));
            for i in 0..m {
                let factor = 10.0_f64.powf(-300.0 * i as f64 / m as f64);
                a.row_mut(i).iter_mut().for_each(|x| *x *= factor);
            }
            a
        }),
        (1..40_usize, any::<u64>()).prop_map(|(n, seed)| gaussian(1, n, &mut seeded(seed))),
        (-1e300..1e300).prop_map(|x| Matrix::from_fn(1, 1, |_, _| x)),
    ]
}

fn positive_semidefinite(seed: u64, n: usize, rank: usize) -> Matrix {
    let root = gaussian(n, rank, &mut seeded(seed));
    root.product(&root.transpose()).unwrap()
}

fn sum(a: &Matrix, b: &Matrix) -> Matrix {
    Matrix::from_fn(a.rows(), a.cols(), |i, j| a[(i, j)] + b[(i, j)])
}

/// All effective ranks without a threshold that may cut where another matrix does not.
fn smooth_ranks(s: &Spectrum) -> [f64; 7] {
    let r = s.ranks();
    [
        r.erank,
        r.nuclear_frobenius_rank,
        r.energy_entropy_rank,
        r.nuclear_spectral_rank,
        r.participation_ratio,
        r.stable_rank,
        s.schatten_rank(1.5),
    ]
}

fn at_least(large: f64, small: f64) -> Result<(), TestCaseError> {
    prop_assert!(large >= small * (1.0 - SLACK), "{large:?} < {small:?}");
    Ok(())
}

fn equal(a: f64, b: f64) -> Result<(), TestCaseError> {
    near(a, b, SLACK)
}

fn near(a: f64, b: f64, tolerance: f64) -> Result<(), TestCaseError> {
    prop_assert!(
        (a - b).abs() <= tolerance * a.abs().max(b.abs()),
        "{a:?} != {b:?}"
    );
    Ok(())
}

/// The binary entropy in nats.
fn binary_entropy(w: f64) -> f64 {
    [w, 1.0 - w]
        .iter()
        .filter(|p| **p > 0.0)
        .map(|p| -p * p.ln())
        .sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn effective_ranks_are_ordered(values in values()) {
        let s = spectrum(values);
        let r = s.ranks();
        let chain = [
            s.numerical_rank(Some(0.0)) as f64,
            r.erank,
            r.nuclear_frobenius_rank,
            r.energy_entropy_rank,
            r.participation_ratio,
            r.stable_rank,
            1.0,
        ];
        for pair in chain.windows(2) {
            at_least(pair[0], pair[1])?;
        }
        at_least(r.nuclear_frobenius_rank, r.nuclear_spectral_rank)?;
        at_least(r.nuclear_spectral_rank, r.stable_rank)?;
    }

    #[test]
    fn effective_ranks_obey_their_identities(values in values()) {
        let s = spectrum(values);
        let r = s.ranks();
        equal(r.nuclear_spectral_rank.powi(2), r.nuclear_frobenius_rank * r.stable_rank)?;
        equal(s.schatten_rank(0.0), s.numerical_rank(None) as f64)?;
        equal(s.schatten_rank(2.0), r.stable_rank)?;
        at_least(r.nuclear_spectral_rank.powi(2), r.nuclear_frobenius_rank)?;
        at_least(r.stable_rank.powi(2), r.participation_ratio)?;
        // ‖A‖_* ≤ √erank ‖A‖_F
        at_least(r.erank.sqrt() * (s.frobenius_norm() / s.spectral_norm()), r.nuclear_spectral_rank)?;
    }

    #[test]
    fn schatten_ranks_never_increase_with_the_exponent(values in values(), low in 0.0..4.0, step in 0.0..4.0) {
        let s = spectrum(values);
        at_least(s.schatten_rank(low), s.schatten_rank(low + step))?;
        let multiplicity = s.values().iter().filter(|x| **x == s.spectral_norm()).count();
        equal(s.schatten_rank(f64::INFINITY), multiplicity as f64)?;
    }

    #[test]
    fn counting_ranks_obey_their_bounds(values in values(), tau in 0.01..1.0, eps in 1e-6..0.99, p in 0.0..4.0) {
        let s = spectrum(values);
        at_least(s.energy_rank(tau) as f64, tau * s.stable_rank())?;
        at_least(s.stable_rank() / (eps * eps), s.epsilon_rank(eps) as f64)?;
        at_least(s.schatten_rank(p) / eps.powf(p), s.epsilon_rank(eps) as f64)?;
        // The definition: k values carry the share τ, k − 1 do not.
        let k = s.energy_rank(tau);
        let energy = |k: usize| spectrum(s.values()[..k].to_vec()).stable_rank();
        at_least(energy(k), tau * s.stable_rank())?;
        prop_assert!(k == 1 || energy(k - 1) < tau * s.stable_rank());
        prop_assert_eq!(s.numerical_rank(Some(0.0)), s.values().iter().filter(|x| **x > 0.0).count());
    }

    #[test]
    fn ranks_of_the_tail_of_a_covariance(values in values(), k in 0..70_usize) {
        let s = spectrum(values);
        // λ² vanishes below 1e-154 of the largest; compare where it does not.
        let largest = s.values().get(k).copied().unwrap_or(0.0);
        prop_assume!(largest > 0.0);
        let tail = spectrum(s.values()[k..].to_vec());
        let (r, big_r) = (tail.nuclear_spectral_rank(), tail.nuclear_frobenius_rank());
        let squares: Vec<f64> = s.values()[k..].iter().map(|x| (x / largest).powi(2)).collect();
        let r_of_squares = spectrum(squares).nuclear_spectral_rank();
        at_least(r, 1.0)?;
        equal(r * r, r_of_squares * big_r)?;
        at_least(r, r_of_squares)?;
        at_least(big_r, r)?;
        at_least(r * r, big_r)?;
    }

    #[test]
    fn all_definitions_agree_on_flat_spectra_only(n in 1..64_usize, zeros in 0..8_usize, s in 1e-300..1e300, dent in 0.1..0.9) {
        let mut values = vec![s; n];
        values.resize(n + zeros, 0.0);
        let flat = spectrum(values);
        for rank in smooth_ranks(&flat) {
            equal(rank, n as f64)?;
        }
        prop_assert_eq!(flat.energy_rank(1.0), n);
        let mut values = vec![s; n];
        values.push(s * dent);
        let dented = spectrum(values);
        prop_assert!(dented.erank() > dented.stable_rank() * (1.0 + 1e-6));
    }

    #[test]
    fn scale_and_zeros_change_nothing(values in values(), exponent in -250..250_i32, zeros in 0..9_usize) {
        let s = spectrum(values.clone());
        let factor = 10.0_f64.powi(exponent) / s.spectral_norm();
        let mut scaled: Vec<f64> = values.iter().map(|x| x * factor).collect();
        prop_assume!(scaled.iter().zip(&values).all(|(y, x)| (*y > 1e-290) == (*x > 0.0)));
        scaled.resize(values.len() + zeros, 0.0);
        let n = scaled.len();
        let t = Spectrum::new(scaled, n, n).unwrap();
        for (a, b) in smooth_ranks(&s).into_iter().zip(smooth_ranks(&t)) {
            // The threshold of the Schatten rank grows with the size: n · 2⁻⁵² per value.
            near(a, b, SLACK)?;
        }
        prop_assert_eq!(s.energy_rank(0.5), t.energy_rank(0.5));
    }

    #[test]
    fn ranks_of_a_kronecker_product_multiply(a in prop::collection::vec(0.01..1.0, 1..8), b in prop::collection::vec(0.01..1.0, 1..8)) {
        let product: Vec<f64> = a.iter().flat_map(|x| b.iter().map(move |y| x * y)).collect();
        let kronecker = smooth_ranks(&spectrum(product));
        let (ra, rb) = (smooth_ranks(&spectrum(a)), smooth_ranks(&spectrum(b)));
        for i in 0..kronecker.len() {
            equal(kronecker[i], ra[i] * rb[i])?;
        }
    }

    #[test]
    fn erank_of_a_direct_sum(a in prop::collection::vec(1e-6..1.0, 1..20), b in prop::collection::vec(1e-6..1.0, 1..20)) {
        let (sa, sb) = (spectrum(a.clone()), spectrum(b.clone()));
        let both = spectrum([a.clone(), b].concat());
        let w = sa.nuclear_norm() / (sa.nuclear_norm() + sb.nuclear_norm());
        let expected = binary_entropy(w) + w * sa.erank().ln() + (1.0 - w) * sb.erank().ln();
        equal(both.erank(), expected.exp())?;
        equal(spectrum(a.repeat(2)).erank(), 2.0 * sa.erank())?;
    }

    #[test]
    fn erank_is_continuous(a in prop::collection::vec(0.0..1.0_f64, 2..20), noise in prop::collection::vec(-0.3..0.3_f64, 20)) {
        // Fannes and Audenaert: |H(p) − H(p')| ≤ t ln(d − 1) + h(t) with t = ½‖p − p'‖₁.
        prop_assume!(a.iter().sum::<f64>() > 0.1);
        let b: Vec<f64> = a.iter().zip(&noise).map(|(x, e)| (x + e).max(0.0)).collect();
        prop_assume!(b.iter().sum::<f64>() > 0.1);
        let (total_a, total_b): (f64, f64) = (a.iter().sum(), b.iter().sum());
        let t: f64 = 0.5 * a.iter().zip(&b).map(|(x, y)| (x / total_a - y / total_b).abs()).sum::<f64>();
        let bound = t * (a.len() as f64 - 1.0).ln() + binary_entropy(t);
        let change = (spectrum(a).erank().ln() - spectrum(b).erank().ln()).abs();
        prop_assert!(change <= bound + SLACK, "{change} > {bound}");
    }

    #[test]
    fn a_tail_fit_is_a_power_law_of_the_values(values in prop::collection::vec(1e-3..1e3, 2..60)) {
        let fit = power_law::fit(&values);
        prop_assume!(values.iter().any(|x| *x != values[0]));
        let fit = fit.unwrap();
        prop_assert!(fit.alpha > 1.0);
        prop_assert!((0.0..=1.0).contains(&fit.ks_distance));
        prop_assert!(values.iter().any(|x| (x / fit.x_min - 1.0).abs() < 1e-12));
        let tail = values.iter().filter(|x| **x >= fit.x_min * (1.0 - 1e-12)).count();
        prop_assert_eq!(fit.tail_count, tail);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn turning_a_matrix_changes_nothing(a in matrices(), seed: u64, row in 0..12_usize) {
        let s = Spectrum::of(&a).unwrap();
        prop_assume!(s.spectral_norm() > 0.0);
        let rng = &mut seeded(seed);
        let (m, n) = (a.rows(), a.cols());
        let turned = orthogonal(m, rng).product(&a).unwrap().product(&orthogonal(n, rng)).unwrap();
        let shifted = Matrix::from_fn(m, n, |i, j| a[((i + row) % m, n - 1 - j)]);
        let padded = Matrix::from_fn(m + 2, n + 1, |i, j| if i < m && j < n { a[(i, j)] } else { 0.0 });
        for other in [turned, shifted, padded, a.transpose()] {
            let t = Spectrum::of(&other).unwrap();
            for (x, y) in smooth_ranks(&s).into_iter().zip(smooth_ranks(&t)) {
                // Values that should be zero come out as rounding, which the Rényi rank of order 0.9 sees most.
                near(x, y, 1e-10)?;
            }
        }
    }

    #[test]
    fn norms_of_the_spectrum_are_those_of_the_matrix(a in matrices()) {
        let s = Spectrum::of(&a).unwrap();
        equal(s.frobenius_norm(), a.frobenius_norm())?;
        prop_assert!(s.residual().unwrap() <= 1e-13);
        // ‖A‖_F ≤ ‖A‖₂,₁ ≤ √cols ‖A‖_F
        let (f, g) = (a.frobenius_norm(), a.group_norm_2_1());
        at_least(g, f)?;
        at_least((a.cols() as f64).sqrt() * f, g)?;
    }

    #[test]
    fn a_triangle_inequality_holds_for_positive_semidefinite_matrices(
        n in 1..9_usize, seed: u64, rank_a in 1..5_usize, rank_b in 1..5_usize,
    ) {
        let a = positive_semidefinite(seed, n, rank_a);
        let b = positive_semidefinite(seed.wrapping_add(1), n, rank_b);
        let erank = |m: &Matrix| Spectrum::of(m).unwrap().erank();
        prop_assert!(erank(&sum(&a, &b)) <= (erank(&a) + erank(&b)) * (1.0 + 1e-10));
    }
}

// What is not true, however plausible.

#[test]
fn no_triangle_inequality_in_general() {
    let (a, b) = (
        diagonal(&[100.0, 1.0, 1.0, 1.0]),
        diagonal(&[-99.0, 0.0, 0.0, 0.0]),
    );
    let erank = |m: &Matrix| Spectrum::of(m).unwrap().erank();
    assert!((erank(&a) - 1.17785).abs() < 1e-5);
    assert_eq!(erank(&b), 1.0);
    assert!((erank(&sum(&a, &b)) - 4.0).abs() < 1e-14);
}

#[test]
fn a_product_can_have_more_erank_than_its_factors() {
    let (a, b) = (diagonal(&[1.0, 0.1]), diagonal(&[0.1, 1.0]));
    let erank = |m: &Matrix| Spectrum::of(m).unwrap().erank();
    assert!((erank(&a) - 1.35613).abs() < 1e-5);
    assert!((erank(&b) - 1.35613).abs() < 1e-5);
    assert!((erank(&a.product(&b).unwrap()) - 2.0).abs() < 1e-14);
}

#[test]
fn nuclear_spectral_rank_and_participation_ratio_are_not_ordered() {
    let order = |values: &[f64]| {
        let r = spectrum(values.to_vec()).ranks();
        r.nuclear_spectral_rank.partial_cmp(&r.participation_ratio)
    };
    // 1 + 9 · 0.1 = 1.9 against (1.09)²/(1.0009) = 1.187; 1 + 3 · 0.9 = 3.7 against 3.43²/2.9683 = 3.96.
    assert_eq!(
        order(&[&[1.0], &[0.1; 9][..]].concat()),
        Some(std::cmp::Ordering::Greater)
    );
    assert_eq!(order(&[1.0, 0.9, 0.9, 0.9]), Some(std::cmp::Ordering::Less));
}

#[test]
fn matrices_without_a_spectrum_are_refused() {
    for (matrix, code) in [
        (Matrix::zeros(0, 3), "empty"),
        (Matrix::zeros(1, 4097), "too_large"),
        (diagonal(&[1.0, f64::NAN]), "not_finite"),
        (diagonal(&[f64::NEG_INFINITY]), "not_finite"),
    ] {
        assert_eq!(Spectrum::of(&matrix).unwrap_err().code(), code);
    }
}
