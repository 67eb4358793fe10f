//! The drawing in `src/lib.rs` is true: nothing knows anything further right, files stay small, the bindings stay thin.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Every module of the crate, and which others it may name. `wasm` and `bin` are the ends of the drawing.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("linalg", &[]),
    ("figure", &[]),
    ("spectrum", &["linalg"]),
    ("attention", &["linalg", "spectrum"]),
    ("bounds", &["domain", "linalg", "spectrum"]),
    ("scaling", &["domain", "linalg", "spectrum"]),
    ("regression", &["domain", "linalg", "spectrum"]),
    ("nn", &["linalg"]),
    ("dynamics", &["linalg", "nn"]),
    ("data", &["linalg"]),
    ("checkpoint", &["linalg", "data"]),
    (
        "labs",
        &[
            "linalg",
            "spectrum",
            "attention",
            "bounds",
            "scaling",
            "regression",
            "nn",
            "dynamics",
            "data",
            "checkpoint",
            "figure",
        ],
    ),
    ("session", &["labs", "data", "checkpoint"]),
    ("render", &["figure"]),
    (
        "wasm",
        &[
            "session",
            "labs",
            "render",
            "figure",
            "checkpoint",
            "linalg",
        ],
    ),
    (
        "bin",
        &["session", "labs", "render", "figure", "checkpoint"],
    ),
];

/// Longest source file, in lines.
const LONGEST: usize = 500;
/// Longest binding layer, in lines of all its files: what draws, what computes, what measures.
const THINNEST: usize = 400;

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

/// The module of the crate to which a source file belongs.
fn module(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let first = inside.components().next()?.as_os_str().to_string_lossy();
    let module = first.trim_end_matches(".rs").to_owned();
    (module != "lib").then_some(module)
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
    for file in files(&root().join("src"), &[".rs"]) {
        let Some(module) = module(&file) else {
            continue;
        };
        let Some((_, may_name)) = MAY_NAME.iter().find(|(name, _)| *name == module) else {
            wrong.push(format!("{module} is new: say in MAY_NAME what it may name"));
            continue;
        };
        let code = code(&file);
        let mut others = named(&code, "crate::");
        others.extend(named(&code, "rankscope::"));
        // A path up to the root reaches every module, too.
        let depth = file.strip_prefix(root().join("src")).unwrap();
        let depth = depth.components().count() - usize::from(file.ends_with("mod.rs"));
        others.extend(named(&code, &"super::".repeat(depth)));
        for other in others {
            let is_module = MAY_NAME.iter().any(|(name, _)| *name == other);
            if is_module && other != module && !may_name.contains(&other.as_str()) {
                let file = file.strip_prefix(root()).unwrap().display();
                wrong.push(format!("{file} names {other}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_arrow_of_the_table_points_back() {
    for (i, (module, may_name)) in MAY_NAME.iter().enumerate() {
        for other in *may_name {
            let j = MAY_NAME.iter().position(|(name, _)| name == other);
            assert!(j.is_some_and(|j| j < i), "{module} may name {other}");
        }
    }
}

#[test]
fn a_file_has_one_idea() {
    let mut long = Vec::new();
    for folder in ["src", "tests", "benches", "xtask", "www"] {
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
    for file in files(&root().join("src/wasm"), &[".rs"]) {
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
    assert!(lines > 0 && lines < THINNEST, "{lines} lines");
}
