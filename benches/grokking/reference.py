"""Grokking of modular division in plain NumPy, float32: the yardstick for the lab `gate`.

Run with OPENBLAS_NUM_THREADS=1 for one core. Prints the step at which 95 % of the held-out pairs are right, and the seconds.
"""
import sys
import time
import numpy as np

p, fraction, width, batch, lr, decay, seed = 97, 0.4, 256, 512, 0.03, 1.0, 0
steps = int(sys.argv[1]) if len(sys.argv) > 1 else 650
f32 = np.float32
rng = np.random.default_rng(seed)
a, b = (x.ravel() for x in np.meshgrid(np.arange(p), np.arange(1, p), indexing="ij"))
inverse = np.array([pow(int(x), -1, p) if x else 0 for x in range(p)])
c = a * inverse[b] % p
order = rng.permutation(len(a))
n = round(fraction * len(a))
train, held = order[:n], order[n:]
W = [
    rng.normal(size=(p, width)).astype(f32) * f32(np.sqrt(0.5)),
    rng.normal(size=(p, width)).astype(f32) * f32(np.sqrt(0.5)),
    np.zeros(width, f32),
    rng.normal(size=(width, p)).astype(f32) / f32(np.sqrt(width)),
]
M = [np.zeros_like(w) for w in W]
V = [np.zeros_like(w) for w in W]


def right(rows):
    h = np.maximum(W[0][a[rows]] + W[1][b[rows]] + W[2], 0)
    return (np.argmax(h @ W[3], 1) == c[rows]).mean()


def gradient(rows):
    i, j, k = a[rows], b[rows], c[rows]
    h = np.maximum(W[0][i] + W[1][j] + W[2], 0)
    z = h @ W[3]
    z -= z.max(1, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(1, keepdims=True)
    z[np.arange(len(rows)), k] -= 1
    z /= len(rows)
    d = (z @ W[3].T) * (h > 0)
    first, second = np.zeros_like(W[0]), np.zeros_like(W[1])
    np.add.at(first, i, d)
    np.add.at(second, j, d)
    return [first, second, d.sum(0), h.T @ z]


started = time.perf_counter()
grokked, at, queue = None, 0, []
for t in range(1, steps + 1):
    if at + batch > len(queue):
        queue, at = train[rng.permutation(n)], 0
    rows = queue[at : at + batch]
    at += batch
    for w, g, m, v in zip(W, gradient(rows), M, V):
        m += f32(0.1) * (g - m)
        v += f32(0.001) * (g * g - v)
        w *= f32(1 - lr * decay)
        w -= f32(lr / (1 - 0.9**t)) * m / (np.sqrt(v / f32(1 - 0.999**t)) + f32(1e-8))
    if t % 50 == 0:
        test = right(held)
        if grokked is None and test >= 0.95:
            grokked = t
        if t % 200 == 0:
            print(t, "train", round(float(right(train)), 4), "held out", round(float(test), 4), file=sys.stderr)
seconds = time.perf_counter() - started
print(f"grokked at {grokked}, {steps} steps in {seconds:.2f} s, {1e3 * seconds / max(steps, 1):.2f} ms per step")
