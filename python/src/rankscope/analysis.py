"""A model as a table: one row a matrix."""

import concurrent.futures
import math
import os
import warnings

import numpy

from . import _native
from .details import table
from .sources import source_of

# What a table counts.
_WHOLE = (
    "num_evals",
    "num_params",
    "num_pl_spikes",
    "matrix_rank",
    "rank_loss",
    "weak_rank_loss",
    "num_spikes",
    "numerical_rank",
    "energy_rank_99",
)

# What is told of a random matrix of the same shape: numbers that no factor changes.
_RANDOM = ("erank", "stable_rank", "participation_ratio", "energy_rank_99", "entropy", "alpha")


def analyze(
    model,
    *,
    base=None,
    scale=None,
    convolutions="flat",
    seed=0,
    random_baseline=True,
    fixed_aspect=True,
    progress=None,
    threads=None,
    storage_options=None,
):
    """One row for each matrix of a model, in a pandas DataFrame that also has ``notes``, ``plot(column)`` and ``esd(name)``.

    ``model`` is a torch.nn.Module, a state_dict of tensors or arrays, or the path or address of a .safetensors file, of the index of
    its shards, of a folder with either, or of a model in the hub's cache. Embeddings count; a tied weight counts once. Quantised
    tensors are measured as the numbers that they stand for where the format is open (FP8 with scales, GPTQ, AWQ, bitsandbytes int8);
    ``notes`` counts and names the others.

    ``convolutions``: "flat" measures a kernel as outputs x (inputs times taps), "taps" each tap as outputs x inputs.
    A LoRA adapter is measured as B A and, where the weight that it changes is in ``model`` or in ``base``, as W + s B A, with s = alpha / r
    from its adapter_config.json or ``scale``.

    Columns that WeightWatcher also has carry its names and mean the same (docs/weightwatcher.md compares them); beside them are
    ``erank`` and the other names of ``ranks``, ``condition_number``, ``mp_softrank`` and ``num_spikes`` against noise as large as the matrix,
    ``rand_*`` of a Gaussian matrix of the same shape drawn by ``seed``, and ``alpha_fixed_aspect``, the tail exponent of square pieces
    (arXiv 2506.06280). ``alpha`` is the maximum-likelihood exponent of Clauset, Shalizi and Newman (arXiv 0706.1062) at every size.
    """
    if convolutions not in ("flat", "taps"):
        raise ValueError(f'convolutions: "flat" or "taps", got {convolutions!r}')
    source = source_of(model, storage_options)
    plan = source.plan(every=True)
    under = _Base(source, plan) if base is None else _Base.of(source_of(base, storage_options))
    options = {
        "convolutions": convolutions,
        "seed": seed if fixed_aspect else None,
        "scale": source.adapter_scale if scale is None else scale,
        "base": under,
    }
    count = threads or processors()
    units = sorted(range(len(plan)), key=lambda at: -plan.unit(at)["flops"])
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        random = _Random(pool, seed) if random_baseline else None
        running = {}
        for at in units:
            running[pool.submit(_matrices, source, plan, at, options)] = at
            if random is not None and not plan.unit(at)["product"]:
                random.of(*plan.unit(at)["matrix"])
        try:
            for done in progress_of(concurrent.futures.as_completed(running), len(units), "matrices", progress):
                done.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        found = {at: done.result() for done, at in running.items()}
        rows, spectra = [], []
        for at in range(len(plan)):
            for row, spectrum in found[at]:
                if random is not None:
                    row.update(random.row(row["rows"], row["cols"]))
                rows.append({"layer_id": len(rows), **row})
                spectra.append(spectrum)
    for problem in source.problems:
        warnings.warn(f"left out: {problem}", stacklevel=2)
    notes = [*plan.notes, *source.problems, *(f"tied: {one}" for one in getattr(source, "tied", ()))]
    return table(rows, notes, spectra)


def processors():
    """How many processors this program may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def progress_of(things, total, what, wanted):
    """The things, behind a bar where tqdm is installed; ``wanted`` is True, False, or None for a bar where a person watches."""
    if wanted is False:
        return things
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return things
    return tqdm(things, total=total, unit=f" {what}", leave=False, disable=None if wanted is None else False)


def _matrices(source, plan, at, options):
    """The rows of a unit, each with its singular values, shape and rounding."""
    unit = plan.unit(at)
    if unit["product"]:
        return _adapter(source, plan, at, unit, options)
    reading = plan.reading(at)
    matrix = source.follow(reading, plan, at)
    shape, kind = unit["shapes"][0], _kind(unit)
    if kind == "conv" and options["convolutions"] == "taps":
        outputs, inputs, *taps = shape
        stack = matrix.reshape(outputs, inputs, -1)
        names = [f"{unit['name']}[{','.join(map(str, tap))}]" for tap in numpy.ndindex(*taps)]
        return [
            _row(name, kind, numpy.ascontiguousarray(stack[:, :, i]), unit, options) for i, name in enumerate(names)
        ]
    return [_row(unit["name"], kind, matrix, unit, options)]


def _kind(unit):
    name, shape = unit["name"], unit["shapes"][0]
    if "expert" in name and len(shape) == 3:
        return "expert"
    if len(shape) > 2:
        return "conv"
    return "embedding" if any(word in name for word in ("embed", "wte.", "wpe.", "shared.")) else "dense"


def _row(name, kind, matrix, unit, options):
    values, numbers = _native.row(matrix, unit["rounding"], options["seed"])
    return _told(name, kind, matrix.shape, numbers), (values, *matrix.shape, unit["rounding"])


def _told(name, kind, shape, numbers):
    rows, cols = shape
    for whole in _WHOLE:
        if whole in numbers:
            numbers[whole] = int(numbers[whole]) if math.isfinite(numbers[whole]) else -1
    alpha = numbers["alpha"]
    return {
        "name": name,
        "kind": kind,
        "shape": f"{rows} x {cols}",
        "rows": rows,
        "cols": cols,
        "N": max(shape),
        "M": min(shape),
        "Q": max(shape) / min(shape),
        "num_evals": min(shape),
        "num_params": rows * cols,
        "warning": "over-trained" if alpha < 2 else "under-trained" if alpha > 6 else "",
        **numbers,
    }


class _Random:
    """Gaussian matrices, one for each shape, drawn beside the others' work."""

    def __init__(self, pool, seed):
        self.pool, self.seed, self.known = pool, seed, {}

    def of(self, rows, cols):
        # A matrix and its transpose have the same singular values.
        shape = (max(rows, cols), min(rows, cols))
        if shape not in self.known:
            self.known[shape] = self.pool.submit(_native.random_row, *shape, self.seed)
        return self.known[shape]

    def row(self, rows, cols):
        numbers = self.of(rows, cols).result()
        return {f"rand_{name}": numbers[name] for name in _RANDOM}


class _Base:
    """Where the weights are that adapters change."""

    def __init__(self, source, plan):
        self.source, self.plan = source, plan
        units = (plan.unit(at) for at in range(len(plan)))
        self.names = {unit["name"]: at for at, unit in enumerate(units) if not unit["product"]}

    @classmethod
    def of(cls, source):
        return cls(source, source.plan(every=True))

    def weight(self, stem):
        """The weight that an adapter of that name changes, and its unit; None where there is none."""
        stems = (stem, stem.removeprefix("base_model.model."), stem.removeprefix("base_model."))
        for name in (f"{one}{end}" for one in stems for end in (".weight", ".base_layer.weight", ".qweight")):
            if (at := self.names.get(name)) is not None:
                return self.source.follow(self.plan.reading(at), self.plan, at), self.plan.unit(at)
        return None


def _adapter(source, plan, at, unit, options):
    """B A, and W + s B A where W is known."""
    _, (values, *_) = source.follow(plan.measuring(at), plan, at)
    a, b = (source.follow(factor, plan, at) for factor in plan.factors(at))
    shape = (b.shape[0], a.shape[1])
    numbers = _native.row_of_values(values, *shape, unit["rounding"])
    name = unit["name"]
    rows = [(_told(name, "lora", shape, numbers), (values, *shape, unit["rounding"]))]
    found = options["base"].weight(name.removesuffix(" (B A)"))
    if found is not None and options["scale"] is not None:
        weight, base = found
        if weight.shape != shape:
            raise ValueError(f"base: {base['name']!r} is {weight.shape[0]} x {weight.shape[1]}, its adapter {shape[0]} x {shape[1]}")
        changed = {**base, "rounding": max(base["rounding"], unit["rounding"])}
        rows.append(_row(f"{base['name']} + {options['scale']:g} B A", "weight + lora", weight + options["scale"] * (b @ a), changed, options))
    return rows
