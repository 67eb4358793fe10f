//! One layer: its tensors checked against each other, and the work that they make.

use super::{Slab, Tensors, Unit};
use crate::checkpoint::{
    Kind,
    layouts::{Layout, Stored, Weight},
};

/// The matrices of a layer as `d x N`: rows count outputs, but inputs for W_O, so that the rows of a head follow each other.
pub(super) struct Layer {
    pub query: Slab,
    pub key: Slab,
    pub value: Slab,
    pub output: Slab,
    pub mlp_out: Slab,
    /// Every matrix by itself as it is stored, with a name and whether rows count outputs.
    matrices: Vec<(Kind, String, Vec<Slab>, bool)>,
}

impl Layer {
    pub fn read(
        tensors: &Tensors,
        layout: &Layout,
        prefix: &str,
        layer: usize,
    ) -> Result<Self, String> {
        let slab = |weight: &Weight, rows| {
            tensors.slab(&layout.name(prefix, layer, weight.name), weight, rows)
        };
        let stored = |weight: &Weight| slab(weight, weight.stored);
        let whole = |kind: Kind, weight: &Weight| {
            let name = match weight.part {
                (_, 1) => weight.name.into(),
                (part, _) => format!("{}[{}]", weight.name, ["q", "k", "v"][part % 3]),
            };
            let rows = weight.stored == Stored::OutIn;
            stored(weight).map(|slab| (kind, name, vec![slab], rows))
        };
        let mut matrices = vec![
            whole(Kind::Query, &layout.query)?,
            whole(Kind::Key, &layout.key)?,
            whole(Kind::Value, &layout.value)?,
            whole(Kind::Output, &layout.output)?,
        ];
        let halves: Vec<_> = layout.mlp_in.iter().map(stored).collect::<Result<_, _>>()?;
        let names: Vec<_> = layout.mlp_in.iter().map(|weight| weight.name).collect();
        let rows = layout.mlp_in.iter().all(|w| w.stored == Stored::OutIn);
        matrices.push((Kind::MlpIn, names.join(" + "), halves, rows));
        matrices.push(whole(Kind::MlpOut, &layout.mlp_out)?);
        let read = Self {
            query: slab(&layout.query, Stored::OutIn)?,
            key: slab(&layout.key, Stored::OutIn)?,
            value: slab(&layout.value, Stored::OutIn)?,
            output: slab(&layout.output, Stored::InOut)?,
            mlp_out: slab(&layout.mlp_out, Stored::OutIn)?,
            matrices,
        };
        read.check(layout)?;
        Ok(read)
    }

    pub fn hidden_size(&self) -> usize {
        self.query.shape().1
    }

    /// That the matrices can be applied one after the other.
    fn check(&self, layout: &Layout) -> Result<(), String> {
        let hidden = self.hidden_size();
        let fits = |slab: &Slab, rows: Option<usize>| {
            let (there, cols) = slab.shape();
            match cols == hidden && rows.is_none_or(|rows| rows == there) {
                true => Ok(()),
                false => Err(format!(
                    "the tensor {:?} of {} x {} does not fit the hidden size {hidden} of {:?}",
                    slab.tensor, slab.stored.0, slab.stored.1, self.query.tensor
                )),
            }
        };
        fits(&self.key, None)?;
        fits(&self.value, Some(self.key.shape().0))?;
        fits(&self.output, Some(self.query.shape().0))?;
        let width = self.mlp_out.shape().1;
        for (weight, slab) in layout.mlp_in.iter().zip(&self.matrices[4].2) {
            let (outputs, inputs) = match weight.stored {
                Stored::OutIn => slab.shape(),
                Stored::InOut => (slab.shape().1, slab.shape().0),
            };
            if inputs != hidden || outputs != width || self.mlp_out.shape().0 != hidden {
                return Err(format!(
                    "the tensors {:?} of {} x {} and {:?} of {} x {} do not fit each other and the hidden size {hidden}",
                    slab.tensor,
                    slab.stored.0,
                    slab.stored.1,
                    self.mlp_out.tensor,
                    self.mlp_out.stored.0,
                    self.mlp_out.stored.1
                ));
            }
        }
        Ok(())
    }

    pub fn same_sizes(&self, other: &Self) -> bool {
        let sizes = |layer: &Self| {
            let slabs = [
                &layer.query,
                &layer.key,
                &layer.value,
                &layer.output,
                &layer.mlp_out,
            ];
            slabs.map(Slab::shape)
        };
        sizes(self) == sizes(other)
    }

    /// The work: each matrix by itself, then the products of the heads.
    pub fn units(self, layer: usize, head_size: usize) -> Vec<Unit> {
        let mut units: Vec<_> = (self.matrices.into_iter())
            .map(|(kind, name, slabs, rows)| Unit::matrix(layer, kind, &name, slabs, rows))
            .collect();
        for (kind, name, left, right) in [
            (Kind::QueryKey, "query x key", self.query, self.key),
            (Kind::ValueOutput, "value x output", self.value, self.output),
        ] {
            units.push(Unit::heads(layer, kind, name, left, right, head_size));
        }
        units
    }
}
