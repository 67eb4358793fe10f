//! What is found, in sentences.

use super::shown::Shown;
use crate::{dynamics::Method, figure::short, linalg::symmetric_eigen};

/// A percentage of something that may be nothing.
fn percent(part: f64, whole: f64) -> String {
    let share = 100.0 * part / whole.max(f64::MIN_POSITIVE);
    match share {
        s if s >= 99.9 => "more than 99.9 %".into(),
        s if s >= 99.5 => format!("{s:.1} %"),
        s if s < 1.0 && s > 0.0 => "less than 1 %".into(),
        s => format!("{s:.0} %"),
    }
}

/// The finding.
pub fn headline(shown: &Shown) -> String {
    let (setup, now) = (shown.setup, &shown.now);
    if shown.stuck {
        return format!(
            "Training diverges after step {}: the learning rate {} is too large.",
            now.step,
            short(setup.rate)
        );
    }
    let n = setup.x.len();
    let cells = now.cells(setup.threshold);
    let channel = shown.channel.dimension(setup.threshold);
    if now.step == 0 || channel == 0 {
        return format!(
            "Step {}: nothing has passed into the channel yet.",
            now.step
        );
    }
    let through = cells.signal_channel + cells.noise_channel;
    let whole = through + cells.signal_reservoir + cells.noise_reservoir;
    format!(
        "Step {}: {channel} of {n} directions carry {} of what training has done to unseen points.",
        now.step,
        percent(through, whole)
    )
}

/// The caveats that belong to this state.
pub fn notes(shown: &Shown) -> Vec<String> {
    let (setup, now) = (shown.setup, &shown.now);
    let mut notes = Vec::new();
    let n = setup.x.len() as f64;
    // A run that explodes takes its kernel along.
    let kernel = match shown.stuck {
        true => shown.run.first_kernel(),
        false => shown.run.kernel(),
    };
    let largest = symmetric_eigen(kernel)
        .ok()
        .and_then(|eigen| eigen.values.last().copied())
        .unwrap_or(0.0);
    let stable = 2.0 * n / largest.max(f64::MIN_POSITIVE);
    if shown.stuck {
        notes.push(format!(
            "Shown is the last step before numbers explode. Gradient descent is stable below 2n/λ₁ = {}; choose at most {}.",
            short(stable),
            short(0.5 * stable.min(setup.rate))
        ));
    } else if setup.rate > stable && setup.method == Method::Descent {
        notes.push(format!(
            "The step size is above 2n/λ₁ = {}: errors may grow for a while, and then ω leaves [0, 1].",
            short(stable)
        ));
    }
    notes.push(match setup.method {
        Method::Flow => "Gradient flow: the identities hold up to the error of the Runge-Kutta steps, whatever the kernel does.".into(),
        Method::Descent if setup.readout_only => {
            "Random features: the network is linear in what is trained, so the identities are exact step by step.".into()
        }
        Method::Descent => "Gradient descent: ω, W and D follow exactly from P; that P and G reproduce the network holds up to the size of the steps, O(η).".to_string(),
    });
    if now.loo > 3.0 * now.gcv && now.gcv.is_finite() {
        notes.push("Leave-one-out divides by Pᵢᵢ, some of which are near zero by now: trust generalized cross-validation.".into());
    }
    notes
}
