"""Singular values to 17 digits from mpmath (60 digits) for tests/it/kernel.rs: python3 make.py > values.txt

Made with mpmath 1.3.0. Entries are made by the same IEEE operations in the same order as in tests/it/kernel.rs, so that
both work on the same doubles. Each line: name rows cols, then the values in descending order.
"""
import mpmath

mpmath.mp.dps = 60


class Lcg:
    """Knuth's 64-bit linear congruential generator; 53 high bits, in [-1/2, 1/2)."""

    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 11) / 2**53 - 0.5


def uniform(m, n):
    lcg = Lcg(1)
    return [[lcg.uniform() for _ in range(n)] for _ in range(m)]


def graded(m, n):
    return [[x * 0.5 ** (3 * i) for x in row] for i, row in enumerate(uniform(m, n))]


def attention(m, n):
    """Rows that sum to one, about as peaked as a softmax: x^8 over its sum."""
    a = []
    for row in uniform(m, n):
        weights = []
        for x in row:
            w = x + 0.5
            w = w * w
            w = w * w
            weights.append(w * w)
        total = 0.0
        for w in weights:
            total += w
        a.append([w / total for w in weights])
    return a


def causal(m, n):
    a = []
    for i, row in enumerate(uniform(m, n)):
        total = 0.0
        for x in row[: i + 1]:
            total += x + 0.5
        a.append([(x + 0.5) / total if j <= i else 0.0 for j, x in enumerate(row)])
    return a


def rank3(m, n):
    """Small whole numbers: exactly of rank 3."""
    x = [[(i * 7 + l * 5) % 11 - 5 for l in range(3)] for i in range(m)]
    y = [[(j * 3 + l * l * 4) % 13 - 6 for l in range(3)] for j in range(n)]
    return [[float(sum(p * q for p, q in zip(u, v))) for v in y] for u in x]


def huge(m, n):
    return [[x * 1e100 for x in row] for row in uniform(m, n)]


def hilbert(m, n):
    return [[1.0 / (i + j + 1) for j in range(n)] for i in range(m)]


def bidiagonal(n):
    """Graded over 60 orders of magnitude: every value is determined to high relative accuracy by the entries."""
    d = [0.5 ** (5 * i) * (1 + (i % 3)) for i in range(n)]
    e = [0.5 ** (5 * i + 2) for i in range(n - 1)]
    return [[d[i] if j == i else e[i] if j == i + 1 else 0.0 for j in range(n)] for i in range(n)]


def show(name, a):
    values = mpmath.svd_r(mpmath.matrix(a), compute_uv=False)
    values = sorted((values[i] for i in range(len(values))), reverse=True)
    # mpmath's own noise on exact zeros
    values = [v if v > values[0] * mpmath.mpf(10) ** -50 else mpmath.mpf(0) for v in values]
    print(name, len(a), len(a[0]), *(mpmath.nstr(v, 17) for v in values))


show("uniform", uniform(24, 24))
show("uniform", uniform(40, 12))
show("uniform", uniform(9, 30))
show("graded", graded(24, 24))
show("attention", attention(24, 24))
show("causal", causal(24, 24))
show("rank3", rank3(24, 18))
show("huge", huge(24, 24))
show("hilbert", hilbert(12, 12))
mpmath.mp.dps = 120
values = mpmath.svd_r(mpmath.matrix(bidiagonal(40)), compute_uv=False)
print("bidiagonal 40 40", *(mpmath.nstr(v, 17) for v in sorted(values, reverse=True)))
