//! Stochastic descent with a meter of the risk: right on fresh samples, wrong on data that is used again.

mod figures;
mod model;
mod run;
mod words;

pub use run::OnlineRun;
