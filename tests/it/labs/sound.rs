//! Whether a figure can be drawn, read and dragged.

use super::unique;
use rankscope::{
    figure::{Axis, Figure, Plot, Region},
    labs::{Kind, Lab},
};

/// Whether a figure's data fit together and its controls exist.
pub fn sound(figure: &Figure, lab: &Lab) -> Result<(), String> {
    let holds = |what: bool, why: &str| what.then_some(()).ok_or(why.to_owned());
    let control = |id: &str| {
        let control = lab.control(id);
        control.ok_or(format!("no control {id}"))
    };
    let axis = |axis: &Axis| {
        let ordered = axis
            .range
            .is_none_or(|(low, high)| low < high && (high - low).is_finite());
        holds(ordered, "an axis without extent")
    };
    // What two lines under a thumbnail hold.
    let words = figure.title.chars().count();
    holds(
        words <= 32,
        &format!("“{}” is too long for a thumbnail", figure.title),
    )?;
    match &figure.plot {
        Plot::Lines(lines) => {
            axis(&lines.x)?;
            axis(&lines.y)?;
            holds(
                unique(lines.series.iter().map(|s| s.id.as_str())),
                "two series of one id",
            )?;
            for series in &lines.series {
                let id = &series.id;
                holds(series.x.len() == series.y.len(), &format!("{id}: lengths"))?;
                holds(series.x.iter().all(|x| x.is_finite()), &format!("{id}: x"))?;
                let any = series.y.is_empty() || series.y.iter().any(|y| y.is_finite());
                holds(any, &format!("{id}: nothing finite"))?;
            }
            for band in &lines.bands {
                let lengths = [band.low.len(), band.high.len()];
                holds(lengths == [band.x.len(); 2], "a band's lengths")?;
            }
            for Region { from, to, .. } in &lines.regions {
                holds(from < to, "a region without extent")?;
            }
            for guide in &lines.guides {
                holds(guide.at.is_finite(), "a guide nowhere")?;
            }
            for handle in &lines.handles {
                let kind = control(&handle.control)?.kind;
                holds(
                    handle.x.is_finite() && handle.y.is_finite(),
                    "a handle nowhere",
                )?;
                let vector = matches!(kind, Kind::Vector { .. });
                holds(vector == handle.element.is_some(), "a handle's element")?;
            }
        }
        Plot::Table(table) => {
            let rows = table.names.len();
            let fits = table.columns.iter().all(|c| c.values.len() == rows);
            holds(
                rows > 0 && fits && !table.columns.is_empty(),
                "a table's size",
            )?;
            let settings = table.settings.len();
            holds(settings == 0 || settings == rows, "a table's settings")?;
            for (id, value) in table.settings.iter().flatten() {
                control(id)?.kind.parse(value)?;
            }
        }
        Plot::Heatmap(map) => {
            let cells = map.rows * map.cols;
            holds(cells > 0 && map.values.len() == cells, "a map's size")?;
            for (names, count) in [(&map.row_names, map.rows), (&map.col_names, map.cols)] {
                holds(names.is_empty() || names.len() == count, "a map's names")?;
            }
            let (low, high) = map.colors.range;
            holds(low < high && (high - low).is_finite(), "a map's colours")?;
            if let Some(edit) = &map.edit {
                holds(edit.values.len() == cells, "what can be edited")?;
                let kind = control(&edit.control)?.kind;
                holds(matches!(kind, Kind::Cells { .. }), "editing needs cells")?;
            }
            if let Some(select) = &map.select {
                control(&select.row_control)?;
                control(&select.col_control)?;
                for (id, value) in &select.also {
                    control(id)?.kind.parse(value)?;
                }
            }
        }
    }
    Ok(())
}
