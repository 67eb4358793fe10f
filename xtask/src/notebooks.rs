//! The Python package: built as a wheel, installed where nothing else is, and run in notebooks that a browser opens.

use crate::{
    check::{Outcome, counted},
    project::{Project, files, run, text},
    tools,
};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// What a user finds in the wheel beside the native module.
const PACKAGE: &str = "python";

/// What the widget runs, as it is published and where the wheel takes it from.
const WIDGET: (&str, &str) = ("dist/widget.js", "python/src/rankscope/widget.js");

/// The versions of everything that is installed.
const VERSIONS: &str = "tests/notebooks/constraints.txt";

/// What is installed beside the package.
const REQUIREMENTS: &str = "tests/notebooks/requirements.txt";

/// Builds the wheel as it is published, into `dist/`.
pub fn wheel(project: &Project) -> Result<()> {
    let tools = Environment::tools(project)?;
    tools.complete()?;
    let dist = project.root.join("dist");
    let built = build(project, &tools.python, &dist, "release")?;
    println!(
        "{}: {} kB",
        built.display(),
        fs::metadata(&built)?.len() / 1000
    );
    Ok(())
}

/// Installs the wheel and the notebooks into environments of their own, and runs their tests. An environment is kept while what it was
/// made from stays as it is: pip takes minutes to make one.
pub fn test(project: &Project) -> Result<Outcome> {
    let chromium = tools::chromium(project)?;
    let tools = Environment::tools(project)?;
    // In the profile of the other tests, from which it differs in its last step only.
    let folder = project.target.join("notebooks/wheel");
    let wheel = build(project, &tools.python, &folder, "dev")?;
    // Where nothing else is installed, what it declares has to be enough.
    let bare = Environment::of(project, project.target.join("notebooks/bare"))?;
    for environment in [&bare, &tools] {
        environment.install(project, &wheel)?;
    }
    run(project
        .command(&bare.python)
        .args(["-c", "import rankscope; rankscope.evaluate()"]))?;
    let mut pytest = project.command(&tools.python);
    pytest
        .args(["-m", "pytest", "-q", "-p", "no:cacheprovider"])
        .arg("tests/notebooks")
        .env("PYTHONDONTWRITEBYTECODE", "1")
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

    /// The one that has what builds the wheel and what tests it.
    fn tools(project: &Project) -> Result<Self> {
        let tools = Self::of(project, project.target.join("notebooks/tools"))?;
        if !tools.kept {
            run(pip(project, &tools.python, "install").args(["-r", REQUIREMENTS]))?;
        }
        Ok(tools)
    }

    /// Installs the wheel of this run, with what it declares unless that is there.
    fn install(&self, project: &Project, wheel: &Path) -> Result<()> {
        let mut install = pip(project, &self.python, "install");
        if self.kept {
            install.args(["--no-deps", "--force-reinstall"]);
        }
        run(install.arg(wheel))?;
        self.complete()
    }

    fn complete(&self) -> Result<()> {
        let (made, stamp) = &self.made;
        Ok(fs::write(stamp, made)?)
    }
}

/// The wheel, with the widget that is published, as the only one in a folder.
fn build(project: &Project, python: &Path, folder: &Path, profile: &str) -> Result<PathBuf> {
    let (from, to) = WIDGET;
    let from = project.root.join(from);
    if !from.is_file() {
        bail!("there is no {}: run `cargo xtask dist`", from.display());
    }
    fs::copy(from, project.root.join(to))?;
    let wheels = || -> Result<Vec<PathBuf>> {
        let all = if folder.is_dir() {
            files(folder)?
        } else {
            Vec::new()
        };
        let is_wheel = |file: &PathBuf| file.extension().is_some_and(|end| end == "whl");
        Ok(all.into_iter().filter(is_wheel).collect())
    };
    for old in wheels()? {
        fs::remove_file(old)?;
    }
    run(project
        .command(python)
        .current_dir(project.root.join(PACKAGE))
        .env("CARGO_TARGET_DIR", &project.target)
        .env_remove("RUSTFLAGS")
        .args(["-m", "maturin", "build", "--quiet", "--profile", profile])
        .arg("--interpreter")
        .arg(python)
        .arg("--out")
        .arg(folder))?;
    wheels()?.pop().context("maturin has left no wheel")
}

fn pip(project: &Project, python: &Path, what: &str) -> Command {
    let mut pip = project.command(python);
    pip.args(["-m", "pip", what, "--quiet", "--disable-pip-version-check"]);
    pip.args(["-c", VERSIONS]);
    pip
}
