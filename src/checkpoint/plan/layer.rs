//! One layer: its tensors checked against each other, and the work that they make.

use super::{
    Slab, Unit,
    tensors::{Sizes, Tensors},
};
use crate::checkpoint::{
    Kind,
    layouts::{Layout, Part, Role, Stored, Weight},
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

/// How many queries and keys a layer has; of a tensor that holds both and the values, W_O tells how many are queries.
pub(super) fn queries_and_keys(
    tensors: &Tensors,
    layout: &Layout,
    prefix: &str,
    layer: usize,
) -> Result<(usize, usize), String> {
    let sides = |weight: &Weight| tensors.sides(&layout.name(prefix, layer, weight.name), weight);
    let (outputs, _) = sides(&layout.query)?;
    Ok(match layout.query.part {
        Part::Whole => (outputs, sides(&layout.key)?.0),
        Part::Third(_) => (outputs / 3, outputs / 3),
        Part::Block(_) | Part::Spread(_) => {
            let (_, queries) = sides(&layout.output)?;
            (queries, outputs.saturating_sub(queries) / 2)
        }
    })
}

impl Layer {
    pub fn read(
        tensors: &Tensors,
        layout: &Layout,
        prefix: &str,
        layer: usize,
        sizes: Sizes,
    ) -> Result<Self, String> {
        let slab = |weight: &Weight, rows| {
            tensors.slab(
                &layout.name(prefix, layer, weight.name),
                weight,
                rows,
                sizes,
            )
        };
        let stored = |weight: &Weight| slab(weight, None);
        // Quantised matrices are stored by their inputs, whatever the layout says.
        let by_outputs = |weight: &Weight| {
            let found = tensors.matrix(&layout.name(prefix, layer, weight.name))?;
            Ok::<_, String>(found.stored.unwrap_or(weight.stored) == Stored::OutIn)
        };
        let whole = |kind: Kind, weight: &Weight| {
            let name = match weight.part.role() {
                None => weight.name.into(),
                Some(role) => format!(
                    "{}[{}]",
                    weight.name,
                    match role {
                        Role::Query => "q",
                        Role::Key => "k",
                        Role::Value => "v",
                    }
                ),
            };
            Ok::<_, String>((kind, name, vec![stored(weight)?], by_outputs(weight)?))
        };
        let mut matrices = vec![
            whole(Kind::Query, &layout.query)?,
            whole(Kind::Key, &layout.key)?,
            whole(Kind::Value, &layout.value)?,
            whole(Kind::Output, &layout.output)?,
        ];
        let rows = by_outputs(&layout.mlp_in[0])?;
        // Side by side they are one matrix, with rows of outputs or of inputs alike.
        let side = if rows { Stored::OutIn } else { Stored::InOut };
        let same = |weight: &Weight| by_outputs(weight).map(|by| by == rows);
        let several = layout.mlp_in.len() > 1;
        let halves: Vec<_> = layout
            .mlp_in
            .iter()
            .map(|weight| match several && !rows {
                // Slabs follow each other by rows; of those that are stored by inputs, outputs have to be the rows.
                true => slab(weight, Some(Stored::OutIn)),
                false => slab(weight, Some(side)),
            })
            .collect::<Result<_, _>>()?;
        if !layout.mlp_in.iter().map(same).all(|same| same == Ok(true)) {
            return Err(format!(
                "the tensors of M_in in its layer {layer} are stored in two ways"
            ));
        }
        let names: Vec<_> = layout.mlp_in.iter().map(|weight| weight.name).collect();
        matrices.push((Kind::MlpIn, names.join(" + "), halves, rows || several));
        matrices.push(whole(Kind::MlpOut, &layout.mlp_out)?);
        let read = Self {
            query: slab(&layout.query, Some(Stored::OutIn))?,
            key: slab(&layout.key, Some(Stored::OutIn))?,
            value: slab(&layout.value, Some(Stored::OutIn))?,
            output: slab(&layout.output, Some(Stored::InOut))?,
            mlp_out: slab(&layout.mlp_out, Some(Stored::OutIn))?,
            matrices,
        };
        read.check(tensors, layout, prefix, layer)?;
        Ok(read)
    }

    pub fn hidden_size(&self) -> usize {
        self.query.shape().1
    }

    /// That the matrices can be applied one after the other.
    fn check(
        &self,
        tensors: &Tensors,
        layout: &Layout,
        prefix: &str,
        layer: usize,
    ) -> Result<(), String> {
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
        for weight in layout.mlp_in {
            let name = layout.name(prefix, layer, weight.name);
            let (outputs, inputs) = tensors.sides(&name, weight)?;
            // Gate and input of a gated network may share a tensor.
            let alone = layout.mlp_in.len() == 1;
            let fits = outputs == width || alone && outputs == 2 * width;
            if inputs != hidden || !fits || self.mlp_out.shape().0 != hidden {
                return Err(format!(
                    "the tensors {name:?} of {outputs} x {inputs} and {:?} of {} x {} do not fit each other and the hidden size {hidden}",
                    self.mlp_out.tensor, self.mlp_out.stored.0, self.mlp_out.stored.1
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
