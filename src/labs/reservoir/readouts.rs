//! The numbers of a full-batch run, and what is verified about them.

use super::{quantities::*, shown::Shown};
use crate::{
    dynamics::{coupling, degrees_of_freedom, gramian},
    labs::{Check, Error, Readout},
    linalg::Matrix,
};

/// Every readout, in the order shown.
pub fn all(shown: &Shown) -> Result<Vec<Readout>, Error> {
    let (setup, now) = (shown.setup, &shown.now);
    let fresh = now.test + setup.noise * setup.noise;
    let finite = |quantity: &crate::labs::Quantity, value: f64, why: &str| match value.is_finite() {
        true => quantity.value(value),
        false => quantity.absent(why),
    };
    let kept = "P has a zero where the estimate divides by it";
    let [loss, transfer, coupled] = identities(shown)?;
    let still = "nothing has moved yet";
    let mut list = vec![
        STEP.value(now.step as f64),
        TRAIN_MSE.value(now.train),
        TEST_MSE.noted(now.test, format!("{} with fresh label noise", words(fresh))),
        finite(&GCV, now.gcv, kept),
        finite(&LOO, now.loo, kept),
        CHANNEL_DIM.noted(
            shown.channel.dimension(setup.threshold) as f64,
            format!("of {}", setup.x.len()),
        ),
        DOF.value(degrees_of_freedom(shown.run.propagator())),
        finite(
            &KERNEL_DRIFT,
            shown.run.kernel_drift(),
            "the kernel is zero",
        ),
        finite(&IDENTITY_LOSS, loss, still),
        finite(&IDENTITY_TRANSFER, transfer, still),
        finite(&IDENTITY_COUPLING, coupled, still),
    ];
    for (quantity, push) in [&PUSH_CHANNEL, &PUSH_RESERVOIR]
        .into_iter()
        .zip(shown.pushes)
    {
        list.push(match &push.measured {
            Some(moved) => quantity.value(root_mean_square(moved) / setup.push),
            None => quantity.absent("the network is being trained again"),
        });
    }
    Ok(list)
}

fn words(value: f64) -> String {
    crate::figure::rounded(value, 4)
}

/// The root of the mean square.
pub fn root_mean_square(list: &[f64]) -> f64 {
    (dot(list, list) / list.len().max(1) as f64).sqrt()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn times(matrix: &Matrix, vector: &[f64]) -> Result<Vec<f64>, Error> {
    let column = Matrix::new(vector.len(), 1, vector.to_vec())?;
    Ok(matrix.product(&column)?.into_vec())
}

/// Relative residuals of the identities of loss, transfer and coupling.
fn identities(shown: &Shown) -> Result<[f64; 3], Error> {
    let run = shown.run;
    let first = run.first_residual();
    let n = first.len() as f64;
    let g: Vec<f64> = first.iter().map(|r| r / n).collect();
    let residual = run.residual();
    let drop = (dot(&first, &first) - dot(&residual, &residual)) / (2.0 * n);
    let dissipated = dot(&g, &times(&gramian(run.propagator())?, &g)?);
    let less = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<_>>();
    let moved = less(run.query_outputs(), run.first_query_outputs());
    let off = |list: &[f64]| (dot(list, list) / dot(&moved, &moved)).sqrt();
    let transferred = times(run.transfer(), &g)?;
    let sum: Vec<f64> = moved.iter().zip(&transferred).map(|(a, b)| a + b).collect();
    if run.steps() == 0 {
        return Ok([f64::NAN; 3]);
    }
    let coupled = coupling(run.transfer(), run.propagator())?;
    let dragged = times(&coupled, &less(run.outputs(), run.first_outputs()))?;
    Ok([
        ((drop - dissipated) / drop).abs(),
        off(&sum),
        off(&less(&moved, &dragged)),
    ])
}

/// Two numbers along two routes each.
pub fn checks(shown: &Shown) -> Result<Vec<Check>, Error> {
    let (run, net) = (shown.run, shown.run.net());
    let residual = run.residual();
    let n = residual.len() as f64;
    let g: Vec<f64> = residual.iter().map(|r| r / n).collect();
    let mut pass = crate::nn::Pass::default();
    let mut gradient = vec![0.0; net.parameters()];
    net.forward(run.parameters(), &run.data().inputs, &mut pass)?;
    net.backward(run.parameters(), &g, &mut pass)?;
    net.gradient(&pass, &vec![1.0; g.len()], &mut gradient)?;
    let (steepness, through) = (
        dot(&gradient, &gradient),
        dot(&g, &times(run.kernel(), &g)?),
    );
    let channel = &shown.channel;
    let square = n - run.propagator().frobenius_norm().powi(2);
    let size = n.max(square.abs());
    Ok(vec![
        Check::new(
            "kernel",
            "backpropagation and the tangent kernel agree on how fast the loss falls",
            (steepness - through).abs() / through.abs().max(f64::MIN_POSITIVE),
            1e-8,
        ),
        Check::new(
            "omega",
            "the shares ω add up to n − ‖P‖²",
            (channel.degrees_of_freedom() - square).abs() / size,
            1e-10,
        ),
    ])
}
