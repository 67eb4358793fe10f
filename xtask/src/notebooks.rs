//! The Python package: built as a wheel, installed where nothing else is, and run in notebooks that a browser opens.

use crate::{
    check::{Outcome, counted},
    project::{Project, files, run, text},
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

/// What is installed beside the package.
const REQUIREMENTS: &str = "tests/notebooks/requirements.txt";

/// Installs the wheel and the notebooks into environments of their own, and runs their tests. An environment is kept while what it was
/// made from stays as it is: pip takes minutes to make one.
pub fn test(project: &Project) -> Result<Outcome> {
    if !project.root.join(PACKAGE).is_dir() {
        bail!("there is no {PACKAGE}: run `cargo xtask dist`");
    }
    let chromium = tools::chromium(project)?;
    run(project
        .cargo()
        .args(["build", "--quiet", "--bin", "rankscope"]))?;
    let folder = project.target.join("notebooks");
    let tools = Environment::of(project, folder.join("tools"))?;
    if !tools.kept {
        run(pip(project, &tools.python, "install").args(["hatchling", "-r", REQUIREMENTS]))?;
    }
    let wheel = wheel(project, &tools.python, &folder.join("wheel"))?;
    // Where nothing else is installed, what it declares has to be enough.
    let bare = Environment::of(project, folder.join("bare"))?;
    for environment in [&bare, &tools] {
        environment.install(project, &wheel)?;
    }
    run(project
        .command(&bare.python)
        .args(["-c", "import rankscope"]))?;
    let python = tools.python;
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

/// An environment of Python, made from the versions and what the package declares.
struct Environment {
    python: PathBuf,
    /// Whether it is an earlier run's.
    kept: bool,
    /// What it was made from, and the file that says so once it is complete.
    made: (String, PathBuf),
}

impl Environment {
    /// An earlier run's, or an empty one.
    fn of(project: &Project, folder: PathBuf) -> Result<Self> {
        let mut made = text(project.command("python3").arg("--version"))?;
        for file in [VERSIONS, REQUIREMENTS, "python/pyproject.toml"] {
            made += &fs::read_to_string(project.root.join(file))?;
        }
        let stamp = folder.join(".rankscope");
        let kept = fs::read_to_string(&stamp).is_ok_and(|earlier| earlier == made);
        if !kept {
            run(project
                .command("python3")
                .args(["-m", "venv", "--clear"])
                .arg(&folder))
            .context("Python 3 with venv is needed (Debian: `apt-get install python3-venv`)")?;
        }
        let scripts = if cfg!(windows) { "Scripts" } else { "bin" };
        Ok(Self {
            python: folder.join(scripts).join("python"),
            kept,
            made: (made, stamp),
        })
    }

    /// Installs the wheel of this run, with what it declares unless that is there.
    fn install(&self, project: &Project, wheel: &Path) -> Result<()> {
        let mut install = pip(project, &self.python, "install");
        if self.kept {
            install.args(["--no-deps", "--force-reinstall"]);
        }
        run(install.arg(wheel))?;
        let (made, stamp) = &self.made;
        Ok(fs::write(stamp, made)?)
    }
}

/// The wheel of what is published, in an otherwise empty folder.
fn wheel(project: &Project, python: &Path, folder: &Path) -> Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
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
