//! The effective ranks of one spectrum: controls, readouts, the ladder, the singular-value figure and what was checked.

use super::quantities as q;
use crate::{
    figure::{Along, Axis, Figure, Guide, Handle, Lines, Mark, Series, inks, short},
    labs::{Check, Control, Error, Opt, Quantity, Readout, Values, opt},
    linalg::SingularValues,
    spectrum::Spectrum,
};

const GROUP: &str = "Definitions of rank";

/// Relative tolerance of the numerical rank.
pub const TOL: Control = Control::log_number("tol", "Zero tolerance", [1e-17, 0.1], f64::EPSILON)
    .symbol("tol")
    .group(GROUP)
    .help("Singular values up to tol · size · σ₁ count as zero; the default is NumPy's.");
/// Fraction of the largest singular value, for the ε-rank.
pub const EPSILON: Control = Control::log_number("epsilon", "ε of the ε-rank", [1e-6, 1.0], 0.1)
    .symbol("ε")
    .group(GROUP)
    .help("The ε-rank counts singular values above ε · σ₁.");
/// Share of the energy, for the energy rank.
pub const TAU: Control = Control::number("tau", "Energy share", [0.01, 1.0], 0.01, 0.9)
    .symbol("τ")
    .group(GROUP)
    .help("The energy rank counts the largest singular values that carry this share of Σσ².");
/// How the singular-value figure is scaled.
pub const SCALE: Control = Control::choice("scale", "Singular values", SCALES, "log")
    .group("View")
    .help("Axes of the singular-value figure; cumulative shows the share of the energy.");
const SCALES: &[Opt] = &[
    opt("linear", "Linear"),
    opt("log", "Log"),
    opt("loglog", "Log–log"),
    opt("cumulative", "Cumulative"),
];

/// The quantities that [`Ranks::readouts`] reports, in its order.
pub const QUANTITIES: [Quantity; 13] = [
    q::SIZE,
    q::RANK,
    q::ERANK,
    q::NUCLEAR_FROBENIUS_RANK,
    q::ENERGY_ENTROPY_RANK,
    q::NUCLEAR_SPECTRAL_RANK,
    q::PARTICIPATION_RATIO,
    q::STABLE_RANK,
    q::EPSILON_RANK,
    q::ENERGY_RANK,
    q::SPECTRAL_NORM,
    q::FROBENIUS_NORM,
    q::NUCLEAR_NORM,
];

/// Every effective rank of one spectrum, computed once.
pub struct Ranks {
    /// The singular values they belong to.
    pub spectrum: Spectrum,
    /// Value of each of [`QUANTITIES`].
    values: [f64; 13],
    zero: f64,
    tau: f64,
}

impl Ranks {
    /// Computes them with the parameters that the controls give.
    pub fn new(spectrum: Spectrum, controls: &Values) -> Result<Self, Error> {
        let tau = controls.number("tau")?;
        let s1 = spectrum.spectral_norm();
        let zero = controls.number("tol")? * spectrum.rows().max(spectrum.cols()) as f64 * s1;
        let values = [
            spectrum.values().len() as f64,
            spectrum.numerical_rank(Some(zero)) as f64,
            spectrum.erank(),
            spectrum.nuclear_frobenius_rank(),
            spectrum.energy_entropy_rank(),
            spectrum.nuclear_spectral_rank(),
            spectrum.participation_ratio(),
            spectrum.stable_rank(),
            spectrum.epsilon_rank(controls.number("epsilon")?) as f64,
            spectrum.energy_rank(tau) as f64,
            s1,
            spectrum.frobenius_norm(),
            spectrum.nuclear_norm(),
        ];
        Ok(Self {
            spectrum,
            values,
            zero,
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

    /// One of [`QUANTITIES`] by its id.
    pub fn value(&self, id: &str) -> Option<f64> {
        let at = QUANTITIES.iter().position(|quantity| quantity.id == id)?;
        Some(self.values[at])
    }

    /// All of [`QUANTITIES`].
    pub fn readouts(&self) -> Vec<Readout> {
        let pairs = QUANTITIES.iter().zip(self.values);
        pairs.map(|(quantity, x)| quantity.value(x)).collect()
    }

    /// The sum of squares, and the proven order of the definitions.
    pub fn checks(&self) -> Vec<Check> {
        let [_, rank, erank, nf, ee, ns, pr, sr, ..] = self.values;
        // Each pair is (upper, lower) of a proven inequality; the residual is the worst relative violation. The numerical rank
        // belongs to the chain only while nothing but rounding is called zero.
        let mut chain = vec![
            (erank, nf),
            (nf, ee),
            (ee, pr),
            (pr, sr),
            (nf, ns),
            (ns, sr),
        ];
        if self.zero <= f64::EPSILON * self.size() * self.spectrum.spectral_norm() {
            chain.push((rank, erank));
        }
        let worst = chain.iter().map(|(up, low)| (low - up) / up.max(1.0));
        let worst = worst.fold(0.0, f64::max);
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

    /// All definitions on one axis from 1 to n, in the proven order.
    pub fn ladder(&self) -> Figure {
        let rungs = &QUANTITIES[1..10];
        let height = rungs.len() as f64;
        let mut y = Axis::linear("").range(0.4, height + 0.6);
        let mut x = Axis::linear("effective rank");
        x.range = Some((0.0, self.size().max(1.0)));
        let mut lines = Lines::new(x, y.clone());
        for (k, quantity) in rungs.iter().enumerate() {
            let row = height - k as f64;
            y.names.push((row, quantity.symbol.into()));
            lines.series.push(Series {
                id: quantity.id.into(),
                label: quantity.label.into(),
                ink: quantity.ink.unwrap_or(inks::NEUTRAL),
                mark: Mark::Stems,
                x: vec![self.values[k + 1]],
                y: vec![row],
            });
        }
        lines.y = y;
        let definitions = &self.values[2..8];
        let low = definitions.iter().copied().fold(f64::INFINITY, f64::min);
        let high = definitions.iter().copied().fold(0.0, f64::max);
        let caption = if high - low < 1e-9 * high {
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

    /// The singular values on the axes that the control [`SCALE`] names; `grips` makes them draggable into a vector control.
    pub fn spectrum_figure(
        &self,
        scale: &str,
        grips: Option<(&str, &[(&str, &str)])>,
    ) -> Result<Figure, Error> {
        let s = self.spectrum.values();
        let index: Vec<f64> = (1..=s.len()).map(|i| i as f64).collect();
        let last = s.len() as f64;
        let mut lines = match scale {
            "cumulative" => self.cumulative(index),
            _ => {
                let x = match scale {
                    "loglog" => Axis::log("index i").counted().range(1.0, last.max(2.0)),
                    _ => Axis::linear("index i").counted().range(0.5, last + 0.5),
                };
                let y = match scale {
                    "linear" => Axis::linear("singular value σᵢ"),
                    _ => Axis::log("singular value σᵢ")
                        .floor(self.zero.max(f64::MIN_POSITIVE), "numerically zero"),
                };
                let mut lines = Lines::new(x, y);
                lines.series.push(Series {
                    id: "singular_values".into(),
                    label: "σ".into(),
                    ink: inks::SPECTRUM,
                    mark: if s.len() > 128 {
                        Mark::Line
                    } else {
                        Mark::LinePoints
                    },
                    x: index,
                    y: s.to_vec(),
                });
                if let Some((control, also)) = grips {
                    lines.handles = s
                        .iter()
                        .enumerate()
                        .map(|(i, y)| Handle {
                            label: format!("σ{}", subscript(i + 1)),
                            control: control.into(),
                            element: Some(i),
                            also: also
                                .iter()
                                .map(|(k, v)| ((*k).into(), (*v).into()))
                                .collect(),
                            along: Along::Y,
                            x: i as f64 + 1.0,
                            y: *y,
                        })
                        .collect();
                }
                lines
            }
        };
        for (label, at, ink) in [
            ("erank", self.erank(), inks::ERANK),
            ("stable rank", self.values[7], inks::STABLE),
        ] {
            lines.guides.push(Guide::new(label, Along::X, at, ink));
        }
        Ok(Figure::lines(
            "spectrum",
            "Singular values",
            self.describe(),
            lines,
        ))
    }

    fn cumulative(&self, index: Vec<f64>) -> Lines {
        let s = self.spectrum.values();
        let total = self.spectrum.frobenius_norm().max(f64::MIN_POSITIVE);
        let mut sum = 0.0;
        let shares = s.iter().map(|s| {
            sum += (s / total).powi(2);
            sum
        });
        let y: Vec<f64> = shares.collect();
        let x = Axis::linear("index i")
            .counted()
            .range(0.5, s.len() as f64 + 0.5);
        let mut lines = Lines::new(x, Axis::linear("share of the energy Σσ²").range(0.0, 1.05));
        lines.series.push(Series {
            id: "cumulative_energy".into(),
            label: "energy".into(),
            ink: inks::SPECTRUM,
            mark: Mark::Steps,
            x: index,
            y,
        });
        lines.guides.push(Guide::new(
            format!("τ = {}", self.tau),
            Along::Y,
            self.tau,
            inks::ENERGY_RANK,
        ));
        lines.guides.push(Guide::new(
            "energy rank",
            Along::X,
            self.values[9],
            inks::ENERGY_RANK,
        ));
        lines
            .handles
            .push(Handle::new("tau", "τ", Along::Y, s.len() as f64, self.tau));
        lines
    }

    fn describe(&self) -> String {
        let s = self.spectrum.values();
        match self.values[1] as usize {
            0 => "All singular values are zero.".into(),
            1 => format!(
                "One singular value, {}; the rest is numerically zero.",
                short(s[0])
            ),
            r => format!(
                "Singular values fall from {} to {}; {} of {} are not numerically zero.",
                short(s[0]),
                short(s[r - 1]),
                r,
                s.len()
            ),
        }
    }
}

fn subscript(i: usize) -> String {
    let digit = |c: char| char::from_u32('₀' as u32 + c as u32 - '0' as u32);
    i.to_string().chars().filter_map(digit).collect()
}
