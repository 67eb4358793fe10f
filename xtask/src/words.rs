//! The catalogue in parts: what the page needs of every lab, and what is said about one, which is fetched when that lab opens.

use crate::matrix::CATALOGUE;
use anyhow::{Context, Result};
use serde_json::{Map, Value};
use std::{fs, path::Path};

/// What is said about the things that a lab lists: the list, and its fields.
const SAID: &[(&str, &[&str])] = &[
    ("controls", &["help"]),
    ("quantities", &["formula", "meaning"]),
    ("presets", &["lesson"]),
];
/// What is said about a lab itself.
const CITED: &str = "citations";

/// The file below `pkg/` that has what is said about a lab.
pub fn file(lab: &str) -> String {
    format!("words/{lab}.json")
}

/// The ids of the labs whose module is wanted, by the catalogue that was written.
pub fn labs(pkg: &Path, wanted: impl Fn(&str) -> bool) -> Result<Vec<String>> {
    let text = fs::read_to_string(pkg.join(CATALOGUE)).context("no catalogue")?;
    let catalogue: Value = serde_json::from_str(&text)?;
    let labs = catalogue["labs"].as_array().into_iter().flatten();
    let of = labs.filter(|lab| lab["module"].as_str().is_some_and(&wanted));
    let ids = of.filter_map(|lab| lab["id"].as_str());
    Ok(ids.map(str::to_owned).collect())
}

/// Writes the parts of a catalogue that have changed. Words stand in the order of the things that they are about, by field.
pub fn write(pkg: &Path, json: &str) -> Result<()> {
    let mut catalogue: Value = serde_json::from_str(json).context("the catalogue is no JSON")?;
    let labs = catalogue["labs"].as_array_mut().context("no labs")?;
    let mut parts = Vec::new();
    for lab in labs {
        let lab = lab.as_object_mut().context("a lab is no object")?;
        let words = Value::Object(taken(lab)?);
        let id = lab["id"].as_str().context("a lab has no id")?;
        parts.push((file(id), words.to_string()));
    }
    parts.push((CATALOGUE.into(), catalogue.to_string()));
    fs::create_dir_all(pkg.join("words"))?;
    for (name, text) in parts {
        let file = pkg.join(name);
        // What is the same keeps its time, by which the pictures know whether they are.
        if !fs::read_to_string(&file).is_ok_and(|written| written == text) {
            fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
        }
    }
    Ok(())
}

/// Takes the words out of a lab.
fn taken(lab: &mut Map<String, Value>) -> Result<Map<String, Value>> {
    let mut words = Map::new();
    for (list, fields) in SAID {
        let things = lab.get_mut(*list).and_then(Value::as_array_mut);
        let things = things.with_context(|| format!("a lab has no {list}"))?;
        for field in *fields {
            let of = things.iter_mut().filter_map(Value::as_object_mut);
            let said: Option<Vec<Value>> = of.map(|thing| thing.remove(*field)).collect();
            let said = said.with_context(|| format!("one of the {list} has no {field}"))?;
            words.insert((*field).into(), said.into());
        }
    }
    let cited = lab.remove(CITED).context("a lab has no citations")?;
    words.insert(CITED.into(), cited);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_in_one_part() {
        let json = r#"{"labs":[{"id":"a","module":"m","citations":["c"],"controls":[{"id":"x","help":"H"}],
            "quantities":[{"id":"q","formula":"F","meaning":"M","ink":null}],"presets":[{"id":"p","lesson":"L"}]}]}"#;
        let mut whole: Value = serde_json::from_str(json).unwrap();
        let lab = whole["labs"][0].as_object_mut().unwrap();
        let words = Value::Object(taken(lab).unwrap());
        let said =
            r#"{"citations":["c"],"formula":["F"],"help":["H"],"lesson":["L"],"meaning":["M"]}"#;
        assert_eq!(words.to_string(), said);
        let rest = r#"{"controls":[{"id":"x"}],"id":"a","module":"m","presets":[{"id":"p"}],"quantities":[{"id":"q","ink":null}]}"#;
        assert_eq!(whole["labs"][0].to_string(), rest);
    }
}
