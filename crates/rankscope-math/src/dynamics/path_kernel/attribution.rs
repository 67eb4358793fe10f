//! A walk along a path that adds up what each example did to the answer at one input.

use super::{Model, Path};
use crate::linalg::{add_scaled, dot};

/// Nodes and weights of Gauss and Legendre's rule on [0, 1], exact for polynomials of degree 9.
const NODES: [(f64, f64); 5] = [
    (0.046910077030668, 0.11846344252809454),
    (0.23076534494715845, 0.23931433524968324),
    (0.5, 0.28444444444444444),
    (0.7692346550528415, 0.23931433524968324),
    (0.953089922969332, 0.11846344252809454),
];
/// A piece of a step is halved until the rule finds what the answer rises by on it, up to this share of the answers at both ends,
const CLOSE: f64 = 1e-12;
/// or it is as short as this share of the step.
const SHORTEST: f64 = 1e-9;

/// What is known after so many steps, of the answer at one input (in the unit of the labels).
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// The answer f(x; θ_t) itself.
    pub answer: f64,
    /// What each example did by ⟨∇f, Δ⟩.
    pub first: Vec<f64>,
    /// What each example did by ⟨∇f + ½ ∇²f Δ, Δ⟩.
    pub second: Vec<f64>,
    /// What each example did by the integral of ⟨∇f, ·⟩ along the steps.
    pub exact: Vec<f64>,
    /// Σ ½η² GᵀHG, G the gradient of the loss over all examples: what curvature would do without sampling.
    pub curvature: f64,
    /// Σ ½η² tr(H Cov), Cov the covariance of the batch's gradient: what sampling adds on average.
    pub noise: f64,
    /// The answer as −η Σ_s w_s ⟨∇f_s, g_s⟩ has it, with momentum's weights w_s = (1 − μ^(t−s))/(1 − μ), which are cut off at t.
    pub memory_weighted: f64,
}

/// The contributions of n examples to f(x) along a path, up to where the walk is.
///
/// f_t(x) = f₀(x) + Σᵢ contributionᵢ, up to the remainder of the form: none for the exact one but quadrature's, none for the second-order one
/// where f is quadratic in θ, whatever the learning rate and the optimiser, since the displacements are the actual ones.
#[derive(Clone, Debug)]
pub struct Attribution {
    x: f64,
    moments: Vec<Moment>,
    /// The path's gradients of all outputs, n x parameters, at the moment of the last step.
    gradients: Vec<f64>,
    /// Momentum's memory of each example, n x parameters.
    velocities: Vec<f64>,
    /// Σ_t η K_t over the examples, n x n.
    kernel: Vec<f64>,
    /// Σ ⟨∇f_s, g_s⟩, and the same faded by μ.
    sums: [f64; 2],
}

impl Attribution {
    /// The start of a walk along `path`, for the answer at `x`.
    pub fn new<M: Model>(path: &Path<M>, x: f64) -> Self {
        let n = path.examples.x.len();
        let size = n * path.theta(0).len();
        let answer = path.model.value(path.theta(0), x);
        Self {
            x,
            moments: vec![Moment {
                answer,
                first: vec![0.0; n],
                second: vec![0.0; n],
                exact: vec![0.0; n],
                curvature: 0.0,
                noise: 0.0,
                memory_weighted: answer,
            }],
            gradients: vec![0.0; size],
            velocities: vec![0.0; size],
            kernel: vec![0.0; n * n],
            sums: [0.0; 2],
        }
    }

    /// The input whose answer is attributed.
    pub fn x(&self) -> f64 {
        self.x
    }

    /// Every moment so far, the first before any step.
    pub fn moments(&self) -> &[Moment] {
        &self.moments
    }

    /// Steps walked.
    pub fn len(&self) -> usize {
        self.moments.len() - 1
    }

    /// Whether no step was walked yet.
    pub fn is_empty(&self) -> bool {
        self.moments.len() == 1
    }

    /// The path kernel over the examples, Σ_t η ⟨∇f_t(xᵢ), ∇f_t(xⱼ)⟩, n x n.
    pub fn kernel(&self) -> &[f64] {
        &self.kernel
    }

    /// Walks one step further; `false` at the end of the path.
    pub fn follow<M: Model>(&mut self, path: &Path<M>) -> bool {
        let t = self.len();
        if t == path.len() {
            return false;
        }
        let (model, examples, theta) = (&path.model, &path.examples, path.theta(t));
        let (n, size) = (examples.x.len(), theta.len());
        let (eta, mu) = (path.recipe.eta, path.recipe.momentum);
        let mut next = self.moments[t].clone();

        // Per-example gradients of the loss, and of them momentum's memories.
        let mut residuals = Vec::with_capacity(n);
        for (i, gradient) in self.gradients.chunks_exact_mut(size).enumerate() {
            model.gradient(theta, examples.x[i], gradient);
            residuals.push(model.value(theta, examples.x[i]) - examples.y[i]);
        }
        add_gram(&self.gradients, size, eta, &mut self.kernel);
        let weights = path.weights(t);
        let rows = self.velocities.chunks_exact_mut(size);
        for (i, (velocity, gradient)) in rows.zip(self.gradients.chunks_exact(size)).enumerate() {
            let pull = weights[i] * residuals[i];
            for (v, g) in velocity.iter_mut().zip(gradient) {
                *v = mu * *v + pull * g;
            }
        }
        let arrived = path.theta(t + 1);
        let step: Vec<f64> = arrived.iter().zip(theta).map(|(b, a)| b - a).collect();

        // The three forms, example by example.
        let mut here = vec![0.0; size];
        model.gradient(theta, self.x, &mut here);
        let mut bend = vec![0.0; size];
        model.hessian_vector(theta, self.x, &step, &mut bend);
        let mean = mean_gradient(model, theta, &step, self.x);
        for (i, velocity) in self.velocities.chunks_exact(size).enumerate() {
            let first = -eta * dot(&here, velocity);
            next.first[i] += first;
            next.second[i] += first - 0.5 * eta * dot(&bend, velocity);
            next.exact[i] -= eta * dot(&mean, velocity);
        }

        // What curvature and sampling do on average.
        let square = 0.5 * eta * eta;
        let mut all = vec![0.0; size];
        let mut own = 0.0;
        for (gradient, residual) in self.gradients.chunks_exact(size).zip(&residuals) {
            all.iter_mut()
                .zip(gradient)
                .for_each(|(a, g)| *a += residual * g / n as f64);
            model.hessian_vector(theta, self.x, gradient, &mut bend);
            own += residual * residual * dot(gradient, &bend) / n as f64;
        }
        model.hessian_vector(theta, self.x, &all, &mut bend);
        let curvature = dot(&all, &bend);
        next.curvature += square * curvature;
        next.noise += square * (own - curvature) / path.recipe.sampling.divisor(n);

        // The form with momentum's weights, which only the end of the run decides.
        let rows = self.gradients.chunks_exact(size).enumerate();
        let drawn: f64 = rows
            .map(|(i, g)| weights[i] * residuals[i] * dot(&here, g))
            .sum();
        self.sums[0] += drawn;
        self.sums[1] = mu * (self.sums[1] + drawn);
        let weighted = (self.sums[0] - self.sums[1]) / (1.0 - mu);
        next.memory_weighted = self.moments[0].answer - eta * weighted;

        next.answer = model.value(arrived, self.x);
        self.moments.push(next);
        true
    }
}

/// The gradient of f(x), averaged along the way from θ to θ + step: its product with the step is what f(x) rises by.
fn mean_gradient<M: Model>(model: &M, theta: &[f64], step: &[f64], x: f64) -> Vec<f64> {
    let at = |share: f64| -> Vec<f64> {
        let both = theta.iter().zip(step);
        both.map(|(t, d)| t + share * d).collect()
    };
    let mut cuts = vec![0.0, 1.0];
    cuts.extend(model.kinks(theta, step, x));
    cuts.sort_by(f64::total_cmp);
    let mut pieces: Vec<[f64; 2]> = cuts.windows(2).map(|pair| [pair[0], pair[1]]).collect();
    let (mut mean, mut gradient) = (vec![0.0; theta.len()], vec![0.0; theta.len()]);
    while let Some([from, to]) = pieces.pop() {
        let length = to - from;
        let mut part = vec![0.0; theta.len()];
        for (node, weight) in NODES {
            model.gradient(&at(from + length * node), x, &mut gradient);
            add_scaled(&mut part, weight * length, &gradient);
        }
        let [before, after] = [from, to].map(|share| model.value(&at(share), x));
        let off = dot(&part, step) - (after - before);
        if off.abs() <= CLOSE * (1.0 + before.abs() + after.abs()) || length < SHORTEST {
            add_scaled(&mut mean, 1.0, &part);
        } else {
            let middle = from + 0.5 * length;
            pieces.extend([[from, middle], [middle, to]]);
        }
    }
    mean
}

/// Adds scale · ⟨rowᵢ, rowⱼ⟩ to `out`.
fn add_gram(rows: &[f64], size: usize, scale: f64, out: &mut [f64]) {
    let n = rows.len() / size;
    for (i, left) in rows.chunks_exact(size).enumerate() {
        for (j, right) in rows.chunks_exact(size).enumerate().take(i + 1) {
            let product = scale * dot(left, right);
            out[i * n + j] += product;
            if i != j {
                out[j * n + i] += product;
            }
        }
    }
}

/// The tangent kernel ⟨∇f(xᵢ), ∇f(xⱼ)⟩ of some inputs, n x n.
pub fn gram<M: Model>(model: &M, theta: &[f64], inputs: &[f64]) -> Vec<f64> {
    let mut rows = vec![0.0; inputs.len() * theta.len()];
    for (row, x) in rows.chunks_exact_mut(theta.len()).zip(inputs) {
        model.gradient(theta, *x, row);
    }
    let mut out = vec![0.0; inputs.len() * inputs.len()];
    add_gram(&rows, theta.len(), 1.0, &mut out);
    out
}
