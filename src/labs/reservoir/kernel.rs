//! The figures of the companions: labels pushed, the kernel then and now, many widths.

use super::{
    controls::WIDTH, pictures::figure, pushes::Push, readouts::root_mean_square, shown::Shown,
    sweep::Point,
};
use crate::{labs::prelude::*, linalg::symmetric_eigen};

/// How far the function moves when labels are pushed along a direction of the channel and of the reservoir.
pub fn invisible(shown: &Shown) -> Figure {
    let setup = shown.setup;
    let curve = |id: &str, label: String, ink: Ink, values: &[f64]| -> Series {
        let points = setup.queries.iter().copied().zip(values.iter().copied());
        Series::new(id, &label, ink, Mark::Line, points)
    };
    let [channel, reservoir] = shown.pushes;
    let high = |push: &Push| {
        push.predicted
            .iter()
            .chain(push.measured.iter().flatten())
            .fold(0.0_f64, |m, x| m.max(x.abs()))
    };
    let side = 1.15 * high(channel).max(high(reservoir)).max(setup.push);
    let mut lines = Lines::new(
        Axis::linear("input x").range(-2.0, 2.0),
        Axis::linear("movement of the function").range(-side, side),
    );
    for (push, name, ink, guess) in [
        (channel, "channel", inks::CHANNEL, inks::PINNED),
        (reservoir, "reservoir", inks::RESERVOIR, inks::NEUTRAL),
    ] {
        let predicted = curve(
            &format!("{name}_predicted"),
            format!("{name}, predicted by G"),
            guess,
            &push.predicted,
        );
        lines.series.push(predicted);
        if let Some(measured) = &push.measured {
            lines.series.push(curve(
                name,
                format!("along ψ{}, {name}", push.index + 1),
                ink,
                measured,
            ));
        }
    }
    lines.guides.push(Guide::new(
        "pushed so far",
        Along::Y,
        setup.push,
        inks::THRESHOLD,
    ));
    let caption = match (&channel.measured, &reservoir.measured) {
        (Some(a), Some(b)) => format!(
            "Trained again from the same start with labels pushed by {}: along the first direction (ω = {}) the function moves by {}, along the last one (ω = {}) by {}.",
            short(setup.push),
            short(channel.omega),
            short(root_mean_square(a)),
            short(reservoir.omega.max(0.0)),
            short(root_mean_square(b))
        ),
        _ => "The network is being trained again, with the labels pushed; thin lines are what G predicts.".into(),
    };
    figure("invisible", "Pushing the labels", caption, lines)
}

/// The kernel's eigenvalues at the start and now.
pub fn spectrum(shown: &Shown) -> Result<Figure, Error> {
    let values = |kernel| -> Result<Vec<f64>, Error> {
        let mut values = symmetric_eigen(kernel)?.values;
        values.reverse();
        Ok(values)
    };
    let (start, now) = (
        values(shown.run.first_kernel())?,
        values(shown.run.kernel())?,
    );
    let top = start[0].max(now[0]).max(f64::MIN_POSITIVE);
    let least = 1e-9 * top;
    let n = start.len();
    let points = |values: &[f64]| -> Vec<(f64, f64)> {
        values
            .iter()
            .enumerate()
            .map(|(i, v)| ((i + 1) as f64, v.max(0.5 * least)))
            .collect()
    };
    let mut lines = Lines::new(
        Axis::linear("index").counted().range(0.5, n as f64 + 0.5),
        Axis::log("eigenvalue λ of K")
            .range(least, 2.0 * top)
            .floor(least, "10⁻⁹ of the largest"),
    );
    lines.series = vec![
        Series::new(
            "start",
            "at the start",
            inks::PINNED,
            Mark::LinePoints,
            points(&start).into_iter(),
        ),
        Series::new(
            "now",
            "now",
            inks::FUNCTION,
            Mark::LinePoints,
            points(&now).into_iter(),
        ),
    ];
    let time = shown.setup.rate * shown.run.steps() as f64;
    let half = n as f64 * core::f64::consts::LN_2 / (2.0 * time);
    if time > 0.0 && half > least && half < 2.0 * top {
        lines.guides.push(Guide::new(
            "ω = ½ if K stood still",
            Along::Y,
            half,
            inks::THRESHOLD,
        ));
    }
    Ok(figure(
        "kernel",
        "The kernel, then and now",
        format!(
            "The tangent kernel has moved by {} of its size at the start. Directions are learned in the order of their eigenvalues.",
            short(shown.run.kernel_drift())
        ),
        lines,
    ))
}

/// Errors beyond this are above the picture.
const HIGHEST: f64 = 100.0;

/// Training and test error over the width.
pub fn sweep(shown: &Shown) -> Figure {
    let (setup, points) = (shown.setup, &shown.sweep.points);
    let fresh = setup.noise * setup.noise;
    let here = shown.now.test + fresh;
    let all = points
        .iter()
        .flat_map(|p| [p.train, p.test + fresh, p.limit.map_or(here, |e| e + fresh)]);
    let (low, high) = all
        .filter(|y| y.is_finite() && *y > 1e-6)
        .fold((here, here), |(low, high): (f64, f64), y| {
            (low.min(y), high.max(y))
        });
    let (low, high) = (0.7 * low.max(1e-4), 1.5 * high.min(HIGHEST));
    let mut lines = Lines::new(
        Axis::log("width h").range(1.0, 256.0),
        Axis::log("mean squared error").range(low, high),
    );
    let of = |value: &dyn Fn(&Point) -> f64| -> Vec<(f64, f64)> {
        points.iter().map(|p| (p.width as f64, value(p))).collect()
    };
    let mark = Mark::LinePoints;
    let limit = of(&|p| p.limit.map_or(f64::NAN, |e| e + fresh));
    lines.series = vec![
        Series::new(
            "train",
            "training",
            inks::TRAIN,
            mark,
            of(&|p| p.train).into_iter(),
        ),
        Series::new(
            "limit",
            "test, trained for ever",
            inks::LONG_TRAINING,
            mark,
            limit.into_iter(),
        ),
        Series::new(
            "test",
            "test, fresh noise",
            inks::TEST,
            mark,
            of(&|p| p.test + fresh).into_iter(),
        ),
    ];
    if lines
        .series
        .iter()
        .all(|s| s.y.iter().all(|y| !y.is_finite()))
    {
        let one = std::iter::once((setup.hidden[0] as f64, here));
        lines.series.push(Series::new(
            "here",
            "this network",
            inks::FUNCTION,
            Mark::Points,
            one,
        ));
    }
    if setup.readout_only {
        let n = setup.x.len() as f64;
        lines.guides.push(Guide::new(
            "as many as labels",
            Along::X,
            n - 1.0,
            inks::NEUTRAL,
        ));
    }
    lines.handles.push(Handle::new(
        WIDTH.id(),
        "width",
        Along::X,
        setup.hidden[0] as f64,
        here.clamp(low, high),
    ));
    let error = |p: &&Point| p.limit.unwrap_or(p.test);
    let worst = points.iter().max_by(|a, b| error(a).total_cmp(&error(b)));
    let best = points.iter().min_by(|a, b| error(a).total_cmp(&error(b)));
    let caption = match (best, worst) {
        (Some(best), Some(worst)) if setup.readout_only => format!(
            "{} widths. Trained for ever, the test error peaks at width {} and is lowest at {}; stopping after {} steps flattens the peak.",
            points.len(),
            worst.width,
            best.width,
            number_of(setup.steps)
        ),
        (Some(best), Some(worst)) => format!(
            "{} widths trained for {} steps: the test error is lowest at width {} and highest at {}.",
            points.len(),
            number_of(setup.steps),
            best.width,
            worst.width
        ),
        _ => "Networks of many widths are being trained on the same data.".into(),
    };
    figure("sweep", "Test error over the width", caption, lines)
}

fn number_of(steps: u64) -> String {
    crate::figure::number(steps as f64)
}
