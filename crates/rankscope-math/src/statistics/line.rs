//! A straight line through points.

/// y = a + b x by least squares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// a.
    pub intercept: f64,
    /// b.
    pub slope: f64,
    /// The standard error of b under independent errors of one variance; NaN for two points.
    pub standard_error: f64,
}

impl Line {
    /// Through points with at least two different x; `None` otherwise.
    ///
    /// ```
    /// use rankscope_math::statistics::Line;
    /// let line = Line::through(&[(0.0, 1.0), (1.0, 2.0), (2.0, 6.0)]).unwrap();
    /// // Residuals ½, −1, ½: √(1.5/(3 − 2)/2).
    /// assert_eq!((line.intercept, line.slope, line.standard_error), (0.5, 2.5, 0.75f64.sqrt()));
    /// ```
    pub fn through(points: &[(f64, f64)]) -> Option<Self> {
        let n = points.len() as f64;
        let mean_x = points.iter().map(|p| p.0).sum::<f64>() / n;
        let mean_y = points.iter().map(|p| p.1).sum::<f64>() / n;
        let spread: f64 = points.iter().map(|p| (p.0 - mean_x) * (p.0 - mean_x)).sum();
        let common: f64 = points.iter().map(|p| (p.0 - mean_x) * (p.1 - mean_y)).sum();
        let slope = common / spread;
        let intercept = mean_y - slope * mean_x;
        let off = |p: &(f64, f64)| p.1 - intercept - slope * p.0;
        let left: f64 = points.iter().map(|p| off(p) * off(p)).sum();
        slope.is_finite().then(|| Self {
            intercept,
            slope,
            standard_error: (left / (n - 2.0) / spread).sqrt(),
        })
    }

    /// Through (ln x, ln y) of positive points: the slope is the exponent of the power law y = c xᵇ nearest to them.
    ///
    /// ```
    /// use rankscope_math::statistics::Line;
    /// let cubes = [1.0, 2.0, 5.0].map(|x: f64| (x, 4.0 * x.powi(3)));
    /// assert!((Line::through_logarithms(cubes).unwrap().slope - 3.0).abs() < 1e-14);
    /// ```
    pub fn through_logarithms(points: impl IntoIterator<Item = (f64, f64)>) -> Option<Self> {
        let logs = points
            .into_iter()
            .map(|(x, y)| (libm::log(x), libm::log(y)));
        Self::through(&logs.collect::<Vec<_>>())
    }
}
