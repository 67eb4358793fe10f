//! The plane of a plot as plotters draws on it.

use super::{axis::AxisMap, backend::Backend};
use plotters::{coord::cartesian::Cartesian2d, drawing::DrawingArea};

/// Two axes over a surface of ours.
pub type Area<'b> = DrawingArea<Backend<'b>, Cartesian2d<AxisMap, AxisMap>>;
