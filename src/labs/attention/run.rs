//! The computation: the selected head first, then the others of its stack.

use super::{
    DOBRUSHIN, MAX_ERANK,
    heads::HeadRanks,
    pictures,
    source::{Studied, what_if},
};
use crate::{
    attention::{self, Attention, WhatIf},
    figure::short,
    labs::{
        Check, Error, Input, Progress, Range, Report, Run, Values, Work,
        shared::{
            bounds::{BoundsPanel, Measured},
            numpy,
            ranks::Ranks,
        },
    },
    spectrum::Spectrum,
};

/// Which matrices R is the largest effective rank of.
#[derive(Clone, Copy, PartialEq)]
enum Scope {
    Head,
    Layer,
    Model,
}

/// One state of the lab, under way.
pub struct AttentionRun {
    values: Values,
    studied: Studied,
    what_if: WhatIf,
    layer: usize,
    head: usize,
    shown: Attention,
    ranks: Ranks,
    /// Of the shown matrix; cubic in the tokens, so once for all the reports of a stack.
    dobrushin: f64,
    /// Per matrix of the stack, in its order: the readouts of [`Ranks`]; `None` until computed.
    heads: Vec<Option<HeadRanks>>,
}

impl AttentionRun {
    /// Reads the controls and computes the selected head.
    pub fn start(input: &Input) -> Result<Self, Error> {
        let values = input.values.clone();
        let studied = Studied::from(input)?;
        let (layers, heads) = studied.shape();
        let layer = index("layer", &values, layers, heads > 1 || layers > 1)?;
        let head = index("head", &values, heads, heads > 1 || layers > 1)?;
        let what_if = what_if(&values)?;
        let edited = WhatIf {
            edits: values.cells("edits")?.to_vec(),
            ..what_if.clone()
        };
        let shown = attention::attend(&studied.source(layer, head)?, &edited)?;
        let ranks = Ranks::new(Spectrum::of(&shown.probabilities)?, &values)?;
        let mut run = Self {
            heads: (0..layers * heads).map(|_| None).collect(),
            values,
            studied,
            what_if,
            dobrushin: attention::dobrushin(&shown.probabilities),
            layer,
            head,
            shown,
            ranks,
        };
        let selected = run.selected();
        run.heads[selected] = Some(run.summary(&run.ranks)?);
        Ok(run)
    }

    fn selected(&self) -> usize {
        self.layer * self.studied.shape().1 + self.head
    }

    fn summary(&self, ranks: &Ranks) -> Result<HeadRanks, Error> {
        let metric = self.values.choice("metric")?;
        Ok(HeadRanks {
            shown: ranks.value(metric).unwrap_or(f64::NAN),
            erank: ranks.erank(),
            nuclear_norm: ranks.spectrum.nuclear_norm(),
            frobenius_norm: ranks.spectrum.frobenius_norm(),
        })
    }

    fn progress(&self) -> Progress {
        Progress {
            done: self.heads.iter().flatten().count() as u64,
            total: self.heads.len() as u64,
        }
    }

    fn scope(&self) -> Result<Scope, Error> {
        Ok(match self.values.choice("scope")? {
            "head" => Scope::Head,
            "layer" => Scope::Layer,
            _ => Scope::Model,
        })
    }

    /// The heads that count towards R and are known already.
    fn in_scope(&self) -> Result<impl Iterator<Item = &HeadRanks>, Error> {
        let (scope, per_layer) = (self.scope()?, self.studied.shape().1);
        let known = self
            .heads
            .iter()
            .enumerate()
            .filter(move |(i, _)| match scope {
                Scope::Head => *i == self.selected(),
                Scope::Layer => i / per_layer == self.layer,
                Scope::Model => true,
            });
        Ok(known.filter_map(|(_, head)| head.as_ref()))
    }

    fn headline(&self) -> String {
        let (erank, n) = (self.ranks.erank(), self.ranks.size());
        let subject = match self.heads.len() {
            1 => "This matrix".into(),
            _ => format!("Head {} of layer {}", self.head, self.layer),
        };
        let how = match erank / n {
            x if x > 0.995 => ": all of them".into(),
            x if x > 0.75 => ": nearly all".into(),
            _ if erank < 1.05 => ": it has collapsed".into(),
            _ => String::new(),
        };
        format!(
            "{subject} uses {} of its {n} directions{how}.",
            short(erank)
        )
    }

    fn notes(&self) -> Result<Vec<String>, Error> {
        let mut notes = Vec::new();
        let edits = self.values.cells("edits")?.len();
        if edits > 0 {
            let cells = if edits == 1 { "cell was" } else { "cells were" };
            notes.push(format!("{edits} {cells} set by hand in this head."));
        }
        let progress = self.progress();
        if !progress.finished() {
            notes.push(format!(
                "{} of {} heads computed so far.",
                progress.done, progress.total
            ));
        }
        Ok(notes)
    }

    fn checks(&self) -> Vec<Check> {
        let mut checks = self.ranks.checks();
        let residual = attention::row_sum_residual(&self.shown.probabilities);
        // What nothing changes is shown as it was stored, with its rounding.
        let tolerance = attention::row_sum_tolerance(self.studied.rounding());
        let label = "every row sums to 1";
        checks.push(Check::new("row_sums", label, residual, tolerance));
        if let Studied::One(_, Some(exact)) = &self.studied
            && self.what_if.is_neutral()
            && self.values.cells("edits").is_ok_and(<[_]>::is_empty)
        {
            let found = self.ranks.spectrum.values();
            let largest = exact.first().copied().unwrap_or(1.0);
            let worst = found
                .iter()
                .zip(exact)
                .map(|(a, b)| (a - b).abs() / largest);
            let worst = worst.fold(0.0, f64::max);
            let label = "singular values agree with their closed form";
            checks.push(Check::new("closed_form", label, worst, 1e-12));
        }
        checks
    }
}

/// A zero-based index into a stack, named in the error where it is out of range.
fn index(id: &'static str, values: &Values, count: usize, stacked: bool) -> Result<usize, Error> {
    match values.size(id)? {
        _ if !stacked => Ok(0),
        i if i < count => Ok(i),
        i => Err(Error::Control {
            id,
            given: i.to_string(),
            accepted: format!("0..{} in this stack", count - 1),
        }),
    }
}

impl Run for AttentionRun {
    fn advance(&mut self, work: Work) -> Result<Progress, Error> {
        let (_, per_layer) = self.studied.shape();
        // A step is about a millisecond: many small heads, two of up to 96 tokens, which are computed together, or one.
        let n = self.ranks.size() as usize;
        let per_step = (96 * 96 * 96 / (n * n * n)).next_multiple_of(2).max(1);
        let missing = (0..self.heads.len()).filter(|i| self.heads[*i].is_none());
        let batch: Vec<_> = missing.take(work.0 as usize * per_step).collect();
        for two in batch.chunks(2) {
            let probabilities = |i: &usize| {
                let source = self.studied.source(i / per_layer, i % per_layer)?;
                Ok(attention::attend(&source, &self.what_if)?.probabilities)
            };
            let matrices: Vec<_> = two
                .iter()
                .map(probabilities)
                .collect::<Result<_, Error>>()?;
            for (i, spectrum) in two.iter().zip(Spectrum::of_each(&matrices)?) {
                self.heads[*i] = Some(self.summary(&Ranks::new(spectrum, &self.values)?)?);
            }
        }
        Ok(self.progress())
    }

    fn report(&self) -> Result<Report, Error> {
        let n = self.shown.probabilities.rows();
        let scope = self.in_scope()?;
        let [erank, nuclear, frobenius] = scope.fold([0.0_f64; 3], |[r, s, f], head| {
            [
                r.max(head.erank),
                s.max(head.nuclear_norm),
                f.max(head.frobenius_norm),
            ]
        });
        let measured = Measured {
            erank,
            nuclear_norm: nuclear,
            frobenius_norm: frobenius,
            shape: (n, n),
        };
        let bounds = BoundsPanel::new(measured, &self.values)?;

        let mut readouts = self.ranks.readouts();
        readouts.swap(0, 2);
        readouts.insert(1, MAX_ERANK.value(erank));
        readouts.push(DOBRUSHIN.value(self.dobrushin));
        readouts.extend(bounds.readouts());

        let (layers, heads) = self.studied.shape();
        let stacked = layers * heads > 1;
        let mut figures = vec![
            pictures::heatmap(&self.shown, self.studied.tokens(), &self.values)?,
            self.ranks
                .spectrum_figure(self.values.choice("scale")?, None)?,
            self.ranks.ladder(),
            bounds.figure(),
        ];
        if stacked {
            let at = (self.layer, self.head);
            figures.push(pictures::heads(
                &self.heads,
                (layers, heads),
                at,
                &self.values,
            )?);
        }
        let range = |control, count: usize| Range {
            control,
            min: 0,
            max: count as u64 - 1,
        };
        let mut notes = self.notes()?;
        notes.extend(bounds.notes());
        Ok(Report {
            headline: self.headline(),
            readouts,
            figures,
            checks: self.checks(),
            notes,
            ranges: if stacked {
                vec![range("layer", layers), range("head", heads)]
            } else {
                Vec::new()
            },
            numpy: numpy::erank_of_matrix(&self.shown.probabilities, self.ranks.spectrum.values()),
        })
    }
}
