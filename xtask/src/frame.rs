//! `cargo xtask bench frame`: where the time goes between a slider's move and the last canvas drawn, and what else a visitor waits for.

use crate::{
    bench, dist,
    project::{Project, run},
    serve, tools, wasm,
};
use anyhow::{Context, Result};
use std::fs;

/// Measures so many moves per size and variant, or the memory over an hour of dragging, and writes the tables into
/// `benches/frame/results/`.
pub fn bench(project: &Project, moves: u32, hour: bool) -> Result<()> {
    wasm::build_all(project)?;
    // What a web server sends is the bundled page.
    dist::dist(project)?;
    let chromium = tools::chromium(project)?;
    let results = project.root.join("benches/frame/results");
    fs::create_dir_all(&results)?;
    let (address, _serving) = serve::start(project, Some(0)).context("web server")?;
    run(project
        .command("node")
        .arg(match hour {
            true => "benches/frame/hour.mjs",
            false => "benches/frame/run.mjs",
        })
        .arg(results)
        .arg(moves.to_string())
        .env("CHROME", chromium)
        .env("RANKSCOPE_URL", address)
        .env("MACHINE", bench::machine())
        .env("COMMIT", bench::commit(project)))
}
