//! The Python package: built as a wheel, installed where nothing else is, and run in notebooks that a browser opens.

use crate::{
    check::{Outcome, counted},
    project::{Project, files, run},
    tools,
};
use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The package as it is published.
const PACKAGE: &str = "dist/python";

/// The versions of everything that is installed.
const VERSIONS: &str = "tests/notebooks/constraints.txt";

/// Installs the wheel and the notebooks into a fresh environment, and runs their tests.
pub fn test(project: &Project) -> Result<Outcome> {
    if !project.root.join(PACKAGE).is_dir() {
        bail!("there is no {PACKAGE}: run `cargo xtask dist`");
    }
    let chromium = tools::chromium(project)?;
    run(project
        .cargo()
        .args(["build", "--quiet", "--bin", "rankscope"]))?;
    let folder = project.target.join("notebooks");
    let environment = folder.join("venv");
    run(project
        .command("python3")
        .args(["-m", "venv", "--clear"])
        .arg(&environment))
    .context("Python 3 with venv is needed (Debian: `apt-get install python3-venv`)")?;
    let scripts = if cfg!(windows) { "Scripts" } else { "bin" };
    let python = environment.join(scripts).join("python");
    let wheel = wheel(project, &python, &folder.join("wheel"))?;
    // By itself first: what it declares has to be enough.
    run(pip(project, &python, "install").arg(wheel))?;
    run(project.command(&python).args(["-c", "import rankscope"]))?;
    run(pip(project, &python, "install").args(["-r", "tests/notebooks/requirements.txt"]))?;
    let program = format!("debug/rankscope{}", env::consts::EXE_SUFFIX);
    let mut pytest = project.command(&python);
    pytest
        .args(["-m", "pytest", "-q", "-p", "no:cacheprovider"])
        .arg("tests/notebooks")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("RANKSCOPE", project.target.join(program))
        .env("CHROME", chromium);
    counted(&mut pytest)
}

/// The wheel of what is published, in an otherwise empty folder.
fn wheel(project: &Project, python: &Path, folder: &Path) -> Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    run(pip(project, python, "install").arg("hatchling"))?;
    run(pip(project, python, "wheel")
        .args(["--no-deps", "--no-build-isolation", PACKAGE])
        .arg("--wheel-dir")
        .arg(folder))?;
    let built = files(folder)?.into_iter().next();
    built.context("pip has left no wheel")
}

fn pip(project: &Project, python: &Path, what: &str) -> Command {
    let mut pip = project.command(python);
    pip.args(["-m", "pip", what, "--quiet", "--disable-pip-version-check"]);
    pip.args(["-c", VERSIONS]);
    pip
}
