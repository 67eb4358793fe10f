"""The installed wheel, without a browser."""

import io
import os
import pathlib

import numpy
import pytest
import rankscope
from conftest import MATRIX, erank
from rankscope import RankscopeLab, evaluate, render


def test_the_wheel_is_what_is_imported_and_carries_its_widget():
    package = pathlib.Path(rankscope.__file__).parent
    assert "site-packages" in package.parts
    assert (package / "widget.js").stat().st_size > 1_000_000


def test_traits_are_written_and_read():
    lab = RankscopeLab(matrix=MATRIX, controls="temp")
    assert lab.matrix == MATRIX.tolist()
    assert {"state", "matrix", "file", "file_name", "controls", "figures", "theme", "readouts", "headline"} <= set(lab.get_state())
    heard = []
    lab.observe(lambda change: heard.append(change.new.get("erank")), "readouts")
    # As a message from the browser does.
    lab.set_state({"readouts": {"erank": 2.5}, "state": "v=1&lab=attention&temp=2"})
    assert heard == [2.5]
    assert lab.state == "v=1&lab=attention&temp=2"
    lab.matrix = numpy.eye(3)
    assert lab.matrix == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    # The numbers of the other matrix are gone.
    assert lab.readouts == {}
    assert RankscopeLab().matrix == []


@pytest.mark.parametrize("wrong", [[1, 2], numpy.zeros((0, 3)), numpy.zeros((2, 2, 2)), [[1, float("nan")]], [["a"]], [[1], [1, 2]]])
def test_what_is_no_matrix_is_refused(wrong):
    with pytest.raises(ValueError):
        RankscopeLab(matrix=wrong)
    with pytest.raises(ValueError):
        evaluate(matrix=wrong)


def test_numbers_without_a_browser():
    report = evaluate(matrix=MATRIX)
    assert report["readouts"]["erank"] == pytest.approx(erank(MATRIX), rel=1e-12)
    assert all(check["pass"] for check in report["checks"])
    assert evaluate("v=1&lab=spectrum&family=flat&n=8")["readouts"]["erank"] == pytest.approx(8, rel=1e-12)


def test_a_file_is_read(tmp_path):
    numpy.save(tmp_path / "a.npy", MATRIX)
    read = evaluate("v=1&lab=attention&source=file", data=tmp_path / "a.npy")
    assert read["readouts"] == evaluate(matrix=MATRIX)["readouts"]


def test_what_is_refused_says_why():
    with pytest.raises(ValueError, match="lab: one of attention, .*, got \"nothing\""):
        evaluate("v=1&lab=nothing")
    with pytest.raises(ValueError, match="matrix or data"):
        evaluate(matrix=MATRIX, data="a.npy")


def test_no_program_and_no_variable_is_needed(monkeypatch):
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.delenv("RANKSCOPE", raising=False)
    assert evaluate()["lab"] == "attention"


def test_a_figure_is_what_jupyter_shows(tmp_path):
    picture = render("lab=attention&temp=0.5", matrix=MATRIX, figure="spectrum")
    assert picture._repr_svg_().startswith("<svg") and "</svg>" in picture
    picture.save(tmp_path / "a.svg")
    assert (tmp_path / "a.svg").read_text("utf-8") == picture
    with pytest.raises(ValueError, match="figure: one of .*spectrum.*, got \"nothing\""):
        render("lab=attention", figure="nothing")
    with pytest.raises(ValueError, match="theme: one of light, dark, contrast"):
        render("lab=attention", theme="green")


def test_show_gives_the_lab_its_file(tmp_path):
    lab = rankscope.show(MATRIX)
    assert lab.state == "v=1&lab=attention&source=file"
    assert numpy.load(io.BytesIO(lab.file)).tolist() == MATRIX.tolist()
    assert rankscope.show(MATRIX - 1, controls="temp").state == "v=1&lab=matrix&source=file"
    numpy.save(tmp_path / "a.npy", MATRIX)
    assert rankscope.show(tmp_path / "a.npy").file_name == "a.npy"
    model = rankscope.show({"w.weight": MATRIX})
    assert (model.state, model.file_name) == ("v=1&lab=transformer&source=file", "model.spectra")
    with pytest.raises(ValueError, match="nowhere.npy"):
        rankscope.show(tmp_path / "nowhere.npy")
