//! What to draw, as plain data: no pixels, no colours, no backend.
//!
//! A lab fills in a [`Figure`]; [`crate::render`] draws it on a canvas or as SVG, and the page, the command line and the tests
//! read the same numbers out of it. Titles and captions are data too: the page shows them as text, never as pixels.

mod constructors;
mod csv;
pub mod inks;
mod number;
pub mod ticks;

pub use csv::to_csv;
pub use number::{number, percent, power_of_ten, rounded, short, subscript};

use serde::{Deserialize, Serialize};

/// One picture with its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Unique within a report; names the figure in URLs, exports and on the command line.
    pub id: String,
    /// A few words above the picture.
    pub title: String,
    /// The finding in one sentence, for the text below the picture and for screen readers.
    pub caption: String,
    /// The picture itself.
    pub plot: Plot,
}

/// The kinds of picture.
// Not `expect`: where pointers are short, as in a browser, the lint is silent.
#[allow(
    clippy::large_enum_variant,
    reason = "a report holds a handful of them"
)]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Plot {
    /// Curves, points and bars on two axes.
    Lines(Lines),
    /// A matrix as a grid of colours.
    Heatmap(Heatmap),
    /// Rows of numbers under headings; the page shows it as a table that can be sorted.
    Table(Table),
}

/// Curves, points and bars on two axes, with what helps to read them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lines {
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// What is plotted, first at the bottom.
    pub series: Vec<Series>,
    /// Areas between two curves (uncertainty, "between the 10th and 90th percentile").
    pub bands: Vec<Band>,
    /// Half planes and strips with a meaning ("vacuous").
    pub regions: Vec<Region>,
    /// Straight reference lines.
    pub guides: Vec<Guide>,
    /// Points that a drag moves; each names the control it edits.
    pub handles: Vec<Handle>,
}

/// One axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// What is measured, with its unit unless dimensionless.
    pub label: String,
    /// How values become positions.
    pub scale: Scale,
    /// Lowest and highest value shown; from the data where `None`.
    pub range: Option<(f64, f64)>,
    /// Where values too small for a logarithmic axis are drawn; `None` drops them.
    pub floor: Option<Floor>,
    /// Named positions that replace the numeric ticks (categories).
    pub names: Vec<(f64, String)>,
    /// Whether its values are counted: no tick stands between whole numbers.
    pub counted: bool,
}

/// How values become positions on an axis.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Scale {
    /// Equal differences, equal distances.
    Linear,
    /// Equal ratios, equal distances; values at or below zero are not drawn (see [`Floor`]).
    Log,
    /// Linear within `±threshold`, logarithmic beyond (an inverse hyperbolic sine).
    Symlog {
        /// Where the linear part ends; positive.
        threshold: f64,
    },
}

/// A labelled band at the low end of a logarithmic axis, for values that are numerically zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Floor {
    /// Values at or below this are drawn inside the band.
    pub value: f64,
    /// What the band says, e.g. "numerically zero".
    pub label: String,
}

/// The look of one idea, the same everywhere: an index into the themes' table of colour, dash and marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Ink(pub u8);

/// How a series is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// Straight segments between the points.
    Line,
    /// A marker at each point.
    Points,
    /// Both of the above.
    LinePoints,
    /// A bar from the axis to each point.
    Bars,
    /// A line with the area to the axis filled.
    Area,
    /// A line that keeps each value until the next point.
    Steps,
    /// A thin horizontal stem from the left edge to each point, with a marker at its end.
    Stems,
}

/// Numbers that belong together on a plot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Unique within the figure; the legend remembers by it what is hidden.
    pub id: String,
    /// Name in the legend and beside the line's end.
    pub label: String,
    /// Colour, dash and marker.
    pub ink: Ink,
    /// How it is drawn.
    pub mark: Mark,
    /// Horizontal positions, as long as `y`.
    pub x: Vec<f64>,
    /// Vertical positions; a value that is not finite leaves a gap.
    pub y: Vec<f64>,
}

/// The area between two curves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// Name in the legend.
    pub label: String,
    /// Colour.
    pub ink: Ink,
    /// Horizontal positions.
    pub x: Vec<f64>,
    /// Lower edge, as long as `x`.
    pub low: Vec<f64>,
    /// Upper edge, as long as `x`.
    pub high: Vec<f64>,
}

/// Which axis a region, guide or handle refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Along {
    /// The horizontal axis.
    X,
    /// The vertical axis.
    Y,
}

/// A strip of the plane with a meaning, hatched and named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Region {
    /// What the strip means, written into it.
    pub label: String,
    /// The axis whose values bound it.
    pub along: Along,
    /// Lower end; `-inf` reaches the edge.
    pub from: f64,
    /// Upper end; `+inf` reaches the edge.
    pub to: f64,
    /// Whether it is hatched, beside being tinted.
    pub hatched: bool,
}

/// A straight reference line across the plot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Guide {
    /// What it marks.
    pub label: String,
    /// The axis it is a value of: `X` is a vertical line.
    pub along: Along,
    /// The value.
    pub at: f64,
    /// Colour and dash.
    pub ink: Ink,
}

/// A point that a drag, the arrow keys or a typed number moves; the new value goes to a control.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Handle {
    /// What is moved, for tooltips and screen readers ("σ₃").
    pub label: String,
    /// The control that receives the value.
    pub control: String,
    /// Which element of a vector control; `None` for a scalar one. The control then receives the values of all its handles, in the
    /// order of their elements, with this one changed: so a curve made by a formula can be taken over by hand.
    pub element: Option<usize>,
    /// Further settings that a move makes, e.g. `("family", "custom")`.
    pub also: Vec<(String, String)>,
    /// The axis along which it moves; the value is read on that axis.
    pub along: Along,
    /// Whether it moves freely and the value is y/x instead.
    pub ratio: bool,
    /// Horizontal position.
    pub x: f64,
    /// Vertical position.
    pub y: f64,
}

/// A matrix as a grid of colours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heatmap {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub cols: usize,
    /// Row-major, `rows * cols` long; a value that is not finite is drawn as missing.
    pub values: Vec<f64>,
    /// What a row is.
    pub row_label: String,
    /// What a column is.
    pub col_label: String,
    /// A name per row, or empty.
    pub row_names: Vec<String>,
    /// A name per column, or empty.
    pub col_names: Vec<String>,
    /// How values become colours.
    pub colors: ColorScale,
    /// Editing of single cells, where the figure offers it.
    pub edit: Option<CellEdit>,
    /// Selecting a cell, where the figure offers it.
    pub select: Option<CellSelect>,
    /// What the cells are samples of, where they sample a plane rather than list rows and columns.
    pub plane: Option<Plane>,
}

/// Two axes along which the cells of a heat map are equally spaced, with curves over them. The first row is the highest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plane {
    /// The horizontal axis; its range reaches from the left edge of the first column to the right edge of the last one.
    pub x: Axis,
    /// The vertical axis; its range reaches from the lower edge of the last row to the upper edge of the first one.
    pub y: Axis,
    /// Boundaries and guides, drawn as lines whatever their mark.
    pub curves: Vec<Series>,
}

/// How the values of a heat map become colours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColorScale {
    /// What is measured.
    pub label: String,
    /// Sequential, or diverging around zero.
    pub diverging: bool,
    /// Equal ratios instead of equal differences.
    pub log: bool,
    /// The values at the two ends.
    pub range: (f64, f64),
}

/// Editing of single cells: the new value goes into a control of kind [`crate::labs::Kind::Cells`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellEdit {
    /// The control that receives the cell.
    pub control: String,
    /// What is edited ("logit"); it may differ from what is shown.
    pub label: String,
    /// The edited quantity now, row-major; as long as the heat map's values. Not finite: this cell cannot be edited.
    pub values: Vec<f64>,
    /// One arrow-key step.
    pub step: f64,
    /// Lowest and highest value accepted.
    pub range: (f64, f64),
}

/// Selecting a cell sets two controls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellSelect {
    /// The control that receives the row: its index, or its element of `row_values`.
    pub row_control: String,
    /// The control that receives the column: its index, or its element of `col_values`.
    pub col_control: String,
    /// A value per row, or empty.
    pub row_values: Vec<f64>,
    /// A value per column, or empty.
    pub col_values: Vec<f64>,
    /// The cell selected now: row, column.
    pub at: Option<(usize, usize)>,
    /// Further settings that a selection makes, e.g. `("scope", "head")`.
    pub also: Vec<(String, String)>,
}

/// Rows of numbers under headings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The heading of the names.
    pub label: String,
    /// A name per row.
    pub names: Vec<String>,
    /// The numbers by column.
    pub columns: Vec<Column>,
    /// The settings that choosing a row makes, per row, or empty.
    pub settings: Vec<Vec<(String, String)>>,
    /// The row chosen now.
    pub at: Option<usize>,
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its heading.
    pub label: String,
    /// A number per row; one that is not finite is left empty.
    pub values: Vec<f64>,
}
