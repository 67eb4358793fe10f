//! A minimiser for a handful of unknowns.
//!
//! Written here, because the whole inverse Hessian of five unknowns is 25 numbers: limiting its memory, as L-BFGS does, would save
//! nothing, and a library of optimisers would bring its traits, its logging and its matrices into a download that needs these lines.

/// Iterations of one descent.
const MOST: usize = 600;
/// Halvings and doublings of one line search.
const SEARCH: usize = 60;

/// A point with the value and the slope of the function there.
pub(super) type Point<const P: usize> = ([f64; P], f64, [f64; P]);

/// Descends from a point by the method of Broyden, Fletcher, Goldfarb and Shanno with a bisecting weak Wolfe search (Lewis and Overton 2013,
/// who show that it copes with kinks of the slope such as Huber's), and begins anew until that gains nothing more.
pub(super) fn minimise<const P: usize>(
    of: impl Fn(&[f64; P]) -> (f64, [f64; P]),
    start: [f64; P],
) -> Point<P> {
    let (value, slope) = of(&start);
    let mut best = (start, value, slope);
    for _ in 0..8 {
        let found = descend(&of, best);
        let gained = best.1 - found.1;
        best = found;
        if gained <= 1e-13 * best.1.abs() {
            break;
        }
    }
    best
}

fn dot<const P: usize>(a: &[f64; P], b: &[f64; P]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn descend<const P: usize>(
    of: &impl Fn(&[f64; P]) -> (f64, [f64; P]),
    start: Point<P>,
) -> Point<P> {
    let mut now = start;
    let mut inverse: Option<[[f64; P]; P]> = None;
    for _ in 0..MOST {
        let slope = now.2;
        let steepest = || {
            let size = dot(&slope, &slope).sqrt().max(f64::MIN_POSITIVE);
            slope.map(|g| -0.1 * g / size)
        };
        let mut direction = match &inverse {
            None => steepest(),
            Some(inverse) => inverse.map(|row| -dot(&row, &slope)),
        };
        if dot(&direction, &slope) >= 0.0 {
            inverse = None;
            direction = steepest();
        }
        let Some(next) = search(of, &now, &direction) else {
            break;
        };
        let (step, bend): ([f64; P], [f64; P]) = (
            std::array::from_fn(|i| next.0[i] - now.0[i]),
            std::array::from_fn(|i| next.2[i] - now.2[i]),
        );
        let gained = now.1 - next.1;
        let flat = gained <= 1e-16 * next.1.abs();
        now = next;
        let curvature = dot(&step, &bend);
        if flat {
            break;
        }
        if curvature > 0.0 {
            inverse = Some(update(inverse, &step, &bend, curvature));
        }
    }
    now
}

/// H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ, beginning with (sᵀy/yᵀy) I.
fn update<const P: usize>(
    inverse: Option<[[f64; P]; P]>,
    step: &[f64; P],
    bend: &[f64; P],
    curvature: f64,
) -> [[f64; P]; P] {
    let scale = curvature / dot(bend, bend);
    let inverse = inverse.unwrap_or_else(|| {
        std::array::from_fn(|i| std::array::from_fn(|j| if i == j { scale } else { 0.0 }))
    });
    let bent: [f64; P] = inverse.map(|row| dot(&row, bend));
    let weight = (1.0 + dot(bend, &bent) / curvature) / curvature;
    let entry = |i: usize, j: usize| {
        inverse[i][j] + weight * step[i] * step[j]
            - (bent[i] * step[j] + step[i] * bent[j]) / curvature
    };
    std::array::from_fn(|i| std::array::from_fn(|j| entry(i, j)))
}

/// The point along a direction that gains enough and where the slope has risen enough; the best seen where no such point is found.
fn search<const P: usize>(
    of: &impl Fn(&[f64; P]) -> (f64, [f64; P]),
    from: &Point<P>,
    direction: &[f64; P],
) -> Option<Point<P>> {
    let rate = dot(&from.2, direction);
    let (mut low, mut high, mut step) = (0.0, f64::INFINITY, 1.0);
    let mut lowest: Option<Point<P>> = None;
    for _ in 0..SEARCH {
        let at: [f64; P] = std::array::from_fn(|i| from.0[i] + step * direction[i]);
        let (value, slope) = of(&at);
        if value < lowest.as_ref().map_or(from.1, |seen| seen.1) {
            lowest = Some((at, value, slope));
        }
        if value.is_nan() || value > from.1 + 1e-4 * step * rate {
            high = step;
        } else if dot(&slope, direction) < 0.9 * rate {
            low = step;
        } else {
            break;
        }
        step = if high.is_finite() {
            0.5 * (low + high)
        } else {
            2.0 * step
        };
    }
    lowest
}
