//! Everything about a network but its width: what it is to learn, from how much data, under which penalty.

use super::{Error, Setting, Solution, Teacher, best_penalty, solve};

/// A target, samples of it and a penalty; the width is what is varied.
pub struct Problem {
    /// The target.
    pub teacher: Teacher,
    /// Samples n, positive.
    pub samples: f64,
    /// Label-noise variance Δ, ≥ 0.
    pub noise: f64,
    /// Penalty λ, positive.
    pub penalty: f64,
    /// Whether the penalty is tuned: at other numbers of samples it then follows √n.
    pub tuned: bool,
}

impl Problem {
    /// The same with the best penalty for a network of that width, kept within the two ends given; `penalty` is not used.
    ///
    /// # Errors
    /// As [`best_penalty`].
    ///
    /// ```
    /// use rankscope_math::quadratic::{Problem, Teacher};
    /// let teacher = Teacher::power_law(1.25, 50)?;
    /// let problem = Problem { teacher, samples: 2500.0, noise: 0.1, penalty: 1.0, tuned: false };
    /// let tuned = problem.tune(50, [1e-6, 1e3])?;
    /// assert_eq!(tuned.penalty_at(4.0 * 2500.0), 2.0 * tuned.penalty);
    /// # Ok::<(), rankscope_math::quadratic::Error>(())
    /// ```
    pub fn tune(self, width: usize, [least, most]: [f64; 2]) -> Result<Self, Error> {
        let best = best_penalty(&self.teacher, &self.setting(width, self.samples))?;
        Ok(Self {
            penalty: best.clamp(least, most),
            tuned: true,
            ..self
        })
    }

    /// The dimension d.
    pub fn dimension(&self) -> usize {
        self.teacher.dimension()
    }

    /// d², the scale of the number of samples.
    pub fn d_squared(&self) -> f64 {
        (self.dimension() * self.dimension()) as f64
    }

    /// Samples per dimension, n/d.
    pub fn n_eff(&self) -> f64 {
        self.samples / self.dimension() as f64
    }

    /// The penalty used at n samples: a tuned one follows √n.
    pub fn penalty_at(&self, n: f64) -> f64 {
        if self.tuned {
            self.penalty * (n / self.samples).sqrt()
        } else {
            self.penalty
        }
    }

    /// The setting of a network of some width, 1 to d, on n samples.
    pub fn setting(&self, width: usize, n: f64) -> Setting {
        Setting {
            width: width as f64,
            samples: n,
            noise: self.noise,
            penalty: self.penalty_at(n),
        }
    }

    /// The solution with the lowest training objective for a setting.
    ///
    /// # Errors
    /// As [`solve`].
    pub fn solve(&self, setting: &Setting) -> Result<Solution, Error> {
        Ok(solve(&self.teacher, setting)?[0])
    }

    /// The solution at some width on n samples, given that at full width: width that is not used costs nothing.
    ///
    /// # Errors
    /// As [`solve`].
    pub fn solve_from(&self, full: Solution, width: usize, n: f64) -> Result<Solution, Error> {
        if width as f64 >= full.kept * self.dimension() as f64 {
            Ok(full)
        } else {
            self.solve(&self.setting(width, n))
        }
    }
}
