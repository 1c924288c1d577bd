"""Made-up names: the same texts with invented countries and firms, for a calmer discussion.

Geography keeps its names, so that the map stays a map.
"""

from __future__ import annotations

import functools
import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

FICTIONAL = {
    "the United States": "the Coalition",
    "The United States": "The Coalition",
    "United States": "Coalition",
    "Washington": "the Coalition",
    "Beijing": "the Dominion",
    "China's": "the Dominion's",
    "Chinese": "Dominion",
    "China": "Dominion",
    "Netherlands and Japan": "Toolmaker states",
    "South Korea and Taiwan": "Foundry states",
    "the Netherlands": "Polderland",
    "Netherlands": "Polderland",
    "Dutch": "Polder",
    "Japan": "Hinoshima",
    "South Korea": "Hangang",
    "Taiwan": "Formosia",
    "Nvidia": "Verdant",
    "AMD": "Crimson",
    "Huawei": "Lotus",
    "Ascend CANN": "Petal",
    "Ascend": "Petal",
    "CANN": "Petal",
    "CUDA": "Weave",
    "Cambricon": "Trilobite",
    "TSMC": "Harbour Foundry",
    "SMIC": "Delta Foundry",
    "Samsung": "Threestar",
    "Intel": "Inward",
    "ASML": "Lithos",
    "CXMT": "River Memory",
    "DeepSeek": "Deepdive",
    "US": "Coalition",
}
_WORDS = re.compile(
    "|".join(
        rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])"
        for name in sorted(FICTIONAL, key=len, reverse=True)
    )
)
_KEPT = (
    *("key", "lane", "seat", "role", "icon", "metric", "kind", "side", "source", "cause", "effect"),
    *("start", "end", "default_seat", "leader", "checksum", "format", "state"),
)
Value = TypeVar("Value")


@functools.lru_cache(4096)
def rename_text(text: str) -> str:
    """A text with made-up names."""
    return _WORDS.sub(lambda match: FICTIONAL[match[0]], text)


def rename(value: Value, pack: str) -> Value:
    """A view with the names of a pack; keys, colours and sources stay."""
    return _renamed(value, top=True) if pack == "fictional" else value


def _renamed(value: Any, top: bool = False) -> Any:
    if isinstance(value, str):
        return rename_text(value)
    if isinstance(value, tuple):
        if not value or isinstance(value[0], int | float):
            return value
        return tuple(_renamed(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {}
        for field in fields(value):
            held = getattr(value, field.name)
            if field.name in _KEPT and isinstance(held, str):
                continue
            new = _renamed(held)
            if new is not held and new != held:
                changes[field.name] = new
        return replace(value, **changes) if changes else value
    return value
