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
    /// Which of the tensor's outputs it is.
    pub part: Part,
}

/// What a matrix that shares a tensor with others does there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Queries.
    Query,
    /// Keys.
    Key,
    /// Values.
    Value,
}

/// Which of a tensor's outputs a matrix is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of them.
    Whole,
    /// One of three equal blocks, queries before keys before values.
    Third(Role),
    /// One of three blocks: as many queries as W_O has inputs, then keys and values, as many of each.
    Block(Role),
    /// Spread over the heads: for each head of keys, the queries that share it, then its key, then its value.
    Spread(Role),
}

impl Part {
    /// What it does beside others, if it is a part.
    pub fn role(self) -> Option<Role> {
        match self {
            Self::Whole => None,
            Self::Third(role) | Self::Block(role) | Self::Spread(role) => Some(role),
        }
    }
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

    /// Prefix and number of the layer, where a tensor has the name of a layer's queries.
    pub fn layer<'a>(&self, name: &'a str) -> Option<(&'a str, usize)> {
        let front = name.strip_suffix(self.query.name)?.strip_suffix('.')?;
        let digits = front.len() - front.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let (front, number) = front.split_at(front.len() - digits);
        let prefix = front.strip_suffix(self.stem)?;
        let whole = prefix.is_empty() || prefix.ends_with('.');
        Some((prefix, number.parse().ok().filter(|_| whole)?))
    }
}
