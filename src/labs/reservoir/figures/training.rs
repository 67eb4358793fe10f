//! The figures of a full-batch run: the function, the errors, the shares of the directions, signal and noise.

use super::{capped, function_plane, noise_guide, points, steps_axis};
use crate::{
    dynamics::{Cells, Moment, carried},
    labs::{
        prelude::*,
        reservoir::{
            controls::{ALONG, LABELS, Labels, THRESHOLD, Y},
            model::Facts,
            words,
        },
    },
};

/// The function, the data, and the part that came through the channel.
pub fn fit(facts: &Facts) -> Result<Figure, Error> {
    let (setup, run) = (facts.setup, facts.run);
    let problem = setup.problem();
    let carried = carried(run, &facts.channel, facts.channel_size())?;
    let on = |values| points(&problem.queries, values);
    let grips = points(&problem.x, &problem.y)
        .enumerate()
        .map(|(i, (x, y))| {
            let grip = Handle::new(Y.id(), &format!("label {}", i + 1), Along::Y, x, y);
            grip.element(i).also(LABELS.id(), Labels::Hand.id())
        });
    let (through, network) = (on(&carried), on(run.query_outputs()));
    let lines = function_plane(setup, run.first_query_outputs())
        .series([
            Series::line("channel", "through the channel", inks::CHANNEL, through),
            Series::line("network", "network", inks::FUNCTION, network),
        ])
        .series([Series::dots(
            "labels",
            "labels",
            inks::TRAIN,
            points(&problem.x, &problem.y),
        )])
        .handles(grips);
    let title = "Function and channel part";
    Ok(Figure::lines("fit", title, words::fit(facts), lines))
}

/// Training and test error, and the latter predicted from the training data alone.
pub fn loss(facts: &Facts) -> Figure {
    let fresh = facts.setup.fresh_noise();
    let of = |value: fn(&Moment) -> f64| -> Vec<(f64, f64)> {
        let timeline = facts.timeline();
        timeline.map(|m| (m.step as f64, value(m))).collect()
    };
    let train = of(|m| m.train);
    // Where the propagator no longer says where the outputs are, there is no estimate: a gap.
    let estimate = |value: fn(&Moment) -> f64| -> Vec<(f64, f64)> {
        let at = |m: &Moment| match m.is_linear() {
            true => (m.step as f64, value(m)),
            false => (m.step as f64, f64::NAN),
        };
        let known = facts.timeline().any(Moment::is_linear);
        facts.timeline().filter(|_| known).map(at).collect()
    };
    let (gcv, loo) = (estimate(|m| m.gcv), estimate(|m| m.loo));
    let mut test = of(|m| m.test);
    test.iter_mut().for_each(|point| point.1 += fresh);
    let here = [facts.now.train, facts.fresh_error()];
    let drawn = [&train, &test, &gcv].into_iter().flatten().map(|p| p.1);
    let finite = drawn.chain(here).filter(|y| y.is_finite() && *y > 0.0);
    let high = 1.3 * finite.clone().fold(1e-12, f64::max);
    let low = 0.7 * finite.fold(high, f64::min).max(1e-9 * high);
    let error = Axis::log("mean squared error").range(low, high);
    let test_label = "test, fresh noise";
    let lines = Lines::new(steps_axis(facts.now.step), error)
        // Late in a run leave-one-out may be anything.
        .series([Series::line(
            "loo",
            "leave-one-out",
            inks::LEAVE_ONE_OUT,
            capped(loo, high),
        )])
        .series([
            Series::line("gcv", "cross-validation", inks::GCV, gcv),
            Series::line("train", "training", inks::TRAIN, train),
            Series::line("test", test_label, inks::TEST, test),
        ])
        .series(
            (facts.now.step == 0)
                .then(|| Series::dots("now", test_label, inks::TEST, [(1.0, here[1])])),
        )
        .guides((fresh > low && fresh < high).then(|| noise_guide(facts.setup)));
    let title = "Test error and its estimates";
    Figure::lines("loss", title, words::loss(facts), lines)
}

/// Movements per unit of a push beyond this are above the picture.
const HIGHEST: f64 = 2.0;

/// How much of every direction's energy training has removed, and how far a push along it moves the function by the transfer operator.
pub fn omega(facts: &Facts) -> Result<Figure, Error> {
    let (omega, channel) = (&facts.channel.omega, facts.channel_size());
    let threshold = facts.setup.threshold;
    let n = omega.len();
    let at = |j: usize| (j + 1) as f64;
    let bars = |id: &str, ink, of: std::ops::Range<usize>| {
        let bar = |j: usize| (at(j), omega[j].clamp(0.0, 1.0));
        Series::new(id, id, ink, Mark::Bars, of.map(bar))
    };
    let responses = match facts.now.step > 0 && facts.now.is_transferred() {
        true => facts.channel.responses(facts.run.transfer())?,
        false => Vec::new(),
    };
    let high = responses.iter().fold(1.0_f64, |a, b| a.max(*b));
    let moved = (0..responses.len()).map(|j| (at(j), responses[j]));
    let moved = capped(moved.collect(), HIGHEST);
    let label = "movement per unit of a push, by G";
    let x = Axis::linear("direction ψ").counted();
    let x = x.range(0.25, n as f64 + 0.75);
    let y = Axis::linear("share removed ω; movement").range(0.0, 1.05 * high.min(HIGHEST));
    let chosen = facts.setup.along.min(n - 1);
    let lines = Lines::new(x, y)
        .series([
            bars("channel", inks::CHANNEL, 0..channel),
            bars("reservoir", inks::RESERVOIR, channel..n),
        ])
        .series(
            (!responses.is_empty())
                .then(|| Series::new("response", label, inks::FUNCTION, Mark::LinePoints, moved)),
        )
        .guides([Guide::new(
            "threshold θ",
            Along::Y,
            threshold,
            inks::THRESHOLD,
        )])
        .handles([
            Handle::new(
                THRESHOLD.id(),
                "threshold",
                Along::Y,
                n as f64 + 0.4,
                threshold,
            ),
            Handle::new(
                ALONG.id(),
                "pushed direction",
                Along::X,
                at(chosen),
                omega[chosen].clamp(0.0, 1.0),
            ),
        ]);
    let title = "Channel and reservoir";
    Ok(Figure::lines("omega", title, words::omega(facts), lines))
}

/// Means below this are drawn as invisible.
const FLOOR: f64 = 1e-5;

/// Signal and noise through channel and reservoir: always through as many directions as the channel has now, lest a line jump where
/// one crosses the threshold.
pub fn cells(facts: &Facts) -> Figure {
    let channel = facts.channel_size();
    let all = facts.moments.iter().chain([&facts.now]);
    let highest = all.map(|moment| {
        let c = moment.cells(channel);
        let parts = [
            c.signal_channel,
            c.bias,
            c.noise_channel,
            c.signal_reservoir,
        ];
        parts.into_iter().fold(0.1, f64::max)
    });
    let high = 1.5 * highest.fold(0.1, f64::max);
    let y = Axis::log("mean square at unseen points").range(FLOOR, high);
    let visible = |value: f64| value.max(0.5 * FLOOR);
    let line = |id, label, ink, value: fn(&Cells) -> f64| {
        let at = |m: &Moment| (m.step as f64, visible(value(&m.cells(channel))));
        Series::line(id, label, ink, facts.timeline().map(at))
    };
    let missing = "signal still missing";
    let start = (facts.now.step == 0).then(|| [(1.0, visible(facts.cells().bias))]);
    let lines = Lines::new(steps_axis(facts.now.step), y.floor(FLOOR, "invisible"))
        .series([
            line("bias", missing, inks::MISSING, |c| c.bias),
            line(
                "noise_reservoir",
                "noise, reservoir",
                inks::RESERVOIR_NOISE,
                |c| c.noise_reservoir,
            ),
            line(
                "signal_reservoir",
                "signal, reservoir",
                inks::RESERVOIR,
                |c| c.signal_reservoir,
            ),
            line(
                "noise_channel",
                "noise, channel",
                inks::CHANNEL_NOISE,
                |c| c.noise_channel,
            ),
            line("signal_channel", "signal, channel", inks::CHANNEL, |c| {
                c.signal_channel
            }),
        ])
        .series(start.map(|point| Series::dots("bias", missing, inks::MISSING, point)));
    let title = "Signal and noise by direction";
    Figure::lines("cells", title, words::cells(facts), lines)
}
