//! The computation: the operating point first, then the curves, the phase diagram, and real networks.

use super::{
    BAYES_ERROR, DELTA, EPSILON, ERROR, EXCESS_RISK, INTERPOLATION_WIDTH, LEARNED_SPIKES,
    OPTIMAL_WIDTH, REGIME, TRAIN_LOSS, companions, learned,
    live::{self, Live},
    pictures,
    plane::Plane,
    program,
    samples::Curves,
    setup::Setup,
    width::{Curve, Regime},
};
use crate::{
    figure::{Figure, number, short},
    labs::{Check, Error, Input, Progress, Range, Readout, Report, Run, Work},
    quadratic::{
        Bayes, Decomposition, FreeConvolution, Solution, bayes_optimal, solve, tail_law,
        training::MAX_TRAINED,
    },
};
use std::{cell::RefCell, collections::BTreeMap};

/// Finite-size excess of trained networks over the theory, times d; measured at d = 24 to 400.
const FINITE_SIZE: f64 = 4.0;
/// Below this many samples per dimension the theory is visibly biased.
const FEW: f64 = 20.0;

/// One state of the lab, under way.
pub struct QuadraticRun {
    setup: Setup,
    found: Option<Found>,
    /// Figures drawn last, with how far their numbers were.
    drawn: RefCell<BTreeMap<&'static str, (usize, Figure)>>,
}

/// What is known of the state.
struct Found {
    here: Solution,
    parts: Decomposition,
    roots: usize,
    bayes: Bayes,
    width: Curve,
    samples: Curves,
    plane: Plane,
    live: Option<Live>,
    /// Steps of the curves and the diagram in all.
    total: usize,
    /// What was verified, and the residuals found.
    checks: Vec<Check>,
}

impl QuadraticRun {
    /// Reads the controls.
    pub fn start(input: &Input) -> Result<Self, Error> {
        Ok(Self {
            setup: Setup::read(input)?,
            found: None,
            drawn: RefCell::default(),
        })
    }

    /// The operating point and everything that takes no time.
    fn solve_operating_point(&mut self) -> Result<(), Error> {
        if self.setup.optimal {
            self.setup.tune()?;
        }
        let setup = &self.setup;
        let all = solve(&setup.teacher, &setup.setting(setup.p, setup.n))?;
        let bayes = bayes_optimal(&setup.teacher, setup.n, setup.noise)?;
        let width = Curve::new(setup)?;
        let (here, parts) = match width.points.get(&setup.p) {
            Some(point) => *point,
            None => return Ok(()),
        };
        let samples = Curves::new(setup);
        let plane = Plane::new(setup);
        let total = width.left() + samples.left() + plane.left();
        self.found = Some(Found {
            here,
            parts,
            roots: all.len(),
            bayes,
            checks: checks(setup, &here, &parts)?,
            width,
            samples,
            plane,
            live: Live::new(setup),
            total,
        });
        Ok(())
    }

    fn progress(&self) -> Progress {
        let Some(found) = &self.found else {
            return Progress { done: 0, total: 1 };
        };
        let (done, total) = found.live.as_ref().map_or((0, 0), Live::progress);
        Progress {
            done: 1 + (found.total - found.left()) as u64 + done,
            total: 1 + found.total as u64 + total,
        }
    }

    /// A figure from the last report if its numbers have not moved since.
    fn figure(
        &self,
        id: &'static str,
        version: usize,
        draw: impl FnOnce() -> Result<Figure, Error>,
    ) -> Result<Figure, Error> {
        let mut drawn = self.drawn.borrow_mut();
        match drawn.get(id) {
            Some((known, figure)) if *known == version => Ok(figure.clone()),
            _ => {
                let figure = draw()?;
                drawn.insert(id, (version, figure.clone()));
                Ok(figure)
            }
        }
    }

    fn figures(&self, found: &Found) -> Result<Vec<Figure>, Error> {
        let setup = &self.setup;
        let (width, samples) = (found.width.left(), found.samples.left());
        let trained = found.live.as_ref().map_or(0, |live| live.counts().0);
        let mut figures = vec![
            self.figure("width", width * 1000 + trained, || {
                pictures::width(setup, &found.width, found.bayes.error, found.live.as_ref())
            })?,
            self.figure("learned", 0, || {
                learned::figure(setup, &found.here, &found.parts)
            })?,
            self.figure("phase", found.plane.left(), || {
                pictures::phase(setup, &found.plane)
            })?,
            self.figure("samples", samples, || {
                pictures::samples(setup, &found.samples, found.here.error)
            })?,
            self.figure("decomposition", width, || {
                Ok(pictures::decomposition(setup, &found.width))
            })?,
        ];
        if setup.companions {
            figures.push(self.figure("recovery", 0, || companions::recovery(setup))?);
            figures.push(self.figure("lasso", samples, || {
                Ok(companions::lasso(setup, &found.samples))
            })?);
        }
        Ok(figures)
    }

    fn regime(&self, found: &Found) -> Regime {
        let regimes = found.width.regimes(&self.setup);
        let here = regimes.iter().find(|(p, _)| *p == self.setup.p);
        here.map_or(Regime::Plateau, |(_, regime)| *regime)
    }

    fn readouts(&self, found: &Found) -> Result<Vec<Readout>, Error> {
        let (setup, here) = (&self.setup, &found.here);
        let pending = found.width.left() > 0;
        let optimal_width = if pending {
            OPTIMAL_WIDTH.absent("the curve over the width is being computed")
        } else {
            let best = found.width.best();
            let spare = best as f64 + 1.0 > found.width.full.kept * setup.d as f64;
            let note = if spare && best < setup.d {
                "and every width beyond"
            } else {
                ""
            };
            OPTIMAL_WIDTH.noted(best as f64, note)
        };
        let interpolation = match tail_law::interpolation_width(setup.d, setup.n)? {
            Some(p) => INTERPOLATION_WIDTH.value(p),
            None => {
                INTERPOLATION_WIDTH.absent("n is above d²/2: no width can fit every label exactly")
            }
        };
        let regime = self.regime(found);
        let tuned = if setup.optimal {
            format!("with the best penalty, λ = {}", number(setup.penalty))
        } else {
            String::new()
        };
        Ok(vec![
            ERROR.noted(here.error, tuned),
            EXCESS_RISK.value(2.0 * here.error),
            BAYES_ERROR.value(found.bayes.error),
            optimal_width,
            interpolation,
            LEARNED_SPIKES.value(found.parts.learned as f64),
            if pending {
                REGIME.absent("the curve over the width is being computed")
            } else {
                REGIME.noted(f64::from(regime as u8), regime.name())
            },
            DELTA.value(here.delta),
            EPSILON.value(here.epsilon),
            TRAIN_LOSS.value(here.objective),
        ])
    }

    fn headline(&self, found: &Found) -> String {
        let setup = &self.setup;
        let times = found.here.error / found.bayes.error;
        let against = if times < 1.005 {
            "as low as any method's".into()
        } else if times < 1e4 {
            let digits = if times < 9.95 { 1 } else { 0 };
            format!("{times:.digits$} times the best possible")
        } else {
            "far above the best possible".into()
        };
        let regime = if found.width.left() > 0 {
            String::new()
        } else {
            format!(": {}", self.regime(found).name())
        };
        format!(
            "{} hidden {} on {} samples: test error {}, {against}{regime}.",
            setup.p,
            if setup.p == 1 { "unit" } else { "units" },
            number(setup.n),
            short(found.here.error),
        )
    }

    fn notes(&self, found: &Found) -> Vec<String> {
        let setup = &self.setup;
        let mut notes = Vec::new();
        if setup.n_eff() <= FEW {
            notes.push(format!(
                "n/d = {}: with 20 samples per dimension or fewer the state evolution is visibly biased; trained networks lie 10 % and more above it.",
                short(setup.n_eff())
            ));
        }
        let excess = 100.0 * FINITE_SIZE / setup.d as f64;
        let scope = if setup.p < setup.d {
            "a heuristic where p < d (proved for p ≥ d and n ~ d²)"
        } else {
            "proved in the limit of large d with n ~ d²"
        };
        notes.push(format!(
            "The state evolution is {scope}; at d = {} trained networks lie up to {excess:.0} % above it.",
            setup.d
        ));
        if found.roots > 1 {
            notes.push(format!(
                "The equations have {} solutions here; shown is the one with the lowest training objective.",
                found.roots
            ));
        }
        match &found.live {
            Some(live) => {
                let (done, all) = live.counts();
                if done < all {
                    notes.push(format!("{done} of {all} networks trained so far."));
                }
            }
            None if setup.live.is_some() => notes.push(format!(
                "Real networks are trained up to d = {MAX_TRAINED} and n = {}; choose smaller ones.",
                number(live::MAX_SAMPLES)
            )),
            None => {}
        }
        notes
    }
}

fn checks(setup: &Setup, here: &Solution, parts: &Decomposition) -> Result<Vec<Check>, Error> {
    let spectrum = FreeConvolution::new(&setup.teacher, here.delta)?;
    let (mass, second) = spectrum.integrated();
    let wanted = setup.teacher.second_moment() + here.delta * here.delta;
    let sum = parts.overfitting + parts.underfitting + parts.approximation;
    let scale = here.error.max(1e-6 * setup.teacher.second_moment());
    Ok(vec![
        Check::new(
            "state_evolution",
            "both equations of the state evolution hold",
            here.residual,
            1e-6,
        ),
        Check::new(
            "density",
            "the density of target plus noise integrates to 1",
            (mass - 1.0).abs(),
            1e-6,
        ),
        Check::new(
            "second_moment",
            "its second moment is Q* + δ²",
            (second / wanted - 1.0).abs(),
            1e-6,
        ),
        Check::new(
            "parts",
            "overfitting, underfitting and approximation add up to the error",
            (sum - here.error).abs() / scale,
            1e-6,
        ),
    ])
}

impl Found {
    fn left(&self) -> usize {
        self.width.left() + self.samples.left() + self.plane.left()
    }

    /// One piece of work; whether there was any.
    fn step(&mut self, setup: &Setup) -> Result<bool, Error> {
        if self.width.left() > 0 {
            self.width.step(setup)?;
        } else if self.samples.left() > 0 {
            self.samples.step(setup)?;
        } else if self.plane.left() > 0 {
            self.plane.step(setup)?;
        } else if let Some(live) = &mut self.live {
            live.step(setup)?;
            let (done, all) = live.counts();
            return Ok(done < all);
        } else {
            return Ok(false);
        }
        Ok(true)
    }
}

impl Run for QuadraticRun {
    fn advance(&mut self, work: Work) -> Result<Progress, Error> {
        if self.found.is_none() {
            self.solve_operating_point()?;
        }
        if let Some(found) = &mut self.found {
            for _ in 0..work.0 {
                if !found.step(&self.setup)? {
                    break;
                }
            }
        }
        Ok(self.progress())
    }

    fn report(&self) -> Result<Report, Error> {
        let Some(found) = &self.found else {
            return Ok(Report::default());
        };
        Ok(Report {
            headline: self.headline(found),
            readouts: self.readouts(found)?,
            figures: self.figures(found)?,
            checks: found.checks.clone(),
            notes: self.notes(found),
            ranges: vec![
                Range {
                    control: "p",
                    min: 1,
                    max: self.setup.d as u64,
                },
                Range {
                    control: "rank",
                    min: 1,
                    max: self.setup.d as u64,
                },
            ],
            numpy: program::numpy(&self.setup, &found.here),
        })
    }
}
