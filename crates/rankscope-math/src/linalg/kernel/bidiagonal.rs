//! Householder reduction of a matrix to upper bidiagonal form, in one pass over the matrix per step.
//!
//! Golub and Kahan (1965, "Calculating the singular values and pseudo-inverse of a matrix", SIAM J. Numer. Anal. B 2):
//! in step k a reflection I − τ u uᵀ from the left clears column k below the diagonal, and another, I − π v vᵀ from the
//! right, clears row k behind the superdiagonal:
//!
//! ```text
//! A ← A − u wᵀ − z vᵀ,   w = τ Aᵀu,   z = π (A − u wᵀ) v
//! ```
//!
//! Taken literally that reads the matrix four times and writes it twice, and memory sets the pace. Howell, Demmel,
//! Fulton, Hammarling and Marmol (2008, "Cache efficient bidiagonalization using BLAS 2.5 operators", ACM Trans. Math.
//! Softw. 34) leave the update to the next step. Here all of step k is one pass. Three columns at a time, while they are
//! in the nearest cache, get the update of step k − 1, give their entries of Aᵀu, and add their share of A v to a sum.
//! v is known only after the pass; but it is row k with its first entry changed, v = r − β e, and r_j = a_kj − w_j u_k
//! is known as soon as w_j is. So the pass sums A r, and one column corrects it to A v.
//!
//! 8 operations per entry and step, 8/3 n³ in all. Reflectors keep their length, which saves a pass to normalise them;
//! the caller's scaling leaves room for their squares.

use super::lanes::F64x2;
use super::panel::{Panel, reflector};
use super::reflector::Reflector;
use super::reflector::Scalar;
use super::rows::Rows;

/// Columns that are worked on together. Node 20, n = 128, ms for 1 / 2 / 3 / 4: simd128 0.74 / 0.58 / 0.55 / 0.57 (four need
/// more registers than there are), scalar 1.03 / 0.98 / 0.90 / 0.87.
pub(super) const COLUMNS: usize = 3;

/// Vectors of a step, kept from call to call.
#[derive(Debug, Default)]
pub(super) struct Vectors<R: Rows = F64x2> {
    pub w: Vec<R::Scalar>,
    v: Vec<R::Scalar>,
    x: Vec<R>,
    z: Vec<R>,
}

impl<R: Rows> Vectors<R> {
    pub fn reset(&mut self, pairs: usize, cols: usize) {
        for vector in [&mut self.w, &mut self.v] {
            vector.clear();
            vector.resize(cols, R::Scalar::ZERO);
        }
        for vector in [&mut self.x, &mut self.z] {
            vector.clear();
            vector.resize(pairs, R::ZERO);
        }
    }
}

/// Overwrites a matrix that has at least as many rows as columns; writes the diagonal and the superdiagonal.
pub(super) fn reduce<const C: usize, R: Rows>(
    a: &mut Panel<R>,
    vectors: &mut Vectors<R>,
    diagonal: &mut Vec<R::Scalar>,
    above: &mut Vec<R::Scalar>,
) {
    let Panel {
        ref mut data,
        stride,
        pairs,
        cols,
        ..
    } = *a;
    vectors.reset(pairs, cols);
    let Vectors { w, v, x, z } = vectors;
    diagonal.clear();
    above.clear();

    for k in 0..cols {
        let from = k / 2;
        let (done, rest) = data.split_at_mut(k * stride);
        let (column, trailing) = rest.split_at_mut(stride);
        let u = &mut column[from..pairs];
        let left = reflector(u, k % 2 == 1);
        diagonal.push(left.beta);
        if k + 1 == cols {
            break;
        }
        let u = &*u;
        // There is no step before step 0: w = v = 0, and any finite vector does for its u.
        let last_u = if k == 0 {
            u
        } else {
            &done[(k - 1) * stride..][from..pairs]
        };
        let x = &mut x[from..pairs];
        x.fill(R::ZERO);

        let mut pass = Pass {
            k,
            left,
            u,
            last_u,
            last_z: &z[from..pairs],
            x,
        };
        let mut blocks = trailing.chunks_exact_mut(C * stride);
        let mut w_blocks = w[k + 1..].chunks_exact_mut(C);
        let mut v_blocks = v[k + 1..].chunks_exact_mut(C);
        for ((block, w), v) in (&mut blocks).zip(&mut w_blocks).zip(&mut v_blocks) {
            pass.columns::<C>(block, stride, w, v);
        }
        let columns = blocks.into_remainder().chunks_exact_mut(stride);
        let w_rest = w_blocks.into_remainder().chunks_exact_mut(1);
        let v_rest = v_blocks.into_remainder().chunks_exact_mut(1);
        for ((column, w), v) in columns.zip(w_rest).zip(v_rest) {
            pass.columns::<1>(column, stride, w, v);
        }

        let (w, v) = (&w[k + 1..], &mut v[k + 1..]);
        let right = R::Scalar::reflector(v[0], dot(&v[1..], &v[1..]));
        above.push(right.beta);
        v[0] = right.head;
        finish(
            &mut trailing[from..pairs],
            u,
            x,
            &mut z[from..pairs],
            right,
            dot(w, v),
            w[0],
        );
    }
}

fn dot<S: Scalar>(a: &[S], b: &[S]) -> S {
    a.iter().zip(b).fold(S::ZERO, |sum, (&a, &b)| sum + a * b)
}

/// z = π (A v − (wᵀv) u) with A v = x − β a, where a is the next column; and with it the whole update of a.
fn finish<R: Rows>(
    a: &mut [R],
    u: &[R],
    x: &[R],
    z: &mut [R],
    right: Reflector<R::Scalar>,
    w_dot_v: R::Scalar,
    w: R::Scalar,
) {
    let [beta, pi, head, w_dot_v, w] =
        [right.beta, right.tau, right.head, w_dot_v, w].map(R::splat);
    for (((a, &u), &x), z) in a.iter_mut().zip(u).zip(x).zip(z) {
        *z = pi * (x - beta * *a - w_dot_v * u);
        *a = *a - u * w - *z * head;
    }
}

/// The pass of step k over the columns behind column k.
struct Pass<'a, R: Rows> {
    k: usize,
    left: Reflector<R::Scalar>,
    u: &'a [R],
    last_u: &'a [R],
    last_z: &'a [R],
    x: &'a mut [R],
}

impl<R: Rows> Pass<'_, R> {
    /// Brings C columns up to date, puts w and r of this step in the place of w and v of the last, and adds to x = A r.
    /// By itself: inlined, its loops share registers with everything else, 4 % slower at n = 128.
    #[inline(never)]
    fn columns<const C: usize>(
        &mut self,
        block: &mut [R],
        stride: usize,
        w: &mut [R::Scalar],
        v: &mut [R::Scalar],
    ) {
        let pairs = self.u.len();
        let (u, last_u, last_z) = (self.u, &self.last_u[..pairs], &self.last_z[..pairs]);
        let mut columns = block.chunks_exact_mut(stride);
        let columns: [_; C] = core::array::from_fn(|_| {
            let column = columns.next().unwrap_or_default();
            &mut column[self.k / 2..][..pairs]
        });

        let last_w: [R; C] = core::array::from_fn(|c| R::splat(w[c]));
        let last_v: [R; C] = core::array::from_fn(|c| R::splat(v[c]));
        let mut y = [R::ZERO; C];
        for i in 0..pairs {
            let (u, last_u, last_z) = (u[i], last_u[i], last_z[i]);
            for c in 0..C {
                let a = columns[c][i] - last_u * last_w[c] - last_z * last_v[c];
                columns[c][i] = a;
                y[c] = y[c] + a * u;
            }
        }

        let mut r = [R::ZERO; C];
        for c in 0..C {
            let (even, odd) = columns[c][0].parts();
            let row_k = if self.k % 2 == 1 { odd } else { even };
            w[c] = self.left.tau * y[c].sum();
            v[c] = row_k - w[c] * self.left.head;
            r[c] = R::splat(v[c]);
        }

        // Two pairs at a time: fewer steps of six pointers.
        let (x, x_end) = self.x[..pairs].as_chunks_mut::<2>();
        let columns = columns.map(|column| column.as_chunks::<2>());
        let bodies = columns.map(|(body, _)| &body[..x.len()]);
        for i in 0..x.len() {
            for p in 0..2 {
                let mut sum = x[i][p];
                for c in 0..C {
                    sum = sum + bodies[c][i][p] * r[c];
                }
                x[i][p] = sum;
            }
        }
        for x in x_end {
            for c in 0..C {
                *x = *x + columns[c].1[0] * r[c];
            }
        }
    }
}
