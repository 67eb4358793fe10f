"""NumPy (LAPACK, one thread): the reference values of every matrix, and the ceiling of the table.

usage: numpy_peer.py FOLDER MILLISECONDS - reads FOLDER/cases.json and *.f64, writes *.values, prints a JSON row per matrix.
"""

import os

for name in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{name}_NUM_THREADS"] = "1"

import json
import sys
from pathlib import Path
from time import perf_counter

import numpy as np

folder, budget = Path(sys.argv[1]), float(sys.argv[2]) / 1e3
for case in json.loads((folder / "cases.json").read_text()):
    matrix = np.fromfile(folder / f"{case['file']}.f64").reshape(case["rows"], case["cols"])
    values = np.linalg.svd(matrix, compute_uv=False)
    values.tofile(folder / f"{case['file']}.values")
    times, end = [], perf_counter() + budget
    while len(times) < 9 or (perf_counter() < end and len(times) < 3000):
        start = perf_counter()
        np.linalg.svd(matrix, compute_uv=False)
        times.append((perf_counter() - start) * 1e3)
    low, median, high = np.quantile(times, [0.25, 0.5, 0.75])
    row = {key: case[key] for key in ("family", "rows", "cols")}
    row |= dict(peer=f"numpy {np.__version__}", median=median, low=low, high=high, runs=len(times), error=0.0, why="")
    print(json.dumps(row), flush=True)
