//! A state in, the report and the figures of the page out.

use crate::refused;
use pyo3::prelude::*;
use rankscope::{
    checkpoint::{Checkpoint, disk::OnDisk},
    labs::{Error, Report},
    render::{self, ThemeName, View},
    session::Session,
};
use serde::Serialize;
use std::{num::NonZero, path::PathBuf, thread};

/// What is studied: a file's name and bytes, or the path of a checkpoint.
type File<'a> = Option<(String, &'a [u8])>;

/// The report of a state as JSON, as `rankscope eval --json` prints it, without the data of the figures.
#[pyfunction]
#[pyo3(signature = (state, file=None, checkpoint=None))]
pub fn evaluate(
    py: Python<'_>,
    state: &str,
    file: File<'_>,
    checkpoint: Option<PathBuf>,
) -> PyResult<String> {
    #[derive(Serialize)]
    struct Answer<'a> {
        lab: &'a str,
        state: &'a str,
        #[serde(flatten)]
        report: &'a Report,
    }
    py.detach(|| {
        let (lab, state, report) = report(state, file, checkpoint)?;
        let answer = Answer {
            lab,
            state: &state,
            report: &report,
        };
        serde_json::to_string(&answer).map_err(|e| e.to_string())
    })
    .map_err(refused)
}

/// A figure of a state as SVG: the one of that name, or the first.
#[pyfunction]
#[pyo3(name = "render", signature = (state, file=None, checkpoint=None, figure=None, width=640.0, height=400.0, theme="light"))]
#[allow(
    clippy::too_many_arguments,
    reason = "they are named where a person calls this"
)]
pub fn picture(
    py: Python<'_>,
    state: &str,
    file: File<'_>,
    checkpoint: Option<PathBuf>,
    figure: Option<&str>,
    width: f64,
    height: f64,
    theme: &str,
) -> PyResult<String> {
    let view = view(width, height, theme)?;
    py.detach(|| {
        let (_, _, report) = report(state, file, checkpoint)?;
        render::svg(report.picture(figure)?, &view, None).map_err(|e| e.to_string())
    })
    .map_err(refused)
}

/// How a figure that stands alone is looked at.
pub fn view(width: f64, height: f64, theme: &str) -> PyResult<View> {
    let named = ThemeName::named(theme);
    let theme = named.ok_or_else(|| {
        refused(format!(
            "theme: one of light, dark, contrast, got {theme:?}"
        ))
    })?;
    Ok(View {
        width,
        height,
        theme,
        legend: true,
        ..View::default()
    })
}

/// The lab, the canonical state and its report.
fn report(
    state: &str,
    file: File<'_>,
    checkpoint: Option<PathBuf>,
) -> Result<(&'static str, String, Report), String> {
    let said = |e: Error| e.to_string();
    let mut session = Session::with_assets().map_err(said)?;
    if let Some((name, bytes)) = file {
        session.load(&name, bytes).map_err(said)?;
    }
    if let Some(path) = checkpoint {
        session.measured(measured(path).map_err(|e| e.to_string())?);
    }
    let (opened, report) = session.evaluate(state).map_err(said)?;
    let opened = opened.whole()?;
    Ok((opened.lab, opened.state, report))
}

fn measured(path: PathBuf) -> Result<Checkpoint, rankscope::checkpoint::Error> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    OnDisk::open(&path)?.measure(threads, |_, _| {})
}
