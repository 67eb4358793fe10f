//! The figures of the companions: labels pushed, the kernel then and now, many widths.

use super::{input_axis, points};
use crate::{
    dynamics::{Push, WidthPoint},
    labs::{
        prelude::*,
        reservoir::{controls::WIDTH, model::Facts, words},
    },
};

/// How far the function moves when labels are pushed along the first, the last and the chosen direction.
pub fn pushes(facts: &Facts) -> Figure {
    let setup = facts.setup;
    let queries = &setup.problem().queries;
    let others = [facts.first_push(), facts.last_push()];
    let known = |push: &Push| others.iter().flatten().any(|p| p.index == push.index);
    let chosen = facts.chosen_push().filter(|push| !known(push));
    let named = [
        (others[0], "channel", inks::CHANNEL, inks::PINNED),
        (others[1], "reservoir", inks::RESERVOIR, inks::NEUTRAL),
        (chosen, "chosen", inks::FUNCTION, inks::NEUTRAL),
    ];
    let named = named.iter().filter_map(|(push, name, ink, guess)| {
        let push = (*push)?;
        Some((push, *name, *ink, *guess))
    });
    let all = named.clone().flat_map(|(push, ..)| {
        push.predicted
            .iter()
            .chain(push.upwards().unwrap_or_default())
    });
    let side = 1.15 * all.fold(setup.push, |high, x| high.max(x.abs()));
    let curves = |(push, name, ink, guess): (&Push, &str, Ink, Ink)| {
        let id = format!("{name}_predicted");
        let label = format!("{name}, predicted by G");
        let predicted = Series::line(&id, &label, guess, points(queries, &push.predicted));
        let label = format!("along ψ{}, {name}", push.index + 1);
        let measured = push
            .upwards()
            .map(|moved| Series::line(name, &label, ink, points(queries, moved)));
        [Some(predicted), measured].into_iter().flatten()
    };
    let y = Axis::linear("movement of the function").range(-side, side);
    let lines = Lines::new(input_axis(), y)
        .series(named.flat_map(curves))
        .guides([Guide::new(
            "pushed so far",
            Along::Y,
            setup.push,
            inks::THRESHOLD,
        )]);
    Figure::lines(
        "invisible",
        "Pushing the labels",
        words::pushes(facts),
        lines,
    )
}

/// The kernel's eigenvalues at the start and now.
pub fn kernel(facts: &Facts) -> Figure {
    let [start, now] = &facts.kernels;
    let n = start.len();
    let top = start[0].max(now[0]).max(f64::MIN_POSITIVE);
    let least = 1e-9 * top;
    let curve = |id: &str, label: &str, ink, values: &[f64]| {
        let at = |(i, value): (usize, &f64)| ((i + 1) as f64, value.max(0.5 * least));
        Series::new(
            id,
            label,
            ink,
            Mark::LinePoints,
            values.iter().enumerate().map(at),
        )
    };
    // Where half of a direction's energy is gone after this time, if the kernel stands still.
    let time = facts.setup.experiment.rate * facts.run.steps() as f64;
    let half = n as f64 * core::f64::consts::LN_2 / (2.0 * time);
    let seen = time > 0.0 && half > least && half < 2.0 * top;
    let x = Axis::linear("index").counted().range(0.5, n as f64 + 0.5);
    let y = Axis::log("eigenvalue λ of K").range(least, 2.0 * top);
    let lines = Lines::new(x, y.floor(least, "10⁻⁹ of the largest"))
        .series([
            curve("start", "at the start", inks::PINNED, start),
            curve("now", "now", inks::FUNCTION, now),
        ])
        .guides(
            seen.then(|| Guide::new("ω = ½ if K stood still", Along::Y, half, inks::THRESHOLD)),
        );
    Figure::lines(
        "kernel",
        "The kernel, then and now",
        words::kernel(facts),
        lines,
    )
}

/// Errors beyond this are above the picture.
const HIGHEST: f64 = 100.0;

/// Training and test error over the width.
pub fn sweep(facts: &Facts) -> Figure {
    let (setup, all) = (facts.setup, &facts.sweep.points);
    let fresh = setup.fresh_noise();
    let here = facts.fresh_error();
    let errors = all
        .iter()
        .flat_map(|p| [p.train, p.test + fresh, p.limit.map_or(here, |e| e + fresh)]);
    let seen = errors.filter(|y| y.is_finite() && *y > 1e-6);
    let (low, high) = seen.fold((here, here), |(low, high): (f64, f64), y| {
        (low.min(y), high.max(y))
    });
    let (low, high) = (0.7 * low.max(1e-4), 1.5 * high.min(HIGHEST));
    let curve = |id: &str, label: &str, ink, value: &dyn Fn(&WidthPoint) -> f64| {
        let at = |p: &WidthPoint| (p.width as f64, value(p));
        Series::new(id, label, ink, Mark::LinePoints, all.iter().map(at))
    };
    let width = setup.experiment.hidden[0] as f64;
    let labels = setup.problem().x.len() as f64 - 1.0;
    let x = Axis::log("width h").range(1.0, 256.0);
    let lines = Lines::new(x, Axis::log("mean squared error").range(low, high))
        .series([
            curve("train", "training", inks::TRAIN, &|p| p.train),
            curve(
                "limit",
                "test, trained for ever",
                inks::LONG_TRAINING,
                &|p| p.limit.map_or(f64::NAN, |e| e + fresh),
            ),
            curve("test", "test, fresh noise", inks::TEST, &|p| p.test + fresh),
        ])
        .series(
            all.is_empty()
                .then(|| Series::dots("here", "this network", inks::FUNCTION, [(width, here)])),
        )
        .guides(
            setup
                .readout_only()
                .then(|| Guide::new("as many as labels", Along::X, labels, inks::NEUTRAL)),
        )
        .handles([Handle::new(
            WIDTH.id(),
            "width",
            Along::X,
            width,
            here.clamp(low, high),
        )]);
    Figure::lines(
        "sweep",
        "Test error over the width",
        words::sweep(facts),
        lines,
    )
}
