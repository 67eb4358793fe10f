//! The square, the sawtooth and the product: networks whose error falls fourfold, or whose pieces double, with every layer.

use super::{
    controls::*,
    deep_points::{deviation, examples, slice},
    panel::{self, Panel, Spectra, Starts, evenly},
    program,
    quantities::*,
};
use crate::{
    figure::number,
    labs::prelude::*,
    nn::Activation,
    representation::{
        fit,
        square::{self, Built},
    },
};

/// Random starts of the same architecture.
const STARTS: usize = 5;

/// One network built by hand, and others of its shape that were trained.
pub struct Deep {
    object: Object,
    depth: usize,
    built: Built,
    /// sup, root mean square, mean.
    errors: [f64; 3],
    pieces: usize,
    spectra: Spectra,
    starts: Option<Starts>,
    /// How far the network itself is from its formula.
    off: f64,
}

impl Deep {
    /// Reads the controls, builds the network.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let (object, depth) = (input.of(OBJECT), input.of(DEPTH));
        let built = match object {
            Object::Sawtooth => square::sawtooth_network(depth)?,
            Object::Product => square::product_network(depth)?,
            _ => square::square_network(depth)?,
        };
        let errors = match object {
            // Of the flat line at 1/2.
            Object::Sawtooth => [0.5, 1.0 / 12f64.sqrt(), 0.25],
            Object::Product => square::product_errors(depth),
            _ => square::square_errors(depth),
        };
        let examples = examples(object, depth);
        let features = fit::features(&built.0, &built.1, &examples.test.0)?;
        // Between the breaks, never on one.
        let fine = 4usize << depth;
        let between: Vec<f64> = (0..fine).map(|i| (i as f64 + 0.5) / fine as f64).collect();
        let pieces = match object {
            Object::Product => 1 << depth,
            _ => fit::pieces(&built.0, &built.1, &between)?,
        };
        let off = deviation(object, depth, &built)?;
        let layers: Vec<usize> = built.0.layers().iter().map(|l| l.inputs).collect();
        let sizes: Vec<usize> = layers.into_iter().chain([1]).collect();
        let starts = match input.of(TRAIN) {
            true => Some(Starts::new(
                STARTS,
                &sizes,
                Activation::Relu,
                examples,
                input.of(SEED),
            )?),
            false => None,
        };
        Ok(Self {
            object,
            depth,
            spectra: Spectra::of(&features)?,
            built,
            errors,
            pieces,
            starts,
            off,
        })
    }

    /// What is approximated, along a line of the inputs.
    fn target(&self, x: f64) -> f64 {
        match self.object {
            Object::Sawtooth => square::sawtooth(self.depth, x),
            Object::Product => 0.5 * x,
            _ => x * x,
        }
    }

    /// What the network that is built says there.
    fn made(&self, x: f64) -> f64 {
        match self.object {
            Object::Sawtooth => square::sawtooth(self.depth, x),
            Object::Product => square::product(self.depth, x, 0.5),
            _ => square::square(self.depth, x),
        }
    }

    /// Hidden units: of all layers.
    fn units(&self, depth: usize) -> usize {
        depth * self.built.0.layers()[0].outputs
    }

    fn headline(&self) -> String {
        let (m, pieces) = (self.depth, number(self.pieces as f64));
        let units = self.units(m);
        let layers = if m == 1 { "layer" } else { "layers" };
        let built = match self.object {
            Object::Sawtooth => format!(
                "{units} units in {m} {layers} make {pieces} straight pieces; one layer needs a unit for each."
            ),
            Object::Product => format!(
                "{units} units in {m} {layers} multiply two numbers to within {}, four times less than a layer fewer.",
                short(self.errors[0])
            ),
            _ => format!(
                "{units} units in {m} {layers} draw x² to within {}; one layer needs {pieces}.",
                short(self.errors[0])
            ),
        };
        match self.starts.as_ref().and_then(Starts::best) {
            Some(best) => format!(
                "{built} Trained, their RMS error is {}, not {}.",
                short(best.errors.l2),
                match self.object {
                    Object::Sawtooth => "0".into(),
                    _ => short(self.errors[1]),
                }
            ),
            None => built,
        }
    }

    fn readouts(&self) -> Vec<Readout> {
        let [sup, l2, mean] = self.errors;
        let sawtooth = self.object == Object::Sawtooth;
        let of = |quantity: &Quantity, value: f64| match sawtooth {
            true => quantity.noted(value, "of a flat line at 1/2; the network itself is exact"),
            false => quantity.value(value),
        };
        let mut readouts = vec![
            of(&SUP_ERROR, sup),
            of(&L2_ERROR, l2),
            of(&MEAN_ERROR, mean),
        ];
        readouts.push(match self.object {
            Object::Product => PIECES.noted(self.pieces as f64, "of each of its three squares"),
            _ => PIECES.value(self.pieces as f64),
        });
        readouts.push(UNIT_COUNT.value(self.units(self.depth) as f64));
        readouts.push(PARAMETERS.value(self.built.0.parameters() as f64));
        if !sawtooth {
            // Twice the pieces are one layer more.
            let next = match self.object {
                Object::Product => square::product_errors(self.depth + 1)[0],
                _ => square::square_errors(self.depth + 1)[0],
            };
            let slope = libm::log2(next / sup);
            readouts
                .push(MEASURED_SLOPE.noted(slope, "over the pieces, which double with a layer"));
            readouts.push(THEOREM_SLOPE.noted(-2.0, "of straight pieces"));
        }
        readouts.push(panel::trained_error(self.starts.as_ref()));
        readouts.push(self.spectra.erank());
        readouts
    }

    fn function(&self) -> Figure {
        let grid = evenly([0.0, 1.0], (4usize << self.depth).clamp(256, 4096) + 1);
        let along = |of: &dyn Fn(f64) -> f64| -> Vec<(f64, f64)> {
            grid.iter().map(|x| (*x, of(*x))).collect()
        };
        let trained = match (&self.starts, self.object) {
            (Some(starts), Object::Product) => slice(starts),
            (Some(starts), _) => starts.curve(),
            _ => Vec::new(),
        };
        let (target, y) = match self.object {
            Object::Sawtooth => ("sawtooth", "value"),
            Object::Product => ("x/2", "value at y = 1/2"),
            _ => ("x²", "value"),
        };
        let lines = Lines::new(Axis::linear("x").range(0.0, 1.0), Axis::linear(y)).series([
            Series::line("target", target, inks::TRUTH, along(&|x| self.target(x))),
            Series::line("built", "built", inks::BUILT, along(&|x| self.made(x))),
            Series::line("trained", "trained", inks::FOUND, trained),
        ]);
        let caption = match self.object {
            Object::Sawtooth => format!(
                "The tent folded {} times over itself: {} pieces, each crossing 1/2 once.",
                self.depth,
                number(self.pieces as f64)
            ),
            Object::Product => {
                "Along y = 1/2. The network built by hand is never above the product.".into()
            }
            _ => format!(
                "Straight pieces through the parabola at {} equal steps: the network is above it everywhere between them.",
                number(self.pieces as f64)
            ),
        };
        Figure::lines("function", "What is built, what is found", caption, lines)
    }

    fn error(&self) -> Figure {
        match self.object {
            Object::Sawtooth => self.distance(),
            _ => self.by_depth(),
        }
    }

    /// The error over the depth.
    fn by_depth(&self) -> Figure {
        let all = 1..=square::DEEPEST;
        let product = self.object == Object::Product;
        let errors = |m: usize| match product {
            true => square::product_errors(m),
            false => square::square_errors(m),
        };
        let at = |k: usize| all.clone().map(move |m| (m as f64, errors(m)[k]));
        let trained = self.starts.as_ref().and_then(Starts::best);
        // One layer with as many units has that many pieces.
        let shallow = all.clone().filter(|_| !product).map(|m| {
            let units = self.units(m) as f64;
            (m as f64, 0.25 / (units * units))
        });
        let lines = Lines::new(
            Axis::linear("hidden layers m").range(0.5, 12.5).counted(),
            Axis::log("error"),
        )
        .series([
            Series::new(
                "sup_error",
                "largest error",
                inks::BUILT,
                Mark::LinePoints,
                at(0),
            ),
            Series::line("l2_error", "root mean square", inks::MEAN_SQUARE, at(1)),
            Series::line(
                "shallow",
                "one layer, as many units",
                inks::SHALLOW,
                shallow,
            ),
            Series::dots(
                "trained",
                "trained, root mean square",
                inks::FOUND,
                trained.map(|best| (self.depth as f64, best.errors.l2)),
            ),
        ])
        .handles([Handle::new(
            DEPTH.id(),
            "m",
            Along::X,
            self.depth as f64,
            self.errors[0],
        )]);
        let caption = match product {
            true => "Exactly four times less with every layer of nine units.".to_owned(),
            false => "Exactly four times less with every layer of three units. As many units side by side gain only as their number squared.".to_owned(),
        };
        Figure::lines("error", "What a layer buys", caption, lines)
    }

    /// How far fewer pieces stay from the sawtooth.
    fn distance(&self) -> Figure {
        let most = 1usize << self.depth;
        let grid: Vec<usize> = (0..=40)
            .map(|i| libm::round(libm::pow(most as f64, f64::from(i) / 40.0)) as usize)
            .collect();
        // The first teeth followed exactly, the others left to the flat line.
        let follow = grid
            .iter()
            .map(|p| (*p as f64, 0.25 * (1.0 - (*p as f64 - 1.0) / most as f64)));
        let bound = grid
            .iter()
            .map(|p| (*p as f64, square::sawtooth_distance(self.depth, *p)));
        let trained = self.starts.as_ref().and_then(Starts::best);
        let found = trained.and_then(|best| Some((best.pieces? as f64, best.errors.mean)));
        let lines = Lines::new(
            Axis::log("straight pieces").range(0.9, 1.1 * most as f64),
            Axis::linear("mean distance from the sawtooth").range(0.0, 0.3),
        )
        .series([
            Series::line("shallow", "some teeth followed", inks::SHALLOW, follow),
            Series::line("bound", "no function comes below", inks::BOUND_RATE, bound),
            Series::dots("trained", "trained", inks::FOUND, found),
            Series::dots("built", "built", inks::BUILT, [(most as f64, 0.0)]),
        ]);
        let caption = format!(
            "A function of p pieces crosses 1/2 at most p times, the sawtooth {} times: with few pieces nothing is gained over a flat line.",
            number(most as f64)
        );
        Figure::lines("error", "What pieces buy", caption, lines)
    }

    /// The sawteeth.
    fn teeth(&self) -> Figure {
        let shown = self.depth.min(5);
        let grid = evenly([0.0, 1.0], 513);
        let mut points = Vec::new();
        for s in 1..=shown {
            let scale = match self.object {
                Object::Sawtooth => 1.0,
                _ => square::quarter_to(s),
            };
            points.extend(grid.iter().map(|x| (*x, scale * square::sawtooth(s, *x))));
            points.push((1.0, f64::NAN));
        }
        let sawtooth = self.object == Object::Sawtooth;
        let y = if sawtooth {
            "tooth"
        } else {
            "what a layer takes away"
        };
        let lines = Lines::new(Axis::linear("x").range(0.0, 1.0), Axis::linear(y))
            .series([Series::line("teeth", "sawteeth", inks::BUILT, points)]);
        let caption = match sawtooth {
            true => format!("The first {shown} layers: each folds the one below."),
            false => format!(
                "The first {shown} layers: each takes a sawtooth away, twice as fine and a quarter as high as the one before."
            ),
        };
        Figure::lines("units", "The parts", caption, lines)
    }

    /// Pieces over units.
    fn counted(&self) -> Figure {
        let all = 1..=square::DEEPEST;
        let per = self.units(1);
        let deep = all.map(|m| ((per * m) as f64, (1u64 << m) as f64));
        let end = (per * square::DEEPEST) as f64;
        let found = self
            .starts
            .as_ref()
            .and_then(Starts::best)
            .and_then(|best| best.pieces);
        let here = (self.units(self.depth) as f64, self.pieces as f64);
        let lines = Lines::new(
            Axis::linear("hidden units").counted(),
            Axis::log("straight pieces"),
        )
        .series([
            Series::new(
                "deep",
                "layer upon layer",
                inks::BUILT,
                Mark::LinePoints,
                deep,
            ),
            Series::line(
                "shallow",
                "one layer",
                inks::SHALLOW,
                (1..=end as usize).map(|n| (n as f64, n as f64)),
            ),
            Series::dots(
                "trained",
                "trained",
                inks::FOUND,
                found.map(|p| (here.0, p as f64)),
            ),
        ]);
        let caption = match found {
            Some(found) => format!(
                "{} units in layers make {} pieces, side by side as many as there are; training used {found}.",
                here.0,
                number(here.1)
            ),
            None => format!(
                "{} units in layers make {} pieces, side by side as many as there are.",
                here.0,
                number(here.1)
            ),
        };
        Figure::lines("pieces", "How many pieces units make", caption, lines)
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = vec![match self.object {
            Object::Sawtooth => "More pieces do not mean a better fit: the sawtooth is a function made so that only pieces count. The bound for few pieces is ours, by counting teeth on the wrong side of 1/2; Telgarsky's theorem sets networks of about k³ layers against those of k.".to_owned(),
            Object::Product => "Yarotsky bounds this error by −4 and 2 times the square's; the upper half is never used. A product is what polynomials, and by them all smooth functions, are made from: ln(1/ε) layers for an error ε, times as many units as the dimension asks for.".to_owned(),
            _ => format!(
                "Straight pieces that need not meet the parabola at their ends halve the error once, to 1/(8·p²) = {} for p = {} pieces; no p pieces do better.",
                short(0.5 * self.errors[0]),
                number(self.pieces as f64)
            ),
        }];
        if self.object != Object::Sawtooth {
            notes.push("Upper bounds like this one may choose weights freely. Where weights have to follow the target continuously, no network beats the rate of splines (DeVore, Howard and Micchelli 1989): depth buys constants and logarithms then.".into());
        }
        notes.extend(panel::training_note(self.starts.as_ref()));
        notes
    }
}

impl Panel for Deep {
    fn tasks(&self) -> usize {
        self.starts.as_ref().map_or(0, Starts::tasks)
    }

    fn perform(&mut self, task: usize) -> Result<(), Error> {
        match &mut self.starts {
            Some(starts) => starts.perform(task),
            None => Ok(()),
        }
    }

    fn report(&self) -> Result<Report, Error> {
        let label = match self.object {
            Object::Sawtooth => "the network is at 0 and 1/2 where the sawtooth is",
            _ => "the network's error is the formula's, where it is largest and where it is zero",
        };
        let report = Report::of(self.headline())
            .readouts(self.readouts())
            .figure(self.function())
            .figure(self.error())
            .figure(self.teeth());
        let report = match self.object {
            Object::Product => report,
            _ => report.figure(self.counted()),
        };
        Ok(report
            .figure(self.spectra.figure("built", self.starts.as_ref()))
            .check("built", label, self.off, 1e-12)
            .notes(self.notes())
            .numpy(program::deep(self.object, self.depth)))
    }
}
