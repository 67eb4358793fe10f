//! Numbers as words in a sentence.

use crate::figure::power_of_ten;

/// A positive number with two or three digits, as "0.0228", "640" or "1.5 × 10¹²".
pub(super) fn in_words(x: f64) -> String {
    if (0.01..9_999.5).contains(&x) {
        let decimals = (2.0 - x.log10().floor()).max(0.0) as usize;
        let text = format!("{x:.decimals$}");
        return match text.contains('.') {
            true => text.trim_end_matches('0').trim_end_matches('.').into(),
            false => text,
        };
    }
    if x == 0.0 {
        return "0".into();
    }
    let text = format!("{x:.1e}");
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return text;
    };
    let power = power_of_ten(exponent.parse().unwrap_or(0));
    match mantissa.trim_end_matches(".0") {
        "1" => power,
        mantissa => format!("{mantissa} × {power}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_words() {
        let cases = [
            (0.0228, "0.0228"),
            (640.0, "640"),
            (361.959, "362"),
            (1.0, "1"),
            (1e6, "10⁶"),
            (1.7569e12, "1.8 × 10¹²"),
            (3.27e-3, "3.3 × 10⁻³"),
            (0.0, "0"),
            (f64::INFINITY, "inf"),
        ];
        for (x, words) in cases {
            assert_eq!(in_words(x), words);
        }
    }
}
