//! The first look at a checkpoint: the beginnings of its files, as many bytes of each as it takes and no more.

use super::{Config, Error, Plan};
use crate::data::safetensors::{Header, Index, MAX_INDEX, PREFIX};

/// Files of a checkpoint whose beginnings are known.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    headers: Vec<Header>,
    index: Option<(String, Index)>,
    config: Config,
}

/// Whether a file is, or tells about, a checkpoint, by its name.
pub fn is_checkpoint(name: &str) -> bool {
    name.ends_with(".safetensors") || name.ends_with(".safetensors.index.json")
}

impl Survey {
    /// Takes the beginning of a file of `size` bytes: `.safetensors`, the `.index.json` of shards, or `config.json`. Answers how many
    /// bytes of the beginning it needs instead; none where it is satisfied.
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
        if name.ends_with(".json") {
            let wanted = size.min(MAX_INDEX as u64 + 1);
            if more(wanted) {
                return Ok(Some(wanted));
            }
            match name.ends_with(".index.json") {
                true => self.index = Some((name.into(), Index::parse(name, start)?)),
                false => self.config = Config::parse(start),
            }
            return Ok(None);
        }
        if more(PREFIX as u64) {
            return Ok(Some(PREFIX as u64));
        }
        let length = Header::length(name, start)? as u64;
        if more(length) {
            return Ok(Some(length));
        }
        self.headers.push(Header::parse(name, start, size)?);
        Ok(None)
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
        let Some(first) = self.headers.first() else {
            return Err(Error::NoTensors);
        };
        let name = match &self.index {
            None => &first.file,
            Some((name, index)) => {
                index.check(&self.headers)?;
                name
            }
        };
        Ok(Plan::new(name, &self.headers, self.config))
    }
}
