//! Numbers in rows: CSV, TSV, semicolons, or columns set apart by spaces; a header row is passed over.

use super::{Error, MAX_SIDE, Numbers, number};
use csv_core::{ReadFieldResult, ReaderBuilder};

/// Longest field that is kept; a number is shorter, and of anything longer the beginning is enough to name it.
const MAX_FIELD: usize = 64;

/// Reads one matrix. Lines that begin with `#` are comments; the separator is the first of tab, semicolon and comma in the first
/// line of numbers, else spaces. With semicolons a comma is a decimal comma, as spreadsheets in many languages write it.
pub(super) fn read(text: &str) -> Result<Numbers, Error> {
    let is_data = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    let first = text.lines().find(is_data).ok_or(Error::Empty)?;
    let separator = *b"\t;,"
        .iter()
        .find(|s| first.as_bytes().contains(s))
        .unwrap_or(&b' ');
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .comment(Some(b'#'))
        .build();
    let mut table = Table::default();
    let mut input = text.as_bytes();
    let mut field = [0; MAX_FIELD];
    let mut kept = 0;
    loop {
        let (result, taken, written) = reader.read_field(input, &mut field[kept..]);
        input = &input[taken..];
        kept += written;
        match result {
            // Called once more without input, the reader ends the last field.
            ReadFieldResult::InputEmpty => {}
            ReadFieldResult::OutputFull => kept /= 2,
            ReadFieldResult::Field { record_end } => {
                let token = String::from_utf8_lossy(&field[..kept]);
                let token = token.trim();
                kept = 0;
                // Columns set apart by several spaces, or a line of spaces.
                let nothing =
                    token.is_empty() && (separator == b' ' || (record_end && table.in_row == 0));
                match separator {
                    _ if nothing => {}
                    b';' => table.field(&token.replace(',', "."))?,
                    _ => table.field(token)?,
                }
                if record_end {
                    table.end_row()?;
                }
            }
            ReadFieldResult::End => return table.finish(),
        }
    }
}

/// What has been read so far.
#[derive(Default)]
struct Table {
    values: Vec<f64>,
    rows: usize,
    cols: usize,
    /// Fields in the row under way.
    in_row: usize,
    /// A header has been passed over.
    header: bool,
    /// The first field of the first row that is not a number, and its column; in a header no field is one.
    label: Option<(usize, String)>,
}

impl Table {
    fn field(&mut self, token: &str) -> Result<(), Error> {
        let col = self.in_row;
        self.in_row += 1;
        if self.in_row > MAX_SIDE {
            return Err(Error::TooLarge { side: self.in_row });
        }
        match number(token) {
            Some(value) => self.values.push(value),
            None if self.rows == 0 => {
                self.label.get_or_insert_with(|| (col, token.into()));
            }
            None => return Err(self.not_a_number(col, token.into())),
        }
        Ok(())
    }

    fn not_a_number(&self, col: usize, token: String) -> Error {
        let row = format!("row {}", self.rows + 1);
        Error::NotANumber { row, col, token }
    }

    fn end_row(&mut self) -> Result<(), Error> {
        let given = std::mem::take(&mut self.in_row);
        match self.label.take() {
            Some(_) if self.values.is_empty() && !self.header => {
                self.header = true;
                return Ok(());
            }
            Some((col, token)) => return Err(self.not_a_number(col, token)),
            None if given == 0 => return Ok(()),
            None => {}
        }
        if self.rows == 0 {
            self.cols = given;
        }
        if given != self.cols {
            let (at, expected) = (format!("row {}", self.rows + 1), self.cols);
            return Err(Error::Ragged {
                at,
                given,
                expected,
            });
        }
        self.rows += 1;
        match self.rows {
            rows if rows > MAX_SIDE => Err(Error::TooLarge { side: rows }),
            _ => Ok(()),
        }
    }

    fn finish(self) -> Result<Numbers, Error> {
        match self.rows {
            0 => Err(Error::Empty),
            rows => Ok((vec![rows, self.cols], self.values)),
        }
    }
}
