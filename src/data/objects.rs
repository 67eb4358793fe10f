//! JSON objects that hold a matrix: `{"attention": [...]}` and its relatives, a shape beside flat numbers, and the ways of pandas.

use super::{Error, Numbers, nested, number};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;
use std::{fmt, marker::PhantomData};

/// Names under which the array is looked for, in this order.
const NAMES: &[&str] = &[
    "attention",
    "attentions",
    "attn",
    "attn_weights",
    "attention_weights",
    "matrix",
    "data",
    "values",
    "weights",
    "array",
];
/// Most entries of an object.
const MOST: usize = 1 << 16;

/// The entries of an object in its order.
struct Entries<T>(Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Each<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Each<T> {
            type Value = Vec<(String, T)>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    if entries.len() == MOST {
                        return Err(serde::de::Error::custom("too many entries"));
                    }
                    entries.push(entry);
                }
                Ok(entries)
            }
        }
        json.deserialize_map(Each(PhantomData)).map(Self)
    }
}

/// A number to its last digit, which serde_json's own reader leaves to a feature; its tables would be downloaded.
struct Exact(f64);

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        let text = <&RawValue>::deserialize(json)?.get();
        let wrong = || serde::de::Error::custom(format!("expected a number, got {text}"));
        number(text).map(Self).ok_or_else(wrong)
    }
}

fn bad_json(cause: &serde_json::Error) -> Error {
    let mut problem = cause.to_string();
    if problem.len() > 200 {
        problem = problem.chars().take(200).collect();
    }
    Error::Json { problem }
}

/// Reads the array of an object.
pub(super) fn read(text: &str) -> Result<Numbers, Error> {
    // JSON has no infinities and no NaN; Python writes them all the same, and within an array they are read.
    let Entries(entries) =
        serde_json::from_str::<Entries<&RawValue>>(text).map_err(|e| bad_json(&e))?;
    let find = |name: &str| {
        entries
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.get())
    };
    let array = |text: &str| text.trim_start().starts_with('[');
    let nested = |text: &str| {
        text.strip_prefix('[')
            .is_some_and(|inside| inside.trim_start().starts_with('['))
    };
    let labels = ["tokens", "columns", "labels", "names"]
        .iter()
        .find_map(|name| serde_json::from_str::<Vec<String>>(find(name)?).ok());
    let named = || {
        NAMES
            .iter()
            .find_map(|name| find(name).filter(|text| array(text)))
    };
    let only = || {
        let mut arrays = entries
            .iter()
            .map(|(_, value)| value.get())
            .filter(|text| nested(text));
        arrays.next().filter(|_| arrays.next().is_none())
    };
    let mut found = match named().or_else(only) {
        Some(text) => match find("shape").map(serde_json::from_str::<Vec<usize>>) {
            Some(Ok(shape)) if !nested(text) => shaped(text, shape)?,
            _ => nested::read(text)?,
        },
        None if entries
            .iter()
            .all(|(_, value)| value.get().starts_with('{'))
            && !entries.is_empty() =>
        {
            return columns(text);
        }
        None => {
            let keys: Vec<_> = entries
                .iter()
                .take(8)
                .map(|(key, _)| format!("{key:?}"))
                .collect();
            return Err(Error::Json {
                problem: format!("none of its entries {} is the one array", keys.join(", ")),
            });
        }
    };
    found.labels = labels.unwrap_or_default();
    Ok(found)
}

/// Flat numbers and their shape.
fn shaped(text: &str, shape: Vec<usize>) -> Result<Numbers, Error> {
    let flat = nested::read(text)?;
    let count = super::checked_count(&shape)?;
    match count == flat.values.len() {
        true => Ok(Numbers::new(shape, flat.values)),
        false => Err(Error::Truncated {
            needed: count as u64,
            there: flat.values.len() as u64,
            unit: "numbers",
        }),
    }
}

/// `{"a": {"0": 0.8, "1": 0.1}, ...}`, as pandas writes a frame: column by column.
fn columns(text: &str) -> Result<Numbers, Error> {
    let Entries(columns) =
        serde_json::from_str::<Entries<Entries<Exact>>>(text).map_err(|e| bad_json(&e))?;
    // By rows where these are counted and the columns have names; else by columns.
    let counted = |names: &mut dyn Iterator<Item = &String>| {
        names.enumerate().all(|(i, name)| name.parse() == Ok(i))
    };
    let by_rows = counted(&mut columns.iter().map(|(name, _)| name))
        && columns
            .iter()
            .all(|(_, row)| !counted(&mut row.0.iter().map(|(name, _)| name)));
    let rows = columns.first().map_or(0, |(_, column)| column.0.len());
    if let Some((name, column)) = columns.iter().find(|(_, column)| column.0.len() != rows) {
        return Err(Error::Ragged {
            at: format!("column {name:?}"),
            given: column.0.len(),
            expected: rows,
        });
    }
    if by_rows {
        let values = columns
            .iter()
            .flat_map(|(_, row)| row.0.iter().map(|(_, x)| x.0));
        let mut found = Numbers::new(vec![columns.len(), rows], values.collect());
        found.labels = columns.first().map_or(Vec::new(), |(_, row)| {
            names(row.0.iter().map(|(name, _)| name))
        });
        return Ok(found);
    }
    let values = (0..rows).flat_map(|row| columns.iter().map(move |(_, column)| column.0[row].1.0));
    let mut found = Numbers::new(vec![rows, columns.len()], values.collect());
    found.labels = names(columns.iter().map(|(name, _)| name));
    Ok(found)
}

/// `[{"a": 0.8, "b": 0.2}, ...]`, as pandas writes records: row by row.
pub(super) fn records(text: &str) -> Result<Numbers, Error> {
    let rows: Vec<Entries<Exact>> = serde_json::from_str(text).map_err(|e| bad_json(&e))?;
    let first: Vec<&String> = rows.first().map_or(Vec::new(), |row| {
        row.0.iter().map(|(name, _)| name).collect()
    });
    let mut values = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        for (i, name) in first.iter().enumerate() {
            let found = row.0.get(i).filter(|(key, _)| key == *name);
            let (_, value) = found.ok_or_else(|| Error::Json {
                problem: format!("record {} has not {name:?} where the first has", at + 1),
            })?;
            values.push(value.0);
        }
        if row.0.len() != first.len() {
            return Err(Error::Ragged {
                at: format!("record {}", at + 1),
                given: row.0.len(),
                expected: first.len(),
            });
        }
    }
    let labels = names(first.iter().copied());
    let mut found = Numbers::new(vec![rows.len(), first.len()], values);
    found.labels = labels;
    Ok(found)
}

/// Names of columns, unless they only count.
fn names<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let names: Vec<String> = names.cloned().collect();
    match names
        .iter()
        .enumerate()
        .all(|(i, name)| name.parse() == Ok(i))
    {
        true => Vec::new(),
        false => names,
    }
}
