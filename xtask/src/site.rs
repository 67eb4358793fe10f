//! The page as a static folder.

use crate::{
    matrix::Matrix,
    page,
    project::{Project, files},
};
use anyhow::{Context, Result};
use std::fs;

/// What the page consists of, relative to the root; every address in it is relative, too.
pub const SITE: &[&str] = &["index.html", "embed.html", "www"];

/// Builds `dist/`.
pub fn build(project: &Project, matrix: &Matrix) -> Result<()> {
    let combined: Vec<_> = matrix.module.iter().filter(|m| m.combines()).collect();
    let dist = project.root.join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist).context("cannot empty dist/")?;
    }
    let (mut count, mut bytes) = (0, 0);
    for part in SITE {
        for file in files(&project.root.join(part))? {
            let relative = file.strip_prefix(&project.root)?;
            let name = relative.to_string_lossy();
            // Types serve the editor and the tests; stamps serve the build; the page's own code is bundled below.
            let code = !name.starts_with("www/pkg/")
                && [".js", ".css"].iter().any(|ending| name.ends_with(ending));
            let unasked = combined.iter().any(|module| {
                let file = relative.file_name().unwrap_or_default().to_string_lossy();
                file == format!("{}.js", module.name) || file == format!("{}_bg.wasm", module.name)
            });
            if code || unasked || name.ends_with(".d.ts") || name.ends_with(".stamp") {
                continue;
            }
            let to = dist.join(relative);
            fs::create_dir_all(to.parent().unwrap_or(&dist))?;
            bytes += fs::copy(&file, &to).with_context(|| format!("cannot copy {name}"))?;
            count += 1;
        }
    }
    page::bundle(project, &dist.join("www"))?;
    println!(
        "dist/: {count} files, {} kB; any static web server can host it",
        bytes / 1000
    );
    Ok(())
}
