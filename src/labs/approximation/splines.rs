//! Splines: what knots buy, evenly laid, crowded or moved.

use super::{
    controls::*,
    panel::{self, Examples, Panel, Spectra, Starts, evenly, slope_line},
    program,
    quantities::*,
};
use crate::{
    labs::prelude::*,
    linalg::Matrix,
    nn::Activation,
    representation::{
        errors::{self, Errors},
        knots,
        spline::{Order, Spline},
        square,
        target::Target,
    },
};

/// Intervals of the curves over their number.
const COUNTS: [usize; 8] = [4, 8, 16, 32, 64, 128, 256, 512];
/// Networks of one layer, trained beside the spline.
const STARTS: usize = 3;
/// Most intervals that a network of as many units is trained for.
const MOST_TRAINED: usize = 64;
/// Points of the training, and of its test.
const POINTS: [usize; 2] = [257, 1024];
/// Splines of one, drawn at most.
const DRAWN_PARTS: usize = 16;

/// One spline, and others with other knots.
pub struct Splines {
    target: Target,
    order: Order,
    placement: Placement,
    intervals: usize,
    spline: Spline,
    errors: Errors,
    /// The largest error with twice as many intervals.
    doubled: f64,
    /// The error over the number of intervals, by placement.
    curves: Vec<(Placement, Vec<(f64, f64)>)>,
    spectra: Option<Spectra>,
    starts: Option<Starts>,
}

/// Knots of a placement.
fn laid(placement: Placement, order: Order, intervals: usize, target: &Target) -> Vec<f64> {
    let kink = match target {
        Target::Root { kink } => *kink,
        _ => 0.0,
    };
    match placement {
        Placement::Uniform => knots::uniform(intervals),
        Placement::Graded => knots::graded(intervals, kink),
        Placement::Moved => knots::moved(order, intervals, &|x| target.value(x)),
    }
}

/// The knots and the places where the target is not smooth, ascending.
fn breaks(knots: &[f64], target: &Target) -> Vec<f64> {
    let mut all = knots.to_vec();
    all.extend(target.kinks());
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}

/// A spline of the target and its errors.
fn fitted(
    placement: Placement,
    order: Order,
    intervals: usize,
    target: &Target,
) -> (Spline, Errors) {
    let value = |x: f64| target.value(x);
    let spline = Spline::of(order, laid(placement, order, intervals, target), &value);
    let breaks = breaks(spline.knots(), target);
    let errors = errors::between(&breaks, &|x| spline.value(x) - target.value(x));
    (spline, errors)
}

impl Splines {
    /// Reads the controls, builds the spline.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let target = target(input)?;
        let order = input.of(ORDER).order();
        let (placement, intervals) = (input.of(PLACEMENT), input.of(KNOTS));
        let (spline, errors) = fitted(placement, order, intervals, &target);
        let doubled = fitted(placement, order, 2 * intervals, &target).1.sup;
        let small = intervals <= MOST_TRAINED;
        let spectra = match small {
            true => Some(Spectra::of(&parts(&spline, order, 4 * intervals + 1))?),
            false => None,
        };
        let starts = match small && input.of(TRAIN) {
            true => Some(Starts::new(
                STARTS,
                &square::sizes(1, intervals, 1),
                Activation::Relu,
                examples(&target),
                input.of(SEED),
            )?),
            false => None,
        };
        let mut placements = vec![Placement::Uniform, Placement::Moved];
        if matches!(target, Target::Root { .. }) || placement == Placement::Graded {
            placements.insert(1, Placement::Graded);
        }
        Ok(Self {
            curves: placements.into_iter().map(|p| (p, Vec::new())).collect(),
            target,
            order,
            placement,
            intervals,
            spline,
            errors,
            doubled,
            spectra,
            starts,
        })
    }

    /// What theory promises with these knots, where it does.
    fn rate(&self) -> Result<f64, &'static str> {
        let smooth = self.order.rate();
        match (self.placement, &self.target) {
            (Placement::Uniform, target) => Ok(target.even_rate(self.order)),
            // √ of a fourth power of the grid.
            (Placement::Graded, Target::Root { .. }) => Ok(2.0),
            (Placement::Graded, Target::Drawn(_)) => Ok(1.0),
            (Placement::Graded, _) => Ok(smooth),
            (Placement::Moved, Target::Drawn(_)) => {
                Err("a corner may be met exactly once a knot lies on it")
            }
            (Placement::Moved, _) => Ok(smooth),
        }
    }

    /// The measured slope, or why there is none.
    fn slope(&self) -> Result<f64, &'static str> {
        match self.errors.sup > 1e-13 && self.doubled > 1e-13 {
            true => Ok(libm::log2(self.doubled / self.errors.sup)),
            false => Err("the error is down to rounding"),
        }
    }

    fn headline(&self) -> String {
        let order = match self.order {
            Order::Linear => "straight",
            Order::Cubic => "cubic",
        };
        let knots = match self.placement {
            Placement::Uniform => "even knots",
            Placement::Graded => "knots crowded at the kink",
            Placement::Moved => "knots moved to where they are needed",
        };
        let error = short(self.errors.sup);
        let slope = match self.slope() {
            Ok(slope) => format!(
                "twice as many divide that by {}",
                short(libm::pow(2.0, -slope))
            ),
            Err(_) => "more would not be seen".to_owned(),
        };
        format!(
            "{} {order} pieces on {knots} come within {error}; {slope}.",
            self.intervals
        )
    }

    fn function(&self) -> Figure {
        let grid = evenly([0.0, 1.0], 769);
        let of = |f: &dyn Fn(f64) -> f64| grid.iter().map(|x| (*x, f(*x))).collect::<Vec<_>>();
        let trained = self.starts.as_ref().map(Starts::curve);
        let knots = self
            .spline
            .knots()
            .iter()
            .map(|x| (*x, self.target.value(*x)));
        let mut handles: Vec<Handle> = evenly([0.0, 1.0], DRAWN_AT)
            .into_iter()
            .enumerate()
            .map(|(i, x)| {
                let label = format!("the target at {}", short(x));
                Handle::new(DRAWN.id(), &label, Along::Y, x, self.target.value(x))
                    .element(i)
                    .also(CURVE.id(), Curve::Drawn.id())
            })
            .collect();
        match self.target {
            Target::Sine { period } if period <= 1.0 => {
                handles.push(Handle::new(PERIOD.id(), "period", Along::X, period, 0.0));
            }
            Target::Root { kink } => {
                handles.push(Handle::new(KINK.id(), "kink", Along::X, kink, 0.0));
            }
            _ => {}
        }
        let lines = Lines::new(Axis::linear("x").range(0.0, 1.0), Axis::linear("value"))
            .series([Series::line(
                "target",
                "target",
                inks::TRUTH,
                of(&|x| self.target.value(x)),
            )])
            .series([Series::line(
                "built",
                "spline",
                inks::BUILT,
                of(&|x| self.spline.value(x)),
            )])
            .series(trained.map(|points| Series::line("trained", "trained", inks::FOUND, points)))
            .series(
                (self.intervals <= 64)
                    .then(|| Series::dots("knots", "knots", inks::NEUTRAL, knots)),
            )
            .handles(handles);
        let caption = match self.starts {
            Some(_) => {
                "The spline through the target at its knots, and a ReLU network of one layer with as many units, trained. Drag a point to draw a target of your own."
            }
            None => {
                "The spline through the target at its knots. Drag a point to draw a target of your own."
            }
        };
        Figure::lines("function", "What is built, what is found", caption, lines)
    }

    fn error(&self) -> Figure {
        let here = (self.intervals as f64, self.errors.sup);
        let curves = self.curves.iter().map(|(placement, points)| {
            let (id, label, ink) = match placement {
                Placement::Uniform => ("uniform", "even knots", inks::BUILT),
                Placement::Graded => ("graded", "crowded", inks::GRADED_KNOTS),
                Placement::Moved => ("moved", "moved", inks::MOVED_KNOTS),
            };
            let points = points.iter().copied().filter(|p| p.1 > 1e-15);
            Series::new(id, label, ink, Mark::LinePoints, points)
        });
        let slope = self.rate().ok().filter(|_| here.1 > 1e-13);
        let best = self.starts.as_ref().and_then(Starts::best);
        let lines = Lines::new(
            Axis::log("intervals G").range(3.5, 600.0),
            Axis::log("largest error").floor(1e-15, "none but rounding"),
        )
        .series(curves)
        .series(slope.map(|rate| slope_line("slope of the theorem", -rate, here, [4.0, 512.0])))
        .series([Series::dots(
            "trained",
            "trained, as many units",
            inks::FOUND,
            best.map(|best| (here.0, best.errors.sup)),
        )])
        .handles((here.1 > 1e-15).then(|| Handle::new(KNOTS.id(), "G", Along::X, here.0, here.1)));
        let caption = match (&self.target, self.order) {
            (Target::Root { .. }, _) => {
                "Where the target is infinitely steep even knots gain only the root of their number; crowded there, they regain their rate."
            }
            (Target::Drawn(_), _) => {
                "A corner holds even knots to the first power, whatever the degree, unless one lies on it."
            }
            (_, Order::Cubic) => {
                "Cubic pieces gain the fourth power in the end, faster at first: until then it is the two outer pieces that err most."
            }
            _ => "Straight pieces gain the square of their number.",
        };
        Figure::lines("error", "What knots buy", caption, lines)
    }

    /// Splines that are 1 at one knot and 0 at all others.
    fn units(&self) -> Figure {
        let knots = self.spline.knots();
        let shown = knots.len().min(DRAWN_PARTS + 1);
        let grid = evenly([0.0, knots[shown - 1]], 513);
        let mut points = Vec::new();
        for k in 0..shown {
            let one = cardinal(knots, self.order, k);
            points.extend(grid.iter().map(|x| (*x, one.value(*x))));
            points.push((grid[512], f64::NAN));
        }
        let lines = Lines::new(Axis::linear("x"), Axis::linear("value")).series([Series::line(
            "parts",
            "one for each knot",
            inks::BUILT,
            points,
        )]);
        let caption = match self.order {
            Order::Linear => format!(
                "The spline is a sum of {} such hats, each at the height of the target at its knot.",
                knots.len()
            ),
            Order::Cubic => format!(
                "The spline is a sum of {} such functions; the influence of a knot fades over its neighbours.",
                knots.len()
            ),
        };
        Figure::lines("units", "The parts", caption, lines)
    }

    /// The largest error of every interval.
    fn pieces(&self) -> Figure {
        let difference = |x: f64| self.spline.value(x) - self.target.value(x);
        let knots = self.spline.knots();
        let mut points: Vec<(f64, f64)> = knots
            .windows(2)
            .map(|pair| {
                let inside = breaks(pair, &self.target);
                let inside: Vec<f64> = inside
                    .into_iter()
                    .filter(|x| (pair[0]..=pair[1]).contains(x))
                    .collect();
                (
                    pair[0],
                    errors::between(&inside, &difference).sup.max(1e-17),
                )
            })
            .collect();
        points.extend(points.last().map(|last| (1.0, last.1)));
        let lines = Lines::new(
            Axis::linear("x").range(0.0, 1.0),
            Axis::log("largest error of the piece").floor(1e-16, "none but rounding"),
        )
        .series([SUP_ERROR.series(Mark::Steps, points)]);
        let caption =
            "The largest error is one piece's. Knots are well laid where all pieces err alike.";
        Figure::lines("pieces", "Where the error is", caption, lines)
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = vec!["This is the building block of Kolmogorov–Arnold networks, by interpolation; there the values are trained, and a smooth function of one's own is added. Their theorem takes for granted that the target is made of smooth functions of one variable, and its constant hides the dimension.".to_owned()];
        if let (Ok(slope), Ok(rate)) = (self.slope(), self.rate())
            && (slope + rate).abs() > 0.25
        {
            let why = match (self.order, self.placement, &self.target) {
                (Order::Cubic, Placement::Uniform, Target::Sine { .. }) => {
                    "before that the two outer pieces, which lack a condition of their own, err most, and gain the fifth power"
                }
                _ => "few do not follow the target's shape yet",
            };
            notes.push(format!(
                "Measured here: {}. The theorem's {} is for many intervals: {why}.",
                short(slope),
                short(-rate)
            ));
        }
        if self.placement == Placement::Moved {
            notes.push("Moved in 16 rounds so that every interval errs alike, the best round kept: near the best places, not proved to be the best.".into());
        }
        if self.intervals > MOST_TRAINED {
            notes.push(format!(
                "Networks are trained, and parts compared, for up to {MOST_TRAINED} intervals."
            ));
        }
        notes.extend(panel::training_note(self.starts.as_ref()));
        notes
    }
}

/// The target of the controls.
fn target(input: &Input) -> Result<Target, Error> {
    Ok(match input.of(CURVE) {
        Curve::Sine => Target::Sine {
            period: input.of(PERIOD),
        },
        Curve::Root => Target::Root {
            kink: input.of(KINK),
        },
        Curve::Bump => Target::Bump,
        Curve::Drawn => {
            let values = input.of(DRAWN);
            if values.len() < 2 {
                return Err(Error::Control {
                    id: DRAWN.id(),
                    given: format!("{} of them", values.len()),
                    accepted: "two to seven values at equal steps from 0 to 1".into(),
                });
            }
            Target::Drawn(values)
        }
    })
}

/// The spline that is 1 at one knot and 0 at the others.
fn cardinal(knots: &[f64], order: Order, k: usize) -> Spline {
    let values = (0..knots.len())
        .map(|j| f64::from(u8::from(j == k)))
        .collect();
    Spline::through(order, knots.to_vec(), values)
}

/// What the parts of a spline are at so many even points.
fn parts(spline: &Spline, order: Order, points: usize) -> Matrix {
    let grid = evenly([0.0, 1.0], points);
    let knots = spline.knots();
    let all: Vec<Spline> = (0..knots.len())
        .map(|k| cardinal(knots, order, k))
        .collect();
    Matrix::from_fn(points, knots.len(), |i, k| all[k].value(grid[i]))
}

/// Points of the target to learn from and to be judged by.
fn examples(target: &Target) -> Examples {
    let [train, test] = POINTS.map(|count| {
        let inputs = evenly([0.0, 1.0], count);
        let values = inputs.iter().map(|x| target.value(*x)).collect();
        (inputs, values)
    });
    Examples { train, test }
}

impl Panel for Splines {
    fn tasks(&self) -> usize {
        self.curves.len() * COUNTS.len() + self.starts.as_ref().map_or(0, Starts::tasks)
    }

    fn perform(&mut self, task: usize) -> Result<(), Error> {
        let sweep = self.curves.len() * COUNTS.len();
        if let Some(task) = task.checked_sub(sweep) {
            return self
                .starts
                .as_mut()
                .map_or(Ok(()), |starts| starts.perform(task));
        }
        let (count, which) = (COUNTS[task / self.curves.len()], task % self.curves.len());
        let (placement, points) = &mut self.curves[which];
        let errors = fitted(*placement, self.order, count, &self.target).1;
        points.push((count as f64, errors.sup));
        Ok(())
    }

    fn report(&self) -> Result<Report, Error> {
        let off = self
            .spline
            .knots()
            .iter()
            .map(|x| (self.spline.value(*x) - self.target.value(*x)).abs())
            .fold(0.0, f64::max);
        let erank = match &self.spectra {
            Some(spectra) => spectra.erank(),
            None => FEATURE_ERANK.absent(format!("compared for up to {MOST_TRAINED} intervals")),
        };
        let trained = match self.intervals > MOST_TRAINED {
            true => TRAINED_ERROR.absent(format!("trained for up to {MOST_TRAINED} intervals")),
            false => panel::trained_error(self.starts.as_ref()),
        };
        let report = Report::of(self.headline())
            .readouts([
                SUP_ERROR.value(self.errors.sup),
                L2_ERROR.value(self.errors.l2),
                MEAN_ERROR.value(self.errors.mean),
                PIECES.value(self.intervals as f64),
                UNIT_COUNT.noted((self.intervals + 1) as f64, "one part for each knot"),
                PARAMETERS.noted(2.0 * (self.intervals + 1) as f64, "values and knots"),
                MEASURED_SLOPE.of(self.slope()),
                THEOREM_SLOPE.of(self.rate().map(|rate| -rate)),
                trained,
                erank,
            ])
            .figures([self.function(), self.error(), self.units(), self.pieces()]);
        let spectra = self.spectra.as_ref();
        Ok(report
            .figures(spectra.map(|spectra| spectra.figure("spline", self.starts.as_ref())))
            .check(
                "through",
                "the spline goes through the target at its knots",
                off,
                1e-12,
            )
            .notes(self.notes())
            .numpy(program::splines(
                &self.target,
                self.order,
                self.spline.knots(),
            )))
    }
}
