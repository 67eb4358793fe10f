//! Draws a matrix as a grid of colours.

use super::{
    colors,
    furniture::hatch,
    grid::Grid,
    grid_labels,
    surface::{Pen, Raster, Rect, Step, Surface},
    text::{Label, words},
    theme::Theme,
    view::View,
};
use crate::figure::{Heatmap, Series};

/// Draws `map` on its grid.
pub fn draw(
    map: &Heatmap,
    (grid, labels): (&Grid, &[Label]),
    view: &View,
    theme: &Theme,
    surface: &mut dyn Surface,
) {
    let palette = colors::palette(map.colors.diverging, theme.name);
    let (rows, cols) = (grid.rows.clone(), grid.cols.clone());
    let mut cells = Vec::with_capacity(rows.len() * cols.len());
    for row in rows.clone() {
        cells.extend(cols.clone().map(|col| {
            map.values
                .get(row * map.cols + col)
                .map_or(Raster::CLEAR, |v| colors::index(&map.colors, *v))
        }));
    }
    if cells.contains(&Raster::CLEAR) {
        surface.fill(&grid.plot.path(), theme.text.alpha(0.05));
        hatch(grid.plot, theme.text.alpha(0.3), surface);
    }
    let image = Raster {
        width: cols.len(),
        height: rows.len(),
        cells,
        palette,
    };
    surface.image(&image, grid.plot);
    words(
        &grid_labels::cells(map, grid, view),
        grid.font,
        theme,
        surface,
    );
    curves(map, grid, view, theme, surface);
    let hair = Pen {
        color: theme.axis,
        width: view.hairline(),
        dash: &[],
    };
    surface.stroke(&grid.plot.path(), &hair);
    if !view.bare() {
        bar(map, grid, view, &image.palette, &hair, surface);
    }
    if let Some(rect) = map
        .select
        .as_ref()
        .and_then(|s| s.at)
        .and_then(|(row, col)| grid.rect(row, col))
    {
        // Two rims, one of which shows on any colour.
        let around = |by: f64| Rect {
            left: rect.left - by,
            top: rect.top - by,
            width: rect.width + 2.0 * by,
            height: rect.height + 2.0 * by,
        };
        surface.stroke(
            &around(2.0).path(),
            &Pen {
                color: theme.background,
                width: 2.0,
                dash: &[],
            },
        );
        surface.stroke(
            &around(0.5).path(),
            &Pen {
                color: theme.text,
                width: 2.0,
                dash: &[],
            },
        );
    }
    words(labels, grid.font, theme, surface);
}

/// The curves over a plane, each with a rim that shows it on any colour.
fn curves(map: &Heatmap, grid: &Grid, view: &View, theme: &Theme, surface: &mut dyn Surface) {
    let (Some(plane), Some([(x, _), (y, _)])) = (&map.plane, &grid.axes) else {
        return;
    };
    surface.clip(grid.plot);
    let shown = |series: &&Series| !view.hidden.contains(&series.id);
    for series in plane.curves.iter().filter(shown) {
        let mut path = Vec::new();
        let mut drawing = false;
        for (vx, vy) in series.x.iter().zip(&series.y) {
            let at = x.pixel(*vx).zip(y.pixel(*vy));
            if let Some((px, py)) = at {
                path.push(if drawing {
                    Step::Line(px, py)
                } else {
                    Step::Move(px, py)
                });
            }
            drawing = at.is_some();
        }
        let look = theme.look(series.ink);
        let pen = |color, width, dash| Pen { color, width, dash };
        surface.stroke(&path, &pen(theme.background.alpha(0.9), 5.0, &[]));
        surface.stroke(&path, &pen(look.color, 2.0, look.dash));
    }
    surface.unclip();
}

fn bar(
    map: &Heatmap,
    grid: &Grid,
    view: &View,
    palette: &[[u8; 3]],
    hair: &Pen,
    surface: &mut dyn Surface,
) {
    let steps = colors::STEPS;
    let cells = (0..steps).map(|i| {
        colors::index(
            &map.colors,
            grid.scale
                .value(grid.bar.top + grid.bar.height * (i as f64 + 0.5) / steps as f64),
        )
    });
    let image = Raster {
        width: 1,
        height: steps,
        cells: cells.collect(),
        palette: palette.to_vec(),
    };
    surface.image(&image, grid.bar);
    let mut marks = grid.bar.path().to_vec();
    for tick in &grid.bar_ticks {
        if let Some(y) = grid.scale.pixel(tick.value) {
            let length = if tick.label.is_empty() { 2.0 } else { 4.0 };
            marks.extend([
                Step::Move(grid.bar.right(), view.crisp(y)),
                Step::Line(grid.bar.right() + length, view.crisp(y)),
            ]);
        }
    }
    surface.stroke(&marks, hair);
}

#[cfg(test)]
mod tests {
    use crate::{
        figure::{Axis, CellSelect, ColorScale, Figure, Heatmap, Mark, Plane, Plot, Series, inks},
        render::{Placed, Probe, TableMeasure, View, describe, svg},
    };

    /// Four by three cells, of one decade on either axis each, with a curve along the diagonal.
    fn plane() -> Figure {
        let curve = Series {
            id: "edge".into(),
            label: "the edge".into(),
            ink: inks::FIT,
            mark: Mark::Line,
            x: vec![1.0, 1e2, f64::NAN, 1e3, 1e4],
            y: vec![1.0, 1e1, f64::NAN, 1e2, 1e3],
        };
        Figure {
            id: "plane".into(),
            title: "A plane".into(),
            caption: "Samples.".into(),
            plot: Plot::Heatmap(Heatmap {
                rows: 3,
                cols: 4,
                values: (0..12).map(f64::from).collect(),
                row_label: String::new(),
                col_label: String::new(),
                row_names: Vec::new(),
                col_names: Vec::new(),
                colors: ColorScale {
                    label: "error".into(),
                    diverging: false,
                    log: false,
                    range: (0.0, 11.0),
                },
                edit: None,
                select: Some(CellSelect {
                    row_control: "p".into(),
                    col_control: "n".into(),
                    at: None,
                    also: vec![("mode".into(), "fixed".into())],
                    row_values: vec![300.0, 30.0, 3.0],
                    col_values: vec![3.0, 30.5, 300.0, 3000.0],
                }),
                plane: Some(Plane {
                    x: Axis::log("samples").range(1.0, 1e4),
                    y: Axis::log("width").range(1.0, 1e3),
                    curves: vec![curve],
                }),
            }),
        }
    }

    #[test]
    fn a_plane_has_axes_and_curves() {
        let svg = svg(&plane(), &View::default(), None).unwrap();
        for text in ["samples →", "↑ width", "10²", "10³"] {
            assert!(svg.contains(text), "{text} is missing");
        }
        let entries = describe(&plane()).series;
        assert_eq!((entries.len(), entries[0].label.as_str()), (1, "the edge"));
        let hidden = View {
            hidden: vec!["edge".into()],
            ..View::default()
        };
        let without = super::super::svg(&plane(), &hidden, None).unwrap();
        assert!(without.matches("<path").count() < svg.matches("<path").count());
    }

    #[test]
    fn selecting_a_cell_of_a_plane_sets_values() {
        let view = View::default();
        // A little right of and above the middle: third column, second row.
        let placed = Placed::new(&plane(), &view, None, &TableMeasure).unwrap();
        let found = placed.probe(&plane(), &view, 340.0, 180.0);
        let Some(Probe::Cell(cell)) = found else {
            panic!("no cell: {found:?}");
        };
        assert_eq!((cell.row, cell.col), (1, 2));
        let set = cell.select.unwrap().set;
        let pairs: Vec<_> = set.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(pairs, [("p", "30"), ("n", "300"), ("mode", "fixed")]);
    }
}
