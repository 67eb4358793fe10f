//! How exactly the identities between loss, outputs and queries hold along a run, and what a part of its directions alone would have done.

use super::{Channel, Error, Trajectory, coupling, gramian};
use crate::{
    linalg::{Matrix, dot},
    nn::Pass,
};

/// Relative residuals of the identities of loss, transfer and coupling, or nothing while nothing has moved (dimensionless).
///
/// Φ(0) − Φ(T) = gᵀWg; U_Q(T) − U_Q(0) = −G g; U_Q(T) − U_Q(0) = G D⁺ (u(T) − u(0)), with g = (u(0) − y)/n (Litman and Guo 2026,
/// arXiv 2605.01172, sections 3 and 5). Exact for gradient flow and for networks that are linear in what is trained; else up to the size of the steps.
///
/// # Errors
/// Never in practice: shapes are those of one run.
pub fn identities(run: &Trajectory) -> Result<Option<[f64; 3]>, Error> {
    if run.steps() == 0 {
        return Ok(None);
    }
    let (first, residual) = (run.first_residual(), run.residual());
    let n = first.len() as f64;
    let g: Vec<f64> = first.iter().map(|r| r / n).collect();
    let drop = (dot(&first, &first) - dot(&residual, &residual)) / (2.0 * n);
    let dissipated = dot(&g, &times(&gramian(run.propagator())?, &g)?);
    let moved = less(run.query_outputs(), run.first_query_outputs());
    let off = |list: &[f64]| (dot(list, list) / dot(&moved, &moved)).sqrt();
    let transferred = times(run.transfer(), &g)?;
    let sum: Vec<f64> = moved.iter().zip(&transferred).map(|(a, b)| a + b).collect();
    let coupled = coupling(run.transfer(), run.propagator())?;
    let dragged = times(&coupled, &less(run.outputs(), run.first_outputs()))?;
    Ok(Some([
        ((drop - dissipated) / drop).abs(),
        off(&sum),
        off(&less(&moved, &dragged)),
    ]))
}

/// How far the queries are from U_Q(T) = U_Q(0) − G g that every closed form from G rests on: ‖U_Q(T) − U_Q(0) + G g‖ over the largest of
/// ‖U_Q(T) − U_Q(0)‖ and ‖U_Q(0)‖ (dimensionless; 0 where all of them are 0).
///
/// # Errors
/// Never in practice: shapes are those of one run.
pub fn transfer_residual(run: &Trajectory) -> Result<f64, Error> {
    let first = run.first_residual();
    let g: Vec<f64> = first.iter().map(|r| r / first.len() as f64).collect();
    let moved = less(run.query_outputs(), run.first_query_outputs());
    let carried = times(run.transfer(), &g)?;
    let off: Vec<f64> = moved.iter().zip(&carried).map(|(a, b)| a + b).collect();
    let start = run.first_query_outputs();
    let size = dot(&moved, &moved).max(dot(start, start)).sqrt();
    Ok(match size > 0.0 {
        true => dot(&off, &off).sqrt() / size,
        false => 0.0,
    })
}

/// Outputs on the queries if the first `count` directions of the channel alone had been learned: U_Q(0) − G Π g.
///
/// # Errors
/// A channel that is not of this run.
pub fn carried(run: &Trajectory, channel: &Channel, count: usize) -> Result<Vec<f64>, Error> {
    let first = run.first_residual();
    let g: Vec<f64> = first.iter().map(|r| r / first.len() as f64).collect();
    let moved = times(run.transfer(), &channel.project(&g, count))?;
    Ok(less(run.first_query_outputs(), &moved))
}

/// How fast the loss falls, along two routes: |∇Φ|² by backpropagation, and gᵀK g by the tangent kernel, with g = (u − y)/n.
///
/// # Errors
/// Never in practice: shapes are those of one run.
pub fn steepness(run: &Trajectory) -> Result<[f64; 2], Error> {
    let net = run.net();
    let residual = run.residual();
    let n = residual.len() as f64;
    let g: Vec<f64> = residual.iter().map(|r| r / n).collect();
    let mut pass = Pass::default();
    let mut gradient = vec![0.0; net.parameters()];
    net.forward(run.parameters(), &run.data().inputs, &mut pass)?;
    net.backward(run.parameters(), &g, &mut pass)?;
    net.gradient(&pass, &vec![1.0; g.len()], &mut gradient)?;
    let through = dot(&g, &times(run.kernel(), &g)?);
    Ok([dot(&gradient, &gradient), through])
}

fn less(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn times(matrix: &Matrix, vector: &[f64]) -> Result<Vec<f64>, Error> {
    let column = Matrix::new(vector.len(), 1, vector.to_vec())?;
    Ok(matrix.product(&column)?.into_vec())
}
