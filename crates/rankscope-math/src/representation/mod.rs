//! What depth, width and knots buy: functions that networks can represent, exactly built, with their exact errors.
//!
//! [`square`] has the deep ReLU networks for x², for the sawtooth and for products, [`arrangement`] the regions into which units cut the
//! plane, [`spline`] and [`knots`] the building block of Kolmogorov–Arnold networks, [`kan`] such a network, [`barron`] functions of finite
//! Barron norm and their random features. [`errors`] measures any of them, [`fit`] trains a network of the same shape from a random start.

pub mod arrangement;
pub mod barron;
pub mod errors;
pub mod features;
pub mod fit;
pub mod kan;
pub mod knots;
pub mod spline;
pub mod square;
pub mod target;
