//! The worked examples against values computed elsewhere: NumPy 2.4 in double precision; the tolerance is the last digit given.

use super::*;
use crate::{
    linalg::{close, random::seeded},
    nn::{HiddenLayer, Unit},
};

fn recipe(eta: f64, momentum: f64, sampling: Sampling) -> Recipe {
    Recipe {
        eta,
        momentum,
        sampling,
        seed: 1,
        left_out: None,
    }
}

/// f = a b x from a = 0.5, b = 1.2, one example (1, 2), watched at 3.
fn scalar(eta: f64, momentum: f64, steps: usize) -> Moment {
    let net = HiddenLayer::new(Unit::Product, 1);
    let examples = Examples {
        x: vec![1.0],
        y: vec![2.0],
    };
    let recipe = recipe(eta, momentum, Sampling::Full);
    let path = trained(
        Path::new(net, vec![0.5, 1.2, 0.0, 0.0], examples, recipe),
        steps,
    );
    walked(&path, 3.0).moments()[steps].clone()
}

fn trained<M: Model>(mut path: Path<M>, steps: usize) -> Path<M> {
    for _ in 0..steps {
        assert!(path.step());
    }
    path
}

fn walked<M: Model>(path: &Path<M>, x: f64) -> Attribution {
    let mut walk = Attribution::new(path, x);
    while walk.follow(path) {}
    walk
}

#[test]
fn two_parameters() {
    for (eta, steps, answer, first) in [
        (0.2, 10, 5.999997830179, 5.719725543806),
        (0.1, 20, 5.999623410292, 5.867136683997),
        (0.05, 40, 5.998840523846, 5.934443612843),
        (0.025, 80, 5.998207678017, 5.966468354118),
    ] {
        let found = scalar(eta, 0.0, steps);
        close(found.answer, answer, 5e-13);
        close(1.8 + found.first[0], first, 5e-13);
        // Nothing remains but the rounding of up to 80 sums.
        close(1.8 + found.second[0], found.answer, 2e-14);
        close(1.8 + found.exact[0], found.answer, 2e-14);
    }
    // Gradient flow to time 2, by steps short enough: the error of the flow is proportional to η.
    let [coarse, fine] = [1000, 2000].map(|steps| scalar(2.0 / steps as f64, 0.0, steps));
    close(2.0 * fine.answer - coarse.answer, 5.997385591800, 1e-6);
    close(
        2.0 * fine.first[0] - coarse.first[0] + 1.8,
        5.997385591800,
        1e-5,
    );
}

#[test]
fn two_parameters_with_momentum() {
    let found = scalar(0.04, 0.8, 25);
    close(found.answer, 6.256950736434, 5e-13);
    close(1.8 + found.first[0], 6.006885675393, 5e-13);
    close(1.8 + found.second[0], found.answer, 4e-15);
    close(found.memory_weighted, 4.061086352203, 5e-13);
}

/// f = w² x.
#[derive(Clone)]
struct Squared;

impl Model for Squared {
    fn value(&self, theta: &[f64], x: f64) -> f64 {
        theta[0] * theta[0] * x
    }
    fn gradient(&self, theta: &[f64], x: f64, out: &mut [f64]) {
        out[0] = 2.0 * theta[0] * x;
    }
    fn hessian_vector(&self, _: &[f64], x: f64, direction: &[f64], out: &mut [f64]) {
        out[0] = 2.0 * direction[0] * x;
    }
}

#[test]
fn one_step_of_a_batch() {
    let one = |sampling, seed| {
        let examples = Examples {
            x: vec![1.0, 2.0],
            y: vec![0.0, 3.0],
        };
        let mut recipe = recipe(0.05, 0.0, sampling);
        recipe.seed = seed;
        let path = trained(Path::new(Squared, vec![1.0], examples, recipe), 1);
        walked(&path, 1.0).moments()[1].clone()
    };
    // On average over the batches: 1 + 0.1 by the mean gradient, then what curvature and sampling add.
    for (sampling, noise, mean) in [
        (Sampling::Distinct(1), 0.0225, 1.125),
        (Sampling::Replaced(1), 0.0225, 1.125),
        (Sampling::Replaced(2), 0.01125, 1.11375),
        (Sampling::Distinct(2), 0.0, 1.1025),
        (Sampling::Full, 0.0, 1.1025),
    ] {
        let found = one(sampling, 1);
        close(found.curvature, 0.0025, 1e-16);
        close(found.noise, noise, 1e-16);
        let drawn = (0..4000).map(|seed| one(sampling, seed).answer);
        let average = drawn.sum::<f64>() / 4000.0;
        close(1.1 + found.curvature + found.noise, mean, 1e-14);
        // Four standard errors of 0.165/√4000.
        close(average, mean, 0.0105);
    }
}

#[test]
fn what_a_quadratic_network_leaves_is_rounding_and_others_leave_powers_of_eta() {
    let examples = Examples {
        x: vec![-1.5, -0.5, 0.25, 1.0, 1.75],
        y: vec![0.5, -0.75, 0.0, 1.0, -0.25],
    };
    for unit in [Unit::Linear, Unit::Square, Unit::Tanh, Unit::Relu] {
        for (momentum, sampling) in [
            (0.0, Sampling::Full),
            (0.7, Sampling::Full),
            (0.0, Sampling::Replaced(2)),
            (0.5, Sampling::Distinct(2)),
        ] {
            let net = HiddenLayer::new(unit, 6);
            let theta = net.init(1.0, &mut seeded(4));
            let recipe = recipe(0.02, momentum, sampling);
            let path = trained(Path::new(net, theta, examples.clone(), recipe), 60);
            let walk = walked(&path, 0.6);
            let [start, end] = [0, 60].map(|t| &walk.moments()[t]);
            let sum = |list: &[f64]| start.answer + list.iter().sum::<f64>();
            close(sum(&end.exact), end.answer, 1e-12);
            if net.is_quadratic() {
                close(sum(&end.second), end.answer, 1e-13);
                assert!((sum(&end.first) - end.answer).abs() > 1e-6);
            }
        }
    }
    let net = HiddenLayer::new(Unit::Tanh, 6);
    let theta = net.init(1.0, &mut seeded(4));
    let path = Path::new(net, theta, examples, recipe(0.2, 0.0, Sampling::Full));
    let mut residuals = Residuals::new(&path, 20, 0.6, 5);
    let mut steps = 0;
    while residuals.advance() {
        steps += 1;
        assert_eq!(residuals.done(), steps);
    }
    assert_eq!((steps, residuals.total()), (620, 620));
    let [first, second] = [1, 2].map(|order| residuals.slope(order).unwrap());
    close(first, 1.0, 0.1);
    close(second, 2.0, 0.15);
    residuals.points = [1.0, 2.0, 4.0].map(|x: f64| [x, 3.0 * x * x, 0.0]).to_vec();
    close(residuals.slope(1).unwrap(), 2.0, 1e-14);
    assert_eq!(residuals.slope(2), None);
}

#[test]
fn without_an_example_the_batches_stay_and_its_contribution_is_nothing() {
    let examples = Examples {
        x: vec![-1.0, 0.5, 1.5],
        y: vec![0.5, -0.75, 0.25],
    };
    let net = HiddenLayer::new(Unit::Tanh, 4);
    let mut recipe = recipe(0.1, 0.0, Sampling::Distinct(2));
    let theta = net.init(1.0, &mut seeded(2));
    let all = trained(Path::new(net, theta.clone(), examples.clone(), recipe), 30);
    recipe.left_out = Some(1);
    let without = trained(Path::new(net, theta, examples, recipe), 30);
    for t in 0..30 {
        for i in [0, 2] {
            assert_eq!(all.weights(t)[i], without.weights(t)[i]);
        }
        assert_eq!(without.weights(t)[1], 0.0);
    }
    let end = walked(&without, 0.3).moments()[30].clone();
    assert_eq!([end.first[1], end.second[1], end.exact[1]], [0.0; 3]);
    assert!((all.loss(30) - without.loss(30)).abs() > 1e-4);
}

#[test]
fn a_path_ends_where_it_diverges() {
    let examples = Examples {
        x: vec![1.0],
        y: vec![2.0],
    };
    let net = HiddenLayer::new(Unit::Product, 1);
    let theta = vec![3.0, 1.2, 0.0, 0.0];
    let mut path = Path::new(net, theta, examples, recipe(1.5, 0.0, Sampling::Full));
    while path.len() < 100 && path.step() {}
    assert!(path.diverged() && path.len() < 10 && !path.step());
    assert!(path.theta(99).iter().all(|t| t.is_finite()));
    assert_eq!(walked(&path, 1.0).len(), path.len());
}
