//! The finding, the caveats, and programs that print the same numbers.

use super::{controls::Source, model::Facts};
use crate::{
    figure::number,
    labs::{prelude::*, write_number},
};

/// The finding in one sentence.
pub fn headline(facts: &Facts) -> String {
    let (here, tenfold) = (&facts.here, &facts.tenfold);
    if facts.source == Source::File {
        let pair = &facts.pairs()[0];
        return match &pair.outcome {
            None => format!("Matching {} units with {}.", pair.units[0], pair.units[1]),
            Some(outcome) => format!(
                "These networks share {} of {} and {} units; by chance it would be {}.",
                outcome.matched().count(),
                pair.units[0],
                pair.units[1],
                outcome.null_matched()
            ),
        };
    }
    let features = if facts.discrete {
        number(here.count)
    } else {
        short(here.count)
    };
    match here.count > 0.0 {
        true => format!(
            "{features} of {} active features have a neuron of their own; ten times the capacity gives {} times as many.",
            if facts.discrete {
                number(here.active)
            } else {
                short(here.active)
            },
            short(tenfold.count / here.count)
        ),
        false => format!(
            "No feature is isolated by {}: capacity is too scarce.",
            short(facts.tau)
        ),
    }
}

/// What the numbers of this state do not say.
pub fn notes(facts: &Facts) -> Vec<String> {
    let (here, other) = (&facts.here, &facts.other);
    let mut notes = vec![
        "The slope 1/β is not derived from data: the paper chooses β between 1.43 and 2.04 so that it agrees with the 0.49 to 0.69 that it measures, over a decade and a half of sizes. Its horizontal axis counts neurons, not parameters; its exponents were read from an image, to a hundredth.".to_owned(),
        "The theory has no training in it, gives each feature one neuron by assumption, and takes features for uncorrelated. The networks that the paper matches also differ in data and tokenizer.".to_owned(),
    ];
    let (counted, smooth) = if facts.discrete {
        (here, other)
    } else {
        (other, here)
    };
    notes.push(format!(
        "Counted one by one, capacity reaches to r₀ = {}; in the paper's continuum to {}. The continuum begins at rank 1, where a counted feature would begin half a rank before.",
        short(counted.front),
        short(smooth.front)
    ));
    if facts.source == Source::Toy {
        notes.push(format!(
            "The toy is ours after the paper's: 2N features, κ = 1, every neuron with interference of sixty features and noise. Two neurons of isolation s correlate as s/(1+s), so that τ = {} asks for {}. Best buddies without that threshold include nearly every active feature, and many neurons that merely mix some of the same features or are alike by chance.",
            short(facts.tau),
            short(facts.tau / (1.0 + facts.tau))
        ));
    } else {
        notes.push("The null shifts the inputs of one network by half the file. A unit that never changes has no neighbour. The paper takes pairs without a threshold of correlation; set a low τ to come near it.".into());
    }
    notes.push("Kurtosis over inputs says that a unit is rarely on, not of what. The paper takes it of the unit's projection on the vocabulary, and has a vision-language model judge vision units.".into());
    notes
}

/// A program that prints the count, or matches a file.
pub fn program(facts: &Facts) -> String {
    let (beta, tau, capacity) = (facts.beta, facts.tau, write_number(facts.here.capacity));
    if facts.source == Source::File {
        return format!(
            "{MATCH}print((mutual & (C.max(1) >= {:?})).sum())  # matched_units\n",
            tau / (1.0 + tau)
        );
    }
    match facts.discrete {
        true => format!(
            "import numpy as np\n\nbeta, capacity, tau = {beta:?}, {capacity}, {tau:?}\nr = np.arange(1.0, {})\nw = r**-beta\nlevel = np.cumsum(w) / (capacity + r)\nK = np.nonzero(w > level)[0][-1] + 1\ns = w[:K] / level[K - 1] - 1\nprint((s >= tau).sum())  # rosetta_count\n",
            facts.here.active as usize + 100
        ),
        false => format!(
            "import numpy as np\n\nbeta, capacity, tau = {beta:?}, {capacity}, {tau:?}\nlow, high = 0.0, 40.0\nfor _ in range(100):\n    front = np.exp((low + high) / 2)\n    spent = (front**beta - beta * front) / (beta - 1) + 1\n    low, high = (np.log(front), high) if spent < capacity else (low, np.log(front))\ncount = front * (1 + tau) ** (-1 / beta)\nprint(count if count >= 1 else 0.0)  # rosetta_count\n"
        ),
    }
}

const MATCH: &str = "import numpy as np

# Inputs down, units across.
A, B = np.load(\"a.npy\"), np.load(\"b.npy\")
A, B = ((X - X.mean(0)) / X.std(0) for X in (A, B))
C = A.T @ B / len(A)
mutual = C.argmax(0)[C.argmax(1)] == np.arange(len(C))
";
