//! Numbers in rows: commas, tabs, semicolons, bars, ampersands, or columns set apart by spaces, as spreadsheets, R, pandas, MATLAB,
//! LaTeX and Markdown write them. Names of columns and of rows are kept.

use super::{
    Error, MAX_NUMBERS, MAX_SIDE, Numbers,
    dialect::{Dialect, Line, lines},
    scalar::{cure, scalar},
    text::beginning,
};

/// Reads one matrix.
pub(super) fn read(text: &str) -> Result<Numbers, Error> {
    if let Some(rest) = text.strip_prefix("%%MatrixMarket") {
        return market(rest);
    }
    let dialect = Dialect::of(text)?;
    let mut found = Numbers {
        labels: dialect.header.clone(),
        notes: dialect.notes(),
        ..Numbers::default()
    };
    let (mut rows, mut cols) = (0, 0);
    let mut skipped = !dialect.has_header;
    for line in lines(text, &dialect)? {
        if !skipped {
            skipped = true;
            continue;
        }
        let given = row(&line, &dialect, &mut found)?;
        if rows == 0 {
            cols = given;
        }
        if given != cols {
            let at = format!("line {}", line.number);
            return Err(Error::Ragged {
                at,
                given,
                expected: cols,
            });
        }
        rows += 1;
        if rows > MAX_SIDE {
            return Err(Error::TooLarge { side: rows });
        }
    }
    if found.values.is_empty() {
        return Err(Error::Empty);
    }
    if dialect.scale != 1.0 {
        found.values.iter_mut().for_each(|x| *x *= dialect.scale);
    }
    found.shape = vec![rows, cols];
    Ok(found)
}

/// Adds a line's numbers; answers how many there are.
fn row(line: &Line, dialect: &Dialect, found: &mut Numbers) -> Result<usize, Error> {
    let fields = line.fields(dialect);
    let labels = usize::from(dialect.labelled);
    if dialect.labelled && found.labels.len() < MAX_SIDE && !dialect.has_header {
        found
            .labels
            .extend(fields.first().map(|name| name.to_string()));
    }
    let mut fields = &fields[labels.min(fields.len())..];
    if let (true, Some((last, rest))) = (dialect.trailing, fields.split_last())
        && last.trim().is_empty()
    {
        fields = rest;
    }
    if fields.len() > MAX_SIDE {
        return Err(Error::TooLarge { side: fields.len() });
    }
    for (col, token) in fields.iter().enumerate() {
        let Some(value) = scalar(token.trim(), dialect.comma) else {
            if token.trim().starts_with("...") || matches!(token.trim(), "…" | "⋯" | "⋮" | "⋱")
            {
                return Err(Error::Abbreviated);
            }
            // R goes on with the next columns below.
            if token.starts_with("[,") && token.ends_with(']') {
                return Err(Error::Blocks);
            }
            return Err(Error::NotANumber {
                row: format!("line {}", line.number),
                col: col + labels,
                token: beginning(token),
                cure: cure(token),
            });
        };
        found.values.push(value);
    }
    Ok(fields.len())
}

/// The exchange format of NIST: an array column by column, or a few entries with their places.
fn market(text: &str) -> Result<Numbers, Error> {
    let (kind, rest) = text.split_once(['\n', '\r']).ok_or(Error::Empty)?;
    let kind = kind.to_ascii_lowercase();
    let has = |word: &str| kind.split_whitespace().any(|w| w == word);
    let refuse = |problem: &str| {
        Err(Error::Market {
            problem: problem.into(),
        })
    };
    if has("complex") {
        return refuse("complex numbers are not read; save real ones");
    }
    let (mirrored, sign) = match (has("symmetric"), has("skew-symmetric")) {
        (true, _) => (true, 1.0),
        (_, true) => (true, -1.0),
        _ => (false, 1.0),
    };
    let mut words = rest
        .lines()
        .filter(|line| !line.trim_start().starts_with('%'))
        .flat_map(str::split_whitespace);
    let mut whole = || words.next().and_then(|word| word.parse::<usize>().ok());
    let (Some(rows), Some(cols)) = (whole(), whole()) else {
        return refuse("its sizes cannot be read");
    };
    for side in [rows, cols] {
        match side {
            0 => return Err(Error::Empty),
            1..=MAX_SIDE => {}
            _ => return Err(Error::TooLarge { side }),
        }
    }
    let count = if has("coordinate") { whole() } else { None };
    let mut values = vec![0.0; rows * cols];
    let mut put = |i: usize, j: usize, x: f64| {
        values[i * cols + j] = x;
        if mirrored && i < cols && j < rows && i != j {
            values[j * cols + i] = sign * x;
        }
    };
    let real = |word: &str| scalar(word, Default::default());
    if has("coordinate") {
        let Some(count) = count.filter(|count| *count <= MAX_NUMBERS) else {
            return refuse("its number of entries cannot be read");
        };
        let pattern = has("pattern");
        for entry in 1..=count {
            let mut place = || words.next().and_then(|word| word.parse::<usize>().ok());
            let at = place().zip(place());
            let value = match pattern {
                true => Some(1.0),
                false => words.next().and_then(real),
            };
            match (at, value) {
                (Some((i @ 1.., j @ 1..)), Some(x)) if i <= rows && j <= cols => {
                    put(i - 1, j - 1, x)
                }
                _ => return refuse(&format!("its entry {entry} of {count} cannot be read")),
            }
        }
    } else {
        for j in 0..cols {
            let first = match (mirrored, sign < 0.0) {
                (false, _) => 0,
                (true, false) => j,
                (true, true) => j + 1,
            };
            for i in first..rows {
                match words.next().and_then(real) {
                    Some(x) => put(i, j, x),
                    None => {
                        return refuse(&format!(
                            "its entry in row {}, column {} cannot be read",
                            i + 1,
                            j + 1
                        ));
                    }
                }
            }
        }
    }
    match words.next() {
        None => Ok(Numbers::new(vec![rows, cols], values)),
        Some(more) => refuse(&format!("it goes on with {:?}", beginning(more))),
    }
}
