"""Rankscope in a notebook: a lab whose state, matrix and readouts are traits."""

import pathlib

import anywidget
import numpy
import traitlets

__all__ = ["RankscopeLab"]


class RankscopeLab(anywidget.AnyWidget):
    """A lab: ``RankscopeLab(matrix=A)``, or ``RankscopeLab(state="v=1&lab=spectrum&alpha=1.2")``.

    ``state`` goes both ways. ``readouts`` and ``headline`` are what the lab shows, once it is on screen; everything is computed
    in the browser.
    """

    _esm = pathlib.Path(__file__).parent / "widget.js"

    state = traitlets.Unicode("v=1&lab=attention").tag(sync=True)
    matrix = traitlets.List().tag(sync=True)
    controls = traitlets.Unicode("").tag(sync=True)
    figures = traitlets.Unicode("").tag(sync=True)
    theme = traitlets.Unicode("").tag(sync=True)
    readouts = traitlets.Dict().tag(sync=True)
    headline = traitlets.Unicode("").tag(sync=True)

    def __init__(self, matrix=None, **traits):
        if matrix is not None:
            rows = numpy.asarray(matrix, dtype=float)
            if rows.ndim != 2 or 0 in rows.shape:
                raise ValueError(f"matrix: two dimensions, none of them empty; got the shape {rows.shape}")
            traits["matrix"] = rows.tolist()
        super().__init__(**traits)
