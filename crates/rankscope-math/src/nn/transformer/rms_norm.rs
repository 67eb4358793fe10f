//! Rows of one length (Zhang and Sennrich 2019, arXiv 1910.07467): y = g ∘ x / √(mean x² + ε).

/// ε, so that a row of zeros stays one.
const EPSILON: f64 = 1e-6;

/// y from x; also 1/√(mean x² + ε) of every row, which the way back needs. A row is as long as the gain.
pub fn forward(x: &[f64], gain: &[f64], y: &mut [f64], inverse: &mut [f64]) {
    let width = gain.len();
    let rows = x.chunks_exact(width).zip(y.chunks_exact_mut(width));
    for ((x, y), inverse) in rows.zip(inverse) {
        let mean = x.iter().map(|x| x * x).sum::<f64>() / width as f64;
        *inverse = 1.0 / (mean + EPSILON).sqrt();
        for ((y, x), g) in y.iter_mut().zip(x).zip(gain) {
            *y = g * (x * *inverse);
        }
    }
}

/// Adds to `dx` and `dgain` what the deltas `dy` of y give: with n = x/rms, dx = (g ∘ dy − n mean(g ∘ dy ∘ n))/rms.
pub fn backward(
    x: &[f64],
    gain: &[f64],
    inverse: &[f64],
    dy: &[f64],
    dx: &mut [f64],
    dgain: &mut [f64],
) {
    let width = gain.len();
    let rows = x.chunks_exact(width).zip(dy.chunks_exact(width));
    for (((x, dy), dx), inverse) in rows.zip(dx.chunks_exact_mut(width)).zip(inverse) {
        let mut along = 0.0;
        for (((x, d), g), dg) in x.iter().zip(dy).zip(gain).zip(&mut *dgain) {
            let part = d * (x * inverse);
            *dg += part;
            along += g * part;
        }
        along /= width as f64;
        for (((to, x), d), g) in dx.iter_mut().zip(x).zip(dy).zip(gain) {
            *to += inverse * (g * d - x * inverse * along);
        }
    }
}
