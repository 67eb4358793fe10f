//! Numbers from what quantised checkpoints store: scales beside 8-bit numbers, and the words of GPTQ and AWQ.

use super::{
    Error,
    plan::{Aside, Packing, Slab},
};
use crate::data::safetensors::decode;

/// The order in which AWQ puts eight columns into a word: of the bits 4k to 4k + 3, the column is `ORDER[k]`.
const ORDER: [usize; 8] = [0, 2, 4, 6, 1, 3, 5, 7];

/// Refuses an entry that is not finite, of a part of a tensor's row that begins at a place.
fn finite(tensor: &str, [row, from]: [usize; 2], numbers: &[f64]) -> Result<(), Error> {
    match numbers.iter().position(|x| !x.is_finite()) {
        None => Ok(()),
        Some(at) => Err(Error::Entry {
            tensor: tensor.into(),
            row,
            col: from + at,
            value: numbers[at],
        }),
    }
}

/// The lists beside a slab, as far as they are read.
#[derive(Default)]
pub(super) struct Unpacked {
    lists: Vec<Vec<f64>>,
}

impl Unpacked {
    /// The list that is to be read next.
    pub fn missing<'a>(&self, slab: &'a Slab) -> Option<&'a Aside> {
        slab.packing.asides().get(self.lists.len()).copied()
    }

    /// Takes its bytes.
    pub fn take(&mut self, slab: &Slab, bytes: &[u8]) -> Result<(), Error> {
        let Some(list) = self.missing(slab) else {
            return Ok(());
        };
        let mut numbers = Vec::with_capacity(list.count);
        decode(list.dtype, bytes, &mut numbers);
        finite(&list.tensor, [0, 0], &numbers)?;
        self.lists.push(numbers);
        Ok(())
    }

    /// The wanted columns of the row at `place`, which is the one `within` of a stored row of words.
    ///
    /// # Errors
    /// An entry that is not finite.
    pub fn row(
        &self,
        slab: &Slab,
        place: usize,
        within: usize,
        stored: &[u8],
        numbers: &mut Vec<f64>,
    ) -> Result<(), Error> {
        numbers.clear();
        self.unpack(slab, place, within, stored, numbers);
        finite(&slab.tensor, [place, slab.columns.0], numbers)
    }

    fn unpack(
        &self,
        slab: &Slab,
        place: usize,
        within: usize,
        stored: &[u8],
        numbers: &mut Vec<f64>,
    ) {
        let (from, to) = slab.columns;
        let list = |at: usize| self.lists.get(at).map_or(&[][..], Vec::as_slice);
        let number = |list: &[f64], at: usize| list.get(at).copied().unwrap_or(f64::NAN);
        let words: &[[u8; 4]] = stored.as_chunks().0;
        let word = |at: usize| words.get(at).map_or(0, |word| u32::from_le_bytes(*word));
        let packed = |x: f64| (x as i64 as i32).cast_unsigned();
        match &slab.packing {
            Packing::Plain => {
                let size = slab.dtype.bytes();
                decode(slab.dtype, &stored[from * size..to * size], numbers);
            }
            Packing::Scaled { block, factor, .. } => {
                let size = slab.dtype.bytes();
                decode(slab.dtype, &stored[from * size..to * size], numbers);
                let across = slab.stored.1.div_ceil(block.1);
                let first = place / block.0 * across;
                for (x, col) in numbers.iter_mut().zip(from..to) {
                    *x *= number(list(0), first + col / block.1) * factor;
                }
            }
            Packing::Gptq { bits, .. } => {
                let (cols, mask) = (slab.stored.1, (1_u64 << bits) as u32 - 1);
                let in_word = 32 / bits;
                let group = number(list(2), place) as usize;
                for col in from..to {
                    let q = (word(col) >> (bits * within)) & mask;
                    let zeros = packed(number(list(1), group * (cols / in_word) + col / in_word));
                    let zero = (zeros >> (bits * (col % in_word))) & mask;
                    let scale = number(list(0), group * cols + col);
                    // The zero is stored less one, in as many bits.
                    numbers.push(scale * (f64::from(q) - f64::from((zero + 1) & mask)));
                }
            }
            Packing::Awq { group, .. } => {
                let cols = slab.stored.1;
                let group = place / group;
                for col in from..to {
                    let shift = 4 * ORDER.iter().position(|at| *at == col % 8).unwrap_or(0);
                    let q = (word(col / 8) >> shift) & 15;
                    let zeros = packed(number(list(1), group * (cols / 8) + col / 8));
                    let scale = number(list(0), group * cols + col);
                    numbers.push(scale * (f64::from(q) - f64::from((zeros >> shift) & 15)));
                }
            }
        }
    }
}
