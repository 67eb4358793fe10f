//! Programs that print the same number in NumPy.

use super::{model::Facts, surface::Surface};
use crate::labs::prelude::*;

/// Runs up to this many are written out.
const MOST_WRITTEN: usize = 40;

/// The program.
pub fn program(facts: &Facts) -> String {
    let (n, compute) = (facts.split.parameters, facts.compute);
    let Surface::Additive(counted) = &facts.surface else {
        return format!(
            "N = {n:?}\nD = {compute:?} / 6 / N\nprint(((6.4e13 / N) ** (0.076 / 0.103) + 1.8e13 / D) ** 0.103)  # loss\n"
        );
    };
    let law = &counted.law;
    let constants = numpy::list(&[law.irreducible, law.a, law.b, law.alpha, law.beta]);
    let head = format!("E, A, B, alpha, beta = {constants}\n");
    if let Some(fit) = &facts.fit {
        let kept: Vec<_> = fit.kept().collect();
        if kept.len() <= MOST_WRITTEN {
            let row = |run: &&crate::scaling_laws::fit::Trained| {
                format!(
                    "    [{}],\n",
                    numpy::list(&[run.split.parameters, run.split.tokens, run.loss])
                )
            };
            let rows: String = kept.iter().map(row).collect();
            return format!(
                "import numpy as np\n\n{head}N, D, L = np.array([\n{rows}]).T\nr = abs(np.log(E + A / N**alpha + B / D**beta) - np.log(L))\nprint(np.where(r < 1e-3, r * r / 2, 1e-3 * (r - 5e-4)).sum())  # fit_objective\n"
            );
        }
    }
    let mut program = format!("{head}N = {n:?}\nD = {compute:?} / 6 / N\n");
    if facts.split.tokens > counted.unique {
        program = format!(
            "import math\n\n{program}U = {:?}\nD = U + U * 15.4 * (1 - math.exp(-(D / U - 1) / 15.4))\n",
            counted.unique
        );
    }
    if counted.omega > 0.0 {
        program += &format!("N = N + {:?} * N ** (1 / 3)\n", counted.omega);
    }
    program + "print(E + A / N**alpha + B / D**beta)  # loss\n"
}
