//! What the run hands over: heads to Attention, weights to Transformer, trained networks to be kept.

use super::{facts::Facts, fleet::Fleet, measuring::HeadMatrices, trainer::Trainer};
use crate::{
    data::{Named, write_npy, write_safetensors},
    labs::{Offer, Sweep},
    linalg::transpose_into,
    nn::{tensor::Tensor, transformer::Activation},
};

pub const ATTENTION: &str = "attention.npy";
pub const WEIGHTS: &str = "weights.safetensors";
pub const CONFIG: &str = "config.json";
pub const SWEEP: &str = "networks.json";

/// What there is.
pub fn offers(facts: &Facts) -> Vec<Offer> {
    let (view, m) = (facts.view, facts.setup.samples);
    let mut offers = vec![
        Offer {
            label: "Open this head in Attention".into(),
            files: vec![ATTENTION],
            state: format!(
                "lab=attention&source=file&layer={}&head={}&m={m}",
                view.layer, view.head
            ),
        },
        Offer {
            label: "Open these weights in Transformer".into(),
            files: vec![WEIGHTS, CONFIG],
            state: format!("lab=transformer&source=file&layer={}", view.layer),
        },
    ];
    if !facts.fleet.outcomes.is_empty() {
        offers.push(Offer {
            label: "Save the networks beside it".into(),
            files: vec![SWEEP],
            state: String::new(),
        });
    }
    offers
}

/// The mean attention of every head over the probe: layer x head x T x T.
pub fn attention(trainer: &Trainer, heads: &[HeadMatrices]) -> Vec<u8> {
    let shape = &trainer.setup.shape;
    let axes = [shape.layers, shape.heads, shape.context, shape.context];
    let entries = heads.iter().flat_map(|head| head.mean_attention.as_slice());
    write_npy(&axes, &entries.copied().collect::<Vec<_>>())
}

/// The weights as a checkpoint of GPT-2 names and stores them, which multiplies from the left, too; read-outs lie the other way round.
pub fn weights(trainer: &Trainer) -> Vec<u8> {
    let net = &trainer.net;
    let values = |tensor: &Tensor| trainer.weights[tensor.range()].to_vec();
    let whole = |name: String, tensor: &Tensor| -> Named {
        let shape = match tensor.name.ends_with("gain") {
            true => vec![tensor.cols],
            false => vec![tensor.rows, tensor.cols],
        };
        (name, shape, values(tensor))
    };
    let all = net.tensors();
    let mut out = Vec::new();
    for (name, to) in [("token embedding", "wte"), ("position embedding", "wpe")] {
        let tensor = all.iter().find(|tensor| tensor.name == name);
        out.extend(tensor.map(|tensor| whole(format!("{to}.weight"), tensor)));
    }
    for (l, layer) in net.layers().iter().enumerate() {
        let parts = [&layer.query, &layer.key, &layer.value];
        match &layer.feed {
            Some(_) => out.push(side_by_side(
                format!("h.{l}.attn.c_attn.weight"),
                parts.map(values),
                layer.query.rows,
            )),
            // Without a feed-forward part it is no GPT-2: every matrix is for itself.
            None => out.extend(
                ["query", "key", "value"]
                    .into_iter()
                    .zip(parts)
                    .map(|(part, tensor)| whole(format!("h.{l}.attn.{part}.weight"), tensor)),
            ),
        }
        out.push(whole(format!("h.{l}.attn.c_proj.weight"), &layer.output));
        for (gain, name) in [(&layer.attention_gain, "ln_1"), (&layer.feed_gain, "ln_2")] {
            let gain = gain.as_ref();
            out.extend(gain.map(|gain| whole(format!("h.{l}.{name}.weight"), gain)));
        }
        if let Some([enter, leave]) = &layer.feed {
            out.push(whole(format!("h.{l}.mlp.c_fc.weight"), enter));
            out.push(whole(format!("h.{l}.mlp.c_proj.weight"), leave));
        }
    }
    for (name, to) in [("final gain", "ln_f"), ("read-out", "lm_head")] {
        let Some(tensor) = all.iter().find(|tensor| tensor.name == name) else {
            continue;
        };
        let (name, mut shape, mut values) = whole(format!("{to}.weight"), tensor);
        if to == "lm_head" {
            let lying = values.clone();
            transpose_into([tensor.rows, tensor.cols], &lying, &mut values);
            shape.reverse();
        }
        out.push((name, shape, values));
    }
    write_safetensors(&out)
}

/// Three d x d matrices as one, d x 3d.
fn side_by_side(name: String, parts: [Vec<f64>; 3], d: usize) -> Named {
    let row = |i: usize| parts.iter().flat_map(move |w| &w[i * d..(i + 1) * d]);
    let values = (0..d).flat_map(row).copied().collect();
    (name, vec![d, 3 * d], values)
}

/// What the tensors do not tell, in the words of GPT-2.
pub fn config(trainer: &Trainer) -> Vec<u8> {
    let shape = &trainer.setup.shape;
    let activation = match shape.feed_forward {
        Some(Activation::Relu) => "\"relu\"",
        Some(Activation::Gelu) => "\"gelu_new\"",
        None => "null",
    };
    let text = format!(
        "{{\"model_type\": \"gpt2\", \"n_layer\": {}, \"n_head\": {}, \"n_embd\": {}, \"n_positions\": {}, \"vocab_size\": {}, \"activation_function\": {activation}}}\n",
        shape.layers, shape.heads, shape.width, shape.context, shape.vocabulary
    );
    text.into_bytes()
}

/// The networks that were trained beside it so far.
pub fn sweep(fleet: &Fleet, state: &str) -> Option<Vec<u8>> {
    let networks = fleet.outcomes.clone();
    let state = state.to_owned();
    Sweep { state, networks }.write()
}
