"""Where the bytes of a checkpoint are: in files, behind an address, in the tensors of a running program."""

import json
import os
import pathlib
import threading
import time

import numpy

from . import _native

# Bytes that are asked for at a time of what is far away, where a unit wants them one after the other.
AHEAD = 16 << 20

# Seconds to wait before a request is tried again.
WAITS = (0.2, 1.0, 3.0)

CONFIGS = ("config.json", "adapter_config.json")


def source_of(model, storage_options=None):
    """The source of a module, a state_dict, a path or an address."""
    if hasattr(model, "state_dict"):
        return Memory(model.state_dict(), type(model).__name__)
    if hasattr(model, "items"):
        return Memory(model, "state_dict")
    try:
        name = os.fspath(model)
    except TypeError:
        raise ValueError(
            f"model: a torch.nn.Module, a state_dict, the path or the address of a checkpoint; got {type(model).__name__}"
        ) from None
    if "://" in name:
        return Remote(name, storage_options)
    return Local(name)


class Missing(ValueError):
    """A file that is not there."""


class _Files:
    """Files beside each other; ``first`` are those to begin with."""

    far = False

    def plan(self, every=False):
        """What there is to measure; ``problems`` then has what cannot be read, in words."""
        self.problems = []
        survey = _native.Survey()
        for name in self.first:
            self._look(survey, name)
        shards = survey.shards()
        for name in shards:
            try:
                self._look(survey, name)
            except ValueError as error:
                self.problems.append(str(error))
        for name in CONFIGS:
            self._look_where_it_is(survey, name)
        if self.problems:
            # The index asks for every tensor; what is left is measured without it.
            survey = _native.Survey()
            for name in (*shards, *CONFIGS):
                self._look_where_it_is(survey, name)
        self.adapter_scale = survey.adapter_scale()
        return survey.plan(every)

    def _look_where_it_is(self, survey, name):
        try:
            self._look(survey, name)
        except Missing:
            pass
        except ValueError:
            # What is bad in it was told when it was looked at first.
            if name in CONFIGS:
                raise

    def _look(self, survey, name):
        size, start = self.size(name), b""
        while (wanted := survey.take(name, size, start)) is not None:
            more = self.read(name, len(start), wanted)
            if not more:
                raise ValueError(f"{name}: {len(start)} bytes could be read of {wanted}")
            start += more

    def follow(self, work, plan, unit=None):
        """Gives a unit the bytes that it wants, and finishes it."""
        ends = [] if unit is None else plan.unit(unit)["ranges"]
        held = (None, 0, b"")
        while (want := work.wants()) is not None:
            file, begin, end = want
            if self.far:
                held = self._ahead(plan, ends, held, file, begin, end)
                work.take(held[2][begin - held[1] : end - held[1]])
            else:
                work.take(self.read(plan.files[file], begin, end))
        return work.finish()

    def _ahead(self, plan, ends, held, file, begin, end):
        if held[0] == file and held[1] <= begin and end <= held[1] + len(held[2]):
            return held
        last = max((stop for at, start, stop in ends if at == file and start <= begin and end <= stop), default=end)
        stop = max(end, min(last, begin + AHEAD))
        return file, begin, self.read(plan.files[file], begin, stop)


class Local(_Files):
    """A .safetensors file, the index of shards, or a folder: of a model, or of the hub's cache."""

    def __init__(self, path):
        path = pathlib.Path(path)
        if path.is_dir():
            path = _snapshot(path)
            self.folder = path
            self.first = _beginnings(path, sorted(file.name for file in path.iterdir() if file.is_file()))
        elif path.is_file():
            self.folder, self.first = path.parent, [path.name]
        else:
            raise ValueError(f"{path}: there is no such file or folder")

    def size(self, name):
        try:
            return (self.folder / name).stat().st_size
        except OSError as error:
            raise Missing(f"{self.folder / name}: {error.strerror}") from error

    def read(self, name, begin, end):
        try:
            with open(self.folder / name, "rb") as file:
                file.seek(begin)
                return file.read(end - begin)
        except OSError as error:
            raise ValueError(f"{self.folder / name}: {error.strerror}") from error


def _snapshot(folder):
    """The revision that a folder of the hub's cache, ``models--ORGANISATION--NAME``, has as its main one; other folders as they are."""
    snapshots = folder / "snapshots"
    if not snapshots.is_dir():
        return folder
    main = folder / "refs" / "main"
    revisions = sorted((one for one in snapshots.iterdir() if one.is_dir()), key=lambda one: one.stat().st_mtime)
    named = snapshots / main.read_text().strip() if main.is_file() else None
    if named is not None and named.is_dir():
        return named
    if not revisions:
        raise ValueError(f"{folder}: a folder of the hub's cache without a downloaded revision")
    return revisions[-1]


def _beginnings(folder, names):
    """The files to begin with among those of a folder: its index, else all that hold tensors."""
    indices = [name for name in names if name.endswith(".safetensors.index.json")]
    if indices:
        return indices[:1]
    tensors = [name for name in names if name.endswith(".safetensors")]
    if not tensors:
        pickled = [name for name in names if name.endswith((".bin", ".pt", ".pth", ".ckpt"))]
        cure = "; pickled weights are not opened: load them by torch and give the state_dict" if pickled else ""
        raise ValueError(f"{folder}: no .safetensors among its {len(names)} files{cure}")
    return tensors


class Remote(_Files):
    """Files behind an address that fsspec knows: http, s3, gcs, hf, ... Only the byte ranges that are wanted are asked for."""

    far = True

    def __init__(self, url, storage_options=None):
        self.url, self.options = url, dict(storage_options or {})
        self._open()
        if self.path.endswith((".safetensors", ".json")):
            self.folder, _, name = self.path.rpartition("/")
            self.first = [name]
        else:
            self.folder = self.path.rstrip("/")
            names = sorted(one.rpartition("/")[2] for one in self._tried("list", lambda: self.fs.ls(self.folder, detail=False)))
            self.first = _beginnings(url, names)

    def _open(self):
        try:
            import fsspec
        except ImportError:
            raise ValueError(f"{self.url}: addresses are read by fsspec, which is not installed (pip install fsspec)") from None
        self.fs, self.path = fsspec.core.url_to_fs(self.url, **self.options)
        self._sizes, self._lock = {}, threading.Lock()

    def __getstate__(self):
        return {"url": self.url, "options": self.options, "first": self.first, "folder": self.folder}

    def __setstate__(self, state):
        self.__dict__.update(state)
        self._open()

    def _place(self, name):
        return f"{self.folder}/{name}"

    def size(self, name):
        with self._lock:
            if name not in self._sizes:
                size = self._tried(name, lambda: self.fs.size(self._place(name)))
                if size is None:
                    raise ValueError(f"{self._place(name)}: the server does not tell its size")
                self._sizes[name] = size
            return self._sizes[name]

    def read(self, name, begin, end):
        place, wanted = self._place(name), end - begin

        def ranged():
            got = self.fs.cat_file(place, start=begin, end=end)
            if len(got) > wanted:
                raise ValueError(f"{place}: the server answers with {len(got)} bytes where {wanted} are asked for; it does not know ranges")
            if len(got) < wanted:
                raise ConnectionError(f"{len(got)} bytes came of {wanted}")
            return got

        return self._tried(name, ranged, f" for bytes {begin} to {end}")

    def _tried(self, name, ask, what=""):
        """The answer, asked for again where it fails."""
        for wait in (*WAITS, None):
            try:
                return ask()
            except FileNotFoundError as error:
                raise Missing(f"{self._place(name)}: there is no such file") from error
            except ValueError:
                raise
            except Exception as error:
                if wait is None:
                    tries = len(WAITS) + 1
                    raise ValueError(f"{self._place(name)}: {type(error).__name__}: {error}{what}, {tries} times") from error
                time.sleep(wait)


# The names of types in the header of a .safetensors file, by those of PyTorch and NumPy.
_DTYPES = {
    "float64": "F64",
    "float32": "F32",
    "float16": "F16",
    "bfloat16": "BF16",
    "float8_e4m3fn": "F8_E4M3",
    "float8_e5m2": "F8_E5M2",
    "int64": "I64",
    "int32": "I32",
    "int16": "I16",
    "int8": "I8",
    "uint8": "U8",
    "bool": "BOOL",
}


class Memory(_Files):
    """Tensors of a running program, as the bytes of a .safetensors file that is never written."""

    def __init__(self, tensors, name):
        self.name = f"{name}.safetensors"
        self.first = [self.name]
        self.tied, self.parts = [], []
        header, end, seen = {}, 0, {}
        for key, tensor in tensors.items():
            dtype = _DTYPES.get(str(getattr(tensor, "dtype", "")).rpartition(".")[2])
            if dtype is None or not hasattr(tensor, "shape"):
                continue
            place = (_address(tensor), tuple(tensor.shape), dtype)
            if place[0] is not None and place in seen:
                self.tied.append(f"{key} is {seen[place]}")
                continue
            seen[place] = key
            bits = _bytes_of(tensor)
            header[key] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": [end, end + len(bits)]}
            self.parts.append((end, bits))
            end += len(bits)
        if not header:
            raise ValueError("model: no tensors of numbers in its state_dict")
        text = json.dumps(header).encode()
        self.start = len(text).to_bytes(8, "little") + text
        self.end = end

    def size(self, name):
        if name != self.name:
            raise Missing(f"{name}: a state_dict has no files")
        return len(self.start) + self.end

    def read(self, name, begin, end):
        if begin < len(self.start):
            return self.start[begin:end]
        begin, end = begin - len(self.start), end - len(self.start)
        starts = [at for at, _ in self.parts]
        at, bits = self.parts[numpy.searchsorted(starts, begin, side="right") - 1]
        # What is wanted lies within a tensor.
        return bits[begin - at : end - at].tobytes()


def _address(tensor):
    return tensor.data_ptr() if hasattr(tensor, "data_ptr") else None


def _bytes_of(tensor):
    """The bytes of a tensor, where it lies if it lies on the CPU and row by row."""
    if hasattr(tensor, "detach"):
        import torch

        tensor = tensor.detach().cpu().contiguous()
        return tensor.reshape(-1).view(torch.uint8).numpy()
    array = numpy.ascontiguousarray(tensor)
    return array.reshape(-1).view(numpy.uint8)
