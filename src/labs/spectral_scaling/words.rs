//! The finding, the caveats, and a program that prints the same number.

use super::{
    controls::Shape,
    model::{Facts, MAX_SIMULATED},
    setup::Setup,
};
use crate::{
    figure::number,
    labs::{prelude::*, write_number},
};

/// The finding in one sentence.
pub fn headline(facts: &Facts) -> String {
    let setup = &facts.setup;
    let (n, k) = (setup.limits.samples, setup.limits.features);
    let error = short(facts.shown(facts.here.excess));
    match (n.is_finite(), k.is_finite()) {
        (false, false) => "Neither samples nor features limit: only time does.".into(),
        _ if !facts.here.excess.is_finite() => {
            "As many samples as unknowns and no ridge: the error is infinite.".into()
        }
        (true, false) => format!(
            "{} samples reach down the spectrum to {} and leave an error of {error}.",
            number(n),
            short(facts.here.level)
        ),
        (false, true) => format!(
            "{} features reach down the spectrum to {} and leave an error of {error}.",
            number(k),
            short(facts.here.level)
        ),
        (true, true) => {
            let scarce = if n < k { "samples" } else { "features" };
            format!(
                "With {} samples and {} features the {scarce} are scarcer: the error is {error}.",
                number(n),
                number(k)
            )
        }
    }
}

/// What the numbers of this state do not say.
pub fn notes(facts: &Facts) -> Vec<String> {
    let setup = &facts.setup;
    let mut notes = vec![
        "The features are fixed, as in a kernel or a lazy network; learned features change the spectrum on the way. The theory takes them for Gaussian and holds as samples, features and modes grow together. That target and eigenbasis line up is an input here: the powers v are given, not explained.".to_owned(),
        format!("A cut-off fakes steeper exponents near n = {}, and real spectra rarely follow one power law over three decades: believe the curve, not the slope.", setup.modes()),
    ];
    if let Ok([data, width, _]) = setup.exponents()
        && data != width
    {
        notes.push(format!("A target this smooth gains {} per factor of data and only {} per factor of width: for least squares on random features the exponent is min(a − 1, b). Summaries of the papers, of which the abstracts were read, give min(a − 1, 2b) for both.", short(data), short(width)));
    }
    if setup.limits.noise > 0.0 && setup.limits.ridge == 0.0 {
        notes.push("With noise and no ridge the curves turn around as samples come near the number of modes or features: what is fitted then is noise.".into());
    }
    if setup.simulation.is_some() {
        notes.push(match setup.modes() <= MAX_SIMULATED {
            true => "Regressions at tens of samples lie a few percent off the curve, and most where samples and features are alike.".into(),
            false => format!("Simulated up to {MAX_SIMULATED} modes; choose fewer."),
        });
    }
    notes
}

/// A program that prints the test error.
pub fn program(setup: &Setup) -> String {
    let limit = |x: f64| {
        if x.is_finite() {
            write_number(x)
        } else {
            "np.inf".into()
        }
    };
    let [b, a] = setup.decays;
    let lists = match setup.shape {
        Shape::Power => format!(
            "i = np.arange(1.0, {} + 1)\nlam, v = i**-{b:?}, i**-{a:?}\n",
            setup.modes()
        ),
        Shape::Kink => {
            let (head, last) = (setup.kink.unwrap_or(setup.modes()), setup.eigenvalues.len());
            let at = |i: usize| setup.eigenvalues.get(i).copied().unwrap_or(1.0);
            // The slope after the kink, from the list itself.
            let steep = if head < last {
                (at(head - 1) / at(last - 1)).ln() / (last as f64 / head as f64).ln()
            } else {
                b
            };
            format!(
                "i = np.arange(1.0, {last} + 1)\nlam = np.where(i <= {head}, i**-{b:?}, {head}.0**-{b:?} * (i / {head}) ** -{steep:?})\nv = lam ** {:?}\n",
                a / b
            )
        }
        Shape::Drawn => {
            let shown = 64.min(setup.modes());
            if shown < setup.modes() {
                return format!(
                    "import numpy as np\n\n# Gradient flow from the first {shown} modes and the rest in one sum.\nlam = np.array([{}])\nv = np.array([{}])\nrest = {:?}\nprint((v * np.exp(-2 * lam * {:?})).sum() + rest)  # flow_loss\n",
                    numpy::list(&setup.eigenvalues[..shown]),
                    numpy::list(&setup.power[..shown]),
                    rest(setup, shown),
                    setup.time
                );
            }
            format!(
                "lam = np.array([{}])\nv = np.array([{}])\n",
                numpy::list(&setup.eigenvalues),
                numpy::list(&setup.power)
            )
        }
    };
    format!(
        "import numpy as np\n\nn, k, delta, noise = {}, {}, {:?}, {:?}\n{lists}{SOLVE}print(({} + noise) / (1 - spent / n) - noise{})  # test_error\n",
        limit(setup.limits.samples),
        limit(setup.limits.features),
        setup.limits.ridge,
        setup.limits.noise,
        "missing",
        if setup.noisy { " + noise" } else { "" }
    )
}

/// What gradient flow leaves of the modes from one on.
fn rest(setup: &Setup, from: usize) -> f64 {
    crate::regression::flow_loss(&setup.eigenvalues[from..], &setup.power[from..], setup.time)
}

const SOLVE: &str = "low, high = -500.0, 100.0
for _ in range(100):
    g = np.exp((low + high) / 2)
    z = (lam / (lam + g)).sum()
    kappa = g * (1 - z / k)
    enough = z <= min(n, k) if delta == 0 or n == np.inf else kappa > 0 and z + delta / kappa <= n
    low, high = (low, np.log(g)) if enough else (np.log(g), high)
if k <= n and (delta == 0 or n == np.inf):
    kappa = 0.0
q = ((lam / (lam + g)) ** 2).sum()
missing = ((g / (lam + g) - kappa * lam / ((lam + g) ** 2 * (1 - q / k))) * v).sum()
spent = (q * (1 - 2 * z / k) + z * z / k) / (1 - q / k)
";
