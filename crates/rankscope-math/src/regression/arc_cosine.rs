//! The kernel of an infinitely wide ReLU network, and its spectrum on the circle.
//!
//! Cho and Saul (2009), Kernel methods for deep learning; Jacot, Gabriel and Hongler (arXiv 1806.07572). All dimensionless.

use super::{Error, Level, Modes, Setting};
use crate::{grid::GAUSS_LEGENDRE, linalg::Sum};
use std::f64::consts::PI;

/// The arc-cosine kernel of degree 0, (π − arccos u)/π: the chance that a random ReLU is active on both of two unit vectors, times 2.
///
/// ```
/// use rankscope_math::regression::arc_cosine::kappa0;
/// assert!((kappa0(0.5) - 2.0 / 3.0).abs() < 1e-15);
/// ```
pub fn kappa0(u: f64) -> f64 {
    (PI - u.clamp(-1.0, 1.0).acos()) / PI
}

/// The arc-cosine kernel of degree 1, (u(π − arccos u) + √(1 − u²))/π.
///
/// ```
/// use rankscope_math::regression::arc_cosine::kappa1;
/// assert!((kappa1(0.0) - 1.0 / std::f64::consts::PI).abs() < 1e-15);
/// ```
pub fn kappa1(u: f64) -> f64 {
    let u = u.clamp(-1.0, 1.0);
    u * kappa0(u) + ((1.0 - u) * (1.0 + u)).sqrt() / PI
}

/// A fully connected ReLU network of infinite width in the NTK parameterisation; its readout has unit variance and no bias.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Network {
    /// Hidden layers.
    pub depth: usize,
    /// Variance of the weights of the hidden layers, times their fan-in.
    pub weights: f64,
    /// Variance of the biases of the hidden layers.
    pub biases: f64,
}

impl Network {
    /// Without biases, at the variance 2 that keeps activations at their size.
    ///
    /// ```
    /// use rankscope_math::regression::arc_cosine::Network;
    /// assert_eq!(Network::he(1).unit_tangent_kernel(1.0), 2.0);
    /// ```
    pub fn he(depth: usize) -> Self {
        Self {
            depth,
            weights: 2.0,
            biases: 0.0,
        }
    }

    /// The neural tangent kernel Θ(x, y) of two inputs of the same length.
    ///
    /// ```
    /// use rankscope_math::regression::arc_cosine::Network;
    /// let (x, y) = ([1.0, 0.0, 0.0], [0.6, 0.8, 0.0]);
    /// assert!((Network::he(1).tangent_kernel(&x, &y) - 0.36681574219533).abs() < 1e-14);
    /// ```
    pub fn tangent_kernel(&self, x: &[f64], y: &[f64]) -> f64 {
        let dense = |q: f64| self.weights * q + self.biases;
        let product = |a: &[f64], b: &[f64]| -> f64 {
            let sum: f64 = a.iter().zip(b).map(|(x, y)| x * y).sum();
            dense(sum / a.len() as f64)
        };
        let (mut q, mut xx, mut yy) = (product(x, y), product(x, x), product(y, y));
        let mut tangent = q;
        for layer in 1..=self.depth {
            let length = (xx * yy).sqrt();
            let cosine = if length > 0.0 { q / length } else { 0.0 };
            tangent *= 0.5 * kappa0(cosine);
            q = 0.5 * length * kappa1(cosine);
            (xx, yy) = (0.5 * xx, 0.5 * yy);
            if layer < self.depth {
                tangent *= self.weights;
                (q, xx, yy) = (dense(q), dense(xx), dense(yy));
            }
            tangent += q;
        }
        tangent
    }

    /// The kernel at the cosine u of two unit vectors, for weights of variance 2 times the input dimension and no biases: Θ(1) = depth + 1.
    ///
    /// ```
    /// use rankscope_math::regression::arc_cosine::{Network, kappa0, kappa1};
    /// assert_eq!(Network::he(1).unit_tangent_kernel(0.3), kappa1(0.3) + 0.3 * kappa0(0.3));
    /// ```
    pub fn unit_tangent_kernel(&self, u: f64) -> f64 {
        let (mut cosine, mut tangent) = (u, u);
        for _ in 0..self.depth {
            tangent = tangent * kappa0(cosine) + kappa1(cosine);
            cosine = kappa1(cosine);
        }
        tangent
    }
}

/// Frequencies of deeper networks that are integrated; beyond, the second term of the expansion in 1/k² is fitted to the last of them.
const INTEGRATED: usize = 256;
/// Highest frequency listed by itself; all beyond are integrated.
const HIGHEST: usize = 16_384;

/// The eigenvalue of one hidden layer on the circle at frequency k: 2(k² + 3)/(π²(k² − 1)²) for even k, 1/2 at k = 1, else 0 (exact).
///
/// ```
/// use rankscope_math::regression::arc_cosine::shallow_eigenvalue;
/// assert_eq!((shallow_eigenvalue(1), shallow_eigenvalue(3)), (0.5, 0.0));
/// assert!((shallow_eigenvalue(2) - 0.1576107301).abs() < 1e-10);
/// ```
pub fn shallow_eigenvalue(k: usize) -> f64 {
    let square = (k as f64).powi(2);
    match (k, k % 2) {
        (1, _) => 0.5,
        (_, 1) => 0.0,
        _ => 2.0 * (square + 3.0) / (PI * (square - 1.0)).powi(2),
    }
}

/// The eigenvalues λ_k of frequency k = 0, 1, … 255 of a network of 1 hidden layer or more on unit vectors, uniform on the circle: closed
/// for one layer, by Gauss-Legendre quadrature in the angle beyond, where the kernel is analytic (absolute accuracy 1e-12).
/// Every k ≥ 1 has two modes, cos kθ and sin kθ.
///
/// ```
/// use rankscope_math::regression::arc_cosine::circle_eigenvalues;
/// assert!((circle_eigenvalues(2)[0] - 1.082505143819).abs() < 1e-11);
/// ```
pub fn circle_eigenvalues(depth: usize) -> Vec<f64> {
    if depth <= 1 {
        return (0..INTEGRATED).map(shallow_eigenvalue).collect();
    }
    const PANELS: usize = 64;
    let network = Network::he(depth);
    let mut eigenvalues = vec![0.0; INTEGRATED];
    for panel in 0..PANELS {
        for (node, weight) in GAUSS_LEGENDRE {
            let angle = PI * (panel as f64 + 0.5 + 0.5 * node) / PANELS as f64;
            let (sine, cosine) = angle.sin_cos();
            let value = 0.5 * weight / PANELS as f64 * network.unit_tangent_kernel(cosine);
            // cos kθ by rotation.
            let (mut c, mut s) = (1.0, 0.0);
            for eigenvalue in &mut eigenvalues {
                *eigenvalue += value * c;
                (c, s) = (c * cosine - s * sine, s * cosine + c * sine);
            }
        }
    }
    eigenvalues
}

/// Eigenvalues at every frequency, whole or not: those in between serve integrals over the frequency.
struct Frequencies {
    first: Vec<f64>,
    /// Beyond, of even and odd frequencies: λ_k k² = a + b/k², a exact. `None` for the closed form.
    fitted: Option<[(f64, f64); 2]>,
}

impl Frequencies {
    fn new(depth: usize) -> Self {
        let first = circle_eigenvalues(depth);
        let fit = |last: usize| {
            let square = (last * last) as f64;
            let a = leading(depth, last % 2);
            (a, (square * first[last] - a) * square)
        };
        let fitted = (depth > 1).then(|| [INTEGRATED - 2, INTEGRATED - 1].map(fit));
        Self { first, fitted }
    }

    /// Beyond the first, at a position k among the even or odd frequencies.
    fn beyond(&self, k: f64, parity: usize) -> f64 {
        let square = k * k;
        match &self.fitted {
            Some(fitted) => {
                let (a, b) = fitted[parity];
                ((a + b / square) / square).max(0.0)
            }
            None if parity == 0 => 2.0 * (square + 3.0) / (PI * (square - 1.0)).powi(2),
            None => 0.0,
        }
    }

    fn at(&self, k: usize) -> f64 {
        match self.first.get(k) {
            Some(eigenvalue) => *eigenvalue,
            None => self.beyond(k as f64, k % 2),
        }
    }
}

/// The a of λ_k ≈ a/k² on even (0) or odd (1) frequencies: by parts, ∫Θ(cos θ) cos kθ dθ over 0 to π begins with the kernel's slopes in θ at
/// the ends, −L(L + 1)/2π at 0 and the product of κ₀ over the layers after the first, over π, at π.
fn leading(depth: usize, parity: usize) -> f64 {
    let layers = depth as f64;
    let (mut cosine, mut opposite) = (0.0, 1.0 / PI);
    for _ in 1..depth {
        opposite *= kappa0(cosine);
        cosine = kappa1(cosine);
    }
    let sign = if parity == 0 { 1.0 } else { -1.0 };
    (layers * (layers + 1.0) / (2.0 * PI) + sign * opposite) / PI
}

/// Ratio of the ends of a panel of the integral over frequencies, and how many panels there are: to 10^12.
const PANEL: f64 = 4.0;
const PANELS: usize = 14;

/// The modes of the network's kernel on the circle for the target √2 cos(fθ), for f = 0 the constant 1, of energy 1 either way: the
/// constant, then two modes for each frequency up to 16 384, one by one. All beyond stand for their density over the frequency, at the
/// nodes of an integral up to 10^12, and are many levels of fractional multiplicity; what is left of the trace, 10^-13, is the tail.
/// Frequencies that the kernel does not know have eigenvalue 0.
///
/// The spectrum is infinite and so are the sums over it: κ and E₀ are off by less than 1e-9 relative, tail ranks
/// by less than 4e-9, for one hidden layer, and all by less than 1e-8 for more (there the eigenvalues beyond 255 are extrapolated), see [`circle_residual`].
///
/// # Errors
/// Never in practice; the type is that of [`Modes::from_levels`].
pub fn circle_modes(depth: usize, frequency: usize) -> Result<Modes, Error> {
    let frequencies = Frequencies::new(depth);
    let mut levels = Vec::new();
    for k in 0..=HIGHEST.max(frequency) {
        let eigenvalue = frequencies.at(k);
        let target = if k == frequency { 1.0 } else { 0.0 };
        if eigenvalue > 0.0 || target > 0.0 {
            levels.push(Level {
                eigenvalue,
                multiplicity: if k == 0 { 1.0 } else { 2.0 },
                target,
            });
        }
    }
    let mut left = 0.0;
    for parity in 0..2 {
        // Two modes for every second frequency: one for each unit of k. The midpoint rule begins half a step before the first.
        let last = HIGHEST.max(frequency);
        let mut from = (last + usize::from(last % 2 == parity)) as f64;
        for _ in 0..PANELS {
            for (node, weight) in GAUSS_LEGENDRE {
                let k = from * PANEL.powf(0.5 + 0.5 * node);
                let eigenvalue = frequencies.beyond(k, parity);
                if eigenvalue > 0.0 {
                    levels.push(Level {
                        eigenvalue,
                        multiplicity: 0.5 * PANEL.ln() * weight * k,
                        target: 0.0,
                    });
                }
            }
            from *= PANEL;
        }
        left += leading(depth, parity) / from;
    }
    Modes::from_levels(levels, left)
}

/// Frequencies that are summed one by one to verify a solution.
const VERIFIED: usize = 1 << 17;

/// How far κ is from solving Σ λ/(λ + κ) + δ/κ = n over the whole, infinite spectrum on the circle, relative to n (dimensionless): every
/// frequency up to 131 072 by itself, and of λ ≈ a/k² beyond the integral in closed form, √(a/κ) arccot(k √(κ/a)). It shares no sum
/// with [`circle_modes`], so that it says what their truncation costs; itself right to about 1e-10.
///
/// ```
/// use rankscope_math::regression::{Setting, arc_cosine::{circle_modes, circle_residual}, generalization};
/// let setting = Setting { samples: 10_000.0, ridge: 0.0, noise: 0.0 };
/// let found = generalization(&circle_modes(1, 2)?, &setting, None)?;
/// assert!(circle_residual(1, &setting, found.kappa) < 1e-9);
/// # Ok::<(), rankscope_math::regression::Error>(())
/// ```
pub fn circle_residual(depth: usize, setting: &Setting, kappa: f64) -> f64 {
    let frequencies = Frequencies::new(depth);
    let learned = |k: usize| {
        let eigenvalue = frequencies.at(k);
        2.0 * eigenvalue / (eigenvalue + kappa)
    };
    let mut sum: Sum = (1..=VERIFIED).map(learned).collect();
    let constant = frequencies.at(0);
    sum.add(constant / (constant + kappa));
    for parity in 0..2 {
        // VERIFIED is even: the next even frequency is one step of 2 away, the next odd one half of that.
        let (first, reach) = (
            (VERIFIED + 1 - parity) as f64,
            (leading(depth, parity) / kappa).sqrt(),
        );
        sum.add(reach * reach.atan2(first));
    }
    sum.add(setting.ridge / kappa - setting.samples);
    (sum.value() / setting.samples).abs()
}
