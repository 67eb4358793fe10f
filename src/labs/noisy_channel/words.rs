//! The finding, the caveats, and a program that prints the same number.

use super::{controls::Table, model::Facts};
use crate::labs::prelude::*;

/// The finding in one sentence.
pub fn headline(facts: &Facts) -> String {
    let (law, split) = (facts.law(), facts.split);
    let Some(best) = law.best_tokens(split.parameters) else {
        return match law.turns() {
            true => {
                "More data only hurt here: a noise outgrows the signal from the first token on."
            }
            false => "More data never hurt here: no noise grows faster than the signal.",
        }
        .into();
    };
    let order = match law.valley_slope(split.parameters) {
        Some(slope) if slope > 0.0 => "larger models turn up later",
        _ => "larger models turn up first",
    };
    let turns = short(best);
    if split.tokens <= best {
        return format!(
            "This model gains from more data up to {turns} tokens and turns up after that; {order}."
        );
    }
    let least = law.loss(crate::scaling_laws::Split {
        tokens: best,
        ..split
    });
    let lost = short(law.loss(split) - least);
    format!(
        "After {turns} tokens more training makes this model worse, by {lost} nats so far; {order}."
    )
}

/// What the numbers of this state do not say.
pub fn notes(facts: &Facts) -> Vec<String> {
    let mut notes = vec![
        "Of the paper only the abstract was read; the formula comes by way of a note on it, and its constants are not public. The constants here are our own fits to public runs, on another measure of loss than the paper's.".to_owned(),
        "A loss of one over a capacity is an analogy and has no derivation; C can exceed any entropy. Of the paper's nine constants one is redundant (b = 1 here), and eight on about a hundred points are not all determined: look at the spectrum of the Jacobian before believing one of them.".to_owned(),
    ];
    match facts.table {
        Table::Pythia => notes.push("The losses are log perplexities on LAMBADA, one task. Checkpoints of one cosine schedule are not runs trained to that length: the late rise of the two smallest models mixes the decay of the rate, the softmax bottleneck and the order of the data.".into()),
        Table::Repeated => notes.push("All models saw the same 100 million tokens, 15 to 75 times: this is repetition, not fresh data. On more of these runs than the 25 shown the law places the valley well and its walls badly: overfitting rises much faster than 1/log(1 + S).".into()),
        Table::Pasted | Table::File => {}
    }
    if facts.fit.is_some() {
        notes.push("Of twenty descents the one with the least squares of log loss counts; where the signal is far below the noise, log2(1 + S) is S/ln 2, so that a and the noises can grow together for ever and the descents end at different constants of nearly the same quality.".into());
    }
    notes.push("The quantised loss is a law of its own (Pythia with GPTQ), read off figure captions; a table of the same paper follows separate laws per bit.".into());
    notes
}

/// A program that prints the loss.
pub fn program(facts: &Facts) -> String {
    let law = facts.law();
    let constants = numpy::list(&[
        law.a, law.alpha, law.beta, law.c, law.gamma, law.d, law.delta, law.e,
    ]);
    format!(
        "import numpy as np\n\na, alpha, beta, c, gamma, d, delta, e = {constants}\nN, D = {:?}, {:?}\nS = D**beta / (c * (D * N) ** gamma + d * D**delta + e)\nprint(1 / (a * N**alpha * np.log2(1 + S)))  # loss\n",
        facts.split.parameters, facts.split.tokens
    )
}
