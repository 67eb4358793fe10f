"""A training run as a growing file."""

import numpy
import pytest
import rankscope

RNG = numpy.random.default_rng(4)


def run(path, steps, model=None):
    model = model or {"a.weight": RNG.standard_normal((8, 6)), "a.bias": numpy.ones(8), "conv.weight": RNG.standard_normal((4, 2, 3, 3))}
    with rankscope.Recorder(path, every=10) as recorder:
        for step in steps:
            model["a.weight"] = model["a.weight"] * 1.01
            recorder(model, step=step, loss=1 / (step + 1), attention={"layer 0": numpy.full((2, 4, 4), 0.25)})
    return model


def test_what_is_recorded_is_read(tmp_path):
    path = tmp_path / "run.spectra"
    model = run(path, range(31))
    found = rankscope.recording(path)
    assert found.steps == [0, 10, 20, 30] and found.cut == 0
    last = found.moments[-1]
    assert last["numbers"] == [("loss", 1 / 31)]
    assert [(name, rows, cols) for name, rows, cols, *_ in last["matrices"]] == [("a.weight", 8, 6), ("conv.weight", 4, 18)]
    numpy.testing.assert_allclose(last["matrices"][0][3], numpy.linalg.svd(model["a.weight"], compute_uv=False), rtol=1e-7)
    assert last["matrices"][0][4] == pytest.approx(numpy.linalg.norm(model["a.weight"], axis=1).sum())
    assert last["matrices"][0][5] == pytest.approx(abs(model["a.weight"]).sum())
    assert [name for name, _ in last["maps"]] == ["layer 0 0", "layer 0 1"]
    assert (last["maps"][0][1] == 0.25).all()
    table = found.table()
    assert len(table) == 8 and {"step", "loss", "name", "erank", "alpha", "group_norm_2_1"} <= set(table.columns)


def test_a_cut_file_opens_and_is_gone_on_with(tmp_path):
    path = tmp_path / "run.spectra"
    run(path, range(21))
    whole = path.read_bytes()
    for length in range(8, len(whole), 97):
        path.write_bytes(whole[:length])
        assert rankscope.recording(path).steps in ([], [0], [0, 10])
    path.write_bytes(whole[:-5])
    run(path, range(30, 41))
    assert rankscope.recording(path).steps == [0, 10, 30, 40]
    path.write_bytes(b"something else")
    with pytest.raises(ValueError, match="not a recording of a training run"):
        rankscope.Recorder(path)


def test_modules_are_chosen(tmp_path):
    model = {"attn.weight": RNG.standard_normal((4, 4)), "mlp.weight": RNG.standard_normal((4, 4))}
    for chosen in ("attn", ["attn"], lambda name: name.startswith("attn")):
        path = tmp_path / "run.spectra"
        path.unlink(missing_ok=True)
        with rankscope.Recorder(path, every=1, modules=chosen) as recorder:
            assert recorder(model, step=1)
        assert [one[0] for one in rankscope.recording(path).moments[0]["matrices"]] == ["attn.weight"]
    with pytest.raises(ValueError, match="every: a number of steps from 1"):
        rankscope.Recorder(path, every=0)


def test_every_moment_is_a_model_that_the_lab_opens(tmp_path):
    path = tmp_path / "run.spectra"
    run(path, range(21))
    for at, step in enumerate([0, 10, 20]):
        report = rankscope.evaluate(f"lab=transformer&source=file&tower={at}", data=path)
        assert any(f"step {step} of a training run of which 3 steps" in note for note in report["notes"])
    lab = rankscope.show(path)
    assert lab.file == path.read_bytes() and lab.state.endswith("&tower=2")
