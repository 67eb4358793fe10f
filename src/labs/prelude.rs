//! Everything that a lab's file needs: `use crate::labs::prelude::*`.

pub(crate) use super::handle::choices;
pub use super::{
    Check, Citation, Control, Error, Files, Group, Input, Lab, Offer, Preset, Progress, Quantity,
    Readout, Report, Run, Settling, Staged, Status, Values, Work, asymptotic, cite, empirical,
    exact,
    handle::{
        Cells, Choice, Count, File, Flag, Matrix, Number, Seed, Steps, Vector, Whole, cells,
        checkpoint, count, file, flag, matrix, number, seed, steps, vector, whole,
    },
    preset, rate, reconstruction,
    shared::{citations, numpy},
};
pub use crate::figure::{
    Along, Axis, Band, Figure, Guide, Handle, Ink, Lines, Mark, Plot, Region, Series, inks,
    percent, short,
};
