//! Mode by mode: what is learned of each, and the spectrum that decides it.

use crate::{
    figure::{Along, Axis, Figure, Guide, Handle, Lines, Mark, Series, inks, number, short},
    labs::learning_curve::{
        FEWER, MISSING, MORE, TEST,
        controls::MAX_BY_HAND,
        setup::{Family, Setup},
    },
    regression::Generalization,
};

/// Eigenvalues that can be grabbed while the spectrum follows a law.
const GRABBED: usize = 16;

fn last_index(setup: &Setup) -> f64 {
    let last = setup.index(setup.list.len().saturating_sub(1));
    // Of the circle, the first few hundred modes are what anybody can tell apart.
    let last = if setup.on_circle() {
        last.min((20 * setup.n).max(200) as f64)
    } else {
        last
    };
    last.max(2.0)
}

/// The learnability of every mode, here and with ten times fewer or more samples.
pub fn learnability(setup: &Setup, here: &Generalization) -> Figure {
    let mut lines = Lines::new(
        Axis::log("mode i").counted().range(1.0, last_index(setup)),
        Axis::linear("learned share Lᵢ").range(0.0, 1.05),
    );
    let shown = setup.shown();
    let indices: Vec<f64> = shown.iter().map(|i| setup.index(*i)).collect();
    let of = |id: &str, label: &str, ink, found: &Generalization| {
        let shares = shown.iter().map(|i| found.learnability(setup.list[*i].0));
        Series::line(id, label, ink, indices.iter().copied().zip(shares))
    };
    let others = [
        ("fewer", setup.n / 10, FEWER),
        ("more", setup.n.saturating_mul(10), MORE),
    ];
    for (id, n, ink) in others {
        if n > 0
            && n <= setup.most_samples().max(setup.n)
            && let Ok(found) = setup.solve(n)
        {
            let label = format!("n = {}", number(n as f64));
            lines.series.push(of(id, &label, ink, &found));
        }
    }
    let label = format!("n = {}", number(setup.n as f64));
    let mut now = of("learnability", &label, TEST, here);
    now.mark = Mark::Area;
    lines.series.push(now);
    let half = half_learned(setup, here);
    if half >= 1.0 && half <= last_index(setup) {
        lines
            .guides
            .push(Guide::new("half learned", Along::X, half, inks::NEUTRAL));
    }
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
pub fn half_learned(setup: &Setup, here: &Generalization) -> f64 {
    let levels = setup.modes.levels().iter();
    let above = levels.take_while(|l| l.eigenvalue > here.kappa);
    above.map(|l| l.multiplicity).sum()
}

/// Eigenvalues and target, with the level κ between learned and not learned.
pub fn spectrum(setup: &Setup, here: &Generalization) -> Figure {
    let last = last_index(setup);
    let mut lines = Lines::new(
        Axis::log("mode i").counted().range(1.0, last),
        Axis::log("eigenvalue λᵢ and energy vᵢ²"),
    );
    let shown: Vec<usize> = setup.shown();
    let points = |value: fn(&(f64, f64)) -> f64| {
        let all = shown
            .iter()
            .map(|i| (setup.index(*i), value(&setup.list[*i])));
        all.collect::<Vec<_>>().into_iter()
    };
    let rest = |m: &(f64, f64), kappa: f64| m.1 * (kappa / (m.0 + kappa)).powi(2);
    let missing: Vec<(f64, f64)> = shown
        .iter()
        .map(|i| (setup.index(*i), rest(&setup.list[*i], here.kappa)))
        .collect();
    let mark = if setup.on_circle() {
        Mark::Points
    } else {
        Mark::Line
    };
    let mut energy = Series::line("target", "target energy", inks::FIT, points(|m| m.1));
    let mut missing = Series::line("missing", "not learned", MISSING, missing);
    let mut own = Series::line(
        "eigenvalues",
        "eigenvalues",
        inks::SPECTRUM,
        points(|m| m.0),
    );
    for series in [&mut energy, &mut missing, &mut own] {
        series.mark = mark;
    }
    own.mark = if shown.len() <= 64 {
        Mark::LinePoints
    } else {
        own.mark
    };
    lines.series = vec![energy, missing, own];
    if setup.on_circle() {
        // All of the target lies on one frequency: the others would only crowd the zero line.
        for series in &mut lines.series {
            let visible = |p: &(f64, f64)| p.1 > 0.0 && p.0 <= last;
            let kept = series.x.iter().copied().zip(series.y.iter().copied());
            (series.x, series.y) = kept.filter(visible).unzip();
        }
        lines.series.retain(|s| !s.x.is_empty());
    }
    // Fifteen decades below the largest, zero is zero.
    let values = || lines.series.iter().flat_map(|s| s.y.iter().copied());
    let largest = values().fold(here.kappa, f64::max);
    let least = largest * 1e-15;
    if values().any(|y| y <= least) {
        lines.y = Axis::log("eigenvalue λᵢ and energy vᵢ²").floor(least, "numerically zero");
    }
    lines
        .guides
        .push(Guide::new("κ: learned above", Along::Y, here.kappa, TEST));
    lines.handles = grips(setup);
    let caption = format!(
        "n = {} samples learn the eigenvalues above κ = {}.{}",
        number(setup.n as f64),
        short(here.kappa),
        if lines.handles.len() > 2 {
            " Drag an eigenvalue to draw your own kernel."
        } else {
            ""
        }
    );
    Figure::lines("spectrum", "Kernel and target", caption, lines)
}

/// What can be grabbed in the spectrum.
fn grips(setup: &Setup) -> Vec<Handle> {
    let count = match setup.family {
        Family::Custom { by_hand, .. } => by_hand.min(MAX_BY_HAND),
        Family::Power { .. } | Family::Flat => setup.list.len().min(GRABBED),
        Family::TwoLevel { strong, low } => {
            let (x, last) = (strong as f64, setup.list.len() as f64);
            let below = (0.5 * (x + 1.0) * last).sqrt();
            let along_x = Handle::new("strong", "strong modes k", Along::X, x, 1.0);
            let along_y = Handle::new("low", "lower level ε", Along::Y, below.max(x), low);
            return vec![along_x, along_y];
        }
        Family::Circle { .. } => 0,
    };
    let mut also = Vec::new();
    if !matches!(setup.family, Family::Custom { .. }) {
        also.push(("family".into(), "custom".into()));
    }
    if setup.family == Family::Flat {
        also.push(("decay".into(), "0".into()));
    }
    let grip = |i: usize| Handle {
        element: Some(i),
        also: also.clone(),
        ..Handle::new(
            "eigenvalues",
            &format!("λ{}", subscript(i + 1)),
            Along::Y,
            (i + 1) as f64,
            setup.list[i].0,
        )
    };
    (0..count).map(grip).collect()
}

fn subscript(i: usize) -> String {
    let digit = |c: char| c.to_digit(10).and_then(|d| char::from_u32(0x2080 + d));
    i.to_string().chars().filter_map(digit).collect()
}
