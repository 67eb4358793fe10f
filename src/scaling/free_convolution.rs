//! The spectrum of the target plus noise: the free additive convolution of its eigenvalues with a semicircle.
//!
//! Biane's parametrisation: for each real u let v(u) ≥ 0 solve mean 1/((u − sᵢ)² + v²) = 1/δ². Then x(u) = u + δ²g(u) runs through
//! the spectrum with density v/(πδ²), where g(u) = mean (u − sᵢ)/((u − sᵢ)² + v²) is the real part of the Stieltjes transform at x.
//! Parts of the spectrum that lie apart from the rest are integrated in closed form, by residues; only the part that a threshold
//! cuts through needs quadrature.

use super::{Error, Teacher, atoms::Atoms, error::positive, roots};
use std::{f64::consts::PI, rc::Rc};

/// The spectrum of S* + δG, G from the Gaussian orthogonal ensemble with spectrum \[−2, 2\].
pub struct FreeConvolution {
    atoms: Rc<Atoms>,
    delta: f64,
    most_nodes: usize,
}

/// Nodes per component where a root is only looked for: about four digits.
const COARSE: usize = 64;
/// Nodes per component otherwise: six digits and more, unless hundreds of eigenvalues are about to separate.
const FINE: usize = 192;

/// Integrals over the part of the spectrum above a cut, ρ the density and g the real part of the Stieltjes transform.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// ∫ρ.
    pub mass: f64,
    /// ∫xρ.
    pub first: f64,
    /// ∫x²ρ.
    pub second: f64,
    /// 2∫gρ.
    pub pull: f64,
    /// 2∫xgρ.
    pub spread: f64,
}

/// The density at one position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DensityPoint {
    /// Eigenvalue.
    pub x: f64,
    /// Density ρ(x).
    pub density: f64,
    /// Real part of the Stieltjes transform at x.
    pub stieltjes: f64,
    /// Quadrature weight: Σ weight·ρ·h(x) approximates ∫ρh.
    pub weight: f64,
}

/// An interval of the spectrum: the points `first..end` spread by the noise.
#[derive(Clone, Copy)]
pub(super) struct Component {
    pub(super) first: usize,
    pub(super) end: usize,
}

/// The integrals over one component from its upper end, as functions of an angle from 0 (upper end) to π (lower end).
pub(super) struct Profile {
    /// Cosine coefficients of the density per angle times 1, x, x², 2g, 2xg.
    integrands: [Vec<f64>; 5],
    /// Cosine coefficients of the position x.
    position: Vec<f64>,
}

struct Node {
    x: f64,
    density: f64,
    stieltjes: f64,
    /// dx/dθ.
    speed: f64,
}

impl FreeConvolution {
    /// The spectrum at noise level δ: finite and positive.
    ///
    /// ```
    /// # use rankscope::scaling::{FreeConvolution, Teacher};
    /// // Without a target it is the semicircle: half the mass is positive, and its first moment is 4δ/3π.
    /// let noise = FreeConvolution::new(&Teacher::new(vec![0.0; 10])?, 0.5)?;
    /// let half = noise.above(0.0);
    /// assert!((half.mass - 0.5).abs() < 1e-12);
    /// assert!((half.first - 2.0 / (3.0 * std::f64::consts::PI)).abs() < 1e-12);
    /// # Ok::<(), rankscope::scaling::Error>(())
    /// ```
    pub fn new(teacher: &Teacher, delta: f64) -> Result<Self, Error> {
        positive(delta, "the noise level delta")?;
        Ok(Self::at(teacher, delta))
    }

    pub(super) fn at(teacher: &Teacher, delta: f64) -> Self {
        Self {
            atoms: teacher.resolved(delta),
            delta,
            most_nodes: FINE,
        }
    }

    pub(super) fn coarse(self) -> Self {
        Self {
            most_nodes: COARSE,
            ..self
        }
    }

    /// The integrals over everything above x.
    pub fn above(&self, x: f64) -> Moments {
        for component in self.components() {
            let (low, high) = self.ends(component);
            if x >= high {
                return self.prefix(component.first);
            }
            if x > low {
                let profile = self.profile(component);
                let theta = profile.angle(|theta| x - profile.x(theta), PI);
                return self.prefix(component.first).plus(profile.until(theta));
            }
        }
        self.prefix(self.atoms.len())
    }

    /// The integrals over the uppermost part that holds a given share of the spectrum, and the eigenvalue where it ends
    /// (0 to 1; values outside are clamped).
    pub fn top(&self, share: f64) -> (f64, Moments) {
        for component in self.components() {
            let over = self.prefix(component.first);
            if share <= over.mass + SAME {
                return (self.ends(component).1, over);
            }
            if share < self.prefix(component.end).mass - SAME {
                let profile = self.profile(component);
                let wanted = share - over.mass;
                let theta = profile.angle(|theta| profile.mass(theta) - wanted, PI);
                return (profile.x(theta), over.plus(profile.until(theta)));
            }
        }
        let all = Component {
            first: 0,
            end: self.atoms.len(),
        };
        (self.ends(all).0, self.prefix(all.end))
    }

    /// The intervals of the support, uppermost first: lower end, upper end, and share of the spectrum.
    pub fn support(&self) -> Vec<(f64, f64, f64)> {
        let share = |c: Component| self.prefix(c.end).mass - self.prefix(c.first).mass;
        let with_ends = |c: Component| {
            let (low, high) = self.ends(c);
            (low, high, share(c))
        };
        self.components().map(with_ends).collect()
    }

    /// The density on nodes that resolve every interval of the support, per interval in increasing order of x.
    pub fn density(&self) -> Vec<Vec<DensityPoint>> {
        let intervals = self.components().map(|component| {
            let nodes = self.nodes(component, 4 + 6 * (component.end - component.first));
            let step = PI / nodes.len() as f64;
            let points = nodes.iter().rev().map(|node| DensityPoint {
                x: node.x,
                density: node.density,
                stieltjes: node.stieltjes,
                weight: node.speed * step,
            });
            points.collect()
        });
        intervals.collect()
    }

    /// The Bayes-optimal error at this noise level: δ² − (4π²/3)δ⁴∫ρ³.
    pub(super) fn minimal_error(&self) -> f64 {
        let cube = |component: Component| {
            let nodes = self.nodes(component, self.resolution(component));
            let sum: f64 = nodes.iter().map(|n| n.density.powi(3) * n.speed).sum();
            sum * PI / nodes.len() as f64
        };
        let integral: f64 = self.components().map(cube).sum();
        let square = self.delta * self.delta;
        square - 4.0 / 3.0 * PI * PI * square * square * integral
    }

    pub(super) fn points(&self) -> usize {
        self.atoms.len()
    }

    pub(super) fn delta(&self) -> f64 {
        self.delta
    }

    pub(super) fn is_open(&self, k: usize) -> bool {
        self.atoms.is_open(k, self.delta)
    }

    /// The component that starts with point `first`, below an open gap.
    pub(super) fn component(&self, first: usize) -> Component {
        let end = (first + 1..=self.atoms.len())
            .find(|k| self.is_open(*k))
            .unwrap_or(self.atoms.len());
        Component { first, end }
    }

    fn components(&self) -> impl Iterator<Item = Component> {
        let mut next = 0;
        std::iter::from_fn(move || {
            let component = (next < self.atoms.len()).then(|| self.component(next))?;
            next = component.end;
            Some(component)
        })
    }

    /// The integrals over the first k points' share, where the gap below them is open.
    pub(super) fn prefix(&self, k: usize) -> Moments {
        let c = self.atoms.above(k);
        let d2 = self.delta * self.delta;
        Moments {
            mass: c.mass,
            first: c.first + 0.5 * d2 * c.g2,
            second: c.second + d2 * c.zg2 + d2 * d2 / 3.0 * c.g3,
            pull: c.g2,
            spread: c.zg2 + 2.0 / 3.0 * d2 * c.g3,
        }
    }

    fn x_at_edge(&self, u: f64) -> f64 {
        u + self.delta * self.delta * self.atoms.sums(u, 0.0).a1
    }

    /// Where the open gap above point k ends below, at the top of the component that starts with k.
    pub(super) fn gap_floor(&self, k: usize) -> f64 {
        self.x_at_edge(self.atoms.edge(k, self.delta, false))
    }

    /// Where the open gap above point k ends above, at the bottom of the component that ends with k − 1.
    pub(super) fn gap_ceiling(&self, k: usize) -> f64 {
        self.x_at_edge(self.atoms.edge(k, self.delta, true))
    }

    fn ends(&self, component: Component) -> (f64, f64) {
        (
            self.gap_ceiling(component.end),
            self.gap_floor(component.first),
        )
    }

    /// Nodes that a component needs: few for one spread-out point, more where several merge.
    fn resolution(&self, component: Component) -> usize {
        let points = component.end - component.first;
        (4 + 6 * points).min(24 + 3 * points).min(self.most_nodes)
    }

    /// Samples at the angles (j + ½)π/count.
    fn nodes(&self, component: Component, count: usize) -> Vec<Node> {
        let square = self.delta * self.delta;
        let high = self.atoms.edge(component.first, self.delta, false);
        let low = self.atoms.edge(component.end, self.delta, true);
        let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
        let mut guess = f64::NAN;
        let nodes = (0..count).map(|j| {
            let (sin, cos) = ((j as f64 + 0.5) * PI / count as f64).sin_cos();
            let u = middle + half * cos;
            // v² is smooth times sin², so the last node's ratio is a good start.
            let start = if guess.is_nan() {
                square
            } else {
                guess * sin * sin
            };
            let mut v2 = start.min(square);
            let mut sums = self.atoms.sums(u, v2);
            for _ in 0..60 {
                // 1/a0 is concave and increasing in v²: Newton's method never overshoots from below.
                let step = (square - 1.0 / sums.a0) * sums.a0 * sums.a0 / sums.b0;
                let next = (v2 + step).max(1e-3 * v2);
                let settled = (next - v2).abs() <= 1e-14 * (v2 + 1e-3 * square);
                if settled {
                    break;
                }
                v2 = next;
                sums = self.atoms.sums(u, v2);
                if step.abs() <= 1e-8 * v2 {
                    break;
                }
            }
            guess = v2 / (sin * sin);
            let dx_du = 2.0 * square * (v2 * sums.b0 * sums.b0 + sums.b1 * sums.b1) / sums.b0;
            Node {
                x: u + square * sums.a1,
                density: v2.sqrt() / (PI * square),
                stieltjes: sums.a1,
                speed: dx_du * half * sin,
            }
        });
        nodes.collect()
    }

    pub(super) fn profile(&self, component: Component) -> Profile {
        let nodes = self.nodes(component, self.resolution(component));
        let count = nodes.len();
        let mut integrands: [Vec<f64>; 5] = Default::default();
        let mut position = Vec::new();
        let cosines: Vec<f64> = (0..4 * count)
            .map(|j| (j as f64 * PI / (2 * count) as f64).cos())
            .collect();
        for k in 0..count {
            let mut sums = [0.0; 6];
            let mut phase = k;
            for node in &nodes {
                let cos = cosines[phase];
                phase = (phase + 2 * k) % (4 * count);
                let w = cos * node.density * node.speed;
                let terms = [
                    w,
                    w * node.x,
                    w * node.x * node.x,
                    2.0 * w * node.stieltjes,
                    2.0 * w * node.x * node.stieltjes,
                    cos * node.x,
                ];
                for (sum, term) in sums.iter_mut().zip(terms) {
                    *sum += term;
                }
            }
            let scale = if k == 0 { 1.0 } else { 2.0 } / count as f64;
            for (list, sum) in integrands.iter_mut().zip(sums) {
                list.push(sum * scale);
            }
            position.push(sums[5] * scale);
        }
        Profile {
            integrands,
            position,
        }
    }
}

/// Masses closer than this are the same.
pub(super) const SAME: f64 = 1e-9;

impl Profile {
    /// The position at an angle.
    pub(super) fn x(&self, theta: f64) -> f64 {
        let (mut now, mut last) = (0.0, 0.0);
        let twice = 2.0 * theta.cos();
        for a in self.position.iter().skip(1).rev() {
            (now, last) = (a + twice * now - last, now);
        }
        self.position[0] + 0.5 * twice * now - last
    }

    /// ∫ of a cosine series from 0 to θ.
    fn integral(series: &[f64], theta: f64) -> f64 {
        let (mut now, mut last) = (0.0, 0.0);
        let (sin, cos) = theta.sin_cos();
        for (k, a) in series.iter().enumerate().skip(1).rev() {
            (now, last) = (a / k as f64 + 2.0 * cos * now - last, now);
        }
        series[0] * theta + now * sin
    }

    pub(super) fn mass(&self, theta: f64) -> f64 {
        Self::integral(&self.integrands[0], theta)
    }

    /// The integrals from the upper end to an angle.
    pub(super) fn until(&self, theta: f64) -> Moments {
        let [mass, first, second, pull, spread] = &self.integrands;
        let integral = |series| Self::integral(series, theta);
        Moments {
            mass: integral(mass),
            first: integral(first),
            second: integral(second),
            pull: integral(pull),
            spread: integral(spread),
        }
    }

    /// The angle up to `limit` at which an increasing function turns positive.
    pub(super) fn angle(&self, mut f: impl FnMut(f64) -> f64, limit: f64) -> f64 {
        let (low, high) = (f(0.0), f(limit));
        if low >= 0.0 {
            0.0
        } else if high <= 0.0 {
            limit
        } else {
            roots::bracketed((0.0, low), (limit, high), 1e-14, f)
        }
    }
}

impl Moments {
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            mass: self.mass + other.mass,
            first: self.first + other.first,
            second: self.second + other.second,
            pull: self.pull + other.pull,
            spread: self.spread + other.spread,
        }
    }

    /// ∫f² over the part, f = x − b.
    pub fn learned_square(&self, b: f64) -> f64 {
        self.second - 2.0 * b * self.first + b * b * self.mass
    }

    /// ∫f·E\[S*|x\], f = x − b: the overlap with the target at noise level δ.
    pub fn overlap(&self, b: f64, delta: f64) -> f64 {
        self.second - b * self.first - delta * delta * (self.spread - b * self.pull)
    }
}
