//! One idea, one ink: the colour, dash and marker that an idea keeps in every figure, readout, legend and export.

use super::Ink;

/// The singular values themselves.
pub const SPECTRUM: Ink = Ink(0);
/// Entropy effective rank.
pub const ERANK: Ink = Ink(1);
/// Entropy rank of the energies.
pub const ENERGY_ENTROPY: Ink = Ink(2);
/// Squared ratio of nuclear to Frobenius norm.
pub const NUCLEAR_FROBENIUS: Ink = Ink(3);
/// Ratio of nuclear to spectral norm.
pub const NUCLEAR_SPECTRAL: Ink = Ink(4);
/// Participation ratio.
pub const PARTICIPATION: Ink = Ink(5);
/// Stable rank.
pub const STABLE: Ink = Ink(6);
/// Numerical rank.
pub const RANK: Ink = Ink(7);
/// Number of singular values above a fraction of the largest.
pub const EPSILON_RANK: Ink = Ink(8);
/// Number of singular values that carry a share of the energy.
pub const ENERGY_RANK: Ink = Ink(9);
/// The bare rate.
pub const BOUND_RATE: Ink = Ink(10);
/// Rademacher reconstruction with the nuclear norm.
pub const BOUND_NUCLEAR: Ink = Ink(11);
/// Rademacher reconstruction with the effective rank.
pub const BOUND_ERANK: Ink = Ink(12);
/// Parameter counting through the VC dimension.
pub const BOUND_VC: Ink = Ink(13);
/// Parameter counting through a description length.
pub const BOUND_OCCAM: Ink = Ink(14);
/// PAC-Bayes.
pub const BOUND_PAC_BAYES: Ink = Ink(15);
/// Edge of a noise spectrum.
pub const NOISE_EDGE: Ink = Ink(16);
/// Optimal hard threshold.
pub const THRESHOLD: Ink = Ink(17);
/// A fitted law.
pub const FIT: Ink = Ink(18);
/// A pinned earlier state.
pub const PINNED: Ink = Ink(19);
/// Guides and other furniture.
pub const NEUTRAL: Ink = Ink(20);
/// First of the inks without a fixed meaning, for a lab's own categories; there are eleven (21 to 31).
pub const FREE: u8 = 21;
