"""A table with a row for each matrix, and its pictures."""

import numpy

from . import _native
from .reports import Svg

# Between these values of alpha WeightWatcher calls a layer well trained.
_GUIDES = {"alpha": [("2", 2.0), ("6", 6.0)], "alpha_fixed_aspect": [("2", 2.0), ("6", 6.0)]}


class Pictures:
    """What a table of ``analyze`` draws; ``notes`` has what a reader of the numbers has to know."""

    notes = ()
    spectra = ()

    def plot(self, column="alpha", width=640, height=400, theme="light"):
        """A column over the rows of the table, as SVG that Jupyter shows."""
        if column not in self.columns:
            raise ValueError(f"column: one of {', '.join(self.columns)}; got {column!r}")
        try:
            values = numpy.array(self[column], dtype=float)
        except (TypeError, ValueError):
            raise ValueError(f"column: one of numbers, got {column!r}") from None
        return Svg(_native.column(values, column, column, _GUIDES.get(column, []), width, height, theme))

    def esd(self, name, width=640, height=400, theme="light"):
        """The eigenvalues of the matrix of that name, or of that row (from 0): the share of them from each one upwards, with the
        fitted tail and the edge of noise, as SVG that Jupyter shows."""
        names = list(self["name"])
        if isinstance(name, str) and name not in names:
            raise ValueError(f"name: one of the column 'name', such as {names[0]!r}; got {name!r}")
        row = names.index(name) if isinstance(name, str) else range(len(names))[name]
        values, rows, cols, rounding = self.spectra[int(list(self["layer_id"])[row])]
        return Svg(_native.density(values, rows, cols, rounding, names[row], width, height, theme))


class Columns(dict, Pictures):
    """The table where pandas is not installed: columns by name."""

    @property
    def columns(self):
        return list(self)

    def __len__(self):
        return len(next(iter(self.values()), ()))


def table(rows, notes, spectra):
    """Rows as a pandas DataFrame with pictures; as columns by name where pandas is not installed."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: [row.get(name, float("nan")) for row in rows] for name in names}
    try:
        from .frame import Details

        made = Details(columns)
    except ImportError:
        made = Columns(columns)
    # Not columns: pandas warns of attributes that look like new ones.
    object.__setattr__(made, "notes", list(notes))
    object.__setattr__(made, "spectra", list(spectra))
    return made
