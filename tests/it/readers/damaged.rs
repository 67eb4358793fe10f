//! Truncated, damaged and random files.

use super::{file, opened};
use proptest::prelude::*;
use rankscope::data::{read, read_list, read_text};
use std::{fs, path::Path};

#[test]
fn a_cut_off_file_is_an_error_at_every_length() {
    for name in [
        "f4-little-F-4.npy",
        "f8-little-C-2-v3.npy",
        "one-compressed.npz",
        "first.npz",
    ] {
        let bytes = file(name);
        for length in 0..bytes.len() {
            assert!(
                read("data", &bytes[..length]).is_err(),
                "{name} cut to {length} bytes"
            );
        }
    }
}

/// Small files of every format, to be damaged: some that NumPy wrote, and every case.
fn seeds() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = [
        "f2-big-F-3.npy",
        "f8-little-C-2-v2.npy",
        "streamed.npz",
        "savetxt.csv",
        "repr-4.txt",
    ]
    .map(file)
    .to_vec();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases");
    for part in ["text", "silent", "att", "npz"] {
        let mut files: Vec<_> = fs::read_dir(cases.join(part))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        all.extend(files.iter().map(|path| fs::read(path).unwrap()));
    }
    all
}

/// What turns one format into another, put anywhere.
const SIGNS: &[&str] = &[
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    ",",
    ";",
    "\n",
    "\r",
    "\t",
    "|",
    "&",
    "\\\\",
    "=",
    "...",
    "\"",
    "'",
    "%",
    "−",
    "0,5",
    "1,000",
    "nan",
    "-inf",
    "array(",
    "%%MatrixMarket matrix coordinate real general\n",
    "sep=",
    "Out[1]:",
    "<a\narray(",
    "vec![",
    "{'",
    "[{\"",
    "[,1]",
    "1.0e3 *\n",
    "| --- |\n",
];

/// Nothing panics or runs away, and what is accepted is whole.
fn survives(name: &str, bytes: &[u8]) {
    if let Ok(stack) = read(name, bytes) {
        assert_eq!(stack.values.len(), stack.shape.iter().product::<usize>());
        // A masked logit is -inf.
        assert!(stack.values.iter().all(|x| *x < f64::INFINITY));
        assert!(stack.matrix(stack.layers - 1, stack.heads - 1).is_ok());
    }
    let text = String::from_utf8_lossy(bytes);
    let _ = read_text(&text);
    if let Ok(list) = read_list(&text) {
        assert!(list.iter().all(|x| x.is_finite()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        survives("a", &bytes);
        for start in [&b"\x93NUMPY\x01\0"[..], b"PK\x03\x04", b"[[", b"{\"attention\":", b"array("] {
            survives("a", &[start, &bytes].concat());
        }
    }

    #[test]
    fn any_text_is_survived(text in "[\\[\\]{}(),;#\t\n .0-9eE+\"-]{0,120}|\\PC{0,60}") {
        survives("a.csv", text.as_bytes());
        survives("a.txt", text.as_bytes());
    }

    #[test]
    fn any_damage_is_survived(
        which in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        signs in prop::collection::vec((any::<prop::sample::Index>(), 0..SIGNS.len()), 0..4),
        keep in any::<prop::sample::Index>(),
    ) {
        static SEEDS: std::sync::LazyLock<Vec<Vec<u8>>> = std::sync::LazyLock::new(seeds);
        let mut bytes = which.get(&SEEDS).clone();
        for (at, sign) in signs {
            let at = at.index(bytes.len() + 1);
            bytes.splice(at..at, SIGNS[sign].bytes());
        }
        survives("a", &bytes);
        for (at, value) in damage {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = value;
            }
        }
        survives("a", &bytes);
        bytes.truncate(keep.index(bytes.len() + 1));
        survives("a", &bytes);
    }

    /// An archive's checksum lets no damage to the numbers through: either the same numbers, or an error.
    #[test]
    fn a_flipped_bit_never_changes_numbers(at in any::<prop::sample::Index>(), bit in 0..8u8) {
        let name = "one-compressed.npz";
        let whole = opened(name);
        let mut bytes = file(name);
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        if let Ok(stack) = read(name, &bytes) {
            prop_assert_eq!(stack, whole);
        }
    }

    #[test]
    fn what_is_written_as_text_is_read_back(
        rows in 1..6usize,
        cols in 1..6usize,
        numbers in prop::collection::vec(-1e300..1e300f64, 25),
    ) {
        let row = |i: usize| numbers[i * cols..(i + 1) * cols].iter().map(|x| format!("{x:e}")).collect::<Vec<_>>();
        let table: Vec<_> = (0..rows).map(row).collect();
        for (between, line) in [(",", "\n"), ("\t", "\r\n"), (";", "\n"), ("  ", "\n"), (", ", "],[")] {
            let body = table.iter().map(|row| row.join(between)).collect::<Vec<_>>().join(line);
            let text = if line == "],[" { format!("[[{body}]]") } else { body };
            let a = read_text(&text).unwrap();
            prop_assert_eq!((a.rows(), a.cols()), (rows, cols));
            prop_assert_eq!(a.as_slice(), &numbers[..rows * cols]);
        }
    }
}
