//! State evolution: the trained network as a threshold on a noisy target.
//!
//! The minimiser of (1/d²)Σ(y − Tr SZ)² + λTr S/d over S = BBᵀ with B of shape d × p has, in distribution, the p largest eigenvalues
//! of S* + δG, lowered by b = λε and cut at zero. Two equations fix the noise level δ and the response ε (2606.28242):
//!
//! ```text
//! E = 2αδ² − Δ/2          the error E = Q* − 2m + q of that matrix feeds the noise
//! D = 2α − 1/(2ε)         D its divergence: degrees of freedom used
//! ```
//!
//! Proved in the proportional limit (n ~ d², p ≥ d), a heuristic that matches experiments elsewhere.

use super::{
    Error, FreeConvolution, Moments, Teacher,
    error::{check, non_negative, positive},
    roots,
};

/// The network and its data; the target is given beside it, as a [`Teacher`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Width p of the student, 1 to d; a wider network would learn the same.
    pub width: f64,
    /// Number of samples n, positive.
    pub samples: f64,
    /// Label-noise variance Δ, ≥ 0.
    pub noise: f64,
    /// Penalty λ on Tr S/d, positive.
    pub penalty: f64,
}

/// One solution of the state evolution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Solution {
    /// E = ‖Ŝ − S*‖²_F/d, the test error.
    pub error: f64,
    /// Effective noise level δ.
    pub delta: f64,
    /// Response ε.
    pub epsilon: f64,
    /// Threshold b = λε that the eigenvalues are lowered by.
    pub threshold: f64,
    /// Eigenvalues of the noisy target above this are kept: b, or higher where the width runs out.
    pub cut: f64,
    /// Share of the d eigenvalues that are kept.
    pub kept: f64,
    /// q = ‖Ŝ‖²_F/d.
    pub square: f64,
    /// m = Tr(S*Ŝ)/d.
    pub overlap: f64,
    /// T = Tr(Ŝ)/d.
    pub trace: f64,
    /// D, the divergence of the denoiser.
    pub divergence: f64,
    /// The training objective at its minimum, δ²/(4ε²) + λT.
    pub objective: f64,
    /// The larger of the two equations' residuals, relative to 2αδ² (to 10⁻⁶Q* where that is larger: E is a difference of such
    /// numbers) and to 2α + 1/2ε.
    pub residual: f64,
}

impl Setting {
    fn checked(&self, teacher: &Teacher) -> Result<(), Error> {
        let d = teacher.dimension() as f64;
        let holds = self.width >= 1.0 && self.width <= d;
        check(
            holds,
            self.width,
            "the width p",
            "1 to the dimension d (a wider network learns the same)",
        )?;
        positive(self.samples, "the number of samples n")?;
        non_negative(self.noise, "the label noise Delta")?;
        positive(self.penalty, "the penalty lambda")?;
        Ok(())
    }

    /// α = n/d².
    pub fn alpha(&self, d: usize) -> f64 {
        self.samples / (d * d) as f64
    }
}

/// Every solution of the state evolution, the one with the lowest training objective first.
///
/// λ and Δ as in [`Setting`]; the residual of each is below 1e-8. Work: about 25 noise levels.
///
/// ```
/// # use rankscope_math::quadratic::{solve, Setting, Teacher};
/// // Pure noise without a penalty, p ≥ d: E = Δ/(8α − 2), here with α = 1.
/// let nothing = Teacher::new(vec![0.0; 10])?;
/// let setting = Setting { width: 10.0, samples: 100.0, noise: 0.3, penalty: 1e-10 };
/// let best = solve(&nothing, &setting)?;
/// assert!((best[0].error - 0.05).abs() < 1e-8);
/// # Ok::<(), rankscope_math::quadratic::Error>(())
/// ```
pub fn solve(teacher: &Teacher, setting: &Setting) -> Result<Vec<Solution>, Error> {
    setting.checked(teacher)?;
    let alpha = setting.alpha(teacher.dimension());
    let at = |log_delta: f64| {
        let spectrum = FreeConvolution::at(teacher, log_delta.exp());
        balance(teacher, setting, &spectrum)
    };

    // At δ² = Δ/4α the error would have to be zero; at the top a network that learns nothing already has less noise.
    let signal = teacher.second_moment();
    let floor = (setting.noise / (4.0 * alpha)).sqrt();
    let silent = ((signal + 0.5 * setting.noise) / (2.0 * alpha)).sqrt();
    let low = floor.max(1e-8 * silent);
    let delta_max = 1e6 * silent.max(low);

    let mut found = Vec::new();
    let first = at(low.ln());
    let mut left = (low.ln(), first.excess(setting, alpha));
    if left.1 <= 0.0 {
        // Without label noise the error can vanish: the noise level is below what is resolved.
        found.push(first);
    }
    loop {
        let x = left.0 + if floor > 0.0 { STEP } else { 2.0 * STEP };
        let right = (x, at(x).excess(setting, alpha));
        if left.1 * right.1 < 0.0 {
            found.push(between(teacher, setting, left.0, right.0, 1e-13));
        }
        left = right;
        let delta = x.exp();
        if delta > delta_max || (delta > 1.5 * silent && left.1 < 0.0) {
            break;
        }
    }
    if found.is_empty() {
        return Err(Error::NoRoot { delta_max });
    }
    found.sort_by(|a, b| a.objective.total_cmp(&b.objective));
    Ok(found)
}

/// The solution between two noise levels' logarithms.
///
/// Points merge differently at either level, by a millionth of the error. Here the finer ones hold throughout, so that the equation
/// is smooth; should they put the root just outside, the bracket grows.
fn between(teacher: &Teacher, setting: &Setting, low: f64, high: f64, tolerance: f64) -> Solution {
    let alpha = setting.alpha(teacher.dimension());
    let atoms = teacher.resolved(low.exp());
    let at = |log_delta: f64| {
        let spectrum = FreeConvolution::of(atoms.clone(), log_delta.exp());
        balance(teacher, setting, &spectrum)
    };
    let mut excess = |log_delta: f64| at(log_delta).excess(setting, alpha);
    let mut left = (low, excess(low));
    let mut right = (high, excess(high));
    let mut further = 1e-6 * (high - low);
    for _ in 0..16 {
        if left.1 * right.1 <= 0.0 {
            break;
        }
        if left.1.abs() < right.1.abs() {
            left.0 -= further;
            left.1 = excess(left.0);
        } else {
            right.0 += further;
            right.1 = excess(right.0);
        }
        further *= 4.0;
    }
    at(roots::bracketed(left, right, tolerance, &mut excess))
}

/// The solution nearest to a noise level, to about four digits: for pictures, where a neighbour is known. Every solution is
/// searched for, as by [`solve`], where there is none near.
///
/// ```
/// # use rankscope_math::quadratic::{solve, solve_near, Setting, Teacher};
/// let target = Teacher::power_law(1.25, 50)?;
/// let setting = Setting { width: 9.0, samples: 2500.0, noise: 0.1, penalty: 0.1 };
/// let exact = solve(&target, &setting)?[0];
/// let near = solve_near(&target, &setting, 1.3 * exact.delta)?;
/// assert!((near.error / exact.error - 1.0).abs() < 1e-3);
/// # Ok::<(), rankscope_math::quadratic::Error>(())
/// ```
pub fn solve_near(teacher: &Teacher, setting: &Setting, delta: f64) -> Result<Solution, Error> {
    setting.checked(teacher)?;
    let alpha = setting.alpha(teacher.dimension());
    let excess = |log_delta: f64| {
        let spectrum = FreeConvolution::at(teacher, log_delta.exp());
        balance(teacher, setting, &spectrum).excess(setting, alpha)
    };
    let floor = 0.5 * (setting.noise / (4.0 * alpha)).ln();
    let mut x = (positive(delta, "the noise level delta")?.ln()).max(floor);
    let mut value = excess(x);
    // Positive below the root, negative above.
    let mut step = 0.05 * value.signum();
    for _ in 0..6 {
        let next = (x + step).max(floor);
        let there = excess(next);
        if value * there <= 0.0 {
            return Ok(between(teacher, setting, x.min(next), x.max(next), 1e-5));
        }
        (x, value) = (next, there);
        step *= 2.0;
    }
    Ok(solve(teacher, setting)?[0])
}

/// Step of the search for sign changes, in ln δ.
const STEP: f64 = 0.25;

impl Solution {
    /// What the first equation's left side has more than its right.
    fn excess(&self, setting: &Setting, alpha: f64) -> f64 {
        self.error - 2.0 * alpha * self.delta * self.delta + 0.5 * setting.noise
    }
}

/// The solution of the second equation at a given noise level.
fn balance(teacher: &Teacher, setting: &Setting, spectrum: &FreeConvolution) -> Solution {
    let delta = spectrum.delta();
    let d = teacher.dimension() as f64;
    let (alpha, penalty) = (setting.alpha(teacher.dimension()), setting.penalty);
    let (threshold, cut, kept) = threshold(spectrum, alpha, penalty, setting.width / d);

    let epsilon = threshold / penalty;
    let trace = kept.first - threshold * kept.mass;
    let divergence = kept.spread - threshold * kept.pull;
    let mut solution = Solution {
        error: kept.error(threshold, delta),
        delta,
        epsilon,
        threshold,
        cut,
        kept: kept.mass,
        square: kept.learned_square(threshold),
        overlap: kept.overlap(threshold, delta),
        trace,
        divergence,
        objective: (0.5 * delta / epsilon).powi(2) + penalty * trace,
        residual: 0.0,
    };
    let noise = 2.0 * alpha * delta * delta;
    let scale = noise.max(1e-6 * teacher.second_moment());
    let first = solution.excess(setting, alpha).abs() / scale;
    let second = (divergence - 2.0 * alpha + 0.5 / epsilon).abs() / (2.0 * alpha + 0.5 / epsilon);
    solution.residual = first.max(second);
    solution
}

/// b with D(b) = 2α − λ/2b where at most a share `most` of the spectrum is kept; the cut, and the integrals above it.
///
/// D falls with b and the right side rises, so there is one b. With the kept part held fixed D is linear in b, and as what is cut
/// off first counts nothing, solving that and cutting anew is Newton's method.
fn threshold(
    spectrum: &FreeConvolution,
    alpha: f64,
    penalty: f64,
    most: f64,
) -> (f64, f64, Moments) {
    let linear = |kept: &Moments| {
        let free = 2.0 * alpha - kept.spread;
        // What is above pushes what is below away, unless rounding says otherwise.
        let pull = kept.pull.max(0.0);
        let root = (free * free + 2.0 * pull * penalty).sqrt();
        if free >= 0.0 {
            penalty / (free + root)
        } else {
            (root - free) / (2.0 * pull)
        }
    };
    let (mut low, high) = spectrum.range();
    if most < 1.0 {
        // Where the width runs out above the threshold, it decides what is kept.
        let (u, cut, kept) = spectrum.top_at(most);
        let b = linear(&kept);
        if b <= cut {
            return (b, cut, kept);
        }
        low = u;
    }
    let at = |u: f64| {
        let cut = spectrum.cut(u);
        let b = linear(&cut.kept);
        (cut, b)
    };
    let (all, b) = at(low);
    if b <= all.x {
        return (b, b, all.kept);
    }
    let u = roots::newton(
        low,
        high,
        b.clamp(low, high),
        spectrum.tolerance(),
        &mut |u| {
            let (cut, b) = at(u);
            (cut.x - b, cut.slope)
        },
    );
    let (cut, b) = at(u);
    (b, b, cut.kept)
}
