"""Models as tables: every source, every kind of matrix, and WeightWatcher beside it."""

import json
import logging
import pickle
import sys

import ml_dtypes
import numpy
import pandas
import pytest
import rankscope
from files import safetensors, sharded

RNG = numpy.random.default_rng(2)


def model():
    """Weights with tails, so that a fit has something to fit, of several aspect ratios."""
    tail = lambda m, n: (RNG.standard_normal((m, n)) * RNG.pareto(2.5, (m, 1))).astype(numpy.float32)  # noqa: E731
    return {
        "embed.weight": tail(200, 48),
        "layers.0.up.weight": tail(96, 48),
        "layers.0.down.weight": tail(48, 96),
        "layers.1.square.weight": tail(64, 64),
        "layers.1.bias": numpy.ones(64, numpy.float32),
        "head.small.weight": tail(12, 48),
    }


def test_every_source_gives_the_same_table(tmp_path):
    weights = model()
    of_dict = rankscope.analyze(weights, progress=False)
    assert isinstance(of_dict, pandas.DataFrame)
    assert list(of_dict["name"]) == [name for name, array in weights.items() if array.ndim == 2]
    one = safetensors(tmp_path / "model.safetensors", weights)
    index = sharded(tmp_path / "sharded", weights, 3)
    hub = tmp_path / "models--some--model"
    (hub / "refs").mkdir(parents=True)
    (hub / "refs/main").write_text("abc\n")
    (hub / "snapshots/abc").mkdir(parents=True)
    safetensors(hub / "snapshots/abc/model.safetensors", weights)
    for source in (one, tmp_path / "sharded", index, hub, f"file://{one}"):
        found = rankscope.analyze(source, progress=False).set_index("name").drop(columns="layer_id")
        pandas.testing.assert_frame_equal(found.sort_index(), of_dict.set_index("name").drop(columns="layer_id").sort_index())
    with pytest.raises(ValueError, match="no .safetensors among its 0 files"):
        rankscope.analyze(_empty(tmp_path))
    with pytest.raises(ValueError, match="no such file or folder"):
        rankscope.analyze(tmp_path / "nowhere")
    with pytest.raises(ValueError, match="a torch.nn.Module, a state_dict"):
        rankscope.analyze(7)


def _empty(tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def test_a_row_is_what_its_names_say():
    weights = model()
    table = rankscope.analyze(weights, progress=False, seed=3)
    for _, row in table.iterrows():
        w = weights[row["name"]].astype(float)
        s = numpy.linalg.svd(w, compute_uv=False)
        assert (row["rows"], row["cols"]) == w.shape
        assert row["stable_rank"] == pytest.approx((s**2).sum() / s[0] ** 2, rel=1e-12)
        assert row["condition_number"] == pytest.approx(s[0] / s[-1], rel=1e-9)
        assert row["rank_loss"] == 0
        edge = w.std() ** 2 + w.mean() ** 2
        assert row["mp_softrank"] == pytest.approx(edge * sum(numpy.sqrt(w.shape)) ** 2 / s[0] ** 2, rel=1e-9)
        assert row["num_spikes"] == (s**2 > edge * sum(numpy.sqrt(w.shape)) ** 2).sum()
        # Less structure than this seeded noise has none.
        assert row["rand_erank"] > row["erank"]
    square = table.set_index("name").loc["layers.1.square.weight"]
    assert square["alpha_fixed_aspect"] == square["alpha"]
    again = rankscope.analyze(weights, progress=False, seed=3, threads=1)
    pandas.testing.assert_frame_equal(table, again)
    other = rankscope.analyze(weights, progress=False, seed=4)
    assert (table["rand_erank"] != other["rand_erank"]).all()
    assert (table["alpha"] == other["alpha"]).all()


def test_other_libraries_read_the_table():
    table = rankscope.analyze(model(), progress=False)
    frame = table.__dataframe__()
    assert frame.num_rows() == 5 and "alpha" in frame.column_names()


def test_pictures():
    table = rankscope.analyze(model(), progress=False)
    kept = pickle.loads(pickle.dumps(table))
    assert kept.equals(table) and kept.esd(0) == table.esd(0)
    assert table.plot()._repr_svg_().startswith("<svg")
    assert "eigenvalue" in table.esd("embed.weight")
    assert table.esd(0) == table.esd("embed.weight")
    assert table.sort_values("alpha").esd("embed.weight") == table.esd("embed.weight")
    with pytest.raises(ValueError, match="column: one of layer_id"):
        table.plot("nothing")
    with pytest.raises(ValueError, match="name: one of"):
        table.esd("nothing")


def test_convolutions_flat_and_by_tap():
    kernel = RNG.standard_normal((16, 8, 3, 3))
    flat = rankscope.analyze({"conv.weight": kernel}, progress=False)
    assert list(flat["shape"]) == ["16 x 72"] and list(flat["kind"]) == ["conv"]
    assert flat["sv_max"][0] == pytest.approx(numpy.linalg.norm(kernel.reshape(16, 72), 2), rel=1e-12)
    taps = rankscope.analyze({"conv.weight": kernel}, convolutions="taps", progress=False)
    assert len(taps) == 9 and taps["name"][5] == "conv.weight[1,2]"
    assert taps["sv_max"][5] == pytest.approx(numpy.linalg.norm(kernel[:, :, 1, 2], 2), rel=1e-12)
    with pytest.raises(ValueError, match='"flat" or "taps"'):
        rankscope.analyze({"conv.weight": kernel}, convolutions="none")


def test_adapters_alone_and_with_their_base(tmp_path):
    w, a, b = RNG.standard_normal((20, 12)), RNG.standard_normal((3, 12)), RNG.standard_normal((20, 3))
    adapter = tmp_path / "adapter"
    adapter.mkdir()
    name = "base_model.model.layers.0.q.lora_{}.weight"
    safetensors(adapter / "adapter_model.safetensors", {name.format("A"): a, name.format("B"): b})
    (adapter / "adapter_config.json").write_text(json.dumps({"peft_type": "LORA", "lora_alpha": 6, "r": 3}))
    base = {"layers.0.q.weight": w}
    alone = rankscope.analyze(adapter, progress=False)
    assert list(alone["kind"]) == ["lora"] and list(alone["shape"]) == ["20 x 12"]
    assert alone["sv_max"][0] == pytest.approx(numpy.linalg.norm(b @ a, 2), rel=1e-12)
    assert alone["matrix_rank"][0] == 3
    both = rankscope.analyze(adapter, base=base, progress=False)
    assert list(both["kind"]) == ["lora", "weight + lora"]
    assert both["sv_max"][1] == pytest.approx(numpy.linalg.norm(w + 2 * b @ a, 2), rel=1e-12)
    other = rankscope.analyze(adapter, base=base, scale=0.5, progress=False)
    assert other["sv_max"][1] == pytest.approx(numpy.linalg.norm(w + 0.5 * b @ a, 2), rel=1e-12)


def test_quantised_weights_are_the_numbers_that_they_stand_for(tmp_path):
    q = RNG.integers(-127, 128, (32, 24)).astype(numpy.int8)
    scale = RNG.uniform(1, 2, 32).astype(numpy.float32)
    f8 = RNG.standard_normal((16, 16)).astype(ml_dtypes.float8_e4m3fn)
    file = safetensors(
        tmp_path / "q.safetensors",
        {"a.weight": q, "a.SCB": scale, "b.weight": f8, "b.weight_scale": numpy.array([0.5], numpy.float32), "c.weight": q[:8]},
    )
    table = rankscope.analyze(file, progress=False)
    assert list(table["name"]) == ["a.weight", "b.weight"]
    wide = q.astype(float) * scale[:, None].astype(float) / 127
    assert table["sv_max"][0] == pytest.approx(numpy.linalg.norm(wide, 2), rel=1e-6)
    assert table["sv_max"][1] == pytest.approx(numpy.linalg.norm(f8.astype(float) / 2, 2), rel=1e-12)
    assert any("1 tensor is passed over" in note for note in table.notes)


def test_without_pandas_there_are_columns(monkeypatch):
    # What is not installed is not found, whoever looked before.
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.delitem(sys.modules, "rankscope.frame", raising=False)
    table = rankscope.analyze({"w": RNG.standard_normal((30, 30))}, progress=False)
    assert table["name"] == ["w"] and table.plot("erank").startswith("<svg")


# What both tools call by one name, and how far they may differ; docs/weightwatcher.md tells why where it is more than rounding.
SHARED = {
    "N": 0,
    "M": 0,
    "Q": 0,
    "num_evals": 0,
    "num_pl_spikes": 0,
    "matrix_rank": 0,
    "rank_loss": 0,
    "weak_rank_loss": 0,
    "alpha": 1e-9,
    "alpha_weighted": 1e-9,
    "log_alpha_norm": 1e-9,
    "D": 1e-9,
    "sigma": 1e-9,
    "xmin": 1e-9,
    "xmax": 1e-9,
    "norm": 1e-9,
    "log_norm": 1e-9,
    "spectral_norm": 1e-9,
    "log_spectral_norm": 1e-9,
    "lambda_max": 1e-9,
    "sv_max": 1e-9,
    "sv_min": 1e-9,
    "stable_rank": 1e-9,
    # It adds 1e-10 to every share of the energy, and to the rank.
    "entropy": 1e-6,
}


def watched(folder, weights):
    """WeightWatcher's table of matrices by name: of its own format of files, which needs no PyTorch."""
    logging.getLogger("weightwatcher").setLevel(logging.CRITICAL + 1)
    import weightwatcher

    folder.mkdir()
    layers = {}
    for at, (name, array) in enumerate(weights.items()):
        numpy.save(folder / f"layer.{at}.weight.npy", array)
        layers[at] = {
            "key": name, "name": name, "longname": name, "weightfile": f"layer.{at}.weight.npy", "biasfile": None,
            "type": "dense", "dims": json.dumps(list(array.shape)),
        }  # fmt: skip
    config = {"framework": "ww_flatfiles", "weights_dir": str(folder), "layers": layers}
    (folder / "ww_config.json").write_text(json.dumps(config))
    watcher = weightwatcher.WeightWatcher()
    return watcher.analyze(model=str(folder), min_evals=2).set_index("longname"), weightwatcher.__version__


def test_the_columns_of_weightwatcher_are_its_columns(tmp_path):
    weights = {name: array for name, array in model().items() if array.ndim == 2}
    theirs, _ = watched(tmp_path / "ww", weights)
    ours = rankscope.analyze(weights, progress=False, random_baseline=False, fixed_aspect=False).set_index("name")
    assert sorted(theirs.index) == sorted(ours.index)
    large = [name for name, array in weights.items() if min(array.shape) >= 20]
    assert len(large) == 4
    for column, tolerance in SHARED.items():
        for name in large:
            expected = float(theirs.loc[name, column])
            assert float(ours.loc[name, column]) == pytest.approx(expected, rel=tolerance, abs=tolerance), (column, name)
    # Below 20 eigenvalues its estimator is another one: with n - 1 in place of n, and another choice of xmin.
    small = "head.small.weight"
    assert float(theirs.loc[small, "alpha"]) != pytest.approx(float(ours.loc[small, "alpha"]), rel=1e-3)
    assert float(ours.loc[small, "log_norm"]) == pytest.approx(float(theirs.loc[small, "log_norm"]), rel=1e-9)
