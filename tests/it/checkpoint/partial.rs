//! A checkpoint that is measured elsewhere: its lab answers from the first unit on, and in the end as if it had been there at once.

use super::written::{Writer, numbers};
use rankscope::{
    checkpoint::{Checkpoint, Config, Measuring, Plan},
    data::safetensors::Header,
    session::Session,
};

const STATE: &str = "lab=transformer&source=file";

/// Every unit's result, as bytes.
fn units(bytes: &[u8], plan: &Plan) -> Vec<Vec<u8>> {
    let unit = |unit| {
        let mut measuring = Measuring::new(unit).unwrap();
        while let Some(want) = measuring.wants() {
            measuring
                .take(&bytes[want.begin as usize..want.end as usize])
                .unwrap();
        }
        postcard::to_stdvec(&measuring.finish().unwrap()).unwrap()
    };
    plan.units.iter().cloned().map(unit).collect()
}

fn check(file: &Writer) {
    let bytes = file.bytes();
    let header = Header::parse("a.safetensors", &bytes, bytes.len() as u64).unwrap();
    let plan = Plan::new("a.safetensors", &[header], Config::default());
    let mut session = Session::new();
    assert_eq!(session.open(STATE).unwrap_err().code(), "no_checkpoint");
    assert_eq!(
        session.add_measured(0, &[0]).unwrap_err().code(),
        "no_checkpoint"
    );
    let blank = Checkpoint::new(&plan).to_bytes().unwrap();
    session.load("a.spectra", &blank).unwrap();
    assert_eq!(session.add_measured(0, &[9]).unwrap_err().code(), "bundle");
    for (at, measured) in units(&bytes, &plan).iter().enumerate() {
        session.add_measured(at, measured).unwrap();
        let (opened, report) = session.evaluate(STATE).unwrap();
        assert!(opened.problems.is_empty() && !report.headline.is_empty());
    }
    let (_, report) = session.evaluate(STATE).unwrap();
    let mut again = Session::new();
    again
        .load("a.spectra", &session.measurements().unwrap())
        .unwrap();
    let (_, same) = again.evaluate(STATE).unwrap();
    for (a, b) in report.readouts.iter().zip(&same.readouts) {
        match (a.value, b.value) {
            (Some(a), Some(b)) => assert!((a - b).abs() <= 1e-12 * b.abs()),
            (a, b) => assert_eq!(a, b),
        }
    }
}

#[test]
fn of_a_known_architecture() {
    let mut file = Writer::default();
    for layer in 0..2 {
        for (name, rows, cols) in [
            ("attention.self.query", 64, 64),
            ("attention.self.key", 64, 64),
            ("attention.self.value", 64, 64),
            ("attention.output.dense", 64, 64),
            ("intermediate.dense", 96, 64),
            ("output.dense", 64, 96),
        ] {
            let name = format!("encoder.layer.{layer}.{name}.weight");
            file.matrix(&name, "F32", &numbers(rows, cols, layer + 7));
        }
    }
    check(&file);
}

#[test]
fn of_an_unknown_architecture() {
    let mut file = Writer::default();
    for i in 0..3 {
        file.matrix(&format!("body.{i}.weight"), "F16", &numbers(12, 20, i));
    }
    check(&file);
}
