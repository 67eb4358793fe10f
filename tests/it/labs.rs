//! What holds for every lab of the registry, without knowing any of them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod drags;
mod ends;
mod inks;
mod sound;

use crate::chosen::{every, looked_at};
use rankscope::{
    figure::{Figure, Plot, number},
    labs::{self, Lab, Report, Value, shared::citations},
    render::{self, View},
    session::{PAGE_KEYS, Session, State, catalogue, mathml},
};
use std::{collections::BTreeSet, fs, path::Path, sync::OnceLock};

/// Whether no control may have this id: the state string has another meaning for it.
fn reserved(id: &str) -> bool {
    ["v", "lab"].contains(&id) || PAGE_KEYS.iter().any(|key| key.id == id)
}

/// Codes of errors that no visitor should ever see.
const INTERNAL: &[&str] = &["no_lab", "asset_missing"];

/// A lab, the preset (empty for the defaults), the state and what it reports.
struct Shown {
    lab: &'static Lab,
    preset: &'static str,
    state: String,
    report: Report,
}

/// Every lab at its defaults and at every preset, computed once.
fn shown() -> &'static [Shown] {
    static SHOWN: OnceLock<Vec<Shown>> = OnceLock::new();
    SHOWN.get_or_init(|| {
        let mut shown = Vec::new();
        for lab in every() {
            let presets = lab.all_presets().iter().map(|p| (p.id, p.state));
            for (preset, part) in std::iter::once(("", "")).chain(presets) {
                let state = full(lab, part);
                let (opened, report) = session()
                    .evaluate(&state)
                    .unwrap_or_else(|e| panic!("{state}: {e}"));
                assert_eq!(opened.problems, [], "{state}");
                shown.push(Shown {
                    lab,
                    preset,
                    state,
                    report,
                });
            }
        }
        shown
    })
}

fn session() -> Session {
    Session::with_assets().unwrap()
}

fn full(lab: &Lab, part: &str) -> String {
    let id = lab.id;
    format!("lab={id}&{part}").trim_end_matches('&').to_owned()
}

fn unique<'a>(ids: impl IntoIterator<Item = &'a str>) -> bool {
    let mut seen = BTreeSet::new();
    ids.into_iter().all(|id| seen.insert(id))
}

fn is_key(id: &str) -> bool {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    !id.is_empty() && id.chars().all(letter)
}

#[test]
fn ids_are_unique() {
    assert!(unique(labs::all().map(|lab| lab.id)));
    for lab in labs::all() {
        assert!(unique(lab.all_controls().map(|c| c.id)), "{}", lab.id);
        assert!(unique(lab.all_quantities().map(|q| q.id)), "{}", lab.id);
        assert!(unique(lab.all_presets().iter().map(|p| p.id)), "{}", lab.id);
        assert!(unique(lab.citations().iter().map(|c| c.id)), "{}", lab.id);
        for control in lab.all_controls() {
            assert!(is_key(control.id) && !reserved(control.id));
        }
        for quantity in lab.all_quantities() {
            assert!(is_key(quantity.id), "{}", quantity.id);
        }
    }
    for Shown { state, report, .. } in shown() {
        assert!(unique(report.readouts.iter().map(|r| r.id)), "{state}");
        assert!(unique(report.checks.iter().map(|c| c.id)), "{state}");
        assert!(
            unique(report.figures.iter().map(|f| f.id.as_str())),
            "{state}"
        );
    }
}

#[test]
fn every_lab_speaks_to_a_person() {
    for lab in labs::all() {
        assert!(lab.question.ends_with('?'), "{}", lab.question);
        assert!(!lab.title.is_empty() && !lab.try_first.is_empty());
        assert!(!lab.citations().is_empty(), "{} cites nothing", lab.id);
        for citation in lab.citations() {
            assert!(
                citation.url.starts_with("https://"),
                "{}: {}",
                citation.id,
                citation.url
            );
        }
        for control in lab.all_controls() {
            assert!(!control.label.is_empty(), "{}", control.id);
            assert!(!control.help.is_empty(), "{} has no help", control.id);
        }
        for preset in lab.all_presets() {
            assert!(!preset.title.is_empty() && !preset.lesson.is_empty());
            assert!(!preset.lesson.contains('\n'), "{}", preset.lesson);
        }
    }
    for Shown { state, report, .. } in shown() {
        assert!(report.headline.ends_with('.'), "{state}: no headline");
        for figure in &report.figures {
            assert!(!figure.title.is_empty(), "{state}: {}", figure.id);
            assert!(!figure.caption.is_empty(), "{state}: {}", figure.id);
        }
    }
}

#[test]
fn every_quantity_has_a_formula_and_a_meaning() {
    for quantity in labs::all().flat_map(Lab::all_quantities) {
        let id = quantity.id;
        let formula = mathml(quantity.tex).unwrap_or_else(|why| panic!("{id}: {why}"));
        let math = format!("<math>{formula}</math>");
        let document = roxmltree::Document::parse(&math)
            .unwrap_or_else(|why| panic!("the formula of {id}: {why}: {formula}"));
        let root = document.root_element();
        assert!(root.has_children(), "{id} has no formula");
        for node in root.descendants().filter(|node| node.is_element()) {
            let name = node.tag_name().name();
            assert!(name.starts_with('m'), "{id}: <{name}> is no MathML");
            let loose = node
                .children()
                .filter(|child| child.is_text() && !child.text().unwrap().trim().is_empty());
            let leaf = matches!(name, "mi" | "mn" | "mo" | "mtext" | "ms");
            assert!(leaf || loose.count() == 0, "{id}: loose text in <{name}>");
        }
        assert!(!formula.contains("&amp;"), "{id}: {formula}");
        assert!(!quantity.label.is_empty(), "{id} has no label");
        assert!(!quantity.meaning.is_empty(), "{id} has no meaning");
    }
}

#[test]
fn every_work_cited_is_listed_once_for_all_labs() {
    for citation in labs::all().flat_map(Lab::citations) {
        assert!(citations::ALL.contains(citation), "{}", citation.id);
    }
}

/// What the page shows first.
#[test]
fn every_lab_names_what_carries_its_answer() {
    for Shown {
        lab,
        preset,
        report,
        ..
    } in shown()
    {
        let (id, essential) = (lab.id, lab.essential);
        // Three to six, or all where there are fewer.
        let few = |count: usize, all: usize| (all.min(3)..=6).contains(&count);
        let (controls, readouts) = (lab.all_controls().count(), lab.all_quantities().count());
        assert!(
            few(essential.controls.len(), controls),
            "{id}: essential controls"
        );
        assert!(
            few(essential.readouts.len(), readouts),
            "{id}: essential readouts"
        );
        let figures = essential.figures;
        assert!((1..=2).contains(&figures.len()), "{id}: main figures");
        for control in essential.controls {
            assert!(lab.control(control).is_some(), "{id}: no control {control}");
        }
        // At the defaults every one is there; another task of the same lab may measure by another number.
        let there = |readout: &&&str| report.readouts.iter().any(|r| r.id == **readout);
        let missing = essential.readouts.iter().find(|r| !there(r));
        assert!(
            !preset.is_empty() || missing.is_none(),
            "{id}: no readout {missing:?}"
        );
        assert!(
            essential.readouts.iter().any(|r| there(&r)),
            "{id} {preset}: no essential readout"
        );
        // A companion may need data or a switch; the first figure never does.
        assert!(
            report.find_figure(figures[0]).is_some(),
            "{id} {preset}: {}",
            figures[0]
        );
    }
}

/// A page that offers a lab opens it there; a link without settings still means the defaults.
#[test]
fn a_lab_opens_on_one_of_its_presets() {
    for lab in labs::all().filter(|lab| !lab.opens_on.is_empty()) {
        let state = full(
            lab,
            lab.all_presets()
                .iter()
                .find(|p| p.id == lab.opens_on)
                .unwrap()
                .state,
        );
        assert_eq!(State::parse(&state).unwrap().1, [], "{state}");
        let catalogue = catalogue().unwrap();
        let entry = catalogue
            .labs
            .iter()
            .find(|entry| entry.id == lab.id)
            .unwrap();
        assert_eq!(full(lab, entry.opens), state);
        let bare = State::parse(&format!("v=1&lab={}", lab.id)).unwrap().0;
        assert_eq!(bare.settings(), []);
    }
}

#[test]
fn readouts_come_in_the_declared_order_with_their_text() {
    for Shown {
        lab, state, report, ..
    } in shown()
    {
        let place = |id| lab.all_quantities().position(|q| q.id == id);
        let places: Vec<_> = report.readouts.iter().map(|r| place(r.id)).collect();
        assert!(places.is_sorted(), "{state}: {places:?}");
        for readout in &report.readouts {
            let text = readout.value.map_or("–".into(), number);
            assert_eq!(readout.text, text, "{state}: {}", readout.id);
        }
    }
}

#[test]
fn every_readout_is_declared_and_every_odd_value_explained() {
    for Shown {
        lab, state, report, ..
    } in shown()
    {
        assert!(!report.readouts.is_empty(), "{state}");
        for readout in &report.readouts {
            let id = readout.id;
            let quantity = lab.all_quantities().find(|q| q.id == id);
            let quantity = quantity.unwrap_or_else(|| panic!("{state}: {id} is not declared"));
            assert_eq!(
                (readout.unit, readout.status),
                (quantity.unit, quantity.status)
            );
            let finite = readout.value.is_some_and(f64::is_finite);
            assert!(
                finite || !readout.note.is_empty(),
                "{state}: {id} is {:?} without a note",
                readout.value
            );
        }
        for check in &report.checks {
            assert!(check.pass, "{state}: {check:?}");
            assert!(check.tolerance.is_finite() && check.residual >= 0.0);
        }
        for range in &report.ranges {
            assert!(range.min <= range.max, "{state}: {range:?}");
            assert!(lab.all_controls().any(|c| c.id == range.control));
        }
    }
}

#[test]
fn every_figure_can_be_drawn() {
    for Shown {
        lab, state, report, ..
    } in shown()
    {
        assert!(!report.figures.is_empty(), "{state} has no figure");
        for figure in &report.figures {
            sound::sound(figure, lab).unwrap_or_else(|why| {
                panic!("{state}: figure {}: {why}", figure.id);
            });
            let empty = matches!(&figure.plot, Plot::Lines(lines) if lines.series.is_empty());
            assert!(!empty, "{state}: figure {} is empty", figure.id);
        }
    }
}

/// The pictures of every preset, as they were when somebody last looked at them. `UPDATE_SNAPSHOTS=1 cargo test` takes new ones.
#[test]
fn every_figure_looks_as_it_did() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/labs");
    let update = std::env::var_os("UPDATE_SNAPSHOTS").is_some();
    if update {
        fs::create_dir_all(&folder).unwrap();
    }
    let mut expected = BTreeSet::new();
    let mut changed = Vec::new();
    for shown in shown().iter().filter(|shown| !shown.preset.is_empty()) {
        for figure in &shown.report.figures {
            let lab = shown.lab.id;
            let name = format!("{lab}.{}.{}.svg", shown.preset, figure.id);
            let path = folder.join(&name);
            let view = View::default();
            let svg = render::svg(figure, &view, None).unwrap_or_else(|e| panic!("{name}: {e}"));
            if update {
                fs::write(&path, &svg).unwrap();
            } else if fs::read_to_string(&path).ok().as_ref() != Some(&svg) {
                changed.push(name.clone());
            }
            expected.insert(name);
        }
    }
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !looked_at(name.split('.').next().unwrap()) {
            continue;
        }
        if !expected.contains(&name) && update {
            fs::remove_file(folder.join(name)).unwrap();
        } else if !expected.contains(&name) {
            changed.push(name);
        }
    }
    assert!(
        changed.is_empty(),
        "these pictures changed; look at them after UPDATE_SNAPSHOTS=1:\n{}",
        changed.join("\n")
    );
}

#[test]
fn reports_survive_json() {
    for Shown { state, report, .. } in shown() {
        let text = serde_json::to_string(report).unwrap();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        for (readout, read) in report
            .readouts
            .iter()
            .zip(json["readouts"].as_array().unwrap())
        {
            assert_eq!(read["id"], readout.id);
            match readout.value {
                Some(value) if value.is_finite() => {
                    let off = (read["value"].as_f64().unwrap() - value).abs();
                    assert!(off <= 1e-15 * value.abs(), "{state}: {}", readout.id);
                }
                Some(value) => assert_eq!(read["value"], if value > 0.0 { "inf" } else { "-inf" }),
                None => assert!(read["value"].is_null(), "{state}: {}", readout.id),
            }
        }
        let bytes = postcard::to_stdvec(&report.figures).unwrap();
        let figures: Vec<Figure> = postcard::from_bytes(&bytes).unwrap();
        // Not `==`: a gap is NaN.
        assert_eq!(
            format!("{figures:?}"),
            format!("{:?}", report.figures),
            "{state}"
        );
    }
}

#[test]
fn a_state_without_choices_is_short() {
    for lab in labs::all() {
        let id = lab.id;
        assert_eq!(State::of(lab).to_string(), format!("v=1&lab={id}"));
    }
}

#[test]
fn defaults_and_conditions_are_valid() {
    for lab in labs::all() {
        for control in lab.all_controls() {
            let id = control.id;
            let default = control.kind.default();
            if default != Value::File {
                assert_eq!(control.kind.parse(&default.write()), Ok(default), "{id}");
            }
            for when in control.conditions() {
                let other = lab.all_controls().find(|c| c.id == when.control);
                let other = other.unwrap_or_else(|| panic!("{id} depends on {}", when.control));
                assert!(when.any_of().count() > 0, "{id} never applies");
                for value in when.any_of() {
                    assert!(other.kind.parse(value).is_ok(), "{id}: {value}");
                }
            }
        }
    }
}

#[test]
fn a_preset_sets_only_what_applies() {
    for Shown { lab, state, .. } in shown() {
        let (parsed, problems) = State::parse(state).unwrap();
        assert_eq!(problems, [], "{state}");
        for control in lab.all_controls() {
            let set = parsed.values.get(control.id) != Some(&control.kind.default());
            assert!(
                !set || parsed.values.applies(control),
                "{state}: {} has no effect",
                control.id
            );
        }
    }
}
