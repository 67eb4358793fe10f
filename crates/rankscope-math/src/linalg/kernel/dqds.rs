//! Singular values of an upper bidiagonal matrix B by dqds, two sweeps at a time.
//!
//! The differential quotient-difference algorithm with shifts (Fernando and Parlett 1994, "Accurate singular values and
//! differential qd algorithms", Numer. Math. 67; Parlett and Marques 2000, "An implementation of the dqds algorithm
//! (positive case)", Linear Algebra Appl. 309) works on q_i = B_ii² and e_i = B_i,i+1². One sweep with the shift τ makes
//! the B̂ with B̂ᵀB̂ = BBᵀ − τI:
//!
//! ```text
//! d = q_1 − τ;   for each i:   q̂_i = d + e_i;   ê_i = e_i q_{i+1} / q̂_i;   d = d q_{i+1} / q̂_i − τ;   q̂_n = d
//! ```
//!
//! Nothing but τ is ever subtracted, so small singular values keep their digits. A sweep succeeds if and only if τ is at
//! most the smallest eigenvalue; then no d is negative. Sweep after sweep e_{n−1} vanishes and q_n plus the sum of all
//! shifts is the square of a singular value.
//!
//! * **Two lanes.** A sweep is one long chain of add, divide, subtract: the processor waits. The second lane runs the
//!   *next* sweep, with no shift, two places behind, at no cost. After a shift close to the smallest eigenvalue, that
//!   sweep is the one that makes e_{n−1} vanish, and its pivots d are the best information for the next shift.
//! * **Failure costs nothing but time**: a pair of sweeps writes to other arrays than it reads.
//! * **Deflation** is that of Ahues and Tisseur (1997, LAPACK Working Note 122): q_n e_{n−1}, the square of the last
//!   off-diagonal entry of BBᵀ, against the gap times the eigenvalue. What is cut off keeps its e_{n−1} in BBᵀ: it stays
//!   as a tail, e after the last q, which the next sweep adds to q̂_n.
//!
//! Accuracy: relative, about n·2⁻⁵² at worst, for values down to 1e-150 of the largest in their block; absolute below.

use super::Error;
use super::lanes::F64x2;
use super::sweep::{self, Lines, Outcome};

/// Off-diagonal entries (unsquared) below this times the least singular value they could disturb are zero.
const NEGLIGIBLE: f64 = f64::EPSILON / 4.0;

/// The same for squares that are not weighed against a gap.
const NEGLIGIBLE_SQUARE: f64 = NEGLIGIBLE * NEGLIGIBLE;

/// Squares below this vanish: the largest is near 2⁴⁸⁰ ≈ 1e144, so it is far below all digits.
const VANISHING: f64 = 1e-290;

/// Pairs of sweeps per value before giving up; about 1.7 are usual for n = 16 to 64, blocks of a few rows take more than 3.
pub const PAIRS_PER_VALUE: usize = 40;

/// The arrays of an iteration, kept from call to call.
#[derive(Debug, Default)]
pub(super) struct Arrays {
    /// (q_i, e_i) before a pair of sweeps.
    now: Vec<F64x2>,
    /// (q_i, e_i) after it.
    next: Vec<F64x2>,
    /// (d_i, min of d_1 to d_i) of the last sweep, the one without a shift.
    pivots: Vec<F64x2>,
    /// Where the blocks above the present one begin, and the shift they have had. Each ends where the next begins.
    waiting: Vec<(usize, Shift)>,
}

/// Appends the singular values of the bidiagonal matrix with this diagonal and superdiagonal, in no particular order.
pub(super) fn singular_values(
    diagonal: &[f64],
    above: &[f64],
    arrays: &mut Arrays,
    values: &mut Vec<f64>,
) -> Result<(), Error> {
    let mut matrix = Iteration::new(diagonal, above, arrays, values);
    while matrix.ready()? {
        matrix.alone();
    }
    Ok(())
}

/// The iterations on two matrices, their sweeps in one loop for as long as both have some to make.
pub(super) fn both(mut p: Iteration, mut q: Iteration) -> Result<(), Error> {
    loop {
        match (p.ready()?, q.ready()?) {
            (true, true) => {
                let [of_p, of_q] = sweep::two([p.lines(), q.lines()]);
                p.judge(&of_p);
                q.judge(&of_q);
            }
            (true, false) => p.alone(),
            (false, true) => q.alone(),
            (false, false) => return Ok(()),
        }
    }
}

/// A sum of shifts, and what rounding has left out of it.
#[derive(Clone, Copy, Debug, Default)]
struct Shift {
    sum: f64,
    lost: f64,
}

impl Shift {
    /// Knuth's two-sum.
    fn add(&mut self, term: f64) {
        let sum = self.sum + term;
        let part = sum - self.sum;
        self.lost += (self.sum - (sum - part)) + (term - part);
        self.sum = sum;
    }
}

/// An iteration on one block of a matrix after the other; of a block on rows `start..end`: the rows below are done, those
/// above wait.
pub(super) struct Iteration<'a> {
    /// The blocks to come.
    diagonal: &'a [f64],
    above: &'a [f64],
    arrays: &'a mut Arrays,
    start: usize,
    end: usize,
    shift: Shift,
    /// Whether `pivots` tell about these rows.
    known: bool,
    /// From scaled back to given singular values.
    unscale: f64,
    /// The shift of the next pair of sweeps.
    trial: f64,
    /// How often that pair has failed.
    failures: usize,
    /// Pairs that may still be begun.
    left: usize,
    values: &'a mut Vec<f64>,
}

impl<'a> Iteration<'a> {
    /// At its start: it will append the singular values of the bidiagonal matrix with this diagonal and superdiagonal to `values`.
    pub fn new(
        diagonal: &'a [f64],
        above: &'a [f64],
        arrays: &'a mut Arrays,
        values: &'a mut Vec<f64>,
    ) -> Self {
        arrays.waiting.clear();
        Self {
            diagonal,
            above,
            arrays,
            start: 0,
            end: 0,
            shift: Shift::default(),
            known: false,
            unscale: 1.0,
            trial: 0.0,
            failures: 0,
            left: 0,
            values,
        }
    }

    /// Takes what has converged. Whether a pair of sweeps is to be made.
    fn ready(&mut self) -> Result<bool, Error> {
        if self.failures > 0 {
            return Ok(true);
        }
        self.deflate();
        while self.start == self.end {
            if let Some((start, shift)) = self.arrays.waiting.pop() {
                (self.start, self.shift, self.known) = (start, shift, false);
            } else if !self.next_block() {
                return Ok(false);
            }
            self.split();
            self.deflate();
        }
        self.left = self.left.checked_sub(1).ok_or(Error::NotConverged)?;
        self.trial = if self.known { self.guess() } else { 0.0 };
        Ok(true)
    }

    /// Begins with the next block of more than one row, if there is one.
    fn next_block(&mut self) -> bool {
        while let [first, ..] = *self.diagonal {
            // Demmel and Kahan (1990), "Accurate singular values of bidiagonal matrices", SIAM J. Sci. Stat. Comput. 11,
            // section 2: mu bounds the least singular value of the block so far from below, up to a factor √n.
            let mut mu = first.abs();
            let mut end = 1;
            while end < self.diagonal.len() && self.above[end - 1].abs() > NEGLIGIBLE * mu {
                mu = self.diagonal[end].abs() * (mu / (mu + self.above[end - 1].abs()));
                end += 1;
            }
            let (diagonal, above) = (&self.diagonal[..end], &self.above[..end - 1]);
            self.diagonal = &self.diagonal[end..];
            self.above = self.above.get(end..).unwrap_or_default();
            if end > 1 {
                self.begin(diagonal, above);
                return true;
            }
            self.values.push(first.abs());
        }
        false
    }

    fn begin(&mut self, diagonal: &[f64], above: &[f64]) {
        let n = diagonal.len();
        // 2²⁴⁰ leaves room for products of two squares.
        let (scale, unscale) =
            super::scales(super::largest(diagonal).max(super::largest(above)), 240);
        let squared =
            |d: f64, e: f64| F64x2::new((d * scale) * (d * scale), (e * scale) * (e * scale));
        // Sweeps want the small end last; the reversed matrix has the same singular values.
        let reversed = diagonal[0].abs() < diagonal[n - 1].abs();
        let Arrays {
            now, next, pivots, ..
        } = &mut *self.arrays;
        now.clear();
        if reversed {
            let above = above.iter().rev().chain(&[0.0]);
            now.extend(
                diagonal
                    .iter()
                    .rev()
                    .zip(above)
                    .map(|(&d, &e)| squared(d, e)),
            );
        } else {
            let above = above.iter().chain(&[0.0]);
            now.extend(diagonal.iter().zip(above).map(|(&d, &e)| squared(d, e)));
        }
        for array in [next, pivots] {
            array.clear();
            array.resize(n, F64x2::ZERO);
        }
        (self.start, self.end, self.unscale) = (0, n, unscale);
        (self.shift, self.known) = (Shift::default(), false);
        self.left = PAIRS_PER_VALUE * n;
    }

    /// Takes a converged eigenvalue of BBᵀ.
    fn take(&mut self, eigenvalue: f64) {
        let square = self.shift.sum + (eigenvalue + self.shift.lost);
        self.values.push(if square > 0.0 {
            square.sqrt() * self.unscale
        } else {
            0.0
        });
    }

    /// Takes what has converged at the end.
    fn deflate(&mut self) {
        while self.end > self.start {
            let (q, tail) = self.arrays.now[self.end - 1].parts();
            let bottom = q + tail;
            if self.end - self.start == 1 {
                self.take(bottom);
                self.end -= 1;
                return;
            }
            let (q_before, e) = self.arrays.now[self.end - 2].parts();
            if self.end - self.start == 2 {
                let (small, large) = two_by_two(q_before, e, q, tail);
                self.take(small);
                self.take(large);
                self.end -= 2;
                return;
            }
            let square = self.shift.sum + bottom;
            let gap = if self.known {
                self.arrays.pivots[self.end - 2].second() - bottom
            } else {
                0.0
            };
            if e > NEGLIGIBLE_SQUARE * square && q * e > NEGLIGIBLE * square * gap {
                return;
            }
            self.take(bottom);
            self.end -= 1;
        }
    }

    /// What the next pair of sweeps works on.
    fn lines(&mut self) -> Lines<'_> {
        let rows = self.start..self.end;
        let Arrays {
            now, next, pivots, ..
        } = &mut *self.arrays;
        Lines {
            now: &now[rows.clone()],
            next: &mut next[rows.clone()],
            pivots: &mut pivots[rows],
            shift: self.trial,
        }
    }

    /// A pair of sweeps.
    fn alone(&mut self) {
        let outcome = sweep::one(self.lines());
        self.judge(&outcome);
    }

    /// Accepts a pair of sweeps, or takes a smaller shift for the next attempt, of which there are four.
    fn judge(&mut self, outcome: &Outcome) {
        if outcome.sound {
            core::mem::swap(&mut self.arrays.now, &mut self.arrays.next);
            self.shift.add(self.trial);
            (self.known, self.failures) = (true, 0);
            if outcome.least_e <= NEGLIGIBLE_SQUARE * self.shift.sum || outcome.least_e < VANISHING
            {
                self.split();
            }
            return;
        }
        // Only the last pivot failed: the shift was too large by little more than that pivot.
        let nearly = self.trial + outcome.last;
        let late = self.failures == 0 && outcome.others >= 0.0 && nearly > 0.0;
        self.trial = match self.failures {
            0 if late => nearly * (1.0 - 4.0 * f64::EPSILON),
            0 | 1 => self.trial * 0.25,
            _ => 0.0,
        };
        self.failures = (self.failures + 1) % 4;
    }

    /// Cuts the block at its last negligible e; the part above waits.
    fn split(&mut self) {
        let Arrays {
            now, next, waiting, ..
        } = &mut *self.arrays;
        let small = |e: f64| e <= NEGLIGIBLE_SQUARE * self.shift.sum || e < VANISHING;
        if let Some(at) = (self.start..self.end - 1)
            .rev()
            .find(|&i| small(now[i].second()))
        {
            now[at] = F64x2::new(now[at].first(), 0.0);
            next[self.start..=at].copy_from_slice(&now[self.start..=at]);
            waiting.push((self.start, self.shift));
            self.start = at + 1;
        }
    }

    /// A shift that is probably just below the smallest eigenvalue, from the pivots of the last sweep.
    ///
    /// The vector with x_n = 1 and x_i² = Π_{j ≥ i} e_j / q_j solves BᵀB x = q_n e_n. With a = Σ_{i<n} x_i² its Rayleigh
    /// quotient is ρ = q_n / (1 + a) and its residual ρ √a, so that (Parlett and Marques 2000, section 6) an eigenvalue
    /// lies within ρ √a of ρ, and (Kato and Temple) the smallest is above ρ − ρ² a / (gap − ρ), if gap is where the
    /// others begin. The least other pivot stands for gap.
    ///
    /// Constants: pairs of sweeps, as a sum of lengths over n²/2, for softmax / causal / Gaussian matrices with n = 128:
    /// 1.83 / 1.50 / 2.00 with the cautious 0.25 for FAR, 0.5 for GAP and 1.05 for MARGIN; 1.74 / 1.38 / 1.90 with
    /// these; 6.5 / 5.0 / 7.9 with GAP 1.2; 2.9 / 2.3 / 3.7 with MARGIN 1.0 (most shifts fail).
    fn guess(&self) -> f64 {
        const FAR: f64 = 0.6;
        const GAP: f64 = 0.95;
        const MARGIN: f64 = 1.1;
        const ENOUGH: f64 = 0.01;

        let Arrays { now, pivots, .. } = &*self.arrays;
        let (last, least) = pivots[self.end - 1].parts();
        let others = pivots[self.end - 2].second();
        let far = FAR * least;
        if last > others {
            return far;
        }
        let (mut term, mut a) = (1.0, 0.0);
        for pair in now[self.start..self.end - 1].iter().rev() {
            term *= pair.second() / pair.first();
            a += term;
            if term < ENOUGH * a || a > 1.0 {
                break;
            }
        }
        a *= MARGIN;
        let rho = last / (1.0 + a);
        let near = if a < 1.0 { rho * (1.0 - a.sqrt()) } else { 0.0 };
        let gap = GAP * others - rho;
        let nearer = if gap > 0.0 {
            rho * (1.0 - rho * a / gap)
        } else {
            0.0
        };
        near.max(nearer).max(0.25 * least)
    }
}

/// Both eigenvalues of BBᵀ for two rows and a tail; the small one from the determinant, without cancellation.
fn two_by_two(q1: f64, e1: f64, q2: f64, tail: f64) -> (f64, f64) {
    let (top, bottom) = (q1 + e1, q2 + tail);
    let difference = top - bottom;
    let large = 0.5 * (top + bottom + (difference * difference + 4.0 * (q2 * e1)).sqrt());
    if large == 0.0 {
        return (0.0, 0.0);
    }
    ((q1 / large) * q2 + (top / large) * tail, large)
}
