//! Files that nobody should have written: each has its sentence and its code.

use super::written::{CONFIG, Writer, measured, numbers};
use proptest::prelude::*;
use rankscope::{
    checkpoint::{Config, Measuring, Plan},
    data::safetensors::{Error, Header, Index, MAX_HEADER, MAX_INDEX, MAX_NAME, MAX_TENSORS},
};

/// A file with this JSON and so many bytes of numbers.
fn with(json: &str, data: usize) -> Vec<u8> {
    [
        &(json.len() as u64).to_le_bytes()[..],
        json.as_bytes(),
        &vec![0; data],
    ]
    .concat()
}

fn parsed(bytes: &[u8]) -> Result<Header, Error> {
    Header::parse("a.safetensors", bytes, bytes.len() as u64)
}

fn refused(bytes: &[u8], code: &str, words: &str) {
    let error = parsed(bytes).unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    let text = error.to_string();
    assert!(
        text.contains(words) && text.starts_with("a.safetensors"),
        "{text}"
    );
    assert!(!text.contains('\n'), "{text}");
    assert!(text.len() < MAX_SENTENCE, "{} bytes", text.len());
}

/// No error repeats a hostile value at length: a name has up to 512 bytes, the words around it less than that.
const MAX_SENTENCE: usize = 1100;

fn tensor(name: &str, dtype: &str, shape: &str, begin: u64, end: u64) -> String {
    format!("{name:?}:{{\"dtype\":{dtype:?},\"shape\":{shape},\"data_offsets\":[{begin},{end}]}}")
}

#[test]
fn a_header_that_is_none() {
    refused(b"", "no_header", "0 bytes are no .safetensors file");
    refused(b"\x93NUMPY\x01", "no_header", "7 bytes");
    refused(&[255; 9], "header_size", "18446744073709551615 bytes");
    refused(
        &(MAX_HEADER + 1).to_le_bytes(),
        "header_size",
        "16777217 bytes, accepted are 2 to 16777216",
    );
    refused(&with("", 0), "header_size", "claim a header of 0 bytes");
    refused(
        &with("{}  ", 0)[..10],
        "truncated",
        "it has 10 bytes, its header promises 12",
    );
    refused(
        &with("[]", 0),
        "header_json",
        "expected an object with an entry for every tensor",
    );
    refused(&with("{} {}", 0), "header_json", "trailing characters");
    refused(
        &with("{\"a\":1}", 0),
        "header_json",
        "at tensor \"a\": invalid type: integer `1`",
    );
    refused(
        &with(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,0]}}",
            0,
        ),
        "header_json",
        "at tensor \"a\": invalid value: integer `-1`",
    );
    refused(
        &with("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 0),
        "header_json",
        "missing field `data_offsets` at line 1 column 32",
    );
    refused(
        &with(&"[".repeat(100_000), 0),
        "header_json",
        "expected an object",
    );
    let deep = format!("{{\"__metadata__\":{}", "[".repeat(100_000));
    refused(&with(&deep, 0), "header_json", "EOF while parsing a list");
    refused(
        &with("{\"\u{e9}\":{}}", 0)[..],
        "header_json",
        "missing field `dtype`",
    );
    let long = format!("{{\"{}\":1}}", "n".repeat(MAX_NAME + 1));
    refused(
        &with(&long, 0),
        "header_json",
        "a name of 513 bytes, at most 512 are read",
    );
    let long = "x".repeat(1 << 20);
    let shaped = |shape: &str| with(&format!("{{{}}}", tensor("a", "F32", shape, 0, 4)), 4);
    refused(
        &shaped(&format!("\"{long}\"")),
        "header_json",
        "expected a sequence at line 1 column",
    );
    refused(
        &shaped("[1.5]"),
        "header_json",
        "invalid type: floating point `1.5`, expected u64",
    );
    refused(&shaped("[1e400]"), "header_json", "number out of range");
    refused(
        &with("{\"\\ud800\":{}}", 0),
        "header_json",
        "unexpected end of hex escape",
    );
}

#[test]
fn a_tensor_that_does_not_fit() {
    let one = |dtype: &str, shape: &str, begin, end| {
        format!("{{{}}}", tensor("a", dtype, shape, begin, end))
    };
    // What is not known is passed over, whatever room it takes.
    assert!(parsed(&with(&one("F7", "[1]", 0, 4), 4)).is_ok());
    refused(
        &with(&one("F4", "[3]", 0, 1), 1),
        "byte_length",
        "given 1 bytes; its shape and dtype take 2",
    );
    refused(
        &with(&one("F32", "[1,1,1,1,1,1,1,1,1]", 0, 4), 4),
        "axes",
        "9 axes; at most 8",
    );
    let huge = "[4294967296,4294967296]";
    refused(
        &with(&one("F32", huge, 0, 4), 4),
        "shape_overflow",
        "[4294967296, 4294967296]",
    );
    refused(
        &with(&one("F32", "[18446744073709551615]", 0, 4), 4),
        "shape_overflow",
        "counted in 64 bits",
    );
    refused(
        &with(&one("F32", "[1]", 4, 0), 4),
        "byte_range",
        "from byte 4 to 0",
    );
    refused(
        &with(&one("F32", "[1]", 0, u64::MAX), 4),
        "byte_range",
        "tensor \"a\"",
    );
    refused(
        &with(&one("F32", "[2]", 0, 4), 4),
        "byte_length",
        "given 4 bytes; its shape and dtype take 8",
    );
    refused(
        &with(&one("F32", "[1]", 4, 8), 8),
        "overlap_or_hole",
        "but the header ends at byte",
    );
    refused(
        &with(&one("F32", "[2]", 0, 8), 7),
        "truncated",
        "its header promises",
    );
    refused(
        &with(&one("F32", "[2]", 0, 8), 9),
        "trailing_bytes",
        "nothing may follow",
    );
}

#[test]
fn tensors_that_do_not_fit_each_other() {
    let two = |b: &str, begin, end| {
        format!(
            "{{{},{}}}",
            tensor("a", "F32", "[2]", 0, 8),
            tensor(b, "F32", "[2]", begin, end)
        )
    };
    assert_eq!(
        parsed(&with(&two("b", 8, 16), 16)).unwrap().tensors.len(),
        2
    );
    refused(
        &with(&two("a", 8, 16), 16),
        "duplicate_tensor",
        "tensor \"a\" is described twice",
    );
    refused(
        &with(&two("b", 4, 12), 12),
        "overlap_or_hole",
        "tensor \"b\" begins at byte",
    );
    refused(
        &with(&two("b", 12, 20), 20),
        "overlap_or_hole",
        "but tensor \"a\" ends at byte",
    );
}

#[test]
fn what_is_said_twice() {
    let fields = |more: &str| {
        format!("{{\"a\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]{more}}}}}")
    };
    assert!(parsed(&with(&fields(""), 4)).is_ok());
    for (more, field) in [
        (",\"dtype\":\"F16\"", "dtype"),
        (",\"shape\":[2]", "shape"),
        (",\"data_offsets\":[0,2]", "data_offsets"),
    ] {
        refused(
            &with(&fields(more), 4),
            "header_json",
            &format!("at tensor \"a\": duplicate field `{field}`"),
        );
    }
    // Nothing is taken from the metadata, so that nothing can contradict itself there.
    let metadata = "\"__metadata__\":{\"format\":\"pt\"}";
    let json = format!(
        "{{{metadata},{},{metadata}}}",
        tensor("a", "F32", "[1]", 0, 4)
    );
    assert_eq!(parsed(&with(&json, 4)).unwrap().tensors.len(), 1);
}

#[test]
fn more_than_anybody_has() {
    let many = |count: usize| {
        let one = |i| tensor(&format!("{i}"), "F32", "[0]", 0, 0);
        let all: Vec<_> = (0..count).map(one).collect();
        with(&format!("{{{}}}", all.join(",")), 0)
    };
    assert_eq!(
        parsed(&many(MAX_TENSORS)).unwrap().tensors.len(),
        MAX_TENSORS
    );
    refused(
        &many(MAX_TENSORS + 1),
        "header_json",
        "more than 100000 tensors",
    );
    let long = vec![b' '; MAX_INDEX + 1];
    let error = Index::parse("m.index.json", &long).unwrap_err();
    assert_eq!(error.code(), "shard_index");
    assert!(
        error
            .to_string()
            .contains("16777217 bytes, at most 16777216 are read"),
        "{error}"
    );
}

#[test]
fn empty_tensors_lie_between_others_and_not_within() {
    let empty = |names: &[&str], at| {
        let all = names
            .iter()
            .map(|name| tensor(name, "F32", "[0,3]", at, at));
        all.collect::<Vec<_>>().join(",")
    };
    let full = tensor("a", "F32", "[2]", 0, 8);
    let fine = format!(
        "{{{},{full},{}}}",
        empty(&["x", "y", "z"], 0),
        empty(&["u", "v"], 8)
    );
    assert_eq!(parsed(&with(&fine, 8)).unwrap().tensors.len(), 6);
    let within = format!("{{{full},{}}}", empty(&["b"], 4));
    refused(
        &with(&within, 8),
        "overlap_or_hole",
        "tensor \"b\" begins at byte",
    );
}

#[test]
fn entries_that_are_not_finite_and_bytes_that_are_missing() {
    let mut file = Writer::default();
    let mut numbers: Vec<u8> = (0..6).flat_map(|x| (x as f32).to_le_bytes()).collect();
    numbers[16..20].copy_from_slice(&f32::NAN.to_le_bytes());
    file.add("body.weight", "F32", &[2, 3], &numbers);
    let error = measured(&[("a.safetensors", file.bytes())], CONFIG).unwrap_err();
    assert_eq!(error.code(), "not_finite");
    assert_eq!(
        error.to_string(),
        "tensor \"body.weight\": the entry in row 2, column 2 is NaN: every entry must be a finite number"
    );

    let bytes = file.bytes();
    let plan = Plan::new("a", &[parsed(&bytes).unwrap()], Config::default());
    let mut measuring = Measuring::new(plan.units[0].clone()).unwrap();
    let error = measuring.take(&[0; 8]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "tensor \"body.weight\": 8 bytes could be read of 24; has the file changed?"
    );
    assert_eq!(
        (error.code(), measuring.finish().unwrap_err().code()),
        ("truncated", "truncated")
    );
}

#[test]
fn matrices_that_are_too_large_are_passed_over_and_counted() {
    // Nothing of this size is allocated: the header alone decides.
    let json = format!(
        "{{{}}}",
        tensor("a", "F16", "[100000,100000]", 0, 20_000_000_000)
    );
    let start = with(&json, 0);
    let header = Header::parse("a", &start, start.len() as u64 + 20_000_000_000).unwrap();
    let plan = Plan::new("a", &[header], Config::default());
    assert_eq!(plan.units.len(), 0);
    let notes = &plan.towers[0].notes;
    assert!(notes[1].starts_with("1 matrix is too large"), "{notes:?}");
}

#[test]
fn an_index_that_leads_elsewhere() {
    let refused = |json: &str, code: &str, words: &str| {
        let error = Index::parse("m.index.json", json.as_bytes()).unwrap_err();
        assert_eq!(error.code(), code);
        assert!(error.to_string().contains(words), "{error}");
        assert!(error.to_string().len() < MAX_SENTENCE);
    };
    let long = "x".repeat(1 << 20);
    refused(
        &format!("{{\"weight_map\": \"{long}\"}}"),
        "shard_index",
        "expected a map",
    );
    refused(
        &format!("{{\"weight_map\": {{\"{long}\": \"/{long}\"}}}}"),
        "shard_path",
        "accepted is",
    );
    refused("{}", "shard_index", "missing field `weight_map`");
    refused(
        "{\"weight_map\": {\"a\": 1}}",
        "shard_index",
        "expected a string",
    );
    for path in [
        "../a",
        "/etc/passwd",
        "b/a.safetensors",
        "",
        "c:a",
        "..",
        ".a",
        "a\\\\b",
    ] {
        let json = format!("{{\"weight_map\": {{\"a\": \"{path}\"}}}}");
        refused(
            &json,
            "shard_path",
            "accepted is the name of a file beside it",
        );
    }

    let json = br#"{"metadata": {}, "weight_map": {"a": "1.safetensors", "b": "2.safetensors", "c": "2.safetensors"}}"#;
    let index = Index::parse("m.index.json", json).unwrap();
    assert_eq!(index.shards(), ["1.safetensors", "2.safetensors"]);
    let header = |file: &str, names: &[&str]| {
        let mut writer = Writer::default();
        for name in names {
            writer.matrix(name, "F16", &numbers(2, 2, 1));
        }
        let bytes = writer.bytes();
        Header::parse(file, &bytes, bytes.len() as u64).unwrap()
    };
    let (first, second) = (
        header("1.safetensors", &["a"]),
        header("2.safetensors", &["b", "c"]),
    );
    assert_eq!(index.check(&[second.clone(), first.clone()]), Ok(()));
    let missing = index.check(std::slice::from_ref(&first)).unwrap_err();
    assert_eq!(
        missing.to_string(),
        "m.index.json names the file 2.safetensors, which is not there: 1 of its 2 files are"
    );
    assert_eq!(missing.code(), "missing_shard");
    let wrong = index
        .check(&[first, header("2.safetensors", &["b"])])
        .unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "m.index.json says that 2.safetensors holds the tensor \"c\", but it does not"
    );
    assert_eq!(wrong.code(), "missing_tensor");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever the bytes, the answer comes at once, and an error is one line with a code.
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200), size in any::<u64>()) {
        if let Err(error) = Header::parse("a.safetensors", &bytes, size) {
            prop_assert!(!error.code().is_empty());
        }
        let json = [&(bytes.len() as u64).to_le_bytes()[..], &bytes].concat();
        let _ = Header::parse("a.safetensors", &json, size);
        let _ = Index::parse("a", &bytes);
        let _ = Config::parse(&bytes);
    }

    /// What is accepted is consistent: the tensors tile the file behind the header.
    #[test]
    fn any_claims(
        tensors in proptest::collection::vec(("[a-c]{1,2}", 0..8usize, proptest::collection::vec(0..5u64, 0..4), 0..64u64, 0..64u64), 0..4),
        data in 0..64usize,
    ) {
        let dtypes = ["F64", "F32", "F16", "BF16", "I64", "BOOL", "F8_E4M3", "F4"];
        let entries: Vec<String> = tensors.iter()
            .map(|(name, dtype, shape, begin, end)| tensor(name, dtypes[*dtype], &format!("{shape:?}"), *begin, *end))
            .collect();
        let bytes = with(&format!("{{{}}}", entries.join(",")), data);
        if let Ok(header) = parsed(&bytes) {
            let mut at = (bytes.len() - data) as u64;
            for tensor in &header.tensors {
                prop_assert_eq!(tensor.begin, at);
                let count: usize = tensor.shape.iter().product();
                at += (count * tensor.dtype.bits()).div_ceil(8) as u64;
                prop_assert_eq!(tensor.end, at);
            }
            prop_assert_eq!(at, bytes.len() as u64);
            let plan = Plan::new("a", &[header], Config::default());
            for unit in plan.units {
                let mut measuring = Measuring::new(unit).unwrap();
                while let Some(want) = measuring.wants() {
                    measuring.take(&bytes[want.begin as usize..want.end as usize]).unwrap();
                }
                measuring.finish().unwrap();
            }
        }
    }

    /// One byte of a good file changed: an error, or the same tiling. Never a panic, never a read beyond the end.
    #[test]
    fn one_byte_changed(at in 0..400usize, byte in any::<u8>()) {
        let mut file = Writer::default();
        file.matrix("layers.0.a.weight", "F32", &numbers(3, 4, 1));
        file.matrix("layers.0.b.weight", "BF16", &numbers(4, 2, 2));
        let mut bytes = file.bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok(header) = parsed(&bytes) {
            let end = header.tensors.last().map_or(0, |tensor| tensor.end);
            prop_assert_eq!(end, bytes.len() as u64);
        }
    }
}
