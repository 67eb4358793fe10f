//! The finding and the caveats, in words.

use super::{controls::Whose, figures::limits, model::Facts, surface::Surface};
use crate::{figure::number, labs::prelude::*};

/// The finding in one sentence.
pub fn headline(facts: &Facts) -> String {
    let size = short(facts.split.parameters / facts.best.parameters);
    let share = percent(facts.share);
    let split = format!(
        "The model has {size} times the best size; split at best, {share} of the compute would reach its loss."
    );
    let Some(fit) = &facts.fit else {
        return split;
    };
    let (used, all) = (fit.kept().count(), fit.all.len());
    let exponent = short(facts.surface.exponents()[0]);
    let of = if used == all {
        format!("{all} runs")
    } else {
        format!("{used} of {all} runs")
    };
    match fit.range(|law| law.beta / (law.alpha + law.beta)) {
        Some([low, high]) => format!(
            "Fitted to {of}, the best size grows as C to the {exponent}; resampling the runs gives {} to {}.",
            short(low),
            short(high)
        ),
        None => format!("Fitted to {of}, the best size grows as C to the {exponent}."),
    }
}

/// What the numbers of this state do not say.
pub fn notes(facts: &Facts) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    match facts.whose {
        Whose::Rounded | Whose::Tex | Whose::Besiroglu => {
            notes.push("Fitted to models of 1.4e18 to 1.3e22 FLOP; elsewhere the law extrapolates: at Gopher's budget, 5.76e23, by a factor of 44.".into());
            notes.push("The tokens of those runs were imputed as C/6N, and their losses read off a figure to about 0.01. Of that table, five runs with the fewest tokens per parameter move B from 2143 to 12 846 and β from 0.367 to 0.453 (fitted elsewhere; the table has no licence and does not come with the page).".into());
        }
        Whose::Olmo => notes.push("Fitted here to 25 runs of 2e18 to 1.2e22 FLOP, their learning rates annealed: the exponent 0.365 of the size is theirs and not universal (Hoffmann's models give 0.45 to 0.51). Losses on C4 with OLMo's tokenizer; do not compare them with other corpora.".into()),
        Whose::Kaplan => {
            notes.push("N leaves out embeddings. The split shown minimises the joint law at 6ND, which knows no training time and gives an exponent of 0.58; the paper's own line, N = 1.3e9 C^0.73, is of runs stopped early.".into());
            notes.push("Porian et al. (2024) went from Kaplan's 0.84 on their own runs to 0.50 in five steps: count the head's FLOP (0.71), warm up for fewer tokens (0.60), decay by a cosine (0.57), tune rate and batch (0.50). The constants here come by way of transcriptions of the paper.".into());
            notes.push("The text of the paper gives 0.054 for the exponent of the compute; its other exponents make 0.052.".into());
        }
        Whose::Fitted => {
            notes.push("Huber's loss of log loss with 0.001 is nearly a median fit, and the sum matters: averaged, it made the optimiser of the first fit stop early. E is weakly determined; a power law in N and D with five constants fits nearly anything within its range.".into());
            notes.push("Resampling takes runs for independent; runs of one size share their seed, schedule and data.".into());
        }
    }
    if let Surface::Additive(law) = &facts.surface {
        if law.omega > 0.0 {
            let [small, large] = limits(law);
            notes.push(format!(
                "N counts no embeddings: in all there are N + {} ∛N (Pearce and Song, who fitted 47 491 to Kaplan's models). The exponent is {} for tiny models and {} for huge ones, and in between it rises above both, to nearly 1.",
                number(law.omega), short(small), short(large)
            ));
        }
        if facts.best.tokens > law.unique || facts.split.tokens > law.unique {
            notes.push("Tokens that repeat count as U + U R*(1 − e^(−R/R*)) with R* = 15.4 repetitions (Muennighoff et al.; from memory of the paper, not re-read). What the paper says of parameters in excess is left out, and the law's constants are not theirs.".into());
        }
    }
    notes
}
