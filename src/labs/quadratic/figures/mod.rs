//! The figures, drawn from what is known so far.

mod companions;
mod learned;
mod phase;
mod samples;
mod width;

pub use companions::{lasso, recovery};
pub use learned::learned;
pub use phase::phase;
pub use samples::samples;
pub use width::{decomposition, width};
