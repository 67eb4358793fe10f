//! Networks that are trained beside the one shown: over m, or on a grid of settings.

use super::{
    controls::{Beside, Measure},
    factors::Factors,
    measuring::Measuring,
    setup::Setup,
    trainer::Trainer,
};
use crate::labs::{Error, Kept, Network};
use std::rc::Rc;

/// Numbers of training sequences of the sweep.
const SIZES: [usize; 8] = [16, 32, 64, 128, 256, 512, 1024, 2048];
/// Networks for each.
pub const SEEDS: u64 = 3;
/// By how much more decay and noise the grid's second half has.
const MORE: f64 = 0.3;

/// One network to come.
struct Plan {
    setup: Setup,
    /// The index of its setting on every axis of the grid; empty in the sweep.
    settings: Vec<usize>,
}

/// All of them, one after the other.
#[derive(Default)]
pub struct Fleet {
    plans: Vec<Plan>,
    pub outcomes: Vec<Network>,
    /// The file that the first of them come from, and how many.
    pub kept: Option<(String, usize)>,
    running: Option<(Trainer, Measuring)>,
}

impl Fleet {
    /// What stands beside a network of that setup; some of it may be there already.
    pub fn new(setup: &Setup, beside: Beside, kept: Option<Rc<Kept>>) -> Result<Self, Error> {
        let plans = match beside {
            Beside::None => Vec::new(),
            Beside::Samples => sizes(setup),
            Beside::Grid => grid(setup),
        };
        let mut fleet = Self {
            plans,
            ..Self::default()
        };
        if let Some(kept) = kept {
            fleet.resume(&kept)?;
        }
        Ok(fleet)
    }

    /// Takes networks that were trained before.
    fn resume(&mut self, kept: &Kept) -> Result<(), Error> {
        let fits = |(network, plan): (&Network, &Plan)| {
            network.samples == plan.setup.samples && network.settings == plan.settings
        };
        let (given, most) = (kept.networks.len(), self.plans.len());
        if given > most || !kept.networks.iter().zip(&self.plans).all(fits) {
            return Err(Error::Sweep {
                name: kept.name.clone(),
                problem: format!(
                    "its {given} networks are not the first of the {most} that its state trains"
                ),
            });
        }
        self.outcomes = kept.networks.clone();
        self.kept = Some((kept.name.clone(), given));
        Ok(())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.plans.len()
    }

    /// Steps done by the one under way.
    pub fn under_way(&self) -> u64 {
        self.running.as_ref().map_or(0, |(trainer, _)| trainer.step)
    }

    /// One piece of work; the multiply-adds that it cost, or `None` once everything is done.
    pub fn advance(&mut self, steps: u64, madds: usize) -> Result<Option<usize>, Error> {
        let Some(plan) = self.plans.get(self.outcomes.len()) else {
            return Ok(None);
        };
        let (trainer, measuring) = match &mut self.running {
            Some(running) => running,
            none => none.insert((Trainer::new(plan.setup.clone())?, Measuring::new())),
        };
        if trainer.step < steps && !trainer.stuck {
            trainer.step()?;
            return Ok(Some(trainer.cost()));
        }
        if let Some(cost) = measuring.advance(trainer, madds)? {
            return Ok(Some(cost));
        }
        let moment = measuring.moment(trainer.step, plan.setup.label_noise);
        let (erank, nuclear) = (
            moment.largest(|h| h.erank),
            moment.largest(|h| h.nuclear_norm),
        );
        let factors = Factors::of(trainer, &measuring.matrices, erank, nuclear)?;
        let number = |x: f64| x.is_finite().then_some(x);
        let samples = plan.setup.samples;
        let ln_measure = |which: &Measure| {
            let value = factors.ln_measure(*which, samples);
            (which.id().to_owned(), number(value))
        };
        self.outcomes.push(Network {
            samples,
            settings: plan.settings.clone(),
            stuck: trainer.stuck,
            train_loss: number(moment.train.loss),
            test_loss: number(moment.test.loss),
            ln_measures: Measure::ALL.iter().map(ln_measure).collect(),
        });
        self.running = None;
        Ok(Some(0))
    }
}

/// Sizes that leave at least as many sequences to be tested on, each with its seeds.
fn sizes(setup: &Setup) -> Vec<Plan> {
    let most = setup.distinct() / 2;
    let sizes = SIZES.iter().filter(|m| **m as u64 <= most);
    let plan = |samples: usize, k: u64| Plan {
        setup: Setup {
            samples,
            seed: setup.seed.wrapping_add(k),
            ..setup.clone()
        },
        settings: Vec::new(),
    };
    sizes
        .flat_map(|m| (0..SEEDS).map(move |k| plan(*m, k)))
        .collect()
}

/// Two settings of each of width, heads, m, decay and noise: the one shown and another.
fn grid(setup: &Setup) -> Vec<Plan> {
    let shape = setup.shape;
    let half = shape.width / 2;
    let widths = [shape.width, if half >= 8 { half } else { 2 * shape.width }];
    let heads = [shape.heads, if shape.heads == 1 { 2 } else { 1 }];
    let fewer = (setup.samples / 4).max(8);
    let plan = |code: usize| {
        let settings: Vec<usize> = (0..5).map(|axis| code >> axis & 1).collect();
        let mut other = setup.clone();
        other.shape.width = widths[settings[0]];
        other.shape.heads = heads[settings[1]];
        other.samples = [setup.samples, fewer][settings[2]];
        other.rule.weight_decay += MORE * settings[3] as f64;
        let noise = setup.label_noise;
        let noisier = if noise + MORE > 1.0 {
            noise - MORE
        } else {
            noise + MORE
        };
        other.label_noise = [noise, noisier][settings[4]];
        let fits = other.shape.width.is_multiple_of(other.shape.heads);
        fits.then_some(Plan {
            setup: other,
            settings,
        })
    };
    (0..32).filter_map(plan).collect()
}
