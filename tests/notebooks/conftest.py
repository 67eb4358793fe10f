"""A matrix and its effective rank by NumPy, a browser, and servers of notebooks that end with their test."""

import os
import pathlib
import re
import socket
import subprocess
import time
import urllib.request

import numpy
import pytest
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).parents[2]

MATRIX = numpy.array([[0.5, 0.5, 0, 0], [0.1, 0.7, 0.1, 0.1], [0.2, 0, 0.8, 0], [0.25, 0.25, 0.25, 0.25]])


def erank(matrix):
    """exp of the entropy of the singular values, scaled to sum to 1 (Roy and Vetterli 2007, section 2)."""
    values = numpy.linalg.svd(numpy.asarray(matrix, dtype=float), compute_uv=False)
    shares = values / values.sum()
    shares = shares[shares > 0]
    return float(numpy.exp(-(shares * numpy.log(shares)).sum()))


def snippet(name):
    """A fenced example of docs/embedding.md."""
    text = (ROOT / "docs/embedding.md").read_text("utf-8")
    return re.search(rf"<!-- snippet: {name} -->\n```\w+\n(.*?)\n```", text, re.S)[1]


def eventually(read, expected, seconds=30):
    """Asks until the answer is as expected, to 12 digits where it is a number."""
    end = time.monotonic() + seconds
    while True:
        try:
            value = read()
            assert value == (pytest.approx(expected, rel=1e-12) if isinstance(expected, float) else expected)
            return
        except Exception:
            if time.monotonic() > end:
                raise
        time.sleep(0.2)


def shown(page, nth=0):
    """The effective rank that a lab of the page shows, with every digit."""
    return float(page.locator("rankscope-lab").nth(nth).locator('[data-readout="erank"] .value').get_attribute("data-full", timeout=1000))


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        # Containers often run as root and have little shared memory.
        started = playwright.chromium.launch(
            executable_path=os.environ.get("CHROME", "/usr/bin/chromium"), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield started
        started.close()


@pytest.fixture
def page(browser, request):
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{request.node.name}.png")
    context.close()


@pytest.fixture
def serve(tmp_path):
    """Starts a server, which is told a port and a home of its own, and answers its address."""
    running = []

    def start(command, **environment):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        log = tmp_path / "server.log"
        with log.open("w") as out:
            running.append(
                subprocess.Popen(
                    [*command, f"--port={port}"],
                    cwd=tmp_path,
                    env={**os.environ, "HOME": str(tmp_path), **environment},
                    stdout=out,
                    stderr=subprocess.STDOUT,
                )
            )
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                urllib.request.urlopen(address, timeout=5).close()
                return address
            except OSError:
                time.sleep(0.2)
        raise AssertionError(f"{command} does not answer:\n{log.read_text()}")

    yield start
    for server in running:
        server.terminate()
        server.wait(30)
