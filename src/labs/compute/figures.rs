//! The pictures.

use super::{
    controls::*,
    fitting::Fitting,
    model::{Facts, OTHERS},
    quantities::*,
    surface::Surface,
};
use crate::{
    grid::log_grid,
    labs::prelude::*,
    scaling_laws::{Counted, Split, fit::Trained, kaplan},
};

/// How far the sizes of a parabola reach on either side of the best.
const REACH: f64 = 16.0;

/// The loss over N at the budget.
fn over(surface: &Surface, compute: f64, sizes: impl IntoIterator<Item = f64>) -> Vec<(f64, f64)> {
    let at = |n| Some((n, surface.loss(Split::of(compute, n).ok()?)));
    sizes.into_iter().filter_map(at).collect()
}

/// One budget, every split; and how far below the optimum a fine grid gets.
pub fn split(facts: &Facts) -> (Figure, f64) {
    let (surface, compute, best) = (&facts.surface, facts.compute, facts.best.parameters);
    let curve = over(surface, compute, log_grid(SIZES[0], SIZES[1], 561));
    let found = curve
        .iter()
        .fold(0.0, |most: f64, (_, loss)| most.max(facts.least - loss));
    let others = OTHERS
        .iter()
        .filter(|(whose, ..)| *whose != facts.whose && facts.fit.is_none());
    let others = others.filter_map(|(whose, label, ink)| {
        let n = facts.by(*whose, compute)?;
        Some(Series::dots(
            whose.id(),
            label,
            *ink,
            over(surface, compute, [n]),
        ))
    });
    let lines = Lines::new(
        Axis::log("parameters N").range(SIZES[0], SIZES[1]),
        Axis::log("loss L, nats per token"),
    )
    .series([LOSS.curve(curve)])
    .series(others)
    .series([BEST_LOSS.dots([(best, facts.least)])])
    .guides([BEST_PARAMETERS.guide(Along::X, best)])
    .handles([Handle::new(
        N.id(),
        "N",
        Along::X,
        facts.split.parameters,
        facts.loss,
    )]);
    let caption = "The loss over the size of the model, where the compute is fixed. Dots are the best sizes by the laws of others, at the loss that this law gives them.";
    (
        Figure::lines("split", "One budget, every split", caption, lines),
        found,
    )
}

/// Several budgets with a parabola each, and what the parabola gets wrong.
pub fn isoflop(facts: &Facts) -> Result<Figure, Error> {
    let surface = &facts.surface;
    let budgets = [1e-3, 1e-2, 1e-1, 1.0].map(|share| (share * facts.compute).max(BUDGETS[0]));
    let (mut curves, mut vertices, mut optima) = (Vec::new(), Vec::new(), Vec::new());
    let mut wrong = 1.0;
    for (i, compute) in budgets.into_iter().enumerate() {
        if i > 0 && compute == budgets[i - 1] {
            continue;
        }
        let best = surface.best(compute)?;
        let sizes = log_grid(best.parameters / REACH, best.parameters * REACH, 81);
        let mut curve = LOSS.curve(over(surface, compute, sizes));
        curve.id = format!("loss_{i}");
        curve.label = format!("C = {}", short(compute));
        curves.push(curve);
        optima.push((best.parameters, surface.loss(best)));
        if let Surface::Additive(law) = surface {
            wrong = law.parabola_error(compute, REACH)?;
            vertices.extend(over(surface, compute, [best.parameters * wrong]));
        }
    }
    let lines = Lines::new(
        Axis::log("parameters N"),
        Axis::log("loss L, nats per token"),
    )
    .series(curves)
    .series([
        BEST_LOSS.dots(optima),
        Series::dots("vertex", "vertex of a parabola", inks::PARABOLA, vertices),
    ]);
    let caption = match wrong {
        1.0 => "The best split of four budgets, each the tenth of the next.".into(),
        wrong => format!(
            "A parabola in ln N through nine sizes from 1/16 to 16 times the best (approach 2) puts the best size {} times too high at the full budget: exact only where α = β.",
            short(wrong)
        ),
    };
    Ok(Figure::lines("isoflop", "Budget by budget", caption, lines))
}

/// The best size over the budget, by every law.
pub fn frontier(facts: &Facts) -> Figure {
    let budgets = log_grid(BUDGETS[0], BUDGETS[1], 61);
    let here = |of: fn(Split) -> f64| {
        let at = |c: &f64| Some((*c, of(facts.surface.best(*c).ok()?)));
        budgets.iter().filter_map(at).collect::<Vec<_>>()
    };
    let others = OTHERS
        .iter()
        .filter(|(whose, ..)| *whose != facts.whose)
        .map(|(whose, label, ink)| {
            let at = |c: &f64| Some((*c, facts.by(*whose, *c)?));
            Series::line(whose.id(), label, *ink, budgets.iter().filter_map(at))
        });
    let own = budgets.iter().map(|c| (*c, Facts::by_kaplan(*c)));
    let mut best = BEST_PARAMETERS.curve(here(|s| s.parameters));
    best.label = "best parameters".into();
    let mut tokens = BEST_TOKENS.curve(here(|s| s.tokens));
    tokens.label = "best tokens".into();
    let lines = Lines::new(
        Axis::log("compute C, FLOP").range(BUDGETS[0], BUDGETS[1]),
        Axis::log("best parameters, best tokens"),
    )
    .series([Series::line(
        "kaplan_frontier",
        "Kaplan, as fitted",
        inks::KAPLAN,
        own,
    )])
    .series(others)
    .series([tokens, best])
    .handles([Handle::new(
        COMPUTE.id(),
        "C",
        Along::X,
        facts.compute,
        facts.best.parameters,
    )]);
    let slope = match facts.surface.local_exponent(facts.best) {
        Ok(slope) => format!(
            "At this budget the best size grows as C to the {}; Kaplan's own line has 0.73.",
            short(slope)
        ),
        Err(_) => "The best size and the best number of tokens over the budget.".into(),
    };
    Figure::lines("frontier", "What a budget should buy", slope, lines)
}

/// The runs in the plane of C and N, with the optimum line of the fit and its spread.
pub fn fit(facts: &Facts, fitting: &Fitting) -> Figure {
    let at = |i: usize| {
        let split = fitting.all[i].split;
        (6.0 * split.parameters * split.tokens, split.parameters)
    };
    let of = |used: bool| {
        let chosen = (0..fitting.all.len()).filter(move |i| fitting.used[*i] == used);
        chosen.map(at).collect::<Vec<_>>()
    };
    let ends = (0..fitting.all.len()).map(|i| at(i).0);
    let (low, high) = ends.fold((f64::INFINITY, 0.0), |(l, h): (f64, f64), c| {
        (l.min(c), h.max(c))
    });
    let budgets = log_grid(low / 10.0, high * 1000.0, 41);
    let best = budgets
        .iter()
        .filter_map(|c| Some((*c, facts.surface.best(*c).ok()?.parameters)));
    let band = budgets.iter().filter_map(|c| {
        let of = |law: &crate::scaling_laws::Law| law.best(*c).map_or(f64::NAN, |s| s.parameters);
        let [low, high] = fitting.range(of)?;
        Some((*c, low, high))
    });
    let mut line = BEST_PARAMETERS.curve(best);
    line.label = "best size".into();
    let lines = Lines::new(Axis::log("compute C, FLOP"), Axis::log("parameters N"))
        .bands([Band::new(
            "80 % of the resampled fits",
            inks::RESAMPLED,
            band,
        )])
        .series([
            line,
            Series::dots("runs", "runs fitted", inks::RUNS, of(true)),
            Series::dots("left_out", "left out", inks::LEFT_OUT, of(false)),
        ]);
    let caption = match fitting.range(|law| law.beta / (law.alpha + law.beta)) {
        Some([low, high]) => format!(
            "The best size grows as C to the {}, resampled {} to {}. To the right of the runs the line extrapolates.",
            short(facts.surface.exponents()[0]),
            short(low),
            short(high)
        ),
        None => "The runs, and the best size by the law fitted to them.".into(),
    };
    Figure::lines("fit", "The runs and the best size", caption, lines)
}

/// The runs by their tokens, each to drag, with the fitted law at each size.
pub fn runs(facts: &Facts, fitting: &Fitting) -> Figure {
    let mut sizes: Vec<f64> = fitting.all.iter().map(|run| run.split.parameters).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.dedup();
    let tokens = || fitting.all.iter().map(|run| run.split.tokens);
    let (low, high) = (
        tokens().fold(f64::INFINITY, f64::min),
        tokens().fold(0.0, f64::max),
    );
    let grid = log_grid(low / 1.5, high * 1.5, 61);
    // One series with gaps: it is one law.
    let mut law: Vec<(f64, f64)> = Vec::new();
    for n in sizes.iter().take(12) {
        let at = |d: &f64| {
            (
                *d,
                facts.surface.loss(Split {
                    parameters: *n,
                    tokens: *d,
                }),
            )
        };
        law.extend(grid.iter().map(at));
        law.push((high, f64::NAN));
    }
    let of = |used: bool| {
        let at = |run: &Trained| (run.split.tokens, run.loss);
        fitting.of(used).map(at).collect::<Vec<_>>()
    };
    let few = fitting.all.len() <= MOST_DRAGGED;
    let handle = |(i, run): (usize, &Trained)| {
        let label = format!("loss of run {}", i + 1);
        Handle::new(LOSSES.id(), &label, Along::Y, run.split.tokens, run.loss).element(i)
    };
    let handles = fitting.all.iter().enumerate().filter(|_| few).map(handle);
    let mut curve = LOSS.curve(law);
    curve.label = "the law, size by size".into();
    let lines = Lines::new(Axis::log("tokens D"), Axis::log("loss, nats per token"))
        .series([
            curve,
            Series::dots("runs", "runs fitted", inks::RUNS, of(true)),
            Series::dots("left_out", "left out", inks::LEFT_OUT, of(false)),
        ])
        .handles(handles);
    let caption = format!(
        "Root mean square of log loss: {}. Drag a run up or down and the constants follow.",
        short(fitting.fitted.rms)
    );
    Figure::lines("runs", "Every run to drag", caption, lines)
}

/// What the law leaves of each run.
pub fn residuals(facts: &Facts, fitting: &Fitting) -> Figure {
    let of = |used: bool| {
        let at = |run: &Trained| {
            let compute = 6.0 * run.split.parameters * run.split.tokens;
            (
                compute,
                100.0 * (run.loss / facts.surface.loss(run.split) - 1.0),
            )
        };
        fitting.of(used).map(at).collect::<Vec<_>>()
    };
    let lines = Lines::new(
        Axis::log("compute C, FLOP"),
        Axis::linear("observed above the law, %"),
    )
    .series([
        Series::dots("runs", "runs fitted", inks::RUNS, of(true)),
        Series::dots("left_out", "left out", inks::LEFT_OUT, of(false)),
    ])
    .guides([Guide::new("the law", Along::Y, 0.0, inks::NEUTRAL)]);
    let caption = "What the law leaves: a pattern here is what its form cannot say.";
    Figure::lines("residuals", "What is left", caption, lines)
}

/// Kaplan's two predictions for a budget, and where they cross.
pub fn kaplan_figure() -> Figure {
    let days = log_grid(1e-6, 1e8, 85);
    let cross = kaplan::contradiction();
    let compute = days.iter().map(|c| (*c, kaplan::by_compute(*c)));
    let data = days
        .iter()
        .map(|c| (*c, kaplan::by_tokens(kaplan::frontier(*c).tokens)));
    let size = days
        .iter()
        .map(|c| (*c, kaplan::by_parameters(kaplan::frontier(*c).parameters)));
    let lines = Lines::new(
        Axis::log("compute C, PF-days"),
        Axis::log("loss, nats per token"),
    )
    .series([
        Series::line("by_compute", "L(C)", inks::KAPLAN, compute),
        Series::line(
            "by_data",
            "L(D) of the data it buys",
            inks::BEST_TOKENS,
            data,
        ),
        Series::line(
            "by_size",
            "L(N) of the size it buys",
            inks::LAW_OF_SCALE,
            size,
        ),
    ])
    .guides([Guide::new("contradiction", Along::X, cross, inks::NEUTRAL)]);
    let there = kaplan::frontier(cross);
    let caption = format!(
        "At {} PF-days, {} parameters and {} tokens, L(C) = {} nats meets the least loss that so few tokens allow.",
        short(cross),
        short(there.parameters),
        short(there.tokens),
        short(kaplan::by_compute(cross))
    );
    Figure::lines("kaplan", "Kaplan's laws meet", caption, lines)
}

/// The limits of the local exponent, for words: with nearly only embeddings, and with none.
pub fn limits(law: &Counted) -> [f64; 2] {
    let (alpha, beta) = (law.law.alpha, law.law.beta);
    [beta / (alpha / 3.0 + beta), beta / (alpha + beta)]
}
