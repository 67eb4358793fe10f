//! The words of a plot of curves, placed on its frame.

use super::{
    frame::{Frame, has_end_label},
    legend::Legend,
    notes::Notes,
    surface::{Anchor, Measure},
    text::{GAP, HALF_CAP, Label, Role, Tone, fit},
    view::View,
};
use crate::figure::{Ink, Lines, Mark, Series, number};

/// The words of a plot of curves, and what ties them to it.
pub struct Labels<'a> {
    /// Every text of the picture.
    pub words: Vec<Label>,
    /// Thin lines from a curve's end to its label.
    pub leaders: Vec<(Ink, [(f64, f64); 2])>,
    /// Samples of the legend, where the picture carries one: a series and the middle of its sample.
    pub samples: Vec<(&'a Series, (f64, f64))>,
}

impl<'a> Labels<'a> {
    /// The words of `lines` on its frame.
    pub fn new(lines: &'a Lines, frame: &Frame, view: &View, measure: &dyn Measure) -> Self {
        if view.bare() {
            return Self {
                words: Vec::new(),
                leaders: Vec::new(),
                samples: Vec::new(),
            };
        }
        let legend = Legend::new(view.shown(&lines.series), view, measure);
        let mut labels = Self {
            words: legend.labels,
            leaders: Vec::new(),
            samples: legend.samples,
        };
        labels.names(lines, frame, legend.bottom, view, measure);
        labels
            .words
            .extend(Notes::new(lines, frame, view, measure).labels);
        labels.stems(lines, frame, view);
        if let Some(room) = frame.end_room {
            labels.ends(lines, frame, room, view, measure);
        }
        labels
    }

    /// The names of the axes and of their ticks.
    fn names(
        &mut self,
        lines: &Lines,
        frame: &Frame,
        top: f64,
        view: &View,
        measure: &dyn Measure,
    ) {
        let (font, plot) = (frame.font, frame.plot);
        if !lines.y.label.is_empty() {
            let text = fit(&lines.y.label, view.width - 8.0, font, measure);
            self.words.push(Label {
                at: (2.0, top + font),
                ..Label::new(Role::Axis, text, Tone::Muted)
            });
        }
        let tone = match lines.y.names.is_empty() {
            true => Tone::Muted,
            false => Tone::Text,
        };
        for tick in frame.y_ticks.iter().filter(|t| !t.label.is_empty()) {
            let y = frame.y.pixel(tick.value);
            if let Some(y) = y.filter(|y| plot.contains(plot.left, *y)) {
                let text = fit(&tick.label, frame.gutter - 8.0, font, measure);
                self.words.push(Label {
                    at: (plot.left - 8.0, y + HALF_CAP * font),
                    anchor: Anchor::End,
                    ..Label::new(Role::Tick, text, tone)
                });
            }
        }
        for tick in frame.x_ticks.iter().filter(|t| !t.label.is_empty()) {
            if let Some(x) = frame.x.pixel(tick.value) {
                let half = measure.width(&tick.label, font) / 2.0;
                let x = x.clamp(
                    half.min(view.width / 2.0),
                    (view.width - half).max(view.width / 2.0),
                );
                self.words.push(Label {
                    at: (x, plot.bottom() + 6.0 + font),
                    anchor: Anchor::Middle,
                    ..Label::new(Role::Tick, tick.label.clone(), Tone::Muted)
                });
            }
        }
        if !lines.x.label.is_empty() {
            let text = fit(&lines.x.label, view.width - 8.0, font, measure);
            let half = measure.width(&text, font) / 2.0;
            let middle = (plot.left + plot.width / 2.0)
                .min(view.width - half - 2.0)
                .max(half + 2.0);
            self.words.push(Label {
                at: (middle, plot.bottom() + 6.0 + 2.5 * font),
                anchor: Anchor::Middle,
                ..Label::new(Role::Axis, text, Tone::Muted)
            });
        }
    }

    /// The numbers at the ends of stems.
    fn stems(&mut self, lines: &Lines, frame: &Frame, view: &View) {
        let plot = frame.plot;
        for series in view.shown(&lines.series).filter(|s| s.mark == Mark::Stems) {
            for (x, y) in series.x.iter().zip(&series.y) {
                let Some((px, py)) = frame.position(*x, *y) else {
                    continue;
                };
                if px <= view.width && plot.contains(plot.left, py) {
                    let at = (px.max(plot.left) + 10.0, py + HALF_CAP * frame.font);
                    self.words.push(Label {
                        at,
                        halo: true,
                        ..Label::new(Role::Stem, number(*x), Tone::Ink(series.ink))
                    });
                }
            }
        }
    }

    /// The names of curves beside their ends, where `room` pixels are kept for them.
    fn ends(
        &mut self,
        lines: &Lines,
        frame: &Frame,
        room: f64,
        view: &View,
        measure: &dyn Measure,
    ) {
        let plot = frame.plot;
        let mut ends: Vec<(&Series, (f64, f64))> = Vec::new();
        let fits = |s: &&Series| measure.width(&s.label, frame.font) <= room;
        for series in view
            .shown(&lines.series)
            .filter(|s| has_end_label(s))
            .filter(fits)
        {
            let last = series.x.iter().zip(&series.y).rev().find_map(|(x, y)| {
                let at = (frame.x.pixel(*x)?, frame.y.pixel(*y)?);
                plot.contains(at.0, plot.top).then_some(at)
            });
            if let Some((x, y)) = last {
                let y = y.clamp(plot.top, plot.bottom());
                let above = ends.partition_point(|end| end.1.1 <= y);
                ends.insert(above, (series, (x, y)));
            }
        }
        let line = 1.15 * frame.font;
        let half = line / 2.0;
        let wanted: Vec<f64> = ends.iter().map(|end| end.1.1).collect();
        let tops = spread(&wanted, line, plot.top + half, plot.bottom() - half);
        for ((series, end), y) in ends.into_iter().zip(tops) {
            let x = plot.right() + 2.0 * GAP;
            if (y - end.1).abs() > 2.0 || plot.right() - end.0 > 8.0 {
                self.leaders
                    .push((series.ink, [(end.0 + 3.0, end.1), (x - 3.0, y)]));
            }
            self.words.push(Label {
                at: (x, y + HALF_CAP * frame.font),
                ..Label::new(Role::End, series.label.clone(), Tone::Ink(series.ink))
            });
        }
    }
}

/// Positions at least `gap` apart, as near to the wanted ones (increasing) as a single sweep each way gets, inside `low..=high`.
fn spread(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    // Clusters of labels that touch move as one, about their mean.
    let mut clusters: Vec<(f64, usize)> = Vec::new();
    for &y in wanted {
        clusters.push((y, 1));
        while let [.., (a, m), (b, n)] = clusters[..] {
            if b - a >= gap * (m + n) as f64 / 2.0 {
                break;
            }
            clusters.pop();
            clusters.pop();
            clusters.push(((a * m as f64 + b * n as f64) / (m + n) as f64, m + n));
        }
    }
    let mut out = Vec::with_capacity(wanted.len());
    for (middle, n) in clusters {
        let first = middle - gap * (n - 1) as f64 / 2.0;
        out.extend((0..n).map(|i| first + gap * i as f64));
    }
    let mut ceiling = high;
    for y in out.iter_mut().rev() {
        *y = y.min(ceiling);
        ceiling = *y - gap;
    }
    let mut ground = low;
    for y in &mut out {
        *y = y.max(ground);
        ground = *y + gap;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn labels_keep_apart_and_near() {
        assert_eq!(spread(&[10.0, 50.0], 10.0, 0.0, 100.0), [10.0, 50.0]);
        assert_eq!(spread(&[50.0, 50.0], 10.0, 0.0, 100.0), [45.0, 55.0]);
        assert_eq!(
            spread(&[98.0, 99.0, 100.0], 10.0, 0.0, 100.0),
            [80.0, 90.0, 100.0]
        );
        assert_eq!(spread(&[0.0, 1.0], 10.0, 0.0, 100.0), [0.0, 10.0]);
    }
}
