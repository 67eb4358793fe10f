//! Figures on a surface: a canvas on the page, SVG anywhere.
//!
//! ```text
//! Figure, View ──> layout (pure: where everything stands) ──> draw ──> Surface: canvas | SVG
//!                                  └──> probe, at (what is under a position)
//! ```
//!
//! plotters places the data: its Cartesian coordinates and mesh run on our axes ([`axis`]) and our backend (`backend`), a small
//! part of a pixel per unit. Ticks, words, dashes, hatching and images are ours, because its own ticks lose narrow and wide
//! logarithmic ranges and its texts are measured in the layout of the page.

pub mod axis;
mod backend;
#[cfg(target_arch = "wasm32")]
pub mod canvas;
mod colors;
mod grid;
mod heatmap;
mod labels;
mod layout;
mod lines;
mod markers;
#[cfg(target_arch = "wasm32")]
pub mod page;
mod png;
mod probe;
mod range;
pub mod surface;
mod svg;
mod table;
mod theme;
mod view;

pub use probe::{
    At, CellProbe, Description, Edit, Entry, PointProbe, Probe, Select, at, describe, point_at,
    probe,
};
pub use theme::{InkRow, Marker, ThemeName, inks};
pub use view::{View, Zoom};

use crate::figure::{Figure, Heatmap, Lines, Plot, Table};
use surface::{Measure, Surface, TableMeasure};

/// Why a figure cannot be drawn.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// The view has no usable size.
    #[error(
        "a figure needs 40 to 16384 pixels each way at a ratio of 0.25 to 8, got {width} x {height} at {ratio}"
    )]
    BadView {
        /// Width given.
        width: f64,
        /// Height given.
        height: f64,
        /// Device pixels per CSS pixel given.
        ratio: f64,
    },
    /// Lists that belong together differ in length.
    #[error("figure {figure}: {what} has {got} numbers where {expected} are needed")]
    Mismatch {
        /// Id of the figure.
        figure: String,
        /// Which list.
        what: String,
        /// Its length.
        got: usize,
        /// The length it needs.
        expected: usize,
    },
    /// A heat map without cells.
    #[error(
        "figure {figure}: a heat map needs at least one row and one column, got {rows} x {cols}"
    )]
    Empty {
        /// Id of the figure.
        figure: String,
        /// Rows given.
        rows: usize,
        /// Columns given.
        cols: usize,
    },
}

impl Error {
    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadView { .. } => "bad_view",
            Self::Mismatch { .. } => "figure_mismatch",
            Self::Empty { .. } => "figure_empty",
        }
    }
}

/// A figure with the place of everything in it.
enum Picture<'a> {
    Lines(&'a Lines, Box<layout::Layout<'a>>),
    Heatmap(&'a Heatmap, Box<grid::Grid>),
    Table(&'a Table),
}

fn lay_out<'a>(
    figure: &'a Figure,
    view: &View,
    ghost: Option<&Figure>,
    measure: &dyn Measure,
) -> Result<Picture<'a>, Error> {
    check(figure, view)?;
    Ok(match &figure.plot {
        Plot::Lines(lines) => Picture::Lines(
            lines,
            Box::new(layout::Layout::new(lines, view, underneath(ghost), measure)),
        ),
        Plot::Heatmap(map) => Picture::Heatmap(map, Box::new(grid::Grid::new(map, view, measure))),
        Plot::Table(table) => Picture::Table(table),
    })
}

/// The curves of an earlier state, where it has any.
fn underneath(ghost: Option<&Figure>) -> Option<&Lines> {
    match &ghost?.plot {
        Plot::Lines(lines) => Some(lines),
        Plot::Heatmap(_) | Plot::Table(_) => None,
    }
}

/// Draws a figure on a surface that knows its text widths, over an earlier state of the same figure if one is given.
pub fn draw(
    figure: &Figure,
    view: &View,
    ghost: Option<&Figure>,
    measure: &dyn Measure,
    surface: &mut dyn Surface,
) -> Result<(), Error> {
    let theme = theme::Theme::of(view.theme).lit(&view.lit);
    match lay_out(figure, view, ghost, measure)? {
        Picture::Lines(lines, layout) => {
            lines::draw(lines, underneath(ghost), &layout, view, &theme, surface)
        }
        Picture::Heatmap(map, grid) => heatmap::draw(map, &grid, view, &theme, surface),
        Picture::Table(table) => table::draw(table, view, &theme, measure, surface),
    }
    Ok(())
}

/// A figure as a stand-alone SVG document with real text, a background, and its title and caption for screen readers.
///
/// Sizes in CSS pixels. Fails where the view has no usable size or the figure's lists do not match.
pub fn svg(figure: &Figure, view: &View, ghost: Option<&Figure>) -> Result<String, Error> {
    check(figure, view)?;
    let mut svg = svg::Svg::new(
        view,
        &theme::Theme::of(view.theme),
        &figure.title,
        &figure.caption,
    );
    draw(figure, view, ghost, &TableMeasure, &mut svg)?;
    Ok(svg.finish())
}

fn check(figure: &Figure, view: &View) -> Result<(), Error> {
    let sized = |length: f64| (40.0..=16384.0).contains(&length);
    if !sized(view.width) || !sized(view.height) || !(0.25..=8.0).contains(&view.ratio) {
        return Err(Error::BadView {
            width: view.width,
            height: view.height,
            ratio: view.ratio,
        });
    }
    let same = |what: &str, got: usize, expected: usize| {
        let mismatch = || Error::Mismatch {
            figure: figure.id.clone(),
            what: what.to_owned(),
            got,
            expected,
        };
        if got == expected {
            Ok(())
        } else {
            Err(mismatch())
        }
    };
    match &figure.plot {
        Plot::Lines(lines) => {
            for series in &lines.series {
                same(&series.id, series.y.len(), series.x.len())?;
            }
            for band in &lines.bands {
                same(&band.label, band.low.len(), band.x.len())?;
                same(&band.label, band.high.len(), band.x.len())?;
            }
        }
        Plot::Table(table) => {
            for column in &table.columns {
                same(&column.label, column.values.len(), table.names.len())?;
            }
        }
        Plot::Heatmap(map) => {
            if map.rows == 0 || map.cols == 0 {
                return Err(Error::Empty {
                    figure: figure.id.clone(),
                    rows: map.rows,
                    cols: map.cols,
                });
            }
            same(
                "values",
                map.values.len(),
                map.rows.saturating_mul(map.cols),
            )?;
            if let Some(edit) = &map.edit {
                same("edit.values", edit.values.len(), map.values.len())?;
            }
        }
    }
    Ok(())
}
