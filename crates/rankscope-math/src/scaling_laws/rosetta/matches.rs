//! What two networks share, once their activations are paired.

use super::pairing::{Best, Buddy, Pairing, buddies};

/// Best buddies of two networks, those of a null, and how selective every unit is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matches {
    /// Best buddies.
    pub pairs: Vec<Buddy>,
    /// Best buddies where the inputs of one network are shifted against those of the other, so that nothing is shared.
    pub null: Vec<Buddy>,
    /// The correlation from which on a pair counts as matched, τ/(1+τ): that of two neurons of isolation τ.
    pub least: f64,
    /// Excess kurtosis of every unit of both networks; `None` for one that never changes.
    pub kurtosis: [Vec<Option<f64>>; 2],
}

impl Matches {
    /// From activations over the same inputs and over shifted ones. Each list has the pairings of further units of the first network with
    /// all units of the second: one pairing, or several that were worked on side by side.
    ///
    /// ```
    /// use rankscope_math::scaling_laws::rosetta::{Matches, Pairing};
    /// let (a, b) = ([1.0, 0.0, 0.0, 1.0, 0.0, 0.0], [0.0, 1.0, 1.0, 0.0, 0.0, 0.0]);
    /// let mut pairing = Pairing::new([2, 2]);
    /// pairing.push(&a, &b);
    /// let matches = Matches::of(&[pairing], &[], 1.0);
    /// assert_eq!((matches.matched().count(), matches.null_matched()), (2, 0));
    /// ```
    pub fn of(same: &[Pairing], shifted: &[Pairing], tau: f64) -> Self {
        let found = |pairings: &[Pairing]| buddies(&side_by_side(pairings));
        let first = same.iter().flat_map(|pairing| pairing.excess_kurtosis(0));
        let second = same.first().map(|pairing| pairing.excess_kurtosis(1));
        Self {
            pairs: found(same),
            null: found(shifted),
            least: tau / (1.0 + tau),
            kurtosis: [first.collect(), second.unwrap_or_default()],
        }
    }

    /// The best buddies that correlate enough.
    pub fn matched(&self) -> impl Iterator<Item = &Buddy> {
        let least = self.least;
        let enough = move |pair: &&Buddy| pair.correlation >= least;
        self.pairs.iter().filter(enough)
    }

    /// How many of the null do.
    pub fn null_matched(&self) -> usize {
        let enough = |pair: &&Buddy| pair.correlation >= self.least;
        self.null.iter().filter(enough).count()
    }

    /// Mean correlation of the matched pairs; `None` where there are none.
    pub fn mean_correlation(&self) -> Option<f64> {
        mean(
            &self
                .matched()
                .map(|pair| pair.correlation)
                .collect::<Vec<_>>(),
        )
    }

    /// Excess kurtosis of the matched units of both networks, and of all others that change at all.
    pub fn selectivity(&self) -> [Vec<f64>; 2] {
        let mut groups = [Vec::new(), Vec::new()];
        for (network, kurtosis) in self.kurtosis.iter().enumerate() {
            let mut shared = vec![false; kurtosis.len()];
            for pair in self.matched() {
                shared[[pair.a, pair.b][network]] = true;
            }
            for (value, shared) in kurtosis.iter().zip(shared) {
                groups[usize::from(!shared)].extend(value);
            }
        }
        groups
    }

    /// Its means.
    pub fn mean_selectivity(&self) -> [Option<f64>; 2] {
        self.selectivity().map(|group| mean(&group))
    }
}

/// The neighbours of all units, from those of blocks of units of the first network.
fn side_by_side(pairings: &[Pairing]) -> Best {
    let mut all = Best::default();
    for pairing in pairings {
        let (before, block) = (all.of_a.len(), pairing.best());
        all.of_a.extend(block.of_a);
        all.of_b.resize(block.of_b.len(), None);
        for (known, (i, found)) in all
            .of_b
            .iter_mut()
            .zip(block.of_b)
            .filter_map(|(known, b)| Some((known, b?)))
        {
            if known.is_none_or(|(_, correlation)| found > correlation) {
                *known = Some((before + i, found));
            }
        }
    }
    all
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linalg::random::{gaussian, seeded};

    #[test]
    fn blocks_of_units_side_by_side_find_what_one_pairing_finds() {
        let mut rng = seeded(8);
        let (a, b) = (gaussian(60, 7, &mut rng), gaussian(60, 5, &mut rng));
        let mut whole = Pairing::new([7, 5]);
        let mut parts = [Pairing::new([3, 5]), Pairing::new([4, 5])];
        whole.push(a.as_slice(), b.as_slice());
        for (part, columns) in parts.iter_mut().zip([0..3, 3..7]) {
            let block: Vec<f64> = (0..60)
                .flat_map(|i| a.row(i)[columns.clone()].to_vec())
                .collect();
            part.push(&block, b.as_slice());
        }
        let one = Matches::of(&[whole], &[], 0.1);
        assert_eq!(Matches::of(&parts, &[], 0.1), one);
        assert!(one.pairs.len() >= 2 && one.kurtosis[0].len() == 7);
        let [matched, others] = one.selectivity();
        assert_eq!(matched.len() + others.len(), 12);
        assert_eq!(matched.len(), 2 * one.matched().count());
    }
}
