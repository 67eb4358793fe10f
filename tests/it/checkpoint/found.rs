//! Checkpoints as they are found: with adapters, convolutions or several models, in parts.

use super::written::*;
use rankscope::{
    checkpoint::{Checkpoint, Config, Configs, Measurement, Plan, Survey},
    data::safetensors::Header,
    linalg::{Matrix, singular_values},
};

pub fn one(file: &Writer) -> Checkpoint {
    measured(&[("a.safetensors", file.bytes())], Config::default()).unwrap()
}

/// A matrix W of `y = W x` against what was measured of it.
pub fn expect(found: &Measurement, w: &Matrix) {
    assert_eq!(
        (found.rows, found.cols),
        (w.cols(), w.rows()),
        "{}",
        found.name
    );
    let known = singular_values(w).unwrap();
    let largest = known.as_slice()[0];
    for (i, known) in known.as_slice().iter().enumerate() {
        let there = found.singular_values.get(i).copied().unwrap_or(0.0);
        assert!(
            (there - known).abs() < 1e-12 * largest,
            "{} {i}: {there} {known}",
            found.name
        );
    }
    let lengths: f64 = (0..w.rows())
        .map(|i| w.row(i).iter().map(|x| x * x).sum::<f64>().sqrt())
        .sum();
    assert!(
        (found.group_norm_2_1 - lengths).abs() < 1e-12 * lengths,
        "{}",
        found.name
    );
    let magnitudes: f64 = w.as_slice().iter().map(|x| x.abs()).sum();
    assert!(
        (found.entry_norm_1_1 - magnitudes).abs() < 1e-12 * magnitudes,
        "{}",
        found.name
    );
}

pub fn floats(numbers: &[f64]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|x| (*x as f32).to_le_bytes())
        .collect()
}

#[test]
fn kernels_are_matrices_of_outputs_by_inputs_times_places() {
    let mut file = Writer::default();
    let (two, one_axis) = (numbers(4, 3 * 5 * 2, 1), numbers(6, 4 * 3, 2));
    file.add("conv.weight", "F32", &[4, 3, 5, 2], &floats(two.as_slice()));
    file.add(
        "conv1.weight",
        "F32",
        &[6, 4, 3],
        &floats(one_axis.as_slice()),
    );
    file.add("mask", "F32", &[1, 1, 4, 4], &[0; 64]);
    let stack = numbers(2 * 3, 4, 5);
    file.add(
        "mlp.experts.up",
        "F32",
        &[2, 3, 4],
        &floats(stack.as_slice()),
    );
    let checkpoint = one(&file);
    let found: Vec<_> = checkpoint.matrices().collect();
    assert_eq!(found.len(), 4);
    expect(found[0], &two);
    expect(found[1], &one_axis);
    for (expert, found) in found[2..].iter().enumerate() {
        expect(
            found,
            &Matrix::from_fn(3, 4, |i, j| stack[(3 * expert + i, j)]),
        );
    }
}

#[test]
fn an_adapter_is_its_product() {
    let mut file = Writer::default();
    for (name, out) in [("q_proj", 12), ("v_proj", 6)] {
        let at = format!("base_model.model.layers.0.self_attn.{name}");
        file.matrix(&format!("{at}.lora_A.weight"), "F32", &numbers(3, 10, 1));
        file.matrix(&format!("{at}.lora_B.weight"), "F32", &numbers(out, 3, 2));
    }
    let checkpoint = one(&file);
    for (found, out) in checkpoint.matrices().zip([12, 6]) {
        expect(
            found,
            &numbers(out, 3, 2).product(&numbers(3, 10, 1)).unwrap(),
        );
    }
    let header = Header::parse("a", &file.bytes(), file.bytes().len() as u64).unwrap();
    let told = Plan::new(
        "a",
        &[header],
        Configs::parse(br#"{"lora_alpha": 16, "r": 8}"#),
    );
    assert!(
        told.towers[0]
            .notes
            .iter()
            .any(|note| note.contains("times 2;")),
        "{:?}",
        told.towers[0].notes
    );
}

/// A small BERT with other numbers for each seed.
fn bert(file: &mut Writer, prefix: &str, layers: &[usize], seed: u64) {
    for layer in layers {
        for (i, (name, rows, cols)) in [
            ("attention.self.query", 8, 8),
            ("attention.self.key", 8, 8),
            ("attention.self.value", 8, 8),
            ("attention.output.dense", 8, 8),
            ("intermediate.dense", 16, 8),
            ("output.dense", 8, 16),
        ]
        .into_iter()
        .enumerate()
        {
            let w = numbers(rows, cols, seed + 10 * *layer as u64 + i as u64);
            file.matrix(
                &format!("{prefix}encoder.layer.{layer}.{name}.weight"),
                "F32",
                &w,
            );
        }
    }
}

#[test]
fn several_models_are_all_measured_and_the_largest_comes_first() {
    let mut file = Writer::default();
    bert(&mut file, "small.", &[0], 1);
    bert(&mut file, "large.", &[0, 1, 2], 2);
    let both = one(&file);
    assert_eq!(
        both.towers
            .iter()
            .map(|tower| tower.name.as_str())
            .collect::<Vec<_>>(),
        ["large", "small"]
    );
    assert_eq!((both.layers, both.units), (3, 3 * 8 + 8));
    for (at, prefix, layers, seed) in [(0, "large.", 3, 2), (1, "small.", 1, 1)] {
        let mut alone = Writer::default();
        bert(&mut alone, prefix, &(0..layers).collect::<Vec<_>>(), seed);
        let (tower, alone) = (both.tower(at), one(&alone));
        assert_eq!(
            (tower.layers, tower.heads, tower.units),
            (alone.layers, alone.heads, alone.units)
        );
        assert!(tower.matrices().eq(alone.matrices()));
    }
    // A file of measurements keeps them.
    let read = Checkpoint::from_bytes("a", &both.to_bytes().unwrap()).unwrap();
    assert_eq!(read.towers, both.towers);
    // Two files with tensors of the same names are two models.
    let (mut first, mut second) = (Writer::default(), Writer::default());
    bert(&mut first, "", &[0], 3);
    bert(&mut second, "", &[0, 1], 4);
    let files = [
        ("1.safetensors", first.bytes()),
        ("2.safetensors", second.bytes()),
    ];
    let two = measured(&files, Config::default()).unwrap();
    assert_eq!(two.towers.len(), 2);
    for (at, alone) in [&first, &second].into_iter().enumerate() {
        assert!(two.tower(at).matrices().eq(one(alone).matrices()), "{at}");
    }
}

#[test]
fn missing_layers_and_files_are_named_and_the_rest_is_measured() {
    let mut file = Writer::default();
    bert(&mut file, "", &[0, 1, 3, 4], 1);
    file.matrix("encoder.layer.2.mixer.weight", "F32", &numbers(8, 8, 1));
    file.matrix(
        "encoder.layer.6.attention.self.query.weight",
        "F32",
        &numbers(8, 8, 1),
    );
    let checkpoint = one(&file);
    assert_eq!(checkpoint.layers, 4);
    let told = checkpoint
        .notes
        .iter()
        .find(|note| note.contains("of layers 0 to 6"))
        .unwrap();
    assert!(
        told.contains("5 is missing")
            && told.contains("2, 6 are passed over")
            && told.contains("0, 1, 3, 4"),
        "{told}"
    );

    let part = measured(
        &[("model-00002-of-00003.safetensors", file.bytes())],
        Config::default(),
    )
    .unwrap();
    assert!(
        part.notes[0].contains("1 of its 3 files is there, and number 1, 3 are missing"),
        "{}",
        part.notes[0]
    );
}

/// Only a `config.json`, or what tells about heads, counts among the files of a folder, in whatever order they come.
#[test]
fn other_settings_in_a_folder_replace_no_config() {
    let mut file = Writer::default();
    bert(&mut file, "", &[0], 1);
    let config = br#"{"num_attention_heads": 4}"#.to_vec();
    let others = [
        ("generation_config.json", br#"{"num_heads": 2}"#.to_vec()),
        ("tokenizer.json", b"{\"model\": {}}".to_vec()),
        ("tokenizer_config.json", b"{}".to_vec()),
        ("other.json", b"{\"n_head\": 1}".to_vec()),
        ("broken.json", b"{".to_vec()),
    ];
    let mut all = vec![("model.safetensors", file.bytes()), ("config.json", config)];
    all.extend(others);
    for _ in 0..all.len() {
        all.rotate_left(1);
        let mut survey = Survey::default();
        for (name, bytes) in &all {
            while let Some(wanted) = survey.take(name, bytes.len() as u64, bytes).unwrap() {
                assert!(wanted > bytes.len() as u64, "{name}");
            }
        }
        assert_eq!(survey.plan().unwrap().towers[0].heads, 4);
    }
}

#[test]
fn what_is_no_safetensors_file_is_named_by_its_content() {
    for (bytes, words) in [
        (
            &b"PK\x03\x04 archive/data.pkl and more"[..],
            "a PyTorch checkpoint",
        ),
        (b"GGUF\x03\0\0\0aaaaaaaa", "a GGUF checkpoint"),
        (b"\x89HDF\r\n\x1a\naaaaaaaa", "an HDF5 file"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:0",
            "a pointer of Git LFS",
        ),
        (b"<!doctype html><html></html>", "a web page"),
        (b"\x80\x02}q\x00(aaaaaaaaaaaa", "a Python pickle"),
    ] {
        let error = Survey::default()
            .take("model.safetensors", bytes.len() as u64, bytes)
            .unwrap_err();
        assert_eq!(error.code(), "foreign_format");
        assert!(error.to_string().contains(words), "{error}");
    }
}
