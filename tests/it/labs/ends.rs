//! Every control at the least and the most that it can be set to.

use super::{INTERNAL, full, session, sound::sound};
use crate::chosen::{every, looked_at};
use rankscope::labs::{self, Control, Kind, Lab};
use std::collections::BTreeSet;

/// The least and the most that a control can be set to.
fn ends(kind: &Kind) -> Vec<String> {
    match *kind {
        Kind::Number { min, max, .. } => [min, max].map(labs::write_number).to_vec(),
        Kind::Integer { min, max, .. } => [min, max].map(|x| x.to_string()).to_vec(),
        // The far end of a run is minutes away.
        Kind::Steps { .. } => vec!["0".into(), "7".into()],
        Kind::Choice { options, .. } => options.iter().map(|o| o.id.to_owned()).collect(),
        Kind::Toggle { .. } => vec!["on".into(), "off".into()],
        Kind::Seed { .. } => vec!["0".into(), ((1u64 << 53) - 1).to_string()],
        Kind::Vector {
            min, max, max_len, ..
        } => {
            let fill = |x: f64, count: usize| vec![labs::write_number(x); count].join(",");
            vec![
                String::new(),
                fill(min, 1),
                fill(max, 1),
                fill(min, max_len),
                fill(max, max_len),
            ]
        }
        Kind::Matrix { .. } => ["", "0", "1", "0,0;0,0", "1,2;3,4", "1,2,3", "-1e300,1e300"]
            .map(String::from)
            .to_vec(),
        Kind::Cells { min, max } => {
            let [min, max] = [min, max].map(labs::write_number);
            vec![format!("0,0,{min};1,1,{max}"), format!("4095,4095,{max}")]
        }
        Kind::File { .. } => vec![],
    }
}

/// Settings that make a control apply, as part of a state string.
fn conditions(lab: &Lab, control: &Control) -> String {
    let mut text = String::new();
    for when in control.conditions() {
        text += &conditions(lab, lab.control(when.control).unwrap());
        let option = when.any_of().next().unwrap();
        text += &format!("{}={option}&", when.control);
    }
    text
}

/// The start of a long list of numbers.
fn brief(end: &str) -> String {
    match end.char_indices().nth(16) {
        Some((at, _)) => format!("{}…", &end[..at]),
        None => end.to_owned(),
    }
}

/// What is refused of the ends of all controls, with everything else as it is at first: lab, control, end, code of the error; or what is
/// named beside an answer for the nearest value that the data has.
const REFUSALS: &[(&str, &str, &str, &str)] = &[
    ("approximation", "drawn", "", "control"),
    ("approximation", "drawn", "-2", "control"),
    ("approximation", "drawn", "2", "control"),
    ("attention", "edits", "4095,4095,60", "named"),
    ("attention", "head", "4095", "named"),
    ("attention", "layer", "4095", "named"),
    ("attention", "matrix", "", "control"),
    (
        "attention",
        "matrix",
        "-1e300,1e300",
        "negative_probability",
    ),
    ("attention", "matrix", "0", "control"),
    ("attention", "matrix", "0,0;0,0", "not_stochastic"),
    ("attention", "matrix", "1", "control"),
    ("attention", "matrix", "1,2,3", "not_stochastic"),
    ("attention", "matrix", "1,2;3,4", "not_stochastic"),
    ("attention", "source", "file", "no_file"),
    ("compute", "data", "file", "no_file"),
    ("compute", "losses", "0.01,0.01,0.01,0…", "scaling_law_flat"),
    ("compute", "losses", "100,100,100,100,…", "scaling_law_flat"),
    ("compute", "rows", "", "scaling_law_too_few"),
    ("compute", "rows", "-1e300,1e300", "scaling_law_columns"),
    ("compute", "rows", "0", "scaling_law_columns"),
    ("compute", "rows", "0,0;0,0", "scaling_law_columns"),
    ("compute", "rows", "1", "scaling_law_columns"),
    ("compute", "rows", "1,2,3", "scaling_law_too_few"),
    ("compute", "rows", "1,2;3,4", "scaling_law_columns"),
    ("conservation", "augment", "flips", "named"),
    ("conservation", "augment", "orthogonal", "named"),
    ("conservation", "augment", "permutations", "named"),
    ("matrix", "head", "0", "no_file"),
    ("matrix", "head", "4095", "no_file"),
    ("matrix", "layer", "0", "no_file"),
    ("matrix", "layer", "4095", "no_file"),
    ("matrix", "matrix", "", "control"),
    ("matrix", "source", "file", "no_file"),
    ("noisy_channel", "data", "file", "no_file"),
    ("noisy_channel", "rows", "", "scaling_law_too_few"),
    (
        "noisy_channel",
        "rows",
        "-1e300,1e300",
        "scaling_law_columns",
    ),
    ("noisy_channel", "rows", "0", "scaling_law_columns"),
    ("noisy_channel", "rows", "0,0;0,0", "scaling_law_columns"),
    ("noisy_channel", "rows", "1", "scaling_law_columns"),
    ("noisy_channel", "rows", "1,2,3", "scaling_law_too_few"),
    ("noisy_channel", "rows", "1,2;3,4", "scaling_law_columns"),
    ("rosetta", "first", "0", "no_file"),
    ("rosetta", "first", "4095", "no_file"),
    ("rosetta", "source", "file", "no_file"),
    ("spectral_scaling", "knots", "", "control"),
    ("spectral_scaling", "knots", "1000", "control"),
    ("spectral_scaling", "knots", "1e-24", "control"),
    ("quadratic", "spikes", "0,0,0,0,0,0,0,0,…", "named"),
    ("quadratic", "spikes", "1000,1000,1000,1…", "named"),
    ("spectrum", "values", "", "control"),
    ("noise_scale", "hessian", "", "control"),
    ("noise_scale", "hessian", "0", "control"),
    ("noise_scale", "hessian", "1000", "control"),
    ("noise_scale", "hessian", "0,0,0,0,0,0,0,0,…", "control"),
    ("noise_scale", "hessian", "1000,1000,1000,1…", "control"),
    ("noise_scale", "offset", "", "control"),
    ("noise_scale", "offset", "-1000", "control"),
    ("noise_scale", "offset", "1000", "control"),
    ("noise_scale", "offset", "-1000,-1000,-100…", "control"),
    ("noise_scale", "offset", "1000,1000,1000,1…", "control"),
    ("noise_scale", "small", "128", "named"),
    ("path_kernel", "remove", "24", "named"),
    ("transformer", "layer", "95", "named"),
    ("transformer", "matrix", "261", "named"),
    ("transformer", "source", "file", "no_checkpoint"),
    ("transformer", "tower", "0", "no_checkpoint"),
    ("transformer", "tower", "255", "no_checkpoint"),
];

#[test]
fn every_control_works_at_both_ends_or_says_why_not() {
    let mut refused = BTreeSet::new();
    for lab in every() {
        for control in lab.all_controls() {
            for end in ends(&control.kind) {
                let part = format!("{}{}={end}", conditions(lab, control), control.id);
                let state = full(lab, &part);
                match session().evaluate(&state) {
                    Ok((opened, report)) => {
                        for problem in &opened.problems {
                            assert_eq!(problem.key, control.id, "{state}: {problem:?}");
                            refused.insert((lab.id, control.id, brief(&end), "named"));
                        }
                        for readout in &report.readouts {
                            let finite = readout.value.is_some_and(f64::is_finite);
                            let id = readout.id;
                            assert!(finite || !readout.note.is_empty(), "{state}: {id}");
                        }
                        for check in &report.checks {
                            assert!(check.pass, "{state}: {check:?}");
                        }
                        for figure in &report.figures {
                            sound(figure, lab)
                                .unwrap_or_else(|why| panic!("{state}: {}: {why}", figure.id));
                        }
                    }
                    Err(error) => {
                        assert!(!INTERNAL.contains(&error.code()), "{state}: {error}");
                        assert!(error.to_string().len() > 10, "{state}: {error}");
                        refused.insert((lab.id, control.id, brief(&end), error.code()));
                    }
                }
            }
        }
    }
    let expected: BTreeSet<_> = REFUSALS
        .iter()
        .filter(|(lab, ..)| looked_at(lab))
        .map(|(lab, control, end, code)| (*lab, *control, String::from(*end), *code))
        .collect();
    let unlike: Vec<_> = refused.symmetric_difference(&expected).collect();
    assert!(unlike.is_empty(), "refused or expected only: {unlike:?}");
}
