//! Mode by mode: what is learned of each, and the spectrum that decides it.

use crate::{
    figure::{number, subscript},
    labs::{
        learning_curve::{
            controls::{DECAY, EIGENVALUES, FAMILY, Family, LOW, MAX_BY_HAND, STRONG},
            model::Facts,
            setup::{Kernel, Setup},
        },
        prelude::*,
    },
    regression::Generalization,
};

/// Eigenvalues that can be grabbed while the spectrum follows a law.
const GRABBED: usize = 16;
/// Up to so many modes each has a marker.
const MARKED: usize = 64;
/// A share of the largest value below which a value is numerically zero.
const ZERO: f64 = 1e-15;

fn last_index(setup: &Setup) -> f64 {
    let last = setup.index(setup.list.len().saturating_sub(1));
    // Of the circle, the first few hundred modes are what anybody can tell apart.
    let last = match setup.on_circle() {
        true => last.min((20 * setup.n).max(200) as f64),
        false => last,
    };
    last.max(2.0)
}

/// The learnability of every mode, here and with ten times fewer or more samples.
pub fn learnability(facts: &Facts) -> Figure {
    let (setup, here) = (&facts.setup, &facts.here);
    let shown = setup.shown();
    let samples = |n: usize| format!("n = {}", number(n as f64));
    let of = |id: &str, n: usize, ink, mark, found: &Generalization| {
        let share = |i: &usize| (setup.index(*i), found.learnability(setup.list[*i].0));
        Series::new(id, &samples(n), ink, mark, shown.iter().map(share))
    };
    let others = [
        ("fewer", setup.n / 10, inks::FEWER_SAMPLES),
        ("more", setup.n.saturating_mul(10), inks::MORE_SAMPLES),
    ];
    let others = others.into_iter().filter_map(|(id, n, ink)| {
        let found = (n > 0).then(|| setup.solve(n).ok());
        Some(of(id, n, ink, Mark::Line, &found??))
    });
    let half = half_learned(facts);
    let within = half >= 1.0 && half <= last_index(setup);
    let lines = Lines::new(
        Axis::log("mode i").counted().range(1.0, last_index(setup)),
        Axis::linear("learned share Lᵢ").range(0.0, 1.05),
    )
    .series(others)
    .series([of("learnability", setup.n, inks::TEST, Mark::Area, here)])
    .guides(within.then(|| Guide::new("half learned", Along::X, half, inks::NEUTRAL)));
    let caption = format!(
        "{} learned by more than half; the shares of all add up to {} of the {} samples.",
        match half {
            0.0 => "No mode is".into(),
            1.0 => "One mode is".into(),
            _ => format!("{} modes are", number(half)),
        },
        short(here.effective_dimension),
        number(setup.n as f64),
    );
    Figure::lines("learnability", "What is learned", caption, lines)
}

/// How many modes lie above κ.
fn half_learned(facts: &Facts) -> f64 {
    let levels = facts.setup.modes.levels().iter();
    let above = levels.take_while(|l| l.eigenvalue > facts.here.kappa);
    above.map(|l| l.multiplicity).sum()
}

/// Eigenvalues and target, with the level κ between learned and not learned.
pub fn spectrum(facts: &Facts) -> Figure {
    let (setup, kappa) = (&facts.setup, facts.here.kappa);
    let last = last_index(setup);
    let shown = setup.shown();
    let mark = match setup.on_circle() {
        true => Mark::Points,
        false => Mark::Line,
    };
    let own_mark = match shown.len() <= MARKED {
        true => Mark::LinePoints,
        false => mark,
    };
    let of = |id: &str, label: &str, ink, mark, value: &dyn Fn((f64, f64)) -> f64| {
        let points = shown
            .iter()
            .map(|i| (setup.index(*i), value(setup.list[*i])));
        // All of the circle's target lies on one frequency: the others would only crowd the zero line.
        let visible = |p: &(f64, f64)| !setup.on_circle() || p.1 > 0.0 && p.0 <= last;
        Series::new(id, label, ink, mark, points.filter(visible))
    };
    // At κ = 0, too, what has no eigenvalue is not learned.
    let unlearned = |eigenvalue: f64| match eigenvalue > 0.0 {
        true => kappa / (eigenvalue + kappa),
        false => 1.0,
    };
    let series = [
        of("target", "target energy", inks::FIT, mark, &|m| m.1),
        of("missing", "not learned", inks::MISSING, mark, &|m| {
            m.1 * unlearned(m.0).powi(2)
        }),
        of(
            "eigenvalues",
            "eigenvalues",
            inks::SPECTRUM,
            own_mark,
            &|m| m.0,
        ),
    ];
    let values = || series.iter().flat_map(|s| s.y.iter().copied());
    let zero = ZERO * values().fold(kappa, f64::max);
    let y = Axis::log("eigenvalue λᵢ and energy vᵢ²");
    let y = match values().any(|y| y <= zero) {
        true => y.floor(zero, "numerically zero"),
        false => y,
    };
    let grips = grips(setup);
    let caption = format!(
        "n = {} samples learn the eigenvalues above κ = {}.{}",
        number(setup.n as f64),
        short(kappa),
        match grips.len() > 2 {
            true => " Drag an eigenvalue to draw your own kernel.",
            false => "",
        }
    );
    let level = Guide::new("κ: learned above", Along::Y, kappa, inks::TEST);
    let lines = Lines::new(Axis::log("mode i").counted().range(1.0, last), y)
        .series(series)
        .guides((kappa > 0.0).then_some(level))
        .handles(grips);
    Figure::lines("spectrum", "Kernel and target", caption, lines)
}

/// What can be grabbed in the spectrum.
fn grips(setup: &Setup) -> Vec<Handle> {
    let count = match setup.kernel {
        Kernel::Custom { by_hand, .. } => by_hand.min(MAX_BY_HAND),
        Kernel::Power { .. } | Kernel::Flat => setup.list.len().min(GRABBED),
        Kernel::TwoLevel { strong, low } => {
            let (x, last) = (strong as f64, setup.list.len() as f64);
            let below = (0.5 * (x + 1.0) * last).sqrt();
            return vec![
                Handle::new(STRONG.id(), "strong modes k", Along::X, x, 1.0),
                Handle::new(LOW.id(), "lower level ε", Along::Y, below.max(x), low),
            ];
        }
        Kernel::Circle { .. } => 0,
    };
    let grip = |i: usize| {
        let label = format!("λ{}", subscript(i + 1));
        let (x, y) = ((i + 1) as f64, setup.list[i].0);
        let grip = Handle::new(EIGENVALUES.id(), &label, Along::Y, x, y).element(i);
        let drawn = |grip: Handle| grip.also(FAMILY.id(), Family::Custom.id());
        match setup.kernel {
            Kernel::Custom { .. } => grip,
            Kernel::Flat => drawn(grip).also(DECAY.id(), "0"),
            _ => drawn(grip),
        }
    };
    (0..count).map(grip).collect()
}
