//! What is found, in sentences.

use super::{model::Facts, setup::Setup};
use crate::{
    dynamics::{LINEARISATION_TOLERANCE, Method, Push},
    figure::{number, percent, short},
};

/// The finding of a run that cannot go on.
pub fn diverged(setup: &Setup, step: u64) -> String {
    let rate = short(setup.experiment.rate);
    match setup.experiment.method {
        Method::Descent => {
            format!("Training diverges after step {step}: the learning rate {rate} is too large.")
        }
        Method::Flow => format!(
            "Gradient flow is too stiff to be followed beyond step {step}: its fastest direction is learned in far less than a step's time η = {rate}."
        ),
    }
}

/// The finding.
pub fn headline(facts: &Facts) -> String {
    let step = facts.now.step;
    let (channel, n) = (facts.channel_size(), facts.n());
    if facts.stuck {
        return diverged(facts.setup, step);
    }
    if step > 0 && !facts.has_shares() {
        return format!(
            "Step {step}: no channel can be read off, since {}.",
            no_shares(facts)
        );
    }
    if step == 0 || channel == 0 {
        return format!("Step {step}: nothing has passed into the channel yet.");
    }
    if !facts.now.is_transferred() {
        return format!(
            "Step {step}: {channel} of {n} directions are learned; what they carry to unseen points is {} off what G says.",
            short(facts.now.off[1])
        );
    }
    let cells = facts.cells();
    let through = cells.signal_channel + cells.noise_channel;
    let whole = through + cells.signal_reservoir + cells.noise_reservoir;
    let share = percent(through / whole.max(f64::MIN_POSITIVE));
    format!(
        "Step {step}: {channel} of {n} directions carry {share} of what training has done to unseen points."
    )
}

/// Why estimates from the propagator are withheld.
pub fn not_linear(facts: &Facts) -> String {
    format!(
        "u − y is off P (u₀ − y) by {} of the first residual, and this rests on at most {}",
        short(facts.now.off[0]),
        short(LINEARISATION_TOLERANCE)
    )
}

/// Why ω is no share.
pub fn no_shares(facts: &Facts) -> String {
    match facts.now.is_linear() {
        true => "ω has left [0, 1]: steps are longer than 2n/λ₁".into(),
        false => not_linear(facts),
    }
}

/// The caveats that belong to this state.
pub fn notes(facts: &Facts) -> Vec<String> {
    let (setup, now) = (facts.setup, &facts.now);
    let (rate, method) = (setup.experiment.rate, setup.experiment.method);
    let fastest = facts.largest_eigenvalue().max(f64::MIN_POSITIVE);
    let stable = 2.0 * facts.n() as f64 / fastest;
    let mut notes = Vec::new();
    match method {
        Method::Flow if facts.stuck => notes.push(format!(
            "Shown is the last complete step. The flow itself does not explode, but more than four thousand sub-steps would be needed for the next; choose η at most {}.",
            short(0.1 * rate)
        )),
        Method::Descent if facts.stuck => notes.push(format!(
            "Shown is the last step before numbers explode. Gradient descent is stable below 2n/λ₁ = {}; choose at most {}.",
            short(stable),
            short(0.5 * stable.min(rate))
        )),
        Method::Descent if rate > stable => notes.push(format!(
            "The step size is above 2n/λ₁ = {}: errors may grow for a while, and then ω leaves [0, 1].",
            short(stable)
        )),
        _ => {}
    }
    let identities = match method {
        Method::Flow => {
            "Gradient flow: the identities hold up to the error of the sub-steps, whatever the kernel does."
        }
        Method::Descent if setup.readout_only() => {
            "Random features: the network is linear in what is trained, so the identities are exact step by step."
        }
        Method::Descent if now.is_linear() => {
            "Gradient descent: ω, W and D follow exactly from P; that P and G reproduce the network holds up to the size of the steps, O(η)."
        }
        Method::Descent => {
            "Gradient descent with steps that are long for this network: P and G no longer say where it is, and what rests on them is withheld. Gradient flow, or a smaller η, brings it back."
        }
    };
    notes.push(identities.into());
    if now.is_linear() && now.loo > 3.0 * now.gcv && now.gcv.is_finite() {
        notes.push("Leave-one-out divides by Pᵢᵢ, some of which are near zero by now; generalized cross-validation divides by their mean.".into());
    }
    if setup.by_hand {
        notes.push(format!(
            "Labels by hand: what they are off the target counts as noise, of variance {}, also on fresh labels.",
            short(setup.fresh_noise())
        ));
    }
    notes
}

/// Under the function.
///
/// The bound is that of Cauchy and Schwarz: |Gψ|² ≤ ∫ tr K_QQ dt · ψᵀWψ, and ψᵀWψ = nω/2. It needs steps that are stable.
pub fn fit(facts: &Facts) -> String {
    let alone = facts.channel_size();
    let keeps =
        format!("Drag a label. “Through the channel” keeps the {alone} channel directions alone");
    match facts.has_shares() {
        true => format!("{keeps}: of any other, unseen points see at most a multiple of √ω."),
        false => format!("{keeps}."),
    }
}

/// Under the errors.
pub fn loss(facts: &Facts) -> String {
    let measured = short(facts.fresh_error());
    match facts.now.is_linear() {
        true => format!(
            "Predicted from the training data alone: {} by generalized cross-validation; measured: {measured}.",
            short(facts.now.gcv)
        ),
        false => format!(
            "Measured: {measured}. No prediction: {}.",
            not_linear(facts)
        ),
    }
}

/// Under the shares.
pub fn omega(facts: &Facts) -> String {
    if facts.now.step > 0 && !facts.has_shares() {
        return format!("These are no shares: {}.", no_shares(facts));
    }
    format!(
        "{} of {} directions of the labels are learned (ω > {}); Σω = {}. Drag the threshold, or the direction to push.",
        facts.channel_size(),
        facts.n(),
        short(facts.setup.threshold),
        short(facts.channel.degrees_of_freedom())
    )
}

/// Under signal and noise.
pub fn cells(facts: &Facts) -> String {
    let now = facts.cells();
    if !facts.now.is_transferred() {
        return format!(
            "What G says of signal and noise is not what the network does: unseen points are {} off.",
            short(facts.now.off[1])
        );
    }
    format!(
        "Through the {} directions that are in the channel now come signal ({}) and noise ({}), through the others signal ({}) and noise ({}). Still missing: {}.",
        facts.channel_size(),
        short(now.signal_channel),
        short(now.noise_channel),
        short(now.signal_reservoir),
        short(now.noise_reservoir),
        short(now.bias)
    )
}

/// Under the pushes.
pub fn pushes(facts: &Facts) -> String {
    let all = [facts.first_push(), facts.chosen_push(), facts.last_push()];
    let mut listed: Vec<&Push> = Vec::new();
    for push in all.into_iter().flatten() {
        if listed.iter().all(|known| known.index != push.index) {
            listed.push(push);
        }
    }
    let found = |push: &&Push| {
        let moved = short(push.movement()?);
        let omega = short(push.omega.max(0.0));
        Some(format!("{moved} along ψ{} (ω = {omega})", push.index + 1))
    };
    let found: Option<Vec<String>> = listed.iter().map(found).collect();
    match found {
        Some(found) => format!(
            "Trained again from the same start with labels pushed by ±{}. Per unit of the push the function moves by {}.",
            short(facts.setup.push),
            found.join(", ")
        ),
        None => "The network is being trained again, with the labels pushed; grey lines are what G predicts.".into(),
    }
}

/// Under the kernel.
pub fn kernel(facts: &Facts) -> String {
    format!(
        "The tangent kernel has moved by {} of its size at the start. While it rests, directions are learned in the order of its eigenvalues.",
        short(facts.run.kernel_drift())
    )
}

/// Under the widths.
pub fn sweep(facts: &Facts) -> String {
    let Some([best, worst]) = facts.sweep.extremes() else {
        return "Networks of many widths are being trained on the same data.".into();
    };
    let count = facts.sweep.points.len();
    let steps = number(facts.setup.steps as f64);
    match facts.setup.readout_only() {
        true => format!(
            "{count} widths. Trained for ever, the test error, as a median over nine initialisations, peaks at width {worst} and is lowest at {best}; stopping after {steps} steps flattens the peak."
        ),
        false => format!(
            "{count} widths trained for {steps} steps: the test error is lowest at width {best} and highest at {worst}."
        ),
    }
}
