//! Short ways to the parts of a figure that most labs draw.

use super::{Along, Axis, Figure, Floor, Guide, Handle, Ink, Lines, Mark, Plot, Scale, Series};

impl Axis {
    /// A linear axis whose range follows the data.
    pub fn linear(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            scale: Scale::Linear,
            range: None,
            floor: None,
            names: Vec::new(),
            counted: false,
        }
    }

    /// A logarithmic axis whose range follows the data.
    pub fn log(label: impl Into<String>) -> Self {
        Self {
            scale: Scale::Log,
            ..Self::linear(label)
        }
    }

    /// The same axis for what is counted: indices, steps, layers.
    pub fn counted(self) -> Self {
        Self {
            counted: true,
            ..self
        }
    }

    /// The same axis with a fixed range.
    pub fn range(self, low: f64, high: f64) -> Self {
        Self {
            range: Some((low, high)),
            ..self
        }
    }

    /// The same axis with a labelled band for values at or below `value`.
    pub fn floor(self, value: f64, label: impl Into<String>) -> Self {
        let label = label.into();
        Self {
            floor: Some(Floor { value, label }),
            ..self
        }
    }
}

impl Lines {
    /// Empty axes.
    pub fn new(x: Axis, y: Axis) -> Self {
        Self {
            x,
            y,
            series: Vec::new(),
            bands: Vec::new(),
            regions: Vec::new(),
            guides: Vec::new(),
            handles: Vec::new(),
        }
    }
}

impl Series {
    /// A curve through points.
    pub fn line(
        id: &str,
        label: &str,
        ink: Ink,
        points: impl IntoIterator<Item = (f64, f64)>,
    ) -> Self {
        Self::new(id, label, ink, Mark::Line, points)
    }

    /// Points, drawn in any way.
    pub fn new(
        id: &str,
        label: &str,
        ink: Ink,
        mark: Mark,
        points: impl IntoIterator<Item = (f64, f64)>,
    ) -> Self {
        let (x, y) = points.into_iter().unzip();
        Self {
            id: id.into(),
            label: label.into(),
            ink,
            mark,
            x,
            y,
        }
    }
}

impl Guide {
    /// A labelled line at one place of an axis.
    pub fn new(label: impl Into<String>, along: Along, at: f64, ink: Ink) -> Self {
        Self {
            label: label.into(),
            along,
            at,
            ink,
        }
    }
}

impl Handle {
    /// A place to drag that sets a whole control.
    pub fn new(control: &str, label: &str, along: Along, x: f64, y: f64) -> Self {
        Self {
            label: label.into(),
            control: control.into(),
            element: None,
            also: Vec::new(),
            along,
            x,
            y,
        }
    }
}

impl Figure {
    /// A figure of lines.
    pub fn lines(id: &str, title: &str, caption: impl Into<String>, lines: Lines) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            caption: caption.into(),
            plot: Plot::Lines(lines),
        }
    }
}
