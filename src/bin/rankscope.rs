//! The command line: the reports and figures of the page, without a browser.

use clap::{Parser, Subcommand};
use rankscope::{
    checkpoint::{self, Checkpoint, disk::OnDisk},
    labs::{self, Report, activations},
    render::{self, ThemeName, View},
    session::{Opened, Session, catalogue},
};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    io::{self, IsTerminal as _, Read as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

/// Effective ranks and generalization bounds, as on the page.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Prints the report of a state: readouts and checks, and with --json the data of the figures
    Eval {
        /// What a link carries behind its #, such as "lab=spectrum&family=flat&n=8"
        state: String,
        /// A file that the state refers to (.npy, .npz, .csv, .tsv, .txt, .json, .mtx, or a printout), a checkpoint (.safetensors, or the
        /// .safetensors.index.json of its shards), a measured one (.spectra), or networks that `export` wrote (networks.json)
        #[arg(long)]
        data: Option<PathBuf>,
        /// JSON with every digit, instead of a table
        #[arg(long)]
        json: bool,
        /// Only this number, with every digit
        #[arg(long, conflicts_with = "json")]
        readout: Option<String>,
    },
    /// Writes a figure of a state as SVG
    Render {
        /// What a link carries behind its #
        state: String,
        /// The figure's id; `eval --json` lists the figures of a state [default: its first]
        #[arg(long)]
        figure: Option<String>,
        /// The file to write; - writes to the standard output
        #[arg(short, long)]
        output: PathBuf,
        /// A file that the state refers to
        #[arg(long)]
        data: Option<PathBuf>,
        /// Width in CSS pixels
        #[arg(long, default_value_t = 640.0)]
        width: f64,
        /// Height in CSS pixels
        #[arg(long, default_value_t = 400.0)]
        height: f64,
        /// Colours: light, dark or contrast
        #[arg(long, default_value = "light", value_parser = theme)]
        theme: ThemeName,
        /// Without words, as a thumbnail
        #[arg(long)]
        bare: bool,
    },
    /// Writes a file that a state hands over, such as attention or weights of a network that it has trained; --json of eval lists them as
    /// offers
    Export {
        /// What a link carries behind its #
        state: String,
        /// The file's name, such as attention.npy
        file: String,
        /// The file to write; - writes to the standard output [default: its name]
        #[arg(short, long)]
        output: Option<PathBuf>,
        /// A file that the state refers to
        #[arg(long)]
        data: Option<PathBuf>,
    },
    /// Measures a checkpoint once and writes what is known of it to a small file, which --data and the page read at once
    Measure {
        /// A .safetensors file, or the .safetensors.index.json of its shards
        checkpoint: PathBuf,
        /// The file to write
        #[arg(short, long)]
        output: PathBuf,
        /// Threads [default: one for each core]
        #[arg(long)]
        threads: Option<usize>,
    },
    /// Matches the units of two networks by their activations on the same inputs: best buddies by correlation, beside chance
    Match {
        /// Activations of the first network, inputs down and units across: .npy, or the first array of an .npz
        a: PathBuf,
        /// Those of the second, on the same inputs
        b: PathBuf,
        /// A pair counts as matched from the correlation tau/(1+tau) on
        #[arg(long, default_value_t = 1.0)]
        tau: f64,
        /// Writes every pair of best buddies as CSV: units from 0, correlation, excess kurtosis of both
        #[arg(long)]
        pairs: Option<PathBuf>,
        /// Threads [default: one for each core]
        #[arg(long)]
        threads: Option<usize>,
    },
    /// Prints the catalogue: labs, controls, presets, citations
    Labs {
        /// JSON, instead of a list
        #[arg(long)]
        json: bool,
        /// The formulas in TeX as JSON, by lab and quantity
        #[arg(long, conflicts_with = "json")]
        tex: bool,
    },
}

/// Why nothing was printed: one line for a person.
struct Failure(String);

impl From<labs::Error> for Failure {
    fn from(error: labs::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<checkpoint::Error> for Failure {
    fn from(error: checkpoint::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self(error.to_string())
    }
}

fn main() -> ExitCode {
    let printed = answer(Arguments::parse().command).and_then(|text| {
        match io::stdout().write_all(text.as_bytes()) {
            // The reader of a pipe has seen enough.
            Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(Failure(e.to_string())),
            _ => Ok(()),
        }
    });
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(reason)) => {
            eprintln!("rankscope: {}", reason.replace('\n', " "));
            ExitCode::from(2)
        }
    }
}

fn answer(command: Command) -> Result<String, Failure> {
    match command {
        Command::Eval {
            state,
            data,
            json,
            readout,
        } => {
            let (lab, opened, report) = evaluate(&state, data.as_deref())?;
            if let Some(id) = readout {
                number(&report, &id)
            } else if json {
                line(&Answer {
                    lab,
                    state: &opened.state,
                    report: &report,
                    figures: &report.figures,
                })
            } else {
                Ok(table(&report))
            }
        }
        Command::Render {
            state,
            figure,
            output,
            data,
            width,
            height,
            theme,
            bare,
        } => {
            let (_, _, report) = evaluate(&state, data.as_deref())?;
            let view = View {
                width,
                height,
                theme,
                legend: !bare,
                font: if bare { 0.0 } else { View::default().font },
                ..View::default()
            };
            let svg = picture(&report, figure.as_deref(), &view)?;
            if output == Path::new("-") {
                return Ok(svg);
            }
            fs::write(&output, svg).map_err(|e| Failure(format!("{}: {e}", output.display())))?;
            Ok(String::new())
        }
        Command::Export {
            state,
            file,
            output,
            data,
        } => {
            let (mut session, ..) = evaluated(&state, data.as_deref())?;
            let bytes = session.hand(&file)?;
            let output = output.unwrap_or_else(|| file.into());
            let written = match output == Path::new("-") {
                true => io::stdout().write_all(&bytes),
                false => fs::write(&output, bytes),
            };
            written.map_err(|e| Failure(format!("{}: {e}", output.display())))?;
            Ok(String::new())
        }
        Command::Measure {
            checkpoint,
            output,
            threads,
        } => {
            let bytes = measured(&checkpoint, threads)?.to_bytes()?;
            fs::write(&output, bytes).map_err(|e| Failure(format!("{}: {e}", output.display())))?;
            Ok(String::new())
        }
        Command::Match {
            a,
            b,
            tau,
            pairs,
            threads,
        } => matched([&a, &b], tau, pairs.as_deref(), threads),
        Command::Labs { json: true, .. } => line(&catalogue().map_err(Failure)?),
        Command::Labs { tex: true, .. } => line(&formulas()),
        Command::Labs { .. } => Ok(list()),
    }
}

/// The report of a state, with its lab.
fn evaluate(state: &str, data: Option<&Path>) -> Result<(&'static str, Opened, Report), Failure> {
    let (session, opened, report) = evaluated(state, data)?;
    let lab = session.lab().ok_or(labs::Error::NoLab)?;
    Ok((lab.id, opened, report))
}

/// The report of a state, and the session that has it; a link may be bad in part, a command may not.
fn evaluated(state: &str, data: Option<&Path>) -> Result<(Session, Opened, Report), Failure> {
    let mut session = Session::with_assets()?;
    if let Some(path) = data.filter(|path| is_checkpoint(path)) {
        session.measured(measured(path, None)?);
    } else if let Some(path) = data {
        let bytes = fs::read(path).map_err(|e| Failure(format!("{}: {e}", path.display())))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        session.load(&name, &bytes).map_err(|e| {
            let said = e.to_string();
            let said = said.strip_prefix(&format!("{name}: ")).unwrap_or(&said);
            Failure(format!("{}: {said}", path.display()))
        })?;
    }
    let (opened, report) = session.evaluate(state)?;
    let opened = opened.whole().map_err(Failure)?;
    Ok((session, opened, report))
}

/// Whether a file is, or lists, a checkpoint: by its name, or by how it begins.
fn is_checkpoint(path: &Path) -> bool {
    let mut start = Vec::new();
    let begun = fs::File::open(path).and_then(|file| file.take(16).read_to_end(&mut start));
    checkpoint::is_checkpoint(&path.to_string_lossy())
        || begun.is_ok() && checkpoint::is_safetensors(&start)
}

/// How many threads there is room for.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Measures a checkpoint; where a person watches, with a line that tells how far it is.
fn measured(path: &Path, threads: Option<usize>) -> Result<Checkpoint, Failure> {
    let watched = io::stderr().is_terminal();
    let started = Instant::now();
    let progress = |done: usize, total: usize| {
        if watched {
            let left = started.elapsed().as_secs_f64() * (total as f64 / done as f64 - 1.0);
            let end = if done == total { '\n' } else { '\r' };
            eprint!("\x1b[K{done} of {total} matrices, {left:.0} s left{end}");
        }
    };
    Ok(OnDisk::open(path)?.measure(threads.unwrap_or_else(cores), progress)?)
}

/// Matches two files and says what they share.
fn matched(
    files: [&Path; 2],
    tau: f64,
    pairs: Option<&Path>,
    threads: Option<usize>,
) -> Result<String, Failure> {
    if !(tau > 0.0 && tau.is_finite()) {
        return Err(Failure(format!("tau: a number above 0, got {tau}")));
    }
    let found =
        activations::match_files(files, tau, threads.unwrap_or_else(cores), |done, all| {
            if io::stderr().is_terminal() {
                let end = if done == all { '\n' } else { '\r' };
                eprint!("\x1b[K{done} of {all} inputs{end}");
            }
        })?;
    let (matches, [first, second]) = (&found.matches, found.units);
    if let Some(path) = pairs {
        let mut csv = "a,b,correlation,excess_kurtosis_a,excess_kurtosis_b\n".to_owned();
        for pair in &matches.pairs {
            let [a, b] = [matches.kurtosis[0][pair.a], matches.kurtosis[1][pair.b]];
            let [a, b] = [a, b].map(|k| k.unwrap_or(f64::NAN));
            let _ = writeln!(csv, "{},{},{},{a},{b}", pair.a, pair.b, pair.correlation);
        }
        fs::write(path, csv).map_err(|e| Failure(format!("{}: {e}", path.display())))?;
    }
    let count = matches.matched().count();
    let mut out = format!(
        "These networks share {count} of {first} and {second} units; by chance it would be {}.\n\n",
        matches.null_matched()
    );
    let [selective, others] = matches.mean_selectivity();
    for (id, value) in [
        ("inputs", Some(found.inputs as f64)),
        ("best_buddies", Some(matches.pairs.len() as f64)),
        ("matched_units", Some(count as f64)),
        ("null_best_buddies", Some(matches.null.len() as f64)),
        ("null_matches", Some(matches.null_matched() as f64)),
        ("mean_correlation", matches.mean_correlation()),
        ("excess_kurtosis", selective),
        ("excess_kurtosis_others", others),
    ] {
        let value = value.map_or("-".into(), significant);
        let _ = writeln!(out, "{id:<34} {value:>14}");
    }
    Ok(out)
}

fn theme(text: &str) -> Result<ThemeName, String> {
    ThemeName::named(text).ok_or_else(|| "one of light, dark, contrast".into())
}

fn picture(report: &Report, id: Option<&str>, view: &View) -> Result<String, Failure> {
    let figure = report.picture(id).map_err(Failure)?;
    render::svg(figure, view, None).map_err(|e| Failure(e.to_string()))
}

/// One number with every digit.
fn number(report: &Report, id: &str) -> Result<String, Failure> {
    let Some(readout) = report.readouts.iter().find(|r| r.id == id) else {
        let ids: Vec<_> = report.readouts.iter().map(|r| r.id).collect();
        return Err(Failure(format!(
            "readout: one of {}, got {id:?}",
            ids.join(", ")
        )));
    };
    let value = readout.value;
    let value = value.ok_or_else(|| Failure(format!("{id}: no value; {}", readout.note)))?;
    Ok(format!("{value}\n"))
}

/// What `eval --json` prints.
#[derive(Serialize)]
struct Answer<'a> {
    lab: &'a str,
    state: &'a str,
    #[serde(flatten)]
    report: &'a Report,
    figures: &'a [rankscope::figure::Figure],
}

fn line(value: &impl Serialize) -> Result<String, Failure> {
    let mut text = serde_json::to_string(value)?;
    text.push('\n');
    Ok(text)
}

fn table(report: &Report) -> String {
    let mut out = format!("{}\n\n", report.headline);
    for readout in &report.readouts {
        let value = readout.value.map_or("-".into(), significant);
        let row = format!(
            "{:<34} {value:>14}  {} {}",
            readout.id, readout.unit, readout.note
        );
        let _ = writeln!(out, "{}", row.trim_end());
    }
    for check in &report.checks {
        let verdict = if check.pass { "ok" } else { "FAILED" };
        let (residual, tolerance) = (check.residual, check.tolerance);
        let _ = write!(
            out,
            "\ncheck {verdict}: {} ({residual:.1e}, at most {tolerance:.1e})",
            check.label
        );
    }
    for note in &report.notes {
        let _ = write!(out, "\nnote: {note}");
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Every formula in TeX, by lab and quantity.
fn formulas() -> BTreeMap<&'static str, BTreeMap<&'static str, &'static str>> {
    let of = |lab: &labs::Lab| lab.all_quantities().map(|q| (q.id, q.tex)).collect();
    labs::all().map(|lab| (lab.id, of(lab))).collect()
}

fn list() -> String {
    let mut out = String::new();
    for lab in rankscope::labs::all() {
        let (id, essential) = (lab.id, lab.essential);
        let _ = writeln!(out, "{id} ({:?}): {}", lab.group, lab.question);
        let lists = [essential.controls, essential.readouts, essential.figures];
        let [controls, readouts, figures] = lists.map(|ids| ids.join(", "));
        let _ = writeln!(out, "  turn {controls}; read {readouts}; look at {figures}");
        for preset in lab.all_presets() {
            let state = format!("lab={id}&{}", preset.state);
            let _ = writeln!(out, "  \"{state}\"  {}", preset.lesson);
        }
    }
    out
}

/// Six significant digits.
fn significant(x: f64) -> String {
    let magnitude = x.abs();
    if x == 0.0 || !x.is_finite() || x.fract() == 0.0 && magnitude < 1e9 {
        format!("{x}")
    } else if (1e-4..1e9).contains(&magnitude) {
        let decimals = (5 - magnitude.log10().floor() as i32).max(0) as usize;
        let text = format!("{x:.decimals$}");
        match text.contains('.') {
            true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
            false => text,
        }
    } else {
        format!("{x:.5e}")
    }
}
