"""What counts as a matrix."""

import numpy


def finite_matrix(matrix):
    """The matrix as an array of real numbers with two dimensions, none of them empty, with finite entries; ValueError otherwise.

    Single and half precision stay what they are, since they tell how the numbers were rounded; everything else becomes float64.
    Complex numbers are refused: their real part, their magnitude or their real form are three matrices.
    """
    rows = numpy.asarray(matrix)
    if rows.dtype.kind == "c":
        raise ValueError(f"matrix: real numbers, got {rows.dtype}; take the real part (a.real) or the magnitude (abs(a))")
    if rows.dtype.kind == "V" and rows.dtype.name == "bfloat16":
        # Every number of it is one of single precision, in which its rounding can still be seen.
        rows = rows.astype(numpy.float32)
    elif rows.dtype.kind == "O" and any(isinstance(x, complex) for x in rows.flat):
        raise ValueError("matrix: real numbers, got complex ones; take the real part (a.real) or the magnitude (abs(a))")
    elif rows.dtype not in (numpy.float16, numpy.float32):
        rows = rows.astype(float)
    if rows.ndim != 2 or 0 in rows.shape:
        raise ValueError(f"matrix: two dimensions, none of them empty; got the shape {rows.shape}")
    wrong = numpy.argwhere(~numpy.isfinite(rows))
    if len(wrong):
        row, col = wrong[0]
        raise ValueError(f"matrix: finite entries; got {rows[row, col]} in row {row}, column {col} (counted from 0)")
    return rows
