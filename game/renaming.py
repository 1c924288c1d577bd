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
    "Google": "Beacon",
    "Amazon": "Orinoco",
    "Baidu": "Hundred",
    "Alibaba": "Bazaar",
    "Hygon": "Seacore",
    "Biren": "Cliff",
    "Moore Threads": "Threadworks",
    "US": "Coalition",
}
# Chinese writes names without spaces around them, and shortens them inside a sentence.
FICTIONAL_CHINESE = {
    "美国": "联合邦",
    "对美": "对联合邦",
    "华盛顿": "联合邦",
    "中国": "领邦",
    "对华": "对领邦",
    "在华": "在领邦",
    "输华": "输领邦",
    "入华": "入领邦",
    "访华": "访问领邦",
    "北京": "领邦",
    "美中": "两强",
    "荷兰和日本": "设备诸邦",
    "韩国和台湾": "代工诸邦",
    "荷兰": "低地邦",
    "日本": "火岛邦",
    "韩国": "汉江邦",
    "台湾": "丽岛",
    "英伟达": "青翠",
    "华为": "莲花",
    "昇腾CANN": "花瓣",
    "昇腾": "花瓣",
    "寒武纪": "三叶虫",
    "台积电": "港湾代工",
    "中芯国际": "三角洲代工",
    "三星": "三芒星",
    "英特尔": "内里",
    "阿斯麦": "石刻",
    "长鑫": "江河存储",
}
_RENAMED = {**FICTIONAL, **FICTIONAL_CHINESE}
_WORDS = re.compile(
    "|".join(
        re.escape(name)
        if name in FICTIONAL_CHINESE
        else rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])"
        for name in sorted(_RENAMED, key=len, reverse=True)
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
    return _WORDS.sub(lambda match: _RENAMED[match[0]], text)


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
