//! What is refused, and in which words.

use super::file;
use rankscope::data::{Error, READ, Stack, read, read_text};

/// Each bad input has its own code, and a sentence that says where and what is accepted.
fn refused(result: Result<Stack, Error>, code: &str, sentence: &str) {
    let error = result.expect_err(sentence);
    assert_eq!((error.code(), error.to_string().as_str()), (code, sentence));
}

#[test]
fn bad_npy_files_are_named() {
    const DTYPES: &str = "accepted are bfloat16, float16, float32, float64, integers and booleans";
    for (name, dtype, cure) in [
        (
            "complex",
            "<c8",
            "save its real part or its magnitude, a.real or abs(a)",
        ),
        (
            "string",
            "|S3",
            "it holds text; save with .astype('float64') if these are numbers",
        ),
        ("longdouble", "<f16", "save with .astype('float32')"),
        (
            "object",
            "|O",
            "it holds Python objects; save numpy.stack(list(a)).astype('float32')",
        ),
        (
            "structured",
            "of a structured array",
            "save one field of it, as a['name']",
        ),
    ] {
        let name = format!("bad-{name}.npy");
        let sentence = format!("the dtype {dtype} is not read; {DTYPES}: {cure}");
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
        ("((((((((((((((((((((((((((((((((", "descr"),
    ] {
        let sentence = format!("the .npy header has no readable {field}");
        refused(read("a.npy", &npy(1, header)), "npy_header", &sentence);
    }
}

#[test]
fn bad_archives_are_named() {
    for (name, code, sentence) in [
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
        (
            "a,b\n",
            "not_a_number",
            "line 1, column 1: \"a\" is not a number",
        ),
        ("[]", "empty", "there are no numbers in it"),
        (
            "1,2\n3\n",
            "ragged",
            "line 2 has 1 entries, the one before has 2",
        ),
        (
            "h,i\n1,2\n3,4\n5,6,7\n",
            "ragged",
            "line 4 has 3 entries, the one before has 2",
        ),
        (
            "1,2\n3,x\n",
            "not_a_number",
            "line 2, column 2: \"x\" is not a number",
        ),
        (
            "1,2\n3,\n",
            "not_a_number",
            "line 2, column 2: \"\" is not a number: the cell is empty; every cell needs a number",
        ),
        (
            "1,two\n3,4\n",
            "not_a_number",
            "line 1, column 2: \"two\" is not a number",
        ),
        (
            "1,2\n3,nan\n",
            "not_finite",
            "row 2, column 2: NaN is not finite",
        ),
        (
            "a,b\n\n1,2\n3,NA\n",
            "not_a_number",
            "line 4, column 2: \"NA\" is not a number: the value is missing; every cell needs a number",
        ),
        (
            "50%% 50%\n",
            "not_a_number",
            "line 1, column 1: \"50%%\" is not a number",
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
            "[[[1,2]],[[3,null]]]",
            "not_a_number",
            "head 1, row 1, column 2: \"null\" is not a number: the value is missing; every cell needs a number",
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
            "unread",
            "line 1: reading stopped before \"and more\"; a value is read, not an expression, and of several arrays those of one size, one behind the other",
        ),
        (
            "{\"q\": [[1]], \"k\": [[2]]}",
            "json",
            "not the JSON that is read, nested arrays, {\"attention\": [...]} or records: none of its entries \"q\", \"k\" is the one array",
        ),
        (
            "[1, 2]",
            "axes",
            "1 axes; accepted are 2 (a matrix), 3 ([head, row, column]) and 4 ([layer, head, row, column])",
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
    let unknown = format!("not a file that Rankscope reads; it reads {READ}");
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
    refused(
        read("B.NPZ", png),
        "unknown_format",
        &format!("B.NPZ: {unknown}"),
    );
    // What it is decides, not its name.
    assert_eq!(read("a.npy", b"1,2\n").unwrap().values, [1.0, 2.0]);
    refused(read("é.csv", b""), "empty", "there are no numbers in it");
    // Multi-byte names are cut nowhere.
    assert_eq!(
        read("ééé", b"\xff\x01").unwrap_err().code(),
        "unknown_format"
    );
}
