//! What a training hands over is what it has: a head opens in Attention, weights in Transformer, networks beside it again.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rankscope::{
    checkpoint::{Kind, disk::OnDisk},
    labs::{Sweep, Work},
    session::Session,
};
use std::{fs, path::PathBuf};

const STATE: &str =
    "lab=train&task=reverse&vocabulary=6&context=8&width=16&layers=2&mlp=gelu&norm=rms&step=30";

#[test]
fn a_head_is_the_same_in_attention() {
    let mut training = Session::new();
    let (_, trained) = training
        .evaluate(&format!("{STATE}&layer=1&head=1"))
        .unwrap();
    let offer = &trained.offers[0];
    let bytes = training.hand(offer.files[0]).unwrap();
    let mut attention = Session::new();
    attention.load(offer.files[0], &bytes).unwrap();
    let (opened, seen) = attention.evaluate(&offer.state).unwrap();
    assert_eq!(opened.problems, []);
    assert!(opened.state.contains("layer=1&head=1"), "{}", opened.state);
    let erank = trained.value("mean_attention_erank").unwrap();
    let off = seen.value("erank").unwrap() / erank - 1.0;
    assert!(off.abs() < 1e-12, "{off:e}");
    assert!(seen.checks.iter().all(|check| check.pass));
}

#[test]
fn weights_are_the_same_in_transformer() {
    let mut training = Session::new();
    let (_, trained) = training.evaluate(STATE).unwrap();
    let offer = &trained.offers[1];
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("handed-over");
    fs::create_dir_all(&folder).unwrap();
    for file in &offer.files {
        fs::write(folder.join(file), training.hand(file).unwrap()).unwrap();
    }
    let disk = OnDisk::open(&folder.join(offer.files[0])).unwrap();
    let checkpoint = disk.measure(1, |_, _| {}).unwrap();
    // The products of the weights, which both compute by themselves.
    for (id, kind) in [
        ("qk_spectral_norm", Kind::QueryKey),
        ("ov_spectral_norm", Kind::ValueOutput),
    ] {
        let heads = (0..2).flat_map(|layer| (0..2).map(move |head| (layer, Some(head))));
        let found = heads.map(|(layer, head)| {
            let product = checkpoint.matrix(layer, kind, head).unwrap();
            product.singular_values[0]
        });
        let off = found.fold(0.0, f64::max) / trained.value(id).unwrap() - 1.0;
        assert!(off.abs() < 1e-12, "{id}: {off:e}");
    }
    let mut transformer = Session::new();
    transformer.measured(checkpoint);
    let (opened, seen) = transformer.evaluate(&offer.state).unwrap();
    assert_eq!(opened.problems, []);
    for (id, expected) in [("depth", 2.0), ("heads", 2.0), ("hidden_size", 16.0)] {
        assert_eq!(seen.value(id), Some(expected), "{id}");
    }
}

#[test]
fn networks_beside_it_open_again_and_go_on() {
    let state = "lab=train&context=6&width=8&samples=64&step=8&sweep=grid";
    let mut first = Session::new();
    let (_, whole) = first.evaluate(state).unwrap();
    let file = first.hand("networks.json").unwrap();

    // All of them: nothing is left to be trained beside it, and everything is said again, and where it comes from.
    let mut again = Session::new();
    let loaded = again.load("networks.json", &file).unwrap();
    assert_eq!(loaded.shape, [32]);
    let opened = again.open(state).unwrap();
    assert_eq!(opened.problems, []);
    while !again.ready() {
        again.advance(Work(1)).unwrap();
    }
    let report = again.report().unwrap();
    assert_eq!(report.headline, whole.headline);
    for (a, b) in report.readouts.iter().zip(&whole.readouts) {
        assert_eq!(a.id, b.id);
        let same = match (a.value, b.value) {
            (Some(a), Some(b)) => (a - b).abs() <= 1e-12 * b.abs(),
            (a, b) => a == b,
        };
        assert!(same, "{}: {:?} {:?}", a.id, a.value, b.value);
    }
    let told = report
        .notes
        .iter()
        .any(|note| note.contains("networks.json"));
    assert!(told, "{:?}", report.notes);
    // The file is the same, but for the last bits of numbers in decimals.
    let read = |bytes: &[u8]| Sweep::read("networks.json", bytes).unwrap();
    let [before, after] = [read(&file), read(&again.hand("networks.json").unwrap())];
    assert_eq!(before.state, after.state);
    assert_eq!(before.networks.len(), after.networks.len());
    for (a, b) in before.networks.iter().zip(&after.networks) {
        assert_eq!((a.samples, &a.settings), (b.samples, &b.settings));
        assert!((a.gap() - b.gap()).abs() < 1e-14);
        for id in b.ln_measures.keys() {
            assert!((a.ln_measure(id) - b.ln_measure(id)).abs() < 1e-14, "{id}");
        }
    }

    // Some of them: the rest is trained.
    let text = String::from_utf8(file).unwrap();
    let mut part: serde_json::Value = serde_json::from_str(&text).unwrap();
    part["networks"].as_array_mut().unwrap().truncate(5);
    let part = format!(
        "{{\"state\":{},\"networks\":{}}}",
        part["state"], part["networks"]
    );
    let mut rest = Session::new();
    rest.load("part.json", part.as_bytes()).unwrap();
    let (_, report) = rest.evaluate(state).unwrap();
    assert_eq!(report.value("tau_rate"), whole.value("tau_rate"));

    // Another state trains its own.
    let (_, other) = rest.evaluate(&state.replace("step=8", "step=9")).unwrap();
    assert!(other.notes.iter().all(|note| !note.contains("part.json")));
}

#[test]
fn bad_networks_are_refused_and_leave_what_was_there() {
    let state = "lab=train&context=6&width=8&samples=64&step=2";
    let mut session = Session::new();
    for (text, said) in [
        ("{\"state\":\"lab=train", "begins like saved networks"),
        ("{\"state\":\"lab=train\"}", "missing field"),
        ("{\"state\":\"lab=train&width=7\",\"networks\":[]}", "width"),
    ] {
        let error = session.load("bad.json", text.as_bytes()).unwrap_err();
        assert_eq!(error.code(), "sweep");
        assert!(error.to_string().contains(said), "{error}");
    }
    session.evaluate(state).unwrap();
    // Networks of other sizes than the state has.
    let network = "{\"samples\":3,\"settings\":[],\"stuck\":false,\"train_loss\":1.0,\"test_loss\":null,\"ln_measures\":{}}";
    let text = format!("{{\"state\":\"{state}&sweep=samples\",\"networks\":[{network}]}}");
    session.load("other.json", text.as_bytes()).unwrap();
    session.evaluate(state).unwrap();
    let error = session.open(&format!("{state}&sweep=samples")).unwrap_err();
    assert!(error.to_string().contains("not the first"), "{error}");
    let error = session.hand("networks.json").unwrap_err();
    assert!(error.to_string().contains("attention.npy"), "{error}");
}
