//! The computation: the state asked for, then the curve around it, then simulations.

use super::{
    BENIGN_BOUND, BIG_R_K, E0, EFFECTIVE_DIMENSION, EXACT_ERROR, K_STAR, KAPPA, LEARNED,
    LIMIT_ERROR, RATE, TEST_ERROR, TRAIN_ERROR, VERDICT,
    controls::MAX_SAMPLES,
    pictures, program,
    setup::{Family, Setup},
    simulation::{MAX_SIMULATED, Simulation},
    theory::Curve,
};
use crate::{
    figure::{number, short},
    labs::{Check, Error, Input, Progress, Range, Readout, Report, Run, Work},
    regression::{
        Generalization, Setting,
        benign::{TailRank, TailRanks, Verdict},
        generalization,
    },
};

/// One state of the lab, under way.
pub struct LearningCurveRun {
    setup: Setup,
    here: Generalization,
    ranks: TailRanks,
    star: Option<TailRank>,
    /// What interpolating costs here, where it is possible.
    verdict: Option<(Verdict, f64)>,
    curve: Curve,
    simulation: Option<Simulation>,
    total: u64,
}

impl LearningCurveRun {
    /// Reads the controls and solves the state itself.
    pub fn start(input: &Input) -> Result<Self, Error> {
        let setup = Setup::read(input)?;
        let here = setup.solve(setup.n)?;
        let ranks = TailRanks::new(&setup.modes);
        let star = ranks.k_star(setup.n as f64)?;
        let verdict = if setup.modes.count() > setup.n as f64 {
            let ridgeless = Setting {
                ridge: 0.0,
                ..setup.setting
            };
            let cost = generalization(&setup.modes, &ridgeless, None)?.e0 - 1.0;
            Some((Verdict::of(cost), cost))
        } else {
            None
        };
        let curve = Curve::new(&setup);
        let simulation = Simulation::new(&setup);
        let simulated = simulation.as_ref().map_or(0, Simulation::left);
        let total = (curve.left() + simulated) as u64;
        Ok(Self {
            setup,
            here,
            ranks,
            star,
            verdict,
            curve,
            simulation,
            total,
        })
    }

    fn left(&self) -> u64 {
        let simulated = self.simulation.as_ref().map_or(0, Simulation::left);
        (self.curve.left() + simulated) as u64
    }

    fn readouts(&self) -> Result<Vec<Readout>, Error> {
        let (setup, here) = (&self.setup, &self.here);
        let n = setup.n as f64;
        let read = pictures::reading(setup)?;
        let (k_star, big_r, bound) = match self.star {
            Some(star) => (
                K_STAR.value(star.k),
                BIG_R_K.noted(star.big_r, format!("r = {}", short(star.r))),
                BENIGN_BOUND.noted(
                    star.k / n + n / star.big_r,
                    format!(
                        "k*/n = {}, n/R = {}; constants unknown",
                        short(star.k / n),
                        short(n / star.big_r)
                    ),
                ),
            ),
            None => {
                let why = "no tail has an effective rank of n or more";
                (
                    K_STAR.absent(why),
                    BIG_R_K.absent(why),
                    BENIGN_BOUND.absent(why),
                )
            }
        };
        Ok(vec![
            TEST_ERROR.value(here.test_error),
            TRAIN_ERROR.noted(
                here.train_error,
                match setup.setting.ridge {
                    0.0 => "ridge 0 fits every label",
                    _ => "",
                },
            ),
            LEARNED.value(here.target_learnability),
            KAPPA.value(here.kappa),
            E0.value(here.e0),
            EFFECTIVE_DIMENSION.value(here.effective_dimension),
            match self.verdict {
                Some((verdict, cost)) => VERDICT.noted(cost, verdict.name()),
                None => VERDICT.absent("as many samples as modes or more: nothing interpolates"),
            },
            k_star,
            big_r,
            bound,
            match setup.rate(here) {
                Ok(rate) => RATE.value(rate),
                Err(why) => RATE.absent(why),
            },
            LIMIT_ERROR.noted(read.limit, infinite(read.limit)),
            match read.first {
                Some(error) => {
                    EXACT_ERROR.noted(error, format!("p = {}{}", read.features, infinite(error)))
                }
                None if setup.on_circle() => {
                    EXACT_ERROR.absent("for independent Gaussian features, not for the circle")
                }
                None => EXACT_ERROR.absent(format!(
                    "p = {} features, but only {} modes",
                    read.features,
                    setup.list.len()
                )),
            },
        ])
    }

    fn headline(&self) -> String {
        let (setup, here) = (&self.setup, &self.here);
        let samples = if setup.n == 1 {
            "sample learns"
        } else {
            "samples learn"
        };
        let mut text = format!(
            "{} {samples} {} of the target: test error {}",
            number(setup.n as f64),
            percent(here.target_learnability),
            short(here.test_error)
        );
        if setup.setting.noise > 0.0 {
            text += &format!(", of which {} is noise", short(setup.setting.noise));
        }
        match self.verdict {
            _ if here.e0 >= 3.0 => {
                text += &format!("; fitting noise multiplies it {} times", short(here.e0));
            }
            Some((verdict, _)) if setup.setting.ridge == 0.0 && setup.setting.noise > 0.0 => {
                text += &format!("; overfitting is {}", verdict.name());
            }
            _ => {}
        }
        text + "."
    }

    fn checks(&self) -> Vec<Check> {
        let (setup, here) = (&self.setup, &self.here);
        let Setting {
            samples: n,
            ridge,
            noise,
        } = setup.setting;
        let levels = setup.modes.levels().iter().rev();
        let shares = levels.map(|l| l.multiplicity * here.learnability(l.eigenvalue));
        // At κ = 0, as many samples as modes, there is neither a tail nor a ridge.
        let per_kappa = |x: f64| if x > 0.0 { x / here.kappa } else { 0.0 };
        let sum = shares.sum::<f64>() + per_kappa(setup.modes.tail());
        let wanted = n - per_kappa(ridge);
        let mut checks = vec![
            Check::new("solver", "κ solves its equation", here.residual, 1e-11),
            Check::new(
                "conservation",
                "the learned shares add up to n − δ/κ",
                (sum - wanted).abs() / n,
                1e-10,
            ),
        ];
        if let Some(scale) = setup.modes.prior_scale()
            && (ridge * scale - noise).abs() <= 1e-12 * noise
        {
            checks.push(Check::new(
                "matched_prior",
                "target and ridge match the kernel as a prior: the test error is n κ v₁²/λ₁",
                (here.test_error / (scale * n * here.kappa) - 1.0).abs(),
                1e-10,
            ));
        }
        if let Some(star) = self.star {
            let off = (star.r / star.big_r - 1.0).max(star.big_r / (star.r * star.r) - 1.0);
            checks.push(Check::new(
                "tail_ranks",
                "r ≤ R ≤ r² at k*",
                off.max(0.0),
                1e-10,
            ));
        }
        checks
    }

    fn notes(&self) -> Vec<String> {
        let setup = &self.setup;
        let mut notes = Vec::new();
        match setup.family {
            Family::Circle { depth, frequency } => {
                notes.push(
                    "Inputs with one dimension are not Gaussian features: at a handful of samples real regressions differ from the curve by a factor of two, without noise by more even at 64; switch the simulation on to see by how much."
                        .into(),
                );
                if depth == 1 && frequency % 2 == 1 && frequency > 1 {
                    notes.push(format!(
                        "One hidden layer without biases cannot represent odd frequencies above 1: frequency {frequency} has eigenvalue 0 and is never learned."
                    ));
                }
            }
            _ => notes.push(
                "The curve takes features for independent and Gaussian and is exact as samples and modes grow; at tens of samples simulations lie a few percent above it, more beside a peak."
                    .into(),
            ),
        }
        notes.push(
            "Benign, tempered and catastrophic are limits of many samples; at one n they are read off the noise that interpolation lets through: up to a tenth, up to ten times, more. r and R bound it up to unknown constants, shown with b = 1."
                .into(),
        );
        match &self.simulation {
            Some(simulation) => {
                notes.extend(self.gap(simulation));
                for (n, _, failed) in &simulation.dots {
                    if let Some(why) = failed {
                        notes.push(format!("No dot at n = {n}: {why}."));
                    }
                }
            }
            None if setup.simulation.is_some() => notes.push(format!(
                "Simulated up to {MAX_SIMULATED} modes; choose fewer."
            )),
            None => {}
        }
        notes
    }

    /// How far the simulations are from the curve.
    fn gap(&self, simulation: &Simulation) -> Option<String> {
        let of = |(n, mean, error): (usize, f64, f64)| {
            let theory = self.curve.points.iter().find(|p| p.0 == n);
            let theory = match theory {
                Some(point) => point.1.test_error,
                None => self.setup.solve(n).ok()?.test_error,
            };
            Some((n, mean / theory, error / theory))
        };
        let ratios: Vec<(usize, f64, f64)> =
            simulation.means().into_iter().filter_map(of).collect();
        let off = |r: &(usize, f64, f64)| r.1.ln().abs();
        let worst = ratios.iter().max_by(|a, b| off(a).total_cmp(&off(b)))?;
        let last = ratios.last()?;
        let show = |r: &(usize, f64, f64)| format!("n = {}: {} ± {}", r.0, short(r.1), short(r.2));
        Some(format!(
            "Simulated over theory: {} (farthest), {} (most samples).",
            show(worst),
            show(last)
        ))
    }
}

fn infinite(x: f64) -> &'static str {
    if x.is_finite() {
        ""
    } else {
        " infinite: as many features as samples"
    }
}

fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    if percent >= 99.95 {
        "all but a trace".into()
    } else if percent < 0.05 {
        "nothing".into()
    } else {
        format!("{} %", short(percent))
    }
}

impl Run for LearningCurveRun {
    fn advance(&mut self, work: Work) -> Result<Progress, Error> {
        for _ in 0..work.0 {
            if self.curve.left() > 0 {
                self.curve.step(&self.setup)?;
            } else if let Some(simulation) = &mut self.simulation
                && simulation.left() > 0
            {
                simulation.step(&self.setup);
            } else {
                break;
            }
        }
        Ok(Progress {
            done: 1 + self.total - self.left(),
            total: 1 + self.total,
        })
    }

    fn report(&self) -> Result<Report, Error> {
        let (setup, here) = (&self.setup, &self.here);
        let read = pictures::reading(setup)?;
        let modes = setup.list.len() as u64;
        let range = |control, max| Range {
            control,
            min: 1,
            max,
        };
        let mut ranges = vec![range(
            "n",
            setup.most_samples().min(MAX_SAMPLES as usize) as u64,
        )];
        if !setup.on_circle() {
            ranges.push(range("strong", modes));
        }
        Ok(Report {
            headline: self.headline(),
            readouts: self.readouts()?,
            figures: vec![
                pictures::curve(setup, &self.curve, here, self.simulation.as_ref()),
                pictures::learnability(setup, here),
                pictures::spectrum(setup, here),
                pictures::double_descent(setup, &read)?,
                pictures::benign(setup, &self.ranks, self.star, self.verdict),
            ],
            checks: self.checks(),
            notes: self.notes(),
            ranges,
            numpy: program::numpy(setup),
        })
    }
}
