//! What must hold for every target, width, number of samples, noise and penalty.

use proptest::prelude::*;
use rankscope::quadratic::{
    FreeConvolution, Setting, Teacher, bayes_optimal, solve, training::Training,
};

/// Biane's equation solved by bisection, point by point: position and density at u.
fn by_bisection(eigenvalues: &[f64], delta: f64, u: f64) -> (f64, f64) {
    let d = eigenvalues.len() as f64;
    let mean = |f: &dyn Fn(f64) -> f64| eigenvalues.iter().map(|s| f(u - s)).sum::<f64>() / d;
    let (mut low, mut high) = (0.0, delta * delta);
    for _ in 0..200 {
        let v2 = 0.5 * (low + high);
        if mean(&|t| 1.0 / (t * t + v2)) > 1.0 / (delta * delta) {
            low = v2;
        } else {
            high = v2;
        }
    }
    let g = mean(&|t| t / (t * t + low));
    (
        u + delta * delta * g,
        low.sqrt() / (std::f64::consts::PI * delta * delta),
    )
}

fn settings() -> impl Strategy<Value = (f64, usize, Setting)> {
    (
        0.55_f64..3.0,
        8_usize..120,
        0.0_f64..1.0,
        -1.0_f64..1.5,
        -3.0_f64..0.5,
        -3.0_f64..0.5,
    )
        .prop_map(|(gamma, d, width, alpha, noise, penalty)| {
            let setting = Setting {
                width: (d as f64 * width).floor().max(1.0),
                samples: (d * d) as f64 * 10_f64.powf(alpha),
                noise: 10_f64.powf(noise),
                penalty: 10_f64.powf(penalty),
            };
            (gamma, d, setting)
        })
}

proptest! {
    /// Merging what the noise cannot tell apart and integrating by residues change nothing visible.
    #[test]
    fn density_is_that_of_the_definition(gamma in 0.55..3.0, d in 5_usize..150, log_delta in -3.0_f64..0.5) {
        let delta = 10_f64.powf(log_delta);
        let teacher = Teacher::power_law(gamma, d).unwrap();
        let spectrum = FreeConvolution::new(&teacher, delta).unwrap();
        let highest = spectrum.support()[0].1;
        for k in 1..20 {
            let u = teacher.eigenvalues()[0] * k as f64 / 18.0;
            let (x, density) = by_bisection(teacher.eigenvalues(), delta, u);
            // A thin slice around x carries the density times its width.
            let h = 1e-4 * delta;
            let slice = (spectrum.above(x - h).mass - spectrum.above(x + h).mass) / (2.0 * h);
            let scale = 1.0 / delta;
            prop_assert!((slice - density).abs() < 2e-2 * scale, "u {u} x {x} of {highest}: {slice} against {density}");
        }
    }

    /// The integrals above a threshold agree with quadrature of the density.
    #[test]
    fn integrals_agree_with_the_density(gamma in 0.55..3.0, d in 5_usize..150, log_delta in -2.0_f64..0.5, share in 0.0..1.0) {
        let delta = 10_f64.powf(log_delta);
        let teacher = Teacher::power_law(gamma, d).unwrap();
        let spectrum = FreeConvolution::new(&teacher, delta).unwrap();
        let (cut, top) = spectrum.top(share);
        prop_assert!((top.mass - share).abs() < 1.0 / d as f64 + 1e-9);
        let again = spectrum.above(cut);
        prop_assert!((again.mass - top.mass).abs() < 1e-6);
        // f = x − cut vanishes at the cut, so node sums converge well.
        let sum = |h: &dyn Fn(f64, f64) -> f64| -> f64 {
            spectrum.density().iter().flatten().filter(|p| p.x > cut)
                .map(|p| p.density * p.weight * h(p.x, p.stieltjes)).sum()
        };
        let scale = 1.0 + delta * delta;
        let learned = sum(&|x, _| (x - cut).powi(2));
        prop_assert!((learned - again.learned_square(cut)).abs() < 2e-3 * scale);
        let overlap = sum(&|x, g| (x - cut) * (x - 2.0 * delta * delta * g));
        prop_assert!((overlap - again.overlap(cut, delta)).abs() < 4e-3 * scale);
    }

    /// Both equations hold at the solution, nothing beats Bayes, and the objective is what it says.
    #[test]
    fn solutions_solve((gamma, d, setting) in settings()) {
        let teacher = Teacher::power_law(gamma, d).unwrap();
        let all = solve(&teacher, &setting).unwrap();
        let bayes = bayes_optimal(&teacher, setting.samples, setting.noise).unwrap();
        for s in &all {
            prop_assert!(s.residual < 1e-8, "{s:?}");
            prop_assert!(s.error > bayes.error * (1.0 - 1e-6) - 1e-9, "{s:?} {bayes:?}");
            prop_assert!((s.threshold - setting.penalty * s.epsilon).abs() <= 1e-12 * s.threshold);
            prop_assert!(s.kept <= setting.width / d as f64 + 1e-6);
        }
    }

    /// A network wider than what it uses learns the same.
    #[test]
    fn spare_width_is_free((gamma, d, setting) in settings()) {
        let teacher = Teacher::power_law(gamma, d).unwrap();
        let full = solve(&teacher, &Setting { width: d as f64, ..setting }).unwrap()[0];
        let enough = (full.kept * d as f64 + 1e-6).ceil().clamp(1.0, d as f64);
        let narrow = solve(&teacher, &Setting { width: enough, ..setting }).unwrap()[0];
        prop_assert!((full.error - narrow.error).abs() < 1e-8 * (1.0 + full.error));
    }

    /// A training is a value of its seed.
    #[test]
    fn training_is_reproducible(seed in 0_u64..1000) {
        let teacher = Teacher::power_law(1.0, 8).unwrap();
        let setting = Setting { width: 3.0, samples: 64.0, noise: 0.1, penalty: 0.1 };
        let train = || {
            let mut run = Training::new(&teacher, &setting, seed).unwrap();
            while !run.step() {}
            run.error()
        };
        prop_assert_eq!(train().to_bits(), train().to_bits());
    }
}

/// Little noise, so that the error is a small part of the squares that make it up, and a root beside the noise levels at which it is
/// looked for.
#[test]
fn a_root_beside_the_bracket_is_found() {
    let teacher = Teacher::power_law(1.1594499761680805, 109).unwrap();
    let setting = Setting {
        width: 83.0,
        samples: 18866.537057617694,
        noise: 0.0056869456798640935,
        penalty: 0.03251926056303533,
    };
    let best = solve(&teacher, &setting).unwrap()[0];
    assert!(best.residual < 1e-12, "{best:?}");
}
