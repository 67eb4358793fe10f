//! The lab of conservation laws: its numbers against the theory's, its runs however they are cut, and what it refuses.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rankscope::{
    labs::{Report, Work},
    session::Session,
};

fn report(part: &str) -> Report {
    let state = format!("lab=conservation&{part}");
    let (opened, report) = Session::new().evaluate(&state).unwrap();
    assert_eq!(opened.problems, [], "{state}");
    report
}

fn value(part: &str, id: &str) -> f64 {
    report(part).value(id).unwrap()
}

/// A run that goes on or back, cut into pieces of any size, is the run that starts there: to the last bit, for every dynamics.
#[test]
fn every_dynamics_goes_on_from_where_it_is() {
    for part in [
        "dynamics=flow&network=attention&width=2",
        "dynamics=gd&network=deep_linear&balanced=on",
        "dynamics=sgd&network=relu&batch=2&decay=0.1",
        "dynamics=momentum&network=convolution&width=2",
        "dynamics=adam&network=softmax",
        "network=lightning&inputs=4&width=1&outputs=1&augment=orthogonal&copies=3&sampled=on",
        "network=degree6&augment=rotations&copies=5&sampled=on",
    ] {
        let at = |count: u64| format!("lab=conservation&{part}&step={count}");
        let mut session = Session::new();
        for (count, piece) in [(20, 3), (33, 1), (10, 1000)] {
            session.open(&at(count)).unwrap();
            while !session.advance(Work(piece)).unwrap().finished() {}
            let (_, fresh) = Session::new().evaluate(&at(count)).unwrap();
            let resumed = session.report().unwrap();
            assert_eq!(
                format!("{resumed:?}"),
                format!("{fresh:?}"),
                "{part} {count}"
            );
        }
    }
}

/// f = ab from (0.5, 1.2): ab(2) = 1.999128530600, so that the loss is (ab − 2)²/2.
#[test]
fn the_hyperbola_ends_where_the_closed_form_does() {
    let state = "network=scalar&dynamics=flow&step=100&eta=0.02";
    let expected = 0.5 * (1.999_128_530_600_f64 - 2.0).powi(2);
    assert!((value(state, "loss") / expected - 1.0).abs() < 1e-5);
    assert_eq!(value(state, "law_count"), 1.0);
    assert!(value(state, "largest_drift") < value(state, "integration_error"));
}

/// scaling-2, section 6: the counts of two linear layers, and the rule of the rotations.
#[test]
fn counts_are_those_of_the_theory() {
    for (n, m, r, count) in [
        (2, 2, 6, 18.0),
        (3, 2, 4, 10.0),
        (1, 1, 3, 5.0),
        (5, 3, 4, 10.0),
    ] {
        let state = format!("inputs={n}&outputs={m}&width={r}&step=1");
        for id in ["law_count", "law_count_formula"] {
            assert_eq!(value(&state, id), count, "{state} {id}");
        }
    }
    for (n, anisotropy) in [
        (3, 1.434),
        (4, 1.253),
        (5, 0.307),
        (8, 0.361),
        (10, 0.307),
        (12, 0.167),
    ] {
        let state = format!("network=degree6&augment=rotations&copies={n}&step=1");
        assert!(
            (value(&state, "anisotropy") - anisotropy).abs() < 5e-4,
            "{n}"
        );
    }
    for (n, laws) in (2..=8).zip([0.0, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0]) {
        let state = format!("network=regression&augment=permutations&inputs={n}&step=1");
        assert_eq!(value(&state, "law_count"), laws, "{n}");
    }
}

/// What does not go together is told in a sentence, and answered for what does.
#[test]
fn what_does_not_fit_is_told() {
    for (part, says) in [
        (
            "network=linear&augment=rotations",
            "laws are known with none, flips",
        ),
        ("network=softmax&outputs=1", "at least 2 classes"),
        ("width=7", "1..6"),
        ("eta=0", "0.0001..1"),
        ("network=mlp", "one of scalar"),
    ] {
        let state = format!("lab=conservation&{part}");
        let (opened, _) = Session::new().evaluate(&state).unwrap();
        let said = opened
            .problems
            .iter()
            .any(|problem| problem.message.contains(says));
        assert!(said, "{part}: {:?}", opened.problems);
    }
    let diverging = report("scale=3&eta=1");
    assert!(diverging.headline.starts_with("Training diverges"));
    assert!(diverging.notes.iter().any(|note| note.contains("choose")));
    assert!(diverging.value("loss").is_some_and(f64::is_finite));
}
