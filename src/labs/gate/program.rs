//! A NumPy program that runs the gated optimiser on the same task, with its own random numbers.

use super::model::{Facts, Kind};
use crate::{
    labs::write_number,
    nn::{
        gate::{Evidence, Mask},
        tasks::modular::Operation,
    },
};

/// A program that prints what the gated optimiser's held-out error or accuracy comes to; empty where it would be longer than it helps:
/// per-example evidence, one gate per tensor, and the equation, which needs derivatives of derivatives by hand.
pub fn numpy(facts: &Facts) -> String {
    let gate = &facts.gate;
    if gate.evidence == Evidence::Examples || gate.per_tensor {
        return String::new();
    }
    let task = match &facts.kind {
        Kind::Advection { .. } => return String::new(),
        Kind::Modular { p, operation, .. } => modular(facts, *p, *operation),
        Kind::Curve { .. } => curve(facts),
    };
    let mask = match gate.mask {
        Mask::Hard => "(signal > alpha * noise) * 1.0",
        Mask::Soft => {
            "np.maximum(signal - alpha * noise, 0) / (np.maximum(signal - alpha * noise, 0) + softness * noise + floor)"
        }
        Mask::Snr => "signal / (signal + softness * alpha * noise + floor)",
    };
    let rule = &facts.rule;
    let [lr, decay, beta1, beta2, eps] = [
        rule.learning_rate,
        rule.weight_decay,
        rule.beta1,
        rule.beta2,
        rule.epsilon,
    ]
    .map(write_number);
    let [alpha, softness, floor, rho] =
        [gate.alpha, gate.softness, gate.floor, gate.rho].map(write_number);
    format!(
        "import numpy as np\n\nrng = np.random.default_rng({seed})\n{task}
lr, decay, beta1, beta2, eps = {lr}, {decay}, {beta1}, {beta2}, {eps}
alpha, softness, floor, rho = {alpha}, {softness}, {floor}, {rho}
M, V, S = ([np.zeros_like(w) for w in W] for _ in range(3))
queue = []
for t in range(1, {steps} + 1):
    if len(queue) < batch:
        queue = list(rng.permutation(n))
    rows, queue = np.array(queue[:batch]), queue[batch:]
    for k, g in enumerate(gradient(rows)):
        S[k] = rho * S[k] + (1 - rho) * (g - M[k]) ** 2  # M from the step before
        M[k] = beta1 * M[k] + (1 - beta1) * g
        V[k] = beta2 * V[k] + (1 - beta2) * g**2
        m, v, noise = M[k] / (1 - beta1**t), V[k] / (1 - beta2**t), S[k] / (1 - rho**t)
        signal = m**2
        q = {mask}
        W[k] = (1 - lr * decay) * W[k] - lr * q * m / (np.sqrt(v) + eps)
print(held_out())\n",
        seed = facts.seed,
        steps = facts.target,
    )
}

fn curve(facts: &Facts) -> String {
    let Kind::Curve {
        samples, harmonics, ..
    } = &facts.kind
    else {
        return String::new();
    };
    let (ends, truth, features, scale) = match harmonics {
        None => ("-2.5, 2.5", "0.9 * np.sin(1.7 * x)".into(), "x[:, None]".into(), 3),
        Some(count) => (
            "0, 1",
            "0.6 * np.sin(4 * np.pi * x) + 0.3 * np.sin(10 * np.pi * x + 1) + 0.3 * x * np.sin(22 * np.pi * x) + 0.4 * ((x >= 0.55) & (x < 0.75))".to_owned(),
            format!("np.hstack([f(2 * np.pi * x[:, None] * np.arange(1, {count} + 1)) for f in (np.cos, np.sin)])"),
            1,
        ),
    };
    format!(
        "n, batch, h, noise = {n}, {batch}, {h}, {noise}


def truth(x):
    return {truth}


def features(x):
    return {features}


x, grid = np.linspace({ends}, n), np.linspace({ends}, 200)
y = truth(x) + noise * rng.normal(size=n)
X = features(x)
sizes = [X.shape[1], h, h, 1]
W = []
for i, j in zip(sizes, sizes[1:]):
    W += [rng.normal(size=(i, j)) / np.sqrt(i), rng.normal(size=j) / np.sqrt(i)]
W[0], W[1], W[5] = {scale} * W[0], {scale} * W[1], 0 * W[5]


def layers(X):
    first = np.tanh(X @ W[0] + W[1])
    second = np.tanh(first @ W[2] + W[3])
    return first, second, (second @ W[4] + W[5])[:, 0]


def gradient(rows):
    a, b, u = layers(X[rows])
    d = (u - y[rows])[:, None] / len(rows)
    e = d @ W[4].T * (1 - b**2)
    f = e @ W[2].T * (1 - a**2)
    return [X[rows].T @ f, f.sum(0), a.T @ e, e.sum(0), b.T @ d, d.sum(0)]


def held_out():
    return ((layers(features(grid))[2] - truth(grid)) ** 2).mean()

",
        n = samples.len(),
        batch = facts.batch,
        h = facts.width,
        noise = write_number(facts.noise),
    )
}

fn modular(facts: &Facts, p: usize, operation: Operation) -> String {
    let (cells, class) = match operation {
        Operation::Add => ("np.arange(p)", "(a + b) % p"),
        Operation::Subtract => ("np.arange(p)", "(a - b) % p"),
        Operation::Multiply => ("np.arange(p)", "a * b % p"),
        Operation::Divide => (
            "np.arange(1, p)",
            "a * np.array([pow(int(x), -1, p) for x in b]) % p",
        ),
    };
    let Kind::Modular { sizes, .. } = &facts.kind else {
        return String::new();
    };
    format!(
        "p, n, batch, h = {p}, {n}, {batch}, {h}
a, b = (x.ravel() for x in np.meshgrid(np.arange(p), {cells}, indexing=\"ij\"))
c = {class}
order = rng.permutation(len(a))
train, held = order[:n], order[n:]
W = [rng.normal(size=(p, h)) * 0.5**0.5, rng.normal(size=(p, h)) * 0.5**0.5, np.zeros(h), rng.normal(size=(h, p)) / h**0.5]


def gradient(rows):
    i, j, k = a[train[rows]], b[train[rows]], c[train[rows]]
    hidden = np.maximum(W[0][i] + W[1][j] + W[2], 0)
    z = hidden @ W[3]
    z = np.exp(z - z.max(1, keepdims=True))
    z /= z.sum(1, keepdims=True)
    z[np.arange(len(rows)), k] -= 1
    z /= len(rows)
    d = z @ W[3].T * (hidden > 0)
    first, second = np.zeros_like(W[0]), np.zeros_like(W[1])
    np.add.at(first, i, d)
    np.add.at(second, j, d)
    return [first, second, d.sum(0), hidden.T @ z]


def held_out():
    hidden = np.maximum(W[0][a[held]] + W[1][b[held]] + W[2], 0)
    return ((hidden @ W[3]).argmax(1) == c[held]).mean()

",
        n = sizes[0],
        batch = facts.batch,
        h = facts.width,
    )
}
