//! What a lab computes from: the values of its controls, and data beside the state.

#[cfg(feature = "train")]
use super::Kept;
use super::{Error, Handle, Read, Values};
#[cfg(feature = "weights")]
use crate::checkpoint::Checkpoint;
use crate::data::Stack;
use std::{collections::BTreeMap, rc::Rc};

/// What a lab computes from.
pub struct Input<'a> {
    /// What the controls are set to.
    pub values: &'a Values,
    /// Data beside the state.
    pub files: &'a Files,
}

impl Input<'_> {
    /// What a control is set to.
    #[inline(always)]
    pub fn of<T: Read>(&self, handle: Handle<T>) -> T {
        self.values.of(handle)
    }
}

/// Data beside the state: the visitor's file and bundled assets.
#[derive(Clone, Default)]
pub struct Files {
    /// The file that the visitor loaded last.
    pub loaded: Option<Rc<Stack>>,
    /// Networks that were trained before, with the state that they belong to.
    #[cfg(feature = "train")]
    pub kept: Option<Rc<Kept>>,
    /// Bundled data by asset name, decoded.
    pub assets: BTreeMap<&'static str, Rc<Stack>>,
    /// The visitor's checkpoint, measured so far.
    #[cfg(feature = "weights")]
    pub measured: Option<Rc<Checkpoint>>,
    /// Bundled checkpoints by asset name, measured.
    #[cfg(feature = "weights")]
    pub checkpoints: BTreeMap<&'static str, Rc<Checkpoint>>,
}

/// Names of the bundled data files; each lies in `www/data/` under its name.
pub const ASSETS: &[&str] = &["minilm-fox.npy", "minilm-capacity.npy", "minilm-l6.spectra"];

impl Files {
    /// A bundled asset; while it has not been fetched, the error that makes the caller fetch it.
    pub fn asset(&self, name: &'static str) -> Result<Rc<Stack>, Error> {
        let stack = self.assets.get(name).cloned();
        stack.ok_or(Error::AssetMissing { name })
    }

    /// A bundled checkpoint; while it has not been fetched, the error that makes the caller fetch it.
    #[cfg(feature = "weights")]
    pub fn checkpoint(&self, name: &'static str) -> Result<Rc<Checkpoint>, Error> {
        let checkpoint = self.checkpoints.get(name).cloned();
        checkpoint.ok_or(Error::AssetMissing { name })
    }

    /// The visitor's checkpoint.
    #[cfg(feature = "weights")]
    pub fn measured(&self) -> Result<Rc<Checkpoint>, Error> {
        self.measured.clone().ok_or(Error::NoCheckpoint)
    }

    /// The visitor's file.
    pub fn loaded(&self) -> Result<Rc<Stack>, Error> {
        self.loaded.clone().ok_or(Error::NoFile)
    }
}
