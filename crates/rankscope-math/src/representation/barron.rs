//! Functions with a known Fourier transform: their Barron constants, and what random features make of them.
//!
//! Every shape here is f(x) = E cos(w·x/s) for a probability density p of frequencies w: its Fourier transform is positive, and f(0) = 1.

use crate::{
    domain::{Outside, positive},
    linalg::random::Rng,
};
use core::f64::consts::{PI, SQRT_2};
use rand_distr::{Distribution, StandardNormal, StandardUniform};

/// Catalan's constant.
const CATALAN: f64 = 0.915_965_594_177_219;

/// A function of x in Rᵈ, or of one coordinate of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// e^(−|x|²/2) in Rᵈ.
    Gaussian,
    /// 1/cosh of one coordinate.
    Sech,
    /// 1/(1 + x²) of one coordinate.
    Rational,
    /// cos of one coordinate.
    Cosine,
    /// e^(−|x|) of one coordinate: Lipschitz, with a corner.
    Laplace,
}

/// A shape of width s in d dimensions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Function {
    /// The shape.
    pub shape: Shape,
    /// The dimension d of its argument, from 1.
    pub dimension: usize,
    /// The width s: it is the shape of x/s; positive.
    pub scale: f64,
}

impl Function {
    /// Checks the numbers.
    ///
    /// # Errors
    /// A width that is not positive.
    pub fn new(shape: Shape, dimension: usize, scale: f64) -> Result<Self, Outside> {
        let scale = positive(scale, "the width")?;
        Ok(Self {
            shape,
            dimension: dimension.max(1),
            scale,
        })
    }

    /// The coordinates of which it depends: all of them, or one of a ridge function, which varies along one direction only.
    pub fn active(&self) -> usize {
        match self.shape {
            Shape::Gaussian => self.dimension,
            _ => 1,
        }
    }

    /// The value where the coordinates that matter have that squared length |x|².
    pub fn value(&self, squared: f64) -> f64 {
        let square = squared / (self.scale * self.scale);
        match self.shape {
            Shape::Gaussian => libm::exp(-0.5 * square),
            Shape::Sech => 1.0 / libm::cosh(square.sqrt()),
            Shape::Rational => 1.0 / (1.0 + square),
            Shape::Cosine => libm::cos(square.sqrt()),
            Shape::Laplace => libm::exp(-square.sqrt()),
        }
    }

    /// Barron's constant C = ∫|w||f̂(w)|dw, f = ∫e^(iw·x) f̂(w)dw; infinite for e^(−|x|).
    ///
    /// Gaussian: √2 Γ((d+1)/2)/Γ(d/2)/s, close to √d/s; to 1e-13 for d ≤ 1000. A ridge function's does not depend on d.
    /// Barron (1993), Universal approximation bounds for superpositions of a sigmoidal function, section IX.
    ///
    /// ```
    /// use rankscope_math::representation::barron::{Function, Shape};
    /// let constant = |shape, d| Function { shape, dimension: d, scale: 1.0 }.constant();
    /// assert!((constant(Shape::Gaussian, 10) - 3.084327759800).abs() < 1e-12);
    /// assert!((constant(Shape::Sech, 10) - 0.742453745422).abs() < 1e-12);
    /// assert_eq!(constant(Shape::Rational, 10), 1.0);
    /// ```
    pub fn constant(&self) -> f64 {
        let d = self.dimension as f64;
        let shape = match self.shape {
            Shape::Gaussian => {
                SQRT_2 * libm::exp(libm::lgamma(0.5 * (d + 1.0)) - libm::lgamma(0.5 * d))
            }
            Shape::Sech => 8.0 * CATALAN / (PI * PI),
            Shape::Rational | Shape::Cosine => 1.0,
            Shape::Laplace => f64::INFINITY,
        };
        shape / self.scale
    }

    /// A random frequency: the coordinates of which the function depends, from the density f̂.
    pub fn frequency(&self, rng: &mut Rng) -> Vec<f64> {
        let mut uniform = || -> f64 {
            let u: f64 = StandardUniform.sample(rng);
            u.clamp(1e-12, 1.0 - 1e-12)
        };
        let one = match self.shape {
            Shape::Gaussian => {
                let normal = |_| -> f64 { StandardNormal.sample(rng) };
                return (0..self.active())
                    .map(normal)
                    .map(|w| w / self.scale)
                    .collect();
            }
            Shape::Sech => 2.0 / PI * libm::log(libm::tan(0.5 * PI * uniform())),
            Shape::Rational => {
                let (u, sign) = (uniform(), uniform());
                -libm::log(u) * if sign < 0.5 { -1.0 } else { 1.0 }
            }
            Shape::Cosine => 1.0,
            Shape::Laplace => libm::tan(PI * (uniform() - 0.5)),
        };
        vec![one / self.scale]
    }

    /// n times the mean squared error on \[−1, 1\]ᵈ of (1/n)Σ cos(wᵢ·x) with random frequencies: the mean of (1 + f(2x))/2 − f(x)².
    ///
    /// The Gaussian in closed form, the others by Gauss–Legendre to 1e-12 for s ≥ 0.05.
    ///
    /// ```
    /// use rankscope_math::representation::barron::{Function, Shape};
    /// let gaussian = Function { shape: Shape::Gaussian, dimension: 1, scale: 1.0 };
    /// assert!((gaussian.feature_variance() - 0.052247870518).abs() < 1e-12);
    /// ```
    pub fn feature_variance(&self) -> f64 {
        if self.shape == Shape::Gaussian {
            // The mean of e^(−a x²) on [−1, 1], once for every coordinate.
            let mean = |a: f64| {
                let one = 0.5 * (PI / a).sqrt() * libm::erf(a.sqrt());
                (0..self.dimension).fold(1.0, |all, _| all * one)
            };
            let a = 1.0 / (self.scale * self.scale);
            return 0.5 * (1.0 + mean(2.0 * a)) - mean(a);
        }
        let spread = |x: f64| {
            let f = self.value(x * x);
            0.5 * (1.0 + self.value(4.0 * x * x)) - f * f
        };
        let panels: Vec<f64> = (0..=400).map(|i| f64::from(i) / 400.0).collect();
        super::errors::between(&panels, &spread).mean
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linalg::random::seeded;

    fn function(shape: Shape, dimension: usize, scale: f64) -> Function {
        Function::new(shape, dimension, scale).unwrap()
    }

    /// Computed with SciPy 1.17, to the digits given.
    #[test]
    fn constants() {
        for (d, expected) in [
            (1, 0.797884560803),
            (2, 1.253314137316),
            (10, 3.084327759800),
            (100, 9.975031639551),
        ] {
            let found = function(Shape::Gaussian, d, 1.0).constant();
            assert!((found - expected).abs() < 6e-13, "{d}: {found}");
            let narrow = function(Shape::Gaussian, d, 0.1).constant();
            assert!((narrow / expected - 10.0).abs() < 1e-11);
        }
        for d in [1, 7] {
            let sech = function(Shape::Sech, d, 2.0).constant();
            assert!((sech - 0.5 * 0.742453745422).abs() < 5e-13);
            assert_eq!(function(Shape::Cosine, d, 0.25).constant(), 4.0);
            assert_eq!(function(Shape::Rational, d, 1.0).constant(), 1.0);
            assert_eq!(function(Shape::Laplace, d, 1.0).constant(), f64::INFINITY);
        }
        assert!(Function::new(Shape::Sech, 1, 0.0).is_err());
    }

    /// The frequencies have the density: E cos(w x) is the function.
    #[test]
    fn frequencies_make_the_function() {
        for shape in [
            Shape::Gaussian,
            Shape::Sech,
            Shape::Rational,
            Shape::Cosine,
            Shape::Laplace,
        ] {
            let function = function(shape, 1, 0.7);
            let mut rng = seeded(3);
            let count = 40_000;
            let drawn: Vec<f64> = (0..count)
                .map(|_| function.frequency(&mut rng)[0])
                .collect();
            for x in [0.2, 0.9] {
                let sum: f64 = drawn.iter().map(|w| libm::cos(w * x)).sum();
                let mean = sum / f64::from(count);
                // Four standard errors of a cosine at most.
                assert!(
                    (mean - function.value(x * x)).abs() < 4.0 * 0.71 / 200.0,
                    "{shape:?} {mean}"
                );
            }
        }
    }
}
