//! What one moment of a full-batch run says about generalization, from the training data and from the truth.

use super::{
    Cells, Channel, Error, LINEARISATION_TOLERANCE, Parts, Problem, Trajectory,
    generalized_cross_validation, leave_one_out, linearisation_residual, mean_square,
    transfer_residual,
};

/// One moment of a full-batch run (errors in the unit of the labels, squared; the rest dimensionless).
#[derive(Clone, Debug)]
pub struct Moment {
    /// Steps done.
    pub step: u64,
    /// Mean squared error on the labels.
    pub train: f64,
    /// Mean squared distance from the target on the queries.
    pub test: f64,
    /// Generalized cross-validation.
    pub gcv: f64,
    /// Leave-one-out.
    pub loo: f64,
    /// The [`linearisation_residual`], and how far the queries are from the same relation (see [`transfer_residual`]); what follows from
    /// the propagator alone rests on the first, what follows from the transfer operator on both.
    pub off: [f64; 2],
    /// ω of every direction, largest first.
    pub omega: Vec<f64>,
    /// For every size of the channel.
    cells: Vec<Cells>,
}

impl Moment {
    /// The moment of a watched run, and its channel.
    ///
    /// # Errors
    /// Where a propagator that is not finite has no eigenvalues.
    pub fn of(problem: &Problem, run: &Trajectory) -> Result<(Self, Channel), Error> {
        let residual = run.residual();
        let channel = Channel::of(run.propagator())?;
        let noise = problem.errors();
        let parts = Parts {
            transfer: run.transfer(),
            outputs: run.first_outputs(),
            target: &problem.f,
            noise: &noise,
            query_outputs: run.first_query_outputs(),
            query_target: &problem.query_target,
        };
        let first = run.first_residual();
        let moment = Self {
            step: run.steps(),
            train: mean_square(run.outputs(), &problem.y),
            test: problem.test_error(run.query_outputs()),
            gcv: generalized_cross_validation(&residual, run.propagator()),
            loo: leave_one_out(&residual, run.propagator()),
            off: [
                linearisation_residual(run.propagator(), &first, &residual)?,
                transfer_residual(run)?,
            ],
            cells: Cells::for_every_split(&parts, &channel)?,
            omega: channel.omega.clone(),
        };
        Ok((moment, channel))
    }

    /// The cells with the first `channel` directions in the channel.
    pub fn cells(&self, channel: usize) -> Cells {
        self.cells.get(channel).copied().unwrap_or_default()
    }

    /// Whether what follows from the propagator on the training points may be trusted: see [`LINEARISATION_TOLERANCE`].
    pub fn is_linear(&self) -> bool {
        self.off[0] <= LINEARISATION_TOLERANCE
    }

    /// Whether what follows from the transfer operator at the queries may be, too.
    pub fn is_transferred(&self) -> bool {
        self.is_linear() && self.off[1] <= LINEARISATION_TOLERANCE
    }
}

/// The step at which the next moment of a long run is kept: all at first, then 3 % apart.
///
/// ```
/// use rankscope_math::dynamics::next_kept_step;
/// assert_eq!([0, 31, 32, 3200].map(next_kept_step), [1, 32, 34, 3301]);
/// ```
pub fn next_kept_step(step: u64) -> u64 {
    step + 1 + step / 32
}
