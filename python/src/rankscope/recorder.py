"""A training run as one growing file: spectra and losses, not weights."""

import pathlib

import numpy

from . import _native
from .details import Columns
from .matrix import real_array


class Recorder:
    """Appends the spectra of a model's matrices to a file, every so many steps.

    ``recorder(model, step=step, loss=loss, attention=maps)`` in a training loop keeps, of each step that ``every`` divides: the singular
    values and two norms of each chosen matrix, what else has one value (``loss=...``, ``accuracy=...``), and attention maps by name.
    ``modules`` chooses by parts of parameter names, or by a function of a name; matrices of two sides of at least 2 alone are kept, kernels of
    convolutions as outputs x (inputs times taps). A file that exists is gone on with; a record that a crash has cut is dropped.
    ``callback()`` is for Lightning, ``trainer_callback()`` for the Trainer of Hugging Face.
    """

    def __init__(self, path, every=100, modules=None):
        if every < 1:
            raise ValueError(f"every: a number of steps from 1, got {every}")
        self.path, self.every = pathlib.Path(path), int(every)
        self.chosen = modules if callable(modules) else _chooser(modules)
        earlier = self.path.read_bytes() if self.path.is_file() else b""
        if earlier:
            _, length = _native.frames(self.path.name, earlier)
            self._file = self.path.open("r+b")
            self._file.truncate(length)
            self._file.seek(length)
        else:
            self._file = self.path.open("wb")
            self._file.write(_native.frame())
            self._file.flush()

    def __call__(self, model, step, attention=None, **numbers):
        """Records the step if ``every`` divides it; answers whether it did. ``attention``: a dict of maps (queries, keys) or stacks of them."""
        if step % self.every:
            return False
        self.record(model, step, attention, **numbers)
        return True

    def record(self, model, step, attention=None, **numbers):
        """Records the step, whatever its number."""
        matrices = [self._matrix(name, array) for name, array in _weights(model, self.chosen)]
        maps = [(name, one) for name, array in (attention or {}).items() for name, one in _maps(name, array)]
        told = [(name, float(value)) for name, value in numbers.items()]
        # One write, which is whole or is dropped when the file is read.
        self._file.write(_native.frame(_native.moment(int(step), told, matrices, maps)))
        self._file.flush()

    @staticmethod
    def _matrix(name, array):
        values = _native.singular_values(array[None])[0]
        wide = array.astype(numpy.float64, copy=False)
        group, entry = float(numpy.sqrt((wide**2).sum(axis=1)).sum()), float(numpy.abs(wide).sum())
        return name, *array.shape, values.astype(numpy.float32).tolist(), group, entry

    def close(self):
        self._file.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def callback(self):
        """A callback for Lightning that records after training batches, with the loss."""
        try:
            from lightning.pytorch import Callback
        except ImportError:
            from pytorch_lightning import Callback
        recorder = self

        class RankscopeCallback(Callback):
            def on_train_batch_end(self, trainer, pl_module, outputs, batch, batch_idx):
                loss = outputs.get("loss") if isinstance(outputs, dict) else outputs
                recorder(pl_module, step=trainer.global_step, **({} if loss is None else {"loss": float(loss)}))

        return RankscopeCallback()

    def trainer_callback(self):
        """A callback for the Trainer of Hugging Face that records after steps, with the loss that was logged last."""
        from transformers import TrainerCallback

        recorder = self

        class RankscopeCallback(TrainerCallback):
            def on_step_end(self, args, state, control, model=None, **_):
                logged = next((entry["loss"] for entry in reversed(state.log_history) if "loss" in entry), None)
                recorder(model, step=state.global_step, **({} if logged is None else {"loss": logged}))

        return RankscopeCallback()


def _chooser(parts):
    if parts is None:
        return lambda name: True
    parts = [parts] if isinstance(parts, str) else list(parts)
    return lambda name: any(part in name for part in parts)


def _weights(model, chosen):
    """The matrices of a module or a state_dict, those that are chosen, as arrays that lie row by row."""
    named = model.named_parameters() if hasattr(model, "named_parameters") else model.items()
    for name, weight in named:
        if not chosen(name) or len(weight.shape) < 2:
            continue
        array = real_array(weight)
        array = numpy.ascontiguousarray(array.reshape(array.shape[0], -1))
        if min(array.shape) > 1:
            yield name, array


def _maps(name, array):
    array = real_array(array).astype(numpy.float32)
    if array.ndim < 2:
        raise ValueError(f"attention: maps of queries and keys, got the shape {array.shape} for {name!r}")
    if array.ndim == 2:
        return [(name, numpy.ascontiguousarray(array))]
    stack = array.reshape(-1, *array.shape[-2:])
    return [(f"{name} {at}", numpy.ascontiguousarray(one)) for at, one in enumerate(stack)]


class Recording:
    """What a recording holds: ``moments``, one for each recorded step, and tables of them."""

    def __init__(self, path):
        path = pathlib.Path(path)
        self.moments, self.cut = _native.moments(path.name, path.read_bytes())

    def __len__(self):
        return len(self.moments)

    @property
    def steps(self):
        return [moment["step"] for moment in self.moments]

    def table(self):
        """One row for each step and matrix, with the ranks, norms and tail of it, and the numbers of the step: a pandas DataFrame, or
        columns by name where pandas is not installed."""
        rows = []
        for moment in self.moments:
            for name, height, width, values, group, entry in moment["matrices"]:
                numbers = _native.row_of_values(values, height, width, 2.0**-24)
                norms = {"group_norm_2_1": group, "entry_norm_1_1": entry}
                rows.append({"step": moment["step"], **dict(moment["numbers"]), "name": name, **numbers, **norms})
        names = list(dict.fromkeys(name for row in rows for name in row))
        columns = {name: [row.get(name, float("nan")) for row in rows] for name in names}
        try:
            import pandas
        except ImportError:
            return Columns(columns)
        return pandas.DataFrame(columns)


def recording(path):
    """Reads a file that a ``Recorder`` writes, up to its last whole record, while it is written too."""
    return Recording(path)
