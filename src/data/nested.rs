//! Numbers in nested brackets: JSON arrays, Python's lists and tuples, C's and Mathematica's braces, the rows that MATLAB and Julia set
//! apart by semicolons, and what NumPy, PyTorch, TensorFlow, JAX and MLX print. One scanner reads them all, since they differ only in
//! what stands between numbers, and in the `array( ... , dtype=float32)` around them. It reads values: of an expression it says where
//! it stopped.

use super::{
    Error, MAX_NUMBERS, Numbers,
    calls::{ARRAYS, SCALARS, about, called, last, name, pairs},
    error::place,
    scalar::{Comma, cure, scalar},
    text::{assigned, beginning, value},
};

/// Most axes that are read; axes of length 1 beyond four are dropped later.
const MAX_AXES: usize = 6;
/// Most calls around a value.
const MAX_CALLS: usize = 8;

/// Reads nested brackets of numbers.
pub(super) fn read(text: &str) -> Result<Numbers, Error> {
    let (text, named) = assigned(value(text));
    let mut scan = Scan {
        text,
        named,
        ..Scan::default()
    };
    scan.whole()?;
    Ok(Numbers::new(scan.lengths, scan.values))
}

/// What is open.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    /// A list, and what closes it.
    List(char),
    /// A call of an array.
    Array,
    /// A call of a number.
    Scalar,
}

/// A walk through the text.
#[derive(Default)]
struct Scan<'a> {
    text: &'a str,
    /// It is given a name, as in MATLAB, where lines are rows.
    named: bool,
    /// The byte that comes next.
    at: usize,
    values: Vec<f64>,
    open: Vec<Open>,
    /// How many elements each open list holds so far, outermost first.
    counts: Vec<usize>,
    /// How many elements a list of each depth holds; 0 until the first of that depth is closed.
    lengths: Vec<usize>,
    /// The depth at which the numbers are; 0 until the first number.
    leaf: usize,
    /// A comma came last.
    comma: bool,
    /// Rows are set apart by semicolons; one more may begin.
    rows: bool,
    row_ended: bool,
}

impl<'a> Scan<'a> {
    /// One value, or several one after the other, which are a stack.
    fn whole(&mut self) -> Result<(), Error> {
        self.one()?;
        let mut several = false;
        loop {
            let rest = &self.text[self.at..];
            let after = rest
                .trim_start_matches(|c: char| c.is_whitespace() || c == ';' || several && c == ',');
            let between = &rest[..rest.len() - after.len()];
            if after.is_empty() || about(after) {
                break;
            }
            let apart = between.contains('\n') || after.starts_with(',') || rest.starts_with('[');
            let after = after.trim_start_matches(',').trim_start();
            let begins = after.starts_with(['[', '(', '{']) || called(after);
            if !apart || !begins || pairs(after) && after.starts_with('(') {
                return Err(self.unread());
            }
            self.at = self.text.len() - after.len();
            if !several {
                several = true;
                self.lengths.insert(0, 0);
                self.counts = vec![1];
                self.leaf += 1;
            }
            self.one()?;
        }
        if several {
            self.lengths[0] = self.counts.first().copied().unwrap_or(1);
        }
        match self.lengths.len() {
            // A lone number in a call.
            0 => Err(Error::Axes { axes: 0 }),
            _ => Ok(()),
        }
    }

    /// One value, with all brackets closed.
    fn one(&mut self) -> Result<(), Error> {
        let begun = self.open.len();
        loop {
            self.step()?;
            if self.open.len() == begun && self.at > 0 {
                return Ok(());
            }
        }
    }

    /// Takes one bracket, comma, number, name or space.
    fn step(&mut self) -> Result<(), Error> {
        let rest = &self.text[self.at..];
        let Some(next) = rest.chars().next() else {
            return Err(self.brackets("a bracket is not closed"));
        };
        match next {
            '[' | '{' | '(' => self.list(next)?,
            ']' | '}' | ')' => self.close(next)?,
            ',' => return self.after_comma(),
            ';' => self.semicolon()?,
            '\n' if self.named
                && !self.comma
                && self.leaf > 0
                && (self.counts.len() == 1 || self.rows) =>
            {
                self.semicolon()?
            }
            space if space.is_whitespace() => {}
            _ => return self.word(rest),
        }
        self.at += next.len_utf8();
        Ok(())
    }

    fn after_comma(&mut self) -> Result<(), Error> {
        self.at += 1;
        match self.open.last() {
            Some(Open::List(_)) if self.comma || self.counts.last() == Some(&0) => {
                self.at -= 1;
                Err(self.brackets("a comma with nothing before it"))
            }
            Some(Open::List(_)) => {
                self.comma = true;
                Ok(())
            }
            // What follows the value in a call is about it.
            _ => self.arguments(),
        }
    }

    /// Passes over `dtype=float32, device='cuda:0'` up to the parenthesis that closes the call.
    fn arguments(&mut self) -> Result<(), Error> {
        let rest = &self.text[self.at..];
        let (mut depth, mut quote) = (0_usize, None);
        for (at, c) in rest.char_indices() {
            match (c, quote) {
                (_, Some(open)) => quote = quote.filter(|_| c != open),
                ('"' | '\'', None) => quote = Some(c),
                ('(' | '[' | '{', None) => depth += 1,
                (')', None) if depth == 0 => {
                    let said = &rest[..at];
                    let masked = said.contains("mask=") && said.contains("True");
                    if masked || said.contains("--") {
                        return Err(Error::Masked);
                    }
                    if ["values=", "nnz=", "crow_indices", "sparse_"]
                        .iter()
                        .any(|word| said.contains(word))
                    {
                        return Err(Error::Sparse);
                    }
                    // Another array beside the first is no remark about it.
                    let first = said.trim_start();
                    if first.starts_with(['[', '{']) || called(first) {
                        return Err(self.unread());
                    }
                    self.at += at;
                    return Ok(());
                }
                (')' | ']' | '}', None) => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        Err(self.brackets("a bracket is not closed"))
    }

    /// A name, or a number.
    fn word(&mut self, rest: &'a str) -> Result<(), Error> {
        let name = name(rest);
        let behind = rest[name.len()..].trim_start();
        if !name.is_empty() && behind.starts_with('(') {
            let kind = last(name);
            let open = match () {
                _ if SCALARS.contains(&kind) => Open::Scalar,
                _ if ARRAYS.contains(&kind) => Open::Array,
                _ => return Err(self.unread()),
            };
            if self.open.len() >= MAX_AXES + MAX_CALLS {
                return Err(self.brackets("too many brackets in each other"));
            }
            self.open.push(open);
            self.at = self.text.len() - behind.len() + 1;
            return Ok(());
        }
        // `data=` before the value of a masked array.
        if !name.is_empty() && behind.starts_with('=') && self.open.last() == Some(&Open::Array) {
            match name {
                "data" | "object" | "value" | "values" | "buffer" => {
                    self.at = self.text.len() - behind.len() + 1;
                    return Ok(());
                }
                "indices" | "crow_indices" | "ccol_indices" => return Err(Error::Sparse),
                _ => return Err(self.unread()),
            }
        }
        if self.open.is_empty() {
            return Err(self.unread());
        }
        let length = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => rest[1..].find(quote).map_or(rest.len(), |end| end + 2),
            _ => {
                let ends = |c: char| c.is_whitespace() || "[](){},;".contains(c);
                rest.find(ends).unwrap_or(rest.len()).max(1)
            }
        };
        self.number(&rest[..length])?;
        self.at += length;
        Ok(())
    }

    fn list(&mut self, bracket: char) -> Result<(), Error> {
        // A number in parentheses of its own.
        if self.open.last() == Some(&Open::Scalar) {
            return Err(self.unread());
        }
        let depth = self.counts.len();
        if depth >= MAX_AXES {
            return Err(Error::Axes { axes: depth + 1 });
        }
        if self.leaf != 0 && depth >= self.leaf {
            return Err(self.brackets("a bracket stands beside numbers"));
        }
        self.open.push(Open::List(match bracket {
            '[' => ']',
            '{' => '}',
            _ => ')',
        }));
        self.begin();
        Ok(())
    }

    fn begin(&mut self) {
        let depth = self.counts.len();
        self.element();
        self.counts.push(0);
        if self.lengths.len() == depth {
            self.lengths.push(0);
        }
    }

    fn close(&mut self, bracket: char) -> Result<(), Error> {
        match self.open.last() {
            Some(Open::List(closing)) if *closing == bracket => {
                if self.rows && self.counts.len() == 2 && self.open.len() == self.lists() {
                    self.end()?;
                }
                self.end()?;
                if self.rows {
                    self.row_ended = false;
                }
            }
            Some(Open::Array | Open::Scalar) if bracket == ')' => {
                self.comma = false;
            }
            _ => return Err(self.brackets("a bracket is closed by another kind")),
        }
        self.open.pop();
        Ok(())
    }

    fn lists(&self) -> usize {
        self.open
            .iter()
            .filter(|open| matches!(open, Open::List(_)))
            .count()
    }

    /// Ends the innermost list.
    fn end(&mut self) -> Result<(), Error> {
        let depth = self.counts.len();
        let (given, expected) = (self.counts.pop().unwrap_or(0), self.lengths[depth - 1]);
        // The first list of a depth decides how many elements the others have.
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

    /// The end of a row, in a list of rows that have no brackets of their own.
    fn semicolon(&mut self) -> Result<(), Error> {
        match (self.rows, self.counts.as_slice()) {
            (false, &[count]) if self.leaf == 1 && count > 0 => {
                self.lengths = vec![0, count];
                self.counts = vec![1];
                self.leaf = 2;
                self.rows = true;
            }
            (true, [_, _]) => self.end()?,
            // An empty line, or one before the first row.
            (_, [_]) => {}
            _ => return Err(self.brackets("a semicolon between brackets")),
        }
        self.comma = false;
        self.row_ended = true;
        Ok(())
    }

    fn number(&mut self, token: &str) -> Result<(), Error> {
        // MATLAB goes on in the next line behind three dots.
        let line = self.text[self.at..].lines().next().unwrap_or_default();
        if self.named
            && token == "..."
            && line.trim() == "..."
            && (self.counts.len() == 1 || self.rows)
        {
            self.comma = true;
            return Ok(());
        }
        if token.starts_with("...") || matches!(token, "…" | "⋯" | "⋮" | "⋱") {
            return Err(Error::Abbreviated);
        }
        if self.row_ended && self.counts.len() == 1 {
            self.row_ended = false;
            self.begin();
        }
        let depth = self.counts.len();
        let Some(value) = scalar(token, Comma::Between) else {
            return match depth {
                0 => Err(self.unread()),
                _ => Err(Error::NotANumber {
                    row: place(&self.path()[..depth - 1], 0),
                    col: self.counts[depth - 1],
                    token: beginning(token),
                    cure: cure(token),
                }),
            };
        };
        if depth == 0 {
            return Err(Error::Axes { axes: 0 });
        }
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

    /// Which element of each open list is under way, from 0.
    fn path(&self) -> Vec<usize> {
        self.counts
            .iter()
            .map(|count| count.saturating_sub(1))
            .collect()
    }

    fn line(&self) -> usize {
        1 + self.text[..self.at].matches('\n').count()
    }

    fn brackets(&self, problem: &'static str) -> Error {
        let line = self.line();
        Error::Brackets { line, problem }
    }

    /// Where reading stopped.
    fn unread(&self) -> Error {
        let rest = &self.text[self.at..];
        if rest.trim_start().starts_with("+ ") && rest.contains("more elements") {
            return Error::Abbreviated;
        }
        Error::Unread {
            line: self.line(),
            rest: beginning(rest),
        }
    }
}
