//! Text from bytes, and what stands around the numbers of a printout.

/// What the bytes of a text file say: UTF-8, UTF-16 with its mark or without, else Latin-1, as spreadsheets still save. None for what
/// is no text.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let words = |bytes: &[u8], of: fn([u8; 2]) -> u16| {
        let words: Vec<u16> = bytes.as_chunks().0.iter().map(|pair| of(*pair)).collect();
        String::from_utf16(&words).ok()
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => words(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => words(rest, u16::from_be_bytes)?,
        [first, 0, ..] if *first != 0 => words(bytes, u16::from_le_bytes)?,
        [0, first, ..] if *first != 0 => words(bytes, u16::from_be_bytes)?,
        _ => match std::str::from_utf8(bytes) {
            Ok(text)
                if text
                    .chars()
                    .any(|c| c.is_control() && !"\t\n\r\x0c".contains(c)) =>
            {
                return None;
            }
            Ok(text) => text.to_owned(),
            // Latin-1 gives every byte a letter; control characters tell that it is none.
            Err(_) => {
                let control = |b: &u8| *b < 32 && !b"\t\n\r\x0c".contains(b) || *b == 127;
                match bytes.iter().any(control) {
                    true => return None,
                    false => bytes.iter().map(|b| char::from(*b)).collect(),
                }
            }
        },
    };
    (!text.contains('\0')).then_some(text)
}

/// The text behind what an interactive session puts in front of a value: prompts, `Out[12]:`, the name that it is given.
pub(super) fn value(text: &str) -> &str {
    let mut rest = text.trim_start_matches('\u{feff}').trim();
    loop {
        let (line, after) = rest.split_once(['\n', '\r']).unwrap_or((rest, ""));
        let line = line.trim();
        let said = |start: &str| line.starts_with(start);
        let prompt = said("In [") && line.contains("]:");
        let passed = prompt
            || said(">>>")
            || said("//")
            || said("#")
            || line == "Parameter containing:"
            || said("julia>");
        // `<tf.Tensor: shape=(2, 2), dtype=float32, numpy=` and `<xarray.DataArray (x: 2, y: 2)>` stand in a line of their own.
        let tagged = rest
            .starts_with('<')
            .then(|| rest.find("\narray("))
            .flatten();
        rest = if passed && !after.trim().is_empty() {
            after.trim_start()
        } else if let Some(array) = tagged {
            &rest[array + 1..]
        } else if let Some(out) = line.starts_with("Out[").then(|| rest.find("]:")).flatten() {
            rest[out + 2..].trim_start()
        } else {
            return rest;
        };
    }
}

/// The value behind `A = `, and whether there was such a name.
pub(super) fn assigned(text: &str) -> (&str, bool) {
    let name = |c: char| c.is_alphanumeric() || "_.:<>&;*[] ".contains(c);
    match text.split_once('=') {
        Some((before, value))
            if before.chars().all(name)
                && before.contains(char::is_alphabetic)
                && value
                    .trim_start()
                    .starts_with(|c: char| "[({".contains(c) || c.is_alphabetic()) =>
        {
            (value.trim_start(), true)
        }
        _ => (text, false),
    }
}

/// How an error repeats a piece of text.
pub(super) fn beginning(text: &str) -> String {
    const MOST: usize = 40;
    let line = text.trim().lines().next().unwrap_or_default();
    let mut said: String = line.chars().take(MOST).collect();
    if line.chars().count() > MOST {
        said.push('…');
    }
    said
}
