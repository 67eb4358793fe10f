"""The weights of a model as large as BERT-base, random, and the time that NumPy takes for their singular values on one thread.

usage: python3 numpy_peer.py bert-base.safetensors    writes the file if it is not there; prints the seconds, and the sum of the largest
singular values, as JSON
"""
import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import json, pathlib, struct, sys, time
import numpy as np

path = pathlib.Path(sys.argv[1])
shapes = {f"{layer}.{name}": shape for layer in range(12) for name, shape in
          {"q": (768, 768), "k": (768, 768), "v": (768, 768), "o": (768, 768), "in": (768, 3072), "out": (3072, 768)}.items()}
if not path.exists():
    header, end = {}, 0
    for name, (rows, cols) in shapes.items():
        header[name] = {"dtype": "F32", "shape": [rows, cols], "data_offsets": [end, end := end + 4 * rows * cols]}
    text = json.dumps(header).encode()
    random = np.random.default_rng(1)
    part = path.with_suffix(".part")
    with open(part, "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text)
        for shape in shapes.values():
            f.write((0.02 * random.standard_normal(shape)).astype("<f4").tobytes())
    part.rename(path)

begun, largest = time.perf_counter(), 0.0
with open(path, "rb") as f:
    header = json.loads(f.read(struct.unpack("<Q", f.read(8))[0]))
    for name, entry in header.items():
        rows, cols = entry["shape"]
        matrix = np.frombuffer(f.read(4 * rows * cols), "<f4").reshape(rows, cols).astype(np.float64)
        largest += np.linalg.svd(matrix, compute_uv=False)[0]
print(json.dumps({"seconds": time.perf_counter() - begun, "largest": largest, "version": np.__version__}))
