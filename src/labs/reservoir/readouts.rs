//! The numbers of a full-batch run, and what is verified about them.

use super::{model::Facts, pushes::root_mean_square, quantities::*};
use crate::{dynamics::degrees_of_freedom, figure::rounded, labs::prelude::*};

/// Every readout.
pub fn all(facts: &Facts) -> Result<Vec<Readout>, Error> {
    let (run, now) = (facts.run, &facts.now);
    let fresh = rounded(facts.fresh_error(), 4);
    let divides = "P has a zero where the estimate divides by it";
    let [loss, transfer, coupled] = facts
        .identities()?
        .map(|x| finite(x, "nothing has moved yet"));
    let push = |i: usize| match &facts.pushes[i].measured {
        Some(moved) => Ok(root_mean_square(moved) / facts.setup.push),
        None => Err("the network is being trained again"),
    };
    Ok(vec![
        STEP.value(now.step as f64),
        TRAIN_MSE.value(now.train),
        TEST_MSE.noted(now.test, format!("{fresh} with fresh label noise")),
        GCV.of(finite(now.gcv, divides)),
        LOO.of(finite(now.loo, divides)),
        CHANNEL_DIM.noted(facts.channel_size() as f64, format!("of {}", facts.n())),
        DOF.value(degrees_of_freedom(run.propagator())),
        KERNEL_DRIFT.of(finite(run.kernel_drift(), "the kernel is zero")),
        IDENTITY_LOSS.of(loss),
        IDENTITY_TRANSFER.of(transfer),
        IDENTITY_COUPLING.of(coupled),
        PUSH_CHANNEL.of(push(0)),
        PUSH_RESERVOIR.of(push(1)),
    ])
}

fn finite(value: f64, why: &str) -> Result<f64, &str> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(why)
    }
}

/// Two numbers along two routes each.
pub fn checks(facts: &Facts) -> Result<[Check; 2], Error> {
    let [steepness, through] = facts.steepness()?;
    let n = facts.n() as f64;
    let square = n - facts.run.propagator().frobenius_norm().powi(2);
    Ok([
        Check::new(
            "kernel",
            "backpropagation and the tangent kernel agree on how fast the loss falls",
            (steepness - through).abs() / through.abs().max(f64::MIN_POSITIVE),
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
