//! The landscape of the unit on all copies of its data: round, or not.

use super::model::Facts;
use crate::{
    dynamics::conservation::{Examples, losses_around, unit_loss},
    figure::{ColorScale, Heatmap, Plane, Plot},
    labs::prelude::*,
};
use core::f64::consts::TAU;

/// Cells down and across.
const ROWS: usize = 72;
const COLS: usize = 118;
/// Side of a cell; the plane reaches 2 from the origin upwards and more sideways, so that a circle looks like one in a wide picture.
const CELL: f64 = 4.0 / ROWS as f64;
/// Lengths of p at which lines of equal loss begin.
const RADII: [f64; 6] = [0.5, 0.8, 1.1, 1.4, 1.7, 1.95];
/// Where the copies of the data are marked.
const RIM: [f64; 2] = [1.86, 1.98];

/// What does not change along a run.
pub struct Wheel {
    values: Vec<f64>,
    range: (f64, f64),
    contours: Vec<(f64, f64)>,
    copies: Vec<(f64, f64)>,
}

impl Wheel {
    /// Of the unit; nothing of other networks.
    pub fn of(facts: &Facts) -> Option<Self> {
        facts.anisotropy?;
        let data = facts.run.data();
        let mut values = Vec::with_capacity(ROWS * COLS);
        for row in 0..ROWS {
            values.extend((0..COLS).map(|col| unit_loss(data, centre(row, col))));
        }
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        // What lies beyond the outermost line grows as the twelfth power, and is all one colour.
        let high = mean_on(data, RADII[RADII.len() - 1]).max(1.1 * low);
        let mut contours = Vec::new();
        for radius in RADII {
            let level = mean_on(data, radius);
            contour(&values, level, &mut contours);
        }
        let mut copies = Vec::new();
        for i in 0..data.inputs.rows() {
            let [x, y] = [data.inputs[(i, 0)], data.inputs[(i, 1)]];
            let length = (x * x + y * y).sqrt();
            copies.extend(RIM.map(|r| (r * x / length, r * y / length)));
            copies.push((0.0, f64::NAN));
        }
        Some(Self {
            values,
            range: (low.max(1e-6 * high), high),
            contours,
            copies,
        })
    }

    /// The figure, with the way of p over it.
    pub fn figure(&self, facts: &Facts) -> Figure {
        let circle = (0..=90).map(|k| {
            let angle = TAU * f64::from(k) / 90.0;
            (1.5 * libm::cos(angle), 1.5 * libm::sin(angle))
        });
        let way = facts.run.history().iter().map(|m| (m.theta[0], m.theta[1]));
        let axis = |label: &str, cells: usize| {
            let reach = 0.5 * CELL * cells as f64;
            Axis::linear(label).range(-reach, reach)
        };
        let map = Heatmap {
            rows: ROWS,
            cols: COLS,
            values: self.values.clone(),
            row_label: "p₂".into(),
            col_label: "p₁".into(),
            row_names: Vec::new(),
            col_names: Vec::new(),
            colors: ColorScale {
                label: "loss".into(),
                diverging: false,
                log: true,
                range: self.range,
            },
            edit: None,
            select: None,
            plane: Some(Plane {
                x: axis("p₁", COLS),
                y: axis("p₂", ROWS),
                curves: vec![
                    Series::line(
                        "contours",
                        "equal loss",
                        inks::CONTOURS,
                        self.contours.iter().copied(),
                    ),
                    Series::line("circle", "|p| = 1.5", inks::NEUTRAL, circle),
                    Series::line(
                        "copies",
                        "copies of the data",
                        inks::COPIES,
                        self.copies.iter().copied(),
                    ),
                    Series::line("way", "way of p", inks::WAY, way),
                ],
            }),
        };
        let copies = match facts.run.problem().maps.len() {
            0 | 1 => "the data alone".to_owned(),
            n => format!("{n} rotations"),
        };
        let caption = match facts.run.problem().network.harmonic(facts.augmentation) {
            None => format!(
                "With {copies} the loss depends on the length of p alone: lines of equal loss are circles, and p moves on a ray."
            ),
            Some(k) => format!(
                "With {copies} the loss has a wave of {k} crests around the circle, and p is turned aside."
            ),
        };
        Figure {
            id: "wheel".into(),
            title: "The landscape on all copies".into(),
            caption,
            plot: Plot::Heatmap(map),
        }
    }
}

/// The mean loss on a circle.
fn mean_on(data: &Examples, radius: f64) -> f64 {
    losses_around(data, radius, 48).iter().sum::<f64>() / 48.0
}

/// The middle of a cell; the first row is the highest.
fn centre(row: usize, col: usize) -> [f64; 2] {
    let from_middle = |k: usize, count: usize| CELL * (k as f64 + 0.5 - 0.5 * count as f64);
    [from_middle(col, COLS), -from_middle(row, ROWS)]
}

/// Adds the segments of a line of equal loss, cell by cell of the grid of centres: where an edge's ends lie on two sides of the level.
fn contour(values: &[f64], level: f64, segments: &mut Vec<(f64, f64)>) {
    for row in 0..ROWS - 1 {
        for col in 0..COLS - 1 {
            let corners = [[0, 0], [0, 1], [1, 1], [1, 0]].map(|[i, j]| {
                let value = values[(row + i) * COLS + col + j];
                let [x, y] = centre(row + i, col + j);
                (x, y, libm::log(value / level))
            });
            let mut crossings = Vec::new();
            for (k, (x, y, a)) in corners.iter().enumerate() {
                let (u, v, b) = corners[(k + 1) % 4];
                if (*a < 0.0) != (b < 0.0) {
                    let share = a / (a - b);
                    crossings.push((x + share * (u - x), y + share * (v - y)));
                }
            }
            for pair in crossings.chunks_exact(2) {
                segments.extend(pair);
                segments.push((0.0, f64::NAN));
            }
        }
    }
}
