//! From the controls to a matrix, and from that to its baseline.

use super::controls::*;
use crate::{
    data::Stack,
    labs::prelude::*,
    linalg::{self, random},
};
use rand_chacha::rand_core::Rng as _;

/// The matrix that is studied.
pub struct Given {
    /// As it is decomposed.
    pub matrix: linalg::Matrix,
    /// Which one of how many layers and heads.
    pub stack: Option<(usize, usize)>,
    /// How its numbers were stored (relative, dimensionless); 0 where they were made or typed.
    pub rounding: f64,
    /// How its file was read.
    pub notes: Vec<String>,
    /// Names of the columns, or empty.
    pub labels: Vec<String>,
}

impl Given {
    /// Reads the controls.
    ///
    /// # Errors
    /// No file; a layer or head that the stack has not; `-inf` among the entries.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let made = |matrix| Self {
            matrix,
            stack: None,
            rounding: 0.0,
            notes: Vec::new(),
            labels: Vec::new(),
        };
        let (rows, cols) = (input.of(ROWS), input.of(COLS));
        let mut rng = random::seeded(input.of(SEED));
        let mut given = match input.of(SOURCE) {
            Source::Matrix => made(linalg::Matrix::from_rows(&input.of(MATRIX))?),
            Source::File => Self::of_file(&*input.files.loaded()?, input)?,
            Source::Planted => {
                let mut matrix = random::gaussian(rows, cols, &mut rng);
                let deviation = 1.0 / (cols as f64).sqrt();
                matrix
                    .as_mut_slice()
                    .iter_mut()
                    .for_each(|x| *x *= deviation);
                for _ in 0..input.of(DIRECTIONS) {
                    let left = unit(&random::gaussian(1, rows, &mut rng));
                    let right = unit(&random::gaussian(1, cols, &mut rng));
                    for (i, a) in left.iter().enumerate() {
                        for (x, b) in matrix.row_mut(i).iter_mut().zip(&right) {
                            *x += input.of(STRENGTH) * a * b;
                        }
                    }
                }
                made(matrix)
            }
            Source::Features => {
                let mut matrix = random::gaussian(rows, cols, &mut rng);
                let (decay, mean) = (input.of(DECAY), input.of(MEAN));
                for i in 0..rows {
                    for (j, x) in matrix.row_mut(i).iter_mut().enumerate() {
                        *x = mean + *x * (j as f64 + 1.0).powf(-decay);
                    }
                }
                made(matrix)
            }
        };
        let side = given.matrix.rows().max(given.matrix.cols());
        if side > MOST || given.matrix.as_slice().is_empty() {
            return Err(Error::Control {
                id: SOURCE.id(),
                given: format!(
                    "{} rows and {} columns",
                    given.matrix.rows(),
                    given.matrix.cols()
                ),
                accepted: format!("1 to {MOST} of each"),
            });
        }
        if input.of(CENTRE) {
            centre(&mut given.matrix);
        }
        Ok(given)
    }

    fn of_file(stack: &Stack, input: &Input) -> Result<Self, Error> {
        let (layer, head) = (input.of(LAYER), input.of(HEAD));
        let matrix = stack.matrix(layer, head)?;
        if let Some(at) = matrix.as_slice().iter().position(|x| !x.is_finite()) {
            let (row, col) = (at / matrix.cols(), at % matrix.cols());
            return Err(Error::Control {
                id: SOURCE.id(),
                given: format!(
                    "{} in row {}, column {}",
                    matrix[(row, col)],
                    row + 1,
                    col + 1
                ),
                accepted: "finite numbers; masked logits are for the lab attention".into(),
            });
        }
        Ok(Self {
            matrix,
            stack: Some((stack.layers, stack.heads)).filter(|shape| *shape != (1, 1)),
            rounding: stack.rounding,
            notes: stack.notes.clone(),
            labels: stack.labels.clone(),
        })
    }
}

/// A stack has the layer and the head that are studied.
pub fn settle(state: &mut Settling) -> Result<(), Error> {
    if state.of(SOURCE) == Source::File {
        let stack = state.files().loaded()?;
        state.index(LAYER, stack.layers);
        state.index(HEAD, stack.heads);
    }
    Ok(())
}

/// A row of length 1.
fn unit(row: &linalg::Matrix) -> Vec<f64> {
    let length = row.frobenius_norm();
    row.as_slice().iter().map(|x| x / length).collect()
}

/// Takes the mean off every column.
fn centre(matrix: &mut linalg::Matrix) {
    let (rows, cols) = (matrix.rows(), matrix.cols());
    let mut means = vec![0.0; cols];
    for i in 0..rows {
        for (mean, x) in means.iter_mut().zip(matrix.row(i)) {
            *mean += x / rows as f64;
        }
    }
    for i in 0..rows {
        for (x, mean) in matrix.row_mut(i).iter_mut().zip(&means) {
            *x -= mean;
        }
    }
}

/// A matrix of the same shape without structure; nothing where none is asked for.
pub fn baseline(matrix: &linalg::Matrix, kind: Baseline, seed: u64) -> Option<linalg::Matrix> {
    // Another stream than that of the matrix itself.
    let mut rng = random::seeded(seed ^ 0x5eed_ba5e);
    match kind {
        Baseline::None => None,
        Baseline::Gaussian => {
            let count = matrix.as_slice().len() as f64;
            let size = matrix.frobenius_norm() / count.sqrt();
            let mut noise = random::gaussian(matrix.rows(), matrix.cols(), &mut rng);
            noise.as_mut_slice().iter_mut().for_each(|x| *x *= size);
            Some(noise)
        }
        Baseline::Shuffled => {
            let mut shuffled = matrix.clone();
            let entries = shuffled.as_mut_slice();
            // Fisher and Yates; 64 bits leave no order out by more than chance can tell.
            for last in (1..entries.len()).rev() {
                entries.swap(last, (rng.next_u64() % (last as u64 + 1)) as usize);
            }
            Some(shuffled)
        }
    }
}
