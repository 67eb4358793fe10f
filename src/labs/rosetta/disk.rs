//! The activations of two networks in two files, matched as they are read: a block of inputs and one number per pair of units in memory,
//! whatever the number of inputs.

use crate::{
    data::Rows,
    labs::Error,
    scaling_laws::rosetta::{Matches, Pairing},
};
use std::{fs::File, io::BufReader, path::Path};

/// Inputs of a block.
const BLOCK: usize = 256;
/// Most pairs of units: 1 GiB for the products over the same inputs and as much for those over shifted ones.
const MOST: usize = 1 << 27;

/// Two files, matched.
#[derive(Debug)]
pub struct Matched {
    /// How many inputs both networks saw.
    pub inputs: usize,
    /// How many units each has.
    pub units: [usize; 2],
    /// What they share.
    pub matches: Matches,
}

/// Matches the units (columns) of two matrices of activations over the same inputs (rows), each a .npy file or the first array of an .npz,
/// for a correlation of at least τ/(1+τ). The null pairs every input of one network with the one half the file away of the other.
///
/// `progress` hears how many inputs of how many are read. The result does not depend on the number of threads.
///
/// # Errors
/// A file that cannot be read, is named; matrices with different numbers of rows, fewer than ten rows, or more than 2²⁷ pairs of units.
pub fn match_files(
    [a, b]: [&Path; 2],
    tau: f64,
    threads: usize,
    progress: impl Fn(usize, usize),
) -> Result<Matched, Error> {
    let (mut first, mut second, mut shifted) = (open(a)?, open(b)?, open(b)?);
    let (inputs, units) = (first.rows, [first.cols, second.cols]);
    let problem = match () {
        () if second.rows != inputs => format!(
            "{} has {inputs} rows and {} has {}; both networks must see the same inputs, one per row",
            a.display(),
            b.display(),
            second.rows
        ),
        () if inputs < 10 => format!(
            "{}: {inputs} inputs; at least 10 rows are needed",
            a.display()
        ),
        () if units[0].saturating_mul(units[1]) > MOST => format!(
            "{} units times {} are more than 134 million pairs; match a part of the units",
            units[0], units[1]
        ),
        () => String::new(),
    };
    if !problem.is_empty() {
        return Err(Error::Unusable { problem });
    }
    // Threads share the units of the first network among them.
    let wide = units[0].div_ceil(threads.max(1));
    let widths: Vec<usize> = (0..units[0])
        .step_by(wide)
        .map(|from| wide.min(units[0] - from))
        .collect();
    let pairings = || {
        widths
            .iter()
            .map(|width| Pairing::new([*width, units[1]]))
            .collect::<Vec<_>>()
    };
    let (mut same, mut null) = (pairings(), pairings());
    skip(&mut shifted, inputs / 2, b)?;
    let [mut x, mut y, mut z] = [(); 3].map(|()| Vec::new());
    let mut done = 0;
    while done < inputs {
        let rows = BLOCK.min(inputs - done);
        [&mut x, &mut y, &mut z].into_iter().for_each(Vec::clear);
        read(&mut first, rows, &mut x, a)?;
        read(&mut second, rows, &mut y, b)?;
        let there = read(&mut shifted, rows, &mut z, b)?;
        if there < rows {
            // Past the end the file begins again.
            shifted = open(b)?;
            read(&mut shifted, rows - there, &mut z, b)?;
        }
        std::thread::scope(|scope| {
            let (x, y, z) = (&x, &y, &z);
            for (i, (same, null)) in same.iter_mut().zip(&mut null).enumerate() {
                let columns = i * wide..i * wide + widths[i];
                scope.spawn(move || {
                    let part = x
                        .chunks_exact(units[0])
                        .flat_map(|row| &row[columns.clone()]);
                    let part: Vec<f64> = part.copied().collect();
                    same.push(&part, y);
                    null.push(&part, z);
                });
            }
        });
        done += rows;
        progress(done, inputs);
    }
    Ok(Matched {
        inputs,
        units,
        matches: Matches::of(&same, &null, tau),
    })
}

fn named(path: &Path, error: impl std::fmt::Display) -> Error {
    let problem = format!("{}: {error}", path.display());
    Error::Unusable { problem }
}

fn open(path: &Path) -> Result<Rows, Error> {
    let file = File::open(path).map_err(|e| named(path, e))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Rows::of(&name, BufReader::with_capacity(1 << 20, file)).map_err(|e| named(path, e))
}

fn read(rows: &mut Rows, most: usize, to: &mut Vec<f64>, path: &Path) -> Result<usize, Error> {
    rows.next(most, to).map_err(|e| named(path, e))
}

fn skip(rows: &mut Rows, mut count: usize, path: &Path) -> Result<(), Error> {
    let mut passed = Vec::new();
    while count > 0 {
        passed.clear();
        count -= read(rows, count.min(BLOCK), &mut passed, path)?;
    }
    Ok(())
}
