//! A NumPy program that solves the same equations and prints the same overlap.

use super::model::Facts;
use crate::{interpolation::Law, labs::write_number};

/// The program.
pub fn numpy(facts: &Facts) -> String {
    let all = &facts.all;
    let (parameter, law) = match all.law() {
        Law::Mixture { distance } => (format!("lam = {}", write_number(distance)), CLOUDS),
        Law::Logistic { steepness } => (format!("beta = {}", write_number(steepness)), LOGISTIC),
        Law::Teacher { flipped } => (format!("p = {}", write_number(flipped)), TEACHER),
    };
    let setting = format!(
        "import numpy as np\nfrom math import erfc\n\nalpha, kappa = {}, {}\n{parameter}\n",
        write_number(all.alpha()),
        write_number(all.margin())
    );
    let end = if facts.fits.is_ok() { TYPICAL } else { HEBB };
    format!("{setting}{START}{law}{end}")
}

const START: &str = "z = np.linspace(-9, 9, 2401)
pdf = lambda t: np.exp(-t * t / 2) / np.sqrt(2 * np.pi)
cdf = np.vectorize(lambda t: erfc(-t / 2**0.5) / 2)
dz = pdf(z) * (z[1] - z[0])
def law(x, Q):  # y, its weights, and those of Stein's term
";

const CLOUDS: &str = "    return lam * x + Q**0.5 * z, dz, lam * dz
";

const TEACHER: &str = "    m, v = x * z / Q**0.5, (1 - x * x / Q) ** 0.5
    share, slope = p + (1 - 2 * p) * cdf(m / v), (1 - 2 * p) * pdf(m / v) / v
    return Q**0.5 * z, 2 * share * dz, 2 * slope * dz
";

const LOGISTIC: &str = "    m, v = x * z / Q**0.5, (1 - x * x / Q) ** 0.5
    g = np.linspace(-9, 9, 601)[:, None]
    l = 1 / (1 + np.exp(-np.clip(beta * (m + v * g), -700, 700)))
    share = (pdf(g) * l).sum(0) * 0.03
    slope = (pdf(g) * beta * l * (1 - l)).sum(0) * 0.03
    return Q**0.5 * z, 2 * share * dz, 2 * slope * dz
";

const HEBB: &str = "m = law(0.0, 1.0)[2].sum()
print(m * alpha**0.5 / (1 + alpha * m * m) ** 0.5)  # hebb_overlap
";

/// Two equations for overlap and companion, by Newton's method on differences; begun where nothing is known.
const TYPICAL: &str = "def hazard(t):
    far = -np.minimum(t, -30.0)
    near = pdf(t) / np.maximum(cdf(t), 1e-300)
    return np.where(t > -30, near, far + 1 / far - 2 / far**3 + 10 / far**5)
def missing(u):  # overlap x = tanh u0, q / (1 - q) = e^u1
    x, q = np.tanh(u[0]), 1 / (1 + np.exp(-u[1]))
    y, weight, slope = law(x, x * x + (1 - x * x) * q)
    c = ((1 - x * x) * (1 - q)) ** 0.5
    r = hazard((y - kappa) / c)
    return np.array([np.arctanh(min(alpha * c * (slope * r).sum(), 0.999999)) - u[0], np.log(alpha * (weight * r * r).sum()) - u[1]])
u = np.array([0.1, -1.0])
for _ in range(60):
    u = u + 0.5 * missing(u)
for _ in range(12):
    f = missing(u)
    J = np.array([(missing(u + h) - missing(u - h)) / 2e-5 for h in 1e-5 * np.eye(2)]).T
    u = u - np.linalg.solve(J, f)
print(np.tanh(u[0]))  # typical_overlap
";
