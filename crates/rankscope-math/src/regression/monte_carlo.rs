//! Regressions that are really done, on random data, to hold the theory against.

use super::{Error, Limits, Modes, Setting, arc_cosine::Network};
use crate::linalg::{
    random::{Rng, seeded},
    solve_definite,
};
use rand_distr::{Distribution, StandardNormal, StandardUniform};
use std::f64::consts::TAU;

/// Mean and standard error of some draws.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// How many.
    pub count: usize,
    mean: f64,
    squares: f64,
}

impl Summary {
    /// Adds a draw (Welford's recurrence: stable, and the same however the draws are cut into pieces).
    ///
    /// ```
    /// use rankscope_math::regression::monte_carlo::Summary;
    /// let mut summary = Summary::default();
    /// [1.0, 2.0, 3.0].into_iter().for_each(|x| summary.add(x));
    /// assert_eq!((summary.mean(), summary.standard_error()), (2.0, Some((1.0_f64 / 3.0).sqrt())));
    /// ```
    pub fn add(&mut self, value: f64) {
        self.count += 1;
        let off = value - self.mean;
        self.mean += off / self.count as f64;
        self.squares += off * (value - self.mean);
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The standard error of the mean; `None` for fewer than two draws.
    pub fn standard_error(&self) -> Option<f64> {
        let count = self.count as f64;
        (self.count > 1).then(|| (self.squares / (count - 1.0) / count).sqrt())
    }
}

/// The generator of one draw: a stream of its own, so that draws can be made in any order.
fn stream(seed: u64, samples: usize, draw: usize) -> Rng {
    let mixed = (samples as u64) << 32 | draw as u64;
    seeded(seed ^ mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// The test error (noise of the new label counted in) of kernel ridge regression on one draw of Gaussian features, exact given the draw.
///
/// Features zᵢ ~ N(0, 1), kernel Σ λᵢ zᵢ zᵢ', target Σ vᵢ zᵢ. All of a level's target lies on one of its modes, which by rotation is general.
/// Without a ridge and with more samples than modes it is least squares.
///
/// # Errors
/// A sampled matrix that is singular in double precision.
///
/// ```
/// use rankscope_math::regression::{Modes, Setting, monte_carlo::gaussian_draw};
/// let modes = Modes::new(&[1.0; 4], &[1.0, 0.0, 0.0, 0.0])?;
/// let setting = Setting { samples: 2.0, ridge: 0.0, noise: 0.0 };
/// // The minimum-norm fit to noiseless labels never errs by more than the target itself.
/// assert!(gaussian_draw(&modes, &setting, 7, 0)? <= 1.0);
/// # Ok::<(), rankscope_math::regression::Error>(())
/// ```
pub fn gaussian_draw(
    modes: &Modes,
    setting: &Setting,
    seed: u64,
    draw: usize,
) -> Result<f64, Error> {
    let n = setting.samples as usize;
    let mut rng = stream(seed, n, draw);
    // One row per mode: (λ, v), then the mode's value on each sample.
    let mut scales = Vec::new();
    for level in modes.levels() {
        for j in 0..level.multiplicity as usize {
            let target = if j == 0 { level.target } else { 0.0 };
            scales.push((level.eigenvalue, target.sqrt()));
        }
    }
    let mut features = vec![0.0; scales.len() * n];
    let mut labels = vec![0.0; n];
    let fits = setting.ridge == 0.0 && setting.samples > modes.count();
    let mut gram = vec![0.0; if fits { 0 } else { n * n }];
    for (row, (eigenvalue, target)) in features.chunks_exact_mut(n).zip(&scales) {
        for (z, label) in row.iter_mut().zip(&mut labels) {
            *z = StandardNormal.sample(&mut rng);
            *label += target * *z;
        }
        if fits {
            continue;
        }
        for i in 0..n {
            let scaled = eigenvalue * row[i];
            let entries = &mut gram[i * n..=i * n + i];
            entries
                .iter_mut()
                .zip(&*row)
                .for_each(|(g, z)| *g += scaled * z);
        }
    }
    if fits {
        add_noise(&mut labels, setting, &mut rng);
        return least_squares(&features, &labels, &scales).map(|error| error + setting.noise);
    }
    finish(&mut gram, &mut labels, setting, &mut rng)?;
    let errors = features.chunks_exact(n).zip(&scales);
    let squares = errors.map(|(row, (eigenvalue, target))| {
        let fitted: f64 = row.iter().zip(&labels).map(|(z, a)| z * a).sum();
        (target - eigenvalue * fitted).powi(2)
    });
    Ok(squares.sum::<f64>() + setting.noise)
}

/// The excess risk of least squares on the modes that have an eigenvalue, more samples than these: ZZᵀ w = Zy, over the rows
/// of Z, one per mode with its (λ, v).
fn least_squares(features: &[f64], labels: &[f64], scales: &[(f64, f64)]) -> Result<f64, Error> {
    let n = labels.len();
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let all = features.chunks_exact(n).zip(scales);
    let (used, unused): (Vec<_>, Vec<_>) = all.partition(|(_, (eigenvalue, _))| *eigenvalue > 0.0);
    let p = used.len();
    let mut gram = vec![0.0; p * p];
    for i in 0..p {
        for j in 0..=i {
            gram[i * p + j] = dot(used[i].0, used[j].0);
        }
    }
    let right = used.iter().map(|(row, _)| dot(row, labels)).collect();
    let weights = solve_definite(&mut gram, p, right).ok_or(Error::Singular { samples: n })?;
    let off = used
        .iter()
        .zip(weights)
        .map(|((_, (_, v)), w)| (v - w).powi(2));
    let missing = unused.iter().map(|(_, (_, v))| v * v);
    Ok(off.chain(missing).sum())
}

/// Adds noise to the labels.
fn add_noise(labels: &mut [f64], setting: &Setting, rng: &mut Rng) {
    let deviation = setting.noise.sqrt();
    for label in labels {
        let noise: f64 = StandardNormal.sample(rng);
        *label += deviation * noise;
    }
}

/// The excess risk of ridge regression on k random features of Gaussian data, exact given one draw of features, data and noise.
///
/// Data xᵢ = √λᵢ zᵢ, target Σ √vᵢ zᵢ, features φ = Fᵀx with F of independent N(0, 1/k) entries; with the least norm at ridge 0. n and k finite.
///
/// # Errors
/// A sampled matrix that is singular in double precision.
///
/// ```
/// use rankscope_math::regression::{Limits, monte_carlo::random_features_draw};
/// let limits = Limits { samples: 5.0, features: 2.0, ridge: 0.0, noise: 0.0 };
/// assert!(random_features_draw(&[1.0; 4], &[0.25; 4], &limits, 7, 0)? > 0.0);
/// # Ok::<(), rankscope_math::regression::Error>(())
/// ```
pub fn random_features_draw(
    eigenvalues: &[f64],
    power: &[f64],
    limits: &Limits,
    seed: u64,
    draw: usize,
) -> Result<f64, Error> {
    let (n, k) = (limits.samples as usize, limits.features as usize);
    let mut rng = stream(seed ^ (k as u64) << 20, n, draw);
    let scale = 1.0 / (k as f64).sqrt();
    let mut normal = || -> f64 { StandardNormal.sample(&mut rng) };
    // One row of F per mode; features and labels by sample.
    let weights: Vec<f64> = (0..eigenvalues.len() * k)
        .map(|_| scale * normal())
        .collect();
    let mut features = vec![0.0; n * k];
    let mut labels = vec![0.0; n];
    for ((row, l), v) in weights.chunks_exact(k).zip(eigenvalues).zip(power) {
        for (sample, label) in features.chunks_exact_mut(k).zip(&mut labels) {
            let z = normal();
            *label += v.sqrt() * z;
            let x = l.sqrt() * z;
            sample.iter_mut().zip(row).for_each(|(f, w)| *f += x * w);
        }
    }
    let deviation = limits.noise.sqrt();
    labels
        .iter_mut()
        .for_each(|label| *label += deviation * normal());
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let coefficients = if n <= k {
        // Of the samples: (ΦΦᵀ + δI) α = y, w = Φᵀα.
        let mut gram = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..=i {
                gram[i * n + j] = dot(&features[i * k..(i + 1) * k], &features[j * k..(j + 1) * k]);
            }
            gram[i * n + i] += limits.ridge;
        }
        let alpha = solve_definite(&mut gram, n, labels).ok_or(Error::Singular { samples: n })?;
        let mut w = vec![0.0; k];
        for (row, a) in features.chunks_exact(k).zip(&alpha) {
            w.iter_mut().zip(row).for_each(|(w, f)| *w += a * f);
        }
        w
    } else {
        // Of the features: (ΦᵀΦ + δI) w = Φᵀy.
        let (mut gram, mut right) = (vec![0.0; k * k], vec![0.0; k]);
        for (row, label) in features.chunks_exact(k).zip(&labels) {
            for i in 0..k {
                right[i] += row[i] * label;
                gram[i * k..=i * k + i]
                    .iter_mut()
                    .zip(row)
                    .for_each(|(g, f)| *g += row[i] * f);
            }
        }
        (0..k).for_each(|i| gram[i * k + i] += limits.ridge);
        solve_definite(&mut gram, k, right).ok_or(Error::Singular { samples: n })?
    };
    let modes = weights.chunks_exact(k).zip(eigenvalues).zip(power);
    let off = modes.map(|((row, l), v)| (v.sqrt() - l.sqrt() * dot(row, &coefficients)).powi(2));
    Ok(off.sum())
}

/// Adds noise to the labels and the ridge to the kernel matrix, and replaces the labels by the solution.
fn finish(
    gram: &mut [f64],
    labels: &mut Vec<f64>,
    setting: &Setting,
    rng: &mut Rng,
) -> Result<(), Error> {
    let n = labels.len();
    add_noise(labels, setting, rng);
    (0..n).for_each(|i| gram[i * n + i] += setting.ridge);
    let singular = Error::Singular { samples: n };
    *labels = solve_definite(gram, n, std::mem::take(labels)).ok_or(singular)?;
    Ok(())
}

/// Equally spaced points on which a fit on the circle is compared with its target.
const GRID: usize = 256;

/// The test error (noise counted in) of real kernel regression with an infinitely wide ReLU network: samples uniform on the circle, target
/// √2 cos(fθ), nothing Gaussian about it.
///
/// # Errors
/// A sampled kernel matrix that is singular in double precision.
///
/// ```
/// use rankscope_math::regression::{Setting, monte_carlo::circle_draw};
/// let setting = Setting { samples: 64.0, ridge: 0.0, noise: 0.0 };
/// assert!(circle_draw(1, 2, &setting, 7, 0)? < 0.1);
/// # Ok::<(), rankscope_math::regression::Error>(())
/// ```
pub fn circle_draw(
    depth: usize,
    frequency: usize,
    setting: &Setting,
    seed: u64,
    draw: usize,
) -> Result<f64, Error> {
    let n = setting.samples as usize;
    let network = Network::he(depth);
    let amplitude = if frequency == 0 { 1.0 } else { 2.0_f64.sqrt() };
    let target = |angle: f64| amplitude * (frequency as f64 * angle).cos();
    let kernel = |a: f64, b: f64| network.unit_tangent_kernel((a - b).cos());
    let mut rng = stream(seed, n, draw);
    let angle = |_| -> f64 { StandardUniform.sample(&mut rng) };
    let angles: Vec<f64> = (0..n).map(angle).map(|x| TAU * x).collect();
    let mut labels: Vec<f64> = angles.iter().map(|a| target(*a)).collect();
    let mut gram = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..=i {
            gram[i * n + j] = kernel(angles[i], angles[j]);
        }
    }
    finish(&mut gram, &mut labels, setting, &mut rng)?;
    let off = |k: usize| {
        let angle = TAU * k as f64 / GRID as f64;
        let parts = angles
            .iter()
            .zip(&labels)
            .map(|(a, c)| c * kernel(angle, *a));
        (parts.sum::<f64>() - target(angle)).powi(2)
    };
    Ok((0..GRID).map(off).sum::<f64>() / GRID as f64 + setting.noise)
}
