//! How much of the sphere the interpolators fill at each overlap: Gardner's volume, replica symmetric.

use super::{
    Error, Interpolators,
    gordon::zero,
    quadrature::{Node, WIDE},
    tails::log_below,
};
use crate::grid::bracketed;

/// Where the hazard φ/Φ bends, in units of its argument: ends of panels.
const BENDS: [f64; 8] = [-324.0, -108.0, -36.0, -12.0, -4.0, 0.0, 4.0, 8.0];

/// The interpolators at one overlap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Volume {
    /// (1/d) log of their share of the sphere, φ(x).
    pub log: f64,
    /// q: how much two of them share beyond the truth, ⟨θ, θ′⟩ = x² + (1 − x²)q.
    pub q: f64,
    /// α E (r′)², below 1 where the computation is locally stable (de Almeida and Thouless).
    pub at_number: f64,
}

/// Almost all interpolators.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Typical {
    /// Their overlap x*.
    pub overlap: f64,
    /// The volume there, which is that of all.
    pub volume: Volume,
}

impl Interpolators {
    /// Points of y at overlap x with companion ρ = q/(1 − q), and the argument t of each.
    fn cavity(&self, x: f64, rho: f64) -> impl Iterator<Item = (Node, f64)> + use<'_> {
        let rest = 1.0 - x * x;
        let scale = (rest / (1.0 + rho)).sqrt();
        let square = x * x + rest * rho / (1.0 + rho);
        let ends = BENDS.map(|t| self.margin + scale * t);
        let narrow = scale < WIDE * square.sqrt();
        let breaks: &[f64] = if narrow { &ends } else { &[] };
        let all = self.law.nodes(x, square, breaks);
        all.map(move |node| (node, (node.y - self.margin) / scale))
    }

    /// ρ = q/(1 − q) with ρ = α E (φ/Φ)².
    fn companion(&self, x: f64) -> f64 {
        fixed_point(&mut |rho| {
            let all = self.cavity(x, rho);
            let square = |(node, t): (Node, f64)| node.weight * log_below(t).1.powi(2);
            self.alpha * all.map(square).sum::<f64>()
        })
    }

    /// The interpolators with overlap x, −1 to 1; `None` where there are none. φ(x) to 1e-9.
    ///
    /// ```
    /// use rankscope_math::interpolation::{Interpolators, Law};
    /// // Half of the sphere fits one example in one dimension of very many.
    /// let all = Interpolators::new(Law::Teacher { flipped: 0.5 }, 1e-9, 0.0)?;
    /// assert!(all.volume(0.0).is_some_and(|v| (v.log / 1e-9 + 2.0_f64.ln()).abs() < 1e-6));
    /// assert!(all.volume(1.0).is_none());
    /// # Ok::<(), rankscope_math::interpolation::Error>(())
    /// ```
    pub fn volume(&self, x: f64) -> Option<Volume> {
        // Closer to the edge a billionth of the sphere's radius is all that is left.
        if !(x.abs() < 1.0 && self.room(x) > 1e-9 * (1.0 - x * x)) {
            return None;
        }
        let rho = self.companion(x);
        let (mut energy, mut stability) = (0.0, 0.0);
        for (node, t) in self.cavity(x, rho) {
            let (log, rate) = log_below(t);
            energy += node.weight * log;
            stability += node.weight * (rate * (t + rate)).powi(2);
        }
        let entropy = libm::log1p(-x * x) - libm::log1p(rho) + rho;
        Some(Volume {
            log: 0.5 * entropy + self.alpha * energy,
            q: rho / (1.0 + rho),
            at_number: self.alpha * stability,
        })
    }

    /// The overlap that almost all interpolators have, argmax φ, to 1e-9.
    ///
    /// # Errors
    /// No interpolator.
    pub fn typical(&self) -> Result<Typical, Error> {
        self.exist()?;
        let overlap = zero(&mut |x| self.push(x));
        let volume = self.volume(overlap).ok_or_else(|| Error::None {
            from: self.threshold().limit,
        })?;
        Ok(Typical { overlap, volume })
    }

    /// (1 − x²)(1 − q) φ′(x): its sign is that of the slope of the volume.
    fn push(&self, x: f64) -> f64 {
        let rest = 1.0 - x * x;
        if self.room(x) <= 1e-12 * rest {
            // Nothing is left here: what is lies towards the overlap with the most room.
            return self.towards_room(x);
        }
        let rho = self.companion(x);
        let all = self.cavity(x, rho);
        let sum: f64 = all.map(|(node, t)| node.slope * log_below(t).1).sum();
        self.alpha * (rest / (1.0 + rho)).sqrt() * sum - x
    }
}

/// ρ > 0 with ρ = f(ρ), of an f that is above ρ first and grows more slowly: steps of f itself say on which side the root is.
pub(super) fn fixed_point(f: &mut dyn FnMut(f64) -> f64) -> f64 {
    let gap = |rho: f64, value: f64| libm::log(value / rho);
    let mut a = f(1e-3);
    let mut fa = gap(a, f(a));
    let mut grow = 1.5;
    loop {
        let b = if fa > 0.0 { a * grow } else { a / grow };
        let fb = gap(b, f(b));
        // A root that never comes is one at an edge.
        if (fb > 0.0) != (fa > 0.0) || !(1e-300..1e15).contains(&b) {
            return bracketed((a, fa), (b, fb), 1e-13, &mut |rho| gap(rho, f(rho)));
        }
        (a, fa) = (b, fb);
        grow *= grow;
    }
}
