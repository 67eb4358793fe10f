//! Every control, dragged over its range from every preset: a hand is never answered with an error.

use super::{full, session};
use crate::chosen::{every, looked_at};
use rankscope::labs::{self, Control, Kind};
use std::collections::BTreeSet;

/// Places along a slider, both ends among them.
const PLACES: usize = 5;

/// Where a hand can take a control.
fn places(control: &Control) -> Vec<String> {
    let along = |min: f64, max: f64, log: bool| {
        (0..PLACES).map(move |i| {
            let t = i as f64 / (PLACES - 1) as f64;
            let x = match log && min > 0.0 {
                true => (min.ln() * (1.0 - t) + max.ln() * t).exp(),
                false => min * (1.0 - t) + max * t,
            };
            x.clamp(min, max)
        })
    };
    match control.kind {
        Kind::Number { min, max, log, .. } => {
            along(min, max, log).map(labs::write_number).collect()
        }
        Kind::Integer { min, max, log, .. } => along(min as f64, max as f64, log)
            .map(|x| (x.round() as u64).to_string())
            .collect(),
        Kind::Choice { options, .. } => options.iter().map(|o| o.id.to_owned()).collect(),
        Kind::Toggle { .. } => vec!["on".into(), "off".into()],
        _ => Vec::new(),
    }
}

/// A player's run is begun, not followed: what is refused is refused at its start.
fn begun(state: &str) -> String {
    let parts = state.split('&').filter(|part| !part.starts_with("step="));
    parts.collect::<Vec<_>>().join("&")
}

/// What is refused all the same: lab, control, code. The visitor's own data are missing.
const REFUSALS: &[(&str, &str, &str)] = &[
    ("attention", "source", "no_file"),
    ("compute", "data", "no_file"),
    ("matrix", "source", "no_file"),
    ("noisy_channel", "data", "no_file"),
    ("rosetta", "source", "no_file"),
    ("transformer", "source", "no_checkpoint"),
];

#[test]
fn no_drag_from_any_preset_ends_in_an_error() {
    let mut refused = BTreeSet::new();
    let mut session = session();
    for lab in every() {
        let presets = lab.all_presets().iter().map(|preset| preset.state);
        for preset in presets.chain([""]) {
            for control in lab.all_controls() {
                for place in places(control) {
                    let kept = preset
                        .split('&')
                        .filter(|part| !part.starts_with(&format!("{}=", control.id)));
                    let kept: Vec<_> = kept.filter(|part| !part.is_empty()).collect();
                    let state = format!("{}&{}={place}", kept.join("&"), control.id);
                    let state = begun(&full(lab, state.trim_start_matches('&')));
                    if let Err(error) = session.open(&state) {
                        let expected = (lab.id, control.id, error.code());
                        assert!(REFUSALS.contains(&expected), "{state}: {error}");
                        refused.insert(expected);
                    }
                }
            }
        }
    }
    let expected = REFUSALS.iter().filter(|(lab, ..)| looked_at(lab));
    assert_eq!(refused, expected.copied().collect());
}
