//! Short ways to the parts of a figure that most labs draw.

use super::{
    Along, Axis, Band, Figure, Floor, Guide, Handle, Ink, Lines, Mark, Plot, Region, Scale, Series,
};

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

    /// With more series; one without a finite point has nothing to say and is left out.
    pub fn series(mut self, series: impl IntoIterator<Item = Series>) -> Self {
        let series = series.into_iter();
        let finite = |one: &Series| one.y.iter().any(|y| y.is_finite());
        self.series.extend(series.filter(finite));
        self
    }

    /// With more areas between curves.
    pub fn bands(mut self, bands: impl IntoIterator<Item = Band>) -> Self {
        let bands = bands.into_iter();
        self.bands.extend(bands.filter(|one| !one.x.is_empty()));
        self
    }

    /// With a strip of the plane that has a meaning, hatched and named.
    pub fn region(mut self, label: impl Into<String>, along: Along, from: f64, to: f64) -> Self {
        self.regions.push(Region {
            label: label.into(),
            along,
            from,
            to,
            hatched: true,
        });
        self
    }

    /// With more straight reference lines.
    pub fn guides(mut self, guides: impl IntoIterator<Item = Guide>) -> Self {
        self.guides.extend(guides);
        self
    }

    /// With more places to drag.
    pub fn handles(mut self, handles: impl IntoIterator<Item = Handle>) -> Self {
        self.handles.extend(handles);
        self
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

    /// A marker at each point.
    pub fn dots(
        id: &str,
        label: &str,
        ink: Ink,
        points: impl IntoIterator<Item = (f64, f64)>,
    ) -> Self {
        Self::new(id, label, ink, Mark::Points, points)
    }

    /// What is seen of it: a line of which no two points lie side by side is drawn as markers.
    pub fn seen(&self) -> Mark {
        let place = |i: usize| self.x[i].is_finite() && self.y[i].is_finite();
        let alone = (0..self.x.len().min(self.y.len())).map(place);
        let joined = alone.clone().zip(alone.skip(1)).any(|(a, b)| a && b);
        match self.mark {
            Mark::Line | Mark::Steps | Mark::Area if !joined => Mark::Points,
            mark => mark,
        }
    }

    /// Points, drawn in any way.
    pub fn new(
        id: &str,
        label: &str,
        ink: Ink,
        mark: Mark,
        points: impl IntoIterator<Item = (f64, f64)>,
    ) -> Self {
        // By reference, so that this is compiled once and not for every kind of points.
        let points: &mut dyn Iterator<Item = (f64, f64)> = &mut points.into_iter();
        Self::through(id, label, ink, mark, points)
    }

    fn through(
        id: &str,
        label: &str,
        ink: Ink,
        mark: Mark,
        points: &mut dyn Iterator<Item = (f64, f64)>,
    ) -> Self {
        let (x, y) = points.unzip();
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

impl Band {
    /// The area between a lower and an upper curve: horizontal position, low, high.
    pub fn new(label: &str, ink: Ink, points: impl IntoIterator<Item = (f64, f64, f64)>) -> Self {
        let (mut x, mut low, mut high) = (Vec::new(), Vec::new(), Vec::new());
        for (at, from, to) in points {
            x.push(at);
            low.push(from);
            high.push(to);
        }
        let label = label.into();
        Self {
            label,
            ink,
            x,
            low,
            high,
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
            ratio: false,
            x,
            y,
        }
    }

    /// A place to drag that sets a whole control to y/x, wherever it is dropped.
    pub fn ratio(control: &str, label: &str, x: f64, y: f64) -> Self {
        let ratio = true;
        Self {
            ratio,
            ..Self::new(control, label, Along::Y, x, y)
        }
    }

    /// A place to drag that sets one element of a vector control.
    pub fn element(self, element: usize) -> Self {
        let element = Some(element);
        Self { element, ..self }
    }

    /// With a further setting that a move makes.
    pub fn also(mut self, control: &str, value: &str) -> Self {
        self.also.push((control.into(), value.into()));
        self
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
