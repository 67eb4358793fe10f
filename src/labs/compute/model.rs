//! What a state of the lab says.

use super::{controls::*, fitting::Fitting, surface::Surface};
use crate::{
    labs::prelude::*,
    scaling_laws::{BESIROGLU, Counted, HOFFMANN, HOFFMANN_ROUNDED, Law, OLMO, Split, kaplan},
};

/// The laws of others that every figure can show.
pub const OTHERS: [(Whose, &str, Ink); 4] = [
    (
        Whose::Rounded,
        "Hoffmann, as printed",
        inks::HOFFMANN_ROUNDED,
    ),
    (Whose::Tex, "Hoffmann, all digits", inks::HOFFMANN),
    (Whose::Besiroglu, "Besiroglu", inks::BESIROGLU),
    (Whose::Olmo, "OLMo ladder", inks::OLMO),
];

/// Everything that the figures and words look at.
pub struct Facts {
    /// Whose law.
    pub whose: Whose,
    /// The budget, in FLOP.
    pub compute: f64,
    /// The split chosen.
    pub split: Split,
    /// N and the tokens of Kaplan's laws.
    pub given: Split,
    /// The loss over N and D.
    pub surface: Surface,
    /// The loss of the split.
    pub loss: f64,
    /// The best split of the budget.
    pub best: Split,
    /// Its loss.
    pub least: f64,
    /// The share of the budget that would reach the same loss.
    pub share: f64,
    /// The fit, where one is asked for.
    pub fit: Option<Fitting>,
}

impl Facts {
    /// Reads the controls.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let (whose, compute, n) = (input.of(LAW), input.of(COMPUTE), input.of(N));
        let (omega, unique) = (input.of(COUNTED), input.of(UNIQUE));
        let fit = match whose {
            Whose::Fitted => Some(Fitting::read(input)?),
            _ => None,
        };
        let surface = match (constants(whose), &fit) {
            (_, Some(fit)) => Surface::Additive(Counted::new(fit.fitted.law, omega, unique)?),
            (Some(law), _) => Surface::Additive(Counted::new(law, omega, unique)?),
            (None, None) => Surface::Joint,
        };
        let (split, best) = (Split::of(compute, n)?, surface.best(compute)?);
        Ok(Self {
            whose,
            compute,
            split,
            given: Split {
                parameters: n,
                tokens: input.of(TOKENS),
            },
            surface,
            loss: surface.loss(split),
            best,
            least: surface.loss(best),
            share: surface.share_needed(split)?,
            fit,
        })
    }

    /// The best size for a budget by another law, counted as here.
    pub fn by(&self, whose: Whose, compute: f64) -> Option<f64> {
        let law = match self.surface {
            Surface::Additive(here) => Counted {
                law: constants(whose)?,
                ..here
            },
            Surface::Joint => Counted::new(constants(whose)?, 0.0, f64::INFINITY).ok()?,
        };
        Some(law.best(compute).ok()?.parameters)
    }

    /// The best size for a budget by the paper's own frontier, which counts no embeddings.
    pub fn by_kaplan(compute: f64) -> f64 {
        kaplan::frontier(compute / kaplan::PF_DAY).parameters
    }
}

/// The constants of somebody's law, where it has Hoffmann's form and is not fitted here.
fn constants(whose: Whose) -> Option<Law> {
    match whose {
        Whose::Rounded => Some(HOFFMANN_ROUNDED),
        Whose::Tex => Some(HOFFMANN),
        Whose::Besiroglu => Some(BESIROGLU),
        Whose::Olmo => Some(OLMO),
        Whose::Kaplan | Whose::Fitted => None,
    }
}
