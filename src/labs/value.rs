//! The value of one control, and how a state string writes it.

use super::Kind;
use crate::data;

/// The value of one control.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Of a number.
    Number(f64),
    /// Of an integer, a seed or a number of steps.
    Integer(u64),
    /// Of a choice: the option's id.
    Choice(&'static str),
    /// Of a toggle.
    Toggle(bool),
    /// Of a vector.
    Vector(Vec<f64>),
    /// Of a matrix: its rows, all of one length.
    Matrix(Vec<Vec<f64>>),
    /// Of single cells: row, column, value.
    Cells(Vec<(usize, usize, f64)>),
    /// Of a file: nothing; the content travels apart.
    File,
}

/// Largest whole number that survives a trip through JavaScript.
const MAX_SEED: u64 = (1 << 53) - 1;
/// Largest row or column of a cell set by hand.
const MAX_CELL: usize = 4095;

impl Kind {
    /// The value unless the state says otherwise.
    pub fn default(&self) -> Value {
        match *self {
            Kind::Number { default, .. } => Value::Number(default),
            Kind::Integer { default, .. }
            | Kind::Seed { default }
            | Kind::Steps { default, .. } => Value::Integer(default),
            Kind::Choice { default, .. } => Value::Choice(default),
            Kind::Toggle { default } => Value::Toggle(default),
            Kind::Vector { default, .. } => Value::Vector(default.to_vec()),
            Kind::Matrix { default, .. } => {
                Value::Matrix(default.iter().map(|row| row.to_vec()).collect())
            }
            Kind::Cells { .. } => Value::Cells(Vec::new()),
            Kind::File { .. } => Value::File,
        }
    }

    /// Reads a value as a state string writes it; what is wrong with it otherwise, as "12: 0..10".
    pub fn parse(&self, text: &str) -> Result<Value, String> {
        match *self {
            Kind::Number { min, max, .. } => number(text, min, max).map(Value::Number),
            Kind::Integer { min, max, .. } => integer(text, min, max).map(Value::Integer),
            Kind::Steps { max, .. } => integer(text, 0, max).map(Value::Integer),
            Kind::Seed { .. } => integer(text, 0, MAX_SEED).map(Value::Integer),
            Kind::Choice { options, .. } => match options.iter().find(|o| o.id == text) {
                Some(option) => Ok(Value::Choice(option.id)),
                None => {
                    let ids: Vec<_> = options.iter().map(|o| o.id).collect();
                    Err(format!("one of {}, got {text:?}", ids.join(", ")))
                }
            },
            Kind::Toggle { .. } => match text {
                "on" => Ok(Value::Toggle(true)),
                "off" => Ok(Value::Toggle(false)),
                _ => Err(format!("on or off, got {text:?}")),
            },
            Kind::Vector {
                min, max, max_len, ..
            } => {
                let list = split(text, ',')
                    .map(|x| number(x, min, max))
                    .collect::<Result<Vec<_>, _>>()?;
                if list.len() > max_len {
                    return Err(format!("at most {max_len} numbers, got {}", list.len()));
                }
                Ok(Value::Vector(list))
            }
            Kind::Matrix { max_side, .. } => {
                let rows = split(text, ';')
                    .map(|row| {
                        split(row, ',')
                            .map(|x| number(x, f64::NEG_INFINITY, f64::INFINITY))
                            .collect()
                    })
                    .collect::<Result<Vec<Vec<_>>, _>>()?;
                let cols = rows.first().map_or(0, Vec::len);
                if let Some((i, row)) = rows.iter().enumerate().find(|(_, r)| r.len() != cols) {
                    return Err(format!(
                        "rows of equal length, got {cols} numbers in row 0 and {} in row {i}",
                        row.len()
                    ));
                }
                if rows.len().max(cols) > max_side {
                    return Err(format!(
                        "at most {max_side} rows and columns, got {} by {cols}",
                        rows.len()
                    ));
                }
                Ok(Value::Matrix(rows))
            }
            Kind::Cells { min, max } => split(text, ';')
                .map(|cell| {
                    let mut parts = cell.split(',');
                    match (parts.next(), parts.next(), parts.next(), parts.next()) {
                        (Some(i), Some(j), Some(x), None) => Ok((
                            integer(i, 0, MAX_CELL as u64)? as usize,
                            integer(j, 0, MAX_CELL as u64)? as usize,
                            number(x, min, max)?,
                        )),
                        _ => Err(format!("row,column,value triples, got {cell:?}")),
                    }
                })
                .collect::<Result<_, _>>()
                .map(Value::Cells),
            Kind::File { .. } => Err("a file, which travels apart from the link".into()),
        }
    }
}

fn split(text: &str, by: char) -> impl Iterator<Item = &str> {
    text.split(by).filter(|part| !part.trim().is_empty())
}

fn number(text: &str, min: f64, max: f64) -> Result<f64, String> {
    match data::number(text.trim()) {
        Some(x) if x.is_finite() && (min..=max).contains(&x) => Ok(x),
        _ if min.is_finite() => Err(format!(
            "{}..{}, got {text}",
            write_number(min),
            write_number(max)
        )),
        _ => Err(format!("a finite number, got {text:?}")),
    }
}

fn integer(text: &str, min: u64, max: u64) -> Result<u64, String> {
    match text.trim().parse::<u64>() {
        Ok(x) if (min..=max).contains(&x) => Ok(x),
        _ => Err(format!("{min}..{max} (whole), got {text}")),
    }
}

/// The shortest text that reads back as the same number.
///
/// ```
/// # use rankscope::labs::write_number;
/// assert_eq!(write_number(0.7), "0.7");
/// assert_eq!(write_number(1e-300), "1e-300");
/// ```
pub fn write_number(x: f64) -> String {
    let magnitude = x.abs();
    if x == 0.0 || (1e-5..1e16).contains(&magnitude) {
        format!("{x}")
    } else {
        format!("{x:e}")
    }
}

impl Value {
    /// The value as a state string writes it; [`Kind::parse`] reads it back.
    pub fn write(&self) -> String {
        let comma_list = |list: &[f64]| {
            let list: Vec<_> = list.iter().map(|x| write_number(*x)).collect();
            list.join(",")
        };
        match self {
            Value::Number(x) => write_number(*x),
            Value::Integer(x) => x.to_string(),
            Value::Choice(x) => (*x).into(),
            Value::Toggle(true) => "on".into(),
            Value::Toggle(false) => "off".into(),
            Value::Vector(list) => comma_list(list),
            Value::Matrix(rows) => {
                let rows: Vec<_> = rows.iter().map(|row| comma_list(row)).collect();
                rows.join(";")
            }
            Value::Cells(cells) => {
                let cells: Vec<_> = cells
                    .iter()
                    .map(|(i, j, x)| format!("{i},{j},{}", write_number(*x)))
                    .collect();
                cells.join(";")
            }
            Value::File => String::new(),
        }
    }
}
