//! The effective ranks of one spectrum: controls, readouts, the ladder, the singular-value figure and what was checked.

use super::quantities as q;
use crate::{figure::subscript, labs::prelude::*, linalg::SingularValues, spectrum::Spectrum};

const GROUP: &str = "Definitions of rank";

/// Relative tolerance of the numerical rank.
pub const TOL: Number = number("tol", "Zero tolerance")
    .log([1e-17, 0.1], f64::EPSILON)
    .symbol("tol")
    .group(GROUP)
    .help("Singular values up to tol · size · σ₁ count as zero. Until it is moved it is NumPy's for the type that the numbers are stored as.");
/// Fraction of the largest singular value, for the ε-rank.
pub const EPSILON: Number = number("epsilon", "ε of the ε-rank")
    .log([1e-6, 1.0], 0.1)
    .symbol("ε")
    .group(GROUP)
    .help("The ε-rank counts singular values above ε · σ₁.");
/// Share of the energy, for the energy rank.
pub const TAU: Number = number("tau", "Energy share")
    .linear([0.01, 1.0], 0.01, 0.9)
    .symbol("τ")
    .group(GROUP)
    .help("The energy rank counts the largest singular values that carry this share of Σσ².");

choices! {
    /// How the singular-value figure is scaled.
    pub enum Scale {
        Linear = "linear": "Linear",
        Log = "log": "Log",
        LogLog = "loglog": "Log–log",
        Cumulative = "cumulative": "Cumulative",
    }
}

/// How the singular-value figure is scaled.
pub const SCALE: Choice<Scale> = Scale::choice("scale", "Singular values", Scale::Log)
    .group("View")
    .help("Axes of the singular-value figure; cumulative shows the share of the energy.");

/// The effective ranks beside the entropy rank, in the order in which [`Ranks::readouts`] and the ladder have them.
pub const DEFINITIONS: &[Quantity] = &[
    q::NUCLEAR_FROBENIUS_RANK,
    q::ENERGY_ENTROPY_RANK,
    q::NUCLEAR_SPECTRAL_RANK,
    q::PARTICIPATION_RATIO,
    q::STABLE_RANK,
    q::EPSILON_RANK,
    q::ENERGY_RANK,
];
/// The norms that [`Ranks::readouts`] reports.
pub const NORMS: &[Quantity] = &[q::SPECTRAL_NORM, q::FROBENIUS_NORM, q::NUCLEAR_NORM];

/// The quantities that [`Ranks::readouts`] reports.
fn quantities() -> impl Iterator<Item = &'static Quantity> {
    const FIRST: &[Quantity] = &[q::SIZE, q::RANK, q::ERANK];
    FIRST.iter().chain(DEFINITIONS).chain(NORMS)
}

/// The one of that id.
pub fn named(id: &str) -> Option<&'static Quantity> {
    quantities().find(|of| of.id == id)
}

/// Every effective rank of one spectrum, computed once.
pub struct Ranks {
    /// The singular values they belong to.
    pub spectrum: Spectrum,
    /// Value of each of the quantities that it reports.
    values: [f64; 13],
    /// Where the tolerance comes from.
    tolerance: Tolerance,
    tau: f64,
}

/// What decides which singular values count as zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tolerance {
    /// The visitor.
    Set(f64),
    /// The largest relative error that storing a number has made, 2⁻⁵³ for doubles.
    Stored(f64),
}

impl Tolerance {
    /// What [`TOL`] says, and as long as nobody has moved it, how the numbers are stored.
    pub fn new(controls: &Values, rounding: f64) -> Self {
        match controls.of(TOL) {
            f64::EPSILON => Self::Stored(rounding),
            set => Self::Set(set),
        }
    }

    /// The spectrum with this tolerance.
    pub fn on(self, spectrum: Spectrum) -> Spectrum {
        match self {
            Self::Set(epsilon) => spectrum.with_epsilon(epsilon),
            Self::Stored(rounding) => spectrum.with_rounding(rounding),
        }
    }

    /// Its reason, in words that follow "count as zero".
    pub fn reason(self) -> &'static str {
        match self {
            Self::Set(_) => "as the tolerance is set",
            Self::Stored(rounding) => match rounding.max(0.5 * f64::EPSILON).log2() {
                -53.0 => "the rounding of float64",
                -24.0 => "the rounding of float32",
                -11.0 => "the rounding of float16",
                -8.0 => "the rounding of bfloat16",
                _ => "the rounding of what is stored",
            },
        }
    }
}

impl Ranks {
    /// Computes them with the parameters that the controls give, for numbers that are doubles.
    pub fn new(spectrum: Spectrum, controls: &Values) -> Result<Self, Error> {
        Self::stored(spectrum, controls, 0.0)
    }

    /// The same for the spectrum of numbers that were stored with a largest relative error of `rounding`.
    pub fn stored(spectrum: Spectrum, controls: &Values, rounding: f64) -> Result<Self, Error> {
        let tau = controls.of(TAU);
        let tolerance = Tolerance::new(controls, rounding);
        let spectrum = tolerance.on(spectrum);
        let s1 = spectrum.spectral_norm();
        let values = [
            spectrum.values().len() as f64,
            spectrum.numerical_rank(None) as f64,
            spectrum.erank(),
            spectrum.nuclear_frobenius_rank(),
            spectrum.energy_entropy_rank(),
            spectrum.nuclear_spectral_rank(),
            spectrum.participation_ratio(),
            spectrum.stable_rank(),
            spectrum.epsilon_rank(controls.of(EPSILON)) as f64,
            spectrum.energy_rank(tau) as f64,
            s1,
            spectrum.frobenius_norm(),
            spectrum.nuclear_norm(),
        ];
        Ok(Self {
            spectrum,
            values,
            tolerance,
            tau,
        })
    }

    /// Number of singular values.
    pub fn size(&self) -> f64 {
        self.values[0]
    }

    /// The entropy effective rank.
    pub fn erank(&self) -> f64 {
        self.values[2]
    }

    /// One of the quantities that it reports by its id.
    pub fn value(&self, id: &str) -> Option<f64> {
        let at = quantities().position(|quantity| quantity.id == id)?;
        Some(self.values[at])
    }

    /// The numerical rank.
    pub fn rank(&self) -> f64 {
        self.values[1]
    }

    /// All of them.
    pub fn readouts(&self) -> Vec<Readout> {
        let pairs = quantities().zip(self.values);
        let readout = |(quantity, x): (&Quantity, f64)| match quantity.id == q::RANK.id {
            true => quantity.noted(x, self.what_is_zero()),
            false => quantity.value(x),
        };
        pairs.map(readout).collect()
    }

    fn what_is_zero(&self) -> String {
        let (zero, reason) = (short(self.spectrum.zero()), self.tolerance.reason());
        format!("values up to {zero} count as zero, {reason}")
    }

    /// The rank in exact arithmetic, where it is known, beside what rounding leaves of it.
    pub fn exact_rank(&self, known: Option<usize>) -> Readout {
        let Some(exact) = known else {
            return q::EXACT_RANK.absent("no formula tells the rank of this matrix");
        };
        let (exact, seen) = (exact as f64, self.rank());
        match exact > seen {
            true => {
                let note = format!(
                    "{} of them are too small to be told from rounding",
                    exact - seen
                );
                q::EXACT_RANK.noted(exact, note)
            }
            false => q::EXACT_RANK.value(exact),
        }
    }

    /// The sum of squares, and the proven order of the definitions.
    pub fn checks(&self) -> Vec<Check> {
        // The numerical rank belongs to the order only while nothing but rounding is called zero.
        let rounding = f64::EPSILON * self.size() * self.spectrum.spectral_norm();
        let rank = (self.spectrum.zero() <= rounding).then(|| self.rank());
        let worst = self.spectrum.ranks().order_violation(rank);
        let residual = self.spectrum.residual().map(|residual| {
            let label = "Σσ² equals the sum of the squared entries";
            Check::new(
                "sum_of_squares",
                label,
                residual,
                SingularValues::RESIDUAL_TOLERANCE,
            )
        });
        let label = "the proven order of the effective ranks holds";
        let order = Check::new("rank_order", label, worst, 1e-12);
        residual.into_iter().chain([order]).collect()
    }

    /// All definitions on one axis from 0 to n, in the order of the readouts.
    pub fn ladder(&self) -> Figure {
        // All but the size in front and the norms behind.
        let rungs: Vec<_> = quantities().skip(1).take(2 + DEFINITIONS.len()).collect();
        let height = rungs.len() as f64;
        let mut y = Axis::linear("").range(0.4, height + 0.6);
        let row = |k: usize| height - k as f64;
        let named = rungs.iter().enumerate();
        y.names = named.map(|(k, of)| (row(k), of.symbol.into())).collect();
        let x = Axis::linear("effective rank").range(0.0, self.size().max(1.0));
        let stems = rungs.iter().enumerate();
        let lines = Lines::new(x, y)
            .series(stems.map(|(k, of)| of.series(Mark::Stems, [(self.values[k + 1], row(k))])));
        let definitions = &self.values[2..8];
        let low = definitions.iter().copied().fold(f64::INFINITY, f64::min);
        let high = definitions.iter().copied().fold(0.0, f64::max);
        let caption = if high - low <= 1e-9 * high {
            format!("All definitions agree: {}.", short(high))
        } else {
            format!(
                "The definitions disagree: from {} to {} of {}.",
                short(low),
                short(high),
                self.size()
            )
        };
        Figure::lines("ladder", "Effective ranks", caption, lines)
    }

    /// The singular values on the axes that [`SCALE`] names, with what a lab adds to them.
    pub fn spectrum_figure(&self, scale: Scale, add: impl FnOnce(Lines) -> Lines) -> Figure {
        let ranks = [
            Guide::new("erank", Along::X, self.erank(), inks::ERANK),
            Guide::new("stable rank", Along::X, self.values[7], inks::STABLE),
        ];
        let lines = match scale {
            Scale::Cumulative => self.cumulative().guides(ranks),
            _ => add(self.by_index(scale).guides(ranks)),
        };
        Figure::lines("spectrum", "Singular values", self.describe(), lines)
    }

    fn by_index(&self, scale: Scale) -> Lines {
        let s = self.spectrum.values();
        let last = s.len() as f64;
        let x = match scale {
            Scale::LogLog => Axis::log("index i").counted().range(1.0, last.max(2.0)),
            _ => Axis::linear("index i").counted().range(0.5, last + 0.5),
        };
        let y = match scale {
            Scale::Linear => Axis::linear("singular value σᵢ"),
            _ => Axis::log("singular value σᵢ").floor(
                self.spectrum.zero().max(f64::MIN_POSITIVE),
                "numerically zero",
            ),
        };
        let mark = match s.len() {
            ..=128 => Mark::LinePoints,
            _ => Mark::Line,
        };
        let points = indexed(s);
        Lines::new(x, y).series([Series::new(
            "singular_values",
            "σ",
            inks::SPECTRUM,
            mark,
            points,
        )])
    }

    /// A place to drag at every singular value: it sets its element of a vector control, and what else taking them over needs.
    pub fn grips(&self, control: Vector, also: (&str, &str)) -> Vec<Handle> {
        let (id, named) = (control.id(), also);
        indexed(self.spectrum.values())
            .enumerate()
            .map(|(i, (x, y))| {
                let label = format!("σ{}", subscript(i + 1));
                let grip = Handle::new(id, &label, Along::Y, x, y);
                grip.element(i).also(named.0, named.1)
            })
            .collect()
    }

    fn cumulative(&self) -> Lines {
        let s = self.spectrum.values();
        let last = s.len() as f64;
        let total = self.spectrum.frobenius_norm().max(f64::MIN_POSITIVE);
        let mut sum = 0.0;
        let shares = indexed(s).map(|(i, s)| {
            sum += (s / total).powi(2);
            (i, sum)
        });
        let x = Axis::linear("index i").counted().range(0.5, last + 0.5);
        let y = Axis::linear("share of the energy Σσ²").range(0.0, 1.05);
        let (ink, at) = (inks::ENERGY_RANK, self.values[9]);
        Lines::new(x, y)
            .series([Series::new(
                "cumulative_energy",
                "energy",
                inks::SPECTRUM,
                Mark::Steps,
                shares,
            )])
            .guides([
                Guide::new(format!("τ = {}", self.tau), Along::Y, self.tau, ink),
                Guide::new("energy rank", Along::X, at, ink),
            ])
            .handles([Handle::new(TAU.id(), "τ", Along::Y, last, self.tau)])
    }

    fn describe(&self) -> String {
        let s = self.spectrum.values();
        let (kept, all) = (self.rank() as usize, s.len());
        let rest = match all - kept.min(all) {
            0 => String::new(),
            1 => "; the other one is numerically zero".into(),
            rest => format!("; the other {rest} are numerically zero"),
        };
        let (largest, least) = (short(s[0]), short(s[kept.clamp(1, all) - 1]));
        match kept {
            0 => "All singular values are zero.".into(),
            1 => format!("One singular value, {largest}{rest}."),
            kept if largest == least => format!("{kept} singular values of {largest}{rest}."),
            kept => format!("{kept} singular values fall from {largest} to {least}{rest}."),
        }
    }
}

/// Values with their indices from 1 on.
fn indexed(values: &[f64]) -> impl Iterator<Item = (f64, f64)> {
    values.iter().enumerate().map(|(i, y)| (i as f64 + 1.0, *y))
}
