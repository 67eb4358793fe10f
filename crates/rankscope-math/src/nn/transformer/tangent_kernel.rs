//! The empirical tangent kernel of two classes, and how complex it finds the labels.

use super::{Pass, Transformer, tasks::Sequences};
use crate::{
    linalg::{Left, Matrix, add_product, solve_definite, transpose_into},
    nn::Error,
};

/// K with Kᵢⱼ = ⟨∇f(xᵢ), ∇f(xⱼ)⟩ for f = score of token 1 − score of token 0 at the last label of each sequence (m x m, dimensionless).
///
/// Jacot, Gabriel and Hongler 2018 (arXiv 1806.07572). Holds the m gradients of P numbers each meanwhile, twice.
///
/// # Errors
/// Weights of another number than the network has; sequences of another length, or with more than one label.
pub fn tangent_kernel(
    net: &Transformer,
    weights: &[f64],
    data: &Sequences,
    pass: &mut Pass,
) -> Result<Matrix, Error> {
    let (m, p) = (data.len(), net.parameters());
    let mut cotangent = vec![0.0; net.shape().vocabulary];
    for (to, sign) in cotangent.iter_mut().zip([-1.0, 1.0]) {
        *to = sign;
    }
    let mut jacobian = vec![0.0; m * p];
    for (row, gradient) in jacobian.chunks_exact_mut(p).enumerate() {
        net.derivative(weights, data, row, &cotangent, pass, gradient)?;
    }
    let mut turned = vec![0.0; m * p];
    transpose_into([m, p], &jacobian, &mut turned);
    let mut kernel = Matrix::from_fn(m, m, |_, _| 0.0);
    add_product(
        [m, p, m],
        Left::Rows(&jacobian),
        &turned,
        kernel.as_mut_slice(),
    );
    Ok(kernel)
}

/// √(2 yᵀK⁻¹y/m) for labels y = ±1 (dimensionless): the leading term of the bound of Arora, Du, Hu, Li and Wang 2019 (arXiv 1901.08584,
/// Theorem 5.1), there for two-layer ReLU networks. `None` where K is singular in double precision or not m x m.
///
/// ```
/// use rankscope_math::{linalg::Matrix, nn::transformer::label_complexity};
/// let kernel = Matrix::from_rows(&[vec![4.0, 2.0], vec![2.0, 5.0]])?;
/// // K⁻¹ (1, −1)ᵀ = (7, −6)ᵀ/16, so yᵀK⁻¹y = 13/16.
/// assert!((label_complexity(&kernel, &[1.0, -1.0]).unwrap() - (13.0_f64 / 16.0).sqrt()).abs() < 1e-15);
/// # Ok::<(), rankscope_math::linalg::Error>(())
/// ```
pub fn label_complexity(kernel: &Matrix, labels: &[f64]) -> Option<f64> {
    let mut factor = kernel.as_slice().to_vec();
    let solved = solve_definite(&mut factor, labels.len(), labels.to_vec())?;
    let product: f64 = labels.iter().zip(&solved).map(|(y, x)| y * x).sum();
    let measure = (2.0 * product / labels.len() as f64).sqrt();
    measure.is_finite().then_some(measure)
}
