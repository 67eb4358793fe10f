//! Layers one after the other: fully connected ones, linear or with ReLU, and two convolutions.

use crate::linalg::dot;

/// ½‖f(x) − y‖² of W_L ⋯ W₁ x, or of W₂ max(W₁x + b, 0); θ is W₁ (out × in, row by row), b with ReLU, W₂, and so on.
pub fn example(
    widths: &[usize],
    relu: bool,
    theta: &[f64],
    [x, y]: [&[f64]; 2],
    gradient: &mut [f64],
) -> f64 {
    let layers = widths.len() - 1;
    let mut starts = vec![0];
    let mut values = vec![x.to_vec()];
    for l in 0..layers {
        let (ins, outs, start) = (widths[l], widths[l + 1], starts[l]);
        let biased = relu && l == 0;
        let biases = start + ins * outs;
        let mut z: Vec<f64> = (0..outs)
            .map(|i| dot(&theta[start + i * ins..][..ins], &values[l]))
            .collect();
        if biased {
            let with_bias = z.iter_mut().zip(&theta[biases..]);
            with_bias.for_each(|(z, b)| *z = (*z + b).max(0.0));
        }
        starts.push(biases + if biased { outs } else { 0 });
        values.push(z);
    }
    let mut delta: Vec<f64> = values[layers].iter().zip(y).map(|(f, y)| f - y).collect();
    let loss = 0.5 * dot(&delta, &delta);
    for l in (0..layers).rev() {
        let (ins, start) = (widths[l], starts[l]);
        if relu && l == 0 {
            // Where a unit is shut nothing comes through.
            for (d, v) in delta.iter_mut().zip(&values[1]) {
                *d = if *v > 0.0 { *d } else { 0.0 };
            }
            let biases = start + ins * widths[1];
            let slopes = gradient[biases..].iter_mut().zip(&delta);
            slopes.for_each(|(g, d)| *g += d);
        }
        let mut before = vec![0.0; ins];
        for (i, d) in delta.iter().enumerate() {
            let row = start + i * ins;
            for j in 0..ins {
                gradient[row + j] += d * values[l][j];
                before[j] += d * theta[row + j];
            }
        }
        delta = before;
    }
    loss
}

/// ½‖f(x) − y‖² of u ∗ max(v ∗ x, 0), circular; θ is v (hidden × in × taps), then u (out × hidden × taps); x and y channel by channel.
pub fn convolution(
    [ins, hidden, outs]: [usize; 3],
    length: usize,
    taps: usize,
    theta: &[f64],
    [x, y]: [&[f64]; 2],
    gradient: &mut [f64],
) -> f64 {
    let second = hidden * ins * taps;
    let at = |p: usize, q: usize| (p + q) % length;
    let mut h = vec![0.0; hidden * length];
    for j in 0..hidden {
        for p in 0..length {
            let mut z = 0.0;
            for i in 0..ins {
                for q in 0..taps {
                    z += theta[(j * ins + i) * taps + q] * x[i * length + at(p, q)];
                }
            }
            h[j * length + p] = z.max(0.0);
        }
    }
    let (mut loss, mut back) = (0.0, vec![0.0; hidden * length]);
    for k in 0..outs {
        for p in 0..length {
            let mut f = -y[k * length + p];
            for j in 0..hidden {
                for q in 0..taps {
                    f += theta[second + (k * hidden + j) * taps + q] * h[j * length + at(p, q)];
                }
            }
            loss += 0.5 * f * f;
            for j in 0..hidden {
                for q in 0..taps {
                    let weight = second + (k * hidden + j) * taps + q;
                    gradient[weight] += f * h[j * length + at(p, q)];
                    back[j * length + at(p, q)] += f * theta[weight];
                }
            }
        }
    }
    for j in 0..hidden {
        for p in 0..length {
            if h[j * length + p] <= 0.0 {
                continue;
            }
            for i in 0..ins {
                for q in 0..taps {
                    gradient[(j * ins + i) * taps + q] +=
                        back[j * length + p] * x[i * length + at(p, q)];
                }
            }
        }
    }
    loss
}
