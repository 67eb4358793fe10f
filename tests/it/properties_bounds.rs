//! What holds for every bound and every input: parts add up, more examples never hurt, the solved sample size is where the bound
//! crosses 1, and nothing that is wrong goes through silently.

#![allow(clippy::unwrap_used, reason = "a test may unwrap, in its helpers too")]

use proptest::prelude::*;
use rankscope::domain::Outside;
use rankscope::{
    bounds::{
        Bound, Error, FrobeniusProduct, LayerNorms, Occam, PacBayes, Rademacher, Rate,
        SpectralComplexity, SpectralPacBayes, Vc, binary_kl, binary_kl_inverse,
        ln_spectral_complexity, vc_dimension,
    },
    labs::{
        Value, Values,
        shared::bounds::{BoundsPanel, CONTROLS, Measured},
    },
};

/// A positive number, evenly spread over its logarithm.
fn log_uniform(low: f64, high: f64) -> impl Strategy<Value = f64> {
    (low.ln()..high.ln()).prop_map(f64::exp)
}

/// Layers whose norms stand in the order ‖A‖₂ ≤ ‖A‖_F ≤ ‖Aᵀ‖₂,₁.
fn any_layers() -> impl Strategy<Value = Vec<LayerNorms>> {
    let layer = (log_uniform(1e-2, 1e2), 1.0..50.0, 1.0..50.0).prop_map(|(s, f, g)| LayerNorms {
        spectral_norm: s,
        frobenius_norm: s * f,
        group_norm_2_1: s * f * g,
    });
    prop::collection::vec(layer, 1..12)
}

/// One bound of any kind, with inputs from far beyond what a network has.
fn any_bound() -> impl Strategy<Value = Box<dyn Bound>> {
    let delta = || prop_oneof![log_uniform(1e-300, 0.5), 0.5..0.999_999];
    let scale = || log_uniform(1e-6, 1e9);
    let side = 1usize..5_000;
    prop_oneof![
        scale().prop_map(|r| Box::new(Rate::new(r).unwrap()) as Box<dyn Bound>),
        (scale(), side.clone(), side, scale(), delta()).prop_map(|(n, d1, d2, l, delta)| {
            Box::new(Rademacher::nuclear(n, (d1, d2), l, delta).unwrap()) as Box<dyn Bound>
        }),
        (
            log_uniform(1.0, 1e15),
            log_uniform(1.0, 1e6),
            log_uniform(1.0, 1e6),
            delta()
        )
            .prop_map(|(w, l, p, delta)| {
                Box::new(Vc::piecewise_linear(w, l, p, delta).unwrap()) as Box<dyn Bound>
            }),
        (log_uniform(1e-3, 1e15), delta())
            .prop_map(|(d, delta)| Box::new(Vc::new(d, delta).unwrap()) as Box<dyn Bound>),
        (scale(), scale(), delta())
            .prop_map(|(b, w, delta)| Box::new(Occam::new(b, w, delta).unwrap()) as Box<dyn Bound>),
        (any_layers(), scale(), 1usize..5_000, delta()).prop_map(|(layers, b, w, delta)| {
            Box::new(SpectralComplexity::new(&layers, b, 1.0, w, delta).unwrap()) as Box<dyn Bound>
        }),
        (any_layers(), scale(), delta()).prop_map(|(layers, b, delta)| {
            Box::new(FrobeniusProduct::new(&layers, b, 1.0, delta).unwrap()) as Box<dyn Bound>
        }),
        (any_layers(), scale(), 1usize..5_000, delta()).prop_map(|(layers, b, w, delta)| {
            Box::new(SpectralPacBayes::new(&layers, b, 1.0, w, delta).unwrap()) as Box<dyn Bound>
        }),
        (scale(), scale(), delta()).prop_map(|(norm2, sigma, delta)| {
            Box::new(PacBayes::gaussian(norm2, sigma, delta).unwrap()) as Box<dyn Bound>
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn terms_are_named_and_add_up(bound in any_bound(), m in log_uniform(1.0, 1e300)) {
        let (terms, gap) = (bound.terms(m).unwrap(), bound.gap(m).unwrap());
        let sum: f64 = terms.iter().map(|t| t.value).sum();
        prop_assert!((sum - gap).abs() <= 1e-14 * gap);
        prop_assert!(terms.iter().all(|t| t.value >= 0.0 && t.name.ends_with("term")));
        let largest = bound.dominating(m).unwrap().unwrap();
        prop_assert!(terms.iter().all(|t| t.value <= largest.value));
    }

    #[test]
    fn more_examples_never_hurt(bound in any_bound(), m in log_uniform(1.0, 1e30), by in 1.0..1e3) {
        // ln m/√m, in the one bound of three terms, falls from m = e² on.
        let three = bound.terms(m).unwrap().len() == 3;
        let m = if three { m.max(1f64.exp().powi(2)) } else { m };
        let (few, many) = (bound.gap(m).unwrap(), bound.gap(m * by).unwrap());
        prop_assert!(few == f64::INFINITY || few.is_finite() && many.is_finite());
        prop_assert!(many <= few * (1.0 + 1e-14), "{few} at {m}, {many} at {}", m * by);
    }

    #[test]
    fn a_factor_moved_between_layers_changes_nothing(
        layers in any_layers(), factor in log_uniform(1e-3, 1e3), m in log_uniform(1e2, 1e12),
    ) {
        let scaled = |layer: &LayerNorms, c: f64| LayerNorms {
            spectral_norm: layer.spectral_norm * c,
            frobenius_norm: layer.frobenius_norm * c,
            group_norm_2_1: layer.group_norm_2_1 * c,
        };
        let last = layers.len() - 1;
        let mut moved = layers.clone();
        moved[0] = scaled(&moved[0], factor);
        moved[last] = scaled(&moved[last], 1.0 / factor);
        let gaps = |layers: &[LayerNorms]| [
            SpectralComplexity::new(layers, 1.0, 1.0, 9, 0.1).unwrap().gap(m).unwrap(),
            FrobeniusProduct::new(layers, 1.0, 1.0, 0.1).unwrap().gap(m).unwrap(),
            SpectralPacBayes::new(layers, 1.0, 1.0, 9, 0.1).unwrap().gap(m).unwrap(),
        ];
        for (before, after) in gaps(&layers).into_iter().zip(gaps(&moved)) {
            prop_assert!((before - after).abs() <= 1e-11 * before, "{before} {after}");
        }
    }

    #[test]
    fn only_the_ratio_of_radius_and_margin_counts(
        layers in any_layers(), c in log_uniform(1e-3, 1e3), m in log_uniform(1e2, 1e12),
    ) {
        let gaps = |radius, margin| [
            SpectralComplexity::new(&layers, radius, margin, 9, 0.1).unwrap().gap(m).unwrap(),
            FrobeniusProduct::new(&layers, radius, margin, 0.1).unwrap().gap(m).unwrap(),
            SpectralPacBayes::new(&layers, radius, margin, 9, 0.1).unwrap().gap(m).unwrap(),
        ];
        for (one, other) in gaps(2.0, 0.5).into_iter().zip(gaps(2.0 * c, 0.5 * c)) {
            prop_assert!((one - other).abs() <= 1e-11 * one, "{one} {other}");
        }
    }

    #[test]
    fn the_solved_sample_size_is_the_crossing(bound in any_bound(), level in log_uniform(1e-3, 1.0)) {
        for level in [level, 1.0] {
            let m = bound.samples_below(level).unwrap();
            prop_assert!(bound.gap(m * (1.0 + 1e-11)).unwrap() < level);
            if m > 1.0 + 1e-10 {
                prop_assert!(bound.gap(m * (1.0 - 1e-11)).unwrap() > level);
            }
        }
        prop_assert_eq!(bound.samples_nonvacuous(), bound.samples_below(1.0));
    }

    #[test]
    fn nothing_is_solved_for_a_level_that_cannot_be_reached(bound in any_bound(), level in 0.0f64..9.0) {
        prop_assert_eq!(bound.samples_below(-level), None);
        prop_assert_eq!(bound.samples_below(f64::NAN), None);
    }

    #[test]
    fn a_sample_size_that_is_none_is_refused(bound in any_bound(), m in -1e9..1.0) {
        for m in [m, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let error = bound.gap(m).unwrap_err();
            let given_m = matches!(error, Error::Domain(Outside { what: "the sample size m", .. }));
            prop_assert!(given_m, "{error}");
        }
    }

    #[test]
    fn vc_dimension_solves_its_equation(
        w in log_uniform(1.0, 1e18), l in log_uniform(1.0, 1e6), p in log_uniform(1.0, 1e6),
    ) {
        let d = vc_dimension(w, l, p).unwrap();
        let right = 4.0 * w * (l + 1.0) * ((2.0 * std::f64::consts::E * w * p).log2() + d.log2());
        prop_assert!((d - right).abs() <= 1e-14 * d);
        // The largest solution: beyond it the right-hand side stays below.
        let beyond = 4.0 * w * (l + 1.0) * ((2.0 * std::f64::consts::E * w * p).log2() + (2.0 * d).log2());
        prop_assert!(beyond < 2.0 * d);
    }

    #[test]
    fn kl_inverse_inverts_kl(q in 0.0..1.0, share in 0.0..1.0) {
        let p = q + (1.0 - q) * share;
        let c = binary_kl(q, p).unwrap();
        prop_assert!(c >= 0.0);
        let back = binary_kl_inverse(q, c).unwrap();
        // kl is flat at p = q and steep at p = 1: one ulp of c moves p by no more than this.
        prop_assert!((back - p).abs() <= 1e-15 + 1e-14 * (p - q), "{back} for {p}");
    }

    #[test]
    fn kl_is_at_least_pinsker(q in 0.0..=1.0, p in 0.0..=1.0) {
        let pinsker = 2.0 * (p - q) * (p - q);
        prop_assert!(binary_kl(q, p).unwrap() >= pinsker * (1.0 - 1e-14));
    }

    #[test]
    fn the_kl_form_is_never_looser(
        kl in log_uniform(1e-6, 1e9), delta in 1e-9..0.99, loss in 0.0..1.0, m in log_uniform(1.0, 1e12),
    ) {
        let bound = PacBayes::new(kl, delta).unwrap();
        let sharper = bound.expected_loss(loss, m).unwrap();
        prop_assert!(sharper >= loss && sharper <= 1.0);
        prop_assert!(sharper <= loss + bound.gap(m).unwrap() * (1.0 + 1e-12));
    }

    #[test]
    fn the_effective_rank_form_is_never_tighter(
        spectrum in prop::collection::vec(log_uniform(1e-9, 1e3), 1..40), m in log_uniform(1e2, 1e12),
    ) {
        let nuclear: f64 = spectrum.iter().sum();
        let frobenius = spectrum.iter().map(|s| s * s).sum::<f64>().sqrt();
        let entropy: f64 = spectrum.iter().map(|s| -(s / nuclear) * (s / nuclear).ln()).sum();
        let shape = (spectrum.len(), spectrum.len());
        let by_norm = Rademacher::nuclear(nuclear, shape, 1.0, 0.05).unwrap();
        let by_rank = Rademacher::effective_rank(entropy.exp(), frobenius, shape, 1.0, 0.05).unwrap();
        prop_assert!(by_norm.gap(m).unwrap() <= by_rank.gap(m).unwrap() * (1.0 + 1e-12));
    }

    #[test]
    fn the_panel_answers_for_every_state(
        erank in 1.0..4096.0, nuclear in log_uniform(1e-12, 1e12), frobenius in log_uniform(1e-12, 1e12),
        side in 1usize..4096, at in prop::collection::vec(0.0..=1.0, CONTROLS.len()),
    ) {
        let mut values = Values::defaults(CONTROLS);
        for (control, at) in CONTROLS.iter().zip(at) {
            values.set(control.id, between(control.kind, at));
        }
        let measured = Measured { erank, nuclear_norm: nuclear, frobenius_norm: frobenius, shape: (side, side) };
        let panel = BoundsPanel::new(measured, &values).unwrap();
        for readout in panel.readouts() {
            prop_assert!(readout.value.is_some_and(|v| v > 0.0) || !readout.note.is_empty());
            prop_assert!(!readout.value.is_some_and(f64::is_nan));
        }
        let checks = panel.checks();
        prop_assert!(checks[0].pass, "{:?}", checks[0]);
        prop_assert!(!panel.caption().contains("NaN") && panel.figure().caption == panel.caption());
    }
}

/// The value of a control at a share of its range.
fn between(kind: rankscope::labs::Kind, at: f64) -> Value {
    use rankscope::labs::Kind;
    let mix = |low: f64, high: f64, log: bool| match log {
        true => (low.ln() + at * (high.ln() - low.ln()))
            .exp()
            .clamp(low, high),
        false => low + at * (high - low),
    };
    match kind {
        Kind::Number { min, max, log, .. } => Value::Number(mix(min, max, log)),
        Kind::Integer { min, max, log, .. } => {
            Value::Integer(mix(min as f64, max as f64, log).round() as u64)
        }
        _ => kind.default(),
    }
}

#[test]
fn extremes_give_numbers_not_nan() {
    let bounds: [Box<dyn Bound>; 9] = [
        Box::new(Rate::new(0.0).unwrap()),
        Box::new(Rate::new(f64::MAX).unwrap()),
        Box::new(Rademacher::nuclear(0.0, (1, 1), 1.0, 0.5).unwrap()),
        Box::new(Rademacher::nuclear(f64::MAX, (4096, 4096), 1e3, f64::MIN_POSITIVE).unwrap()),
        Box::new(Vc::new(f64::MAX, 1.0 - f64::EPSILON).unwrap()),
        Box::new(Vc::new(f64::MIN_POSITIVE, f64::MIN_POSITIVE).unwrap()),
        Box::new(Occam::new(0.0, 0.0, 0.5).unwrap()),
        Box::new(PacBayes::new(0.0, 1.0 - f64::EPSILON).unwrap()),
        Box::new(PacBayes::new(f64::MAX, f64::MIN_POSITIVE).unwrap()),
    ];
    for (i, bound) in bounds.iter().enumerate() {
        for m in [1.0, 1e6, 1e300, f64::MAX] {
            let terms = bound.terms(m).unwrap();
            assert!(
                terms.iter().all(|t| t.value >= 0.0),
                "bound {i} at {m}: {terms:?}"
            );
        }
        assert!(
            !bound.samples_nonvacuous().is_some_and(f64::is_nan),
            "bound {i}"
        );
    }
    assert_eq!(bounds[0].samples_nonvacuous(), Some(1.0));
    assert_eq!(bounds[3].samples_nonvacuous(), None);
}

#[test]
fn a_product_over_depth_may_leave_the_range_of_f64() {
    let layer = LayerNorms {
        spectral_norm: 1e3,
        frobenius_norm: 2e3,
        group_norm_2_1: 3e3,
    };
    let layers = vec![layer; 1_000];
    let ln_complexity = ln_spectral_complexity(&layers).unwrap();
    assert!((ln_complexity - (1e3 * 1e3f64.ln() + 1.5 * 1e3f64.ln() + 3f64.ln())).abs() < 1e-9);
    let bounds: [Box<dyn Bound>; 3] = [
        Box::new(SpectralComplexity::new(&layers, 1.0, 1.0, 1, 0.1).unwrap()),
        Box::new(FrobeniusProduct::new(&layers, 1.0, 1.0, 0.1).unwrap()),
        Box::new(SpectralPacBayes::new(&layers, 1.0, 1.0, 1, 0.1).unwrap()),
    ];
    for bound in bounds {
        assert_eq!(bound.gap(1e12).unwrap(), f64::INFINITY);
        assert_eq!(bound.samples_nonvacuous(), None);
        assert!(bound.terms(1.0).unwrap().iter().all(|t| t.value >= 0.0));
    }
    // One layer one wide: the published leading expression has ln 1 = 0 as a factor.
    let single = SpectralPacBayes::new(&[layer], 1e200, 1e-200, 1, 0.1).unwrap();
    assert!(!single.leading(1e6).unwrap().is_nan());
}

#[test]
fn bad_input_is_named_in_words() {
    fn message<T>(result: Result<T, Error>) -> String {
        let error = result.err().unwrap();
        assert_eq!(error.code(), "bound_domain");
        error.to_string()
    }
    for delta in [0.0, 1.0, -0.1, 2.0, f64::NAN] {
        let expected = format!("the failure probability delta: above 0 and below 1, got {delta}");
        assert_eq!(
            message(Rademacher::nuclear(1.0, (2, 2), 1.0, delta)),
            expected
        );
        assert_eq!(message(Vc::new(10.0, delta)), expected);
        assert_eq!(message(Occam::new(32.0, 10.0, delta)), expected);
        assert_eq!(message(PacBayes::new(1.0, delta)), expected);
    }
    let rate = Rate::new(4.0).unwrap();
    assert_eq!(
        message(rate.gap(-3.0)),
        "the sample size m: a finite number from 1, got -3"
    );
    for bad in [-1.0, f64::NAN, f64::INFINITY] {
        assert!(message(Rate::new(bad)).starts_with("the effective rank R"));
        assert!(
            message(Rademacher::nuclear(bad, (2, 2), 1.0, 0.1)).starts_with("the nuclear norm")
        );
        let frobenius = Rademacher::effective_rank(1.0, bad, (2, 2), 1.0, 0.1);
        assert!(message(frobenius).starts_with("the Frobenius norm"));
        assert!(message(Occam::new(bad, 1.0, 0.1)).starts_with("the bits per parameter"));
        assert!(message(Occam::new(1.0, bad, 0.1)).starts_with("the number of parameters"));
        assert!(message(PacBayes::new(bad, 0.1)).starts_with("the divergence"));
        assert!(message(PacBayes::gaussian(bad, 1.0, 0.1)).starts_with("the squared distance"));
        assert!(message(Vc::new(bad, 0.1)).starts_with("the VC dimension"));
        assert!(message(vc_dimension(bad, 2.0, 2.0)).starts_with("the number of parameters"));
        assert!(message(vc_dimension(9.0, bad, 2.0)).starts_with("the number of layers"));
        assert!(message(vc_dimension(9.0, 2.0, bad)).starts_with("the number of linear pieces"));
        assert!(message(binary_kl(bad, 0.5)).starts_with("a probability"));
    }
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(message(Rademacher::nuclear(1.0, (2, 2), bad, 0.1)).starts_with("the Lipschitz"));
        assert!(message(PacBayes::gaussian(1.0, bad, 0.1)).starts_with("the standard deviation"));
    }
    let good = LayerNorms {
        spectral_norm: 1.0,
        frobenius_norm: 1.0,
        group_norm_2_1: 1.0,
    };
    let zero = LayerNorms {
        frobenius_norm: 0.0,
        ..good
    };
    assert_eq!(
        message(ln_spectral_complexity(&[])),
        "the number of layers: at least 1, got 0"
    );
    assert_eq!(
        message(ln_spectral_complexity(&[good, zero])),
        "the Frobenius norm of a layer: a finite number above 0, got 0"
    );
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let by_radius = FrobeniusProduct::new(&[good], bad, 1.0, 0.1);
        assert!(message(by_radius).starts_with("the radius of the inputs"));
        let by_margin = SpectralComplexity::new(&[good], 1.0, bad, 9, 0.1);
        assert!(message(by_margin).starts_with("the margin"));
    }
    assert!(message(SpectralPacBayes::new(&[good], 1.0, 1.0, 0, 0.1)).starts_with("the width"));
    // A prior so narrow that the divergence leaves the range of f64.
    assert!(message(PacBayes::gaussian(1e200, 1e-200, 0.1)).starts_with("the divergence"));
    assert!(message(Rademacher::nuclear(1.0, (0, 2), 1.0, 0.1)).starts_with("the number of rows"));
    assert!(message(binary_kl_inverse(0.5, -1.0)).starts_with("the divergence"));
}
