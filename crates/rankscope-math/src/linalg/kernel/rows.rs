//! What columns are made of: two rows of one matrix, or of two matrices side by side.
//!
//! | element | holds | a scalar of the reduction |
//! | --- | --- | --- |
//! | [`F64x2`] | rows i and i + 1 of a matrix | one `f64` |
//! | [`Two`] | row i of two matrices in the lanes, then their row i + 1 | two, one of each matrix |
//!
//! Both go through the same operations in the same order, so that a matrix has the same bits alone and beside another.

use super::lanes::F64x2;
use super::reflector::Scalar;
use core::ops::{Add, Mul, Sub};

/// Two rows of a column of each matrix.
pub(super) trait Rows:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self>
{
    type Scalar: Scalar;
    const ZERO: Self;
    fn new(even: Self::Scalar, odd: Self::Scalar) -> Self;
    /// The same value in both rows.
    fn splat(value: Self::Scalar) -> Self;
    /// Both rows.
    fn parts(self) -> (Self::Scalar, Self::Scalar);
    /// One row plus the other.
    #[inline(always)]
    fn sum(self) -> Self::Scalar {
        let (even, odd) = self.parts();
        even + odd
    }
}

impl Rows for F64x2 {
    type Scalar = f64;
    const ZERO: Self = F64x2::ZERO;
    #[inline(always)]
    fn new(even: f64, odd: f64) -> Self {
        F64x2::new(even, odd)
    }
    #[inline(always)]
    fn splat(value: f64) -> Self {
        F64x2::splat(value)
    }
    #[inline(always)]
    fn parts(self) -> (f64, f64) {
        F64x2::parts(self)
    }
}

/// Two rows of two matrices.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Two {
    even: F64x2,
    odd: F64x2,
}

impl Rows for Two {
    type Scalar = F64x2;
    const ZERO: Self = Self {
        even: F64x2::ZERO,
        odd: F64x2::ZERO,
    };
    #[inline(always)]
    fn new(even: F64x2, odd: F64x2) -> Self {
        Self { even, odd }
    }
    #[inline(always)]
    fn splat(value: F64x2) -> Self {
        Self::new(value, value)
    }
    #[inline(always)]
    fn parts(self) -> (F64x2, F64x2) {
        (self.even, self.odd)
    }
}

impl Add for Two {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self::new(self.even + other.even, self.odd + other.odd)
    }
}
impl Sub for Two {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self::new(self.even - other.even, self.odd - other.odd)
    }
}
impl Mul for Two {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self::new(self.even * other.even, self.odd * other.odd)
    }
}
