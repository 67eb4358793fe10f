//! Arithmetic modulo a prime: a share of the whole table is shown, the rest is held out.

use super::{Measure, Task, shuffle};
use crate::{
    linalg::{
        random::{Rng, seeded},
        sort_descending,
    },
    nn::{
        Error,
        pair_network::{Pair, PairNetwork},
        tensor::Tensor,
    },
};
use rand_distr::{Distribution, StandardNormal};

/// What is done to the two numbers, modulo p.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// a + b.
    Add,
    /// a − b.
    Subtract,
    /// a·b.
    Multiply,
    /// a·b⁻¹ for b ≠ 0.
    Divide,
}

/// Whether a number is prime, by trial division.
///
/// ```
/// use rankscope_math::nn::tasks::modular::is_prime;
/// assert!(is_prime(97) && !is_prime(91) && !is_prime(1));
/// ```
pub fn is_prime(p: usize) -> bool {
    p > 1
        && (2..)
            .take_while(|d| d * d <= p)
            .all(|d| !p.is_multiple_of(d))
}

/// Base and exponents that turn multiplication modulo a prime into addition: entry a is k with gᵏ = a; entry 0 is unused.
///
/// ```
/// // 2 generates the units modulo 5: 2⁰, 2¹, 2², 2³ = 1, 2, 4, 3.
/// assert_eq!(rankscope_math::nn::tasks::modular::discrete_logarithms(5), [0, 0, 1, 3, 2]);
/// ```
pub fn discrete_logarithms(p: usize) -> Vec<usize> {
    for generator in 1..p {
        let mut exponents = vec![usize::MAX; p];
        let mut power = 1;
        for k in 0..p - 1 {
            if exponents[power] != usize::MAX {
                break;
            }
            exponents[power] = k;
            power = power * generator % p;
        }
        if exponents.iter().skip(1).all(|k| *k != usize::MAX) {
            exponents[0] = 0;
            return exponents;
        }
    }
    vec![0; p]
}

impl Operation {
    /// The result for a and b below the prime p; `None` for a division by zero.
    pub fn apply(self, a: usize, b: usize, p: usize) -> Option<usize> {
        match self {
            Self::Add => Some((a + b) % p),
            Self::Subtract => Some((a + p - b) % p),
            Self::Multiply => Some(a * b % p),
            // By Fermat, b⁻¹ = b^(p − 2).
            Self::Divide => (b != 0).then(|| a * (0..p - 2).fold(1, |x, _| x * b % p) % p),
        }
    }

    /// Whether it is a multiplication or a division, whose structure is that of the multiplicative group modulo p.
    pub fn is_multiplicative(self) -> bool {
        matches!(self, Self::Multiply | Self::Divide)
    }
}

/// The table of an operation, split at random, and the network that is to complete it.
pub struct Modular {
    p: usize,
    operation: Operation,
    network: PairNetwork,
    start: Vec<f64>,
    train: Vec<Pair>,
    held_out: Vec<Pair>,
    chosen: Vec<Pair>,
}

impl Modular {
    /// The table modulo the prime `p`, of which the share `fraction` is shown, for a network of `width` hidden units.
    ///
    /// Embeddings start as N(0, 1/2), the readout as N(0, 1/width).
    pub fn new(p: usize, operation: Operation, fraction: f64, width: usize, seed: u64) -> Self {
        let mut rng = seeded(seed);
        let cells = (0..p).flat_map(|a| (0..p).map(move |b| (a, b)));
        let mut table: Vec<Pair> = cells
            .filter_map(|(a, b)| {
                let class = operation.apply(a, b, p)?;
                Some(Pair { a, b, class })
            })
            .collect();
        shuffle(&mut table, &mut rng);
        let shown = (fraction * table.len() as f64).round() as usize;
        let held_out = table.split_off(shown.clamp(1, table.len().max(2) - 1));
        let network = PairNetwork::new(p, width);
        let start = initial(network.tensors(), width, &mut rng);
        Self {
            p,
            operation,
            network,
            start,
            train: table,
            held_out,
            chosen: Vec::new(),
        }
    }

    /// Pairs shown.
    pub fn train(&self) -> &[Pair] {
        &self.train
    }

    /// Pairs held out.
    pub fn held_out(&self) -> &[Pair] {
        &self.held_out
    }

    /// The network.
    pub fn network(&mut self) -> &mut PairNetwork {
        &mut self.network
    }

    /// How many times what independent entries would give it every one of these shares is, largest first (dimensionless; about 1 before
    /// training). The constant part and, of an even order, the last frequency stand for one wave, the others for two.
    ///
    /// ```
    /// use rankscope_math::nn::tasks::modular::{Modular, Operation};
    /// // Additive group of order 5: frequencies 0, 1, 2 have 1, 2 and 2 of five waves.
    /// let excess = Modular::excess(&[0.1, 0.8, 0.1], 5, Operation::Add);
    /// assert_eq!(excess, [2.0, 0.5, 0.25]);
    /// ```
    pub fn excess(shares: &[f64], p: usize, operation: Operation) -> Vec<f64> {
        let order = if operation.is_multiplicative() {
            p - 1
        } else {
            p
        };
        let waves = |k: usize| if k == 0 || 2 * k == order { 1.0 } else { 2.0 };
        let shares = shares.iter().enumerate();
        let mut excess: Vec<f64> = shares
            .map(|(k, share)| share * order as f64 / waves(k))
            .collect();
        sort_descending(&mut excess);
        excess
    }

    /// Energy of the first embedding per frequency of its token, as shares of the whole that sum to 1; the constant part is entry 0.
    ///
    /// For × and ÷ the frequencies are those of the multiplicative group: the tokens are put in the order of their discrete logarithm
    /// first, and 0 is left out.
    pub fn frequencies(&self, weights: &[f64]) -> Vec<f64> {
        let embedding = &weights[self.network.tensors()[0].range()];
        let width = self.network.tensors()[0].cols;
        let logarithms = discrete_logarithms(self.p);
        let (order, place): (usize, &dyn Fn(usize) -> Option<usize>) =
            if self.operation.is_multiplicative() {
                (self.p - 1, &|a| (a > 0).then(|| logarithms[a]))
            } else {
                (self.p, &Some)
            };
        let turns: Vec<(f64, f64)> = (0..order)
            .map(|k| {
                let angle = core::f64::consts::TAU * k as f64 / order as f64;
                (libm::cos(angle), libm::sin(angle))
            })
            .collect();
        let (mut real, mut imaginary) = (vec![0.0; width], vec![0.0; width]);
        let mut energies = Vec::with_capacity(order / 2 + 1);
        for frequency in 0..=order / 2 {
            real.fill(0.0);
            imaginary.fill(0.0);
            for (a, row) in embedding.chunks_exact(width).enumerate() {
                let Some(k) = place(a) else { continue };
                let (cos, sin) = turns[frequency * k % order];
                for ((re, im), x) in real.iter_mut().zip(&mut imaginary).zip(row) {
                    *re += cos * x;
                    *im += sin * x;
                }
            }
            let energy: f64 = real.iter().chain(&imaginary).map(|x| x * x).sum();
            // Frequencies between 0 and the middle stand for their negatives, too.
            let twice = frequency > 0 && 2 * frequency < order;
            energies.push(if twice { 2.0 * energy } else { energy });
        }
        let total: f64 = energies.iter().sum();
        energies.iter().map(|e| e / total).collect()
    }
}

fn initial(tensors: &[Tensor], width: usize, rng: &mut Rng) -> Vec<f64> {
    let deviations = [
        0.5f64.sqrt(),
        0.5f64.sqrt(),
        0.0,
        1.0 / (width as f64).sqrt(),
    ];
    let mut weights = Vec::new();
    for (tensor, deviation) in tensors.iter().zip(deviations) {
        weights.extend((0..tensor.len()).map(|_| -> f64 {
            if deviation == 0.0 {
                return 0.0;
            }
            let z: f64 = StandardNormal.sample(rng);
            deviation * z
        }));
    }
    weights
}

impl Task for Modular {
    fn tensors(&self) -> &[Tensor] {
        self.network.tensors()
    }
    fn start(&self) -> Vec<f64> {
        self.start.clone()
    }
    fn examples(&self) -> usize {
        self.train.len()
    }
    fn cost(&self) -> usize {
        3 * self.p * self.start.len() / (3 * self.p + 1)
    }
    fn gradient(
        &mut self,
        weights: &[f64],
        rows: &[usize],
        mean: &mut [f64],
        variance: Option<&mut [f64]>,
    ) -> Result<f64, Error> {
        self.chosen.clear();
        self.chosen.extend(rows.iter().map(|row| self.train[*row]));
        let score = self.network.gradient(weights, &self.chosen, mean, variance);
        Ok(score.loss)
    }
    fn exact_loss(&mut self, weights: &[f64], rows: &[usize]) -> Result<(f64, Vec<bool>), Error> {
        self.chosen.clear();
        self.chosen.extend(rows.iter().map(|row| self.train[*row]));
        Ok(self.network.exact_loss(weights, &self.chosen))
    }
    fn measure(&mut self, weights: &[f64]) -> Result<Measure, Error> {
        Ok(Measure {
            train: self.network.score(weights, &self.train).accuracy,
            held_out: self.network.score(weights, &self.held_out).accuracy,
            outline: self.frequencies(weights),
        })
    }
}
