//! The build matrix: what `wasm-pack.toml` declares.

use crate::project::Project;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::{fs, path::PathBuf};

/// `wasm-pack.toml`.
#[derive(Deserialize)]
pub struct Matrix {
    /// Size limits.
    pub budget: Budget,
    /// What is downloaded apart.
    pub module: Vec<Module>,
    /// How it is built.
    pub variant: Vec<Variant>,
    /// What holds for all of them.
    pub common: Common,
}

/// The module that draws; there is one build of it, and the page runs it.
pub const VIEW: &str = "view";

/// Limits in bytes after `gzip -9`.
#[derive(Deserialize)]
pub struct Budget {
    /// Of all that a first visit needs in one variant, without the page's own code.
    pub first: u64,
    /// Of the catalogue as a first visit reads it.
    pub catalogue: u64,
    /// Of what is said about any one lab beside it.
    pub words: u64,
    /// Of the page's own code.
    pub page: u64,
    /// Of `rankscope.inline.js`.
    pub inline: u64,
}

/// One download.
#[derive(Deserialize, Hash)]
#[serde(rename_all = "kebab-case")]
pub struct Module {
    /// The name of its files, and of its cargo feature, unless `features` names others.
    pub name: String,
    /// Cargo features.
    #[serde(default)]
    features: Vec<String>,
    /// Names of the variants that it is built for.
    pub variants: Vec<String>,
    /// The `opt-level` of `rankscope-web`, and so of linking, where that differs from Cargo.toml.
    pub opt_level: Option<String>,
    /// Whether a first visit needs it.
    #[serde(default)]
    pub first: bool,
    /// Limit in bytes after `gzip -9`, for each variant.
    pub budget: u64,
}

impl Module {
    /// The cargo features, with commas.
    pub fn features(&self) -> String {
        match self.features.is_empty() {
            true => self.name.clone(),
            false => self.features.join(","),
        }
    }

    /// Whether it is several of the others in one, for packing; the page never asks for it.
    pub fn combines(&self) -> bool {
        !self.features.is_empty()
    }
}

/// One way to build.
#[derive(Deserialize, Hash)]
#[serde(rename_all = "kebab-case")]
pub struct Variant {
    /// The folder under `www/pkg`.
    pub name: String,
    /// For rustc.
    pub rustflags: Vec<String>,
    /// For wasm-opt, after the common ones.
    pub wasm_opt: Vec<String>,
}

/// What holds for every build.
#[derive(Deserialize, Hash)]
#[serde(rename_all = "kebab-case")]
pub struct Common {
    /// For wasm-opt.
    pub wasm_opt: Vec<String>,
}

impl Matrix {
    /// Reads `wasm-pack.toml`.
    pub fn read(project: &Project) -> Result<Self> {
        let text = fs::read_to_string(project.root.join("wasm-pack.toml"))
            .context("cannot read wasm-pack.toml")?;
        toml::from_str(&text).context("wasm-pack.toml")
    }

    /// The modules that a variant has.
    pub fn modules<'a>(&'a self, variant: &'a Variant) -> impl Iterator<Item = &'a Module> {
        let of = |module: &&Module| module.variants.contains(&variant.name);
        self.module.iter().filter(of)
    }

    /// What runs in workers.
    pub fn engines(&self) -> impl Iterator<Item = &Module> {
        let engine = |module: &&Module| module.name != VIEW && !module.combines();
        self.module.iter().filter(engine)
    }

    /// The WebAssembly files that a first visit in a variant downloads; a module that lacks the variant comes in the one it has.
    pub fn first_visit(&self, project: &Project, variant: &Variant) -> Vec<PathBuf> {
        let first = self.module.iter().filter(|module| module.first);
        let file = |module: &Module| {
            let has = module.variants.contains(&variant.name);
            let own = if has {
                Some(&variant.name)
            } else {
                module.variants.first()
            };
            own.map(|name| wasm_file(project, name, module))
        };
        first.filter_map(file).collect()
    }
}

/// The folder of everything built for the page.
pub fn pkg(project: &Project) -> PathBuf {
    project.root.join("www/pkg")
}

/// The WebAssembly file of a module in the variant of that name.
pub fn wasm_file(project: &Project, variant: &str, module: &Module) -> PathBuf {
    pkg(project)
        .join(variant)
        .join(format!("{}_bg.wasm", module.name))
}

/// What the page knows about the labs before any engine has arrived, below [`pkg`]; `words` has the rest.
pub const CATALOGUE: &str = "catalogue.json";

/// The same where it lies.
pub fn catalogue(project: &Project) -> PathBuf {
    pkg(project).join(CATALOGUE)
}
