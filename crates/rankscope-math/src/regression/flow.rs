//! Gradient flow on a fixed spectrum: the loss over time, its leading power law, and what compute buys.

use super::{Error, error::positive};
use libm::lgamma;

/// Σ v e^(−2λt) over the modes: the excess risk of gradient flow on endless data from 0 after time t, dimensionless. t from 0; to rounding.
/// (Bordelon, Atanasov and Pehlevan 2024, arXiv 2402.01092, without limits of width and data.)
///
/// ```
/// use rankscope_math::regression::flow_loss;
/// assert_eq!(flow_loss(&[1.0, 0.5], &[0.75, 0.25], 0.0), 1.0);
/// ```
pub fn flow_loss(eigenvalues: &[f64], power: &[f64], time: f64) -> f64 {
    let modes = eigenvalues.iter().zip(power);
    modes.map(|(l, v)| v * (-2.0 * l * time).exp()).sum()
}

/// Γ((a−1)/b)/b · (2t)^(−(a−1)/b): the leading term of Σ i^−a e^(−2 t i^−b) over endless modes for late times, dimensionless. a above 1, b and
/// t above 0, else [`Error::Domain`]; to 1e-12, where the sum has converged to it from t ≈ 100 on.
///
/// ```
/// use rankscope_math::regression::flow_asymptote;
/// assert!((flow_asymptote(1.5, 1.8, 1e3)? - 0.0192600417).abs() < 5e-11);
/// # Ok::<(), rankscope_math::regression::Error>(())
/// ```
pub fn flow_asymptote(decay: f64, target_decay: f64, time: f64) -> Result<f64, Error> {
    let b = positive(decay, "the decay of the eigenvalues")?;
    let t = positive(time, "the time")?;
    let s = positive(target_decay - 1.0, "the decay of the target, less 1")? / b;
    Ok((lgamma(s) - s * (2.0 * t).ln()).exp() / b)
}

/// Σ_{i>n} i^−a, by the formula of Euler and Maclaurin; a above 1, n from 10, to 1e-12 relative.
///
/// ```
/// use rankscope_math::regression::power_tail;
/// // ζ(2) − Σ_{i≤10} i^−2.
/// assert!((power_tail(10, 2.0) - 0.09516633568168575).abs() < 1e-13);
/// ```
pub fn power_tail(n: usize, a: f64) -> f64 {
    // B₂ₖ/(2k)! of the Bernoulli numbers.
    const COEFFICIENTS: [f64; 5] = [
        1.0 / 12.0,
        -1.0 / 720.0,
        1.0 / 30_240.0,
        -1.0 / 1_209_600.0,
        1.0 / 47_900_160.0,
    ];
    let x = (n + 1) as f64;
    let first = x.powf(-a);
    let mut derivative = a * first / x;
    let mut order = a + 1.0;
    let mut sum = x * first / (a - 1.0) + 0.5 * first;
    for coefficient in COEFFICIENTS {
        sum += coefficient * derivative;
        derivative *= order * (order + 1.0) / (x * x);
        order += 2.0;
    }
    sum
}

/// What a compute of C = N t buys: N modes learned for a time t by gradient flow, the others left out (Bordelon et al. 2024, in the limit of
/// endless data).
#[derive(Clone, Debug)]
pub struct Frontier {
    eigenvalues: Vec<f64>,
    power: Vec<f64>,
    /// The power of the modes from each on, and of those beyond the list.
    rest: Vec<f64>,
}

impl Frontier {
    /// Of eigenvalues and target powers by mode, and the power beyond them, which is never learned.
    ///
    /// ```
    /// use rankscope_math::regression::{Frontier, power_tail};
    /// let law = |p: f64| (1..=20_000).map(|i| f64::from(i).powf(-p)).collect();
    /// let (width, loss) = Frontier::new(law(1.25), law(1.5), power_tail(20_000, 1.5)).best(1e4);
    /// assert!((loss - 0.242757).abs() < 5e-7 && width.abs_diff(93) <= 1);
    /// ```
    pub fn new(eigenvalues: Vec<f64>, power: Vec<f64>, beyond: f64) -> Self {
        let mut rest: Vec<f64> = Vec::with_capacity(power.len() + 1);
        let mut sum = beyond;
        rest.push(sum);
        for v in power.iter().rev() {
            sum += v;
            rest.push(sum);
        }
        rest.reverse();
        Self {
            eigenvalues,
            power,
            rest,
        }
    }

    /// The loss of the first `width` modes, 1 to all, for a compute C above 0; dimensionless, to rounding.
    pub fn loss(&self, width: usize, compute: f64) -> f64 {
        let width = width.clamp(1, self.power.len());
        let time = compute / width as f64;
        flow_loss(&self.eigenvalues[..width], &self.power[..width], time) + self.rest[width]
    }

    /// The best number of modes for a compute and the loss that it reaches: by golden section in ln N, then one by one. It grows as C to the
    /// 1/(1+b) and the loss falls as C to the −(a−1)/(1+b) for power laws b of the eigenvalues and a of the target, a − 1 < 2b.
    pub fn best(&self, compute: f64) -> (usize, f64) {
        let (mut low, mut high) = (0.0, (self.power.len() as f64).ln());
        let at = |x: f64| {
            let width = (x.exp().round() as usize).max(1);
            (width, self.loss(width, compute))
        };
        let golden = 0.5 * (5.0_f64.sqrt() - 1.0);
        let mut inner = [high - golden * (high - low), low + golden * (high - low)];
        let mut found = inner.map(at);
        while high - low > 0.02 {
            if found[0].1 <= found[1].1 {
                high = inner[1];
                (inner[1], found[1]) = (inner[0], found[0]);
                inner[0] = high - golden * (high - low);
                found[0] = at(inner[0]);
            } else {
                low = inner[0];
                (inner[0], found[0]) = (inner[1], found[1]);
                inner[1] = low + golden * (high - low);
                found[1] = at(inner[1]);
            }
        }
        let mut best = if found[0].1 <= found[1].1 {
            found[0]
        } else {
            found[1]
        };
        // Halving steps to the whole number of least loss.
        let mut step = (best.0 / 50).max(1);
        loop {
            let beside = [best.0.saturating_sub(step).max(1), best.0 + step];
            let next = beside.map(|width| (width, self.loss(width, compute)));
            match next.into_iter().find(|(_, loss)| *loss < best.1) {
                Some(less) => best = less,
                None if step == 1 => return (best.0.min(self.power.len()), best.1),
                None => step = step.div_ceil(2).min(step - 1),
            }
        }
    }
}
