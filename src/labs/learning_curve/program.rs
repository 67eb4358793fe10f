//! A NumPy program that solves the same equation and prints the same test error.

use super::setup::{Kernel, Setup};
use crate::labs::write_number;

/// The program.
pub fn numpy(setup: &Setup) -> String {
    let number = write_number;
    let spectrum = match setup.kernel {
        Kernel::Circle { depth, frequency } => return circle(setup, depth, frequency),
        Kernel::Power { decay } => format!("lam = i ** -{}\n", decimal(decay)),
        Kernel::Flat => "lam = np.ones(p)\n".into(),
        Kernel::TwoLevel { strong, low } => {
            format!("lam = np.where(i <= {strong}, 1.0, {})\n", number(low))
        }
        Kernel::Custom { by_hand, decay } => {
            let head: Vec<_> = setup.list[..by_hand].iter().map(|m| number(m.0)).collect();
            format!(
                "lam = i ** -{}\nlam[:{by_hand}] = [{}]\n",
                decimal(decay),
                head.join(", ")
            )
        }
    };
    let solve = match setup.setting.ridge == 0.0 && setup.setting.samples >= setup.modes.count() {
        true => LEAST_SQUARES.into(),
        false => format!("m, tail = 1, 0\n{SOLVE}"),
    };
    format!(
        "import numpy as np\n\n{}p = {}\ni = np.arange(1.0, p + 1)\n{spectrum}v2 = i ** -{}\n{solve}",
        setting(setup),
        setup.list.len(),
        decimal(setup.target_decay),
    )
}

fn setting(setup: &Setup) -> String {
    let s = &setup.setting;
    let (ridge, noise) = (write_number(s.ridge), write_number(s.noise));
    format!("n, ridge, noise = {}, {ridge}, {noise}\n", setup.n)
}

/// A number that NumPy reads as a float.
fn decimal(x: f64) -> String {
    let text = write_number(x);
    if text.contains(['.', 'e']) {
        text
    } else {
        text + ".0"
    }
}

const SOLVE: &str = "low, high = -700.0, 700.0
for _ in range(100):
    y = (low + high) / 2
    kappa = np.exp(y)
    above = (m * lam / (lam + kappa)).sum() + (ridge + tail) / kappa > n
    low, high = (y, high) if above else (low, y)
L = lam / (lam + kappa)
E0 = n / ((m * L * (1 - L)).sum() + (ridge + tail) / kappa)
print(E0 * (((1 - L) ** 2 * v2).sum() + noise))  # test_error
";

/// No fewer samples than modes, and no ridge.
const LEAST_SQUARES: &str = "spare = n - (lam > 0).sum()
left = v2[lam == 0].sum() + noise
print(left * n / spare if spare else np.inf if left else 0.0)  # test_error
";

fn circle(setup: &Setup, depth: usize, frequency: usize) -> String {
    let spectrum = if depth == 1 {
        "lam = np.where(k % 2, 0.0, 2 * (k**2 + 3) / np.pi**2 / (k**2 - 1 + (k == 1)) ** 2)\nlam[1] = 0.5\n".into()
    } else {
        format!(
            "u = np.cos(2 * np.pi * np.arange(2**20) / 2**20)\nS, T = u, u\nfor _ in range({depth}):\n    \
k0 = (np.pi - np.arccos(np.clip(S, -1, 1))) / np.pi\n    k1 = S * k0 + np.sqrt(np.maximum(0, 1 - S * S)) / np.pi\n    \
S, T = k1, T * k0 + k1\nlam = np.fft.rfft(T).real[: len(k)] / 2**20\n"
        )
    };
    format!(
        "import numpy as np\n\n{}k = np.arange(16385.0)  # frequencies\n{spectrum}m = np.where(k > 0, 2, 1)\n\
tail = {} - (m * lam).sum()\nv2 = 1.0 * (k == {frequency})\n{SOLVE}",
        setting(setup),
        depth + 1,
    )
}
