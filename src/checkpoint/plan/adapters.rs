//! Adapters of low rank: what stands beside a weight as B and A is measured as the product B A that it adds.

use super::{
    Job, Planned, Tower, Unit,
    tensors::{Sizes, Tensors},
};
use crate::checkpoint::{
    Kind,
    config::Configs,
    layouts::{Part, Stored, Weight},
};

/// How the names of A and of B end.
const ENDS: &[(&str, &str)] = &[
    (".lora_A.weight", ".lora_B.weight"),
    (".lora_A.default.weight", ".lora_B.default.weight"),
    (".lora_down.weight", ".lora_up.weight"),
    (".lora.down.weight", ".lora.up.weight"),
];

const PLAIN: Weight = Weight {
    name: "",
    stored: Stored::OutIn,
    part: Part::Whole,
};

impl Tensors<'_> {
    /// The adapters, if there are any.
    pub(super) fn adapters(&self, configs: &Configs) -> Option<Planned> {
        let (mut units, mut refused) = (Vec::new(), 0);
        for (_, tensor) in self.all() {
            let stem = ENDS
                .iter()
                .find_map(|(a, b)| Some((tensor.name.strip_suffix(a)?, b)));
            let Some((stem, b)) = stem else { continue };
            let down = self.slab(&tensor.name, &PLAIN, Some(Stored::OutIn), Sizes::default());
            let up = self.slab(
                &format!("{stem}{b}"),
                &PLAIN,
                Some(Stored::InOut),
                Sizes::default(),
            );
            match (down, up) {
                // x Wᵀ with W = B A is x Aᵀ Bᵀ: the product Lᵀ R of L = A and R = Bᵀ.
                (Ok(down), Ok(up)) if down.shape().0 == up.shape().0 => {
                    let rank = down.shape().0;
                    units.push(Unit::heads(
                        units.len(),
                        Kind::Other,
                        &format!("{stem} (B A)"),
                        down,
                        up,
                        rank,
                    ));
                }
                _ => refused += 1,
            }
        }
        if units.is_empty() {
            return None;
        }
        let mut notes = vec![match configs.adapter_scale {
            Some(scale) => format!(
                "adapters of low rank are measured as B A, which is added to a weight times {scale}; the weights themselves are without them"
            ),
            None => "adapters of low rank are measured as B A, without the factor alpha / r of their adapter_config.json; the weights \
                themselves are without them"
                .into(),
        }];
        if refused > 0 {
            notes.push(format!(
                "{refused} adapters have no B that fits their A and are passed over"
            ));
        }
        let name = "adapters".into();
        Some(Planned {
            tower: Tower {
                name,
                notes,
                ..Tower::default()
            },
            units,
        })
    }
}

/// Whether a unit is of an adapter, and holds this tensor.
pub(super) fn holds(unit: &Unit, tensor: &str) -> bool {
    match &unit.job {
        Job::Heads { left, right, .. } => left.tensor == tensor || right.tensor == tensor,
        Job::Matrix { slabs, .. } => slabs.iter().any(|slab| slab.tensor == tensor),
    }
}
