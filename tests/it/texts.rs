//! Every text of every picture can be read: at sizes from a phone to a slide no two share an area, and none leaves the picture.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rankscope::{
    figure::Figure,
    labs,
    render::{Placed, TextBox, View, surface::TableMeasure},
    session::Session,
};
use std::collections::BTreeSet;

const SIZES: [(f64, f64); 3] = [(320.0, 240.0), (480.0, 320.0), (900.0, 500.0)];

/// Figures that still have a fault at a width: lab, figure, width. The list may only become shorter.
const KNOWN: &[(&str, &str, u32)] = &[];

/// What is wrong with the texts of a figure at a size.
fn faults(figure: &Figure, (width, height): (f64, f64)) -> Vec<String> {
    let view = View {
        width,
        height,
        ..View::default()
    };
    let placed = Placed::new(figure, &view, None, &TableMeasure).unwrap();
    let texts = placed.texts(figure, &view, &TableMeasure);
    let mut found = Vec::new();
    for (i, one) in texts.iter().enumerate() {
        let (rect, slack) = (one.rect, 0.01);
        let inside = rect.left >= -slack
            && rect.top >= -slack
            && rect.right() <= width + slack
            && rect.bottom() <= height + slack;
        if !inside {
            found.push(format!("{} leaves the picture: {rect:?}", name(one)));
        }
        for other in &texts[i + 1..] {
            if rect.overlaps(&other.rect) {
                found.push(format!("{} covers {}", name(one), name(other)));
            }
        }
    }
    found
}

fn name(text: &TextBox) -> String {
    format!("{:?} {:?}", text.role, text.text)
}

#[test]
fn every_text_of_every_preset_can_be_read() {
    let mut faulty = BTreeSet::new();
    let mut told = Vec::new();
    for lab in labs::all() {
        let presets = lab.all_presets().iter().map(|preset| preset.state);
        for state in std::iter::once("").chain(presets) {
            let state = format!("lab={}&{state}", lab.id);
            let (_, report) = Session::with_assets().unwrap().evaluate(&state).unwrap();
            for figure in &report.figures {
                for size in SIZES {
                    let found = faults(figure, size);
                    let key = (lab.id, figure.id.clone(), size.0 as u32);
                    let known = KNOWN.contains(&(key.0, key.1.as_str(), key.2));
                    if !known {
                        let place = format!("{state} {} at {}", figure.id, size.0);
                        told.extend(found.iter().map(|fault| format!("{place}: {fault}")));
                    }
                    if !found.is_empty() {
                        faulty.insert(key);
                    }
                }
            }
        }
    }
    assert!(
        told.is_empty(),
        "{} faults:\n{}",
        told.len(),
        told.join("\n")
    );
    for (lab, figure, width) in KNOWN {
        let still = faulty.contains(&(*lab, (*figure).to_owned(), *width));
        assert!(
            still,
            "{lab} {figure} at {width} is mended: strike it from the list"
        );
    }
}
