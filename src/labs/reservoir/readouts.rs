//! The numbers of a full-batch run, and what is verified about them.

use super::{model::Facts, quantities::*, words};
use crate::{
    dynamics::{Push, degrees_of_freedom, identities, steepness, sweep_widths},
    figure::{rounded, short},
    labs::prelude::*,
};

/// Every readout.
pub fn all(facts: &Facts) -> Result<Vec<Readout>, Error> {
    let (run, now) = (facts.run, &facts.now);
    let fresh = rounded(facts.fresh_error(), 4);
    let divides = "P has a zero where the estimate divides by it";
    let still = || "nothing has moved yet".to_owned();
    let [loss, transfer, coupled] = match identities(run)? {
        Some(residuals) => residuals.map(|x| finite(x, &still())),
        None => [still(), still(), still()].map(Err),
    };
    let estimate = |value: f64| match now.is_linear() {
        true => finite(value, divides),
        false => Err(words::not_linear(facts)),
    };
    let size = facts.channel_size();
    let (channel, used) = match facts.has_shares() {
        true => (
            CHANNEL_DIM.noted(size as f64, format!("of {}", facts.n())),
            DOF.value(degrees_of_freedom(run.propagator())),
        ),
        false => {
            let why = words::no_shares(facts);
            (CHANNEL_DIM.absent(&*why), DOF.absent(why))
        }
    };
    let n = facts.n();
    let mut readouts = vec![
        STEP.value(now.step as f64),
        TRAIN_MSE.value(now.train),
        TEST_MSE.noted(now.test, format!("{fresh} with fresh label noise")),
        GCV.of(estimate(now.gcv)),
        LOO.of(estimate(now.loo)),
        channel,
        used,
        KERNEL_DRIFT.of(finite(run.kernel_drift(), "the kernel is zero")),
        LINEARISATION.value(now.off[0]),
        IDENTITY_LOSS.of(loss),
        IDENTITY_TRANSFER.of(transfer),
        IDENTITY_COUPLING.of(coupled),
        push(
            PUSH_CHANNEL,
            facts.first_push(),
            "no direction is in the channel",
        ),
        push(
            PUSH_RESERVOIR,
            facts.last_push(),
            &format!("all {n} directions are in the channel: there is no reservoir"),
        ),
        push(
            PUSH_ALONG,
            facts.chosen_push(),
            &format!("there are only {n} directions"),
        ),
    ];
    if facts.setup.sweep {
        let widths = sweep_widths(&facts.setup.experiment).len();
        let done = facts.sweep.points.len() == widths;
        let why = "not all widths are trained yet";
        let extremes = facts.sweep.extremes().filter(|_| done).ok_or(why);
        readouts.push(BEST_WIDTH.of(extremes.map(|[best, _]| best as f64)));
        readouts.push(WORST_WIDTH.of(extremes.map(|[_, worst]| worst as f64)));
    }
    Ok(readouts)
}

/// How far a push moves the function, with what the transfer operator says.
fn push(quantity: Quantity, push: Option<&Push>, why: &str) -> Readout {
    let Some(push) = push else {
        return quantity.absent(why);
    };
    let Some(movement) = push.movement() else {
        return quantity.absent("the network is being trained again");
    };
    let space = match (push.multiplicity, push.directions()) {
        (1, _) => String::new(),
        (all, some) if all == some => format!("; {all} directions share this ω"),
        (all, some) => format!("; {some} of the {all} directions that share this ω"),
    };
    let guess = short(push.response);
    quantity.noted(
        movement,
        format!("ψ{}; G predicts {guess}{space}", push.index + 1),
    )
}

fn finite(value: f64, why: &str) -> Result<f64, String> {
    match value.is_finite() {
        true => Ok(value),
        false => Err(why.into()),
    }
}

/// Two numbers along two routes each.
pub fn checks(facts: &Facts) -> Result<[Check; 2], Error> {
    let [slope, through] = steepness(facts.run)?;
    let n = facts.n() as f64;
    let square = n - facts.run.propagator().frobenius_norm().powi(2);
    Ok([
        Check::new(
            "kernel",
            "backpropagation and the tangent kernel agree on how fast the loss falls",
            (slope - through).abs() / through.abs().max(f64::MIN_POSITIVE),
            1e-8,
        ),
        Check::new(
            "omega",
            "the shares ω add up to n − ‖P‖²",
            (facts.channel.degrees_of_freedom() - square).abs() / n.max(square.abs()),
            1e-10,
        ),
    ])
}
