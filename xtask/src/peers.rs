//! `cargo xtask bench peers`: singular values beside the libraries that others use, on the same matrices in the same run.

use crate::{
    bench,
    matrix::{Matrix, Variant},
    project::{Project, run},
    tools,
};
use anyhow::{Context, Result};
use std::{fs, path::Path};

/// The modules measured: name, cargo feature, variant.
const MODULES: &[(&str, &str, &str)] = &[
    ("rankscope-simd128", "", "simd128"),
    ("rankscope-scalar", "", "scalar"),
    ("nalgebra-simd128", "nalgebra", "simd128"),
    ("nalgebra-scalar", "nalgebra", "scalar"),
    ("faer-simd128", "faer", "simd128"),
    ("bits-simd128", "fingerprint", "simd128"),
    ("bits-scalar", "fingerprint", "scalar"),
];

/// Measures for so many milliseconds per row, and writes the table and its chart into `benches/peers/results/`, and
/// what the page compares a visitor's device with into `www/data/`.
pub fn bench(project: &Project, milliseconds: u32) -> Result<()> {
    let matrix = Matrix::read(project)?;
    tools::wasm_target(project)?;
    tools::npm(project)?;
    let chromium = tools::chromium(project)?;
    let bench = project.root.join("benches/peers");
    run(project.command("npm").current_dir(&bench).args([
        "ci",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]))?;

    let folder = project.target.join("peers/run");
    fs::create_dir_all(&folder)?;
    for &(name, feature, variant) in MODULES {
        let variant = matrix.variant.iter().find(|one| one.name == variant);
        let variant =
            variant.with_context(|| format!("wasm-pack.toml has no variant for {name}"))?;
        build(
            project,
            &matrix,
            variant,
            feature,
            &folder.join(name).with_extension("wasm"),
        )
        .with_context(|| format!("the {name} build failed"))?;
    }
    bench::heading(project);
    run(project
        .command("node")
        .arg(bench.join("run.mjs"))
        .arg(&folder)
        .arg(milliseconds.to_string())
        .env("CHROME", chromium)
        .env("MACHINE", bench::machine()))?;

    let results = bench.join("results");
    fs::create_dir_all(&results)?;
    fs::copy(folder.join("peers.csv"), results.join("peers.csv"))?;
    fs::copy(
        folder.join("speed.json"),
        project.root.join("www/data/speed.json"),
    )?;
    fs::write(
        results.join("machine.txt"),
        format!("{}\n{}\n", bench::machine(), bench::commit(project)),
    )?;
    run(project
        .cargo()
        .args(["run", "--quiet", "--example", "peer-chart", "--"])
        .arg(results.join("peers.csv"))
        .arg(results.join("peers.svg")))
}

fn build(
    project: &Project,
    matrix: &Matrix,
    variant: &Variant,
    feature: &str,
    out: &Path,
) -> Result<()> {
    let target = project.target.join("peers").join(&variant.name);
    run(project
        .cargo()
        .env("CARGO_TARGET_DIR", &target)
        .env("CARGO_ENCODED_RUSTFLAGS", variant.rustflags.join("\u{1f}"))
        .args(["build", "--quiet", "--release", "--target", tools::WASM])
        .args(["--manifest-path", "benches/peers/Cargo.toml"])
        .args(["--features", feature]))?;
    run(project
        .command("node")
        .arg("node_modules/binaryen/bin/wasm-opt")
        .args(&matrix.common.wasm_opt)
        .args(&variant.wasm_opt)
        .arg(target.join(tools::WASM).join("release/peers.wasm"))
        .arg("--output")
        .arg(out))
}
