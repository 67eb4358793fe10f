//! A pair of sweeps of dqds in two lanes, and two such pairs in one loop.
//!
//! A pair of sweeps is one chain of add, divide, subtract (see `dqds`), and the processor waits for each link. The pairs of
//! two matrices are two chains: Node 20, ns per row of a pair alone / beside another, simd128 5.2 / 3.5, scalar 5.6 / 4.2,
//! where the divisions set the pace. The bits are those of a pair alone.

use super::lanes::F64x2;

/// Added to each e that a sweep reads, off its chain: no pivot q̂ is zero even where products vanish, so a sweep without a
/// shift always succeeds. It changes no e above 1e-284.
const TINY: f64 = 1e-300;

/// What a pair of sweeps works on: three rows or more, slices of one length.
pub(super) struct Lines<'a> {
    /// (q_i, e_i) before.
    pub now: &'a [F64x2],
    /// (q_i, e_i) after.
    pub next: &'a mut [F64x2],
    /// (d_i, min of d_1 to d_i) of the last sweep, the one without a shift.
    pub pivots: &'a mut [F64x2],
    /// Of the first sweep.
    pub shift: f64,
}

impl Lines<'_> {
    /// The first n rows: slices that the compiler knows to be of one length.
    #[inline(always)]
    fn head(&mut self, n: usize) -> Lines<'_> {
        Lines {
            now: &self.now[..n],
            next: &mut self.next[..n],
            pivots: &mut self.pivots[..n],
            shift: self.shift,
        }
    }
}

/// What a pair of sweeps found.
pub(super) struct Outcome {
    /// No pivot was negative or not a number.
    pub sound: bool,
    /// The last pivot of the shifted sweep, and the least of its others.
    pub last: f64,
    pub others: f64,
    /// The least ê after both.
    pub least_e: f64,
}

/// A pair of sweeps.
#[inline(always)]
pub(super) fn one(mut lines: Lines) -> Outcome {
    Pair::begin(&lines).finish(2, &mut lines)
}

/// A pair of sweeps for each of two matrices. Inlined, its loop shares registers with everything else and gains nothing.
#[inline(never)]
pub(super) fn two([mut p, mut q]: [Lines; 2]) -> [Outcome; 2] {
    let (mut of_p, mut of_q) = (Pair::begin(&p), Pair::begin(&q));
    let common = p.now.len().min(q.now.len());
    let (mut head_p, mut head_q) = (p.head(common), q.head(common));
    for i in 2..common - 1 {
        of_p.step(i, &mut head_p);
        of_q.step(i, &mut head_q);
    }
    [
        of_p.finish(common - 1, &mut p),
        of_q.finish(common - 1, &mut q),
    ]
}

/// A sweep with a shift in the first lane, at i, and one without in the second, at i − 2.
#[derive(Clone, Copy)]
struct Pair {
    d: F64x2,
    least_d: F64x2,
    least_e: F64x2,
    // Lane 1 reads what lane 0 made two steps ago: never stored, only carried along.
    q_last: F64x2,
    e_last: F64x2,
    e_before: F64x2,
    shifts: F64x2,
}

impl Pair {
    /// Two steps of lane 0.
    #[inline(always)]
    fn begin(lines: &Lines) -> Self {
        let (now, shift) = (lines.now, lines.shift);
        let d0 = now[0].first() - shift;
        let (q0, e0, d1) = step(d0, now[0].second() + TINY, now[1].first(), shift);
        let (q1, e1, d2) = step(d1, now[1].second() + TINY, now[2].first(), shift);
        Self {
            d: F64x2::new(d2, q0),
            least_d: F64x2::new(lesser(d0, d1), f64::INFINITY),
            least_e: F64x2::splat(f64::INFINITY),
            q_last: F64x2::splat(q1),
            e_last: F64x2::splat(e1),
            e_before: F64x2::splat(e0),
            shifts: F64x2::new(shift, 0.0),
        }
    }

    #[inline(always)]
    fn step(&mut self, i: usize, lines: &mut Lines) {
        self.least_d = self.least_d.min(self.d);
        lines.pivots[i - 2] = F64x2::seconds(self.d, self.least_d);
        let e = F64x2::second_first(lines.now[i], self.e_before) + F64x2::splat(TINY);
        let q_next = F64x2::firsts(lines.now[i + 1], self.q_last);
        let (q, e, d_next) = step(self.d, e, q_next, self.shifts);
        lines.next[i - 2] = F64x2::seconds(q, e);
        self.least_e = self.least_e.min(e);
        self.d = d_next;
        (self.q_last, self.e_before, self.e_last) = (q, self.e_last, e);
    }

    /// The steps from i = `from` on, to the end of lane 0, and two more of lane 1.
    #[inline(always)]
    fn finish(mut self, from: usize, lines: &mut Lines) -> Outcome {
        let n = lines.now.len();
        let mut lines = lines.head(n);
        for i in from..n - 1 {
            self.step(i, &mut lines);
        }
        let (last, others) = (self.d.first(), self.least_d.first());
        let rest = [
            (self.e_before.first(), self.q_last.first()),
            (self.e_last.first(), last + lines.now[n - 1].second()),
        ];
        let (mut d, mut least_d) = (self.d.second(), self.least_d.second());
        let mut least_e = self.least_e.second();
        for (i, (e, q_next)) in rest.into_iter().enumerate() {
            least_d = lesser(least_d, d);
            lines.pivots[n - 3 + i] = F64x2::new(d, least_d);
            let (q, e, d_next) = step(d, e + TINY, q_next, 0.0);
            lines.next[n - 3 + i] = F64x2::new(q, e);
            least_e = lesser(least_e, e);
            d = d_next;
        }
        lines.pivots[n - 1] = F64x2::new(d, lesser(least_d, d));
        lines.next[n - 1] = F64x2::new(d, 0.0);
        Outcome {
            sound: others >= 0.0 && last >= 0.0 && d >= 0.0,
            last,
            others,
            least_e,
        }
    }
}

/// (q̂, ê, next d) of one step of a sweep.
#[inline(always)]
fn step<T>(d: T, e: T, q_next: T, shift: T) -> (T, T, T)
where
    T: Copy
        + core::ops::Add<Output = T>
        + core::ops::Sub<Output = T>
        + core::ops::Mul<Output = T>
        + core::ops::Div<Output = T>,
{
    let q = d + e;
    // d·q is ready before q̂: the chain is add, divide, subtract.
    (q, (e * q_next) / q, (d * q_next) / q - shift)
}

/// Without the detour of `f64::min` for NaN.
#[inline(always)]
fn lesser(a: f64, b: f64) -> f64 {
    if b < a { b } else { a }
}
