//! Builds what the page asks for when it asks: a file under `www/pkg/` is brought up to date before it is served.
//!
//! What is built here lies in `target/serve/pkg`, apart from the modules that are published.

use crate::{
    matrix::{CATALOGUE, Matrix, Module, Variant},
    project::Project,
    wasm::{self, Build, Use},
};
use anyhow::{Context, Result, anyhow};
use serde::Serialize;
use std::{
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::Instant,
};

/// What `www/pkg/building.json` answers.
pub const STATUS: &str = "building.json";

/// The page of all posters. They are drawn when somebody asks for it, but not for a page that shows one while it waits: drawing them
/// would make it wait longer.
const POSTERS: &str = "posters/index.html";

/// What can be built on request.
#[derive(Clone, Copy)]
enum Part<'a> {
    /// A module in a variant.
    Module(&'a Variant, &'a Module),
    /// What the page knows of every lab.
    Catalogue,
    /// The pictures for pages without scripts.
    Posters,
}

impl Part<'_> {
    /// As the page names it.
    fn name(self) -> String {
        match self {
            Self::Module(variant, module) => format!("{} ({})", module.name, variant.name),
            Self::Catalogue => "the catalogue".into(),
            Self::Posters => "the posters".into(),
        }
    }
}

/// Builds one part of each kind at a time.
pub struct Workshop {
    project: Project,
    matrix: Matrix,
    /// Held while something is built: one for each variant, whose builds share a target folder, and the last for the command line.
    benches: Vec<Mutex<()>>,
    board: Mutex<Board>,
}

/// What is being built, and what could not be.
#[derive(Default)]
struct Board {
    building: Vec<(String, Instant)>,
    failed: Vec<(String, String)>,
}

/// The same, for the page.
#[derive(Serialize)]
struct Status<'a> {
    building: Vec<(&'a str, u64)>,
    failed: &'a [(String, String)],
}

impl Workshop {
    /// A workshop that has built nothing yet.
    pub fn open(project: &Project) -> Result<Self> {
        let project = project.clone();
        crate::tools::wasm_target(&project)?;
        let matrix = Matrix::read(&project)?;
        let count = matrix.variant.len() + 1;
        Ok(Self {
            project,
            matrix,
            benches: (0..count).map(|_| Mutex::default()).collect(),
            board: Mutex::default(),
        })
    }

    /// Builds what the page shows first, all of it side by side.
    pub fn first_page(&self) -> Result<()> {
        let first = self.matrix.module.iter().filter(|module| module.first);
        let first = first.filter_map(|module| {
            let best = self.matrix.variant.iter();
            let best = best.filter(|variant| module.variants.contains(&variant.name));
            // Variants are listed in the order in which a browser prefers them.
            Some(Part::Module(best.into_iter().next()?, module))
        });
        thread::scope(|scope| {
            let builds: Vec<_> = first
                .chain([Part::Catalogue])
                .map(|part| scope.spawn(move || self.update(part)))
                .collect();
            builds
                .into_iter()
                .try_for_each(|build| build.join().map_err(|_| anyhow!("a build panicked"))?)
        })
    }

    /// The file behind a path below `www/pkg/`, brought up to date; nothing if no such file is ever built.
    pub fn file(&self, path: &str) -> Option<Result<PathBuf>> {
        let file = Use::Serving.pkg(&self.project).join(path);
        if let Some(part) = self.part(path) {
            return Some(self.update(part).map(|()| file));
        }
        // A picture is what it was when somebody last asked for the page of them all.
        let name = path.strip_prefix("posters/")?;
        let plain = !name.contains(['/', '\\']) && !name.starts_with('.');
        plain.then_some(Ok(file))
    }

    /// What is being built, for how many seconds, and what could not be.
    pub fn status(&self) -> Result<String> {
        let board = lock(&self.board);
        let building = board.building.iter();
        let status = Status {
            building: building
                .map(|(name, since)| (name.as_str(), since.elapsed().as_secs()))
                .collect(),
            failed: &board.failed,
        };
        Ok(serde_json::to_string(&status)?)
    }

    fn part(&self, path: &str) -> Option<Part<'_>> {
        match path {
            CATALOGUE | wasm::TEX => return Some(Part::Catalogue),
            POSTERS => return Some(Part::Posters),
            _ => {}
        }
        let (folder, file) = path.split_once('/')?;
        if folder == "words" && !file.contains(['/', '\\']) {
            return Some(Part::Catalogue);
        }
        let variant = self.matrix.variant.iter().find(|v| v.name == folder)?;
        let name = file.strip_suffix("_bg.wasm");
        let name = name.or_else(|| file.strip_suffix(".js"))?;
        let module = self.matrix.modules(variant).find(|m| m.name == name)?;
        Some(Part::Module(variant, module))
    }

    /// Builds a part unless it is as its sources are; whoever asks meanwhile waits and then finds it done.
    fn update(&self, part: Part) -> Result<()> {
        let bench = match part {
            Part::Module(variant, _) => {
                let mut variants = self.matrix.variant.iter();
                variants.position(|v| v.name == variant.name)
            }
            Part::Catalogue | Part::Posters => self.benches.len().checked_sub(1),
        };
        let bench = bench.and_then(|index| self.benches.get(index));
        let _mine = lock(bench.context("no place to build it")?);
        match part {
            Part::Module(variant, module) => {
                let build = Build {
                    project: &self.project,
                    common: &self.matrix.common,
                    variant,
                    module,
                    purpose: Use::Serving,
                };
                if build.is_fresh() {
                    return Ok(());
                }
                self.announced(part, || build.make())
            }
            // Cargo knows whether there is anything to do.
            Part::Catalogue => {
                self.announced(part, || wasm::write_catalogue(&self.project, Use::Serving))
            }
            Part::Posters => self.announced(part, || {
                wasm::write_catalogue(&self.project, Use::Serving)?;
                wasm::write_posters(&self.project, Use::Serving)
            }),
        }
    }

    /// Builds a part, and puts that on the board.
    fn announced(&self, part: Part, build: impl FnOnce() -> Result<()>) -> Result<()> {
        let name = part.name();
        lock(&self.board)
            .building
            .push((name.clone(), Instant::now()));
        let done = build();
        let mut board = lock(&self.board);
        board.building.retain(|(building, _)| *building != name);
        board.failed.retain(|(failed, _)| *failed != name);
        if let Err(error) = &done {
            eprintln!("{error:#}");
            board.failed.push((name, format!("{error:#}")));
        }
        done
    }
}

/// A build that panicked has left nothing that the next one would not write again.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn knows_what_it_can_build() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let project = Project {
            root: root.to_path_buf(),
            target: root.join("target"),
        };
        let workshop = Workshop::open(&project).unwrap();
        let name = |path: &str| workshop.part(path).map(Part::name);
        for path in ["simd128/theory_bg.wasm", "simd128/theory.js"] {
            assert_eq!(name(path).as_deref(), Some("theory (simd128)"));
        }
        assert_eq!(name("scalar/view.js").as_deref(), Some("view (scalar)"));
        assert_eq!(name("catalogue.json").as_deref(), Some("the catalogue"));
        assert_eq!(name(POSTERS).as_deref(), Some("the posters"));
        assert!(workshop.file("posters/attention.svg").is_some());
        for path in ["posters/../../../Cargo.toml", "posters/.."] {
            assert!(workshop.file(path).is_none(), "{path}");
        }
        // Nobody builds that module for SIMD, that variant, or that file.
        for path in [
            "simd128/view.js",
            "mmx/theory.js",
            "scalar/theory.txt",
            "x.js",
            "posters/attention.svg",
        ] {
            assert!(name(path).is_none(), "{path}");
        }
        assert_eq!(workshop.status().unwrap(), r#"{"building":[],"failed":[]}"#);
    }
}
