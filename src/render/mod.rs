//! Figures on a surface: a canvas on the page, SVG anywhere.
//!
//! ```text
//! Figure, View ──> Placed: a frame or grid (pure: where the plot stands) ──> labels on it ──> draw ──> Surface: canvas | SVG
//!                    └──> probe, at (what is under a position)                └──> texts (their boxes)
//! ```
//!
//! plotters places and draws the data: its Cartesian coordinates and mesh run on our axes (`axis`), its elements and a few of our
//! own on our backend (`backend`), a small part of a pixel per unit. On a page plotters-canvas puts its shapes on the canvas
//! (`canvas`). Ticks, words, dashes, hatching and images are ours, because its own ticks lose narrow and wide logarithmic ranges and
//! its texts are measured in the layout of the page.

pub mod area;
mod axis;
mod axis_ticks;
mod backend;
#[cfg(target_arch = "wasm32")]
pub mod canvas;
mod colors;
mod describe;
mod frame;
mod furniture;
mod grid;
mod grid_labels;
mod heatmap;
mod labels;
mod legend;
mod lines;
mod markers;
mod notes;
mod places;
mod png;
mod probe;
mod range;
pub mod surface;
mod svg;
mod table;
mod text;
mod theme;
mod view;

pub use describe::{Description, Entry, describe};
pub use places::Places;
pub use probe::{At, CellProbe, Edit, PointProbe, Probe, Select};
pub use text::{Role, TextBox};
pub use theme::{InkRow, Marker, ThemeName, inks};
pub use view::{View, Zoom};

use crate::figure::{Figure, Lines, Plot};
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

/// Where a figure's plot stands for a view: what every drawing starts from, and every question about a position is answered by.
#[derive(Clone, Debug)]
pub enum Placed {
    /// A plot of curves.
    Lines(Box<frame::Frame>),
    /// A grid of colours.
    Heatmap(Box<grid::Grid>),
    /// A table has rows and columns, and no positions.
    Table,
}

impl Placed {
    /// Places a figure, with room for what the pinned state of it shows.
    ///
    /// Fails where the view has no usable size or the figure's lists do not match.
    pub fn new(
        figure: &Figure,
        view: &View,
        pinned: Option<&Figure>,
        measure: &dyn Measure,
    ) -> Result<Self, Error> {
        check(figure, view)?;
        Ok(match &figure.plot {
            Plot::Lines(lines) => {
                let frame = frame::Frame::new(lines, view, pinned_lines(pinned), measure);
                Self::Lines(Box::new(frame))
            }
            Plot::Heatmap(map) => Self::Heatmap(Box::new(grid::Grid::new(map, view, measure))),
            Plot::Table(_) => Self::Table,
        })
    }

    /// Draws the figure that was placed, over the pinned state of it, on a surface that knows its text widths.
    pub fn draw(
        &self,
        figure: &Figure,
        view: &View,
        pinned: Option<&Figure>,
        measure: &dyn Measure,
        surface: &mut dyn Surface,
    ) {
        let theme = theme::Theme::of(view.theme).lit(&view.lit);
        match (&figure.plot, self) {
            (Plot::Lines(lines), Self::Lines(frame)) => {
                let labels = labels::Labels::new(lines, frame, view, measure);
                let placed = (&**frame, &labels);
                lines::draw(lines, pinned_lines(pinned), placed, view, &theme, surface);
            }
            (Plot::Heatmap(map), Self::Heatmap(grid)) => {
                let labels = grid_labels::labels(map, grid, view, measure);
                heatmap::draw(map, (grid, &labels), view, &theme, surface);
            }
            (Plot::Table(table), _) => table::draw(table, view, &theme, measure, surface),
            _ => {}
        }
    }

    /// The box of every text of the figure that was placed, as it is drawn.
    pub fn texts(&self, figure: &Figure, view: &View, measure: &dyn Measure) -> Vec<TextBox> {
        let labels = match (&figure.plot, self) {
            (Plot::Lines(lines), Self::Lines(frame)) => {
                labels::Labels::new(lines, frame, view, measure).words
            }
            (Plot::Heatmap(map), Self::Heatmap(grid)) => {
                let mut labels = grid_labels::labels(map, grid, view, measure);
                labels.extend(grid_labels::cells(map, grid, view));
                labels
            }
            (Plot::Table(table), _) => table::labels(table, view, measure).0,
            _ => Vec::new(),
        };
        text::boxes(&labels, view.font(), measure)
    }
}

/// The curves of a pinned state, where it has any.
fn pinned_lines(pinned: Option<&Figure>) -> Option<&Lines> {
    match &pinned?.plot {
        Plot::Lines(lines) => Some(lines),
        Plot::Heatmap(_) | Plot::Table(_) => None,
    }
}

/// A figure as a stand-alone SVG document with real text, a background, and its title and caption for screen readers.
///
/// Sizes in CSS pixels. Fails where the view has no usable size or the figure's lists do not match.
pub fn svg(figure: &Figure, view: &View, pinned: Option<&Figure>) -> Result<String, Error> {
    let placed = Placed::new(figure, view, pinned, &TableMeasure)?;
    let theme = theme::Theme::of(view.theme);
    let mut svg = svg::Svg::new(view, &theme, &figure.title, &figure.caption);
    placed.draw(figure, view, pinned, &TableMeasure, &mut svg);
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
