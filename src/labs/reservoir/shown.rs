//! What a report is made from: facts about a run, for figures and words to look at.

use super::{history::Moment, pushes::Push, setup::Setup, sweep::Sweep};
use crate::dynamics::{Channel, Trajectory};

/// One moment of a full-batch run, with its companions.
pub struct Shown<'a> {
    pub setup: &'a Setup,
    pub run: &'a Trajectory,
    pub moments: &'a [Moment],
    /// Of the moments, the one that is shown.
    pub now: Moment,
    pub channel: Channel,
    pub pushes: &'a [Push; 2],
    pub sweep: &'a Sweep,
    /// The run cannot go beyond this step.
    pub stuck: bool,
}
