//! Numbers that an audit found wrong, each at the state where it was, against values computed independently (NumPy and SciPy unless said
//! otherwise); and what must hold of their kind.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rankscope::{
    attention::{Family, WhatIf, attend, dobrushin, row_sum_residual},
    bounds::transformer::Weight,
    dynamics::{Channel, linearisation_residual},
    linalg::Matrix,
    quadratic::{FreeConvolution, Teacher},
    regression::{
        Modes, Setting,
        arc_cosine::{circle_modes, circle_residual},
        benign::TailRanks,
        generalization,
    },
    spectrum::{
        Spectrum,
        families::{flat, geometric},
        thresholds::{NoiseLevel, hard_threshold},
    },
};

#[track_caller]
fn within(value: f64, wanted: f64, relative: f64) {
    let off = (value / wanted - 1.0).abs();
    assert!(off <= relative, "{value} for {wanted}, {off:e} off");
}

fn setting(samples: f64, ridge: f64) -> Setting {
    Setting {
        samples,
        ridge,
        noise: 0.1,
    }
}

/// Closed-form eigenvalues to 4·10⁶, beyond the integral of a/k² in closed form; brentq for κ. Of two layers the eigenvalues to 399 from an
/// FFT of 2²³ points, beyond a/k² + b/k⁴ with a = 7/(2π²) on even and 5/(2π²) on odd frequencies.
#[test]
fn circle_kernels_have_infinitely_many_eigenvalues() {
    for (depth, n, ridge, kappa, e0, digits) in [
        (1, 40., 0., 3.4881832641630754e-4, 2.119691092247314, 1e-9),
        (1, 1000., 0., 5.020121959398627e-7, 2.004032610236791, 1e-9),
        (1, 3000., 0., 5.5629779970409935e-8, 2.001336961395587, 1e-9),
        (
            1,
            10000.,
            0.,
            5.0020012171228185e-9,
            2.0004003266755555,
            1e-9,
        ),
        (
            1,
            1000.,
            0.01,
            1.2528255668138266e-5,
            1.113500976367724,
            1e-9,
        ),
        (2, 100., 0., 2.9919426455607976e-4, 2.0082090003356985, 1e-8),
        (2, 1000., 0., 2.9791623656508923e-6, 2.000095046926353, 1e-8),
        (
            2,
            10000.,
            0.,
            2.979021385342089e-8,
            2.0000009658873332,
            1e-7,
        ),
    ] {
        let modes = circle_modes(depth, 2).unwrap();
        let found = generalization(&modes, &setting(n, ridge), None).unwrap();
        within(found.kappa, kappa, digits);
        within(found.e0, e0, digits);
    }
}

/// What certifies κ sums the spectrum another way, and fails where the tail is left out.
#[test]
fn the_certificate_is_of_the_whole_spectrum() {
    for depth in 1..=3 {
        let modes = circle_modes(depth, 2).unwrap();
        let cut = modes.levels().iter().filter(|l| l.eigenvalue > 1e-8);
        let cut: Vec<_> = cut.copied().collect();
        let kept: f64 = cut.iter().map(|l| l.multiplicity * l.eigenvalue).sum();
        let cut = Modes::from_levels(cut, (depth + 1) as f64 - kept).unwrap();
        for n in [1.0, 40.0, 3000.0, 10_000.0] {
            for ridge in [0.0, 1e-3] {
                let setting = setting(n, ridge);
                let kappa = |modes| generalization(modes, &setting, None).unwrap().kappa;
                let right = circle_residual(depth, &setting, kappa(&modes));
                assert!(right < 1e-9, "{depth}, {n}: {right:e}");
                if n == 10_000.0 && ridge == 0.0 && kappa(&modes) < 1e-8 {
                    assert!(circle_residual(depth, &setting, kappa(&cut)) > 1e-2);
                }
            }
        }
    }
}

/// Cumulative sums to k = 8·10⁶ and the integral beyond: the smallest k with r_k ≥ 10⁴ is 10 001.
#[test]
fn tail_ranks_see_the_whole_tail() {
    let modes = circle_modes(1, 2).unwrap();
    let star = TailRanks::new(&modes).k_star(10_000.0).unwrap().unwrap();
    assert_eq!(star.k, 10_001.0);
    within(star.big_r, 29_996.999658530192, 4e-9);
}

/// By hand: the limit κ → 0. Beside it the theory approaches it: E₀ grows as samples near the modes.
#[test]
fn as_many_samples_as_modes_interpolate() {
    let law: Vec<f64> = (1..=200).map(|i| f64::from(i).powf(-2.0)).collect();
    let modes = Modes::new(&law, &law).unwrap();
    let found = generalization(&modes, &setting(200.0, 0.0), None).unwrap();
    assert_eq!((found.kappa, found.e0), (0.0, f64::INFINITY));
    assert_eq!((found.test_error, found.train_error), (f64::INFINITY, 0.0));
    assert_eq!((found.missing, found.learnability(1e-9)), (0.0, 1.0));
    let near = generalization(&modes, &setting(200.0 - 1e-6, 0.0), None).unwrap();
    assert!(near.e0 > 1e7 && near.test_error > 1e6);
    let noiseless = Setting {
        noise: 0.0,
        ..setting(200.0, 0.0)
    };
    assert_eq!(
        generalization(&modes, &noiseless, None).unwrap().test_error,
        0.0
    );
    // A part of the target that the kernel does not know stays missing.
    let silent = Modes::new(&[1.0, 0.0], &[1.0, 0.5]).unwrap();
    let found = generalization(&silent, &setting(1.0, 0.0), None).unwrap();
    assert_eq!((found.missing, found.learnability(0.0)), (0.5, 0.0));
    within(found.target_learnability, 2.0 / 3.0, 1e-15);
    // One sample more: least squares, E0 = n/(n − p).
    let beyond = generalization(&modes, &setting(201.0, 0.0), None).unwrap();
    within(beyond.e0, 201.0, 1e-9);
}

/// Neither has noise; the second has a median of zero.
#[test]
fn without_noise_there_is_no_noise_threshold() {
    for spectrum in [geometric(512, 0.5).unwrap(), flat(128, 32).unwrap()] {
        for level in [NoiseLevel::Median, NoiseLevel::Known(0.0)] {
            let error = hard_threshold(&spectrum, level).unwrap_err();
            assert_eq!(error.code(), "no_noise");
        }
        // However little the noise, r* is at most the rank.
        let (threshold, kept) = hard_threshold(&spectrum, NoiseLevel::Known(1e-300)).unwrap();
        assert!(threshold > 0.0 && kept <= spectrum.numerical_rank(None));
    }
    // 4/√3 · √100 · 0.1 = 2.309: by hand.
    let spiked = Spectrum::new([vec![5.0, 2.31, 2.30], vec![1.0; 97]].concat(), 100, 100).unwrap();
    assert_eq!(
        hard_threshold(&spiked, NoiseLevel::Known(0.1)).unwrap().1,
        2
    );
    assert!(hard_threshold(&spiked, NoiseLevel::Known(f64::NAN)).is_err());
}

/// mpmath at 60 digits: the smallest singular value of the family at n = 20 is 1.8e-19, so that doubles see rank 17.
#[test]
fn exact_families_know_their_rank() {
    let numerical = |family: &Family| {
        let source = family.source().unwrap();
        let a = attend(&source, &WhatIf::default()).unwrap().probabilities;
        Spectrum::of(&a).unwrap().numerical_rank(None)
    };
    let steep = Family::Vandermonde { n: 20 };
    assert_eq!((steep.exact_rank(), numerical(&steep)), (Some(20), 17));
    for n in [1, 2, 3, 8, 12] {
        for family in [
            Family::Uniform { n },
            Family::Identity { n },
            Family::Sink { n },
            Family::SelfLogit { n, c: 0.0 },
            Family::SelfLogit { n, c: 1.0 },
            Family::SinkSelf { n, eps: 0.0 },
            Family::SinkSelf { n, eps: 0.4 },
            Family::Blocks { n, k: 1 },
            Family::Blocks { n, k: n },
            Family::Circulant { n, kappa: 0.0 },
            Family::Circulant { n, kappa: 3.0 },
            Family::Causal { n },
            Family::Hard { n, seed: 3 },
            Family::Vandermonde { n: n.min(8) },
        ] {
            assert_eq!(family.exact_rank(), Some(numerical(&family)), "{family:?}");
        }
    }
    assert_eq!(Family::Blocks { n: 5, k: 2 }.exact_rank(), Some(2));
    assert_eq!(Family::Blocks { n: 2, k: 5 }.exact_rank(), None);
}

/// A row that was stored a little long; one that is not on the simplex by 1e-8.
#[test]
fn contraction_is_at_most_one() {
    let off = 1e-8;
    let a = Matrix::from_rows(&[vec![1.0 + off, 0.0], vec![0.0, 1.0]]).unwrap();
    assert_eq!(dobrushin(&a), 1.0);
    within(row_sum_residual(&a), off, 1e-7);
}

/// A matrix of rank 2, stored as float32: NumPy's rule with `np.finfo(np.float32).eps` says 2, that of doubles 32.
#[test]
fn rank_follows_how_numbers_are_stored() {
    let stored = Matrix::from_fn(32, 32, |i, j| {
        let (x, y) = (i as f64 / 7.0, j as f64 / 11.0);
        f64::from((x.sin() * y.cos() + (2.0 * x).cos() * y.sin()) as f32)
    });
    let spectrum = Spectrum::of(&stored).unwrap();
    assert!(spectrum.numerical_rank(None) > 20);
    let single = spectrum.clone().with_rounding(2_f64.powi(-24));
    assert_eq!(single.numerical_rank(None), 2);
    assert_eq!(single.schatten_rank(0.0), 2.0);
    assert_eq!(Weight::new(&single, 1.0, 1.0).unwrap().rank(), 2);
    for (rounding, epsilon) in [(-53, -52), (-24, -23), (-11, -10), (-8, -7)] {
        let wanted = spectrum.spectral_norm() * 32.0 * 2_f64.powi(epsilon);
        let stored = spectrum.clone().with_rounding(2_f64.powi(rounding));
        assert_eq!(stored.zero(), wanted);
    }
}

/// P = diag(½, ½, 1) in another basis of the plane of repeated ω: what is reported does not see which.
#[test]
fn pushes_do_not_depend_on_a_basis() {
    let channel = |turn: f64| {
        let (s, c) = turn.sin_cos();
        Channel {
            omega: vec![0.75, 0.75, 0.0],
            directions: Matrix::from_rows(&[
                vec![c, -s, 0.0],
                vec![s, c, 0.0],
                vec![0.0, 0.0, -1.0],
            ])
            .unwrap(),
        }
    };
    let transfer = Matrix::from_rows(&[vec![3.0, 0.0, 1.0], vec![0.0, 4.0, 0.0]]).unwrap();
    for turn in [0.0, 0.3, 2.0] {
        let channel = channel(turn);
        assert_eq!(channel.eigenspace(1), 0..2);
        // By hand: √(25/(2·2·3)) and √(1/(1·2·3)).
        for j in [0, 1] {
            within(
                channel.response(&transfer, j).unwrap(),
                2.5 / 3_f64.sqrt(),
                1e-15,
            );
        }
        within(
            channel.response(&transfer, 2).unwrap(),
            6_f64.sqrt().recip(),
            1e-15,
        );
        assert_eq!(
            (channel.reservoir(0.5), channel.reservoir(-0.5)),
            (Some(2), None)
        );
    }
    let p = Matrix::identity(2);
    assert!(linearisation_residual(&p, &[1.0, 0.0], &[1.0]).is_err());
    assert_eq!(
        linearisation_residual(&p, &[3.0, 4.0], &[3.0, 0.0]).unwrap(),
        0.8
    );
}

/// By definition mass 1 and second moment Q* + δ², where a fixed number of nodes was 3.8e-4 off; and that state's checks.
#[test]
fn the_density_is_integrated_until_it_has_settled() {
    for spikes in [vec![1.0; 4], vec![8.0, 1.0, 1e-3], vec![]] {
        let rank = spikes.len();
        let eigenvalues = [spikes, vec![0.0; 33 - rank]].concat();
        let teacher = Teacher::new(eigenvalues).unwrap();
        for delta in [1e-3, 0.1, 0.35, 0.5, 1.0, 4.0] {
            let spectrum = FreeConvolution::new(&teacher, delta).unwrap();
            let (mass, second) = spectrum.integrated();
            let wanted = teacher.second_moment() + delta * delta;
            assert!((mass - 1.0).abs() < 1e-6, "{rank}, {delta}: {mass}");
            within(second, wanted, 1e-6);
        }
    }
}

/// The states themselves, through the whole program.
#[test]
fn states_that_failed_pass() {
    let mut session = rankscope::session::Session::new();
    for state in [
        "lab=quadratic&d=33&n=145&p=16&target=flat&rank=4&noise=0.92145&lambda=0.5566",
        "lab=attention&source=uniform&n=255",
        "lab=attention&source=self&n=256&c=0.05",
        "lab=learning_curve&family=circle&n=10000",
        "lab=learning_curve&n=200&modes=200&ridge=0",
    ] {
        let (_, report) = session.evaluate(state).unwrap();
        for check in &report.checks {
            assert!(check.pass, "{state}: {} {:e}", check.label, check.residual);
        }
    }
}
