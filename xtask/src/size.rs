//! What a visitor downloads, as a well-configured server sends it.

use crate::{
    check::Outcome,
    page,
    project::Project,
    wasm::{self, Variant},
};
use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};
use std::{fs, io::Write, path::Path};

/// The bytes of a file after `gzip -9`.
pub fn gzip(path: &Path) -> Result<u64> {
    let mut to = GzEncoder::new(Vec::new(), Compression::best());
    to.write_all(&fs::read(path).with_context(|| format!("cannot read {}", path.display()))?)?;
    Ok(to.finish()?.len() as u64)
}

/// Whether a variant keeps its budget.
pub fn wasm(project: &Project, variant: &Variant, budget: u64) -> Result<Outcome> {
    let size = gzip(&wasm::file(project, variant))?;
    Ok(held(&variant.name, size, budget))
}

/// The page's own code as `dist/` holds it: everything a first visit loads but wasm, its generated loader, sample data and pictures.
pub fn page_bytes(project: &Project) -> Result<u64> {
    let bundle = project.target.join("page");
    page::bundle(project, &bundle)?;
    let mut bytes = gzip(&project.root.join("index.html"))?;
    for entry in page::ENTRIES {
        let name = Path::new(entry).file_name().unwrap_or_default();
        bytes += gzip(&bundle.join(name))?;
    }
    Ok(bytes)
}

/// Whether the page keeps its budget.
pub fn page(project: &Project, budget: u64) -> Result<Outcome> {
    Ok(held("page code", page_bytes(project)?, budget))
}

fn held(what: &str, size: u64, budget: u64) -> Outcome {
    let said = format!("{what}: {size} bytes after gzip -9, budget {budget}\n");
    Outcome::of(size <= budget, said)
}
