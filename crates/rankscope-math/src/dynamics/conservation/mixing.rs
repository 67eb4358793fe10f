//! Networks that mix tokens: one attention head, and attention without a softmax.

use crate::{
    dynamics::Error,
    linalg::{Matrix, dot},
};

/// The k-th of the matrices in θ that all have this shape.
fn piece(theta: &[f64], start: usize, rows: usize, cols: usize) -> Matrix {
    Matrix::from_fn(rows, cols, |i, j| theta[start + i * cols + j])
}

fn tokens(x: &[f64], width: usize) -> Matrix {
    piece(x, 0, x.len() / width, width)
}

fn add(gradient: &mut [f64], start: usize, slope: &Matrix) {
    let slopes = gradient[start..].iter_mut().zip(slope.as_slice());
    slopes.for_each(|(g, s)| *g += s);
}

/// The loss ½‖F − Y‖² per token, and (F − Y) per token.
fn residual(f: &Matrix, y: &[f64]) -> (f64, Matrix) {
    let share = 1.0 / f.rows() as f64;
    let off = Matrix::from_fn(f.rows(), f.cols(), |i, j| f[(i, j)] - y[i * f.cols() + j]);
    let squares: f64 = off.as_slice().iter().map(|e| e * e).sum();
    let scaled = Matrix::from_fn(f.rows(), f.cols(), |i, j| share * off[(i, j)]);
    (0.5 * share * squares, scaled)
}

/// ½‖F − Y‖² per token of F = softmax(X QᵀK Xᵀ) X VᵀO; θ is Q, K, V, O, each width × dim, row by row.
pub fn attention(
    dim: usize,
    width: usize,
    theta: &[f64],
    [x, y]: [&[f64]; 2],
    gradient: &mut [f64],
) -> Result<f64, Error> {
    let size = dim * width;
    let [q, k, v, o] = [0, 1, 2, 3].map(|i| piece(theta, i * size, width, dim));
    let x = tokens(x, dim);
    let [xq, xk, xv] = [&q, &k, &v].map(|w| x.product(&w.transpose()));
    let (xq, xk, xv) = (xq?, xk?, xv?);
    let a = softmax_rows(xq.product(&xk.transpose())?);
    let mixed = a.product(&xv)?;
    let (loss, e) = residual(&mixed.product(&o)?, y);
    add(gradient, 3 * size, &mixed.transpose().product(&e)?);
    let back = e.product(&o.transpose())?;
    let d_xv = a.transpose().product(&back)?;
    add(gradient, 2 * size, &d_xv.transpose().product(&x)?);
    let d_a = back.product(&xv.transpose())?;
    let d_s = Matrix::from_fn(a.rows(), a.cols(), |i, j| {
        let mean = dot(a.row(i), d_a.row(i));
        a[(i, j)] * (d_a[(i, j)] - mean)
    });
    let d_q = d_s.product(&xk)?.transpose().product(&x)?;
    let d_k = d_s.transpose().product(&xq)?.transpose().product(&x)?;
    add(gradient, 0, &d_q);
    add(gradient, size, &d_k);
    Ok(loss)
}

fn softmax_rows(mut s: Matrix) -> Matrix {
    for i in 0..s.rows() {
        let row = s.row_mut(i);
        let most = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        row.iter_mut().for_each(|z| *z = libm::exp(*z - most));
        let sum: f64 = row.iter().sum();
        row.iter_mut().for_each(|z| *z /= sum);
    }
    s
}

/// ½‖F − Y‖² per token of F = X Q Kᵀ Xᵀ X V; θ is Q and K (dim × width), then V (dim × outputs), row by row.
pub fn lightning(
    [dim, width, outputs]: [usize; 3],
    theta: &[f64],
    [x, y]: [&[f64]; 2],
    gradient: &mut [f64],
) -> Result<f64, Error> {
    let size = dim * width;
    let [q, k] = [0, 1].map(|i| piece(theta, i * size, dim, width));
    let v = piece(theta, 2 * size, dim, outputs);
    let x = tokens(x, dim);
    let (xq, xk, xv) = (x.product(&q)?, x.product(&k)?, x.product(&v)?);
    let inner = xk.transpose().product(&xv)?;
    let (loss, e) = residual(&xq.product(&inner)?, y);
    let (across, d_inner) = (x.transpose(), xq.transpose().product(&e)?);
    let d_xq = e.product(&inner.transpose())?;
    let d_xk = xv.product(&d_inner.transpose())?;
    let d_xv = xk.product(&d_inner)?;
    add(gradient, 0, &across.product(&d_xq)?);
    add(gradient, size, &across.product(&d_xk)?);
    add(gradient, 2 * size, &across.product(&d_xv)?);
    Ok(loss)
}
