//! Training a Transformer: label rules by brute force, the tangent kernel by loops, statistics by SciPy, and what is refused.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rankscope::{
    linalg::random::seeded,
    nn::transformer::{
        Activation, Pass, Shape, Transformer, label_complexity, tangent_kernel,
        tasks::{NONE, Task},
    },
    session::Session,
    statistics::{Kendall, Line, bootstrap, granulated},
};

/// Every sequence of `length` tokens below `base`.
fn all_of(base: u8, length: usize) -> Vec<Vec<u8>> {
    (0..length).fold(vec![vec![]], |shorter, _| {
        let grow = |s: &Vec<u8>| {
            (0..base)
                .map(|t| [&s[..], &[t]].concat())
                .collect::<Vec<_>>()
        };
        shorter.iter().flat_map(grow).collect()
    })
}

#[test]
fn label_rules_are_what_they_say() {
    for tokens in all_of(3, 6) {
        let at_end = |task: Task| {
            let labels = task.labels(&tokens, 3);
            assert!(labels[..5].iter().all(|l| *l == NONE));
            labels[5]
        };
        let count = |c: u8| tokens.iter().filter(|t| **t == c).count();
        let winner = at_end(Task::Majority);
        for other in 0..3 {
            let lost =
                count(winner) > count(other) || count(winner) == count(other) && winner <= other;
            assert!(lost, "{tokens:?}: {winner}");
        }
        assert_eq!(at_end(Task::First), tokens[0]);
        let reversed = Task::Reverse.labels(&tokens, 3);
        assert!((0..6).all(|t| reversed[t] == tokens[5 - t]));
        let induced = Task::Induction.labels(&tokens, 3);
        for t in 0..6 {
            let mut expected = NONE;
            for j in 0..t {
                if tokens[j] == tokens[t] {
                    expected = tokens[j + 1];
                }
            }
            assert_eq!(induced[t], expected, "{tokens:?} at {t}");
        }
    }
    for tokens in all_of(2, 7) {
        let ones: u8 = tokens[..4].iter().sum();
        assert_eq!(Task::Parity { bits: 4 }.labels(&tokens, 2)[6], ones % 2);
    }
    for (a, b) in (0..7).flat_map(|a| (0..7).map(move |b| (a, b))) {
        assert_eq!(
            Task::Modular.labels(&[a, b, 7], 8),
            [NONE, NONE, (a + b) % 7]
        );
    }
}

#[test]
fn training_and_test_sequences_are_different_and_complete() {
    for (task, vocabulary, context) in [
        (Task::Majority, 3, 4),
        (Task::Induction, 3, 4),
        (Task::Modular, 10, 3),
        (Task::Parity { bits: 2 }, 2, 6),
        // More than can be listed.
        (Task::Reverse, 9, 12),
    ] {
        let (train, test) = task
            .draw(vocabulary, context, 40, 20, &mut seeded(3))
            .unwrap();
        assert_eq!((train.len(), test.len().min(20)), (40, test.len()));
        let mut seen = std::collections::HashSet::new();
        for set in [&train, &test] {
            for row in 0..set.len() {
                assert!(seen.insert(set.tokens(row).to_vec()), "{task:?}");
                assert_eq!(set.labels(row), task.labels(set.tokens(row), vocabulary));
                assert!(set.labels(row).iter().any(|l| *l != NONE));
            }
        }
    }
    // All there is: 16 sequences, one of them for the test.
    let (train, test) = Task::First.draw(2, 4, 15, 9, &mut seeded(1)).unwrap();
    assert_eq!((train.len(), test.len()), (15, 1));
    let refused = Task::First.draw(2, 4, 16, 9, &mut seeded(1)).unwrap_err();
    assert!(refused.to_string().contains("at most 15"), "{refused}");
}

#[test]
fn noise_replaces_its_share_and_more_noise_keeps_what_less_replaced() {
    let (clean, _) = Task::Reverse.draw(8, 10, 300, 0, &mut seeded(5)).unwrap();
    let spoiled = |share| {
        let mut set = clean.clone();
        let replaced = set.spoil(share, 8, 11);
        (set, replaced)
    };
    assert_eq!(spoiled(0.0), (clean.clone(), 0));
    assert_eq!(spoiled(1.0).1, 3000);
    let (half, replaced) = spoiled(0.5);
    assert!((1400..1600).contains(&replaced), "{replaced}");
    let more = spoiled(0.8).0;
    for row in 0..300 {
        for ((old, a), b) in clean
            .labels(row)
            .iter()
            .zip(half.labels(row))
            .zip(more.labels(row))
        {
            assert!(a == old || a == b);
        }
    }
}

#[test]
fn the_tangent_kernel_is_that_of_difference_quotients() {
    let net = Transformer::new(Shape {
        vocabulary: 2,
        context: 4,
        width: 4,
        heads: 2,
        layers: 1,
        feed_forward: Some(Activation::Gelu),
        normalised: true,
        causal: false,
        tied: false,
        temperature: 1.0,
    })
    .unwrap();
    let weights = net.init(&mut seeded(4));
    let (data, _) = Task::Parity { bits: 2 }
        .draw(2, 4, 6, 0, &mut seeded(5))
        .unwrap();
    let mut pass = Pass::default();
    let kernel = tangent_kernel(&net, &weights, &data, &mut pass).unwrap();
    let mut output = |weights: &[f64], row: usize| {
        net.forward(weights, &data, &[row], &mut pass).unwrap();
        pass.scores()[1] - pass.scores()[0]
    };
    let gradients: Vec<Vec<f64>> = (0..6)
        .map(|row| {
            let entry = |k: usize| {
                let mut moved = weights.clone();
                moved[k] += 1e-5;
                let up = output(&moved, row);
                moved[k] -= 2e-5;
                (up - output(&moved, row)) / 2e-5
            };
            (0..weights.len()).map(entry).collect()
        })
        .collect();
    for i in 0..6 {
        for j in 0..6 {
            let sum: f64 = gradients[i]
                .iter()
                .zip(&gradients[j])
                .map(|(a, b)| a * b)
                .sum();
            let off = (kernel[(i, j)] - sum).abs();
            assert!(off < 1e-7 * kernel[(i, i)].max(1.0), "{i} {j}: {off:e}");
        }
    }
    let signs: Vec<f64> = (0..6)
        .map(|row| 2.0 * f64::from(data.labels(row)[3]) - 1.0)
        .collect();
    assert!(label_complexity(&kernel, &signs).is_some_and(|x| x > 0.0));
}

/// scipy.stats.kendalltau and linregress of SciPy 1.17.1 on these numbers: x, y = np.round(normal(24), 1), with ties.
#[test]
fn statistics_are_those_of_scipy() {
    #[rustfmt::skip]
    let x = [-0.8, -1.3, -0.2, 0.4, 1.1, 0.1, -0.6, -0.8, 0.7, 1.6, 0.3, -1.2, -1.0, 1.6, 0.2, -1.7, -0.1, -1.2, -0.6, -0.5, -0.7, 0.6, -0.1, -0.6];
    #[rustfmt::skip]
    let y = [0.0, 0.2, -1.7, -0.1, -0.4, -0.1, -1.6, -0.4, 0.3, 0.5, -0.9, -1.0, -1.6, -0.6, 0.3, -2.0, 1.1, 0.1, -2.3, 0.0, -1.5, 0.3, -0.0, -2.3];
    let found = Kendall::of(&x, &y).unwrap();
    assert!((found.tau - 0.2317793449742389).abs() < 1e-14, "{found:?}");
    assert_eq!(found.pairs, 24 * 23 / 2);
    let points: Vec<(f64, f64)> = x.iter().copied().zip(y).collect();
    let line = Line::through(&points).unwrap();
    let expected = [
        0.43715545755237034,
        -0.48340224182285924,
        0.2114478300016961,
    ];
    for (found, expected) in [line.slope, line.intercept, line.standard_error]
        .iter()
        .zip(expected)
    {
        assert!(
            (found - expected).abs() < 1e-13,
            "{found} is not {expected}"
        );
    }
    let ([low, high], deviation) = bootstrap(&x, &y, 2000, 1).unwrap();
    assert!(low < found.tau && found.tau < high);
    // The normal approximation of an interval of 95 %, within a fifth.
    assert!(((high - low) / (3.92 * deviation) - 1.0).abs() < 0.2);
    assert_eq!(Kendall::of(&x, &[1.0; 24]), None);
}

#[test]
fn granulated_correlation_is_the_mean_of_groups() {
    // Two settings: along the first the lists always agree, along the second once of two times.
    let settings = [[0, 0], [1, 0], [0, 1], [1, 1]].map(|row| row.to_vec());
    let found = granulated(&[1.0, 2.0, 0.5, 3.0], &[1.0, 2.0, 1.5, 2.5], &settings);
    assert_eq!(found, Some(0.5));
}

#[test]
fn what_cannot_be_trained_is_refused_with_a_cure() {
    for (state, cure) in [
        ("heads=5", "1, 2, 3, 4, 6 and 8"),
        ("context=4&samples=256", "at most 255"),
        ("task=modular&vocabulary=6&samples=25", "at most 24"),
    ] {
        // Taken as the nearest that can be, and named.
        let state = format!("lab=train&step=0&{state}");
        let (opened, _) = Session::new().evaluate(&state).unwrap();
        let named: Vec<_> = opened.problems.iter().map(|p| &p.message).collect();
        assert!(named.len() == 1 && named[0].contains(cure), "{named:?}");
    }
    let state = "lab=train&lr=1&decay=3&clip=100&step=50";
    let (_, report) = Session::new().evaluate(state).unwrap();
    assert!(
        report.headline.starts_with("Training diverges"),
        "{}",
        report.headline
    );
    let last = report
        .ranges
        .iter()
        .find(|range| range.control == "step")
        .unwrap();
    assert_eq!(report.value("step"), Some(last.max as f64));
    assert!(report.value("train_loss").is_some_and(f64::is_finite));
    assert!(report.notes[0].contains("Lower the learning rate"));
}
