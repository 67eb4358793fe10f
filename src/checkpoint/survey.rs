//! The first look at a checkpoint: the beginnings of its files, as many bytes of each as it takes and no more.

use super::{Configs, Error, Plan};
use crate::data::{
    foreign,
    safetensors::{self, Header, Index, MAX_INDEX, PREFIX},
};

/// Files of a checkpoint whose beginnings are known.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    headers: Vec<Header>,
    index: Option<(String, Index)>,
    configs: Configs,
    /// Whether they are from a file of that name, which no other one replaces.
    named: bool,
}

/// So many bytes tell what a file is that is no .safetensors file.
const TELLING: u64 = 4096;

/// Whether a file is, or tells about, a checkpoint, by its name.
pub fn is_checkpoint(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".safetensors") || name.ends_with(".index.json")
}

impl Survey {
    /// Takes the beginning of a file of `size` bytes: `.safetensors`, the `.index.json` of shards, `config.json`, or another file of a
    /// model's folder, which is passed over. Answers how many bytes of the beginning it needs instead; none where it is satisfied.
    ///
    /// # Errors
    /// Those of [`safetensors::Error`](crate::data::safetensors::Error).
    ///
    /// ```
    /// let mut survey = rankscope::checkpoint::Survey::default();
    /// assert_eq!(survey.take("a.safetensors", 100, &[])?, Some(8));
    /// assert_eq!(survey.take("a.safetensors", 100, &[60, 0, 0, 0, 0, 0, 0, 0])?, Some(68));
    /// # Ok::<(), rankscope::checkpoint::Error>(())
    /// ```
    pub fn take(&mut self, name: &str, size: u64, start: &[u8]) -> Result<Option<u64>, Error> {
        let more = |wanted: u64| (start.len() as u64) < wanted.min(size);
        let lower = name.to_ascii_lowercase();
        if lower.ends_with(".json") {
            let index = lower.ends_with(".index.json");
            let named = lower == "config.json"
                || lower.ends_with("_config.json") && lower.starts_with("adapter");
            // A tokenizer's or a generation's settings tell nothing about weights.
            if !index
                && !named
                && (self.named
                    || [
                        "token",
                        "vocab",
                        "generation",
                        "merges",
                        "special",
                        "preprocessor",
                        "chat",
                    ]
                    .iter()
                    .any(|word| lower.contains(word)))
            {
                return Ok(None);
            }
            let wanted = size.min(MAX_INDEX as u64 + 1);
            if more(wanted) {
                return Ok(Some(wanted));
            }
            if index {
                self.index = Some((name.into(), Index::parse(name, start)?));
            } else {
                self.configure(Configs::parse(start), lower == "config.json");
            }
            return Ok(None);
        }
        if more(PREFIX as u64) {
            return Ok(Some(PREFIX as u64));
        }
        let length = match Header::length(name, start) {
            Ok(length) => length as u64,
            Err(_) if more(TELLING) => return Ok(Some(TELLING)),
            Err(error) => {
                return Err(match foreign::what(name, start) {
                    Some((what, cure)) => safetensors::Error::Foreign {
                        file: name.into(),
                        what,
                        cure,
                    },
                    None => error,
                }
                .into());
            }
        };
        if more(length) {
            return Ok(Some(length));
        }
        self.headers.push(Header::parse(name, start, size)?);
        Ok(None)
    }

    /// Keeps what a configuration tells; one without anything about heads replaces none.
    fn configure(&mut self, configs: Configs, named: bool) {
        if configs.adapter_scale.is_some() {
            self.configs.adapter_scale = configs.adapter_scale;
        } else if named || configs.tells() && !self.named {
            self.named |= named;
            let adapter_scale = self.configs.adapter_scale;
            self.configs = Configs {
                adapter_scale,
                ..configs
            };
        }
    }

    /// The files that the index names, if there is one.
    pub fn shards(&self) -> Vec<&str> {
        self.index
            .as_ref()
            .map_or(Vec::new(), |(_, index)| index.shards())
    }

    /// What there is to measure.
    ///
    /// # Errors
    /// No file with tensors, or not those that the index names.
    pub fn plan(&self) -> Result<Plan, Error> {
        Ok(Plan::new(self.name()?, &self.headers, self.configs.clone()))
    }

    /// Every matrix of the files, whatever it does in a model.
    ///
    /// # Errors
    /// As [`plan`](Self::plan).
    pub fn every_matrix(&self) -> Result<Plan, Error> {
        let name = self.name()?;
        Ok(Plan::every_matrix(
            name,
            &self.headers,
            self.configs.clone(),
        ))
    }

    /// The name of the checkpoint, where its files are there.
    fn name(&self) -> Result<&str, Error> {
        let Some(first) = self.headers.first() else {
            // The index tells which files are missing.
            if let Some((_, index)) = &self.index {
                index.check(&[])?;
            }
            return Err(Error::NoTensors);
        };
        match &self.index {
            None => Ok(&first.file),
            Some((name, index)) => {
                index.check(&self.headers)?;
                Ok(name)
            }
        }
    }

    /// The headers of the files, in the order in which they were taken.
    pub fn headers(&self) -> &[Header] {
        &self.headers
    }

    /// What an adapter's product is multiplied with before it is added, where a configuration tells.
    pub fn adapter_scale(&self) -> Option<f64> {
        self.configs.adapter_scale
    }
}
