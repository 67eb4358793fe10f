//! The index of a checkpoint in shards: `*.safetensors.index.json`.

use super::{Error, Header, beginning, brief};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Longest index that is read, in bytes.
pub const MAX_INDEX: usize = 16 << 20;

/// Which file holds which tensor.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Index {
    #[serde(skip)]
    file: String,
    weight_map: BTreeMap<String, String>,
}

impl Index {
    /// Reads an index.
    ///
    /// # Errors
    /// JSON without a `weight_map` from tensors to files; a file that is not beside the index (a path could lead anywhere).
    ///
    /// ```
    /// use rankscope::data::safetensors::Index;
    /// let index = Index::parse("model.safetensors.index.json", br#"{"weight_map":{"w":"a.safetensors"}}"#)?;
    /// assert_eq!(index.shards(), ["a.safetensors"]);
    /// # Ok::<(), rankscope::data::safetensors::Error>(())
    /// ```
    pub fn parse(file: &str, json: &[u8]) -> Result<Self, Error> {
        let bad = |problem: String| Error::Index {
            file: file.into(),
            problem,
        };
        if json.len() > MAX_INDEX {
            let bytes = json.len();
            return Err(bad(format!("{bytes} bytes, at most {MAX_INDEX} are read")));
        }
        let index: Self = serde_json::from_slice(json).map_err(|e| bad(brief(&e.to_string())))?;
        for (tensor, shard) in &index.weight_map {
            let inside = |c: char| c == '/' || c == '\\' || c == ':' || c.is_control();
            if shard.is_empty() || shard.starts_with('.') || shard.contains(inside) {
                return Err(Error::Path {
                    file: file.into(),
                    tensor: beginning(tensor).into(),
                    shard: beginning(shard).into(),
                });
            }
        }
        if index
            .weight_map
            .values()
            .any(|shard| shard.ends_with(".bin"))
        {
            return Err(Error::Foreign {
                file: file.into(),
                what: "the index of a PyTorch checkpoint",
                cure: "take the .safetensors of the model, or save_file(state_dict, 'a.safetensors') of safetensors.torch",
            });
        }
        let file = file.into();
        Ok(Self { file, ..index })
    }

    /// The files that it names, in alphabetical order.
    pub fn shards(&self) -> Vec<&str> {
        let names: BTreeSet<&str> = self.weight_map.values().map(String::as_str).collect();
        names.into_iter().collect()
    }

    /// Checks that the headers are those of its files and hold its tensors.
    ///
    /// # Errors
    /// A file or a tensor that is missing.
    pub fn check(&self, headers: &[Header]) -> Result<(), Error> {
        let shards = self.shards();
        let header = |shard: &str| headers.iter().find(|header| header.file == shard);
        if let Some(missing) = shards.iter().find(|shard| header(shard).is_none()) {
            return Err(Error::Missing {
                file: self.file.clone(),
                shard: (*missing).into(),
                there: shards.iter().filter(|s| header(s).is_some()).count(),
                shards: shards.len(),
            });
        }
        let held: BTreeSet<(&str, &str)> = headers
            .iter()
            .flat_map(|header| {
                let tensors = header.tensors.iter();
                tensors.map(|tensor| (header.file.as_str(), tensor.name.as_str()))
            })
            .collect();
        let wanted = self.weight_map.iter();
        match wanted
            .map(|(tensor, shard)| (shard.as_str(), tensor.as_str()))
            .find(|place| !held.contains(place))
        {
            None => Ok(()),
            Some((shard, tensor)) => Err(Error::NotThere {
                file: self.file.clone(),
                shard: shard.into(),
                tensor: tensor.into(),
            }),
        }
    }
}
