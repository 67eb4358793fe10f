//! What a Transformer learns: sequences with labels by an exact rule.

use crate::{
    linalg::random::{Rng, seeded},
    nn::{Error, tasks::shuffle},
};
use rand::Rng as _;
use std::collections::HashSet;

/// No label is asked for at this position.
pub const NONE: u8 = u8::MAX;

/// A label rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Last position: the most frequent token, of several the smallest.
    Majority,
    /// Last position: the first token.
    First,
    /// Every position t: the token at T − 1 − t.
    Reverse,
    /// Every position whose token has occurred before: the token after its latest earlier occurrence.
    Induction,
    /// Sequences (a, b, =) with a, b < p = V − 1, where = is the last token of the vocabulary; last position: a + b modulo p.
    Modular,
    /// Tokens 0 and 1; last position: whether the number of ones among the first k is odd.
    Parity {
        /// k, at least 1.
        bits: usize,
    },
}

/// Sequences of T tokens with up to T labels each.
#[derive(Clone, Debug, PartialEq)]
pub struct Sequences {
    context: usize,
    /// T each.
    tokens: Vec<u8>,
    /// T each; [`NONE`] where none is asked for.
    labels: Vec<u8>,
}

impl Task {
    /// The labels of a sequence, one per position, [`NONE`] where none is asked for.
    ///
    /// ```
    /// use rankscope_math::nn::transformer::tasks::{NONE, Task};
    /// assert_eq!(Task::Majority.labels(&[2, 1, 1, 2], 3), [NONE, NONE, NONE, 1]);
    /// assert_eq!(Task::Induction.labels(&[3, 1, 3, 3], 4), [NONE, NONE, 1, 3]);
    /// ```
    pub fn labels(self, tokens: &[u8], vocabulary: usize) -> Vec<u8> {
        let context = tokens.len();
        let last = |label: u8| {
            let mut labels = vec![NONE; context];
            if let Some(end) = labels.last_mut() {
                *end = label;
            }
            labels
        };
        match self {
            Self::Majority => {
                let mut counts = vec![0usize; vocabulary];
                tokens.iter().for_each(|t| counts[usize::from(*t)] += 1);
                let most = counts.iter().copied().max().unwrap_or(0);
                let first = counts.iter().position(|count| *count == most);
                last(first.unwrap_or(0) as u8)
            }
            Self::First => last(tokens.first().copied().unwrap_or(NONE)),
            Self::Reverse => tokens.iter().rev().copied().collect(),
            Self::Induction => (0..context)
                .map(|t| {
                    let earlier = tokens[..t].iter().rposition(|x| *x == tokens[t]);
                    earlier.map_or(NONE, |j| tokens[j + 1])
                })
                .collect(),
            Self::Modular => {
                let p = vocabulary.saturating_sub(1).max(1);
                let sum: usize = tokens.iter().take(2).map(|t| usize::from(*t)).sum();
                last((sum % p) as u8)
            }
            Self::Parity { bits } => {
                let ones = tokens.iter().take(bits).filter(|t| **t == 1).count();
                last((ones % 2) as u8)
            }
        }
    }

    /// How many different sequences there are, [`u64::MAX`] where they cannot be counted.
    pub fn distinct(self, vocabulary: usize, context: usize) -> u64 {
        let (base, length) = self.free(vocabulary, context);
        (0..length).fold(1, |count: u64, _| count.saturating_mul(base as u64))
    }

    /// Values of a free token, and free tokens.
    fn free(self, vocabulary: usize, context: usize) -> (usize, usize) {
        match self {
            Self::Modular => (vocabulary.saturating_sub(1).max(1), 2),
            Self::Parity { .. } => (2, context),
            _ => (vocabulary, context),
        }
    }

    /// `train` different sequences, uniformly at random, and up to `test` others, none of which is among the first: fewer where there
    /// are no more. Sequences without any label are left out.
    ///
    /// # Errors
    /// More training sequences than there are, less one to be tested on.
    pub fn draw(
        self,
        vocabulary: usize,
        context: usize,
        train: usize,
        test: usize,
        rng: &mut Rng,
    ) -> Result<(Sequences, Sequences), Error> {
        let (base, length) = self.free(vocabulary, context);
        let limit = self.distinct(vocabulary, context);
        if train as u64 >= limit {
            return Err(Error::Sequences {
                given: train,
                limit: limit - 1,
            });
        }
        let mut pools = [Sequences::empty(context), Sequences::empty(context)];
        let mut put = |tokens: &[u8]| {
            let labels = self.labels(tokens, vocabulary);
            if labels.iter().all(|label| *label == NONE) {
                return false;
            }
            let pool = &mut pools[usize::from(pools[0].len() >= train)];
            pool.tokens.extend_from_slice(tokens);
            pool.labels.extend(labels);
            pools[0].len() >= train && pools[1].len() >= test
        };
        let tail: &[u8] = match self {
            Self::Modular => &[(vocabulary - 1) as u8],
            _ => &[],
        };
        // Where there are few, all of them in random order; where there are many, until enough different ones are found.
        if limit <= 1 << 16 {
            let mut order: Vec<u64> = (0..limit).collect();
            shuffle(&mut order, rng);
            for index in order {
                let mut rest = index;
                let mut tokens: Vec<u8> = (0..length)
                    .map(|_| {
                        let digit = rest % base as u64;
                        rest /= base as u64;
                        digit as u8
                    })
                    .collect();
                tokens.extend(tail);
                if put(&tokens) {
                    break;
                }
            }
        } else {
            let mut seen = HashSet::new();
            loop {
                let draw = |_| below(base, rng) as u8;
                let tokens: Vec<u8> = (0..length).map(draw).chain(tail.iter().copied()).collect();
                if seen.insert(tokens.clone()) && put(&tokens) {
                    break;
                }
            }
        }
        let [train_set, test_set] = pools;
        if train_set.len() < train || test_set.len() == 0 && test > 0 {
            let found = (train_set.len() + test_set.len()) as u64;
            return Err(Error::Sequences {
                given: train,
                limit: found.saturating_sub(1),
            });
        }
        Ok((train_set, test_set))
    }
}

/// A whole number below `limit`, uniform up to 2⁻³².
fn below(limit: usize, rng: &mut Rng) -> usize {
    ((u128::from(rng.next_u64()) * limit as u128) >> 64) as usize
}

impl Sequences {
    fn empty(context: usize) -> Self {
        Self {
            context,
            tokens: Vec::new(),
            labels: Vec::new(),
        }
    }

    /// From tokens and labels, T each per sequence.
    ///
    /// # Errors
    /// Lists that are not as long as each other or no multiple of T.
    pub fn new(context: usize, tokens: Vec<u8>, labels: Vec<u8>) -> Result<Self, Error> {
        let whole = tokens.len() / context.max(1) * context;
        for (what, given) in [("tokens", tokens.len()), ("labels", labels.len())] {
            if given != whole {
                return Err(Error::Length {
                    what,
                    given,
                    expected: whole,
                });
            }
        }
        Ok(Self {
            context,
            tokens,
            labels,
        })
    }

    /// Number of sequences.
    pub fn len(&self) -> usize {
        self.tokens.len() / self.context.max(1)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Tokens per sequence T.
    pub fn context(&self) -> usize {
        self.context
    }

    /// The tokens of a sequence.
    pub fn tokens(&self, row: usize) -> &[u8] {
        &self.tokens[row * self.context..][..self.context]
    }

    /// The labels of a sequence, [`NONE`] where none is asked for.
    pub fn labels(&self, row: usize) -> &[u8] {
        &self.labels[row * self.context..][..self.context]
    }

    /// The first so many of them.
    pub fn first(&self, count: usize) -> Self {
        let end = count.min(self.len()) * self.context;
        Self {
            context: self.context,
            tokens: self.tokens[..end].to_vec(),
            labels: self.labels[..end].to_vec(),
        }
    }

    /// Replaces each label with probability `share` by one of `classes` at random; returns how many were replaced (by chance some by
    /// themselves).
    pub fn spoil(&mut self, share: f64, classes: usize, seed: u64) -> usize {
        const SCALE: f64 = 1.0 / (1u64 << 53) as f64;
        let mut rng = seeded(seed);
        let mut replaced = 0;
        for label in self.labels.iter_mut().filter(|label| **label != NONE) {
            // Both are always drawn, so that more noise keeps what less noise replaced.
            let chance = (rng.next_u64() >> 11) as f64 * SCALE;
            let other = below(classes, &mut rng) as u8;
            if chance < share {
                *label = other;
                replaced += 1;
            }
        }
        replaced
    }

    /// The tokens of some sequences, the rows among them that are asked for a label, and label and weight of each: all labels of a
    /// sequence together count as much as those of any other, and all together 1.
    pub(super) fn gather(
        &self,
        rows: &[usize],
        tokens: &mut Vec<u8>,
        asked: &mut Vec<usize>,
        labels: &mut Vec<(u8, f64)>,
    ) {
        tokens.clear();
        asked.clear();
        labels.clear();
        for (i, row) in rows.iter().enumerate() {
            tokens.extend_from_slice(self.tokens(*row));
            let own = self.labels(*row);
            let count = own.iter().filter(|label| **label != NONE).count();
            let weight = 1.0 / (rows.len() * count.max(1)) as f64;
            for (t, label) in own.iter().enumerate().filter(|(_, label)| **label != NONE) {
                asked.push(i * self.context + t);
                labels.push((*label, weight));
            }
        }
    }
}
