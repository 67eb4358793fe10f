//! State as a string: everything that a link, an embed or a command line says.
//!
//! `v=1&lab=attention&source=qk&n=24&temp=0.7`: versioned, readable, validated; only what differs from the default is written.

use super::page;
use crate::labs::{self, Lab, Values};

/// The version that is written; every version up to it is read.
const VERSION: &str = "1";
/// The longest state string that is read, in bytes: a matrix of 64 x 64 with every digit fits, and a pinned state beside it.
pub const LONGEST: usize = 120_000;
/// Most problems that are named.
const MOST: usize = 8;
/// The longest sentence on a problem, and the longest key, in characters: what was given is named, not repeated whole.
const SENTENCE: usize = 320;
const KEY: usize = 40;

/// A lab with every control set.
#[derive(Clone)]
pub struct State {
    /// The lab.
    pub lab: &'static Lab,
    /// Its controls.
    pub values: Values,
    /// What the page keeps beside the controls, in the order of the link.
    pub page: Vec<(String, String)>,
}

/// Something in a state string that could not be applied; everything else still was.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// The key.
    pub key: String,
    /// What was given and what is accepted: "temp: 0.01..100, got 1000".
    pub message: String,
}

impl State {
    /// The first lab with everything at its default.
    pub fn initial() -> Option<Self> {
        labs::all().next().map(Self::of)
    }

    /// A lab with everything at its default.
    pub fn of(lab: &'static Lab) -> Self {
        let values = Values::defaults(lab.all_controls());
        Self {
            lab,
            values,
            page: Vec::new(),
        }
    }

    /// Reads a state string, with or without a leading `#` or `?`; what is bad is named, everything else applies. Of one that is
    /// longer than [`LONGEST`] only the lab is read.
    ///
    /// `None` only where no lab exists at all.
    pub fn parse(text: &str) -> Option<(Self, Vec<Problem>)> {
        let (mut problems, mut more) = (Vec::new(), 0);
        let mut problem = |key: &str, message: String| {
            if problems.len() == MOST {
                more += 1;
                return;
            }
            problems.push(Problem {
                key: shortened(key, KEY),
                message: shortened(&message, SENTENCE),
            });
        };
        let mut pairs = pairs(start(text));
        if text.len() > LONGEST {
            let length = text.len();
            problem(
                "state",
                format!(
                    "state: at most {LONGEST} characters, got {length}; of this one only the lab is read"
                ),
            );
            pairs.retain(|(key, _)| key == "lab");
        }

        let mut state = Self::initial()?;
        if let Some((_, id)) = pairs.iter().find(|(key, _)| key == "lab") {
            match labs::find(id) {
                Some(lab) => state = Self::of(lab),
                None => {
                    let ids: Vec<_> = labs::all().map(|lab| lab.id).collect();
                    problem("lab", format!("lab: one of {}, got {id:?}", ids.join(", ")));
                }
            }
        }
        for (key, text) in pairs {
            match key.as_str() {
                "lab" => {}
                "v" if text == VERSION => {}
                "v" => problem(
                    &key,
                    format!("v: {VERSION}, got {text:?}; read as {VERSION}"),
                ),
                _ if page::is_key(&key) => match page::validate(state.lab, &key, &text) {
                    Ok(()) => state.page.push((key, text)),
                    Err(accepted) => problem(&key, format!("{key}: {accepted}")),
                },
                _ => match state.lab.control(&key) {
                    None => {
                        let (lab, key) = (state.lab.id, shortened(&key, KEY));
                        problem(&key, format!("{key}: not a control of the lab {lab}"));
                    }
                    Some(control) => match control.kind.parse(&text) {
                        Ok(value) => state.values.set(control.id, value),
                        Err(accepted) => problem(&key, format!("{key}: {accepted}")),
                    },
                },
            }
        }
        if more > 0 {
            problems.push(Problem {
                key: "more".into(),
                message: format!("and {more} more that could not be applied"),
            });
        }
        Some((state, problems))
    }

    /// What differs from its default, in the order of the controls, as the state string writes it.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        let controls = self.lab.all_controls();
        let differing = controls.filter_map(|control| {
            let value = self.values.get(control.id)?;
            (*value != control.kind.default()).then(|| (control.id, value.write()))
        });
        differing.collect()
    }
}

/// The part of a text that may be read.
fn start(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// A text of at most so many characters; where something was left out, it ends in three dots.
fn shortened(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The canonical string: version, lab, then what differs from its default in the order of the controls.
impl std::fmt::Display for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "v={VERSION}&lab={}", self.lab.id)?;
        for (key, value) in self.settings() {
            write!(f, "&{key}={}", encode(&value))?;
        }
        for (key, value) in &self.page {
            write!(f, "&{key}={}", encode(value))?;
        }
        Ok(())
    }
}

fn pairs(text: &str) -> Vec<(String, String)> {
    text.trim()
        .trim_start_matches(['#', '?'])
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        })
        .collect()
}

/// Percent-encodes what would end a value early or not survive in a fragment; commas and semicolons stay readable.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'-'
            | b'_'
            | b'.'
            | b'~'
            | b','
            | b';'
            | b':' => {
                out.push(byte as char);
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn decode(text: &str) -> String {
    let hex = |byte: Option<&u8>| byte.and_then(|b| (*b as char).to_digit(16));
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        match (bytes[i], hex(bytes.get(i + 1)), hex(bytes.get(i + 2))) {
            (b'%', Some(high), Some(low)) => {
                out.push((16 * high + low) as u8);
                i += 3;
            }
            (b'+', ..) => {
                out.push(b' ');
                i += 1;
            }
            (byte, ..) => {
                out.push(byte);
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_has_a_length() {
        let longest = format!("lab=spectrum&ask={}", "x".repeat(600));
        assert_eq!(State::parse(&longest).unwrap().1, []);
        for filler in ["&a=1", "&values=1,", "%E0", "é"] {
            let text = format!("lab=spectrum&n=7&{}", filler.repeat(LONGEST / 2));
            let (state, problems) = State::parse(&text).unwrap();
            assert_eq!(state.to_string(), "v=1&lab=spectrum");
            assert_eq!(problems.len(), 1);
            assert!(
                problems[0]
                    .message
                    .starts_with("state: at most 120000 characters, got ")
            );
        }
    }

    #[test]
    fn a_few_problems_are_named_and_what_was_given_is_not_repeated_whole() {
        let unknown: String = (0..1000).map(|i| format!("&key{i}=1")).collect();
        let (_, problems) = State::parse(&format!("lab=spectrum{unknown}")).unwrap();
        assert_eq!(problems.len(), MOST + 1);
        assert_eq!(
            problems[0].message,
            "key0: not a control of the lab spectrum"
        );
        assert_eq!(
            problems[MOST].message,
            "and 992 more that could not be applied"
        );
        let long = "y".repeat(10_000);
        for text in [
            format!("n={long}"),
            format!("{long}=1"),
            format!("v={long}"),
            format!("predict={long}"),
        ] {
            let (_, problems) = State::parse(&format!("lab=spectrum&{text}")).unwrap();
            assert!(
                problems[0].message.chars().count() <= SENTENCE + 1,
                "{problems:?}"
            );
            assert!(problems[0].key.chars().count() <= KEY + 1, "{problems:?}");
        }
    }
}
