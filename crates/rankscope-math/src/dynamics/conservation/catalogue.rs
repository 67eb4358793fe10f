//! What is known of each network: its laws, the fields that they have to be orthogonal to, and how many there are.

use super::{Augmentation, Law, Network, Polynomial};
use core::f64::consts::TAU;

/// Laws that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    /// What they are called, in Unicode.
    pub name: String,
    /// Whether they are laws here.
    pub standing: Standing,
    /// The laws.
    pub laws: Vec<Law>,
}

impl Family {
    /// Whether all its laws are polynomials.
    pub fn is_polynomial(&self) -> bool {
        let polynomial = |law: &Law| matches!(law, Law::Polynomial(_));
        self.laws.iter().all(polynomial)
    }
}

/// Whether what is watched is conserved by the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// On these data, and for those of the network on any.
    Law,
    /// In the limit of all maps of O(d), of which there are a few.
    Limit,
    /// It would be on other data.
    Not,
}

/// The highest harmonic in the augmented loss of the sextic unit: (g − y)² has degree 12.
const DEGREE: usize = 12;

impl Network {
    /// What is watched: the known laws of the network, and what symmetric data conserve beside them under the squared error, or would.
    pub fn laws(&self, augmentation: Augmentation) -> Vec<Family> {
        let family = |name: &str, laws: Vec<Law>| Family {
            name: name.into(),
            standing: Standing::Law,
            laws,
        };
        let all = match *self {
            Network::Chain {
                ref widths,
                relu: false,
            } => {
                let hidden = widths.len() - 2;
                let mut all: Vec<Family> = (0..hidden)
                    .map(|l| {
                        let index = |i: usize| ["₁", "₂", "₃", "₄", "₅"][i.min(4)];
                        let (a, b) = (index(l), index(l + 1));
                        let name = format!("W{a}W{a}ᵀ − W{b}ᵀW{b}");
                        let units = self.units(l);
                        family(&name, gram(&units))
                    })
                    .collect();
                all.extend(self.of_symmetry(augmentation));
                all
            }
            Network::Chain { relu: true, .. } => {
                vec![family("‖v‖² + b² − ‖u‖²", each(&self.units(0)))]
            }
            Network::Convolution { .. } => {
                vec![family("Σ‖v‖² − Σ‖u‖²", each(&self.units(0)))]
            }
            Network::Attention { .. } => vec![
                family("QQᵀ − KKᵀ", gram(&self.units(0))),
                family("VVᵀ − OOᵀ", gram(&self.units(1))),
            ],
            Network::Softmax { inputs, classes } => {
                let column = |j: usize| {
                    let rows = (0..classes).map(|c| c * inputs + j);
                    let sum = rows.fold(Polynomial::default(), |sum, i| sum.plus(1.0, &[i]));
                    Law::Polynomial(sum)
                };
                vec![family("column sums", (0..inputs).map(column).collect())]
            }
            Network::Unit => self.of_symmetry(augmentation).into_iter().collect(),
            Network::Lightning { .. } => {
                let units = self.units(0);
                let mut all = vec![family("QᵀQ − KᵀK", gram(&units))];
                let traces = self.units(1);
                all.push(family("‖Q‖² − ‖V‖²", each(&traces)));
                all.extend(self.of_symmetry(augmentation));
                all
            }
        };
        all.into_iter().filter(|f| !f.laws.is_empty()).collect()
    }

    /// What a symmetry of the data conserves, or would.
    fn of_symmetry(&self, augmentation: Augmentation) -> Option<Family> {
        let orthogonal = matches!(augmentation, Augmentation::Orthogonal(_));
        let limit = match orthogonal {
            true => Standing::Limit,
            false => Standing::Not,
        };
        let standing = |law: bool| if law { Standing::Law } else { limit };
        let (name, standing, laws) = match self {
            Network::Unit => {
                let law = Law::Direction {
                    across: axis(2, 1),
                    along: axis(2, 0),
                };
                let round = self.harmonic(augmentation).is_none();
                ("direction of p", standing(round), vec![law])
            }
            Network::Chain { widths, .. } if widths.len() == 2 => {
                let n = widths[0];
                let law = |i: usize| Law::Direction {
                    across: axis(n, i),
                    along: axis(n, 0),
                };
                let cyclic = augmentation == Augmentation::Permutations;
                match orthogonal {
                    true => ("direction of W", limit, (1..n).map(law).collect()),
                    false => ("directions in the modes", standing(cyclic), modes(n)),
                }
            }
            Network::Chain { widths, .. } if widths.len() == 3 && widths[1] < widths[2] => {
                let units = self.units(0).into_iter();
                let columns = units.map(|[_, outgoing]| outgoing).collect();
                let even = augmentation == Augmentation::Flips;
                ("range of W₂", standing(even), vec![Law::Span { columns }])
            }
            &Network::Lightning {
                dim,
                width,
                outputs,
                ..
            } if 2 * width + outputs < dim => {
                let size = dim * width;
                let mut columns: Vec<Vec<usize>> = Vec::new();
                for (start, count) in [(0, width), (size, width), (2 * size, outputs)] {
                    let column = |j: usize| (0..dim).map(|i| start + i * count + j).collect();
                    columns.extend((0..count).map(column));
                }
                ("range of [Q K V]", limit, vec![Law::Span { columns }])
            }
            _ => return None,
        };
        Some(Family {
            name: name.into(),
            standing,
            laws,
        })
    }

    /// The lowest angular harmonic that the augmented loss of the unit has: even, a multiple of the number of rotations, at most 12.
    /// None, and the loss is a function of the length of p alone.
    ///
    /// ```
    /// use rankscope_math::dynamics::conservation::{Augmentation, Network};
    /// let harmonic = |n| Network::Unit.harmonic(Augmentation::Rotations(n));
    /// assert_eq!([6, 7, 8, 9, 12, 14].map(harmonic), [Some(6), None, Some(8), None, Some(12), None]);
    /// ```
    pub fn harmonic(&self, augmentation: Augmentation) -> Option<usize> {
        let n = match augmentation {
            Augmentation::Rotations(n) => n,
            _ => 1,
        };
        let even = if n.is_multiple_of(2) { n } else { 2 * n };
        (*self == Network::Unit && even <= DEGREE).then_some(even)
    }

    /// The two lists of parameters of every hidden unit, whose squared lengths balance: incoming and outgoing. Of attention the pair of
    /// matrices, 0 for Q and K, 1 for V and O; of a chain the hidden layer.
    pub fn units(&self, pair: usize) -> Vec<[Vec<usize>; 2]> {
        match *self {
            Network::Chain { ref widths, relu } => {
                let Some(&[ins, hidden, outs]) = widths[pair.min(widths.len())..].first_chunk()
                else {
                    return Vec::new();
                };
                let before: usize = widths.windows(2).take(pair).map(|w| w[0] * w[1]).sum();
                let biases = before + ins * hidden;
                let second = biases + if relu { hidden } else { 0 };
                let unit = |k: usize| {
                    let mut incoming: Vec<usize> = (0..ins).map(|j| before + k * ins + j).collect();
                    if relu {
                        incoming.push(biases + k);
                    }
                    let outgoing = (0..outs).map(|i| second + i * hidden + k).collect();
                    [incoming, outgoing]
                };
                (0..hidden).map(unit).collect()
            }
            Network::Convolution {
                channels: [ins, hidden, outs],
                taps,
                ..
            } => {
                let second = hidden * ins * taps;
                let unit = |j: usize| {
                    let incoming = (0..ins * taps).map(|i| j * ins * taps + i).collect();
                    let filters = (0..outs).map(|k| second + (k * hidden + j) * taps);
                    [
                        incoming,
                        filters.flat_map(|start| start..start + taps).collect(),
                    ]
                };
                (0..hidden).map(unit).collect()
            }
            Network::Attention { dim, width, .. } => {
                let row = |matrix: usize, k: usize| {
                    let start = (matrix * width + k) * dim;
                    (start..start + dim).collect()
                };
                (0..width)
                    .map(|k| [row(2 * pair, k), row(2 * pair + 1, k)])
                    .collect()
            }
            Network::Lightning {
                dim,
                width,
                outputs,
                ..
            } => match pair {
                0 => {
                    let column = |matrix: usize, k: usize| {
                        (0..dim)
                            .map(|i| matrix * dim * width + i * width + k)
                            .collect()
                    };
                    (0..width).map(|k| [column(0, k), column(1, k)]).collect()
                }
                _ => {
                    let values = 2 * dim * width;
                    vec![[
                        (0..dim * width).collect(),
                        (values..values + dim * outputs).collect(),
                    ]]
                }
            },
            Network::Softmax { .. } | Network::Unit => Vec::new(),
        }
    }
}

/// The i-th of n parameters.
fn axis(n: usize, i: usize) -> Vec<f64> {
    (0..n).map(|j| f64::from(u8::from(i == j))).collect()
}

/// ⟨in_k, in_l⟩ − ⟨out_k, out_l⟩ for all pairs of units.
fn gram(units: &[[Vec<usize>; 2]]) -> Vec<Law> {
    let mut laws = Vec::new();
    for (k, [ins, outs]) in units.iter().enumerate() {
        for [other_ins, other_outs] in &units[k..] {
            laws.push(balance([ins, other_ins], [outs, other_outs]));
        }
    }
    laws
}

/// ‖in‖² − ‖out‖² of every unit.
fn each(units: &[[Vec<usize>; 2]]) -> Vec<Law> {
    let one = |[ins, outs]: &[Vec<usize>; 2]| balance([ins, ins], [outs, outs]);
    units.iter().map(one).collect()
}

fn balance(ins: [&[usize]; 2], outs: [&[usize]; 2]) -> Law {
    let plus = Polynomial::default().plus_inner(1.0, ins[0], ins[1]);
    Law::Polynomial(plus.plus_inner(-1.0, outs[0], outs[1]))
}

/// The direction in the plane of every Fourier mode that has one: k below n/2. For n = 3 the ratio is (W₁ + W₂ − 2W₃)/(W₁ − W₂).
fn modes(n: usize) -> Vec<Law> {
    if n == 3 {
        return vec![Law::Direction {
            across: vec![1.0, 1.0, -2.0],
            along: vec![1.0, -1.0, 0.0],
        }];
    }
    let wave = |k: usize, f: fn(f64) -> f64| {
        (0..n)
            .map(|j| f(TAU * (k * j % n) as f64 / n as f64))
            .collect()
    };
    let mode = |k: usize| Law::Direction {
        across: wave(k, libm::sin),
        along: wave(k, libm::cos),
    };
    (1..n.div_ceil(2)).map(mode).collect()
}
