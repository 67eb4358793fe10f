//! The numbers of a trained network, and what is verified about them.

use super::{
    controls::{Beside, Measure},
    facts::Facts,
    quantities::*,
};
use crate::{figure::short, labs::prelude::*, linalg::SingularValues};

/// Every readout.
pub fn all(facts: &Facts) -> Result<Vec<Readout>, Error> {
    let (now, factors, m) = (facts.now, facts.factors, facts.setup.samples);
    let head = |of: fn(&super::measuring::HeadMoment) -> f64| facts.head().map_or(f64::NAN, of);
    let factor = |quantity: Quantity, which| match factors.ln_measure(which, m).exp() {
        value if value.is_finite() => quantity.value(value),
        _ => quantity.absent("a matrix has died, or a product has left the range of numbers"),
    };
    let names = (facts.view.layer, facts.view.head);
    let shown = format!("layer {}, head {}", names.0, names.1);
    let mut all = vec![
        STEPS_TAKEN.value(now.step as f64),
        TRAIN_LOSS.value(now.train.loss),
        TEST_LOSS.value(now.test.loss),
        TRAIN_ACCURACY.value(now.train.accuracy),
        TEST_ACCURACY.value(now.test.accuracy),
        GAP.value(now.gap()),
        MAX_ERANK.value(factors.erank),
        MEAN_ERANK.value(now.mean(|h| h.erank)),
        MEAN_ATTENTION_ERANK.noted(head(|h| h.mean_erank), &*shown),
        STABLE.noted(head(|h| h.stable_rank), &*shown),
        QK_ERANK.noted(head(|h| h.query_key.erank), &*shown),
        QK_STABLE.noted(head(|h| h.query_key.stable_rank), &*shown),
        OV_ERANK.noted(head(|h| h.value_output.erank), &*shown),
        OV_STABLE.noted(head(|h| h.value_output.stable_rank), shown),
        ATTENTION_NORM.value(now.largest(|h| h.spectral_norm)),
        QK_NORM.value(now.largest(|h| h.query_key.spectral_norm)),
        OV_NORM.value(now.largest(|h| h.value_output.spectral_norm)),
        BOUND_RATE.value(factors.rate(m)?),
        BOUND_NUCLEAR.value(factors.nuclear_bound(m)?),
        PARAMETERS.value(factors.parameters as f64),
        factor(BOUND_PARAMETERS, Measure::Parameters),
        factor(FROBENIUS, Measure::Frobenius),
        factor(SPECTRAL, Measure::Spectral),
        factor(ADAPTIVE, Measure::Adaptive),
        factor(NORM_BASED, Measure::NormBased),
        NTK.of(*facts.kernel),
    ];
    all.push(match (facts.slope(), facts.view.beside) {
        (Some(line), _) => {
            let note = match line.standard_error.is_finite() {
                true => format!("standard error {}", short(line.standard_error)),
                false => String::new(),
            };
            GAP_SLOPE.noted(line.slope, note)
        }
        (None, Beside::Samples) => {
            GAP_SLOPE.absent("it takes three sizes with a positive mean gap")
        }
        (None, _) => GAP_SLOPE.absent("train networks over m beside it"),
    });
    for (quantity, which) in [
        (TAU_RATE, Measure::Rate),
        (TAU_PARAMETERS, Measure::Parameters),
    ] {
        all.push(match facts.trial(which) {
            _ if facts.view.beside != Beside::Grid => {
                quantity.absent("train a grid of networks beside it")
            }
            Some(trial) => {
                let spread = trial.spread.map_or(String::new(), |([low, high], _)| {
                    format!(", 95 % bootstrap {} to {}", short(low), short(high))
                });
                let note = format!("{} networks{spread}", facts.compared(which).1.len());
                quantity.noted(trial.overall.tau, note)
            }
            None => quantity.absent("too few networks yet"),
        });
    }
    Ok(all)
}

/// What is verified.
pub fn checks(facts: &Facts) -> Vec<Check> {
    let t = facts.setup.shape.context as f64;
    let rows = facts.matrices.iter().flat_map(|head| {
        let a = &head.mean_attention;
        (0..a.rows()).map(|i| (a.row(i).iter().sum::<f64>() - 1.0).abs())
    });
    let spectra = facts.matrices.iter().flat_map(|head| {
        [&head.attention, &head.query_key.1, &head.value_output.1]
            .into_iter()
            .filter_map(|spectrum| spectrum.residual())
    });
    let norm = facts.now.largest(|h| h.spectral_norm);
    let beyond = (1.0 - norm).max(norm - t.sqrt()).max(0.0);
    vec![
        Check::new(
            "rows_of_attention",
            "every row of attention sums to 1",
            rows.fold(0.0, f64::max),
            1e-12,
        ),
        Check::new(
            "norm_of_attention",
            "1 ≤ ‖A‖₂ ≤ √T, as for every matrix whose rows are probabilities",
            beyond,
            1e-9,
        ),
        Check::new(
            "sum_of_squares",
            "Σσ² equals the sum of the squared entries",
            spectra.fold(0.0, f64::max),
            SingularValues::RESIDUAL_TOLERANCE,
        ),
    ]
}
