//! State as a string: everything that a link, an embed or a command line says.
//!
//! `v=1&lab=attention&source=qk&n=24&temp=0.7`: versioned, readable, validated; only what differs from the default is written.

use super::page;
use crate::labs::{self, Lab, Values};

/// The version that is written; every version up to it is read.
const VERSION: &str = "1";

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

    /// Reads a state string, with or without a leading `#` or `?`; what is bad is named, everything else applies.
    ///
    /// `None` only where no lab exists at all.
    pub fn parse(text: &str) -> Option<(Self, Vec<Problem>)> {
        let mut problems = Vec::new();
        let mut problem = |key: &str, message: String| {
            problems.push(Problem {
                key: key.into(),
                message,
            });
        };
        let pairs = pairs(text);

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
                    None => problem(
                        &key,
                        format!("{key}: not a control of the lab {}", state.lab.id),
                    ),
                    Some(control) => match control.kind.parse(&text) {
                        Ok(value) => state.values.set(control.id, value),
                        Err(accepted) => problem(&key, format!("{key}: {accepted}")),
                    },
                },
            }
        }
        Some((state, problems))
    }
}

/// The canonical string: version, lab, then what differs from its default in the order of the controls.
impl std::fmt::Display for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "v={VERSION}&lab={}", self.lab.id)?;
        for control in self.lab.all_controls() {
            match self.values.get(control.id) {
                Some(value) if *value != control.kind.default() => {
                    write!(f, "&{}={}", control.id, encode(&value.write()))?;
                }
                _ => {}
            }
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
