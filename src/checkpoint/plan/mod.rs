//! What there is to measure in a checkpoint: units of work that need a few byte ranges each and nothing else.

mod adapters;
mod everything;
mod layer;
mod tensors;
mod unit;

pub use unit::{Aside, Job, Packing, Rows, Slab, Unit};
pub(super) use unit::{Holding, stacked};

use super::{
    config::{Config, Configs},
    layouts::{LAYOUTS, Layout},
};
use crate::{data::safetensors::Header, linalg::RowByRow};
use layer::{Layer, queries_and_keys};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use tensors::{Sizes, Tensors};

/// One of the models of a checkpoint, such as its encoder; or the adapters beside it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tower {
    /// What its tensors have in front of their names; what it is, where there is nothing.
    pub name: String,
    /// The models that use its architecture, in words; empty where it is unknown.
    pub models: String,
    /// Depth L; 0 where the architecture is unknown.
    pub layers: usize,
    /// Heads H of each layer; 0 where the architecture is unknown.
    pub heads: usize,
    /// Hidden size N; 0 where the architecture is unknown.
    pub hidden_size: usize,
    /// Feed-forward width; 0 where the architecture is unknown.
    pub mlp_size: usize,
    /// Largest relative error that storing a weight has made (dimensionless).
    pub rounding: f64,
    /// What a reader of the numbers has to know.
    pub notes: Vec<String>,
    /// How many units it takes; those of the towers follow each other.
    pub units: usize,
}

/// What is to be measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Where the tensors come from.
    pub name: String,
    /// The files that hold tensors, in the order in which units count them.
    pub files: Vec<String>,
    /// The models in them, the one with most work first; one at least.
    pub towers: Vec<Tower>,
    /// Pieces of work, by tower and layer.
    pub units: Vec<Unit>,
    /// Bytes of the largest tensor in the files, measured or not.
    pub largest_tensor: u64,
}

/// Bytes that may be held in any case, however small the tensors are.
const LEAST_MEMORY: u64 = 64 << 20;

/// A tower with its work.
struct Planned {
    tower: Tower,
    units: Vec<Unit>,
}

impl Plan {
    /// How many units may be measured at a time: together they hold at most three times the largest tensor, or 64 MiB where that is
    /// more; one in any case.
    pub fn at_a_time(&self) -> usize {
        let held = self.units.iter().map(Unit::memory).max().unwrap_or(1);
        let most = self.largest_tensor.saturating_mul(3).max(LEAST_MEMORY);
        (most / held).max(1) as usize
    }

    /// Finds the matrices in files whose headers are known. Files that name the same tensors are models of their own.
    pub fn new(name: &str, headers: &[Header], configs: impl Into<Configs>) -> Self {
        let configs = configs.into();
        let mut seen = BTreeSet::new();
        let names = headers
            .iter()
            .flat_map(|header| &header.tensors)
            .map(|tensor| tensor.name.as_str());
        let twice = !names.into_iter().all(|name| seen.insert(name));
        let mut planned = Vec::new();
        if twice && headers.len() > 1 {
            for (at, header) in headers.iter().enumerate() {
                for mut one in models(Tensors::new(std::slice::from_ref(header), at), &configs) {
                    one.tower.name = format!("{}: {}", header.file, one.tower.name);
                    planned.push(one);
                }
            }
        } else {
            planned = models(Tensors::new(headers, 0), &configs);
        }
        if let (Some(note), Some(first)) = (several(headers), planned.first_mut()) {
            first.tower.notes.insert(0, note);
        }
        if planned.len() > 1 {
            let names: Vec<_> = planned
                .iter()
                .enumerate()
                .map(|(i, one)| format!("{i} is {}", one.tower.name))
                .collect();
            let note = format!(
                "the checkpoint holds {} models, each measured by itself: {}",
                planned.len(),
                names.join(", ")
            );
            planned
                .iter_mut()
                .for_each(|one| one.tower.notes.insert(0, note.clone()));
        }
        let (mut towers, mut units) = (Vec::new(), Vec::new());
        for one in planned {
            let rounding = rounding(&one.units);
            towers.push(Tower {
                units: one.units.len(),
                rounding,
                ..one.tower
            });
            units.extend(one.units);
        }
        let tensors = headers.iter().flat_map(|header| &header.tensors);
        Self {
            name: name.into(),
            files: headers.iter().map(|header| header.file.clone()).collect(),
            towers,
            units,
            largest_tensor: tensors
                .map(|tensor| tensor.end - tensor.begin)
                .max()
                .unwrap_or(0),
        }
    }

    /// Every matrix of the files, each by itself, whatever it does in a model: embeddings and heads of classifiers too.
    pub fn every_matrix(name: &str, headers: &[Header], configs: impl Into<Configs>) -> Self {
        let Planned { tower, units } = Tensors::new(headers, 0).each(&configs.into());
        let tower = Tower {
            units: units.len(),
            rounding: rounding(&units),
            ..tower
        };
        Self {
            towers: vec![tower],
            units,
            ..Self::new(name, headers, Configs::default())
        }
    }

    /// The tower that a unit, counted from 0, is of.
    pub fn tower_of(&self, unit: usize) -> Option<&Tower> {
        let mut end = 0;
        self.towers.iter().find(|tower| {
            end += tower.units;
            unit < end
        })
    }
}

/// The models among tensors, the one with most work first, and the adapters; one at least.
fn models(tensors: Tensors, configs: &Configs) -> Vec<Planned> {
    let (mut planned, why) = tensors.transformers(configs);
    // Of two alike, the one that is stored first.
    planned.sort_by(|a, b| b.cost().total_cmp(&a.cost()));
    let adapters = tensors.adapters(configs);
    let passed = tensors.passed_over(&planned, &adapters);
    planned.extend(adapters.filter(|_| !planned.is_empty()));
    match planned.first_mut() {
        Some(first) => {
            first.tower.notes.extend(passed);
            first.tower.notes.extend(
                why.iter()
                    .map(|why| format!("part of it is passed over: {why}")),
            );
        }
        None => {
            let reason = match why.is_empty() {
                true => "the names of its tensors are of no architecture that is known here".into(),
                false => why.join("; "),
            };
            planned.push(tensors.everything(&reason, configs));
        }
    }
    planned
}

/// That files are some of a larger number, as their names say.
fn several(headers: &[Header]) -> Option<String> {
    // `model-00002-of-00005.safetensors`
    let part = |name: &str| {
        let (front, total) = name.strip_suffix(".safetensors")?.rsplit_once("-of-")?;
        let (_, this) = front.rsplit_once('-')?;
        Some((this.parse::<usize>().ok()?, total.parse::<usize>().ok()?))
    };
    let parts: BTreeSet<(usize, usize)> = headers
        .iter()
        .filter_map(|header| part(&header.file))
        .collect();
    let total = parts.first()?.1;
    let there: BTreeSet<usize> = parts.iter().map(|part| part.0).collect();
    if there.len() >= total {
        return None;
    }
    let missing: Vec<String> = (1..=total)
        .filter(|i| !there.contains(i))
        .take(6)
        .map(|i| i.to_string())
        .collect();
    Some(format!(
        "part of a model: {} of its {total} files {} there, and number {} missing; drop all of them together",
        there.len(),
        if there.len() == 1 { "is" } else { "are" },
        match missing.as_slice() {
            [one] => format!("{one} is"),
            several => format!("{} are", several.join(", ")),
        }
    ))
}

impl Planned {
    fn cost(&self) -> f64 {
        self.units.iter().map(|unit| unit.cost).sum()
    }
}

impl<'a> Tensors<'a> {
    /// Every model of a known architecture, and why what is named like one is none.
    fn transformers(&self, configs: &Configs) -> (Vec<Planned>, Vec<String>) {
        let (mut planned, mut why) = (Vec::new(), BTreeMap::new());
        let mut known = BTreeSet::new();
        for layout in LAYOUTS {
            for (prefix, layers) in self.candidates(layout) {
                let place = format!("{prefix}{}", layout.stem);
                if known.contains(&place) {
                    continue;
                }
                match self.transformer(layout, prefix, &layers, configs.model(prefix)) {
                    Ok(one) => {
                        why.remove(&place);
                        known.insert(place);
                        planned.push(one);
                    }
                    Err(reason) => {
                        why.entry(place).or_insert_with(|| {
                            format!("named like {}, but {reason}", layout.models)
                        });
                    }
                }
            }
        }
        (planned, why.into_values().collect())
    }

    /// By prefix, in the order in which they are stored, the layers that have the queries of a layout.
    fn candidates(&self, layout: &Layout) -> Vec<(&'a str, BTreeSet<usize>)> {
        let mut found: Vec<(&str, BTreeSet<usize>)> = Vec::new();
        for (_, tensor) in self.all() {
            // What is quantised or adapted stands for a weight of the usual name.
            let name = tensor.name.as_str();
            let Some((prefix, layer)) = self.named(layout, name) else {
                continue;
            };
            match found.iter_mut().find(|(known, _)| *known == prefix) {
                Some((_, layers)) => {
                    layers.insert(layer);
                }
                None => found.push((prefix, BTreeSet::from([layer]))),
            }
        }
        found
    }

    fn named(&self, layout: &Layout, name: &'a str) -> Option<(&'a str, usize)> {
        if let Some(found) = layout.layer(name) {
            return Some(found);
        }
        let stem = name
            .strip_suffix(".qweight")
            .or_else(|| name.strip_suffix(".base_layer.weight"))?;
        let (prefix, layer) = layout
            .layer(&format!("{stem}.weight"))
            .map(|(prefix, layer)| (prefix.len(), layer))?;
        Some((&name[..prefix], layer))
    }

    fn transformer(
        &self,
        layout: &'static Layout,
        prefix: &str,
        there: &BTreeSet<usize>,
        config: Config,
    ) -> Result<Planned, String> {
        let mut first: Option<(Layer, usize)> = None;
        let (mut notes, mut units, mut kept, mut refused) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut head_sizes = (0, 0);
        for &layer in there {
            let (queries, keys) = match queries_and_keys(self, layout, prefix, layer) {
                Ok(sizes) => sizes,
                Err(reason) => {
                    refused.push((layer, reason));
                    continue;
                }
            };
            if first.is_none() {
                let (heads, size, guess) =
                    self.heads(layout, prefix, layer, (queries, keys), config)?;
                head_sizes = (heads, size);
                notes.splice(
                    ..,
                    layout.note.iter().map(|note| (*note).into()).chain(guess),
                );
            }
            let sizes = Sizes {
                queries,
                head_size: head_sizes.1,
            };
            let read = match Layer::read(self, layout, prefix, layer, sizes) {
                Ok(read) => read,
                Err(reason) => {
                    refused.push((layer, reason));
                    continue;
                }
            };
            match &first {
                Some((known, number)) if !read.same_sizes(known) => {
                    return Err(format!(
                        "its layer {layer} has other sizes than layer {number}"
                    ));
                }
                Some(_) => {}
                None => {
                    first = Some((Layer::read(self, layout, prefix, layer, sizes)?, layer));
                }
            }
            units.extend(read.units(kept.len(), head_sizes.1));
            kept.push(layer);
        }
        let Some((first, _)) = first else {
            let (_, reason) = refused.into_iter().next().unwrap_or_default();
            return Err(reason);
        };
        notes.extend(self.gaps(layout, prefix, &kept, &refused));
        let tower = Tower {
            name: match prefix.trim_end_matches('.') {
                "" => "the model".into(),
                name => name.into(),
            },
            models: layout.models.into(),
            layers: kept.len(),
            heads: head_sizes.0,
            hidden_size: first.hidden_size(),
            mlp_size: first.mlp_out.shape().1,
            notes,
            ..Tower::default()
        };
        too_large(&units)?;
        Ok(Planned { tower, units })
    }

    /// What is said of layers that are not like the others, or not there.
    fn gaps(
        &self,
        layout: &Layout,
        prefix: &str,
        kept: &[usize],
        refused: &[(usize, String)],
    ) -> Option<String> {
        let place = format!("{prefix}{}", layout.stem);
        let number = |name: &str| {
            let rest = name.strip_prefix(&place)?;
            rest.split('.').next()?.parse::<usize>().ok()
        };
        let named: BTreeSet<usize> = self
            .all()
            .filter_map(|(_, tensor)| number(&tensor.name))
            .collect();
        let last = named.last().copied().max(kept.last().copied())?;
        let list = |layers: &[usize]| {
            let words: Vec<String> = layers.iter().take(12).map(usize::to_string).collect();
            format!(
                "{}{}",
                words.join(", "),
                if layers.len() > 12 { ", …" } else { "" }
            )
        };
        let others: Vec<usize> = (0..=last).filter(|layer| !kept.contains(layer)).collect();
        if others.is_empty() {
            return None;
        }
        let (other, missing): (Vec<usize>, Vec<usize>) =
            others.iter().partition(|layer| named.contains(layer));
        let mut said = Vec::new();
        if !missing.is_empty() {
            let one = missing.len() == 1;
            said.push(format!(
                "{} {} missing",
                list(&missing),
                if one { "is" } else { "are" }
            ));
        }
        if !other.is_empty() {
            let why = refused.first().map_or(
                "they have no self-attention of the kind of the others".into(),
                |(_, why)| why.clone(),
            );
            let one = other.len() == 1;
            said.push(format!(
                "{} {} passed over ({why})",
                list(&other),
                if one { "is" } else { "are" }
            ));
        }
        Some(format!(
            "of layers 0 to {last}, {}; the {} that are measured ({}) are counted from 0 here, and the factor is theirs alone",
            said.join(", "),
            kept.len(),
            list(kept)
        ))
    }

    /// Number of heads, their dimension, and what to say where both are guessed.
    fn heads(
        &self,
        layout: &Layout,
        prefix: &str,
        layer: usize,
        (queries, keys): (usize, usize),
        config: Config,
    ) -> Result<(usize, usize, Option<String>), String> {
        let size = config.head_size.or_else(|| {
            let heads = config.heads.filter(|heads| *heads > 0)?;
            queries.is_multiple_of(heads).then(|| queries / heads)
        });
        let size = size.or_else(|| {
            let lengths = layout.head_size.iter().filter_map(|(name, factor)| {
                let (_, tensor) = self.find(&layout.name(prefix, layer, name))?;
                tensor.shape.iter().product::<usize>().checked_mul(*factor)
            });
            lengths.into_iter().next()
        });
        let divides =
            |size: &usize| *size > 0 && queries.is_multiple_of(*size) && keys.is_multiple_of(*size);
        if let Some(size) = size {
            return match divides(&size) {
                true => Ok((queries / size, size, None)),
                false => Err(format!(
                    "heads of dimension {size} do not divide its {queries} queries and {keys} keys"
                )),
            };
        }
        if keys == 0 {
            return Err("its queries, keys and values cannot be told apart".into());
        }
        // The usual sizes: 32 in the MiniLM family, 128 in large models, 64 in all others.
        let usual: &[usize] = match queries {
            384 => &[32],
            4096.. => &[128, 64],
            _ => &[64, 32],
        };
        let size = usual.iter().copied().find(divides);
        let size = size.unwrap_or(if queries.is_multiple_of(keys) {
            keys
        } else {
            1
        });
        let heads = queries / size;
        let guess = format!(
            "the tensors do not tell the number of heads: {heads} of dimension {size} are assumed, as is usual for this size; a \
             config.json beside the file (dropped together with it) tells"
        );
        Ok((heads, size, Some(guess)))
    }
}

/// That all of it can be done.
fn too_large(units: &[Unit]) -> Result<(), String> {
    for unit in units {
        if let Job::Matrix { slabs, .. } = &unit.job {
            let rows = slabs.iter().map(|slab| slab.shape().0).sum();
            let cols = slabs.first().map_or(0, |slab| slab.shape().1);
            if !RowByRow::fits(rows, cols) {
                return Err(format!("{} is too large ({rows} x {cols})", unit.name));
            }
        }
    }
    Ok(())
}

fn rounding(units: &[Unit]) -> f64 {
    let slabs = units.iter().flat_map(|unit| match &unit.job {
        Job::Matrix { slabs, .. } => slabs.iter().collect::<Vec<_>>(),
        Job::Heads { left, right, .. } => vec![left, right],
    });
    slabs.fold(0.0, |largest, slab| slab.dtype.rounding().max(largest))
}
