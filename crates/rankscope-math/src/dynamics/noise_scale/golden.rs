//! The worked examples against values computed elsewhere: NumPy 2.4 in double precision; the tolerance is the last digit given.

use super::*;
use crate::{
    dynamics::path_kernel::Examples,
    linalg::{
        close,
        random::{gaussian, seeded},
    },
    nn::{HiddenLayer, Unit},
};

const DELTA: [f64; 3] = [1.0; 3];

fn linear() -> Linear {
    Linear::new(&[1.0, 0.5, 0.25], 1.0)
}

#[test]
fn linear_regression() {
    let at = linear().at(&DELTA);
    close(at.gradient_squared, 1.3125, 1e-15);
    close(at.gradient_trace, 6.125, 1e-15);
    close(at.b_simple(), 4.666666666667, 5e-13);
    close(at.b_noise(), 4.164383561644, 5e-13);
    close(at.eps_max(), 1.150684931507, 5e-13);
    close(at.loss_drop_max(), 0.755136986301, 5e-13);
    for (batch, drop) in [
        (1.0, 0.146220159151),
        (8.0, 0.496621621622),
        (64.0, 0.709003215434),
    ] {
        close(at.loss_drop_opt(batch), drop, 5e-13);
    }
    close(at.eps_opt(8.0), 0.756756756757, 5e-13);
    // Isotropic in 100 dimensions: 1 + d (1 + σ²/|δ|²), by either scale.
    for (length, scale) in [(10.0, 111.0), (1.0, 201.0), (0.1, 1101.0), (0.01, 10101.0)] {
        let task = Linear::new(&[1.0; 100], 1.0);
        let offset = vec![(length / 100.0_f64).sqrt(); 100];
        close(task.at(&offset).b_simple() / scale, 1.0, 1e-12);
        close(task.at(&offset).b_noise() / scale, 1.0, 1e-12);
    }
}

#[test]
fn estimates_from_two_batches() {
    let sizes = Sizes {
        small: 8.0,
        big: 128.0,
    };
    let deviations = linear().deviations(&DELTA, sizes);
    close(deviations[0], 0.43423, 5e-6);
    close(deviations[1], 15.1302, 5e-5);
    let (mut task, mut rng) = (linear(), seeded(1));
    let mut out = [0.0; 3];
    let mut length = |batch: usize| {
        task.draw(&DELTA, batch, &mut rng, &mut out);
        out.iter().map(|g| g * g).sum::<f64>()
    };
    let draws = 20_000;
    let found: Vec<[f64; 2]> = (0..draws)
        .map(|_| sizes.estimate(length(8), length(128)))
        .collect();
    let mut average = Average::new(0.999);
    found.iter().for_each(|e| average.take(*e));
    for (k, expected) in [1.3125, 6.125].into_iter().enumerate() {
        let mean = found.iter().map(|e| e[k]).sum::<f64>() / draws as f64;
        let square = found
            .iter()
            .map(|e| (e[k] - mean) * (e[k] - mean))
            .sum::<f64>();
        let deviation = (square / draws as f64).sqrt();
        // Unbiased; real batches of eight have longer tails than Gaussian ones, and scatter more.
        close(mean, expected, 5.0 * deviation / (draws as f64).sqrt());
        assert!((1.0..1.5).contains(&(deviation / deviations[k])));
        close(
            average.means()[k],
            expected,
            5.0 * deviation / average.worth().sqrt(),
        );
    }
}

#[test]
fn the_deviations_are_those_of_gaussian_batches() {
    let sizes = Sizes {
        small: 8.0,
        big: 128.0,
    };
    // G + √(Σ/B) z with Σ = (δᵀHδ + σ²)H + GGᵀ, at the same place.
    let (h, residual) = ([1.0, 0.5, 0.25], 2.75_f64);
    let mut rng = seeded(9);
    let mut length = |batch: f64| {
        let z = gaussian(1, 4, &mut rng).into_vec();
        let of = |i: usize| h[i] + ((residual * h[i]).sqrt() * z[i] + h[i] * z[3]) / batch.sqrt();
        (0..3).map(|i| of(i) * of(i)).sum::<f64>()
    };
    let draws = 40_000;
    let found: Vec<[f64; 2]> = (0..draws)
        .map(|_| sizes.estimate(length(8.0), length(128.0)))
        .collect();
    for (k, expected) in linear().deviations(&DELTA, sizes).into_iter().enumerate() {
        let mean = found.iter().map(|e| e[k]).sum::<f64>() / draws as f64;
        let square = found
            .iter()
            .map(|e| (e[k] - mean) * (e[k] - mean))
            .sum::<f64>();
        close((square / draws as f64).sqrt() / expected, 1.0, 0.02);
    }
}

#[test]
fn the_mean_drop_of_the_loss_is_what_was_said() {
    let (mut task, mut rng) = (linear(), seeded(2));
    let at = task.at(&DELTA);
    let (before, eps) = (task.loss(&DELTA), at.eps_opt(8.0));
    let (mut out, mut sum, mut square) = ([0.0; 3], 0.0, 0.0);
    let draws = 40_000;
    for _ in 0..draws {
        task.draw(&DELTA, 8, &mut rng, &mut out);
        let moved: Vec<f64> = DELTA.iter().zip(&out).map(|(d, g)| d - eps * g).collect();
        let drop = before - task.loss(&moved);
        sum += drop;
        square += drop * drop;
    }
    let mean = sum / f64::from(draws);
    let error = ((square / f64::from(draws) - mean * mean) / f64::from(draws)).sqrt();
    close(mean, 0.496621621622, 4.0 * error);
}

#[test]
fn steps_against_examples() {
    let pareto = Pareto {
        min_steps: 1000.0,
        min_examples: 2e5,
    };
    for (batch, steps, examples) in [
        (20.0, 11000.0, 2.2e5),
        (200.0, 2000.0, 4e5),
        (2000.0, 1100.0, 2.2e6),
    ] {
        assert_eq!(
            (pareto.steps(batch), pareto.examples(batch)),
            (steps, examples)
        );
        let product = (steps / 1000.0 - 1.0) * (examples / 2e5 - 1.0);
        close(product, 1.0, 1e-12);
    }
    let batches = [2.0, 10.0, 50.0, 250.0, 1250.0, 6250.0];
    let (found, left) = Pareto::fit(&batches.map(|b| (b, pareto.steps(b)))).unwrap();
    close(found.min_steps / 1000.0, 1.0, 1e-6);
    close(found.min_examples / 2e5, 1.0, 1e-6);
    assert!(left < 1e-8);
    assert!(Pareto::fit(&batches.map(|b| (b, 7.0))).is_none());
    for (p, gain) in [
        (0.25, 0.987654320988),
        (0.5, 0.96),
        (1.0, 0.888888888889),
        (2.0, 0.75),
    ] {
        close(gain_of_growth(p), gain, 5e-13);
        let grown: Vec<f64> = (0..20_000)
            .map(|s| libm::pow((f64::from(s) + 0.5) / 2e4, p))
            .collect();
        close(adaptive_gain(&grown), gain, 1e-5);
    }
}

fn curve() -> (Curve, Vec<f64>) {
    let examples = Examples {
        x: vec![-1.5, -0.5, 0.25, 1.0, 1.75],
        y: vec![0.5, -0.75, 0.0, 1.0, -0.25],
    };
    let net = HiddenLayer::new(Unit::Tanh, 4);
    let theta = net.init(1.0, &mut seeded(3));
    (Curve::new(net, examples), theta)
}

fn moved(theta: &[f64], by: f64, v: &[f64]) -> Vec<f64> {
    theta.iter().zip(v).map(|(t, v)| t + by * v).collect()
}

/// Mean and second moment of single gradients, and vᵀHv by differences of the loss: the same for every trainee.
fn by_differences(task: &mut dyn Trainee, theta: &[f64], rows: &[Vec<f64>]) -> Moment {
    let n = rows.len() as f64;
    let mean: Vec<f64> = (0..theta.len())
        .map(|k| rows.iter().map(|r| r[k]).sum::<f64>() / n)
        .collect();
    let mut along = |v: &[f64]| {
        let h = 1e-4;
        (task.loss(&moved(theta, h, v)) - 2.0 * task.loss(theta) + task.loss(&moved(theta, -h, v)))
            / (h * h)
    };
    let square = |v: &[f64]| v.iter().map(|x| x * x).sum::<f64>();
    let curvature = along(&mean);
    Moment {
        gradient_squared: square(&mean),
        gradient_trace: rows.iter().map(|r| square(r)).sum::<f64>() / n - square(&mean),
        curvature,
        curvature_trace: rows.iter().map(|r| along(r)).sum::<f64>() / n - curvature,
    }
}

#[test]
fn a_network_s_gradients_and_hessian_are_those_of_differences() {
    let (mut task, theta) = curve();
    let v: Vec<f64> = gaussian(1, theta.len(), &mut seeded(5)).into_vec();
    let h = 1e-5;
    let mut product = vec![0.0; theta.len()];
    task.hessian_vector(&theta, &v, &mut product);
    // The gradient over all examples is the average of many draws of one; here, exactly, by differences of the loss.
    let gradient = |task: &mut Curve, at: &[f64]| -> Vec<f64> {
        let unit = |k: usize| {
            (0..at.len())
                .map(|j| f64::from(u8::from(j == k)))
                .collect::<Vec<_>>()
        };
        let slope = |k: usize| {
            (task.loss(&moved(at, h, &unit(k))) - task.loss(&moved(at, -h, &unit(k)))) / (2.0 * h)
        };
        (0..at.len()).map(slope).collect()
    };
    let [ahead, behind] = [1e-3, -1e-3].map(|by| gradient(&mut task, &moved(&theta, by, &v)));
    for ((p, a), b) in product.iter().zip(&ahead).zip(&behind) {
        close(*p, (a - b) / 2e-3, 1e-5);
    }
    let mut rows = Vec::new();
    let mut rng = seeded(1);
    while rows.len() < 5 {
        // Every example's gradient, found by drawing batches of one.
        let mut row = vec![0.0; theta.len()];
        task.draw(&theta, 1, &mut rng, &mut row);
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    let expected = by_differences(&mut task, &theta, &rows);
    let found = task.moment(&theta);
    close(found.gradient_squared, expected.gradient_squared, 1e-13);
    close(found.gradient_trace, expected.gradient_trace, 1e-13);
    close(found.curvature, expected.curvature, 1e-7);
    close(found.curvature_trace, expected.curvature_trace, 1e-6);
    let direct: f64 = gradient(&mut task, &theta).iter().map(|g| g * g).sum();
    close(found.gradient_squared, direct, 1e-9);
}

#[test]
fn a_table_s_noise_is_that_of_its_batches() {
    let mut task = Table::new(5, 0.8, 8, 3);
    let theta = task.start();
    let at = task.moment(&theta);
    let (mut rng, draws) = (seeded(4), 4000);
    let mut out = vec![0.0; theta.len()];
    let mut squares = 0.0;
    for _ in 0..draws {
        task.draw(&theta, 4, &mut rng, &mut out);
        squares += out.iter().map(|g| g * g).sum::<f64>() / f64::from(draws);
    }
    close(
        squares / (at.gradient_squared + at.gradient_trace / 4.0),
        1.0,
        0.03,
    );
    // A short step along a batch of one lowers the loss as gradient and curvature say.
    let all = at.gradient_squared;
    assert!(all > 0.0 && at.curvature > 0.0 && at.b_noise() > 0.0);
    let mut mean = vec![0.0; theta.len()];
    let mut variance = mean.clone();
    let rows: Vec<usize> = (0..task.examples()).collect();
    crate::nn::tasks::Task::gradient(
        &mut crate::nn::tasks::modular::Modular::new(
            5,
            crate::nn::tasks::modular::Operation::Add,
            0.8,
            8,
            3,
        ),
        &theta,
        &rows,
        &mut mean,
        Some(&mut variance),
    )
    .unwrap();
    let eps = 1e-3;
    let drop = task.loss(&theta) - task.loss(&moved(&theta, -eps, &mean));
    close(
        drop / (eps * all - 0.5 * eps * eps * at.curvature),
        1.0,
        1e-5,
    );
}

#[test]
fn a_race_ends_at_the_target_at_the_limit_or_where_it_diverges() {
    let mut task = linear();
    let mut run = |eta: f64, target: f64| {
        let mut race = Race::new(DELTA.to_vec(), eta, 64, target, 500, 7);
        while race.outcome.is_none() {
            race.step(&mut task);
        }
        (race.outcome.unwrap(), race.steps)
    };
    let (steps, taken) = run(0.5, 0.05);
    assert!(steps.is_finite() && steps == taken as f64 && (3.0..60.0).contains(&steps));
    assert_eq!(run(1e-6, 0.05), (f64::INFINITY, 500));
    let (diverged, taken) = run(50.0, 0.05);
    assert!(diverged.is_infinite() && taken < 100);
}
