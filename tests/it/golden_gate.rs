//! The gate and its optimiser against values from elsewhere.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rand_distr::{Distribution, StandardNormal};
use rankscope::{
    dynamics::update_rate,
    linalg::random::seeded,
    nn::{
        gate::{Evidence, Gate, Mask, finite_data_alpha},
        optimiser::{Evidenced, Optimiser, Rule},
        tensor::Tensor,
    },
};

const ADAM: Rule = Rule {
    learning_rate: 0.05,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weight_decay: 0.1,
    gate: None,
};

fn close(given: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(given.len(), expected.len());
    for (a, b) in given.iter().zip(expected) {
        assert!((a - b).abs() <= tolerance, "{given:?} is not {expected:?}");
    }
}

/// Twenty steps on g(t) = (sin 0.7t + 0.4, 0.2 cos 1.3t, 0.05t − 0.3 + 0.02 (t mod 3), 1/(t + 1)) from (1, −0.5, 0.25, 0), by these
/// lines of NumPy 2.4, float64, run once per mask:
///
/// ```python
/// s = rho*s + (1-rho)*(g-m)**2; m = b1*m + (1-b1)*g; v = b2*v + (1-b2)*g*g
/// mh = m/(1-b1**t); vh = v/(1-b2**t); sh = s/(1-rho**t); m2 = mh*mh; d = np.maximum(m2-alpha*sh, 0)
/// q = {"snr": m2/(m2+soft*alpha*sh+1e-30), "soft": d/(d+soft*sh+1e-30), "hard": (m2>alpha*sh)*1.}[mask]
/// w = w*(1-lr*wd) - lr*q*mh/(np.sqrt(vh)+1e-8)   # lr=.05, b1=.9, b2=.999, rho=.99, wd=.1
/// ```
#[test]
fn every_mask_takes_the_steps_of_numpy() {
    let third = 1.0 / 3.0;
    #[rustfmt::skip]
    let golden = [
        (Mask::Snr, 1.0, 1.0,
            [0.707762472295741, -0.45678788061781955, 0.12419521210843829, -0.3056072438334897],
            [0.26735961405746184, 0.015144871515432609, 0.7028130784892966, 0.3049647746970151]),
        (Mask::Snr, third, 0.3,
            [0.4538299353413861, -0.43434337820466773, 0.08381820304504353, -0.6125643276395256],
            [0.7849120634345215, 0.1332818823082808, 0.9594301662505494, 0.8143941074720467]),
        (Mask::Soft, third, 2.0,
            [0.8322019520279468, -0.46094300454320536, 0.1536769354699005, -0.13010404828443953],
            [0.015550748044121992, 0.0, 0.5039131690416097, 0.050080995569834814]),
        (Mask::Hard, 0.1, 1.0,
            [0.36838675610340554, -0.44188396269413793, 0.07800985362881424, -0.6930421630021334],
            [1.0, 0.0, 1.0, 1.0]),
    ];
    for (mask, alpha, softness, weights, shares) in golden {
        let gate = Gate {
            mask,
            alpha,
            softness,
            ..Gate::default()
        };
        let rule = Rule {
            gate: Some(gate),
            ..ADAM
        };
        let mut optimiser = Optimiser::new(rule, &Tensor::layout([("w", 1, 4)]));
        let mut w = [1.0, -0.5, 0.25, 0.0];
        for t in 1..=20 {
            let t = f64::from(t);
            let g = [
                (0.7 * t).sin() + 0.4,
                0.2 * (1.3 * t).cos(),
                0.05 * t - 0.3 + 0.02 * (t % 3.0),
                1.0 / (t + 1.0),
            ];
            let gradient = Evidenced {
                mean: &g,
                variance: &[],
                batch: 1,
            };
            let opening = optimiser.step(&mut w, gradient, 1.0);
            let mean = optimiser.shares().iter().sum::<f64>() / 4.0;
            assert!((opening.mean - mean).abs() < 1e-15);
        }
        close(&w, &weights, 1e-13);
        close(optimiser.shares(), &shares, 1e-13);
    }
}

/// One gate per tensor, by hand: mean signal 5 and mean noise 1 in the first tensor; 1 and 3 in the second.
#[test]
fn a_tensor_can_share_its_gate() {
    let gate = Gate {
        per_tensor: true,
        ..Gate::default()
    };
    let tensors = Tensor::layout([("a", 1, 2), ("b", 1, 1)]);
    let (signal, noise) = ([9.0, 1.0, 1.0], [0.0, 2.0, 3.0]);
    let mut shares = [0.0; 3];
    gate.shares(&tensors, |k| signal[k], |k| noise[k], &mut shares);
    assert_eq!(shares, [5.0 / 6.0, 5.0 / 6.0, 0.25]);
}

/// Gradients (1, 0), (2, 1), (0, 2): A = [[2/3, 7/6], [7/6, 2/3]], so that the held-out gain is 4/3 and both gates open (1 > 1/3).
#[test]
fn the_population_objective_of_three_examples() {
    let gradients = [[1.0, 0.0], [2.0, 1.0], [0.0, 2.0]];
    let b = 3.0;
    let mean: Vec<f64> = (0..2)
        .map(|k| gradients.iter().map(|g| g[k]).sum::<f64>() / b)
        .collect();
    let variance: Vec<f64> = (0..2)
        .map(|k| {
            gradients
                .iter()
                .map(|g| (g[k] - mean[k]).powi(2))
                .sum::<f64>()
                / b
        })
        .collect();
    close(&mean, &[1.0, 1.0], 0.0);
    close(&variance, &[2.0 / 3.0, 2.0 / 3.0], 1e-15);
    let lengths = gradients.map(|g| g[0] * g[0] + g[1] * g[1]);
    let gain = update_rate(2.0, lengths.iter().sum::<f64>() / b, 3).unwrap();
    assert!((gain - 4.0 / 3.0).abs() < 1e-15);
    // The same as the U-statistic over pairs of different examples, and as scoring each under the mean of the others.
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let (mut pairs, mut left_out) = (0.0, 0.0);
    for (i, g) in gradients.iter().enumerate() {
        for (j, other) in gradients.iter().enumerate() {
            pairs += if i == j { 0.0 } else { dot(g, other) };
        }
        let others: Vec<f64> = (0..2).map(|k| (b * mean[k] - g[k]) / (b - 1.0)).collect();
        left_out += dot(g, &others);
    }
    assert!((pairs / (b * (b - 1.0)) - gain).abs() < 1e-15);
    assert!((left_out / b - gain).abs() < 1e-15);
    let gate = Gate {
        mask: Mask::Hard,
        ..Gate::default()
    };
    assert_eq!(gate.share(mean[0] * mean[0], variance[0] / 2.0), 1.0);
}

/// α = b/(n − b) makes the batch's test, on average over all batches drawn without replacement, the leave-one-out test of the data set:
/// ⟨ḡ_B, ḡ_Bᶜ⟩ = |G|² − α·Var(ḡ_B) = |G|² − Var/(n − 1) = the U-statistic over all n. Six gradients of three coordinates, b = 2.
#[test]
fn alpha_of_finite_data_is_the_leave_one_out_test_of_the_whole() {
    let (n, b) = (6usize, 2usize);
    let gradients: Vec<[f64; 3]> = (0..n as i32)
        .map(|i| {
            [
                f64::from(i * i % 7) - 2.0,
                f64::from(i % 4) * 0.5 - 1.0,
                f64::from(i) * -0.3,
            ]
        })
        .collect();
    let mean = |rows: &[usize]| -> [f64; 3] {
        core::array::from_fn(|k| {
            rows.iter().map(|i| gradients[*i][k]).sum::<f64>() / rows.len() as f64
        })
    };
    let dot = |a: &[f64; 3], b: &[f64; 3]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let all: Vec<usize> = (0..n).collect();
    let whole = mean(&all);
    let (mut across, mut scatter, mut count) = (0.0, 0.0, 0.0);
    for i in 0..n {
        for j in i + 1..n {
            let (inside, outside): (Vec<usize>, Vec<usize>) =
                all.iter().partition(|k| **k == i || **k == j);
            let (inside, outside) = (mean(&inside), mean(&outside));
            across += dot(&inside, &outside);
            let off: [f64; 3] = core::array::from_fn(|k| inside[k] - whole[k]);
            scatter += dot(&off, &off);
            count += 1.0;
        }
    }
    let alpha = finite_data_alpha(b, n);
    assert_eq!(alpha, 0.5);
    let first = across / count;
    let second = dot(&whole, &whole) - alpha * scatter / count;
    let lengths: f64 = gradients.iter().map(|g| dot(g, g)).sum::<f64>() / n as f64;
    let third = update_rate(dot(&whole, &whole), lengths, n).unwrap();
    assert!((first - second).abs() < 1e-14 && (first - third).abs() < 1e-14);
    assert!(first.abs() > 0.1, "{first}");
}

/// The exact test on pure noise passes with probability P(|t| > 1) of Student's t with b − 1 degrees of freedom, from its closed forms:
/// 1/2 for b = 2; .3910, .3506, .3251 for b = 4, 8, 32 (tables of the t distribution).
#[test]
fn the_exact_gate_passes_pure_noise_as_the_t_statistic_does() {
    let coordinates = 40_000;
    let mut rng = seeded(5);
    for (b, expected) in [(2, 0.5), (4, 0.3910), (8, 0.3506), (32, 0.3251)] {
        let (mut mean, mut square) = (vec![0.0; coordinates], vec![0.0; coordinates]);
        for (m, s) in mean.iter_mut().zip(&mut square) {
            for _ in 0..b {
                let z: f64 = StandardNormal.sample(&mut rng);
                *m += z / f64::from(b);
                *s += z * z / f64::from(b);
            }
        }
        let variance: Vec<f64> = square.iter().zip(&mean).map(|(s, m)| s - m * m).collect();
        let gate = Gate {
            mask: Mask::Hard,
            evidence: Evidence::Examples,
            ..Gate::default()
        };
        let rule = Rule {
            gate: Some(gate),
            ..ADAM
        };
        let tensors = Tensor::layout([("w", 1, coordinates)]);
        let mut optimiser = Optimiser::new(rule, &tensors);
        let gradient = Evidenced {
            mean: &mean,
            variance: &variance,
            batch: b as usize,
        };
        let opening = optimiser.step(&mut vec![0.0; coordinates], gradient, 1.0);
        // Four standard errors.
        let off = (opening.open - expected).abs();
        assert!(off < 4.0 * 0.5 / 200.0, "b = {b}: {}", opening.open);
    }
}

/// Moving averages on pure noise, from a NumPy simulation of the same lines (β₁ = .9, ρ = .99; 10⁷ coordinates for the first steps,
/// 5·10⁴ over 200 steps for the long run): the mean snr mask after 2, 5, 10 steps with its standard deviation over coordinates, and in the
/// long run; the share that the hard mask with α = 1 passes, and with α = 1/19 in the long run.
#[test]
fn averages_make_the_gate_far_stricter_than_the_theorem() {
    let coordinates = 40_000;
    let run = |mask, alpha, steps: &[u32]| -> Vec<f64> {
        let gate = Gate {
            mask,
            alpha,
            ..Gate::default()
        };
        let rule = Rule {
            gate: Some(gate),
            ..ADAM
        };
        let tensors = Tensor::layout([("w", 1, coordinates)]);
        let mut optimiser = Optimiser::new(rule, &tensors);
        let mut weights = vec![0.0; coordinates];
        let mut rng = seeded(11);
        let mut means = Vec::new();
        let (mut late, mut count) = (0.0, 0.0);
        for t in 1..=800 {
            let g: Vec<f64> = (0..coordinates)
                .map(|_| StandardNormal.sample(&mut rng))
                .collect();
            let gradient = Evidenced {
                mean: &g,
                variance: &[],
                batch: 1,
            };
            let opening = optimiser.step(&mut weights, gradient, 1.0);
            if steps.contains(&t) {
                means.push(opening.mean);
            }
            if t > 600 {
                late += opening.mean;
                count += 1.0;
            }
        }
        means.push(late / count);
        means
    };
    // Within four standard errors of so many coordinates.
    let near = |value: f64, expected: f64, deviation: f64| {
        let allowed = 4.0 * deviation / (coordinates as f64).sqrt();
        assert!(allowed < 0.5 * expected, "a tolerance that passes a zero");
        let off = (value - expected).abs();
        assert!(off < allowed, "{value} for {expected}, {allowed} allowed");
    };
    let snr = run(Mask::Snr, 1.0, &[1, 2, 5, 10]);
    assert!((snr[0] - 0.5).abs() < 1e-12, "{snr:?}");
    for (value, expected, deviation) in [
        (snr[1], 0.2984, 0.184),
        (snr[2], 0.1519, 0.146),
        (snr[3], 0.0906, 0.104),
    ] {
        near(value, expected, deviation);
    }
    assert!((snr[4] - 0.0442).abs() < 0.001, "{snr:?}");
    let hard = run(Mask::Hard, 1.0, &[2, 5, 10]);
    for (value, expected) in hard.iter().zip([0.1841, 0.02238, 0.00324_f64]) {
        near(*value, expected, (expected * (1.0 - expected)).sqrt());
    }
    // About 9.6e-6 of 8·10⁶ looks, each of which agrees with its neighbours in time.
    assert!(hard[3] > 2e-6 && hard[3] < 5e-5, "{hard:?}");
    let scaled = run(Mask::Hard, 1.0 / 19.0, &[]);
    assert!((scaled[0] - 0.3067).abs() < 0.005, "{scaled:?}");
}
