//! A small model, written in every layout.

use super::written::*;
use rankscope::linalg::Matrix;

/// The model in the layout of that id, written independently of the table.
pub fn model(id: &str, prefix: &str, dtype: &str, key_heads: usize) -> Vec<u8> {
    let mut file = Writer::default();
    file.add(
        &format!("{prefix}embeddings.position_ids"),
        "I64",
        &[1, 2],
        &[0; 16],
    );
    file.matrix(&format!("{prefix}wte.weight"), dtype, &numbers(40, N, 9));
    for l in 0..DEPTH {
        let w = layer(l, key_heads);
        let mut linear = |name: &str, w: &Matrix| {
            file.matrix(&format!("{prefix}{name}.weight"), dtype, &w.transpose());
        };
        match id {
            "bert" => {
                let at = format!("encoder.layer.{l}");
                linear(&format!("{at}.attention.self.query"), &w.query);
                linear(&format!("{at}.attention.self.key"), &w.key);
                linear(&format!("{at}.attention.self.value"), &w.value);
                linear(&format!("{at}.attention.output.dense"), &w.output);
                linear(&format!("{at}.intermediate.dense"), &w.mlp_in);
                linear(&format!("{at}.output.dense"), &w.mlp_out);
            }
            "mpnet" => {
                let at = format!("encoder.layer.{l}");
                linear(&format!("{at}.attention.attn.q"), &w.query);
                linear(&format!("{at}.attention.attn.k"), &w.key);
                linear(&format!("{at}.attention.attn.v"), &w.value);
                linear(&format!("{at}.attention.attn.o"), &w.output);
                linear(&format!("{at}.intermediate.dense"), &w.mlp_in);
                linear(&format!("{at}.output.dense"), &w.mlp_out);
            }
            "distilbert" => {
                let at = format!("transformer.layer.{l}");
                linear(&format!("{at}.attention.q_lin"), &w.query);
                linear(&format!("{at}.attention.k_lin"), &w.key);
                linear(&format!("{at}.attention.v_lin"), &w.value);
                linear(&format!("{at}.attention.out_lin"), &w.output);
                linear(&format!("{at}.ffn.lin1"), &w.mlp_in);
                linear(&format!("{at}.ffn.lin2"), &w.mlp_out);
            }
            "gpt2" => {
                let at = format!("{prefix}h.{l}");
                let fused = beside(&[&w.query, &w.key, &w.value]);
                file.matrix(&format!("{at}.attn.c_attn.weight"), dtype, &fused);
                file.matrix(&format!("{at}.attn.c_proj.weight"), dtype, &w.output);
                file.matrix(&format!("{at}.mlp.c_fc.weight"), dtype, &w.mlp_in);
                file.matrix(&format!("{at}.mlp.c_proj.weight"), dtype, &w.mlp_out);
            }
            "llama" => {
                let at = format!("layers.{l}");
                linear(&format!("{at}.self_attn.q_proj"), &w.query);
                linear(&format!("{at}.self_attn.k_proj"), &w.key);
                linear(&format!("{at}.self_attn.v_proj"), &w.value);
                linear(&format!("{at}.self_attn.o_proj"), &w.output);
                linear(&format!("{at}.mlp.gate_proj"), &w.gate);
                linear(&format!("{at}.mlp.up_proj"), &w.mlp_in);
                linear(&format!("{at}.mlp.down_proj"), &w.mlp_out);
            }
            "llama_meta" => {
                let at = format!("layers.{l}");
                linear(&format!("{at}.attention.wq"), &w.query);
                linear(&format!("{at}.attention.wk"), &w.key);
                linear(&format!("{at}.attention.wv"), &w.value);
                linear(&format!("{at}.attention.wo"), &w.output);
                linear(&format!("{at}.feed_forward.w1"), &w.gate);
                linear(&format!("{at}.feed_forward.w3"), &w.mlp_in);
                linear(&format!("{at}.feed_forward.w2"), &w.mlp_out);
            }
            "internlm2" => {
                let at = format!("layers.{l}");
                linear(&format!("{at}.attention.wqkv"), &spread(&w, key_heads));
                linear(&format!("{at}.attention.wo"), &w.output);
                linear(&format!("{at}.feed_forward.w1"), &w.gate);
                linear(&format!("{at}.feed_forward.w3"), &w.mlp_in);
                linear(&format!("{at}.feed_forward.w2"), &w.mlp_out);
            }
            "phi3" => {
                let at = format!("layers.{l}");
                linear(
                    &format!("{at}.self_attn.qkv_proj"),
                    &beside(&[&w.query, &w.key, &w.value]),
                );
                linear(&format!("{at}.self_attn.o_proj"), &w.output);
                linear(
                    &format!("{at}.mlp.gate_up_proj"),
                    &beside(&[&w.gate, &w.mlp_in]),
                );
                linear(&format!("{at}.mlp.down_proj"), &w.mlp_out);
            }
            "phi2" | "opt" | "clip" => {
                let at = format!("layers.{l}");
                let (output, mlp) = match id {
                    "phi2" => ("dense", "mlp."),
                    "opt" => ("out_proj", ""),
                    _ => ("out_proj", "mlp."),
                };
                linear(&format!("{at}.self_attn.q_proj"), &w.query);
                linear(&format!("{at}.self_attn.k_proj"), &w.key);
                linear(&format!("{at}.self_attn.v_proj"), &w.value);
                linear(&format!("{at}.self_attn.{output}"), &w.output);
                linear(&format!("{at}.{mlp}fc1"), &w.mlp_in);
                linear(&format!("{at}.{mlp}fc2"), &w.mlp_out);
            }
            "vit" | "dinov2" | "deberta" => {
                let at = format!("encoder.layer.{l}");
                let [q, k, v] = match id {
                    "deberta" => ["self.query_proj", "self.key_proj", "self.value_proj"],
                    _ => ["attention.query", "attention.key", "attention.value"],
                };
                linear(&format!("{at}.attention.{q}"), &w.query);
                linear(&format!("{at}.attention.{k}"), &w.key);
                linear(&format!("{at}.attention.{v}"), &w.value);
                linear(&format!("{at}.attention.output.dense"), &w.output);
                let [first, second] = match id {
                    "dinov2" => ["mlp.fc1", "mlp.fc2"],
                    _ => ["intermediate.dense", "output.dense"],
                };
                linear(&format!("{at}.{first}"), &w.mlp_in);
                linear(&format!("{at}.{second}"), &w.mlp_out);
            }
            "neox" | "persimmon" | "falcon" => {
                let [at, attention] = match id {
                    "neox" => [format!("layers.{l}"), "attention".into()],
                    "persimmon" => [format!("layers.{l}"), "self_attn".into()],
                    _ => [format!("h.{l}"), "self_attention".to_owned()],
                };
                linear(
                    &format!("{at}.{attention}.query_key_value"),
                    &spread(&w, key_heads),
                );
                linear(&format!("{at}.{attention}.dense"), &w.output);
                linear(&format!("{at}.mlp.dense_h_to_4h"), &w.mlp_in);
                linear(&format!("{at}.mlp.dense_4h_to_h"), &w.mlp_out);
            }
            "chatglm" => {
                let at = format!("layers.{l}");
                linear(
                    &format!("{at}.self_attention.query_key_value"),
                    &beside(&[&w.query, &w.key, &w.value]),
                );
                linear(&format!("{at}.self_attention.dense"), &w.output);
                linear(
                    &format!("{at}.mlp.dense_h_to_4h"),
                    &beside(&[&w.gate, &w.mlp_in]),
                );
                linear(&format!("{at}.mlp.dense_4h_to_h"), &w.mlp_out);
            }
            "mpt" => {
                let at = format!("blocks.{l}");
                linear(
                    &format!("{at}.attn.Wqkv"),
                    &beside(&[&w.query, &w.key, &w.value]),
                );
                linear(&format!("{at}.attn.out_proj"), &w.output);
                linear(&format!("{at}.ffn.up_proj"), &w.mlp_in);
                linear(&format!("{at}.ffn.down_proj"), &w.mlp_out);
            }
            "modernbert" => {
                let at = format!("layers.{l}");
                linear(
                    &format!("{at}.attn.Wqkv"),
                    &beside(&[&w.query, &w.key, &w.value]),
                );
                linear(&format!("{at}.attn.Wo"), &w.output);
                linear(&format!("{at}.mlp.Wi"), &beside(&[&w.gate, &w.mlp_in]));
                linear(&format!("{at}.mlp.Wo"), &w.mlp_out);
            }
            "qwen1" => {
                let at = format!("h.{l}");
                linear(
                    &format!("{at}.attn.c_attn"),
                    &beside(&[&w.query, &w.key, &w.value]),
                );
                linear(&format!("{at}.attn.c_proj"), &w.output);
                linear(&format!("{at}.mlp.w1"), &w.gate);
                linear(&format!("{at}.mlp.w2"), &w.mlp_in);
                linear(&format!("{at}.mlp.c_proj"), &w.mlp_out);
            }
            "starcoder" => {
                let at = format!("h.{l}");
                linear(
                    &format!("{at}.attn.c_attn"),
                    &beside(&[&w.query, &w.key, &w.value]),
                );
                linear(&format!("{at}.attn.c_proj"), &w.output);
                linear(&format!("{at}.mlp.c_fc"), &w.mlp_in);
                linear(&format!("{at}.mlp.c_proj"), &w.mlp_out);
            }
            "olmo" => {
                let at = format!("blocks.{l}");
                linear(
                    &format!("{at}.att_proj"),
                    &beside(&[&w.query, &w.key, &w.value]),
                );
                linear(&format!("{at}.attn_out"), &w.output);
                linear(&format!("{at}.ff_proj"), &beside(&[&w.gate, &w.mlp_in]));
                linear(&format!("{at}.ff_out"), &w.mlp_out);
            }
            "gptj" | "gptneo" => {
                let (at, inner) = (
                    format!("h.{l}"),
                    if id == "gptj" {
                        "attn"
                    } else {
                        "attn.attention"
                    },
                );
                linear(&format!("{at}.{inner}.q_proj"), &w.query);
                linear(&format!("{at}.{inner}.k_proj"), &w.key);
                linear(&format!("{at}.{inner}.v_proj"), &w.value);
                linear(&format!("{at}.{inner}.out_proj"), &w.output);
                let [first, second] = if id == "gptj" {
                    ["fc_in", "fc_out"]
                } else {
                    ["c_fc", "c_proj"]
                };
                linear(&format!("{at}.mlp.{first}"), &w.mlp_in);
                linear(&format!("{at}.mlp.{second}"), &w.mlp_out);
            }
            "t5" | "t5_gated" | "t5_decoder" | "t5_gated_decoder" => {
                let at = format!("block.{l}");
                linear(&format!("{at}.layer.0.SelfAttention.q"), &w.query);
                linear(&format!("{at}.layer.0.SelfAttention.k"), &w.key);
                linear(&format!("{at}.layer.0.SelfAttention.v"), &w.value);
                linear(&format!("{at}.layer.0.SelfAttention.o"), &w.output);
                let decoder = id.ends_with("decoder");
                if decoder {
                    linear(&format!("{at}.layer.1.EncDecAttention.q"), &w.query);
                }
                let dense = format!("{at}.layer.{}.DenseReluDense", if decoder { 2 } else { 1 });
                if id.contains("gated") {
                    linear(&format!("{dense}.wi_0"), &w.gate);
                    linear(&format!("{dense}.wi_1"), &w.mlp_in);
                } else {
                    linear(&format!("{dense}.wi"), &w.mlp_in);
                }
                linear(&format!("{dense}.wo"), &w.mlp_out);
            }
            "timm" => {
                let at = format!("blocks.{l}");
                linear(
                    &format!("{at}.attn.qkv"),
                    &beside(&[&w.query, &w.key, &w.value]),
                );
                linear(&format!("{at}.attn.proj"), &w.output);
                linear(&format!("{at}.mlp.fc1"), &w.mlp_in);
                linear(&format!("{at}.mlp.fc2"), &w.mlp_out);
            }
            "open_clip" | "torch" => {
                let (at, attention) = match id {
                    "torch" => (format!("{prefix}layers.{l}"), "self_attn"),
                    _ => (format!("{prefix}resblocks.{l}"), "attn"),
                };
                let [first, second] = if id == "torch" {
                    ["linear1", "linear2"]
                } else {
                    ["mlp.c_fc", "mlp.c_proj"]
                };
                let fused = beside(&[&w.query, &w.key, &w.value]).transpose();
                file.matrix(&format!("{at}.{attention}.in_proj_weight"), dtype, &fused);
                file.matrix(
                    &format!("{at}.{attention}.out_proj.weight"),
                    dtype,
                    &w.output.transpose(),
                );
                file.matrix(
                    &format!("{at}.{first}.weight"),
                    dtype,
                    &w.mlp_in.transpose(),
                );
                file.matrix(
                    &format!("{at}.{second}.weight"),
                    dtype,
                    &w.mlp_out.transpose(),
                );
            }
            other => panic!("{other} is new: write it here"),
        }
    }
    file.bytes()
}

/// Queries, keys and values as GPT-NeoX and Falcon mix them: for each head of keys, its queries, its key, its value.
fn spread(w: &Layer, key_heads: usize) -> Matrix {
    let share = HEADS / key_heads;
    let mut parts = Vec::new();
    for head in 0..key_heads {
        parts.push(columns(&w.query, head * share * HEAD, share * HEAD));
        parts.push(columns(&w.key, head * HEAD, HEAD));
        parts.push(columns(&w.value, head * HEAD, HEAD));
    }
    beside(&parts.iter().collect::<Vec<_>>())
}
