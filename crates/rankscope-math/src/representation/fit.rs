//! The same network, trained from a random start instead of built.

use super::errors::Errors;
use crate::{
    linalg::{Matrix, random::seeded},
    nn::{
        Error, Mlp, Pass,
        optimiser::{Evidenced, Optimiser, Rule},
        tensor,
    },
};

/// Adam with the constants of its paper; the learning rate falls to zero along a cosine.
pub const RULE: Rule = Rule {
    learning_rate: 0.01,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weight_decay: 0.0,
    gate: None,
};

/// The share of the learning rate after that share of the training.
pub fn pace(done: f64) -> f64 {
    0.5 * (1.0 + libm::cos(core::f64::consts::PI * done))
}

/// One network in training: mean squared error on all examples at every step.
#[derive(Debug)]
pub struct Fit {
    net: Mlp,
    parameters: Vec<f64>,
    optimiser: Optimiser,
    inputs: Vec<f64>,
    targets: Vec<f64>,
    gradient: Vec<f64>,
    weights: Vec<f64>,
    pass: Pass,
    step: usize,
    steps: usize,
}

impl Fit {
    /// A network at its random start: weights of variance s²/fan-in, the examples (inputs row by row, one target each), and how many steps
    /// it will do.
    pub fn new(
        net: Mlp,
        scale: f64,
        examples: (Vec<f64>, Vec<f64>),
        steps: usize,
        seed: u64,
    ) -> Self {
        let (inputs, targets) = examples;
        let parameters = net.init(scale, &mut seeded(seed));
        let count = targets.len();
        Self {
            optimiser: Optimiser::new(RULE, &tensor::of_network(&net)),
            gradient: vec![0.0; parameters.len()],
            weights: vec![1.0 / count as f64; count],
            net,
            parameters,
            inputs,
            targets,
            pass: Pass::default(),
            step: 0,
            steps,
        }
    }

    /// Does so many more steps, or as many as are left.
    ///
    /// # Errors
    /// Inputs of another number than the network takes.
    pub fn advance(&mut self, steps: usize) -> Result<(), Error> {
        for _ in 0..steps.min(self.steps - self.step) {
            self.net
                .forward(&self.parameters, &self.inputs, &mut self.pass)?;
            let outputs = self.pass.outputs().iter().zip(&self.targets);
            let off: Vec<f64> = outputs.map(|(u, y)| 2.0 * (u - y)).collect();
            self.net.backward(&self.parameters, &off, &mut self.pass)?;
            self.net
                .gradient(&self.pass, &self.weights, &mut self.gradient)?;
            let pace = pace(self.step as f64 / self.steps as f64);
            let evidence = Evidenced {
                mean: &self.gradient,
                variance: &[],
                batch: self.targets.len(),
            };
            self.optimiser.step(&mut self.parameters, evidence, pace);
            self.step += 1;
        }
        Ok(())
    }

    /// Whether all steps are done.
    pub fn finished(&self) -> bool {
        self.step >= self.steps
    }

    /// The outputs at any inputs, one after the other.
    ///
    /// # Errors
    /// Inputs of another number than the network takes.
    pub fn outputs(&self, inputs: &[f64]) -> Result<Vec<f64>, Error> {
        let mut pass = Pass::default();
        self.net.forward(&self.parameters, inputs, &mut pass)?;
        Ok(pass.outputs().to_vec())
    }

    /// How far the outputs at the given inputs are from the given values, over those points.
    ///
    /// # Errors
    /// Inputs of another number than the network takes.
    pub fn errors(&self, inputs: &[f64], values: &[f64]) -> Result<Errors, Error> {
        let found = self.outputs(inputs)?;
        Ok(distance(&found, values))
    }

    /// The network and its parameters now.
    pub fn built(&self) -> (&Mlp, &[f64]) {
        (&self.net, &self.parameters)
    }
}

/// How far two lists of values are from each other.
pub fn distance(found: &[f64], values: &[f64]) -> Errors {
    let (mut sup, mut squares, mut sum) = (0.0f64, 0.0, 0.0);
    for (a, b) in found.iter().zip(values) {
        let off = (a - b).abs();
        sup = sup.max(off);
        squares += off * off;
        sum += off;
    }
    let count = values.len().max(1) as f64;
    Errors {
        sup,
        l2: (squares / count).sqrt(),
        mean: sum / count,
    }
}

/// What every hidden unit of a network says at the given inputs: inputs x units of all hidden layers.
///
/// # Errors
/// Inputs of another number than the network takes.
pub fn features(net: &Mlp, parameters: &[f64], inputs: &[f64]) -> Result<Matrix, Error> {
    let mut pass = Pass::default();
    net.forward(parameters, inputs, &mut pass)?;
    let hidden = net.layers().len() - 1;
    let widths: Vec<usize> = net.layers()[..hidden].iter().map(|l| l.outputs).collect();
    let mut columns = Vec::new();
    for (layer, width) in widths.iter().enumerate() {
        columns.extend((0..*width).map(|unit| (layer, *width, unit)));
    }
    Ok(Matrix::from_fn(pass.count(), columns.len(), |i, j| {
        let (layer, width, unit) = columns[j];
        pass.hidden(layer)[i * width + unit]
    }))
}

/// Straight pieces of a ReLU network of one input along ascending points: changes of the set of active units, plus one.
///
/// # Errors
/// A network of more inputs than one.
pub fn pieces(net: &Mlp, parameters: &[f64], points: &[f64]) -> Result<usize, Error> {
    let units = features(net, parameters, points)?;
    let active = |i: usize| units.row(i).iter().map(|a| *a > 0.0);
    let changes = (1..units.rows()).filter(|i| active(*i).ne(active(i - 1)));
    Ok(changes.count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        nn::{Activation, Scaling},
        representation::square::{sawtooth_network, square_network},
    };

    #[test]
    fn a_shallow_network_learns_a_parabola_and_a_rerun_learns_the_same() {
        let grid: Vec<f64> = (0..65).map(|i| f64::from(i) / 64.0).collect();
        let values: Vec<f64> = grid.iter().map(|x| x * x).collect();
        let run = |chunks: &[usize]| {
            let net = Mlp::new(&[1, 16, 1], Activation::Relu, Scaling::Standard).unwrap();
            let mut fit = Fit::new(net, 1.4, (grid.clone(), values.clone()), 900, 1);
            chunks.iter().for_each(|steps| fit.advance(*steps).unwrap());
            assert!(fit.finished());
            fit.errors(&grid, &values).unwrap()
        };
        let once = run(&[900]);
        assert!(once.l2 < 0.02, "{once:?}");
        assert!(once.mean <= once.l2 && once.l2 <= once.sup);
        assert_eq!(once, run(&[1, 250, 800]));
    }

    #[test]
    fn pieces_and_features_of_what_is_built() {
        for m in 1..=8 {
            // Between the breaks, never on one.
            let count = 4usize << m;
            let points: Vec<f64> = (0..count)
                .map(|i| (i as f64 + 0.5) / count as f64)
                .collect();
            let (net, p) = square_network(m).unwrap();
            assert_eq!(pieces(&net, &p, &points).unwrap(), 1 << m);
            assert_eq!(features(&net, &p, &points).unwrap().cols(), 3 * m);
            let (net, p) = sawtooth_network(m).unwrap();
            assert_eq!(pieces(&net, &p, &points).unwrap(), 1 << m);
        }
    }
}
