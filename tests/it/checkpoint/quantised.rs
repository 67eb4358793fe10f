//! Quantised checkpoints against their weights, unpacked here by other means.

use super::{
    found::{expect, floats, one},
    written::*,
};
use half::f16;
use rankscope::{checkpoint::Config, linalg::Matrix};

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
