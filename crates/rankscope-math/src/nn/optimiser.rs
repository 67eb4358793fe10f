//! AdamW, with or without the population-risk gate.

use super::{
    gate::{Evidence, Gate},
    tensor::Tensor,
};

/// What an optimiser does with a gradient (dimensionless).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// η, the learning rate.
    pub learning_rate: f64,
    /// β₁, decay of the average gradient.
    pub beta1: f64,
    /// β₂, decay of the average squared gradient.
    pub beta2: f64,
    /// ε, added to the root of the average squared gradient.
    pub epsilon: f64,
    /// Decoupled weight decay: weights shrink by η times this in a step, gated or not.
    pub weight_decay: f64,
    /// The gate, where there is one.
    pub gate: Option<Gate>,
}

/// The gradient of a minibatch.
#[derive(Clone, Copy, Debug)]
pub struct Evidenced<'a> {
    /// Mean over the examples.
    pub mean: &'a [f64],
    /// Biased variance over the examples (divided by their number), where the gate asks for it; else empty.
    pub variance: &'a [f64],
    /// Number of examples.
    pub batch: usize,
}

/// How far the gates stood open in a step; 1 and 1 without a gate.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Opening {
    /// Mean share q over all coordinates.
    pub mean: f64,
    /// Share of the coordinates with q ≥ 1/2.
    pub open: f64,
}

/// One optimiser under way: three numbers per weight.
#[derive(Clone, Debug)]
pub struct Optimiser {
    rule: Rule,
    tensors: Vec<Tensor>,
    /// Average gradient.
    m: Vec<f64>,
    /// Average squared gradient.
    v: Vec<f64>,
    /// Average squared deviation from the average before.
    s: Vec<f64>,
    shares: Vec<f64>,
    /// β₁ᵗ, β₂ᵗ, ρᵗ.
    powers: [f64; 3],
}

impl Optimiser {
    /// An optimiser of the weights that `tensors` lists.
    pub fn new(rule: Rule, tensors: &[Tensor]) -> Self {
        let count = tensors.iter().map(Tensor::len).sum();
        let gated = if rule.gate.is_some() { count } else { 0 };
        Self {
            rule,
            tensors: tensors.to_vec(),
            m: vec![0.0; count],
            v: vec![0.0; count],
            s: vec![0.0; gated],
            shares: vec![0.0; gated],
            powers: [1.0; 3],
        }
    }

    /// Takes one step; `pace` scales the gradient part of it and leaves weight decay alone.
    ///
    /// Litman and Guo (arXiv 2605.01172), algorithm 1:
    /// s ← ρs + (1 − ρ)(g − m)², with m from before; m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; a hat divides by 1 − decayᵗ of the average's own decay;
    /// w ← (1 − ηλ)w − η·q·m̂/(√v̂ + ε), q the mask of m̂² and ŝ, or of the batch's mean and variance.
    ///
    /// ```
    /// use rankscope_math::nn::{optimiser::{Evidenced, Optimiser, Rule}, tensor::Tensor};
    /// let rule = Rule { learning_rate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 0.0, weight_decay: 0.0, gate: None };
    /// let mut weights = [1.0];
    /// let mut adam = Optimiser::new(rule, &Tensor::layout([("w", 1, 1)]));
    /// adam.step(&mut weights, Evidenced { mean: &[4.0], variance: &[], batch: 1 }, 1.0);
    /// assert!((weights[0] - 0.9_f64).abs() < 1e-14); // Adam's first step is the learning rate, whatever the gradient
    /// ```
    pub fn step(&mut self, weights: &mut [f64], gradient: Evidenced, pace: f64) -> Opening {
        let Rule {
            learning_rate,
            beta1,
            beta2,
            epsilon,
            weight_decay,
            gate,
        } = self.rule;
        let rho = gate.map_or(0.0, |gate| gate.rho);
        for (power, decay) in self.powers.iter_mut().zip([beta1, beta2, rho]) {
            *power *= decay;
        }
        let [first, second, third] = self.powers.map(|power| 1.0 - power);
        let g = gradient.mean;
        for ((s, m), g) in self.s.iter_mut().zip(&self.m).zip(g) {
            *s = rho * *s + (1.0 - rho) * (g - m) * (g - m);
        }
        for ((m, v), g) in self.m.iter_mut().zip(&mut self.v).zip(g) {
            *m = beta1 * *m + (1.0 - beta1) * g;
            *v = beta2 * *v + (1.0 - beta2) * g * g;
        }
        let kept = 1.0 - learning_rate * weight_decay;
        let rate = learning_rate * pace;
        let taken = |m: &f64, v: &f64| m / first / ((v / second).sqrt() + epsilon);
        let moments = self.m.iter().zip(&self.v);
        let Some(gate) = gate else {
            for (w, (m, v)) in weights.iter_mut().zip(moments) {
                *w = *w * kept - rate * taken(m, v);
            }
            return Opening {
                mean: 1.0,
                open: 1.0,
            };
        };
        match gate.evidence {
            Evidence::Averages => {
                let (m, s) = (&self.m, &self.s);
                let signal = |k: usize| (m[k] / first) * (m[k] / first);
                gate.shares(&self.tensors, signal, |k| s[k] / third, &mut self.shares);
            }
            Evidence::Examples => {
                let others = gradient.batch.saturating_sub(1).max(1) as f64;
                let noise = |k: usize| gradient.variance[k] / others;
                gate.shares(&self.tensors, |k| g[k] * g[k], noise, &mut self.shares);
            }
        }
        for ((w, (m, v)), q) in weights.iter_mut().zip(moments).zip(&self.shares) {
            *w = *w * kept - rate * q * taken(m, v);
        }
        let count = self.shares.len().max(1) as f64;
        Opening {
            mean: self.shares.iter().sum::<f64>() / count,
            open: self.shares.iter().filter(|q| **q >= 0.5).count() as f64 / count,
        }
    }

    /// The shares q of the last step, one per weight; empty without a gate.
    pub fn shares(&self) -> &[f64] {
        &self.shares
    }

    /// Whether the gate wants the variance over the examples.
    pub fn wants_variance(&self) -> bool {
        let gate = self.rule.gate.as_ref();
        gate.is_some_and(|gate| gate.evidence == Evidence::Examples)
    }
}
