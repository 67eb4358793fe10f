//! Draws a table as words, for exports: the page shows it as one of its own.

use super::{
    surface::{Anchor, Measure, Pen, Step, Surface},
    text::{GAP, Label, Role, Tone, words},
    theme::Theme,
    view::View,
};
use crate::figure::{Column, Table, number};

/// Height of a row over the font size.
const LEADING: f64 = 1.5;

/// Draws the rows and columns that have room.
pub fn draw(
    table: &Table,
    view: &View,
    theme: &Theme,
    measure: &dyn Measure,
    surface: &mut dyn Surface,
) {
    let (labels, right) = labels(table, view, measure);
    let hair = Pen {
        color: theme.axis,
        width: view.hairline(),
        dash: &[],
    };
    let y = view.crisp(LEADING * view.font());
    surface.stroke(&[Step::Move(0.0, y), Step::Line(right, y)], &hair);
    words(&labels, view.font(), theme, surface);
}

/// The words of a table, with where its last column ends; what is left out is counted in the last line.
pub fn labels(table: &Table, view: &View, measure: &dyn Measure) -> (Vec<Label>, f64) {
    let font = view.font();
    let height = LEADING * font;
    let room = (view.height / height).floor() as usize;
    let shown = match table.names.len() + 1 > room {
        true => room.saturating_sub(2),
        false => table.names.len(),
    };
    let baseline = |line: usize| (line as f64 + 1.0) * height - 0.35 * height;
    let mut labels = Vec::new();
    let mut place = |text: String, x: f64, line: usize, anchor, tone| {
        labels.push(Label {
            at: (x, baseline(line)),
            anchor,
            ..Label::new(Role::Table, text, tone)
        });
    };
    let widest = |texts: &mut dyn Iterator<Item = String>| {
        let widths = texts.map(|text| measure.width(&text, font));
        widths.fold(0.0, f64::max)
    };
    let names = table.names.iter().take(shown);
    let first = widest(&mut names.clone().chain([&table.label]).cloned());
    place(table.label.clone(), 0.0, 0, Anchor::Start, Tone::Muted);
    for (line, name) in names.enumerate() {
        place(name.clone(), 0.0, line + 1, Anchor::Start, Tone::Text);
    }
    let mut right = first;
    let mut columns = 0;
    for column in &table.columns {
        let cells = || (0..shown).map(|row| cell(column, row));
        let width = widest(&mut cells().chain([column.label.clone()]));
        if right + 2.0 * GAP + width > view.width {
            break;
        }
        right += 2.0 * GAP + width;
        columns += 1;
        place(column.label.clone(), right, 0, Anchor::End, Tone::Muted);
        for (row, text) in cells().enumerate() {
            place(text, right, row + 1, Anchor::End, Tone::Text);
        }
    }
    let left_out = (table.names.len() - shown, table.columns.len() - columns);
    let more = match left_out {
        (0, _) => String::new(),
        (rows, 0) => format!("and {rows} more rows"),
        (rows, columns) => format!("and {rows} more rows, {columns} more columns"),
    };
    place(more, 0.0, shown + 1, Anchor::Start, Tone::Muted);
    (labels, right)
}

fn cell(column: &Column, row: usize) -> String {
    match column.values.get(row) {
        Some(value) if value.is_finite() => number(*value),
        _ => String::new(),
    }
}
