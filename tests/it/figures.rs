//! Pictures: committed snapshots of hand-made figures that use every feature, and what must hold for any figure at any size.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --test it figures::` rewrites `tests/snapshots`; look at the pictures before committing them.

#![allow(clippy::unwrap_used, reason = "a test may unwrap, in its helpers too")]

mod gallery;

use gallery::{attention, bounds, figure, gallery, spectrum, table};
use proptest::prelude::*;
use rankscope::{
    figure::{Axis, Figure, Ink, Lines, Mark, Plot, Scale, Series, ticks::ticks, to_csv},
    render::{self, Placed, Probe, ThemeName, View, Zoom, surface::TableMeasure},
};
use std::{fs, path::Path};

/// The figure as it stands in a view.
fn placed(figure: &Figure, view: &View) -> Placed {
    Placed::new(figure, view, None, &TableMeasure).unwrap()
}

fn views() -> [(&'static str, View); 3] {
    let view = |width, height, theme| View {
        width,
        height,
        theme,
        ..View::default()
    };
    [
        ("wide-light", view(720.0, 400.0, ThemeName::Light)),
        ("narrow-dark", view(300.0, 280.0, ThemeName::Dark)),
        (
            "legend-contrast",
            View {
                legend: true,
                ..view(560.0, 420.0, ThemeName::Contrast)
            },
        ),
    ]
}

#[test]
fn what_is_counted_has_no_ticks_between() {
    let labels = |x: Axis| {
        let mut lines = Lines::new(x.range(0.5, 2.5), Axis::linear("y").range(0.0, 100.0));
        let points = [(1.0, 20.0), (2.0, 70.0)];
        lines.series = vec![Series::new("s", "s", Ink(0), Mark::Points, points)];
        let svg = render::svg(&figure("f", Plot::Lines(lines)), &View::default(), None).unwrap();
        let texts = svg
            .split("</text>")
            .filter_map(|part| part.rsplit_once('>'));
        let texts = texts.map(|(_, text)| text.to_owned());
        texts.collect::<Vec<_>>()
    };
    let fractions = |labels: &[String]| labels.iter().filter(|label| label.contains('.')).count();
    assert!(fractions(&labels(Axis::linear("x"))) > 0);
    for axis in [Axis::linear("i"), Axis::log("i")] {
        let counted = labels(axis.counted());
        assert_eq!(fractions(&counted), 0, "{counted:?}");
        assert!(
            ["1", "2"]
                .iter()
                .all(|one| counted.iter().any(|label| label == one)),
            "{counted:?}"
        );
    }
}

#[test]
fn pictures_are_the_committed_ones() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let update = std::env::var_os("UPDATE_SNAPSHOTS").is_some();
    for figure in gallery() {
        for (name, view) in views() {
            let svg = render::svg(&figure, &view, None).unwrap();
            let file = format!("{}-{name}.svg", figure.id);
            assert!(
                same(&folder.join(&file), &svg, update).unwrap(),
                "{file} differs from what is drawn now"
            );
        }
    }
    let mut earlier = spectrum();
    if let Plot::Lines(lines) = &mut earlier.plot {
        lines.series[0]
            .y
            .iter_mut()
            .enumerate()
            .for_each(|(i, y)| *y = 3.0 / (1.0 + i as f64));
    }
    let zoomed = View {
        zoom: Some(Zoom {
            x: (2.0, 14.0),
            y: (1e-4, 3.0),
        }),
        hidden: vec!["law".into()],
        ..views()[0].1.clone()
    };
    let svg = render::svg(&spectrum(), &zoomed, Some(&earlier)).unwrap();
    let file = "spectrum-zoomed-pinned.svg";
    assert!(
        same(&folder.join(file), &svg, update).unwrap(),
        "{file} differs from what is drawn now"
    );
}

/// Whether the picture is the committed one, which it becomes where `update` is set.
fn same(path: &Path, svg: &str, update: bool) -> std::io::Result<bool> {
    if update {
        fs::write(path, svg)?;
    }
    Ok(fs::read_to_string(path)? == svg)
}

#[test]
fn documents_are_well_formed_and_speak() {
    for figure in gallery() {
        for (_, view) in views() {
            let text = render::svg(&figure, &view, None).unwrap();
            let document = roxmltree::Document::parse(&text).unwrap();
            let root = document.root_element();
            assert_eq!(root.attribute("role"), Some("img"));
            let child = |tag: &str| {
                root.children()
                    .find(|n| n.has_tag_name(("http://www.w3.org/2000/svg", tag)))
                    .unwrap()
            };
            assert_eq!(child("title").text(), Some(figure.title.as_str()));
            assert_eq!(child("desc").text(), Some(figure.caption.as_str()));
            let words: Vec<_> = document
                .descendants()
                .filter(|n| n.tag_name().name() == "text")
                .collect();
            assert!(words.len() >= 4, "{} has {} texts", figure.id, words.len());
            for word in words {
                let size: f64 = word.attribute("font-size").unwrap().parse().unwrap();
                assert!(size >= 12.0);
                if let (Some(x), Some(y)) = (word.attribute("x"), word.attribute("y")) {
                    let (x, y): (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
                    assert!(
                        (0.0..=view.width).contains(&x) && (0.0..=view.height).contains(&y),
                        "{}: {:?}",
                        figure.id,
                        word.text()
                    );
                }
            }
            assert!(
                !text.contains("NaN") && !text.contains("inf\""),
                "{}",
                figure.id
            );
        }
    }
}

#[test]
fn hidden_series_are_not_drawn_but_described() {
    let figure = bounds();
    let view = View {
        hidden: vec!["vc".into()],
        ..View::default()
    };
    let svg = render::svg(&figure, &view, None).unwrap();
    assert!(svg.contains("PAC-Bayes") && !svg.contains("parameter count"));
    assert_eq!(render::describe(&figure).series.len(), 6);
}

#[test]
fn a_floor_says_how_many_values_it_holds() {
    let svg = render::svg(&spectrum(), &View::default(), None).unwrap();
    assert!(svg.contains("numerically zero: 4"));
}

#[test]
fn the_probe_finds_points_grips_and_cells_where_they_are_drawn() {
    let (figure, view) = (spectrum(), View::default());
    for theme in [ThemeName::Light, ThemeName::Dark] {
        let view = View {
            theme,
            ..view.clone()
        };
        let Some(Probe::Point(first)) = placed(&figure, &view).probe(&figure, &view, 300.0, 100.0)
        else {
            panic!("no point")
        };
        let Some(Probe::Point(again)) =
            placed(&figure, &view).probe(&figure, &view, first.px, first.py)
        else {
            panic!("no point")
        };
        assert_eq!((&first.series, first.index), (&again.series, again.index));
        if again.series == "sigma" {
            assert_eq!(again.handle.unwrap().element, Some(again.index));
        }
    }
    let (figure, view) = (
        attention(),
        View {
            width: 500.0,
            height: 460.0,
            ..View::default()
        },
    );
    let Some(Probe::Cell(cell)) = placed(&figure, &view).probe(&figure, &view, 200.0, 200.0) else {
        panic!("no cell")
    };
    let (x, y) = (
        cell.cell.left + cell.cell.width / 2.0,
        cell.cell.top + cell.cell.height / 2.0,
    );
    let at = placed(&figure, &view).at(x, y);
    assert_eq!(
        (at.x.floor() as usize, at.y.floor() as usize),
        (cell.col, cell.row)
    );
    assert_eq!(cell.edit.unwrap().label, "logit");
    assert!(
        placed(&figure, &view)
            .probe(&figure, &view, 1.0, 1.0)
            .is_none()
    );
    let json =
        serde_json::to_value(placed(&figure, &view).probe(&figure, &view, 200.0, 200.0)).unwrap();
    assert_eq!(json["kind"], "cell");
    assert!(json["left"].is_number() && json["plot"]["width"].is_number());
}

#[test]
fn bad_figures_and_views_are_told_apart() {
    let mut bad = bounds();
    if let Plot::Lines(lines) = &mut bad.plot {
        lines.series[2].y.pop();
    }
    assert_eq!(
        render::svg(&bad, &View::default(), None)
            .unwrap_err()
            .code(),
        "figure_mismatch"
    );
    for width in [0.0, -1.0, f64::NAN, 1e9] {
        let view = View {
            width,
            ..View::default()
        };
        assert_eq!(
            render::svg(&bounds(), &view, None).unwrap_err().code(),
            "bad_view"
        );
    }
}

#[test]
fn a_table_has_a_row_per_number() {
    assert_eq!(to_csv(&bounds()).lines().count(), 1 + 6 * 101 + 2 * 101 + 1);
    let csv = to_csv(&attention());
    assert!(
        csv.starts_with("query,key,attention\n[CLS],[CLS],0.8999999999999999\n"),
        "{}",
        &csv[..60]
    );
    assert_eq!(csv.lines().count(), 1 + 144);
    let csv = to_csv(&table());
    let rows: Vec<_> = csv.lines().collect();
    assert_eq!(rows.len(), 1 + 24);
    assert_eq!(
        rows[0],
        "layer · matrix,erank,smallest singular value,largest,a long heading that needs room,rank"
    );
    assert_eq!(rows[1 + 4], "0 · W_4,13.833333333333334,,2e299,-4.0,20.0");
}

fn any_end() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-300.0..300.0f64).prop_map(|e| 10f64.powf(e)),
        (-300.0..300.0f64).prop_map(|e| -(10f64.powf(e))),
        -10.0..10.0f64,
        Just(0.0),
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(1.0),
        Just(1.0 + f64::EPSILON),
        any::<f64>(),
    ]
}

fn any_scale() -> impl Strategy<Value = Scale> {
    prop_oneof![
        Just(Scale::Linear),
        Just(Scale::Log),
        (-6.0..3.0f64).prop_map(|e| Scale::Symlog {
            threshold: 10f64.powf(e)
        })
    ]
}

proptest! {
    #[test]
    fn ticks_increase_inside_any_range(scale in any_scale(), a in any_end(), b in any_end(), most in 0usize..40) {
        let found = ticks(scale, a, b, most);
        let (low, high) = (a.min(b), a.max(b));
        for pair in found.windows(2) {
            prop_assert!(pair[0].value < pair[1].value);
        }
        for tick in &found {
            prop_assert!(low <= tick.value && tick.value <= high);
        }
        prop_assert!(found.len() < 500);
        let possible = a.is_finite() && b.is_finite() && (low > 0.0 || scale != Scale::Log);
        prop_assert_eq!(possible, found.iter().any(|tick| !tick.label.is_empty()));
        let mut labels: Vec<_> = found.iter().map(|t| &t.label).filter(|l| !l.is_empty()).collect();
        let count = labels.len();
        labels.sort();
        labels.dedup();
        // Two ends closer than four digits can say the same.
        prop_assert!(labels.len() == count || found.len() == 2);
    }

    #[test]
    fn any_range_draws_and_positions_follow_the_axes(
        scales in (any_scale(), any_scale()),
        ends in (any_end(), any_end(), any_end(), any_end()),
        own in any::<bool>(),
        values in prop::collection::vec((any_end(), any_end()), 0..12),
        floor in any::<bool>(),
        width in 120.0..1200.0f64,
        px in 0.0..1.0f64,
    ) {
        let mut lines = Lines::new(Axis { scale: scales.0, ..Axis::linear("x") }, Axis { scale: scales.1, ..Axis::linear("y") });
        if floor {
            lines.y = lines.y.floor(1e-12, "zero");
        }
        let range = Zoom { x: (ends.0, ends.1), y: (ends.2, ends.3) };
        if own {
            lines.x.range = Some(range.x);
            lines.y.range = Some(range.y);
        }
        for (i, mark) in [Mark::Line, Mark::Points, Mark::Bars, Mark::Area, Mark::Steps, Mark::Stems].into_iter().enumerate() {
            lines.series.push(Series::new(&i.to_string(), "s", Ink(i as u8), mark, values.iter().copied()));
        }
        let figure = figure("any", Plot::Lines(lines));
        let view = View { width, zoom: (!own).then_some(range), ..View::default() };
        let svg = render::svg(&figure, &view, None).unwrap();
        prop_assert!(roxmltree::Document::parse(&svg).is_ok());
        prop_assert!(!svg.contains("NaN"));

        let place = |x, y| placed(&figure, &view).at(x, y);
        let (x, y) = (px * width, px * view.height);
        let here = place(x, y);
        prop_assert!(!here.x.is_nan() && !here.y.is_nan());
        // Further right is never less, further down never more.
        let (right, below) = (place(x + 7.0, y), place(x, y + 7.0));
        prop_assert!(right.x >= here.x && right.y == here.y, "{:?} {:?}", here, right);
        prop_assert!(below.y <= here.y && below.x == here.x, "{:?} {:?}", here, below);
        placed(&figure, &view).probe(&figure, &view, x, y);
    }

    #[test]
    fn positions_read_back_as_the_points_drawn_there(
        scale in any_scale(),
        low in 1e-3..1.0f64,
        factor in 1.5..1e6f64,
        share in 0.0..1.0f64,
    ) {
        let high = low * factor;
        let value = if scale == Scale::Log { low * factor.powf(share) } else { low + (high - low) * share };
        let mut lines = Lines::new(Axis { scale, ..Axis::linear("x") }.range(low, high), Axis { scale, ..Axis::linear("y") }.range(low, high));
        lines.series.push(Series::new("s", "s", Ink(0), Mark::Points, std::iter::once((value, value))));
        let (figure, view) = (figure("one", Plot::Lines(lines)), View::default());
        let middle = placed(&figure, &view).probe(&figure, &view, 320.0, 200.0);
        let Some(Probe::Point(point)) = middle else { panic!("the only point is found from anywhere") };
        let at = placed(&figure, &view).at(point.px, point.py);
        prop_assert!(at.inside);
        // A pixel is a share of the range, so that is what the error is measured against on a linear axis.
        let size = if scale == Scale::Log { value } else { high };
        prop_assert!((at.x - value).abs() <= 1e-6 * size, "{} {}", at.x, value);
        prop_assert!((at.y - value).abs() <= 1e-6 * size, "{} {}", at.y, value);
    }
}
