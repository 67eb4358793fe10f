//! Cross-entropy and its deltas.

use super::exponential;

/// Loss and accuracy over some labels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Mean cross-entropy over the sequences, each the mean over its labels, in nats.
    pub loss: f64,
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
        row.iter_mut().for_each(|z| *z -= highest);
        exponential(row);
        let sum: f64 = row.iter().sum();
        score.loss += weight * (libm::log(sum) - (own - highest));
        let scale = weight / sum;
        row.iter_mut().for_each(|z| *z *= scale);
        row[label] -= weight;
    }
    score
}
