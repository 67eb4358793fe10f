//! Numbers in nested brackets: JSON arrays, and what NumPy and PyTorch print. One scanner reads all three, since they differ only
//! in whether a comma, a space or both stand between numbers, and in the `array( ... , dtype=float32)` around them.

use super::{Error, MAX_NUMBERS, Numbers, error::place, number};
use serde::Deserialize;
use serde_json::value::RawValue;

/// Most axes that are read.
const MAX_AXES: usize = 4;

/// Longest part of a token that an error repeats.
const MAX_TOKEN: usize = 32;

/// Whether the text begins with brackets around numbers, or with a call such as `array(` around those. A header row such as
/// `[CLS],the,fox` begins with a bracket as well.
pub(super) fn looks_nested(text: &str) -> bool {
    let Some((before, inside)) = text.split_once('[') else {
        return false;
    };
    let before = before.trim_end();
    let inside = inside.trim_start_matches(|c: char| c == '[' || c.is_whitespace());
    let number = |c: char| c.is_ascii_digit() || "+-.,]nNiI\"".contains(c);
    match before {
        "" => inside.chars().next().is_none_or(number),
        _ => !before.contains('\n') && before.ends_with(['(', '=']),
    }
}

/// Reads `{"attention": [...]}`; other entries are passed over.
pub(super) fn read_object(text: &str) -> Result<Numbers, Error> {
    #[derive(Deserialize)]
    struct Object<'a> {
        #[serde(borrow)]
        attention: &'a RawValue,
    }
    let object: Object = serde_json::from_str(text).map_err(|e| Error::Json {
        problem: e.to_string(),
    })?;
    read(object.attention.get())
}

/// Reads nested brackets of numbers.
pub(super) fn read(text: &str) -> Result<Numbers, Error> {
    let mut scan = Scan {
        text,
        at: text.find('[').unwrap_or(text.len()),
        ..Scan::default()
    };
    let called = text[..scan.at].trim_end().ends_with('(');
    while scan.step()? {}
    let after = text[scan.at..].trim().trim_end_matches(';').trim_end();
    let complete = match called {
        true => after.starts_with([',', ')']) && after.ends_with(')'),
        false => after.is_empty(),
    };
    match complete {
        true => Ok((scan.lengths, scan.values)),
        false => Err(scan.brackets("the text goes on after the last bracket")),
    }
}

/// A walk through the text.
#[derive(Default)]
struct Scan<'a> {
    text: &'a str,
    /// The byte that comes next.
    at: usize,
    values: Vec<f64>,
    /// How many elements each open bracket holds so far, outermost first.
    counts: Vec<usize>,
    /// How many elements a bracket of each depth holds; 0 until the first of that depth is closed.
    lengths: Vec<usize>,
    /// The depth at which the numbers are; 0 until the first number.
    leaf: usize,
    /// A comma came last.
    comma: bool,
}

impl Scan<'_> {
    /// Takes one bracket, comma, number or space; false once the outermost bracket is closed.
    fn step(&mut self) -> Result<bool, Error> {
        let rest = &self.text[self.at..];
        let Some(next) = rest.chars().next() else {
            return Err(self.brackets("a bracket is not closed"));
        };
        match next {
            '[' => self.open()?,
            ']' => self.close()?,
            ',' if self.comma || self.counts.last() == Some(&0) => {
                return Err(self.brackets("a comma with nothing before it"));
            }
            ',' => self.comma = true,
            space if space.is_whitespace() => {}
            _ => {
                let ends = |c: char| c.is_whitespace() || "[](),".contains(c);
                let length = rest.find(ends).unwrap_or(rest.len()).max(1);
                self.number(&rest[..length])?;
                self.at += length;
                return Ok(true);
            }
        }
        self.at += next.len_utf8();
        Ok(!self.counts.is_empty())
    }

    fn open(&mut self) -> Result<(), Error> {
        let depth = self.counts.len();
        if depth >= MAX_AXES {
            return Err(Error::Axes { axes: depth + 1 });
        }
        if self.leaf != 0 && depth >= self.leaf {
            return Err(self.brackets("a bracket stands beside numbers"));
        }
        self.element();
        self.counts.push(0);
        if self.lengths.len() == depth {
            self.lengths.push(0);
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Error> {
        let depth = self.counts.len();
        let (given, expected) = (self.counts.pop().unwrap_or(0), self.lengths[depth - 1]);
        // The first bracket of a depth decides how many elements the others have.
        if expected == 0 {
            self.lengths[depth - 1] = given;
        } else if given != expected {
            let at = place(&self.path(), self.leaf.saturating_sub(depth));
            return Err(Error::Ragged {
                at,
                given,
                expected,
            });
        }
        self.comma = false;
        match given {
            0 => Err(Error::Empty),
            _ => Ok(()),
        }
    }

    fn number(&mut self, token: &str) -> Result<(), Error> {
        if token.starts_with("...") {
            return Err(Error::Abbreviated);
        }
        let depth = self.counts.len();
        let Some(value) = number(token) else {
            return Err(Error::NotANumber {
                row: place(&self.path()[..depth - 1], 0),
                col: self.counts[depth - 1],
                token: token.chars().take(MAX_TOKEN).collect(),
            });
        };
        if self.leaf == 0 {
            self.leaf = depth;
        }
        if depth != self.leaf || self.lengths.len() != depth {
            return Err(self.brackets("a number stands beside brackets"));
        }
        if self.values.len() == MAX_NUMBERS {
            return Err(Error::TooMany);
        }
        self.element();
        self.values.push(value);
        Ok(())
    }

    fn element(&mut self) {
        self.comma = false;
        if let Some(count) = self.counts.last_mut() {
            *count += 1;
        }
    }

    /// Which element of each open bracket is under way, from 0.
    fn path(&self) -> Vec<usize> {
        self.counts
            .iter()
            .map(|count| count.saturating_sub(1))
            .collect()
    }

    fn brackets(&self, problem: &'static str) -> Error {
        let line = 1 + self.text[..self.at].matches('\n').count();
        Error::Brackets { line, problem }
    }
}
