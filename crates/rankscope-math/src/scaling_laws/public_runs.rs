//! Losses of trained models that others published: facts, with their source and licence.

use super::{Split, fit::Trained};

/// Parameters, then tokens and loss of each run.
const OLMO: [(f64, [[f64; 2]; 5]); 5] = [
    (
        190631117.0,
        [
            [1.908932608e9, 3.747479],
            [3.812622336e9, 3.600973],
            [7.619477504e9, 3.496522],
            [19.041091584e9, 3.390454],
            [38.076416e9, 3.336689],
        ],
    ),
    (
        371667763.0,
        [
            [3.720609792e9, 3.531852],
            [7.433355264e9, 3.394256],
            [14.858846208e9, 3.287907],
            [37.134532608e9, 3.188007],
            [74.260414464e9, 3.132577],
        ],
    ),
    (
        758906880.0,
        [
            [7.5956224e9, 3.331524],
            [15.1781376e9, 3.202027],
            [30.343168e9, 3.104255],
            [75.83563776e9, 3.004539],
            [151.65816832e9, 2.954929],
        ],
    ),
    (
        1280232653.0,
        [
            [12.81097728e9, 3.182976],
            [25.604653056e9, 3.063071],
            [51.192004608e9, 2.971169],
            [127.955632128e9, 2.878463],
            [255.895535616e9, 2.832282],
        ],
    ),
    (
        3171208397.0,
        [
            [31.727812608e9, 2.995055],
            [63.424167936e9, 2.874346],
            [126.813732864e9, 2.787972],
            [316.985573376e9, 2.705716],
            [633.939689472e9, 2.664399],
        ],
    ),
];

/// Where the 25 runs of the OLMo ladder ended: 190 million to 3 billion parameters, 10 to 200 tokens for each, loss on C4 in nats per token
/// (allenai/OLMo-ladder, Apache-2.0; by size, then by tokens).
pub fn olmo() -> Vec<Trained> {
    let of = |(parameters, ends): &(f64, [[f64; 2]; 5])| {
        let parameters = *parameters;
        ends.map(|[tokens, loss]| Trained {
            split: Split { parameters, tokens },
            loss,
        })
    };
    OLMO.iter().flat_map(of).collect()
}

/// Non-embedding parameters of the eight Pythia models.
pub const PYTHIA_SIZES: [f64; 8] = [
    18915328.0,
    85056000.0,
    302311424.0,
    805736448.0,
    1208602624.0,
    2517652480.0,
    6444163072.0,
    11327027200.0,
];
/// Tokens of one step of Pythia.
const PYTHIA_BATCH: f64 = 2_097_152.0;
/// LAMBADA log perplexity by model, then by step: 1000, 3000, 13 000, 23 000 and so on to 143 000.
const PYTHIA: [[f64; 16]; 8] = [
    [
        8.404, 6.020, 4.914, 4.798, 4.771, 4.722, 4.547, 4.622, 4.763, 4.822, 4.945, 4.833, 4.792,
        4.891, 5.000, 4.959,
    ],
    [
        7.860, 4.905, 3.906, 3.591, 3.613, 3.467, 3.496, 3.213, 3.352, 3.373, 3.404, 3.366, 3.524,
        3.632, 3.804, 3.639,
    ],
    [
        8.470, 4.470, 3.042, 2.833, 2.759, 2.705, 2.703, 2.529, 2.566, 2.438, 2.464, 2.488, 2.440,
        2.426, 2.356, 2.382,
    ],
    [
        7.311, 3.903, 2.721, 2.520, 2.411, 2.354, 2.290, 2.215, 2.172, 2.164, 2.141, 2.117, 2.088,
        2.036, 2.025, 2.069,
    ],
    [
        7.429, 3.788, 2.602, 2.332, 2.197, 2.103, 2.085, 1.992, 1.923, 1.925, 1.903, 1.869, 1.839,
        1.831, 1.815, 1.806,
    ],
    [
        7.845, 3.734, 2.324, 2.067, 1.970, 1.916, 1.850, 1.790, 1.720, 1.713, 1.692, 1.649, 1.621,
        1.611, 1.614, 1.617,
    ],
    [
        8.669, 3.822, 2.288, 1.997, 1.842, 1.804, 1.751, 1.698, 1.625, 1.598, 1.563, 1.546, 1.510,
        1.518, 1.470, 1.493,
    ],
    [
        8.379, 3.741, 2.208, 1.871, 1.814, 1.713, 1.640, 1.624, 1.508, 1.479, 1.454, 1.418, 1.413,
        1.386, 1.355, 1.367,
    ],
];

/// The logarithm of the perplexity on LAMBADA, in nats, of the eight Pythia models at 15 checkpoints each from step 3000 on
/// (EleutherAI/pythia, Apache-2.0). Checkpoints of one schedule, not runs that ended there.
pub fn pythia() -> Vec<Trained> {
    let steps = std::iter::once(3.0).chain((0..14).map(|i| 13.0 + 10.0 * f64::from(i)));
    let tokens: Vec<f64> = steps.map(|k| 1000.0 * k * PYTHIA_BATCH).collect();
    let mut runs = Vec::new();
    for (parameters, losses) in PYTHIA_SIZES.into_iter().zip(PYTHIA) {
        for (tokens, loss) in tokens.iter().zip(&losses[1..]) {
            let split = Split {
                parameters,
                tokens: *tokens,
            };
            runs.push(Trained { split, loss: *loss });
        }
    }
    runs
}

/// Loss after 15, 27, 39, 59 and 75 epochs, by parameters.
const REPEATED: [(f64, [f64; 5]); 5] = [
    (146e6, [4.0335, 3.8076, 3.7328, 3.7181, 3.7350]),
    (220e6, [3.9322, 3.7528, 3.7219, 3.7810, 3.8484]),
    (421e6, [3.7979, 3.7474, 3.8986, 4.1699, 4.3762]),
    (619e6, [3.7843, 3.8293, 4.1528, 4.6680, 5.0012]),
    (1.1e9, [3.8190, 4.0978, 4.8349, 6.0135, 6.7423]),
];

/// C4 loss, in nats per token, of five models on the same 100 million tokens, repeated 15 to 75 times (datablations by way of IBM/ColPret,
/// MIT): here the large models turn up first.
pub fn repeated() -> Vec<Trained> {
    let mut runs = Vec::new();
    for (parameters, losses) in REPEATED {
        for (epochs, loss) in [15.0, 27.0, 39.0, 59.0, 75.0].into_iter().zip(losses) {
            let tokens = 1e8 * epochs;
            let split = Split { parameters, tokens };
            runs.push(Trained { split, loss });
        }
    }
    runs
}
