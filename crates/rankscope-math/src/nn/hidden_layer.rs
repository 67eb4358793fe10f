//! One hidden layer over one input, small enough that the Hessian of its output is written out.

use crate::linalg::random::Rng;
use rand_distr::{Distribution, StandardNormal};

/// What the hidden units are, and which parameters learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// f = Σ aₖ wₖ x: linear in x, quadratic in the parameters, without biases.
    Product,
    /// f = Σ aₖ (wₖ x + bₖ): linear in x, quadratic in the parameters.
    Linear,
    /// f = Σ aₖ (wₖ x + bₖ)² with aₖ held: quadratic in x and in the parameters.
    Square,
    /// f = Σ aₖ tanh(wₖ x + bₖ) + c.
    Tanh,
    /// f = Σ aₖ max(wₖ x + bₖ, 0) + c, with derivative 0 at 0.
    Relu,
}

/// A network of h hidden units over one input, without its parameters θ: those are one flat vector (a, w, b, c) of length 3h + 1.
///
/// What a kind of unit does not train has derivative zero. Everything is dimensionless.
///
/// ```
/// use rankscope_math::nn::{HiddenLayer, Unit};
/// let net = HiddenLayer::new(Unit::Product, 1);
/// let theta = [0.5, 1.2, 0.0, 0.0]; // f(x) = 0.5 · 1.2 · x
/// let mut gradient = [0.0; 4];
/// net.gradient(&theta, 3.0, &mut gradient);
/// assert!((net.value(&theta, 3.0) - 1.8).abs() < 1e-15 && (gradient[0] - 3.6).abs() < 1e-15 && gradient[1] == 1.5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HiddenLayer {
    unit: Unit,
    width: usize,
}

impl HiddenLayer {
    /// A network of `width` units (at least 1).
    pub fn new(unit: Unit, width: usize) -> Self {
        let width = width.max(1);
        Self { unit, width }
    }

    /// What its units are.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// Number of parameters, 3h + 1, those that do not learn included.
    pub fn parameters(&self) -> usize {
        3 * self.width + 1
    }

    /// Whether the output is a quadratic polynomial of the parameters, at every input.
    pub fn is_quadratic(&self) -> bool {
        !matches!(self.unit, Unit::Tanh | Unit::Relu)
    }

    /// Random parameters: w and b from N(0, s²), a from N(0, 1/h); a of square units is ±1/(2√h) in turn, c is 0.
    pub fn init(&self, scale: f64, rng: &mut Rng) -> Vec<f64> {
        let h = self.width;
        let mut normal = || -> f64 { StandardNormal.sample(rng) };
        let narrow = 1.0 / (h as f64).sqrt();
        let mut theta = vec![0.0; self.parameters()];
        for k in 0..h {
            let drawn = [normal(), normal(), normal()];
            theta[k] = match self.unit {
                Unit::Square if k % 2 == 0 => 0.5 * narrow,
                Unit::Square => -0.5 * narrow,
                _ => narrow * drawn[0],
            };
            theta[h + k] = scale * drawn[1];
            if self.unit != Unit::Product {
                theta[2 * h + k] = scale * drawn[2];
            }
        }
        theta
    }

    /// φ, φ′ and φ″ of a unit's sum.
    fn unit_jet(&self, z: f64) -> [f64; 3] {
        match self.unit {
            Unit::Product | Unit::Linear => [z, 1.0, 0.0],
            Unit::Square => [z * z, 2.0 * z, 2.0],
            Unit::Tanh => {
                let t = libm::tanh(z);
                let slope = 1.0 - t * t;
                [t, slope, -2.0 * t * slope]
            }
            Unit::Relu if z > 0.0 => [z, 1.0, 0.0],
            Unit::Relu => [0.0; 3],
        }
    }

    /// Which of a, b and c learn; w always does.
    fn learns(&self) -> [bool; 3] {
        match self.unit {
            Unit::Product => [true, false, false],
            Unit::Linear => [true, true, false],
            Unit::Square => [false, true, false],
            Unit::Tanh | Unit::Relu => [true; 3],
        }
    }

    /// The output f(x; θ).
    pub fn value(&self, theta: &[f64], x: f64) -> f64 {
        let h = self.width;
        let unit = |k: usize| theta[k] * self.unit_jet(theta[h + k] * x + theta[2 * h + k])[0];
        (0..h).map(unit).sum::<f64>() + theta[3 * h]
    }

    /// The gradient ∂f(x; θ)/∂θ, into `out` of length 3h + 1.
    pub fn gradient(&self, theta: &[f64], x: f64, out: &mut [f64]) {
        let h = self.width;
        let [a_learns, b_learns, c_learns] = self.learns().map(|yes| f64::from(u8::from(yes)));
        for k in 0..h {
            let [value, slope, _] = self.unit_jet(theta[h + k] * x + theta[2 * h + k]);
            let back = theta[k] * slope;
            out[k] = a_learns * value;
            out[h + k] = back * x;
            out[2 * h + k] = b_learns * back;
        }
        out[3 * h] = c_learns;
    }

    /// The Hessian ∂²f(x; θ)/∂θ² times a direction v, into `out`; v is zero where nothing is learned.
    pub fn hessian_vector(&self, theta: &[f64], x: f64, v: &[f64], out: &mut [f64]) {
        let h = self.width;
        let [a_learns, b_learns, _] = self.learns().map(|yes| f64::from(u8::from(yes)));
        for k in 0..h {
            let [_, slope, bend] = self.unit_jet(theta[h + k] * x + theta[2 * h + k]);
            // How fast the unit's sum moves along v.
            let moved = v[h + k] * x + v[2 * h + k];
            let back = v[k] * slope + theta[k] * bend * moved;
            out[k] = a_learns * slope * moved;
            out[h + k] = back * x;
            out[2 * h + k] = b_learns * back;
        }
        out[3 * h] = 0.0;
    }

    /// Where on the way from θ to θ + v, as a share in (0, 1), the output at x has a kink: a rectifier opens or shuts. Ascending.
    pub fn kinks(&self, theta: &[f64], v: &[f64], x: f64) -> Vec<f64> {
        if self.unit != Unit::Relu {
            return Vec::new();
        }
        let h = self.width;
        let crossing = |k: usize| {
            let (z, moved) = (
                theta[h + k] * x + theta[2 * h + k],
                v[h + k] * x + v[2 * h + k],
            );
            let share = -z / moved;
            (share > 0.0 && share < 1.0).then_some(share)
        };
        let mut all: Vec<f64> = (0..h).filter_map(crossing).collect();
        all.sort_by(f64::total_cmp);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linalg::random::seeded;

    const UNITS: [Unit; 5] = [
        Unit::Product,
        Unit::Linear,
        Unit::Square,
        Unit::Tanh,
        Unit::Relu,
    ];

    /// A random network and a direction along which everything that learns moves.
    fn drawn(unit: Unit, seed: u64) -> (HiddenLayer, Vec<f64>, Vec<f64>) {
        let net = HiddenLayer::new(unit, 5);
        let mut rng = seeded(seed);
        let theta = net.init(1.3, &mut rng);
        let mut mask = vec![0.0; net.parameters()];
        // A gradient with nothing that happens to be zero tells what learns.
        net.gradient(&vec![1.0; net.parameters()], 0.7, &mut mask);
        let direction = mask.iter().map(|m| {
            let normal: f64 = StandardNormal.sample(&mut rng);
            if *m == 0.0 { 0.0 } else { normal }
        });
        let direction = direction.collect();
        (net, theta, direction)
    }

    fn moved(theta: &[f64], by: f64, v: &[f64]) -> Vec<f64> {
        theta.iter().zip(v).map(|(t, v)| t + by * v).collect()
    }

    #[test]
    fn gradients_and_hessians_are_those_of_difference_quotients() {
        let step = 1e-5;
        for unit in UNITS {
            for seed in 0..20 {
                let (net, theta, v) = drawn(unit, seed);
                let x = 0.37 * seed as f64 - 2.0;
                let (ahead, behind) = (moved(&theta, step, &v), moved(&theta, -step, &v));
                let mut gradient = vec![0.0; net.parameters()];
                net.gradient(&theta, x, &mut gradient);
                let along: f64 = gradient.iter().zip(&v).map(|(g, v)| g * v).sum();
                let quotient = (net.value(&ahead, x) - net.value(&behind, x)) / (2.0 * step);
                assert!(
                    (along - quotient).abs() < 1e-7,
                    "{unit:?}: {along} {quotient}"
                );
                let mut product = vec![0.0; net.parameters()];
                net.hessian_vector(&theta, x, &v, &mut product);
                let (mut high, mut low) = (gradient.clone(), gradient.clone());
                net.gradient(&ahead, x, &mut high);
                net.gradient(&behind, x, &mut low);
                for ((p, high), low) in product.iter().zip(&high).zip(&low) {
                    let quotient = (high - low) / (2.0 * step);
                    assert!((p - quotient).abs() < 1e-6, "{unit:?}: {p} {quotient}");
                }
            }
        }
    }

    #[test]
    fn what_is_quadratic_has_a_hessian_that_does_not_move() {
        for unit in UNITS {
            let (net, theta, v) = drawn(unit, 3);
            let far = moved(&theta, 5.0, &v);
            let mut products = [vec![0.0; net.parameters()], vec![0.0; net.parameters()]];
            net.hessian_vector(&theta, 1.1, &v, &mut products[0]);
            net.hessian_vector(&far, 1.1, &v, &mut products[1]);
            let same = products[0].iter().zip(&products[1]);
            let off = same.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            assert_eq!(net.is_quadratic(), off < 1e-12, "{unit:?}: {off}");
        }
    }

    #[test]
    fn kinks_are_where_a_rectifier_opens() {
        let net = HiddenLayer::new(Unit::Relu, 2);
        let theta = [1.0, 1.0, 1.0, 1.0, -1.0, 2.0, 0.0];
        let v = [0.0, 0.0, 0.0, 0.0, 2.0, -1.0, 0.0];
        assert_eq!(net.kinks(&theta, &v, 0.0), [0.5]);
        assert!(
            HiddenLayer::new(Unit::Tanh, 2)
                .kinks(&theta, &v, 0.0)
                .is_empty()
        );
    }
}
