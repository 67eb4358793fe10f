//! Figures made by hand, which between them use every feature.

use rankscope::figure::{
    Along, Axis, Band, CellEdit, CellSelect, ColorScale, Column, Figure, Guide, Handle, Heatmap,
    Ink, Lines, Mark, Plane, Plot, Region, Scale, Series, Table, inks,
};

pub fn figure(id: &str, plot: Plot) -> Figure {
    Figure {
        id: id.into(),
        title: format!("Title of {id}"),
        caption: "What it shows, <escaped> & in words.".into(),
        plot,
    }
}

/// A spectrum with a numerically zero tail, handles, guides and a gap.
pub fn spectrum() -> Figure {
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
    lines.series.push(Series::new(
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
    lines.series.push(Series::new(
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
            ratio: false,
            x: i as f64,
            y: sigma(i),
        })
        .collect();
    figure("spectrum", Plot::Lines(lines))
}

/// Bounds over the sample size: many labelled curves, a hatched region, a band, a handle that moves sideways.
pub fn bounds() -> Figure {
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
        lines.series.push(Series::new(
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
        ratio: false,
        x: 41_000.0,
        y: (60.0f64 / 41_000.0).sqrt(),
    });
    figure("bounds", Plot::Lines(lines))
}

/// All ranks of one matrix, one named row each.
pub fn ladder() -> Figure {
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
        lines.series.push(Series::new(
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
pub fn marks() -> Figure {
    let mut lines = Lines::new(
        Axis::linear("layer"),
        Axis {
            scale: Scale::Symlog { threshold: 0.1 },
            ..Axis::linear("change of loss")
        },
    );
    let x = || (0..12).map(f64::from);
    lines.series.push(Series::new(
        "bars",
        "bars",
        looking(21),
        Mark::Bars,
        x().map(|x| (x, (x * 0.9).sin() * 30.0)),
    ));
    lines.series.push(Series::new(
        "steps",
        "steps",
        looking(22),
        Mark::Steps,
        x().map(|x| (x, x * x)),
    ));
    lines.series.push(Series::new(
        "area",
        "area",
        looking(23),
        Mark::Area,
        x().map(|x| (x, -(x * 0.3).exp())),
    ));
    lines.series.push(Series::new(
        "points",
        "points",
        looking(24),
        Mark::Points,
        x().map(|x| (x, 0.05 * (x - 6.0))),
    ));
    for k in 0..7 {
        let y = move |x: f64| 200.0 + 30.0 * f64::from(k) + x;
        lines.series.push(Series::new(
            &format!("p{k}"),
            &format!("free {k}"),
            looking(25 + k),
            Mark::LinePoints,
            x().map(move |x| (x, y(x))),
        ));
    }
    figure("marks", Plot::Lines(lines))
}

/// A floor on the horizontal axis, a single point, a strip along x.
pub fn tail() -> Figure {
    let mut lines = Lines::new(
        Axis::log("eigenvalue λ").floor(1e-6, "below 10⁻⁶"),
        Axis::log("share above λ"),
    );
    lines.series.push(Series::new(
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
    lines.series.push(Series::new(
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

pub fn attention() -> Figure {
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

pub fn difference() -> Figure {
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

pub fn large() -> Figure {
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
pub fn plane() -> Figure {
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
                curves: vec![Series::new(
                    "edge",
                    "no gain",
                    inks::FIT,
                    Mark::Line,
                    boundary,
                )],
            }),
        }),
    )
}

/// More columns and rows than the narrow view has room for, a number missing, one at each end of the range.
pub fn table() -> Figure {
    let values = |f: &dyn Fn(usize) -> f64| (0..24).map(f).collect();
    let column = |label: &str, values| Column {
        label: label.into(),
        values,
    };
    figure(
        "table",
        Plot::Table(Table {
            label: "layer · matrix".into(),
            names: (0..24)
                .map(|i| format!("{} · W_{}", i / 6, i % 6))
                .collect(),
            columns: vec![
                column("erank", values(&|i| 12.5 + i as f64 / 3.0)),
                column(
                    "smallest singular value",
                    values(&|i| if i == 4 { f64::NAN } else { 1e-300 * i as f64 }),
                ),
                column("largest", values(&|i| 1e300 / (1.0 + i as f64))),
                column("a long heading that needs room", values(&|i| -(i as f64))),
                column("rank", values(&|i| (24 - i) as f64)),
            ],
            settings: Vec::new(),
            at: Some(7),
        }),
    )
}

pub fn gallery() -> Vec<Figure> {
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
        table(),
    ]
}

/// An ink with one of the looks that the themes tell apart.
fn looking(look: u8) -> Ink {
    Ink::all()
        .find(|ink| ink.look() == look)
        .unwrap_or(inks::NEUTRAL)
}
