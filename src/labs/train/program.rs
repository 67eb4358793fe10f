//! A NumPy program for what the state is about: the trial, the slope, or the head that is shown.

use super::{controls::Beside, controls::Measure, facts::Facts};
use crate::labs::prelude::*;

/// Kendall's τ with ties, of two lists x and y.
const TAU: &str = "i, j = np.triu_indices(len(x), 1)
dx, dy = np.sign(x[i] - x[j]), np.sign(y[i] - y[j])
print((dx * dy).sum() / np.sqrt((dx != 0).sum() * (dy != 0).sum()))";

/// From the networks of the grid, from the gaps over m, or else from the attention of the head that is shown.
pub fn numpy(facts: &Facts) -> String {
    let trial = || trial(facts).filter(|_| facts.view.beside == Beside::Grid);
    trial()
        .or_else(|| slope(facts))
        .unwrap_or_else(|| head(facts))
}

/// τ of the rate, or of counting parameters where that is chosen.
fn trial(facts: &Facts) -> Option<String> {
    let (which, readout) = match facts.view.measure {
        Measure::Parameters => (Measure::Parameters, "tau_parameters"),
        _ => (Measure::Rate, "tau_rate"),
    };
    facts.trial(which)?;
    let (measures, gaps, _) = facts.compared(which);
    Some(format!(
        "import numpy as np\n\n# One network each: ln of {}, and the gap in nats.\nx = np.array([{}])\ny = np.array([{}])\n{TAU}  # {readout}\n",
        which.name(),
        numpy::list(&measures),
        numpy::list(&gaps)
    ))
}

/// The straight line through the mean gaps.
fn slope(facts: &Facts) -> Option<String> {
    facts.slope()?;
    let gaps = facts.gaps();
    let sizes: Vec<f64> = gaps.iter().map(|(m, _)| *m as f64).collect();
    let rows: Vec<String> = gaps
        .iter()
        .map(|(_, gaps)| format!("    [{}],\n", numpy::list(gaps)))
        .collect();
    Some(format!(
        "import numpy as np\n\nm = np.array([{}])\n# A row per m, a network per seed: the gap in nats.\ngap = np.array([\n{}]).mean(1)\nx, y = np.log(m[gap > 0]), np.log(gap[gap > 0])\nprint(np.polyfit(x, y, 1)[0])  # gap_slope\n",
        numpy::list(&sizes),
        rows.concat()
    ))
}

/// erank of the mean attention of the head that is shown, from its entries.
fn head(facts: &Facts) -> String {
    let Some(head) = facts.matrices.get(facts.shown()) else {
        return String::new();
    };
    let values = head.attention.values();
    let program = numpy::erank_of_matrix(&head.mean_attention, values);
    program.replace("# erank\n", "# mean_attention_erank\n")
}
