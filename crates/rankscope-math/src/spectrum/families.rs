//! Synthetic spectra, each of an n x n matrix with σ₁ = 1 unless it says otherwise.

use super::{Error, Spectrum, error::parameter, thresholds};
use crate::linalg::random;

fn square(values: Vec<f64>) -> Result<Spectrum, Error> {
    let n = values.len();
    Spectrum::new(values, n, n)
}

/// `rank` ones, then zeros: every effective rank is `rank`.
///
/// # Errors
/// Where `rank` is not within 1..=n.
///
/// ```
/// use rankscope_math::spectrum::families::flat;
/// assert_eq!(flat(3, 2)?.values(), [1.0, 1.0, 0.0]);
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn flat(n: usize, rank: usize) -> Result<Spectrum, Error> {
    parameter("rank", rank as f64, "from 1 to n", |_| {
        1 <= rank && rank <= n
    })?;
    step(n, rank, 0.0)
}

/// The power law σᵢ = i^−α.
///
/// # Errors
/// Where n = 0 or α is negative or not finite.
///
/// ```
/// use rankscope_math::spectrum::families::power;
/// assert_eq!(power(3, 1.0)?.values(), [1.0, 0.5, 1.0 / 3.0]);
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn power(n: usize, alpha: f64) -> Result<Spectrum, Error> {
    parameter("alpha", alpha, "finite and at least 0", |a| {
        a >= 0.0 && a.is_finite()
    })?;
    square((1..=n).map(|i| (i as f64).powf(-alpha)).collect())
}

/// The geometric sequence σᵢ = ratioⁱ, i from 0.
///
/// # Errors
/// Where n = 0 or the ratio is not within 0..=1.
///
/// ```
/// use rankscope_math::spectrum::families::geometric;
/// assert_eq!(geometric(3, 0.5)?.values(), [1.0, 0.5, 0.25]);
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn geometric(n: usize, ratio: f64) -> Result<Spectrum, Error> {
    parameter("ratio", ratio, "from 0 to 1", |r| (0.0..=1.0).contains(&r))?;
    square((0..n).map(|i| ratio.powf(i as f64)).collect())
}

/// k ones, then `low`.
///
/// # Errors
/// Where n = 0, k > n, or `low` is not within 0..=1.
///
/// ```
/// use rankscope_math::spectrum::families::step;
/// assert_eq!(step(3, 1, 0.1)?.values(), [1.0, 0.1, 0.1]);
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn step(n: usize, k: usize, low: f64) -> Result<Spectrum, Error> {
    parameter("k", k as f64, "from 0 to n", |_| k <= n)?;
    parameter("low", low, "from 0 to 1", |l| (0.0..=1.0).contains(&l))?;
    square((0..n).map(|i| if i < k { 1.0 } else { low }).collect())
}

/// The spikes over a flat floor: n values, those of `spikes` and otherwise `floor`, in descending order.
///
/// # Errors
/// Where n = 0, there are more than n spikes, or a value is negative or not finite.
///
/// ```
/// use rankscope_math::spectrum::families::spiked;
/// assert_eq!(spiked(3, 0.5, &[3.0])?.values(), [3.0, 0.5, 0.5]);
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn spiked(n: usize, floor: f64, spikes: &[f64]) -> Result<Spectrum, Error> {
    parameter(
        "the number of spikes",
        spikes.len() as f64,
        "at most n",
        |_| spikes.len() <= n,
    )?;
    let mut values = spikes.to_vec();
    values.resize(n, floor);
    square(values)
}

/// Spikes evenly spaced down from the `largest`: largest · (1 − i/count), i from 0.
///
/// ```
/// use rankscope_math::spectrum::families::even_spikes;
/// assert_eq!(even_spikes(4, 2.0), [2.0, 1.5, 1.0, 0.5]);
/// ```
pub fn even_spikes(count: usize, largest: f64) -> Vec<f64> {
    let spike = |i: usize| largest * (1.0 - i as f64 / count as f64);
    (0..count).map(spike).collect()
}

/// The singular values of a rows x cols matrix of independent Gaussian entries of variance 1/cols, drawn with a seed.
///
/// # Errors
/// An empty shape, or one that is too large: those of [`Spectrum::of`].
///
/// ```
/// use rankscope_math::spectrum::families::gaussian;
/// let s = gaussian(100, 100, 7)?;
/// assert!((s.values()[0] - 2.0).abs() < 0.1); // 2 in the limit
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn gaussian(rows: usize, cols: usize, seed: u64) -> Result<Spectrum, Error> {
    let matrix = random::gaussian(rows, cols, &mut random::seeded(seed));
    let deviation = 1.0 / (cols as f64).sqrt();
    let values = Spectrum::of(&matrix)?.into_values();
    Spectrum::new(
        values.into_iter().map(|s| s * deviation).collect(),
        rows,
        cols,
    )
}

/// The singular values that an n x (n/β) matrix of independent entries with variance σ²β/n has in the limit of large n:
/// the quantiles (i − ½)/n of the Marchenko-Pastur law, from σ(1 − √β) to σ(1 + √β).
///
/// # Errors
/// Where n = 0, β is not within (0, 1], or σ is negative or not finite.
///
/// ```
/// use rankscope_math::spectrum::families::marchenko_pastur;
/// let s = marchenko_pastur(100, 0.25, 1.0)?;
/// assert_eq!((s.rows(), s.cols()), (100, 400));
/// assert!(s.values()[0] < 1.5 && s.values()[99] > 0.5);
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn marchenko_pastur(n: usize, beta: f64, sigma: f64) -> Result<Spectrum, Error> {
    parameter("sigma", sigma, "finite and at least 0", |s| {
        s >= 0.0 && s.is_finite()
    })?;
    let quantile = |i: usize| thresholds::quantile((i as f64 + 0.5) / n as f64, beta);
    let values: Result<Vec<f64>, Error> = (0..n).map(|i| Ok(sigma * quantile(i)?)).collect();
    Spectrum::new(values?, n, (n as f64 / beta).round() as usize)
}

/// The singular values that an n x n matrix of independent entries with variance σ²/n has in the limit of large n:
/// the quantiles of the quarter-circle law on 0..2σ.
///
/// # Errors
/// Where n = 0, or σ is negative or not finite.
///
/// ```
/// use rankscope_math::spectrum::families::quarter_circle;
/// let s = quarter_circle(100, 1.0)?;
/// assert!((s.erank() / 100.0 - 0.805).abs() < 0.001);
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn quarter_circle(n: usize, sigma: f64) -> Result<Spectrum, Error> {
    marchenko_pastur(n, 1.0, sigma)
}
