//! The part of an axis that is shown.

use crate::figure::{Along, Axis, Lines, Mark, Scale, Series};

/// Lowest and highest value shown on an axis: the zoom, the figure's own range, or what the data fill; finite and never empty.
pub fn of(
    lines: &Lines,
    series: &[&Series],
    pinned: &[&Series],
    along: Along,
    zoom: Option<(f64, f64)>,
) -> (f64, f64) {
    let axis = if along == Along::X {
        &lines.x
    } else {
        &lines.y
    };
    let asked = zoom
        .and_then(|z| usable(z, axis))
        .or_else(|| axis.range.and_then(|r| usable(r, axis)));
    asked.unwrap_or_else(|| from_data(lines, axis, series, pinned, along))
}

/// The range in increasing order, if the axis can show it at all.
fn usable((a, b): (f64, f64), axis: &Axis) -> Option<(f64, f64)> {
    let (mut low, mut high) = (a.min(b), a.max(b));
    if !low.is_finite() || !high.is_finite() {
        return None;
    }
    if axis.scale == Scale::Log {
        let least = axis.floor.as_ref().map_or(f64::MIN_POSITIVE, |floor| {
            floor.value.max(f64::MIN_POSITIVE)
        });
        high = (high > 0.0).then_some(high)?;
        low = if low > 0.0 { low } else { least.min(high) };
        if high / low < 1.0 + 1e-9 {
            (low, high) = (low / 2.0, high * 2.0);
        }
    } else if high / 2.0 - low / 2.0 <= high.abs().max(low.abs()) * 1e-12 {
        let half = (high.abs() * 0.1).max(0.5);
        (low, high) = (low - half, high + half);
    }
    (low.is_finite() && high.is_finite()).then_some((low, high))
}

fn from_data(
    lines: &Lines,
    axis: &Axis,
    series: &[&Series],
    pinned: &[&Series],
    along: Along,
) -> (f64, f64) {
    let least = match (&axis.floor, axis.scale) {
        (Some(floor), Scale::Log) => floor.value.max(0.0),
        (None, Scale::Log) => 0.0,
        _ => f64::NEG_INFINITY,
    };
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    let mut take = |value: f64| {
        if value.is_finite() && value > least {
            low = low.min(value);
            high = high.max(value);
        }
    };
    let mut padded = along == Along::Y;
    let mut from_zero = false;
    let mut half_bar: f64 = 0.0;
    for s in series.iter().chain(pinned) {
        let values = if along == Along::X { &s.x } else { &s.y };
        values.iter().copied().for_each(&mut take);
        padded |= !matches!(s.mark, Mark::Line | Mark::Area | Mark::Steps);
        if s.mark == Mark::Bars && along == Along::X {
            let gaps = s.x.windows(2).map(|w| (w[1] - w[0]).abs());
            let gap = gaps.filter(|g| *g > 0.0).fold(f64::INFINITY, f64::min);
            half_bar = if gap.is_finite() { gap / 2.0 } else { 0.5 };
        }
        from_zero |= match along {
            Along::X => s.mark == Mark::Stems,
            Along::Y => matches!(s.mark, Mark::Bars | Mark::Area),
        };
    }
    for band in &lines.bands {
        match along {
            Along::X => band.x.iter().copied().for_each(&mut take),
            Along::Y => band
                .low
                .iter()
                .chain(&band.high)
                .copied()
                .for_each(&mut take),
        }
    }
    axis.names.iter().for_each(|(value, _)| take(*value));
    if from_zero && axis.scale == Scale::Linear {
        take(0.0);
    }
    if low > high {
        return usable(
            if axis.scale == Scale::Log {
                (0.1, 10.0)
            } else {
                (0.0, 1.0)
            },
            axis,
        )
        .unwrap_or((0.1, 10.0));
    }
    // A guide a little beyond the data is worth the room; one far away is not.
    let near = |value: f64| match axis.scale {
        Scale::Log => value > low / 100.0 && value < high * 100.0,
        _ => value > low - (high - low) / 2.0 && value < high + (high - low) / 2.0,
    };
    let guides: Vec<f64> = lines
        .guides
        .iter()
        .filter(|g| g.along == along)
        .map(|g| g.at)
        .filter(|at| near(*at))
        .collect();
    for at in guides {
        low = low.min(at);
        high = high.max(at);
        padded = true;
    }
    let Some((mut low, mut high)) = usable((low, high), axis) else {
        return (0.1, 10.0);
    };
    if !axis.names.is_empty() && axis.scale == Scale::Linear {
        return (low - 0.6, high + 0.6);
    }
    if padded {
        match axis.scale {
            Scale::Log => {
                let margin = ((high.log10() - low.log10()) * 0.04).max(0.02);
                let (l, h) = (low * 10f64.powf(-margin), high * 10f64.powf(margin));
                low = if l > 0.0 { l } else { low };
                high = if h.is_finite() { h } else { high };
            }
            _ => {
                let margin = (high * 0.04 - low * 0.04).max(half_bar);
                low = if low == 0.0 && from_zero {
                    0.0
                } else {
                    low - margin
                };
                high = if high == 0.0 && from_zero {
                    0.0
                } else {
                    high + margin
                };
            }
        }
    }
    usable((low, high), axis).unwrap_or((0.1, 10.0))
}
