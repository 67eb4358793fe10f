//! Two f64 side by side: a `v128` where WebAssembly has simd128, two scalars everywhere else.
//!
//! Callers are the same for both. Every operation is the IEEE 754 operation on each lane, without fusing or
//! reordering, so that native, scalar and simd128 builds give the same bits.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod inside {
    use core::arch::wasm32::*;

    pub type Pair = v128;

    #[inline(always)]
    pub const fn new(first: f64, second: f64) -> Pair {
        f64x2(first, second)
    }
    #[inline(always)]
    pub fn splat(value: f64) -> Pair {
        f64x2_splat(value)
    }
    #[inline(always)]
    pub fn first(a: Pair) -> f64 {
        f64x2_extract_lane::<0>(a)
    }
    #[inline(always)]
    pub fn second(a: Pair) -> f64 {
        f64x2_extract_lane::<1>(a)
    }
    #[inline(always)]
    pub fn add(a: Pair, b: Pair) -> Pair {
        f64x2_add(a, b)
    }
    #[inline(always)]
    pub fn sub(a: Pair, b: Pair) -> Pair {
        f64x2_sub(a, b)
    }
    #[inline(always)]
    pub fn mul(a: Pair, b: Pair) -> Pair {
        f64x2_mul(a, b)
    }
    #[inline(always)]
    pub fn div(a: Pair, b: Pair) -> Pair {
        f64x2_div(a, b)
    }
    #[inline(always)]
    pub fn min(a: Pair, b: Pair) -> Pair {
        f64x2_pmin(a, b)
    }
    #[inline(always)]
    pub fn firsts(a: Pair, b: Pair) -> Pair {
        i64x2_shuffle::<0, 2>(a, b)
    }
    #[inline(always)]
    pub fn seconds(a: Pair, b: Pair) -> Pair {
        i64x2_shuffle::<1, 3>(a, b)
    }
    #[inline(always)]
    pub fn second_first(a: Pair, b: Pair) -> Pair {
        i64x2_shuffle::<1, 2>(a, b)
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod inside {
    pub type Pair = [f64; 2];

    #[inline(always)]
    pub const fn new(first: f64, second: f64) -> Pair {
        [first, second]
    }
    #[inline(always)]
    pub fn splat(value: f64) -> Pair {
        [value, value]
    }
    #[inline(always)]
    pub fn first(a: Pair) -> f64 {
        a[0]
    }
    #[inline(always)]
    pub fn second(a: Pair) -> f64 {
        a[1]
    }
    #[inline(always)]
    pub fn add(a: Pair, b: Pair) -> Pair {
        [a[0] + b[0], a[1] + b[1]]
    }
    #[inline(always)]
    pub fn sub(a: Pair, b: Pair) -> Pair {
        [a[0] - b[0], a[1] - b[1]]
    }
    #[inline(always)]
    pub fn mul(a: Pair, b: Pair) -> Pair {
        [a[0] * b[0], a[1] * b[1]]
    }
    #[inline(always)]
    pub fn div(a: Pair, b: Pair) -> Pair {
        [a[0] / b[0], a[1] / b[1]]
    }
    #[inline(always)]
    pub fn min(a: Pair, b: Pair) -> Pair {
        let smaller = |a: f64, b: f64| if b < a { b } else { a };
        [smaller(a[0], b[0]), smaller(a[1], b[1])]
    }
    #[inline(always)]
    pub fn firsts(a: Pair, b: Pair) -> Pair {
        [a[0], b[0]]
    }
    #[inline(always)]
    pub fn seconds(a: Pair, b: Pair) -> Pair {
        [a[1], b[1]]
    }
    #[inline(always)]
    pub fn second_first(a: Pair, b: Pair) -> Pair {
        [a[1], b[0]]
    }
}

/// Two f64 that are computed together.
#[derive(Clone, Copy, Debug)]
pub(super) struct F64x2(inside::Pair);

impl F64x2 {
    pub const ZERO: Self = Self::new(0.0, 0.0);

    #[inline(always)]
    pub const fn new(first: f64, second: f64) -> Self {
        Self(inside::new(first, second))
    }
    /// The same value in both lanes.
    #[inline(always)]
    pub fn splat(value: f64) -> Self {
        Self(inside::splat(value))
    }
    #[inline(always)]
    pub fn first(self) -> f64 {
        inside::first(self.0)
    }
    #[inline(always)]
    pub fn second(self) -> f64 {
        inside::second(self.0)
    }
    /// Both lanes.
    #[inline(always)]
    pub fn parts(self) -> (f64, f64) {
        (self.first(), self.second())
    }
    /// First lane plus second lane.
    #[inline(always)]
    pub fn sum(self) -> f64 {
        self.first() + self.second()
    }
    /// `other < self ? other : self`, lane by lane: a NaN in `other` is passed over.
    #[inline(always)]
    pub fn min(self, other: Self) -> Self {
        Self(inside::min(self.0, other.0))
    }
    /// (a₁, b₁).
    #[inline(always)]
    pub fn firsts(a: Self, b: Self) -> Self {
        Self(inside::firsts(a.0, b.0))
    }
    /// (a₂, b₂).
    #[inline(always)]
    pub fn seconds(a: Self, b: Self) -> Self {
        Self(inside::seconds(a.0, b.0))
    }
    /// (a₂, b₁).
    #[inline(always)]
    pub fn second_first(a: Self, b: Self) -> Self {
        Self(inside::second_first(a.0, b.0))
    }
}

impl Default for F64x2 {
    fn default() -> Self {
        Self::ZERO
    }
}

impl core::ops::Add for F64x2 {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(inside::add(self.0, other.0))
    }
}
impl core::ops::Sub for F64x2 {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(inside::sub(self.0, other.0))
    }
}
impl core::ops::Mul for F64x2 {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(inside::mul(self.0, other.0))
    }
}
impl core::ops::Div for F64x2 {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self(inside::div(self.0, other.0))
    }
}
