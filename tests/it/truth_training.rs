//! What an audit found wrong in the two labs that train live, each at the state where it was, and what must hold of its kind.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rankscope::{
    dynamics::{
        Channel, Experiment, Method, Moment, Problem, Push, Recipe, Target, WidthSweep,
        root_mean_square,
    },
    figure::Plot,
    labs::Report,
    linalg::random::{orthogonal, seeded},
    nn::{
        Activation, Error, Scaling,
        tasks::{
            Measure, Task, gradient_residual,
            modular::{Modular, Operation},
        },
        tensor::Tensor,
    },
    session::Session,
};

fn report(state: &str) -> Report {
    let (opened, report) = Session::new().evaluate(state).unwrap();
    assert_eq!(opened.problems, [], "{state}");
    report
}

fn note<'a>(report: &'a Report, id: &str) -> &'a str {
    &report.readouts.iter().find(|r| r.id == id).unwrap().note
}

fn experiment(method: Method, rate: f64, readout_only: bool) -> Experiment {
    Experiment {
        problem: Problem::draw(Target::Sine, 6, 0.4, 5),
        recipe: Recipe {
            activation: Activation::Tanh,
            scaling: Scaling::Ntk,
            init: 1.0,
            spread: 1.5,
            readout_only,
            seed: 5,
        },
        hidden: vec![9],
        method,
        rate,
    }
}

/// Five ReLU units in each of three layers, long steps: cross-validation said 33.5 and leave-one-out 19692, both without a warning.
#[test]
fn what_rests_on_the_linear_relation_is_withheld_where_it_fails() {
    let bad = "lab=reservoir&n=5&width=5&depth=3&activation=relu&step=100&noise=1.5&scaling=standard&seed=3&threshold=0.05";
    let exploded = "lab=reservoir&eta=2&activation=relu&spread=4";
    for state in [bad, exploded] {
        let report = report(state);
        assert!(report.value("linearisation").unwrap() > 0.3);
        for id in ["gcv", "loo", "channel_dim", "dof"] {
            assert_eq!(report.value(id), None, "{state}: {id}");
            assert!(
                note(&report, id).contains("u − y is off P (u₀ − y)"),
                "{id}"
            );
        }
        let caption = |id| &report.find_figure(id).unwrap().caption;
        assert!(caption("omega").starts_with("These are no shares"));
        assert!(caption("loss").contains("No prediction"));
    }
    assert!(report(bad).headline.contains("no channel can be read off"));
    let good = report("lab=reservoir&n=8&step=40");
    assert!(good.value("linearisation").unwrap() < 1e-3);
    assert!(
        ["gcv", "loo", "channel_dim", "dof"]
            .iter()
            .all(|id| good.value(id).is_some())
    );
}

/// All four directions are learned.
#[test]
fn without_a_reservoir_there_is_nothing_to_push_along_it() {
    let report = report("lab=reservoir&step=20000&n=4&width=4&threshold=0.05");
    assert_eq!(report.value("push_reservoir"), None);
    assert!(note(&report, "push_reservoir").contains("there is no reservoir"));
    assert!(report.value("push_channel").is_some());
    let start = self::report("lab=reservoir&step=0&n=4&width=4");
    assert_eq!(start.value("push_channel"), None);
}

#[test]
fn any_direction_can_be_pushed_and_no_other() {
    let at = |along: usize| report(&format!("lab=reservoir&n=8&step=60&along={along}"));
    let first = at(1);
    assert_eq!(first.value("push_along"), first.value("push_channel"));
    assert_eq!(at(8).value("push_along"), first.value("push_reservoir"));
    let none = at(9);
    assert_eq!(none.value("push_along"), None);
    assert!(note(&none, "push_along").contains("only 8 directions"));
    let range = none.ranges.iter().find(|range| range.control == "along");
    assert_eq!(range.map(|range| (range.min, range.max)), Some((1, 8)));
}

/// The same eigenspace in two bases: the labels to train with, and so the movement, are the same.
#[test]
fn a_push_sees_the_eigenspace_and_not_its_basis() {
    let experiment = experiment(Method::Descent, 0.2, false);
    let mut run = experiment.watched().unwrap();
    (0..50).for_each(|_| assert!(run.step().unwrap()));
    let pushed = |seed: u64, omega: &[f64]| {
        let channel = Channel {
            omega: omega.to_vec(),
            directions: orthogonal(6, &mut seeded(seed)),
        };
        let mut push = Push::new(&run, &channel, 1, 0.5).unwrap();
        while push.movement().is_none() {
            push.advance(&experiment, &run, 1000).unwrap();
        }
        (push.movement().unwrap(), push.response, push.multiplicity)
    };
    let [a, b] = [1, 2].map(|seed| pushed(seed, &[0.5; 6]));
    assert!((a.0 / b.0 - 1.0).abs() < 1e-9 && (a.1 / b.1 - 1.0).abs() < 1e-9);
    assert_eq!(a.2, 6);
    // Directions of their own are told apart.
    let [a, b] = [1, 2].map(|seed| pushed(seed, &[0.6, 0.5, 0.4, 0.3, 0.2, 0.1]));
    assert!((a.0 / b.0 - 1.0).abs() > 1e-3 && a.2 == 1);
}

/// A network that is linear in what is trained moves exactly as the transfer operator says, in both directions.
#[test]
fn a_linear_network_moves_as_predicted() {
    let experiment = experiment(Method::Descent, 0.1, true);
    let mut run = experiment.watched().unwrap();
    (0..300).for_each(|_| assert!(run.step().unwrap()));
    let (moment, channel) = Moment::of(&experiment.problem, &run).unwrap();
    assert!(moment.off.iter().all(|off| *off < 1e-12));
    for (index, response) in channel
        .responses(run.transfer())
        .unwrap()
        .iter()
        .enumerate()
    {
        let mut push = Push::new(&run, &channel, index, 0.7).unwrap();
        let [_, all] = push.progress(300);
        let mut done = 0;
        while push.movement().is_none() {
            push.advance(&experiment, &run, 77).unwrap();
            let [now, total] = push.progress(300);
            assert!(now >= done && total == all);
            done = now;
        }
        assert_eq!(done, all);
        assert!(
            (push.movement().unwrap() - response).abs() < 1e-9,
            "{index}"
        );
        let up = root_mean_square(push.upwards().unwrap());
        let guess = root_mean_square(&push.predicted);
        assert!((up - guess).abs() < 1e-9);
    }
}

/// The flow of a step's time is the flow of a hundred shorter ones; it never explodes; and ω stays a share.
#[test]
fn gradient_flow_does_not_depend_on_its_steps() {
    let [long, short] = [(2.0, 5), (0.02, 500)].map(|(rate, steps)| {
        let experiment = experiment(Method::Flow, rate, false);
        let mut run = experiment.watched().unwrap();
        (0..steps).for_each(|_| assert!(run.step().unwrap()));
        let (moment, channel) = Moment::of(&experiment.problem, &run).unwrap();
        assert!(moment.off.iter().all(|off| *off < 1e-7));
        assert!(
            channel
                .omega
                .iter()
                .all(|omega| (-1e-7..=1.0 + 1e-7).contains(omega))
        );
        run
    });
    let pairs = long.query_outputs().iter().zip(short.query_outputs());
    assert!(pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max) < 1e-7);
    let pairs = long
        .transfer()
        .as_slice()
        .iter()
        .zip(short.transfer().as_slice());
    assert!(pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max) < 1e-6);
}

/// "Training diverges: the learning rate is too large" was said of a flow.
#[test]
fn a_flow_never_diverges_by_its_learning_rate() {
    let state = "lab=reservoir&method=flow&activation=relu&eta=0.2&scaling=standard&init=2&step=12";
    let report = report(state);
    assert_eq!(report.value("step"), Some(12.0));
    assert!(report.value("train_mse").unwrap() < 0.3);
    assert!(report.value("linearisation").unwrap() < 1e-3);
    for stiff in [
        "lab=reservoir&method=flow&activation=relu&step=20&eta=2&spread=8&init=4&depth=3",
        "lab=reservoir&method=flow&step=20&eta=2&spread=8&init=4",
    ] {
        let report = self::report(stiff);
        assert!(!report.headline.contains("diverge"), "{}", report.headline);
        assert!(report.value("train_mse").unwrap().is_finite());
    }
}

/// By definition, with the sine of the standard library.
#[test]
fn labels_by_hand_bring_their_own_noise() {
    let report = report("lab=reservoir&n=4&step=10&noise=1.5&labels=hand&y=1,-1,2,0.5");
    let mut problem = Problem::draw(Target::Sine, 4, 1.5, 6);
    problem.y = vec![1.0, -1.0, 2.0, 0.5];
    let pairs = problem.x.iter().zip([1.0, -1.0, 2.0, 0.5]);
    let squares = pairs.map(|(x, y): (&f64, f64)| (y - (3.0 * x).sin()).powi(2));
    let variance = squares.sum::<f64>() / 4.0;
    assert!((problem.noise_variance() - variance).abs() < 1e-14);
    let fresh = report.value("test_mse").unwrap() + variance;
    let said: f64 = note(&report, "test_mse")
        .split(' ')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    assert!((said - fresh).abs() < 1e-3 * fresh, "{said} for {fresh}");
}

/// Signal and noise through channel and reservoir: no line falls to a third from one moment to the next.
#[test]
fn no_line_saws_when_a_direction_crosses_the_threshold() {
    let report = report("lab=reservoir&step=600&noise=0.6");
    let Plot::Lines(lines) = &report.find_figure("cells").unwrap().plot else {
        panic!("lines")
    };
    for series in lines.series.iter().filter(|series| series.id != "bias") {
        let late = series
            .y
            .iter()
            .zip(&series.x)
            .filter(|(_, step)| **step > 30.0);
        let late: Vec<f64> = late.map(|(y, _)| *y).collect();
        for pair in late.windows(2) {
            assert!(pair[1] > pair[0] / 3.0, "{}: {pair:?}", series.id);
        }
    }
}

/// Labels and features as many: the median over initialisations has its peak there, as in the theory of random features.
#[test]
fn double_descent_peaks_where_features_and_labels_are_as_many() {
    let mut experiment = experiment(Method::Descent, 0.05, true);
    experiment.problem = Problem::draw(Target::Sine, 12, 0.2, 6);
    experiment.recipe.spread = 8.0;
    let mut sweep = WidthSweep::default();
    while sweep.advance(&experiment, 20, 1_000_000).unwrap() {}
    let [best, worst] = sweep.extremes().unwrap();
    assert!((6..=18).contains(&worst) && best >= 24, "{worst}, {best}");
}

/// Seed 669 failed by a kink between the two losses: 6.7e-3 where the gradient is right to 1e-7.
#[test]
fn a_right_gradient_passes_across_kinks_and_a_wrong_one_fails() {
    let state = "lab=gate&task=modular&operation=add&width=4&seed=669&p=11&step=50";
    let check = &report(state).checks[0];
    assert!(check.pass && check.residual < 1e-6, "{:e}", check.residual);
    let rows: Vec<usize> = (0..16).collect();
    for seed in 0..200 {
        let width = 4 + seed as usize % 29;
        let mut task = Modular::new(11, Operation::Add, 0.4, width, seed);
        let residual = gradient_residual(&mut task, &rows, 1e-4).unwrap();
        assert!(residual < 1e-4, "{seed}: {residual:e}");
    }
    let mut off = Off(Modular::new(11, Operation::Add, 0.4, 16, 1));
    let residual = gradient_residual(&mut off, &rows, 1e-4).unwrap();
    assert!((residual - 1e-3 / 1.001).abs() < 1e-5, "{residual:e}");
}

/// A task whose gradient is a thousandth too long.
struct Off(Modular);

impl Task for Off {
    fn tensors(&self) -> &[Tensor] {
        self.0.tensors()
    }
    fn start(&self) -> Vec<f64> {
        self.0.start()
    }
    fn examples(&self) -> usize {
        self.0.examples()
    }
    fn cost(&self) -> usize {
        self.0.cost()
    }
    fn gradient(
        &mut self,
        weights: &[f64],
        rows: &[usize],
        mean: &mut [f64],
        variance: Option<&mut [f64]>,
    ) -> Result<f64, Error> {
        let loss = self.0.gradient(weights, rows, mean, variance)?;
        mean.iter_mut().for_each(|g| *g *= 1.001);
        Ok(loss)
    }
    fn exact_loss(&mut self, weights: &[f64], rows: &[usize]) -> Result<(f64, Vec<bool>), Error> {
        self.0.exact_loss(weights, rows)
    }
    fn measure(&mut self, weights: &[f64]) -> Result<Measure, Error> {
        self.0.measure(weights)
    }
}

/// Independent entries have about as much energy at every frequency, the constant part included.
#[test]
fn before_training_no_frequency_stands_out() {
    for operation in [Operation::Add, Operation::Divide] {
        let task = Modular::new(53, operation, 0.4, 256, 3);
        let shares = task.frequencies(&task.start());
        let excess = Modular::excess(&shares, 53, operation);
        assert_eq!(excess.len(), 27);
        assert!(excess[0] < 1.35 && excess[26] > 0.7, "{excess:?}");
    }
}

#[test]
fn a_headline_says_how_many_steps_were_taken() {
    for step in [1, 5, 9] {
        let report = report(&format!("lab=gate&n=16&width=8&step={step}"));
        let start = format!("Step {step}:");
        assert!(report.headline.starts_with(&start), "{}", report.headline);
        let all = format!("{report:?}");
        assert!(!all.contains("no step has been taken"), "{step}");
    }
}

/// Three seeds, whichever way they come to be there.
#[test]
fn other_seeds_are_counted_once_all_are_trained() {
    let state = "lab=gate&n=16&width=8&step=30";
    let alone = report(state);
    assert_eq!(alone.value("seeds_matched"), None);
    let mut session = Session::new();
    session.evaluate(state).unwrap();
    let (_, more) = session.evaluate(&format!("{state}&seeds=2")).unwrap();
    assert_eq!(
        format!("{more:?}"),
        format!("{:?}", report(&format!("{state}&seeds=2")))
    );
    let as_well = (0..3).filter(|k| {
        let one = report(&format!("{state}&seed={}", 7 + k));
        let [matched, gate] = ["error_matched", "error_gate"].map(|id| one.value(id).unwrap());
        matched <= 1.02 * gate
    });
    assert_eq!(more.value("seeds_matched"), Some(as_well.count() as f64));
    let Plot::Lines(lines) = &more.find_figure("progress").unwrap().plot else {
        panic!("lines")
    };
    assert_eq!(lines.bands.len(), 4);
}
