//! The command line: what it prints, and what it refuses with which words.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use serde_json::Value;
use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

fn rankscope(arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_rankscope");
    Command::new(program).args(arguments).output().unwrap()
}

fn printed(arguments: &[&str]) -> String {
    let output = rankscope(arguments);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {error}");
    assert_eq!(error, "");
    String::from_utf8(output.stdout).unwrap()
}

/// Exit code 2, nothing on stdout, one line on stderr; answers the line.
fn refused(arguments: &[&str]) -> String {
    let output = rankscope(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(error.lines().count(), 1, "{arguments:?}: {error}");
    error
}

/// A file with this content, in a folder of this test run.
fn file(name: &str, content: &[u8]) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cli");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn eval_prints_a_table() {
    let text = printed(&["eval", "lab=spectrum&family=flat&n=8"]);
    let row = text
        .lines()
        .find(|line| line.starts_with("erank "))
        .unwrap();
    assert_eq!(row.split_whitespace().nth(1), Some("8"));
}

#[test]
fn eval_json_has_every_part_and_every_digit() {
    let text = printed(&["eval", "lab=spectrum&family=power&alpha=1&n=2", "--json"]);
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["lab"], "spectrum");
    assert_eq!(json["state"], "v=1&lab=spectrum&n=2");
    for part in ["readouts", "checks", "figures"] {
        assert!(json[part].is_array(), "{part}");
    }
    // sigma = (1, 1/2): p = (2/3, 1/3), erank = 3 / 2^(2/3)
    let readouts = json["readouts"].as_array().unwrap();
    let erank = readouts.iter().find(|r| r["id"] == "erank").unwrap();
    let expected = 3.0 / 2f64.powf(2.0 / 3.0);
    assert!((erank["value"].as_f64().unwrap() / expected - 1.0).abs() < 1e-14);
    assert_eq!(erank["status"], "exact");
    let figure = &json["figures"][0];
    assert!(figure["id"].is_string() && figure["plot"].is_object());
}

#[test]
fn one_number_is_printed_with_every_digit() {
    let state = "lab=spectrum&family=power&alpha=1&n=2";
    let text = printed(&["eval", state, "--readout", "erank"]);
    let expected = 3.0 / 2f64.powf(2.0 / 3.0);
    assert!((text.trim().parse::<f64>().unwrap() / expected - 1.0).abs() < 1e-14);
    let error = refused(&["eval", state, "--readout", "nothing"]);
    assert!(error.contains("readout: one of erank, "), "{error}");
    let error = refused(&["eval", state, "--readout", "mp_edge"]);
    assert!(error.contains("mp_edge: no value; "), "{error}");
}

#[test]
fn labs_lists_every_lab() {
    let json: Value = serde_json::from_str(&printed(&["labs", "--json"])).unwrap();
    let text = printed(&["labs"]);
    for lab in rankscope::labs::all() {
        let id = lab.id;
        let labs = json["labs"].as_array().unwrap();
        assert!(labs.iter().any(|entry| entry["id"] == id), "{id}");
        assert!(text.contains(lab.question), "{id}");
    }
}

#[test]
fn what_cannot_be_applied_is_refused() {
    let error = refused(&["eval", "lab=spectrum&n=100000"]);
    assert!(error.contains("n: 1..512 (whole), got 100000"), "{error}");
    let error = refused(&["eval", "lab=spectrum&speed=3"]);
    assert!(error.contains("speed: not a control"), "{error}");
    let error = refused(&["eval", "lab=nothing"]);
    assert!(error.contains("lab: one of "), "{error}");
    let error = refused(&["eval", "lab=spectrum&n=0&alpha=x"]);
    assert!(
        error.contains("n: ") && error.contains("alpha: "),
        "{error}"
    );
}

#[test]
fn files_that_cannot_be_read_are_refused() {
    let state = "lab=spectrum";
    let error = refused(&["eval", state, "--data", "no/such/file.npy"]);
    assert!(error.contains("no/such/file.npy"), "{error}");

    let mut huge = b"\x93NUMPY\x01\x00\x76\x00".to_vec();
    huge.extend(
        format!(
            "{:<117}\n",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (20000, 20000), }"
        )
        .bytes(),
    );
    let bad: &[(&str, &[u8])] = &[
        ("empty.npy", b""),
        ("short.npy", b"\x93NUMPY\x01\x00"),
        ("magic.npy", b"\x93NUMPX\x01\x00\x76\x00"),
        ("huge.npy", &huge),
        ("empty.csv", b""),
        ("ragged.csv", b"1,2\n3\n"),
        ("nan.csv", b"1,nan\n3,4\n"),
        ("inf.csv", b"1,inf\n3,4\n"),
        ("words.csv", b"one,two\nthree,four\n"),
        ("open.json", b"[[1, 2], [3, 4]"),
        ("picture.png", b"\x89PNG\r\n\x1a\n"),
    ];
    for (name, content) in bad {
        let error = refused(&["eval", state, "--data", &file(name, content)]);
        assert!(error.contains(name), "{name}: {error}");
    }
}

#[test]
fn render_writes_a_standalone_picture() {
    let state = "lab=spectrum&n=8";
    let svg = printed(&["render", state, "--figure", "spectrum", "-o", "-"]);
    let document = roxmltree::Document::parse(&svg).unwrap();
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "svg");
    assert_eq!(root.attribute("width"), Some("640"));
    assert!(
        root.descendants()
            .any(|node| node.has_tag_name("text") || node.tag_name().name() == "text")
    );

    let path = file("wide.svg", b"");
    let sized = ["--width", "900", "--height", "300", "--theme", "dark"];
    let mut arguments = vec!["render", state, "--figure", "spectrum", "-o", &path];
    arguments.extend(sized);
    assert_eq!(printed(&arguments), "");
    let wide = fs::read_to_string(&path).unwrap();
    assert!(wide.contains("width=\"900\"") && wide != svg);

    let error = refused(&["render", state, "--figure", "nothing", "-o", "-"]);
    assert!(error.contains("figure: one of spectrum, "), "{error}");
    let error = refused(&[
        "render",
        state,
        "--figure",
        "spectrum",
        "-o",
        "no/such/folder/x.svg",
    ]);
    assert!(error.contains("no/such/folder/x.svg"), "{error}");
    let flat = [
        "render", state, "--figure", "spectrum", "-o", "-", "--height", "0",
    ];
    refused(&flat);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let program = env!("CARGO_BIN_EXE_rankscope");
    let mut child = Command::new(program)
        .args(["labs", "--json"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(output.stderr.is_empty());
}

/// A .npy file of float64.
fn npy(name: &str, rows: usize, values: &[f64]) -> String {
    let shape = format!("({rows}, {})", values.len() / rows);
    let header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}");
    let header = format!("{header:<117}\n");
    let mut bytes = b"\x93NUMPY\x01\x00\x76\x00".to_vec();
    bytes.extend(header.bytes());
    bytes.extend(values.iter().flat_map(|x| x.to_le_bytes()));
    file(name, &bytes)
}

#[test]
fn match_says_what_two_files_share() {
    // Unit 1 of the first is unit 0 of the second, of other size and offset; nothing else is shared.
    let wave = |i: usize, pace: f64| (i as f64 * pace).sin();
    let rows = 700;
    let first: Vec<f64> = (0..rows)
        .flat_map(|i| [wave(i, 0.7), wave(i, 1.9)])
        .collect();
    let second: Vec<f64> = (0..rows)
        .flat_map(|i| [5.0 * wave(i, 1.9) - 40.0, wave(i, 2.6), wave(i, 0.3)])
        .collect();
    let [a, b] = [npy("a.npy", rows, &first), npy("b.npy", rows, &second)];
    let pairs = file("pairs.csv", b"");
    let row = |text: &str, id: &str| {
        let line = text.lines().find(|line| line.starts_with(id)).unwrap();
        line.split_whitespace().nth(1).unwrap().to_owned()
    };
    let text = printed(&["match", &a, &b, "--pairs", &pairs]);
    assert!(
        text.starts_with("These networks share 1 of 2 and 3 units"),
        "{text}"
    );
    assert_eq!(
        (row(&text, "inputs"), row(&text, "mean_correlation")),
        ("700".into(), "1".into())
    );
    // A sine has the kurtosis 3/2.
    let kurtosis: f64 = row(&text, "excess_kurtosis ").parse().unwrap();
    assert!((kurtosis + 1.5).abs() < 0.01, "{kurtosis}");
    let table = fs::read_to_string(&pairs).unwrap();
    assert!(
        table
            .lines()
            .nth(1)
            .is_some_and(|line| line.starts_with("1,0,"))
            || table.contains("\n1,0,"),
        "{table}"
    );
    assert_eq!(printed(&["match", &a, &b, "--threads", "1"]), text);
    // Networks that saw another number of inputs are refused, and so is another kind of file.
    let short = npy("short.npy", 20, &first[..40]);
    for (other, words) in [
        (&short, "both networks must see the same inputs"),
        (&pairs, "magic"),
        (&"nowhere.npy".to_owned(), "nowhere.npy"),
    ] {
        let said = refused(&["match", &a, other]);
        assert!(said.contains(words), "{said}");
    }
}
