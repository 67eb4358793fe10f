//! The form that a law has in a plane.

/// The form of a law in the plane of the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bend {
    /// x² − y² stays.
    Hyperbola,
    /// x + y stays.
    Line,
    /// y/x stays.
    Ray,
}

impl Bend {
    /// The law's curve through a point.
    pub fn curve(self, (x, y): (f64, f64), reach: f64, signed: bool) -> Vec<(f64, f64)> {
        let grid =
            |low: f64, high: f64| (0..=80).map(move |k| low + (high - low) * f64::from(k) / 80.0);
        let low = if signed { -reach } else { 0.0 };
        match self {
            Bend::Line => [-reach, reach].map(|t| (t, x + y - t)).to_vec(),
            Bend::Ray => {
                let length = (x * x + y * y).sqrt().max(1e-6 * reach);
                let far = 1.5 * reach / length;
                [-far, far].map(|t| (t * x, t * y)).to_vec()
            }
            Bend::Hyperbola => {
                let c = x * x - y * y;
                let sign = |of: f64| if of < 0.0 { -1.0 } else { 1.0 };
                // Over the axis along which it has one value for each place.
                match c <= 0.0 {
                    true => grid(low, reach)
                        .map(|t| (t, sign(y) * (t * t - c).sqrt()))
                        .collect(),
                    false => grid(low, reach)
                        .map(|t| (sign(x) * (t * t + c).sqrt(), t))
                        .collect(),
                }
            }
        }
    }
}
