//! The bounds panel: controls, readouts, the figure over the sample size and its caveats.
//!
//! A lab lists [`CONTROLS`] and [`QUANTITIES`] among its own, and in its report:
//!
//! ```
//! # use rankscope::labs::{prelude::*, shared::bounds::{BoundsPanel, CONTROLS, Measured}};
//! # let values = Values::defaults(CONTROLS);
//! let measured = Measured { erank: 2.0, nuclear_norm: 2.0, frobenius_norm: 2f64.sqrt(), shape: (2, 2) };
//! let report = BoundsPanel::new(measured, &values)?.add_to(Report::of("Two directions."));
//! assert!(report.value("bound_rate").is_some() && report.find_figure("bounds").is_some());
//! # Ok::<(), Error>(())
//! ```

mod controls;
mod curve;
mod quantities;
mod words;

pub use controls::*;
pub use quantities::*;

use super::words::{capitalised, list};
use crate::{
    bounds::{Bound, Occam, PacBayes, Rademacher, Rate, Vc},
    labs::prelude::*,
};
use curve::{Curve, DECADES};
use words::in_words;

/// What the bounds need to know about the matrices in scope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// R: the largest entropy effective rank in scope, dimensionless.
    pub erank: f64,
    /// The largest nuclear norm ‖A‖∗ in scope, in units of an entry.
    pub nuclear_norm: f64,
    /// The largest Frobenius norm ‖A‖_F in scope, in units of an entry.
    pub frobenius_norm: f64,
    /// Rows and columns of a matrix, d₁ and d₂.
    pub shape: (usize, usize),
}

/// Every bound for one set of matrices and controls, computed once.
pub struct BoundsPanel {
    m: f64,
    train_loss: f64,
    /// The kl form of PAC-Bayes at m.
    pac_bayes_kl: f64,
    /// ‖A‖∗ / (√R ‖A‖_F) − 1, where it is positive.
    norm_excess: f64,
    curves: Vec<Curve>,
}

/// Pieces of the activation that the VC bound assumes: a ReLU has two.
const PIECES: f64 = 2.0;
/// How near to 1 a solved bound must be.
const CROSSING_TOLERANCE: f64 = 1e-9;

impl BoundsPanel {
    /// From what was measured and the values of [`CONTROLS`]; a measurement or control outside a formula's domain is an error.
    pub fn new(measured: Measured, values: &Values) -> Result<Self, Error> {
        let Measured {
            erank,
            nuclear_norm,
            frobenius_norm,
            shape,
        } = measured;
        let m = values.of(M);
        let delta = values.of(DELTA);
        let lipschitz = values.of(LIPSCHITZ);
        let train_loss = values.of(TRAIN_LOSS);
        let parameters = values.of(VC_PARAMETERS) as f64;
        let depth = values.of(VC_DEPTH) as f64;
        let bits = values.of(OCCAM_BITS) as f64;
        let sigma = values.of(PAC_SIGMA);
        let norm2 = values.of(PAC_NORM2);

        let rate = Rate::new(erank)?;
        let nuclear = Rademacher::nuclear(nuclear_norm, shape, lipschitz, delta)?;
        let by_rank = Rademacher::effective_rank(erank, frobenius_norm, shape, lipschitz, delta)?;
        let vc = Vc::piecewise_linear(parameters, depth, PIECES, delta)?;
        let occam = Occam::new(bits, parameters, delta)?;
        let pac_bayes = PacBayes::gaussian(norm2, sigma, delta)?;
        // The training loss adds to every bound; a rate is none.
        let curve = |bound: &dyn Bound, name, value, samples, train_loss| {
            Curve::new(bound, m, train_loss, name, value, samples)
        };
        let largest = erank.sqrt() * frobenius_norm;
        Ok(Self {
            m,
            train_loss,
            pac_bayes_kl: pac_bayes.expected_loss(train_loss, m)?,
            norm_excess: if nuclear_norm > largest {
                nuclear_norm / largest - 1.0
            } else {
                0.0
            },
            curves: vec![
                curve(&rate, "rate √(R/m)", &RATE, &SAMPLES_RATE, 0.0)?,
                curve(
                    &nuclear,
                    "nuclear norm",
                    &NUCLEAR,
                    &SAMPLES_NUCLEAR,
                    train_loss,
                )?,
                curve(
                    &by_rank,
                    "effective rank",
                    &ERANK,
                    &SAMPLES_ERANK,
                    train_loss,
                )?,
                curve(&vc, "VC", &VC, &SAMPLES_VC, train_loss)?,
                curve(&occam, "Occam", &OCCAM, &SAMPLES_OCCAM, train_loss)?,
                curve(
                    &pac_bayes,
                    "PAC-Bayes",
                    &PAC_BAYES,
                    &SAMPLES_PAC_BAYES,
                    train_loss,
                )?,
            ],
        })
    }

    /// The report with everything that the bounds say.
    pub fn add_to(&self, report: Report) -> Report {
        report
            .readouts(self.readouts())
            .figure(self.figure())
            .checks(self.checks())
            .notes(self.notes())
    }

    /// Every bound at the chosen m, then every sample size at which one stops being vacuous, in the order of [`QUANTITIES`].
    pub fn readouts(&self) -> Vec<Readout> {
        let values = self.curves.iter().map(Curve::value_readout);
        let samples = self
            .curves
            .iter()
            .map(|c| c.samples_readout(self.m, self.train_loss));
        values.chain(samples).collect()
    }

    /// The bounds over the sample size, with id "bounds"; dragging its handle sets [`M`].
    pub fn figure(&self) -> Figure {
        let (from, to) = DECADES;
        let x = Axis::log("sample size m").range(10f64.powi(from), 10f64.powi(to));
        let lines = Lines::new(x, Axis::log("bound on the expected loss"))
            .series(self.curves.iter().map(Curve::series))
            .region("vacuous: bound ≥ 1", Along::Y, 1.0, f64::INFINITY)
            .guides([Guide::new(
                format!("m = {}", in_words(self.m)),
                Along::X,
                self.m,
                inks::NEUTRAL,
            )])
            .handles([Handle::new(M.id(), "sample size m", Along::X, self.m, 1.0)]);
        Figure::lines("bounds", "What each bound says", self.caption(), lines)
    }

    /// The finding in words: which bounds are vacuous at the chosen m, which stops being so first and which last.
    pub fn caption(&self) -> String {
        // The rate is left out: it has no height.
        let bounds = || {
            self.curves
                .iter()
                .filter(|c| c.value.status != Status::Rate)
        };
        let names = |vacuous: bool| -> Vec<&str> {
            let chosen = bounds().filter(|c| (c.at_m >= 1.0) == vacuous);
            chosen.map(|c| c.name).collect()
        };
        let (silent, speaking) = (names(true), names(false));
        let be = |names: &[&str]| if names.len() == 1 { "is" } else { "are" };
        let now = match (silent.is_empty(), speaking.is_empty()) {
            (true, _) => "no bound is vacuous".into(),
            (_, true) => "every bound is vacuous".into(),
            _ => format!(
                "{} {} vacuous; {} {} not",
                list(&silent),
                be(&silent),
                list(&speaking),
                be(&speaking)
            ),
        };
        let m = in_words(self.m);
        let stops = || bounds().filter_map(|c| Some((c.nonvacuous?, c.name)));
        let first = stops().min_by(|a, b| a.0.total_cmp(&b.0));
        let last = stops().max_by(|a, b| a.0.total_cmp(&b.0));
        let then = match first.zip(last) {
            None => "None ever stops being so.".into(),
            Some(((m, a), (_, b))) if a == b => {
                format!("Only {a} ever stops being so, at m = {}.", in_words(m))
            }
            Some(((first, a), (last, b))) => format!(
                "{a} stops being vacuous first, at m = {}; {b} last, at m = {}.",
                in_words(first),
                in_words(last)
            ),
        };
        format!("With m = {m} examples, {now}. {}", capitalised(&then))
    }

    /// What was verified about these numbers.
    pub fn checks(&self) -> Vec<Check> {
        let solved = self.curves.iter().map(|c| c.residual).fold(0.0, f64::max);
        vec![
            Check::new(
                "bounds_crossing",
                "each bound, computed at the sample size solved for it, is 1",
                solved,
                CROSSING_TOLERANCE,
            ),
            Check::new(
                "nuclear_erank_frobenius",
                "‖A‖∗ ≤ √R ‖A‖F, so that the nuclear-norm bound is never the larger one",
                self.norm_excess,
                CROSSING_TOLERANCE,
            ),
        ]
    }

    /// What a reader must know before believing a number.
    pub fn notes(&self) -> Vec<String> {
        vec![
            "The rate √(R/m) is a shape: the paper behind it is known to claim no more, its constants and logarithms are unknown. \
             Compare its slope with the others, never its height."
                .into(),
            "An effective rank alone bounds nothing, because it does not change when the matrix is scaled; a norm must enter. \
             The nuclear-norm and effective-rank curves are reconstructions: our constants, for one linear map with this matrix's \
             norm fixed in advance, not for a whole network."
                .into(),
            "VC, Occam and PAC-Bayes follow from the parameter controls, not from the matrix: VC is a theorem for ReLU networks, \
             which a Transformer is not, Occam one for weights stored with b bits, PAC-Bayes one for a network with noise in its \
             weights."
                .into(),
            "All assume a loss between 0 and 1 and independent examples; the words of one text are not independent.".into(),
            format!(
                "The sharper kl form of the PAC-Bayes bound gives {} at this m.",
                in_words(self.pac_bayes_kl)
            ),
        ]
    }
}
