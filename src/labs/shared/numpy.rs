//! Programs that print the same number in NumPy.

use crate::{labs::write_number, linalg::Matrix};

/// Matrices up to this many columns are written out; beyond, the program starts from the singular values.
const MAX_WRITTEN: usize = 32;

const ERANK: &str = "p = s[s > 0] / s.sum()\nprint(np.exp(-(p * np.log(p)).sum()))  # erank\n";

/// A program that prints the erank of a matrix, starting from its entries where they fit on a page.
pub fn erank_of_matrix(matrix: &Matrix, singular_values: &[f64]) -> String {
    if matrix.cols() > MAX_WRITTEN || matrix.rows() > MAX_WRITTEN {
        return erank_of_values(singular_values);
    }
    let mut program = String::from("import numpy as np\n\nA = np.array([\n");
    for i in 0..matrix.rows() {
        program.push_str("    [");
        push_list(&mut program, matrix.row(i));
        program.push_str("],\n");
    }
    program.push_str("])\ns = np.linalg.svd(A, compute_uv=False)\n");
    program.push_str(ERANK);
    program
}

/// A program that prints the erank of a list of singular values.
pub fn erank_of_values(singular_values: &[f64]) -> String {
    let mut program = String::from("import numpy as np\n\ns = np.array([");
    push_list(&mut program, singular_values);
    program.push_str("])  # singular values\n");
    program.push_str(ERANK);
    program
}

fn push_list(program: &mut String, list: &[f64]) {
    for (i, x) in list.iter().enumerate() {
        if i > 0 {
            program.push_str(", ");
        }
        program.push_str(&write_number(*x));
    }
}

/// Numbers with all their digits, separated by commas.
pub fn list(list: &[f64]) -> String {
    let mut text = String::new();
    push_list(&mut text, list);
    text
}
