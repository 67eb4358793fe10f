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

/// The npm packages of package-lock.json.
pub fn npm(project: &Project) -> Result<()> {
    npm_in(project, &project.root)
}

/// The npm packages of a folder's package-lock.json.
pub fn npm_in(project: &Project, folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json"))
        .with_context(|| format!("no package-lock.json in {}", folder.display()))?;
    let stamp = folder.join("node_modules/.rankscope");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    node(project)?;
    println!("installing the npm packages");
    let mut install = project.command("npm");
    install.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    run(install.current_dir(folder))?;
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

/// Where Chromium usually is.
const CHROMIUM: &[&str] = &[
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome-stable",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// A Chromium for the end-to-end tests.
pub fn chromium(project: &Project) -> Result<PathBuf> {
    if let Some(chrome) = env::var_os("CHROME").map(PathBuf::from) {
        if chrome.is_file() {
            return Ok(chrome);
        }
        bail!(
            "CHROME={} is no file: set it to a Chromium or Chrome program",
            chrome.display()
        );
    }
    let known = || {
        CHROMIUM
            .iter()
            .map(PathBuf::from)
            .find(|path| path.is_file())
    };
    if let Some(chrome) = known() {
        return Ok(chrome);
    }
    debian(project, &["chromium"])?;
    known().context("Chromium is not installed: install it (Debian: `sudo apt-get install chromium`), or set CHROME=/path/to/chrome")
}

/// Packages of Debian, installed where that needs nobody's leave.
fn debian(project: &Project, packages: &[&str]) -> Result<()> {
    let root = text(project.command("id").arg("-u")).is_ok_and(|id| id == "0");
    if !Path::new("/etc/debian_version").exists() || !root {
        return Ok(());
    }
    println!("installing {} from Debian", packages.join(", "));
    run(project.command("apt-get").args(["update", "--quiet=2"]))?;
    run(project
        .command("apt-get")
        .args(["install", "--yes", "--quiet=2", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive"))
}

/// The engines of other browsers, with what drives them: a program of each, and the packages that have it.
const ENGINES: &[(&str, &[&str])] = &[
    ("/usr/bin/firefox-esr", &["firefox-esr"]),
    (
        "/usr/bin/WebKitWebDriver",
        &["webkit2gtk-driver", "xvfb", "xauth"],
    ),
];

/// Installs the engines that are missing, where that needs nobody's leave; the tests name those that stay away.
pub fn engines(project: &Project) -> Result<()> {
    for (program, packages) in ENGINES {
        if !Path::new(program).is_file() {
            debian(project, packages)?;
        }
    }
    Ok(())
}
