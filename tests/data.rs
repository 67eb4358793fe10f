//! Readers against files that NumPy wrote (`tests/data/make.py`), and against files that nobody should have written.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail the test"
)]

use proptest::prelude::*;
use rankscope::{
    attention::Source,
    data::{Error, Stack, read, read_text},
};
use std::{fs, path::Path};

fn file(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name);
    fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn opened(name: &str) -> Stack {
    read(name, &file(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// What `make.py` puts at each index, for a kind of number.
fn expected(kind: char, count: usize) -> Vec<f64> {
    let value = |k: usize| match kind {
        'f' => (k as f64 - 3.0) / 4.0,
        'i' => k as f64 - 3.0,
        'u' => k as f64,
        _ => (k % 2) as f64,
    };
    (0..count).map(|k| value(k % 7)).collect()
}

const SHAPES: [&[usize]; 3] = [&[3, 4], &[2, 3, 4], &[2, 3, 4, 5]];

fn check(stack: &Stack, kind: char, axes: usize) {
    let shape = SHAPES[axes - 2];
    assert_eq!(stack.shape, shape, "{}", stack.name);
    assert_eq!(
        stack.values,
        expected(kind, shape.iter().product()),
        "{}",
        stack.name
    );
}

#[test]
fn every_dtype_byte_order_memory_order_and_version_of_npy() {
    let mut names = vec![
        "i1-little-C-2".to_string(),
        "u1-little-C-2".into(),
        "b1-little-C-2".into(),
        "f8-little-C-2-v2".into(),
        "f8-little-C-2-v3".into(),
    ];
    for endian in ["little", "big"] {
        for order in ["C", "F"] {
            names.extend(["f2", "f4", "f8"].map(|dtype| format!("{dtype}-{endian}-{order}-3")));
        }
        let integers = ["i2", "i4", "i8", "u2", "u4", "u8"];
        names.extend(integers.map(|dtype| format!("{dtype}-{endian}-C-2")));
    }
    for order in ["C", "F"] {
        names.extend(["2", "4"].map(|axes| format!("f4-little-{order}-{axes}")));
    }
    for name in names {
        let axes = name.split('-').nth(3).unwrap().parse().unwrap();
        check(
            &opened(&format!("{name}.npy")),
            name.chars().next().unwrap(),
            axes,
        );
    }
}

#[test]
fn axes_become_layers_heads_rows_and_columns() {
    let sizes = |s: &Stack| (s.layers, s.heads, s.rows, s.cols);
    assert_eq!(sizes(&opened("f4-little-C-2.npy")), (1, 1, 3, 4));
    assert_eq!(sizes(&opened("f4-little-C-3.npy")), (1, 2, 3, 4));
    let four = opened("f4-little-F-4.npy");
    assert_eq!(sizes(&four), (2, 3, 4, 5));
    let last = four.matrix(1, 2).unwrap();
    assert_eq!(last.as_slice(), &expected('f', 120)[100..]);
    assert_eq!(
        four.matrix(2, 0).unwrap_err().to_string(),
        "layer 2, head 0: the stack has 2 layers of 3 heads, counted from 0"
    );
}

/// Most rows of real attention stored as float16 are off by more than 1e-4, and none by more than its rounding explains.
#[test]
fn half_precision_attention_is_still_attention() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data/minilm-fox.npy");
    let single = read("fox", &fs::read(path).unwrap()).unwrap();
    assert_eq!(single.rounding, 2f64.powi(-24));
    assert_eq!(opened("f2-big-C-3.npy").rounding, 2f64.powi(-11));
    assert_eq!(opened("f8-big-C-3.npy").rounding, 2f64.powi(-53));
    let mut refused = 0;
    for (layer, head) in (0..6).flat_map(|layer| (0..12).map(move |head| (layer, head))) {
        let mut a = single.matrix(layer, head).unwrap();
        let entries = a.as_mut_slice().iter_mut();
        entries.for_each(|p| *p = half::f16::from_f64(*p).to_f64());
        assert!(Source::stored_probabilities(a.clone(), 2f64.powi(-11)).is_ok());
        refused += usize::from(Source::probabilities(a).is_err());
    }
    assert!(
        refused > 60,
        "{refused} of 72 heads have a row that is off by more than 1e-4"
    );
}

#[test]
fn archives() {
    for name in ["one", "one-compressed", "named", "first", "streamed"] {
        check(&opened(&format!("{name}.npz")), 'f', 3);
    }
}

#[test]
fn text_formats() {
    for name in [
        "savetxt.txt",
        "savetxt.csv",
        "savetxt.tsv",
        "print.txt",
        "repr.txt",
        "repr-f4.txt",
        "nested-2.json",
    ] {
        check(&opened(name), 'f', 2);
        let pasted = read_text(std::str::from_utf8(&file(name)).unwrap()).unwrap();
        assert_eq!(pasted.as_slice(), expected('f', 12), "{name}");
    }
    check(&opened("repr-3.txt"), 'f', 3);
    check(&opened("object.json"), 'f', 3);
    check(&opened("repr-4.txt"), 'f', 4);
    check(&opened("nested-4.json"), 'f', 4);
}

#[test]
fn text_as_people_paste_it() {
    let ways = [
        "0.5,0.5\n1,0",
        "\u{feff}0.5, 0.5\r\n1, 0\r\n\r\n",
        "first,second\n0.5,0.5\n1,0\n",
        "\"[CLS]\",\",\"\n\"0.5\",\"0.5\"\n1,0\n",
        "[CLS],the\n0.5,0.5\n1,0\n",
        "0.5\t0.5\n1\t0\n",
        "0,5;0,5\n1;0\n",
        "  0.5   0.5\n  1.    0.\n",
        "# made by hand\n5e-1 .5\n\n+1 -0\n",
        "[[0.5,0.5],[1,0]]",
        "[[0.5, 0.5,],\n [1, 0],]",
        "A = np.array([[0.5, 0.5], [1, 0]], dtype=np.float32);",
        "tensor([[0.5000, 0.5000],\n        [1.0000, 0.0000]], device='cuda:0', grad_fn=<SoftmaxBackward0>)",
        "{\"heads\": 1, \"attention\": [[0.5, 0.5], [1, 0]]}",
        "[[[0.5 0.5]\n  [1. 0.]]]",
    ];
    for text in ways {
        let a = read_text(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!((a.rows(), a.cols()), (2, 2), "{text}");
        assert_eq!(a.as_slice(), [0.5, 0.5, 1.0, 0.0], "{text}");
    }
}

/// Each bad input has its own code, and a sentence that says where and what is accepted.
fn refused(result: Result<Stack, Error>, code: &str, sentence: &str) {
    let error = result.expect_err(sentence);
    assert_eq!((error.code(), error.to_string().as_str()), (code, sentence));
}

#[test]
fn bad_npy_files_are_named() {
    const DTYPES: &str = "accepted are float16, float32, float64, integers and booleans: save with .astype('float32')";
    for (name, dtype) in [
        ("complex", "<c8"),
        ("string", "|S3"),
        ("bfloat16", "<V2"),
        ("longdouble", "<f16"),
        ("object", "|O"),
        ("structured", "of a structured array"),
    ] {
        let name = format!("bad-{name}.npy");
        let sentence = format!("the dtype {dtype} is not read; {DTYPES}");
        refused(read(&name, &file(&name)), "unsupported_dtype", &sentence);
    }
    let axes = |n| {
        format!(
            "{n} axes; accepted are 2 (a matrix), 3 ([head, row, column]) and 4 ([layer, head, row, column])"
        )
    };
    for (name, code, sentence) in [
        ("nan", "not_finite", "row 2, column 1: NaN is not finite"),
        (
            "inf",
            "not_finite",
            "layer 1, head 1, row 1, column 2: inf is not finite",
        ),
        ("vector", "axes", &axes(1)),
        ("scalar", "axes", &axes(0)),
        ("five-axes", "axes", &axes(5)),
        ("empty", "empty", "there are no numbers in it"),
        (
            "side",
            "too_large",
            "a side of 4097 is too large; matrices have at most 4096 rows and columns",
        ),
    ] {
        let name = format!("bad-{name}.npy");
        refused(read(&name, &file(&name)), code, sentence);
    }
}

/// A .npy file of the given version with any header and no numbers.
fn npy(version: u8, header: &str) -> Vec<u8> {
    let mut bytes = b"\x93NUMPY".to_vec();
    bytes.extend([version, 0]);
    match version {
        1 => bytes.extend((header.len() as u16).to_le_bytes()),
        _ => bytes.extend((header.len() as u32).to_le_bytes()),
    }
    bytes.extend(header.as_bytes());
    bytes
}

#[test]
fn hostile_npy_headers_are_refused_before_memory_is_asked_for() {
    let mut huge = npy(2, "");
    huge[8..12].copy_from_slice(&3_000_000_000u32.to_le_bytes());
    refused(
        read("a.npy", &huge),
        "npy_header_size",
        "the .npy header claims 3000000000 bytes; at most 65536 are read",
    );
    refused(
        read("a.npy", &npy(7, "")),
        "npy_version",
        ".npy version 7.0 is unknown; versions 1.0, 2.0 and 3.0 are read",
    );
    let claim = |shape| {
        npy(
            1,
            &format!("{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}\n"),
        )
    };
    refused(
        read("a.npy", &claim("(4096, 4096)")),
        "truncated",
        "the file is cut off: its header promises 134217804 bytes, and there are 76",
    );
    let many = "more than 64000000 numbers; save fewer layers or heads";
    refused(
        read("a.npy", &claim("(100, 4096, 4096)")),
        "too_many_numbers",
        many,
    );
    let endless = format!("({}, {}, 2, 2)", u64::MAX, u64::MAX);
    refused(read("a.npy", &claim(&endless)), "too_many_numbers", many);
    for (header, field) in [
        ("{'fortran_order': False, 'shape': (2, 2), }", "descr"),
        ("{'descr': '<f8', 'shape': (2, 2), }", "fortran_order"),
        (
            "{'descr': '<f8', 'fortran_order': 0, 'shape': (2, 2), }",
            "fortran_order",
        ),
        ("{'descr': '<f8', 'fortran_order': False, }", "shape"),
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': (2, -2), }",
            "shape",
        ),
        (
            "{'descr': '<f8', 'fortran_order': False, 'shape': [2, 2], }",
            "shape",
        ),
        ("((((((((((((((((((((((((((((((((", "descr"),
    ] {
        let sentence = format!("the .npy header has no readable {field}");
        refused(read("a.npy", &npy(1, header)), "npy_header", &sentence);
    }
}

#[test]
fn bad_archives_are_named() {
    for (name, code, sentence) in [
        (
            "several",
            "several_arrays",
            "the .npz archive holds 2 arrays: queries, keys; keep one, or call one attention",
        ),
        ("none", "no_array", "the .npz archive holds no array"),
        (
            "bomb",
            "too_many_numbers",
            "more than 64000000 numbers; save fewer layers or heads",
        ),
        (
            "bzip2",
            "unsupported_storage",
            "weights.npy in the .npz archive is stored in a way that is not read (neither stored nor deflated); accepted are numpy.savez and numpy.savez_compressed",
        ),
    ] {
        let name = format!("{name}.npz");
        refused(read(&name, &file(&name)), code, sentence);
    }

    let good = file("one-compressed.npz");
    let directory = good.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    let altered = |at: usize, value: u32| {
        let mut bytes = good.clone();
        bytes[directory + at..][..4].copy_from_slice(&value.to_le_bytes());
        read("a.npz", &bytes)
    };
    let damaged = |problem| format!("the .npz archive is damaged: {problem}");
    refused(
        altered(16, 7),
        "damaged_archive",
        &damaged("an entry does not match its checksum"),
    );
    refused(
        altered(24, 600_000_000),
        "damaged_archive",
        &damaged("an array's size in its header and in the directory differ"),
    );
    refused(
        altered(42, 9),
        "damaged_archive",
        &damaged("an entry is cut off"),
    );
    refused(
        read("a.npz", &good[..good.len() - 30]),
        "damaged_archive",
        &damaged("its directory is missing; the file may be cut off"),
    );
}

#[test]
fn bad_text_is_named() {
    for (text, code, sentence) in [
        ("", "empty", "there are no numbers in it"),
        (" \n\n", "empty", "there are no numbers in it"),
        ("# only a comment", "empty", "there are no numbers in it"),
        ("a,b\n", "empty", "there are no numbers in it"),
        ("[]", "empty", "there are no numbers in it"),
        (
            "1,2\n3\n",
            "ragged",
            "row 2 has 1 entries, the one before has 2",
        ),
        (
            "h,i\n1,2\n3,4\n5,6,7\n",
            "ragged",
            "row 3 has 3 entries, the one before has 2",
        ),
        (
            "1,2\n3,x\n",
            "not_a_number",
            "row 2, column 2: \"x\" is not a number",
        ),
        (
            "1,2\n3,\n",
            "not_a_number",
            "row 2, column 2: \"\" is not a number",
        ),
        (
            "1,two\n3,4\n",
            "not_a_number",
            "row 1, column 2: \"two\" is not a number",
        ),
        (
            "1,2\n3,nan\n",
            "not_finite",
            "row 2, column 2: NaN is not finite",
        ),
        (
            "1,2\n-inf,4\n",
            "not_finite",
            "row 2, column 1: -inf is not finite",
        ),
        (
            "[[1,2],[3]]",
            "ragged",
            "row 2 has 1 entries, the one before has 2",
        ),
        (
            "[[1,2],[]]",
            "ragged",
            "row 2 has 0 entries, the one before has 2",
        ),
        (
            "[[[1],[2]],[[3]]]",
            "ragged",
            "head 1 has 1 entries, the one before has 2",
        ),
        (
            "[[[[1]]],[[[2]],[[3]]]]",
            "ragged",
            "layer 1 has 2 entries, the one before has 1",
        ),
        (
            "[[1,2],[3,\"4\"]]",
            "not_a_number",
            "row 2, column 2: \"\\\"4\\\"\" is not a number",
        ),
        (
            "[[[1,2]],[[3,null]]]",
            "not_a_number",
            "head 1, row 1, column 2: \"null\" is not a number",
        ),
        (
            "[[1,2],[NaN,4]]",
            "not_finite",
            "row 2, column 1: NaN is not finite",
        ),
        (
            "[[1,2],\n3]",
            "brackets",
            "line 2: a number stands beside brackets",
        ),
        (
            "[1,[2]]",
            "brackets",
            "line 1: a bracket stands beside numbers",
        ),
        (
            "[[1,,2]]",
            "brackets",
            "line 1: a comma with nothing before it",
        ),
        ("[[1,2]", "brackets", "line 1: a bracket is not closed"),
        (
            "[[1,2]] and more",
            "brackets",
            "line 1: the text goes on after the last bracket",
        ),
        (
            "{\"weights\": [[1]]}",
            "json",
            "not the JSON that is read, nested arrays or {\"attention\": [...]}: missing field `attention` at line 1 column 18",
        ),
        (
            "[1, 2]",
            "axes",
            "1 axes; accepted are 2 (a matrix), 3 ([head, row, column]) and 4 ([layer, head, row, column])",
        ),
        (
            "[[[[[1]]]]]",
            "axes",
            "5 axes; accepted are 2 (a matrix), 3 ([head, row, column]) and 4 ([layer, head, row, column])",
        ),
    ] {
        refused(read("a.txt", text.as_bytes()), code, sentence);
        assert_eq!(read_text(text).unwrap_err().code(), code, "{text}");
    }
    let wide = "1,".repeat(4096) + "1";
    let sentence = "a side of 4097 is too large; matrices have at most 4096 rows and columns";
    refused(read("a.csv", wide.as_bytes()), "too_large", sentence);
    refused(
        read("a.csv", "1\n".repeat(4097).as_bytes()),
        "too_large",
        sentence,
    );
    refused(
        read("a.json", format!("[[{wide}]]").as_bytes()),
        "too_large",
        sentence,
    );
    refused(
        read("abbreviated.txt", &file("abbreviated.txt")),
        "abbreviated",
        "the printout leaves numbers out (...); print all of them after numpy.set_printoptions(threshold=10**9)",
    );
    assert_eq!(
        read_text("[[[1]],[[2]]]").unwrap_err().to_string(),
        "2 matrices; one is needed here, save the stack to a file and open that"
    );
}

#[test]
fn other_files_are_named() {
    let unknown =
        "not a file that Rankscope reads; it reads .npy, .npz, .csv, .tsv, .json and NumPy text";
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    refused(
        read("a.png", png),
        "unknown_format",
        &format!("a.png: {unknown}"),
    );
    refused(
        read("a", b"1,2\0"),
        "unknown_format",
        &format!("a: {unknown}"),
    );
    let magic = "does not begin like a NumPy file (.npy begins with \\x93NUMPY, .npz with PK)";
    refused(
        read("a.npy", b"1,2\n"),
        "wrong_magic",
        &format!("a.npy: {magic}"),
    );
    refused(
        read("B.NPZ", png),
        "wrong_magic",
        &format!("B.NPZ: {magic}"),
    );
    refused(read("é.csv", b""), "empty", "there are no numbers in it");
    // Multi-byte names are cut nowhere.
    assert_eq!(read("ééé", b"\xff").unwrap_err().code(), "unknown_format");
}

#[test]
fn a_cut_off_file_is_an_error_at_every_length() {
    for name in [
        "f4-little-F-4.npy",
        "f8-little-C-2-v3.npy",
        "one-compressed.npz",
        "first.npz",
    ] {
        let bytes = file(name);
        for length in 0..bytes.len() {
            assert!(
                read("data", &bytes[..length]).is_err(),
                "{name} cut to {length} bytes"
            );
        }
    }
}

/// Small files of every format, to be damaged.
fn seeds() -> Vec<Vec<u8>> {
    [
        "f2-big-F-3.npy",
        "f8-little-C-2-v2.npy",
        "one-compressed.npz",
        "streamed.npz",
        "several.npz",
        "savetxt.csv",
        "repr-4.txt",
        "object.json",
    ]
    .map(file)
    .to_vec()
}

/// Nothing panics or runs away, and what is accepted is whole.
fn survives(name: &str, bytes: &[u8]) {
    if let Ok(stack) = read(name, bytes) {
        assert_eq!(stack.values.len(), stack.shape.iter().product::<usize>());
        assert!(stack.values.iter().all(|x| x.is_finite()));
        assert!(stack.matrix(stack.layers - 1, stack.heads - 1).is_ok());
    }
    let _ = read_text(&String::from_utf8_lossy(bytes));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        survives("a", &bytes);
        for start in [&b"\x93NUMPY\x01\0"[..], b"PK\x03\x04", b"[[", b"{\"attention\":", b"array("] {
            survives("a", &[start, &bytes].concat());
        }
    }

    #[test]
    fn any_text_is_survived(text in "[\\[\\]{}(),;#\t\n .0-9eE+\"-]{0,120}|\\PC{0,60}") {
        survives("a.csv", text.as_bytes());
        survives("a.txt", text.as_bytes());
    }

    #[test]
    fn any_damage_is_survived(
        which in 0..8usize,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        keep in any::<prop::sample::Index>(),
    ) {
        let mut bytes = seeds().swap_remove(which);
        for (at, value) in damage {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        survives("a", &bytes);
        bytes.truncate(keep.index(bytes.len() + 1));
        survives("a", &bytes);
    }

    /// An archive's checksum lets no damage to the numbers through: either the same numbers, or an error.
    #[test]
    fn a_flipped_bit_never_changes_numbers(at in any::<prop::sample::Index>(), bit in 0..8u8) {
        let name = "one-compressed.npz";
        let whole = opened(name);
        let mut bytes = file(name);
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        if let Ok(stack) = read(name, &bytes) {
            prop_assert_eq!(stack, whole);
        }
    }

    #[test]
    fn what_is_written_as_text_is_read_back(
        rows in 1..6usize,
        cols in 1..6usize,
        numbers in prop::collection::vec(-1e300..1e300f64, 25),
    ) {
        let row = |i: usize| numbers[i * cols..(i + 1) * cols].iter().map(|x| format!("{x:e}")).collect::<Vec<_>>();
        let table: Vec<_> = (0..rows).map(row).collect();
        for (between, line) in [(",", "\n"), ("\t", "\r\n"), (";", "\n"), ("  ", "\n"), (", ", "],[")] {
            let body = table.iter().map(|row| row.join(between)).collect::<Vec<_>>().join(line);
            let text = if line == "],[" { format!("[[{body}]]") } else { body };
            let a = read_text(&text).unwrap();
            prop_assert_eq!((a.rows(), a.cols()), (rows, cols));
            prop_assert_eq!(a.as_slice(), &numbers[..rows * cols]);
        }
    }
}
