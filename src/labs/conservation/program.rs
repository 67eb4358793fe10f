//! A NumPy program that trains the same network on the same data.

use super::{controls::Kind, model::Facts};
use crate::{
    dynamics::conservation::{Dynamics, Network},
    labs::{prelude::*, write_number},
};

/// Prints the loss of a linear chain at this step, or the anisotropy of the unit's landscape; empty of other networks, and of steps that
/// draw random numbers or keep averages.
pub fn numpy(facts: &Facts) -> String {
    let all_seen = !facts.rule.sampled && facts.run.ended().is_none();
    match &facts.run.problem().network {
        Network::Unit => landscape(facts),
        Network::Chain {
            widths,
            relu: false,
        } if all_seen => chain(facts, widths),
        _ => String::new(),
    }
}

fn landscape(facts: &Facts) -> String {
    let examples = &facts.run.problem().examples;
    format!(
        "import numpy as np

X = np.array([{x}]).reshape(-1, 2)
y = np.array([{y}])
n = {n}  # rotations
angle = np.linspace(0, 2 * np.pi, 720, endpoint=False)
p = 1.5 * np.stack([np.cos(angle), np.sin(angle)])
L = 0
for k in range(n):
    c, s = np.cos(2 * np.pi * k / n), np.sin(2 * np.pi * k / n)
    z = X @ np.array([[c, s], [-s, c]]) @ p
    L = L + ((0.012 * z**6 - 0.22 * z**4 + z**2 - y[:, None]) ** 2).mean(0) / (2 * n)
print((L.max() - L.min()) / L.mean())  # anisotropy\n",
        x = numpy::list(examples.inputs.as_slice()),
        y = numpy::list(examples.labels.as_slice()),
        n = facts.run.problem().maps.len().max(1),
    )
}

fn chain(facts: &Facts, widths: &[usize]) -> String {
    let rule = &facts.rule;
    let step = match rule.dynamics {
        Dynamics::Flow => FLOW,
        Dynamics::Descent => {
            "    W = [(1 - eta * decay) * w - eta * g for w, g in zip(W, gradient(W))]\n"
        }
        Dynamics::Momentum => {
            "    V = [beta * v + g for v, g in zip(V, gradient(W))]\n    W = [(1 - eta * decay) * w - eta * v for w, v in zip(W, V)]\n"
        }
        Dynamics::Stochastic | Dynamics::Adam => return String::new(),
    };
    let (mut layers, mut start) = (String::new(), 0);
    for pair in widths.windows(2) {
        let count = pair[0] * pair[1];
        let weights = numpy::list(&facts.run.start()[start..start + count]);
        layers += &format!(
            "    np.array([{weights}]).reshape({}, {}),\n",
            pair[1], pair[0]
        );
        start += count;
    }
    let data = facts.run.data();
    let data_of = match facts.kind {
        Kind::Scalar => "f = a b, to be 2",
        _ => "all copies",
    };
    format!(
        "import numpy as np

X = np.array([{x}]).reshape(-1, {n})  # {data_of}
Y = np.array([{y}]).reshape(-1, {m})
W = [
{layers}]
eta, beta, decay = {eta}, {beta}, {decay}


def gradient(W):
    A = [X.T]
    for w in W:
        A.append(w @ A[-1])
    D, G = (A[-1] - Y.T) / len(X), []
    for w, a in zip(W[::-1], A[-2::-1]):
        G.insert(0, D @ a.T)
        D = w.T @ D
    return G


V = [np.zeros_like(w) for w in W]
for _ in range({steps}):
{step}f = X.T
for w in W:
    f = w @ f
print(((f - Y.T) ** 2).sum() / (2 * len(X)))  # loss\n",
        x = numpy::list(data.inputs.as_slice()),
        y = numpy::list(data.labels.as_slice()),
        n = widths[0],
        m = widths[widths.len() - 1],
        eta = write_number(rule.eta),
        beta = write_number(rule.momentum),
        decay = write_number(rule.decay),
        steps = facts.run.step(),
    )
}

/// Twenty Runge-Kutta steps of order 4.
const FLOW: &str = "    for _ in range(20):
        h, K = eta / 20, []
        for c in (0, 0.5, 0.5, 1):
            U = [w + c * h * k for w, k in zip(W, K[-1])] if K else W
            K.append([-g - decay * u for g, u in zip(gradient(U), U)])
        W = [w + h / 6 * (a + 2 * b + 2 * c + d) for w, a, b, c, d in zip(W, *K)]
";
