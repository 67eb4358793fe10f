//! Deep ReLU networks that are built, not trained: the sawtooth, the square, the product.
//!
//! Every number in them is a dyadic fraction, so that in double precision they compute without rounding at dyadic points.

use crate::nn::{Activation, Error, Mlp, Scaling};

/// Deepest network built here, in hidden layers.
pub const DEEPEST: usize = 12;

/// The tent g(x) = 2 min(x, 1 − x) on \[0, 1\].
pub fn tent(x: f64) -> f64 {
    2.0 * x.min(1.0 - x)
}

/// The tent composed k times: 2ᵏ straight pieces (Telgarsky 2016, arXiv 1602.04485). The identity for k = 0.
///
/// ```
/// use rankscope_math::representation::square::sawtooth;
/// assert_eq!([0.0, 0.125, 0.25, 0.375].map(|x| sawtooth(2, x)), [0.0, 0.5, 1.0, 0.5]);
/// ```
pub fn sawtooth(k: usize, x: f64) -> f64 {
    (0..k).fold(x, |x, _| tent(x))
}

/// 4⁻ᵐ, exactly.
pub fn quarter_to(m: usize) -> f64 {
    (0..m).fold(1.0, |power, _| power / 4.0)
}

/// fₘ(x) = x − Σₛ₌₁ᵐ gₛ(x)/4ˢ with the sawtooth gₛ: the interpolant of x² at k·2⁻ᵐ (Yarotsky 2017, arXiv 1610.01145, proposition 2).
///
/// On \[0, 1\] it lies above x² by at most 4⁻ᵐ/4, by 4⁻ᵐ/6 in the mean, by 4⁻ᵐ/√30 in the root mean square.
///
/// ```
/// use rankscope_math::representation::square::square;
/// assert_eq!(square(1, 0.5), 0.25);
/// assert_eq!(square(1, 0.25) - 0.0625, 0.0625);
/// ```
pub fn square(m: usize, x: f64) -> f64 {
    let (mut value, mut tooth, mut scale) = (x, x, 1.0);
    for _ in 0..m {
        tooth = tent(tooth);
        scale /= 4.0;
        value -= scale * tooth;
    }
    value
}

/// xy from three squares: 2\[fₘ((x + y)/2) − fₘ(x/2) − fₘ(y/2)\], for x and y in \[0, 1\].
///
/// Yarotsky bounds its error by −4 and 2 times the square's largest; it is never positive: where x/2 and y/2 lie at distances a and b from
/// grid points below (or above, whichever sum is smaller than the grid), the error is −4ab.
pub fn product(m: usize, x: f64, y: f64) -> f64 {
    2.0 * (square(m, (x + y) / 2.0) - square(m, x / 2.0) - square(m, y / 2.0))
}

/// The largest, root mean square and mean error of fₘ on \[0, 1\]: 4⁻ᵐ/4, 4⁻ᵐ/√30, 4⁻ᵐ/6.
pub fn square_errors(m: usize) -> [f64; 3] {
    let scale = quarter_to(m);
    [scale / 4.0, scale / 30f64.sqrt(), scale / 6.0]
}

/// The largest, root mean square and mean absolute error of [`product`] on the unit square, m ≥ 1: 4⁻ᵐ, 4⁻ᵐ√(8/45), 4⁻ᵐ/3.
pub fn product_errors(m: usize) -> [f64; 3] {
    let scale = quarter_to(m);
    [scale, scale * (8f64 / 45.0).sqrt(), scale / 3.0]
}

/// A bound from below for the mean distance of tentᵏ from every continuous function of that many straight pieces: 1/8 − (p + 1)/2ᵏ⁺².
///
/// Such a function changes sides of 1/2 at most p times, so that of the 2ᵏ − 1 whole teeth above and below, each of area 2⁻ᵏ/4 beyond
/// 1/2, at least 2ᵏ⁻¹ − 1 − p lie on its wrong side. 0 where the bound says nothing.
pub fn sawtooth_distance(k: usize, pieces: usize) -> f64 {
    let teeth = (1u64 << k) as f64;
    (0.125 - (pieces as f64 + 1.0) / (4.0 * teeth)).max(0.0)
}

/// A network and its parameters.
pub type Built = (Mlp, Vec<f64>);

/// Fills in one affine map: a list of (from, to, weight) and one of biases.
fn lay(
    net: &Mlp,
    layer: usize,
    parameters: &mut [f64],
    weights: &[(usize, usize, f64)],
    biases: &[f64],
) {
    let layer = &net.layers()[layer];
    for (from, to, weight) in weights {
        parameters[layer.weights.start + from * layer.outputs + to] = *weight;
    }
    for (to, bias) in biases.iter().enumerate() {
        parameters[layer.biases.start + to] = *bias;
    }
}

fn empty(sizes: &[usize]) -> Result<Built, Error> {
    let net = Mlp::new(sizes, Activation::Relu, Scaling::Standard)?;
    let parameters = vec![0.0; net.parameters()];
    Ok((net, parameters))
}

/// The sizes of a network: inputs, `depth` hidden layers of `width`, one output.
pub fn sizes(inputs: usize, width: usize, depth: usize) -> Vec<usize> {
    let mut sizes = vec![width; depth + 2];
    (sizes[0], sizes[depth + 1]) = (inputs, 1);
    sizes
}

/// tentᵏ as a ReLU network of k hidden layers of 2 units, k ≥ 1: each layer has max(g, 0) and max(g − 1/2, 0) of the tooth g below.
///
/// # Errors
/// No layer, or more than a network may have.
pub fn sawtooth_network(k: usize) -> Result<Built, Error> {
    let (net, mut p) = empty(&sizes(1, 2, k))?;
    lay(&net, 0, &mut p, &[(0, 0, 1.0), (0, 1, 1.0)], &[0.0, -0.5]);
    for s in 1..k {
        let weights = [(0, 0, 2.0), (1, 0, -4.0), (0, 1, 2.0), (1, 1, -4.0)];
        lay(&net, s, &mut p, &weights, &[0.0, -0.5]);
    }
    lay(&net, k, &mut p, &[(0, 0, 2.0), (1, 0, -4.0)], &[0.0]);
    Ok((net, p))
}

/// fₘ as a ReLU network of m hidden layers of 3 units, m ≥ 1: two make the next tooth, the third carries x less the teeth so far.
///
/// # Errors
/// No layer, or more than a network may have.
///
/// ```
/// use rankscope_math::{nn::Pass, representation::square::{square, square_network}};
/// let (net, parameters) = square_network(3)?;
/// let mut pass = Pass::default();
/// net.forward(&parameters, &[0.3], &mut pass)?;
/// assert!((pass.outputs()[0] - square(3, 0.3)).abs() < 1e-15);
/// # Ok::<(), rankscope_math::nn::Error>(())
/// ```
pub fn square_network(m: usize) -> Result<Built, Error> {
    parallel_squares(m, 1, &[(0, 0, 1.0)], &[1.0])
}

/// [`product`] as a ReLU network of m hidden layers of 9 units, m ≥ 1: three squares side by side.
///
/// # Errors
/// No layer, or more than a network may have.
pub fn product_network(m: usize) -> Result<Built, Error> {
    let halves = [(0, 0, 0.5), (1, 0, 0.5), (0, 1, 0.5), (1, 2, 0.5)];
    parallel_squares(m, 2, &halves, &[2.0, -2.0, -2.0])
}

/// Σⱼ cⱼ fₘ(tⱼ) for the linear maps tⱼ of the inputs that `entry` lists as (input, j, weight).
fn parallel_squares(
    m: usize,
    inputs: usize,
    entry: &[(usize, usize, f64)],
    outer: &[f64],
) -> Result<Built, Error> {
    let blocks = outer.len();
    let (net, mut p) = empty(&sizes(inputs, 3 * blocks, m))?;
    let biases: Vec<f64> = (0..blocks).flat_map(|_| [0.0, -0.5, 0.0]).collect();
    let mut first = Vec::new();
    for (input, j, weight) in entry {
        first.extend((0..3).map(|unit| (*input, 3 * j + unit, *weight)));
    }
    lay(&net, 0, &mut p, &first, &biases);
    let mut scale = 1.0;
    for s in 1..=m {
        scale /= 4.0;
        let mut weights = Vec::new();
        for (j, c) in outer.iter().enumerate() {
            let [a, b, carried] = [3 * j, 3 * j + 1, 3 * j + 2];
            if s == m {
                let output = [(a, -2.0 * scale), (b, 4.0 * scale), (carried, 1.0)];
                weights.extend(output.map(|(from, weight)| (from, 0, c * weight)));
            } else {
                for to in [a, b] {
                    weights.extend([(a, to, 2.0), (b, to, -4.0)]);
                }
                weights.extend([
                    (a, carried, -2.0 * scale),
                    (b, carried, 4.0 * scale),
                    (carried, carried, 1.0),
                ]);
            }
        }
        lay(
            &net,
            s,
            &mut p,
            &weights,
            if s == m { &[] } else { &biases },
        );
    }
    Ok((net, p))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::Pass;

    fn outputs((net, p): &Built, inputs: &[f64]) -> Vec<f64> {
        let mut pass = Pass::default();
        net.forward(p, inputs, &mut pass).unwrap();
        pass.outputs().to_vec()
    }

    #[test]
    fn yarotsky_to_the_last_bit() {
        for m in 1..=DEEPEST {
            let built = square_network(m).unwrap();
            let [sup, _, mean] = square_errors(m);
            let side = 1usize << (m + 1);
            let grid: Vec<f64> = (0..=side).map(|k| k as f64 / side as f64).collect();
            let found = outputs(&built, &grid);
            for (k, (x, f)) in grid.iter().zip(&found).enumerate() {
                assert_eq!(*f, square(m, *x), "m = {m}, x = {x}");
                // On the grid it is the square, in the middle of a piece it is farthest from it.
                let expected = if k % 2 == 0 { 0.0 } else { sup };
                assert_eq!(f - x * x, expected, "m = {m}, x = {x}");
            }
            // Simpson's rule is exact for the parabolas between the grid points.
            assert_eq!(4.0 * sup / 6.0, mean);
        }
        let [sup, l2, mean] = square_errors(3);
        assert_eq!(sup, 0.00390625);
        assert!((l2 - 0.002852721653673).abs() < 5e-16, "{l2}");
        assert!((mean - 0.002604166666667).abs() < 5e-16);
        assert_eq!(square_errors(7)[0], 1.52587890625e-5);
    }

    #[test]
    fn products_are_never_too_large() {
        for m in 1..=6 {
            let built = product_network(m).unwrap();
            let side = 4usize << m;
            let grid = |k: usize| k as f64 / side as f64;
            let (mut low, mut high, mut sum, mut squares) = (0.0f64, 0.0f64, 0.0, 0.0);
            for i in 0..side {
                for j in 0..side {
                    let (x, y) = (grid(i), grid(j));
                    let error = outputs(&built, &[x, y])[0] - x * y;
                    assert_eq!(error, product(m, x, y) - x * y);
                    (low, high) = (low.min(error), high.max(error));
                }
            }
            let fine = 8 * side;
            for i in 0..fine {
                for j in 0..fine {
                    let at = |k: usize| (k as f64 + 0.5) / fine as f64;
                    let error = product(m, at(i), at(j)) - at(i) * at(j);
                    sum -= error;
                    squares += error * error;
                }
                if m > 3 {
                    break;
                }
            }
            let [sup, l2, mean] = product_errors(m);
            assert_eq!((low, high), (-sup, 0.0));
            if m <= 3 {
                let count = (fine * fine) as f64;
                assert!(
                    (sum / count / mean - 1.0).abs() < 2e-3,
                    "{}",
                    sum / count / mean
                );
                assert!(((squares / count).sqrt() / l2 - 1.0).abs() < 2e-3);
            }
        }
        assert_eq!(product_errors(5)[0], 9.765625e-4);
    }

    #[test]
    fn teeth() {
        for k in 1..=DEEPEST {
            let side = 1usize << k;
            let built = sawtooth_network(k).unwrap();
            let grid: Vec<f64> = (0..=4 * side)
                .map(|i| i as f64 / (4 * side) as f64)
                .collect();
            let found = outputs(&built, &grid);
            let mut crossings = 0;
            let mut area = 0.0;
            for (i, f) in found.iter().enumerate() {
                assert_eq!(*f, sawtooth(k, grid[i]));
                crossings += usize::from(*f == 0.5);
                let weight = if i == 0 || i == 4 * side { 0.5 } else { 1.0 };
                area += weight * (f - 0.5).abs() / (4 * side) as f64;
            }
            assert_eq!((crossings, area), (side, 0.25));
            // The flat line is at 1/4, and no bound for one piece exceeds that.
            assert!(sawtooth_distance(k, 1) <= 0.25);
            assert!(sawtooth_distance(k, 2 * side) == 0.0);
        }
        assert_eq!(sawtooth_distance(5, 3), 0.125 - 4.0 / 128.0);
    }
}
