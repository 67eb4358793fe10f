"""A lab as a widget."""

import pathlib

import anywidget
import traitlets

from .matrix import finite_matrix


class Matrix(traitlets.List):
    """Rows of numbers, from anything that NumPy takes for a matrix; an empty list or None for none."""

    def validate(self, owner, value):
        none = value is None or (isinstance(value, list) and not value)
        return super().validate(owner, [] if none else finite_matrix(value).tolist())


class RankscopeLab(anywidget.AnyWidget):
    """A lab: ``RankscopeLab(matrix=A)``, or ``RankscopeLab(state="v=1&lab=spectrum&alpha=1.2")``.

    ``state`` goes both ways. ``readouts`` and ``headline`` are what the lab shows, once it is on screen; they are computed in
    the browser. ``rankscope.evaluate`` computes without one.
    """

    _esm = pathlib.Path(__file__).parent / "widget.js"

    state = traitlets.Unicode("v=1&lab=attention").tag(sync=True)
    matrix = Matrix().tag(sync=True)
    controls = traitlets.Unicode("").tag(sync=True)
    figures = traitlets.Unicode("").tag(sync=True)
    theme = traitlets.Unicode("").tag(sync=True)
    readouts = traitlets.Dict().tag(sync=True)
    headline = traitlets.Unicode("").tag(sync=True)

    @traitlets.observe("matrix")
    def _unanswered(self, _):
        self.readouts, self.headline = {}, ""
