"""The widget in a marimo notebook, whose cells run again when a trait changes."""

import sys
import textwrap

from conftest import MATRIX, erank, eventually, shown

NOTEBOOK = f"""
    import marimo

    app = marimo.App()

    @app.cell
    def _():
        import marimo as mo
        from rankscope import RankscopeLab
        return mo, RankscopeLab

    @app.cell
    def _(mo, RankscopeLab):
        lab = mo.ui.anywidget(RankscopeLab(matrix={MATRIX.tolist()}, controls="temp", figures="heatmap"))
        lab
        return (lab,)

    @app.cell
    def _(mo, lab):
        def identity(_):
            lab.widget.state = "v=1&lab=attention&source=identity&n=8"
        mo.ui.button(label="Identity", on_click=identity)

    @app.cell
    def _(mo, lab):
        mo.md(f"Python knows {{lab.value['readouts'].get('erank')}} of {{lab.widget.readouts.get('erank')}}.")

    if __name__ == "__main__":
        app.run()
"""


def test_marimo(serve, page, tmp_path):
    (tmp_path / "lecture.py").write_text(textwrap.dedent(NOTEBOOK))
    address = serve([sys.executable, "-m", "marimo", "run", "lecture.py", "--headless", "--no-token", "--host=127.0.0.1"])
    page.goto(address)

    def known():
        words = page.get_by_text("Python knows").inner_text(timeout=1000).rstrip(".").split()
        return [float(words[2]), float(words[4])]

    def both(expected):
        eventually(lambda: shown(page), expected)
        eventually(lambda: known()[0], expected)
        eventually(lambda: known()[1], expected)

    both(erank(MATRIX))
    page.locator("rankscope-lab #temp-number").fill("2")
    page.keyboard.press("Tab")
    roots = MATRIX**0.5
    both(erank(roots / roots.sum(axis=1, keepdims=True)))
    page.get_by_role("button", name="Identity").click()
    both(8.0)
