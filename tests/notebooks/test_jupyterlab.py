"""The documented cell in JupyterLab: what is on screen, and what the kernel knows."""

import ast
import sys

import nbformat
import pytest
from conftest import MATRIX, erank, eventually, shown, snippet
from jupyter_client import BlockingKernelClient


# What `show` is for: the lab opened on what a person has at hand.
SHOWN = f"""
import numpy, rankscope
rankscope.show(numpy.array({MATRIX.tolist()}))
"""


@pytest.fixture
def kernel(serve, page, tmp_path, request):
    """Opens a notebook with the documented cell, or that of a test, and runs it; answers what evaluates an expression in its kernel."""
    first = getattr(request, "param", None) or snippet("python")
    cells = [nbformat.v4.new_code_cell(source) for source in (first, "lab")]
    kernelspec = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernelspec), tmp_path / "lecture.ipynb")
    runtime = tmp_path / "runtime"
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--IdentityProvider.token="]
    address = serve(command, JUPYTER_RUNTIME_DIR=str(runtime))
    foreign = []
    page.on("request", lambda request: foreign.append(request.url) if request.url.startswith("http") and not request.url.startswith(address) else None)
    page.goto(f"{address}/lab/tree/lecture.ipynb")
    # A cell that is run before its kernel is there is not run.
    page.get_by_text("| Idle").wait_for()
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    page.locator("rankscope-lab[data-ready]").wait_for()

    client = BlockingKernelClient(connection_file=str(next(runtime.glob("kernel-*.json"))))
    client.load_connection_file()
    client.start_channels()
    client.wait_for_ready(timeout=30)

    def value(expression):
        answer = client.execute("", user_expressions={"it": expression}, reply=True, timeout=30)["content"]["user_expressions"]["it"]
        assert answer["status"] == "ok", answer
        return ast.literal_eval(answer["data"]["text/plain"])

    yield value
    client.stop_channels()
    assert foreign == []


def test_jupyterlab(kernel, page):
    studied = kernel("lab.matrix")
    eventually(lambda: shown(page), erank(studied))
    eventually(lambda: kernel("lab.readouts['erank']"), erank(studied))
    assert str(kernel("lab.headline")) == page.locator("rankscope-lab #headline").inner_text()

    # From Python to the page ...
    kernel(f"setattr(lab, 'matrix', {MATRIX.tolist()})")
    eventually(lambda: shown(page), erank(MATRIX))

    # ... and from the page to Python: at temperature 2, probabilities become their square roots, scaled to sum to 1.
    page.locator("rankscope-lab #temp-number").fill("2")
    page.keyboard.press("Tab")
    roots = MATRIX**0.5
    eventually(lambda: kernel("lab.readouts['erank']"), erank(roots / roots.sum(axis=1, keepdims=True)))
    assert "temp=2" in kernel("lab.state")

    kernel("setattr(lab, 'state', 'v=1&lab=attention&source=identity&n=8&readouts=erank,n')")
    eventually(lambda: shown(page), 8.0)
    eventually(page.locator("rankscope-lab .readout:visible").count, 2)

    # A second view shows what the first one does; the matrix of the constructor is history.
    page.locator(".jp-CodeCell .cm-content").nth(1).click()
    page.keyboard.press("Shift+Enter")
    page.locator("rankscope-lab[data-ready]").nth(1).wait_for()
    page.locator("rankscope-lab #temp-number").nth(1).fill("3")
    page.keyboard.press("Tab")
    eventually(lambda: "temp=3" in kernel("lab.state"), True)
    assert "source=identity" in kernel("lab.state")
    for nth in (0, 1):
        eventually(lambda: shown(page, nth), 8.0)


@pytest.mark.parametrize("kernel", [SHOWN], indirect=True, ids=["show"])
def test_show_opens_the_lab_on_a_matrix(kernel, page):
    eventually(lambda: shown(page), erank(MATRIX))
    eventually(lambda: kernel("_.readouts['erank']"), erank(MATRIX))
    assert "source=file" in kernel("_.state")
