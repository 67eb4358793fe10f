//! What the lab says of a Transformer: the headline, the readouts, what was checked, and the caveats.

use super::{
    magnitude::power,
    model::{Facts, Selected},
    quantities::*,
};
use crate::{
    bounds::{self, transformer::Choice},
    labs::prelude::*,
};
use std::f64::consts::LN_10;

/// The finding in one sentence.
pub fn headline(facts: &Facts) -> String {
    let depth = facts.blocks.len();
    if depth == 0 {
        let count = facts.network.matrices().count();
        return match facts.network.known() {
            true => format!("{count} matrices are measured so far, no layer in full."),
            false => {
                format!("{count} matrices of an unknown architecture: spectra and ranks, no bound.")
            }
        };
    }
    let adaptive = power(facts.whole.adaptive);
    let norm_based = power(facts.whole.norm_based);
    let choose = match facts.adaptive.rank_share() {
        1.0 => "every matrix is cheapest by its rank, which is counting parameters".into(),
        0.0 => "no matrix is cheapest by its rank".into(),
        share => format!(
            "{} of the matrices are cheapest by their rank",
            percent(share)
        ),
    };
    let layers = if depth == 1 { "layer" } else { "layers" };
    format!(
        "Over {depth} {layers} the norm-based factor reaches {norm_based}, the spectrum-adaptive one {adaptive}: {choose}."
    )
}

/// Every number of the whole model, or why there is none.
pub fn readouts(facts: &Facts) -> Vec<Readout> {
    let (depth, known) = (facts.blocks.len(), facts.network.known());
    let sizes = [
        (DEPTH, depth),
        (HEADS, facts.network.heads),
        (HIDDEN_SIZE, facts.network.hidden_size),
    ];
    let sizes = sizes.map(|(quantity, size)| match known {
        true => quantity.value(size as f64),
        false => quantity.absent("the architecture is unknown"),
    });
    if depth == 0 {
        let why = match known {
            true => "no layer is measured in full yet",
            false => "the architecture is unknown, so there is no bound",
        };
        let others = QUANTITIES.iter();
        let others = others.filter(|q| sizes.iter().all(|size| size.id != q.id));
        return others.map(|q| q.absent(why)).chain(sizes.clone()).collect();
    }
    let (whole, adaptive) = (&facts.whole, &facts.adaptive);
    let decades = |quantity: Quantity, ln: f64, why: &str| match ln.is_finite() {
        true => quantity.value(ln / LN_10),
        false => quantity.absent(why),
    };
    let complexity = bounds::ln_spectral_complexity(&facts.network.feed_forward(depth));
    let mut readouts = vec![
        B_ADAPTIVE.noted(adaptive.factor(), "leading factor: compare, do not read"),
        LOG10_NORM_BASED.value(whole.norm_based / LN_10),
        LOG10_NORM_BASED_11.value(whole.norm_based_11 / LN_10),
        decades(
            LOG10_ALPHA_FIRST,
            adaptive.ln_alpha[0],
            "a layer passes nothing on",
        ),
        FRACTION_RANK_CHOICE.value(adaptive.rank_share()),
        FRACTION_RANK_CHOICE_CONTINUOUS.value(adaptive.continuous_rank_share()),
        B_RANK_ONLY.value(whole.rank_only.exp()),
        B_CONTINUOUS.value(adaptive.continuous_factor()),
        SUM_T.value(adaptive.direct_factor()),
        decades(
            LOG10_RANK_SPARSE,
            whole.rank_sparse,
            "every feed-forward matrix is zero",
        ),
        LOG10_R_A.of(complexity.map(|ln| ln / LN_10)),
        match facts.selected() {
            Some(Selected {
                layer,
                slot,
                choice,
                ..
            }) => INDEX.noted(choice.index, format!("{} of layer {layer}", slot.name())),
            None => INDEX.absent("the layer looked at is not measured in full yet"),
        },
        GRID_M.value(f64::from(adaptive.grid.m())),
    ];
    readouts.extend(sizes);
    readouts
}

/// What was verified about the prices.
pub fn checks(facts: &Facts) -> Vec<Check> {
    if facts.blocks.is_empty() {
        return Vec::new();
    }
    // A matrix that costs nothing has nothing to compare.
    let direct = |c: &Choice| match c.ln_c_continuous.is_finite() {
        true => 0.5 * c.direct / c.ln_c_continuous.exp() - 1.0,
        false => 0.0,
    };
    let worst = facts.adaptive.choices().map(direct).fold(0.0, f64::max);
    let mut checks = vec![Check::new(
        "direct",
        "T(W) is at most twice the least c(W; p), for every matrix",
        worst,
        1e-9,
    )];
    if let Some(Selected {
        choice, tradeoff, ..
    }) = facts.selected()
        && choice.ln_c.is_finite()
    {
        let grid = facts.adaptive.grid.indices();
        let best = grid
            .map(|p| tradeoff.ln_at(p))
            .fold(f64::INFINITY, f64::min);
        checks.push(Check::new(
            "grid",
            "no other index of the grid is cheaper, tried one by one",
            (choice.ln_c - best).abs(),
            1e-12 * (1.0 + best.abs()),
        ));
    }
    checks
}

/// What a reader of the numbers has to know.
pub fn notes(facts: &Facts) -> Vec<String> {
    let (network, used) = (&facts.network, facts.blocks.len());
    let mut notes: Vec<String> = Vec::new();
    if used > 0 {
        notes.push("Both factors are leading complexity factors without logarithms, absolute constants and sample size: only how they grow and compare means something. The published theorems were not read; the formulas are those of the experiments that compare them.".into());
        notes.push("Biases, normalisation layers and residual connections are left out, as in those experiments. A real network with normalisation does not stretch changes by these products.".into());
    }
    match facts.recipe {
        Some(recipe) => notes.push(format!(
            "The synthetic model has the same spectra in every layer and head; its (2,1) and (1,1) norms are those of random singular vectors (seed {}), estimated from a sample of columns.",
            recipe.seed
        )),
        None => {
            let count = network.matrices().count();
            notes.push(format!("{}: {count} matrices measured.", network.name));
            let measured = network.layers.len().min(network.stored_layers);
            if network.known() && used < measured {
                notes.push(format!(
                    "{used} of {measured} layers are measured in full; the factors are over these."
                ));
            }
        }
    }
    if let Some((_, _, matrix)) = network.matrices().next() {
        let (zero, reason) = (short(matrix.spectrum.zero()), facts.tolerance.reason());
        notes.push(format!(
            "Singular values up to the tolerance times the longer side of a matrix times its largest one count as zero, {reason}: {zero} for the first matrix."
        ));
    }
    notes.extend(facts.what_if.notes(network));
    notes.extend(network.notes.iter().cloned());
    notes
}
