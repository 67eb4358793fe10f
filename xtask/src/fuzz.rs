//! `cargo xtask fuzz`: searches for bytes that break what reads them.

use crate::project::{Project, output, run};
use anyhow::{Context, Result};
use std::fs;

/// The longest input; a target may take a second for it, and allocate 64 MB and eight times its size.
const LONGEST: usize = 1 << 16;

/// Attacks a target for so long, from what is kept of it and the files of every reader; then keeps as few of the inputs as reach all that
/// any reached.
pub fn fuzz(project: &Project, target: &str, seconds: u32) -> Result<()> {
    if !output(project.command("cargo").args(["fuzz", "--version"]))?
        .status
        .success()
    {
        println!("installing cargo-fuzz");
        run(project.command("cargo").args(["install", "cargo-fuzz"]))?;
    }
    let grown = project.target.join("fuzz-corpus").join(target);
    let kept = project.root.join("fuzz/corpus").join(target);
    for folder in [&grown, &kept] {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let cargo = || {
        let mut cargo = project.command("rustup");
        cargo.args(["run", "nightly", "cargo", "fuzz"]);
        cargo
    };
    let malloc = 64 + (8 * LONGEST).div_ceil(1 << 20);
    run(cargo()
        .args(["run", target])
        .args([&grown, &kept])
        .arg(project.root.join("tests/data"))
        .arg("--")
        .args([
            format!("-max_total_time={seconds}"),
            format!("-max_len={LONGEST}"),
            format!("-malloc_limit_mb={malloc}"),
            "-timeout=1".into(),
            "-print_final_stats=1".into(),
            "-verbosity=1".into(),
        ]))
    .with_context(|| {
        format!(
            "{target}: fuzz/artifacts has the bytes; they belong into {}",
            kept.display()
        )
    })?;
    run(cargo().args(["run", target]).args([&kept, &grown]).args([
        "--",
        "-merge=1",
        "-max_len=2048",
    ]))
}
