//! NumPy's .npz: a zip archive of .npy files, stored or deflated (PKWARE APPNOTE 6.3.10).

use super::{Error, Numbers, npy};
use miniz_oxide::inflate::decompress_to_vec_with_limit as inflate;

/// Names that decide between several arrays.
const PREFERRED: [&str; 2] = ["attention", "arr_0"];

/// Reads the one array, or the one whose name decides.
pub(super) fn read(bytes: &[u8]) -> Result<(Numbers, f64), Error> {
    let mut arrays = entries(bytes)?;
    arrays.retain(|entry| entry.name.ends_with(".npy"));
    let decided = |entry: &&Entry| PREFERRED.iter().position(|name| *name == entry.array());
    let chosen = match arrays.as_slice() {
        [] => return Err(Error::NoArray),
        [only] => only,
        several => {
            let named = several.iter().filter(|entry| decided(entry).is_some());
            named
                .min_by_key(decided)
                .ok_or_else(|| Error::SeveralArrays {
                    names: several.iter().map(|entry| entry.array().into()).collect(),
                })?
        }
    };
    npy::read(&chosen.content(bytes)?)
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
        Some((u16_at(bytes, end + 10)?, u32_at(bytes, end + 16)?))
    };
    let (count, start) = record().ok_or(damaged("its directory is cut off"))?;
    let mut at = start as usize;
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
    let size_at = |at| u32_at(line, at).map(|size| size as usize);
    let name_size = usize::from(u16_at(line, 28)?);
    let name = line.get(46..46 + name_size)?;
    let entry = Entry {
        name: String::from_utf8_lossy(name).into_owned(),
        encrypted: u16_at(line, 8)? & 1 == 1,
        method: u16_at(line, 10)?,
        crc: u32_at(line, 16)?,
        compressed: size_at(20)?,
        inflated: size_at(24)?,
        start: size_at(42)?,
    };
    let extra = usize::from(u16_at(line, 30)?) + usize::from(u16_at(line, 32)?);
    Some((entry, at + 46 + name_size + extra))
}

impl Entry {
    /// The name of the array, without the `.npy` that NumPy adds.
    fn array(&self) -> &str {
        self.name.trim_end_matches(".npy")
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
        let head = inflate(raw, npy::MAX_HEADER as usize + 12).unwrap_or_else(|e| e.output);
        let size = npy::Layout::read(&head)?.file_size();
        if size != self.inflated {
            return Err(damaged(
                "an array's size in its header and in the directory differ",
            ));
        }
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
