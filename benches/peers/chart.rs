//! The chart of `peers.csv`, drawn as every figure is: `peer-chart peers.csv peers.svg`.

use rankscope::{
    figure::{Along, Axis, Figure, Guide, Ink, Lines, Mark, Plot, Series, inks},
    render::{self, View},
};
use std::{collections::BTreeMap, error::Error, fs};

/// The columns that the chart reads.
struct Row<'a> {
    host: &'a str,
    family: &'a str,
    peer: &'a str,
    rows: f64,
    times: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths = std::env::args().skip(1);
    let (Some(table), Some(chart)) = (paths.next(), paths.next()) else {
        return Err("usage: peer-chart TABLE.csv CHART.svg".into());
    };
    let text = fs::read_to_string(table)?;
    let view = View {
        width: 720.0,
        height: 440.0,
        ..View::default()
    };
    fs::write(chart, render::svg(&figure(&text)?, &view, None)?)?;
    Ok(())
}

/// Time over size on softmax attention, as a multiple of ours in the same browser.
fn figure(text: &str) -> Result<Figure, Box<dyn Error>> {
    let mut curves: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let row = read(line)?;
        if row.family == "softmax" && row.host != "node" && row.times.is_finite() {
            curves
                .entry(row.peer)
                .or_default()
                .push((row.rows, row.times));
        }
    }
    // The fastest at the largest size they have in common comes first.
    let mut curves: Vec<_> = curves
        .into_iter()
        .filter(|(peer, _)| *peer != "rankscope-simd128")
        .collect();
    let last = |points: &[(f64, f64)]| {
        points
            .iter()
            .find(|(n, _)| *n == 256.0)
            .map_or(f64::INFINITY, |p| p.1)
    };
    curves.sort_by(|a, b| last(&a.1).total_cmp(&last(&b.1)));

    let mut lines = Lines::new(
        Axis::log("rows and columns n"),
        Axis::log("time, in multiples of rankscope simd128"),
    );
    for (index, (peer, points)) in curves.into_iter().enumerate() {
        lines.series.push(Series {
            id: peer.into(),
            label: peer.into(),
            // A look of its own for each library, after those that have a fixed meaning.
            ink: Ink::all()
                .find(|ink| ink.look() == 21 + index as u8)
                .unwrap_or(inks::NEUTRAL),
            mark: Mark::LinePoints,
            x: points.iter().map(|p| p.0).collect(),
            y: points.iter().map(|p| p.1).collect(),
        });
    }
    lines.guides.push(Guide {
        label: "rankscope simd128".into(),
        along: Along::Y,
        at: 1.0,
        ink: inks::SPECTRUM,
    });
    Ok(Figure {
        id: "peers".into(),
        title: "Singular values of an attention matrix".into(),
        caption: "Median time of each library in Chromium, NumPy natively on one thread, divided by the time of Rankscope's simd128 build on the same matrix in the same run.".into(),
        plot: Plot::Lines(lines),
    })
}

fn read(line: &str) -> Result<Row<'_>, Box<dyn Error>> {
    let cells: Vec<&str> = line.split(',').collect();
    let [host, family, rows, _, peer, _, _, _, _, _, times, _] = cells[..] else {
        return Err(format!("expected 12 columns, got {line:?}").into());
    };
    let times = if times.is_empty() {
        f64::NAN
    } else {
        times.parse()?
    };
    Ok(Row {
        host,
        family,
        peer,
        rows: rows.parse()?,
        times,
    })
}
