//! In which way a text writes its rows: found from its beginning, then held to.

use super::{
    Error,
    scalar::{Comma, ambiguous, scalar},
    text::beginning,
};
use std::borrow::Cow;

/// So many lines decide.
const LOOK: usize = 200;
/// Most fields of a line that are looked at.
const MOST: usize = 5000;

/// How a text writes its rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Dialect {
    /// What stands between fields; a space for any white space.
    separator: char,
    /// A backslash pair ends a row as well.
    latex: bool,
    /// What a comma among digits means.
    pub comma: Comma,
    /// Whether the first line holds names.
    pub has_header: bool,
    /// Whether each row begins with its name.
    pub labelled: bool,
    /// Whether each row ends in a separator.
    pub trailing: bool,
    /// What all numbers are multiplied with, as MATLAB prints it above them.
    pub scale: f64,
    /// Names of the columns, or empty.
    pub header: Vec<String>,
}

/// A line with numbers.
pub(super) struct Line<'a> {
    /// Which one of the text, from 1.
    pub number: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    pub fn fields(&self, dialect: &Dialect) -> Vec<Cow<'a, str>> {
        split(self.text, dialect.separator)
    }
}

/// What a line is that holds no row.
enum Other {
    Nothing,
    Separator(char),
    Scale(f64),
}

/// The lines with rows.
pub(super) fn lines<'a>(
    text: &'a str,
    dialect: &Dialect,
) -> Result<impl Iterator<Item = Line<'a>> + use<'a>, Error> {
    let latex = dialect.latex;
    let numbered = text.split('\n').enumerate();
    Ok(numbered.flat_map(move |(at, line)| {
        // A lone carriage return ends a line as well.
        let parts = line.split('\r').flat_map(move |part| rows(part, latex));
        parts.filter_map(move |part| match passed(part) {
            Some(_) => None,
            None => Some(Line {
                number: at + 1,
                text: trimmed(part),
            }),
        })
    }))
}

/// The rows of a line of LaTeX; any other line is one.
fn rows(line: &str, latex: bool) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        match latex.then(|| text.split_once("\\\\")).flatten() {
            Some((row, more)) => {
                rest = Some(more);
                Some(row)
            }
            None => Some(text),
        }
    })
}

/// A row without the rulings around it.
fn trimmed(line: &str) -> &str {
    let mut line = line.trim();
    // `\begin{bmatrix} 1 & 2`, `3 & 4 \end{bmatrix}`.
    while let Some(rest) = line.strip_prefix("\\begin{") {
        line = rest
            .split_once('}')
            .map_or("", |(_, rest)| rest)
            .trim_start();
        // The columns of a table.
        line = match line.strip_prefix('{') {
            Some(rest) => rest
                .split_once('}')
                .map_or("", |(_, rest)| rest)
                .trim_start(),
            None => line,
        };
    }
    line = line.split("\\end{").next().unwrap_or_default();
    line = line.trim_start_matches("\\hline");
    let ruling = |c: char| "│┃⎡⎤⎢⎥⎣⎦⎛⎞⎜⎟⎝⎠".contains(c) || c == '\u{feff}';
    line = line
        .trim()
        .trim_matches(ruling)
        .trim_matches(|c: char| c == ' ' || c == '\u{a0}');
    // The outer bars of a Markdown table; the ones inside set fields apart.
    match line.strip_prefix('|') {
        Some(rest) => rest.strip_suffix('|').unwrap_or(rest).trim(),
        None => line,
    }
}

/// Whether a line holds no row, and what it says instead.
fn passed(line: &str) -> Option<Other> {
    let line = line.trim().trim_start_matches('\u{feff}');
    if line.is_empty() {
        return Some(Other::Nothing);
    }
    let starts = |starts: &[&str]| starts.iter().any(|start| line.starts_with(start));
    let ends = |ends: &[&str]| ends.iter().any(|end| line.ends_with(end));
    if let Some(separator) = line.strip_prefix("sep=") {
        return separator
            .chars()
            .next()
            .map(Other::Separator)
            .or(Some(Other::Nothing));
    }
    if let Some(scale) = line.strip_suffix('*') {
        return scalar(scale.trim(), Comma::Between).map(Other::Scale);
    }
    let ruling = |c: char| "|-:+=─┌┐└┘├┤┬┴┼╭╮╰╯│┆╞═╪╡ ".contains(c);
    let ruled = line.chars().all(ruling)
        && (line.contains("--") || line.contains(['─', '┌', '└', '═']) || line.contains(":-"))
        || line.chars().all(|c| "┌┐└┘ │".contains(c));
    let comment = starts(&[
        "#",
        "%",
        "//",
        ">>>",
        "> ",
        "julia>",
        "shape: (",
        "[torch.",
        "\\[",
        "\\]",
        "\\hline",
        "\\toprule",
        "\\midrule",
        "\\bottomrule",
        "\\left",
        "\\right",
    ]);
    // `A =`, `3×3 Matrix{Float64}:`, `[3 rows x 3 columns]`.
    let about =
        ends(&["="]) || line.contains('×') && ends(&[":"]) || starts(&["["]) && ends(&["columns]"]);
    // The types of Polars, between its dotted bars.
    let types = line.contains('┆')
        && line
            .split(['│', '┆', ' '])
            .filter(|word| !word.is_empty())
            .all(|word| ["f64", "f32", "i64", "i32", "u8", "str", "bool"].contains(&word));
    let frame = starts(&["\\begin", "\\end"]) && trimmed(line).is_empty();
    (ruled || comment || about || types || frame).then_some(Other::Nothing)
}

/// A line in fields; quotes hold separators together.
fn split(line: &str, separator: char) -> Vec<Cow<'_, str>> {
    if separator == ' ' && !line.contains('"') {
        return line.split_whitespace().map(Cow::Borrowed).collect();
    }
    if !line.contains('"') {
        return line
            .split(separator)
            .map(|field| Cow::Borrowed(field.trim()))
            .collect();
    }
    let between = |c: char| {
        if separator == ' ' {
            c.is_whitespace()
        } else {
            c == separator
        }
    };
    let mut fields: Vec<Cow<str>> = Vec::new();
    let (mut field, mut open) = (String::new(), false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if open && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => open = !open,
            c if !open && between(c) => fields.push(Cow::Owned(std::mem::take(&mut field))),
            c => field.push(c),
        }
    }
    fields.push(Cow::Owned(field));
    if separator == ' ' {
        fields.retain(|field| !field.is_empty());
    }
    fields
        .iter_mut()
        .for_each(|field| *field = Cow::Owned(field.trim().to_owned()));
    fields
}

impl Dialect {
    /// Looks at the beginning of a text.
    ///
    /// # Errors
    /// No row; a sparse matrix; blocks of columns; a comma that may mean two things.
    pub fn of(text: &str) -> Result<Self, Error> {
        let mut dialect = Self {
            scale: 1.0,
            latex: text.contains('&') && text.contains("\\\\"),
            separator: ' ',
            ..Self::default()
        };
        let mut declared = None;
        for line in text.split(['\n', '\r']).take(LOOK) {
            let start = line.trim_start();
            if ["Columns ", "Column "]
                .iter()
                .any(|word| start.starts_with(word))
            {
                return Err(Error::Blocks);
            }
            match passed(line) {
                Some(Other::Separator(separator)) => declared = Some(separator),
                Some(Other::Scale(scale)) => dialect.scale = scale,
                _ => {}
            }
        }
        let sample: Vec<&str> = lines(text, &dialect)?
            .take(LOOK)
            .map(|line| line.text)
            .collect();
        let Some(first) = sample.first() else {
            return Err(Error::Empty);
        };
        if sparse(first) {
            return Err(Error::Sparse);
        }
        let body = sample.get(1).unwrap_or(first);
        // One number in a line has no separator.
        dialect.separator = declared.unwrap_or_else(|| match separator(body) {
            ' ' if body.split_whitespace().nth(1).is_none() => separator(first),
            found => found,
        });
        let table: Vec<Vec<Cow<str>>> = sample
            .iter()
            .map(|line| {
                let mut fields = split(line, dialect.separator);
                fields.truncate(MOST);
                fields
            })
            .collect();
        dialect.comma = comma(&table, dialect.separator)?;
        dialect.names(&table);
        Ok(dialect)
    }

    /// Finds names of columns and rows.
    fn names(&mut self, table: &[Vec<Cow<str>>]) {
        let comma = self.comma;
        let numeric = |field: &str| scalar(field, comma).is_some();
        let ends_empty = |row: &&Vec<Cow<str>>| {
            row.len() > 1 && row.last().is_some_and(|field| field.is_empty())
        };
        let (header, rows) = (&table[0], &table[1..]);
        let longer = rows
            .first()
            .is_some_and(|row| row.len() == header.len() + 1);
        self.trailing = self.separator != ' '
            && (ends_empty(&header) || longer)
            && rows.iter().all(|row| ends_empty(&row));
        let cut = |row: &Vec<Cow<str>>| row.len() - usize::from(self.trailing && ends_empty(&row));
        let width = rows.first().map_or(0, cut);
        let given = cut(header);
        let header = &header[..given];
        let named = |field: &Cow<str>| is_name(field, comma);
        let counted = |fields: &[Cow<str>], from: usize| {
            fields
                .iter()
                .enumerate()
                .all(|(i, field)| field.parse() == Ok(i + from))
        };
        // Rows are named where no row begins with a number and every one goes on with some.
        let begin = |row: &Vec<Cow<str>>| {
            row.first()
                .is_some_and(|field| !field.is_empty() && !numeric(field))
        };
        let goes_on = |row: &Vec<Cow<str>>| row.get(1).is_some_and(|field| numeric(field));
        let all_named = |rows: &[Vec<Cow<str>>]| {
            !rows.is_empty() && rows.iter().all(|row| begin(row) && goes_on(row))
        };
        let corner = header.first().is_some_and(|field| field.is_empty());
        let short = given + 1 == width;
        let counts = counted(header, 0) || counted(header, 1);
        let square = rows.len() == width && table.len() < LOOK;
        // The name of a column that only counts.
        let counter = header.first().is_some_and(|name| {
            ["index", "idx", "id", "row", "unnamed: 0"].contains(&name.to_lowercase().as_str())
        });
        let numbered = width == rows.len() + 1
            && rows.iter().enumerate().all(|(i, row)| {
                row.first()
                    .is_some_and(|f| f.parse() == Ok(i) || f.parse() == Ok(i + 1))
            });
        let rest_counts = given > 1 && (counted(&header[1..], 0) || counted(&header[1..], 1));
        if !rows.is_empty() {
            self.labelled = corner && given == width
                || short && (header.iter().all(named) || counts)
                || all_named(rows)
                || header.first().is_some_and(named) && rest_counts && numbered
                || counter
                    && given == width
                    && rows
                        .iter()
                        .enumerate()
                        .all(|(i, row)| row[0].parse() == Ok(i) || row[0].parse() == Ok(i + 1));
            let names = &header[usize::from(self.labelled && !short).min(header.len())..];
            let any = names.iter().any(named);
            self.has_header = !names.is_empty()
                && given + usize::from(short) == width
                && (names.iter().all(named)
                    || any
                        && names.iter().all(|field| named(field) || numeric(field))
                        && (square || self.labelled)
                    || self.labelled
                        && (corner || short)
                        && (counted(names, 0) || counted(names, 1))
                    || counted(names, 0) && names.len() > 2 && square && fractions(rows));
            if self.labelled && !self.has_header && !begin(&table[0]) {
                self.labelled = false;
            }
            if self.has_header {
                self.header = names.iter().map(|name| name.to_string()).collect();
            }
        } else {
            self.labelled = all_named(table) && is_name(&header[0], comma);
        }
    }

    /// What has been taken for names, in words.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.has_header {
            let names = self.header.iter().take(6).map(|name| beginning(name));
            let mut names = names.collect::<Vec<_>>().join(", ");
            if self.header.len() > 6 {
                names.push_str(", …");
            }
            notes.push(format!("the first line was taken for names: {names}"));
        }
        if self.labelled {
            notes.push("the first column was taken for names".into());
        }
        if self.scale != 1.0 {
            notes.push(format!(
                "all numbers were multiplied by {}, as stands above them",
                self.scale
            ));
        }
        match self.comma {
            Comma::Between => {}
            Comma::Decimal => notes.push("commas were read as decimal commas".into()),
            Comma::Thousands => notes.push("commas were read as separators of thousands".into()),
        }
        notes
    }
}

/// Whether most numbers have a point, so that a line of `0,1,2` above them only counts their columns.
fn fractions(rows: &[Vec<Cow<str>>]) -> bool {
    let all = || rows.iter().flatten();
    2 * all()
        .filter(|field| field.contains(['.', ',', 'e', 'E', '%']))
        .count()
        > all().count()
}

/// Whether a field is a name: it has a letter or a sign of its own, and does not begin like a number.
fn is_name(field: &str, comma: Comma) -> bool {
    let begins = field.trim_start_matches(['-', '+', '.', ',', '−', '(']);
    !field.is_empty()
        && scalar(field, comma).is_none()
        && (!begins.starts_with(|c: char| c.is_ascii_digit()) || begins.is_empty())
}

/// SciPy prints a sparse matrix as places and values.
fn sparse(line: &str) -> bool {
    let Some((place, value)) = line.strip_prefix('(').and_then(|rest| rest.split_once(')')) else {
        return line.starts_with("<Compressed Sparse") || line.starts_with("<COOrdinate");
    };
    let whole = |text: &str| text.trim().parse::<usize>().is_ok();
    place
        .split_once(',')
        .is_some_and(|(i, j)| whole(i) && whole(j))
        && scalar(value.trim(), Comma::Between).is_some()
}

fn separator(line: &str) -> char {
    let outside: String = {
        let mut open = false;
        let keep = |c: &char| {
            open ^= *c == '"';
            !open
        };
        line.chars().filter(keep).collect()
    };
    // `[1,]` is the name of a row in R.
    let outside = match outside.split_once(",]") {
        Some((index, rest)) if index.trim_start().starts_with('[') => rest.to_owned(),
        _ => outside,
    };
    if let Some(found) = "\t;|&┆".chars().find(|c| outside.contains(*c)) {
        return found;
    }
    // `0,8 0,1` has decimal commas between spaces; `0.8, 0.1` and `0.8,0.1` have not.
    let words = || outside.split_whitespace();
    let decimal = |word: &str| {
        word.split_once(',').is_none_or(|(a, b)| {
            !b.contains(',')
                && a.ends_with(|c: char| c.is_ascii_digit())
                && b.starts_with(|c: char| c.is_ascii_digit())
        })
    };
    match outside.contains(',') {
        true if words().count() > 1 && words().all(decimal) => ' ',
        true => ',',
        false => ' ',
    }
}

/// What commas among the digits mean, where they do not set fields apart.
fn comma(table: &[Vec<Cow<str>>], separator: char) -> Result<Comma, Error> {
    let fields = || {
        table
            .iter()
            .flatten()
            .filter(|field| field.contains(',') && field.contains(|c: char| c.is_ascii_digit()))
    };
    let (mut decimal, mut thousands, mut unclear) = (false, false, None);
    for field in fields() {
        let commas = field.matches(',').count();
        let point = field.rfind('.');
        let digits = |c: char| c.is_ascii_digit() || " .,+-−%eEdD'\u{a0}".contains(c);
        if !field.chars().all(digits) {
            continue;
        }
        match (commas, point) {
            (_, Some(point)) if field.rfind(',').is_some_and(|at| at < point) => thousands = true,
            (1, Some(_)) => decimal = true,
            (2.., _) => thousands = true,
            _ if ambiguous(field) => unclear = unclear.or(Some(field)),
            _ => decimal = true,
        }
    }
    // A point beside such commas tells that they are no decimal ones.
    let pointed = || {
        table.iter().skip(1).flatten().any(|field| {
            field.contains('.') && !field.contains(',') && scalar(field, Comma::Between).is_some()
        })
    };
    match (decimal, thousands, unclear) {
        (true, true, _) => Err(Error::Commas {
            token: fields()
                .next()
                .map_or(String::new(), |field| beginning(field)),
        }),
        (true, false, _) => Ok(Comma::Decimal),
        (false, true, _) => Ok(Comma::Thousands),
        (false, false, None) => Ok(Comma::Between),
        (false, false, Some(_)) if pointed() => Ok(Comma::Thousands),
        (false, false, Some(token)) => Err(Error::Commas {
            token: beginning(token),
        }),
    }
    .map(|found| {
        if separator == ',' && found == Comma::Between {
            Comma::Between
        } else {
            found
        }
    })
}
