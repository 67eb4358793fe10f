//! A measured checkpoint as a small file: everything but the singular values as postcard, then these byte plane by byte plane.
//!
//! Singular values are rounded to 45 significant bits, a relative error of at most 2⁻⁴⁵ = 2.8e-14, so 7 of the 8 bytes of each matter.
//! All first bytes, then all second bytes and so on: sign and exponent hardly change from one value to the next, so compression
//! removes them.

use super::{Checkpoint, Error, Measurement};
use serde::{Deserialize, Serialize};

/// How a file begins: name and version of the format.
const MAGIC: &[u8; 8] = b"RSCKPT\x00\x02";
/// That of the first version, in which a checkpoint is one model.
const FIRST: &[u8; 8] = b"RSCKPT\x00\x01";
/// Bytes that are kept of a double.
const KEPT: usize = 7;
/// Most singular values of a file.
const MAX_VALUES: usize = 1 << 24;

impl Checkpoint {
    /// The checkpoint as bytes.
    ///
    /// # Errors
    /// None is known; the encoder could refuse.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let mut rest = self.clone();
        let mut values = Vec::new();
        let mut counts = Vec::new();
        for measurement in rest.measured.iter_mut().flatten() {
            counts.push(measurement.singular_values.len());
            values.extend(std::mem::take(&mut measurement.singular_values));
        }
        // Whoever has one model only is read by earlier versions as well.
        let several = !self.towers.is_empty();
        let rest = match several {
            true => postcard::to_stdvec(&(rest, counts)),
            false => postcard::to_stdvec(&(First::from(rest), counts)),
        };
        let rest = rest.map_err(|e| Error::Bundle {
            name: self.name.clone(),
            problem: e.to_string(),
        })?;
        let magic = if several { MAGIC } else { FIRST };
        let length = (rest.len() as u32).to_le_bytes();
        let mut bytes = [&magic[..], &length, &rest].concat();
        for plane in 0..KEPT {
            bytes.extend(
                values
                    .iter()
                    .map(|value| rounded(*value).to_be_bytes()[plane]),
            );
        }
        Ok(bytes)
    }

    /// A checkpoint from such bytes; `name` is the file's, for errors.
    ///
    /// # Errors
    /// Bytes of another kind or version, or cut off.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        let bad = |problem: &str| Error::Bundle {
            name: name.into(),
            problem: problem.into(),
        };
        let first = bytes.strip_prefix(FIRST);
        let rest = bytes.strip_prefix(MAGIC).or(first);
        let rest = rest.ok_or_else(|| bad("it begins otherwise"))?;
        let (length, rest) = rest.split_first_chunk().ok_or_else(|| bad("cut off"))?;
        let length = u32::from_le_bytes(*length) as usize;
        let (header, planes) = rest
            .split_at_checked(length)
            .ok_or_else(|| bad("cut off"))?;
        let (mut checkpoint, counts): (Self, Vec<usize>) = match first {
            None => postcard::from_bytes(header),
            Some(_) => postcard::from_bytes::<(First, _)>(header)
                .map(|(first, counts)| (first.into(), counts)),
        }
        .map_err(|e| bad(&e.to_string()))?;
        let total = counts
            .iter()
            .try_fold(0usize, |sum, count| sum.checked_add(*count));
        let total = total.filter(|total| *total <= MAX_VALUES);
        let total = total.ok_or_else(|| bad("too many singular values"))?;
        if planes.len() != KEPT * total {
            return Err(bad("cut off, or too long"));
        }
        let mut at = 0;
        let mut counts = counts.into_iter();
        for measurement in checkpoint.measured.iter_mut().flatten() {
            let count = counts.next().ok_or_else(|| bad("counts are missing"))?;
            let value = |i: usize| {
                let mut double = [0; 8];
                for (plane, byte) in double.iter_mut().take(KEPT).enumerate() {
                    *byte = planes[plane * total + i];
                }
                f64::from_be_bytes(double)
            };
            measurement.singular_values = (at..at + count).map(value).collect();
            at += count;
        }
        match counts.next() {
            None => Ok(checkpoint),
            Some(_) => Err(bad("counts are left over")),
        }
    }

    /// Whether bytes begin as those of a measured checkpoint do.
    pub fn is_bundle(bytes: &[u8]) -> bool {
        bytes.starts_with(MAGIC) || bytes.starts_with(FIRST)
    }
}

/// A checkpoint of the first version, which holds one model.
#[derive(Serialize, Deserialize)]
struct First {
    name: String,
    models: String,
    layers: usize,
    heads: usize,
    hidden_size: usize,
    mlp_size: usize,
    rounding: f64,
    notes: Vec<String>,
    units: usize,
    measured: Vec<Vec<Measurement>>,
}

impl From<First> for Checkpoint {
    fn from(first: First) -> Self {
        Self {
            name: first.name,
            models: first.models,
            layers: first.layers,
            heads: first.heads,
            hidden_size: first.hidden_size,
            mlp_size: first.mlp_size,
            rounding: first.rounding,
            notes: first.notes,
            units: first.units,
            measured: first.measured,
            towers: Vec::new(),
        }
    }
}

/// The bits of a non-negative double, rounded to the bytes that are kept.
fn rounded(value: f64) -> u64 {
    let half = 1 << (8 * (8 - KEPT) - 1);
    value.to_bits().saturating_add(half)
}

impl From<Checkpoint> for First {
    fn from(one: Checkpoint) -> Self {
        Self {
            name: one.name,
            models: one.models,
            layers: one.layers,
            heads: one.heads,
            hidden_size: one.hidden_size,
            mlp_size: one.mlp_size,
            rounding: one.rounding,
            notes: one.notes,
            units: one.units,
            measured: one.measured,
        }
    }
}
