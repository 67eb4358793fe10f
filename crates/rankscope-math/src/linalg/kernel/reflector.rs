//! Householder reflectors: H = I − τ u uᵀ, which turns a vector x into β e₁.

use super::lanes::F64x2;
use core::ops::{Add, Mul, Sub};

/// Sums of squares below 2⁻¹⁰⁰⁰ count as zero, which keeps 1 / (sum of squares) finite, and w, which grows with the ratio
/// of the longest column to the shortest. Entries are scaled to 2²⁴⁰, so what is dropped is below 2⁻⁷⁴⁰ of the largest.
const NEGLIGIBLE_SQUARES: f64 = f64::from_bits((1023 - 1000) << 52);

/// H = I − τ u uᵀ with H x = β e₁ and |β| = ‖x‖₂. Here u = x − β e₁ is not normalised, and τ = 2/‖u‖₂².
#[derive(Clone, Copy, Debug)]
pub(super) struct Reflector<S = f64> {
    pub beta: S,
    pub tau: S,
    /// u₁, the first entry of u.
    pub head: S,
}

impl Reflector {
    /// From x₁ and the sum of squares of the other entries of x. β gets the sign opposite to that of x₁, so that u₁ = x₁ − β cancels
    /// no digits; τ = 0, which changes nothing, where the other entries are negligible.
    pub fn new(head: f64, rest: f64) -> Self {
        if rest < NEGLIGIBLE_SQUARES {
            return Self {
                beta: head,
                tau: 0.0,
                head: 0.0,
            };
        }
        let length = (head * head + rest).sqrt();
        let beta = if head > 0.0 { -length } else { length };
        let head = head - beta;
        Self {
            beta,
            tau: -1.0 / (beta * head),
            head,
        }
    }
}

/// A scalar of the reduction: one number, or one for each of two matrices.
pub(super) trait Scalar:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self>
{
    const ZERO: Self;
    /// [`Reflector::new`] for each matrix.
    fn reflector(head: Self, rest: Self) -> Reflector<Self>;
}

impl Scalar for f64 {
    const ZERO: Self = 0.0;
    #[inline(always)]
    fn reflector(head: f64, rest: f64) -> Reflector<f64> {
        Reflector::new(head, rest)
    }
}

impl Scalar for F64x2 {
    const ZERO: Self = F64x2::ZERO;
    #[inline(always)]
    fn reflector(head: F64x2, rest: F64x2) -> Reflector<F64x2> {
        // The two chains of root and quotient do not wait for each other.
        let one = Reflector::new(head.first(), rest.first());
        let other = Reflector::new(head.second(), rest.second());
        Reflector {
            beta: F64x2::new(one.beta, other.beta),
            tau: F64x2::new(one.tau, other.tau),
            head: F64x2::new(one.head, other.head),
        }
    }
}
