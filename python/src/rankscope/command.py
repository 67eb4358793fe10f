"""Numbers without a browser, from the command line of Rankscope."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile

import numpy

from .matrix import finite_matrix


def evaluate(state="v=1&lab=attention", matrix=None, data=None):
    """The report of a state: a dict with ``readouts`` (numbers by name), ``headline``, ``checks``, ``notes`` and ``state``.

    ``matrix`` is studied by the lab of the state, ``attention`` or ``matrix``; ``data`` is the path of a file for any lab that reads one. The program
    ``rankscope`` computes: the one that the environment variable RANKSCOPE names, or the one on the PATH.
    Raises FileNotFoundError where there is none, and ValueError for what it refuses.
    """
    if matrix is None:
        return _report(state, data)
    if data is not None:
        raise ValueError("evaluate: matrix or data, got both")
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "matrix.npy")
        numpy.save(file, finite_matrix(matrix))
        return _report(f"{state}&source=file", file)


def _report(state, data):
    command = [_program(), "eval", state, "--json"]
    if data is not None:
        command += ["--data", os.fspath(data)]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8")
    if ended.returncode != 0:
        raise ValueError(ended.stderr.strip().removeprefix("rankscope: "))
    report = json.loads(ended.stdout)
    del report["figures"]
    return {**report, "readouts": {readout["id"]: readout["value"] for readout in report["readouts"]}}


def _program():
    named = os.environ.get("RANKSCOPE")
    program = shutil.which(named or "rankscope")
    if program:
        return program
    where = f"RANKSCOPE={named} is no program" if named else "there is no program `rankscope` on the PATH"
    raise FileNotFoundError(
        f"{where}: build it with `cargo install --path .` in a clone of Rankscope, or set RANKSCOPE to it. "
        "The widget needs none: it computes in the browser."
    )
