//! Regions: into how many convex pieces ReLU units cut the plane, in one layer and in two.

use super::{
    controls::*,
    panel::{Panel, Spectra},
    program,
    quantities::*,
};
use crate::{
    figure::number,
    labs::prelude::*,
    linalg::{
        Matrix,
        random::{gaussian, seeded},
    },
    representation::arrangement::{self, Arrangement, Line, Point},
};

/// The part of the plane that is drawn.
const SQUARE: [f64; 2] = [-1.0, 1.0];
/// Points along a side at which the units are asked what they say.
const SIDE: usize = 24;
/// Most units.
const MOST: usize = 24;

/// One arrangement, drawn and counted.
pub struct Regions {
    layers: Layers,
    units: usize,
    inputs: usize,
    seed: u64,
    drawn: Arrangement,
    /// What theory says of the arrangement that is drawn.
    expected: Option<f64>,
    spectra: Spectra,
}

/// Two layers' units.
type Network = (Vec<Line>, Vec<Vec<f64>>);

/// Half of the units in each layer.
fn halves(units: usize) -> [usize; 2] {
    [units.div_ceil(2), units / 2]
}

/// The network of a choice.
fn network(layers: Layers, units: usize, seed: u64) -> Network {
    match layers {
        Layers::One => (arrangement::tangents(units), Vec::new()),
        Layers::Folded => arrangement::folded(halves(units)),
        Layers::Random => {
            let [first, second] = halves(units);
            let mut rng = seeded(seed);
            let lines = gaussian(first, 3, &mut rng);
            let rows = gaussian(second, first + 1, &mut rng);
            let lines = (0..first).map(|i| [lines[(i, 0)], lines[(i, 1)], lines[(i, 2)]]);
            (
                lines.collect(),
                (0..second).map(|i| rows.row(i).to_vec()).collect(),
            )
        }
    }
}

/// What the units of a network say at points of the square.
fn values((first, second): &Network) -> Matrix {
    let at = |k: usize| SQUARE[0] + (SQUARE[1] - SQUARE[0]) * (k as f64 + 0.5) / SIDE as f64;
    let mut rows = Matrix::zeros(SIDE * SIDE, first.len() + second.len());
    for k in 0..SIDE * SIDE {
        let (x, y) = (at(k % SIDE), at(k / SIDE));
        let row = rows.row_mut(k);
        for (i, line) in first.iter().enumerate() {
            row[i] = (line[0] * x + line[1] * y + line[2]).max(0.0);
        }
        for (j, weights) in second.iter().enumerate() {
            let sum: f64 = weights
                .iter()
                .zip(&row[..first.len()])
                .map(|(w, a)| w * a)
                .sum();
            row[first.len() + j] = (sum + weights[first.len()]).max(0.0);
        }
    }
    rows
}

impl Regions {
    /// Reads the controls, counts.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let (layers, units) = (input.of(LAYERS), input.of(UNITS));
        let (inputs, seed) = (input.of(INPUTS), input.of(SEED));
        let network = network(layers, units, seed);
        let drawn = arrangement::count(SQUARE, &network.0, &network.1);
        let expected = match layers {
            Layers::One => Some(arrangement::most_regions(units, inputs)),
            Layers::Folded => Some(arrangement::folded_regions(halves(units), inputs)),
            Layers::Random => None,
        };
        Ok(Self {
            layers,
            units,
            inputs,
            seed,
            drawn,
            expected,
            spectra: Spectra::of(&values(&network))?,
        })
    }

    /// The count, where it is of the dimension asked for.
    fn counted(&self) -> Option<usize> {
        (self.inputs == 2).then_some(self.drawn.regions)
    }

    fn headline(&self) -> String {
        let (n, d) = (self.units, self.inputs);
        let bound = number(arrangement::most_regions(n, d));
        let [first, second] = halves(n);
        match (self.counted(), self.layers, self.expected) {
            (Some(found), Layers::One, _) => format!(
                "{n} units in one layer cut the plane into {} regions, the most that they can.",
                number(found as f64)
            ),
            (Some(found), Layers::Folded, _) => format!(
                "{first} units that fold the plane and {second} that cut it make {} regions; {n} in one layer make at most {bound}.",
                number(found as f64)
            ),
            (Some(found), Layers::Random, _) => format!(
                "Two layers of {first} and {second} random units make {} regions here; one layer of {n} could make {bound}, folding by hand {}.",
                number(found as f64),
                number(arrangement::folded_regions([first, second], 2))
            ),
            (None, Layers::Folded, Some(most)) => format!(
                "In {d} dimensions {first} units that fold and {second} that cut make {} regions; {n} in one layer make at most {bound}.",
                number(most)
            ),
            _ => format!(
                "In {d} dimensions {n} units of one layer cut space into at most {bound} regions."
            ),
        }
    }

    fn function(&self) -> Figure {
        let path = |segments: &[[Point; 2]]| {
            let mut points = Vec::new();
            for [a, b] in segments {
                points.extend([(a[0], a[1]), (b[0], b[1]), (b[0], f64::NAN)]);
            }
            points
        };
        let axis = |label: &str| Axis::linear(label).range(SQUARE[0], SQUARE[1]);
        let lines = Lines::new(axis("first input"), axis("second input")).series([
            Series::line(
                "second",
                "second layer",
                inks::BUILT,
                path(&self.drawn.second),
            ),
            Series::line(
                "first",
                "first layer",
                inks::SHALLOW,
                path(&self.drawn.first),
            ),
        ]);
        let caption = match (self.layers, self.inputs) {
            (Layers::One, 2) => "Each line is where a unit wakes up. Any two cross once, no three at one point: more regions than that no one layer has.".into(),
            (Layers::One, d) => format!("A plane of two inputs; where there are {d}, lines become flat sheets of one dimension less."),
            (Layers::Folded, _) => "The first layer folds the square like a sheet of paper; a cut through the folded sheet is a cut in every fold.".into(),
            (Layers::Random, _) => "The second layer's lines bend where they cross one of the first layer.".into(),
        };
        Figure::lines("function", "The plane, cut", caption, lines)
    }

    fn pieces(&self) -> Figure {
        let d = self.inputs;
        let all = 2..=MOST;
        let bound = all
            .clone()
            .map(|n| (n as f64, arrangement::most_regions(n, d)));
        let folded = all
            .clone()
            .filter(|n| halves(*n)[0] >= d)
            .map(|n| (n as f64, arrangement::folded_regions(halves(n), d)));
        let random = all.filter(|n| d == 2 && n % 2 == 0).map(|n| {
            let (first, second) = network(Layers::Random, n, self.seed);
            (
                n as f64,
                arrangement::count(SQUARE, &first, &second).regions as f64,
            )
        });
        let here = self.counted().map(|found| found as f64).or(self.expected);
        let here = here.unwrap_or_else(|| arrangement::most_regions(self.units, d));
        let lines = Lines::new(Axis::linear("units in all").counted(), Axis::log("regions"))
            .series([
                REGION_BOUND.curve(bound),
                Series::line("folded", "two layers, folded", inks::BUILT, folded),
                Series::new(
                    "random",
                    "two layers, at random",
                    inks::RANDOM_FEATURES,
                    Mark::LinePoints,
                    random,
                ),
            ])
            .handles([Handle::new(
                UNITS.id(),
                "n",
                Along::X,
                self.units as f64,
                here,
            )]);
        let caption = match d {
            2 => {
                "One layer grows as the square of its units; two layers that fold, as the fourth power; two random ones stay below what they could do."
            }
            _ => {
                "One layer grows as a power of its units; two layers that fold, as twice that power."
            }
        };
        Figure::lines("pieces", "How many regions units make", caption, lines)
    }
}

impl Panel for Regions {
    fn tasks(&self) -> usize {
        0
    }

    fn perform(&mut self, _: usize) -> Result<(), Error> {
        Ok(())
    }

    fn report(&self) -> Result<Report, Error> {
        let (n, d) = (self.units, self.inputs);
        let regions = match self.counted() {
            Some(found) => REGIONS.value(found as f64),
            None => REGIONS.absent("counted for two inputs; what is drawn is a plane"),
        };
        let bound = arrangement::most_regions(n, d);
        let report = Report::of(self.headline())
            .readouts([
                regions,
                REGION_BOUND.value(bound),
                UNIT_COUNT.value(n as f64),
                self.spectra.erank(),
            ])
            .figures([
                self.function(),
                self.pieces(),
                self.spectra.figure("drawn", None),
            ])
            .note("Regions are not accuracy: they count what a function could have, not what a target asks for. Networks at random starts have far fewer than the most, and training changes that little (Hanin and Rolnick 2019).")
            .note(match self.layers {
                Layers::Random => "Counted in the square that is drawn; there are more regions outside.",
                _ => "Counted in the square that is drawn, inside which all lines cross.",
            })
            .numpy(program::regions(n, d));
        Ok(match (self.counted(), self.expected) {
            (Some(found), Some(expected)) => report.check(
                "counted",
                "as many regions are counted as the formula says",
                (found as f64 / expected - 1.0).abs(),
                1e-12,
            ),
            _ => report,
        })
    }
}
