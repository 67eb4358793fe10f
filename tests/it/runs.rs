//! Long runs: however the work is cut up, and however a moment is reached, it is the same to the last bit.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rankscope::{
    labs::{self, Kind, Report, Work},
    session::Session,
};

/// A report with its figures, as text.
fn whole(report: &Report) -> String {
    format!("{report:?}")
}

fn fresh(state: &str) -> String {
    let (opened, report) = Session::new().evaluate(state).unwrap();
    assert_eq!(opened.problems, [], "{state}");
    whole(&report)
}

/// Opens a state in a running session and works in pieces of some size.
fn reach(session: &mut Session, state: &str, piece: u32) -> String {
    session.open(state).unwrap();
    while !session.advance(Work(piece)).unwrap().finished() {}
    whole(&session.report().unwrap())
}

/// Labs with a player, and what else to set in them.
fn players() -> Vec<(&'static str, &'static str)> {
    let mut players = Vec::new();
    for lab in labs::all() {
        let steps = lab
            .all_controls()
            .find(|c| matches!(c.kind, Kind::Steps { .. }));
        if let Some(control) = steps {
            players.push((lab.id, control.id));
        }
    }
    players
}

#[test]
fn a_run_that_goes_on_or_back_is_the_run_that_starts_there() {
    assert!(!players().is_empty());
    for (lab, step) in players() {
        let at = |count: u64| format!("lab={lab}&{step}={count}");
        let mut session = Session::new();
        for (count, piece) in [
            (3, 1),
            (120, 1),
            (121, 7),
            (40, 3),
            (41, 1000),
            (0, 2),
            (130, 5),
        ] {
            assert_eq!(
                reach(&mut session, &at(count), piece),
                fresh(&at(count)),
                "{lab} {count}"
            );
        }
    }
}

#[test]
fn every_way_of_training_goes_on_from_where_it_is() {
    for part in [
        "mode=fresh",
        "mode=reused",
        "method=flow&width=6",
        "trained=readout&n=8",
        "activation=relu&depth=2&width=8",
        "labels=hand&y=1,-1,2",
    ] {
        let at = |count: u64| format!("lab=reservoir&{part}&step={count}");
        let mut session = Session::new();
        for (count, piece) in [(20, 3), (33, 1), (10, 1)] {
            assert_eq!(
                reach(&mut session, &at(count), piece),
                fresh(&at(count)),
                "{part} {count}"
            );
        }
    }
}

#[test]
fn what_is_only_shown_differently_is_not_trained_again() {
    let mut session = Session::new();
    reach(&mut session, "lab=reservoir&step=60", 9);
    for part in [
        "threshold=0.2",
        "threshold=0.9&push=1",
        "push=0.1&sweep=on",
        "along=2",
    ] {
        let state = format!("lab=reservoir&step=60&{part}");
        session.open(&state).unwrap();
        assert!(session.ready(), "{part}");
        assert_eq!(reach(&mut session, &state, 4), fresh(&state), "{part}");
    }
    session.open("lab=reservoir&step=60&seed=9").unwrap();
    assert!(!session.ready());
}

#[test]
fn a_run_that_explodes_says_so_and_keeps_its_last_state() {
    for mode in ["full", "fresh", "reused"] {
        let state = format!("lab=reservoir&mode={mode}&eta=2&spread=6&activation=relu&init=3");
        let (_, report) = Session::new().evaluate(&state).unwrap();
        assert!(
            report.headline.starts_with("Training diverges"),
            "{}",
            report.headline
        );
        assert!(
            report.notes.iter().any(|note| note.contains("choose")),
            "{mode}"
        );
        let last = report
            .ranges
            .iter()
            .find(|range| range.control == "step")
            .unwrap();
        assert_eq!(report.value("step"), Some(last.max as f64));
        assert!(report.value("test_mse").is_some_and(f64::is_finite));
    }
}

/// A random-feature network under long training: every identity to rounding, with the labels' noise in the reservoir.
#[test]
fn identities_of_a_frozen_kernel_are_exact() {
    let state = "lab=reservoir&trained=readout&step=2000";
    let (_, report) = Session::new().evaluate(state).unwrap();
    for id in ["identity_loss_residual", "identity_transfer_residual"] {
        let residual = report.value(id).unwrap();
        assert!(residual < 1e-11, "{id}: {residual:e}");
    }
    assert_eq!(report.value("kernel_drift"), Some(0.0));
}
