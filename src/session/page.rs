//! What a link says beside the controls: what the page shows of a lab, what a teacher adds to it, and where in a lesson it stands.
//!
//! The page gives these keys their meaning; here they are only held to what they accept. All of it is text, never HTML.

use crate::labs::Lab;
use serde::Serialize;

/// A key, and what it accepts.
#[derive(Clone, Copy, Serialize)]
pub struct PageKey {
    /// The key.
    pub id: &'static str,
    /// The longest value, in characters.
    pub longest: usize,
    /// What it accepts.
    #[serde(skip)]
    accepts: Accepts,
}

#[derive(Clone, Copy)]
enum Accepts {
    /// Ids with commas between them, or `none`.
    Ids,
    /// Ids of controls with commas between them, or `none`.
    Controls,
    /// Ids of quantities with commas between them, or `none`.
    Quantities,
    /// One quantity.
    Quantity,
    /// One id.
    Id,
    /// The id of a lesson, and the number of a step behind a dot.
    Step,
    /// A sentence or a few.
    Text,
    /// Another state.
    State,
}

const fn key(id: &'static str, accepts: Accepts) -> PageKey {
    PageKey {
        id,
        longest: LONGEST_LIST,
        accepts,
    }
}

const fn text(id: &'static str, longest: usize) -> PageKey {
    PageKey {
        id,
        longest,
        accepts: Accepts::Text,
    }
}

/// Every key beside `v`, `lab` and the controls.
pub const PAGE_KEYS: &[PageKey] = &[
    key("hide", Accepts::Ids),
    key("controls", Accepts::Controls),
    key("figures", Accepts::Ids),
    key("readouts", Accepts::Quantities),
    key("fix", Accepts::Controls),
    text("title", 80),
    text("ask", 600),
    key("predict", Accepts::Quantity),
    key("place", Accepts::Id),
    key("lesson", Accepts::Step),
    key("figure", Accepts::Id),
    key("pin", Accepts::State),
];

/// The longest list of ids, and the longest state within a state, in characters.
const LONGEST_LIST: usize = 20_000;

/// Whether a key belongs to the page.
pub(super) fn is_key(id: &str) -> bool {
    PAGE_KEYS.iter().any(|key| key.id == id)
}

/// What is wrong with the value of a page's key, in words.
pub(super) fn validate(lab: &Lab, id: &str, text: &str) -> Result<(), String> {
    let Some(key) = PAGE_KEYS.iter().find(|key| key.id == id) else {
        return Err("not a key of the page".into());
    };
    let about = lab.id;
    let one_of = |what: &str, known: &dyn Fn(&str) -> bool| {
        let listed = |part: &&str| !(known(part) || *part == "none" || part.is_empty());
        match text.split(',').find(listed) {
            Some(other) => Err(format!("{what} of the lab {about}, got {other:?}")),
            None => Ok(()),
        }
    };
    let control = |id: &str| lab.control(id).is_some();
    let quantity = |id: &str| lab.all_quantities().any(|q| q.id == id);
    let (longest, length) = (key.longest, text.chars().count());
    match key.accepts {
        _ if length > longest => Err(format!("at most {longest} characters, got {length}")),
        Accepts::Text if text.chars().any(|c| c.is_control() && c != '\n') => {
            Err("text without control characters".into())
        }
        Accepts::Text => Ok(()),
        Accepts::Controls => one_of("controls", &control),
        Accepts::Quantities => one_of("readouts", &quantity),
        Accepts::Quantity if quantity(text) => Ok(()),
        Accepts::Quantity => Err(format!("a readout of the lab {about}, got {text:?}")),
        Accepts::Ids if text.split(',').all(|part| part.is_empty() || is_id(part)) => Ok(()),
        Accepts::Ids => Err(format!("ids with commas between them, got {text:?}")),
        Accepts::Id if is_id(text) => Ok(()),
        Accepts::Id => Err(format!("an id, got {text:?}")),
        Accepts::Step => match text.split_once('.').unwrap_or((text, "1")) {
            (lesson, step) if is_id(lesson) && matches!(step.parse(), Ok(1..=99_u32)) => Ok(()),
            _ => Err(format!(
                "a lesson and a step, such as ranks.2, got {text:?}"
            )),
        },
        Accepts::State => Ok(()),
    }
}

fn is_id(text: &str) -> bool {
    let letter = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    !text.is_empty() && text.bytes().all(letter)
}

#[cfg(test)]
mod tests {
    use crate::session::State;

    /// The first problem of a state, or nothing.
    fn problem(text: &str) -> String {
        let (_, problems) = State::parse(&format!("v=1&lab=spectrum&{text}")).unwrap();
        problems
            .into_iter()
            .next()
            .map_or(String::new(), |p| p.message)
    }

    #[test]
    fn what_a_teacher_says_travels() {
        let text = "v=1&lab=spectrum&controls=alpha,n&figures=spectrum&readouts=none&fix=n&title=Ranks%20%26%20tails\
                    &ask=What%20if%20%3Cb%3E%3F&predict=erank&place=spectrum&lesson=ranks.2";
        let (state, problems) = State::parse(text).unwrap();
        assert_eq!(problems, []);
        assert_eq!(state.to_string(), text);
    }

    #[test]
    fn what_it_must_not_be_is_named() {
        assert_eq!(problem(&format!("title={}", "x".repeat(80))), "");
        assert_eq!(
            problem(&format!("title={}", "x".repeat(81))),
            "title: at most 80 characters, got 81"
        );
        assert_eq!(problem("ask=a%07b"), "ask: text without control characters");
        assert_eq!(
            problem("fix=n,speed"),
            "fix: controls of the lab spectrum, got \"speed\""
        );
        assert_eq!(
            problem("predict=n,erank"),
            "predict: a readout of the lab spectrum, got \"n,erank\""
        );
        assert_eq!(
            problem("lesson=ranks.0"),
            "lesson: a lesson and a step, such as ranks.2, got \"ranks.0\""
        );
        assert_eq!(
            problem("figures=<img>"),
            "figures: ids with commas between them, got \"<img>\""
        );
    }
}
