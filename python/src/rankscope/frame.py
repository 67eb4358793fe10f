"""The table of ``analyze`` where pandas is installed."""

import pandas

from .details import Pictures


class Details(Pictures, pandas.DataFrame):
    """A DataFrame with ``notes``, ``plot`` and ``esd``; polars reads it by the dataframe protocol."""

    _metadata = ["notes", "spectra"]

    @property
    def _constructor(self):
        return Details
