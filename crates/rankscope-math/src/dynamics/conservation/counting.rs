//! Polynomials whose gradients span what data can do to a network, and the number of laws by formula.

use super::{Augmentation, Network, Polynomial};

/// Independent laws of a two-layer linear network of n inputs, m outputs and r hidden units: r(r + 1)/2 of the balance matrix, of which
/// beyond r = n + m only those of rank n + m count, (n + m) r − (n + m)(n + m − 1)/2.
///
/// Marcotte, Gribonval and Peyré (arXiv 2307.00144, proposition 4.2).
///
/// ```
/// use rankscope_math::dynamics::conservation::two_layer_laws;
/// assert_eq!([1, 2, 3, 4, 5, 6].map(|r| two_layer_laws(2, 2, r)), [1, 3, 6, 10, 14, 18]);
/// ```
pub fn two_layer_laws(n: usize, m: usize, r: usize) -> usize {
    let sides = n + m;
    match r <= sides {
        true => r * (r + 1) / 2,
        false => sides * r - sides * (sides - 1) / 2,
    }
}

impl Network {
    /// The number of independent laws by formula, for data in general position; `None` where none is known to us.
    pub fn law_formula(&self, augmentation: Augmentation) -> Option<usize> {
        match (self, augmentation) {
            (
                Network::Chain {
                    widths,
                    relu: false,
                },
                _,
            ) => match (&widths[..], augmentation) {
                (_, Augmentation::None) if widths.len() > 2 => {
                    let layers = widths.windows(3);
                    Some(layers.map(|w| two_layer_laws(w[0], w[2], w[1])).sum())
                }
                (&[n, r, m], Augmentation::Flips) => {
                    Some(two_layer_laws(n, m, r) + r * m.saturating_sub(r))
                }
                (_, Augmentation::None | Augmentation::Flips) if widths.len() == 2 => Some(0),
                (&[n, 1], Augmentation::Permutations) => Some(n - n / 2 - 1),
                (&[n, 1], Augmentation::Orthogonal(_)) => Some(n - 1),
                _ => None,
            },
            (Network::Chain { widths, relu: true }, Augmentation::None) => Some(widths[1]),
            (Network::Convolution { channels, .. }, Augmentation::None) => Some(channels[1]),
            (Network::Attention { dim, width, .. }, Augmentation::None) => {
                Some(2 * two_layer_laws(*dim, *dim, *width))
            }
            (Network::Softmax { inputs, .. }, Augmentation::None) => Some(*inputs),
            (Network::Unit, Augmentation::None | Augmentation::Rotations(_)) => {
                Some(usize::from(self.harmonic(augmentation).is_none()))
            }
            (
                &Network::Lightning {
                    dim,
                    width,
                    outputs,
                    ..
                },
                _,
            ) => {
                let balanced = two_layer_laws(dim, dim, width) + 1;
                let columns = 2 * width + outputs;
                match augmentation {
                    Augmentation::None => Some(balanced),
                    Augmentation::Orthogonal(_) if columns < dim => {
                        Some(balanced + columns * (dim - columns))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Polynomials with whole coefficients whose gradients span the directions in which data in general position can push θ; with ReLU in
    /// the region where the same units are open. `None` where they would be too long.
    pub fn potentials(&self, augmentation: Augmentation) -> Option<Vec<Polynomial>> {
        let inner = |a: &[usize], b: &[usize]| Polynomial::default().plus_inner(1.0, a, b);
        match (self, augmentation) {
            (Network::Chain { widths, .. }, _) if widths.len() == 2 => {
                let n = widths[0];
                let squares = |shift: usize| {
                    let pairs = (0..n).map(|j| [j, (j + shift) % n]);
                    pairs.fold(Polynomial::default(), |sum, pair| sum.plus(1.0, &pair))
                };
                let one = |pair: &[usize]| Polynomial::default().plus(1.0, pair);
                match augmentation {
                    Augmentation::None => Some((0..self.parameters()).map(|i| one(&[i])).collect()),
                    Augmentation::Permutations => {
                        let sum = (0..n).fold(Polynomial::default(), |sum, i| sum.plus(1.0, &[i]));
                        Some((0..=n / 2).map(squares).chain([sum]).collect())
                    }
                    Augmentation::Flips => {
                        let pairs = (0..n).flat_map(|i| (i..n).map(move |j| [i, j]));
                        Some(pairs.map(|pair| one(&pair)).collect())
                    }
                    Augmentation::Orthogonal(_) => Some(vec![squares(0)]),
                    Augmentation::Rotations(_) => None,
                }
            }
            (
                Network::Chain {
                    widths,
                    relu: false,
                },
                Augmentation::None,
            ) => Some(products(widths)),
            (
                Network::Chain {
                    widths,
                    relu: false,
                },
                Augmentation::Flips,
            ) if widths.len() == 3 => Some(self.even_parts(widths)),
            (
                Network::Chain { relu: true, .. } | Network::Convolution { .. },
                Augmentation::None,
            ) => {
                let outer = |[ins, outs]: &[Vec<usize>; 2]| {
                    let pairs = ins.iter().flat_map(|i| outs.iter().map(move |j| [*i, *j]));
                    pairs
                        .map(|pair| Polynomial::default().plus(1.0, &pair))
                        .collect::<Vec<_>>()
                };
                Some(self.units(0).iter().flat_map(outer).collect())
            }
            (&Network::Attention { dim, width, .. }, Augmentation::None) => {
                let column = |matrix: usize, a: usize| -> Vec<usize> {
                    (0..width).map(|k| (matrix * width + k) * dim + a).collect()
                };
                let entries = |first: usize| {
                    let all = (0..dim).flat_map(move |a| (0..dim).map(move |b| (a, b)));
                    all.map(move |(a, b)| inner(&column(first, a), &column(first + 1, b)))
                };
                Some(entries(0).chain(entries(2)).collect())
            }
            (&Network::Softmax { inputs, classes }, Augmentation::None) => {
                let differences =
                    (1..classes).flat_map(|c| (0..inputs).map(move |j| [c * inputs + j, j]));
                let difference =
                    |[i, j]: [usize; 2]| Polynomial::default().plus(1.0, &[i]).plus(-1.0, &[j]);
                Some(differences.map(difference).collect())
            }
            (Network::Unit, Augmentation::None | Augmentation::Rotations(_)) => {
                let mut all = vec![inner(&[0, 1], &[0, 1])];
                all.extend(self.harmonic(augmentation).into_iter().flat_map(waves));
                Some(all)
            }
            (
                &Network::Lightning {
                    dim,
                    width,
                    outputs,
                    ..
                },
                Augmentation::None,
            ) => Some(lightning([dim, width, outputs])),
            _ => None,
        }
    }

    /// The second moments of W₂W₁x: entries of the forms Σ_kl ⟨u_k, u_l⟩ v_ki v_lj, for every pair of inputs.
    fn even_parts(&self, widths: &[usize]) -> Vec<Polynomial> {
        let units = self.units(0);
        let pairs = (0..widths[0]).flat_map(|i| (i..widths[0]).map(move |j| (i, j)));
        let part = |(i, j): (usize, usize)| {
            let mut sum = Polynomial::default();
            for [v, u] in &units {
                for [w, t] in &units {
                    for (a, b) in u.iter().zip(t) {
                        sum = sum.plus(1.0, &[*a, *b, v[i], w[j]]);
                    }
                }
            }
            sum
        };
        pairs.map(part).collect()
    }
}

/// The entries of W_L ⋯ W₁.
fn products(widths: &[usize]) -> Vec<Polynomial> {
    let n = widths[0];
    // Unit by unit of the layer reached so far and input by input, the parameters on each way there; an input is there already.
    let mut ways: Vec<Vec<Vec<Vec<usize>>>> = vec![vec![Vec::new(); n]; n];
    (0..n).for_each(|x| ways[x][x].push(Vec::new()));
    let mut start = 0;
    for pair in widths.windows(2) {
        let from = |i: usize, input: usize| {
            let mut all = Vec::new();
            for (j, before) in ways.iter().enumerate() {
                let last = start + i * pair[0] + j;
                all.extend(before[input].iter().map(|way| [way, &[last][..]].concat()));
            }
            all
        };
        let unit = |i: usize| (0..n).map(|input| from(i, input)).collect();
        ways = (0..pair[1]).map(unit).collect();
        start += pair[0] * pair[1];
    }
    let sum = |ways: Vec<Vec<usize>>| {
        let none = Polynomial::default();
        ways.iter().fold(none, |sum, way| sum.plus(1.0, way))
    };
    ways.into_iter().flatten().map(sum).collect()
}

/// The real and imaginary part of (p₁ + i p₂)^k.
fn waves(k: usize) -> [Polynomial; 2] {
    let mut parts = [Polynomial::default(), Polynomial::default()];
    let mut binomial = 1.0;
    for j in 0..=k {
        let mut powers = vec![0; k - j];
        powers.extend(vec![1; j]);
        let sign = if j % 4 < 2 { 1.0 } else { -1.0 };
        parts[j % 2] = core::mem::take(&mut parts[j % 2]).plus(sign * binomial, &powers);
        binomial = binomial * (k - j) as f64 / (j + 1) as f64;
    }
    parts
}

/// (QKᵀ)_ab V_cm, symmetric in b and c, as XᵀX stands between K and V.
fn lightning([dim, width, outputs]: [usize; 3]) -> Vec<Polynomial> {
    let size = dim * width;
    let mut all = Vec::new();
    for a in 0..dim {
        for b in 0..dim {
            for c in b..dim {
                for m in 0..outputs {
                    let mut sum = Polynomial::default();
                    for k in 0..width {
                        for (b, c) in [(b, c), (c, b)] {
                            let path = [
                                a * width + k,
                                size + b * width + k,
                                2 * size + c * outputs + m,
                            ];
                            sum = sum.plus(1.0, &path);
                        }
                    }
                    all.push(sum);
                }
            }
        }
    }
    all
}
