"""Checkpoints measured far away and by many: the same bytes, whoever did what."""

import concurrent.futures
import http.server
import os
import threading
import warnings

import numpy
import pytest
import rankscope
from distributed import Client, LocalCluster, get_worker
from files import safetensors, sharded

RNG = numpy.random.default_rng(3)


def weights(count=12, side=40):
    return {f"layers.{i}.weight": RNG.standard_normal((side + i, side)).astype(numpy.float32) for i in range(count)}


@pytest.fixture
def checkpoint(tmp_path):
    return sharded(tmp_path / "model", weights(), 3)


def single(source, out):
    return rankscope.measure(source, out=out, threads=1, progress=False).read_bytes()


class Ranges(http.server.SimpleHTTPRequestHandler):
    """A server that knows ranges, or misbehaves as its class is told to."""

    asked = []
    fail = staticmethod(lambda path: None)
    ranges = True

    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self._answer(False)

    def do_GET(self):
        self._answer(True)

    def _answer(self, with_body):
        path = self.translate_path(self.path)
        if not os.path.isfile(path):
            self.send_error(404)
            return
        failing = type(self).fail(self.path) if with_body else None
        if failing == 503:
            self.send_error(503)
            return
        with open(path, "rb") as file:
            whole = file.read()
        wanted = self.headers.get("Range")
        if self.ranges and wanted:
            first, _, last = wanted.removeprefix("bytes=").partition("-")
            begin, end = int(first), min(int(last or len(whole) - 1) + 1, len(whole))
            body = whole[begin:end]
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {begin}-{end - 1}/{len(whole)}")
        else:
            body = whole
            self.send_response(200)
        self.send_header("Accept-Ranges", "bytes" if self.ranges else "none")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            type(self).asked.append((self.path, len(body)))
            self.wfile.write(body[: len(body) // 2] if failing == "cut" else body)
            self.close_connection = failing == "cut"


@pytest.fixture
def web(tmp_path):
    """Serves the folder; answers its address and the handler, whose habits can be changed."""

    class Handler(Ranges):
        asked = []

        def __init__(self, *rest, **more):
            super().__init__(*rest, directory=str(tmp_path), **more)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", Handler
    server.shutdown()
    server.server_close()


def test_an_address_gives_what_the_disk_gives(checkpoint, tmp_path, web):
    address, handler = web
    far = f"{address}/model/{checkpoint.name}"
    assert single(far, tmp_path / "far.spectra") == single(checkpoint, tmp_path / "near.spectra")
    table = rankscope.analyze(far, progress=False, random_baseline=False)
    assert table.equals(rankscope.analyze(checkpoint, progress=False, random_baseline=False))


def test_only_the_header_and_the_wanted_bytes_are_asked_for(tmp_path, web):
    address, handler = web
    # A tensor of no use for a table, ten times as large as all others.
    tensors = {"ids": numpy.zeros(400_000, numpy.int32), **weights(2)}
    file = safetensors(tmp_path / "model.safetensors", tensors)
    rankscope.analyze(f"{address}/{file.name}", progress=False)
    assert sum(size for _, size in handler.asked) < file.stat().st_size // 10


def test_what_a_server_does_wrong_is_tried_again_and_then_named(checkpoint, tmp_path, web, monkeypatch):
    monkeypatch.setattr("rankscope.sources.WAITS", (0.01, 0.02, 0.03))
    address, handler = web
    far, expected = f"{address}/model/{checkpoint.name}", single(checkpoint, tmp_path / "near.spectra")
    for failing in (503, "cut"):
        times = {}

        def sometimes(path, failing=failing, times=times):
            times[path] = times.get(path, 0) + 1
            return failing if path.endswith(".safetensors") and times[path] % 3 == 2 else None

        handler.fail = staticmethod(sometimes)
        assert single(far, tmp_path / "far.spectra") == expected
        handler.fail = staticmethod(lambda path, failing=failing: failing if path.endswith("2-of-00003.safetensors") else None)
        with pytest.warns(UserWarning, match="model-00002-of-00003.safetensors.*4 times"):
            rankscope.measure(far, out=tmp_path / "far.spectra", progress=False)
        (tmp_path / "far.spectra.part").unlink()
    handler.fail = staticmethod(lambda path: None)
    handler.ranges = False
    with pytest.raises(ValueError, match="does not know ranges"):
        rankscope.analyze(f"{address}/model/model-00001-of-00003.safetensors", progress=False)


def test_a_run_goes_on_from_its_partial_file(checkpoint, tmp_path, monkeypatch):
    expected = single(checkpoint, tmp_path / "whole.spectra")
    out, done = tmp_path / "run.spectra", []
    real = rankscope.measuring._unit

    def interrupted(files, plan, at):
        if len(done) == 5:
            raise KeyboardInterrupt
        done.append(at)
        return real(files, plan, at)

    monkeypatch.setattr("rankscope.measuring._unit", interrupted)
    with pytest.raises(KeyboardInterrupt):
        rankscope.measure(checkpoint, out=out, threads=1, progress=False)
    assert not out.exists()
    part = tmp_path / "run.spectra.part"
    # As a crash leaves it: in the middle of a record.
    part.write_bytes(part.read_bytes()[:-7])
    again = []
    monkeypatch.setattr("rankscope.measuring._unit", lambda files, plan, at: again.append(at) or real(files, plan, at))
    rankscope.measure(checkpoint, out=out, threads=1, progress=False)
    assert out.read_bytes() == expected and not part.exists()
    assert len(again) == 12 - 4 and set(done[:4]).isdisjoint(again)


def test_a_bad_shard_is_named_and_the_rest_is_measured(checkpoint, tmp_path):
    shard = checkpoint.parent / "model-00002-of-00003.safetensors"
    shard.write_bytes(shard.read_bytes()[:-100])
    with pytest.warns(UserWarning, match="left out: model-00002-of-00003.safetensors"):
        out = rankscope.measure(checkpoint, out=tmp_path / "rest.spectra", progress=False)
    table = rankscope.evaluate("lab=transformer&source=file", data=out)
    assert any("number 2 is missing" in note for note in table["notes"])


def test_an_executor_is_a_client(checkpoint, tmp_path):
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        out = rankscope.measure(checkpoint, client=pool, out=tmp_path / "pool.spectra", progress=False)
    assert out.read_bytes() == single(checkpoint, tmp_path / "one.spectra")


def _dies_once(flag, real, *rest):
    """The work of a unit, whose worker is killed the first time."""
    try:
        os.close(os.open(flag, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return real(*rest)
    os._exit(1) if get_worker() else None


def test_a_cluster_whose_worker_is_killed(checkpoint, tmp_path, monkeypatch):
    expected = single(checkpoint, tmp_path / "one.spectra")
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            out = rankscope.measure(checkpoint, client=client, out=tmp_path / "two.spectra", progress=False)
        assert out.read_bytes() == expected
        real, flag = rankscope.measuring._elsewhere, str(tmp_path / "died")
        submit = client.submit
        monkeypatch.setattr(client, "submit", lambda work, *rest, **more: submit(_dies_once, flag, real, *rest, **more))
        out = rankscope.measure(checkpoint, client=client, out=tmp_path / "killed.spectra", progress=False)
        assert os.path.exists(flag)
        assert out.read_bytes() == expected
