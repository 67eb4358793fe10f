//! Bytes from outside are read or refused, never more: what the fuzzer kept, the files of every reader, and cuts of them, are replayed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

#[path = "../../fuzz/attacks.rs"]
mod targets;

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use targets::TARGETS;

/// As long as a target may take for the longest input of the fuzzer; the profile of tests is slower than that of the product, and other
/// tests run beside.
const LONGEST: Duration = Duration::from_secs(10);
/// The longest input of the fuzzer.
const MOST: u64 = 1 << 16;

fn root(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

/// Every file below a folder that is no longer than the fuzzer's.
fn inputs(folder: &Path) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return found;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(inputs(&path));
        } else if path.metadata().unwrap().len() <= MOST {
            found.push(fs::read(path).unwrap());
        }
    }
    found
}

#[test]
fn what_the_fuzzer_kept_is_read_or_refused() {
    for target in TARGETS {
        let kept = inputs(&root("fuzz/corpus").join(target.name));
        assert!(!kept.is_empty(), "nothing is kept for {}", target.name);
        for bytes in &kept {
            let began = Instant::now();
            (target.attack)(bytes);
            let took = began.elapsed();
            assert!(took < LONGEST, "{} took {took:?}", target.name);
        }
    }
}

#[test]
fn the_files_of_every_reader_are_read_or_refused_by_all_readers() {
    let files = inputs(&root("tests/data"));
    assert!(files.len() > 200, "{} files", files.len());
    for target in TARGETS {
        for bytes in &files {
            (target.attack)(bytes);
        }
    }
}

#[test]
fn files_that_end_early_are_read_or_refused() {
    let files = inputs(&root("tests/data"));
    let short = files.iter().filter(|bytes| bytes.len() < 2000);
    for bytes in short {
        for target in TARGETS {
            for cut in [1, 7, bytes.len() / 2, bytes.len().saturating_sub(1)] {
                (target.attack)(&bytes[..cut.min(bytes.len())]);
            }
        }
    }
}

#[test]
fn every_target_is_one_of_the_fuzzer() {
    let manifest = fs::read_to_string(root("fuzz/Cargo.toml")).unwrap();
    let named: Vec<_> = manifest
        .lines()
        .filter_map(|line| {
            line.strip_prefix("name = ")?
                .strip_prefix('"')?
                .strip_suffix('"')
        })
        .skip(1)
        .collect();
    let targets: Vec<_> = TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(named, targets);
}
