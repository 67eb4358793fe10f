//! The Transformer lab: its numbers on the bundled checkpoint, what-if changes, models of which little is known.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rankscope::{
    checkpoint::{Checkpoint, Kind, Measurement},
    figure::{Figure, Plot, Table, to_csv},
    labs::Report,
    session::Session,
};

fn session() -> Session {
    Session::with_assets().unwrap()
}

fn report(state: &str) -> Report {
    let state = format!("lab=transformer&{state}");
    let (opened, report) = session().evaluate(&state).unwrap();
    assert_eq!(opened.problems, [], "{state}");
    report
}

#[track_caller]
fn close(report: &Report, id: &str, expected: f64) {
    let got = report.value(id).unwrap();
    let off = (got - expected).abs() / expected.abs().max(1e-300);
    assert!(off < 1e-12, "{id}: {got} for {expected}, off by {off:e}");
}

fn table(report: &Report) -> &Table {
    match &report.find_figure("table").unwrap().plot {
        Plot::Table(table) => table,
        _ => panic!("no table"),
    }
}

fn column<'a>(table: &'a Table, label: &str) -> &'a [f64] {
    let found = table.columns.iter().find(|c| c.label == label);
    &found.unwrap_or_else(|| panic!("no {label}")).values
}

/// all-MiniLM-L6-v2 in NumPy 2.4.6 from model.safetensors, every product formed at N x N and decomposed there (numpy.linalg.svd), the grid
/// tried point by point, √L in each factor: scales of QK, VO, M_in, M_out and depth as in the states.
#[test]
fn the_bundled_checkpoint_as_numpy_has_it() {
    let expected = [
        (
            "",
            [
                20573.02973229756,
                28.83592376321901,
                30.027249721974407,
                22.451655771682564,
                1.0,
                20573.02973229756,
                12.0,
            ],
        ),
        (
            "scale_qk=0.1&scale_vo=0.1&scale_in=0.05&scale_out=0.05",
            [
                15022.465135516502,
                3.8997391804063772,
                5.156188069768566,
                0.346662895721559,
                2.0 / 156.0,
                16661.588307183447,
                12.0,
            ],
        ),
        (
            "layers=3",
            [
                10287.022172084957,
                15.434861377778347,
                16.626187336510696,
                9.050593386828702,
                1.0,
                10287.022172084957,
                9.0,
            ],
        ),
    ];
    for (state, values) in expected {
        let report = report(state);
        let ids = [
            "b_spectrum_adaptive",
            "log10_b_norm_based",
            "log10_b_norm_based_11",
            "log10_alpha_first",
            "fraction_rank_choice",
            "sum_t",
            "grid_m",
        ];
        for (id, value) in ids.into_iter().zip(values) {
            close(&report, id, value);
        }
    }
    let whole = report("");
    close(&whole, "log10_spectral_complexity", 14.778764329355631);
    for (id, value) in [("depth", 6.0), ("heads", 12.0), ("hidden_size", 384.0)] {
        close(&whole, id, value);
    }
    assert_eq!(table(&whole).names.len(), 6 * (6 + 24));
}

#[test]
fn a_repeated_stack_is_as_deep_as_asked() {
    let (once, twice) = (report(""), report("layers=12"));
    close(&twice, "depth", 12.0);
    // Full ranks throughout: twice the matrices cost twice, but for √L.
    let of = |report: &Report| report.value("b_rank_only").unwrap();
    let expected = 2.0 * (of(&once) - 6f64.sqrt()) + 12f64.sqrt();
    assert!((of(&twice) - expected).abs() < 1e-9 * expected);
    let deep = report("layers=96");
    for readout in &deep.readouts {
        assert!(readout.value.unwrap().is_finite(), "{}", readout.id);
    }
    assert!(deep.value("log10_b_norm_based").unwrap() > 308.0);
}

#[test]
fn pruning_removes_what_it_says() {
    let (before, after) = (report(""), report("prune=0.3"));
    let shares = |report: &Report| {
        let table = table(report);
        let pairs = column(table, "rank").iter().zip(column(table, "‖W‖₂"));
        pairs.map(|(r, s)| (*r, *s)).collect::<Vec<_>>()
    };
    let mut fewer = 0;
    for ((rank, largest), (pruned, still)) in shares(&before).into_iter().zip(shares(&after)) {
        assert!(pruned <= rank && (still - largest).abs() < 1e-12 * largest);
        fewer += usize::from(pruned < rank);
    }
    assert!(fewer > 0);
    // The ε-rank counts what is above 0.1, which pruning at 0.3 leaves alone above 0.3 only.
    let epsilon = column(table(&after), "ε-rank (0.1)");
    assert_eq!(epsilon, column(table(&after), "rank"));
}

#[test]
fn a_factor_on_every_matrix_is_a_factor_on_every_norm() {
    let (one, ten) = (report(""), report("scale_out=10"));
    let norms = |report: &Report| column(table(report), "‖W‖₂,₁").to_vec();
    let names = &table(&one).names;
    for ((name, a), b) in names.iter().zip(norms(&one)).zip(norms(&ten)) {
        let factor = if name.ends_with("M_out") { 10.0 } else { 1.0 };
        assert!((b / a - factor).abs() < 1e-12 * factor, "{name}");
    }
    // Five layers above the first.
    let of = |report: &Report| report.value("log10_alpha_first").unwrap();
    assert!((of(&ten) - of(&one) - 5.0).abs() < 1e-12);
}

#[test]
fn metrics_are_those_of_weightwatcher() {
    // λ = σ² = 1, 2, 4, 8: alpha 1 + 4/Σ ln(λᵢ/λ_min), for all of them are the tail.
    let values: Vec<f64> = [8.0f64, 4.0, 2.0, 1.0].map(f64::sqrt).to_vec();
    let report = measured(vec![matrix(0, Kind::Other, None, values, [4, 4])], 0);
    let table = table(&report);
    let of = |label: &str| column(table, label)[0];
    assert!((of("stable rank") - 15.0 / 8.0).abs() < 1e-14);
    assert!((of("log₁₀ λmax") - 8f64.log10()).abs() < 1e-14);
    // λ₊ = s² (√4 + √4)² with s² = 15/16.
    assert!((of("MP soft rank") - 15.0 / 8.0).abs() < 1e-14);
    // Kolmogorov-Smirnov distances by hand, max over i < k of |1 − exp(−2i/(k − 1)) − i/k| for the k largest: 0.237 of all four,
    // 0.299 of three, 0.365 of two.
    let expected = 1.0 + 4.0 / (6.0 * 2f64.ln());
    let alpha = of("alpha");
    assert!((alpha - expected).abs() < 1e-12, "{alpha}");
}

fn matrix(
    layer: usize,
    kind: Kind,
    head: Option<usize>,
    singular_values: Vec<f64>,
    [rows, cols]: [usize; 2],
) -> Measurement {
    let sum = singular_values.iter().sum();
    Measurement {
        layer,
        kind,
        head,
        name: format!("tensor {layer}"),
        rows,
        cols,
        singular_values,
        group_norm_2_1: sum,
        entry_norm_1_1: sum,
    }
}

/// A visitor's checkpoint of one head with these matrices, one unit each; no heads: of an unknown architecture.
fn checkpoint(matrices: Vec<Measurement>, heads: usize) -> Checkpoint {
    let layers = matrices.iter().map(|m| m.layer + 1).max().unwrap_or(0);
    Checkpoint {
        name: "mine".into(),
        models: String::new(),
        layers: layers * heads.min(1),
        heads,
        hidden_size: 4 * heads,
        mlp_size: 4 * heads,
        rounding: 0.0,
        notes: vec!["A note of the reader's.".into()],
        units: matrices.len(),
        measured: matrices.into_iter().map(|m| vec![m]).collect(),
        towers: Vec::new(),
    }
}

fn measured(matrices: Vec<Measurement>, heads: usize) -> Report {
    let mut session = session();
    session.measured(checkpoint(matrices, heads));
    let (_, report) = session.evaluate("lab=transformer&source=file").unwrap();
    report
}

/// The worked example of the theory, as a visitor's checkpoint.
fn example() -> Vec<Measurement> {
    let spectra = [
        (0, Kind::QueryKey, vec![0.5, 0.25]),
        (0, Kind::ValueOutput, vec![1.0, 0.5, 0.25, 0.125]),
        (0, Kind::MlpIn, vec![1.0; 4]),
        (0, Kind::MlpOut, vec![0.5; 4]),
        (1, Kind::QueryKey, vec![0.4, 0.2, 0.1, 0.05]),
        (1, Kind::ValueOutput, vec![0.8, 0.4, 0.2, 0.1]),
        (1, Kind::MlpIn, vec![1.0, 0.1, 0.01, 0.001]),
        (1, Kind::MlpOut, vec![1.0, 0.5, 1.0 / 3.0, 0.25]),
    ];
    let of = |(layer, kind, values)| {
        let head = matches!(kind, Kind::QueryKey | Kind::ValueOutput).then_some(0);
        matrix(layer, kind, head, values, [4, 4])
    };
    spectra.into_iter().map(of).collect()
}

#[test]
fn the_worked_example_through_the_lab() {
    let report = measured(example(), 1);
    close(&report, "b_spectrum_adaptive", 30.220408094499454);
    close(&report, "log10_b_norm_based", 52.1061868480442f64.log10());
    close(&report, "grid_m", 4.0);
    close(&report, "fraction_rank_choice", 3.0 / 8.0);
    assert!(report.notes.iter().any(|n| n == "A note of the reader's."));
}

#[test]
fn half_a_measurement_is_half_an_answer() {
    let mut half = checkpoint(example(), 1);
    half.measured[6].clear();
    let mut session = session();
    session.measured(half);
    let (_, report) = session.evaluate("lab=transformer&source=file").unwrap();
    close(&report, "depth", 1.0);
    // The first layer alone: K = γ, m = ⌈1 + ln 4⌉ = 3.
    close(&report, "grid_m", 3.0);
    assert!(report.notes.iter().any(|n| n.contains("1 of 2 layers")));

    let none = measured(example().split_off(5), 1);
    assert_eq!(none.value("b_spectrum_adaptive"), None);
    assert!(
        none.headline.contains("no layer in full"),
        "{}",
        none.headline
    );
    assert!(none.find_figure("map").is_some() && none.find_figure("depth").is_none());
}

#[test]
fn an_unknown_architecture_has_spectra_and_no_bound() {
    let matrices = vec![
        matrix(0, Kind::Other, None, vec![3.0, 1.0], [2, 5]),
        matrix(0, Kind::Other, None, vec![1.0; 3], [3, 3]),
    ];
    let report = measured(matrices, 0);
    assert!(report.headline.contains("unknown architecture"));
    let readout = report
        .readouts
        .iter()
        .find(|r| r.id == "b_spectrum_adaptive");
    assert!(readout.unwrap().note.contains("no bound"));
    assert_eq!(column(table(&report), "rank"), [2.0, 3.0]);
    assert!(report.find_figure("decay").is_some());
}

#[test]
fn without_a_checkpoint_it_says_what_to_do() {
    let error = session()
        .evaluate("lab=transformer&source=file")
        .unwrap_err();
    assert_eq!(error.code(), "no_checkpoint");
    assert!(error.to_string().contains(".safetensors"));
}

/// Norms that the spectrum does not determine lie within their brackets, and the seed moves nothing else.
#[test]
fn random_singular_vectors_move_only_the_norms() {
    let state = "source=synthetic&depth=2&heads=2&n=64&d_head=16";
    let (one, two) = (report(state), report(&format!("{state}&seed=8")));
    for id in ["b_spectrum_adaptive", "log10_alpha_first", "sum_t"] {
        assert_eq!(one.value(id), two.value(id), "{id}");
    }
    assert_ne!(
        one.value("log10_b_norm_based"),
        two.value("log10_b_norm_based")
    );
    let of = |label| column(table(&one), label);
    for i in 0..table(&one).names.len() {
        let (frobenius, group, entry) = (of("‖W‖F")[i], of("‖W‖₂,₁")[i], of("‖W‖₁,₁")[i]);
        let wide = if table(&one).names[i].ends_with("M_in") {
            256.0
        } else {
            64.0
        };
        assert!(frobenius < group && group <= f64::sqrt(wide) * frobenius);
        assert!(group < entry && entry < 16.0 * group);
    }
}

#[test]
fn a_table_is_one_row_of_csv_per_row() {
    let report = report("source=synthetic&depth=1&heads=1&n=16");
    let csv = to_csv(report.find_figure("table").unwrap());
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 1 + 4);
    assert!(lines[0].starts_with("layer · matrix,index p*,best p,"));
    let cells = lines[1].split(',').count();
    assert!(
        lines[2..]
            .iter()
            .all(|line| line.split(',').count() == cells)
    );
    let ids: Vec<&str> = report
        .figures
        .iter()
        .map(|f: &Figure| f.id.as_str())
        .collect();
    assert_eq!(
        ids,
        ["depth", "index", "choice", "decay", "width", "map", "table"]
    );
}

/// A rank-3 model as it comes out of float32: what its rounding adds is no rank, and the factor is that of the rank-3 model.
#[test]
fn rounding_of_the_stored_type_is_no_rank() {
    let matrices = |tail: f64| {
        let spectrum = |values: [f64; 3]| [&values[..], &[tail; 29]].concat();
        let of = |kind, values| {
            let head = matches!(kind, Kind::QueryKey | Kind::ValueOutput).then_some(0);
            matrix(0, kind, head, spectrum(values), [32, 32])
        };
        vec![
            of(Kind::QueryKey, [0.05, 0.03, 0.02]),
            of(Kind::ValueOutput, [0.1, 0.05, 0.02]),
            of(Kind::MlpIn, [1.0, 0.5, 0.25]),
            of(Kind::MlpOut, [0.5, 0.5, 0.1]),
        ]
    };
    let answer = |tail: f64, rounding: f64, more: &str| {
        let mut session = session();
        session.measured(Checkpoint {
            hidden_size: 32,
            rounding,
            ..checkpoint(matrices(tail), 1)
        });
        let state = format!("lab=transformer&source=file&metric=rank{more}");
        session.evaluate(&state).unwrap().1
    };
    let single = 2f64.powi(-24);
    let (true_one, stored) = (answer(0.0, 0.0, ""), answer(1e-8, single, ""));
    for id in ["b_spectrum_adaptive", "b_rank_only", "fraction_rank_choice"] {
        let (a, b) = (true_one.value(id).unwrap(), stored.value(id).unwrap());
        assert!((a - b).abs() <= 1e-12 * a, "{id}: {a}, {b}");
    }
    assert_eq!(column(table(&stored), "rank"), [3.0; 4]);
    assert!(stored.notes.iter().any(|note| note.contains("float32")));
    // By doubles' rule the same numbers are of full rank; so are they where the tolerance is set.
    for report in [answer(1e-8, 0.0, ""), answer(1e-8, single, "&tol=1e-15")] {
        assert_eq!(column(table(&report), "rank"), [32.0; 4]);
        assert!(report.value("b_rank_only").unwrap() > 2.0 * stored.value("b_rank_only").unwrap());
    }
}
