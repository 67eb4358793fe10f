//! What is found, in sentences.

use super::{model::Facts, pushes::root_mean_square, setup::Setup, sweep::Point};
use crate::{
    dynamics::Method,
    figure::{number, percent, short},
};

/// The classical Runge-Kutta method is stable while a step times the fastest rate stays below this.
const RUNGE_KUTTA: f64 = 2.785;

/// The finding of a run that cannot go on.
pub fn diverged(setup: &Setup, step: u64) -> String {
    let rate = short(setup.rate);
    match setup.method {
        Method::Descent => {
            format!("Training diverges after step {step}: the learning rate {rate} is too large.")
        }
        Method::Flow => format!(
            "Gradient flow cannot be followed beyond step {step}: a Runge-Kutta step of η = {rate} is too long."
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
    if step == 0 || channel == 0 {
        return format!("Step {step}: nothing has passed into the channel yet.");
    }
    let cells = facts.cells();
    let through = cells.signal_channel + cells.noise_channel;
    let whole = through + cells.signal_reservoir + cells.noise_reservoir;
    let share = percent(through / whole.max(f64::MIN_POSITIVE));
    format!(
        "Step {step}: {channel} of {n} directions carry {share} of what training has done to unseen points."
    )
}

/// The caveats that belong to this state.
pub fn notes(facts: &Facts) -> Vec<String> {
    let (setup, now) = (facts.setup, &facts.now);
    let fastest = facts.largest_eigenvalue().max(f64::MIN_POSITIVE);
    let n = facts.n() as f64;
    let (stable, bound) = match setup.method {
        Method::Descent => (2.0 * n / fastest, "Gradient descent is stable below 2n/λ₁"),
        Method::Flow => (
            RUNGE_KUTTA * n / fastest,
            "The flow itself does not explode; with the kernel of the start its Runge-Kutta steps are stable below 2.785 n/λ₁",
        ),
    };
    let mut notes = Vec::new();
    if facts.stuck {
        notes.push(format!(
            "Shown is the last step before numbers explode. {bound} = {}; choose at most {}.",
            short(stable),
            short(0.5 * stable.min(setup.rate))
        ));
    } else if setup.rate > stable && setup.method == Method::Descent {
        notes.push(format!(
            "The step size is above 2n/λ₁ = {}: errors may grow for a while, and then ω leaves [0, 1].",
            short(stable)
        ));
    }
    let identities = match setup.method {
        Method::Flow => {
            "Gradient flow: the identities hold up to the error of the Runge-Kutta steps, whatever the kernel does."
        }
        Method::Descent if setup.readout_only => {
            "Random features: the network is linear in what is trained, so the identities are exact step by step."
        }
        Method::Descent => {
            "Gradient descent: ω, W and D follow exactly from P; that P and G reproduce the network holds up to the size of the steps, O(η)."
        }
    };
    notes.push(identities.into());
    if now.loo > 3.0 * now.gcv && now.gcv.is_finite() {
        notes.push("Leave-one-out divides by Pᵢᵢ, some of which are near zero by now: trust generalized cross-validation.".into());
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
    match facts.is_stable() {
        true => format!("{keeps}: of any other, unseen points see at most a multiple of √ω."),
        false => format!("{keeps}."),
    }
}

/// Under the errors.
pub fn loss(facts: &Facts) -> String {
    format!(
        "Predicted from the training data alone: {} by generalized cross-validation; measured: {}.",
        short(facts.now.gcv),
        short(facts.fresh_error())
    )
}

/// Under the shares.
pub fn omega(facts: &Facts) -> String {
    format!(
        "{} of {} directions of the labels are learned (ω > {}); Σω = {}. Drag the threshold.",
        facts.channel_size(),
        facts.n(),
        short(facts.setup.threshold),
        short(facts.channel.degrees_of_freedom())
    )
}

/// Under signal and noise.
pub fn cells(facts: &Facts) -> String {
    let now = facts.cells();
    format!(
        "Through the channel come signal ({}) and noise ({}), through the reservoir signal ({}) and noise ({}). Still missing: {}. A jump is a direction that crosses θ.",
        short(now.signal_channel),
        short(now.noise_channel),
        short(now.signal_reservoir),
        short(now.noise_reservoir),
        short(now.bias)
    )
}

/// Under the pushes.
pub fn pushes(facts: &Facts) -> String {
    let [channel, reservoir] = facts.pushes;
    match (&channel.measured, &reservoir.measured) {
        (Some(a), Some(b)) => format!(
            "Trained again from the same start with labels pushed by {}: along the first direction (ω = {}) the function moves by {}, along the last one (ω = {}) by {}.",
            short(facts.setup.push),
            short(channel.omega),
            short(root_mean_square(a)),
            short(reservoir.omega.max(0.0)),
            short(root_mean_square(b))
        ),
        _ => "The network is being trained again, with the labels pushed; grey lines are what G predicts.".into(),
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
    let points = &facts.sweep.points;
    let error = |p: &&Point| p.limit.unwrap_or(p.test);
    let worst = points.iter().max_by(|a, b| error(a).total_cmp(&error(b)));
    let best = points.iter().min_by(|a, b| error(a).total_cmp(&error(b)));
    let (Some(best), Some(worst)) = (best, worst) else {
        return "Networks of many widths are being trained on the same data.".into();
    };
    let (count, best, worst) = (points.len(), best.width, worst.width);
    let steps = number(facts.setup.steps as f64);
    match facts.setup.readout_only {
        true => format!(
            "{count} widths. Trained for ever, the test error peaks at width {worst} and is lowest at {best}; stopping after {steps} steps flattens the peak."
        ),
        false => format!(
            "{count} widths trained for {steps} steps: the test error is lowest at width {best} and highest at {worst}."
        ),
    }
}
