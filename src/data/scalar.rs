//! One number as programs and people write it.

use super::number;

/// What a comma among digits means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Comma {
    /// It sets numbers apart.
    #[default]
    Between,
    /// It is the decimal point, as spreadsheets in many languages write it.
    Decimal,
    /// It sets thousands apart.
    Thousands,
}

/// A number in any of the ways in which it is written: `0.8`, `"0.8"`, `80%`, `0.8D+00`, `.8f`, `−0.8` with the sign of typography,
/// `1_000`, `1/4`, `True`, Mathematica's `8.*^-1`, Fortran's `5.68-304`.
pub(super) fn scalar(token: &str, comma: Comma) -> Option<f64> {
    match number(token) {
        None => written(token, comma),
        found => found,
    }
}

fn written(token: &str, comma: Comma) -> Option<f64> {
    let bare = token.trim();
    let bare = quoted(bare).unwrap_or(bare).trim();
    if let Some(percent) = bare.strip_suffix('%') {
        return written_part(percent.trim_end(), comma).map(|x| x / 100.0);
    }
    match bare.split_once('/') {
        Some((above, below)) => {
            let below = written_part(below.trim(), comma).filter(|x| *x != 0.0)?;
            written_part(above.trim(), comma).map(|x| x / below)
        }
        None => written_part(bare, comma),
    }
}

/// What stands between quotes.
pub(super) fn quoted(text: &str) -> Option<&str> {
    ['"', '\'', '`', '’', '“'].into_iter().find_map(|quote| {
        let end = if quote == '“' { '”' } else { quote };
        text.strip_prefix(quote)?.strip_suffix(end)
    })
}

fn written_part(text: &str, comma: Comma) -> Option<f64> {
    match text {
        "True" | "TRUE" | "true" => return Some(1.0),
        "False" | "FALSE" | "false" => return Some(0.0),
        _ => {}
    }
    let text = text.replace("*^", "e");
    // Mathematica writes the precision behind a backtick.
    let text = text
        .split_once('`')
        .map_or(text.as_str(), |(number, _)| number);
    let mut plain = String::with_capacity(text.len());
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut chars = text.chars().peekable();
    let mut last: Option<char> = None;
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let inside = digit(last) && digit(next);
        match c {
            '−' | '－' | '﹣' => plain.push('-'),
            'd' | 'D' if digit(last) || last == Some('.') => plain.push('e'),
            'f' | 'F' if (digit(last) || last == Some('.')) && next.is_none() => {}
            '_' | '\'' | '’' if inside => {}
            '\u{a0}' | '\u{202f}' | '\u{2009}' if inside => {}
            ',' if comma == Comma::Decimal => plain.push('.'),
            ',' if comma == Comma::Thousands && inside => {}
            '.' if comma == Comma::Decimal && text.contains(',') => {}
            // Fortran leaves out the E of an exponent of three digits.
            '+' | '-' if digit(last) && chars.clone().filter(char::is_ascii_digit).count() == 3 => {
                plain.push('e');
                plain.push(c);
            }
            _ => plain.push(c),
        }
        last = Some(c);
    }
    number(&plain)
}

/// Whether a token can be a thousand and some, or one and some thousandths: `1,000`, but not `0,125`, `1,5` or `1,000.5`.
pub(super) fn ambiguous(token: &str) -> bool {
    let bare = token.trim();
    let bare = quoted(bare)
        .unwrap_or(bare)
        .trim_start_matches(['-', '+', '−']);
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    bare.split_once(',').is_some_and(|(whole, rest)| {
        (1..=3).contains(&whole.len())
            && !whole.starts_with('0')
            && rest.len() == 3
            && digits(whole)
            && digits(rest)
    })
}

/// What to do about a token that is no number, as the end of a sentence.
pub(super) fn cure(token: &str) -> &'static str {
    let bare = token.trim();
    let bare = quoted(bare).unwrap_or(bare);
    let complex = bare.trim_end_matches(')').ends_with(['j', 'i', 'I'])
        && bare.contains(|c: char| c.is_ascii_digit());
    match bare {
        "" => ": the cell is empty; every cell needs a number",
        "NA" | "N/A" | "null" | "None" | "--" | "#N/A" | "missing" | "<NA>" => {
            ": the value is missing; every cell needs a number"
        }
        "..." | "…" | "⋯" | "⋮" => ": the printout leaves numbers out; print all of them",
        _ if complex => ": it is complex; save its real part or its magnitude (.real or abs)",
        _ if bare.starts_with("0x") => ": write it in decimals",
        _ if ambiguous(bare) => {
            ": a thousand, or a decimal comma? write it without a comma, or with a point"
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_every_spelling() {
        for (text, value) in [
            ("0.8", 0.8),
            ("\"0.8\"", 0.8),
            ("'-.5'", -0.5),
            ("80%", 0.8),
            ("80 %", 0.8),
            ("0.8D+00", 0.8),
            ("1.d0", 1.0),
            (".5f", 0.5),
            ("1.F", 1.0),
            ("−0.25", -0.25),
            ("1_000", 1000.0),
            ("1/4", 0.25),
            ("True", 1.0),
            ("8.*^-1", 0.8),
            ("0.8`15.95", 0.8),
            ("5.687138413593-304", 5.687138413593e-304),
            ("1.5+100", 1.5e100),
        ] {
            assert_eq!(scalar(text, Comma::Between), Some(value), "{text}");
        }
        for text in [
            "", "a", "1,5", "0x1", "1-2", "1/0", "NA", "1j", "(1+2j)", "50%%", "f", "d5", "2 % of",
        ] {
            assert_eq!(scalar(text, Comma::Between), None, "{text}");
        }
        for (text, comma, value) in [
            ("0,8", Comma::Decimal, 0.8),
            ("1.000,5", Comma::Decimal, 1000.5),
            ("12,5%", Comma::Decimal, 0.125),
            ("1,000.5", Comma::Thousands, 1000.5),
            ("1,000", Comma::Thousands, 1000.0),
        ] {
            assert_eq!(scalar(text, comma), Some(value), "{text}");
        }
        assert!(
            ambiguous("\"1,000\"")
                && !ambiguous("0,125")
                && !ambiguous("1,5")
                && !ambiguous("1,000.5")
        );
    }
}
