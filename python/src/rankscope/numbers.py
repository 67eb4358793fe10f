"""Singular values and effective ranks."""

import math

import numpy

from . import _native
from .matrix import real_array, rounding_of


def singular_values(a):
    """The singular values of a matrix (m, n), or of each matrix of a stack (..., m, n).

    An array (min(m, n),) or (..., min(m, n)) of float64 in descending order, in the unit of the entries; absolute error a few
    ``s[0] * 2**-52`` (Golub and Van Loan, Matrix Computations, section 8.6), checked against the Frobenius norm. ``a`` holds real
    numbers of any type; float64, float32, float16 and bfloat16 (ml_dtypes, PyTorch) are read where they lie if they lie row by row.
    Matrices of a stack share the processors. ValueError where an entry is not finite or a side is empty.
    """
    stack, shape = _stack(a)
    values = _native.singular_values(stack)
    return values.reshape(*shape[:-2], min(shape[-2:]))


class Ranks(dict):
    """Effective ranks by name; of a stack, an array for each name."""

    def to_frame(self):
        """A pandas DataFrame with a row for each matrix."""
        import pandas

        return pandas.DataFrame({name: numpy.atleast_1d(value).ravel() for name, value in self.items()})


def ranks(a):
    """The effective ranks of a matrix (m, n), or of each matrix of a stack (..., m, n): a dict that also has ``to_frame()``.

    ``numerical_rank`` counts values above ``tolerance`` = s[0] max(m, n) eps, with the eps of the type that the entries are stored
    in; ``erank`` is the entropy rank of Roy and Vetterli (EUSIPCO 2007); ``stable_rank`` (Rudelson and Vershynin 2007) is
    the squared Frobenius norm over s[0]**2; ``participation_ratio`` sum(s**2)**2 / sum(s**4); ``energy_rank_99`` the number of directions
    with 99 % of sum(s**2). All dimensionless, from 0 for a matrix of zeros to min(m, n), but for the tolerance, which is in the unit
    of the entries.
    """
    stack, shape = _stack(a)
    rows, cols = shape[-2:]
    values = _native.singular_values(stack)
    each = [_native.ranks(one, rows, cols, rounding_of(stack.dtype)) for one in values]
    if len(shape) == 2:
        return Ranks(each[0])
    return Ranks({name: numpy.array([one[name] for one in each]).reshape(shape[:-2]) for name in each[0]})


def _stack(a):
    """The matrices as an array with three axes that lies row by row, and the shape that was given."""
    array = real_array(a)
    if array.ndim < 2 or 0 in array.shape:
        raise ValueError(f"matrix: two dimensions or more, none of them empty; got the shape {array.shape}")
    count = math.prod(array.shape[:-2])
    return numpy.ascontiguousarray(array.reshape(count, *array.shape[-2:])), array.shape
