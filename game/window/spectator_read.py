"""Reads JSON into frozen values: nothing that comes over the network is believed unseen.

A field says by its type what it takes. What is missing, or of another kind, becomes the type's own
nothing: an empty text, 0, no number (NaN), an empty list. Texts and lists have a most.
"""

import functools
import math
from dataclasses import is_dataclass
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

MOST_SIGNS = 2000
MOST_ROWS = 400
MOST_WHOLE = 10**12

T = TypeVar("T")


def filled(kind: type[T], data: Any) -> T:
    """A value of a dataclass from a JSON object; from anything else one with nothing in it."""
    one: Any = kind
    given, known = data if isinstance(data, dict) else {}, _fields(one)
    return kind(**{name: read(hint, given.get(name)) for name, hint in known.items()})


@functools.cache
def _fields(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def read(hint: Any, value: Any) -> Any:
    """A value as a type hint wants it. Raises: TypeError for a hint that no field should have."""
    if hint in _PLAIN:
        return _PLAIN[hint](value)
    if is_dataclass(hint):
        return filled(hint, value)  # type: ignore[arg-type]
    parts = get_args(hint)
    if get_origin(hint) is tuple:
        return tuple(read(parts[0], one) for one in _rows(value))
    if get_origin(hint) is dict:
        pairs = list(value.items())[:MOST_ROWS] if isinstance(value, dict) else []
        return {text(key): read(parts[1], one) for key, one in pairs}
    if get_origin(hint) is UnionType:
        return _or_none(parts[0], value)
    raise TypeError(f"no field is read as {hint}")


def _rows(value: Any) -> list[Any]:
    return value[:MOST_ROWS] if isinstance(value, list) else []


def _or_none(hint: Any, value: Any) -> Any:
    found = None if value is None else read(hint, value)
    if hint is bool:
        return value if isinstance(value, bool) else None
    return None if isinstance(found, float) and math.isnan(found) else found


def text(value: Any) -> str:
    """A text in one line that every font takes: no control characters, no halves of characters."""
    if not isinstance(value, str):
        return ""
    whole = value[:MOST_SIGNS].encode("utf-8", "replace").decode("utf-8")
    return "".join(sign if sign.isprintable() else " " for sign in whole).strip()


def number(value: Any) -> float:
    """A finite number, or NaN."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return math.nan
    try:
        found = float(value)
    except OverflowError:
        return math.nan
    return found if math.isfinite(found) else math.nan


def whole(value: Any) -> int:
    """A whole number that is no larger than a screen can need, or 0."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > MOST_WHOLE:
        return 0
    return value


_PLAIN: dict[Any, Any] = {
    str: text, int: whole, float: number, bool: lambda value: value is True,
}  # fmt: skip
