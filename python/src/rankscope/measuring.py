"""A checkpoint of any size as a small file: units of work, on threads or on whatever has ``submit``."""

import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import warnings

from . import _native
from .analysis import processors, progress_of
from .sources import source_of


def measure(source, client=None, out="model.spectra", *, threads=None, every=False, progress=None, storage_options=None):
    """Measures a checkpoint once and for all into a small file that ``rs.show``, the page and the command line open. Returns its path.

    ``source`` is what ``analyze`` takes. Without a client, units run on threads, as many as processors and memory allow: together they hold
    at most three times the largest tensor (or 64 MiB). ``client`` is a ``dask.distributed.Client``, or any executor with ``submit``: every unit
    is then a task, which reads its own byte ranges from ``source`` where it runs, so a path has to be one that every worker sees. The
    result is the same to the bit, whoever did what in which order; a unit whose worker died is done again by the engine.

    What is known is kept in ``out`` + ".part", record by record; a run that was interrupted goes on from there. A file or a unit that
    cannot be read is named in a warning, and the rest is measured. ``every`` measures each matrix by itself, whatever it does in a model,
    instead of the layers of the models in it.
    """
    files = source_of(source, storage_options)
    plan = files.plan(every)
    out = pathlib.Path(out)
    part = _Part(pathlib.Path(f"{out}.part"), _identity(files, plan))
    problems = list(files.problems)
    known = {at: measured for at, measured in part.known.items() if at < len(plan)}
    # The longest first: no worker is left with one at the end.
    left = sorted((at for at in range(len(plan)) if at not in known), key=lambda at: -plan.unit(at)["flops"])
    run = _on_threads(files, plan, threads) if client is None else _on_client(files, every, client)
    with part, run as submit:
        running = {submit(at): at for at in left}
        for done in progress_of(_completed(client, running), len(left), "units", progress):
            at = running[done]
            try:
                measured = done.result()
            except ValueError as error:
                problems.append(str(error))
                continue
            part.add(at, measured)
            known[at] = measured
    for problem in problems:
        warnings.warn(f"left out: {problem}", stacklevel=2)
    if not known:
        raise ValueError(f"{plan.name}: nothing could be measured: {'; '.join(problems)}")
    made = out.with_name(f"{out.name}.new")
    made.write_bytes(plan.bundle(sorted(known.items())))
    os.replace(made, out)
    if not problems:
        part.path.unlink()
    return out


def _unit(files, plan, at):
    return bytes(files.follow(plan.measuring(at), plan, at)[0])


class _on_threads:
    def __init__(self, files, plan, threads):
        self.files, self.plan = files, plan
        self.pool = concurrent.futures.ThreadPoolExecutor(max(1, min(threads or processors(), plan.at_a_time)))

    def __enter__(self):
        return lambda at: self.pool.submit(_unit, self.files, self.plan, at)

    def __exit__(self, kind, *_):
        self.pool.shutdown(wait=True, cancel_futures=kind is not None)


class _on_client:
    """Tasks of an engine: the source travels, the plan is made anew where a unit runs."""

    def __init__(self, files, every, client):
        self.files, self.every, self.client = files, every, client

    def __enter__(self):
        # Of Dask: a unit that was lost with its worker is done again, and never taken for another run's.
        options = {"pure": False, "retries": 3} if hasattr(self.client, "scheduler_info") else {}
        return lambda at: self.client.submit(_elsewhere, self.files, self.every, at, **options)

    def __exit__(self, *_):
        return None


def _elsewhere(files, every, at):
    return _unit(files, _plan_of(_Key(files), every), at)


class _Key:
    """A source that is equal to another one of the same files."""

    def __init__(self, files):
        self.files = files
        self.words = repr(sorted(vars(files).items(), key=str)) if not hasattr(files, "parts") else repr(id(files))

    def __eq__(self, other):
        return self.words == other.words

    def __hash__(self):
        return hash(self.words)


@functools.lru_cache(maxsize=4)
def _plan_of(key, every):
    return key.files.plan(every)


def _completed(client, running):
    if hasattr(client, "scheduler_info"):
        from distributed import as_completed

        return as_completed(list(running))
    return concurrent.futures.as_completed(running)


def _identity(files, plan):
    """What a partial file has to be of, to be gone on with."""
    sizes = [(name, files.size(name)) for name in plan.files]
    units = [(unit["name"], unit["ranges"]) for unit in map(plan.unit, range(len(plan)))]
    return hashlib.sha256(json.dumps([sizes, units]).encode()).digest()


class _Part:
    """What is known so far, in a file that grows."""

    def __init__(self, path, identity):
        self.path, self.known = path, {}
        if path.is_file() and (earlier := path.read_bytes()).startswith(_native.frame()):
            whole, length = _native.frames(path.name, earlier)
            if whole and whole[0] == identity:
                self.known = {int.from_bytes(one[:8], "little"): one[8:] for one in whole[1:]}
                self.file = path.open("r+b")
                self.file.truncate(length)
                self.file.seek(length)
                return
        self.file = path.open("wb")
        self.file.write(_native.frame() + _native.frame(identity))

    def add(self, at, measured):
        self.file.write(_native.frame(at.to_bytes(8, "little") + measured))
        self.file.flush()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
