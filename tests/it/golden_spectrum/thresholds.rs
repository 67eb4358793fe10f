//! Noise thresholds and power-law tails.

use super::{ROUNDING, close, spectrum};
use rankscope::linalg::random::{gaussian, seeded};
use rankscope::spectrum::power_law::{fit, fit_spectrum};
use rankscope::spectrum::thresholds::*;
use rankscope::spectrum::{Spectrum, families};

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
        close(quantile(0.5, beta).unwrap().powi(2), median, 1e-14);
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
