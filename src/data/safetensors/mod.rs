//! The .safetensors format, header first: which tensors a file holds and where their bytes are, without reading them.
//!
//! 8 bytes hold the length N of the header (little endian), N bytes of JSON say dtype, shape and byte range of every tensor, the rest
//! is their numbers, row by row, little endian, without holes. The safetensors crate wants the whole file in memory and tells no
//! positions, so the header is read here: every claim is checked before it is believed, since such files come from strangers.

mod decode;
mod error;
mod index;

pub use decode::decode;
pub use error::Error;
pub use index::{Index, MAX_INDEX};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor},
};
use std::fmt;

/// Bytes before the JSON, which hold its length.
pub const PREFIX: usize = 8;
/// Longest header that is read, in bytes; that of a model with 100,000 tensors takes about 12 million.
pub const MAX_HEADER: u64 = 16 << 20;
/// Most tensors in a file.
pub const MAX_TENSORS: usize = 100_000;
/// Longest name of a tensor, in bytes.
pub const MAX_NAME: usize = 512;
/// Most axes of a tensor.
pub const MAX_AXES: usize = 8;

/// How a number is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dtype {
    /// IEEE 754 double.
    F64,
    /// IEEE 754 single.
    F32,
    /// IEEE 754 half.
    F16,
    /// The upper half of a single.
    Bf16,
    /// Eight bits, of which four are the exponent; no infinities (the `E4M3FN` of the Open Compute Project).
    F8E4M3,
    /// The upper half of an IEEE 754 half.
    F8E5M2,
    /// A signed whole number of 8 bits.
    I8,
    /// A signed whole number of 32 bits.
    I32,
    /// Something of so many bits that is not one of these: its tensors are passed over. 0 where the size is not known.
    Other(u8),
}

impl Dtype {
    fn named(name: &str) -> Self {
        match name {
            "F64" => Self::F64,
            "F32" => Self::F32,
            "F16" => Self::F16,
            "BF16" => Self::Bf16,
            "F8_E4M3" => Self::F8E4M3,
            "F8_E5M2" => Self::F8E5M2,
            "I8" => Self::I8,
            "I32" => Self::I32,
            "C128" => Self::Other(128),
            "C64" | "I64" | "U64" => Self::Other(64),
            "U32" | "C32" => Self::Other(32),
            "I16" | "U16" => Self::Other(16),
            "U8" | "BOOL" | "F8_E8M0" | "F8_E4M3FNUZ" | "F8_E5M2FNUZ" => Self::Other(8),
            "F6_E2M3" | "F6_E3M2" => Self::Other(6),
            "F4" | "I4" | "U4" => Self::Other(4),
            // What comes after this program is passed over; that its bytes are there is all that can be checked.
            _ => Self::Other(0),
        }
    }

    /// Bits of one number; 0 where that is not known.
    pub fn bits(self) -> usize {
        match self {
            Self::F64 => 64,
            Self::F32 | Self::I32 => 32,
            Self::F16 | Self::Bf16 => 16,
            Self::F8E4M3 | Self::F8E5M2 | Self::I8 => 8,
            Self::Other(bits) => bits.into(),
        }
    }

    /// Whether it is a real number that is read as it stands.
    pub fn is_real(self) -> bool {
        !matches!(self, Self::I8 | Self::I32 | Self::Other(_))
    }

    /// Bytes of one number, of those that take whole ones.
    pub fn bytes(self) -> usize {
        self.bits() / 8
    }

    /// Largest relative error of a number stored so (dimensionless).
    pub fn rounding(self) -> f64 {
        let bits = match self {
            Self::F64 | Self::I8 | Self::I32 | Self::Other(_) => 53,
            Self::F8E4M3 => 4,
            Self::F8E5M2 => 3,
            Self::F32 => 24,
            Self::F16 => 11,
            Self::Bf16 => 8,
        };
        f64::from_bits((1023 - bits) << 52)
    }
}

/// One tensor of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    /// Its name.
    pub name: String,
    /// How its numbers are stored.
    pub dtype: Dtype,
    /// Lengths of its axes.
    pub shape: Vec<usize>,
    /// Byte of the file at which it begins.
    pub begin: u64,
    /// Byte of the file behind its last.
    pub end: u64,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The file's name.
    pub file: String,
    /// Its tensors in the order of their bytes.
    pub tensors: Vec<Tensor>,
}

impl Header {
    /// The number of bytes, from the first of the file on, that [`parse`](Self::parse) asks for.
    ///
    /// `start` is the beginning of the file, at least [`PREFIX`] bytes of it.
    ///
    /// # Errors
    /// A file too short for a header, or a header longer than [`MAX_HEADER`].
    ///
    /// ```
    /// use rankscope::data::safetensors::Header;
    /// assert_eq!(Header::length("a.safetensors", &[2, 0, 0, 0, 0, 0, 0, 0])?, 10);
    /// # Ok::<(), rankscope::data::safetensors::Error>(())
    /// ```
    pub fn length(file: &str, start: &[u8]) -> Result<usize, Error> {
        let Some(prefix) = start.first_chunk::<PREFIX>() else {
            let (file, there) = (file.into(), start.len());
            return Err(Error::NoHeader { file, there });
        };
        match u64::from_le_bytes(*prefix) {
            claimed @ 2..=MAX_HEADER => Ok(PREFIX + claimed as usize),
            claimed => Err(Error::HeaderSize {
                file: file.into(),
                claimed,
            }),
        }
    }

    /// Reads the header from the beginning of a file of `size` bytes.
    ///
    /// # Errors
    /// One for each way in which a header can be bad; see [`Error`]. Accepted is what the format's own library accepts, within the
    /// limits above.
    ///
    /// ```
    /// use rankscope::data::safetensors::Header;
    /// let json = br#"{"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}"#;
    /// let start = [&(json.len() as u64).to_le_bytes()[..], json].concat();
    /// let header = Header::parse("a.safetensors", &start, start.len() as u64 + 8)?;
    /// assert_eq!((header.tensors[0].shape.as_slice(), header.tensors[0].begin), (&[1, 2][..], 64));
    /// # Ok::<(), rankscope::data::safetensors::Error>(())
    /// ```
    pub fn parse(file: &str, start: &[u8], size: u64) -> Result<Self, Error> {
        let length = Self::length(file, start)?;
        let Some(json) = start.get(PREFIX..length) else {
            let (file, claimed, there) = (file.into(), length as u64, start.len() as u64);
            return Err(Error::Cut {
                file,
                claimed,
                there,
            });
        };
        let fail = |problem| Error::Tensor {
            file: file.into(),
            problem,
        };
        let data = length as u64;
        let mut tensors = Vec::new();
        for (name, entry) in entries(file, json)? {
            tensors.push(entry.check(name, data).map_err(fail)?);
        }
        tensors.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        if let Some([repeated, _]) = tensors.windows(2).find(|t| t[0].name == t[1].name) {
            return Err(fail(error::Problem::Twice {
                name: repeated.name.clone(),
            }));
        }
        tensors.sort_unstable_by_key(|tensor| (tensor.begin, tensor.end));
        let mut expected = data;
        for (i, tensor) in tensors.iter().enumerate() {
            if tensor.begin != expected {
                let before = i.checked_sub(1).map(|i| tensors[i].name.clone());
                return Err(fail(error::Problem::Place {
                    name: tensor.name.clone(),
                    begin: tensor.begin,
                    before: before.map_or("the header".into(), |name| format!("tensor {name:?}")),
                    expected,
                }));
            }
            expected = tensor.end;
        }
        if size != expected {
            let (file, claimed, there) = (file.into(), expected, size);
            return Err(match there < claimed {
                true => Error::Cut {
                    file,
                    claimed,
                    there,
                },
                false => Error::Trailing {
                    file,
                    claimed,
                    there,
                },
            });
        }
        Ok(Self {
            file: file.into(),
            tensors,
        })
    }
}

/// A tensor as the JSON tells it.
#[derive(Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<u64>,
    data_offsets: [u64; 2],
}

impl Entry {
    /// The tensor, if its claims fit each other; `data` is the byte behind the header.
    fn check(self, name: String, data: u64) -> Result<Tensor, error::Problem> {
        use error::Problem;
        let dtype = Dtype::named(&self.dtype);
        if self.shape.len() > MAX_AXES {
            let axes = self.shape.len();
            return Err(Problem::Axes { name, axes });
        }
        let needed = self
            .shape
            .iter()
            .try_fold(dtype.bits() as u64, |size, side| size.checked_mul(*side))
            .map(|bits| bits.div_ceil(8));
        let shape: Result<Vec<usize>, _> = self.shape.iter().map(|s| (*s).try_into()).collect();
        let (Some(needed), Ok(shape)) = (needed, shape) else {
            let shape = self.shape;
            return Err(Problem::Overflow { name, shape });
        };
        let [begin, end] = self.data_offsets;
        let (Some(from), Some(to)) = (data.checked_add(begin), data.checked_add(end)) else {
            return Err(Problem::Range { name, begin, end });
        };
        match end.checked_sub(begin) {
            None => Err(Problem::Range { name, begin, end }),
            Some(given) if given != needed && dtype != Dtype::Other(0) => Err(Problem::Length {
                name,
                given,
                needed,
            }),
            Some(_) => Ok(Tensor {
                name,
                dtype,
                shape,
                begin: from,
                end: to,
            }),
        }
    }
}

/// Enough of a name to know it by: a hostile one may be as long as the file.
fn beginning(name: &str) -> &str {
    let ends = (0..=name.len().min(32)).rev();
    let end = ends.into_iter().find(|end| name.is_char_boundary(*end));
    &name[..end.unwrap_or(0)]
}

/// What a JSON parser says, without the middle of a long value that it repeats; the place stands at the end.
fn brief(problem: &str) -> String {
    const HEAD: usize = 120;
    const TAIL: usize = 80;
    let chars = problem.chars().count();
    if chars <= HEAD + TAIL {
        return problem.into();
    }
    let head: String = problem.chars().take(HEAD).collect();
    let tail: String = problem.chars().skip(chars - TAIL).collect();
    format!("{head}…{tail}")
}

/// The entries of the JSON in its order, without `__metadata__`.
fn entries(file: &str, json: &[u8]) -> Result<Vec<(String, Entry)>, Error> {
    let mut at = String::new();
    let mut json = serde_json::Deserializer::from_slice(json);
    let entries = Entries { at: &mut at }
        .deserialize(&mut json)
        .and_then(|entries| json.end().map(|()| entries));
    entries.map_err(|cause| Error::Json {
        file: file.into(),
        at: match at.as_str() {
            "" => String::new(),
            name => format!(" at tensor {name:?}"),
        },
        problem: brief(&cause.to_string()),
    })
}

/// Reads the entries; `at` keeps the name of the one being read, for errors.
struct Entries<'a> {
    at: &'a mut String,
}

impl<'de> DeserializeSeed<'de> for Entries<'_> {
    type Value = Vec<(String, Entry)>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_> {
    type Value = Vec<(String, Entry)>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object with an entry for every tensor")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        use serde::de::Error as _;
        let mut entries = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            if name == "__metadata__" {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            if name.len() > MAX_NAME {
                let length = name.len();
                self.at.push_str(beginning(&name));
                return Err(M::Error::custom(format_args!(
                    "a name of {length} bytes, at most {MAX_NAME} are read"
                )));
            }
            if entries.len() == MAX_TENSORS {
                return Err(M::Error::custom(format_args!(
                    "more than {MAX_TENSORS} tensors"
                )));
            }
            self.at.clone_from(&name);
            entries.push((name, map.next_value()?));
            self.at.clear();
        }
        Ok(entries)
    }
}
