//! A unit's matrix itself, for whoever wants more of it than singular values: read as [`Measuring`](super::Measuring) reads, and kept.

use super::{
    Error, Want,
    measure::next_want,
    plan::{Job, Slab, Unit},
    unpack::Unpacked,
};
use crate::linalg::{Error as NumbersError, MAX_ENTRIES, Matrix};

/// A matrix under way from its file: the entries that are stored, quantised ones unpacked, as doubles.
pub struct Reading {
    slab: Slab,
    row: usize,
    beside: Unpacked,
    entries: Vec<f64>,
}

impl Reading {
    /// Of a unit that is one matrix; `None` for the products of heads and adapters, of which the factors are stored.
    ///
    /// # Errors
    /// A matrix that is too large.
    pub fn new(unit: &Unit) -> Result<Option<Self>, Error> {
        let Job::Matrix { slabs, .. } = &unit.job else {
            return Ok(None);
        };
        // What lies in several slabs side by side is no matrix of the file.
        if slabs.len() > 1 || slabs.iter().any(|slab| slab.transposed) {
            return Ok(None);
        }
        let Some(slab) = slabs.first() else {
            return Ok(None);
        };
        Self::of(slab).map(Some)
    }

    /// Of what a slab holds, as it is stored.
    ///
    /// # Errors
    /// A matrix that is too large.
    pub fn of(slab: &Slab) -> Result<Self, Error> {
        let slab = Slab {
            transposed: false,
            ..slab.clone()
        };
        let (rows, cols) = slab.shape();
        match rows.checked_mul(cols) {
            Some(count) if count <= MAX_ENTRIES => Ok(Self {
                slab,
                row: 0,
                beside: Unpacked::default(),
                entries: Vec::with_capacity(count),
            }),
            _ => Err(Error::of(&slab.tensor, NumbersError::Bulky { rows, cols })),
        }
    }

    /// The bytes to be given to [`take`](Self::take) next; none where all are there.
    pub fn wants(&self) -> Option<Want> {
        match self.row < self.slab.taken() {
            true => next_want(&self.slab, &self.beside, self.row),
            false => None,
        }
    }

    /// Takes the bytes that it wants.
    ///
    /// # Errors
    /// Other bytes than it wants by their number; an entry that is not finite.
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let Some(want) = self.wants() else {
            return Ok(());
        };
        let slab = &self.slab;
        want.check(slab, bytes)?;
        if self.beside.missing(slab).is_some() {
            return self.beside.take(slab, bytes);
        }
        let mut row = Vec::new();
        for stored in bytes.chunks_exact(slab.row_bytes()) {
            for within in 0..slab.packing.rows_in_one() {
                if self.row == slab.taken() {
                    break;
                }
                let (place, _) = slab.rows.place(self.row);
                self.beside.row(slab, place, within, stored, &mut row)?;
                self.entries.extend_from_slice(&row);
                self.row += 1;
            }
        }
        Ok(())
    }

    /// The matrix, as it is stored.
    ///
    /// # Errors
    /// Bytes that are missing.
    pub fn finish(self) -> Result<Matrix, Error> {
        let (rows, cols) = self.slab.shape();
        Matrix::new(rows, cols, self.entries).map_err(|e| Error::of(&self.slab.tensor, e))
    }
}
