"""Writes the files beside it, with NumPy itself as the independent source: python3 make.py (NumPy 2.4.6, ml_dtypes 0.6).

The entry at flat index k (C order) is (k % 7 - 3) / 4 for floats, k % 7 - 3 for signed integers, k % 7 for unsigned ones and
k % 7 % 2 for booleans, so that tests know every value without reading it from anywhere.
"""
import json
import os
import zipfile

import ml_dtypes
import numpy as np
from numpy.lib import format as npy

os.chdir(os.path.dirname(os.path.abspath(__file__)))


def array(dtype, shape):
    k = np.arange(np.prod(shape)).reshape(shape) % 7
    values = {"f": (k - 3) / 4, "i": k - 3, "u": k, "b": k % 2, "c": k, "S": k}[np.dtype(dtype).kind]
    return values.astype(dtype)


def save(name, a, order="C", version=(1, 0)):
    with open(f"{name}.npy", "wb") as f:
        npy.write_array(f, np.array(a, order=order), version=version)


shapes = {"2": (3, 4), "3": (2, 3, 4), "4": (2, 3, 4, 5)}
for dtype in ["f2", "f4", "f8"]:
    for byteorder, name in [("<", "little"), (">", "big")]:
        for order in "CF":
            save(f"{dtype}-{name}-{order}-3", array(byteorder + dtype, shapes["3"]), order)
for dtype in ["i2", "i4", "i8", "u2", "u4", "u8"]:
    for byteorder, name in [("<", "little"), (">", "big")]:
        save(f"{dtype}-{name}-C-2", array(byteorder + dtype, shapes["2"]))
for dtype in ["i1", "u1", "b1"]:
    save(f"{dtype}-little-C-2", array(dtype, shapes["2"]))
for axes in "24":
    for order in "CF":
        save(f"f4-little-{order}-{axes}", array("<f4", shapes[axes]), order)
for version in [2, 3]:
    save(f"f8-little-C-2-v{version}", array("<f8", shapes["2"]), version=(version, 0))

# Refused.
save("bad-complex", array("c8", (2, 2)))
save("bad-string", array("S3", (2, 2)))
save("bad-bfloat16", np.ones((2, 2), ml_dtypes.bfloat16))
save("bad-longdouble", np.ones((2, 2), np.longdouble))
save("bad-structured", np.zeros((2, 2), [("p", "<f4"), ("q", "<i4")]))
with open("bad-object.npy", "wb") as f:
    npy.write_array(f, np.array([[None]], object), allow_pickle=True)
save("bad-nan", np.array([[0.5, 0.5], [np.nan, 1.0]]))
save("bad-inf", np.where(np.arange(24).reshape(2, 3, 2, 2) == 17, np.inf, 1.0))
save("bad-vector", array("f4", (5,)))
save("bad-scalar", np.array(1.0))
save("bad-five-axes", np.ones((1, 1, 1, 2, 2)))
save("bad-empty", np.ones((0, 4)))
save("bad-side", np.ones((1, 4097), np.int8))

a, b = array("<f4", shapes["3"]), np.ones((5, 5))
np.savez("one.npz", weights=a)
np.savez_compressed("one-compressed.npz", weights=a)
np.savez_compressed("named.npz", other=b, attention=a)
np.savez("first.npz", a, b)
np.savez("several.npz", queries=b, keys=b)
np.savez("none.npz")
with zipfile.ZipFile("streamed.npz", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.comment = b"a comment after the directory"
    archive.writestr("notes.txt", "not an array")
    with archive.open("weights.npy", "w", force_zip64=True) as f:
        npy.write_array(f, a)
with zipfile.ZipFile("bzip2.npz", "w", zipfile.ZIP_BZIP2) as archive:
    with archive.open("weights.npy", "w") as f:
        npy.write_array(f, a)
# A bomb: half a terabyte of zeros is promised; its beginning is enough.
with zipfile.ZipFile("bomb.npz", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    with archive.open("zeros.npy", "w") as f:
        npy.write_array_header_1_0(f, {"descr": "<f8", "fortran_order": False, "shape": (4096, 4096, 4096)})
        f.write(bytes(10**6))

m = array("f8", shapes["2"])
np.savetxt("savetxt.txt", m, header="NumPy's own format")
np.savetxt("savetxt.csv", m, delimiter=",", fmt="%g")
np.savetxt("savetxt.tsv", m, delimiter="\t", header="a\tb\tc\td", comments="")
for name, text in [
    ("print", str(m)),
    ("repr", repr(m)),
    ("repr-f4", repr(m.astype("f4"))),
    ("repr-3", repr(a.astype("f8"))),
    ("repr-4", repr(array("f4", shapes["4"]))),
    ("abbreviated", str(np.ones((50, 50)))),
]:
    with open(f"{name}.txt", "w") as f:
        f.write(text + "\n")
for name, value in [
    ("nested-2", m.tolist()),
    ("nested-4", array("f4", shapes["4"]).tolist()),
    ("object", {"tokens": ["a", "[", "]"], "attention": a.tolist(), "model": {"layers": 2}}),
]:
    with open(f"{name}.json", "w") as f:
        json.dump(value, f)
