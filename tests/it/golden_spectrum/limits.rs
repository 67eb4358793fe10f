//! Limits of large and infinite spectra.

use super::{ROUNDING, close, pairs, same_ranks};
use rankscope::linalg::Matrix;
use rankscope::linalg::random::{gaussian, seeded};
use rankscope::spectrum::thresholds::*;
use rankscope::spectrum::{Ranks, Spectrum, families, limits};

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
    // (2/(3π)) e^(4/3), 64/(9π²), e^(−½), 4/(3π), ½, ¼.
    let expected = Ranks {
        erank: 0.8050413305171353,
        nuclear_frobenius_rank: 0.7205061947899575,
        energy_entropy_rank: 0.6065306597126334,
        nuclear_spectral_rank: 0.4244131815783876,
        participation_ratio: 0.5,
        stable_rank: 0.25,
    };
    same_ranks(
        &limits::marchenko_pastur_per_row(1.0).unwrap(),
        &expected,
        1e-12,
    );
    // From its quantiles: the largest of n quantiles is below the edge by about n^(-2/3).
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
    // As much of the density √((λ₊ − λ)(λ − λ₋)) / (2πβλ) lies below the quantile (midpoint rule in the angle).
    for (beta, level) in [(0.1, 0.3), (0.5, 0.5), (0.9, 0.8)] {
        let (low, high) = marchenko_pastur_edges(beta).unwrap();
        let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
        let from = ((quantile(level, beta).unwrap().powi(2) - middle) / half).acos();
        let (steps, all) = (4000, std::f64::consts::PI - from);
        let mass = |i: u32| {
            let phi = from + all * (f64::from(i) + 0.5) / f64::from(steps);
            let lambda = middle + half * phi.cos();
            (half * phi.sin()).powi(2) / (2.0 * std::f64::consts::PI * beta * lambda)
        };
        let below = (0..steps).map(mass).sum::<f64>() * all / f64::from(steps);
        close(below, level, 1e-7);
    }
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
