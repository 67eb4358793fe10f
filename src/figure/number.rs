//! Numbers as a reader expects them: four significant digits, powers of ten as superscripts, thin-space thousands, a true minus.

/// Between the groups of thousands and around the multiplication sign: thin, and never broken across lines.
const THIN: char = '\u{202f}';

/// `value` for a reader; dimensionless text, four significant digits.
///
/// Values that are short anyway are not padded (`0.7`), whole numbers below a million are exact, anything smaller than a
/// thousandth or not smaller than a million is a power of ten. Domain: every `f64`.
///
/// ```
/// use rankscope::figure::number;
/// assert_eq!(number(2f64.sqrt()), "1.414");
/// assert_eq!(number(41000.0), "41\u{202f}000");
/// assert_eq!(number(-1.2346e-7), "\u{2212}1.235\u{202f}×\u{202f}10⁻⁷");
/// assert_eq!(number(1e12), "10¹²");
/// ```
pub fn number(value: f64) -> String {
    if let Some(word) = word(value) {
        return word.into();
    }
    let whole = value == value.trunc() && value.abs() < 1e6;
    let shortest = format!("{value:e}");
    let digits = shortest
        .bytes()
        .take_while(|b| *b != b'e')
        .filter(u8::is_ascii_digit)
        .count();
    let text = if digits <= 4 || whole {
        shortest
    } else {
        format!("{value:.3e}")
    };
    let (digits, exponent) = parts(&text);
    // From ten thousand up the whole part is wider than four digits: show it rather than false zeros.
    if (4..6).contains(&exponent) {
        let rounded = format!("{:.0}", value.abs());
        return decimal(value < 0.0, &rounded, 0);
    }
    decimal(value < 0.0, &digits, exponent - digits.len() as i32 + 1)
}

/// `value` for a sentence: as [`number`], of three significant digits.
///
/// ```
/// use rankscope::figure::short;
/// assert_eq!(short(2f64.sqrt()), "1.41");
/// assert_eq!(short(41234.0), "41\u{202f}200");
/// ```
pub fn short(value: f64) -> String {
    rounded(value, 3)
}

/// `value` with so many significant digits, and no zeros at their end.
pub fn rounded(value: f64, digits: usize) -> String {
    if let Some(word) = word(value) {
        return word.into();
    }
    let (digits, exponent) = parts(&format!("{value:.0$e}", digits.saturating_sub(1)));
    let kept = digits.trim_end_matches('0');
    decimal(value < 0.0, kept, exponent - kept.len() as i32 + 1)
}

/// A share for a sentence: "12.3 %". What is not 0 or 100 % is never called so.
///
/// ```
/// use rankscope::figure::percent;
/// assert_eq!(percent(0.1234), "12.3\u{202f}%");
/// assert_eq!(percent(1.0), "100\u{202f}%");
/// assert_eq!(percent(0.99999), "more than 99.9\u{202f}%");
/// assert_eq!(percent(1e-9), "less than 0.1\u{202f}%");
/// ```
pub fn percent(share: f64) -> String {
    let (text, about) = match 100.0 * share {
        x if x > 0.0 && x < 0.1 => (0.1, "less than "),
        x if x > 99.9 && x < 100.0 => (99.9, "more than "),
        x => (x, ""),
    };
    format!("{about}{}{THIN}%", short(text))
}

/// What is not written in digits.
fn word(value: f64) -> Option<&'static str> {
    match value {
        f64::INFINITY => Some("∞"),
        f64::NEG_INFINITY => Some("−∞"),
        0.0 => Some("0"),
        _ if value.is_nan() => Some("not a number"),
        _ => None,
    }
}

/// Of a number in scientific notation, the digits and the power of ten of the first.
fn parts(text: &str) -> (String, i32) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let digits = mantissa.chars().filter(char::is_ascii_digit).collect();
    (digits, exponent.parse().unwrap_or(0))
}

/// The number `±digits · 10^exponent`, exactly: as a decimal fraction where that is readable, as a power of ten elsewhere.
pub(super) fn decimal(negative: bool, digits: &str, exponent: i32) -> String {
    let trimmed = digits.trim_start_matches('0');
    if trimmed.is_empty() {
        return "0".into();
    }
    let mut out = String::new();
    if negative {
        out.push('−');
    }
    let leading = trimmed.len() as i32 - 1 + exponent;
    if (-3..6).contains(&leading) {
        let point = trimmed.len() as i32 + exponent;
        if point <= 0 {
            out.push_str("0.");
            (point..0).for_each(|_| out.push('0'));
            out.push_str(trimmed);
        } else {
            let whole: String = trimmed
                .chars()
                .chain(std::iter::repeat('0'))
                .take(point as usize)
                .collect();
            group(&mut out, &whole);
            if exponent < 0 {
                out.push('.');
                out.push_str(&trimmed[point as usize..]);
            }
        }
        return out;
    }
    let significant = trimmed.trim_end_matches('0');
    let keep = if exponent < 0 && trimmed.len() == 4 {
        trimmed
    } else {
        significant
    };
    if keep != "1" {
        out.push_str(&keep[..1]);
        if keep.len() > 1 {
            out.push('.');
            out.push_str(&keep[1..]);
        }
        out.push(THIN);
        out.push('×');
        out.push(THIN);
    }
    out.push_str("10");
    superscript(&mut out, leading);
    out
}

fn group(out: &mut String, whole: &str) {
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && whole.len() > 4 && (whole.len() - i).is_multiple_of(3) {
            out.push(THIN);
        }
        out.push(c);
    }
}

/// 10 to the power `exponent`, written with a superscript: "10⁻³".
pub fn power_of_ten(exponent: i32) -> String {
    let mut out = String::from("10");
    superscript(&mut out, exponent);
    out
}

/// A whole number as a subscript.
///
/// ```
/// assert_eq!(rankscope::figure::subscript(12), "₁₂");
/// ```
pub fn subscript(i: usize) -> String {
    let digit = |c: char| char::from_u32('₀' as u32 + c as u32 - '0' as u32);
    i.to_string().chars().filter_map(digit).collect()
}

fn superscript(out: &mut String, exponent: i32) {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    if exponent < 0 {
        out.push('⁻');
    }
    for b in exponent.unsigned_abs().to_string().bytes() {
        out.push(DIGITS[usize::from(b - b'0')]);
    }
}

#[cfg(test)]
mod tests {
    use super::{number, rounded};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rounding_is_of_the_decimal_digits(bits in any::<u64>(), places in -3_i32..8, digits in 1_usize..5) {
            for value in [f64::from_bits(bits), (bits as f64 / 2.0_f64.powi(64)) * 10.0_f64.powi(places)] {
                let read: f64 = format!("{value:.0$e}", digits - 1).parse().unwrap();
                if read.is_finite() || !value.is_finite() {
                    assert_eq!(rounded(value, digits), number(read), "{value:e}");
                }
            }
        }
    }

    #[test]
    fn readers_numbers() {
        let cases = [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-4.0, "−4"),
            (0.7, "0.7"),
            (0.1 + 0.2, "0.3000"),
            (3.999_999_9, "4.000"),
            (std::f64::consts::PI, "3.142"),
            (12.3456, "12.35"),
            (999.96, "1000"),
            (1234.0, "1234"),
            (12_345.0, "12\u{202f}345"),
            (12_345.67, "12\u{202f}346"),
            (123_456.0, "123\u{202f}456"),
            (999_999.7, "10⁶"),
            (0.001_234_56, "0.001235"),
            (0.001, "0.001"),
            (1.234_56e-4, "1.235\u{202f}×\u{202f}10⁻⁴"),
            (2e-10, "2\u{202f}×\u{202f}10⁻¹⁰"),
            (1e-300, "10⁻³⁰⁰"),
            (2.5e6, "2.5\u{202f}×\u{202f}10⁶"),
            (1.797e308, "1.797\u{202f}×\u{202f}10³⁰⁸"),
            (5e-324, "5\u{202f}×\u{202f}10⁻³²⁴"),
            (f64::INFINITY, "∞"),
            (f64::NEG_INFINITY, "−∞"),
            (f64::NAN, "not a number"),
        ];
        for (value, text) in cases {
            assert_eq!(number(value), text, "{value:e}");
        }
    }
}
