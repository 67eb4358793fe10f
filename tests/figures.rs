//! Pictures: committed snapshots of hand-made figures that use every feature, and what must hold for any figure at any size.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --test figures` rewrites `tests/snapshots`; look at the pictures before committing them.

use proptest::prelude::*;
use rankscope::{
    figure::{
        Along, Axis, Band, CellEdit, CellSelect, ColorScale, Figure, Guide, Handle, Heatmap, Ink,
        Lines, Mark, Plane, Plot, Region, Scale, Series, inks, ticks::ticks, to_csv,
    },
    render::{self, Probe, ThemeName, View, Zoom, surface::TableMeasure},
};
use std::{fs, path::Path};

fn figure(id: &str, plot: Plot) -> Figure {
    Figure {
        id: id.into(),
        title: format!("Title of {id}"),
        caption: "What it shows, <escaped> & in words.".into(),
        plot,
    }
}

fn series(
    id: &str,
    label: &str,
    ink: Ink,
    mark: Mark,
    points: impl Iterator<Item = (f64, f64)>,
) -> Series {
    let (x, y) = points.unzip();
    Series {
        id: id.into(),
        label: label.into(),
        ink,
        mark,
        x,
        y,
    }
}

/// A spectrum with a numerically zero tail, handles, guides and a gap.
fn spectrum() -> Figure {
    let mut lines = Lines::new(
        Axis::linear("index i"),
        Axis::log("singular value σᵢ").floor(1e-14, "numerically zero"),
    );
    let sigma = |i: usize| {
        if i > 24 {
            0.0
        } else {
            4.0 * 0.45f64.powi(i as i32)
        }
    };
    lines.series.push(series(
        "sigma",
        "measured",
        inks::SPECTRUM,
        Mark::LinePoints,
        (1..=28).map(|i| (i as f64, sigma(i))),
    ));
    let law = |i: usize| {
        if (9..=11).contains(&i) {
            f64::NAN
        } else {
            2.0 * (i as f64).powf(-1.3)
        }
    };
    lines.series.push(series(
        "law",
        "power law",
        inks::FIT,
        Mark::Line,
        (1..=28).map(|i| (i as f64, law(i))),
    ));
    lines.guides.push(Guide {
        label: "erank 4.31".into(),
        along: Along::X,
        at: 4.31,
        ink: inks::ERANK,
    });
    lines.guides.push(Guide {
        label: "stable rank 1.25".into(),
        along: Along::X,
        at: 1.25,
        ink: inks::STABLE,
    });
    lines.guides.push(Guide {
        label: "participation ratio 1.51".into(),
        along: Along::X,
        at: 1.51,
        ink: inks::PARTICIPATION,
    });
    lines.guides.push(Guide {
        label: "noise edge".into(),
        along: Along::Y,
        at: 1e-5,
        ink: inks::NOISE_EDGE,
    });
    lines.handles = (1..=28)
        .map(|i| Handle {
            label: format!("σ{i}"),
            control: "values".into(),
            element: Some(i - 1),
            also: vec![("family".into(), "custom".into())],
            along: Along::Y,
            x: i as f64,
            y: sigma(i),
        })
        .collect();
    figure("spectrum", Plot::Lines(lines))
}

/// Bounds over the sample size: many labelled curves, a hatched region, a band, a handle that moves sideways.
fn bounds() -> Figure {
    let mut lines = Lines::new(
        Axis::log("samples m").range(1e2, 1e12),
        Axis::log("bound on the gap").range(1e-5, 1e5),
    );
    let m = || (20..=120).map(|k| 10f64.powf(f64::from(k) / 10.0));
    let kinds = [
        ("rate", "bare rate", inks::BOUND_RATE, 4.0),
        ("nuclear", "nuclear norm", inks::BOUND_NUCLEAR, 60.0),
        ("erank", "effective rank", inks::BOUND_ERANK, 75.0),
        ("vc", "parameter count (VC)", inks::BOUND_VC, 3e9),
        ("occam", "description length", inks::BOUND_OCCAM, 5e8),
        ("pac", "PAC-Bayes", inks::BOUND_PAC_BAYES, 2e6),
    ];
    for (id, label, ink, capacity) in kinds {
        lines.series.push(series(
            id,
            label,
            ink,
            Mark::Line,
            m().map(|m| (m, (capacity / m).sqrt())),
        ));
    }
    lines.bands.push(Band {
        label: "10th to 90th percentile".into(),
        ink: inks::BOUND_NUCLEAR,
        x: m().collect(),
        low: m().map(|m| (20.0 / m).sqrt()).collect(),
        high: m().map(|m| (180.0 / m).sqrt()).collect(),
    });
    lines.regions.push(Region {
        label: "vacuous: the bound is at least 1".into(),
        along: Along::Y,
        from: 1.0,
        to: f64::INFINITY,
        hatched: true,
    });
    lines.guides.push(Guide {
        label: "m = 41 000".into(),
        along: Along::X,
        at: 41_000.0,
        ink: inks::NEUTRAL,
    });
    lines.handles.push(Handle {
        label: "m".into(),
        control: "m".into(),
        element: None,
        also: Vec::new(),
        along: Along::X,
        x: 41_000.0,
        y: (60.0f64 / 41_000.0).sqrt(),
    });
    figure("bounds", Plot::Lines(lines))
}

/// All ranks of one matrix, one named row each.
fn ladder() -> Figure {
    let rows = [
        ("stable rank", inks::STABLE, 1.254),
        ("participation ratio", inks::PARTICIPATION, 1.513),
        ("nuclear / spectral", inks::NUCLEAR_SPECTRAL, 1.818),
        ("nuclear² / Frobenius²", inks::NUCLEAR_FROBENIUS, 2.637),
        ("entropy of energies", inks::ENERGY_ENTROPY, 2.05),
        ("erank (Roy–Vetterli)", inks::ERANK, 3.459),
        ("99 % of the energy", inks::ENERGY_RANK, 4.0),
        ("above ε = 0.01", inks::EPSILON_RANK, 6.0),
        ("rank", inks::RANK, 12.0),
    ];
    let mut lines = Lines::new(
        Axis::linear("directions").range(0.0, 12.0),
        Axis::linear(""),
    );
    for (i, (label, ink, value)) in rows.into_iter().enumerate() {
        let y = (rows.len() - i) as f64;
        lines.y.names.push((y, label.into()));
        lines.series.push(series(
            &format!("r{i}"),
            label,
            ink,
            Mark::Stems,
            std::iter::once((value, y)),
        ));
    }
    figure("ladder", Plot::Lines(lines))
}

/// Bars, steps, an area and points on linear and symmetric logarithmic axes.
fn marks() -> Figure {
    let mut lines = Lines::new(
        Axis::linear("layer"),
        Axis {
            scale: Scale::Symlog { threshold: 0.1 },
            ..Axis::linear("change of loss")
        },
    );
    let x = || (0..12).map(f64::from);
    lines.series.push(series(
        "bars",
        "bars",
        Ink(21),
        Mark::Bars,
        x().map(|x| (x, (x * 0.9).sin() * 30.0)),
    ));
    lines.series.push(series(
        "steps",
        "steps",
        Ink(22),
        Mark::Steps,
        x().map(|x| (x, x * x)),
    ));
    lines.series.push(series(
        "area",
        "area",
        Ink(23),
        Mark::Area,
        x().map(|x| (x, -(x * 0.3).exp())),
    ));
    lines.series.push(series(
        "points",
        "points",
        Ink(24),
        Mark::Points,
        x().map(|x| (x, 0.05 * (x - 6.0))),
    ));
    for k in 0..7 {
        let y = move |x: f64| 200.0 + 30.0 * f64::from(k) + x;
        lines.series.push(series(
            &format!("p{k}"),
            &format!("free {k}"),
            Ink(25 + k),
            Mark::LinePoints,
            x().map(move |x| (x, y(x))),
        ));
    }
    figure("marks", Plot::Lines(lines))
}

/// A floor on the horizontal axis, a single point, a strip along x.
fn tail() -> Figure {
    let mut lines = Lines::new(
        Axis::log("eigenvalue λ").floor(1e-6, "below 10⁻⁶"),
        Axis::log("share above λ"),
    );
    lines.series.push(series(
        "tail",
        "empirical",
        inks::SPECTRUM,
        Mark::Points,
        (0..40).map(|i| {
            (
                if i < 3 { 0.0 } else { 2f64.powi(i / 3 - 8) },
                1.0 - f64::from(i) / 40.0,
            )
        }),
    ));
    lines.series.push(series(
        "one",
        "x_min",
        inks::THRESHOLD,
        Mark::Line,
        std::iter::once((0.25, 0.4)),
    ));
    lines.regions.push(Region {
        label: "not fitted".into(),
        along: Along::X,
        from: f64::NEG_INFINITY,
        to: 0.25,
        hatched: false,
    });
    figure("tail", Plot::Lines(lines))
}

fn attention() -> Figure {
    let words = [
        "[CLS]", "the", "cat", "sat", "on", "the", "mat", "because", "it", "was", "warm", "[SEP]",
    ];
    let n = words.len();
    let mut values: Vec<f64> = (0..n * n)
        .map(|k| {
            let (i, j) = ((k / n) as f64, (k % n) as f64);
            (-(i - j).abs() / 2.0).exp() * 0.6 + if j == 0.0 { 0.3 } else { 0.0 }
        })
        .collect();
    values[5 * n + 7] = f64::NAN;
    figure(
        "attention",
        Plot::Heatmap(Heatmap {
            rows: n,
            cols: n,
            values: values.clone(),
            row_label: "query".into(),
            col_label: "key".into(),
            row_names: words.map(String::from).to_vec(),
            col_names: words.map(String::from).to_vec(),
            colors: ColorScale {
                label: "attention".into(),
                diverging: false,
                log: false,
                range: (0.0, 1.0),
            },
            edit: Some(CellEdit {
                control: "edits".into(),
                label: "logit".into(),
                values: values.iter().map(|v| v.ln()).collect(),
                step: 0.1,
                range: (-20.0, 20.0),
            }),
            select: Some(CellSelect {
                row_control: "row".into(),
                col_control: "col".into(),
                row_values: Vec::new(),
                col_values: Vec::new(),
                at: Some((3, 2)),
                also: Vec::new(),
            }),
            plane: None,
        }),
    )
}

fn difference() -> Figure {
    let values = (0..6 * 5)
        .map(|k| (f64::from(k) * 0.7).sin() * 2.0)
        .collect();
    figure(
        "difference",
        Plot::Heatmap(Heatmap {
            rows: 6,
            cols: 5,
            values,
            row_label: "layer".into(),
            col_label: "head".into(),
            row_names: Vec::new(),
            col_names: Vec::new(),
            colors: ColorScale {
                label: "change of erank".into(),
                diverging: true,
                log: false,
                range: (-2.0, 2.0),
            },
            edit: None,
            select: None,
            plane: None,
        }),
    )
}

fn large() -> Figure {
    let n = 128;
    let values = (0..n * n)
        .map(|k| 10f64.powf(-6.0 * (((k / n) as f64 - (k % n) as f64) / n as f64).abs()))
        .collect();
    figure(
        "large",
        Plot::Heatmap(Heatmap {
            rows: n,
            cols: n,
            values,
            row_label: "row".into(),
            col_label: "column".into(),
            row_names: Vec::new(),
            col_names: Vec::new(),
            colors: ColorScale {
                label: "|A| (log)".into(),
                diverging: false,
                log: true,
                range: (1e-6, 1.0),
            },
            edit: None,
            select: None,
            plane: None,
        }),
    )
}

/// Samples of a plane with a boundary over them.
fn plane() -> Figure {
    let (rows, cols) = (30, 40);
    let at = |k: usize| {
        (
            (k / cols) as f64 / rows as f64,
            (k % cols) as f64 / cols as f64,
        )
    };
    let values = (0..rows * cols)
        .map(|k| ((at(k).1 + at(k).0 - 1.0) * 6.0).tanh())
        .collect();
    let boundary = (0..=20)
        .map(|i| 10f64.powf(f64::from(i) / 5.0))
        .map(|x| (x, x.powf(0.75)));
    figure(
        "plane",
        Plot::Heatmap(Heatmap {
            rows,
            cols,
            values,
            row_label: String::new(),
            col_label: String::new(),
            row_names: Vec::new(),
            col_names: Vec::new(),
            colors: ColorScale {
                label: "gain".into(),
                diverging: true,
                log: false,
                range: (-1.0, 1.0),
            },
            edit: None,
            select: None,
            plane: Some(Plane {
                x: Axis::log("samples").range(1.0, 1e4),
                y: Axis::log("width").range(1.0, 1e3),
                curves: vec![series("edge", "no gain", inks::FIT, Mark::Line, boundary)],
            }),
        }),
    )
}

fn gallery() -> Vec<Figure> {
    vec![
        spectrum(),
        bounds(),
        ladder(),
        marks(),
        tail(),
        attention(),
        difference(),
        large(),
        plane(),
    ]
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
    let file = "spectrum-zoomed-ghost.svg";
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
        let Some(Probe::Point(first)) =
            render::probe(&figure, &view, None, 300.0, 100.0, &TableMeasure).unwrap()
        else {
            panic!("no point")
        };
        let Some(Probe::Point(again)) =
            render::probe(&figure, &view, None, first.px, first.py, &TableMeasure).unwrap()
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
    let Some(Probe::Cell(cell)) =
        render::probe(&figure, &view, None, 200.0, 200.0, &TableMeasure).unwrap()
    else {
        panic!("no cell")
    };
    let (x, y) = (
        cell.cell.left + cell.cell.width / 2.0,
        cell.cell.top + cell.cell.height / 2.0,
    );
    let at = render::at(&figure, &view, None, x, y, &TableMeasure).unwrap();
    assert_eq!(
        (at.x.floor() as usize, at.y.floor() as usize),
        (cell.col, cell.row)
    );
    assert_eq!(cell.edit.unwrap().label, "logit");
    assert!(
        render::probe(&figure, &view, None, 1.0, 1.0, &TableMeasure)
            .unwrap()
            .is_none()
    );
    let json = serde_json::to_value(
        render::probe(&figure, &view, None, 200.0, 200.0, &TableMeasure).unwrap(),
    )
    .unwrap();
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
    fn any_range_draws_and_reads_back(
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
            lines.series.push(series(&i.to_string(), "s", Ink(i as u8), mark, values.iter().copied()));
        }
        let figure = figure("any", Plot::Lines(lines));
        let view = View { width, zoom: (!own).then_some(range), ..View::default() };
        let svg = render::svg(&figure, &view, None).unwrap();
        prop_assert!(roxmltree::Document::parse(&svg).is_ok());
        prop_assert!(!svg.contains("NaN"));

        let place = |x, y| render::at(&figure, &view, None, x, y, &TableMeasure).unwrap();
        let (x, y) = (px * width, px * view.height);
        let here = place(x, y);
        prop_assert!(!here.x.is_nan() && !here.y.is_nan());
        render::probe(&figure, &view, None, x, y, &TableMeasure).unwrap();
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
        lines.series.push(series("s", "s", Ink(0), Mark::Points, std::iter::once((value, value))));
        let (figure, view) = (figure("one", Plot::Lines(lines)), View::default());
        let middle = render::probe(&figure, &view, None, 320.0, 200.0, &TableMeasure).unwrap();
        let Some(Probe::Point(point)) = middle else { panic!("the only point is found from anywhere") };
        let at = render::at(&figure, &view, None, point.px, point.py, &TableMeasure).unwrap();
        prop_assert!(at.inside);
        // A pixel is a share of the range, so that is what the error is measured against on a linear axis.
        let size = if scale == Scale::Log { value } else { high };
        prop_assert!((at.x - value).abs() <= 1e-6 * size, "{} {}", at.x, value);
        prop_assert!((at.y - value).abs() <= 1e-6 * size, "{} {}", at.y, value);
    }
}
