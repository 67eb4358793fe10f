//! The figures.

mod benign;
mod curve;
mod double_descent;
mod modes;

pub use benign::benign;
pub use curve::curve;
pub use double_descent::{double_descent, reading};
pub use modes::{learnability, spectrum};

use crate::figure::{Along, Figure, Guide, Handle, Ink, Lines, Mark, Plot, Series};

fn series(id: &str, label: &str, ink: Ink, points: impl Iterator<Item = (f64, f64)>) -> Series {
    let (x, y) = points.unzip();
    Series {
        id: id.into(),
        label: label.into(),
        ink,
        mark: Mark::Line,
        x,
        y,
    }
}

fn guide(label: impl Into<String>, along: Along, at: f64, ink: Ink) -> Guide {
    Guide {
        label: label.into(),
        along,
        at,
        ink,
    }
}

fn handle(control: &str, label: &str, along: Along, x: f64, y: f64) -> Handle {
    Handle {
        label: label.into(),
        control: control.into(),
        element: None,
        also: Vec::new(),
        along,
        x,
        y,
    }
}

fn figure(id: &str, title: &str, caption: String, lines: Lines) -> Figure {
    Figure {
        id: id.into(),
        title: title.into(),
        caption,
        plot: Plot::Lines(lines),
    }
}
