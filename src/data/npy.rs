//! NumPy's .npy format, versions 1 to 3 (NEP 1, numpy.lib.format).

use super::{DOUBLE_ROUNDING, Error, Numbers, checked_count};
use half::{bf16, f16};

/// How every .npy file begins.
pub(super) const MAGIC: &[u8] = b"\x93NUMPY";

/// Most bytes of a header; NumPy writes 118 for an array of plain numbers.
pub(super) const MAX_HEADER: u32 = 65_536;

/// What the header of a file says, checked against the limits.
pub(super) struct Layout {
    /// Lengths of the axes.
    pub shape: Vec<usize>,
    count: usize,
    fortran: bool,
    dtype: Dtype,
    /// Where the numbers begin.
    start: usize,
}

impl Layout {
    /// Reads the header; `bytes` may end after it.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Error> {
        let layout = Self::of_any_size(bytes)?;
        if layout.axes() >= 2 {
            checked_count(&layout.shape)?;
        }
        Ok(layout)
    }

    /// The same for an array that is read piece by piece, of which nobody holds the whole.
    pub(super) fn of_any_size(bytes: &[u8]) -> Result<Self, Error> {
        let (header, start) = header(bytes)?;
        let dtype = Dtype::parse(&described(value_of(header, "descr")?)?)?;
        let fortran = match value_of(header, "fortran_order")? {
            text if text.starts_with(['F', 'f']) && text.get(1..5) == Some("alse") => false,
            text if text.starts_with(['T', 't']) && text.get(1..4) == Some("rue") => true,
            _ => {
                return Err(Error::NpyHeader {
                    field: "fortran_order",
                });
            }
        };
        let shape = tuple(value_of(header, "shape")?)?;
        let count = match shape.len() {
            // A list or a number, which archives have beside their matrices.
            0 | 1 => shape
                .first()
                .copied()
                .unwrap_or(1)
                .min(super::MAX_NUMBERS + 1),
            _ => {
                let sides = shape.iter();
                sides.fold(1, |count: usize, side| count.saturating_mul(*side))
            }
        };
        Ok(Self {
            shape,
            count,
            fortran,
            dtype,
            start,
        })
    }

    /// How many axes there are.
    pub(super) fn axes(&self) -> usize {
        self.shape.len()
    }

    /// How many bytes the whole file has.
    pub(super) fn file_size(&self) -> usize {
        self.start + self.count * self.dtype.size
    }

    /// How many bytes one number has.
    pub(super) fn item(&self) -> usize {
        self.dtype.size
    }

    /// Whether the first axis runs fastest.
    pub(super) fn fortran(&self) -> bool {
        self.fortran
    }

    /// The numbers in these bytes, in their order.
    pub(super) fn decode<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = f64> + 'a {
        let items = bytes.chunks_exact(self.dtype.size);
        items.map(|item| self.dtype.decode(item))
    }
}

/// Reads one array: its shape, its numbers in C order whatever the order in the file, and how they were rounded.
pub(super) fn read(bytes: &[u8]) -> Result<Numbers, Error> {
    let layout = Layout::read(bytes)?;
    checked_count(&layout.shape)?;
    stored(bytes, layout)
}

/// Reads a list of numbers.
pub(super) fn list(bytes: &[u8]) -> Result<Vec<f64>, Error> {
    let layout = Layout::read(bytes)?;
    match layout.count > super::MAX_NUMBERS {
        true => Err(Error::TooMany),
        false => stored(bytes, layout).map(|found| found.values),
    }
}

fn stored(bytes: &[u8], layout: Layout) -> Result<Numbers, Error> {
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
    let mut found = Numbers::new(layout.shape, values);
    found.rounding = layout.dtype.rounding();
    if layout.dtype.kind == b'V' {
        found
            .notes
            .push("the dtype V2 was read as bfloat16, which NumPy saves so".into());
    }
    Ok(found)
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

/// The text of the dtype; of a structured array with a single field, that of the field.
fn described(text: &str) -> Result<String, Error> {
    let quoted = |text: &str| match text.chars().next() {
        Some(quote @ ('\'' | '"')) => text.split(quote).nth(1).map(String::from),
        _ => None,
    };
    if text.starts_with('[') {
        let inside = text.split_once(']').map_or("", |(inside, _)| inside);
        let mut fields = inside.split('(').skip(1);
        let only = fields.next().filter(|_| fields.next().is_none());
        let dtype = only
            .and_then(|field| field.split_once(','))
            .and_then(|(_, dtype)| {
                let (dtype, more) = dtype.split_once(')')?;
                more.trim()
                    .trim_matches(',')
                    .is_empty()
                    .then_some(dtype.trim().trim_end_matches(','))
            });
        return dtype
            .filter(|dtype| !dtype.contains(','))
            .and_then(quoted)
            .ok_or(Error::Dtype {
                dtype: "of a structured array".into(),
                cure: "save one field of it, as a['name']",
            });
    }
    quoted(text).ok_or(Error::NpyHeader { field: "descr" })
}

fn tuple(text: &str) -> Result<Vec<usize>, Error> {
    let bad = Error::NpyHeader { field: "shape" };
    let within = |open, close| text.strip_prefix(open)?.split_once::<char>(close);
    let Some((inside, _)) = within('(', ')').or_else(|| within('[', ']')) else {
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
        // Some writers spell types out, or leave out the byte order.
        let spelled = match text {
            "bool" | "bool_" | "?" => "|b1",
            "bfloat16" => "<V2",
            "float16" | "half" => "<f2",
            "float32" | "single" | "float" => "<f4",
            "float64" | "double" => "<f8",
            "int8" => "|i1",
            "int16" => "<i2",
            "int32" => "<i4",
            "int64" => "<i8",
            "uint8" => "|u1",
            "uint16" => "<u2",
            "uint32" => "<u4",
            "uint64" => "<u8",
            other => other,
        };
        let (order, rest) = match spelled.split_at_checked(1) {
            Some((order @ ("<" | ">" | "|" | "="), rest)) => (order, rest),
            _ => ("<", spelled),
        };
        let dtype = match *rest.as_bytes() {
            [kind, digit @ b'1'..=b'8'] => Self {
                big_endian: order == ">",
                kind,
                size: usize::from(digit - b'0'),
            },
            _ => Self {
                big_endian: false,
                kind: rest.bytes().next().unwrap_or(0),
                size: 0,
            },
        };
        let cure = match (dtype.kind, dtype.size) {
            (b'f', 2 | 4 | 8) | (b'i' | b'u', 1 | 2 | 4 | 8) | (b'b', 1) | (b'V', 2) => {
                return Ok(dtype);
            }
            (b'c', _) => "save its real part or its magnitude, a.real or abs(a)",
            (b'O', _) => "it holds Python objects; save numpy.stack(list(a)).astype('float32')",
            (b'U' | b'S', _) => "it holds text; save with .astype('float64') if these are numbers",
            (b'M' | b'm', _) => "it holds times",
            _ => "save with .astype('float32')",
        };
        Err(Error::Dtype {
            dtype: text.into(),
            cure,
        })
    }

    fn rounding(&self) -> f64 {
        match (self.kind, self.size) {
            (b'V', _) => bf16::EPSILON.to_f64() / 2.0,
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
            (b'V', _) => bf16::from_bits(bits as u16).to_f64(),
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
