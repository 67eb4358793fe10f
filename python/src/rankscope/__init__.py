"""Rankscope in Python: spectra, effective ranks and generalization bounds of matrices, models and training runs.

================================  ==========================================================
``singular_values``, ``ranks``    of an array, or of each matrix of a stack
``evaluate``, ``render``          the report and the figures of the page, without a browser
``analyze``                       a model, state_dict, checkpoint or address as a table
``measure``                       a checkpoint of any size as a small file, on any workers
``Recorder``, ``recording``       a training run as a growing file, and what it holds
``show``, ``RankscopeLab``        a lab in the notebook
================================  ==========================================================

What is refused is a ``ValueError`` with a sentence that says what was given and what is accepted.
"""

from ._native import __version__
from .analysis import analyze
from .measuring import measure
from .numbers import ranks, singular_values
from .recorder import Recorder, recording
from .reports import evaluate, render
from .widget import RankscopeLab, show

__all__ = [
    "RankscopeLab",
    "Recorder",
    "__version__",
    "analyze",
    "evaluate",
    "measure",
    "ranks",
    "recording",
    "render",
    "show",
    "singular_values",
]
