//! Every layout of the table, on a small model that is stored in its way: the same weights give the same measurements.

use super::{close, layouts_written::model, written::*};
use rankscope::{
    checkpoint::{Checkpoint, Config, Kind, layouts::LAYOUTS},
    linalg::{Matrix, singular_values},
};

/// One measurement against the matrix itself.
fn expect(checkpoint: &Checkpoint, layer: usize, kind: Kind, head: Option<usize>, w: &Matrix) {
    let found = checkpoint.matrix(layer, kind, head).unwrap();
    let what = &found.name;
    assert_eq!((found.rows, found.cols), (w.rows(), w.cols()), "{what}");
    let values = singular_values(w).unwrap();
    let values = values.as_slice();
    for (i, known) in values.iter().enumerate() {
        let there = found.singular_values.get(i).copied().unwrap_or(0.0);
        assert!(
            (there - known).abs() < 1e-13 * values[0],
            "{what} {i}: {there} {known}"
        );
    }
    let length = |j| {
        (0..w.rows())
            .map(|i| w[(i, j)] * w[(i, j)])
            .sum::<f64>()
            .sqrt()
    };
    let lengths: f64 = (0..w.cols()).map(length).sum();
    assert!(close(found.group_norm_2_1, lengths, 1e-13), "{what}");
    let magnitudes: f64 = w.as_slice().iter().map(|x| x.abs()).sum();
    assert!(close(found.entry_norm_1_1, magnitudes, 1e-13), "{what}");
}

fn check(id: &str, prefix: &str, dtype: &str, key_heads: usize) {
    let checkpoint = measured(
        &[("a.safetensors", model(id, prefix, dtype, key_heads))],
        CONFIG,
    )
    .unwrap();
    assert_eq!(
        (checkpoint.layers, checkpoint.heads),
        (DEPTH, HEADS),
        "{id}"
    );
    assert_eq!(
        (checkpoint.hidden_size, checkpoint.mlp_size),
        (N, WIDTH),
        "{id}"
    );
    for l in 0..DEPTH {
        let w = layer(l, key_heads);
        let mlp_in = match id {
            "llama" | "llama_meta" | "internlm2" | "phi3" | "chatglm" | "modernbert" | "qwen1"
            | "olmo" | "t5_gated" | "t5_gated_decoder" => beside(&[&w.gate, &w.mlp_in]),
            _ => w.mlp_in.clone(),
        };
        let whole = [
            (Kind::Query, &w.query),
            (Kind::Key, &w.key),
            (Kind::Value, &w.value),
            (Kind::Output, &w.output),
            (Kind::MlpIn, &mlp_in),
            (Kind::MlpOut, &w.mlp_out),
        ];
        for (kind, w) in whole {
            expect(&checkpoint, l, kind, None, w);
        }
        for head in 0..HEADS {
            let shared = head / (HEADS / key_heads) * HEAD;
            let query = columns(&w.query, head * HEAD, HEAD);
            let key = columns(&w.key, shared, HEAD);
            let product = query.product(&key.transpose()).unwrap();
            expect(&checkpoint, l, Kind::QueryKey, Some(head), &product);
            let value = columns(&w.value, shared, HEAD);
            let output = columns(&w.output.transpose(), head * HEAD, HEAD).transpose();
            let product = value.product(&output).unwrap();
            expect(&checkpoint, l, Kind::ValueOutput, Some(head), &product);
        }
    }
}

#[test]
fn every_layout_gives_the_same_measurements() {
    for layout in LAYOUTS {
        check(layout.id, "", "F32", HEADS);
    }
}

#[test]
fn a_prefix_changes_nothing() {
    for (id, prefix) in [
        ("bert", "bert."),
        ("bert", "roberta."),
        ("distilbert", "distilbert."),
        ("gpt2", "transformer."),
        ("llama", "model."),
    ] {
        check(id, prefix, "F32", HEADS);
    }
}

#[test]
fn queries_may_be_grouped() {
    for key_heads in [1, 2, 3] {
        for id in [
            "llama",
            "llama_meta",
            "internlm2",
            "phi3",
            "falcon",
            "mpt",
            "starcoder",
            "chatglm",
        ] {
            check(id, "model.", "F32", key_heads);
        }
    }
}

/// The numbers of the model are exact in every type.
#[test]
fn every_type_of_number_is_read_exactly() {
    for (dtype, rounding) in [("F64", 53), ("F32", 24), ("F16", 11), ("BF16", 8)] {
        check("bert", "", dtype, HEADS);
        let file = ("a.safetensors", model("bert", "", dtype, HEADS));
        assert_eq!(
            measured(&[file], CONFIG).unwrap().rounding,
            2f64.powi(-rounding)
        );
    }
}

#[test]
fn the_gated_network_is_said_to_be_a_reconstruction() {
    let checkpoint = measured(
        &[("a.safetensors", model("llama", "model.", "F32", 2))],
        CONFIG,
    );
    let notes = checkpoint.unwrap().notes;
    assert!(notes[0].contains("a reconstruction"), "{notes:?}");
}

#[test]
fn heads_that_nothing_tells_are_guessed_and_said_so() {
    let files = [("a.safetensors", model("llama", "", "F32", 3))];
    let guessed = measured(&files, Config::default()).unwrap();
    assert!(
        guessed
            .notes
            .iter()
            .any(|note| note.contains("are assumed"))
    );
    let told = Config::parse(br#"{"n_head": 3, "head_dim": 4, "layers": [1]}"#);
    assert_eq!(measured(&files, told).unwrap().heads, HEADS);
    assert_eq!(Config::parse(b"{"), Config::default());

    let mut file = Writer::default();
    let tensor = numbers(64, 64, 1);
    for name in ["q_proj", "k_proj", "v_proj", "o_proj"] {
        file.matrix(&format!("layers.0.self_attn.{name}.weight"), "F32", &tensor);
    }
    for name in ["gate_proj", "up_proj", "down_proj"] {
        file.matrix(&format!("layers.0.mlp.{name}.weight"), "F32", &tensor);
    }
    file.add("layers.0.self_attn.q_norm.weight", "F32", &[16], &[0; 64]);
    let told = measured(&[("a.safetensors", file.bytes())], Config::default()).unwrap();
    assert_eq!((told.heads, told.notes.len()), (4, 1));
}

#[test]
fn heads_that_do_not_divide_are_told() {
    let config = Config {
        heads: None,
        head_size: Some(5),
    };
    let checkpoint = measured(
        &[("a.safetensors", model("bert", "", "F32", HEADS))],
        config,
    )
    .unwrap();
    assert_eq!(checkpoint.layers, 0);
    assert!(
        checkpoint.notes[0].contains("heads of dimension 5 do not divide its 24 queries"),
        "{:?}",
        checkpoint.notes
    );
}

#[test]
fn of_an_unknown_architecture_every_matrix_is_measured_and_a_note_says_why_there_is_no_bound() {
    let mut file = Writer::default();
    let a = numbers(5, 9, 1);
    file.matrix("body.weight", "F16", &a);
    file.add("body.bias", "F32", &[2], &[0; 8]);
    file.add("row.weight", "F32", &[1, 2], &[0; 8]);
    file.add("cube", "F32", &[1, 2, 1], &[0; 8]);
    file.add("integers", "I32", &[2, 1], &[0; 8]);
    let checkpoint = measured(&[("a.safetensors", file.bytes())], CONFIG).unwrap();
    assert_eq!((checkpoint.layers, checkpoint.units), (0, 1));
    assert!(
        checkpoint.notes.iter().any(|note| note
            == "1 tensor is passed over: whole numbers, or numbers of a kind that is not read"),
        "{:?}",
        checkpoint.notes
    );
    expect(&checkpoint, 0, Kind::Other, None, &a.transpose());
    assert!(
        checkpoint.notes[0].contains("no bound: the names"),
        "{:?}",
        checkpoint.notes
    );
}

#[test]
fn of_a_known_architecture_a_layer_with_something_missing_is_passed_over_and_said_so() {
    let bytes = model("bert", "", "F32", HEADS);
    let text = String::from_utf8_lossy(&bytes[8..]).into_owned();
    let renamed = text.replacen("layer.1.output.dense", "layer.1.Output.dense", 1);
    let at = renamed.find("layer.1.Output.dense").unwrap();
    let mut bytes = bytes;
    bytes[8 + at + "layer.1.".len()] = b'O';
    let checkpoint = measured(&[("a.safetensors", bytes)], CONFIG).unwrap();
    assert_eq!(checkpoint.layers, 1);
    let note = checkpoint
        .notes
        .iter()
        .find(|note| note.contains("of layers 0 to 1"));
    let note = note.unwrap();
    assert!(
        note.contains(
            "1 is passed over (the tensor \"encoder.layer.1.output.dense.weight\" is missing)"
        ),
        "{note}"
    );
}
