//! A matrix in a .npy file, row by row: for files that nobody wants to hold. Of an .npz it is the first array.

use super::{Error, npy};
use miniz_oxide::{
    DataFormat, MZFlush, MZStatus,
    inflate::stream::{InflateState, inflate},
};
use std::io::{self, Read};

/// A matrix whose rows arrive a few at a time.
pub struct Rows {
    from: Box<dyn Read>,
    layout: npy::Layout,
    /// How many rows there are.
    pub rows: usize,
    /// How many numbers each has.
    pub cols: usize,
    /// How many were read.
    read: usize,
    bytes: Vec<u8>,
}

impl Rows {
    /// Reads the header of a .npy file, or of the first array of an .npz, whatever its size.
    ///
    /// # Errors
    /// Another kind of file, an array without exactly two axes, one that lies column by column, and those of [`read`](super::read).
    ///
    /// ```
    /// use rankscope::data::{Error, Rows};
    /// assert!(matches!(Rows::of("a.npy", &b"0.5,1"[..]), Err(Error::NpyHeader { .. })));
    /// ```
    pub fn of(name: &str, from: impl Read + 'static) -> Result<Self, Error> {
        let mut from: Box<dyn Read> = Box::new(from);
        // What is shorter is no such file, and is told so below.
        let mut start = Vec::new();
        let begins = from.by_ref().take(12).read_to_end(&mut start);
        begins.map_err(|_| missing(12))?;
        if start.starts_with(b"PK\x03\x04") {
            from = entry(name, from, &start)?;
            fill(&mut from, &mut start)?;
        }
        // The header's length stands in its first bytes; what it says is for the reader of headers to judge.
        let length = match start[..] {
            [_, _, _, _, _, _, 1, _, a, b, ..] => 10 + usize::from(u16::from_le_bytes([a, b])),
            [_, _, _, _, _, _, _, _, a, b, c, d] => {
                12 + (u32::from_le_bytes([a, b, c, d]).min(npy::MAX_HEADER)) as usize
            }
            _ => 12,
        };
        if start.starts_with(npy::MAGIC) && length > start.len() {
            let known = start.len();
            start.resize(length, 0);
            fill(&mut from, &mut start[known..])?;
        }
        let layout = npy::Layout::of_any_size(&start)?;
        let [rows, cols] = layout.shape[..] else {
            let axes = layout.axes();
            return Err(Error::Axes { axes });
        };
        if rows == 0 || cols == 0 {
            return Err(Error::Empty);
        }
        if layout.fortran() && rows > 1 && cols > 1 {
            return Err(Error::ByColumns);
        }
        Ok(Self {
            from,
            layout,
            rows,
            cols,
            read: 0,
            bytes: Vec::new(),
        })
    }

    /// Reads up to `most` further rows to the end of `to`; answers how many.
    ///
    /// # Errors
    /// A file that ends early; a number that is not finite.
    pub fn next(&mut self, most: usize, to: &mut Vec<f64>) -> Result<usize, Error> {
        let rows = most.min(self.rows - self.read);
        self.bytes.resize(rows * self.cols * self.layout.item(), 0);
        let before = self.read;
        fill(&mut self.from, &mut self.bytes).map_err(|_| Error::Truncated {
            needed: self.rows as u64,
            there: before as u64,
            unit: "rows",
        })?;
        let begin = to.len();
        to.extend(self.layout.decode(&self.bytes));
        if let Some(at) = to[begin..].iter().position(|x| !x.is_finite()) {
            return Err(Error::NotFinite {
                row: format!("row {}", before + at / self.cols + 1),
                col: at % self.cols,
                value: to[begin + at],
            });
        }
        self.read += rows;
        Ok(rows)
    }
}

/// Reads as much as there is room for.
fn fill(from: &mut Box<dyn Read>, to: &mut [u8]) -> Result<(), Error> {
    from.read_exact(to).map_err(|_| missing(to.len()))
}

fn missing(bytes: usize) -> Error {
    Error::Truncated {
        needed: bytes as u64,
        there: 0,
        unit: "further bytes",
    }
}

/// The content of an archive's first entry, of whose local header 12 bytes were read.
fn entry(name: &str, mut from: Box<dyn Read>, start: &[u8]) -> Result<Box<dyn Read>, Error> {
    let mut rest = [0; 18];
    fill(&mut from, &mut rest)?;
    let [encrypted, method] = [start[6] & 1, start[8]];
    let [names, extra] =
        [14, 16].map(|at| usize::from(u16::from_le_bytes([rest[at], rest[at + 1]])));
    let mut skipped = vec![0; names + extra];
    fill(&mut from, &mut skipped)?;
    match (encrypted, method) {
        (0, 0) => Ok(from),
        (0, 8) => Ok(Box::new(Inflating::of(from))),
        _ => Err(Error::Storage {
            entry: name.into(),
            how: "encrypted, or neither stored nor deflated",
        }),
    }
}

/// Deflated bytes, inflated as they are asked for.
struct Inflating {
    from: Box<dyn Read>,
    state: Box<InflateState>,
    input: Vec<u8>,
    /// The part of the input that is not used up.
    left: std::ops::Range<usize>,
}

impl Inflating {
    fn of(from: Box<dyn Read>) -> Self {
        Self {
            from,
            state: InflateState::new_boxed(DataFormat::Raw),
            input: vec![0; 1 << 16],
            left: 0..0,
        }
    }
}

impl Read for Inflating {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.left.is_empty() {
                self.left = 0..self.from.read(&mut self.input)?;
            }
            let ended = self.left.is_empty();
            let done = inflate(
                &mut self.state,
                &self.input[self.left.clone()],
                to,
                MZFlush::None,
            );
            self.left.start += done.bytes_consumed;
            match done.status {
                Ok(MZStatus::StreamEnd) => return Ok(done.bytes_written),
                Ok(_) if done.bytes_written > 0 || to.is_empty() => return Ok(done.bytes_written),
                _ if ended => return Ok(0),
                Ok(_) => {}
                Err(_) if done.bytes_written > 0 => return Ok(done.bytes_written),
                Err(_) => return Err(io::Error::from(io::ErrorKind::InvalidData)),
            }
        }
    }
}
