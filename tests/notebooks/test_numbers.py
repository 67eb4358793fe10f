"""Singular values and ranks of arrays of every type and layout, beside NumPy's."""

import threading

import ml_dtypes
import numpy
import pytest
import rankscope

RNG = numpy.random.default_rng(1)
TYPES = [numpy.float64, numpy.float32, numpy.float16, ml_dtypes.bfloat16]


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("shape", [(1, 1), (7, 5), (5, 7), (300, 4), (64, 64)])
def test_singular_values_are_numpys(dtype, shape):
    a = RNG.standard_normal(shape).astype(dtype)
    expected = numpy.linalg.svd(a.astype(float), compute_uv=False)
    found = rankscope.singular_values(a)
    assert found.dtype == numpy.float64
    numpy.testing.assert_allclose(found, expected, atol=1e-13 * expected[0])


def test_whatever_lies_otherwise_in_memory_gives_the_same_bits():
    a = RNG.standard_normal((40, 30))
    straight = rankscope.singular_values(a)
    for same in (numpy.asfortranarray(a), numpy.repeat(a, 2, axis=1)[:, ::2], a.tolist(), a[::-1][::-1]):
        assert (rankscope.singular_values(same) == straight).all()
    assert (rankscope.singular_values(a.astype(numpy.float32)) == rankscope.singular_values(a.astype(numpy.float32).astype(float))).all()
    whole = numpy.array([[1, 2], [3, 4]], dtype=numpy.int64)
    assert (rankscope.singular_values(whole) == rankscope.singular_values(whole.astype(float))).all()


def test_a_stack_is_its_matrices_to_the_bit():
    stack = RNG.standard_normal((3, 5, 12, 9))
    values = rankscope.singular_values(stack)
    assert values.shape == (3, 5, 9)
    for at in numpy.ndindex(3, 5):
        assert (values[at] == rankscope.singular_values(stack[at])).all()
    ranks = rankscope.ranks(stack)
    assert ranks["erank"].shape == (3, 5)
    assert ranks["erank"][2, 4] == rankscope.ranks(stack[2, 4])["erank"]
    assert len(ranks.to_frame()) == 15


def test_a_matrix_longer_than_any_side_of_a_lab():
    a = RNG.standard_normal((5000, 20))
    numpy.testing.assert_allclose(rankscope.singular_values(a), numpy.linalg.svd(a, compute_uv=False), rtol=1e-12)


def test_ranks_are_their_definitions():
    a = RNG.standard_normal((20, 12)) @ numpy.diag(0.7 ** numpy.arange(12))
    s = numpy.linalg.svd(a, compute_uv=False)
    p = s / s.sum()
    ranks = rankscope.ranks(a)
    assert ranks["erank"] == pytest.approx(numpy.exp(-(p * numpy.log(p)).sum()), rel=1e-12)
    assert ranks["stable_rank"] == pytest.approx((s**2).sum() / s[0] ** 2, rel=1e-12)
    assert ranks["participation_ratio"] == pytest.approx((s**2).sum() ** 2 / (s**4).sum(), rel=1e-12)
    assert ranks["energy_rank_99"] == 1 + (numpy.cumsum(s**2) < 0.99 * (s**2).sum()).sum()
    assert ranks["tolerance"] == pytest.approx(s[0] * 20 * numpy.finfo(float).eps)
    assert list(ranks.to_frame()["erank"]) == [ranks["erank"]]


@pytest.mark.parametrize("dtype", [numpy.float32, numpy.float16])
def test_what_rounding_alone_makes_is_zero(dtype):
    low = (RNG.standard_normal((60, 3)) @ RNG.standard_normal((3, 60))).astype(dtype)
    assert rankscope.ranks(low)["numerical_rank"] == 3 == numpy.linalg.matrix_rank(low.astype(float), rtol=60 * numpy.finfo(dtype).eps)
    # The same numbers as doubles have other directions.
    assert rankscope.ranks(low.astype(float))["numerical_rank"] == 60


@pytest.mark.parametrize(
    "wrong, said",
    [
        (numpy.zeros((0, 3)), "none of them empty"),
        ([1.0, 2.0], "two dimensions or more"),
        ([[1.0, float("nan")]], "row 1, column 2 is NaN"),
        (numpy.array([[1 + 2j]]), "real part"),
    ],
)
def test_what_is_refused_says_why(wrong, said):
    with pytest.raises(ValueError, match=said):
        rankscope.singular_values(wrong)


def test_other_threads_run_meanwhile():
    a = RNG.standard_normal((700, 700))
    ticks, stop = [0], threading.Event()

    def tick():
        while not stop.wait(0.001):
            ticks[0] += 1

    other = threading.Thread(target=tick)
    other.start()
    before = ticks[0]
    rankscope.singular_values(a)
    during = ticks[0] - before
    stop.set()
    other.join()
    assert during > 5
