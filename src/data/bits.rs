//! How many bits numbers have, whatever they are stored in.

use half::{bf16, f16};

/// So few numbers tell nothing.
const LEAST: usize = 16;

/// The rounding of half precision where the numbers, stored in more, are all numbers of it, and use its last bit as often as rounded
/// ones do; a number that is exact, such as an integer or a quarter, leaves it alone.
pub(super) fn narrower(values: &[f64], stored: f64) -> Option<(f64, &'static str)> {
    let halves: [(f64, &str, fn(f64) -> f64, i32); 2] = [
        (
            f16::EPSILON.to_f64() / 2.0,
            "float16",
            |x| f16::from_f64(x).to_f64(),
            11,
        ),
        (
            bf16::EPSILON.to_f64() / 2.0,
            "bfloat16",
            |x| bf16::from_f64(x).to_f64(),
            8,
        ),
    ];
    halves
        .into_iter()
        .find_map(|(rounding, name, round, digits)| {
            let all = rounding > stored && values.iter().all(|x| round(*x) == *x);
            (all && uses_all(values, digits)).then_some((rounding, name))
        })
}

/// Whether the last of so many binary digits is set as often in small numbers as in large ones: fixed points leave it zero in the small.
fn uses_all(values: &[f64], digits: i32) -> bool {
    let mut sizes: Vec<f64> = values
        .iter()
        .map(|x| x.abs())
        .filter(|x| *x > 1e-4 && x.is_finite())
        .collect();
    if sizes.len() < LEAST {
        return false;
    }
    sizes.sort_unstable_by(f64::total_cmp);
    let smaller = &sizes[..sizes.len() / 2];
    let last = |x: &&f64| (x.to_bits() >> (53 - digits)) & 1 == 1;
    5 * smaller.iter().filter(last).count() >= smaller.len()
}
