//! The two WebAssembly builds: cargo, wasm-bindgen, wasm-opt, as `wasm-pack.toml` says.

use crate::{
    project::{Project, files, run, text},
    tools,
};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    time::Instant,
};

/// `wasm-pack.toml`.
#[derive(Deserialize)]
pub struct Matrix {
    /// Size limits.
    pub budget: Budget,
    /// The builds.
    pub variant: Vec<Variant>,
    /// What holds for all of them.
    pub common: Common,
}

/// Limits in bytes after `gzip -9`.
#[derive(Deserialize)]
pub struct Budget {
    /// Of each variant.
    pub wasm: u64,
    /// Of the page's own code.
    pub page: u64,
}

/// One build.
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
}

/// The folder of a variant's files.
pub fn folder(project: &Project, variant: &Variant) -> PathBuf {
    project.root.join("www/pkg").join(&variant.name)
}

/// The WebAssembly file of a variant.
pub fn file(project: &Project, variant: &Variant) -> PathBuf {
    folder(project, variant).join("rankscope_bg.wasm")
}

/// Builds every variant whose inputs changed.
pub fn build_all(project: &Project) -> Result<()> {
    let matrix = Matrix::read(project)?;
    tools::wasm_target(project)?;
    let bindgen = tools::wasm_bindgen(project)?;
    tools::npm(project)?;
    for variant in &matrix.variant {
        let stamp = format!("{:016x}", inputs(project, &matrix.common, variant)?);
        let stamp_file = folder(project, variant).join(".stamp");
        if fs::read_to_string(&stamp_file).is_ok_and(|built| built == stamp) {
            continue;
        }
        let start = Instant::now();
        build(project, &matrix.common, variant, &bindgen)
            .with_context(|| format!("the {} build failed", variant.name))?;
        fs::write(stamp_file, stamp)?;
        println!(
            "built {} in {:.0} s",
            variant.name,
            start.elapsed().as_secs_f64()
        );
    }
    Ok(())
}

/// A number that changes whenever a variant must be built again.
fn inputs(project: &Project, common: &Common, variant: &Variant) -> Result<u64> {
    let mut hash = DefaultHasher::new();
    (common, variant).hash(&mut hash);
    text(project.command("rustc").arg("-vV"))?.hash(&mut hash);
    for input in [
        "src",
        "Cargo.toml",
        "Cargo.lock",
        "package-lock.json",
        "xtask/src/wasm.rs",
    ] {
        for file in files(&project.root.join(input))? {
            file.strip_prefix(&project.root)?.hash(&mut hash);
            fs::read(&file)?.hash(&mut hash);
        }
    }
    Ok(hash.finish())
}

fn build(project: &Project, common: &Common, variant: &Variant, bindgen: &Path) -> Result<()> {
    // A folder of its own: other rustc flags would otherwise rebuild every dependency at each change of variant.
    let target = project.target.join("wasm").join(&variant.name);
    run(project
        .cargo()
        .env("CARGO_TARGET_DIR", &target)
        .env("CARGO_ENCODED_RUSTFLAGS", rustflags(project, variant))
        .args(["build", "--quiet", "--release", "--package", "rankscope"])
        .args(["--lib", "--no-default-features", "--target", tools::WASM]))?;

    let bound = target.join("bindgen");
    let module = target.join(tools::WASM).join("release/rankscope.wasm");
    run(project
        .command(bindgen)
        .args(["--target", "web", "--out-name", "rankscope", "--out-dir"])
        .arg(&bound)
        .arg(module))?;

    let out = folder(project, variant);
    fs::create_dir_all(&out)?;
    for file in files(&bound)? {
        if file.extension().is_none_or(|ending| ending != "wasm") {
            fs::copy(&file, out.join(file.file_name().unwrap_or_default()))?;
        }
    }
    run(project
        .command("node")
        .arg("node_modules/binaryen/bin/wasm-opt")
        .args(&common.wasm_opt)
        .args(&variant.wasm_opt)
        .arg(bound.join("rankscope_bg.wasm"))
        .arg("--output")
        .arg(file(project, variant)))
}

/// The variant's flags, and no path of this machine in panic messages (they cost bytes, too).
fn rustflags(project: &Project, variant: &Variant) -> String {
    let mut flags = variant.rustflags.clone();
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    if let Some(home) = home {
        flags.push(format!(
            "--remap-path-prefix={}=",
            home.join("registry/src").display()
        ));
    }
    flags.push(format!("--remap-path-prefix={}=", project.root.display()));
    flags.join("\u{1f}")
}
