//! Lessons are data: every step opens, names what is there, asks for something not yet so, and can be done.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rankscope::{
    labs::Report,
    session::{Session, State},
};
use serde::Deserialize;
use std::{collections::BTreeSet, fs, path::Path};

#[derive(Deserialize)]
struct File {
    lessons: Vec<Lesson>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lesson {
    id: String,
    title: String,
    about: String,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    state: String,
    text: String,
    #[serde(rename = "do")]
    task: String,
    done: Vec<Condition>,
    solved: String,
    notice: String,
    look: Vec<String>,
    /// Computed by `claims.rs`.
    #[serde(default, rename = "claims")]
    _claims: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Condition {
    control: Option<String>,
    readout: Option<String>,
    below: Option<f64>,
    above: Option<f64>,
    is: Option<String>,
}

fn lessons() -> Vec<Lesson> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/study/lessons.json");
    let file: File = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    file.lessons
}

/// A state without problems, and what it reports.
fn evaluated(text: &str) -> (State, Report) {
    let (state, problems) = State::parse(text).unwrap();
    assert_eq!(problems, [], "{text}");
    let mut session = Session::with_assets().unwrap();
    let (_, report) = session
        .evaluate(text)
        .unwrap_or_else(|e| panic!("{text}: {e}"));
    (state, report)
}

impl Condition {
    fn holds(&self, state: &State, report: &Report) -> bool {
        let text = match (&self.control, &self.readout) {
            (Some(id), None) => state.values.get(id).unwrap().write(),
            (None, Some(id)) => report.value(id).unwrap().to_string(),
            _ => panic!("a condition is about a control or a readout"),
        };
        let value = || text.parse::<f64>().unwrap();
        assert!(self.below.is_some() || self.above.is_some() || self.is.is_some());
        self.below.is_none_or(|limit| value() < limit)
            && self.above.is_none_or(|limit| value() > limit)
            && self.is.as_ref().is_none_or(|word| text == *word)
    }
}

#[test]
fn there_are_lessons_with_names_of_their_own() {
    let lessons = lessons();
    assert!(lessons.len() >= 8, "{} lessons", lessons.len());
    let ids: BTreeSet<_> = lessons.iter().map(|lesson| lesson.id.clone()).collect();
    assert_eq!(ids.len(), lessons.len());
    for lesson in &lessons {
        let (_, problems) =
            State::parse(&format!("lesson={}.{}", lesson.id, lesson.steps.len())).unwrap();
        assert_eq!(problems, []);
        assert!(!lesson.title.is_empty() && lesson.about.len() > 20);
        assert!((2..=8).contains(&lesson.steps.len()), "{}", lesson.id);
    }
}

#[test]
fn every_step_names_what_is_there_and_can_be_done() {
    for lesson in lessons() {
        for (i, step) in lesson.steps.iter().enumerate() {
            let place = format!("{} step {}", lesson.id, i + 1);
            for words in [&step.text, &step.task, &step.notice] {
                assert!(words.ends_with(['.', '?']), "{place}: {words}");
                assert!(words.chars().count() <= 420, "{place}: {words}");
            }
            let (state, report) = evaluated(&step.state);
            for name in &step.look {
                let (kind, id) = name.split_once(':').unwrap();
                let there = match kind {
                    "control" => state
                        .lab
                        .control(id)
                        .is_some_and(|control| state.values.applies(control)),
                    "readout" => report.readouts.iter().any(|readout| readout.id == id),
                    "figure" => report.find_figure(id).is_some(),
                    _ => false,
                };
                assert!(there, "{place}: {name}");
            }
            let holds = |state: &State, report: &Report| {
                step.done
                    .iter()
                    .all(|condition| condition.holds(state, report))
            };
            assert!(
                step.done.is_empty() || !holds(&state, &report),
                "{place} is done before it begins"
            );
            let (after, then) = evaluated(&format!("{}&{}", step.state, step.solved));
            assert!(
                holds(&after, &then),
                "{place}: {} does not do it",
                step.solved
            );
        }
    }
}
