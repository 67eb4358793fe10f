//! The page's code as a visitor downloads it: one script, one worker, one style sheet, minified. In the source tree the same modules
//! run as they are.

use crate::{
    project::{Project, run},
    tools,
};
use anyhow::Result;
use std::path::Path;

/// What a first visit loads; everything else is imported by these and bundled into them.
pub const ENTRIES: &[&str] = &["www/main.js", "www/worker.js", "www/style.css"];

/// What workers load that a later need starts.
const LATER: &[&str] = &["www/gauge.js"];

/// Writes the entries, each with what it imports, into a folder.
pub fn bundle(project: &Project, to: &Path) -> Result<()> {
    tools::npm(project)?;
    run(project
        .command(project.root.join("node_modules/.bin/esbuild"))
        .args(ENTRIES)
        .args(LATER)
        .args(["--bundle", "--minify", "--format=esm", "--target=es2022"])
        .arg("--log-level=warning")
        .arg(format!("--outdir={}", to.display())))
}
