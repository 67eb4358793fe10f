//! Sums of waves: random ones, chosen ones, and a trained network of one layer.

use super::{
    controls::*,
    panel::{self, Examples, Panel, Spectra, Starts, evenly, slope_line},
    program,
    quantities::*,
};
use crate::{
    labs::prelude::*,
    linalg::random::seeded,
    nn::Activation,
    representation::{
        barron::{Function, Shape},
        features::{self, Cloud},
        square,
    },
    statistics::Line,
};

/// Networks trained.
const STARTS: usize = 3;
/// Numbers of random waves whose errors are drawn.
const COUNTS: [usize; 7] = [2, 4, 8, 16, 32, 64, 128];
/// Draws of them over which errors are averaged.
const DRAWS: usize = 12;
/// Most waves chosen one by one.
const CHOSEN: usize = 32;
/// Waves drawn at most.
const SHOWN: usize = 8;
/// The longest argument for which waves are drawn again and again, and networks trained.
const MOST_TRIED: usize = 100;

/// A function, waves that add up to it, and networks that learn it.
pub struct Barron {
    function: Function,
    units: usize,
    seed: u64,
    /// n times the expected squared error of n random waves.
    variance: f64,
    /// Sums over the draws of the squared error, by count.
    squares: [f64; 7],
    drawn: usize,
    /// Root mean square errors of 1, 2, … chosen waves.
    chosen: Vec<f64>,
    /// Frequencies of the random waves that are shown, the first coordinate of each.
    frequencies: Vec<f64>,
    spectra: Spectra,
    starts: Option<Starts>,
}

impl Barron {
    /// Reads the controls, draws the waves.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let (units, seed) = (input.of(UNITS), input.of(SEED));
        let shape = match input.of(FUNCTION) {
            Wave::Gaussian => Shape::Gaussian,
            Wave::Sech => Shape::Sech,
            Wave::Rational => Shape::Rational,
            Wave::Cosine => Shape::Cosine,
            Wave::Laplace => Shape::Laplace,
        };
        let function = Function::new(shape, input.of(DIMENSION), input.of(SCALE));
        let function = function.map_err(|why| Error::Control {
            id: SCALE.id(),
            given: why.given.to_string(),
            accepted: why.accepted.into(),
        })?;
        let mut rng = seeded(seed);
        let cloud = Cloud::draw(&function, &mut rng);
        let waves: Vec<Vec<f64>> = (0..units).map(|_| function.frequency(&mut rng)).collect();
        let values: Vec<Vec<f64>> = waves.iter().map(|w| cloud.feature(w)).collect();
        let starts = match input.of(TRAIN) && function.active() <= MOST_TRIED {
            true => {
                let test = Cloud::draw(&function, &mut rng);
                let pair = |cloud: Cloud| (cloud.points.into_vec(), cloud.values);
                let examples = Examples {
                    train: pair(cloud),
                    test: pair(test),
                };
                let sizes = square::sizes(function.active(), units, 1);
                Some(Starts::new(
                    STARTS,
                    &sizes,
                    Activation::Tanh,
                    examples,
                    seed,
                )?)
            }
            false => None,
        };
        Ok(Self {
            variance: function.feature_variance().max(0.0),
            function,
            units,
            seed,
            squares: [0.0; 7],
            drawn: 0,
            chosen: Vec::new(),
            frequencies: waves.iter().map(|w| w[0]).collect(),
            spectra: Spectra::of(&features::matrix(&values))?,
            starts,
        })
    }

    /// The expected root mean square error of so many random waves.
    fn expected(&self, count: usize) -> f64 {
        (self.variance / count as f64).sqrt()
    }

    /// Barron's bound for so many sigmoid units on the ball around the cube.
    fn bound(&self, count: usize) -> f64 {
        let radius = (self.function.active() as f64).sqrt();
        2.0 * radius * self.function.constant() / (count as f64).sqrt()
    }

    /// Whether errors are measured, beside what is expected of them.
    fn tried(&self) -> bool {
        self.function.active() <= MOST_TRIED
    }

    /// The slope of a line through the errors of the random waves.
    fn slope(&self) -> Result<f64, &'static str> {
        if !self.tried() {
            return Err("measured in up to 100 dimensions");
        }
        let line = Line::through_logarithms(self.dots()).ok_or("in computation")?;
        match self.variance > 1e-20 {
            true => Ok(line.slope),
            false => Err("one wave is enough"),
        }
    }

    /// The measured errors of random waves.
    fn dots(&self) -> Vec<(f64, f64)> {
        if self.drawn == 0 {
            return Vec::new();
        }
        let all = COUNTS.iter().zip(&self.squares);
        all.map(|(n, sum)| (*n as f64, (sum / self.drawn as f64).sqrt()))
            .filter(|p| p.1 > 1e-14)
            .collect()
    }

    fn name(&self) -> &'static str {
        match self.function.shape {
            Shape::Gaussian => "The Gaussian",
            Shape::Sech => "1/cosh",
            Shape::Rational => "1/(1 + x²)",
            Shape::Cosine => "The cosine",
            Shape::Laplace => "The corner e^(−|x|)",
        }
    }

    fn headline(&self) -> String {
        let constant = self.function.constant();
        let d = self.function.dimension;
        let name = self.name();
        let has = match constant.is_finite() {
            true => format!(
                "{name} in {d} {} has the Barron constant {}",
                if d == 1 { "dimension" } else { "dimensions" },
                short(constant)
            ),
            false => format!("{name} has no finite Barron constant, though it is Lipschitz"),
        };
        if self.variance <= 1e-20 {
            return format!("{has}; one wave is all of it.");
        }
        format!(
            "{has}; {} random waves err by {} on average, four times as many by half of that.",
            self.units,
            short(self.expected(self.units))
        )
    }

    fn profile(&self) -> Figure {
        let grid = evenly([-1.0, 1.0], 257);
        let count = self.units as f64;
        let mean = |x: f64| {
            self.frequencies
                .iter()
                .map(|w| libm::cos(w * x))
                .sum::<f64>()
                / count
        };
        let ridge = self.function.active() == 1;
        // A network of one input can be followed along it.
        let mut trained = match &self.starts {
            Some(starts) if ridge => starts.curve(),
            _ => Vec::new(),
        };
        trained.sort_by(|a, b| a.0.total_cmp(&b.0));
        let s = self.function.scale;
        let handle = (s <= 1.0)
            .then(|| Handle::new(SCALE.id(), "width", Along::X, s, self.function.value(s * s)));
        let label = if ridge {
            "x"
        } else {
            "first coordinate, the others 0"
        };
        let lines = Lines::new(Axis::linear(label).range(-1.0, 1.0), Axis::linear("value"))
            .series([
                Series::line(
                    "target",
                    "function",
                    inks::TRUTH,
                    grid.iter().map(|x| (*x, self.function.value(x * x))),
                ),
                Series::line(
                    "random",
                    "random waves",
                    inks::RANDOM_FEATURES,
                    grid.iter().map(|x| (*x, mean(*x))),
                ),
                Series::line("trained", "trained", inks::FOUND, trained),
            ])
            .handles(handle);
        let caption = format!(
            "The mean of {} waves with random frequencies, each at its right share: nothing is fitted.",
            self.units
        );
        Figure::lines("function", "The function and its waves", caption, lines)
    }

    fn error(&self) -> Figure {
        let ends = [2.0, 128.0];
        let floor = 1e-12;
        let law = ends.map(|n| (n, self.expected(n as usize).max(floor)));
        let bound = ends.map(|n| (n, self.bound(n as usize)));
        let chosen = self
            .chosen
            .iter()
            .enumerate()
            .map(|(i, e)| ((i + 1) as f64, *e))
            .filter(|p| p.1 > floor);
        let best = self.starts.as_ref().and_then(Starts::best);
        let here = self.expected(self.units).max(floor);
        let lines = Lines::new(
            Axis::log("waves, or units").range(0.9, 150.0),
            Axis::log("root mean square error").floor(floor, "none but rounding"),
        )
        .series([
            Series::line(
                "bound",
                "Barron's bound",
                inks::BOUND_RATE,
                if bound[0].1.is_finite() {
                    bound.to_vec()
                } else {
                    Vec::new()
                },
            ),
            Series::line("law", "random, expected", inks::RANDOM_FEATURES, law),
            Series::dots("random", "random, 12 draws", inks::SIMULATED, self.dots()),
            Series::line("chosen", "chosen one by one", inks::CHOSEN_FEATURES, chosen),
            Series::dots(
                "trained",
                "trained network",
                inks::FOUND,
                best.map(|best| (self.units as f64, best.errors.l2)),
            ),
        ])
        .series(
            (self.variance > 1e-20)
                .then(|| slope_line("slope −1/2", -0.5, (128.0, 0.5 * law[1].1), [32.0, 128.0])),
        )
        .handles([Handle::new(
            UNITS.id(),
            "n",
            Along::X,
            self.units as f64,
            here,
        )]);
        let caption = "Blind draws gain the root of their number in any dimension. Waves chosen for the function do better, and so do units trained on it as a rule: the theorem is a bound, not a forecast.";
        Figure::lines("error", "What units buy", caption, lines)
    }

    fn waves(&self) -> Figure {
        let grid = evenly([-1.0, 1.0], 257);
        let mut points = Vec::new();
        for w in self.frequencies.iter().take(SHOWN) {
            points.extend(grid.iter().map(|x| (*x, libm::cos(w * x))));
            points.push((1.0, f64::NAN));
        }
        let lines = Lines::new(Axis::linear("x").range(-1.0, 1.0), Axis::linear("value")).series([
            Series::line("waves", "waves", inks::RANDOM_FEATURES, points),
        ]);
        let shown = self.units.min(SHOWN);
        let caption = format!(
            "{shown} of the {} random waves: the narrower the function, the faster they turn.",
            self.units
        );
        Figure::lines("units", "The parts", caption, lines)
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = vec![
            "The rate −1/2 holds in every dimension, but the constant need not: √d of a Gaussian, up to e^d of others. The class shrinks as the dimension grows; that is how it escapes the curse.".to_owned(),
            "Barron's bound is for sigmoid units with weights of one's choice on the ball of radius r = √d around the cube [−1, 1]ᵈ; 2rC/√n is drawn. Errors are means over the cube.".to_owned(),
        ];
        if self.function.shape == Shape::Laplace {
            notes.push("An infinite constant does not keep random waves from their rate: they ask for ∫|f̂| only, not for ∫|w||f̂|. It says that Barron's theorem is silent.".into());
        }
        if !self.tried() {
            notes.push(format!(
                "Errors are measured, and networks trained, in up to {MOST_TRIED} dimensions."
            ));
        }
        if self.function.active() > 1 {
            notes.push("Chosen waves have their weights fitted at the 256 points at which they are judged: in many dimensions that flatters them.".into());
        }
        notes.extend(panel::training_note(self.starts.as_ref()));
        notes
    }
}

impl Panel for Barron {
    fn tasks(&self) -> usize {
        if !self.tried() {
            return 0;
        }
        DRAWS + 1 + self.starts.as_ref().map_or(0, Starts::tasks)
    }

    fn perform(&mut self, task: usize) -> Result<(), Error> {
        if task < DRAWS {
            let mut rng = seeded(self.seed.wrapping_mul(1000).wrapping_add(500 + task as u64));
            let cloud = Cloud::draw(&self.function, &mut rng);
            let waves = cloud.random(&self.function, COUNTS[6], &mut rng);
            let errors = cloud.mean_errors(&waves, &COUNTS);
            self.squares
                .iter_mut()
                .zip(errors)
                .for_each(|(sum, e)| *sum += e);
            self.drawn += 1;
        } else if task == DRAWS {
            let mut rng = seeded(self.seed.wrapping_add(77));
            let cloud = Cloud::draw(&self.function, &mut rng);
            self.chosen = cloud.greedy(&self.function, CHOSEN, &mut rng);
        } else if let Some(starts) = &mut self.starts {
            starts.perform(task - DRAWS - 1)?;
        }
        Ok(())
    }

    fn report(&self) -> Result<Report, Error> {
        let constant = self.function.constant();
        let constant = match constant.is_finite() {
            true => BARRON_CONSTANT.value(constant),
            false => BARRON_CONSTANT.noted(
                constant,
                "its Fourier transform falls as 1/w² only: the integral diverges like a logarithm",
            ),
        };
        let active = self.function.active();
        Ok(Report::of(self.headline())
            .readouts([
                L2_ERROR.value(self.expected(self.units)),
                UNIT_COUNT.value(self.units as f64),
                PARAMETERS.noted(
                    (self.units * active) as f64,
                    "frequencies; their weights are all 1/n",
                ),
                MEASURED_SLOPE.of(self.slope()),
                THEOREM_SLOPE.value(-0.5),
                constant,
                panel::trained_error(self.starts.as_ref()),
                self.spectra.erank(),
            ])
            .figures([
                self.profile(),
                self.error(),
                self.waves(),
                self.spectra.figure("random", self.starts.as_ref()),
            ])
            .notes(self.notes())
            .numpy(program::barron(&self.function, self.units)))
    }
}
