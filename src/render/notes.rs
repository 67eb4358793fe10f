//! The names set inside a plot: floor bands, regions and guides, each where it finds room.

use super::{
    frame::{FEW_GRIPS, Frame},
    surface::{Measure, Rect},
    text::{GAP, HALF_CAP, Label, Role, Tone, fit},
    view::View,
};
use crate::figure::{Along, Floor, Lines, number};

/// Names inside a plot, and the room that they have taken.
pub struct Notes<'a> {
    frame: &'a Frame,
    measure: &'a dyn Measure,
    /// The names.
    pub labels: Vec<Label>,
    placed: Vec<Rect>,
    /// Data points that words should not cover.
    marks: Vec<(f64, f64)>,
    /// Grips and their arrow heads, which words cover only where there is no other room.
    grips: Vec<Rect>,
}

/// From a grip to the tip of its arrow head, in CSS pixels.
const ARROW: f64 = 7.0;

impl<'a> Notes<'a> {
    /// The names of the floor bands, regions and guides of `lines`.
    pub fn new(lines: &Lines, frame: &'a Frame, view: &View, measure: &'a dyn Measure) -> Self {
        let points = view.shown(&lines.series).flat_map(|s| s.x.iter().zip(&s.y));
        let few = lines.handles.len() <= FEW_GRIPS;
        let half = frame.grip + if few { ARROW } else { 0.0 };
        let grip = |(x, y): (f64, f64)| {
            Rect {
                left: x,
                top: y,
                width: 0.0,
                height: 0.0,
            }
            .grown(half)
        };
        let handles = lines.handles.iter();
        let mut notes = Self {
            frame,
            measure,
            labels: Vec::new(),
            placed: Vec::new(),
            marks: points.filter_map(|(x, y)| frame.position(*x, *y)).collect(),
            grips: handles
                .filter_map(|handle| frame.position(handle.x, handle.y).map(grip))
                .collect(),
        };
        for (along, axis, count) in [
            (Along::Y, &lines.y, frame.y_floored),
            (Along::X, &lines.x, frame.x_floored),
        ] {
            if let Some(floor) = &axis.floor {
                notes.floor(floor, count, along);
            }
        }
        notes.regions(lines);
        notes.guides(lines);
        notes
    }

    fn floor(&mut self, floor: &Floor, count: usize, along: Along) {
        let (frame, measure) = (self.frame, self.measure);
        let Some(band) = (if along == Along::Y {
            frame.y.floor
        } else {
            frame.x.floor
        }) else {
            return;
        };
        let room = if along == Along::Y {
            frame.plot.width
        } else {
            frame.plot.height
        } - 2.0 * GAP;
        let text = fit(
            &format!("{}: {}", floor.label, number(count as f64)),
            room,
            frame.font,
            measure,
        );
        let middle = (band.pixels.0 + band.pixels.1) / 2.0;
        let width = measure.width(&text, frame.font);
        let base = Label {
            halo: true,
            ..Label::new(Role::Floor, text, Tone::Muted)
        };
        let label = match along {
            Along::Y => Label {
                at: (frame.plot.left + GAP, middle + HALF_CAP * frame.font),
                ..base
            },
            Along::X => Label {
                at: (middle + HALF_CAP * frame.font, frame.plot.bottom() - GAP),
                upright: true,
                ..base
            },
        };
        self.placed.push(match along {
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

    fn regions(&mut self, lines: &Lines) {
        let (frame, measure) = (self.frame, self.measure);
        for region in &lines.regions {
            let Some(area) = frame.region(region.along, region.from, region.to) else {
                continue;
            };
            if region.label.is_empty() || area.width < 3.0 || area.height < 3.0 {
                continue;
            }
            let text = fit(
                &region.label,
                frame.plot.width - 2.0 * GAP,
                frame.font,
                measure,
            );
            // A name ends with room for a space, so that two in a row do not read as one.
            let size = (measure.width(&text, frame.font) + GAP, 1.2 * frame.font);
            let l = (area.left + GAP).min(frame.plot.right() - size.0);
            let r = area.right() - size.0;
            let (t, b) = (area.top + 4.0, area.bottom() - 4.0 - size.1);
            // Strips side by side are named at their beginnings; a name that would run into the next one's goes a row lower.
            let spots: Vec<(f64, f64)> = match region.along {
                Along::X => {
                    let from_top = [0.0, 1.0, 2.0, 3.0].map(|row| t + row * size.1);
                    let below = (4..self.rows(size.1)).map(|row| t + row as f64 * size.1);
                    let rows: Vec<f64> = from_top
                        .into_iter()
                        .chain([b, b - size.1])
                        .chain(below)
                        .collect();
                    let at = |x: f64| rows.iter().map(move |y| (x, *y));
                    at(l).chain(at(r)).collect()
                }
                Along::Y => vec![(r, t), (l, t), (r, b), (l, b)],
            };
            self.place(Role::Region, text, Tone::Text, size, &spots);
        }
    }

    fn guides(&mut self, lines: &Lines) {
        let (frame, measure) = (self.frame, self.measure);
        for guide in &lines.guides {
            let Some(at) = frame.guide(guide.along, guide.at) else {
                continue;
            };
            if guide.label.is_empty() {
                continue;
            }
            let text = fit(
                &guide.label,
                frame.plot.width - 2.0 * GAP,
                frame.font,
                measure,
            );
            let size = (measure.width(&text, frame.font), 1.2 * frame.font);
            let mut spots = Vec::new();
            match guide.along {
                Along::X => {
                    // From the top down, then the last rows above the floor, then wherever there is room.
                    let rest = 6..self.rows(size.1) as i32;
                    for row in [0, 1, 2, 3, 4, 5, -2, -3, -4].into_iter().chain(rest) {
                        let from = if row < 0 {
                            frame.y.pixels.0
                        } else {
                            frame.plot.top
                        };
                        let y = from + 2.0 + f64::from(row) * size.1;
                        spots.extend([(at + 4.0, y), (at - 4.0 - size.0, y)]);
                    }
                }
                Along::Y => {
                    let (above, under) = (at - size.1 - 1.0, at + 2.0);
                    for share in [1.0, 0.0, 0.66, 0.33] {
                        let x =
                            frame.plot.left + GAP + share * (frame.plot.width - 2.0 * GAP - size.0);
                        spots.extend([(x, above), (x, under)]);
                    }
                }
            }
            self.place(Role::Guide, text, Tone::Ink(guide.ink), size, &spots);
        }
    }

    /// How many rows of words the plot has.
    fn rows(&self, height: f64) -> usize {
        (self.frame.plot.height / height) as usize
    }

    /// Puts a text at the first of several places (its top left corner) that is free and inside the plot.
    fn place(
        &mut self,
        role: Role,
        text: String,
        tone: Tone,
        (width, height): (f64, f64),
        spots: &[(f64, f64)],
    ) {
        let plot = self.frame.plot;
        let rect = |(left, top): (f64, f64)| Rect {
            left,
            top,
            width,
            height,
        };
        let inside =
            |r: &Rect| plot.contains(r.left, r.top) && plot.contains(r.right(), r.bottom());
        let unlabelled = |r: &Rect| inside(r) && !self.placed.iter().any(|p| p.overlaps(r));
        let graspable = |r: &Rect| unlabelled(r) && !self.grips.iter().any(|g| g.overlaps(r));
        let open = |r: &Rect| graspable(r) && !self.marks.iter().any(|(x, y)| r.contains(*x, *y));
        let all = || spots.iter().map(|spot| rect(*spot));
        let within = |r: Rect| Rect {
            left: r
                .left
                .clamp(plot.left, (plot.right() - width).max(plot.left)),
            ..r
        };
        let free = all().find(open).or_else(|| all().find(graspable));
        let free = free.or_else(|| all().find(unlabelled));
        // Where a small figure has no room left, no word is better than one over another.
        let Some(chosen) = free.or_else(|| all().map(within).find(unlabelled)) else {
            return;
        };
        self.placed.push(chosen);
        self.labels.push(Label {
            at: (chosen.left, chosen.top + 0.95 * self.frame.font),
            halo: true,
            ..Label::new(role, text, tone)
        });
    }
}
