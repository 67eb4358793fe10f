//! Compute: how a training budget is best split between parameters and tokens, by laws fitted to trained models.

use crate::labs::prelude::*;
use crate::scaling_laws::{BESIROGLU, HOFFMANN, HOFFMANN_ROUNDED, Split};

choices! {
    enum Law {
        Rounded = "chinchilla_rounded": "Hoffmann, as printed",
        Tex = "chinchilla_tex": "Hoffmann, all digits",
        Besiroglu = "besiroglu": "Besiroglu",
    }
}

const BUDGET: &str = "Budget";
const SIZES: [f64; 2] = [1e6, 1e13];
const LAW: Choice<Law> = Law::choice("law", "Law", Law::Besiroglu)
    .group(BUDGET)
    .help("Whose constants: all were fitted to the same models.");
const COMPUTE: Number = number("compute", "Compute")
    .log([1e15, 1e27], 5.76e23)
    .symbol("C")
    .unit("FLOP")
    .group(BUDGET)
    .help("The budget of training, 6ND; at first that of Gopher and Chinchilla.");
const N: Number = number("n", "Parameters")
    .log(SIZES, 7e10)
    .symbol("N")
    .group(BUDGET)
    .help("What the budget leaves for tokens follows: D = C/6N.");

const LOSS: Quantity = empirical("loss", "Loss", "L").unit("nats/token").tex(r"L = E + \frac{A}{N^\alpha} + \frac{B}{D^\beta}").from(&citations::HOFFMANN2022).ink(inks::LAW_OF_SCALE)
    .means("Of N parameters trained on D = C/6N tokens; E is what no model removes, A and α say what size buys, B and β what data buy. All five are fitted.");
const BEST_LOSS: Quantity = empirical("best_loss", "Best loss", "L*").unit("nats/token").tex(r"L^\ast = E + \frac{A}{N^{\ast\alpha}} + \frac{B}{D^{\ast\beta}}").from(&citations::BESIROGLU2024).ink(inks::OPTIMUM)
    .means("The least loss that the budget C buys, at the split N*, D*; E, A, B, α, β are the constants of the law.");
const BEST_PARAMETERS: Quantity = empirical("best_parameters", "Best parameters", "N*").tex(r"N^\ast = \left(\frac{\alpha A}{\beta B}\right)^{\frac{1}{\alpha+\beta}} \left(\frac{C}{6}\right)^{\frac{\beta}{\alpha+\beta}}").from(&citations::HOFFMANN2022).ink(inks::OPTIMUM)
    .means("The size with the least loss for the budget C; A, B, α, β are the constants of the law.");
const BEST_TOKENS: Quantity = empirical("best_tokens", "Best tokens", "D*")
    .tex(r"D^\ast = \frac{C}{6 N^\ast}")
    .from(&citations::HOFFMANN2022)
    .means("What the budget C leaves for tokens at the best size N*.");
const RATIO: Quantity = empirical("tokens_per_parameter", "Best tokens per parameter", "D*/N*").tex(r"\frac{D^\ast}{N^\ast}").from(&citations::BESIROGLU2024)
    .means("The best tokens D* over the best parameters N*; it stays as the budget grows only where α = β.");

/// The lab.
pub static LAB: Lab = Lab::instant("compute", "Compute", report)
    .asks("How is a compute budget best split between parameters and tokens?")
    .try_first("Drag the point along the curve: a model can be too large for its budget.")
    .in_group(Group::Scaling)
    .controls(&[&[LAW.control(), COMPUTE.control(), N.control()]])
    .quantities(&[&[LOSS, BEST_PARAMETERS, BEST_TOKENS, RATIO, BEST_LOSS]])
    .essential(&["law", "compute", "n"], &["loss", "best_parameters", "tokens_per_parameter", "best_loss"], &["split"])
    .presets(&[
        preset("chinchilla", "Chinchilla", "n=7e10", "By Besiroglu's fit, 70 billion parameters are within 4 % of the best size; Hoffmann's own constants, all digits, ask for 40 billion."),
        preset("gopher", "Gopher was too large", "n=2.8e11", "280 billion parameters are 3.9 times the best size for this budget: split at best, 53 % of it reaches the same loss."),
    ]);

fn report(input: &Input) -> Result<Report, Error> {
    let (compute, n) = (input.of(COMPUTE), input.of(N));
    let law = match input.of(LAW) {
        Law::Rounded => HOFFMANN_ROUNDED,
        Law::Tex => HOFFMANN,
        Law::Besiroglu => BESIROGLU,
    };
    let (split, best) = (Split::of(compute, n)?, law.best(compute)?);
    let (loss, least) = (law.loss(split), law.loss(best));
    let (size, share) = (
        short(n / best.parameters),
        percent(law.share_needed(split)?),
    );
    let headline = format!(
        "The model has {size} times the best size; split at best, {share} of the compute would reach its loss."
    );
    let curve = law.over_parameters(compute, SIZES, 560)?;
    let found = curve
        .iter()
        .fold(0.0, |most: f64, (_, loss)| most.max(least - loss));
    let lines = Lines::new(
        Axis::log("parameters N").range(SIZES[0], SIZES[1]),
        Axis::log("loss L, nats per token"),
    )
    .series([
        LOSS.curve(curve),
        BEST_LOSS.dots([(best.parameters, least)]),
    ])
    .guides([BEST_PARAMETERS.guide(Along::X, best.parameters)])
    .handles([Handle::new(N.id(), "N", Along::X, n, loss)]);
    Ok(Report::of(headline)
        .readouts([LOSS.value(loss), BEST_PARAMETERS.value(best.parameters), BEST_TOKENS.value(best.tokens)])
        .readouts([RATIO.value(best.tokens_per_parameter()), BEST_LOSS.value(least)])
        .figure(Figure::lines("split", "One budget, every split", "The loss over the size of the model, where the compute is fixed.", lines))
        .check("no_better_split", "no split on a fine grid has less loss than the optimum", found / least, 1e-12)
        .note("Fitted to models of 1.4e18 to 1.3e22 FLOP; elsewhere the law extrapolates: at Gopher's budget, 5.76e23, by a factor of 44.")
        .numpy(format!("E, A, B, alpha, beta = {}\nN = {n:?}\nD = {compute:?} / 6 / N\nprint(E + A / N**alpha + B / D**beta)  # loss\n", numpy::list(&[law.irreducible, law.a, law.b, law.alpha, law.beta]))))
}
