//! The computation: signal, noise, ranks, thresholds, tail, bounds.

use super::{
    GAVISH_DONOHO, MP_EDGE, POWER_LAW_ALPHA, SCHATTEN_RANK, controls::MAX_SIZE, noise::Noise,
    pictures,
};
use crate::{
    figure::short,
    labs::{
        Error, Input, Progress, Readout, Report, Run, Values, Work,
        shared::{
            bounds::{BoundsPanel, Measured},
            numpy,
            ranks::Ranks,
        },
    },
    linalg::{random, sort_descending},
    spectrum::{Spectrum, families, power_law, thresholds},
};

/// One state of the lab; computed at once.
pub struct SpectrumRun {
    values: Values,
    /// The singular values before noise.
    signal: Vec<f64>,
    noise: Option<Noise>,
    ranks: Ranks,
    tail: Result<power_law::TailFit, crate::spectrum::Error>,
}

impl SpectrumRun {
    /// Reads the controls and computes.
    pub fn start(input: &Input) -> Result<Self, Error> {
        let values = input.values.clone();
        let noise = Noise {
            rows: 0,
            cols: 0,
            level: values.number("noise")?,
            seed: values.integer("seed")?,
        };
        let beta = values.number("beta")?;
        let columns = |rows: usize| (rows as f64 / beta).round() as usize;
        let signal = signal(&values, columns)?;
        let (rows, cols) = (signal.len(), columns(signal.len()));
        let noise = Noise {
            rows,
            cols,
            ..noise
        };
        let noise = (noise.level > 0.0).then_some(noise);
        let spectrum = match noise {
            Some(noise) => noise.added_to(&signal)?,
            None => Spectrum::new(signal.clone(), rows, cols)?,
        };
        Ok(Self {
            tail: power_law::fit_spectrum(&spectrum),
            ranks: Ranks::new(spectrum, &values)?,
            values,
            signal,
            noise,
        })
    }

    /// The threshold of Gavish and Donoho: by the noise level where it is known, by the median where it is not.
    fn threshold(&self) -> Result<f64, Error> {
        let s = &self.ranks.spectrum;
        Ok(match self.noise {
            Some(noise) => {
                let deviation = noise.entry_deviation();
                thresholds::gavish_donoho_known(s.rows(), s.cols(), deviation)?
            }
            None => thresholds::gavish_donoho_unknown(s)?,
        })
    }

    fn own_readouts(&self) -> Result<[Readout; 4], Error> {
        let s = &self.ranks.spectrum;
        let p = self.values.number("p")?;
        let threshold = self.threshold()?;
        let above = s.values().iter().filter(|x| **x > threshold).count();
        let rule = match self.noise {
            Some(_) => format!("threshold {}, noise level known", short(threshold)),
            None => format!(
                "threshold {}, noise level from the median",
                short(threshold)
            ),
        };
        Ok([
            SCHATTEN_RANK.noted(s.schatten_rank(p), format!("p = {p}")),
            GAVISH_DONOHO.noted(above as f64, rule),
            match self.noise {
                Some(noise) => MP_EDGE.value(noise.edge()),
                None => MP_EDGE.absent("no noise is added"),
            },
            match &self.tail {
                Ok(fit) => POWER_LAW_ALPHA.noted(
                    fit.alpha,
                    format!(
                        "{} eigenvalues above {}; Kolmogorov–Smirnov distance {}",
                        fit.tail_count,
                        short(fit.x_min),
                        short(fit.ks_distance)
                    ),
                ),
                Err(why) => POWER_LAW_ALPHA.absent(why.to_string()),
            },
        ])
    }

    fn headline(&self) -> String {
        let (erank, n) = (self.ranks.erank(), self.ranks.size());
        let uses = format!("This spectrum uses {} of its {n} directions", short(erank));
        match self.noise {
            None => format!("{uses}."),
            Some(noise) => {
                let edge = noise.edge();
                let values = self.ranks.spectrum.values();
                let out = values.iter().filter(|s| **s > edge).count();
                let signal = self.signal.iter().filter(|s| **s > 0.0).count();
                format!("{uses}; {out} of {signal} signal values stand above the noise edge.")
            }
        }
    }
}

/// The singular values that the family describes.
fn signal(values: &Values, columns: impl Fn(usize) -> usize) -> Result<Vec<f64>, Error> {
    let n = values.size("n")?;
    let family = match values.choice("family")? {
        "flat" => families::flat(n, values.size("flat_rank")?.min(n))?,
        "power" => families::power(n, values.number("alpha")?)?,
        "geometric" => families::geometric(n, values.number("ratio")?)?,
        "step" => {
            let at = values.size("step_at")?.min(n);
            families::step(n, at, values.number("step_low")?)?
        }
        "spiked" => {
            let (count, top) = (values.size("spikes")?.min(n), values.number("strength")?);
            let spikes: Vec<f64> = (0..count)
                .map(|i| top * (1.0 - i as f64 / count as f64))
                .collect();
            families::spiked(n, values.number("floor")?, &spikes)?
        }
        "marchenko_pastur" => families::marchenko_pastur(n, values.number("beta")?, 1.0)?,
        "gaussian" => {
            let mut rng = random::seeded(values.integer("seed")?);
            let cols = columns(n);
            let deviation = 1.0 / (cols as f64).sqrt();
            let matrix = random::gaussian(n, cols, &mut rng);
            let values = Spectrum::of(&matrix)?.into_values();
            return Ok(values.into_iter().map(|s| s * deviation).collect());
        }
        _ => match values.vector("values")? {
            [] => {
                return Err(Error::Control {
                    id: "values",
                    given: "an empty list".into(),
                    accepted: format!("1 to {MAX_SIZE} numbers"),
                });
            }
            list => {
                let mut list = list.to_vec();
                sort_descending(&mut list);
                return Ok(list);
            }
        },
    };
    Ok(family.into_values())
}

impl Run for SpectrumRun {
    fn advance(&mut self, _: Work) -> Result<Progress, Error> {
        Ok(Progress::DONE)
    }

    fn report(&self) -> Result<Report, Error> {
        let s = &self.ranks.spectrum;
        let measured = Measured {
            erank: self.ranks.erank(),
            nuclear_norm: s.nuclear_norm(),
            frobenius_norm: s.frobenius_norm(),
            shape: (s.rows(), s.cols()),
        };
        let bounds = BoundsPanel::new(measured, &self.values)?;
        let mut readouts = self.ranks.readouts();
        let erank = readouts.remove(2);
        readouts.insert(0, erank);
        let norms = readouts.split_off(10);
        readouts.extend(self.own_readouts()?);
        readouts.extend(norms);
        readouts.extend(bounds.readouts());

        let scale = self.values.choice("scale")?;
        let mut spectrum = match self.noise {
            // What is shown is signal plus noise; only the signal can be taken over by hand.
            Some(_) => self.ranks.spectrum_figure(scale, None)?,
            None => {
                let grips = Some(("values", &[("family", "custom")][..]));
                self.ranks.spectrum_figure(scale, grips)?
            }
        };
        if let Some(noise) = self.noise
            && scale != "cumulative"
        {
            pictures::add_noise(&mut spectrum, &self.signal, noise, self.threshold()?)?;
        }
        let figures = vec![
            spectrum,
            self.ranks.ladder(),
            pictures::schatten(s, self.values.number("p")?),
            pictures::tail(s, self.tail.as_ref().ok()),
            bounds.figure(),
        ];
        Ok(Report {
            headline: self.headline(),
            readouts,
            figures,
            checks: self.ranks.checks(),
            notes: bounds.notes(),
            ranges: Vec::new(),
            numpy: numpy::erank_of_values(s.values()),
        })
    }
}
