//! Inputs that real work brings, after public bug reports, and what is read of each: `tests/data/cases/README.md` has the table.

use rankscope::{
    checkpoint::disk::OnDisk,
    data::{is_safetensors, read},
    labs::write_number,
};
use std::{fmt::Write as _, fs, path::Path};

/// What becomes of a file, in a line.
fn told(path: &Path, name: &str) -> String {
    let bytes = fs::read(path).unwrap();
    if name.ends_with(".safetensors") || name.ends_with(".index.json") || is_safetensors(&bytes) {
        return checkpoint(path).unwrap_or_else(|e| format!("refused: {e}"));
    }
    let base = path.file_name().unwrap().to_string_lossy();
    let stack = match read(&base, &bytes) {
        Ok(stack) => stack,
        Err(e) => return format!("refused: {e}"),
    };
    let sides: Vec<String> = stack.shape.iter().map(usize::to_string).collect();
    let mut line = sides.join(" x ");
    let sum: f64 = stack.values.iter().filter(|x| x.is_finite()).sum();
    match stack.values.len() <= 9 {
        true => {
            let values: Vec<String> = stack.values.iter().map(|x| write_number(*x)).collect();
            let _ = write!(line, ": {}", values.join(" "));
        }
        false => {
            let _ = write!(line, ", sum {:.6}", sum);
        }
    }
    if stack.rounding > f64::EPSILON {
        let _ = write!(line, "; rounded by 2^{}", stack.rounding.log2());
    }
    for note in &stack.notes {
        let _ = write!(line, "; {note}");
    }
    line
}

fn checkpoint(path: &Path) -> Result<String, rankscope::checkpoint::Error> {
    let disk = OnDisk::open(path)?;
    let measured = disk.measure(1, |_, _| {})?;
    let largest = measured.matrices().map(|m| m.singular_values[0]);
    let mut line = format!(
        "{} matrices, the largest singular value {:.6}",
        measured.matrices().count(),
        largest.fold(0.0, f64::max)
    );
    // The first says that there is no bound.
    for note in measured.notes.iter().skip(1) {
        let _ = write!(line, "; {note}");
    }
    Ok(line)
}

/// The table is written anew where UPDATE_SNAPSHOTS is set; look at what changed.
#[test]
fn every_case_is_read_right_or_told_plainly() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases");
    let mut lines = Vec::new();
    for part in ["text", "silent", "att", "npz", "st"] {
        let mut files: Vec<_> = fs::read_dir(folder.join(part))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        for path in files {
            let name = format!("{part}/{}", path.file_name().unwrap().to_string_lossy());
            lines.push(format!(
                "| {name} | {} |",
                told(&path, &name).replace('|', "\\|")
            ));
        }
    }
    let readme = folder.join("README.md");
    let text = fs::read_to_string(&readme).unwrap();
    let (before, table) = text.split_once("| --- | --- |\n").unwrap();
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(
            &readme,
            format!("{before}| --- | --- |\n{}\n", lines.join("\n")),
        )
        .unwrap();
        return;
    }
    for (line, known) in lines.iter().zip(table.lines()) {
        assert_eq!(line, known);
    }
    assert_eq!(lines.len(), table.lines().count());
}

#[test]
fn masked_logits_are_minus_infinity() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cases/att");
    let file = |name: &str| read(name, &fs::read(folder.join(name)).unwrap()).unwrap();
    let (masked, large) = (file("logits_masked_inf.npy"), file("logits_masked_1e9.npy"));
    for (a, b) in masked.values.iter().zip(&large.values) {
        assert!(a == b || *a == f64::NEG_INFINITY && *b == -1e9);
    }
}
