//! The computation: the factors at once, then the curves over depth or width, then the power-law fits.

use super::{
    B_ADAPTIVE, B_CONTINUOUS, B_RANK_ONLY, DEPTH, FRACTION_RANK_CHOICE, GRID_M, HEADS, HIDDEN_SIZE,
    INDEX, LOG10_ALPHA_FIRST, LOG10_NORM_BASED, LOG10_NORM_BASED_11, LOG10_R_A, LOG10_RANK_SPARSE,
    SUM_T, controls,
    magnitude::power,
    metrics::{self, METRICS, Of},
    model::{Model, Slot},
    pictures, program,
    sweep::{self, Factors},
    synthetic::Recipe,
    what_if::WhatIf,
};
use crate::{
    bounds::transformer::{Block, Choice, SpectrumAdaptive, Tradeoff},
    checkpoint::Kind,
    figure::short,
    labs::{Check, Error, Input, Progress, Range, Readout, Report, Run, Values, Work},
};
use std::{cell::RefCell, collections::BTreeMap, f64::consts::LN_10};

/// The bundled checkpoint.
pub const BUNDLED: &str = "minilm-l6.spectra";
/// Points on the curve over depth.
const DEPTHS: usize = 32;

/// One state of the lab, under way.
pub struct TransformerRun {
    pub(super) values: Values,
    pub(super) model: Model,
    pub(super) recipe: Option<Recipe>,
    pub(super) what_if: WhatIf,
    pub(super) blocks: Vec<Block>,
    pub(super) adaptive: SpectrumAdaptive,
    /// The factors of all layers.
    whole: Factors,
    /// By depth, and by hidden size for a synthetic model; filled in the order of the tasks.
    pub(super) over_depth: Vec<Factors>,
    pub(super) over_width: Vec<Factors>,
    /// Power-law exponents by layer and place.
    alphas: BTreeMap<(usize, usize), f64>,
    /// Numbers of matrices that took a sum over the spectrum: by metric, layer and place.
    known: RefCell<BTreeMap<(usize, usize, usize), f64>>,
    tasks: Vec<Task>,
    done: usize,
}

/// A piece of work that takes about a millisecond.
#[derive(Clone, Copy, Debug)]
enum Task {
    Depth(usize),
    Width(usize),
    /// The fit of the matrix in a layer and place.
    Fit(usize, usize),
}

impl TransformerRun {
    /// Reads the controls and computes what the headline needs.
    pub fn start(input: &Input) -> Result<Self, Error> {
        let values = input.values.clone();
        let (recipe, model) = match values.choice("source")? {
            "minilm" => {
                let mut model = Model::of(&*input.files.checkpoint(BUNDLED)?)?;
                model.name = "all-MiniLM-L6-v2, trained".into();
                (None, model)
            }
            "file" => (None, Model::of(&*input.files.measured()?)?),
            _ => {
                let recipe = Recipe::read(&values)?;
                (Some(recipe), recipe.model()?)
            }
        };
        let what_if = WhatIf::read(&values)?;
        let model = what_if.apply(model)?;
        let blocks = model.blocks()?;
        let depths = sweep::depths(blocks.len(), DEPTHS);
        let mut tasks: Vec<Task> = depths.into_iter().map(Task::Depth).collect();
        if let Some(recipe) = recipe {
            tasks.extend(
                sweep::widths(recipe.hidden_size)
                    .into_iter()
                    .map(Task::Width),
            );
        }
        // Synthetic layers are all the same, as are repeated ones.
        let distinct = match recipe {
            Some(_) => 1,
            None => model.layers.len().min(model.stored_layers),
        };
        let fits = model.layers.iter().take(distinct).enumerate();
        tasks.extend(fits.flat_map(|(layer, places)| {
            (0..places.len()).map(move |place| Task::Fit(layer, place))
        }));
        let n = model.hidden_size;
        let adaptive = SpectrumAdaptive::new(&blocks, n);
        Ok(Self {
            whole: Factors::with(blocks.len() as f64, &blocks, n, &adaptive),
            adaptive,
            values,
            recipe,
            what_if,
            blocks,
            over_depth: Vec::new(),
            over_width: Vec::new(),
            alphas: BTreeMap::new(),
            known: RefCell::default(),
            tasks,
            done: 0,
            model,
        })
    }

    fn perform(&mut self, task: Task) -> Result<(), Error> {
        match task {
            Task::Depth(depth) => {
                let n = self.model.hidden_size;
                let factors = Factors::of(depth as f64, &self.blocks[..depth], n);
                self.over_depth.push(factors);
            }
            Task::Width(n) => {
                if let Some(recipe) = self.recipe {
                    let model = self.what_if.apply(recipe.of_size(n).model()?)?;
                    let factors = Factors::of(n as f64, &model.blocks()?, n);
                    self.over_width.push(factors);
                }
            }
            Task::Fit(layer, place) => {
                let matrix = self.model.layers.get(layer).and_then(|l| l[place].as_ref());
                if let Some(matrix) = matrix {
                    self.alphas.insert((layer, place), metrics::alpha(matrix));
                }
            }
        }
        Ok(())
    }

    /// The layer that is looked at.
    pub(super) fn layer(&self) -> Result<usize, Error> {
        let last = self.model.layers.len().saturating_sub(1);
        Ok(self.values.size("layer")?.min(last))
    }

    /// The place that is looked at.
    pub(super) fn place(&self) -> Result<usize, Error> {
        let last = self.model.slots.len().saturating_sub(1);
        Ok(self.values.size("matrix")?.min(last))
    }

    /// The matrix that is looked at, as it enters the factor, with what it contributes.
    pub(super) fn selected(&self) -> Result<Option<(usize, Slot, &Choice)>, Error> {
        let (layer, place) = (self.layer()?, self.place()?);
        let slot = self.model.slots.get(place).map(|slot| slot.in_factor());
        Ok(slot.and_then(|slot| Some((layer, slot, self.choice(layer, slot)?))))
    }

    /// What a matrix contributes.
    pub(super) fn choice(&self, layer: usize, slot: Slot) -> Option<&Choice> {
        let choices = self.adaptive.layers.get(layer)?;
        match (slot.kind, slot.head) {
            (Kind::QueryKey, Some(head)) => choices.query_key.get(head),
            (Kind::ValueOutput, Some(head)) => choices.value_output.get(head),
            (Kind::MlpIn, _) => Some(&choices.mlp_in),
            (Kind::MlpOut, _) => Some(&choices.mlp_out),
            _ => None,
        }
    }

    /// c(W; p) of a matrix.
    pub(super) fn tradeoff(&self, layer: usize, slot: Slot) -> Option<Tradeoff<'_>> {
        let block = self.blocks.get(layer)?;
        let weight = match (slot.kind, slot.head) {
            (Kind::QueryKey, Some(head)) => &block.heads.get(head)?.query_key,
            (Kind::ValueOutput, Some(head)) => &block.heads.get(head)?.value_output,
            (Kind::MlpIn, _) => &block.mlp_in,
            (Kind::MlpOut, _) => &block.mlp_out,
            _ => return None,
        };
        let choice = self.choice(layer, slot)?;
        Some(Tradeoff::adaptive(
            weight,
            choice.ln_k,
            self.model.hidden_size,
        ))
    }

    /// One of [`METRICS`] of the matrix in a layer and place; NaN where it has none.
    pub(super) fn number(&self, metric: usize, layer: usize, place: usize) -> f64 {
        let distinct = match self.recipe {
            Some(_) => 0,
            None => layer % self.model.stored_layers.max(1),
        };
        let matrix = || self.model.layers.get(layer)?.get(place)?.as_ref();
        let remembered = |of: &dyn Fn() -> Option<f64>| {
            let mut known = self.known.borrow_mut();
            let key = (metric, distinct, place);
            *(known.entry(key)).or_insert_with(|| of().unwrap_or(f64::NAN))
        };
        match METRICS[metric].of {
            Of::Choice(of) => {
                let slot = self.model.slots.get(place);
                let choice = slot.and_then(|slot| self.choice(layer, *slot));
                choice.map_or(f64::NAN, of)
            }
            Of::Spectrum(of) => remembered(&|| Some(of(&matrix()?.spectrum))),
            Of::Matrix(of) => matrix().map_or(f64::NAN, of),
            Of::Fit => self
                .alphas
                .get(&(distinct, place))
                .copied()
                .unwrap_or(f64::NAN),
        }
    }

    fn readouts(&self) -> Result<Vec<Readout>, Error> {
        let depth = self.blocks.len();
        let known = self.model.known();
        let size = |quantity: &crate::labs::Quantity, size: usize| match known {
            true => quantity.value(size as f64),
            false => quantity.absent("the architecture is unknown"),
        };
        let sizes = [
            size(&DEPTH, depth),
            size(&HEADS, self.model.heads),
            size(&HIDDEN_SIZE, self.model.hidden_size),
        ];
        if depth == 0 {
            let why = match known {
                true => "no layer is measured in full yet",
                false => "the architecture is unknown, so there is no bound",
            };
            let others = super::QUANTITIES.iter();
            let others = others.filter(|q| sizes.iter().all(|size| size.id != q.id));
            let absent: Vec<Readout> = others.map(|q| q.absent(why)).collect();
            return Ok(absent.into_iter().chain(sizes).collect());
        }
        let whole = self.whole;
        let mut readouts = vec![
            B_ADAPTIVE.noted(
                self.adaptive.factor(),
                "leading factor: compare, do not read",
            ),
            LOG10_NORM_BASED.value(whole.norm_based / LN_10),
            LOG10_NORM_BASED_11.value(whole.norm_based_11 / LN_10),
            match self.adaptive.ln_alpha[0] {
                ln if ln.is_finite() => LOG10_ALPHA_FIRST.value(ln / LN_10),
                _ => LOG10_ALPHA_FIRST.absent("a layer passes nothing on"),
            },
            FRACTION_RANK_CHOICE.value(self.adaptive.rank_share()),
            B_RANK_ONLY.value(whole.rank_only.exp()),
            B_CONTINUOUS.value(self.adaptive.continuous_factor()),
            SUM_T.value(self.adaptive.direct_sum()),
            match whole.rank_sparse.is_finite() {
                true => LOG10_RANK_SPARSE.value(whole.rank_sparse / LN_10),
                false => LOG10_RANK_SPARSE.absent("every feed-forward matrix is zero"),
            },
            match sweep::ln_feed_forward_complexity(&self.model, depth) {
                Ok(ln) => LOG10_R_A.value(ln / LN_10),
                Err(why) => LOG10_R_A.absent(why.to_string()),
            },
        ];
        if let Some((layer, slot, choice)) = self.selected()? {
            let what = format!("{} of layer {layer}", slot.name());
            readouts.push(INDEX.noted(choice.index, what));
        }
        readouts.extend(sizes);
        readouts.push(GRID_M.value(f64::from(self.adaptive.grid.m())));
        Ok(readouts)
    }

    fn checks(&self) -> Result<Vec<Check>, Error> {
        if self.blocks.is_empty() {
            return Ok(Vec::new());
        }
        let worst = |of: fn(&Choice) -> f64| self.adaptive.choices().map(of).fold(0.0, f64::max);
        // A matrix that costs nothing has nothing to compare.
        let direct = worst(|c| match c.ln_c_continuous.is_finite() {
            true => 0.5 * c.direct / c.ln_c_continuous.exp() - 1.0,
            false => 0.0,
        });
        let mut checks = vec![Check::new(
            "direct",
            "T(W) is at most twice the least c(W; p), for every matrix",
            direct,
            1e-9,
        )];
        if let Some((layer, slot, choice)) = self.selected()?
            && let Some(tradeoff) = self.tradeoff(layer, slot)
            && choice.ln_c.is_finite()
        {
            let grid = self.adaptive.grid.indices().map(|p| tradeoff.ln_at(p));
            let best = grid.fold(f64::INFINITY, f64::min);
            checks.push(Check::new(
                "grid",
                "no other index of the grid is cheaper, tried one by one",
                (choice.ln_c - best).abs(),
                1e-12 * (1.0 + best.abs()),
            ));
        }
        Ok(checks)
    }

    fn headline(&self) -> String {
        let depth = self.blocks.len();
        if depth == 0 {
            let count = self.model.matrices().count();
            return match self.model.known() {
                true => format!("{count} matrices are measured so far, no layer in full."),
                false => format!(
                    "{count} matrices of an unknown architecture: spectra and ranks, no bound."
                ),
            };
        }
        let adaptive = power(self.whole.adaptive);
        let norm_based = power(self.whole.norm_based);
        let share = self.adaptive.rank_share();
        let choose = match share {
            1.0 => "every matrix is cheapest by its rank".into(),
            0.0 => "no matrix is cheapest by its rank".into(),
            share => format!(
                "{} % of the matrices are cheapest by their rank",
                short(100.0 * share)
            ),
        };
        let layers = if depth == 1 { "layer" } else { "layers" };
        format!(
            "Over {depth} {layers} the norm-based factor reaches {norm_based}, the spectrum-adaptive one {adaptive}: {choose}."
        )
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.blocks.is_empty() {
            notes.push("Both factors are leading complexity factors without logarithms, absolute constants and sample size: only how they grow and compare means something. The published theorems were not read; the formulas are those of the experiments that compare them.".into());
            notes.push("Biases, normalisation layers and residual connections are left out, as in those experiments. A real network with normalisation does not stretch changes by these products.".into());
        }
        if let Some(recipe) = self.recipe {
            notes.push(format!(
                "The synthetic model has the same spectra in every layer and head; its (2,1) and (1,1) norms are those of random singular vectors (seed {}), estimated from a sample of columns.",
                recipe.seed
            ));
        }
        if self.recipe.is_none() {
            let count = self.model.matrices().count();
            notes.push(format!("{}: {count} matrices measured.", self.model.name));
        }
        let measured = self.model.layers.len().min(self.model.stored_layers);
        if self.model.known() && self.blocks.len() < measured && self.recipe.is_none() {
            notes.push(format!(
                "{} of {} layers are measured in full; the factors are over these.",
                self.blocks.len(),
                measured
            ));
        }
        notes.extend(self.what_if.notes(&self.model));
        notes.extend(self.model.notes.iter().cloned());
        notes
    }

    fn ranges(&self) -> Vec<Range> {
        let until = |control, count: usize| Range {
            control,
            min: 0,
            max: count.saturating_sub(1) as u64,
        };
        let mut ranges = vec![
            until("layer", self.model.layers.len()),
            until("matrix", self.model.slots.len()),
        ];
        if let Some(recipe) = self.recipe {
            ranges.push(Range {
                control: "d_head",
                min: 1,
                max: (recipe.hidden_size as u64).min(controls::MAX_HEAD_SIZE),
            });
        }
        ranges
    }
}

impl Run for TransformerRun {
    fn advance(&mut self, work: Work) -> Result<Progress, Error> {
        for _ in 0..work.0 {
            let Some(task) = self.tasks.get(self.done).copied() else {
                break;
            };
            self.perform(task)?;
            self.done += 1;
        }
        let (done, total) = (self.done as u64 + 1, self.tasks.len() as u64 + 1);
        Ok(Progress { done, total })
    }

    fn report(&self) -> Result<Report, Error> {
        Ok(Report {
            headline: self.headline(),
            readouts: self.readouts()?,
            figures: pictures::figures(self)?,
            checks: self.checks()?,
            notes: self.notes(),
            ranges: self.ranges(),
            numpy: program::numpy(self)?,
        })
    }
}
