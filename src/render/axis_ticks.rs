//! Which ticks an axis has room for.

use super::{axis::AxisMap, surface::Measure};
use crate::figure::{
    Axis,
    ticks::{Tick, ticks},
};

/// At most so many ticks of an axis over a range, or the axis' own names.
pub fn axis_ticks(axis: &Axis, (low, high): (f64, f64), most: usize) -> Vec<Tick> {
    if axis.names.is_empty() {
        // What is counted has no more ticks than whole numbers, and none between where fewer than two are seen.
        let most = match axis.counted {
            true => most.min(((high - low) as usize).max(1)),
            false => most,
        };
        let mut all = ticks(axis.scale, low, high, most);
        all.retain(|tick| !axis.counted || tick.value.fract() == 0.0);
        return all;
    }
    let inside = axis
        .names
        .iter()
        .filter(|(value, _)| (low..=high).contains(value));
    inside
        .map(|(value, name)| Tick {
            value: *value,
            label: name.clone(),
        })
        .collect()
}

/// Ticks whose labels do not run into each other.
pub fn horizontal_ticks(
    axis: &Axis,
    map: &AxisMap,
    width: f64,
    font: f64,
    measure: &dyn Measure,
) -> Vec<Tick> {
    let (low, high) = map.range;
    let mut most = ((width / (4.0 * font)) as usize).max(2);
    loop {
        let mut found = axis_ticks(axis, (low, high), most);
        let mut end = f64::NEG_INFINITY;
        let mut crowded = false;
        for tick in found.iter_mut().filter(|t| !t.label.is_empty()) {
            let half = measure.width(&tick.label, font) / 2.0;
            let at = map.pixel(tick.value).unwrap_or(f64::NEG_INFINITY);
            if at - half < end + 0.5 * font {
                crowded = true;
                if most <= 2 || !axis.names.is_empty() {
                    tick.label.clear();
                    continue;
                }
            }
            end = at + half;
        }
        if !crowded || most <= 2 || !axis.names.is_empty() {
            return found;
        }
        most -= 1;
    }
}
