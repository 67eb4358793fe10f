//! The tools that the build needs beyond cargo: found, or installed where that can be done without asking.

use crate::project::{Project, output, run, text};
use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// The target that browsers run.
pub const WASM: &str = "wasm32-unknown-unknown";

/// The standard library for the browser.
pub fn wasm_target(project: &Project) -> Result<()> {
    let mut rustc = project.command("rustc");
    let folder = text(rustc.args(["--print", "target-libdir", "--target", WASM]))?;
    if Path::new(&folder).is_dir() {
        return Ok(());
    }
    println!("adding the target {WASM}");
    run(project.command("rustup").args(["target", "add", WASM]))
        .with_context(|| format!("`rustup target add {WASM}` is needed"))
}

/// A component of the toolchain, such as clippy, by the name of its cargo command.
pub fn component(project: &Project, name: &str) -> Result<()> {
    let mut version = project.command("cargo");
    if output(version.args([name, "--version"]))?.status.success() {
        return Ok(());
    }
    let component = if name == "fmt" { "rustfmt" } else { name };
    run(project
        .command("rustup")
        .args(["component", "add", component]))
    .with_context(|| format!("`rustup component add {component}` is needed"))
}

/// The wasm-bindgen program, of the very version that the crate is locked to.
pub fn wasm_bindgen(project: &Project) -> Result<PathBuf> {
    let version = locked(project, "wasm-bindgen")?;
    let folder = project.target.join("tools");
    let program = folder
        .join("bin")
        .join(format!("wasm-bindgen{}", env::consts::EXE_SUFFIX));
    let installed = program.is_file()
        && text(project.command(&program).arg("--version"))?.ends_with(&format!(" {version}"));
    if !installed {
        println!("installing wasm-bindgen-cli {version} (once, a minute or two)");
        let build = folder.join("build");
        run(project
            .cargo()
            .args(["install", "--quiet", "--force", "wasm-bindgen-cli"])
            .args(["--version", &version])
            .arg("--root")
            .arg(&folder)
            .arg("--target-dir")
            .arg(&build))?;
        // Only the program is kept; its build is large and never used again.
        let _ = fs::remove_dir_all(build);
    }
    Ok(program)
}

/// The version of a package in Cargo.lock.
fn locked(project: &Project, name: &str) -> Result<String> {
    #[derive(serde::Deserialize)]
    struct Lock {
        package: Vec<Package>,
    }
    #[derive(serde::Deserialize)]
    struct Package {
        name: String,
        version: String,
    }
    let text = fs::read_to_string(project.root.join("Cargo.lock")).context("no Cargo.lock")?;
    let lock: Lock = toml::from_str(&text).context("Cargo.lock")?;
    let package = lock.package.into_iter().find(|p| p.name == name);
    Ok(package
        .with_context(|| format!("{name} is not in Cargo.lock"))?
        .version)
}

/// The npm packages of package-lock.json.
pub fn npm(project: &Project) -> Result<()> {
    let lock = fs::read(project.root.join("package-lock.json")).context("no package-lock.json")?;
    let stamp = project.root.join("node_modules/.rankscope");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    node(project)?;
    println!("installing the npm packages");
    run(project
        .command("npm")
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    fs::write(stamp, lock)?;
    Ok(())
}

/// Node.js 20 or newer.
fn node(project: &Project) -> Result<()> {
    let version = text(project.command("node").arg("--version"))?;
    let major = version.trim_start_matches('v').split('.').next();
    match major.and_then(|m| m.parse::<u32>().ok()) {
        Some(20..) => Ok(()),
        _ => bail!(
            "Node.js 20 or newer is needed, found {version}: install it from https://nodejs.org"
        ),
    }
}
