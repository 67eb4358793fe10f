"""What counts as a matrix."""

import numpy

# The types whose numbers are read as they lie in memory; ml_dtypes registers bfloat16 under that name.
_KEPT = ("float64", "float32", "float16", "bfloat16")

# The largest relative error that storing a number has made.
_ROUNDING = {"float64": 2.0**-53, "float32": 2.0**-24, "float16": 2.0**-11, "bfloat16": 2.0**-8}


def rounding_of(dtype):
    """The largest relative error of a number of that type: 2**-24 for float32; that of float64 for all others."""
    return _ROUNDING.get(numpy.dtype(dtype).name, 2.0**-53)


def real_array(matrix):
    """An array of real numbers in one of the kept types; tensors come to the CPU, everything else becomes float64.

    Complex numbers are refused: their real part, their magnitude or their real form are three matrices.
    """
    if hasattr(matrix, "detach"):
        matrix = _tensor(matrix)
    rows = numpy.asarray(matrix)
    if rows.dtype.kind == "c":
        raise ValueError(f"matrix: real numbers, got {rows.dtype}; take the real part (a.real) or the magnitude (abs(a))")
    if rows.dtype.kind == "O" and any(isinstance(x, complex) for x in rows.flat):
        raise ValueError("matrix: real numbers, got complex ones; take the real part (a.real) or the magnitude (abs(a))")
    return rows if rows.dtype.name in _KEPT else rows.astype(float)


def _tensor(tensor):
    """A tensor of PyTorch as an array; bfloat16, which NumPy alone does not have, where ml_dtypes is there, else as float32."""
    tensor = tensor.detach().cpu()
    if str(tensor.dtype) != "torch.bfloat16":
        return tensor.numpy()
    try:
        import ml_dtypes
    except ImportError:
        return tensor.float().numpy()
    import torch

    return tensor.contiguous().view(torch.uint16).numpy().view(ml_dtypes.bfloat16)


def finite_matrix(matrix):
    """The matrix as an array of real numbers with two dimensions, none of them empty, with finite entries; ValueError otherwise.

    Single and half precision stay what they are, since they tell how the numbers were rounded; bfloat16 becomes float32, in which
    its rounding can still be seen, and everything else float64.
    """
    rows = real_array(matrix)
    if rows.dtype.name == "bfloat16":
        rows = rows.astype(numpy.float32)
    if rows.ndim != 2 or 0 in rows.shape:
        raise ValueError(f"matrix: two dimensions, none of them empty; got the shape {rows.shape}")
    wrong = numpy.argwhere(~numpy.isfinite(rows))
    if len(wrong):
        row, col = wrong[0]
        raise ValueError(f"matrix: finite entries; got {rows[row, col]} in row {row}, column {col} (counted from 0)")
    return rows
