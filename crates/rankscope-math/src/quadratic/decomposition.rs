//! What the error of a trained network consists of.

use super::{FreeConvolution, Setting, Solution, Teacher};

/// The parts of E; they add up to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decomposition {
    /// K: eigenvalues of the target that stand out of the learned spectrum.
    pub learned: usize,
    /// What was learned beside those: ∫f² of the noise less twice its overlap with the target.
    pub overfitting: f64,
    /// (1/d)Σ_{i>K} sᵢ²: what is missing.
    pub underfitting: f64,
    /// The error on the K that stand out: their size and direction are not exact.
    pub approximation: f64,
}

/// Splits the error of a solution of `setting` for `teacher` at the K-th eigenvalue from the top.
///
/// An eigenvalue s stands out where s > δ (it leaves the noise, at s + δ²/s) and lies above the cut there. The split follows
/// 2509.24882, whose first part is the ∫f² alone; with the overlap the parts add up.
///
/// ```
/// # use rankscope_math::quadratic::{decompose, solve, Setting, Teacher};
/// let target = Teacher::power_law(1.25, 50)?;
/// let setting = Setting { width: 50.0, samples: 2500.0, noise: 0.1, penalty: 0.1 };
/// let best = solve(&target, &setting)?[0];
/// let parts = decompose(&target, &setting, &best);
/// let sum = parts.overfitting + parts.underfitting + parts.approximation;
/// assert!((sum - best.error).abs() < 1e-9);
/// # Ok::<(), rankscope_math::quadratic::Error>(())
/// ```
pub fn decompose(teacher: &Teacher, setting: &Setting, solution: &Solution) -> Decomposition {
    let d = teacher.dimension() as f64;
    let (delta, b) = (solution.delta, solution.threshold);
    let most = setting.width.min(solution.kept * d + 1e-6) as usize;
    let stands_out = |s: &&f64| **s > delta && **s + delta * delta / **s > solution.cut;
    let learned = teacher
        .eigenvalues()
        .iter()
        .take(most)
        .take_while(stands_out)
        .count();
    let share = learned as f64 / d;
    let (square, overlap) = if learned == 0 {
        (0.0, 0.0)
    } else {
        let top = FreeConvolution::at(teacher, delta).top(share).1;
        (top.learned_square(b), top.overlap(b, delta))
    };
    let missing = teacher.tail(learned);
    Decomposition {
        learned,
        overfitting: solution.square - square - 2.0 * (solution.overlap - overlap),
        underfitting: missing,
        approximation: teacher.second_moment() - missing - 2.0 * overlap + square,
    }
}
