//! NumPy's .npz: a zip archive of .npy files, stored or deflated, with 64-bit sizes where a writer likes them (PKWARE APPNOTE 6.3.10).

use super::{Error, MAX_SIDE, Numbers, npy, numbers, text};
use miniz_oxide::inflate::decompress_to_vec_with_limit as inflate;

/// Names that decide between several arrays.
const PREFERRED: [&str; 5] = ["attention", "attentions", "attn", "attn_weights", "arr_0"];
/// Most bytes of a text in an archive.
const MAX_TEXT: usize = 64 << 20;

/// Reads the one matrix, the one whose name decides, or several of one shape as a stack; the sparse matrices of SciPy where they are
/// small; a text, where there is nothing else.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Numbers, Error> {
    let mut entries = entries(bytes)?;
    entries.retain(|entry| !entry.name.starts_with("__MACOSX/") && !entry.name.ends_with('/'));
    let named = |name: &str| entries.iter().find(|entry| entry.array() == name);
    if let (Some(indptr), Some(indices), Some(data), Some(shape)) = (
        named("indptr"),
        named("indices"),
        named("data"),
        named("shape"),
    ) {
        let format = named("format")
            .map(|entry| entry.content(bytes))
            .transpose()?;
        return sparse(
            [indptr, indices, data, shape],
            &format.unwrap_or_default(),
            bytes,
        );
    }
    if ["row", "col", "data", "shape", "format"]
        .iter()
        .all(|name| named(name).is_some())
    {
        return Err(Error::Sparse);
    }
    // What has two axes of numbers, with why the others have not.
    let (mut found, mut why, mut texts) = (Vec::new(), None, Vec::new());
    for entry in &entries {
        match entry.layout(bytes) {
            Ok(layout) if layout.axes() >= 2 => found.push((entry, layout)),
            Ok(layout) => {
                why = why.or(Some(Error::Axes {
                    axes: layout.axes(),
                }))
            }
            Err(Error::NpyHeader { field: "magic" }) => texts.push(entry),
            Err(error) => why = why.or(Some(error)),
        }
    }
    let decided = |entry: &Entry| PREFERRED.iter().position(|name| *name == entry.array());
    let chosen = found.iter().filter(|(entry, _)| decided(entry).is_some());
    let chosen = chosen.min_by_key(|(entry, _)| decided(entry));
    match (found.as_slice(), chosen) {
        ([], _) => match (texts.as_slice(), why) {
            ([only], None) => {
                let content = only.content(bytes)?;
                let text = text::decode(&content).ok_or(Error::Unknown {
                    name: format!("{name}: {}", only.name),
                })?;
                numbers(&text)
            }
            (_, Some(why)) => Err(why),
            (_, None) => Err(Error::NoArray),
        },
        ([(only, _)], _) | (_, Some((only, _))) => {
            let mut read = npy::read(&only.content(bytes)?)?;
            if entries.len() > 1 {
                read.notes.push(format!(
                    "of the archive's entries, {} was read",
                    only.array()
                ));
            }
            Ok(read)
        }
        ([(_, first), ..], None)
            if first.axes() == 2 && found.iter().all(|(_, layout)| layout.shape == first.shape) =>
        {
            let mut all = Numbers::new([&[found.len()][..], &first.shape].concat(), Vec::new());
            super::checked_count(&all.shape)?;
            for (entry, _) in &found {
                let one = npy::read(&entry.content(bytes)?)?;
                all.values.extend(one.values);
                all.rounding = all.rounding.max(one.rounding);
            }
            let names = found
                .iter()
                .enumerate()
                .map(|(i, (entry, _))| format!("{i} is {}", entry.array()));
            all.notes.push(format!(
                "the archive's arrays are a stack; of its heads, {}",
                names.collect::<Vec<_>>().join(", ")
            ));
            Ok(all)
        }
        (several, None) => Err(Error::SeveralArrays {
            names: several
                .iter()
                .map(|(entry, layout)| format!("{} of {:?}", entry.array(), layout.shape))
                .collect(),
        }),
    }
}

/// A matrix in compressed rows or columns.
fn sparse(
    [indptr, indices, data, shape]: [&Entry; 4],
    format: &[u8],
    bytes: &[u8],
) -> Result<Numbers, Error> {
    let list = |entry: &Entry| npy::list(&entry.content(bytes)?);
    let by_columns = format.ends_with(b"csc") || format.windows(3).any(|part| part == b"csc");
    if !by_columns && !format.is_empty() && !format.windows(3).any(|part| part == b"csr") {
        return Err(Error::Sparse);
    }
    let bad = || damaged("the indices of its sparse matrix do not fit its shape");
    let shape = list(shape)?;
    let [rows, cols] = *shape.as_slice() else {
        return Err(bad());
    };
    let side = |side: f64| match side {
        1.0..=4096.0 => Ok(side as usize),
        0.0 => Err(Error::Empty),
        side if side > 4096.0 => Err(Error::TooLarge {
            side: side.min(1e15) as usize,
        }),
        _ => Err(bad()),
    };
    let (rows, cols) = (side(rows)?, side(cols)?);
    debug_assert_eq!(MAX_SIDE, 4096);
    let (starts, indices, data) = (list(indptr)?, list(indices)?, list(data)?);
    let (long, across) = if by_columns {
        (cols, rows)
    } else {
        (rows, cols)
    };
    if starts.len() != long + 1 || indices.len() != data.len() {
        return Err(bad());
    }
    let mut values = vec![0.0; rows * cols];
    for line in 0..long {
        let (from, to) = (starts[line] as usize, starts[line + 1] as usize);
        let places = indices.get(from..to).ok_or_else(bad)?;
        for (place, value) in places.iter().zip(&data[from..to]) {
            let place = *place as usize;
            if place >= across {
                return Err(bad());
            }
            let (i, j) = if by_columns {
                (place, line)
            } else {
                (line, place)
            };
            values[i * cols + j] += value;
        }
    }
    let mut found = Numbers::new(vec![rows, cols], values);
    found
        .notes
        .push("a sparse matrix, read with its zeros".into());
    Ok(found)
}

/// A line of the archive's directory.
struct Entry {
    name: String,
    encrypted: bool,
    method: u16,
    crc: u32,
    compressed: usize,
    inflated: usize,
    start: usize,
}

fn damaged(problem: &'static str) -> Error {
    Error::Archive { problem }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes
        .get(at..)?
        .first_chunk()
        .map(|raw| u16::from_le_bytes(*raw))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..)?
        .first_chunk()
        .map(|raw| u32::from_le_bytes(*raw))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes
        .get(at..)?
        .first_chunk()
        .map(|raw| u64::from_le_bytes(*raw))
}

/// The directory, found from the end of the file, where a comment of up to 65,535 bytes may follow it.
fn entries(bytes: &[u8]) -> Result<Vec<Entry>, Error> {
    const END: &[u8] = b"PK\x05\x06";
    let tail = bytes.len().saturating_sub(22 + 65_535);
    let end = bytes[tail..]
        .windows(END.len())
        .rposition(|window| window == END);
    let end = tail + end.ok_or(damaged("its directory is missing; the file may be cut off"))?;
    let record = || {
        let comment = usize::from(u16_at(bytes, end + 20)?);
        bytes.get(end..end + 22 + comment)?;
        let (count, start) = (
            u64::from(u16_at(bytes, end + 10)?),
            u64::from(u32_at(bytes, end + 16)?),
        );
        // Numbers too large for this record are in one of 64 bits, which a locator before this one leads to.
        let locator = end
            .checked_sub(20)
            .filter(|at| bytes[*at..].starts_with(b"PK\x06\x07"));
        match locator.filter(|_| count == 0xffff || start == 0xffff_ffff) {
            None => Some((count, start)),
            Some(locator) => {
                let at = usize::try_from(u64_at(bytes, locator + 8)?).ok()?;
                bytes.get(at..)?.starts_with(b"PK\x06\x06").then_some(())?;
                Some((u64_at(bytes, at + 32)?, u64_at(bytes, at + 48)?))
            }
        }
    };
    let (count, start) = record().ok_or(damaged("its directory is cut off"))?;
    let mut at = usize::try_from(start).unwrap_or(usize::MAX);
    let mut found = Vec::new();
    for _ in 0..count {
        let (entry, next) = entry(bytes, at).ok_or(damaged("its directory is cut off"))?;
        found.push(entry);
        at = next;
    }
    Ok(found)
}

/// The line of the directory that begins at `at`, and where the next one begins.
fn entry(bytes: &[u8], at: usize) -> Option<(Entry, usize)> {
    let line = bytes.get(at..)?;
    if !line.starts_with(b"PK\x01\x02") {
        return None;
    }
    let name_size = usize::from(u16_at(line, 28)?);
    let name = line.get(46..46 + name_size)?;
    let extra_size = usize::from(u16_at(line, 30)?);
    let mut wide = wide(line.get(46 + name_size..)?.get(..extra_size)?).chunks_exact(8);
    // In this order, those that do not fit into 32 bits are in the field of 64-bit numbers.
    let mut size_at = |at| match u32_at(line, at)? {
        u32::MAX => {
            let wide = wide
                .next()?
                .first_chunk()
                .map(|raw| u64::from_le_bytes(*raw))?;
            usize::try_from(wide).ok()
        }
        size => Some(size as usize),
    };
    let inflated = size_at(24)?;
    let compressed = size_at(20)?;
    let start = size_at(42)?;
    let entry = Entry {
        name: String::from_utf8_lossy(name).into_owned(),
        encrypted: u16_at(line, 8)? & 1 == 1,
        method: u16_at(line, 10)?,
        crc: u32_at(line, 16)?,
        compressed,
        inflated,
        start,
    };
    let extra = extra_size + usize::from(u16_at(line, 32)?);
    Some((entry, at + 46 + name_size + extra))
}

/// The field of 64-bit numbers among the extra fields of an entry.
fn wide(mut extra: &[u8]) -> &[u8] {
    while let (Some(id), Some(size)) = (u16_at(extra, 0), u16_at(extra, 2)) {
        let Some((field, rest)) = extra[4..].split_at_checked(usize::from(size)) else {
            break;
        };
        if id == 1 {
            return field;
        }
        extra = rest;
    }
    &[]
}

impl Entry {
    /// The name of the array, without the `.npy` that NumPy adds.
    fn array(&self) -> &str {
        let name = self.name.rsplit('/').next().unwrap_or_default();
        name.trim_end_matches(".npy")
    }

    /// What the header of the array says, or that there is none.
    fn layout(&self, archive: &[u8]) -> Result<npy::Layout, Error> {
        let raw = self.raw(archive).ok_or(damaged("an entry is cut off"))?;
        match self.method {
            0 => npy::Layout::read(raw),
            8 => npy::Layout::read(&self.head(raw)),
            _ => self
                .content(archive)
                .and_then(|content| npy::Layout::read(&content)),
        }
    }

    fn head(&self, raw: &[u8]) -> Vec<u8> {
        inflate(raw, npy::MAX_HEADER as usize + 12).unwrap_or_else(|e| e.output)
    }

    /// The entry's bytes, inflated and checked against their checksum.
    fn content(&self, archive: &[u8]) -> Result<Vec<u8>, Error> {
        let refuse = |how| {
            Err(Error::Storage {
                entry: self.name.clone(),
                how,
            })
        };
        if self.encrypted {
            return refuse("encrypted");
        }
        let raw = self.raw(archive).ok_or(damaged("an entry is cut off"))?;
        let content = match self.method {
            0 => raw.to_vec(),
            8 => self.inflate(raw)?,
            _ => return refuse("neither stored nor deflated"),
        };
        match content.len() == self.inflated && checksum(&content) == self.crc {
            true => Ok(content),
            false => Err(damaged("an entry does not match its checksum")),
        }
    }

    /// Inflates the header first, so that a small archive gets no more memory than an array within the limits needs.
    fn inflate(&self, raw: &[u8]) -> Result<Vec<u8>, Error> {
        let size = match npy::Layout::read(&self.head(raw)) {
            Ok(layout) if layout.file_size() != self.inflated => {
                return Err(damaged(
                    "an array's size in its header and in the directory differ",
                ));
            }
            Ok(layout) => layout.file_size(),
            Err(Error::NpyHeader { field: "magic" }) if self.inflated <= MAX_TEXT => self.inflated,
            Err(Error::Dtype { .. }) if self.inflated <= npy::MAX_HEADER as usize => self.inflated,
            Err(error) => return Err(error),
        };
        inflate(raw, size).map_err(|_| damaged("an entry does not inflate"))
    }

    /// The entry's bytes as stored, after a local header whose variable parts differ from the directory's.
    fn raw<'a>(&self, archive: &'a [u8]) -> Option<&'a [u8]> {
        let local = archive.get(self.start..)?;
        if !local.starts_with(b"PK\x03\x04") {
            return None;
        }
        let skip = 30 + usize::from(u16_at(local, 26)?) + usize::from(u16_at(local, 28)?);
        local.get(skip..)?.get(..self.compressed)
    }
}

/// CRC-32 (ISO-HDLC) by half bytes: a table of 16 instead of the usual 16 kB.
fn checksum(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 16] = {
        let mut table = [0; 16];
        let mut i = 0;
        while i < 16 {
            let mut crc = i as u32;
            let mut bit = 0;
            while bit < 4 {
                crc = if crc & 1 == 1 {
                    (crc >> 1) ^ 0xEDB8_8320
                } else {
                    crc >> 1
                };
                bit += 1;
            }
            table[i] = crc;
            i += 1;
        }
        table
    };
    let half = |crc: u32, nibble: u32| TABLE[((crc ^ nibble) & 15) as usize] ^ (crc >> 4);
    let byte = |crc, b: &u8| half(half(crc, u32::from(*b)), u32::from(*b) >> 4);
    !bytes.iter().fold(!0, byte)
}
