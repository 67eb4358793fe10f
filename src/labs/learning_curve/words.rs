//! The finding and the caveats, in words.

use super::{model::Facts, setup::Kernel};
use crate::{
    figure::{number, percent, short},
    regression::{MAX_SIMULATED, Simulation},
};

/// E₀ from which on the noise that is fitted, not what is learned, is the finding.
const OVERFITTED: f64 = 3.0;

/// The finding in one sentence.
pub fn headline(facts: &Facts) -> String {
    let (setup, here) = (&facts.setup, &facts.here);
    let noise = setup.setting.noise;
    let samples = number(setup.n as f64);
    let samples_learn = match setup.n {
        1 => "1 sample learns".into(),
        _ => format!("{samples} samples learn"),
    };
    let learned = match here.target_learnability {
        0.0 => "nothing".into(),
        share => percent(share),
    };
    let error = short(here.test_error);
    if here.test_error == 0.0 {
        return format!(
            "{samples_learn} all of the target: no fewer than modes, and no noise to average."
        );
    }
    if !here.e0.is_finite() {
        return format!(
            "With as many samples as modes, {samples}, nothing is left to average noise: test error {error}."
        );
    }
    if here.e0 >= OVERFITTED {
        let times = short(here.e0);
        return format!(
            "Overfitting multiplies the error {times} times, to {error}, although {samples_learn} {learned} of the target."
        );
    }
    let mut text = format!("{samples_learn} {learned} of the target: test error {error}");
    if noise > 0.0 {
        text += &format!(", of which {} is noise", short(noise));
    }
    if let Some((verdict, _)) = facts.verdict
        && setup.setting.ridge == 0.0
        && noise > 0.0
    {
        text += &format!("; overfitting is {}", verdict.name());
    }
    text + "."
}

/// What the numbers of this state do not say.
pub fn notes(facts: &Facts) -> Vec<String> {
    let mut notes = Vec::new();
    if let Kernel::Circle { depth, frequency } = facts.setup.kernel {
        notes.push(
            "Inputs with one dimension are not Gaussian features: at a handful of samples real regressions differ from the curve by a factor of two, without noise by more even at 64; switch the simulation on to see by how much."
                .into(),
        );
        if depth == 1 && frequency % 2 == 1 && frequency > 1 {
            notes.push(format!(
                "One hidden layer without biases cannot represent odd frequencies above 1: frequency {frequency} has eigenvalue 0 and is never learned."
            ));
        }
        if frequency == 0 {
            notes.push(
                "At frequency 0 the target is the constant 1: √2 cos(0) would have energy 2, all other targets have 1."
                    .into(),
            );
        }
    } else {
        notes.push(
            "The curve takes features for independent and Gaussian and is exact as samples and modes grow; at tens of samples simulations lie a few percent above it, more beside a peak."
                .into(),
        );
    }
    notes.push(
        "Benign, tempered and catastrophic are limits of many samples; at one n they are read off the noise that interpolation lets through: up to a tenth, up to ten times, more. r and R bound it up to unknown constants, shown with b = 1."
            .into(),
    );
    match &facts.simulation {
        Some(simulation) => {
            notes.extend(gap(simulation));
            let failed = simulation.dots.iter().filter_map(|dot| {
                let why = dot.failed.as_ref()?;
                Some(format!("No dot at n = {}: {why}.", dot.samples))
            });
            notes.extend(failed);
        }
        None if facts.setup.simulation.is_some() => notes.push(format!(
            "Simulated up to {MAX_SIMULATED} modes; choose fewer."
        )),
        None => {}
    }
    notes
}

/// How far the simulations are from the curve.
fn gap(simulation: &Simulation) -> Option<String> {
    let of = |(n, mean, error): (usize, f64, f64)| {
        let theory = simulation
            .dots
            .iter()
            .find(|dot| dot.samples == n)?
            .theory?;
        (theory > 0.0).then(|| (n, mean / theory, error / theory))
    };
    let ratios: Vec<_> = simulation.means().into_iter().filter_map(of).collect();
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
