//! What the words beside a state say in numbers is computed: at that state, and at other seeds where it has one.
//!
//! A claim compares readouts, controls and numbers: `erank(temp=0.05) < erank(temp=1)`, `1.9 < e0 < 2.1`, `erank < 0.5 * n`,
//! `erank ~ 4` (within one per cent), `here: rank = 17` (for the seed of the state only).

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rankscope::{
    labs::{self, Kind},
    session::{Session, State},
};
use serde::Deserialize;
use std::{collections::HashMap, fs, path::Path};

/// The seeds beside the state's own.
const OTHER_SEEDS: [u64; 3] = [11, 12, 13];
const ABOUT: f64 = 0.01;
const COMPARISONS: [&str; 6] = ["<=", ">=", "<", ">", "=", "~"];

/// Words that claim something, and where they stand.
struct Said {
    place: String,
    state: String,
    claims: Vec<String>,
}

#[derive(Deserialize)]
struct Lessons {
    lessons: Vec<Lesson>,
}

#[derive(Deserialize)]
struct Lesson {
    id: String,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    state: String,
    #[serde(default)]
    claims: Vec<String>,
}

fn all() -> Vec<Said> {
    let mut all = Vec::new();
    for lab in labs::all() {
        for preset in lab.all_presets() {
            all.push(Said {
                place: format!("{} preset {}", lab.id, preset.id),
                state: format!("lab={}&{}", lab.id, preset.state),
                claims: preset.claims.iter().map(ToString::to_string).collect(),
            });
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/study/lessons.json");
    let file: Lessons = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    for lesson in file.lessons {
        for (i, step) in lesson.steps.into_iter().enumerate() {
            all.push(Said {
                place: format!("lesson {} step {}", lesson.id, i + 1),
                state: step.state,
                claims: step.claims,
            });
        }
    }
    all
}

/// Every number of each state that was asked for: readouts and controls by id.
#[derive(Default)]
struct Numbers {
    session: Session,
    known: HashMap<String, HashMap<String, f64>>,
}

impl Numbers {
    fn of(&mut self, state: &str, name: &str) -> f64 {
        let session = &mut self.session;
        let numbers = self.known.entry(state.to_owned()).or_insert_with(|| {
            let (parsed, problems) = State::parse(state).unwrap();
            assert_eq!(problems, [], "{state}");
            let (_, report) = session
                .evaluate(state)
                .unwrap_or_else(|e| panic!("{state}: {e}"));
            let settings = parsed.settings().into_iter();
            let controls = settings.filter_map(|(id, text)| Some((id, text.parse().ok()?)));
            let readouts = report.readouts.iter();
            let readouts = readouts.filter_map(|readout| Some((readout.id, readout.value?)));
            let all = controls.chain(readouts);
            all.map(|(id, value)| (id.to_owned(), value)).collect()
        });
        *numbers
            .get(name)
            .unwrap_or_else(|| panic!("{state}: {name} is no number there"))
    }

    /// A product or quotient of numbers and names, each with changed settings in parentheses.
    fn side(&mut self, state: &str, text: &str) -> f64 {
        if let Some((left, right)) = outside_parentheses(text, '*') {
            return self.side(state, left) * self.side(state, right);
        }
        if let Some((left, right)) = outside_parentheses(text, '/') {
            return self.side(state, left) / self.side(state, right);
        }
        let text = text.trim();
        if let Ok(number) = text.parse() {
            return number;
        }
        match text.split_once('(') {
            None => self.of(state, text),
            Some((name, changes)) => {
                let changes = changes.strip_suffix(')').unwrap();
                self.of(&changed(state, changes), name.trim())
            }
        }
    }

    fn holds(&mut self, state: &str, claim: &str) -> Result<(), String> {
        let words: Vec<&str> = claim.split_whitespace().collect();
        let mut sides = vec![String::new()];
        let mut comparisons = Vec::new();
        for word in words {
            if COMPARISONS.contains(&word) {
                comparisons.push(word);
                sides.push(String::new());
            } else if let Some(side) = sides.last_mut() {
                side.push_str(word);
            }
        }
        assert!(!comparisons.is_empty(), "{claim}: compares nothing");
        let values: Vec<f64> = sides.iter().map(|side| self.side(state, side)).collect();
        let hold = comparisons
            .iter()
            .zip(values.windows(2))
            .all(|(by, pair)| compare(by, pair[0], pair[1]));
        if hold {
            Ok(())
        } else {
            Err(format!("{claim}: {values:?}"))
        }
    }
}

fn outside_parentheses(text: &str, mark: char) -> Option<(&str, &str)> {
    let mut depth = 0;
    let mut found = None;
    for (i, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if c == mark && depth == 0 => found = Some(i),
            _ => {}
        }
    }
    found.map(|i| (&text[..i], &text[i + mark.len_utf8()..]))
}

fn compare(by: &str, left: f64, right: f64) -> bool {
    match by {
        "<" => left < right,
        "<=" => left <= right,
        ">" => left > right,
        ">=" => left >= right,
        "=" => left == right,
        "~" => (left - right).abs() <= ABOUT * right.abs(),
        _ => panic!("{by} compares nothing"),
    }
}

/// The state with these settings in place of its own.
fn changed(state: &str, changes: &str) -> String {
    let key = |setting: &str| setting.split('=').next().unwrap().to_owned();
    let new: Vec<String> = changes.split('&').map(key).collect();
    let old = state.split('&').filter(|setting| !setting.is_empty());
    let old = old.filter(|setting| !new.contains(&key(setting)));
    old.chain([changes]).collect::<Vec<_>>().join("&")
}

/// The state at its own seed and at the others, where it has one.
fn seeds(state: &str) -> Vec<String> {
    let (parsed, _) = State::parse(state).unwrap();
    let mut states = vec![state.to_owned()];
    for control in parsed.lab.all_controls() {
        if matches!(control.kind, Kind::Seed { .. }) && parsed.values.applies(control) {
            let others = OTHER_SEEDS.map(|seed| changed(state, &format!("{}={seed}", control.id)));
            states.extend(others);
        }
    }
    states
}

#[test]
fn what_words_say_in_numbers_is_so() {
    let mut numbers = Numbers {
        session: Session::with_assets().unwrap(),
        ..Numbers::default()
    };
    let mut wrong = Vec::new();
    for said in all() {
        for claim in &said.claims {
            let (states, claim) = match claim.strip_prefix("here:") {
                Some(claim) => (vec![said.state.clone()], claim),
                None => (seeds(&said.state), claim.as_str()),
            };
            for state in states {
                if let Err(what) = numbers.holds(&state, claim) {
                    wrong.push(format!("{} at {state}: {what}", said.place));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_claim_that_does_not_hold_is_found() {
    let mut numbers = Numbers {
        session: Session::with_assets().unwrap(),
        ..Numbers::default()
    };
    let state = "lab=spectrum&family=flat&n=32&flat_rank=12";
    for (claim, so) in [
        ("erank ~ 12", true),
        ("11 < erank < 13 < n", true),
        ("erank < 0.5 * n", true),
        ("erank(flat_rank=20) ~ 20", true),
        ("erank(flat_rank=20) > erank", true),
        ("erank > 12.5", false),
        ("erank > 0.5 * n", false),
        ("11 < erank < 11.5", false),
        ("erank ~ erank(flat_rank=20)", false),
    ] {
        assert_eq!(numbers.holds(state, claim).is_ok(), so, "{claim}");
    }
}
