//! Checkpoints in files: alone, in shards, with a config beside them; and what the command line says.

use super::{
    file,
    written::{Writer, measured, numbers},
};
use rankscope::checkpoint::{Checkpoint, Config, disk::OnDisk};
use std::{fs, path::PathBuf, process::Command};

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("checkpoint")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn llama(layers: std::ops::Range<usize>) -> Vec<u8> {
    let mut file = Writer::default();
    for layer in layers {
        for (i, (name, rows, cols)) in [
            ("self_attn.q_proj", 16, 16),
            ("self_attn.k_proj", 8, 16),
            ("self_attn.v_proj", 8, 16),
            ("self_attn.o_proj", 16, 16),
            ("mlp.gate_proj", 40, 16),
            ("mlp.up_proj", 40, 16),
            ("mlp.down_proj", 16, 40),
        ]
        .into_iter()
        .enumerate()
        {
            let matrix = numbers(rows, cols, (10 * layer + i) as u64);
            file.matrix(
                &format!("model.layers.{layer}.{name}.weight"),
                "BF16",
                &matrix,
            );
        }
    }
    file.bytes()
}

#[test]
fn shards_are_one_checkpoint_and_threads_change_nothing() {
    let folder = folder("shards");
    let parts = [llama(0..1), llama(1..3)];
    let names = [
        "model-00001-of-00002.safetensors",
        "model-00002-of-00002.safetensors",
    ];
    let mut map = Vec::new();
    for (name, part) in names.iter().zip(&parts) {
        fs::write(folder.join(name), part).unwrap();
        let header =
            rankscope::data::safetensors::Header::parse(name, part, part.len() as u64).unwrap();
        map.extend(
            header
                .tensors
                .iter()
                .map(|t| format!("{:?}:{name:?}", t.name)),
        );
    }
    let index = folder.join("model.safetensors.index.json");
    fs::write(&index, format!("{{\"weight_map\":{{{}}}}}", map.join(","))).unwrap();
    fs::write(
        folder.join("config.json"),
        r#"{"num_attention_heads": 4, "torch_dtype": "bfloat16"}"#,
    )
    .unwrap();

    let disk = OnDisk::open(&index).unwrap();
    let one = disk.measure(1, |_, _| {}).unwrap();
    assert_eq!(
        (one.layers, one.heads, one.hidden_size, one.mlp_size),
        (3, 4, 16, 40)
    );
    assert_eq!(disk.measure(3, |_, _| {}).unwrap(), one);
    let config = Config {
        heads: Some(4),
        head_size: None,
    };
    let whole = measured(&[("model.safetensors.index.json", llama(0..3))], config).unwrap();
    assert_eq!(whole, one);

    let output = folder.join("model.spectra");
    let run = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_rankscope"))
            .args(arguments)
            .output()
            .unwrap()
    };
    let paths = [index.to_str().unwrap(), output.to_str().unwrap()];
    let done = run(&["measure", paths[0], "-o", paths[1]]);
    assert!(done.status.success() && done.stderr.is_empty(), "{done:?}");
    let read = Checkpoint::from_bytes("model.spectra", &fs::read(&output).unwrap()).unwrap();
    assert_eq!(
        (read.matrices().count(), &read.notes),
        (one.matrices().count(), &one.notes)
    );

    fs::remove_file(folder.join(names[1])).unwrap();
    let done = run(&["measure", paths[0], "-o", paths[1]]);
    assert_eq!(done.status.code(), Some(2));
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(
        said.contains("which is not there: 1 of its 2 files are"),
        "{said}"
    );
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = folder("bad");
    let bad = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        let error = OnDisk::open(&path).unwrap_err();
        assert!(error.to_string().contains(name), "{error}");
        error.code()
    };
    assert_eq!(bad("short.safetensors", b"123"), "no_header");
    assert_eq!(
        bad("picture.safetensors", b"\x89PNG\r\n\x1a\n1234"),
        "header_size"
    );
    assert_eq!(bad("cut.safetensors", &llama(0..1)[..5000]), "truncated");
    assert_eq!(bad("m.safetensors.index.json", b"[]"), "shard_index");
    let error = OnDisk::open(&folder.join("none.safetensors")).unwrap_err();
    assert_eq!(error.code(), "unreadable");
}

#[test]
fn the_first_unit_that_fails_is_told_whatever_the_threads() {
    let folder = folder("nan");
    let mut bytes = llama(0..2);
    // The last entry of each layer's M_out; a layer takes 2688 numbers of 2 bytes.
    for end in [bytes.len(), bytes.len() - 5376] {
        bytes[end - 2..end].copy_from_slice(&[0xff, 0x7f]);
    }
    let path = folder.join("nan.safetensors");
    fs::write(&path, bytes).unwrap();
    let disk = OnDisk::open(&path).unwrap();
    for threads in 1..5 {
        let error = disk.measure(threads, |_, _| {}).unwrap_err().to_string();
        let told =
            "tensor \"model.layers.0.mlp.down_proj.weight\": the entry in row 16, column 40 is NaN";
        assert!(error.starts_with(told), "{error}");
    }
}

#[test]
fn the_bundle_opens_like_a_file() {
    let mut session = rankscope::session::Session::new();
    let loaded = session
        .load("mine.spectra", &file("www/data/minilm-l6.spectra"))
        .unwrap();
    assert_eq!(loaded.shape, [6, 12, 384]);
    let error = session
        .load("cut.spectra", &file("www/data/minilm-l6.spectra")[..100])
        .unwrap_err();
    assert_eq!(error.code(), "bundle");
}
