//! From which width on a network can fit every label.

use super::{Error, Setting, Teacher, solve};

/// The penalty that stands for none, in units of the scale of the labels.
const VANISHING: f64 = 1e-8;
/// Residuals of the labels count as zero below this share, and the search ends at this fraction of a unit.
const ZERO: f64 = 1e-5;
const CLOSE: f64 = 1e-3;

/// The search for the interpolation width, a step at a time: the width p at which the degrees of freedom D of an unpenalised network
/// reach 2α, so that the residuals, (1 − D/2α) of what the labels are off, come to zero. Unlike a count of parameters it knows that
/// S = BBᵀ has no negative eigenvalue: pure noise can be fitted up to n = d²/4 labels, not d²/2, and a narrow network fits more labels
/// than its pd − p²/2 parameters, since its noise chooses which.
///
/// By the state evolution with a penalty of 1e-8: asymptotic, the width to 0.01.
pub struct Interpolation {
    /// Widths that cannot and that can fit every label.
    between: (f64, f64),
    possible: bool,
    samples: f64,
    noise: f64,
    penalty: f64,
}

impl Interpolation {
    /// What is known at full width.
    ///
    /// # Errors
    /// As [`solve`].
    ///
    /// ```
    /// use rankscope_math::quadratic::{Interpolation, Teacher};
    /// // Pure noise: at full width up to n = d²/4 labels.
    /// let nothing = Teacher::new(vec![0.0; 40])?;
    /// let mut few = Interpolation::new(&nothing, 380.0, 1.0)?;
    /// while few.step(&nothing)? {}
    /// assert!(few.width().is_some_and(|p| p > 10.0 && p < 20.0));
    /// assert_eq!(Interpolation::new(&nothing, 420.0, 1.0)?.width(), None);
    /// # Ok::<(), rankscope_math::quadratic::Error>(())
    /// ```
    pub fn new(teacher: &Teacher, samples: f64, noise: f64) -> Result<Self, Error> {
        let d = teacher.dimension() as f64;
        let scale = (teacher.second_moment() + 0.5 * noise).sqrt();
        let mut search = Self {
            between: (0.0, d),
            possible: true,
            samples,
            noise,
            penalty: VANISHING * scale,
        };
        search.possible = search.fits(teacher, d)?;
        Ok(search)
    }

    fn fits(&self, teacher: &Teacher, width: f64) -> Result<bool, Error> {
        let setting = Setting {
            width,
            samples: self.samples,
            noise: self.noise,
            penalty: self.penalty,
        };
        let found = solve(teacher, &setting)?[0];
        let twice_alpha = 2.0 * setting.alpha(teacher.dimension());
        Ok(0.5 / found.epsilon < ZERO * twice_alpha)
    }

    /// Halves what is left, and says whether there is more to halve.
    ///
    /// # Errors
    /// As [`solve`].
    pub fn step(&mut self, teacher: &Teacher) -> Result<bool, Error> {
        let (low, high) = self.between;
        if !self.possible || high <= 1.0 || high - low < CLOSE {
            return Ok(false);
        }
        // No network is narrower than one unit.
        let middle = (0.5 * (low + high)).max(1.0);
        match self.fits(teacher, middle)? {
            true => self.between.1 = middle,
            false => self.between.0 = middle,
        }
        Ok(true)
    }

    /// The width found so far; `None` where no width can fit every label.
    pub fn width(&self) -> Option<f64> {
        self.possible.then_some(self.between.1)
    }

    /// How many steps any search takes at most.
    pub fn most_steps(&self) -> usize {
        match self.possible {
            true => (self.between.1 / CLOSE).log2().ceil().max(0.0) as usize,
            false => 0,
        }
    }
}
