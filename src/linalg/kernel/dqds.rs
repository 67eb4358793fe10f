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

/// Off-diagonal entries (unsquared) below this times the least singular value they could disturb are zero.
const NEGLIGIBLE: f64 = f64::EPSILON / 4.0;

/// The same for squares that are not weighed against a gap.
const NEGLIGIBLE_SQUARE: f64 = NEGLIGIBLE * NEGLIGIBLE;

/// Squares below this vanish: the largest is near 2⁴⁸⁰ ≈ 1e144, so it is far below all digits.
const VANISHING: f64 = 1e-290;

/// Added to each e that a sweep reads, off its chain: no pivot q̂ is zero even where products vanish, so a sweep without a
/// shift always succeeds. It changes no e above 1e-284.
const TINY: f64 = 1e-300;

/// Pairs of sweeps per value before giving up; 0.9 are usual, 2 the worst seen.
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
    let mut start = 0;
    while start < diagonal.len() {
        // Demmel and Kahan (1990), "Accurate singular values of bidiagonal matrices", SIAM J. Sci. Stat. Comput. 11,
        // section 2: mu bounds the least singular value of the block so far from below, up to a factor √n.
        let mut mu = diagonal[start].abs();
        let mut end = start + 1;
        while end < diagonal.len() && above[end - 1].abs() > NEGLIGIBLE * mu {
            mu = diagonal[end].abs() * (mu / (mu + above[end - 1].abs()));
            end += 1;
        }
        if end - start == 1 {
            values.push(diagonal[start].abs());
        } else {
            Block::new(
                &diagonal[start..end],
                &above[start..end - 1],
                arrays,
                values,
            )
            .solve()?;
        }
        start = end;
    }
    Ok(())
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

/// An iteration on rows `start..end`; the rows below are done, those above wait.
struct Block<'a> {
    arrays: &'a mut Arrays,
    start: usize,
    end: usize,
    shift: Shift,
    /// Whether `pivots` tell about these rows.
    known: bool,
    /// From scaled back to given singular values.
    unscale: f64,
    values: &'a mut Vec<f64>,
}

impl<'a> Block<'a> {
    fn new(
        diagonal: &[f64],
        above: &[f64],
        arrays: &'a mut Arrays,
        values: &'a mut Vec<f64>,
    ) -> Self {
        let n = diagonal.len();
        // 2²⁴⁰ leaves room for products of two squares.
        let (scale, unscale) =
            super::scales(super::largest(diagonal).max(super::largest(above)), 240);
        let squared =
            |d: f64, e: f64| F64x2::new((d * scale) * (d * scale), (e * scale) * (e * scale));
        // Sweeps want the small end last; the reversed matrix has the same singular values.
        let reversed = diagonal[0].abs() < diagonal[n - 1].abs();
        arrays.now.clear();
        if reversed {
            let above = above.iter().rev().chain(&[0.0]);
            arrays.now.extend(
                diagonal
                    .iter()
                    .rev()
                    .zip(above)
                    .map(|(&d, &e)| squared(d, e)),
            );
        } else {
            let above = above.iter().chain(&[0.0]);
            arrays
                .now
                .extend(diagonal.iter().zip(above).map(|(&d, &e)| squared(d, e)));
        }
        for array in [&mut arrays.next, &mut arrays.pivots] {
            array.clear();
            array.resize(n, F64x2::ZERO);
        }
        arrays.waiting.clear();
        Self {
            arrays,
            start: 0,
            end: n,
            shift: Shift::default(),
            known: false,
            unscale,
            values,
        }
    }

    fn solve(mut self) -> Result<(), Error> {
        self.split();
        for _ in 0..PAIRS_PER_VALUE * self.end {
            self.deflate();
            while self.start == self.end {
                let Some((start, shift)) = self.arrays.waiting.pop() else {
                    return Ok(());
                };
                (self.start, self.shift, self.known) = (start, shift, false);
                self.split();
                self.deflate();
            }
            self.sweep();
        }
        Err(Error::NotConverged)
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

    /// One pair of sweeps, with smaller shifts until it succeeds.
    fn sweep(&mut self) {
        let rows = self.start..self.end;
        let mut shift = if self.known { self.guess() } else { 0.0 };
        for attempt in 0..4 {
            let Arrays {
                now, next, pivots, ..
            } = &mut *self.arrays;
            let outcome = sweep_twice(
                &now[rows.clone()],
                &mut next[rows.clone()],
                &mut pivots[rows.clone()],
                shift,
            );
            if outcome.sound {
                core::mem::swap(now, next);
                self.shift.add(shift);
                self.known = true;
                if outcome.least_e <= NEGLIGIBLE_SQUARE * self.shift.sum
                    || outcome.least_e < VANISHING
                {
                    self.split();
                }
                return;
            }
            // Only the last pivot failed: the shift was too large by little more than that pivot.
            let nearly = shift + outcome.last;
            let late = attempt == 0 && outcome.others >= 0.0 && nearly > 0.0;
            shift = match attempt {
                0 if late => nearly * (1.0 - 4.0 * f64::EPSILON),
                0 | 1 => shift * 0.25,
                _ => 0.0,
            };
        }
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

/// What a pair of sweeps found.
struct Outcome {
    /// No pivot was negative or not a number.
    sound: bool,
    /// The last pivot of the shifted sweep, and the least of its others.
    last: f64,
    others: f64,
    /// The least ê after both.
    least_e: f64,
}

/// (q̂, ê, next d) of one step of a sweep.
#[inline(always)]
fn step<T>(d: T, e: T, q_next: T, shift: T) -> (T, T, T)
where
    T: Copy
        + core::ops::Add<Output = T>
        + core::ops::Sub<Output = T>
        + core::ops::Mul<Output = T>
        + core::ops::Div<Output = T>,
{
    let q = d + e;
    // d·q is ready before q̂: the chain is add, divide, subtract.
    (q, (e * q_next) / q, (d * q_next) / q - shift)
}

/// A sweep with a shift in the first lane, at i, and one without in the second, at i − 2; three rows or more.
fn sweep_twice(now: &[F64x2], next: &mut [F64x2], pivots: &mut [F64x2], shift: f64) -> Outcome {
    let n = now.len();
    let (next, pivots) = (&mut next[..n], &mut pivots[..n]);

    let d0 = now[0].first() - shift;
    let (q0, e0, d1) = step(d0, now[0].second() + TINY, now[1].first(), shift);
    let (q1, e1, d2) = step(d1, now[1].second() + TINY, now[2].first(), shift);

    // Lane 1 reads what lane 0 made two steps ago: never stored, only carried along.
    let mut d = F64x2::new(d2, q0);
    let mut least_d = F64x2::new(lesser(d0, d1), f64::INFINITY);
    let mut least_e = F64x2::splat(f64::INFINITY);
    let (mut q_last, mut e_last, mut e_before) =
        (F64x2::splat(q1), F64x2::splat(e1), F64x2::splat(e0));
    let (shifts, tiny) = (F64x2::new(shift, 0.0), F64x2::splat(TINY));
    for i in 2..n - 1 {
        least_d = least_d.min(d);
        pivots[i - 2] = F64x2::seconds(d, least_d);
        let e = F64x2::second_first(now[i], e_before) + tiny;
        let q_next = F64x2::firsts(now[i + 1], q_last);
        let (q, e, d_next) = step(d, e, q_next, shifts);
        next[i - 2] = F64x2::seconds(q, e);
        least_e = least_e.min(e);
        d = d_next;
        (q_last, e_before, e_last) = (q, e_last, e);
    }

    // Lane 0 has reached the end, lane 1 has two steps to go.
    let (last, others) = (d.first(), least_d.first());
    let rest = [
        (e_before.first(), q_last.first()),
        (e_last.first(), last + now[n - 1].second()),
    ];
    let (mut d, mut least_d, mut least_e) = (d.second(), least_d.second(), least_e.second());
    for (i, (e, q_next)) in rest.into_iter().enumerate() {
        least_d = lesser(least_d, d);
        pivots[n - 3 + i] = F64x2::new(d, least_d);
        let (q, e, d_next) = step(d, e + TINY, q_next, 0.0);
        next[n - 3 + i] = F64x2::new(q, e);
        least_e = lesser(least_e, e);
        d = d_next;
    }
    pivots[n - 1] = F64x2::new(d, lesser(least_d, d));
    next[n - 1] = F64x2::new(d, 0.0);
    Outcome {
        sound: others >= 0.0 && last >= 0.0 && d >= 0.0,
        last,
        others,
        least_e,
    }
}

/// Without the detour of `f64::min` for NaN.
#[inline(always)]
fn lesser(a: f64, b: f64) -> f64 {
    if b < a { b } else { a }
}
