//! The computation: the selected head first, then the others of its stack.

use super::{
    DOBRUSHIN, MAX_ERANK,
    controls::{EDITS, HEAD, HEAT_LOG, LAYER, METRIC, SCOPE, Scope},
    figures,
    model::{Studied, what_if},
    words,
};
use crate::{
    attention::{self, Attention, Family, WhatIf},
    labs::{
        prelude::*,
        shared::{
            bounds::{BoundsPanel, Measured},
            ranks::{Ranks, SCALE},
        },
    },
    spectrum::Spectrum,
};
use std::ops::Range;

/// What the map of heads and the bounds need of a head.
struct HeadRanks {
    /// The value that the map shows.
    shown: f64,
    /// Its effective rank.
    erank: f64,
    /// Its nuclear norm.
    nuclear_norm: f64,
    /// Its Frobenius norm.
    frobenius_norm: f64,
}

/// One state of the lab, under way.
pub struct Heads {
    values: Values,
    studied: Studied,
    what_if: WhatIf,
    layer: usize,
    head: usize,
    shown: Attention,
    ranks: Ranks,
    /// Of the shown matrix; cubic in the tokens, so once for all the reports of a stack.
    dobrushin: f64,
    /// Rows of the shown matrix of which the mask hides all that they attend to.
    blinded: usize,
    /// Per matrix of the stack, in its order; `None` until computed.
    heads: Vec<Option<HeadRanks>>,
}

impl Heads {
    fn summary(&self, ranks: &Ranks) -> HeadRanks {
        let metric = self.values.of(METRIC).id();
        HeadRanks {
            shown: ranks.value(metric).unwrap_or(f64::NAN),
            erank: ranks.erank(),
            nuclear_norm: ranks.spectrum.nuclear_norm(),
            frobenius_norm: ranks.spectrum.frobenius_norm(),
        }
    }

    fn selected(&self) -> usize {
        self.layer * self.studied.shape().1 + self.head
    }

    /// The largest of each number over the heads that count towards R and are known already.
    fn largest_in_scope(&self) -> Measured {
        let per_layer = self.studied.shape().1;
        let selected = self.selected();
        let counts = |i: usize| match self.values.of(SCOPE) {
            Scope::Head => i == selected,
            Scope::Layer => i / per_layer == self.layer,
            Scope::Model => true,
        };
        let shape = (
            self.shown.probabilities.rows(),
            self.shown.probabilities.cols(),
        );
        let none = Measured {
            erank: 0.0,
            nuclear_norm: 0.0,
            frobenius_norm: 0.0,
            shape,
        };
        let in_scope = self.heads.iter().enumerate().filter(|(i, _)| counts(*i));
        let known = in_scope.filter_map(|(_, head)| head.as_ref());
        known.fold(none, |most, head| Measured {
            erank: most.erank.max(head.erank),
            nuclear_norm: most.nuclear_norm.max(head.nuclear_norm),
            frobenius_norm: most.frobenius_norm.max(head.frobenius_norm),
            shape: most.shape,
        })
    }

    /// The family that the shown matrix is of, as long as nothing changes it.
    fn family(&self) -> Option<Family> {
        let as_it_is = self.what_if.is_neutral() && self.values.of(EDITS).is_empty();
        self.studied.family().filter(|_| as_it_is)
    }

    /// Dobrushin's coefficient, and by how much rows that were stored miss the sum of 1.
    fn contraction(&self) -> Readout {
        match attention::row_sum_residual(&self.shown.probabilities) {
            off if off > 1e-12 => {
                let note = format!(
                    "within {}, by which rows as stored miss the sum of 1",
                    short(off)
                );
                DOBRUSHIN.noted(self.dobrushin, note)
            }
            _ => DOBRUSHIN.value(self.dobrushin),
        }
    }

    fn checks(&self) -> Vec<Check> {
        let mut checks = self.ranks.checks();
        let residual = attention::row_sum_residual(&self.shown.probabilities);
        // What nothing changes is shown as it was stored, with its rounding.
        let tolerance = attention::row_sum_tolerance(self.studied.rounding());
        let label = "every row sums to 1";
        checks.push(Check::new("row_sums", label, residual, tolerance));
        let found = self.ranks.spectrum.values();
        let family = self.family();
        if let Some(worst) = family.and_then(|family| family.closed_form_residual(found)) {
            let label = "singular values agree with their closed form";
            checks.push(Check::new("closed_form", label, worst, 1e-12));
        }
        checks
    }
}

impl Staged for Heads {
    /// Some neighbouring heads of the stack; small ones are decomposed two at a time.
    type Task = Range<usize>;

    fn read(input: &Input) -> Result<(Self, Vec<Range<usize>>), Error> {
        let values = input.values.clone();
        let studied = Studied::read(input)?;
        let (layer, head) = studied.selected(&values);
        let what_if = what_if(&values);
        let edited = WhatIf {
            edits: values.of(EDITS),
            ..what_if.clone()
        };
        let source = studied.source(layer, head)?;
        let shown = attention::attend(&source, &edited)?;
        let ranks = Ranks::stored(
            Spectrum::of(&shown.probabilities)?,
            &values,
            studied.rounding(),
        )?;
        let (layers, per_layer) = studied.shape();
        let mut run = Self {
            heads: (0..layers * per_layer).map(|_| None).collect(),
            values,
            studied,
            what_if,
            dobrushin: attention::dobrushin(&shown.probabilities),
            blinded: edited.blinded(&source).len(),
            layer,
            head,
            shown,
            ranks,
        };
        let selected = run.selected();
        run.heads[selected] = Some(run.summary(&run.ranks));
        // A task is about a millisecond: many small heads, two of up to 96 tokens, or one.
        let n = run.ranks.size() as usize;
        let per_task = (96 * 96 * 96 / (n * n * n)).next_multiple_of(2).max(1);
        let tasks = [0..selected, selected + 1..run.heads.len()];
        let tasks = tasks.into_iter().flat_map(|heads| {
            let end = heads.end;
            let starts = heads.step_by(per_task);
            starts.map(move |start| start..end.min(start + per_task))
        });
        let tasks = tasks.collect();
        Ok((run, tasks))
    }

    fn perform(&mut self, heads: &Range<usize>) -> Result<(), Error> {
        let per_layer = self.studied.shape().1;
        let two_at_a_time = heads.clone().step_by(2);
        for first in two_at_a_time {
            let two = first..heads.end.min(first + 2);
            let probabilities = |i: usize| {
                let source = self.studied.source(i / per_layer, i % per_layer)?;
                Ok(attention::attend(&source, &self.what_if)?.probabilities)
            };
            let matrices = two.clone().map(probabilities);
            let matrices: Vec<_> = matrices.collect::<Result<_, Error>>()?;
            for (i, spectrum) in two.zip(Spectrum::of_each(&matrices)?) {
                self.heads[i] = Some(self.summary(&Ranks::stored(
                    spectrum,
                    &self.values,
                    self.studied.rounding(),
                )?));
            }
        }
        Ok(())
    }

    fn report(&mut self) -> Result<Report, Error> {
        let values = &self.values;
        let measured = self.largest_in_scope();
        let bounds = BoundsPanel::new(measured, values)?;
        let (layers, heads) = self.studied.shape();
        let head = self.studied.stacked().then_some((self.layer, self.head));
        let tokens = self.studied.tokens();
        let known = self.heads.iter().flatten().count();
        let report = Report::of(words::headline(&self.ranks, head))
            .readouts(self.ranks.readouts())
            .readouts([
                MAX_ERANK.value(measured.erank),
                self.contraction(),
                self.ranks
                    .exact_rank(self.family().and_then(|f| f.exact_rank())),
            ])
            .figure(figures::heatmap(&self.shown, &tokens, values.of(HEAT_LOG)))
            .figure(self.ranks.spectrum_figure(values.of(SCALE), |lines| lines))
            .figure(self.ranks.ladder())
            .checks(self.checks())
            .notes(words::notes(
                values.of(EDITS).len(),
                self.blinded,
                known,
                self.heads.len(),
            ))
            .notes(
                self.studied
                    .read_notes()
                    .iter()
                    .map(|note| format!("Your file: {note}.")),
            )
            .numpy(numpy::erank_of_matrix(
                &self.shown.probabilities,
                self.ranks.spectrum.values(),
            ));
        let report = bounds.add_to(report);
        let Some(at) = head else {
            return Ok(report);
        };
        let shown = self.heads.iter();
        let shown = shown.map(|head| head.as_ref().map_or(f64::NAN, |head| head.shown));
        Ok(report
            .figure(figures::heads(
                shown.collect(),
                (layers, heads),
                at,
                values.of(METRIC),
            ))
            .range(LAYER, 0, layers - 1)
            .range(HEAD, 0, heads - 1))
    }
}
