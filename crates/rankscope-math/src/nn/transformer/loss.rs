//! Cross-entropy and its deltas.

use super::exponential;

/// Loss and accuracy over some labels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Mean cross-entropy over the sequences, each the mean over its labels, in nats.
    pub loss: f64,
    /// The same if every label were drawn anew, uniformly from all tokens: its mean over those draws.
    pub at_random: f64,
    /// Share of the labels whose largest score is the right one, counted in the same way.
    pub accuracy: f64,
}

/// The weighted cross-entropy of rows of `classes` scores; replaces the scores by its derivatives, weight · (softmax − one-hot).
pub fn cross_entropy(scores: &mut [f64], classes: usize, labels: &[(u8, f64)]) -> Score {
    let mut score = Score::default();
    for (row, (label, weight)) in scores.chunks_exact_mut(classes).zip(labels) {
        let highest = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let label = usize::from(*label);
        let own = row[label];
        // Also false where nothing is a number.
        score.accuracy += if own >= highest { *weight } else { 0.0 };
        let mean = row.iter().sum::<f64>() / classes as f64;
        row.iter_mut().for_each(|z| *z -= highest);
        exponential(row);
        let sum: f64 = row.iter().sum();
        let log = libm::log(sum);
        score.loss += weight * (log - (own - highest));
        score.at_random += weight * (log - (mean - highest));
        let scale = weight / sum;
        row.iter_mut().for_each(|z| *z *= scale);
        row[label] -= weight;
    }
    score
}

impl Score {
    /// The mean cross-entropy if each label were replaced with probability `share` by any token at random.
    ///
    /// ```
    /// use rankscope_math::nn::transformer::Score;
    /// let score = Score { loss: 1.0, at_random: 3.0, accuracy: 0.5 };
    /// assert_eq!(score.under_noise(0.25), 1.5);
    /// ```
    pub fn under_noise(&self, share: f64) -> f64 {
        (1.0 - share) * self.loss + share * self.at_random
    }
}
