//! What stands around nested numbers: names of arrays that are called, what is said behind them, and how a text that has any begins.

use super::text::{assigned, value};

/// What makes an array of what is in its parentheses; modules may stand before it.
pub(super) const ARRAYS: &[&str] = &[
    "array",
    "asarray",
    "matrix",
    "Matrix",
    "tensor",
    "Tensor",
    "Array",
    "DeviceArray",
    "Parameter",
    "constant",
    "Variable",
    "masked_array",
    "FloatTensor",
    "DoubleTensor",
    "HalfTensor",
    "ImmutableDenseMatrix",
    "MutableDenseMatrix",
    "NDArray",
    "list",
    "tuple",
    "EagerTensor",
    "ndarray",
];
/// What makes a number.
pub(super) const SCALARS: &[&str] = &[
    "float",
    "int",
    "bool",
    "bool_",
    "float16",
    "float32",
    "float64",
    "bfloat16",
    "longdouble",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "Decimal",
    "Fraction",
    "Float",
];

/// The last part of a dotted name.
pub(super) fn last(name: &str) -> &str {
    name.rsplit(['.', ':']).next().unwrap_or(name)
}

/// A name at the beginning of a text, if there is one.
pub(super) fn name(text: &str) -> &str {
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '.' || c == ':';
    match text.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        true => &text[..text.find(|c| !part(c)).unwrap_or(text.len())],
        false => "",
    }
}

/// Whether a call of something known begins here.
pub(super) fn called(text: &str) -> bool {
    let name = name(text);
    let known = ARRAYS.contains(&last(name)) || SCALARS.contains(&last(name));
    !name.is_empty() && known && text[name.len()..].trim_start().starts_with('(')
}

/// Whether the text begins with brackets around numbers, or with a call such as `array(` around those. A header row such as
/// `[CLS],the,fox` begins with a bracket as well, and so do the names of R's rows.
pub(super) fn looks_nested(text: &str) -> bool {
    let (text, named) = assigned(value(text));
    let inside = text.trim_start_matches(|c: char| "[({".contains(c) || c.is_whitespace());
    let opened = &text[..text.len() - inside.len()];
    let number = |text: &str| {
        let next = text.chars().next();
        next.is_none_or(|c| c.is_ascii_digit() || "+-.−…\"'])}".contains(c))
            || [
                "nan", "NaN", "inf", "Inf", "null", "None", "True", "False", "true", "false", "...",
            ]
            .iter()
            .any(|word| text.starts_with(word))
            || called(text)
    };
    match opened.chars().next() {
        None => {
            let rest = &text[name(text).len()..];
            !name(text).is_empty()
                && rest.trim_start().starts_with('(')
                && (called(text)
                    || named
                    || rest.contains(['[', '(', '{']) && rest.trim_end().ends_with([')', ';']))
        }
        // `[,1]` and `[1,]` are names of R, `(0, 0)  0.8` is an entry of SciPy.
        Some('[') => {
            let row = opened.len() == 1
                && text[1..].split_once(']').is_some_and(|(index, rest)| {
                    index
                        .strip_suffix(',')
                        .is_some_and(|index| index.parse::<u32>().is_ok())
                        && !rest.trim_start().is_empty()
                });
            number(inside) && !row || named
        }
        Some('(') => number(inside) && !pairs(text) || named,
        _ => number(inside) || named,
    }
}

/// Whether lines are `(0, 0)  0.8`, or one number stands in the parentheses, as around a complex one.
pub(super) fn pairs(text: &str) -> bool {
    text.split_once(')').is_some_and(|(inside, rest)| {
        let after = rest.lines().next().unwrap_or_default();
        let commas = inside.matches(',').count();
        !inside[1..].contains(['(', '[', '{'])
            && (commas == 0
                || commas == 1 && rest.starts_with([' ', '\t']) && !after.trim().is_empty())
    })
}

/// What some programs print behind an array about it.
pub(super) fn about(rest: &str) -> bool {
    let words = [
        "Dimensions",
        "Coordinates",
        "Attributes",
        ">",
        ", shape=[",
        "Tensor[[",
        "dtype:",
        "# ",
        "// ",
        "Length:",
        "<NDArray ",
        ">>>",
        "In [",
    ];
    words.iter().any(|word| rest.starts_with(word))
}
