//! The bundled checkpoint against NumPy (`tests/data/checkpoint/make.py`).

use super::{close, file, text};
use rankscope::checkpoint::{Checkpoint, Kind};
use std::collections::BTreeMap;

fn bundled() -> Checkpoint {
    Checkpoint::from_bytes("minilm-l6.spectra", &file("www/data/minilm-l6.spectra")).unwrap()
}

#[test]
fn it_is_all_of_minilm() {
    let checkpoint = bundled();
    assert_eq!((checkpoint.layers, checkpoint.heads), (6, 12));
    assert_eq!((checkpoint.hidden_size, checkpoint.mlp_size), (384, 1536));
    assert_eq!((checkpoint.units, checkpoint.done()), (48, 48));
    assert_eq!(checkpoint.matrices().count(), 6 * (6 + 24));
    assert_eq!(checkpoint.rounding, 2f64.powi(-24));
    assert_eq!(
        checkpoint.notes,
        [
            "beside the layers, 4 matrices are not measured: embeddings.position_embeddings.weight, \
             embeddings.token_type_embeddings.weight, embeddings.word_embeddings.weight, pooler.dense.weight"
        ]
    );
}

/// Values of spectra.json are rounded to 12 digits, the bundle's to 45 bits.
#[test]
fn spectra_agree_with_those_computed_before() {
    let known: BTreeMap<String, Vec<f64>> =
        serde_json::from_str(&text("tests/data/checkpoint/spectra.json")).unwrap();
    assert_eq!(known.len(), 108);
    let checkpoint = bundled();
    for (name, values) in known {
        let mut words = name.split('.');
        let layer: usize = words.next().unwrap()["layer".len()..].parse().unwrap();
        let (kind, factor) = match words.next().unwrap() {
            "query" => (Kind::Query, 1.0),
            "key" => (Kind::Key, 1.0),
            "value" => (Kind::Value, 1.0),
            "output" => (Kind::Output, 1.0),
            "ffn_in" => (Kind::MlpIn, 1.0),
            "ffn_out" => (Kind::MlpOut, 1.0),
            "qk" => (Kind::QueryKey, 32f64.sqrt()),
            other => panic!("{other}"),
        };
        let head = words
            .next()
            .map(|word| word["head".len()..].parse().unwrap());
        let spectrum = &checkpoint
            .matrix(layer, kind, head)
            .unwrap()
            .singular_values;
        let places: &[usize] = match head {
            None => &[0, 127, 255, 383],
            Some(_) => &[0, 15, 31],
        };
        assert_eq!(places.len(), values.len());
        assert_eq!(spectrum.len(), places[places.len() - 1] + 1, "{name}");
        for (place, value) in places.iter().zip(values) {
            let there = spectrum[*place];
            // The smallest ones carry an absolute error of a few parts in 10^16 of the largest.
            let allowed = 6e-12 * value + 1e-14 * spectrum[0];
            assert!(
                (there / factor - value).abs() <= allowed,
                "{name} {place}: {there}"
            );
        }
    }
}

#[test]
fn every_norm_agrees_with_numpy() {
    let checkpoint = bundled();
    let table = text("tests/data/checkpoint/minilm.tsv");
    assert_eq!(table.lines().count(), checkpoint.matrices().count());
    for line in table.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let number = |i: usize| fields[i].parse::<f64>().unwrap();
        let kind = match fields[1] {
            "Query" => Kind::Query,
            "Key" => Kind::Key,
            "Value" => Kind::Value,
            "Output" => Kind::Output,
            "MlpIn" => Kind::MlpIn,
            "MlpOut" => Kind::MlpOut,
            "QueryKey" => Kind::QueryKey,
            "ValueOutput" => Kind::ValueOutput,
            other => panic!("{other}"),
        };
        let w = checkpoint.matrix(number(0) as usize, kind, fields[2].parse().ok());
        let w = w.unwrap_or_else(|| panic!("{line}"));
        assert_eq!(
            (w.rows as f64, w.cols as f64),
            (number(3), number(4)),
            "{line}"
        );
        let s = &w.singular_values;
        assert_eq!(s.len() as f64, number(5), "{line}");
        let frobenius = s.iter().map(|x| x * x).sum::<f64>().sqrt();
        let found = [
            s[0],
            s[(s.len() - 1) / 2],
            s[s.len() - 1],
            s.iter().sum(),
            frobenius,
            w.group_norm_2_1,
            w.entry_norm_1_1,
        ];
        for (i, found) in found.into_iter().enumerate() {
            let tolerance = if i == 2 { 1e-9 } else { 1e-12 };
            assert!(
                close(found, number(6 + i), tolerance),
                "{line}: column {}",
                6 + i
            );
        }
    }
}

#[test]
fn a_file_of_measurements_survives_and_damage_is_told() {
    let checkpoint = bundled();
    let bytes = checkpoint.to_bytes().unwrap();
    assert_eq!(bytes, file("www/data/minilm-l6.spectra"));
    let refused = |bytes: &[u8]| {
        let error = Checkpoint::from_bytes("a.spectra", bytes).unwrap_err();
        assert_eq!(error.code(), "bundle");
        assert!(error.to_string().starts_with("a.spectra: "), "{error}");
    };
    for length in [0, 7, 11, 12, 500, bytes.len() - 1] {
        refused(&bytes[..length]);
    }
    refused(&[&bytes[..], &[0]].concat());
    let mut version = bytes.clone();
    version[7] += 1;
    refused(&version);
}
