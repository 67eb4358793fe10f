//! Spectrum: what the definitions of rank, noise thresholds and bounds say of singular values that the visitor draws.

mod controls;
mod figures;
mod model;
mod words;

use crate::labs::{
    prelude::*,
    shared::{
        bounds::{self, BoundsPanel, Measured},
        quantities as q, ranks,
    },
};
use controls::*;
use model::Facts;

/// The lab.
pub static LAB: Lab = Lab::instant("spectrum", "Spectrum", report)
    .asks("How many dimensions does a spectrum really use, and what of it is noise?")
    .try_first("Grab a singular value and pull it up or down.")
    .in_group(Group::Matrices)
    .settled_by(model::settle)
    .controls(&[SIGNAL, NOISE_CONTROLS, VIEW, bounds::CONTROLS])
    .quantities(&[
        &[q::ERANK, q::SIZE, q::RANK, q::EXACT_RANK],
        ranks::DEFINITIONS,
        &[SCHATTEN_RANK, GAVISH_DONOHO, MP_EDGE, q::POWER_LAW_ALPHA],
        ranks::NORMS,
        bounds::QUANTITIES,
    ])
    .essential(
        &["family", "n", "alpha", "noise"],
        &[
            "erank",
            "stable_rank",
            "rank",
            "gavish_donoho_rank",
            "mp_edge",
        ],
        &["spectrum", "ladder"],
    )
    .cites(&[
        &citations::ROY2007,
        &citations::BENAYCH2012,
        &citations::WEIGHTWATCHER,
        &citations::MARTIN2021,
        &citations::VAPNIK1971,
        &citations::MCALLESTER1999,
    ])
    .presets(PRESETS);

const SCHATTEN_RANK: Quantity = exact("schatten_rank", "Schatten-p rank", "ρₚ")
    .tex(r"\rho_p = \sum_i (\sigma_i / \sigma_1)^p")
    .means("The singular values σᵢ over the largest, σ₁, to the power p, summed: the rank at p = 0, the nuclear–spectral rank at p = 1, the stable rank at p = 2.")
    .from(&citations::LEDENT2025);

const MP_EDGE: Quantity = asymptotic("mp_edge", "Noise edge", "s₊")
    .tex(r"s_+ = s(1 + \sqrt{\beta}),\quad \beta = n/M")
    .means("Where the singular values of pure noise end (Marchenko–Pastur): noise of standard deviation s/√M in each entry of the n × M matrix. Exact as the size grows.")
    .from(&citations::GAVISH2014)
    .ink(inks::NOISE_EDGE);

const GAVISH_DONOHO: Quantity = asymptotic("gavish_donoho_rank", "Gavish–Donoho rank", "r*")
    .tex(r"\#\{i : \sigma_i > \tau^\ast\}")
    .means("How many singular values σᵢ exceed the threshold τ* that is best for recovering a low-rank signal: λ*(β) times the noise level s where it is known, ω(β) times the median of the σᵢ where it is not.")
    .from(&citations::GAVISH2014)
    .ink(inks::THRESHOLD);

const PRESETS: &[Preset] = &[
    preset(
        "flat",
        "Flat",
        "family=flat&n=32&flat_rank=12",
        "A flat spectrum is the only one on which all definitions agree.",
    )
    .claims(&["rank = 12", "erank ~ 12", "stable_rank ~ 12", "participation_ratio ~ 12"]),
    preset(
        "power",
        "Power law",
        "family=power&n=64&alpha=1&scale=loglog",
        "At α = 1 the definitions disagree by a factor of forty, from 1.6 to 64: which one do you quote?",
    )
    .claims(&["39 < rank / stable_rank < 40", "rank = 64", "1.6 < stable_rank < 1.65"]),
    preset(
        "geometric",
        "Geometric",
        "family=geometric&n=64&ratio=0.8",
        "A geometric spectrum has an effective rank that does not grow with n: add zeros for free.",
    )
    .claims(&["erank(n=256) ~ erank", "rank(n=128) > 1.5 * rank"]),
    preset(
        "spiked_noise",
        "Spikes in noise",
        "family=spiked&n=96&spikes=3&strength=3&noise=1&scale=linear",
        "A spike no stronger than the noise level drowns: no singular value betrays it. Pull one across the edge.",
    )
    .claims(&["gavish_donoho_rank <= 2", "here: gavish_donoho_rank = 2", "gavish_donoho_rank(strength=9) = 3"]),
    preset(
        "noise",
        "Pure noise",
        "family=gaussian&n=128&scale=linear",
        "A Gaussian matrix uses 0.805 n directions by erank, n/4 by stable rank, in the limit of large n, and carries no signal at all.",
    )
    .claims(&[
        "erank / n ~ 0.805",
        "0.24 < stable_rank / n < 0.28",
        "gavish_donoho_rank = 0",
    ]),
    preset(
        "low_rank_noise",
        "Low rank plus noise",
        "family=step&n=64&step_at=8&step_low=0&noise=0.15",
        "The numerical rank is full as soon as there is noise; the Gavish–Donoho rank still finds the 8 directions.",
    )
    .claims(&["rank = 64", "gavish_donoho_rank = 8", "rank(noise=0) = 8"]),
    preset(
        "heavy_tail",
        "Heavy tail",
        "family=power&n=256&alpha=0.75&scale=loglog",
        "Values that fall like i to the power −α have eigenvalues whose density falls with the exponent 1 + 1/(2α), here 1.67: the fit, WeightWatcher's, comes near.",
    )
    .claims(&["1.65 < power_law_alpha < 1.7", "power_law_alpha(alpha=1) < power_law_alpha"]),
];

fn report(input: &Input) -> Result<Report, Error> {
    let facts = Facts::read(input)?;
    let (s, ranks) = (&facts.ranks.spectrum, &facts.ranks);
    let measured = Measured {
        erank: ranks.erank(),
        nuclear_norm: s.nuclear_norm(),
        frobenius_norm: s.frobenius_norm(),
        shape: (s.rows(), s.cols()),
    };
    let bounds = BoundsPanel::new(measured, input.values)?;
    let report = Report::of(words::headline(&facts)?)
        .readouts(ranks.readouts())
        .readouts(words::readouts(&facts, input.of(P)))
        .figure(figures::spectrum(&facts, input.of(ranks::SCALE))?)
        .figure(ranks.ladder())
        .figure(figures::schatten(s, input.of(P)))
        .figure(figures::tail(s, facts.tail.as_ref().ok()))
        .checks(ranks.checks())
        .notes(words::limit(&facts))
        .numpy(numpy::erank_of_values(s.values()));
    let n = facts.signal.len();
    let report = match input.of(FAMILY) {
        Family::Flat => report.range(FLAT_RANK, 1, n),
        Family::Step => report.range(STEP_AT, 1, n),
        Family::Spiked => report.range(SPIKES, 0, n.min(MAX_SPIKES as usize)),
        _ => report,
    };
    Ok(bounds.add_to(report))
}
