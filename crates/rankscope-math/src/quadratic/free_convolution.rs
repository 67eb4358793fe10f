//! The spectrum of the target plus noise: the free additive convolution of its eigenvalues with a semicircle.
//!
//! Biane's parametrisation: for each real u let v(u) ≥ 0 solve mean 1/((u − sᵢ)² + v²) = 1/δ². Then x(u) = u + δ²g(u) runs through
//! the spectrum with density v/(πδ²), where g(u) = mean (u − sᵢ)/((u − sᵢ)² + v²) is the real part of the Stieltjes transform at x.
//! With z = w + δ²G(w) at w = u + iv, what lies above x is an integral over w of rational functions of w alone, as in
//! ∫ρ = (1/π) Im{Σ wᵢ ln(w − sᵢ) + δ²G(w)²/2}: closed forms, to rounding.

use super::{
    Error, Teacher,
    atoms::Atoms,
    error::positive,
    field::{Field, Sums},
    roots,
};
use std::{f64::consts::PI, rc::Rc};

/// The spectrum of S* + δG, G from the Gaussian orthogonal ensemble with spectrum \[−2, 2\].
pub struct FreeConvolution {
    atoms: Rc<Atoms>,
    delta: f64,
}

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
    /// ∫(x² − 4δ²xg)ρ over the rest of the spectrum: with δ², the error of leaving the rest out.
    pub(super) missed: f64,
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
struct Component {
    first: usize,
    end: usize,
}

/// The spectrum at one u.
pub(super) struct Cut {
    /// Position x(u).
    pub(super) x: f64,
    /// dx/du.
    pub(super) slope: f64,
    /// Density there.
    pub(super) density: f64,
    /// The integrals over everything above.
    pub(super) kept: Moments,
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
    /// # use rankscope_math::quadratic::{FreeConvolution, Teacher};
    /// // Without a target it is the semicircle: half the mass is positive, and its first moment is 4δ/3π.
    /// let noise = FreeConvolution::new(&Teacher::new(vec![0.0; 10])?, 0.5)?;
    /// let half = noise.above(0.0);
    /// assert!((half.mass - 0.5).abs() < 1e-12);
    /// assert!((half.first - 2.0 / (3.0 * std::f64::consts::PI)).abs() < 1e-12);
    /// # Ok::<(), rankscope_math::quadratic::Error>(())
    /// ```
    pub fn new(teacher: &Teacher, delta: f64) -> Result<Self, Error> {
        positive(delta, "the noise level delta")?;
        Ok(Self::at(teacher, delta))
    }

    pub(super) fn at(teacher: &Teacher, delta: f64) -> Self {
        Self::of(teacher.resolved(delta), delta)
    }

    /// The same for points that are known to resolve this noise level.
    pub(super) fn of(atoms: Rc<Atoms>, delta: f64) -> Self {
        Self { atoms, delta }
    }

    /// The integrals over everything above x.
    pub fn above(&self, x: f64) -> Moments {
        let (low, high) = self.range();
        let mut at = |u: f64| {
            let (v2, sums) = self.height(u);
            (self.x(u, &sums) - x, self.slope(v2, &sums))
        };
        if at(low).0 >= 0.0 {
            return self.prefix(self.atoms.len());
        }
        if at(high).0 <= 0.0 {
            return self.prefix(0);
        }
        let start = x.clamp(low, high);
        self.cut(roots::newton(low, high, start, 0.0, &mut at)).kept
    }

    /// The integrals over the uppermost part that holds a given share of the spectrum, and the eigenvalue where it ends
    /// (0 to 1; values outside are clamped).
    pub fn top(&self, share: f64) -> (f64, Moments) {
        let (_, x, kept) = self.top_at(share);
        (x, kept)
    }

    /// The same with the u at the end.
    pub(super) fn top_at(&self, share: f64) -> (f64, f64, Moments) {
        let share = share.clamp(0.0, 1.0);
        let k = self.share(share - SAME);
        let whole = self.prefix(k);
        if whole.mass <= share + SAME && self.is_open(k) {
            let u = self.atoms.edge(k, self.delta, k == self.atoms.len());
            return (u, self.x(u, &self.atoms.sums(u, 0.0)), whole);
        }
        let (low, high) = self.range();
        let start = self.atoms.at[k - 1];
        let mut mass = |u: f64| {
            let cut = self.cut(u);
            (share - cut.kept.mass, cut.density * cut.slope)
        };
        let u = roots::newton(low, high, start, self.tolerance(), &mut mass);
        let cut = self.cut(u);
        (u, cut.x, cut.kept)
    }

    /// A step of u after which Newton's method has converged: the next one is its square in units of the narrowest interval.
    pub(super) fn tolerance(&self) -> f64 {
        1e-8 * self.delta * self.atoms.weight[0].sqrt()
    }

    /// The number of points whose weights add up to a share of the spectrum or just more.
    fn share(&self, share: f64) -> usize {
        let (mut low, mut high) = (0, self.atoms.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.atoms.above(middle).mass < share {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// An interval of u that has the whole spectrum inside.
    pub(super) fn range(&self) -> (f64, f64) {
        let at = &self.atoms.at;
        let reach = 1.001 * self.delta;
        (at[at.len() - 1] - reach, at[0] + reach)
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

    /// ∫ρ and ∫x²ρ from the density alone, each interval with twice as many nodes until both have settled to 1e-8 or it has 65 536: what
    /// the closed forms of the moments are to be held against.
    ///
    /// ```
    /// # use rankscope_math::quadratic::{FreeConvolution, Teacher};
    /// let spectrum = FreeConvolution::new(&Teacher::new(vec![3.0, 0.2, 0.0, 0.0])?, 0.3)?;
    /// let (mass, second) = spectrum.integrated();
    /// assert!((mass - 1.0).abs() < 1e-8 && (second - (9.04 / 4.0 + 0.09)).abs() < 1e-7);
    /// # Ok::<(), rankscope_math::quadratic::Error>(())
    /// ```
    pub fn integrated(&self) -> (f64, f64) {
        const MOST: usize = 1 << 16;
        let by = |component: Component, count: usize| {
            let nodes = self.nodes(component, count);
            let step = PI / count as f64;
            let term = |n: &Node| n.density * n.speed * step;
            let second = nodes.iter().map(|n| term(n) * n.x * n.x).sum();
            (nodes.iter().map(term).sum(), second)
        };
        let settled = |component: Component| {
            let mut count = 4 + 6 * (component.end - component.first);
            let mut last = by(component, count);
            while count < MOST {
                count *= 2;
                let next = by(component, count);
                let near = |a: f64, b: f64| (a - b).abs() <= 1e-8 * b.abs();
                if near(last.0, next.0) && near(last.1, next.1) {
                    return next;
                }
                last = next;
            }
            last
        };
        let parts = self.components().map(settled);
        parts.fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
    }

    /// The Bayes-optimal error at this noise level: δ² − (4π²/3)δ⁴∫ρ³.
    pub(super) fn minimal_error(&self) -> f64 {
        let cube = |component: Component| {
            let points = component.end - component.first;
            let nodes = self.nodes(component, (4 + 6 * points).min(24 + 3 * points));
            let sum: f64 = nodes.iter().map(|n| n.density.powi(3) * n.speed).sum();
            sum * PI / nodes.len() as f64
        };
        let integral: f64 = self.components().map(cube).sum();
        let square = self.delta * self.delta;
        square - 4.0 / 3.0 * PI * PI * square * square * integral
    }

    pub(super) fn delta(&self) -> f64 {
        self.delta
    }

    fn is_open(&self, k: usize) -> bool {
        self.atoms.is_open(k, self.delta)
    }

    /// The component that starts with point `first`, below an open gap.
    fn component(&self, first: usize) -> Component {
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
    fn prefix(&self, k: usize) -> Moments {
        let (c, rest) = (self.atoms.above(k), self.atoms.below(k));
        let d2 = self.delta * self.delta;
        Moments {
            mass: c.mass,
            first: c.first + 0.5 * d2 * c.g2,
            second: c.second + d2 * c.zg2 + d2 * d2 / 3.0 * c.g3,
            pull: c.g2,
            spread: c.zg2 + 2.0 / 3.0 * d2 * c.g3,
            missed: rest.second - d2 * rest.zg2 - d2 * d2 * rest.g3,
        }
    }

    /// v(u)² and the sums there.
    fn height(&self, u: f64) -> (f64, Sums) {
        let square = self.delta * self.delta;
        self.height_from(u, square, &|u, v2| self.atoms.sums(u, v2))
    }

    /// The same from a guess of v², with a way to sum.
    fn height_from(&self, u: f64, guess: f64, sum: &dyn Fn(f64, f64) -> Sums) -> (f64, Sums) {
        let square = self.delta * self.delta;
        let silent = sum(u, 0.0);
        if silent.a0 * square <= 1.0 {
            return (0.0, silent);
        }
        let mut v2 = guess.min(square);
        let mut sums = sum(u, v2);
        for _ in 0..60 {
            // 1/a0 is concave and increasing in v²: Newton's method never overshoots from below.
            let step = (square - 1.0 / sums.a0) * sums.a0 * sums.a0 / sums.b0;
            let next = (v2 + step).max(1e-3 * v2);
            if (next - v2).abs() <= 1e-14 * (v2 + 1e-3 * square) {
                break;
            }
            v2 = next;
            sums = sum(u, v2);
            if step.abs() <= 1e-8 * v2 {
                break;
            }
        }
        (v2, sums)
    }

    fn x(&self, u: f64, sums: &Sums) -> f64 {
        u + self.delta * self.delta * sums.a1
    }

    /// dx/du.
    fn slope(&self, v2: f64, sums: &Sums) -> f64 {
        let square = self.delta * self.delta;
        if v2 > 0.0 {
            2.0 * square * (v2 * sums.b0 * sums.b0 + sums.b1 * sums.b1) / sums.b0
        } else {
            1.0 - square * sums.a0
        }
    }

    /// The spectrum cut at u.
    pub(super) fn cut(&self, u: f64) -> Cut {
        let (v2, sums) = self.height(u);
        let (x, slope) = (self.x(u, &sums), self.slope(v2, &sums));
        let d2 = self.delta * self.delta;
        if v2 == 0.0 {
            let k = self.atoms.at.partition_point(|s| *s > u);
            let kept = self.prefix(k);
            return Cut {
                x,
                slope,
                density: 0.0,
                kept,
            };
        }
        let v = v2.sqrt();
        // Im Σ residue·ln(w − s); for what is missed, measured from below.
        let mut logs = [0.0; 6];
        let mut missed = 0.0;
        // Im of the poles of ∫G², ∫wG² and ∫G³.
        let mut poles = [0.0; 3];
        let atoms = &*self.atoms;
        for (i, r) in atoms.residues.iter().enumerate() {
            let (s, w) = (atoms.at[i], atoms.weight[i]);
            let t = u - s;
            let acute = v.atan2(t.abs());
            let (angle, rest) = if t > 0.0 {
                (acute, PI - acute)
            } else {
                (PI - acute, acute)
            };
            let list = [r.mass, r.first, r.second, r.g2, r.zg2, r.g3];
            for (sum, residue) in logs.iter_mut().zip(list) {
                *sum += residue * angle;
            }
            missed += (r.second - d2 * r.zg2 - d2 * d2 * r.g3) * rest;
            let inverse = 1.0 / (t * t + v2);
            let pole = v * w * w * inverse;
            poles[0] += pole;
            poles[1] += s * pole;
            poles[2] += pole * (w * t * inverse + 3.0 * atoms.pull[i]);
        }
        let [mass, first, second, g2, zg2, g3] = logs;
        let (p2, p3) = (g2 + poles[0], g3 + poles[2]);
        let pw = zg2 + poles[1];
        let w = (u, v);
        let g = (sums.a1, -v * sums.a0);
        let (gg, wg) = (times(g, g), times(w, g));
        let ggg = times(gg, g).1;
        let gggg = times(gg, gg).1;
        let (wgg, wggg, wwgg) = (times(wg, g).1, times(wg, gg).1, times(wg, wg).1);
        let mean = atoms.above(atoms.len()).first;
        let d4 = d2 * d2;
        let over_pi = |x: f64| x / PI;
        let kept = Moments {
            mass: over_pi(mass + 0.5 * d2 * gg.1),
            first: over_pi(first + v + 0.5 * d2 * (p2 + wgg) + d4 / 3.0 * ggg),
            second: over_pi(
                second
                    + (u + mean) * v
                    + d2 * (pw + 0.5 * wwgg)
                    + d4 * (p3 / 3.0 + wggg / 1.5)
                    + 0.25 * d2 * d4 * gggg,
            ),
            pull: over_pi(p2 + d2 / 3.0 * ggg),
            spread: over_pi(pw + d2 / 3.0 * (2.0 * p3 + wggg) + 0.25 * d4 * gggg),
            missed: over_pi(
                missed - (u + mean) * v
                    + d2 * (poles[1] - 0.5 * wwgg)
                    + d4 * poles[2]
                    + 0.25 * d2 * d4 * gggg,
            ),
        };
        let density = v / (PI * d2);
        Cut {
            x,
            slope,
            density,
            kept,
        }
    }

    /// What the others do to a component of one point that lies far from them.
    fn field(&self, component: Component) -> Option<&Field> {
        let alone = component.end - component.first == 1;
        let field = || self.atoms.field(component.first, self.delta);
        alone.then(field).flatten()
    }

    /// The lowest and highest u of a component.
    fn edges(&self, component: Component) -> (f64, f64) {
        match self.field(component) {
            Some(field) => field.edges(self.delta),
            None => (
                self.atoms.edge(component.end, self.delta, true),
                self.atoms.edge(component.first, self.delta, false),
            ),
        }
    }

    /// Its lowest and highest x.
    fn ends(&self, component: Component) -> (f64, f64) {
        let (low, high) = self.edges(component);
        let x = |u: f64| self.x(u, &self.atoms.sums(u, 0.0));
        (x(low), x(high))
    }

    /// Samples at the angles (j + ½)π/count.
    fn nodes(&self, component: Component, count: usize) -> Vec<Node> {
        let square = self.delta * self.delta;
        let field = self.field(component);
        let sum = |u: f64, v2: f64| match field {
            Some(field) => field.sums(u, v2),
            None => self.atoms.sums(u, v2),
        };
        let (low, high) = self.edges(component);
        let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
        // v² is smooth times sin², so the last node's ratio is a good start, and one point's weight for the first.
        let share: f64 = self.atoms.weight[component.first..component.end]
            .iter()
            .sum();
        let mut guess = share * square;
        let nodes = (0..count).map(|j| {
            let (sin, cos) = ((j as f64 + 0.5) * PI / count as f64).sin_cos();
            let u = middle + half * cos;
            let start = guess * sin * sin;
            let (v2, sums) = self.height_from(u, start, &sum);
            guess = v2 / (sin * sin);
            Node {
                x: self.x(u, &sums),
                density: v2.sqrt() / (PI * square),
                stieltjes: sums.a1,
                speed: self.slope(v2, &sums) * half * sin,
            }
        });
        nodes.collect()
    }
}

/// Masses closer than this are the same.
const SAME: f64 = 1e-9;

/// The product of two complex numbers.
fn times(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

impl Moments {
    /// ∫f² over the part, f = x − b.
    pub fn learned_square(&self, b: f64) -> f64 {
        self.second - 2.0 * b * self.first + b * b * self.mass
    }

    /// ∫f·E\[S*|x\], f = x − b: the overlap with the target at noise level δ.
    pub fn overlap(&self, b: f64, delta: f64) -> f64 {
        self.second - b * self.first - delta * delta * (self.spread - b * self.pull)
    }

    /// The error of keeping f = x − b of the part and nothing of the rest: Q* less twice the overlap plus the square, without taking
    /// large numbers from each other.
    pub(super) fn error(&self, b: f64, delta: f64) -> f64 {
        let square = delta * delta;
        square + b * (b * self.mass - 2.0 * square * self.pull) + self.missed
    }
}
