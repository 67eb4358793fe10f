//! The page's code as a visitor downloads it, minified: one script, one worker and one style sheet at first, and files of their own for
//! what is imported when it is used. In the source tree the same modules run as they are.

use crate::{
    project::{Project, run},
    tools,
};
use anyhow::Result;
use std::path::Path;

/// What a first visit begins with.
pub const ENTRIES: &[&str] = &["www/main.js", "www/worker.js", "www/style.css"];

/// What a later need starts, and what frames and other people's pages do.
const LATER: &[&str] = &[
    "www/gauge.js",
    "www/study.css",
    "www/table.css",
    "www/embed.js",
    "www/lab.css",
    "www/speed-worker.js",
    "www/speed.css",
];

/// Writes one entry with what it imports, as a module (`esm`) or as a script (`iife`); compressed files become text, and so do the
/// scripts of workers.
pub fn bundle_one(project: &Project, entry: &Path, format: &str, to: &Path) -> Result<()> {
    tools::npm(project)?;
    run(project
        .command(project.root.join("node_modules/.bin/esbuild"))
        .arg(entry)
        .args(["--bundle", "--minify", "--target=es2022"])
        .arg(format!("--format={format}"))
        .args([
            "--loader:.gzip=base64",
            "--loader:.lzma=base64",
            "--loader:.txt=text",
            "--log-level=error",
        ])
        .arg(format!("--outfile={}", to.display())))
}

/// What `import()` loads when it is used; each is a file of its own, with what it shares with the others in it.
const PARTS: &[&str] = &[
    "lesson",
    "question",
    "teach",
    "cite",
    "symbols",
    "saving",
    "table",
    "poster",
    "measuring",
    "clipboard",
    "player",
    "speed",
];

/// Writes the entries and the parts, each with what it imports, into a folder.
pub fn bundle(project: &Project, to: &Path) -> Result<()> {
    tools::npm(project)?;
    run(project
        .command(project.root.join("node_modules/.bin/esbuild"))
        .args(ENTRIES)
        .args(LATER)
        .args(PARTS.iter().map(|part| format!("www/{part}.js")))
        .args(PARTS.iter().map(|part| format!("--external:./{part}.js")))
        .args(["--bundle", "--minify", "--format=esm", "--target=es2022"])
        .arg("--log-level=warning")
        .arg(format!("--outdir={}", to.display())))
}
