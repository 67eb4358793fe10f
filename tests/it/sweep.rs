//! Random states of every lab over the whole range of every control: what is valid is answered, and what is answered makes sense.
//!
//! `SWEEP=2000 cargo test --test it sweep::` draws more of them; a state that fails is printed whole and can be opened as a link.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};
use rankscope::{
    labs::{self, Control, Error, Kind, Lab, Report, Work, write_number},
    session::{Session, State},
};
use std::{env, fmt::Write, time::Instant};

/// States of each lab in every run of the tests.
const FEW: usize = 60;
/// Of a lab that trains networks or draws experiments, in every run of the tests.
const FEW_RUNS: usize = 20;
/// The labs that do so without a player.
const EXPERIMENTS: &[&str] = &["noise_scale", "interpolators", "approximation", "rosetta"];
/// Steps of training in a drawn state, at most: a hundred thousand would take minutes and show nothing that these do not.
const LONGEST_RUN: f64 = 300.0;

/// A state that takes as many seconds is printed.
const SLOW: f64 = 5.0;

/// The visitor's own data are missing, or the values do not go together; then the sentence names the control that has to change.
const REFUSALS: &[&str] = &["no_file", "no_checkpoint", "control"];

/// The same states in every run.
struct Draw(ChaCha8Rng);

impl Draw {
    fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Uniform in [0, 1), or one of the ends now and then.
    fn share(&mut self) -> f64 {
        match self.bits() % 12 {
            0 => 0.0,
            1 => 1.0,
            _ => (self.bits() >> 11) as f64 / (1u64 << 53) as f64,
        }
    }

    fn between(&mut self, min: f64, max: f64, log: bool) -> f64 {
        let t = self.share();
        let x = if log && min > 0.0 {
            (min.ln() * (1.0 - t) + max.ln() * t).exp()
        } else {
            min * (1.0 - t) + max * t
        };
        x.clamp(min, max)
    }

    /// A valid text of a control; nothing where it is the default's turn, or the visitor's own data.
    fn text(&mut self, control: &Control) -> Option<String> {
        if self.bits().is_multiple_of(2) {
            return None;
        }
        match control.kind {
            Kind::Number { min, max, log, .. } => Some(write_number(self.between(min, max, log))),
            Kind::Integer { min, max, log, .. } => {
                let x = self.between(min as f64, max as f64, log);
                Some((x.round() as u64).to_string())
            }
            Kind::Steps { max, .. } => {
                let x = self.between(1.0, LONGEST_RUN.min(max as f64), true);
                Some((x.round() as u64).to_string())
            }
            Kind::Seed { .. } => Some((self.bits() % 1000).to_string()),
            Kind::Toggle { .. } => Some(["on", "off"][(self.bits() % 2) as usize].to_owned()),
            Kind::Choice { options, .. } => {
                let i = self.bits() % options.len() as u64;
                Some(options[i as usize].id.to_owned())
            }
            Kind::Vector { .. } | Kind::Matrix { .. } | Kind::Cells { .. } | Kind::File { .. } => {
                None
            }
        }
    }

    fn state(&mut self, lab: &Lab) -> String {
        let mut state = format!("v=1&lab={}", lab.id);
        for control in lab.all_controls() {
            if let Some(text) = self.text(control) {
                let _ = write!(state, "&{}={text}", control.id);
            }
        }
        // As the page does: what does not apply is left out.
        State::parse(&state).unwrap().0.to_string()
    }
}

/// What is wrong with a report, in words.
fn faults(report: &Report) -> Vec<String> {
    let mut faults = Vec::new();
    for check in &report.checks {
        if !check.pass {
            faults.push(format!(
                "the check {} fails: {:.2e} > {:.1e}",
                check.id, check.residual, check.tolerance
            ));
        }
    }
    for readout in &report.readouts {
        let id = readout.id;
        match readout.value {
            Some(value) if value.is_nan() => faults.push(format!("{id} is no number")),
            Some(value) if readout.unit == "%" && !(0.0..=100.0).contains(&value) => {
                faults.push(format!("{id} is a share of {value} %"));
            }
            Some(value) if value.is_infinite() && readout.note.is_empty() => {
                faults.push(format!("{id} is infinite without a reason"));
            }
            None if readout.note.is_empty() => faults.push(format!("{id} is – without a reason")),
            _ => {}
        }
        if readout.text == "-0" {
            faults.push(format!("{id} is -0"));
        }
    }
    faults.extend(
        sentences(report)
            .into_iter()
            .filter(|sentence| odd(sentence))
            .map(|sentence| format!("“{sentence}”")),
    );
    faults
}

/// Everything that is said.
fn sentences(report: &Report) -> Vec<&str> {
    let notes = report.readouts.iter().map(|readout| readout.note.as_str());
    let captions = report.figures.iter().map(|f| f.caption.as_str());
    let own = [report.headline.as_str()].into_iter();
    own.chain(report.notes.iter().map(|note| note.as_ref()))
        .chain(notes)
        .chain(captions)
        .collect()
}

/// A word that only a computation gone wrong puts into a sentence, or a share beyond the whole.
fn odd(sentence: &str) -> bool {
    let words: Vec<&str> = sentence
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';' | ':'))
        .map(|word| word.trim_end_matches(['.', '?']))
        .filter(|word| !word.is_empty())
        .collect();
    let bad = |word: &str| matches!(word, "NaN" | "inf" | "-inf" | "-0" | "−0");
    let beyond = words.windows(2).any(|pair| {
        pair[1].starts_with('%')
            && pair[0]
                .parse()
                .is_ok_and(|x: f64| !(-1e-9..=100.0).contains(&x))
    });
    words.iter().any(|word| bad(word)) || beyond
}

fn states_of(lab: &Lab) -> usize {
    let trains = |control: &Control| matches!(control.kind, Kind::Steps { .. });
    match env::var("SWEEP") {
        Ok(text) => text.parse().unwrap(),
        Err(_) if lab.all_controls().any(trains) || EXPERIMENTS.contains(&lab.id) => FEW_RUNS,
        Err(_) => FEW,
    }
}

/// The report of a state; a run that stands still before its end is a failure, not a test without end.
fn answer(session: &mut Session, state: &str) -> Result<Report, Error> {
    session.open(state)?;
    let (mut last, mut same) = (None, 0);
    loop {
        let progress = session.advance(Work(1000))?;
        if progress.finished() {
            return session.report();
        }
        // One piece of what progress counts may take many calls.
        same = if last == Some(progress) { same + 1 } else { 0 };
        assert!(same < 10_000, "{state}: stands still at {progress:?}");
        last = Some(progress);
    }
}

fn sweep(lab: &Lab, count: usize, seed: u64) -> Vec<String> {
    let mut session = Session::with_assets().unwrap();
    let mut draw = Draw(ChaCha8Rng::seed_from_u64(seed));
    let mut wrong = Vec::new();
    for _ in 0..count {
        let state = draw.state(lab);
        let start = Instant::now();
        match answer(&mut session, &state) {
            Ok(report) => {
                let faults = faults(&report);
                if !faults.is_empty() {
                    wrong.push(format!("{state}\n    {}", faults.join("\n    ")));
                }
            }
            Err(error) if REFUSALS.contains(&error.code()) => {}
            Err(error) => wrong.push(format!("{state}\n    refused, {}: {error}", error.code())),
        }
        let seconds = start.elapsed().as_secs_f64();
        if seconds > SLOW {
            println!("{seconds:.0} s: {state}");
        }
    }
    wrong
}

#[test]
fn random_states_of_every_lab_make_sense() {
    let only = env::var("SWEEP_LAB").ok();
    let mut wrong = Vec::new();
    for lab in labs::all().filter(|lab| only.as_ref().is_none_or(|id| id == lab.id)) {
        let start = Instant::now();
        wrong.extend(sweep(lab, states_of(lab), 1));
        println!("{}: {:.1} s", lab.id, start.elapsed().as_secs_f64());
    }
    assert!(
        wrong.is_empty(),
        "{}\n{} states",
        wrong.join("\n"),
        wrong.len()
    );
}

#[test]
fn what_is_odd_in_a_sentence_is_found() {
    for (sentence, is) in [
        ("The error is NaN.", true),
        ("It is -0 here", true),
        ("a share of -26 % of it", true),
        ("126 % of the target is missing", true),
        ("all but 0 % (none) is learned", false),
        ("100 %, and -3 degrees", false),
        ("rank inf", true),
        ("information", false),
    ] {
        assert_eq!(odd(sentence), is, "{sentence}");
    }
}
