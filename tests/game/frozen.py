"""Views as JSON and back: pictures can be drawn of one fixed view whatever the model says."""

import dataclasses
import functools
import gzip
import importlib
import json
import math
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import numpy as np

from game.session import Session
from tests.game.view_samples import SampleDesk


def plain(value: Any) -> Any:
    """A view of frozen dataclasses as JSON's own values."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        fields = {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"is": f"{kind.__module__}:{kind.__qualname__}", **fields}
    if isinstance(value, np.ndarray):
        return {"is": "array", "type": str(value.dtype), "values": plain(value.tolist())}
    if isinstance(value, dict):
        return {"is": "dict", "pairs": [[plain(k), plain(v)] for k, v in value.items()]}
    if isinstance(value, list):
        return {"is": "list", "values": [plain(one) for one in value]}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float):
        return "nan" if math.isnan(value) else {"is": "float", "hex": value.hex()}
    if isinstance(value, str):
        return f"'{value}"
    assert value is None or isinstance(value, bool | int), type(value)
    return value


def alive(value: Any) -> Any:
    """The view of JSON's values. Fields that a class no longer has are dropped."""
    if isinstance(value, list):
        return tuple(alive(one) for one in value)
    if isinstance(value, str):
        return value[1:] if value.startswith("'") else math.nan
    if not isinstance(value, dict):
        return value
    kind = value["is"]
    if kind == "float":
        return float.fromhex(value["hex"])
    if kind == "array":
        return np.array(alive(value["values"]), value["type"])
    if kind == "list":
        return list(alive(value["values"]))
    if kind == "dict":
        return {alive(key): alive(one) for key, one in value["pairs"]}
    module, _, name = kind.partition(":")
    made = getattr(importlib.import_module(module), name)
    known = {field.name for field in dataclasses.fields(made)}
    return made(**{key: alive(one) for key, one in value.items() if key in known})


def freeze(view: Any, path: Path) -> None:
    """Write a view; the same view always gives the same bytes."""
    words = json.dumps(plain(view), ensure_ascii=False, separators=(",", ":"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(words.encode(), 9, mtime=0))


def thaw(path: Path) -> Any:
    """Read a view. Raises: TypeError if the class has new fields; then the view is made anew."""
    return alive(json.loads(gzip.decompress(path.read_bytes())))


def name_of(make: Any) -> str:
    """The name of the function that a screen hands to its desk, through a partial or a lambda."""
    if isinstance(make, functools.partial):
        return name_of(make.func)
    if make.__name__ == "<lambda>":
        return str(make.__code__.co_names[-1])
    return str(make.__name__)


class FrozenDesk(SampleDesk):
    """A desk that answers with the views of a file. Nothing is computed."""

    def __init__(self, path: Path) -> None:
        self.frozen: dict[str, Any] = thaw(path)
        super().__init__(self.frozen["view"])
        self.setup = self.frozen["setup"]

    def look(self, make: Callable[[Session], Any]) -> Any:
        """What was shown, or nothing."""
        return self.frozen.get(name_of(make))

    def look_ahead(self, **choices: Any) -> Any:
        """The foresight room as it was, whatever is chosen."""
        return self.frozen["look_ahead"]

    def audit_view(self) -> Any:
        """As it was."""
        return self.frozen["audit_view"]

    def predict_view(self) -> Any:
        """As it was."""
        return self.frozen["predict_view"]

    def end_view(self) -> Any:
        """As it was."""
        return self.frozen["end_view"]

    def ask(self, key: Hashable, work: Any) -> None:
        """Nothing is computed."""

    def answer(self, key: Hashable) -> Any:
        """Nothing was computed."""

    def progress(self, key: Hashable) -> Any:
        """Nobody asked."""


class FrozenEnd(FrozenDesk):
    """A desk whose game is over, with the debrief of the file."""

    def look(self, make: Callable[[Session], Any]) -> Any:
        """The debrief, which is all that its screen looks at."""
        return self.frozen["debrief"]


class FrozenDebrief:
    """The debrief of a file."""

    def __init__(self, view: Any) -> None:
        self._view = view

    def view(self) -> Any:
        """As it was."""
        return self._view
