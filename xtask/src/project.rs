//! Where things are, and how programs are run.

use anyhow::{Context, Result, bail};
use std::{
    env,
    ffi::OsStr,
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// The folders of this clone.
#[derive(Clone)]
pub struct Project {
    /// The repository's root.
    pub root: PathBuf,
    /// Cargo's target folder: everything generated, apart from `www/pkg`, `dist` and `node_modules`.
    pub target: PathBuf,
}

impl Project {
    /// From where cargo runs this program.
    pub fn find() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR");
        let manifest = manifest.map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let root = manifest.parent().context("xtask has no parent folder")?;
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            // This very program lies in target/tool/.
            None => match env::current_exe()?.ancestors().nth(2) {
                Some(folder) => folder.to_path_buf(),
                None => root.join("target"),
            },
        };
        Ok(Self {
            root: root.to_path_buf(),
            target,
        })
    }

    /// A program that runs in the repository's root.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// Cargo, free of the caller's rustc flags and of what cargo set for this program.
    pub fn cargo(&self) -> Command {
        let mut command = self.command("cargo");
        for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTDOCFLAGS"] {
            command.env_remove(name);
        }
        command.env("CARGO_TARGET_DIR", &self.target);
        command
    }
}

/// Runs a program whose output goes straight to the terminal.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .map_err(|e| missing(command, &e))
        .with_context(|| format!("cannot run {}", program(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs a program and keeps its output.
pub fn output(command: &mut Command) -> Result<Output> {
    command
        .output()
        .map_err(|e| missing(command, &e))
        .with_context(|| format!("cannot run {}", program(command)))
}

/// The text that a program prints; an error if it fails.
pub fn text(command: &mut Command) -> Result<String> {
    let output = output(command)?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{} failed: {}", shown(command), said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// One sentence with the command that cures a missing program.
fn missing(command: &Command, error: &std::io::Error) -> anyhow::Error {
    let cure = match program(command).as_str() {
        "node" | "npm" => {
            "install Node.js 20 or newer (https://nodejs.org, or `apt-get install nodejs npm`)"
        }
        "cargo" | "rustc" | "rustup" => "install Rust with rustup (https://rustup.rs)",
        "apt-get" => "install the package by hand",
        _ => "install it and try again",
    };
    match error.kind() {
        ErrorKind::NotFound => anyhow::anyhow!("it is not installed: {cure}"),
        _ => anyhow::anyhow!("{error}"),
    }
}

fn program(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn shown(command: &Command) -> String {
    let arguments = command.get_args().map(OsStr::to_string_lossy);
    let words: Vec<_> = std::iter::once(command.get_program().to_string_lossy())
        .chain(arguments)
        .collect();
    format!("`{}`", words.join(" "))
}

/// Every file below a folder, or the file itself, in a stable order.
pub fn files(path: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if path.is_dir() {
        let entries = fs::read_dir(path).with_context(|| format!("cannot read {path:?}"))?;
        let mut entries = entries
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<Vec<_>>>()?;
        entries.sort();
        for entry in entries {
            found.extend(files(&entry)?);
        }
    } else if path.is_file() {
        found.push(path.to_path_buf());
    }
    Ok(found)
}
