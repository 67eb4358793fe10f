import os
import pathlib
from typing import Any, Callable, Mapping, Optional, Sequence, Union

import anywidget
import numpy
from numpy.typing import ArrayLike, NDArray

__version__: str

class Ranks(dict[str, Any]):
    def to_frame(self) -> Any: ...

class Svg(str):
    def save(self, path: Union[str, os.PathLike]) -> None: ...

class RankscopeLab(anywidget.AnyWidget):
    state: str
    matrix: list[list[float]]
    file: bytes
    file_name: str
    controls: str
    figures: str
    theme: str
    readouts: dict[str, Optional[float]]
    headline: str
    def __init__(
        self,
        *,
        matrix: Optional[ArrayLike] = None,
        state: str = ...,
        controls: str = ...,
        figures: str = ...,
        theme: str = ...,
        **settings: Any,
    ) -> None: ...

class Recorder:
    path: pathlib.Path
    every: int
    def __init__(
        self,
        path: Union[str, os.PathLike],
        every: int = 100,
        modules: Union[None, str, Sequence[str], Callable[[str], bool]] = None,
    ) -> None: ...
    def __call__(self, model: Any, step: int, attention: Optional[Mapping[str, ArrayLike]] = None, **numbers: float) -> bool: ...
    def record(self, model: Any, step: int, attention: Optional[Mapping[str, ArrayLike]] = None, **numbers: float) -> None: ...
    def close(self) -> None: ...
    def __enter__(self) -> Recorder: ...
    def __exit__(self, *_: object) -> None: ...
    def callback(self) -> Any: ...
    def trainer_callback(self) -> Any: ...

class Recording:
    moments: list[dict[str, Any]]
    cut: int
    steps: list[int]
    def __len__(self) -> int: ...
    def table(self) -> Any: ...

def singular_values(a: ArrayLike) -> NDArray[numpy.float64]: ...
def ranks(a: ArrayLike) -> Ranks: ...
def evaluate(
    state: str = ..., matrix: Optional[ArrayLike] = None, data: Union[None, str, os.PathLike] = None
) -> dict[str, Any]: ...
def render(
    state: str = ...,
    matrix: Optional[ArrayLike] = None,
    data: Union[None, str, os.PathLike] = None,
    figure: Optional[str] = None,
    width: float = 640,
    height: float = 400,
    theme: str = "light",
) -> Svg: ...
def analyze(
    model: Any,
    *,
    base: Any = None,
    scale: Optional[float] = None,
    convolutions: str = "flat",
    seed: int = 0,
    random_baseline: bool = True,
    fixed_aspect: bool = True,
    progress: Optional[bool] = None,
    threads: Optional[int] = None,
    storage_options: Optional[Mapping[str, Any]] = None,
) -> Any: ...
def measure(
    source: Any,
    client: Any = None,
    out: Union[str, os.PathLike] = "model.spectra",
    *,
    threads: Optional[int] = None,
    every: bool = False,
    progress: Optional[bool] = None,
    storage_options: Optional[Mapping[str, Any]] = None,
) -> pathlib.Path: ...
def recording(path: Union[str, os.PathLike]) -> Recording: ...
def show(what: Any, lab: Optional[str] = None, **settings: Any) -> RankscopeLab: ...
