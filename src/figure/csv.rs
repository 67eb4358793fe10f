//! A figure's numbers as a table.

use super::{Figure, Heatmap, Lines, Plot, Table};
use std::fmt::Write;

/// The figure's numbers as CSV text (RFC 4180) with a header line, full precision.
///
/// Curves and points are in long form, `series,x,y`, one row per point; a band is two series, `… (low)` and `… (high)`; a guide is
/// one row with the coordinate it lacks left empty. A heat map is `row,column,value`, one row per cell, with names where it has
/// them. A table is one row per row. A value that is not finite is an empty cell.
pub fn to_csv(figure: &Figure) -> String {
    match &figure.plot {
        Plot::Lines(lines) => points(lines),
        Plot::Heatmap(map) => cells(map),
        Plot::Table(table) => columns(table),
    }
}

fn columns(table: &Table) -> String {
    let mut out = String::new();
    text(&mut out, &table.label);
    for column in &table.columns {
        out.push(',');
        text(&mut out, &column.label);
    }
    out.push('\n');
    for (row, name) in table.names.iter().enumerate() {
        text(&mut out, name);
        let values = table.columns.iter();
        let values = values.map(|column| column.values.get(row).copied().unwrap_or(f64::NAN));
        finish(&mut out, &values.collect::<Vec<_>>());
    }
    out
}

fn points(lines: &Lines) -> String {
    let mut out = String::from("series,x,y\n");
    for series in &lines.series {
        rows(&mut out, &series.label, &series.x, &series.y);
    }
    for band in &lines.bands {
        rows(
            &mut out,
            &format!("{} (low)", band.label),
            &band.x,
            &band.low,
        );
        rows(
            &mut out,
            &format!("{} (high)", band.label),
            &band.x,
            &band.high,
        );
    }
    for guide in &lines.guides {
        text(&mut out, &guide.label);
        match guide.along {
            super::Along::X => finish(&mut out, &[guide.at, f64::NAN]),
            super::Along::Y => finish(&mut out, &[f64::NAN, guide.at]),
        }
    }
    out
}

fn rows(out: &mut String, label: &str, x: &[f64], y: &[f64]) {
    for (x, y) in x.iter().zip(y) {
        text(out, label);
        finish(out, &[*x, *y]);
    }
}

fn cells(map: &Heatmap) -> String {
    let mut out = String::new();
    text(
        &mut out,
        if map.row_label.is_empty() {
            "row"
        } else {
            &map.row_label
        },
    );
    out.push(',');
    text(
        &mut out,
        if map.col_label.is_empty() {
            "column"
        } else {
            &map.col_label
        },
    );
    out.push(',');
    text(
        &mut out,
        if map.colors.label.is_empty() {
            "value"
        } else {
            &map.colors.label
        },
    );
    out.push('\n');
    for (i, value) in map.values.iter().enumerate() {
        let (row, col) = (i / map.cols.max(1), i % map.cols.max(1));
        name(&mut out, &map.row_names, row);
        out.push(',');
        name(&mut out, &map.col_names, col);
        finish(&mut out, &[*value]);
    }
    out
}

fn name(out: &mut String, names: &[String], index: usize) {
    match names.get(index) {
        Some(name) => text(out, name),
        None => out.push_str(&index.to_string()),
    }
}

fn finish(out: &mut String, values: &[f64]) {
    for value in values {
        out.push(',');
        if value.is_finite() {
            // The shortest text that reads back as the same number.
            let _ = write!(out, "{value:?}");
        }
    }
    out.push('\n');
}

fn text(out: &mut String, text: &str) {
    if text.contains([',', '"', '\n', '\r']) {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{Axis, Ink, Mark, Series};

    #[test]
    fn every_number_reads_back_the_same() {
        let y = vec![0.1 + 0.2, f64::NAN, 1e-300];
        let mut lines = Lines::new(Axis::linear("i"), Axis::log("σ"));
        lines.series.push(Series {
            id: "s".into(),
            label: "a, \"b\"".into(),
            ink: Ink(0),
            mark: Mark::Line,
            x: vec![1.0, 2.0, 3.0],
            y: y.clone(),
        });
        let figure = Figure {
            id: "f".into(),
            title: String::new(),
            caption: String::new(),
            plot: Plot::Lines(lines),
        };
        let csv = to_csv(&figure);
        assert!(csv.starts_with("series,x,y\n\"a, \"\"b\"\"\",1.0,0.30000000000000004\n"));
        for (line, expected) in csv.lines().skip(1).zip(y) {
            let cell = line.rsplit(',').next().unwrap();
            assert_eq!(
                cell.parse::<f64>().ok(),
                expected.is_finite().then_some(expected)
            );
        }
    }
}
