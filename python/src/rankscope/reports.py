"""The report and the figures of a state, without a browser."""

import io
import json
import os
import pathlib

import numpy

from . import _native
from .matrix import finite_matrix


class Svg(str):
    """A picture as SVG text, which Jupyter shows as a picture."""

    def _repr_svg_(self):
        return str(self)

    def save(self, path):
        """Writes it to a file."""
        pathlib.Path(path).write_text(self, "utf-8")


def evaluate(state="v=1&lab=attention", matrix=None, data=None):
    """The report of a state: a dict with ``readouts`` (numbers by name), ``headline``, ``checks``, ``notes`` and ``state``.

    ``state`` is what the page's address has behind its #. ``matrix`` (m, n) is studied by the lab of the state, ``attention`` or ``matrix``;
    ``data`` is the path of a file for any lab that reads one: a matrix, a checkpoint, a measured one. The numbers are those of the page, by
    the same code. Raises ValueError for what is refused.
    """
    state, file, checkpoint = _studied(state, matrix, data)
    report = json.loads(_native.evaluate(state, file, checkpoint))
    return {**report, "readouts": {readout["id"]: readout["value"] for readout in report["readouts"]}}


def render(state="v=1&lab=attention", matrix=None, data=None, figure=None, width=640, height=400, theme="light"):
    """A figure of a state as SVG text that Jupyter shows: the one named ``figure``, or the first.

    ``state``, ``matrix`` and ``data`` as for ``evaluate``; ``width`` and ``height`` in CSS pixels; ``theme`` is light, dark or contrast.
    """
    state, file, checkpoint = _studied(state, matrix, data)
    return Svg(_native.render(state, file, checkpoint, figure, width, height, theme))


def is_checkpoint(path):
    """Whether a path is a checkpoint, or lists one, by its name."""
    return os.fspath(path).lower().endswith((".safetensors", ".index.json"))


def _studied(state, matrix, data):
    """The state, a file with its name and content, the path of a checkpoint."""
    if matrix is not None and data is not None:
        raise ValueError("evaluate: matrix or data, got both")
    if matrix is not None:
        file = io.BytesIO()
        numpy.save(file, finite_matrix(matrix))
        return f"{state}&source=file", ("matrix.npy", file.getvalue()), None
    if data is None:
        return state, None, None
    if is_checkpoint(data):
        return state, None, pathlib.Path(data)
    path = pathlib.Path(data)
    try:
        return state, (path.name, path.read_bytes()), None
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror}") from error
