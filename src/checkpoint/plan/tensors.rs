//! The tensors of all files, and the matrices that they hold: stored as they are, as convolutions, or quantised.

use super::unit::{Aside, Packing, Rows, Slab};
use crate::{
    checkpoint::layouts::{Part, Role, Stored, Weight},
    data::safetensors::{Dtype, Header, Tensor},
};
use std::collections::BTreeMap;

/// The tensors of all files.
pub(super) struct Tensors<'a> {
    files: &'a [Header],
    /// Which one of all files the first of these is.
    first: usize,
    names: BTreeMap<&'a str, (usize, &'a Tensor)>,
}

/// A tensor that holds a matrix.
pub(super) struct Found<'a> {
    pub file: usize,
    pub tensor: &'a Tensor,
    /// Rows and columns of the matrix.
    pub shape: (usize, usize),
    pub packing: Packing,
    /// Which axis counts outputs, where the way of storing tells.
    pub stored: Option<Stored>,
}

/// How many queries and heads a tensor is divided by that holds queries, keys and values.
#[derive(Clone, Copy, Default)]
pub(super) struct Sizes {
    pub queries: usize,
    pub head_size: usize,
}

impl<'a> Tensors<'a> {
    pub fn new(files: &'a [Header], first: usize) -> Self {
        let mut tensors = Self {
            files,
            first,
            names: BTreeMap::new(),
        };
        tensors.names = tensors
            .all()
            .map(|(file, tensor)| (tensor.name.as_str(), (file, tensor)))
            .collect();
        tensors
    }

    /// In the order of the files and their bytes.
    pub fn all(&self) -> impl Iterator<Item = (usize, &'a Tensor)> + use<'a> {
        let files = (self.first..).zip(self.files);
        files.flat_map(|(file, header)| header.tensors.iter().map(move |tensor| (file, tensor)))
    }

    pub fn find(&self, name: &str) -> Option<(usize, &'a Tensor)> {
        self.names.get(name).copied()
    }

    fn aside(&self, name: &str, dtypes: &[Dtype]) -> Option<(Aside, &'a [usize])> {
        let (file, tensor) = self.find(name)?;
        let aside = Aside {
            tensor: tensor.name.clone(),
            file,
            dtype: tensor.dtype,
            begin: tensor.begin,
            count: tensor.shape.iter().product(),
        };
        (dtypes.is_empty() && tensor.dtype.is_real() || dtypes.contains(&tensor.dtype))
            .then_some((aside, &tensor.shape))
    }

    /// The matrix of that name: a tensor with two axes of numbers, or what quantised checkpoints and adapters store in its place.
    pub fn matrix(&self, name: &str) -> Result<Found<'a>, String> {
        let stem = name.strip_suffix(".weight").unwrap_or(name);
        let found = self
            .find(name)
            .or_else(|| self.find(&format!("{stem}.base_layer.weight")));
        let Some((file, tensor)) = found else {
            return match self.packed(stem) {
                Some(found) => found,
                None => Err(format!("the tensor {name:?} is missing")),
            };
        };
        let plain = |shape| Found {
            file,
            tensor,
            shape,
            packing: Packing::Plain,
            stored: None,
        };
        let &[rows, cols] = tensor.shape.as_slice() else {
            let shape = &tensor.shape;
            return match tensor.dtype.is_real() {
                true => Err(format!(
                    "the tensor {name:?} has the shape {shape:?}, not that of a matrix"
                )),
                false => Err(format!("the tensor {name:?} holds no real numbers")),
            };
        };
        if rows == 0 || cols == 0 {
            return Err(format!(
                "the tensor {name:?} has the shape [{rows}, {cols}], not that of a matrix"
            ));
        }
        let scaled = self.scaled(tensor, (rows, cols))?;
        match (tensor.dtype, scaled) {
            (_, Some(packing)) => Ok(Found {
                packing,
                ..plain((rows, cols))
            }),
            (dtype, None) if dtype.is_real() => Ok(plain((rows, cols))),
            (Dtype::Other(8), None) if self.find(&format!("{name}.absmax")).is_some() => {
                Err(format!(
                    "the tensor {name:?} is stored in 4 bits by bitsandbytes, which are not unpacked"
                ))
            }
            (_, None) => Err(format!("the tensor {name:?} holds no real numbers")),
        }
    }

    /// The scales beside a tensor of 8-bit numbers.
    fn scaled(
        &self,
        tensor: &Tensor,
        (rows, cols): (usize, usize),
    ) -> Result<Option<Packing>, String> {
        let name = tensor.name.as_str();
        let stem = name.strip_suffix(".weight").unwrap_or(name);
        let named = match tensor.dtype {
            Dtype::F8E4M3 | Dtype::F8E5M2 => ["_scale", "_scale_inv", ".scale", ".scale_weight"],
            Dtype::I8 => ["_scale", ".SCB", "_format_scale", ".scale"],
            _ => return Ok(None),
        };
        let names = named
            .into_iter()
            .flat_map(|end| [format!("{name}{end}"), format!("{stem}{end}")]);
        let Some((scales, shape)) = names.into_iter().find_map(|name| self.aside(&name, &[]))
        else {
            return Ok(None);
        };
        let factor = if scales.tensor.ends_with("SCB") {
            1.0 / 127.0
        } else {
            1.0
        };
        let block = match *shape {
            _ if scales.count == 1 => Some((rows, cols)),
            [n] | [n, 1] if n == rows => Some((1, cols)),
            [1, n] if n == cols => Some((rows, 1)),
            [down, across] if (1..=rows).contains(&down) && (1..=cols).contains(&across) => {
                // Blocks of 128, as is usual, or as many as the scales make.
                let side = |length: usize, scales: usize| match length.div_ceil(128) == scales {
                    true => 128,
                    false => length.div_ceil(scales),
                };
                let block = (side(rows, down), side(cols, across));
                (rows.div_ceil(block.0) == down && cols.div_ceil(block.1) == across)
                    .then_some(block)
            }
            _ => None,
        };
        match block {
            Some(block) => Ok(Some(Packing::Scaled {
                scales,
                block,
                factor,
            })),
            None => Err(format!(
                "the scales {:?} of {shape:?} do not fit the tensor {name:?} of {rows} x {cols}",
                scales.tensor
            )),
        }
    }

    /// The words of GPTQ and AWQ.
    fn packed(&self, stem: &str) -> Option<Result<Found<'a>, String>> {
        let (file, tensor) = self.find(&format!("{stem}.qweight"))?;
        let unknown = || {
            Some(Err(
                "its words, scales and zeros (GPTQ, AWQ) do not fit each other".to_owned(),
            ))
        };
        let (Dtype::I32, &[words, across]) = (tensor.dtype, tensor.shape.as_slice()) else {
            return unknown();
        };
        let (scales, groups) = match self.aside(&format!("{stem}.scales"), &[]) {
            Some((scales, &[groups, _])) if groups > 0 => (scales, groups),
            _ => return unknown(),
        };
        let Some((zeros, zeros_shape)) = self.aside(&format!("{stem}.qzeros"), &[Dtype::I32])
        else {
            return unknown();
        };
        let outputs = scales.count / groups;
        let index = self.aside(&format!("{stem}.g_idx"), &[Dtype::I32]);
        let (shape, packing) = if outputs == across
            && let Some((index, _)) = index
        {
            let inputs = index.count;
            let bits = (words * 32)
                .checked_div(inputs)
                .filter(|bits| [2, 4, 8].contains(bits));
            let Some(bits) = bits.filter(|bits| words * 32 == inputs * bits) else {
                return unknown();
            };
            if zeros_shape != [groups, outputs * bits / 32] {
                return unknown();
            }
            let packing = Packing::Gptq {
                bits,
                zeros,
                scales,
                groups: index,
            };
            ((inputs, outputs), packing)
        } else if across * 8 == outputs
            && zeros_shape == [groups, across]
            && words.is_multiple_of(groups)
        {
            let group = words / groups;
            (
                (words, outputs),
                Packing::Awq {
                    zeros,
                    scales,
                    group,
                },
            )
        } else {
            return unknown();
        };
        Some(Ok(Found {
            file,
            tensor,
            shape,
            packing,
            stored: Some(Stored::InOut),
        }))
    }

    /// A weight, with rows of outputs or of inputs.
    pub fn slab(
        &self,
        name: &str,
        weight: &Weight,
        rows: Option<Stored>,
        sizes: Sizes,
    ) -> Result<Slab, String> {
        let found = self.matrix(name)?;
        let stored = found.stored.unwrap_or(weight.stored);
        let mut slab = Slab::whole(
            &found.tensor.name,
            found.file,
            found.tensor.dtype,
            found.tensor.begin,
            found.shape,
        );
        slab.packing = found.packing;
        slab.transposed = rows.is_some_and(|rows| rows != stored);
        let outputs = match stored {
            Stored::OutIn => found.shape.0,
            Stored::InOut => found.shape.1,
        };
        let taken = outputs_of(weight.part, outputs, sizes).ok_or_else(|| {
            let (rows, cols) = found.shape;
            format!("the tensor {name:?} of {rows} x {cols} does not split into queries, keys and values")
        })?;
        match stored {
            Stored::OutIn => slab.rows = taken,
            Stored::InOut if taken.stride == outputs => {
                slab.columns = (taken.first, taken.first + taken.run)
            }
            Stored::InOut => {
                return Err(format!(
                    "the tensor {name:?} is stored by inputs and mixed by heads, which is not known here"
                ));
            }
        }
        Ok(slab)
    }

    /// Outputs and inputs of a weight, whole.
    pub fn sides(&self, name: &str, weight: &Weight) -> Result<(usize, usize), String> {
        let found = self.matrix(name)?;
        let (rows, cols) = found.shape;
        Ok(match found.stored.unwrap_or(weight.stored) {
            Stored::OutIn => (rows, cols),
            Stored::InOut => (cols, rows),
        })
    }
}

/// Which of so many outputs a part is; nothing where they do not split so.
fn outputs_of(part: Part, outputs: usize, sizes: Sizes) -> Option<Rows> {
    let block = |first, run| Rows {
        first,
        run,
        stride: outputs,
    };
    let at = |role| match role {
        Role::Query => 0,
        Role::Key => 1,
        Role::Value => 2,
    };
    let Sizes { queries, head_size } = sizes;
    let keys = || {
        Some(outputs.checked_sub(queries)?)
            .filter(|rest| *rest > 0 && rest.is_multiple_of(2))
            .map(|rest| rest / 2)
    };
    match part {
        Part::Whole => Some(Rows::all(outputs)),
        Part::Third(role) => outputs
            .is_multiple_of(3)
            .then(|| block(at(role) * outputs / 3, outputs / 3)),
        Part::Block(Role::Query) => keys().map(|_| block(0, queries)),
        Part::Block(role) => keys().map(|keys| block(queries + (at(role) - 1) * keys, keys)),
        Part::Spread(role) => {
            let keys = keys().filter(|keys| {
                head_size > 0 && keys.is_multiple_of(head_size) && queries.is_multiple_of(*keys)
            })?;
            let share = queries / keys * head_size;
            let (first, run) = match role {
                Role::Query => (0, share),
                role => (share + (at(role) - 1) * head_size, head_size),
            };
            Some(Rows {
                first,
                run,
                stride: share + 2 * head_size,
            })
        }
    }
}
