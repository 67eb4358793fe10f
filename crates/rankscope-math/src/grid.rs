//! Along one axis: grids of positions, the order in which to compute on them while somebody watches, the search for a minimum and for a
//! root, and the points of an integral.

/// Points at equal ratios from `low` to `high`, up to rounding; both positive, at least two points.
///
/// ```
/// use rankscope_math::grid::log_grid;
/// let grid = log_grid(1.0, 100.0, 3);
/// assert!(grid.iter().zip([1.0, 10.0, 100.0]).all(|(x, y)| (x / y - 1.0f64).abs() < 1e-15));
/// ```
pub fn log_grid(low: f64, high: f64, points: usize) -> Vec<f64> {
    let last = points.max(2) - 1;
    let share = |i: usize| i as f64 / last as f64;
    (0..=last)
        .map(|i| low * (high / low).powf(share(i)))
        .collect()
}

/// Every eighth element first, then every fourth, then every second, then the rest.
///
/// ```
/// use rankscope_math::grid::coarse_to_fine;
/// assert_eq!(coarse_to_fine(vec![0, 1, 2, 3, 4, 5, 6, 7, 8]), [0, 8, 4, 2, 6, 1, 3, 5, 7]);
/// ```
pub fn coarse_to_fine<T: Copy>(list: Vec<T>) -> Vec<T> {
    let level = |i: usize| i.trailing_zeros().min(3);
    let mut order: Vec<usize> = (0..list.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(level(*i)));
    order.into_iter().map(|i| list[i]).collect()
}

/// The minimum of a unimodal function between two numbers, by Kiefer's golden section search: the middle of the two points inside the
/// interval that is left after so many steps (Kiefer 1953, doi 10.1090/S0002-9939-1953-0055639-3).
///
/// # Errors
/// The first that `f` gives.
///
/// ```
/// use rankscope_math::grid::golden_section;
/// let parabola = |x: f64| Ok::<f64, ()>((x - 0.3).powi(2));
/// assert!(golden_section(parabola, (-2.0, 2.0), 40).is_ok_and(|x| (x - 0.3).abs() < 1e-7));
/// ```
pub fn golden_section<E>(
    f: impl Fn(f64) -> Result<f64, E>,
    (mut low, mut high): (f64, f64),
    steps: usize,
) -> Result<f64, E> {
    let ratio = 0.5 * (5.0_f64.sqrt() - 1.0);
    let mut a = (high - ratio * (high - low), 0.0);
    let mut b = (low + ratio * (high - low), 0.0);
    (a.1, b.1) = (f(a.0)?, f(b.0)?);
    for _ in 0..steps {
        if a.1 < b.1 {
            (high, b) = (b.0, a);
            a.0 = high - ratio * (high - low);
            a.1 = f(a.0)?;
        } else {
            (low, a) = (a.0, b);
            b.0 = low + ratio * (high - low);
            b.1 = f(b.0)?;
        }
    }
    Ok(0.5 * (a.0 + b.0))
}

/// The root of `f` between `low` and `high`, where it has opposite signs; to `tolerance` relative to the root's size.
///
/// Chandrupatla's method: inverse quadratic steps where they are safe, bisection elsewhere (doi:10.1016/s0965-9978(96)00051-8).
///
/// ```
/// use rankscope_math::grid::bracketed;
/// let root = bracketed((0.0, -2.0), (2.0, 2.0), 1e-15, &mut |x| x * x - 2.0);
/// assert!((root - 2.0_f64.sqrt()).abs() < 1e-15);
/// ```
pub fn bracketed(
    (mut a, mut fa): (f64, f64),
    (mut b, mut fb): (f64, f64),
    tolerance: f64,
    f: &mut dyn FnMut(f64) -> f64,
) -> f64 {
    let (mut c, mut fc);
    let mut t = 0.5;
    for _ in 0..100 {
        if fa == 0.0 {
            return a;
        }
        if fb == 0.0 {
            return b;
        }
        let x = a + t * (b - a);
        let fx = f(x);
        if (fx > 0.0) == (fa > 0.0) {
            (c, fc) = (a, fa);
        } else {
            (c, fc, b, fb) = (b, fb, a, fa);
        }
        (a, fa) = (x, fx);
        let (best, f_best) = if fa.abs() < fb.abs() {
            (a, fa)
        } else {
            (b, fb)
        };
        let limit = tolerance * best.abs() / (b - a).abs();
        if limit >= 0.5 || f_best == 0.0 || (b - a) == 0.0 {
            return best;
        }
        let xi = (a - b) / (c - b);
        let phi = (fa - fb) / (fc - fb);
        t = if phi * phi < xi && (1.0 - phi).powi(2) < 1.0 - xi {
            fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        } else {
            0.5
        };
        t = t.clamp(limit, 1.0 - limit);
    }
    if fa.abs() < fb.abs() { a } else { b }
}

/// Nodes and weights of the Gauss–Legendre rule with 16 points on \[−1, 1\], exact for polynomials of degree 31 (NIST DLMF, table 3.5.5);
/// first the nodes above 0, then those below, both from the middle on.
///
/// ```
/// use rankscope_math::grid::GAUSS_LEGENDRE;
/// let sum: f64 = GAUSS_LEGENDRE.iter().map(|(x, w)| w * x.powi(30)).sum();
/// assert!((sum - 2.0 / 31.0).abs() < 1e-14);
/// ```
pub const GAUSS_LEGENDRE: [(f64, f64); 16] = {
    let half = [
        (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
        (0.281_603_550_779_258_9, 0.182_603_415_044_923_6),
        (0.458_016_777_657_227_4, 0.169_156_519_395_002_54),
        (0.617_876_244_402_643_7, 0.149_595_988_816_576_73),
        (0.755_404_408_355_003, 0.124_628_971_255_533_87),
        (0.865_631_202_387_831_7, 0.095_158_511_682_492_78),
        (0.944_575_023_073_232_6, 0.062_253_523_938_647_89),
        (0.989_400_934_991_649_9, 0.027_152_459_411_754_095),
    ];
    let (mut rule, mut i) = ([(0.0, 0.0); 16], 0);
    while i < half.len() {
        let (node, weight) = half[i];
        (rule[i], rule[i + half.len()]) = ((node, weight), (-node, weight));
        i += 1;
    }
    rule
};

#[cfg(test)]
mod tests {
    use super::golden_section;

    /// Each step leaves (√5 − 1)/2 of the interval, of which the middle of the inner points is at most 0.382 away from any other.
    #[test]
    fn the_minimum_of_a_parabola_is_bracketed() {
        for at in [-1.9, -0.3, 0.0, 1.0 / 3.0, 1.9] {
            for steps in [0, 5, 12, 30] {
                let parabola = |x: f64| Ok::<f64, ()>((x - at) * (x - at));
                let found = golden_section(parabola, (-2.0, 2.0), steps);
                let left = 4.0 * (0.5 * (5.0_f64.sqrt() - 1.0)).powi(steps as i32);
                assert!(
                    found.is_ok_and(|x| (x - at).abs() <= 0.5 * left),
                    "{at} {steps}: {found:?}"
                );
            }
        }
    }
}
