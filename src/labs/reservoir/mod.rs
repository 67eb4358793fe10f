//! What training can and cannot see: the channel and the reservoir of a small network, live.

mod controls;
mod figures;
mod model;
mod online;
mod presets;
mod program;
mod quantities;
mod readouts;
mod run;
mod setup;
mod words;

use crate::labs::prelude::*;
use controls::Mode;
use quantities as q;
use setup::Setup;

/// The lab.
pub static LAB: Lab = Lab::player("reservoir", "Signal channel", start)
    .asks("What can training see, and what stays invisible to every test point?")
    .try_first(
        "Press Run, and drag a label: only what passes the channel moves the function elsewhere.",
    )
    .in_group(Group::Generalization)
    .settled_by(setup::settle)
    .opens_on("invisible")
    .controls(&[
        controls::TRAINING,
        controls::DATA,
        controls::NETWORK,
        controls::VIEW,
    ])
    .quantities(&[
        q::ERRORS,
        q::CHANNEL,
        q::IDENTITIES,
        q::PUSHES,
        q::SWEEP,
        q::METER,
    ])
    .essential(
        &["step", "noise", "push", "along", "spread"],
        &[
            "test_mse",
            "gcv",
            "channel_dim",
            "push_channel",
            "push_reservoir",
            "push_along",
        ],
        &["fit", "invisible"],
    )
    .cites(&[
        &citations::LITMAN2026,
        &citations::JACOT2018,
        &citations::GOLUB1979,
        &citations::RAHAMAN2019,
        &citations::BELKIN2019,
    ])
    .presets(presets::PRESETS);

fn start(input: &Input) -> Result<Box<dyn Run>, Error> {
    let setup = Setup::read(input)?;
    Ok(match setup.mode {
        Mode::Full => Box::new(run::FullRun::start(setup)?),
        Mode::Fresh | Mode::Reused => Box::new(online::OnlineRun::start(setup)?),
    })
}
