//! Gradient, its noise, and what a step of the best length does.

/// What decides how large a batch is worth, at one place of training.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// |G|², the squared length of the mean gradient.
    pub gradient_squared: f64,
    /// tr Σ, the variance of the gradients of single examples, summed over the parameters.
    pub gradient_trace: f64,
    /// GᵀHG; not a number where the Hessian is not known.
    pub curvature: f64,
    /// tr(HΣ); not a number where the Hessian is not known.
    pub curvature_trace: f64,
}

impl Moment {
    /// B_simple = tr Σ/|G|² (examples); infinite where the gradient is 0.
    pub fn b_simple(&self) -> f64 {
        self.gradient_trace / self.gradient_squared
    }

    /// B_noise = tr(HΣ)/GᵀHG (examples); not a number where the gradient points along no positive curvature or H is not known.
    pub fn b_noise(&self) -> f64 {
        match self.curvature > 0.0 {
            true => self.curvature_trace / self.curvature,
            false => f64::NAN,
        }
    }

    /// εmax = |G|²/GᵀHG, the best length of a step along the exact gradient.
    pub fn eps_max(&self) -> f64 {
        match self.curvature > 0.0 {
            true => self.gradient_squared / self.curvature,
            false => f64::NAN,
        }
    }

    /// ΔLmax = |G|⁴/(2 GᵀHG), by how much that step lowers a quadratic loss.
    pub fn loss_drop_max(&self) -> f64 {
        0.5 * self.eps_max() * self.gradient_squared
    }

    /// ε_opt(B) = εmax/(1 + B_noise/B), the best learning rate for batches of B.
    ///
    /// ```
    /// use rankscope_math::dynamics::noise_scale::Linear;
    /// let moment = Linear::new(&[1.0, 0.5, 0.25], 1.0).at(&[1.0; 3]);
    /// assert!((moment.eps_opt(8.0) - 28.0 / 37.0).abs() < 1e-15);
    /// ```
    pub fn eps_opt(&self, batch: f64) -> f64 {
        self.eps_max() / (1.0 + self.b_noise() / batch)
    }

    /// ΔL_opt(B) = ΔLmax/(1 + B_noise/B), what a step of that length lowers the loss by on average.
    pub fn loss_drop_opt(&self, batch: f64) -> f64 {
        self.loss_drop_max() / (1.0 + self.b_noise() / batch)
    }
}
