//! The legend of a picture that stands alone: rows of samples and names above the plot.

use super::{
    surface::Measure,
    text::{HALF_CAP, Label, Role, Tone, fit},
    view::View,
};
use crate::figure::Series;

/// The names of a legend, and where the samples beside them stand.
#[derive(Default)]
pub struct Legend<'a> {
    /// The names.
    pub labels: Vec<Label>,
    /// A series and the middle of its sample.
    pub samples: Vec<(&'a Series, (f64, f64))>,
    /// Where the rows end, in CSS pixels from the top.
    pub bottom: f64,
}

/// Room for a sample before its name, in CSS pixels.
const SAMPLE: f64 = 34.0;

impl<'a> Legend<'a> {
    /// The legend of what is shown; empty where the view wants none.
    pub fn new(
        series: impl Iterator<Item = &'a Series>,
        view: &View,
        measure: &dyn Measure,
    ) -> Self {
        let font = view.font();
        let mut legend = Self {
            bottom: 0.5 * font + 2.0,
            ..Self::default()
        };
        if !view.legend {
            return legend;
        }
        let (mut x, mut y) = (4.0, 1.3 * font);
        for series in series.filter(|s| !s.label.is_empty()) {
            let text = fit(&series.label, view.width - SAMPLE - 12.0, font, measure);
            let width = measure.width(&text, font);
            if x > 4.0 && x + SAMPLE + width > view.width {
                (x, y) = (4.0, y + 1.5 * font);
            }
            let sample = (series, (x + 14.0, y - HALF_CAP * font));
            legend.samples.push(sample);
            legend.labels.push(Label {
                at: (x + SAMPLE, y),
                ..Label::new(Role::Legend, text, Tone::Text)
            });
            x += SAMPLE + width + 18.0;
        }
        legend.bottom = y + 0.7 * font;
        legend
    }
}
