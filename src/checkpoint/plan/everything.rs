//! Matrices of whatever meaning: those of an unknown architecture, and what is said of those that a known one has beside its layers.

use super::{Job, Planned, Slab, Tower, Unit, adapters::holds, tensors::Tensors};
use crate::{
    checkpoint::{Kind, config::Configs},
    data::safetensors::{Dtype, Tensor},
    linalg::RowByRow,
};
use std::collections::{BTreeMap, BTreeSet};

/// Most names in a note.
const NAMED: usize = 5;

impl<'a> Tensors<'a> {
    /// Every matrix of a checkpoint that no architecture is known for, and why.
    pub(super) fn everything(&self, reason: &str, configs: &Configs) -> Planned {
        let mut planned = self.each(configs);
        planned.tower.notes.insert(
            0,
            format!(
                "spectra and ranks only, no bound: {reason}, and the bounds need to know which matrix does what"
            ),
        );
        planned
    }

    /// Every matrix.
    pub(super) fn each(&self, configs: &Configs) -> Planned {
        let adapters = self.adapters(configs);
        let mut units: Vec<Unit> = Vec::new();
        let (mut large, mut thin, mut kernels, mut experts) = (0, 0, 0, 0);
        let mut refused: BTreeMap<String, usize> = BTreeMap::new();
        let mut adapted = Vec::new();
        for (file, tensor) in self.all() {
            if let Some(planned) = &adapters
                && let Some(unit) = planned.units.iter().find(|unit| holds(unit, &tensor.name))
            {
                if !adapted.contains(&unit.name) {
                    adapted.push(unit.name.clone());
                    units.push(Unit {
                        layer: units.len(),
                        ..unit.clone()
                    });
                }
                continue;
            }
            for slab in match self.matrices_of(file, tensor) {
                Ok(slabs) => slabs,
                Err(Some(reason)) => {
                    *refused.entry(reason).or_default() += 1;
                    continue;
                }
                Err(None) => continue,
            } {
                let (rows, cols) = slab.shape();
                if rows == 1 || cols == 1 {
                    thin += usize::from(tensor.shape.len() == 2);
                    continue;
                }
                match RowByRow::fits(rows, cols) {
                    false => large += 1,
                    true => {
                        kernels += usize::from(tensor.shape.len() > 2 && !is_experts(&tensor.name));
                        experts += usize::from(tensor.shape.len() > 2 && is_experts(&tensor.name));
                        let by_outputs = !matches!(
                            slab.packing,
                            super::Packing::Gptq { .. } | super::Packing::Awq { .. }
                        );
                        units.push(Unit::matrix(
                            units.len(),
                            Kind::Other,
                            &tensor.name,
                            vec![slab],
                            by_outputs,
                        ));
                    }
                }
            }
        }
        let mut notes = Vec::new();
        if kernels > 0 {
            notes.push(format!(
                "{} measured as (outputs) x (inputs times places)",
                counted(
                    kernels,
                    "kernel of a convolution is",
                    "kernels of convolutions are"
                )
            ));
        }
        if experts > 0 {
            notes.push(format!(
                "{} that of an expert that shares a tensor with others",
                counted(experts, "matrix is", "matrices are each")
            ));
        }
        if thin > 0 {
            notes.push(format!(
                "{} passed over",
                counted(
                    thin,
                    "matrix of a single row or column is",
                    "matrices of a single row or column are"
                )
            ));
        }
        if large > 0 {
            notes.push(format!(
                "{} too large to be decomposed here and left out",
                counted(large, "matrix is", "matrices are")
            ));
        }
        notes.extend(refused.into_iter().map(|(reason, count)| {
            format!(
                "{} passed over: {reason}",
                counted(count, "tensor is", "tensors are")
            )
        }));
        if let Some(planned) = adapters {
            notes.extend(planned.tower.notes);
        }
        let name = "all matrices".into();
        Planned {
            tower: Tower {
                name,
                notes,
                ..Tower::default()
            },
            units,
        }
    }

    /// The matrices of a tensor; why there are none, or nothing where none is expected.
    fn matrices_of(&self, file: usize, tensor: &Tensor) -> Result<Vec<Slab>, Option<String>> {
        let whole = |begin, shape| Slab::whole(&tensor.name, file, tensor.dtype, begin, shape);
        if let Some(stem) = tensor.name.strip_suffix(".qweight") {
            let found = self
                .matrix(&format!("{stem}.weight"))
                .map_err(|why| Some(why.replacen("its ", "", 1)))?;
            let mut slab = whole(tensor.begin, found.shape);
            slab.packing = found.packing;
            return Ok(vec![slab]);
        }
        if self.is_beside(&tensor.name) {
            return Err(None);
        }
        match *tensor.shape.as_slice() {
            _ if tensor.shape.contains(&0) => Err(None),
            [_, _] => {
                let reason = || match tensor.dtype {
                    Dtype::Other(8) if self.find(&format!("{}.absmax", tensor.name)).is_some() => {
                        "the 4 bits of bitsandbytes, whose tables are not unpacked here".into()
                    }
                    Dtype::F8E4M3 | Dtype::F8E5M2 => "its scales do not fit".into(),
                    Dtype::I8 | Dtype::I32 | Dtype::Other(_) => {
                        "whole numbers, or numbers of a kind that is not read".to_owned()
                    }
                    _ => "not a matrix".into(),
                };
                let found = self.matrix(&tensor.name).map_err(|_| Some(reason()))?;
                let mut slab = whole(tensor.begin, found.shape);
                slab.packing = found.packing;
                Ok(vec![slab])
            }
            [experts, rows, cols] if tensor.dtype.is_real() && is_experts(&tensor.name) => {
                let size = (rows * cols * tensor.dtype.bytes()) as u64;
                Ok((0..experts)
                    .map(|i| whole(tensor.begin + i as u64 * size, (rows, cols)))
                    .collect())
            }
            [out, ref rest @ ..] if tensor.dtype.is_real() && (2..=4).contains(&rest.len()) => {
                Ok(vec![whole(tensor.begin, (out, rest.iter().product()))])
            }
            _ => Err(None),
        }
    }

    /// Whether a tensor is a list of scales or zeros beside another one.
    fn is_beside(&self, name: &str) -> bool {
        const ENDS: &[&str] = &[
            "_scale",
            "_scale_inv",
            ".SCB",
            ".qzeros",
            ".scales",
            ".g_idx",
            ".absmax",
            ".quant_map",
            ".weight_format",
            "_zero_point",
            ".input_scale",
            ".output_scale",
        ];
        let quantised = |stem: &str| {
            ["", ".weight", ".qweight"]
                .iter()
                .any(|end| self.find(&format!("{stem}{end}")).is_some())
        };
        ENDS.iter().any(|end| {
            name.strip_suffix(end)
                .is_some_and(|stem| quantised(stem) || quantised(stem.trim_end_matches(".weight")))
        }) || name.contains(".nested_")
            || name.contains(".quant_state.")
    }

    /// What is said of the matrices that known models have beside those of their layers.
    pub(super) fn passed_over(
        &self,
        planned: &[Planned],
        adapters: &Option<Planned>,
    ) -> Option<String> {
        let mut used = BTreeSet::new();
        for unit in planned.iter().chain(adapters).flat_map(|one| &one.units) {
            let slabs: Vec<&Slab> = match &unit.job {
                Job::Matrix { slabs, .. } => slabs.iter().collect(),
                Job::Heads { left, right, .. } => vec![left, right],
            };
            used.extend(slabs.into_iter().map(|slab| slab.tensor.as_str()));
        }
        let beside = |tensor: &&Tensor| {
            let sides = tensor.shape.iter().filter(|side| **side > 1).count();
            tensor.shape.len() >= 2 && sides >= 2 && !used.contains(tensor.name.as_str()) && !self.is_beside(&tensor.name)
                // Masks and positions that some models store.
                && !(tensor.shape.len() == 4 && tensor.shape[..2] == [1, 1])
        };
        let beside: Vec<&Tensor> = self
            .all()
            .map(|(_, tensor)| tensor)
            .filter(beside)
            .collect();
        let without_numbers = |name: &str| {
            let parts = name
                .split('.')
                .filter(|part| !part.bytes().all(|b| b.is_ascii_digit()));
            parts.collect::<Vec<_>>().join(".")
        };
        let names: BTreeSet<String> = beside
            .iter()
            .map(|tensor| without_numbers(&tensor.name))
            .collect();
        let mut said: Vec<&str> = names.iter().map(String::as_str).take(NAMED).collect();
        if names.len() > NAMED {
            said.push("…");
        }
        (!beside.is_empty()).then(|| {
            format!(
                "beside the layers, {} not measured: {}",
                counted(beside.len(), "matrix is", "matrices are"),
                said.join(", ")
            )
        })
    }
}

/// A number with its noun and verb.
fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

fn is_experts(name: &str) -> bool {
    name.contains("experts")
}
