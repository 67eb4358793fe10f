//! What an audit found wrong of attention, spectra and Transformers, at the states where it was: right values, and states that stay true.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rankscope::{
    labs::{Readout, Report},
    session::{Opened, Session},
};

/// A square matrix as NumPy stores it in float32.
fn single(n: usize, entries: &[f64]) -> Vec<u8> {
    let header = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({n}, {n}), }}\n");
    let length = (header.len() as u16).to_le_bytes();
    let numbers = entries.iter().flat_map(|x| (*x as f32).to_le_bytes());
    let mut bytes = [b"\x93NUMPY\x01\x00", &length[..], header.as_bytes()].concat();
    bytes.extend(numbers);
    bytes
}

fn evaluated(state: &str) -> (Opened, Report) {
    let mut session = Session::with_assets().unwrap();
    session
        .evaluate(state)
        .unwrap_or_else(|e| panic!("{state}: {e}"))
}

fn report(state: &str) -> Report {
    let (opened, report) = evaluated(state);
    assert_eq!(opened.problems, [], "{state}");
    for check in &report.checks {
        assert!(check.pass, "{state}: {check:?}");
    }
    report
}

#[track_caller]
fn readout<'a>(report: &'a Report, id: &str) -> &'a Readout {
    report.readouts.iter().find(|r| r.id == id).unwrap()
}

/// The number of values above 512 · 2⁻⁵²: 2⁻ⁱ for i up to 42. None of them is zero.
#[test]
fn a_threshold_for_noise_needs_noise() {
    let halved = report("lab=spectrum&family=geometric&n=512&ratio=0.5");
    assert_eq!(halved.value("rank"), Some(43.0));
    assert_eq!(halved.value("exact_rank"), Some(512.0));
    let flat = report("lab=spectrum&family=flat&flat_rank=32");
    let zeros = report("lab=spectrum&family=custom&values=3,2,0,0,0");
    for report in [&halved, &flat, &zeros] {
        let threshold = readout(report, "gavish_donoho_rank");
        assert_eq!(threshold.value, None);
        assert!(threshold.note.contains("noise"), "{}", threshold.note);
    }
}

#[test]
fn the_threshold_keeps_no_more_than_the_rank() {
    for law in [
        "family=gaussian&n=9",
        "family=gaussian&n=40&beta=0.25",
        "family=marchenko_pastur",
        "family=step&step_low=0&noise=0.01",
        "family=geometric&ratio=0.1&noise=0.3",
        "family=custom&values=9,1,1,1e-9",
        "family=spiked&noise=2",
    ] {
        for tol in ["1e-17", "1e-4", "0.1"] {
            let report = report(&format!("lab=spectrum&{law}&tol={tol}"));
            let kept = readout(&report, "gavish_donoho_rank");
            match kept.value {
                Some(kept) => assert!(kept <= report.value("rank").unwrap(), "{law}, {tol}"),
                // Most values count as zero.
                None => assert!(kept.note.contains("median singular value"), "{law}, {tol}"),
            }
        }
    }
}

/// A signal of 1 with β = 1/4 is below the edge 3/2 and is seen above it, at √(2 · 5/4).
#[test]
fn what_leaves_the_noise_is_counted_alike_everywhere() {
    let state = "lab=spectrum&family=flat&n=200&flat_rank=1&beta=0.25&noise=1";
    let report = report(state);
    assert!((report.value("mp_edge").unwrap() - 1.5).abs() < 1e-14);
    let above = "1 stand above the noise edge, where each by itself 1 of 1 signal values would";
    assert!(report.headline.contains(above), "{}", report.headline);
    let caption = &report.find_figure("spectrum").unwrap().caption;
    assert!(
        caption.contains("1 of 1") && caption.contains("0.707"),
        "{caption}"
    );
}

/// mpmath at 60 digits: the smallest singular value is 1.8e-19.
#[test]
fn the_numerical_rank_is_a_floor() {
    let report = report("lab=attention&source=vandermonde&n=20");
    assert_eq!(report.value("rank"), Some(17.0));
    let exact = readout(&report, "exact_rank");
    assert_eq!(exact.value, Some(20.0));
    assert!(exact.note.starts_with("3 of them"), "{}", exact.note);
    let changed = self::report("lab=attention&source=vandermonde&n=20&temp=2");
    assert_eq!(changed.value("exact_rank"), None);
}

/// Six layers of four matrices; NumPy, the criterion and the grid tried for each.
#[test]
fn the_grid_takes_the_rank_a_little_more_often() {
    let report = report(
        "lab=transformer&source=synthetic&depth=6&n=32&heads=1&d_head=8&alpha=1.3&scale_vo=0.2",
    );
    assert_eq!(report.value("fraction_rank_choice"), Some(5.0 / 24.0));
    assert_eq!(
        report.value("fraction_rank_choice_continuous"),
        Some(4.0 / 24.0)
    );
}

/// On the trained model every matrix counts its parameters, with an index and without.
#[test]
fn factors_are_compared_like_with_like() {
    let report = report("lab=transformer");
    let ids = [
        "b_spectrum_adaptive",
        "b_rank_only",
        "b_continuous",
        "sum_t",
    ];
    let values = ids.map(|id| report.value(id).unwrap());
    for value in values {
        assert!((value / values[0] - 1.0).abs() < 1e-12, "{values:?}");
    }
}

#[test]
fn zeros_are_zeros() {
    let report = report("lab=spectrum&family=custom&values=0,0");
    for readout in &report.readouts {
        let negative = readout
            .value
            .is_some_and(|v| v == 0.0 && v.is_sign_negative());
        assert!(!negative, "{}", readout.id);
    }
    let ladder = &report.find_figure("ladder").unwrap().caption;
    assert_eq!(ladder, "All definitions agree: 0.");
}

/// Rows that miss the sum of 1 by what float32 rounds: the coefficient stays within 1 and says by how much they were off.
#[test]
fn contraction_says_what_rounding_does_to_it() {
    let off = 1.0 + 2f64.powi(-20);
    let mut session = Session::new();
    session
        .load("a.npy", &single(2, &[off, 0.0, 0.0, 1.0]))
        .unwrap();
    let (_, report) = session.evaluate("lab=attention&source=file").unwrap();
    let found = readout(&report, "lambda2_dobrushin");
    assert_eq!(found.value, Some(1.0));
    assert!(found.note.contains("9.54"), "{}", found.note);
}

/// A mixture of two distributions in each row, so of rank 2: 2 by NumPy's rule for float32, 30 by that for doubles.
#[test]
fn the_tolerance_follows_the_type_until_it_is_set() {
    let n = 30;
    let share = |i: usize| (i as f64 + 0.5) / n as f64;
    let entry = |i: usize, j: usize| {
        let (rising, even) = (2.0 * share(j) / n as f64, 1.0 / n as f64);
        share(i) * rising + (1.0 - share(i)) * even
    };
    let entries: Vec<f64> = (0..n * n).map(|k| entry(k / n, k % n)).collect();
    let mut session = Session::new();
    session.load("a.npy", &single(n, &entries)).unwrap();
    let mut of = |state: &str| session.evaluate(state).unwrap().1;
    let as_stored = of("lab=attention&source=file");
    let rank = readout(&as_stored, "rank");
    assert_eq!(rank.value, Some(2.0));
    assert!(rank.note.contains("float32"), "{}", rank.note);
    let set = of("lab=attention&source=file&tol=2.3e-16");
    assert_eq!(set.value("rank"), Some(30.0));
    assert!(
        readout(&set, "rank")
            .note
            .contains("as the tolerance is set")
    );
}

/// What a model does not have is named, and the state that comes back is the one that is shown.
#[test]
fn states_are_true() {
    for (state, keys, true_state) in [
        (
            "lab=transformer&layer=95&matrix=261",
            &["layer", "matrix"][..],
            "v=1&lab=transformer&layer=5&matrix=29",
        ),
        (
            "lab=attention&layer=6&head=12",
            &["layer", "head"],
            "v=1&lab=attention&layer=5&head=11",
        ),
        (
            "lab=attention&edits=0,0,1;12,3,4",
            &["edits"],
            "v=1&lab=attention&edits=0,0,1",
        ),
        // What follows another control is as a slider's end: not a complaint.
        (
            "lab=transformer&source=synthetic&depth=2&n=32&d_head=64&layer=7&matrix=40",
            &[],
            "v=1&lab=transformer&source=synthetic&depth=2&n=32&d_head=32&layer=1&matrix=9",
        ),
        (
            "lab=transformer&layers=3&layer=5",
            &[],
            "v=1&lab=transformer&layers=3&layer=2",
        ),
        (
            "lab=spectrum&family=flat&n=16",
            &[],
            "v=1&lab=spectrum&family=flat&n=16&flat_rank=16",
        ),
        (
            "lab=attention&source=blocks&n=10&k=12",
            &[],
            "v=1&lab=attention&source=blocks&n=10&k=10",
        ),
    ] {
        let (opened, report) = evaluated(state);
        let found: Vec<_> = opened.problems.iter().map(|p| p.key.as_str()).collect();
        assert_eq!(found, keys, "{state}: {:?}", opened.problems);
        assert_eq!(opened.state, true_state);
        // Read again it is the same, without a complaint.
        let (again, same) = evaluated(&opened.state);
        assert_eq!((again.state, again.problems), (opened.state, vec![]));
        assert_eq!(same.readouts, report.readouts);
    }
    let (opened, _) = evaluated("lab=transformer&layer=95");
    assert_eq!(
        opened.problems[0].message,
        "layer: 0..5 here, got 95; taken as 5"
    );
}

/// Blocks of 3, 2, 3 and 2 tokens are blocks; a row that looks ahead under a causal mask looks at what it may.
#[test]
fn no_drag_ends_in_an_error() {
    let blocks = report("lab=attention&source=blocks&n=10&k=4");
    for id in ["rank", "exact_rank", "erank", "stable_rank"] {
        assert!((blocks.value(id).unwrap() - 4.0).abs() < 1e-12, "{id}");
    }
    for n in 2..=40 {
        for k in [1, 4, 7] {
            report(&format!("lab=attention&source=blocks&n={n}&k={k}"));
        }
        for mask in ["mask=causal", "mask=window&window=1"] {
            let hard = report(&format!("lab=attention&source=hard&n={n}&{mask}"));
            assert!(hard.value("erank").unwrap() >= 1.0);
        }
    }
    let hard = report("lab=attention&source=hard&mask=causal");
    let said = hard
        .notes
        .iter()
        .any(|note| note.contains("they attend to alike"));
    assert!(said, "{:?}", hard.notes);
    // [0, 1] sees itself alone, so (1, 0) and (0.5, 0.5).
    let typed = report("lab=attention&source=matrix&matrix=0,1;0.5,0.5&mask=causal");
    assert!((typed.value("nuclear_norm").unwrap().powi(2) - (1.5 + 1.0)).abs() < 1e-12);
}
