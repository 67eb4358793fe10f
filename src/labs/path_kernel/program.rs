//! A NumPy program that trains the same network and prints the first-order form.

use super::model::Facts;
use crate::{
    dynamics::path_kernel::Sampling,
    labs::{prelude::*, write_number},
    nn::Unit,
};

/// A program that prints the first-order form of the answer; empty with batches, whose random numbers are ours, and where training diverged.
pub fn numpy(facts: &Facts) -> String {
    let (training, recipe) = (&facts.path, &facts.path.recipe);
    if recipe.sampling != Sampling::Full || facts.diverged() {
        return String::new();
    }
    let (unit, slope) = match training.model.unit() {
        Unit::Product | Unit::Linear => ("z", "np.ones_like(z)"),
        Unit::Square => ("z**2", "2 * z"),
        Unit::Tanh => ("np.tanh(z)", "1 - np.tanh(z) ** 2"),
        Unit::Relu => ("np.maximum(z, 0)", "(z > 0) * 1.0"),
    };
    let learns = match training.model.unit() {
        Unit::Product => "1, 1, 0, 0",
        Unit::Linear => "1, 1, 1, 0",
        Unit::Square => "0, 1, 1, 0",
        Unit::Tanh | Unit::Relu => "1, 1, 1, 1",
    };
    format!(
        "import numpy as np

X = np.array([{inputs}])
Y = np.array([{labels}])
theta = np.array([{theta}])  # a, w, b, c
eta, mu, x = {eta}, {mu}, {x}
h = len(theta) // 3
learns = np.repeat([{learns}], [h, h, h, 1])


def value_and_gradient(x):
    a, w, b, c = theta[:h], theta[h : 2 * h], theta[2 * h : -1], theta[-1]
    z = w * x + b
    back = a * ({slope})
    return a @ ({unit}) + c, learns * np.concatenate([{unit}, back * x, back, [1]])


answer = value_and_gradient(x)[0]
v = np.zeros_like(theta)
for t in range({steps}):
    v *= mu
    for xi, yi in zip(X, Y):
        f, g = value_and_gradient(xi)
        v += (f - yi) * g / len(X)
    answer -= eta * value_and_gradient(x)[1] @ v
    theta = theta - eta * v
print(answer)  # first_order\n",
        inputs = numpy::list(&training.examples.x),
        labels = numpy::list(&training.examples.y),
        theta = numpy::list(training.theta(0)),
        eta = write_number(recipe.eta),
        mu = write_number(recipe.momentum),
        x = write_number(facts.view.x),
        steps = facts.walk.len(),
    )
}
