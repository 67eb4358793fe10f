//! The page's code as a visitor downloads it, minified: one script, one worker and one style sheet at first, and files of their own for
//! what is imported when it is used. In the source tree the same modules run as they are.
//!
//! Scripts that others import lie side by side, whatever folder of `www/` their source is in; what the program names by its address
//! (style, words, workers) lies where it does in the source tree.

use crate::{
    project::{Project, files, run},
    tools,
};
use anyhow::{Context, Result};
use std::{fs, path::Path};

/// What a first visit begins with.
pub const ENTRIES: &[&str] = &["main.js", "worker.js", "style.css", "watch.js"];

/// What a later need starts, and what frames and other people's pages do.
const LATER: &[&str] = &[
    "gauge.js",
    "embed.js",
    "study/study.css",
    "figures/table.css",
    "home/home.css",
    "home/menu.css",
    "embed/lab.css",
    "bench/speed-worker.js",
    "bench/speed.css",
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
    "study/lesson",
    "study/question",
    "study/teach",
    "study/cite",
    "study/symbols",
    "figures/saving",
    "figures/table",
    "core/poster",
    "controls/files",
    "controls/measuring",
    "controls/offers",
    "core/clipboard",
    "controls/player",
    "bench/speed",
    "home/home",
    "home/menu",
    "figures/interact",
];

/// The names under which modules may import a part: from its own folder, from another one, and from the top.
fn spellings(part: &str) -> [String; 3] {
    let name = part.rsplit('/').next().unwrap_or(part);
    [
        format!("./{name}.js"),
        format!("../{part}.js"),
        format!("./{part}.js"),
    ]
}

/// Writes the entries and the parts, each with what it imports, into a folder.
pub fn bundle(project: &Project, to: &Path) -> Result<()> {
    tools::npm(project)?;
    let kept = ENTRIES.iter().chain(LATER).map(|path| {
        let (name, _) = path.rsplit_once('.').unwrap_or((path, ""));
        format!("{name}=www/{path}")
    });
    bundle_all(project, kept, &[], to)?;
    let parts = PARTS.iter().map(|part| {
        let [beside, ..] = spellings(part);
        format!(
            "{}=www/{part}.js",
            beside.trim_start_matches("./").trim_end_matches(".js")
        )
    });
    // A part has a copy of its own of what says where the program's files lie, which nobody else sets.
    let start = project.target.join("page/part.js");
    if let Some(folder) = start.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&start, sets_folder(project, "./"))?;
    let inject = format!("--inject:{}", start.display());
    bundle_all(project, parts, &[inject], to)?;
    for script in files(to)? {
        if script.extension().is_some_and(|ending| ending == "js") {
            beside(&script)?;
        }
    }
    Ok(())
}

/// A script that says where the program's files lie, from the script that it becomes a part of.
pub fn sets_folder(project: &Project, folder: &str) -> String {
    let source = project.root.join("www/core/source.js");
    let source = source.display().to_string();
    format!("import {{ setFolder }} from {source:?};\nsetFolder({folder:?}, import.meta.url);\n")
}

/// Bundles, leaving the parts outside.
fn bundle_all(
    project: &Project,
    entries: impl Iterator<Item = String>,
    options: &[String],
    to: &Path,
) -> Result<()> {
    let outside = PARTS.iter().flat_map(|part| spellings(part));
    run(project
        .command(project.root.join("node_modules/.bin/esbuild"))
        .args(entries)
        .args(outside.map(|name| format!("--external:{name}")))
        .args(options)
        .args(["--bundle", "--minify", "--format=esm", "--target=es2022"])
        .arg("--log-level=warning")
        .arg(format!("--outdir={}", to.display())))
}

/// Parts lie beside whoever imports them.
fn beside(script: &Path) -> Result<()> {
    let mut text = fs::read_to_string(script)?;
    for part in PARTS {
        let [here, others @ ..] = spellings(part);
        for other in others {
            text = text.replace(&format!("{other:?}"), &format!("{here:?}"));
        }
    }
    fs::write(script, text).with_context(|| format!("cannot write {}", script.display()))
}
