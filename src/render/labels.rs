//! The words of a plot of curves: which there are, and where they find room.

use super::{
    layout::Layout,
    surface::{Anchor, Measure, Rect},
    view::View,
};
use crate::figure::{Along, Floor, Ink, Lines, Mark, Series, number};

/// The colour of a label, by its role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tone {
    /// Full weight.
    Text,
    /// Lesser weight.
    Muted,
    /// The idea's own.
    Ink(Ink),
}

/// A text and where its baseline stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// What it says.
    pub text: String,
    /// Position in CSS pixels.
    pub at: (f64, f64),
    /// Which point of it stands there.
    pub anchor: Anchor,
    /// Its colour.
    pub tone: Tone,
    /// Reading upwards.
    pub upright: bool,
    /// Set over data, so it needs a rim.
    pub halo: bool,
}

/// Half the height of digits, as a share of the font size: centres a text on a line.
pub const HALF_CAP: f64 = 0.35;
/// Between a text and what it stands beside, in CSS pixels.
pub const GAP: f64 = 6.0;

impl Layout<'_> {
    pub(super) fn tick_labels(
        &mut self,
        lines: &Lines,
        view: &View,
        measure: &dyn Measure,
        left: f64,
    ) {
        let (font, plot) = (self.font, self.plot);
        for tick in self.y_ticks.iter().filter(|t| !t.label.is_empty()) {
            if let Some(y) = self
                .y
                .pixel(tick.value)
                .filter(|y| plot.contains(plot.left, *y))
            {
                let text = fit(&tick.label, left - 8.0, font, measure);
                let tone = if lines.y.names.is_empty() {
                    Tone::Muted
                } else {
                    Tone::Text
                };
                self.labels.push(Label {
                    at: (plot.left - 8.0, y + HALF_CAP * font),
                    anchor: Anchor::End,
                    ..Label::new(text, tone)
                });
            }
        }
        for tick in self.x_ticks.iter().filter(|t| !t.label.is_empty()) {
            if let Some(x) = self.x.pixel(tick.value) {
                let half = measure.width(&tick.label, font) / 2.0;
                let x = x.clamp(
                    half.min(view.width / 2.0),
                    (view.width - half).max(view.width / 2.0),
                );
                let at = (x, plot.bottom() + 6.0 + font);
                self.labels.push(Label {
                    at,
                    anchor: Anchor::Middle,
                    ..Label::new(tick.label.clone(), Tone::Muted)
                });
            }
        }
        if !lines.x.label.is_empty() {
            let text = fit(&lines.x.label, view.width - 8.0, font, measure);
            let half = measure.width(&text, font) / 2.0;
            let middle = (plot.left + plot.width / 2.0)
                .min(view.width - half - 2.0)
                .max(half + 2.0);
            let at = (middle, plot.bottom() + 6.0 + 2.5 * font);
            self.labels.push(Label {
                at,
                anchor: Anchor::Middle,
                ..Label::new(text, Tone::Muted)
            });
        }
    }

    pub(super) fn floor_label(
        &mut self,
        floor: &Floor,
        count: usize,
        along: Along,
        measure: &dyn Measure,
        placed: &mut Vec<Rect>,
    ) {
        let Some(band) = (if along == Along::Y {
            self.y.floor
        } else {
            self.x.floor
        }) else {
            return;
        };
        let room = if along == Along::Y {
            self.plot.width
        } else {
            self.plot.height
        } - 2.0 * GAP;
        let text = fit(
            &format!("{}: {}", floor.label, number(count as f64)),
            room,
            self.font,
            measure,
        );
        let middle = (band.pixels.0 + band.pixels.1) / 2.0;
        let width = measure.width(&text, self.font);
        let base = Label {
            halo: true,
            ..Label::new(text, Tone::Muted)
        };
        let label = match along {
            Along::Y => Label {
                at: (self.plot.left + GAP, middle + HALF_CAP * self.font),
                ..base
            },
            Along::X => Label {
                at: (middle + HALF_CAP * self.font, self.plot.bottom() - GAP),
                upright: true,
                ..base
            },
        };
        placed.push(match along {
            Along::Y => Rect {
                left: label.at.0,
                top: band.pixels.1,
                width,
                height: band.pixels.0 - band.pixels.1,
            },
            Along::X => Rect {
                left: band.pixels.0,
                top: label.at.1 - width,
                width: band.pixels.1 - band.pixels.0,
                height: width,
            },
        });
        self.labels.push(label);
    }

    pub(super) fn region_labels(
        &mut self,
        lines: &Lines,
        measure: &dyn Measure,
        placed: &mut Vec<Rect>,
    ) {
        for region in &lines.regions {
            let Some(area) = self.region(region.along, region.from, region.to) else {
                continue;
            };
            if region.label.is_empty() || area.width < 3.0 || area.height < 3.0 {
                continue;
            }
            let text = fit(
                &region.label,
                self.plot.width - 2.0 * GAP,
                self.font,
                measure,
            );
            // A name ends with room for a space, so that two in a row do not read as one.
            let size = (measure.width(&text, self.font) + GAP, 1.2 * self.font);
            let l = (area.left + GAP).min(self.plot.right() - size.0);
            let r = area.right() - size.0;
            let (t, b) = (area.top + 4.0, area.bottom() - 4.0 - size.1);
            // Strips side by side are named at their beginnings; a name that would run into the next one's goes a row lower.
            let spots: Vec<(f64, f64)> = match region.along {
                Along::X => {
                    let from_top = [0.0, 1.0, 2.0, 3.0].map(|row| t + row * size.1);
                    let rows = [&from_top[..], &[b, b - size.1]].concat();
                    let at = |x: f64| rows.iter().map(move |y| (x, *y));
                    at(l).chain(at(r)).collect()
                }
                Along::Y => vec![(r, t), (l, t), (r, b), (l, b)],
            };
            self.place(text, Tone::Text, size, &spots, placed);
        }
    }

    pub(super) fn guide_labels(
        &mut self,
        lines: &Lines,
        measure: &dyn Measure,
        placed: &mut Vec<Rect>,
    ) {
        for guide in &lines.guides {
            let Some(at) = self.guide(guide.along, guide.at) else {
                continue;
            };
            if guide.label.is_empty() {
                continue;
            }
            let text = fit(
                &guide.label,
                self.plot.width - 2.0 * GAP,
                self.font,
                measure,
            );
            let size = (measure.width(&text, self.font), 1.2 * self.font);
            let mut spots = Vec::new();
            match guide.along {
                Along::X => {
                    // From the top down, then the last rows above the floor.
                    for row in [0, 1, 2, 3, 4, 5, -2, -3, -4] {
                        let from = if row < 0 {
                            self.y.pixels.0
                        } else {
                            self.plot.top
                        };
                        let y = from + 2.0 + f64::from(row) * size.1;
                        spots.extend([(at + 4.0, y), (at - 4.0 - size.0, y)]);
                    }
                }
                Along::Y => {
                    let (above, under) = (at - size.1 - 1.0, at + 2.0);
                    for share in [1.0, 0.0, 0.66, 0.33] {
                        let x =
                            self.plot.left + GAP + share * (self.plot.width - 2.0 * GAP - size.0);
                        spots.extend([(x, above), (x, under)]);
                    }
                }
            }
            self.place(text, Tone::Ink(guide.ink), size, &spots, placed);
        }
    }

    /// Puts a text at the first of several places (its top left corner) that is free and inside the plot.
    fn place(
        &mut self,
        text: String,
        tone: Tone,
        (width, height): (f64, f64),
        spots: &[(f64, f64)],
        placed: &mut Vec<Rect>,
    ) {
        let rect = |(left, top): (f64, f64)| Rect {
            left,
            top,
            width,
            height,
        };
        let inside = |r: &Rect| {
            self.plot.contains(r.left, r.top) && self.plot.contains(r.right(), r.bottom())
        };
        let unlabelled = |r: &Rect| inside(r) && !placed.iter().any(|p| p.overlaps(r));
        let open = |r: &Rect| unlabelled(r) && !self.marks.iter().any(|(x, y)| r.contains(*x, *y));
        let all = || spots.iter().map(|spot| rect(*spot));
        let free = all().find(open).or_else(|| all().find(unlabelled));
        let Some(chosen) = free.or_else(|| all().next()) else {
            return;
        };
        placed.push(chosen);
        let left = chosen.left.clamp(
            self.plot.left,
            (self.plot.right() - width).max(self.plot.left),
        );
        self.labels.push(Label {
            at: (left, chosen.top + 0.95 * self.font),
            halo: true,
            ..Label::new(text, tone)
        });
    }

    pub(super) fn stem_labels(&mut self, view: &View) {
        for series in self.series.iter().filter(|s| s.mark == Mark::Stems) {
            for (x, y) in series.x.iter().zip(&series.y) {
                let Some((px, py)) = self.handle(*x, *y) else {
                    continue;
                };
                if px <= view.width && self.plot.contains(self.plot.left, py) {
                    let at = (px.max(self.plot.left) + 10.0, py + HALF_CAP * self.font);
                    self.labels.push(Label {
                        at,
                        halo: true,
                        ..Label::new(number(*x), Tone::Ink(series.ink))
                    });
                }
            }
        }
    }

    pub(super) fn end_labels(&mut self, room: f64, measure: &dyn Measure) {
        let plot = self.plot;
        let mut ends: Vec<(&Series, (f64, f64))> = Vec::new();
        for series in self.series.iter().filter(|s| has_end_label(s)) {
            let last = series.x.iter().zip(&series.y).rev().find_map(|(x, y)| {
                let at = (self.x.pixel(*x)?, self.y.pixel(*y)?);
                plot.contains(at.0, plot.top).then_some(at)
            });
            if let Some((x, y)) = last {
                let y = y.clamp(plot.top, plot.bottom());
                let above = ends.partition_point(|end| end.1.1 <= y);
                ends.insert(above, (series, (x, y)));
            }
        }
        let line = 1.15 * self.font;
        let half = line / 2.0;
        let wanted: Vec<f64> = ends.iter().map(|end| end.1.1).collect();
        let tops = spread(&wanted, line, plot.top + half, plot.bottom() - half);
        for ((series, end), y) in ends.into_iter().zip(tops) {
            let text = fit(&series.label, room, self.font, measure);
            let x = plot.right() + 2.0 * GAP;
            if (y - end.1).abs() > 2.0 || plot.right() - end.0 > 8.0 {
                self.leaders
                    .push((series.ink, [(end.0 + 3.0, end.1), (x - 3.0, y)]));
            }
            self.labels.push(Label {
                at: (x, y + HALF_CAP * self.font),
                ..Label::new(text, Tone::Ink(series.ink))
            });
        }
    }
}

impl Label {
    /// A label at the origin.
    pub fn new(text: String, tone: Tone) -> Self {
        Self {
            text,
            at: (0.0, 0.0),
            anchor: Anchor::Start,
            tone,
            upright: false,
            halo: false,
        }
    }
}

/// Whether a series is named beside its end; single strokes, as error bars are, have none.
pub fn has_end_label(series: &Series) -> bool {
    matches!(
        series.mark,
        Mark::Line | Mark::LinePoints | Mark::Area | Mark::Steps
    ) && !series.label.is_empty()
        && !(series.y.last().is_some_and(|y| y.is_nan())
            && series.y.split(|y| y.is_nan()).all(|run| run.len() < 3))
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

/// The text, shortened with an ellipsis until it fits.
pub fn fit(text: &str, room: f64, font: f64, measure: &dyn Measure) -> String {
    // Room computed from the very width must be enough.
    if measure.width(text, font) <= room + 0.01 {
        return text.to_owned();
    }
    let mut kept: Vec<char> = text.chars().collect();
    while kept.pop().is_some() {
        let short: String = kept.iter().collect::<String>().trim_end().to_owned() + "…";
        if measure.width(&short, font) <= room {
            return short;
        }
    }
    String::new()
}

/// Rows of samples and names above the plot; returns where they end.
pub fn legend_rows<'a>(
    series: &[&'a Series],
    view: &View,
    font: f64,
    measure: &dyn Measure,
    labels: &mut Vec<Label>,
    samples: &mut Vec<(&'a Series, (f64, f64))>,
) -> f64 {
    const SAMPLE: f64 = 34.0;
    let (mut x, mut y) = (4.0, 1.3 * font);
    for series in series.iter().copied().filter(|s| !s.label.is_empty()) {
        let text = fit(&series.label, view.width - SAMPLE - 12.0, font, measure);
        let width = measure.width(&text, font);
        if x > 4.0 && x + SAMPLE + width > view.width {
            (x, y) = (4.0, y + 1.5 * font);
        }
        samples.push((series, (x + 14.0, y - HALF_CAP * font)));
        labels.push(Label {
            at: (x + SAMPLE, y),
            ..Label::new(text, Tone::Text)
        });
        x += SAMPLE + width + 18.0;
    }
    y + 0.7 * font
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
