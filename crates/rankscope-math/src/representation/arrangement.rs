//! Into how many regions ReLU units cut their inputs: counted in the plane, bounded in any dimension.

use core::f64::consts::PI;

/// A line a x + b y + c = 0, where one unit changes between silent and active.
pub type Line = [f64; 3];

/// A point of the plane.
pub type Point = [f64; 2];

/// A convex piece of the plane.
#[derive(Clone, Debug)]
struct Cell {
    corners: Vec<Point>,
}

/// A square of the plane cut up by the units of a network.
#[derive(Clone, Debug, Default)]
pub struct Arrangement {
    /// Number of convex regions, each with its own pattern of active units.
    pub regions: usize,
    /// Where units of the first layer change, as segments in the square.
    pub first: Vec<[Point; 2]>,
    /// Where units of the second layer change: the lines bend wherever they cross one of the first layer.
    pub second: Vec<[Point; 2]>,
}

/// Most regions of d-dimensional space that n units of one layer can make: Σⱼ≤d C(n, j), reached in general position.
///
/// Zaslavsky (1975); Pascanu, Montúfar and Bengio (2014), arXiv 1312.6098. Exact as long as it is below 2⁵³.
///
/// ```
/// use rankscope_math::representation::arrangement::most_regions;
/// assert_eq!([(8, 2), (16, 2), (16, 3)].map(|(n, d)| most_regions(n, d)), [37.0, 137.0, 697.0]);
/// ```
pub fn most_regions(units: usize, inputs: usize) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for j in 1..=inputs.min(units) {
        term = term * (units - j + 1) as f64 / j as f64;
        sum += term;
    }
    sum
}

/// Regions that two layers of n₁ and n₂ units can have at least: ⌊n₁/d⌋ᵈ Σⱼ≤d C(n₂, j), for n₁ ≥ d.
///
/// Montúfar, Pascanu, Cho and Bengio (2014), arXiv 1402.1869, corollary 6: the first layer folds the inputs, so that what the second one
/// does is done in every fold.
///
/// ```
/// use rankscope_math::representation::arrangement::folded_regions;
/// assert_eq!(folded_regions([8, 8], 2), 592.0);
/// ```
pub fn folded_regions([first, second]: [usize; 2], inputs: usize) -> f64 {
    let folds = (first / inputs) as f64;
    (0..inputs).fold(most_regions(second, inputs), |all, _| all * folds)
}

/// Lines in general position all of whose crossings lie in the square \[−1, 1\]²: tangents of a small circle, evenly turned.
pub fn tangents(count: usize) -> Vec<Line> {
    // Neighbours in direction meet near the circle, the first and the last one farthest from it.
    let radius = 0.9 * libm::sin(0.5 * PI / count.max(2) as f64);
    (0..count)
        .map(|i| {
            let angle = PI * (i as f64 + 0.5) / count as f64;
            [libm::cos(angle), libm::sin(angle), -radius]
        })
        .collect()
}

/// The part of a convex cell where a function of the line is not negative, or not positive, and where the line crosses it.
fn cut(cell: &Cell, line: &Line) -> Option<(Cell, Cell, [Point; 2])> {
    let at = |p: &Point| line[0] * p[0] + line[1] * p[1] + line[2];
    let scale = line[0].abs() + line[1].abs();
    // A corner within rounding of the line lies on it.
    let zero = 1e-12 * scale;
    let sides: Vec<f64> = cell.corners.iter().map(at).collect();
    if !(sides.iter().any(|s| *s > zero) && sides.iter().any(|s| *s < -zero)) {
        return None;
    }
    let (mut above, mut below, mut ends) = (Vec::new(), Vec::new(), Vec::new());
    for (i, corner) in cell.corners.iter().enumerate() {
        let j = (i + 1) % cell.corners.len();
        let (here, next) = (sides[i], sides[j]);
        if here >= -zero {
            above.push(*corner);
        }
        if here <= zero {
            below.push(*corner);
        }
        if here.abs() <= zero {
            ends.push(*corner);
        } else if here * next < 0.0 && next.abs() > zero {
            let share = here / (here - next);
            let other = cell.corners[j];
            let crossing = [0, 1].map(|k| corner[k] + share * (other[k] - corner[k]));
            above.push(crossing);
            below.push(crossing);
            ends.push(crossing);
        }
    }
    let ends = [*ends.first()?, *ends.last()?];
    Some((Cell { corners: above }, Cell { corners: below }, ends))
}

/// Cuts one cell by lines, one after the other; adds the whole of each line's part in the cell to the segments.
fn cut_up(cell: Cell, lines: &[Line], segments: &mut Vec<[Point; 2]>) -> Vec<Cell> {
    segments.extend(lines.iter().filter_map(|line| Some(cut(&cell, line)?.2)));
    let mut cells = vec![cell];
    for line in lines {
        let mut next = Vec::with_capacity(cells.len() + 1);
        for cell in cells {
            match cut(&cell, line) {
                Some((above, below, _)) => next.extend([above, below]),
                None => next.push(cell),
            }
        }
        cells = next;
    }
    cells
}

/// A point inside a convex cell.
fn middle(cell: &Cell) -> Point {
    let count = cell.corners.len() as f64;
    [0, 1].map(|k| cell.corners.iter().map(|p| p[k]).sum::<f64>() / count)
}

/// The square \[low, high\]² cut by a first layer of units max(a x + b y + c, 0) and by a second one, each of whose units adds those up with
/// weights of its own and a bias (the last number of a row).
///
/// Exact up to rounding: every cell is cut in turn by the line that each unit has in it.
pub fn count([low, high]: [f64; 2], first: &[Line], second: &[Vec<f64>]) -> Arrangement {
    let corners = vec![[low, low], [high, low], [high, high], [low, high]];
    let mut found = Arrangement::default();
    let cells = cut_up(Cell { corners }, first, &mut found.first);
    for cell in cells {
        let at = middle(&cell);
        let active: Vec<bool> = first
            .iter()
            .map(|line| line[0] * at[0] + line[1] * at[1] + line[2] > 0.0)
            .collect();
        let lines: Vec<Line> = second
            .iter()
            .map(|weights| {
                let mut line = [0.0, 0.0, weights[first.len()]];
                for (i, unit) in first.iter().enumerate().filter(|(i, _)| active[*i]) {
                    for k in 0..3 {
                        line[k] += weights[i] * unit[k];
                    }
                }
                line
            })
            .collect();
        found.regions += cut_up(cell, &lines, &mut found.second).len();
    }
    found
}

/// Two layers of n₁ and n₂ units that have [`folded_regions`] regions in the square \[−1, 1\]²: the first folds each coordinate into
/// ⌊n₁/2⌋ zigzags, the second cuts the folded square by [`tangents`].
pub fn folded([first, second]: [usize; 2]) -> (Vec<Line>, Vec<Vec<f64>>) {
    let folds = first / 2;
    let width = 2.0 / folds.max(1) as f64;
    let mut lines = Vec::new();
    for axis in 0..2 {
        for fold in 0..folds {
            let mut line = [0.0, 0.0, 1.0 - width * fold as f64];
            line[axis] = 1.0;
            lines.push(line);
        }
    }
    // u = −1 + slope·(r₀ − 2r₁ + 2r₂ − …) goes from −1 to 1 and back in every fold.
    let slope = 2.0 / width;
    let weights = |line: Line| {
        let mut row = Vec::with_capacity(2 * folds + 1);
        for along in [line[0], line[1]] {
            row.extend((0..folds).map(|fold| {
                let factor = if fold == 0 { 1.0 } else { 2.0 };
                let sign = if fold % 2 == 0 { 1.0 } else { -1.0 };
                along * slope * factor * sign
            }));
        }
        row.push(line[2] - line[0] - line[1]);
        row
    };
    let rows = tangents(second).into_iter().map(weights).collect();
    (lines, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linalg::random::{gaussian, seeded};
    use std::collections::BTreeSet;

    const SQUARE: [f64; 2] = [-1.0, 1.0];

    #[test]
    fn one_layer_reaches_its_bound() {
        for n in 2..=24 {
            let found = count(SQUARE, &tangents(n), &[]);
            assert_eq!(found.regions as f64, most_regions(n, 2), "{n}");
            assert_eq!(found.first.len(), n);
        }
        assert_eq!(count(SQUARE, &tangents(1), &[]).regions, 2);
    }

    #[test]
    fn folding_multiplies() {
        for n in [2, 4, 6, 8, 10] {
            let (first, second) = folded([n, n]);
            let found = count(SQUARE, &first, &second);
            assert_eq!(found.regions as f64, folded_regions([n, n], 2), "{n}");
        }
        let (first, second) = folded([8, 8]);
        assert_eq!(count(SQUARE, &first, &second).regions, 592);
    }

    /// Every region of lines in general position has a crossing for a corner: the patterns around all crossings are all patterns.
    #[test]
    fn brute_force() {
        for seed in 0..6u32 {
            let n = 5 + seed as usize;
            let drawn = gaussian(n, 3, &mut seeded(u64::from(seed)));
            let lines: Vec<Line> = (0..n)
                .map(|i| [drawn[(i, 0)], drawn[(i, 1)], drawn[(i, 2)]])
                .collect();
            let mut patterns = BTreeSet::new();
            let mut far: f64 = 1.0;
            for (i, p) in lines.iter().enumerate() {
                for q in &lines[..i] {
                    let det = p[0] * q[1] - p[1] * q[0];
                    let x = (p[1] * q[2] - q[1] * p[2]) / det;
                    let y = (q[0] * p[2] - p[0] * q[2]) / det;
                    far = far.max(x.abs()).max(y.abs());
                    for (s, t) in [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)] {
                        // A step that changes p by s and q by t.
                        let step = 1e-9;
                        let dx = step * (s * q[1] - t * p[1]) / det;
                        let dy = step * (t * p[0] - s * q[0]) / det;
                        let sign = |l: &Line| l[0] * (x + dx) + l[1] * (y + dy) + l[2] > 0.0;
                        patterns.insert(lines.iter().map(sign).collect::<Vec<bool>>());
                    }
                }
            }
            let found = count([-2.0 * far, 2.0 * far], &lines, &[]);
            assert_eq!(found.regions, patterns.len(), "{n} lines");
            assert_eq!(found.regions as f64, most_regions(n, 2));
        }
    }

    /// The patterns of two layers on a fine grid: none that was not counted, and nearly all of those that were.
    #[test]
    fn two_layers_on_a_grid() {
        let first = tangents(5);
        let second: Vec<Vec<f64>> = (0..4)
            .map(|j| {
                (0..6)
                    .map(|i| libm::sin(1.0 + f64::from(7 * j + 3 * i)))
                    .collect()
            })
            .collect();
        let found = count(SQUARE, &first, &second);
        let mut patterns = BTreeSet::new();
        let side = 1500;
        for a in 0..side {
            for b in 0..side {
                let [x, y] = [a, b].map(|k| -1.0 + 2.0 * (f64::from(k) + 0.5) / f64::from(side));
                let h: Vec<f64> = first
                    .iter()
                    .map(|l| (l[0] * x + l[1] * y + l[2]).max(0.0))
                    .collect();
                let mut pattern: Vec<bool> = h.iter().map(|h| *h > 0.0).collect();
                for row in &second {
                    let sum: f64 = row.iter().zip(&h).map(|(w, h)| w * h).sum();
                    pattern.push(sum + row[5] > 0.0);
                }
                patterns.insert(pattern);
            }
        }
        let counted = found.regions;
        // A pattern may have two regions, and a region may be smaller than the grid; here neither happens.
        assert_eq!(counted, patterns.len());
    }
}
