//! What a sweep found, as a file: networks that need not be trained again.

use super::{Error, Values};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How the file begins.
const START: &[u8] = b"{\"state\":\"";

/// A sweep as a file keeps it: JSON, the state first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sweep {
    /// The state that it belongs to.
    pub state: String,
    /// Networks in the order of the sweep; it goes on behind them.
    pub networks: Vec<Network>,
}

/// A network of a sweep, trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Network {
    /// Training sequences m.
    pub samples: usize,
    /// The index of its setting on every axis of a grid; empty otherwise.
    pub settings: Vec<usize>,
    /// Whether its training left every bound.
    pub stuck: bool,
    /// Mean cross-entropy of the training labels, in nats; none where it is no number.
    pub train_loss: Option<f64>,
    /// Mean cross-entropy of fresh labels, in nats; none where it is no number.
    pub test_loss: Option<f64>,
    /// Natural logarithm of every measure at this m, by its id; none where a network does not have it.
    pub ln_measures: BTreeMap<String, Option<f64>>,
}

/// A sweep that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The file.
    pub name: String,
    /// The lab of the state that it belongs to.
    pub lab: &'static str,
    /// What the controls are set to there.
    pub values: Values,
    /// Its networks.
    pub networks: Vec<Network>,
}

impl Network {
    /// Test less training loss, in nats.
    pub fn gap(&self) -> f64 {
        let gap = self.test_loss.zip(self.train_loss);
        gap.map_or(f64::NAN, |(test, train)| test - train)
    }

    /// Natural logarithm of a measure at this m.
    pub fn ln_measure(&self, id: &str) -> f64 {
        self.ln_measures
            .get(id)
            .copied()
            .flatten()
            .unwrap_or(f64::NAN)
    }
}

impl Sweep {
    /// Whether a file that begins so is one.
    pub fn is(start: &[u8]) -> bool {
        start.starts_with(START)
    }

    /// The file.
    pub fn write(&self) -> Option<Vec<u8>> {
        let mut bytes = serde_json::to_vec(self).ok()?;
        bytes.push(b'\n');
        Some(bytes)
    }

    /// Reads the file.
    ///
    /// # Errors
    /// Bytes that no sweep has written.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        serde_json::from_slice(bytes).map_err(|e| Error::Sweep {
            name: name.into(),
            problem: format!("it begins like saved networks, but {e}"),
        })
    }
}
