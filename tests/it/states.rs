//! Any state that a visitor can reach travels through a link unchanged.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use proptest::{collection::vec, prelude::*};
use rankscope::{
    labs::{self, Kind, Lab, write_number},
    session::State,
};

/// Any valid text of a control, or nothing for a file.
fn text(kind: &'static Kind) -> BoxedStrategy<Option<String>> {
    let number = |min: f64, max: f64| {
        let (min, max) = (min.max(-1e300), max.min(1e300));
        prop_oneof![
            Just(min),
            Just(max),
            (0.0..=1.0f64).prop_map(move |t| min * (1.0 - t) + max * t)
        ]
        .prop_map(move |x| write_number(x.clamp(min, max)))
    };
    match *kind {
        Kind::Number { min, max, .. } => number(min, max).prop_map(Some).boxed(),
        Kind::Integer { min, max, .. } => (min..=max).prop_map(|x| Some(x.to_string())).boxed(),
        Kind::Steps { max, .. } => (0..=max).prop_map(|x| Some(x.to_string())).boxed(),
        Kind::Seed { .. } => (0..1u64 << 53).prop_map(|x| Some(x.to_string())).boxed(),
        Kind::Toggle { .. } => prop_oneof!["on", "off"].prop_map(Some).boxed(),
        Kind::Choice { options, .. } => (0..options.len())
            .prop_map(|i| Some(options[i].id.to_owned()))
            .boxed(),
        Kind::Vector {
            min, max, max_len, ..
        } => vec(number(min, max), 0..=max_len.min(6))
            .prop_map(|list| Some(list.join(",")))
            .boxed(),
        Kind::Matrix { max_side, .. } => (1..=max_side.min(4))
            .prop_flat_map(move |cols| vec(vec(number(-1e3, 1e3), cols), 1..=max_side.min(4)))
            .prop_map(|rows| {
                let rows: Vec<_> = rows.iter().map(|row| row.join(",")).collect();
                Some(rows.join(";"))
            })
            .boxed(),
        Kind::Cells { min, max } => vec((0..64u16, 0..64u16, number(min, max)), 0..4)
            .prop_map(|cells| {
                let cells: Vec<_> = cells
                    .iter()
                    .map(|(i, j, x)| format!("{i},{j},{x}"))
                    .collect();
                Some(cells.join(";"))
            })
            .boxed(),
        Kind::File { .. } => Just(None).boxed(),
    }
}

/// Any valid state of any lab, with some of the controls set.
fn state() -> impl Strategy<Value = String> {
    let of = |lab: &'static Lab| {
        let one = |control: &'static labs::Control| {
            (any::<bool>(), text(&control.kind)).prop_map(|(set, text)| {
                text.filter(|_| set)
                    .map(|text| format!("&{}={text}", control.id))
                    .unwrap_or_default()
            })
        };
        let controls: Vec<_> = lab.all_controls().map(one).collect();
        controls.prop_map(|parts| format!("v=1&lab={}{}", lab.id, parts.concat()))
    };
    let labs: Vec<_> = labs::all().collect();
    (0..labs.len()).prop_flat_map(move |i| of(labs[i]))
}

proptest! {
    #[test]
    fn any_valid_state_travels_through_a_link_unchanged(text in state()) {
        let (state, problems) = State::parse(&text).unwrap();
        prop_assert_eq!(problems, []);
        let written = state.to_string();
        let (again, problems) = State::parse(&written).unwrap();
        prop_assert_eq!(problems, []);
        prop_assert_eq!(again.lab.id, state.lab.id);
        prop_assert_eq!(&again.values, &state.values);
        prop_assert_eq!(again.to_string(), written);
    }

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,80}") {
        let (state, _) = State::parse(&text).unwrap();
        let written = state.to_string();
        prop_assert_eq!(State::parse(&written).unwrap().0.to_string(), written);
    }

    #[test]
    fn bad_values_are_named_and_the_rest_applies(key in "[a-z]{1,3}zz", value in "[a-z0-9.]{0,8}") {
        for lab in labs::all() {
            let id = lab.id;
            let (state, problems) = State::parse(&format!("lab={id}&{key}={value}")).unwrap();
            prop_assert_eq!(problems.len(), 1);
            prop_assert_eq!(&problems[0].key, &key);
            prop_assert!(problems[0].message.starts_with(&key));
            prop_assert_eq!(state.to_string(), format!("v=1&lab={id}"));
        }
    }
}
