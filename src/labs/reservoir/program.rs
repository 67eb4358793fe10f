//! A NumPy program that trains the same network.

use crate::{
    dynamics::{Experiment, Method},
    labs::{Error, shared::numpy, write_number},
    nn::{Activation, Scaling},
};

/// Networks up to this many parameters are written out.
const MAX_WRITTEN: usize = 600;

/// A program that repeats `steps` of the training from the same numbers and prints the test error; empty for large networks and for gradient flow.
///
/// It rounds in another order, so it agrees to about ten digits, not to the last bit.
pub fn program(experiment: &Experiment, steps: u64) -> Result<String, Error> {
    let Experiment {
        problem, recipe, ..
    } = experiment;
    let (net, parameters) = recipe.network(&experiment.hidden)?;
    if parameters.len() > MAX_WRITTEN || experiment.method == Method::Flow {
        return Ok(String::new());
    }
    let list = numpy::list;
    let sizes: Vec<String> = net.layers().iter().map(|l| l.inputs.to_string()).collect();
    let (act, slope) = match recipe.activation {
        Activation::Tanh => ("np.tanh(z)", "1 - a * a"),
        Activation::Relu => ("np.maximum(z, 0)", "(a > 0)"),
    };
    let factor = match recipe.scaling {
        Scaling::Ntk => "1 / np.sqrt(a)",
        Scaling::Standard => "1.0",
    };
    let lowest = match recipe.readout_only {
        true => "len(W) - 1",
        false => "0",
    };
    Ok(format!(
        "import numpy as np

x = np.array([{}])
y = np.array([{}])
f = np.array([{}])  # the target on the queries
w = np.array([{}])  # initial parameters
sizes = [{}, 1]
W, B, c, at = [], [], [], 0
for a, b in zip(sizes, sizes[1:]):
    W.append(w[at:at + a * b].reshape(a, b))
    B.append(w[at + a * b:at + a * b + b])
    c.append({factor})
    at += a * b + b

def forward(x):
    h = [x[:, None]]
    for l in range(len(W)):
        z = c[l] * (h[-1] @ W[l]) + B[l]
        h.append(z if l == len(W) - 1 else {act})
    return h

for _ in range({}):
    h = forward(x)
    d = (h[-1] - y[:, None]) / len(x)
    for l in range(len(W) - 1, -1, -1):
        a = h[l]
        dW, dB = c[l] * (a.T @ d), d.sum(0)
        d = c[l] * (d @ W[l].T) * ({slope})
        if l >= {lowest}:
            W[l], B[l] = W[l] - {} * dW, B[l] - {} * dB

q = np.linspace(-2, 2, {})
print(np.mean((forward(q)[-1][:, 0] - f) ** 2))  # test_mse
",
        list(&problem.x),
        list(&problem.y),
        list(&problem.query_target),
        list(&parameters),
        sizes.join(", "),
        steps,
        write_number(experiment.rate),
        write_number(experiment.rate),
        problem.queries.len(),
    ))
}
