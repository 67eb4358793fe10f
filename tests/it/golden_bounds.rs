//! Bounds against values computed elsewhere: mpmath 1.3 with fifty digits, from the formulas, and (for the harmonic spectrum and the
//! "toy" network of two 16 × 16 layers with that spectrum) NumPy/SciPy in double precision, which agree.

#![allow(clippy::unwrap_used, reason = "a test may unwrap, in its helpers too")]

use rankscope::{
    bounds::{
        Bound, FrobeniusProduct, LayerNorms, Occam, PacBayes, Rademacher, Rate, SpectralComplexity,
        SpectralPacBayes, Vc, binary_kl, binary_kl_inverse, ln_spectral_complexity, vc_dimension,
    },
    figure::{Along, Plot},
    labs::{
        Readout, Status, Values,
        shared::bounds::{BoundsPanel, CONTROLS, Measured, QUANTITIES},
    },
    session::mathml,
};

#[track_caller]
fn close(got: f64, expected: f64, relative: f64) {
    let error = (got - expected).abs() / expected.abs();
    let text = format!("got {got}, expected {expected}: relative error {error:e}");
    assert!(error <= relative, "{text}");
}

/// s_i = 1/i, i = 1..16: entropy effective rank, nuclear norm and squared Frobenius norm.
const R: f64 = 10.57965184891373;
const NUCLEAR: f64 = 3.3807289932289932;
const FROBENIUS2: f64 = 1.584346533444987;
const SHAPE: (usize, usize) = (16, 16);
const M: f64 = 1e6;
const DELTA: f64 = 0.05;

#[test]
fn rademacher_reconstructions_and_rate_of_the_harmonic_spectrum() {
    let rate = Rate::new(R).unwrap();
    close(rate.gap(M).unwrap(), 0.003252637675627848, 1e-15);
    close(rate.samples_nonvacuous().unwrap(), R, 1e-15);

    let nuclear = Rademacher::nuclear(NUCLEAR, SHAPE, 1.0, DELTA).unwrap();
    close(nuclear.complexity(M).unwrap(), 0.008900677976004962, 1e-15);
    close(nuclear.gap(M).unwrap(), 0.019025229367350332, 1e-15);
    close(
        nuclear.samples_nonvacuous().unwrap(),
        361.95935248028945,
        1e-14,
    );

    let erank = Rademacher::effective_rank(R, FROBENIUS2.sqrt(), SHAPE, 1.0, DELTA).unwrap();
    close(erank.complexity(M).unwrap(), 0.010778876790007066, 1e-15);
    close(erank.gap(M).unwrap(), 0.02278162699535454, 1e-15);
    close(
        erank.samples_nonvacuous().unwrap(),
        519.0025285554667,
        1e-14,
    );
    let terms = erank.terms(M).unwrap();
    close(terms[1].value, 0.0012238734153404082, 1e-15);
    assert_eq!(
        erank.dominating(M).unwrap().unwrap().name,
        "complexity term"
    );
}

#[test]
fn vc_dimension_by_fixed_point() {
    close(
        vc_dimension(512.0, 2.0, 2.0).unwrap(),
        183897.5236160658,
        1e-14,
    );
    close(
        vc_dimension(22_713_216.0, 6.0, 2.0).unwrap(),
        40132102150.98153,
        1e-14,
    );
    close(
        vc_dimension(1.0, 1.0, 2.0).unwrap(),
        77.7943008301975,
        1e-14,
    );
    close(
        vc_dimension(1e12, 200.0, 2.0).unwrap(),
        79962630129453616.693,
        1e-14,
    );
}

#[test]
fn vc_gap_and_its_crossing() {
    let toy = Vc::piecewise_linear(512.0, 2.0, 2.0, DELTA).unwrap();
    close(toy.gap(M).unwrap(), 2.2320891046744267, 1e-14);
    close(toy.samples_nonvacuous().unwrap(), 8050760.147069252, 1e-12);
    let minilm = Vc::piecewise_linear(22_713_216.0, 6.0, 2.0, DELTA).unwrap();
    close(minilm.gap(1e12).unwrap(), 1.2553803853102894, 1e-14);
    close(
        minilm.samples_nonvacuous().unwrap(),
        1756914398922.6345,
        1e-12,
    );
}

#[test]
fn occam_counts_parameters_or_degrees_of_freedom() {
    let full = Occam::new(32.0, 512.0, DELTA).unwrap();
    close(full.gap(M).unwrap(), 0.07536417961660466, 1e-15);
    close(full.samples_nonvacuous().unwrap(), 5679.759569283849, 1e-15);
    // Two layers of rank 4: 2 · 4 (16 + 16 − 4).
    let low_rank = Occam::new(32.0, 224.0, DELTA).unwrap();
    close(low_rank.gap(M).unwrap(), 0.04985716960742578, 1e-15);
    let minilm = Occam::new(32.0, 22_713_216.0, DELTA).unwrap();
    close(minilm.gap(M).unwrap(), 15.871283111565075, 1e-15);
    close(
        minilm.samples_nonvacuous().unwrap(),
        251897627.60745075,
        1e-15,
    );
}

#[test]
fn pac_bayes_of_the_toy_network() {
    let toy = PacBayes::gaussian(2.0 * FROBENIUS2, 0.1, DELTA).unwrap();
    close(toy.divergence(), 158.4346533444987, 1e-15);
    close(toy.gap(M).unwrap(), 0.009193239039576714, 1e-15);
    close(toy.samples_nonvacuous().unwrap(), 82.16394554610139, 1e-12);
    close(
        toy.expected_loss(0.0, M).unwrap(),
        0.00016901700309430125,
        1e-14,
    );
}

/// Two layers of 16 × 16, diagonal, with the harmonic spectrum: s₁ = 1, and the (2,1) norm is the nuclear norm.
fn toy() -> [LayerNorms; 2] {
    let layer = LayerNorms {
        spectral_norm: 1.0,
        frobenius_norm: FROBENIUS2.sqrt(),
        group_norm_2_1: NUCLEAR,
    };
    [layer, layer]
}

#[test]
fn spectral_complexity_of_the_toy_network() {
    let toy = toy();
    close(
        ln_spectral_complexity(&toy).unwrap().exp(),
        9.562145585864763,
        1e-14,
    );
    let bound = SpectralComplexity::new(&toy, 1.0, 1.0, 16, DELTA).unwrap();
    close(bound.gap(M).unwrap(), 23.7609197628492, 1e-14);
    // Half the terms without confidence are the Rademacher complexity.
    let terms = bound.terms(M).unwrap();
    close(
        (terms[0].value + terms[1].value) / 2.0,
        11.878422729150989,
        1e-14,
    );
    close(
        bound.samples_nonvacuous().unwrap(),
        1302790192.7586787,
        1e-12,
    );
}

#[test]
fn frobenius_product_of_the_toy_network() {
    let bound = FrobeniusProduct::new(&toy(), 1.0, 1.0, DELTA).unwrap();
    close(bound.complexity(M).unwrap(), 0.004222456557627662, 1e-14);
    close(bound.gap(M).unwrap(), 0.012519217662477183, 1e-14);
    close(
        bound.samples_nonvacuous().unwrap(),
        156.73081088048066,
        1e-14,
    );
}

#[test]
fn spectral_pac_bayes_of_the_toy_network() {
    let bound = SpectralPacBayes::new(&toy(), 1.0, 1.0, 16, DELTA).unwrap();
    close(bound.divergence(), 6412704.052321251, 1e-14);
    close(bound.gap(M).unwrap(), 10.129350000928262, 1e-14);
    close(bound.leading(M).unwrap(), 0.026839206451233993, 1e-14);
    close(
        bound.samples_nonvacuous().unwrap(),
        102603722.45505822,
        1e-12,
    );
}

#[test]
fn kl_of_coins_and_its_inverse() {
    let kl = [
        (0.1, 0.22, 0.04994502324017898),
        (0.5, 0.999999, 6.2146085984224415),
        (1e-9, 0.5, 0.6931471588366794),
    ];
    for (q, p, expected) in kl {
        close(binary_kl(q, p).unwrap(), expected, 1e-10);
    }
    // For p close to q the difference p − q has few correct digits already in the arguments; the formula adds no loss of its own.
    close(
        binary_kl(0.25, 0.2500305).unwrap(),
        2.480532173764723e-09,
        1e-11,
    );

    let inverse = [
        (0.1, 0.05, 0.22007860110692462),
        (0.001, 1e-9, 0.0010014141716896308),
        (0.5, 1e-12, 0.5000007071067812),
        (0.9, 3.0, 0.9999999999999963),
        (1e-12, 0.01, 0.00995016627462369),
        (0.02, 0.0003, 0.02362336443391709),
    ];
    for (q, c, expected) in inverse {
        close(binary_kl_inverse(q, c).unwrap(), expected, 1e-14);
    }
    close(
        binary_kl_inverse(0.0, 0.05).unwrap(),
        0.04877057549928599,
        1e-15,
    );
    // The distance from q stays accurate where it is a millionth of q.
    close(
        binary_kl_inverse(0.5, 1e-12).unwrap() - 0.5,
        7.071067811861939e-07,
        1e-9,
    );
}

fn panel() -> BoundsPanel {
    let measured = Measured {
        erank: R,
        nuclear_norm: NUCLEAR,
        frobenius_norm: FROBENIUS2.sqrt(),
        shape: SHAPE,
    };
    BoundsPanel::new(measured, &Values::defaults(CONTROLS)).unwrap()
}

fn readout<'a>(readouts: &'a [Readout], id: &str) -> &'a Readout {
    readouts.iter().find(|r| r.id == id).unwrap()
}

#[test]
fn panel_reports_the_bounds_of_minilm_by_default() {
    let readouts = panel().readouts();
    let expected = [
        ("bound_rate", 0.003252637675627848),
        ("bound_nuclear", 0.019025229367350332),
        ("bound_erank", 0.02278162699535454),
        ("bound_occam", 15.871283111565075),
        // Σ‖W‖² = 39971.19906834607 over MiniLM's layer matrices, σ = 0.01.
        ("bound_pac_bayes", 9.996399500279216),
        ("samples_nonvacuous_rate", R),
        ("samples_nonvacuous_nuclear", 361.95935248028945),
        ("samples_nonvacuous_erank", 519.0025285554667),
        ("samples_nonvacuous_vc", 1756914398922.6345),
        ("samples_nonvacuous_occam", 251897627.60745075),
        ("samples_nonvacuous_pac_bayes", 99928004.12029503),
    ];
    for (id, value) in expected {
        close(readout(&readouts, id).value.unwrap(), value, 1e-12);
    }
    // Fewer examples than half the VC dimension: every labelling is possible and the bound is √(16 ln 2 + 8 ln(4/δ)/m).
    let vc = readout(&readouts, "bound_vc").value.unwrap();
    close(
        vc,
        (16.0 * 2f64.ln() + 8.0 * 80f64.ln() / 1e6).sqrt(),
        1e-15,
    );
    let ids: Vec<_> = readouts.iter().map(|r| r.id).collect();
    let declared: Vec<_> = QUANTITIES.iter().map(|q| q.id).collect();
    assert_eq!(ids, declared);
}

#[test]
fn panel_says_what_is_vacuous_and_never_sells_the_rate_as_a_number() {
    let panel = panel();
    let readouts = panel.readouts();
    let rate = readout(&readouts, "bound_rate");
    assert_eq!(rate.status, Status::Rate);
    assert!(rate.note.contains("not a value"));
    assert!(
        readout(&readouts, "samples_nonvacuous_rate")
            .note
            .contains("no sample size")
    );
    let vacuous = |id| readout(&readouts, id).note.starts_with("vacuous");
    assert!(vacuous("bound_vc") && vacuous("bound_occam") && vacuous("bound_pac_bayes"));
    assert!(!vacuous("bound_nuclear") && !vacuous("bound_erank"));
    assert_eq!(
        readout(&readouts, "bound_pac_bayes").note,
        "vacuous; the distance-from-the-prior term dominates"
    );
    let samples = |id| readout(&readouts, id).note.as_str();
    assert_eq!(
        samples("samples_nonvacuous_occam"),
        "252 times the chosen m"
    );
    assert_eq!(
        samples("samples_nonvacuous_erank"),
        "reached at the chosen m"
    );
    assert_eq!(
        panel.caption(),
        "With m = 10⁶ examples, VC, Occam and PAC-Bayes are vacuous; nuclear norm and effective rank are not. \
         Nuclear norm stops being vacuous first, at m = 362; VC last, at m = 1.8 × 10¹²."
    );
    assert!(panel.checks().iter().all(|check| check.pass));
}

#[test]
fn panel_draws_every_bound_with_its_ink_and_a_handle_on_m() {
    let figure = panel().figure();
    assert_eq!(
        (figure.id.as_str(), figure.title.as_str()),
        ("bounds", "What each bound says")
    );
    let Plot::Lines(lines) = figure.plot else {
        panic!("not lines");
    };
    assert_eq!(lines.series.len(), 6);
    for (series, quantity) in lines.series.iter().zip(QUANTITIES) {
        assert_eq!(
            (series.id.as_str(), Some(series.ink)),
            (quantity.id, quantity.ink)
        );
        assert_eq!((series.x.len(), series.y.len()), (101, 101));
        assert_eq!((series.x[0], series.x[40], series.x[100]), (1e2, 1e6, 1e12));
        let at_m = readout(&panel().readouts(), quantity.id).value.unwrap();
        close(series.y[40], at_m, 1e-15);
    }
    let handle = &lines.handles[0];
    assert_eq!(
        (handle.control.as_str(), handle.along, handle.x),
        ("m", Along::X, 1e6)
    );
    assert_eq!((lines.guides[0].at, lines.guides[0].along), (1e6, Along::X));
    assert_eq!(
        (lines.regions[0].from, lines.regions[0].hatched),
        (1.0, true)
    );
}

#[test]
fn every_quantity_names_its_source_and_its_symbols() {
    for quantity in QUANTITIES {
        assert!(quantity.source.is_some(), "{}", quantity.id);
        // Every identifier but the names of functions and constants is explained.
        for piece in mathml(quantity.tex).unwrap().split("<mi>").skip(1) {
            let symbol = piece.split('<').next().unwrap();
            if !["ln", "log", "min", "e", "B", "^", "∥", "∗", "*", "−"].contains(&symbol) {
                assert!(
                    quantity.meaning.contains(symbol),
                    "{}: {symbol}",
                    quantity.id
                );
            }
        }
    }
}
