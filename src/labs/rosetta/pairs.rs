//! Two networks, matched block by block: toys that draw their activations as they go, or a visitor's file.

use super::controls::*;
use crate::{
    data::Stack,
    labs::prelude::*,
    scaling_laws::rosetta::{Matches, Pairing, Toy},
};
use std::rc::Rc;

/// Multiplications of a block, and its fewest inputs: a shift of a block's inputs leaves none in its place.
const WORK: usize = 2_000_000;
const FEWEST: usize = 10;

/// A pair of networks under way.
pub struct Pair {
    /// Units of each.
    pub units: [usize; 2],
    from: Origin,
    /// Over the same inputs, and over inputs that are shifted.
    pairings: Option<[Pairing; 2]>,
    /// What came out, once every input was seen.
    pub outcome: Option<Matches>,
}

enum Origin {
    Toy(Box<Toy>),
    File { stack: Rc<Stack>, split: bool },
}

impl Pair {
    /// Two toys.
    pub fn toys(units: usize, beta: f64, seed: u64) -> Result<Self, Error> {
        let toy = Box::new(Toy::new(units, beta, seed)?);
        Ok(Self::of([units; 2], Origin::Toy(toy)))
    }

    fn of(units: [usize; 2], from: Origin) -> Self {
        Self {
            units,
            from,
            pairings: Some([Pairing::new(units), Pairing::new(units)]),
            outcome: None,
        }
    }

    /// A file's activations, and how many inputs there are.
    pub fn of_file(stack: Rc<Stack>, first: usize) -> Result<(Self, usize), Error> {
        let refuse = |given: String, accepted: &str| {
            let (id, accepted) = (FILE.id(), accepted.into());
            Err(Error::Control {
                id,
                given,
                accepted,
            })
        };
        let (rows, cols) = (stack.rows, stack.cols);
        if let Some(at) = stack.values.iter().position(|x| !x.is_finite()) {
            let given = format!(
                "{} in row {}, column {}",
                stack.values[at],
                at / cols % rows + 1,
                at % cols + 1
            );
            return refuse(given, "finite activations");
        }
        if rows < FEWEST {
            return refuse(
                format!("{rows} inputs"),
                "at least 10 inputs, one per row; thousands for a clear answer",
            );
        }
        let units = match stack.layers * stack.heads {
            2 => [cols; 2],
            1 => match first {
                0 if cols % 2 == 0 => [cols / 2; 2],
                1.. if first < cols => [first, cols - first],
                _ => {
                    let given = format!("{cols} columns, of which the first network has {first}");
                    return refuse(
                        given,
                        "one column at least for each network; 0 halves an even number of columns",
                    );
                }
            },
            several => {
                let given = format!("{several} matrices of {rows} x {cols}");
                return refuse(
                    given,
                    "two matrices of one shape, or both side by side: np.savez(\"both.npz\", a=A, b=B) or np.save(\"both.npy\", np.hstack([A, B]))",
                );
            }
        };
        let split = stack.layers * stack.heads == 1;
        Ok((Self::of(units, Origin::File { stack, split }), rows))
    }

    /// How many inputs come in one block.
    pub fn block(&self) -> usize {
        (WORK / (self.units[0] * self.units[1]).max(1)).clamp(FEWEST, 100)
    }

    /// Reads the inputs from `from` up to `to`.
    pub fn read(&mut self, from: usize, to: usize) {
        let Some(pairings) = &mut self.pairings else {
            return;
        };
        let [a, b, shifted] = match &mut self.from {
            Origin::Toy(toy) => {
                let [a, b] = toy.inputs(to - from);
                let mut shifted = b.clone();
                shifted.rotate_left((to - from) / 2 * self.units[1]);
                [a, b, shifted]
            }
            // In a file neighbours may be alike: the null takes inputs from half the file away.
            Origin::File { stack, split } => {
                let block = |network: usize, shift: usize| -> Vec<f64> {
                    let inputs = (from..to).map(|i| (i + shift) % stack.rows);
                    let all =
                        inputs.flat_map(|i| activations(stack, *split, self.units, network, i));
                    all.copied().collect()
                };
                [block(0, 0), block(1, 0), block(1, stack.rows / 2)]
            }
        };
        pairings[0].push(&a, &b);
        pairings[1].push(&a, &shifted);
    }

    /// Matches, after the last block.
    pub fn finish(&mut self, tau: f64) {
        let pairings = self.pairings.take();
        self.outcome = pairings.map(|[same, shifted]| Matches::of(&[same], &[shifted], tau));
    }
}

/// The activations of one network on one input of a file.
fn activations(
    stack: &Stack,
    split: bool,
    units: [usize; 2],
    network: usize,
    input: usize,
) -> &[f64] {
    let (matrix, from) = match split {
        true => (0, network * units[0]),
        false => (network * stack.rows * stack.cols, 0),
    };
    let start = matrix + input * stack.cols + from;
    &stack.values[start..start + units[network]]
}
