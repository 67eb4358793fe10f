//! A NumPy program that arrives at the same error by sampling.

use super::setup::Setup;
use crate::{labs::write_number, quadratic::Solution};

/// A program that samples the noisy target at the solution's δ and threshold, and prints the error of what is kept of it.
pub fn numpy(setup: &Setup, here: &Solution) -> String {
    let target = match setup.gamma {
        Some(gamma) => format!(
            "s = np.arange(1, d + 1) ** -{}  # eigenvalues of the target\ns /= np.sqrt((s ** 2).mean())\n",
            write_number(gamma)
        ),
        None => {
            let list: Vec<_> = setup
                .teacher
                .eigenvalues()
                .iter()
                .map(|s| write_number(*s))
                .collect();
            format!(
                "s = np.array([{}])  # eigenvalues of the target\n",
                list.join(", ")
            )
        }
    };
    format!(
        "import numpy as np\n\nd, p = {}, {}\n{target}delta, b = {}, {}  # solution of the state evolution\n\
rng = np.random.default_rng(0)\nerrors = []\nfor _ in range(40):\n    G = rng.normal(size=(d, d))\n    \
G = (G + G.T) / np.sqrt(2 * d)\n    x, U = np.linalg.eigh(np.diag(s) + delta * G)\n    \
f = np.maximum(x - b, 0)\n    f[: d - p] = 0\n    learned = (U * f) @ U.T\n    \
errors.append(((learned - np.diag(s)) ** 2).sum() / d)\n\
print(np.mean(errors))  # E, up to the finite size of the sampled noise\n",
        setup.d,
        setup.p,
        write_number(here.delta),
        write_number(here.threshold),
    )
}
