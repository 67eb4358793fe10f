//! Regression from a spectrum against values computed independently with NumPy and SciPy (`scipy.optimize.brentq` on the equation for κ, FFT
//! for spectra on the circle, simulations where said), and by hand.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rankscope::regression::{
    Error, Generalization, Level, Modes, Setting,
    arc_cosine::{Network, circle_eigenvalues, circle_modes, kappa0, kappa1},
    benign::TailRanks,
    double_descent::{
        belkin_hsu_xu, isotropic_exact, isotropic_ridge, isotropic_ridgeless, optimal_penalty,
    },
    generalization,
    monte_carlo::{Summary, circle_draw, gaussian_draw},
};

/// Whether a value rounds to what was printed: within one unit of the last digit, given as a relative accuracy.
#[track_caller]
fn within(value: f64, wanted: f64, relative: f64) {
    let off = (value - wanted).abs() / wanted.abs().max(f64::MIN_POSITIVE);
    assert!(
        off <= relative,
        "got {value}, wanted {wanted} ({off:e} off)"
    );
}

fn power(count: usize, decay: f64) -> Vec<f64> {
    (1..=count).map(|i| (i as f64).powf(-decay)).collect()
}

fn solved(modes: &Modes, samples: f64, ridge: f64, noise: f64) -> Generalization {
    let setting = Setting {
        samples,
        ridge,
        noise,
    };
    let found = generalization(modes, &setting, None).unwrap();
    assert!(found.residual < 1e-13, "{found:?}");
    found
}

fn square_law() -> Modes {
    let law = power(200, 2.0);
    Modes::new(&law, &law).unwrap()
}

/// lambda_i = v_i^2 = i^-2, i = 1..200: brentq with xtol = rtol = 1e-15.
#[test]
fn learning_curve_of_a_square_law() {
    let modes = square_law();
    for (n, ridge, noise, kappa, e0, test, train) in [
        (10., 0., 0., 0.02141989349, 1.947908102, 0.2141989349, 0.),
        (10., 0., 0.1, 0.02141989349, 1.947908102, 0.4089897450, 0.),
        (
            10.,
            0.1,
            0.1,
            0.03834230306,
            1.541058707,
            0.3834230306,
            0.02608085379,
        ),
        (40., 0., 0.1, 0.001247607245, 2.186958746, 0.2686001644, 0.),
    ] {
        let found = solved(&modes, n, ridge, noise);
        within(found.kappa, kappa, 5e-10);
        within(found.e0, e0, 5e-10);
        within(found.test_error, test, 5e-10);
        within(found.train_error, train, 5e-10);
    }
}

/// The same spectrum without a ridge, noise variance 0.1: double descent over n.
#[test]
fn ridgeless_double_descent_over_the_samples() {
    let modes = square_law();
    let known = [
        (1., 1.23893),
        (2., 0.942666),
        (5., 0.582625),
        (10., 0.40899),
        (20., 0.311818),
        (50., 0.26452),
        (100., 0.302658),
        (150., 0.489219),
        (190., 2.08133),
        (199., 20.0797),
    ];
    let mut near = None;
    for (n, wanted) in known {
        let found = solved(&modes, n, 0.0, 0.1);
        within(found.test_error, wanted, 5e-6);
        // From a neighbour's solution, the same.
        let setting = Setting {
            samples: n,
            ridge: 0.0,
            noise: 0.1,
        };
        let again = generalization(&modes, &setting, near.as_ref()).unwrap();
        within(again.kappa, found.kappa, 1e-13);
        near = Some((setting, again));
    }
}

/// By hand for the flat spectrum; brentq for the other.
#[test]
fn small_spectra() {
    let flat = Modes::new(&[1.0; 4], &[1.0, 0.0, 0.0, 0.0]).unwrap();
    let found = solved(&flat, 2.0, 0.0, 0.0);
    within(found.kappa, 1.0, 1e-15);
    within(found.e0, 2.0, 1e-15);
    within(found.test_error, 0.5, 1e-15);
    within(solved(&flat, 2.0, 0.0, 0.25).test_error, 1.0, 1e-15);
    let mut eigenvalues = vec![0.1; 10];
    eigenvalues[0] = 1.0;
    let mut targets = vec![0.0; 10];
    targets[0] = 1.0;
    let modes = Modes::new(&eigenvalues, &targets).unwrap();
    let found = solved(&modes, 3.0, 0.0, 0.1);
    within(found.kappa, 0.303115897981, 5e-12);
    within(found.learnability(1.0), 0.767391451174, 5e-12);
    within(found.learnability(0.1), 0.248067617, 5e-9);
    within(found.e0, 1.615271874987, 5e-12);
    within(found.test_error, 0.248924278001, 5e-12);
    within(found.target_learnability, 0.767391451174, 5e-12);
}

/// Where v_i^2 = c lambda_i and delta = sigma^2/c, the test error is c n kappa: the Bayes-optimal case.
#[test]
fn matched_prior() {
    let law = power(1000, 1.5);
    let targets: Vec<f64> = law.iter().map(|x| 3.0 * x).collect();
    let modes = Modes::new(&law, &targets).unwrap();
    within(modes.prior_scale().unwrap(), 3.0, 1e-15);
    for (n, noise) in [(1.0, 0.3), (17.0, 0.03), (900.0, 3e-6), (20_000.0, 0.3)] {
        let found = solved(&modes, n, noise / 3.0, noise);
        within(found.test_error, 3.0 * n * found.kappa, 1e-12);
    }
}

/// Bordelon, Canatar and Pehlevan's form of the same theory, as in their code: kappa_B = n kappa.
#[test]
fn agrees_with_the_replica_formula() {
    let (law, target) = (power(300, 1.2), power(300, 1.7));
    let modes = Modes::new(&law, &target).unwrap();
    let (n, ridge, noise) = (60.0, 0.05, 0.2);
    let found = solved(&modes, n, ridge, noise);
    let kappa = n * found.kappa;
    let sum = |f: &dyn Fn(f64, f64) -> f64| -> f64 {
        law.iter().zip(&target).map(|(l, v)| f(*l, *v)).sum()
    };
    within(
        ridge + sum(&|l, _| kappa * l / (n * l + kappa)),
        kappa,
        1e-12,
    );
    let gamma = n * sum(&|l, _| (l / (n * l + kappa)).powi(2));
    let bias = sum(&|l, v| v * (kappa / (n * l + kappa)).powi(2));
    let wanted = bias / (1.0 - gamma) + noise * gamma / (1.0 - gamma) + noise;
    within(found.test_error, wanted, 1e-11);
}

/// arXiv 1903.08560, theorem 1 at r^2 = 1, sigma^2 = 1/4 (by hand; checked by simulation at n = 100).
#[test]
fn isotropic_features() {
    for (gamma, wanted) in [
        (0.2, 0.0625),
        (0.5, 0.25),
        (0.9, 2.25),
        (1.1, 2.590909),
        (1.5, 0.833333),
        (2.0, 0.75),
        (3.0, 0.791667),
        (5.0, 0.8625),
        (10.0, 0.927778),
    ] {
        within(isotropic_ridgeless(gamma, 1.0, 0.25).unwrap(), wanted, 1e-6);
    }
    assert_eq!(isotropic_ridgeless(1.0, 1.0, 0.25).unwrap(), f64::INFINITY);
    // Ridge at gamma = 2, the Stieltjes transform evaluated in NumPy.
    for (penalty, wanted) in [
        (0.01, 0.7405233818),
        (0.1, 0.6865286645),
        (0.5, 0.6403882032),
        (1.0, 0.6553300859),
    ] {
        within(
            isotropic_ridge(2.0, penalty, 1.0, 0.25).unwrap(),
            wanted,
            5e-10,
        );
    }
    assert_eq!(optimal_penalty(2.0, 1.0, 0.25).unwrap(), 0.5);
    // Without a ridge in the limit, on both sides of the peak.
    for gamma in [0.3, 0.8, 1.3, 6.0] {
        within(
            isotropic_ridge(gamma, 1e-12, 1.0, 0.25).unwrap(),
            isotropic_ridgeless(gamma, 1.0, 0.25).unwrap(),
            1e-9,
        );
    }
    // Exact at n = 100 (inverse Wishart moments).
    for (p, wanted) in [
        (50, 0.255102),
        (90, 2.5),
        (150, 0.843537),
        (200, 0.752525),
        (300, 0.792295),
    ] {
        within(isotropic_exact(100, p, 1.0, 0.25).unwrap(), wanted, 1e-6);
    }
}

/// Spectrum 1 and 0.1 with weights 0.2 and 0.8, the signal halved between the two eigenspaces, sigma^2 = 1/4: bisection for c_0 and the two sums of theorem 3 in NumPy.
#[test]
fn two_point_covariance() {
    for (gamma, c0, bias, variance) in [
        (1.25, 25.0230564769, 0.0178688960, 1.0584033175),
        (1.5, 9.9591973198, 0.0327174514, 0.5673258685),
        (2.0, 3.4290622886, 0.0596719018, 0.3306779233),
        (4.0, 0.4481781975, 0.1677788225, 0.1691855408),
    ] {
        let level = |eigenvalue: f64, weight: f64| Level {
            eigenvalue,
            multiplicity: weight,
            target: 0.5 * eigenvalue,
        };
        let modes = Modes::from_levels(vec![level(1.0, 0.2), level(0.1, 0.8)], 0.0).unwrap();
        let setting = Setting {
            samples: 1.0 / gamma,
            ridge: 0.0,
            noise: 0.25,
        };
        let found = generalization(&modes, &setting, None).unwrap();
        // c_0 is 1/(kappa gamma): there is one feature in all.
        within(1.0 / (gamma * found.kappa), c0, 5e-11 / c0);
        within(found.e0 * found.missing, bias, 5e-9);
        within((found.e0 - 1.0) * 0.25, variance, 5e-10);
    }
}

/// n = 50, b = 1: k*, r_k*, R_k* by NumPy cumulative sums, E_0 - 1 by brentq.
#[test]
fn benign_overfitting() {
    let logarithmic = |i: usize| 1.0 / (i as f64 * ((i + 1) as f64).ln().powi(2));
    let exponential = |i: usize| (-(i as f64) / 10.0).exp() + 1e-3;
    let two_level = |low: usize| {
        let mut list = vec![1.0; 5];
        list.extend(vec![0.01; low]);
        list
    };
    let of = |count: usize, f: &dyn Fn(usize) -> f64| (1..=count).map(f).collect::<Vec<_>>();
    for (eigenvalues, r0, k, r, big_r, amplification, digits) in [
        (power(100_000, 1.0), 12.09, 4., 50.03, 452.5, 0.102311, 5e-4),
        (
            power(10_000, 2.0),
            1.6448,
            49.,
            50.25,
            147.1,
            0.984276,
            5e-4,
        ),
        (
            of(1_000_000, &logarithmic),
            1.5929,
            20.,
            51.53,
            252.5,
            0.401756,
            5e-4,
        ),
        (
            of(2000, &exponential),
            12.705,
            30.,
            53.06,
            423.0,
            0.506463,
            5e-4,
        ),
        (two_level(1995), 24.95, 5., 1995., 1995., 0.0767756, 1e-12),
        (two_level(95), 5.95, 5., 95., 95., 1.10604, 1e-12),
        (vec![1.0; 100], 100., 0., 100., 100., 1.0, 1e-12),
        (vec![1.0; 500], 500., 0., 500., 500., 0.111111, 1e-12),
    ] {
        let modes = Modes::new(&eigenvalues, &vec![0.0; eigenvalues.len()]).unwrap();
        let ranks = TailRanks::new(&modes);
        within(ranks.at(0).r, r0, 5e-4);
        let star = ranks.k_star(50.0).unwrap().unwrap();
        assert_eq!(star.k, k);
        within(star.r, r, digits);
        within(star.big_r, big_r, digits);
        within(solved(&modes, 50.0, 0.0, 1.0).e0 - 1.0, amplification, 5e-6);
    }
}

/// n = 40, D = 200, v_i^2 ~ i^-2 of sum 1, sigma^2 = 0.04 (NumPy; 400 simulated draws agree).
#[test]
fn first_features_of_many() {
    let law = power(200, 2.0);
    let total: f64 = law.iter().sum();
    for (p, wanted) in [
        (1, 0.44154571),
        (5, 0.16921998),
        (10, 0.12774366),
        (20, 0.13690643),
        (30, 0.24678157),
        (36, 0.69763039),
        (44, 0.81608068),
        (50, 0.46515140),
        (60, 0.47705115),
        (80, 0.58794212),
        (120, 0.72861518),
        (200, 0.85006289),
    ] {
        let (used, unused) = law.split_at(p);
        let share = |part: &[f64]| part.iter().sum::<f64>() / total;
        let found = belkin_hsu_xu(40, p, share(used), share(unused), 0.04).unwrap();
        within(found, wanted, 5e-8);
    }
    assert_eq!(
        belkin_hsu_xu(40, 40, 0.5, 0.5, 0.04).unwrap(),
        f64::INFINITY
    );
}

/// Closed forms at 1/2 and 0; the network's kernel as in google/neural-tangents, recomputed in NumPy.
#[test]
fn tangent_kernel_of_relu_networks() {
    within(kappa0(0.5), 2.0 / 3.0, 1e-15);
    within(kappa0(0.0), 0.5, 1e-15);
    within(kappa1(0.5), 0.6089977810, 1e-10);
    within(kappa1(-0.5), 0.1089977810, 5e-10);
    let (x, y) = ([1.0, 0.0, 0.0], [0.6, 0.8, 0.0]);
    let at = |depth, biases| Network {
        depth,
        weights: 2.0,
        biases,
    };
    for (depth, plain, biased, diagonal) in [
        (1, 0.36681574219533, 0.37562318267899, 2.0 / 3.0),
        (2, 0.51480543355907, 0.53600899624803, 1.0),
        (3, 0.65076222839488, 0.68770450332279, 4.0 / 3.0),
    ] {
        within(at(depth, 0.0).tangent_kernel(&x, &y), plain, 2e-14);
        within(at(depth, 0.01).tangent_kernel(&x, &y), biased, 2e-14);
        within(at(depth, 0.0).tangent_kernel(&x, &x), diagonal, 1e-14);
        // In the unit of the unit circle: three times as large.
        within(at(depth, 0.0).unit_tangent_kernel(0.6), 3.0 * plain, 5e-14);
    }
}

/// FFT of the kernel on the circle over 2^22 points in NumPy.
#[test]
fn spectrum_on_the_circle() {
    let known = [
        (
            1,
            [0.607927101854, 0.5, 0.157610730110, 0.0, 0.017112022126],
        ),
        (
            2,
            [
                1.082505143819,
                0.587789449002,
                0.220860503850,
                0.048748219109,
                0.030057122626,
            ],
        ),
        (
            3,
            [
                1.544126482922,
                0.657134117228,
                0.280472380766,
                0.094813469334,
                0.052019822742,
            ],
        ),
    ];
    for (depth, wanted) in known {
        let found = circle_eigenvalues(depth);
        for (k, wanted) in wanted.iter().enumerate() {
            assert!((found[k] - wanted).abs() < 2e-12, "{depth}, {k}");
        }
        // The trace is the kernel at distance zero, and what is left beyond the highest frequency is little.
        let modes = circle_modes(depth, 2).unwrap();
        within(modes.trace(), (depth + 1) as f64, 1e-12);
        assert!(modes.tail() > 0.0 && modes.tail() < 1e-4 * modes.trace());
    }
    within(circle_eigenvalues(1)[6], 0.006451471285, 1e-10);
    // By quadrature the closed form comes out again.
    let sum: f64 = circle_eigenvalues(2).iter().skip(1).map(|x| 2.0 * x).sum();
    assert!(sum + circle_eigenvalues(2)[0] < 3.0);
}

fn simulated(draws: usize, draw: impl Fn(usize) -> f64) -> (f64, f64) {
    let mut summary = Summary::default();
    (0..draws).for_each(|k| summary.add(draw(k)));
    (summary.mean(), summary.standard_error().unwrap())
}

/// 2000 draws in NumPy gave .4222 +- .0033 at n = 10 without and .3946 +- .0028 with a ridge of .1, .2722 +- .0011 at n = 40: ours, from
/// other random numbers, must agree within four joint standard errors.
#[test]
fn simulation_agrees_with_numpy() {
    let modes = square_law();
    for (n, ridge, draws, wanted, error) in [
        (10., 0., 1500, 0.4222, 0.0033),
        (10., 0.1, 1500, 0.3946, 0.0028),
        (40., 0., 400, 0.2722, 0.0011),
    ] {
        let setting = Setting {
            samples: n,
            ridge,
            noise: 0.1,
        };
        let (mean, own) = simulated(draws, |k| gaussian_draw(&modes, &setting, 1, k).unwrap());
        let off = (mean - wanted).abs() / own.hypot(error);
        assert!(off < 4.0, "{n}: {mean} +- {own}, {off} standard errors");
        // The theory is low by a finite-size effect of one to three percent there.
        let theory = solved(&modes, n, ridge, 0.1).test_error;
        assert!((mean / theory - 1.0).abs() < 0.05, "{mean}, {theory}");
    }
}

/// Where the inputs have one dimension the Gaussian assumption fails at a handful of samples, and holds at 64.
#[test]
fn real_regression_on_the_circle() {
    let modes = circle_modes(2, 2).unwrap();
    let mut off = Vec::new();
    for n in [8.0, 64.0] {
        let setting = Setting {
            samples: n,
            ridge: 0.0,
            noise: 0.0,
        };
        let (mean, _) = simulated(60, |k| circle_draw(2, 2, &setting, 1, k).unwrap());
        off.push((mean / solved(&modes, n, 0.0, 0.0).test_error).ln().abs());
    }
    assert!(off[0] > 0.2, "{off:?}");
}

/// Least squares with 400 data sets of NumPy (`numpy.linalg.lstsq`, modes i^-2, target i^-1 on p of them, `silent` more of the target and
/// the noise on the labels): test and training error with standard errors, (p, n, noise, silent).
#[test]
fn more_samples_than_modes_are_least_squares() {
    for ((p, n, noise, silent), test, train) in [
        ((20, 60., 0.3, 0.0), (0.45181, 0.00285), (0.19867, 0.00220)),
        ((20, 60., 0.0, 0.5), (0.75379, 0.00516), (0.33450, 0.00387)),
        ((50, 80., 0.2, 0.1), (0.82169, 0.00874), (0.11001, 0.00131)),
        (
            (200, 400., 0.1, 0.0),
            (0.19957, 0.00071),
            (0.05014, 0.00024),
        ),
    ] {
        let law = |power: i32| (1..=p).map(move |i| f64::from(i).powi(-power));
        let eigenvalues: Vec<f64> = law(2).chain([0.0]).collect();
        let targets: Vec<f64> = law(2).chain([silent]).collect();
        let modes = Modes::new(&eigenvalues, &targets).unwrap();
        let found = solved(&modes, n, 0.0, noise);
        let (p, left) = (f64::from(p), noise + silent);
        assert_eq!((found.kappa, found.missing), (0.0, silent));
        assert_eq!(found.e0, n / (n - p));
        assert!((found.train_error - (1.0 - p / n) * left).abs() < 1e-15);
        let off = |(mean, error): (f64, f64), value: f64| (mean - value).abs() / error;
        // Exactly it is (n − 1)/(n − p − 1).
        let exact = (n - 1.0) / (n - p - 1.0) * left;
        assert!(off(test, exact) < 4.0 && off(train, found.train_error) < 4.0);
        assert!((found.test_error / exact - 1.0).abs() < 0.05);
        // The limit of a ridge that vanishes: the theory joins on there, and at n = p on both sides.
        let small = solved(&modes, n, 1e-9, noise);
        assert!((small.test_error / found.test_error - 1.0).abs() < 1e-6);
        assert!((small.train_error / found.train_error - 1.0).abs() < 1e-6);
        // Our own simulation does the same regression.
        let setting = Setting {
            samples: n,
            ridge: 0.0,
            noise,
        };
        let (mean, error) = simulated(60, |k| gaussian_draw(&modes, &setting, 3, k).unwrap());
        assert!(
            (mean - exact).abs() < 4.5 * error,
            "{mean} ± {error}, {exact}"
        );
    }
}

#[test]
fn what_cannot_be_answered_is_said() {
    let modes = square_law();
    let at = |samples, ridge, noise| {
        let setting = Setting {
            samples,
            ridge,
            noise,
        };
        generalization(&modes, &setting, None)
    };
    assert!(at(300.0, 0.0, 0.0).is_ok());
    for bad in [f64::NAN, f64::INFINITY, -1.0] {
        assert!(at(bad, 0.0, 0.0).is_err());
        assert!(at(10.0, bad, 0.0).is_err());
        assert!(at(10.0, 0.0, bad).is_err());
        assert!(Modes::new(&[bad], &[1.0]).is_err());
        assert!(Modes::new(&[1.0], &[bad]).is_err());
        assert!(isotropic_ridgeless(bad, 1.0, 1.0).is_err());
        assert!(isotropic_ridge(1.0, bad, 1.0, 1.0).is_err());
        assert!(belkin_hsu_xu(5, 5, bad, 1.0, 1.0).is_err());
    }
    assert_eq!(
        Modes::new(&[], &[]).unwrap_err(),
        Error::NoMode { given: 0 }
    );
    assert_eq!(
        Modes::new(&[0.0], &[1.0]).unwrap_err(),
        Error::NoMode { given: 1 }
    );
    assert!(Modes::new(&[1.0], &[]).is_err());
}
