"""A lab as a widget."""

import io
import os
import pathlib
import tempfile

import anywidget
import numpy
import traitlets

from . import _native
from .matrix import finite_matrix, real_array
from .measuring import measure


def _widget():
    """The script of the widget, which `cargo xtask dist` puts beside this file; without it, a sentence in its place."""
    file = pathlib.Path(__file__).parent / "widget.js"
    if file.is_file():
        return file
    return 'export default { render({ el }) { el.textContent = "This rankscope was built without its widget: run `cargo xtask dist` first."; } };'


class Matrix(traitlets.List):
    """Rows of numbers, from anything that NumPy takes for a matrix; an empty list or None for none."""

    def validate(self, owner, value):
        none = value is None or (isinstance(value, list) and not value)
        return super().validate(owner, [] if none else finite_matrix(value).tolist())


class RankscopeLab(anywidget.AnyWidget):
    """A lab: ``RankscopeLab(matrix=A)``, or ``RankscopeLab(state="v=1&lab=spectrum&alpha=1.2")``.

    ``file`` holds the bytes of a file for the lab, under ``file_name``: what ``rankscope.show`` gives it. ``state`` goes both ways. ``readouts`` and ``headline`` are what the lab shows, once it is on screen; they are computed in
    the browser. ``rankscope.evaluate`` computes without one.
    """

    _esm = _widget()

    state = traitlets.Unicode("v=1&lab=attention").tag(sync=True)
    matrix = Matrix().tag(sync=True)
    file = traitlets.Bytes(b"").tag(sync=True)
    file_name = traitlets.Unicode("").tag(sync=True)
    controls = traitlets.Unicode("").tag(sync=True)
    figures = traitlets.Unicode("").tag(sync=True)
    theme = traitlets.Unicode("").tag(sync=True)
    readouts = traitlets.Dict().tag(sync=True)
    headline = traitlets.Unicode("").tag(sync=True)

    @traitlets.observe("matrix")
    def _unanswered(self, _):
        self.readouts, self.headline = {}, ""


# Moments of a recording that the page goes through.
MOST_MOMENTS = 256

# Files that a lab takes as they are.
_TAKEN = (".spectra", ".npy", ".npz", ".csv", ".tsv", ".txt", ".json", ".mtx")


def show(what, lab=None, **settings):
    """A lab in the notebook, opened on a matrix, a stack of matrices, a model, a checkpoint, or a file that the page reads.

    ``show(A)`` opens ``attention`` where the rows of A are probabilities and ``matrix`` where they are not; ``show(model)`` and
    ``show("model.safetensors")`` measure first and open ``transformer``; a recording opens there too. ``lab`` names another lab;
    ``settings`` are those of ``RankscopeLab``, such as ``controls="temp"``.
    """
    name, content, fitting = _opened(what)
    state = f"v=1&lab={lab or fitting}&source=file"
    if content.startswith(_native.frame()):
        # Of a recording, the step that was recorded last.
        moments, _ = _native.moments(name, content)
        state += f"&tower={min(max(len(moments), 1), MOST_MOMENTS) - 1}"
    return RankscopeLab(state=state, file=content, file_name=name, **settings)


def _opened(what):
    """A file's name and content, and the lab for it."""
    path = os.fspath(what) if isinstance(what, (str, os.PathLike)) else None
    if path is not None and path.lower().endswith(_TAKEN) and not path.lower().endswith(".index.json") and "://" not in path:
        file = pathlib.Path(path)
        try:
            content = file.read_bytes()
        except OSError as error:
            raise ValueError(f"{path}: {error.strerror}") from error
        return file.name, content, "transformer" if path.lower().endswith(".spectra") else "attention"
    if path is not None or hasattr(what, "state_dict") or hasattr(what, "items"):
        with tempfile.TemporaryDirectory() as folder:
            measured = measure(what, out=pathlib.Path(folder, "model.spectra"))
            return measured.name, measured.read_bytes(), "transformer"
    array = real_array(what)
    if array.ndim == 2:
        array = finite_matrix(array)
    elif array.ndim < 2 or 0 in array.shape:
        raise ValueError(f"matrix: two dimensions or more, none of them empty; got the shape {array.shape}")
    content = io.BytesIO()
    numpy.save(content, array)
    sums = array.astype(float).sum(axis=-1)
    stochastic = bool((array >= 0).all() and (abs(sums - 1) < 1e-2).all())
    return "matrix.npy", content.getvalue(), "attention" if stochastic else "matrix"
