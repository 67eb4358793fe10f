//! A file that grows by whole records, and a training run kept in one: spectra, losses and attention maps of chosen steps.
//!
//! A record is its length and its check, four bytes each (little endian), and so many bytes. A program that is stopped in the middle of
//! writing leaves a record that is too short or fails its check: everything before it is read, and writing goes on from there.

use super::{Checkpoint, Error, Kind, Measurement, Tower};
use half::f16;
use serde::{Deserialize, Serialize};

/// How such a file begins: name and version of the format.
pub const MAGIC: &[u8; 8] = b"RSRUN\x00\x00\x01";
/// Bytes before the content of a record.
const HEAD: usize = 8;
/// Longest content of a record, in bytes.
const MAX_RECORD: usize = 1 << 28;

/// The bytes of one record.
///
/// # Errors
/// Content of more than 2²⁸ bytes.
///
/// ```
/// use rankscope::checkpoint::recording::{MAGIC, framed, records};
/// let mut file = [&MAGIC[..], &framed(b"one")?, &framed(b"two")?].concat();
/// file.pop();
/// let (whole, length) = records("run.spectra", &file)?;
/// assert_eq!((whole, length), (vec![&b"one"[..]], 8 + 8 + 3));
/// # Ok::<(), rankscope::checkpoint::Error>(())
/// ```
pub fn framed(content: &[u8]) -> Result<Vec<u8>, Error> {
    if content.len() > MAX_RECORD {
        let problem = format!("a record of {} bytes, at most {MAX_RECORD}", content.len());
        return Err(bad("recording", problem));
    }
    let length = (content.len() as u32).to_le_bytes();
    Ok([&length[..], &check(content).to_le_bytes(), content].concat())
}

/// The whole records at the beginning of a file, and how many of its bytes they and its first eight take.
///
/// # Errors
/// A file that begins otherwise; `name` is for the error.
pub fn records<'a>(name: &str, file: &'a [u8]) -> Result<(Vec<&'a [u8]>, usize), Error> {
    let begun = || bad(name, "it begins otherwise".into());
    let mut rest = file.strip_prefix(MAGIC).ok_or_else(begun)?;
    let mut whole = Vec::new();
    while let Some((head, behind)) = rest.split_first_chunk::<HEAD>() {
        let [a, b, c, d, check_of @ ..] = *head;
        let length = u32::from_le_bytes([a, b, c, d]) as usize;
        let Some((content, next)) = behind.split_at_checked(length) else {
            break;
        };
        if check(content) != u32::from_le_bytes(check_of) {
            break;
        }
        whole.push(content);
        rest = next;
    }
    Ok((whole, file.len() - rest.len()))
}

/// FNV-1a of 32 bits (Fowler, Noll, Vo; draft-eastlake-fnv), which changes with every single byte.
fn check(content: &[u8]) -> u32 {
    (content.iter()).fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    })
}

/// What is known of a step of training.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    /// The step.
    pub step: u64,
    /// Losses and whatever else has one value, by name.
    pub numbers: Vec<(String, f64)>,
    /// The matrices.
    pub matrices: Vec<Recorded>,
    /// Attention maps.
    pub maps: Vec<Map>,
}

/// What is kept of a matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// Its name.
    pub name: String,
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub cols: usize,
    /// Singular values in descending order, in single precision (relative error 2⁻²⁴).
    pub singular_values: Vec<f32>,
    /// Sum of the lengths of the rows, which are the outputs, `‖W‖_{2,1}` of `x Wᵀ`.
    pub group_norm_2_1: f64,
    /// Sum of the magnitudes of the entries, `‖W‖_{1,1}`.
    pub entry_norm_1_1: f64,
}

/// An attention map in half precision (relative error 2⁻¹¹).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Map {
    /// Its name.
    pub name: String,
    /// Rows, which are queries.
    pub rows: usize,
    /// Columns, which are keys.
    pub cols: usize,
    /// The bits of its entries, row by row.
    pub bits: Vec<u16>,
}

impl Map {
    /// A map from its entries.
    pub fn new(name: &str, rows: usize, cols: usize, entries: &[f32]) -> Self {
        Self {
            name: name.into(),
            rows,
            cols,
            bits: entries
                .iter()
                .map(|x| f16::from_f32(*x).to_bits())
                .collect(),
        }
    }

    /// Its entries, row by row.
    pub fn entries(&self) -> impl Iterator<Item = f64> + use<'_> {
        self.bits.iter().map(|bits| f16::from_bits(*bits).to_f64())
    }
}

/// A training run, as far as it was recorded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recording {
    /// Where it comes from.
    pub name: String,
    /// Its moments in the order in which they were recorded.
    pub moments: Vec<Moment>,
    /// Bytes behind the last whole record, of one that was cut.
    pub cut: usize,
}

impl Recording {
    /// Whether bytes begin as a recording does.
    pub fn is_recording(bytes: &[u8]) -> bool {
        bytes.starts_with(MAGIC)
    }

    /// A recording up to its last whole record.
    ///
    /// # Errors
    /// Bytes of another kind, or records of another version.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        let (whole, length) = records(name, bytes)?;
        let moment =
            |content: &&[u8]| postcard::from_bytes(content).map_err(|e| bad(name, e.to_string()));
        Ok(Self {
            name: name.into(),
            moments: whole.iter().map(moment).collect::<Result<_, _>>()?,
            cut: bytes.len() - length,
        })
    }

    /// The run as a measured checkpoint, in which every moment is a model; nothing where no moment is recorded.
    pub fn checkpoint(&self) -> Option<Checkpoint> {
        let last = self.moments.last()?;
        let towers: Vec<Tower> = self.moments.iter().map(|one| self.tower(one)).collect();
        let measured = self
            .moments
            .iter()
            .flat_map(|one| one.matrices.iter().enumerate());
        let measured: Vec<_> = measured
            .map(|(layer, one)| vec![one.measurement(layer)])
            .collect();
        let notes = self.tower(last).notes;
        Some(Checkpoint {
            name: self.name.clone(),
            rounding: SINGLE,
            notes,
            units: measured.len(),
            measured,
            towers: if towers.len() > 1 { towers } else { Vec::new() },
            ..Checkpoint::default()
        })
    }

    fn tower(&self, moment: &Moment) -> Tower {
        let numbers = moment.numbers.iter();
        let named: Vec<_> = numbers
            .map(|(name, x)| match x.abs() < 1e-3 {
                true => format!("{name} {x:.3e}"),
                false => format!("{name} {x:.4}"),
            })
            .collect();
        let mut note = format!(
            "step {} of a training run of which {} steps are recorded; spectra and ranks only, no bound",
            moment.step,
            self.moments.len()
        );
        if !named.is_empty() {
            note += &format!("; {}", named.join(", "));
        }
        let mut notes = vec![note];
        if self.cut > 0 {
            notes.push(format!(
                "the file ends in {} bytes of a record that was cut; what is before them is read",
                self.cut
            ));
        }
        Tower {
            name: format!("step {}", moment.step),
            rounding: SINGLE,
            notes,
            units: moment.matrices.len(),
            ..Tower::default()
        }
    }
}

/// The relative error of a singular value in single precision.
const SINGLE: f64 = 1.0 / (1 << 24) as f64;

impl Recorded {
    /// As what is known of a matrix of x Wᵀ.
    fn measurement(&self, layer: usize) -> Measurement {
        Measurement {
            layer,
            kind: Kind::Other,
            head: None,
            name: self.name.clone(),
            rows: self.cols,
            cols: self.rows,
            singular_values: self.singular_values.iter().map(|s| (*s).into()).collect(),
            group_norm_2_1: self.group_norm_2_1,
            entry_norm_1_1: self.entry_norm_1_1,
        }
    }
}

impl Moment {
    /// The content of its record.
    ///
    /// # Errors
    /// None is known; the encoder could refuse.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        postcard::to_stdvec(self).map_err(|e| bad("recording", e.to_string()))
    }
}

fn bad(name: &str, problem: String) -> Error {
    Error::Recording {
        name: name.into(),
        problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run() -> Vec<u8> {
        let moment = |step| Moment {
            step,
            numbers: vec![("loss".into(), 1.0 / (step + 1) as f64)],
            matrices: vec![Recorded {
                name: "w".into(),
                rows: 2,
                cols: 3,
                singular_values: vec![2.0, 1.0],
                group_norm_2_1: 3.0,
                entry_norm_1_1: 4.0,
            }],
            maps: vec![Map::new("head 0", 1, 2, &[0.25, 0.75])],
        };
        let records = (0..3).map(|i| framed(&moment(100 * i).to_bytes().unwrap()).unwrap());
        [MAGIC.to_vec(), records.collect::<Vec<_>>().concat()].concat()
    }

    #[test]
    fn a_file_cut_anywhere_opens_up_to_its_last_whole_record() {
        let bytes = run();
        let whole = Recording::from_bytes("run", &bytes).unwrap();
        assert_eq!((whole.moments.len(), whole.cut), (3, 0));
        let record = (bytes.len() - MAGIC.len()) / 3;
        for length in MAGIC.len()..bytes.len() {
            let cut = Recording::from_bytes("run", &bytes[..length]).unwrap();
            assert_eq!(cut.moments[..], whole.moments[..cut.moments.len()]);
            assert!(cut.cut <= record + 8, "{length}");
            assert!(cut.moments.len() + 1 >= (length - MAGIC.len()) / record);
        }
        assert_eq!(
            Recording::from_bytes("run", &bytes[..7])
                .unwrap_err()
                .code(),
            "recording"
        );
    }

    #[test]
    fn a_record_with_a_changed_byte_ends_what_is_read() {
        let bytes = run();
        for at in MAGIC.len()..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(records("run", &changed).unwrap().0.len() < 3, "{at}");
        }
    }

    #[test]
    fn every_moment_is_a_model_of_a_checkpoint() {
        let run = Recording::from_bytes("run", &run()).unwrap();
        let whole = run.checkpoint().unwrap();
        assert_eq!((whole.towers.len(), whole.units), (3, 3));
        let last = whole.tower(9);
        assert_eq!(last.name, "run: step 200");
        assert!(last.notes[0].ends_with("loss 0.0050"), "{}", last.notes[0]);
        let matrix = last.matrix(0, Kind::Other, None).unwrap();
        assert_eq!((matrix.rows, matrix.cols), (3, 2));
        assert_eq!(matrix.singular_values, [2.0, 1.0]);
        assert_eq!(Recording::default().checkpoint(), None);
        let map = &run.moments[0].maps[0];
        assert_eq!(map.entries().collect::<Vec<_>>(), [0.25, 0.75]);
    }
}
