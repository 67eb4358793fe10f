//! The bundled attention of a real Transformer: `sentence-transformers/all-MiniLM-L6-v2` (BERT architecture, Apache-2.0).
//!
//! The probabilities travel as `.npy` files under `www/data/`, shape `[layer, head, query, key]`, float32.

/// Layers of the model.
pub const LAYERS: usize = 6;
/// Attention heads in each layer.
pub const HEADS: usize = 12;

/// A sentence whose attention is bundled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its name in states.
    pub id: &'static str,
    /// The file under `www/data/`.
    pub asset: &'static str,
    /// What was read.
    pub text: &'static str,
    /// How the tokenizer cut it up: one name per row and column.
    pub tokens: &'static [&'static str],
}

/// Both sentences.
pub const SENTENCES: &[Sentence] = &[
    Sentence {
        id: "fox",
        asset: "minilm-fox.npy",
        text: "The quick brown fox jumps over the lazy dog.",
        tokens: &[
            "[CLS]", "the", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "dog", ".",
            "[SEP]",
        ],
    },
    Sentence {
        id: "capacity",
        asset: "minilm-capacity.npy",
        text: "Although the parameter count is enormous, the functional dimensionality of attention is often much lower than its nominal size.",
        tokens: &[
            "[CLS]",
            "although",
            "the",
            "parameter",
            "count",
            "is",
            "enormous",
            ",",
            "the",
            "functional",
            "dimensional",
            "##ity",
            "of",
            "attention",
            "is",
            "often",
            "much",
            "lower",
            "than",
            "its",
            "nominal",
            "size",
            ".",
            "[SEP]",
        ],
    },
];
