//! What a table shows of itself: a column over its rows, and the eigenvalues of a matrix.

use crate::{refused, reports::view};
use numpy::PyReadonlyArray1;
use pyo3::prelude::*;
use rankscope::{
    figure::{Along, Axis, Figure, Guide, Ink, Lines, Mark, Series, inks, number},
    render,
    spectrum::{Spectrum, power_law, thresholds},
};

/// The share of eigenvalues λ = σ² from each one upwards, with the fitted tail and the edge of noise as large as the matrix, as SVG.
#[pyfunction]
#[pyo3(signature = (values, rows, cols, rounding, title, width=640.0, height=400.0, theme="light"))]
#[allow(
    clippy::too_many_arguments,
    reason = "they are named where a person calls this"
)]
pub fn density(
    values: PyReadonlyArray1<'_, f64>,
    rows: usize,
    cols: usize,
    rounding: f64,
    title: &str,
    width: f64,
    height: f64,
    theme: &str,
) -> PyResult<String> {
    let spectrum = Spectrum::new(values.as_slice()?.to_vec(), rows, cols)
        .map_err(refused)?
        .with_rounding(rounding);
    let kept = &spectrum.values()[..spectrum.numerical_rank(None)];
    let count = spectrum.values().len() as f64;
    let points = (kept.iter().enumerate()).map(|(i, s)| (s * s, (i + 1) as f64 / count));
    let mut lines = Lines::new(
        Axis::log("eigenvalue λ = σ²"),
        Axis::log("share of eigenvalues ≥ λ"),
    )
    .series([Series::new(
        "eigenvalues",
        "eigenvalues",
        inks::SPECTRUM,
        Mark::Points,
        points,
    )]);
    let mut caption = format!("{} eigenvalues of {rows} x {cols}", kept.len());
    if let Ok(tail) = power_law::fit_spectrum(&spectrum) {
        let share = tail.tail_count as f64 / count;
        let largest = spectrum.spectral_norm().powi(2);
        let at = |x: f64| (x, share * tail.share_above(x));
        let label = format!("α = {}", number(tail.alpha));
        lines = lines.series([Series::line(
            "fit",
            &label,
            inks::FIT,
            [at(tail.x_min), at(largest)],
        )]);
        caption += &format!(
            "; above {} they fall like λ^−{}",
            number(tail.x_min),
            number(tail.alpha)
        );
    }
    let deviation = spectrum.frobenius_norm() / (rows as f64 * cols as f64).sqrt();
    let edge = thresholds::marchenko_pastur_edge(rows, cols, deviation).powi(2);
    if edge > 0.0 {
        let guide = Guide::new("edge of noise", Along::X, edge, inks::NOISE_EDGE);
        lines = lines.guides([guide]);
    }
    draw(
        &Figure::lines("esd", title, caption, lines),
        width,
        height,
        theme,
    )
}

/// A column of a table over its rows, as SVG; guides are lines at values, with their names.
#[pyfunction]
#[pyo3(signature = (values, label, title, guides, width=640.0, height=400.0, theme="light"))]
pub fn column(
    values: PyReadonlyArray1<'_, f64>,
    label: &str,
    title: &str,
    guides: Vec<(String, f64)>,
    width: f64,
    height: f64,
    theme: &str,
) -> PyResult<String> {
    let points: Vec<_> = (values.as_slice()?.iter().enumerate())
        .map(|(row, value)| (row as f64, *value))
        .collect();
    let lines = Lines::new(
        Axis::linear("row of the table").counted(),
        Axis::linear(label),
    )
    .series([Series::new(
        label,
        label,
        ink(label),
        Mark::LinePoints,
        points.iter().copied(),
    )])
    .guides(
        guides
            .into_iter()
            .map(|(name, at)| Guide::new(name, Along::Y, at, inks::NEUTRAL)),
    );
    let caption = format!(
        "{label} of {} matrices, in the order of the table",
        points.len()
    );
    draw(
        &Figure::lines(label, title, caption, lines),
        width,
        height,
        theme,
    )
}

/// The ink that the page keeps for a quantity.
fn ink(name: &str) -> Ink {
    match name {
        "erank" => inks::ERANK,
        "stable_rank" => inks::STABLE,
        "participation_ratio" => inks::PARTICIPATION,
        "numerical_rank" | "matrix_rank" => inks::RANK,
        _ if name.starts_with("alpha") => inks::FIT,
        _ => inks::SPECTRUM,
    }
}

fn draw(figure: &Figure, width: f64, height: f64, theme: &str) -> PyResult<String> {
    render::svg(figure, &view(width, height, theme)?, None).map_err(refused)
}
