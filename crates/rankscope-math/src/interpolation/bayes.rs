//! The best that any rule can do with the examples, and with the truth known.

use super::{
    Interpolators, Law,
    quadrature::{Node, panel},
    tails::density,
    volume::fixed_point,
};

/// Ends of panels, the first as short as the steepest logistic law needs.
const ENDS: [f64; 7] = [0.0, 0.05, 0.2, 0.8, 2.5, 5.0, 9.0];

impl Interpolators {
    /// The overlap of the posterior mean, which predicts best of all rules given the examples: √q with q/(1 − q) = α Σ S²/E, the
    /// information of an example about the field of a posterior sample. Needs no interpolator and no margin.
    ///
    /// Of two clouds it is Hebb's rule itself; of a teacher without noise q is the overlap of a random interpolator (Nishimori).
    pub fn bayes(&self) -> f64 {
        if self.law.mean() <= 0.0 {
            return 0.0;
        }
        let rho = fixed_point(&mut |rho| {
            let x = (rho / (1.0 + rho)).sqrt();
            let all = self.law.nodes(x, 1.0, &[]);
            let information = |n: Node| match n.weight > 0.0 {
                true => n.slope * n.slope / n.weight,
                false => 0.0,
            };
            self.alpha * all.map(information).sum::<f64>()
        });
        (rho / (1.0 + rho)).sqrt()
    }

    /// The probability of a wrong answer when u itself is known: what noise leaves.
    pub fn known_direction_error(&self) -> f64 {
        match self.law {
            // 1/(1 + e^(β|w|)) of the labels are on the wrong side of the truth.
            Law::Logistic { steepness } => {
                let wrong = |(w, dw)| 2.0 * dw * density(w) / (1.0 + libm::exp(steepness * w));
                let panels = ENDS.windows(2).flat_map(|end| panel(end[0], end[1]));
                panels.map(wrong).sum()
            }
            Law::Mixture { .. } | Law::Teacher { .. } => self.error(1.0),
        }
    }
}
