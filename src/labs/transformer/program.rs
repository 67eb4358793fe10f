//! A NumPy program that arrives at the same factor.

use super::{
    model::{Facts, Selected},
    network::Slot,
};
use crate::{
    checkpoint::Kind,
    labs::{shared::numpy::list, write_number},
};

/// For a synthetic model the whole factor; for a measured one, whose spectra would fill pages, the index that the selected matrix chooses.
pub fn numpy(facts: &Facts) -> String {
    match facts.recipe {
        Some(_) => whole(facts),
        None => selected(facts),
    }
}

fn selected(facts: &Facts) -> String {
    let Some(Selected {
        layer,
        slot,
        choice,
        ..
    }) = facts.selected()
    else {
        return String::new();
    };
    let Some(matrix) = facts.network.matrix(layer, slot) else {
        return String::new();
    };
    let kept = matrix.spectrum.numerical_rank(None);
    format!(
        "import numpy as np\n\nN, m = {}, {}\nln_K = {}  # sensitivity of the output\ns = np.array([{}])  # {} of layer {layer}\n\n\
p = np.arange(2 * m + 1)[:, None] / m\nln_S = np.log((s**p).sum(1, keepdims=True))\n\
ln_c = (ln_S + p * ln_K + (p + 1) * np.log(N)) / (p + 2)\nprint(p[ln_c.argmin(), 0])  # index\n",
        facts.network.hidden_size,
        facts.adaptive.grid.m(),
        write_number(choice.ln_k),
        list(&matrix.spectrum.values()[..kept]),
        slot.name(),
    )
}

fn whole(facts: &Facts) -> String {
    let spectrum = |kind, head| {
        let matrix = facts.network.matrix(0, Slot { kind, head });
        matrix.map_or(String::new(), |matrix| {
            let kept = matrix.spectrum.numerical_rank(None);
            list(&matrix.spectrum.values()[..kept])
        })
    };
    format!(
        "import numpy as np\n\nL, H, N = {}, {}, {}\n# Singular values, the same in every layer and head.\nQK = np.array([{}])\nVO = np.array([{}])\n\
M_in = np.array([{}])\nM_out = np.array([{}])\n\nm = max(1, int(np.ceil(L + np.log(N))))\np = np.arange(2 * m + 1)[:, None] / m\n\
ln_gain = np.log(1.13 * M_in[0] * M_out[0] * H * VO[0] * (1 + 4 * QK[0]))\n\n\n\
def least(s, gamma, layer):\n    ln_K = np.log(gamma) + (L - 1 - layer) * ln_gain + np.log(L)\n    \
ln_S = np.log((s**p).sum(1, keepdims=True))\n    \
return np.exp(((ln_S + p * ln_K + (p + 1) * np.log(N)) / (p + 2)).min())\n\n\n\
B = np.sqrt(L)\nfor l in range(L):\n    B += H * least(QK, 2 * VO[0] * M_out[0] * M_in[0], l)\n    \
B += H * least(VO, M_out[0] * M_in[0], l)\n    B += least(M_in, M_out[0], l) + least(M_out, 1, l)\nprint(B)  # b_spectrum_adaptive\n",
        facts.blocks.len(),
        facts.network.heads,
        facts.network.hidden_size,
        spectrum(Kind::QueryKey, Some(0)),
        spectrum(Kind::ValueOutput, Some(0)),
        spectrum(Kind::MlpIn, None),
        spectrum(Kind::MlpOut, None),
    )
}
