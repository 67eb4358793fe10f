"""Rankscope in a notebook: a lab whose state, matrix and readouts are traits, and its numbers without a browser."""

from .command import evaluate
from .widget import RankscopeLab

__all__ = ["RankscopeLab", "evaluate"]
