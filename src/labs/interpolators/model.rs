//! What the theory says of a state, and what is filled in around it.

use super::{
    controls::*,
    shown::{Shown, examples},
};
use crate::{
    grid::{bracketed, log_grid},
    interpolation::{
        self, Interpolators, Law, Threshold, Typical,
        sample::{Experiment, MOST_ENTRIES},
    },
    labs::prelude::*,
};

/// Points of the rate function, of the curves over α, of the curve over κ.
const RATES: usize = 56;
const ALPHAS: usize = 30;
const MARGINS: usize = 30;

/// What is left where there are perfect fits.
#[derive(Clone, Copy)]
pub struct Fits {
    /// Almost all of them.
    pub typical: Typical,
    /// Overlaps of the two linear programs.
    pub random: f64,
    pub hebb: f64,
}

/// Errors at one α: of the typical fit, the random program, the largest margin, Hebb's program (NaN where there is none), Hebb's rule
/// and the posterior mean.
pub type Six = [f64; 6];

/// Everything that the figures and words look at.
pub struct Facts {
    /// Which model.
    pub model: Model,
    /// What the program of the figure over κ maximises.
    pub objective: Objective,
    /// The interpolators of this state.
    pub all: Interpolators,
    /// α* at this margin, and at margin 0.
    pub threshold: Threshold,
    pub separable: Threshold,
    /// The fits, or that there are none.
    pub fits: Result<Fits, interpolation::Error>,
    /// The largest margin, or that there is none.
    pub best: Result<Threshold, interpolation::Error>,
    /// The margin from which on there is no fit, of either sign.
    pub last: Threshold,
    /// Overlaps of Hebb's rule and of the posterior mean.
    pub hebb: f64,
    pub bayes: f64,
    /// The overlap looked at, and its rate; `None` where no fit has it.
    pub at: f64,
    pub rate_at: Option<f64>,
    /// Dimensions.
    pub d: usize,
    /// d times the rate at the largest margin's overlap, below 0 where that overlap has more volume; 0 where there is no such fit.
    pub exponent: f64,
    /// Overlap and rate, in ascending order, as far as computed.
    pub rates: Vec<(f64, f64)>,
    /// By α, in ascending order.
    pub curves: Vec<(f64, Six)>,
    /// By κ: the program's overlap and the typical one.
    pub margins: Vec<(f64, f64, f64)>,
    /// The data set that descent is shown on.
    pub shown: Shown,
    /// The data sets simulated, where asked for and affordable.
    pub experiment: Option<Experiment>,
    /// Whether they were asked for.
    pub asked: bool,
}

/// What is left to do once the state itself is solved.
#[derive(Clone, Copy)]
pub enum Task {
    /// The rate at an overlap.
    Rate(f64),
    /// Everything at another α.
    Alpha(f64),
    /// The program at another κ.
    Margin(f64),
    /// Gradient descent, many steps.
    Descent,
    /// Every algorithm on data sets, many steps.
    Experiment,
}

impl Facts {
    /// Reads the controls and solves the state itself.
    pub fn read(input: &Input) -> Result<(Self, Vec<Task>), Error> {
        let model = input.of(MODEL);
        let law = match model {
            Model::Mixture => Law::Mixture {
                distance: input.of(LAMBDA),
            },
            Model::Teacher => Law::Teacher { flipped: 0.0 },
            Model::Noise => Law::Teacher {
                flipped: input.of(P),
            },
            Model::Logistic => Law::Logistic {
                steepness: input.of(BETA),
            },
        };
        let (alpha, kappa, d) = (input.of(ALPHA), input.of(KAPPA), input.of(D));
        let all = Interpolators::new(law, alpha, kappa)?;
        let fits = all.typical().and_then(|typical| {
            Ok(Fits {
                typical,
                random: all.lp_random()?,
                hebb: all.lp_hebb()?,
            })
        });
        let best = all.max_margin();
        let at = input.of(AT);
        // How much less of the volume is at an overlap.
        let less = |x: f64| Some(fits.ok()?.typical.volume.log - all.volume(x)?.log);
        let rate_at = less(at).map(|less| less.max(0.0));
        let exponent = best.ok().and_then(|best| less(best.overlap));
        let (asked, seed) = (input.of(MONTE_CARLO), input.of(SEED));
        let n = examples(alpha, d);
        let experiment = (asked && n * d <= MOST_ENTRIES)
            .then(|| Experiment::new(law, (n, d), kappa, (input.of(DRAWS), seed)));
        let facts = Self {
            model,
            objective: input.of(OBJECTIVE),
            threshold: all.threshold(),
            separable: all.at(alpha, 0.0)?.threshold(),
            best,
            last: best.unwrap_or_else(|_| all.last_margin()),
            hebb: all.hebb(),
            bayes: all.bayes(),
            fits,
            at,
            rate_at,
            d,
            exponent: exponent.map_or(0.0, |less| d as f64 * less),
            rates: Vec::new(),
            curves: Vec::new(),
            margins: Vec::new(),
            shown: Shown::new(law, alpha, d, seed),
            experiment,
            asked,
            all,
        };
        let tasks = facts.tasks();
        Ok((facts, tasks))
    }

    fn tasks(&self) -> Vec<Task> {
        let mut tasks: Vec<Task> = self.overlaps().into_iter().map(Task::Rate).collect();
        tasks.extend(self.alphas().into_iter().map(Task::Alpha));
        let low = -2.0;
        let high = self.last.limit.min(2.0);
        let step = (high - low) / (MARGINS - 1) as f64;
        if high > low {
            let places = (0..MARGINS).map(|i| low + step * i as f64);
            // The last one lies on the largest margin itself.
            let near = self.last.limit - 1e-9 * (1.0 + self.last.limit.abs());
            tasks.extend(places.map(|kappa| Task::Margin(kappa.min(near))));
        }
        tasks.push(Task::Descent);
        tasks.extend(self.experiment.iter().map(|_| Task::Experiment));
        tasks
    }

    /// Where the rate is computed: all overlaps that a fit can have, and more around the typical one.
    fn overlaps(&self) -> Vec<f64> {
        let Ok(fits) = self.fits else {
            return Vec::new();
        };
        let centre = fits.typical.overlap;
        let room = |x: f64| self.all.room(x);
        let middle = (centre, room(centre));
        // A teacher without noise leaves room up to the truth itself.
        let edge = |end: f64| match room(end) {
            there if there < 0.0 => bracketed((end, there), middle, 1e-9, &mut |x| room(x)),
            _ => end,
        };
        let (low, high) = (edge(-1.0 + 1e-12), edge(1.0 - 1e-12));
        let step = (high - low) / RATES as f64;
        let mut all: Vec<f64> = (1..RATES).map(|i| low + step * i as f64).collect();
        // At the edges the rate grows beyond all bounds, as a logarithm.
        for near in [0.3, 0.1, 0.03, 0.01] {
            all.extend([low + near * step, high - near * step]);
        }
        let fine = (-14..=14).map(|i| centre + 0.0075 * f64::from(i));
        all.extend(fine.filter(|x| (low..high).contains(x)));
        all.sort_unstable_by(f64::total_cmp);
        all
    }

    /// Where the curves over α are computed: up to beyond the threshold.
    fn alphas(&self) -> Vec<f64> {
        let threshold = self.threshold.limit;
        let end = (2.0 * threshold).max(2.0 * self.all.alpha()).min(100.0);
        let mut all = log_grid(0.02, end.max(1.0), ALPHAS);
        for limit in [threshold, self.separable.limit] {
            let near = [0.85, 0.95, 0.99, 0.9999].map(|share| share * limit);
            all.extend(near.into_iter().filter(|a| *a < end && *a > 0.02));
        }
        all.push(self.all.alpha());
        all.sort_unstable_by(f64::total_cmp);
        all.dedup();
        all
    }

    /// Does one task, or a step of it.
    pub fn perform(&mut self, task: Task) -> Result<(), Error> {
        match task {
            Task::Rate(x) => {
                if let (Ok(fits), Some(there)) = (self.fits, self.all.volume(x)) {
                    let rate = fits.typical.volume.log - there.log;
                    self.rates.push((x, rate.max(0.0)));
                }
            }
            Task::Alpha(alpha) => {
                let there = self.all.at(alpha, self.all.margin())?;
                let error = |found: Result<f64, interpolation::Error>| {
                    found.map_or(f64::NAN, |overlap| there.error(overlap))
                };
                let six = [
                    error(there.typical().map(|t| t.overlap)),
                    error(there.lp_random()),
                    error(there.max_margin().map(|m| m.overlap)),
                    error(there.lp_hebb()),
                    there.error(there.hebb()),
                    there.error(there.bayes()),
                ];
                self.curves.push((alpha, six));
            }
            Task::Margin(kappa) => {
                let there = self.all.at(self.all.alpha(), kappa)?;
                let program = match self.objective {
                    Objective::Random => there.lp_random(),
                    Objective::Hebb => there.lp_hebb(),
                };
                if let Ok(overlap) = program {
                    let typical = there.typical().map_or(f64::NAN, |t| t.overlap);
                    self.margins.push((kappa, overlap, typical));
                }
            }
            Task::Descent => self.shown.advance(),
            Task::Experiment => {
                if let Some(experiment) = &mut self.experiment {
                    experiment.advance();
                }
            }
        }
        Ok(())
    }

    /// How much of the longer tasks is done, while one is.
    pub fn under_way(&self, task: Task) -> Option<f64> {
        match task {
            Task::Descent => self.shown.share(),
            Task::Experiment => {
                Some(self.experiment.as_ref()?.share()).filter(|share| *share < 1.0)
            }
            _ => None,
        }
    }
}
