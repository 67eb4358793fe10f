//! Checkpoints as they are found: quantised, with adapters, convolutions or several models, in parts.

use super::written::*;
use half::f16;
use rankscope::{
    checkpoint::{Checkpoint, Config, Configs, Measurement, Plan, Survey},
    data::safetensors::Header,
    linalg::{Matrix, singular_values},
};

fn one(file: &Writer) -> Checkpoint {
    measured(&[("a.safetensors", file.bytes())], Config::default()).unwrap()
}

/// A matrix W of `y = W x` against what was measured of it.
fn expect(found: &Measurement, w: &Matrix) {
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

fn floats(numbers: &[f64]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|x| (*x as f32).to_le_bytes())
        .collect()
}

fn words(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|x| x.to_le_bytes()).collect()
}

/// Bytes that count up, without the two that are NaN.
fn eighths(count: usize) -> Vec<u8> {
    (0..count)
        .map(|i| ((37 * i + 11) % 251) as u8)
        .map(|b| if b & 0x7f == 0x7f { 0x30 } else { b })
        .collect()
}

fn e4m3(b: u8) -> f64 {
    let (e, m) = (i32::from(b >> 3 & 15), f64::from(b & 7) / 8.0);
    let size = if e == 0 {
        m * 2f64.powi(-6)
    } else {
        (1.0 + m) * 2f64.powi(e - 7)
    };
    if b > 127 { -size } else { size }
}

#[test]
fn eight_bits_with_scales_by_tensor_row_and_block() {
    let (rows, cols) = (6, 10);
    let bytes = eighths(rows * cols);
    for (name, shape, count) in [
        ("weight_scale", vec![1], 1),
        ("weight_scale", vec![], 1),
        ("weight_scale", vec![rows, 1], rows),
        ("weight_scale_inv", vec![2, 4], 8),
    ] {
        let scales: Vec<f64> = (0..count).map(|i| 0.25 + i as f64 / 8.0).collect();
        let mut file = Writer::default();
        file.add("a.weight", "F8_E4M3", &[rows, cols], &bytes);
        file.add(&format!("a.{name}"), "F32", &shape, &floats(&scales));
        let scale = |i: usize, j: usize| match shape.as_slice() {
            [] | [1] => scales[0],
            [_, 1] => scales[i],
            // Blocks of 3 x 3, the last column of which is narrower.
            _ => scales[i / 3 * 4 + j / 3],
        };
        let w = Matrix::from_fn(rows, cols, |i, j| e4m3(bytes[i * cols + j]) * scale(i, j));
        let checkpoint = one(&file);
        assert_eq!(checkpoint.units, 1, "{:?}", checkpoint.notes);
        expect(checkpoint.matrices().next().unwrap(), &w);
    }
}

#[test]
fn whole_numbers_of_bitsandbytes() {
    let (rows, cols) = (5, 7);
    let bytes = eighths(rows * cols);
    let scales: Vec<f64> = (0..rows).map(|i| 1.0 + i as f64 / 4.0).collect();
    let mut file = Writer::default();
    file.add("a.weight", "I8", &[rows, cols], &bytes);
    file.add("a.SCB", "F32", &[rows], &floats(&scales));
    file.add("b.weight", "U8", &[16, 1], &[7; 16]);
    file.add("b.weight.absmax", "U8", &[1], &[1]);
    let w = Matrix::from_fn(rows, cols, |i, j| {
        f64::from(bytes[i * cols + j].cast_signed()) * scales[i] / 127.0
    });
    let checkpoint = one(&file);
    assert_eq!(checkpoint.units, 1);
    expect(checkpoint.matrices().next().unwrap(), &w);
    let told = checkpoint
        .notes
        .iter()
        .any(|note| note.contains("1 tensor is passed over: the 4 bits of bitsandbytes"));
    assert!(told, "{:?}", checkpoint.notes);
}

/// Inputs, outputs, and inputs of a group.
const IN: usize = 16;
const OUT: usize = 24;
const GROUP: usize = 8;

fn digit(i: usize, j: usize) -> u32 {
    ((5 * i + 3 * j + i * j) % 16) as u32
}

fn zero(g: usize, j: usize) -> u32 {
    ((7 * g + j) % 15 + 1) as u32
}

fn halves(count: usize) -> (Vec<f64>, Vec<u8>) {
    let scales: Vec<f64> = (0..count).map(|i| (i % 13 + 1) as f64 / 64.0).collect();
    let bytes = scales
        .iter()
        .flat_map(|x| f16::from_f64(*x).to_le_bytes())
        .collect();
    (scales, bytes)
}

/// A quantised weight of `OUT x IN`, and its words in the way of GPTQ.
fn gptq(file: &mut Writer, name: &str) -> Matrix {
    let groups = IN / GROUP;
    // Groups in another order than the inputs, as act-order stores them.
    let group = |i: usize| (i + i / 3) % groups;
    let (scales, half) = halves(groups * OUT);
    let q: Vec<u32> = (0..IN / 8 * OUT)
        .map(|at| {
            (0..8)
                .map(|k| digit(8 * (at / OUT) + k, at % OUT) << (4 * k))
                .sum()
        })
        .collect();
    let z: Vec<u32> = (0..groups * OUT / 8)
        .map(|at| {
            (0..8)
                .map(|k| (zero(at / (OUT / 8), 8 * (at % (OUT / 8)) + k) - 1) << (4 * k))
                .sum()
        })
        .collect();
    let index: Vec<u32> = (0..IN).map(|i| group(i) as u32).collect();
    file.add(
        &format!("{name}.qweight"),
        "I32",
        &[IN / 8, OUT],
        &words(&q),
    );
    file.add(
        &format!("{name}.qzeros"),
        "I32",
        &[groups, OUT / 8],
        &words(&z),
    );
    file.add(&format!("{name}.scales"), "F16", &[groups, OUT], &half);
    file.add(&format!("{name}.g_idx"), "I32", &[IN], &words(&index));
    Matrix::from_fn(OUT, IN, |j, i| {
        let g = group(i);
        scales[g * OUT + j] * (f64::from(digit(i, j)) - f64::from(zero(g, j)))
    })
}

#[test]
fn the_words_of_gptq_and_awq() {
    let mut file = Writer::default();
    let w = gptq(&mut file, "a");
    let checkpoint = one(&file);
    assert_eq!(checkpoint.units, 1, "{:?}", checkpoint.notes);
    expect(checkpoint.matrices().next().unwrap(), &w);

    const ORDER: [usize; 8] = [0, 2, 4, 6, 1, 3, 5, 7];
    let groups = IN / GROUP;
    let (scales, half) = halves(groups * OUT);
    let pack = |rows: usize, of: &dyn Fn(usize, usize) -> u32| -> Vec<u8> {
        let word = |at: usize| {
            (0..8)
                .map(|k| of(at / (OUT / 8), 8 * (at % (OUT / 8)) + ORDER[k]) << (4 * k))
                .sum::<u32>()
        };
        words(&(0..rows * OUT / 8).map(word).collect::<Vec<_>>())
    };
    let mut file = Writer::default();
    file.add("a.qweight", "I32", &[IN, OUT / 8], &pack(IN, &digit));
    file.add("a.qzeros", "I32", &[groups, OUT / 8], &pack(groups, &zero));
    file.add("a.scales", "F16", &[groups, OUT], &half);
    let w = Matrix::from_fn(OUT, IN, |j, i| {
        let g = i / GROUP;
        scales[g * OUT + j] * (f64::from(digit(i, j)) - f64::from(zero(g, j)))
    });
    let checkpoint = one(&file);
    assert_eq!(checkpoint.units, 1, "{:?}", checkpoint.notes);
    expect(checkpoint.matrices().next().unwrap(), &w);
}

/// In a layer of Llama, where gate and input make one matrix, and heads share the words.
#[test]
fn a_quantised_layer_is_that_of_its_weights() {
    let (mut quantised, mut plain) = (Writer::default(), Writer::default());
    // Those that go back from the heads and the feed-forward network stay as they are.
    for (name, rows, cols) in [("self_attn.o_proj", IN, OUT), ("mlp.down_proj", IN, OUT)] {
        let w = numbers(rows, cols, 3);
        for file in [&mut quantised, &mut plain] {
            file.matrix(&format!("layers.0.{name}.weight"), "F32", &w);
        }
    }
    for name in [
        "self_attn.q_proj",
        "self_attn.k_proj",
        "self_attn.v_proj",
        "mlp.gate_proj",
        "mlp.up_proj",
    ] {
        let name = format!("layers.0.{name}");
        let w = gptq(&mut quantised, &name);
        plain.matrix(&format!("{name}.weight"), "F64", &w);
    }
    let config = Config {
        heads: Some(3),
        head_size: None,
    };
    let of = |file: &Writer| measured(&[("a.safetensors", file.bytes())], config).unwrap();
    let (a, b) = (of(&quantised), of(&plain));
    assert_eq!(
        (a.layers, a.heads, a.units),
        (1, 3, b.units),
        "{:?}",
        a.notes
    );
    for (a, b) in a.matrices().zip(b.matrices()) {
        assert_eq!(
            (a.kind, a.head, a.rows, a.cols),
            (b.kind, b.head, b.rows, b.cols)
        );
        for (x, y) in a.singular_values.iter().zip(&b.singular_values) {
            assert!(
                (x - y).abs() < 1e-12 * b.singular_values[0],
                "{}: {x} {y}",
                a.name
            );
        }
        let close = |x: f64, y: f64| (x - y).abs() < 1e-12 * y;
        assert!(
            close(a.group_norm_2_1, b.group_norm_2_1) && close(a.entry_norm_1_1, b.entry_norm_1_1),
            "{}",
            a.name
        );
    }
}

#[test]
fn words_that_do_not_fit_are_passed_over_with_the_reason() {
    let mut file = Writer::default();
    gptq(&mut file, "a");
    file.add("b.qweight", "I32", &[2, 3], &[0; 24]);
    file.add("b.scales", "F16", &[1, 5], &[0; 10]);
    let checkpoint = one(&file);
    assert_eq!(checkpoint.units, 1);
    let told = checkpoint.notes.iter().any(|note| {
        note.contains("1 tensor is passed over: words, scales and zeros (GPTQ, AWQ) do not fit")
    });
    assert!(told, "{:?}", checkpoint.notes);
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
