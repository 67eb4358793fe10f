//! Kendall's rank correlation, overall, within groups, and how sure it is.

use crate::linalg::random::seeded;
use rand::Rng as _;

/// How far one list orders things as another does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kendall {
    /// τ_b, from −1 (reversed) to 1 (the same order).
    pub tau: f64,
    /// Pairs in the same order.
    pub agreeing: usize,
    /// Pairs in the reversed order.
    pub reversed: usize,
    /// All pairs, those with ties among them.
    pub pairs: usize,
}

impl Kendall {
    /// τ_b = (C − D)/√((n₀ − t_x)(n₀ − t_y)) of two lists of one length, C and D the agreeing and reversed of the n₀ pairs, t the pairs
    /// tied in a list (Kendall 1945, doi 10.1093/biomet/33.3.239). `None` where a list has fewer than two different numbers.
    ///
    /// ```
    /// use rankscope_math::statistics::Kendall;
    /// let found = Kendall::of(&[1.0, 2.0, 3.0], &[1.0, 3.0, 2.0]).unwrap();
    /// assert_eq!((found.agreeing, found.reversed), (2, 1));
    /// assert!((found.tau - 1.0 / 3.0).abs() < 1e-15);
    /// ```
    pub fn of(x: &[f64], y: &[f64]) -> Option<Self> {
        let (mut agreeing, mut reversed, mut pairs) = (0, 0, 0);
        let mut tied = [0usize; 2];
        let all: Vec<(f64, f64)> = x.iter().copied().zip(y.iter().copied()).collect();
        for (i, a) in all.iter().enumerate() {
            for b in &all[..i] {
                pairs += 1;
                tied[0] += usize::from(a.0 == b.0);
                tied[1] += usize::from(a.1 == b.1);
                let same = (a.0 - b.0) * (a.1 - b.1);
                let up = (a.0 > b.0) == (a.1 > b.1);
                // A product may underflow; the comparison does not.
                if a.0 != b.0 && a.1 != b.1 && !same.is_nan() {
                    agreeing += usize::from(up);
                    reversed += usize::from(!up);
                }
            }
        }
        let [untied_x, untied_y] = tied.map(|t| (pairs - t) as f64);
        let tau = (agreeing as f64 - reversed as f64) / (untied_x * untied_y).sqrt();
        tau.is_finite().then_some(Self {
            tau,
            agreeing,
            reversed,
            pairs,
        })
    }
}

/// The mean, over the settings, of τ within groups that differ in that setting alone (Jiang et al. 2020, arXiv 1912.02178, section 3);
/// a row of `settings` per thing, one number per setting. `None` where no group has two different numbers.
pub fn granulated(x: &[f64], y: &[f64], settings: &[Vec<usize>]) -> Option<f64> {
    let axes = settings.first()?.len();
    let mut means = Vec::new();
    for axis in 0..axes {
        let mut groups: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
        for (i, row) in settings.iter().enumerate() {
            let mut rest = row.clone();
            rest.remove(axis);
            match groups.iter_mut().find(|(known, _)| *known == rest) {
                Some((_, members)) => members.push(i),
                None => groups.push((rest, vec![i])),
            }
        }
        let of = |members: &[usize]| {
            let pick = |list: &[f64]| -> Vec<f64> { members.iter().map(|i| list[*i]).collect() };
            Some(Kendall::of(&pick(x), &pick(y))?.tau)
        };
        let taus: Vec<f64> = groups.iter().filter_map(|(_, m)| of(m)).collect();
        if !taus.is_empty() {
            means.push(taus.iter().sum::<f64>() / taus.len() as f64);
        }
    }
    (!means.is_empty()).then(|| means.iter().sum::<f64>() / means.len() as f64)
}

/// The 2.5 % and 97.5 % quantiles of τ_b over `draws` samples of the pairs with replacement (Efron 1979, doi 10.1214/aos/1176344552),
/// and their standard deviation. `None` where fewer than half of the samples have a τ.
pub fn bootstrap(x: &[f64], y: &[f64], draws: usize, seed: u64) -> Option<([f64; 2], f64)> {
    let n = x.len().min(y.len());
    let mut rng = seeded(seed);
    let mut taus = Vec::with_capacity(draws);
    for _ in 0..draws {
        let chosen: Vec<usize> = (0..n)
            .map(|_| ((u128::from(rng.next_u64()) * n as u128) >> 64) as usize)
            .collect();
        let pick = |list: &[f64]| -> Vec<f64> { chosen.iter().map(|i| list[*i]).collect() };
        taus.extend(Kendall::of(&pick(x), &pick(y)).map(|found| found.tau));
    }
    if taus.is_empty() || 2 * taus.len() < draws {
        return None;
    }
    taus.sort_by(f64::total_cmp);
    let at = |share: f64| taus[(share * (taus.len() - 1) as f64).round() as usize];
    let count = taus.len() as f64;
    let mean = taus.iter().sum::<f64>() / count;
    let variance = taus.iter().map(|t| (t - mean) * (t - mean)).sum::<f64>() / count;
    Some(([at(0.025), at(0.975)], variance.sqrt()))
}
