//! Copies of the data: a group acts on the inputs and leaves the labels alone.

use super::Examples;
use crate::{
    dynamics::Error,
    linalg::{
        Matrix, dot,
        random::{Rng, orthogonal},
    },
};
use core::f64::consts::TAU;

/// What is done to the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Augmentation {
    /// Nothing.
    None,
    /// Rotations of the plane by multiples of a turn over this number: the group C_n.
    Rotations(usize),
    /// Cyclic permutations of the coordinates.
    Permutations,
    /// x and −x.
    Flips,
    /// This many random orthogonal maps, uniform over O(d), and their negatives.
    Orthogonal(usize),
}

impl Augmentation {
    /// The maps of a space of `dim` numbers, each dim × dim; `rng` draws where they are random.
    ///
    /// ```
    /// use rankscope_math::{dynamics::conservation::Augmentation, linalg::random::seeded};
    /// let maps = Augmentation::Permutations.maps(3, &mut seeded(1));
    /// assert_eq!(maps[1].as_slice(), [0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
    /// ```
    pub fn maps(self, dim: usize, rng: &mut Rng) -> Vec<Matrix> {
        match self {
            Augmentation::None => vec![Matrix::identity(dim)],
            Augmentation::Rotations(n) => (0..n).map(|k| rotation(dim, k, n)).collect(),
            Augmentation::Permutations => (0..dim).map(|k| shift(dim, k)).collect(),
            Augmentation::Flips => {
                let one = Matrix::identity(dim);
                vec![one.clone(), negative(&one)]
            }
            Augmentation::Orthogonal(count) => {
                let mut maps = Vec::with_capacity(2 * count);
                for _ in 0..count {
                    let map = orthogonal(dim, rng);
                    maps.push(negative(&map));
                    maps.push(map);
                }
                maps
            }
        }
    }

    /// One of the maps at random; of O(d) a new one.
    pub fn one(self, maps: &[Matrix], dim: usize, rng: &mut Rng) -> Matrix {
        use rand_chacha::rand_core::Rng as _;
        match (self, maps) {
            (Augmentation::Orthogonal(_), _) | (_, []) => orthogonal(dim, rng),
            (_, maps) => maps[(rng.next_u64() % maps.len() as u64) as usize].clone(),
        }
    }
}

fn negative(map: &Matrix) -> Matrix {
    Matrix::from_fn(map.rows(), map.cols(), |i, j| -map[(i, j)])
}

/// A turn by k/n in the first two coordinates.
fn rotation(dim: usize, k: usize, n: usize) -> Matrix {
    let angle = TAU * k as f64 / n as f64;
    let (s, c) = (libm::sin(angle), libm::cos(angle));
    let mut map = Matrix::identity(dim);
    if dim > 1 {
        map[(0, 0)] = c;
        map[(0, 1)] = -s;
        map[(1, 0)] = s;
        map[(1, 1)] = c;
    }
    map
}

/// The coordinates moved k places on.
fn shift(dim: usize, k: usize) -> Matrix {
    Matrix::from_fn(dim, dim, |i, j| f64::from(u8::from((j + k) % dim == i)))
}

impl Examples {
    /// Every example under every map; inputs are maps' spaces one after the other, as the tokens of a sequence.
    ///
    /// # Errors
    /// Maps of another size than divides the inputs.
    pub fn under(&self, maps: &[Matrix]) -> Result<Self, Error> {
        let (n, width) = (self.inputs.rows(), self.inputs.cols());
        let mut inputs = Vec::with_capacity(n * width * maps.len());
        let mut labels = Vec::with_capacity(self.labels.as_slice().len() * maps.len());
        for map in maps {
            let dim = map.cols();
            if !width.is_multiple_of(dim) {
                return Err(Error::Shape {
                    sizes: vec![width, dim],
                    accepted: "inputs that are whole multiples of what a map takes",
                });
            }
            for point in self.inputs.as_slice().chunks_exact(dim) {
                for i in 0..dim {
                    inputs.push(dot(map.row(i), point));
                }
            }
            labels.extend_from_slice(self.labels.as_slice());
        }
        Ok(Self {
            inputs: Matrix::new(n * maps.len(), width, inputs)?,
            labels: Matrix::new(n * maps.len(), self.labels.cols(), labels)?,
        })
    }
}
