//! No two files of a room use each other, directly or round a corner: a reader can begin with the one that uses none.

use super::{code, files, root};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// Folders of sources, each the root of a crate.
const SOURCES: &[&str] = &["src", "crates/rankscope-math/src"];

/// Circles that are still there: to be undone, so that the list only shrinks. Each is the files of one circle without their ending.
const KNOWN: &[&[&str]] = &[
    &[
        "linalg/error",
        "linalg/guard",
        "linalg/matrix",
        "linalg/singular",
        "linalg/stream",
    ],
    &["nn/mlp", "nn/pass"],
    &["quadratic/free_convolution", "quadratic/teacher"],
];

/// A path: the names from the root of the crate on.
type Names = Vec<String>;

/// The files of a crate and what each brings into scope.
struct Sources {
    /// Per module: the paths that its `use` lines name, with the name that each has there.
    uses: BTreeMap<Names, Vec<(Names, String)>>,
}

/// The module that a file holds.
fn module(source: &Path, file: &Path) -> Names {
    let inside = file.strip_prefix(source).unwrap().with_extension("");
    let names = inside.components();
    let mut names: Names = names
        .map(|name| name.as_os_str().to_string_lossy().into_owned())
        .collect();
    if matches!(names.last().map(String::as_str), Some("mod" | "lib")) {
        names.pop();
    }
    names
}

/// The paths of a `use` tree, each with the name that it has from then on: of `a::{b, c as d}`, a::b as b and a::c as d.
fn paths(tree: &str) -> Vec<(Names, String)> {
    let tree = tree.trim();
    if let Some((before, group)) = tree.split_once('{') {
        let group = group.trim_end().trim_end_matches('}');
        let start: Names = names(before);
        let (mut depth, mut entry, mut found) = (0, String::new(), Vec::new());
        for c in group.chars().chain([',']) {
            match c {
                ',' if depth == 0 => {
                    for (path, name) in paths(&std::mem::take(&mut entry)) {
                        let (path, name) = match (path[0].as_str(), start.last()) {
                            ("self", Some(last)) if name == "self" => (Vec::new(), last.clone()),
                            ("self", _) => (Vec::new(), name),
                            _ => (path, name),
                        };
                        found.push(([start.clone(), path].concat(), name));
                    }
                    continue;
                }
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            entry.push(c);
        }
        return found;
    }
    let (path, other) = tree.split_once(" as ").unwrap_or((tree, ""));
    let path = names(path);
    let own = path.last().cloned().unwrap_or_default();
    let name = if other.is_empty() {
        own
    } else {
        other.trim().to_owned()
    };
    if path.is_empty() {
        Vec::new()
    } else {
        vec![(path, name)]
    }
}

fn names(path: &str) -> Names {
    let names = path.split("::").map(str::trim);
    names
        .filter(|name| !name.is_empty())
        .map(String::from)
        .collect()
}

/// The lines of some code up to the module of its tests, without those that only tests compile.
fn without_tests(code: &str) -> impl Iterator<Item = &str> {
    let mut lines = code.lines();
    let next = move || {
        loop {
            match lines.next()? {
                "#[cfg(test)]" if lines.next()?.ends_with('{') => return None,
                "#[cfg(test)]" => {}
                line => return Some(line),
            }
        }
    };
    std::iter::from_fn(next)
}

/// What the `use` lines of some code name, seen from its module; without those of its tests and of modules inside of it.
fn used(module: &[String], code: &str) -> Vec<(Names, String)> {
    let mut found = Vec::new();
    for part in without_tests(code).scan(String::new(), |open, line| {
        // A statement from the line that it begins on to its semicolon.
        let begins = ["use ", "pub use ", "pub(super) use ", "pub(crate) use "];
        if !open.is_empty() || begins.iter().any(|start| line.starts_with(start)) {
            open.push_str(line);
        }
        Some(match open.ends_with(';') {
            true => std::mem::take(open),
            false => String::new(),
        })
    }) {
        let Some((_, tree)) = part.split_once("use ") else {
            continue;
        };
        for (path, name) in paths(tree.trim_end_matches(';')) {
            let mut from = module.to_vec();
            let mut rest = &path[..];
            match path[0].as_str() {
                "crate" => (from, rest) = (Vec::new(), &path[1..]),
                "self" => rest = &path[1..],
                _ => {
                    while rest.first().is_some_and(|name| name == "super") {
                        from.pop();
                        rest = &rest[1..];
                    }
                }
            }
            found.push(([from, rest.to_vec()].concat(), name));
        }
    }
    found
}

impl Sources {
    fn read(folder: &str) -> Self {
        let source = root().join(folder);
        let mut uses = BTreeMap::new();
        for file in files(&source, &[".rs"]) {
            let module = module(&source, &file);
            uses.insert(module.clone(), used(&module, &code(&file)));
        }
        Self { uses }
    }

    /// The module that defines what a path names, as far as `use` lines hand it on.
    fn home(&self, path: &[String]) -> Option<Names> {
        let mut path = path.to_vec();
        for _ in 0..8 {
            let length = (1..=path.len())
                .rev()
                .find(|n| self.uses.contains_key(&path[..*n]))?;
            let (module, rest) = path.split_at(length);
            let Some(next) = rest.first() else {
                return Some(module.to_vec());
            };
            let handed_on = self.uses[module]
                .iter()
                .find(|(to, name)| name == next && to != &path);
            match handed_on {
                Some((to, _)) if self.uses.contains_key(&to[..1]) => {
                    path = [to.clone(), rest[1..].to_vec()].concat()
                }
                _ => return Some(module.to_vec()),
            }
        }
        None
    }

    /// Per module the modules of the same room that it uses, but for those around it, which declare it.
    fn edges(&self) -> BTreeMap<&Names, BTreeSet<Names>> {
        let edges = self.uses.iter().map(|(module, uses)| {
            let homes = uses.iter().filter_map(|(path, _)| self.home(path));
            let kept =
                homes.filter(|home| home.first() == module.first() && !module.starts_with(home));
            (module, kept.collect())
        });
        edges.collect()
    }

    /// The groups of more than one file that all reach each other.
    fn circles(&self) -> BTreeSet<Vec<String>> {
        let edges = self.edges();
        let reached = |from: &Names| {
            let (mut seen, mut next) = (BTreeSet::new(), vec![from.clone()]);
            while let Some(module) = next.pop() {
                for to in edges.get(&module).into_iter().flatten() {
                    if seen.insert(to.clone()) {
                        next.push(to.clone());
                    }
                }
            }
            seen
        };
        let all: BTreeMap<_, _> = edges
            .keys()
            .map(|module| (*module, reached(module)))
            .collect();
        let circle = |module: &&Names| {
            let both = all[*module]
                .iter()
                .filter(|other| all[*other].contains(*module));
            let names: Vec<_> = both.map(|module| module.join("/")).collect();
            (names.len() > 1).then_some(names)
        };
        all.keys().filter_map(circle).collect()
    }
}

#[test]
fn use_trees_are_read_to_their_leaves() {
    let module = ["a", "b", "c"].map(String::from);
    let code = "use super::{d, e::{F, G as H},\n    self as up};\npub use crate::x::Y;\n#[cfg(test)]\nmod golden;\nuse super::super::z;\n#[cfg(test)]\nuse super::tests;\n#[cfg(test)]\nmod tests {\nuse super::y;";
    let found = used(&module, code);
    let text: Vec<_> = found
        .iter()
        .map(|(path, name)| format!("{} as {name}", path.join("::")))
        .collect();
    assert_eq!(
        text,
        [
            "a::b::d as d",
            "a::b::e::F as F",
            "a::b::e::G as H",
            "a::b as up",
            "x::Y as Y",
            "a::z as z"
        ]
    );
}

#[test]
fn a_circle_is_found_through_what_a_parent_hands_on() {
    let uses = |module: &str, code: &str| {
        let module = names(module);
        (module.clone(), used(&module, code))
    };
    let sources = Sources {
        uses: BTreeMap::from([
            uses("a", "pub use one::One;\npub use two::Two;"),
            uses("a::one", "use super::Two;"),
            uses("a::two", "use super::One;"),
            uses("a::three", "use super::{One, Two};"),
        ]),
    };
    assert_eq!(
        sources.circles(),
        BTreeSet::from([vec!["a/one".into(), "a/two".into()]])
    );
}

#[test]
fn files_use_each_other_in_one_direction() {
    let mut found = BTreeSet::new();
    for folder in SOURCES {
        found.extend(Sources::read(folder).circles());
    }
    let known: BTreeSet<Vec<String>> = KNOWN
        .iter()
        .map(|circle| circle.iter().map(|file| (*file).into()).collect())
        .collect();
    let new: Vec<_> = found.difference(&known).collect();
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(new.is_empty(), "files that use each other: {new:#?}");
    assert!(
        gone.is_empty(),
        "no circles any more, strike them from KNOWN: {gone:#?}"
    );
}
