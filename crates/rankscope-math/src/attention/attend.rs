//! From a source of attention to the attention matrix, by way of the what-ifs.

use super::{Error, softmax::softmax_row};
use crate::linalg::Matrix;

/// How far a row of probabilities may sum from 1 (dimensionless): 1e-4, or more where numbers were stored with a larger relative
/// `rounding`; each entry was rounded once, and the divisor that all share once. Attention in float16 (2^-11) may be off by 2^-10.
///
/// ```
/// use rankscope_math::attention::row_sum_tolerance;
/// assert_eq!(row_sum_tolerance(f64::EPSILON), 1e-4);
/// assert_eq!(row_sum_tolerance(2f64.powi(-11)), 2f64.powi(-10));
/// ```
pub fn row_sum_tolerance(rounding: f64) -> f64 {
    (2.0 * rounding).max(1e-4)
}

/// Where attention comes from: `rows` queries by `cols` keys.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// Logits `Z`, before softmax.
    Logits(Matrix),
    /// Probabilities `A`, row-stochastic; made by [`Source::probabilities`], which checks them.
    Probabilities(Matrix),
}

impl Source {
    /// Probabilities, after the check that each row is non-negative and sums to 1 within 1e-4.
    ///
    /// # Errors
    /// [`Error::Negative`] names the cell, [`Error::NotStochastic`] the row and its sum, and proposes to read the entries as logits.
    ///
    /// ```
    /// use rankscope_math::{attention::Source, linalg::Matrix};
    /// let logits = Matrix::from_rows(&[vec![0.5, 0.5], vec![1.0, 2.0]])?;
    /// assert_eq!(Source::probabilities(logits).unwrap_err().code(), "not_stochastic");
    /// # Ok::<(), rankscope_math::attention::Error>(())
    /// ```
    pub fn probabilities(a: Matrix) -> Result<Self, Error> {
        Self::stored_probabilities(a, 0.0)
    }

    /// Probabilities that were stored with a relative `rounding`, checked as by [`Source::probabilities`] within
    /// [`row_sum_tolerance`].
    ///
    /// # Errors
    /// As [`Source::probabilities`].
    pub fn stored_probabilities(a: Matrix, rounding: f64) -> Result<Self, Error> {
        let tolerance = row_sum_tolerance(rounding);
        for row in 0..a.rows() {
            if let Some(col) = a.row(row).iter().position(|p| *p < 0.0) {
                let value = a[(row, col)];
                return Err(Error::Negative { row, col, value });
            }
            let sum: f64 = a.row(row).iter().sum();
            // A NaN fails too.
            if sum.is_nan() || (sum - 1.0).abs() > tolerance {
                return Err(Error::NotStochastic {
                    row,
                    sum,
                    tolerance,
                    weights: a.as_slice().iter().all(|p| (0.0..=1.0).contains(p)),
                });
            }
        }
        Ok(Self::Probabilities(a))
    }

    /// Attention of which something is missing or rounded: each row is divided by its sum, and rows of zeros, which are padding, are
    /// left out.
    ///
    /// # Errors
    /// [`Error::Negative`] names the cell; a matrix of zeros has nothing left.
    ///
    /// ```
    /// use rankscope_math::{attention::Source, linalg::Matrix};
    /// let padded = Matrix::from_rows(&[vec![1.0, 3.0], vec![0.0, 0.0]])?;
    /// let known = Matrix::from_rows(&[vec![0.25, 0.75]])?;
    /// assert_eq!(Source::weights(&padded)?, Source::Probabilities(known));
    /// # Ok::<(), rankscope_math::attention::Error>(())
    /// ```
    pub fn weights(a: &Matrix) -> Result<Self, Error> {
        let mut rows = Vec::new();
        for row in 0..a.rows() {
            if let Some(col) = a
                .row(row)
                .iter()
                .position(|p| !(*p >= 0.0 && p.is_finite()))
            {
                let value = a[(row, col)];
                return Err(Error::Negative { row, col, value });
            }
            let sum: f64 = a.row(row).iter().sum();
            if sum > 0.0 {
                rows.push(a.row(row).iter().map(|p| p / sum).collect());
            }
        }
        match rows.is_empty() {
            true => Err(Error::AllMasked { row: 0 }),
            false => Ok(Self::Probabilities(Matrix::from_rows(&rows)?)),
        }
    }

    /// The logits: those given, or `ln p` (`-inf` where `p = 0`).
    fn logits(&self) -> Matrix {
        match self {
            Self::Logits(z) => z.clone(),
            Self::Probabilities(a) => {
                let mut z = a.clone();
                z.as_mut_slice().iter_mut().for_each(|p| *p = p.ln());
                z
            }
        }
    }
}

/// Which keys a query may see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mask {
    /// All.
    #[default]
    None,
    /// Those that do not come later: `j <= i`.
    Causal,
    /// Those at most this many places away: `|i - j| <= w`.
    Window(usize),
}

impl Mask {
    fn hides(self, row: usize, col: usize) -> bool {
        match self {
            Self::None => false,
            Self::Causal => col > row,
            Self::Window(w) => row.abs_diff(col) > w,
        }
    }
}

/// What is changed about a source. Logits become `z_ij / temperature - alibi |i - j|`, then the mask hides, then edits set single
/// logits, then softmax, then `sink_weight` of every row's mass moves to the first token: `A <- (1 - w) A + w 1 e_1^T`.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// Divides the logits; positive, 1 changes nothing. On probabilities it acts on their logarithms.
    pub temperature: f64,
    /// Which keys stay visible.
    pub mask: Mask,
    /// Slope of a linear penalty on distance, in logits per token (ALiBi, arXiv 2108.12409); 0 changes nothing.
    pub alibi: f64,
    /// The share of attention moved to the first token, 0 to 1.
    pub sink_weight: f64,
    /// Row, column and the logit it is set to (`-inf` hides the cell); a later edit of the same cell wins.
    pub edits: Vec<(usize, usize, f64)>,
}

impl Default for WhatIf {
    fn default() -> Self {
        Self {
            temperature: 1.0,
            mask: Mask::None,
            alibi: 0.0,
            sink_weight: 0.0,
            edits: Vec::new(),
        }
    }
}

impl WhatIf {
    /// Whether the source stays as it is.
    pub fn is_neutral(&self) -> bool {
        self.leaves_rows_alone() && self.edits.is_empty()
    }

    /// Whether rows without an edit stay as they are.
    fn leaves_rows_alone(&self) -> bool {
        self.temperature == 1.0
            && self.mask == Mask::None
            && self.alibi == 0.0
            && self.sink_weight == 0.0
    }

    /// The rows, from 0, of which the mask hides everything that they attend to.
    ///
    /// ```
    /// use rankscope_math::{attention::{Mask, Source, WhatIf}, linalg::Matrix};
    /// let ahead = Source::probabilities(Matrix::from_rows(&[vec![0.0, 1.0], vec![0.0, 1.0]])?)?;
    /// let causal = WhatIf { mask: Mask::Causal, ..WhatIf::default() };
    /// assert_eq!(causal.blinded(&ahead), [0]);
    /// # Ok::<(), rankscope_math::attention::Error>(())
    /// ```
    pub fn blinded(&self, source: &Source) -> Vec<usize> {
        let (matrix, none) = match source {
            Source::Logits(z) => (z, f64::NEG_INFINITY),
            Source::Probabilities(a) => (a, 0.0),
        };
        let blinded = |row: &usize| {
            let attended = matrix.row(*row).iter().enumerate();
            let mut attended = attended.filter(|(_, x)| **x != none).peekable();
            attended.peek().is_some() && attended.all(|(col, _)| self.mask.hides(*row, col))
        };
        match self.mask {
            Mask::None => Vec::new(),
            _ => (0..matrix.rows()).filter(blinded).collect(),
        }
    }

    fn check(&self, rows: usize, cols: usize) -> Result<(), Error> {
        let fails = |name, given, accepted| {
            Err(Error::Parameter {
                name,
                given,
                accepted,
            })
        };
        if !(self.temperature > 0.0 && self.temperature.is_finite()) {
            return fails("temperature", self.temperature, "a positive number");
        }
        if !self.alibi.is_finite() {
            return fails("alibi", self.alibi, "a number");
        }
        if !(0.0..=1.0).contains(&self.sink_weight) {
            return fails("sink_weight", self.sink_weight, "0..1");
        }
        let outside = self
            .edits
            .iter()
            .find(|(row, col, _)| *row >= rows || *col >= cols);
        if let Some(&(row, col, _)) = outside {
            return Err(Error::OutOfRange {
                row,
                col,
                rows,
                cols,
            });
        }
        Ok(())
    }
}

/// An attention matrix with the logits behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Attention {
    /// The logits that softmax was taken of, edits included; `ln p` for probabilities, `-inf` where masked or `p = 0`.
    pub logits: Matrix,
    /// The probabilities `A`, row-stochastic.
    pub probabilities: Matrix,
}

/// Applies the what-ifs to a source and takes the softmax (dimensionless, queries by keys).
///
/// Rows of given probabilities that no what-if touches come out bit for bit as they went in; all other rows sum to 1 within rounding. Where a
/// mask hides all that a row attends to, it attends alike to what it may see: the limit of a little attention to every key.
///
/// # Errors
/// A parameter outside its domain, an edit of a cell that does not exist, a logit that is NaN or `+inf`, a row with nothing left to
/// attend to.
///
/// ```
/// use rankscope_math::{attention::{Mask, Source, WhatIf, attend}, linalg::Matrix};
/// let causal = WhatIf { mask: Mask::Causal, ..WhatIf::default() };
/// let a = attend(&Source::Logits(Matrix::zeros(2, 2)), &causal)?.probabilities;
/// assert_eq!(a.as_slice(), [1.0, 0.0, 0.5, 0.5]);
/// # Ok::<(), rankscope_math::attention::Error>(())
/// ```
pub fn attend(source: &Source, what_if: &WhatIf) -> Result<Attention, Error> {
    let mut logits = source.logits();
    let (rows, cols) = (logits.rows(), logits.cols());
    what_if.check(rows, cols)?;
    for row in 0..rows {
        for (col, z) in logits.row_mut(row).iter_mut().enumerate() {
            *z = if what_if.mask.hides(row, col) {
                f64::NEG_INFINITY
            } else {
                *z / what_if.temperature - what_if.alibi * row.abs_diff(col) as f64
            };
        }
    }
    for row in what_if.blinded(source) {
        for (col, z) in logits.row_mut(row).iter_mut().enumerate() {
            if !what_if.mask.hides(row, col) {
                *z = -what_if.alibi * row.abs_diff(col) as f64;
            }
        }
    }
    let mut edited = vec![false; rows];
    for &(row, col, z) in &what_if.edits {
        logits[(row, col)] = z;
        edited[row] = true;
    }

    let mut probabilities = logits.clone();
    for (row, edited) in edited.into_iter().enumerate() {
        let a = probabilities.row_mut(row);
        match source {
            Source::Probabilities(given) if !edited && what_if.leaves_rows_alone() => {
                a.copy_from_slice(given.row(row));
            }
            _ => {
                softmax_row(row, a)?;
                move_to_first(a, what_if.sink_weight);
            }
        }
    }
    Ok(Attention {
        logits,
        probabilities,
    })
}

fn move_to_first(a: &mut [f64], weight: f64) {
    if weight > 0.0 {
        a.iter_mut().for_each(|p| *p *= 1.0 - weight);
        if let Some(first) = a.first_mut() {
            *first += weight;
        }
    }
}
