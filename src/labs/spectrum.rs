//! A spectrum: what its effective ranks say. (First light; families, noise and bounds follow.)

use super::*;
use crate::figure::{Along, Axis, Figure, Handle, Ink, Lines, Mark, Plot, Series};

/// The lab.
pub struct SpectrumLab;

static ABOUT: About = About {
    id: "spectrum",
    title: "Spectrum",
    question: "How many dimensions does a spectrum really use?",
    try_first: "Drag a singular value up or down.",
    citations: &[Citation {
        id: "roy2007",
        text: "Roy and Vetterli (2007), The effective rank: a measure of effective dimensionality",
        url: "https://doi.org/10.5281/zenodo.40437",
    }],
};

static CONTROLS: &[Control] = &[
    Control::choice(
        "family",
        "Family",
        &[
            opt("flat", "Flat"),
            opt("power", "Power law"),
            opt("custom", "Custom"),
        ],
        "power",
    )
    .group("Spectrum")
    .help("The shape of the singular values."),
    Control::integer("n", "Size", [1, 512], 24)
        .symbol("n")
        .group("Spectrum")
        .help("Number of singular values."),
    Control::number("alpha", "Decay", [0.0, 4.0], 0.01, 1.0)
        .symbol("α")
        .group("Spectrum")
        .help("The i-th singular value is i to the power −α.")
        .when(&[when("family", &["power"])]),
    Control::vector(
        "values",
        "Singular values",
        [0.0, 1e300],
        512,
        &[4.0, 2.0, 1.0, 1.0],
    )
    .symbol("σ")
    .group("Spectrum")
    .help("Typed or dragged.")
    .when(&[when("family", &["custom"])]),
];

static ERANK: Quantity = Quantity {
    id: "erank",
    label: "Effective rank",
    symbol: "erank",
    unit: "",
    formula: "<mi>exp</mi><mo>(</mo><mo>−</mo><munder><mo>∑</mo><mi>i</mi></munder><msub><mi>p</mi><mi>i</mi></msub><mi>ln</mi><msub><mi>p</mi><mi>i</mi></msub><mo>)</mo>",
    meaning: "The exponential of the entropy of p, where pᵢ = σᵢ / Σσ.",
    status: Status::Exact,
    source: "roy2007",
    ink: Some(crate::figure::inks::ERANK),
};

static QUANTITIES: &[Quantity] = &[ERANK];

static PRESETS: &[Preset] = &[Preset {
    id: "flat",
    title: "Flat",
    lesson: "All definitions agree on a flat spectrum.",
    state: "family=flat",
}];

struct Done(Vec<f64>);

impl Lab for SpectrumLab {
    fn about(&self) -> &'static About {
        &ABOUT
    }
    fn controls(&self) -> &'static [Control] {
        CONTROLS
    }
    fn quantities(&self) -> &'static [Quantity] {
        QUANTITIES
    }
    fn presets(&self) -> &'static [Preset] {
        PRESETS
    }
    fn start(&self, input: &Input) -> Result<Box<dyn Run>, Error> {
        let values = input.values;
        let n = values.size("n")?;
        let alpha = values.number("alpha")?;
        let s = match values.choice("family")? {
            "flat" => vec![1.0; n],
            "power" => (1..=n).map(|i| (i as f64).powf(-alpha)).collect(),
            _ => values.vector("values")?.to_vec(),
        };
        Ok(Box::new(Done(s)))
    }
}

impl Run for Done {
    fn advance(&mut self, _: Work) -> Result<Progress, Error> {
        Ok(Progress::DONE)
    }
    fn report(&self) -> Result<Report, Error> {
        let sum: f64 = self.0.iter().sum();
        let entropy: f64 = self
            .0
            .iter()
            .filter(|s| **s > 0.0)
            .map(|s| -(s / sum) * (s / sum).ln())
            .sum();
        let x: Vec<f64> = (1..=self.0.len()).map(|i| i as f64).collect();
        let mut lines = Lines::new(
            Axis::linear("index i"),
            Axis::log("singular value σᵢ").floor(1e-16, "numerically zero"),
        );
        lines.handles = self
            .0
            .iter()
            .enumerate()
            .map(|(i, s)| Handle {
                label: format!("σ{}", i + 1),
                control: "values".into(),
                element: Some(i),
                also: vec![("family".into(), "custom".into())],
                along: Along::Y,
                x: i as f64 + 1.0,
                y: *s,
            })
            .collect();
        lines.series.push(Series {
            id: "sigma".into(),
            label: "singular values".into(),
            ink: crate::figure::inks::SPECTRUM,
            mark: Mark::LinePoints,
            x,
            y: self.0.clone(),
        });
        Ok(Report {
            headline: format!(
                "This spectrum uses {:.3} of its {} dimensions.",
                entropy.exp(),
                self.0.len()
            ),
            readouts: vec![ERANK.value(entropy.exp())],
            figures: vec![Figure {
                id: "spectrum".into(),
                title: "Singular values".into(),
                caption: "Singular values in decreasing order.".into(),
                plot: Plot::Lines(lines),
            }],
            ..Report::default()
        })
    }
}
