//! The figures of the run itself: the function, the losses, the channel, the cells.

use super::{
    controls::{LABELS, Labels, THRESHOLD, Y},
    history::Moment,
    setup::Setup,
    shown::Shown,
};
use crate::{labs::prelude::*, linalg::Matrix};

/// A figure of lines.
pub fn figure(id: &str, title: &str, caption: String, mut lines: Lines) -> Figure {
    // A series without a finite point has nothing to draw.
    lines.series.retain(|s| s.y.iter().any(|y| y.is_finite()));
    Figure::lines(id, title, caption, lines)
}

/// The lowest and highest of labels and target, with some air.
pub fn vertical(setup: &Setup) -> (f64, f64) {
    let all = setup.y.iter().chain(&setup.query_target);
    let (low, high) = all.fold((-1.0_f64, 1.0_f64), |(low, high), y| {
        (low.min(*y), high.max(*y))
    });
    let air = 0.12 * (high - low);
    (low - air, high + air)
}

/// The function, the data, and the part that came through the channel.
pub fn fit(shown: &Shown) -> Result<Figure, Error> {
    let (setup, run) = (shown.setup, shown.run);
    let on = |values: &[f64]| -> Vec<(f64, f64)> {
        setup
            .queries
            .iter()
            .copied()
            .zip(values.iter().copied())
            .collect()
    };
    let n = setup.x.len();
    let g: Vec<f64> = run.first_residual().iter().map(|r| r / n as f64).collect();
    let channel = shown.channel.dimension(setup.threshold);
    let part = Matrix::new(n, 1, shown.channel.project(&g, channel))?;
    let carried = run.transfer().product(&part)?;
    let start = run.first_query_outputs();
    let carried: Vec<f64> = start
        .iter()
        .zip(carried.as_slice())
        .map(|(u, g)| u - g)
        .collect();
    let (low, high) = vertical(setup);
    let mut lines = Lines::new(
        Axis::linear("input x").range(-2.0, 2.0),
        Axis::linear("output").range(low, high),
    );
    lines.series = vec![
        Series::new(
            "start",
            "at the start",
            inks::PINNED,
            Mark::Line,
            on(start).into_iter(),
        ),
        Series::new(
            "target",
            "target",
            inks::NEUTRAL,
            Mark::Line,
            on(&setup.query_target).into_iter(),
        ),
        Series::new(
            "channel",
            "through the channel",
            inks::CHANNEL,
            Mark::Line,
            on(&carried).into_iter(),
        ),
        Series::new(
            "network",
            "network",
            inks::FUNCTION,
            Mark::Line,
            on(run.query_outputs()).into_iter(),
        ),
        Series::new(
            "labels",
            "labels",
            inks::TRAIN,
            Mark::Points,
            setup.x.iter().copied().zip(setup.y.iter().copied()),
        ),
    ];
    lines.handles = (0..n)
        .map(|i| {
            let label = format!("label {}", i + 1);
            let grip = Handle::new(Y.id(), &label, Along::Y, setup.x[i], setup.y[i]);
            grip.element(i).also(LABELS.id(), Labels::Hand.id())
        })
        .collect();
    Ok(figure(
        "fit",
        "The function, and what came through the channel",
        format!(
            "Drag a label. The dashed line keeps the {channel} channel directions alone: what the reservoir holds reaches unseen points in proportion to its ω."
        ),
        lines,
    ))
}

/// Every kept moment and the present one.
fn timeline<'a>(shown: &'a Shown) -> impl Iterator<Item = &'a Moment> {
    let known = shown.moments.iter().filter(|m| m.step < shown.now.step);
    known
        .chain(std::iter::once(&shown.now))
        .filter(|m| m.step > 0)
}

/// The axis of the steps so far.
pub fn steps(last: u64) -> Axis {
    Axis::log("step")
        .counted()
        .range(1.0, (last as f64).max(10.0))
}

/// Training and test error, and the latter predicted from the training data alone.
pub fn loss(shown: &Shown) -> Figure {
    let setup = shown.setup;
    let fresh = setup.noise * setup.noise;
    let of = |value: fn(&Moment) -> f64, add: f64| {
        timeline(shown)
            .map(move |m| (m.step as f64, value(m) + add))
            .collect::<Vec<_>>()
    };
    let (train, test) = (of(|m| m.train, 0.0), of(|m| m.test, fresh));
    let (gcv, mut loo) = (of(|m| m.gcv, 0.0), of(|m| m.loo, 0.0));
    let here = [shown.now.train, shown.now.test + fresh];
    let all = || {
        train
            .iter()
            .chain(&test)
            .chain(&gcv)
            .map(|p| p.1)
            .chain(here)
    };
    let finite = || all().filter(|y| y.is_finite() && *y > 0.0);
    let high = 1.3 * finite().fold(1e-12, f64::max);
    let low = 0.7 * finite().fold(high, f64::min).max(1e-9 * high);
    // Late in a run leave-one-out may be anything; it must not squash the rest.
    loo.iter_mut()
        .filter(|p| p.1 > high)
        .for_each(|p| p.1 = f64::NAN);
    let mut lines = Lines::new(
        steps(shown.now.step),
        Axis::log("mean squared error").range(low, high),
    );
    lines.series = vec![
        Series::new(
            "loo",
            "leave-one-out",
            inks::LEAVE_ONE_OUT,
            Mark::Line,
            loo.into_iter(),
        ),
        Series::new(
            "gcv",
            "cross-validation",
            inks::GCV,
            Mark::Line,
            gcv.into_iter(),
        ),
        Series::new(
            "train",
            "training",
            inks::TRAIN,
            Mark::Line,
            train.into_iter(),
        ),
        Series::new(
            "test",
            "test, fresh noise",
            inks::TEST,
            Mark::Line,
            test.into_iter(),
        ),
    ];
    if fresh > low && fresh < high {
        lines
            .guides
            .push(Guide::new("noise σ²", Along::Y, fresh, inks::NEUTRAL));
    }
    let caption = format!(
        "Predicted from the training data alone: {} by generalized cross-validation; measured: {}.",
        short(shown.now.gcv),
        short(shown.now.test + fresh)
    );
    if lines.series.iter().all(|s| s.x.is_empty()) {
        lines.series.push(Series::new(
            "now",
            "test, fresh noise",
            inks::TEST,
            Mark::Points,
            std::iter::once((1.0, here[1])),
        ));
    }
    figure("loss", "Test error, measured and predicted", caption, lines)
}

/// How much of every direction's energy training has removed.
pub fn omega(shown: &Shown) -> Figure {
    let (setup, omega) = (shown.setup, &shown.channel.omega);
    let n = omega.len();
    let channel = shown.channel.dimension(setup.threshold);
    let bars =
        |from: usize, to: usize| (from..to).map(|j| ((j + 1) as f64, omega[j].clamp(0.0, 1.0)));
    let mut lines = Lines::new(
        Axis::linear("direction ψ")
            .counted()
            .range(0.25, n as f64 + 0.75),
        Axis::linear("share removed ω").range(0.0, 1.05),
    );
    lines.series = vec![
        Series::new(
            "channel",
            "channel",
            inks::CHANNEL,
            Mark::Bars,
            bars(0, channel),
        ),
        Series::new(
            "reservoir",
            "reservoir",
            inks::RESERVOIR,
            Mark::Bars,
            bars(channel, n),
        ),
    ];
    lines.guides.push(Guide::new(
        "threshold θ",
        Along::Y,
        setup.threshold,
        inks::THRESHOLD,
    ));
    lines.handles.push(Handle::new(
        THRESHOLD.id(),
        "threshold",
        Along::Y,
        n as f64 + 0.4,
        setup.threshold,
    ));
    figure(
        "omega",
        "Channel and reservoir",
        format!(
            "{channel} of {n} directions of the labels are learned (ω > {}); Σω = {}. Drag the threshold.",
            short(setup.threshold),
            short(shown.channel.degrees_of_freedom())
        ),
        lines,
    )
}

/// Signal and noise through channel and reservoir.
pub fn cells(shown: &Shown) -> Figure {
    const FLOOR: f64 = 1e-5;
    let threshold = shown.setup.threshold;
    let of = |value: fn(&crate::dynamics::Cells) -> f64| {
        timeline(shown).map(move |m| (m.step as f64, value(&m.cells(threshold)).max(0.5 * FLOOR)))
    };
    let now = shown.now.cells(threshold);
    let high = shown
        .moments
        .iter()
        .chain(std::iter::once(&shown.now))
        .map(|m| {
            let c = m.cells(threshold);
            [
                c.signal_channel,
                c.bias,
                c.noise_channel,
                c.signal_reservoir,
            ]
            .into_iter()
            .fold(0.1, f64::max)
        });
    let high = 1.5 * high.fold(0.1, f64::max);
    let mut lines = Lines::new(
        steps(shown.now.step),
        Axis::log("mean square at unseen points")
            .range(FLOOR, high)
            .floor(FLOOR, "invisible"),
    );
    lines.series = vec![
        Series::new(
            "bias",
            "signal still missing",
            inks::MISSING,
            Mark::Line,
            of(|c| c.bias),
        ),
        Series::new(
            "noise_reservoir",
            "noise, reservoir",
            inks::RESERVOIR_NOISE,
            Mark::Line,
            of(|c| c.noise_reservoir),
        ),
        Series::new(
            "signal_reservoir",
            "signal, reservoir",
            inks::RESERVOIR,
            Mark::Line,
            of(|c| c.signal_reservoir),
        ),
        Series::new(
            "noise_channel",
            "noise, channel",
            inks::CHANNEL_NOISE,
            Mark::Line,
            of(|c| c.noise_channel),
        ),
        Series::new(
            "signal_channel",
            "signal, channel",
            inks::CHANNEL,
            Mark::Line,
            of(|c| c.signal_channel),
        ),
    ];
    if lines.series.iter().all(|s| s.x.is_empty()) {
        let start = std::iter::once((1.0, now.bias.max(0.5 * FLOOR)));
        lines.series.push(Series::new(
            "bias",
            "signal still missing",
            inks::MISSING,
            Mark::Points,
            start,
        ));
    }
    figure(
        "cells",
        "Signal and noise, channel and reservoir",
        format!(
            "Signal comes through the channel ({}), and so does noise ({}); what the reservoir lets through stays small ({} and {}). Still missing: {}.",
            short(now.signal_channel),
            short(now.noise_channel),
            short(now.signal_reservoir),
            short(now.noise_reservoir),
            short(now.bias)
        ),
        lines,
    )
}
