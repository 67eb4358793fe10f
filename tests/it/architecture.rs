//! The drawing in `src/lib.rs` is true: nothing knows anything further right, files stay small, the bindings stay thin.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod circles;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Every room of a crate, and which others of that crate it may name. What crosses a crate's wall is Cargo's to refuse.
type Rooms = &'static [(&'static str, &'static [&'static str])];

/// The crates that have rooms: the folder of their sources, the name by which their doc tests call them, their rooms.
const CRATES: &[(&str, &str, Rooms)] = &[
    ("crates/rankscope-math/src", "rankscope_math::", MATH),
    ("src", "rankscope::", APPLICATION),
];

const MATH: Rooms = &[
    ("domain", &[]),
    ("grid", &[]),
    ("linalg", &[]),
    ("interpolation", &["domain", "grid", "linalg"]),
    ("spectrum", &["linalg"]),
    ("attention", &["linalg", "spectrum"]),
    ("bounds", &["domain", "linalg", "spectrum"]),
    ("quadratic", &["domain", "grid", "linalg", "spectrum"]),
    ("regression", &["domain", "grid", "linalg", "spectrum"]),
    ("scaling_laws", &["domain", "linalg"]),
    ("nn", &["linalg"]),
    ("statistics", &["linalg"]),
    (
        "dynamics",
        &["grid", "linalg", "spectrum", "nn", "statistics"],
    ),
    ("representation", &["domain", "grid", "linalg", "nn"]),
];

/// The numbers are rooms here too, because the crate re-exports them.
const APPLICATION: Rooms = &[
    ("figure", &[]),
    ("data", &["linalg"]),
    ("checkpoint", &["linalg", "data"]),
    (
        "labs",
        &[
            "grid",
            "interpolation",
            "linalg",
            "spectrum",
            "attention",
            "bounds",
            "quadratic",
            "regression",
            "scaling_laws",
            "nn",
            "dynamics",
            "statistics",
            "representation",
            "data",
            "checkpoint",
            "figure",
        ],
    ),
    ("session", &["labs", "data", "checkpoint"]),
    ("render", &["figure"]),
    (
        "bin",
        &["session", "labs", "render", "figure", "checkpoint"],
    ),
];

/// Longest source file, in lines.
const LONGEST: usize = 500;
/// Longest binding layer, in lines of all its files: what draws, what computes, what measures, what reads files.
const MOST_BINDING_LINES: usize = 450;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return found;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(name.as_str(), "pkg" | "target" | "node_modules") {
                found.extend(files(&path, endings));
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A file's code without comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let lines = text
        .lines()
        .map(|line| match line.trim_start().starts_with("//") {
            true => "",
            false => line,
        });
    lines.collect::<Vec<_>>().join("\n")
}

/// The first names behind `prefix` in some code: of `crate::{a::B, c}` and `crate::d`, the set {a, c, d}.
fn named(code: &str, prefix: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        match rest.strip_prefix('{') {
            None => names.extend(word(rest)),
            Some(group) => names.extend(heads(group)),
        }
    }
    names
}

fn word(text: &str) -> Option<String> {
    let word: String = text
        .trim_start()
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    (!word.is_empty()).then_some(word)
}

/// The first name of every entry of a use group, which ends at its closing brace.
fn heads(group: &str) -> Vec<String> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.extend(word(&group[start..i]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.extend(word(&group[start..i]));
                start = i + 1;
            }
            _ => {}
        }
    }
    found
}

/// The room to which a file of a crate belongs, by its path below the crate's sources.
fn room(inside: &Path) -> Option<String> {
    let first = inside.components().next()?.as_os_str().to_string_lossy();
    let room = first.trim_end_matches(".rs").to_owned();
    (room != "lib").then_some(room)
}

#[test]
fn names_are_found_in_every_form_of_use() {
    let code = "use crate::{a::{B, b2}, c as d,\n e};\nfn f() { crate::g::h(); notcrate::i(); }";
    let expected = ["a", "c", "e", "g"].map(String::from);
    assert_eq!(named(code, "crate::"), BTreeSet::from(expected));
}

#[test]
fn nothing_knows_anything_further_right() {
    let mut wrong = Vec::new();
    for (folder, own_name, rooms) in CRATES {
        let source = root().join(folder);
        let found = files(&source, &[".rs"]);
        assert!(!found.is_empty(), "{folder} has no files");
        for file in found {
            let inside = file.strip_prefix(&source).unwrap();
            let Some(room) = room(inside) else {
                continue;
            };
            let Some((_, may_name)) = rooms.iter().find(|(name, _)| *name == room) else {
                wrong.push(format!("{folder}: {room} is new: say what it may name"));
                continue;
            };
            let code = code(&file);
            let mut others = named(&code, "crate::");
            others.extend(named(&code, own_name));
            // The numbers keep their names where another crate calls them without the re-export.
            others.extend(named(&code, "rankscope_math::"));
            // A path up to the root reaches every room, too.
            let depth = inside.components().count() - usize::from(file.ends_with("mod.rs"));
            others.extend(named(&code, &"super::".repeat(depth)));
            for other in others {
                let is_room = CRATES
                    .iter()
                    .any(|(_, _, rooms)| rooms.iter().any(|(name, _)| *name == other));
                if is_room && other != room && !may_name.contains(&other.as_str()) {
                    wrong.push(format!("{folder}/{} names {other}", inside.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_arrow_of_the_table_points_back() {
    // Left to right, the numbers first.
    let all: Vec<_> = CRATES.iter().flat_map(|(_, _, rooms)| *rooms).collect();
    for (i, (room, may_name)) in all.iter().enumerate() {
        for other in *may_name {
            let j = all.iter().position(|(name, _)| name == other);
            assert!(j.is_some_and(|j| j < i), "{room} may name {other}");
        }
    }
}

#[test]
fn the_numbers_are_a_crate_that_depends_on_none_of_ours() {
    let manifest = fs::read_to_string(root().join("crates/rankscope-math/Cargo.toml")).unwrap();
    let dependencies = manifest.split("[dependencies]").nth(1).unwrap();
    let dependencies = dependencies.split("\n[").next().unwrap();
    assert!(dependencies.contains("nalgebra"), "{dependencies}");
    for not_theirs in ["rankscope", "serde", "plotters", "wasm-bindgen"] {
        assert!(!dependencies.contains(not_theirs), "{not_theirs}");
    }
}

#[test]
fn a_file_has_one_idea() {
    let mut long = Vec::new();
    for folder in ["crates", "src", "tests", "benches", "xtask", "www"] {
        let endings = [".rs", ".js", ".mjs", ".css", ".ts"];
        for file in files(&root().join(folder), &endings) {
            let lines = fs::read_to_string(&file).unwrap().lines().count();
            // A table of known values is as long as it is.
            let name = file.file_name().unwrap().to_string_lossy();
            if lines > LONGEST && !name.starts_with("golden_") {
                long.push(format!("{}: {lines} lines", file.display()));
            }
        }
    }
    assert!(
        long.is_empty(),
        "longer than {LONGEST}:\n{}",
        long.join("\n")
    );
}

#[test]
fn the_map_of_the_page_names_every_file_once() {
    let text = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let map = text.split("## The page's files").nth(1).unwrap();
    let table = map.lines().filter(|line| line.starts_with("| "));
    let mut named: Vec<_> = table
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .filter(|name| !name.ends_with('/') && *name != "?bench")
        .map(String::from)
        .collect();
    let www = root().join("www");
    let endings = [".js", ".css", ".d.ts", ".json"];
    let mut there: Vec<_> = files(&www, &endings)
        .into_iter()
        .map(|file| file.strip_prefix(&www).unwrap().to_owned())
        .filter(|file| !file.starts_with("data"))
        .map(|file| file.to_string_lossy().replace('\\', "/"))
        .collect();
    named.sort();
    there.sort();
    assert_eq!(named, there);
}

/// Folders of the page's code, and which others each may import from; the top, whose names are published, may import from all.
const PAGE_MAY_IMPORT: &[(&str, &[&str])] = &[
    ("core", &[]),
    ("controls", &["core", "figures"]),
    ("figures", &["core"]),
    ("home", &["core", "study"]),
    ("study", &["core", "figures"]),
    ("embed", &["core", "controls", "figures", "study"]),
    ("pack", &["core"]),
    ("bench", &["core"]),
];

#[test]
fn folders_of_the_page_know_nothing_further_right() {
    let mut wrong = Vec::new();
    for (folder, may_import) in PAGE_MAY_IMPORT {
        for file in files(&root().join("www").join(folder), &[".js"]) {
            for line in fs::read_to_string(&file).unwrap().lines() {
                // Types cross as they like: nothing is loaded for them.
                let Some((before, path)) = line.split_once("\"../") else {
                    continue;
                };
                let other = path.split('/').next().unwrap();
                let loads = before.starts_with("import ") || before.ends_with("await import(");
                if loads && !may_import.contains(&other) {
                    wrong.push(format!("{}: {line}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_controller_has_no_page() {
    for name in ["explorer", "history", "state"] {
        let code = code(&root().join(format!("www/core/{name}.js")));
        for word in [
            "document",
            "window.",
            "location",
            "addEventListener",
            "HTMLElement",
        ] {
            assert!(!code.contains(word), "{name}.js: {word}");
        }
    }
}

#[test]
fn the_bindings_are_thin_and_free_of_formulas() {
    let mut lines = 0;
    for file in files(&root().join("crates/rankscope-web/src"), &[".rs"]) {
        lines += fs::read_to_string(&file).unwrap().lines().count();
        for line in code(&file).lines() {
            for arithmetic in [
                " * ", " / ", ".sqrt(", ".exp(", ".ln(", ".log10(", ".log2(", ".pow", ".sum(",
                ".sin(", ".cos(",
            ] {
                let shown = file.display();
                assert!(!line.contains(arithmetic), "{shown}: a formula in {line}");
            }
        }
    }
    assert!(lines > 0 && lines < MOST_BINDING_LINES, "{lines} lines");
}
