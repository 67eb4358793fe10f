//! A small network, how it begins and how it is trained on one problem.

use super::{Data, Error, Method, Problem, Trajectory};
use crate::{
    linalg::random::seeded,
    nn::{self, Activation, Mlp, Scaling},
};

/// How a network is built and where its parameters begin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    /// What a hidden unit does to its sum.
    pub activation: Activation,
    /// Where 1/√width stands.
    pub scaling: Scaling,
    /// s, multiplies all initial parameters (dimensionless).
    pub init: f64,
    /// Multiplies those of the first layer once more (dimensionless).
    pub spread: f64,
    /// Whether only the last layer learns.
    pub readout_only: bool,
    /// Of the initial parameters.
    pub seed: u64,
}

impl Recipe {
    /// A network of one input, one output and these hidden layers, and its initial parameters.
    ///
    /// # Errors
    /// As [`Mlp::new`].
    ///
    /// ```
    /// use rankscope_math::{dynamics::Recipe, nn::{Activation, Scaling}};
    /// let recipe = Recipe {
    ///     activation: Activation::Tanh,
    ///     scaling: Scaling::Ntk,
    ///     init: 1.0,
    ///     spread: 1.0,
    ///     readout_only: false,
    ///     seed: 6,
    /// };
    /// let (net, parameters) = recipe.network(&[8, 8])?;
    /// let wider = Recipe { spread: 2.0, ..recipe }.network(&[8, 8])?.1;
    /// assert_eq!((net.layers().len(), 2.0 * parameters[0]), (3, wider[0]));
    /// # Ok::<(), rankscope_math::nn::Error>(())
    /// ```
    pub fn network(&self, hidden: &[usize]) -> Result<(Mlp, Vec<f64>), nn::Error> {
        let sizes = [&[1], hidden, &[1]].concat();
        let net = Mlp::new(&sizes, self.activation, self.scaling)?;
        // A stream of its own, so that data and network do not share their first numbers.
        let mut parameters = net.init(self.init, &mut seeded(!self.seed));
        let first = net.layers()[0].biases.end;
        parameters[..first]
            .iter_mut()
            .for_each(|w| *w *= self.spread);
        match self.readout_only {
            true => Ok((net.readout_only(), parameters)),
            false => Ok((net, parameters)),
        }
    }
}

/// Everything that a full-batch run follows from.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// What is learned.
    pub problem: Problem,
    /// How networks begin.
    pub recipe: Recipe,
    /// Units of every hidden layer.
    pub hidden: Vec<usize>,
    /// How time passes.
    pub method: Method,
    /// η, the time of a step.
    pub rate: f64,
}

impl Experiment {
    /// The run at its start, with kernels, propagator and transfer operator along the way.
    ///
    /// # Errors
    /// As [`Recipe::network`].
    pub fn watched(&self) -> Result<Trajectory, Error> {
        self.run(&self.recipe, &self.hidden, &self.problem.y, true)
    }

    /// The same network at its start on other labels, one for each training point, and without its kernels.
    ///
    /// # Errors
    /// As [`Recipe::network`]; labels that do not fit.
    pub fn again(&self, labels: &[f64]) -> Result<Trajectory, Error> {
        self.run(&self.recipe, &self.hidden, labels, false)
    }

    /// A run of another network on the same data; `watched` says whether K, P and G are computed along the way.
    ///
    /// # Errors
    /// As [`Recipe::network`]; labels that do not fit.
    pub fn run(
        &self,
        recipe: &Recipe,
        hidden: &[usize],
        labels: &[f64],
        watched: bool,
    ) -> Result<Trajectory, Error> {
        let (net, parameters) = recipe.network(hidden)?;
        let data = Data {
            inputs: self.problem.x.clone(),
            labels: labels.to_vec(),
            queries: match watched {
                true => self.problem.queries.clone(),
                false => Vec::new(),
            },
        };
        Trajectory::new(net, data, parameters, self.method, self.rate, watched)
    }
}
