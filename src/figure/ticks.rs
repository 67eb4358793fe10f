//! Where ticks stand and what they say.
//!
//! Positions are integer multiples of a step, or integer powers of ten, so that labels carry no floating-point noise and no range
//! is left without ticks.

use super::{
    Scale, number,
    number::{decimal, power_of_ten},
};

/// One tick of an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where it stands, in data coordinates.
    pub value: f64,
    /// What it says; empty for a minor tick.
    pub label: String,
}

/// The ticks inside `low..=high`, strictly increasing, about `most` of them labelled (never fewer than one in a finite range).
///
/// Dimensionless positions in data coordinates. Domain: any range; a reversed one is turned round, one that is not finite or, for
/// a logarithmic scale, not positive has no ticks.
///
/// ```
/// use rankscope::figure::{Scale, ticks::ticks};
/// let labels: Vec<_> = ticks(Scale::Log, 1e-2, 1e2, 5).into_iter().map(|t| t.label).collect();
/// assert_eq!(labels, ["10⁻²", "10⁻¹", "10⁰", "10¹", "10²"]);
/// ```
pub fn ticks(scale: Scale, low: f64, high: f64, most: usize) -> Vec<Tick> {
    let (low, high) = if low <= high {
        (low, high)
    } else {
        (high, low)
    };
    if !low.is_finite() || !high.is_finite() {
        return Vec::new();
    }
    let most = most.max(2);
    let mut ticks = match scale {
        Scale::Linear => linear(low, high, most),
        Scale::Log if low > 0.0 => log(low, high, most),
        Scale::Log => Vec::new(),
        Scale::Symlog { threshold } => symlog(low, high, most, threshold),
    };
    ticks.retain(|tick| low <= tick.value && tick.value <= high);
    ticks.dedup_by(|b, a| a.value == b.value);
    let possible = low > 0.0 || !matches!(scale, Scale::Log);
    if possible && ticks.iter().all(|tick| tick.label.is_empty()) {
        // The range is narrower than a float can divide: its ends are all there is to say.
        ticks = vec![plain(low)];
        if high > low {
            ticks.push(plain(high));
        }
    }
    ticks
}

fn plain(value: f64) -> Tick {
    Tick {
        value,
        label: number(value),
    }
}

fn minor(value: f64) -> Tick {
    Tick {
        value,
        label: String::new(),
    }
}

/// Powers of ten that a double holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// `digits · 10^exponent`, correctly rounded, which repeated multiplication is not. (The standard library's reader of decimals
/// would do it, too, with a table of 10 kB.)
fn exact(digits: i64, exponent: i32) -> f64 {
    if digits == 0 {
        return 0.0;
    }
    let size = exponent.unsigned_abs() as usize;
    let times = |value: f64, power: f64| match exponent < 0 {
        true => value / power,
        false => value * power,
    };
    // One operation on two exact numbers rounds once.
    if let (Some(power), true) = (POWERS.get(size), digits.unsigned_abs() < 1 << 53) {
        return times(digits as f64, *power);
    }
    let mut near = digits as f64;
    let mut left = size;
    while left > 0 {
        let part = left.min(POWERS.len() - 1);
        near = times(near, POWERS[part]);
        left -= part;
    }
    // Some units in the last place off: the right one is written as it should be.
    let trimmed = digits.to_string();
    let trimmed = trimmed.trim_end_matches('0');
    let (first, rest) = trimmed.split_at(1 + usize::from(digits < 0));
    let point = if rest.is_empty() { "" } else { "." };
    let lead = exponent + (digits.unsigned_abs().checked_ilog10().unwrap_or(0)) as i32;
    let wanted = format!("{first}{point}{rest}e{lead}");
    let (mut above, mut below) = (near, near);
    for _ in 0..32 {
        for value in [above, below] {
            if format!("{value:e}") == wanted {
                return value;
            }
        }
        (above, below) = (above.next_up(), below.next_down());
    }
    near
}

fn linear(low: f64, high: f64, most: usize) -> Vec<Tick> {
    // Halved, so that the widest ranges do not overflow.
    let rough = (high / 2.0 - low / 2.0) / most as f64 * 2.0;
    if rough <= 0.0 || !rough.is_finite() {
        return Vec::new();
    }
    let mut exponent = rough.log10().floor() as i32;
    let lead = rough / exact(1, exponent);
    let digit = match lead {
        l if l <= 1.000_001 => 1,
        l if l <= 2.000_001 => 2,
        l if l <= 5.000_001 => 5,
        _ => {
            exponent += 1;
            1
        }
    };
    let step = exact(digit, exponent);
    let (first, last) = ((low / step).floor(), (high / step).ceil());
    if step <= 0.0 || !step.is_finite() || first.abs().max(last.abs()) > 1e15 {
        return Vec::new();
    }
    (first as i64..=last as i64)
        .map(|k| {
            let digits = k * digit;
            Tick {
                value: exact(digits, exponent),
                label: decimal(digits < 0, &digits.unsigned_abs().to_string(), exponent),
            }
        })
        .collect()
}

fn log(low: f64, high: f64, most: usize) -> Vec<Tick> {
    let (from, to) = (low.log10(), high.log10());
    if to - from < 1.0 {
        return linear(low, high, most);
    }
    let (first, last) = (from.floor() as i32, to.ceil() as i32);
    if to - from < 3.0 {
        // Plain numbers where all of them are short; otherwise digits before a power of ten.
        let label = |digit: i64, exponent: i32| match (first >= -3 && last <= 5, digit) {
            (true, _) => decimal(false, &digit.to_string(), exponent),
            (false, 1) => power_of_ten(exponent),
            (false, _) => format!("{digit}·{}", power_of_ten(exponent)),
        };
        let say_all = to - from < 2.0 && (to - from) * 3.0 <= most as f64;
        let mut out = Vec::new();
        for exponent in first..=last {
            for digit in [1, 2, 5] {
                let value = exact(digit, exponent);
                out.push(if say_all || (digit == 1 && to - from < 2.0) {
                    Tick {
                        value,
                        label: label(digit, exponent),
                    }
                } else if digit == 1 {
                    Tick {
                        value,
                        label: power_of_ten(exponent),
                    }
                } else {
                    minor(value)
                });
            }
        }
        return out;
    }
    let count = |stride: i32| {
        (first.div_euclid(stride)..=last.div_euclid(stride))
            .filter(|k| (from..=to).contains(&f64::from(k * stride)))
            .count()
    };
    let stride = [1, 2, 3, 5, 10, 20, 30, 50, 100, 200]
        .into_iter()
        .find(|s| count(*s) <= most)
        .unwrap_or(500);
    let between = if last - first <= 40 { 1 } else { stride };
    (first.div_euclid(between)..=last.div_euclid(between))
        .map(|k| k * between)
        .map(|exponent| {
            let value = exact(1, exponent);
            if exponent % stride == 0 {
                Tick {
                    value,
                    label: power_of_ten(exponent),
                }
            } else {
                minor(value)
            }
        })
        .collect()
}

fn symlog(low: f64, high: f64, most: usize, threshold: f64) -> Vec<Tick> {
    let far = low.abs().max(high.abs());
    if threshold.is_nan() || threshold <= 0.0 || far <= threshold * 10.0 {
        return linear(low, high, most);
    }
    if low > threshold {
        return log(low, high, most);
    }
    let half = if low < -threshold && high > threshold {
        most / 2
    } else {
        most
    };
    let side = |end: f64| {
        if end > threshold {
            log(threshold.max(end * 1e-300), end, half.max(2))
        } else {
            Vec::new()
        }
    };
    let mut out: Vec<Tick> = side(-low)
        .into_iter()
        .rev()
        .filter(|t| t.value <= -low)
        .map(negated)
        .collect();
    out.push(plain(0.0));
    out.extend(side(high).into_iter().filter(|t| t.value >= threshold));
    out
}

fn negated(tick: Tick) -> Tick {
    let label = if tick.label.is_empty() {
        String::new()
    } else {
        format!("−{}", tick.label)
    };
    Tick {
        value: -tick.value,
        label,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(scale: Scale, low: f64, high: f64, most: usize) -> Vec<String> {
        ticks(scale, low, high, most)
            .into_iter()
            .map(|t| t.label)
            .filter(|l| !l.is_empty())
            .collect()
    }

    #[test]
    fn linear_labels_carry_no_noise() {
        assert_eq!(
            labels(Scale::Linear, 0.0, 1.0, 5),
            ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]
        );
        assert_eq!(
            labels(Scale::Linear, -0.3, 0.3, 6),
            ["−0.3", "−0.2", "−0.1", "0", "0.1", "0.2", "0.3"]
        );
        assert_eq!(
            labels(Scale::Linear, 0.0, 64.0, 7),
            ["0", "10", "20", "30", "40", "50", "60"]
        );
        assert_eq!(
            labels(Scale::Linear, 0.0, 40000.0, 4),
            [
                "0",
                "10\u{202f}000",
                "20\u{202f}000",
                "30\u{202f}000",
                "40\u{202f}000"
            ]
        );
    }

    #[test]
    fn logarithmic_ranges_that_other_generators_lose() {
        assert_eq!(
            labels(Scale::Log, 0.2, 0.8, 5),
            ["0.2", "0.4", "0.6", "0.8"]
        );
        assert_eq!(
            labels(Scale::Log, 2.0, 8.0, 6),
            ["2", "3", "4", "5", "6", "7", "8"]
        );
        assert_eq!(
            labels(Scale::Log, 1e-300, 1.0, 7),
            [
                "10⁻³⁰⁰",
                "10⁻²⁵⁰",
                "10⁻²⁰⁰",
                "10⁻¹⁵⁰",
                "10⁻¹⁰⁰",
                "10⁻⁵⁰",
                "10⁰"
            ]
        );
        assert_eq!(
            labels(Scale::Log, 1e-20, 1.0, 6),
            ["10⁻²⁰", "10⁻¹⁵", "10⁻¹⁰", "10⁻⁵", "10⁰"]
        );
        assert_eq!(
            labels(Scale::Log, 0.5, 20.0, 8),
            ["0.5", "1", "2", "5", "10", "20"]
        );
        assert_eq!(labels(Scale::Log, 1e-15, 1e1, 20).len(), 17);
    }

    #[test]
    fn decimals_are_read_as_the_standard_library_reads_them() {
        for digits in [1, 2, 5, 30, 125, -7, -640, 123_456_789] {
            for exponent in -320..=300 {
                let expected: f64 = format!("{digits}e{exponent}").parse().unwrap();
                assert_eq!(exact(digits, exponent), expected, "{digits}e{exponent}");
            }
        }
        assert_eq!(exact(0, 400), 0.0);
    }

    #[test]
    fn decades_are_exact() {
        for tick in ticks(Scale::Log, 1e-300, 1e300, 1000) {
            let exponent = tick.value.log10().round() as i32;
            assert_eq!(tick.value, format!("1e{exponent}").parse::<f64>().unwrap());
        }
    }

    #[test]
    fn symlog_has_a_zero_and_both_sides() {
        let got = labels(Scale::Symlog { threshold: 1e-3 }, -1.0, 1.0, 9);
        assert_eq!(
            got,
            [
                "−10⁰",
                "−10⁻¹",
                "−10⁻²",
                "−10⁻³",
                "0",
                "10⁻³",
                "10⁻²",
                "10⁻¹",
                "10⁰"
            ]
        );
    }

    #[test]
    fn hopeless_ranges_have_no_ticks_and_tiny_ones_their_ends() {
        assert!(ticks(Scale::Linear, f64::NAN, 1.0, 5).is_empty());
        assert!(ticks(Scale::Linear, 0.0, f64::INFINITY, 5).is_empty());
        assert!(ticks(Scale::Log, -1.0, 1.0, 5).is_empty());
        assert_eq!(ticks(Scale::Linear, 3.0, 3.0, 5).len(), 1);
        assert_eq!(ticks(Scale::Linear, 1.0, 1.0 + f64::EPSILON, 5).len(), 2);
    }
}
