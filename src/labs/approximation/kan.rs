//! A Kolmogorov–Arnold network and an ordinary one of as many parameters, trained on a function made of functions of one variable.

use super::{
    controls::*,
    panel::{Panel, STEPS, evenly, over_largest, slope_line},
    program,
    quantities::*,
};
use crate::{
    labs::prelude::*,
    linalg::{Matrix, random::seeded},
    nn::{Activation, Mlp, Scaling},
    representation::{
        fit::{self, Fit},
        kan::{Basis, Kan},
        spline::Order,
    },
    spectrum::Spectrum,
    statistics::Line,
};
use rand_distr::{Distribution, StandardUniform};

/// Grids, one after the other; each begins with the function that the one before ended with.
const GRIDS: [usize; 6] = [2, 3, 5, 8, 12, 16];
/// Most intervals of a grid here.
pub const MOST: usize = 20;
/// Inputs and hidden units of the network of splines.
const SHAPE: [usize; 2] = [2, 5];
/// Points to learn from, and to be judged by.
const POINTS: [usize; 2] = [400, 1000];
/// Steps of a task.
const STRIDE: usize = 5;
/// Steps on a grid.
const STEPS_PER_GRID: usize = STEPS / 2;
/// Where the slices are: the second input.
const SLICE: f64 = 0.5;

/// e^(sin πx + y²), the example of Liu et al. 2024, section 2.3.
fn target(x: f64, y: f64) -> f64 {
    libm::exp(libm::sin(core::f64::consts::PI * x) + y * y)
}

/// What a grid came to: parameters and errors, of the network of splines and of the ordinary one.
struct Level {
    kan: (f64, f64),
    mlp: (f64, f64),
}

/// Both networks, grid by grid.
pub struct Networks {
    order: Order,
    grids: Vec<usize>,
    points: [(Vec<f64>, Vec<f64>); 2],
    seed: u64,
    kan: Kan,
    mlp: Fit,
    levels: Vec<Level>,
}

/// The hidden width of a network 2–h–h–1 with about so many parameters: h² + 5h + 1.
fn width(parameters: usize) -> usize {
    let count = |h: usize| (h * h + 5 * h + 1).abs_diff(parameters);
    (1..64).min_by_key(|h| count(*h)).unwrap_or(1)
}

impl Networks {
    /// Reads the controls, draws the points.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let (knots, seed) = (input.of(KNOTS), input.of(SEED));
        let order = input.of(ORDER).order();
        let mut grids: Vec<usize> = GRIDS.into_iter().filter(|grid| *grid < knots).collect();
        grids.push(knots);
        let mut rng = seeded(seed);
        let points = POINTS.map(|count| {
            let inputs: Vec<f64> = (0..2 * count)
                .map(|_| {
                    let u: f64 = StandardUniform.sample(&mut rng);
                    2.0 * u - 1.0
                })
                .collect();
            let values: Vec<f64> = inputs.chunks(2).map(|p| target(p[0], p[1])).collect();
            (inputs, values)
        });
        let basis = Basis {
            intervals: grids[0],
            degree: order.degree(),
        };
        let kan = Kan::new(
            basis,
            SHAPE,
            (&points[0].0, &points[0].1),
            STEPS_PER_GRID,
            seed,
        );
        let mlp = ordinary(kan.parameters(), &points[0], STEPS_PER_GRID, seed)?;
        Ok(Self {
            order,
            grids,
            points,
            seed,
            kan,
            mlp,
            levels: Vec::new(),
        })
    }

    /// The intervals of the grid that is trained now.
    fn grid(&self) -> usize {
        self.grids[self.levels.len().min(self.grids.len() - 1)]
    }

    /// The root mean square error of the network of splines at the points of the test.
    fn kan_error(&self) -> f64 {
        let (inputs, values) = &self.points[1];
        let outputs: Vec<f64> = inputs.chunks(2).map(|p| self.kan.value(p)).collect();
        fit::distance(&outputs, values).l2
    }

    /// A grid has ended: what it came to, and on to the next.
    fn next(&mut self) -> Result<(), Error> {
        let (inputs, values) = &self.points[1];
        let ordinary_error = self.mlp.errors(inputs, values)?.l2;
        self.levels.push(Level {
            kan: (self.kan.parameters() as f64, self.kan_error()),
            mlp: (self.mlp.built().0.parameters() as f64, ordinary_error),
        });
        if self.levels.len() < self.grids.len() {
            self.kan = self
                .kan
                .refined(self.grid(), &self.points[0].0, STEPS_PER_GRID)?;
            // As many steps as the network of splines has had by then.
            let steps = STEPS_PER_GRID * (self.levels.len() + 1);
            self.mlp = ordinary(self.kan.parameters(), &self.points[0], steps, self.seed)?;
        }
        Ok(())
    }

    /// Tasks before a grid begins: the ordinary network has ever more steps to do.
    fn begins(level: usize) -> usize {
        (1..=level).map(|k| (1 + k) * STEPS_PER_GRID / STRIDE).sum()
    }

    fn headline(&self) -> String {
        let Some(last) = self.levels.last() else {
            return "A network with splines on its edges, and one with weights, learn e^(sin πx + y²).".into();
        };
        let (parameters, error) = last.kan;
        let least = self
            .levels
            .iter()
            .map(|level| level.kan.1)
            .fold(f64::INFINITY, f64::min);
        let ending = match error > 1.2 * least {
            true => format!(
                " A coarser grid had {}: the finest fits its points and not the function.",
                short(least)
            ),
            false => String::new(),
        };
        format!(
            "{parameters} parameters in splines err by {}, about as many in an ordinary network by {}.{ending}",
            short(error),
            short(last.mlp.1)
        )
    }

    fn function(&self) -> Result<Figure, Error> {
        let grid = evenly([-1.0, 1.0], 201);
        let inputs: Vec<f64> = grid.iter().flat_map(|x| [*x, SLICE]).collect();
        let ordinary = self.mlp.outputs(&inputs)?;
        let lines = Lines::new(
            Axis::linear("x").range(-1.0, 1.0),
            Axis::linear("value at y = 1/2"),
        )
        .series([
            Series::line(
                "target",
                "e^(sin πx + y²)",
                inks::TRUTH,
                grid.iter().map(|x| (*x, target(*x, SLICE))),
            ),
            Series::line(
                "kan",
                "splines",
                inks::EDGES,
                grid.iter().map(|x| (*x, self.kan.value(&[*x, SLICE]))),
            ),
            Series::line(
                "mlp",
                "ordinary",
                inks::PERCEPTRON,
                grid.iter().copied().zip(ordinary),
            ),
        ]);
        let caption = "Along y = 1/2, as far as both are trained.";
        Ok(Figure::lines(
            "function",
            "What both networks learn",
            caption,
            lines,
        ))
    }

    fn error(&self) -> Option<Figure> {
        let kan: Vec<(f64, f64)> = self.levels.iter().map(|level| level.kan).collect();
        let mlp = self.levels.iter().map(|level| level.mlp);
        let first = *kan.first()?;
        let last = kan.last()?.0;
        let slope = (kan.len() > 1).then(|| {
            slope_line(
                "slope of the theorem",
                -self.order.rate(),
                first,
                [first.0, last],
            )
        });
        let least = kan.iter().map(|p| p.1).fold(f64::INFINITY, f64::min);
        let most = kan
            .iter()
            .map(|p| p.1)
            .chain(mlp.clone().map(|p| p.1))
            .fold(0.0, f64::max);
        let lines = Lines::new(
            Axis::log("parameters"),
            Axis::log("error at fresh points").range(0.3 * least, 2.0 * most),
        )
        .series([
            Series::new("kan", "splines", inks::EDGES, Mark::LinePoints, kan),
            Series::new("mlp", "ordinary", inks::PERCEPTRON, Mark::LinePoints, mlp),
        ])
        .series(slope);
        let caption = format!(
            "Grids of {} intervals, one after the other, each begun where the last one ended.",
            list(&self.grids[..self.levels.len()])
        );
        Some(Figure::lines(
            "error",
            "What parameters buy",
            caption,
            lines,
        ))
    }

    /// The functions on the edges.
    fn units(&self) -> Figure {
        let grid = evenly([-1.0, 1.0], 101);
        let mut inner = [Vec::new(), Vec::new()];
        let mut outer = Vec::new();
        for unit in 0..SHAPE[1] {
            for (input, points) in inner.iter_mut().enumerate() {
                points.extend(centred(&grid, &|x| self.kan.inner(input, unit, x)));
            }
            outer.extend(centred(&grid, &|z| self.kan.outer(unit, z)));
        }
        let [x, y] = inner;
        let lines = Lines::new(
            Axis::linear("what enters the edge"),
            Axis::linear("what it makes of it, less its mean"),
        )
        .series([
            Series::line("x", "of x, into 5 units", inks::EDGES, x),
            Series::line("y", "of y, into 5 units", inks::SECOND_INPUT, y),
            Series::line("outer", "of 5 units, to the output", inks::OF_HIDDEN, outer),
        ]);
        let caption = "A sine of x, a square of y and an exponential would do with one unit; training spreads them over five, up to factors and shifts.";
        Figure::lines("units", "The functions on the edges", caption, lines)
    }

    fn spectra(&self) -> Result<(Figure, Readout), Error> {
        let inputs = &self.points[1].0;
        let rows = inputs.len() / 2;
        let kan = Spectrum::of(&Matrix::from_fn(rows, SHAPE[1], |i, unit| {
            let sum = self.kan.sum(unit, &inputs[2 * i..2 * i + 2]);
            self.kan.outer(unit, sum)
        }))?;
        let (net, parameters) = self.mlp.built();
        let mlp = Spectrum::of(&fit::features(net, parameters, inputs)?)?;
        let lines = Lines::new(
            Axis::linear("index").counted(),
            Axis::log("singular value over the largest"),
        )
        .series([
            Series::new(
                "kan",
                "splines",
                inks::EDGES,
                Mark::LinePoints,
                over_largest(&kan),
            ),
            Series::new(
                "mlp",
                "ordinary",
                inks::PERCEPTRON,
                Mark::LinePoints,
                over_largest(&mlp),
            ),
        ]);
        let caption = format!(
            "Of what the units send on, at fresh points: effective rank {} of {} with splines, {} of {} in the ordinary network.",
            short(kan.erank()),
            SHAPE[1],
            short(mlp.erank()),
            mlp.cols()
        );
        let figure = Figure::lines("spectrum", "How different the units are", caption, lines);
        Ok((
            figure,
            FEATURE_ERANK.noted(kan.erank(), "of the 5 units with splines"),
        ))
    }

    /// A line through the errors of all grids.
    fn slope(&self) -> Result<f64, &'static str> {
        let line = Line::through_logarithms(self.levels.iter().map(|level| level.kan));
        line.map(|line| line.slope).ok_or("needs two grids")
    }
}

/// An ordinary network of about so many parameters.
fn ordinary(
    parameters: usize,
    points: &(Vec<f64>, Vec<f64>),
    steps: usize,
    seed: u64,
) -> Result<Fit, Error> {
    let h = width(parameters);
    let net = Mlp::new(&[2, h, h, 1], Activation::Tanh, Scaling::Standard)?;
    Ok(Fit::new(net, 1.0, points.clone(), steps, seed))
}

/// A function along a grid less its mean, with a gap at its end.
fn centred(grid: &[f64], f: &dyn Fn(f64) -> f64) -> Vec<(f64, f64)> {
    let values: Vec<f64> = grid.iter().map(|x| f(*x)).collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let mut points: Vec<(f64, f64)> = grid
        .iter()
        .copied()
        .zip(values.iter().map(|v| v - mean))
        .collect();
    points.push((1.0, f64::NAN));
    points
}

/// "2, 3, 5".
fn list(counts: &[usize]) -> String {
    let all: Vec<String> = counts.iter().map(usize::to_string).collect();
    all.join(", ")
}

impl Panel for Networks {
    fn tasks(&self) -> usize {
        Self::begins(self.grids.len())
    }

    fn perform(&mut self, _: usize) -> Result<(), Error> {
        // First the splines, then the ordinary network, then the next grid.
        match self.kan.finished() {
            false => self.kan.advance(STRIDE),
            true => self.mlp.advance(STRIDE)?,
        }
        if self.kan.finished() && self.mlp.finished() && self.levels.len() < self.grids.len() {
            self.next()?;
        }
        Ok(())
    }

    fn report(&self) -> Result<Report, Error> {
        let (spectrum, erank) = self.spectra()?;
        let last = self.levels.last();
        let trained = |quantity: &Quantity, value: Option<f64>| match value {
            Some(value) => quantity.value(value),
            None => quantity.absent("in training"),
        };
        let grid = self.grids[self.grids.len() - 1];
        Ok(Report::of(self.headline())
            .readouts([
                PIECES.noted(grid as f64, "of every edge, at the end"),
                UNIT_COUNT.value(SHAPE[1] as f64),
                PARAMETERS.value(self.kan.parameters() as f64),
                MEASURED_SLOPE.of(self.slope()),
                THEOREM_SLOPE.noted(-self.order.rate(), "if the inner functions are smooth; the constant is unknown"),
                trained(&TRAINED_ERROR, last.map(|l| l.kan.1)),
                trained(&MLP_ERROR, last.map(|l| l.mlp.1)),
                erank,
            ])
            .figure(self.function()?)
            .figures(self.error())
            .figures([self.units(), spectrum])
            .note(format!("Both learn from {} random points by Adam, learning rate 0.01 falling to 0 on every grid; {STEPS_PER_GRID} steps a grid, and for the ordinary network as many as the splines have had by then. The paper's runs use LBFGS and get much lower; one seed, one target made of smooth functions of one variable: no verdict on either.", POINTS[0]))
            .note("The theorem bounds what a network of splines can do, not what training finds, and takes for granted that the target is made of smooth functions of one variable; for others the constant hides the dimension. With as many parameters as points, splines fit the points between which they wiggle.")
            .range(KNOTS, 2, MOST)
            .numpy(program::kan(grid, self.order.degree())))
    }
}
