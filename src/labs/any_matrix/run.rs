//! The computation: the matrix first, then its baseline, which takes as long.

use super::{
    ABOVE_BASELINE, BASELINE_ERANK, BASELINE_NORM, ENTRY_NORM, GAVISH_DONOHO, GROUP_NORM,
    LARGEST_ENTRY, NOISE_LEVEL, POWER_LAW_ALPHA,
    controls::{BASELINE, Baseline, HEAD, LAYER, SEED},
    figures,
    model::{Given, baseline},
    words,
};
use crate::{
    labs::{
        prelude::*,
        shared::ranks::{Ranks, SCALE},
    },
    linalg,
    spectrum::{Spectrum, power_law, thresholds},
};

/// One state of the lab, under way.
pub struct Studied {
    values: Values,
    given: Given,
    ranks: Ranks,
    /// The baseline's matrix until it is decomposed, then its spectrum.
    waiting: Option<linalg::Matrix>,
    baseline: Option<Spectrum>,
    threshold: f64,
    tail: Result<power_law::TailFit, crate::spectrum::Error>,
}

impl Staged for Studied {
    /// The baseline.
    type Task = ();

    fn read(input: &Input) -> Result<(Self, Vec<()>), Error> {
        let given = Given::read(input)?;
        let spectrum = Spectrum::of(&given.matrix)?;
        let waiting = baseline(&given.matrix, input.of(BASELINE), input.of(SEED));
        let tasks = waiting.iter().map(|_| ()).collect();
        let run = Self {
            threshold: thresholds::gavish_donoho_unknown(&spectrum)?,
            tail: power_law::fit_spectrum(&spectrum),
            ranks: Ranks::stored(spectrum, input.values, given.rounding)?,
            values: input.values.clone(),
            given,
            waiting,
            baseline: None,
        };
        Ok((run, tasks))
    }

    fn perform(&mut self, (): &()) -> Result<(), Error> {
        if let Some(matrix) = self.waiting.take() {
            self.baseline = Some(Spectrum::of(&matrix)?);
        }
        Ok(())
    }

    fn report(&mut self) -> Result<Report, Error> {
        let (ranks, values, matrix) = (&self.ranks, &self.values, &self.given.matrix);
        let s = ranks.spectrum.values();
        let above = s.iter().filter(|x| **x > self.threshold).count();
        let (rows, cols) = (matrix.rows(), matrix.cols());
        let beta = thresholds::aspect_ratio(rows, cols);
        let level = thresholds::quantile(0.5, beta)
            .map(|median| self.threshold_median() / (rows.max(cols) as f64 * median).sqrt());
        let magnitudes = || matrix.as_slice().iter().map(|x| x.abs());
        let none = match values.of(BASELINE) {
            Baseline::None => "no baseline is chosen",
            _ => "not computed yet",
        };
        let of_baseline = |quantity: Quantity, value: fn(&Spectrum) -> f64| match &self.baseline {
            Some(baseline) => quantity.value(value(baseline)),
            None => quantity.absent(none),
        };
        let mut report = Report::of(words::headline(ranks, self.baseline.as_ref()))
            .readouts(ranks.readouts())
            .readouts([
                match &self.baseline {
                    Some(baseline) => {
                        let largest = baseline.spectral_norm();
                        ABOVE_BASELINE.value(s.iter().filter(|x| **x > largest).count() as f64)
                    }
                    None => ABOVE_BASELINE.absent(none),
                },
                of_baseline(BASELINE_ERANK, Spectrum::erank),
                of_baseline(BASELINE_NORM, Spectrum::spectral_norm),
                GAVISH_DONOHO.noted(above as f64, format!("threshold {}", short(self.threshold))),
                match level {
                    Ok(level) => NOISE_LEVEL.value(level),
                    Err(why) => NOISE_LEVEL.absent(why.to_string()),
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
                GROUP_NORM.value(matrix.group_norm_2_1()),
                ENTRY_NORM.value(magnitudes().sum()),
                LARGEST_ENTRY.value(magnitudes().fold(0.0, f64::max)),
            ])
            .figure(figures::spectrum(
                ranks,
                values.of(SCALE),
                self.baseline.as_ref(),
                self.threshold,
            ))
            .figure(ranks.ladder())
            .checks(ranks.checks())
            .notes(
                self.given
                    .notes
                    .iter()
                    .map(|note| format!("Your file: {note}.")),
            )
            .numpy(numpy::erank_of_matrix(matrix, s));
        if rows.max(cols) <= figures::DRAWN {
            report = report.figure(figures::entries(matrix, &self.given.labels));
        }
        if self.given.rounding > f64::EPSILON {
            let digits = -self.given.rounding.log2();
            report = report.note(format!(
                "The numbers were stored with a relative error of up to 2^-{digits}; singular values below that share of the largest, times the root of the size, are rounding."
            ));
        }
        Ok(match self.given.stack {
            Some((layers, heads)) => report.range(LAYER, 0, layers - 1).range(HEAD, 0, heads - 1),
            None => report,
        })
    }
}

impl Studied {
    /// The median of the singular values, as the threshold takes it.
    fn threshold_median(&self) -> f64 {
        let s = self.ranks.spectrum.values();
        let half = s.len() / 2;
        match s.len() % 2 {
            1 => s[half],
            _ => (s[half - 1] + s[half]) / 2.0,
        }
    }
}
