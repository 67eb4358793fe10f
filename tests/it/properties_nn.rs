//! What holds for every network: gradients against finite differences, second moments and kernels against explicit loops.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use proptest::prelude::*;
use rankscope::{
    linalg::random::{gaussian, seeded},
    nn::{Activation, Mlp, Pass, Scaling},
};

/// A network, its parameters, and a batch of inputs.
fn case() -> impl Strategy<Value = (Mlp, Vec<f64>, Vec<f64>, u64)> {
    let sizes = (
        1usize..4,
        prop::collection::vec(1usize..8, 1..=3),
        1usize..4,
        1usize..7,
    );
    (sizes, any::<bool>(), any::<bool>(), 0u64..1000).prop_map(
        |((inputs, hidden, outputs, count), relu, ntk, seed)| {
            let sizes = [vec![inputs], hidden, vec![outputs]].concat();
            let activation = if relu {
                Activation::Relu
            } else {
                Activation::Tanh
            };
            let scaling = if ntk { Scaling::Ntk } else { Scaling::Standard };
            let net = Mlp::new(&sizes, activation, scaling).unwrap();
            let mut rng = seeded(seed);
            let parameters = net.init(1.3, &mut rng);
            let batch = gaussian(count, inputs, &mut rng).into_vec();
            (net, parameters, batch, seed)
        },
    )
}

/// Σ cᵢ·uᵢ over the batch.
fn value(net: &Mlp, parameters: &[f64], batch: &[f64], cotangent: &[f64]) -> f64 {
    let mut pass = Pass::default();
    net.forward(parameters, batch, &mut pass).unwrap();
    pass.outputs()
        .iter()
        .zip(cotangent)
        .map(|(u, c)| u * c)
        .sum()
}

/// The gradient of every example alone, each from a batch of one.
fn one_by_one(net: &Mlp, parameters: &[f64], batch: &[f64], cotangent: &[f64]) -> Vec<Vec<f64>> {
    batch
        .chunks(net.inputs())
        .zip(cotangent.chunks(net.outputs()))
        .map(|(x, c)| {
            let (mut pass, mut gradient) = (Pass::default(), vec![0.0; net.parameters()]);
            net.forward(parameters, x, &mut pass).unwrap();
            net.backward(parameters, c, &mut pass).unwrap();
            net.gradient(&pass, &[1.0], &mut gradient).unwrap();
            gradient
        })
        .collect()
}

fn close(a: &[f64], b: &[f64], tolerance: f64) -> Result<(), TestCaseError> {
    prop_assert_eq!(a.len(), b.len());
    for (a, b) in a.iter().zip(b) {
        prop_assert!((a - b).abs() <= tolerance * (1.0 + b.abs()), "{} {}", a, b);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn gradients_are_finite_differences((net, parameters, batch, seed) in case()) {
        let cotangent = gaussian(batch.len() / net.inputs(), net.outputs(), &mut seeded(seed + 1)).into_vec();
        let (mut pass, mut gradient) = (Pass::default(), vec![0.0; net.parameters()]);
        net.forward(&parameters, &batch, &mut pass).unwrap();
        net.backward(&parameters, &cotangent, &mut pass).unwrap();
        net.gradient(&pass, &vec![1.0; pass.count()], &mut gradient).unwrap();
        let mut kinks = 0;
        for (i, exact) in gradient.iter().enumerate() {
            let along = |step: f64| {
                let mut moved = parameters.clone();
                moved[i] += step;
                value(&net, &moved, &batch, &cotangent)
            };
            let step = 1e-5;
            let (left, right) = (along(0.0) - along(-step), along(step) - along(0.0));
            // A ReLU that switches within the step has no derivative there.
            if (left - right).abs() > 1e-7 {
                kinks += 1;
                continue;
            }
            let difference = (left + right) / (2.0 * step);
            prop_assert!((difference - exact).abs() < 1e-5 * (1.0 + exact.abs()), "{} {} {}", i, difference, exact);
        }
        prop_assert!(kinks <= 1 + gradient.len() / 20, "{} kinks", kinks);
    }

    #[test]
    fn sums_over_a_batch_are_sums_over_its_examples((net, parameters, batch, seed) in case()) {
        let count = batch.len() / net.inputs();
        let mut rng = seeded(seed + 2);
        let cotangent = gaussian(count, net.outputs(), &mut rng).into_vec();
        let weights = gaussian(count, 1, &mut rng).into_vec();
        let (mut pass, mut sum) = (Pass::default(), vec![0.0; net.parameters()]);
        net.forward(&parameters, &batch, &mut pass).unwrap();
        net.backward(&parameters, &cotangent, &mut pass).unwrap();
        let each = one_by_one(&net, &parameters, &batch, &cotangent);
        let expected = |power: i32| -> Vec<f64> {
            let add = |k: usize| each.iter().zip(&weights).map(|(g, w)| w * g[k].powi(power)).sum();
            (0..net.parameters()).map(add).collect()
        };
        net.gradient(&pass, &weights, &mut sum).unwrap();
        close(&sum, &expected(1), 1e-12)?;
        net.second_moment(&pass, &weights, &mut sum).unwrap();
        close(&sum, &expected(2), 1e-12)?;
    }

    #[test]
    fn kernels_are_products_of_jacobians((net, parameters, batch, seed) in case(), others in 1usize..6) {
        prop_assume!(net.outputs() == 1);
        let second = gaussian(others, net.inputs(), &mut seeded(seed + 3)).into_vec();
        let ready = |batch: &[f64]| {
            let mut pass = Pass::default();
            net.forward(&parameters, batch, &mut pass).unwrap();
            let ones = vec![1.0; pass.count()];
            net.backward(&parameters, &ones, &mut pass).unwrap();
            (one_by_one(&net, &parameters, batch, &ones), pass)
        };
        let ((left, left_pass), (right, right_pass)) = (ready(&batch), ready(&second));
        let mut kernel = vec![0.0; left.len() * right.len()];
        net.kernel(&left_pass, &right_pass, &mut Vec::new(), &mut kernel).unwrap();
        let entry = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let expected: Vec<f64> = left.iter().flat_map(|a| right.iter().map(|b| entry(a, b))).collect();
        close(&kernel, &expected, 1e-12)?;
    }
}

#[test]
fn the_same_seed_gives_the_same_parameters() {
    let net = Mlp::new(&[1, 4, 1], Activation::Tanh, Scaling::Standard).unwrap();
    let parameters = net.init(1.0, &mut seeded(7));
    assert_eq!(parameters, net.init(1.0, &mut seeded(7)));
    assert_eq!(parameters[0], gaussian(1, 1, &mut seeded(7))[(0, 0)]);
    assert_eq!((parameters.len(), parameters[12]), (13, 0.0));
}

#[test]
fn what_does_not_fit_is_told() {
    let tanh = |sizes: &[usize]| Mlp::new(sizes, Activation::Tanh, Scaling::Ntk);
    assert_eq!(tanh(&[1, 1]).unwrap_err().code(), "depth");
    assert_eq!(tanh(&[1, 0, 1]).unwrap_err().code(), "width");
    let net = tanh(&[2, 3, 1]).unwrap();
    let mut pass = Pass::default();
    let error = net.forward(&[0.0; 13], &[1.0, 2.0, 3.0], &mut pass);
    assert_eq!(
        error.unwrap_err().to_string(),
        "3 numbers for the inputs, but the network asks for 2"
    );
}
