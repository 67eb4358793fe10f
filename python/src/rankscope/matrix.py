"""What counts as a matrix."""

import numpy


def finite_matrix(matrix):
    """The matrix as an array of two dimensions, none of them empty, with finite entries; ValueError otherwise."""
    rows = numpy.asarray(matrix, dtype=float)
    if rows.ndim != 2 or 0 in rows.shape:
        raise ValueError(f"matrix: two dimensions, none of them empty; got the shape {rows.shape}")
    wrong = numpy.argwhere(~numpy.isfinite(rows))
    if len(wrong):
        row, col = wrong[0]
        raise ValueError(f"matrix: finite entries; got {rows[row, col]} in row {row}, column {col} (counted from 0)")
    return rows
