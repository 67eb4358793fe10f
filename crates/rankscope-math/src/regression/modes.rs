//! What a regression starts from: eigenvalues, and the target's energy along each.

use super::{Error, error::non_negative};

/// Modes of one eigenvalue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// The eigenvalue λ with respect to the distribution of the inputs.
    pub eigenvalue: f64,
    /// How many modes share it. A fraction where the modes stand for a density.
    pub multiplicity: f64,
    /// The target's energy Σ vᵢ² on all of them.
    pub target: f64,
}

/// Eigenvalues in descending order with the target's energy on each; equal ones are one level, since rotations among them change nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Modes {
    levels: Vec<Level>,
    tail: f64,
}

impl Modes {
    /// From a list of eigenvalues λᵢ and one of target energies vᵢ², of the same length and in any order (both dimensionless).
    ///
    /// # Errors
    /// Lists of different lengths, a value that is negative or not finite, no eigenvalue above zero.
    ///
    /// ```
    /// use rankscope_math::regression::Modes;
    /// let modes = Modes::new(&[1.0, 2.0, 1.0], &[0.5, 0.0, 0.25])?;
    /// assert_eq!(modes.levels().len(), 2);
    /// assert_eq!((modes.count(), modes.target_energy()), (3.0, 0.75));
    /// # Ok::<(), rankscope_math::regression::Error>(())
    /// ```
    pub fn new(eigenvalues: &[f64], targets: &[f64]) -> Result<Self, Error> {
        if eigenvalues.len() != targets.len() {
            return Err(Error::Unequal {
                eigenvalues: eigenvalues.len(),
                targets: targets.len(),
            });
        }
        let single = |(eigenvalue, target): (&f64, &f64)| Level {
            eigenvalue: *eigenvalue,
            multiplicity: 1.0,
            target: *target,
        };
        Self::from_levels(eigenvalues.iter().zip(targets).map(single).collect(), 0.0)
    }

    /// From levels in any order, and the sum of all eigenvalues too small to be listed. To the theory these act as an additional ridge: none
    /// of their modes is learned.
    ///
    /// # Errors
    /// A value that is negative or not finite, no eigenvalue above zero.
    pub fn from_levels(mut levels: Vec<Level>, tail: f64) -> Result<Self, Error> {
        for level in &levels {
            non_negative(level.eigenvalue, "an eigenvalue")?;
            non_negative(level.multiplicity, "a multiplicity")?;
            non_negative(level.target, "a target energy")?;
        }
        non_negative(tail, "the sum of the smallest eigenvalues")?;
        let given = levels.len();
        levels.retain(|level| level.multiplicity > 0.0);
        if levels.iter().all(|level| level.eigenvalue == 0.0) {
            return Err(Error::NoMode { given });
        }
        levels.sort_by(|a, b| b.eigenvalue.total_cmp(&a.eigenvalue));
        levels.dedup_by(|next, kept| {
            let same = next.eigenvalue == kept.eigenvalue;
            if same {
                kept.multiplicity += next.multiplicity;
                kept.target += next.target;
            }
            same
        });
        Ok(Self { levels, tail })
    }

    /// The levels, largest eigenvalue first.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// The sum of the eigenvalues too small to be listed.
    pub fn tail(&self) -> f64 {
        self.tail
    }

    /// How many modes have an eigenvalue above zero; infinite where a tail is summed up.
    pub fn count(&self) -> f64 {
        if self.tail > 0.0 {
            return f64::INFINITY;
        }
        let positive = self.levels.iter().filter(|level| level.eigenvalue > 0.0);
        positive.map(|level| level.multiplicity).sum()
    }

    /// The trace Σ λᵢ.
    pub fn trace(&self) -> f64 {
        let listed = self.levels.iter().map(|l| l.multiplicity * l.eigenvalue);
        listed.sum::<f64>() + self.tail
    }

    /// The target's energy Σ vᵢ².
    pub fn target_energy(&self) -> f64 {
        self.levels.iter().map(|level| level.target).sum()
    }

    /// The number c with vᵢ² = c λᵢ on every level, where there is one to relative 1e-12: the target is then a typical draw of the prior
    /// that the kernel stands for.
    pub fn prior_scale(&self) -> Option<f64> {
        let first = self.levels.first()?;
        let scale = first.target / (first.multiplicity * first.eigenvalue);
        let matches = |level: &Level| {
            let wanted = scale * level.multiplicity * level.eigenvalue;
            (level.target - wanted).abs() <= 1e-12 * wanted
        };
        let all = self.tail == 0.0 && self.levels.iter().all(matches);
        (all && scale > 0.0 && scale.is_finite()).then_some(scale)
    }
}
