//! `cargo xtask bench`: the budgets of the project, measured on this machine.

use crate::{
    matrix::Matrix,
    project::{Project, run, text},
    serve, size, tools, wasm,
};
use anyhow::{Context, Result};
use std::fs;

/// Prints one row per number.
pub fn bench(project: &Project) -> Result<()> {
    wasm::build_all(project)?;
    let matrix = Matrix::read(project)?;
    heading(project);

    for (what, bytes, budget) in size::budgets(project, &matrix)? {
        let verdict = if bytes <= budget { "kept" } else { "EXCEEDED" };
        let what = format!("{what} after gzip -9");
        println!("{what:<58} {bytes:>9} B   budget {budget}: {verdict}");
    }

    let chromium = tools::chromium(project)?;
    let (address, _serving) = serve::start(project, Some(0)).context("web server")?;
    run(project
        .command("node")
        .arg("benches/page/run.mjs")
        .env("CHROME", chromium)
        .env("RANKSCOPE_URL", address))
}

/// The time to measure a checkpoint of BERT-base's size, beside NumPy on one thread in the same run.
pub fn transformer(project: &Project) -> Result<()> {
    wasm::build_all(project)?;
    let mut build = project.cargo();
    run(build.args(["build", "--quiet", "--release", "--bin", "rankscope"]))?;
    let folder = project.target.join("bench");
    let results = project.root.join("benches/transformer/results");
    fs::create_dir_all(&folder)?;
    fs::create_dir_all(&results)?;
    let program = format!("release/rankscope{}", std::env::consts::EXE_SUFFIX);
    let chromium = tools::chromium(project)?;
    let (address, _serving) = serve::start(project, Some(0)).context("web server")?;
    run(project
        .command("node")
        .arg("benches/transformer/run.mjs")
        .arg(results)
        .arg(folder.join("bert-base.safetensors"))
        .arg(project.target.join(program))
        .env("CHROME", chromium)
        .env("RANKSCOPE_URL", address)
        .env("MACHINE", machine())
        .env("COMMIT", commit(project)))
}

/// Steps of training a Transformer per second, beside PyTorch on one thread in the same run, and in Chromium.
pub fn training(project: &Project, native: bool, quick: bool) -> Result<()> {
    let python = std::env::var("TORCH_PYTHON").unwrap_or_else(|_| "python3".into());
    text(project.command(&python).args(["-c", "import torch"])).context(
        "it takes PyTorch: install it (`pip install torch`), and name its Python in TORCH_PYTHON",
    )?;
    let own = project.target.join("for-this-processor");
    for (target, flags) in [(&project.target, ""), (&own, "-C target-cpu=native")] {
        let mut build = project.cargo();
        run(build
            .env("CARGO_TARGET_DIR", target)
            .env("RUSTFLAGS", flags)
            .args(["build", "--quiet", "--release"])
            .args(["--package", "rankscope-math", "--example", "training"]))?;
    }
    let results = project.root.join("benches/training/results");
    fs::create_dir_all(&results)?;
    let program = format!("release/examples/training{}", std::env::consts::EXE_SUFFIX);
    let mut measure = project.command("node");
    measure
        .arg("benches/training/run.mjs")
        .arg(results)
        .arg(project.target.join(&program))
        .arg(own.join(&program))
        .args(quick.then_some("quick"))
        .env("TORCH_PYTHON", python)
        .env("MACHINE", machine())
        .env("COMMIT", commit(project));
    if native {
        return run(measure.env_remove("CHROME"));
    }
    wasm::build_all(project)?;
    let chromium = tools::chromium(project)?;
    let (address, _serving) = serve::start(project, Some(0)).context("web server")?;
    run(measure
        .env("CHROME", chromium)
        .env("RANKSCOPE_URL", address))
}

/// Where and of what the numbers below are.
pub fn heading(project: &Project) {
    println!("machine: {}", machine());
    println!("commit:  {}", commit(project));
}

/// The commit that is measured.
pub fn commit(project: &Project) -> String {
    let mut git = project.command("git");
    text(git.args(["describe", "--always", "--dirty"])).unwrap_or_else(|_| "unknown".into())
}

/// Processor and operating system, as far as they tell.
pub fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("unknown processor", |m| {
        m.trim_start_matches([' ', '\t', ':'])
    });
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{model}, {cores} cores, {}", std::env::consts::OS)
}
