//! NumPy's .npy format, versions 1 to 3 (NEP 1, numpy.lib.format).

use super::{DOUBLE_ROUNDING, Error, Numbers, checked_count};
use half::f16;

/// How every .npy file begins.
pub(super) const MAGIC: &[u8] = b"\x93NUMPY";

/// Most bytes of a header; NumPy writes 118 for an array of plain numbers.
pub(super) const MAX_HEADER: u32 = 65_536;

/// What the header of a file says, checked against the limits.
pub(super) struct Layout {
    shape: Vec<usize>,
    count: usize,
    fortran: bool,
    dtype: Dtype,
    /// Where the numbers begin.
    start: usize,
}

impl Layout {
    /// Reads the header; `bytes` may end after it.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Error> {
        let (header, start) = header(bytes)?;
        let dtype = Dtype::parse(&quoted(value_of(header, "descr")?)?)?;
        let fortran = match value_of(header, "fortran_order")? {
            text if text.starts_with("False") => false,
            text if text.starts_with("True") => true,
            _ => {
                return Err(Error::NpyHeader {
                    field: "fortran_order",
                });
            }
        };
        let shape = tuple(value_of(header, "shape")?)?;
        let count = checked_count(&shape)?;
        Ok(Self {
            shape,
            count,
            fortran,
            dtype,
            start,
        })
    }

    /// How many bytes the whole file has.
    pub(super) fn file_size(&self) -> usize {
        self.start + self.count * self.dtype.size
    }
}

/// Reads one array: its shape, its numbers in C order whatever the order in the file, and how they were rounded.
pub(super) fn read(bytes: &[u8]) -> Result<(Numbers, f64), Error> {
    let layout = Layout::read(bytes)?;
    let needed = layout.file_size();
    let data = bytes
        .get(layout.start..needed)
        .ok_or(cut_off(bytes, needed))?;
    let items = data.chunks_exact(layout.dtype.size);
    let stored: Vec<f64> = items.map(|item| layout.dtype.decode(item)).collect();
    let values = match layout.fortran {
        true => c_order(&layout.shape, &stored),
        false => stored,
    };
    Ok(((layout.shape, values), layout.dtype.rounding()))
}

fn cut_off(bytes: &[u8], needed: usize) -> Error {
    Error::Truncated {
        needed: needed as u64,
        there: bytes.len() as u64,
        unit: "bytes",
    }
}

/// The header's text, and where it ends.
fn header(bytes: &[u8]) -> Result<(&str, usize), Error> {
    if !bytes.starts_with(MAGIC) {
        return Err(Error::NpyHeader { field: "magic" });
    }
    let (size, start) = match *bytes.get(MAGIC.len()..).unwrap_or_default() {
        [1, 0, a, b, ..] => (u32::from(u16::from_le_bytes([a, b])), 10),
        [2 | 3, 0, a, b, c, d, ..] => (u32::from_le_bytes([a, b, c, d]), 12),
        [] | [_] | [1..=3, 0, ..] => return Err(cut_off(bytes, 12)),
        [major, minor, ..] => return Err(Error::NpyVersion { major, minor }),
    };
    if size > MAX_HEADER {
        return Err(Error::NpyHeaderSize {
            claimed: size,
            limit: MAX_HEADER,
        });
    }
    let end = start + size as usize;
    let text = bytes.get(start..end).ok_or(cut_off(bytes, end))?;
    let text = std::str::from_utf8(text).map_err(|_| Error::NpyHeader { field: "text" })?;
    Ok((text, end))
}

/// What follows a key of the Python dictionary in the header.
fn value_of<'a>(header: &'a str, field: &'static str) -> Result<&'a str, Error> {
    let found = ['\'', '"'].into_iter().find_map(|quote| {
        let (_, rest) = header.split_once(&format!("{quote}{field}{quote}"))?;
        rest.trim_start().strip_prefix(':').map(str::trim_start)
    });
    found.ok_or(Error::NpyHeader { field })
}

fn quoted(text: &str) -> Result<String, Error> {
    match text.chars().next() {
        Some(quote @ ('\'' | '"')) => Ok(text.split(quote).nth(1).unwrap_or_default().into()),
        Some('[') => Err(Error::Dtype {
            dtype: "of a structured array".into(),
        }),
        _ => Err(Error::NpyHeader { field: "descr" }),
    }
}

fn tuple(text: &str) -> Result<Vec<usize>, Error> {
    let bad = Error::NpyHeader { field: "shape" };
    let Some((inside, _)) = text.strip_prefix('(').and_then(|rest| rest.split_once(')')) else {
        return Err(bad);
    };
    // Python 2 wrote long integers with an L.
    let lengths = inside
        .split(',')
        .map(|length| length.trim().trim_end_matches('L'));
    let shape: Option<Vec<usize>> = lengths
        .filter(|length| !length.is_empty())
        .map(|length| match length.parse::<u128>() {
            // Too large for this machine is too large for the limits as well.
            Ok(length) => Some(usize::try_from(length).unwrap_or(usize::MAX)),
            Err(_) => None,
        })
        .collect();
    shape.ok_or(bad)
}

/// How one number is stored.
struct Dtype {
    big_endian: bool,
    kind: u8,
    size: usize,
}

impl Dtype {
    fn parse(text: &str) -> Result<Self, Error> {
        let dtype = match *text.as_bytes() {
            [
                order @ (b'<' | b'>' | b'|' | b'='),
                kind,
                digit @ b'1'..=b'8',
            ] => Self {
                big_endian: order == b'>',
                kind,
                size: usize::from(digit - b'0'),
            },
            _ => return Err(Error::Dtype { dtype: text.into() }),
        };
        match (dtype.kind, dtype.size) {
            (b'f', 2 | 4 | 8) | (b'i' | b'u', 1 | 2 | 4 | 8) | (b'b', 1) => Ok(dtype),
            _ => Err(Error::Dtype { dtype: text.into() }),
        }
    }

    fn rounding(&self) -> f64 {
        match (self.kind, self.size) {
            (b'f', 2) => f16::EPSILON.to_f64() / 2.0,
            (b'f', 4) => f64::from(f32::EPSILON) / 2.0,
            _ => DOUBLE_ROUNDING,
        }
    }

    /// Integers beyond 2^53 are rounded to the nearest double.
    fn decode(&self, item: &[u8]) -> f64 {
        let mut little = [0; 8];
        little[..self.size].copy_from_slice(item);
        if self.big_endian {
            little[..self.size].reverse();
        }
        let bits = u64::from_le_bytes(little);
        let unused = 64 - 8 * self.size as u32;
        match (self.kind, self.size) {
            (b'f', 2) => f16::from_bits(bits as u16).to_f64(),
            (b'f', 4) => f64::from(f32::from_bits(bits as u32)),
            (b'f', _) => f64::from_bits(bits),
            // Shifting up and back down carries the sign along.
            (b'i', _) => (((bits << unused) as i64) >> unused) as f64,
            (b'b', _) => f64::from(u8::from(bits != 0)),
            _ => bits as f64,
        }
    }
}

/// Numbers stored with the first axis running fastest, rearranged so that the last one does.
fn c_order(shape: &[usize], stored: &[f64]) -> Vec<f64> {
    let place = |mut c: usize| {
        let mut position = 0;
        let mut stride = stored.len();
        for &length in shape.iter().rev() {
            stride /= length;
            position += (c % length) * stride;
            c /= length;
        }
        stored[position]
    };
    (0..stored.len()).map(place).collect()
}
