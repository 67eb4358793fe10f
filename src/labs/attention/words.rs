//! The finding and the caveats in words.

use crate::{figure::short, labs::shared::ranks::Ranks};

/// The finding; of a head of a stack by its layer and place, of a single matrix without.
pub fn headline(ranks: &Ranks, head: Option<(usize, usize)>) -> String {
    let (erank, n) = (ranks.erank(), ranks.size());
    let subject = match head {
        None => "This matrix".into(),
        Some((layer, head)) => format!("Head {head} of layer {layer}"),
    };
    let how = match erank / n {
        x if x > 0.995 => ": all of them",
        x if x > 0.9 => ": nearly all",
        _ if erank < 1.05 => ": it has collapsed",
        _ => "",
    };
    let erank = short(erank);
    format!("{subject} uses {erank} of its {n} directions{how}.")
}

/// What a reader must know: cells set by hand, rows that a mask leaves nothing, and heads that are still missing from the map and from R.
pub fn notes(edits: usize, blinded: usize, known: usize, heads: usize) -> Vec<String> {
    let mut notes = Vec::new();
    if edits > 0 {
        let cells = if edits == 1 { "cell was" } else { "cells were" };
        notes.push(format!("{edits} {cells} set by hand in this head."));
    }
    if blinded > 0 {
        let rows = if blinded == 1 { "row" } else { "rows" };
        notes.push(format!("The mask hides all that {blinded} {rows} of this head attended to: what they may see they attend to alike."));
    }
    if known < heads {
        notes.push(format!("{known} of {heads} heads computed so far."));
    }
    notes
}
