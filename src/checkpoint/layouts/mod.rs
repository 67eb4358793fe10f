//! Which tensors of a checkpoint are the weight matrices of a Transformer: names and orientations, as data.

mod table;

pub use table::LAYOUTS;

/// How an architecture names and stores the matrices of a layer.
#[derive(Debug, PartialEq, Eq)]
pub struct Layout {
    /// A short id.
    pub id: &'static str,
    /// The models that use it.
    pub models: &'static str,
    /// What stands in a tensor's name before the number of the layer, behind a prefix of any kind.
    pub stem: &'static str,
    /// W_Q.
    pub query: Weight,
    /// W_K.
    pub key: Weight,
    /// W_V.
    pub value: Weight,
    /// W_O.
    pub output: Weight,
    /// The matrices that together are M_in: one, or gate and input of a gated network side by side.
    pub mlp_in: &'static [Weight],
    /// M_out.
    pub mlp_out: Weight,
    /// A tensor that tells the head dimension by its length, and the factor: of a normalisation, or of rotary frequencies.
    pub head_size: &'static [(&'static str, usize)],
    /// How it is fitted to what the theory is about, where it takes words.
    pub note: Option<&'static str>,
}

/// One weight matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// The tensor's name behind the number of the layer.
    pub name: &'static str,
    /// Which axis is which.
    pub stored: Stored,
    /// Which of how many equal parts of the tensor's outputs it is.
    pub part: (usize, usize),
}

/// Which axis of a tensor counts the outputs of `x W`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// Rows are outputs, as in PyTorch's `nn.Linear`.
    OutIn,
    /// Columns are outputs, as in the `Conv1D` of GPT-2.
    InOut,
}

impl Layout {
    /// Every matrix of a layer.
    pub fn weights(&self) -> impl Iterator<Item = &Weight> {
        let attention = [&self.query, &self.key, &self.value, &self.output];
        let mlp = self.mlp_in.iter().chain([&self.mlp_out]);
        attention.into_iter().chain(mlp)
    }

    /// The name of a layer's tensor.
    pub fn name(&self, prefix: &str, layer: usize, weight: &str) -> String {
        format!("{prefix}{}{layer}.{weight}", self.stem)
    }

    /// The prefix with which the tensors of layer 0 are named, if there are any.
    pub fn prefix<'a>(&self, mut names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
        let first = self.name("", 0, self.query.name);
        names.find_map(|name| {
            let prefix = name.strip_suffix(&first)?;
            (prefix.is_empty() || prefix.ends_with('.')).then_some(prefix)
        })
    }
}
