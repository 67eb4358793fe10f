//! The target: a positive semidefinite d × d matrix, known by its eigenvalues.

use super::{
    Error, FreeConvolution,
    atoms::{self, Atoms},
    error::check,
};
use crate::linalg::sort_descending;
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

/// Largest dimension accepted.
pub const MAX_DIMENSION: usize = 4000;

/// The eigenvalues s₁ ≥ … ≥ s_d ≥ 0 of the target S* of y = Tr\[S*(xxᵀ − I)\]/√d + noise.
pub struct Teacher {
    eigenvalues: Vec<f64>,
    /// Noise below this tells all eigenvalues apart.
    finest: f64,
    /// What noise of a given level can tell apart, by the binary logarithm of the level.
    resolved: RefCell<BTreeMap<i32, Rc<Atoms>>>,
    /// Bayes-optimal errors at noise levels of a grid.
    minimal: RefCell<BTreeMap<i32, f64>>,
}

impl Teacher {
    /// Any eigenvalues: finite, ≥ 0, in any order, 1 to [`MAX_DIMENSION`] of them.
    ///
    /// ```
    /// # use rankscope_math::quadratic::Teacher;
    /// let target = Teacher::new(vec![1.0, 3.0])?;
    /// assert_eq!((target.eigenvalues(), target.second_moment()), (&[3.0, 1.0][..], 5.0));
    /// # Ok::<(), rankscope_math::quadratic::Error>(())
    /// ```
    pub fn new(mut eigenvalues: Vec<f64>) -> Result<Self, Error> {
        if eigenvalues.is_empty() || eigenvalues.len() > MAX_DIMENSION {
            return Err(Error::Length {
                most: MAX_DIMENSION,
                given: eigenvalues.len(),
            });
        }
        for s in &eigenvalues {
            let holds = *s >= 0.0 && *s <= 1e100;
            check(holds, *s, "an eigenvalue of the target", "0 to 1e100")?;
        }
        sort_descending(&mut eigenvalues);
        Ok(Self {
            finest: atoms::finest(&eigenvalues),
            eigenvalues,
            resolved: RefCell::default(),
            minimal: RefCell::default(),
        })
    }

    /// The power law sᵢ = c·i^(−γ), i = 1 to d, with c such that Q* = (1/d)Σsᵢ² = 1. γ: finite, above 1/2 (2606.28242).
    pub fn power_law(gamma: f64, d: usize) -> Result<Self, Error> {
        let holds = gamma > 0.5 && gamma.is_finite();
        check(
            holds,
            gamma,
            "the decay gamma of the target",
            "a finite number above 0.5",
        )?;
        Self::new((1..=d).map(|i| (i as f64).powf(-gamma)).collect())?.normalised()
    }

    /// `rank` equal eigenvalues and d − rank zeros, with Q* = 1. rank: 1 to d.
    pub fn flat(rank: usize, d: usize) -> Result<Self, Error> {
        let holds = rank >= 1 && rank <= d;
        check(holds, rank as f64, "the rank of the target", "1 to d")?;
        Self::new((0..d).map(|i| f64::from(u8::from(i < rank))).collect())?.normalised()
    }

    /// The same shape scaled so that Q* = 1; a target of zeros is an error.
    pub fn normalised(mut self) -> Result<Self, Error> {
        let q = self.second_moment();
        check(
            q > 0.0,
            q,
            "the second moment of the target",
            "a number above 0",
        )?;
        let scale = q.sqrt().recip();
        self.eigenvalues.iter_mut().for_each(|s| *s *= scale);
        self.finest = atoms::finest(&self.eigenvalues);
        self.resolved.borrow_mut().clear();
        self.minimal.borrow_mut().clear();
        Ok(self)
    }

    /// The eigenvalues in decreasing order.
    pub fn eigenvalues(&self) -> &[f64] {
        &self.eigenvalues
    }

    /// The dimension d.
    pub fn dimension(&self) -> usize {
        self.eigenvalues.len()
    }

    /// Q* = (1/d)Σsᵢ².
    pub fn second_moment(&self) -> f64 {
        self.tail(0)
    }

    /// What is lost without everything after the k-th eigenvalue: (1/d)Σ_{i>k} sᵢ².
    ///
    /// ```
    /// # use rankscope_math::quadratic::Teacher;
    /// assert_eq!(Teacher::flat(2, 8)?.tail(1), 0.5);
    /// # Ok::<(), rankscope_math::quadratic::Error>(())
    /// ```
    pub fn tail(&self, k: usize) -> f64 {
        let rest = self.eigenvalues.iter().skip(k).rev();
        rest.map(|s| s * s).sum::<f64>() / self.dimension() as f64
    }

    /// The eigenvalues as weighted points, with those merged that noise of level `delta` cannot tell apart.
    pub(super) fn resolved(&self, delta: f64) -> Rc<Atoms> {
        let rung = delta.max(self.finest).log2().floor() as i32;
        let mut resolved = self.resolved.borrow_mut();
        let atoms = resolved
            .entry(rung)
            .or_insert_with(|| Rc::new(Atoms::merged(&self.eigenvalues, f64::from(rung).exp2())));
        atoms.clone()
    }

    /// The Bayes-optimal error at noise level `delta`, the `rung`-th of the grid on which roots are looked for.
    pub(super) fn minimal_error(&self, rung: i32, delta: f64) -> f64 {
        let known = self.minimal.borrow().get(&rung).copied();
        known.unwrap_or_else(|| {
            let error = FreeConvolution::at(self, delta).minimal_error();
            self.minimal.borrow_mut().insert(rung, error);
            error
        })
    }
}
