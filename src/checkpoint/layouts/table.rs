//! The architectures that are known. The names are those of the Hugging Face transformers library, whose checkpoints these are.

use super::{
    Layout,
    Stored::{InOut, OutIn},
    Weight,
};

/// Every layout, in the order in which they are tried.
pub const LAYOUTS: &[Layout] = &[
    Layout {
        id: "bert",
        models: "BERT, RoBERTa, ELECTRA, MiniLM",
        stem: "encoder.layer.",
        query: linear("attention.self.query.weight"),
        key: linear("attention.self.key.weight"),
        value: linear("attention.self.value.weight"),
        output: linear("attention.output.dense.weight"),
        mlp_in: &[linear("intermediate.dense.weight")],
        mlp_out: linear("output.dense.weight"),
        head_size: &[],
        note: None,
    },
    Layout {
        id: "mpnet",
        models: "MPNet",
        stem: "encoder.layer.",
        query: linear("attention.attn.q.weight"),
        key: linear("attention.attn.k.weight"),
        value: linear("attention.attn.v.weight"),
        output: linear("attention.attn.o.weight"),
        mlp_in: &[linear("intermediate.dense.weight")],
        mlp_out: linear("output.dense.weight"),
        head_size: &[],
        note: Some(POSITIONS),
    },
    Layout {
        id: "distilbert",
        models: "DistilBERT",
        stem: "transformer.layer.",
        query: linear("attention.q_lin.weight"),
        key: linear("attention.k_lin.weight"),
        value: linear("attention.v_lin.weight"),
        output: linear("attention.out_lin.weight"),
        mlp_in: &[linear("ffn.lin1.weight")],
        mlp_out: linear("ffn.lin2.weight"),
        head_size: &[],
        note: None,
    },
    Layout {
        id: "gpt2",
        models: "GPT-2",
        stem: "h.",
        query: third("attn.c_attn.weight", 0),
        key: third("attn.c_attn.weight", 1),
        value: third("attn.c_attn.weight", 2),
        output: conv1d("attn.c_proj.weight"),
        mlp_in: &[conv1d("mlp.c_fc.weight")],
        mlp_out: conv1d("mlp.c_proj.weight"),
        head_size: &[],
        note: None,
    },
    Layout {
        id: "llama",
        models: "Llama, Mistral, Qwen",
        stem: "layers.",
        query: linear("self_attn.q_proj.weight"),
        key: linear("self_attn.k_proj.weight"),
        value: linear("self_attn.v_proj.weight"),
        output: linear("self_attn.o_proj.weight"),
        mlp_in: &[linear("mlp.gate_proj.weight"), linear("mlp.up_proj.weight")],
        mlp_out: linear("mlp.down_proj.weight"),
        head_size: &[
            ("self_attn.q_norm.weight", 1),
            ("self_attn.rotary_emb.inv_freq", 2),
        ],
        note: Some(GATED),
    },
];

const POSITIONS: &str =
    "the relative position bias, which is added to the logits, is left out as all biases are";

const GATED: &str = "the gated network (act(x G) ⊙ x U) M_out counts as one with M_in = [G U], gate and input side by side: the \
    product of the two halves is treated as if it were an activation with the same Lipschitz constant, and rotary positions, which \
    keep lengths, are left out: a reconstruction";

const fn linear(name: &'static str) -> Weight {
    Weight {
        name,
        stored: OutIn,
        part: (0, 1),
    }
}

const fn conv1d(name: &'static str) -> Weight {
    Weight {
        name,
        stored: InOut,
        part: (0, 1),
    }
}

/// One third of a tensor that holds W_Q, W_K and W_V side by side.
const fn third(name: &'static str, index: usize) -> Weight {
    Weight {
        name,
        stored: InOut,
        part: (index, 3),
    }
}
