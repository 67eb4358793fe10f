//! What must hold for every spectrum, target, ridge, noise and number of samples.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use proptest::prelude::*;
use rankscope::{
    regression::{
        Generalization, Modes, Setting,
        benign::TailRanks,
        double_descent::{belkin_hsu_xu, isotropic_exact, isotropic_ridge, optimal_penalty},
        generalization,
        monte_carlo::{Summary, gaussian_draw},
    },
    spectrum::Spectrum,
};

/// Power laws, flat ones, one mode, two levels, graded to 1e-300, random, with zeros among them.
fn spectra() -> impl Strategy<Value = Vec<f64>> {
    let power = (1_usize..400, 0.0_f64..6.0)
        .prop_map(|(p, a)| (1..=p).map(|i| (i as f64).powf(-a)).collect());
    let flat = (1_usize..300, -100.0_f64..100.0).prop_map(|(p, e)| vec![10_f64.powf(e); p]);
    let graded = (2_usize..200).prop_map(|p| {
        (0..p)
            .map(|i| 10_f64.powf(-300.0 * i as f64 / p as f64))
            .collect()
    });
    let two = (1_usize..20, 1_usize..200, -12.0_f64..0.0).prop_map(|(k, p, e)| {
        let mut list = vec![1.0; k];
        list.extend(vec![10_f64.powf(e); p]);
        list
    });
    let random = prop::collection::vec(
        prop_oneof![4 => (-8.0_f64..3.0).prop_map(|e| 10_f64.powf(e)), 1 => Just(0.0)],
        1..120,
    )
    .prop_map(|mut list: Vec<f64>| {
        list.push(1.0);
        list
    });
    prop_oneof![power, flat, graded, two, random]
}

fn cases() -> impl Strategy<Value = (Modes, Setting)> {
    (
        spectra(),
        0.0_f64..4.0,
        0.0_f64..1.0,
        prop_oneof![Just(0.0), (-12.0_f64..2.0).prop_map(|e| 10_f64.powf(e))],
        prop_oneof![Just(0.0), 0.0_f64..3.0],
    )
        .prop_map(|(eigenvalues, decay, fill, ridge, noise)| {
            let target = |i: usize| ((i + 1) as f64).powf(-decay);
            let targets: Vec<f64> = (0..eigenvalues.len()).map(target).collect();
            let modes = Modes::new(&eigenvalues, &targets).unwrap();
            let count = modes.count();
            // Whole samples below the modes without a ridge, and beyond them with one.
            let most = if ridge > 0.0 {
                3.0 * count
            } else {
                count - 1.0
            };
            let samples = if most >= 1.0 {
                (fill * most).floor().max(1.0)
            } else {
                0.5
            };
            let setting = Setting {
                samples,
                ridge,
                noise,
            };
            (modes, setting)
        })
}

fn solved(modes: &Modes, setting: &Setting) -> Generalization {
    generalization(modes, setting, None).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// κ solves its equation; what follows from it is in its range.
    #[test]
    fn the_equation_holds((modes, setting) in cases()) {
        let found = solved(&modes, &setting);
        let n = setting.samples;
        prop_assert!(found.residual < 1e-11, "{found:?} {setting:?}");
        let conserved = found.effective_dimension + setting.ridge / found.kappa;
        prop_assert!((conserved / n - 1.0).abs() < 1e-11);
        prop_assert!(found.kappa > 0.0 && found.e0 >= 1.0 - 1e-12 && found.e0.is_finite());
        prop_assert!(found.squared_dimension <= found.effective_dimension * (1.0 + 1e-12));
        prop_assert!((0.0..=1.0 + 1e-12).contains(&found.target_learnability));
        let energy = modes.target_energy();
        prop_assert!(found.missing <= energy * (1.0 + 1e-12));
        prop_assert!(found.train_error <= found.test_error * (1.0 + 1e-10));
        prop_assert!(found.test_error >= setting.noise * (1.0 - 1e-12));
    }

    /// E₀ = n/(n − Σ L²), as defined, where the difference can be computed; and the two roads to the noise amplification.
    #[test]
    fn the_overfitting_coefficient((modes, setting) in cases()) {
        let found = solved(&modes, &setting);
        let n = setting.samples;
        let rest = n - found.squared_dimension;
        prop_assume!(rest > 1e-6 * n);
        prop_assert!((found.e0 * rest / n - 1.0).abs() < 1e-7, "{found:?}");
    }

    /// More samples or a smaller ridge lower κ; a neighbour's solution leads to the same one.
    #[test]
    fn kappa_falls_with_samples((modes, setting) in cases()) {
        prop_assume!(setting.samples > 1.0);
        let found = solved(&modes, &setting);
        let fewer = Setting { samples: setting.samples - 1.0, ..setting };
        let before = solved(&modes, &fewer);
        prop_assert!(before.kappa >= found.kappa * (1.0 - 1e-12));
        let stiffer = Setting { ridge: setting.ridge + 0.1, ..setting };
        prop_assert!(solved(&modes, &stiffer).kappa >= found.kappa * (1.0 - 1e-12));
        let again = generalization(&modes, &setting, Some(&(fewer, before))).unwrap();
        prop_assert!((again.kappa / found.kappa - 1.0).abs() < 1e-9, "{again:?} {found:?}");
    }

    /// Scaling kernel and ridge scales κ and changes nothing else.
    #[test]
    fn the_unit_of_the_kernel_does_not_matter((modes, setting) in cases(), e in -5.0_f64..5.0) {
        let factor = 10_f64.powf(e);
        let levels = modes.levels().iter().map(|l| {
            let mut level = *l;
            level.eigenvalue *= factor;
            level
        });
        let scaled = Modes::from_levels(levels.collect(), 0.0).unwrap();
        // The smallest may have become subnormal.
        prop_assume!(scaled.levels().iter().all(|l| l.eigenvalue == 0.0 || l.eigenvalue > 1e-290));
        prop_assume!(scaled.levels().len() == modes.levels().len());
        let a = solved(&modes, &setting);
        let b = solved(&scaled, &Setting { ridge: factor * setting.ridge, ..setting });
        prop_assert!((b.kappa / a.kappa / factor - 1.0).abs() < 1e-8);
        prop_assert!((b.test_error - a.test_error).abs() <= 1e-8 * a.test_error);
    }

    /// All k from one pass are the ranks of the tail, each by itself; 1 <= r <= R <= r².
    #[test]
    fn tail_ranks_are_those_of_the_spectrum(mut eigenvalues in spectra()) {
        eigenvalues.sort_by(|a, b| b.total_cmp(a));
        let modes = Modes::new(&eigenvalues, &vec![0.0; eigenvalues.len()]).unwrap();
        let ranks = TailRanks::new(&modes);
        let p = eigenvalues.len();
        let step = 1 + p / 20;
        let mut first = None;
        for k in 0..ranks.count() {
            let at = ranks.at(k);
            prop_assert!(at.r >= 1.0 - 1e-12 && at.r <= at.big_r * (1.0 + 1e-9));
            prop_assert!(at.big_r <= at.r * at.r * (1.0 + 1e-9));
            if first.is_none() && at.r >= 5.0 {
                first = Some(k as f64);
            }
            if k % step == 0 {
                let tail = Spectrum::new(eigenvalues[k..].to_vec(), p, p).unwrap();
                let r = tail.nuclear_spectral_rank();
                prop_assert!((at.r / r - 1.0).abs() < 1e-9, "{k}: {} {r}", at.r);
                let big_r = tail.nuclear_frobenius_rank();
                prop_assert!((at.big_r / big_r - 1.0).abs() < 1e-9, "{k}: {} {big_r}", at.big_r);
            }
        }
        prop_assert_eq!(ranks.k_star(5.0).unwrap().map(|s| s.k), first);
        prop_assert_eq!(ranks.at(p).r, 0.0);
    }

    /// The best penalty is the best, and the exact curve tends to the asymptotic one.
    #[test]
    fn double_descent(gamma in 0.1_f64..8.0, signal in 0.1_f64..3.0, noise in 0.01_f64..3.0, other in -2.0_f64..2.0) {
        let best = optimal_penalty(gamma, signal, noise).unwrap();
        let risk = |l: f64| isotropic_ridge(gamma, l, signal, noise).unwrap();
        prop_assert!(risk(best) <= risk(best * 10_f64.powf(other)) * (1.0 + 1e-12));
        prop_assume!((gamma - 1.0).abs() > 0.05);
        let n = 1_000_000;
        let p = (gamma * n as f64).round() as usize;
        let exact = isotropic_exact(n, p, signal, noise).unwrap();
        let limit = rankscope::regression::double_descent::isotropic_ridgeless(p as f64 / n as f64, signal, noise).unwrap();
        prop_assert!((exact / limit - 1.0).abs() < 1e-4);
        // Nothing left out: the two exact forms are one.
        let test = belkin_hsu_xu(n, p, signal, 0.0, noise).unwrap();
        prop_assert!((test - exact - noise).abs() < 1e-9 * test);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Draws on random spectra lie on the curve, up to noise and a finite-size effect.
    #[test]
    fn simulations_lie_on_the_curve(decay in 0.0_f64..1.5, target in 0.5_f64..2.0, n in 24_usize..40, ridge in 0.05_f64..1.0, noise in 0.0_f64..0.5) {
        let law = |a: f64| -> Vec<f64> { (1..=150).map(|i| f64::from(i).powf(-a)).collect() };
        let modes = Modes::new(&law(decay), &law(target)).unwrap();
        let setting = Setting { samples: n as f64, ridge, noise };
        let mut summary = Summary::default();
        for draw in 0..120 {
            summary.add(gaussian_draw(&modes, &setting, 3, draw).unwrap());
        }
        let theory = solved(&modes, &setting).test_error;
        let off = (summary.mean() - theory).abs();
        let allowed = 4.5 * summary.standard_error().unwrap() + 0.05 * theory;
        prop_assert!(off < allowed, "{} +- {:?}, theory {theory}", summary.mean(), summary.standard_error());
    }
}

/// Simulations and curve do not depend on how the work was cut up, to the last bit.
#[test]
fn a_run_cut_into_pieces_is_the_same_run() {
    use rankscope::{labs::Work, session::Session};
    let run = |pieces: &[u32]| {
        let mut session = Session::new();
        session
            .open("lab=learning_curve&modes=60&n=12&monte_carlo=on&draws=5")
            .unwrap();
        let mut at = pieces.iter().cycle();
        while !session
            .advance(Work(*at.next().unwrap()))
            .unwrap()
            .finished()
        {}
        let report = session.report().unwrap();
        format!("{:?} {:?}", report.figures, report)
    };
    let whole = run(&[1000]);
    assert!(whole.contains("\"simulated\""));
    assert_eq!(run(&[1]), whole);
    assert_eq!(run(&[3, 1, 7]), whole);
}

/// More samples than modes are answered, on both sides of the peak; of modes there are no more strong ones than there are.
#[test]
fn more_samples_than_modes_are_answered() {
    let mut session = rankscope::session::Session::new();
    let mut answer = |state: &str| session.evaluate(&format!("lab=learning_curve&{state}"));
    for n in [29, 31, 40, 10_000] {
        let (_, report) = answer(&format!("modes=30&n={n}")).unwrap();
        assert!(report.value("test_error").unwrap().is_finite(), "{n}");
        assert!(report.checks.iter().all(|check| check.pass), "{n}");
    }
    let (_, report) = answer("modes=30&n=40").unwrap();
    assert_eq!(report.value("e0"), Some(4.0));
    assert_eq!(report.value("kappa"), Some(0.0));
    assert!((report.value("train_error").unwrap() - 0.025).abs() < 1e-15);
    let (state, _) = answer("family=two_level&modes=10&strong=11&n=5").unwrap();
    assert!(state.state.contains("strong=10"), "{}", state.state);
}
