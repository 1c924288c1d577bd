"""Text: cached, supersampled at small sizes for even spacing, with Chinese runs in their own font.

Positions are baselines. Sizes are in physical pixels: scale them before calling.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np
import pygame

from game.assets import asset
from game.window.theme import Colour, Weight

Align = Literal["left", "center", "right"]

_LATIN: dict[Weight, str] = {
    "regular": "Inter-Regular.ttf",
    "medium": "Inter-Medium.ttf",
    "semibold": "Inter-SemiBold.ttf",
    "bold": "Inter-Bold.ttf",
}
_HANZI: dict[Weight, str] = {
    "regular": "NotoSansSC-Regular.ttf",
    "medium": "NotoSansSC-Regular.ttf",
    "semibold": "NotoSansSC-SemiBold.ttf",
    "bold": "NotoSansSC-SemiBold.ttf",
}
_SUPERSAMPLED_UP_TO = 20
_NEVER_FIRST = set("，。、；：？！）》】”’…％,.;:?!)]}%·—")
_NEVER_LAST = set("（《【“‘([{")
# Lifts the half-tones of the box filter, so that light text on dark keeps its weight.
_GAMMA = (255 * (np.arange(256) / 255) ** 0.80).astype(np.uint8)


class Run(NamedTuple):
    """A stretch of text that one font can draw."""

    text: str
    hanzi: bool


def is_hanzi(character: str) -> bool:
    """Return whether a character needs the Chinese font."""
    code = ord(character)
    return 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xFF00 <= code <= 0xFFEF


def runs(string: str) -> list[Run]:
    """Split a string where the font changes."""
    result: list[Run] = []
    for character in string:
        hanzi = is_hanzi(character)
        if result and result[-1].hanzi == hanzi:
            result[-1] = Run(result[-1].text + character, hanzi)
        else:
            result.append(Run(character, hanzi))
    return result


@functools.lru_cache(256)
def font(weight: Weight, size: int, hanzi: bool = False) -> pygame.font.Font:
    """Return a font. Units: pixels."""
    if not pygame.font.get_init():
        pygame.font.init()
    name = _HANZI[weight] if hanzi else _LATIN[weight]
    return pygame.font.Font(str(asset(f"fonts/{name}")), size)


def _oversampling(size: int) -> int:
    return 2 if size <= _SUPERSAMPLED_UP_TO else 1


@functools.lru_cache(8192)
def width(string: str, weight: Weight, size: int) -> int:
    """Return the width of one line. Units: pixels."""
    times = _oversampling(size)
    total = sum(font(weight, size * times, run.hanzi).size(run.text)[0] for run in runs(string))
    return -(-total // times)


@functools.lru_cache(64)
def ascent(weight: Weight, size: int) -> float:
    """Return the height of a line above its baseline. Units: pixels."""
    times = _oversampling(size)
    return font(weight, size * times).get_ascent() / times


@functools.lru_cache(4096)
def render(string: str, weight: Weight, size: int, colour: Colour) -> pygame.Surface:
    """Return a line with straight alpha whose baseline lies at ``ascent(weight, size)``."""
    times = _oversampling(size)
    baseline = font(weight, size * times).get_ascent()
    height = int(font(weight, size * times).get_height() * 1.1)
    wide, high = max(1, width(string, weight, size)), -(-height // times)
    canvas = pygame.Surface((wide * times, high * times), pygame.SRCALPHA)
    canvas.fill((*colour, 0))
    x = 0
    for run in runs(string):
        face = font(weight, size * times, run.hanzi)
        canvas.blit(face.render(run.text, True, colour), (x, baseline - face.get_ascent()))
        x += face.size(run.text)[0]
    return canvas if times == 1 else _halve(canvas, colour)


def _halve(canvas: pygame.Surface, colour: Colour) -> pygame.Surface:
    """Return the canvas at half size, each pixel the mean of four."""
    alpha = pygame.surfarray.array_alpha(canvas).astype(np.uint16)
    mean = (alpha[0::2, 0::2] + alpha[1::2, 0::2] + alpha[0::2, 1::2] + alpha[1::2, 1::2] + 2) >> 2
    result = pygame.Surface(mean.shape, pygame.SRCALPHA)
    result.fill((*colour, 0))
    target = pygame.surfarray.pixels_alpha(result)
    target[:] = _GAMMA[mean]
    del target
    return result


def draw(
    surface: pygame.Surface,
    string: str,
    position: tuple[float, float],
    weight: Weight = "regular",
    size: int = 13,
    colour: Colour = (255, 255, 255),
    align: Align = "left",
    max_width: int | None = None,
) -> int:
    """Draw a line at (x, baseline) and return its width. Units: pixels."""
    if max_width is not None:
        string = ellipsize(string, weight, size, max_width)
    if not string:
        return 0
    line_width = width(string, weight, size)
    x, baseline = position
    x -= {"left": 0.0, "center": line_width / 2, "right": line_width}[align]
    line = render(string, weight, size, colour)
    surface.blit(line, (round(x), round(baseline - ascent(weight, size))))
    return line_width


@functools.lru_cache(2048)
def ellipsize(string: str, weight: Weight, size: int, max_width: int) -> str:
    """Return the string, cut with an ellipsis if it is wider than allowed; empty if none fits."""
    if width(string, weight, size) <= max_width:
        return string
    low, high = 0, len(string)
    while low < high:
        middle = (low + high + 1) // 2
        if width(string[:middle].rstrip() + "…", weight, size) <= max_width:
            low = middle
        else:
            high = middle - 1
    if low == 0:
        return "…" if width("…", weight, size) <= max_width else ""
    return string[:low].rstrip() + "…"


def _pieces(paragraph: str) -> Iterator[str]:
    """Yield the smallest stretches a line may break between."""
    for run in runs(paragraph):
        if run.hanzi:
            yield from run.text
        else:
            words = run.text.split(" ")
            yield from (word + " " for word in words[:-1])
            if words[-1]:
                yield words[-1]


def _break_long(piece: str, weight: Weight, size: int, max_width: int) -> Iterator[str]:
    """Yield parts of a piece that fit a line each."""
    part = ""
    for character in piece:
        if part and width((part + character).rstrip(), weight, size) > max_width:
            yield part
            part = ""
        part += character
    yield part


def _carried(line: str, part: str) -> int:
    """How many characters at the end of a line go along with what follows it."""
    count, following = 0, part[0]
    while count < len(line) - 1:
        last = line[-1 - count]
        if last not in _NEVER_LAST and not (following in _NEVER_FIRST and is_hanzi(last)):
            break
        count, following = count + 1, last
    return count


def unwrap(lines: Sequence[str]) -> str:
    """Lines as one again: with spaces between words and none between Chinese characters."""
    whole = ""
    for line in lines:
        apart = whole and line and not (is_hanzi(whole[-1]) or is_hanzi(line[0]))
        whole += f" {line}" if apart else line
    return whole


@functools.lru_cache(1024)
def wrap(string: str, weight: Weight, size: int, max_width: int) -> tuple[str, ...]:
    """Return the lines of a text that are at most ``max_width`` wide. Units: pixels.

    Chinese breaks between any two characters, but never before closing punctuation and never
    after an opening one.
    """
    lines: list[str] = []
    for paragraph in string.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            for part in _break_long(piece, weight, size, max_width):
                fits = width((line + part).rstrip(), weight, size) <= max_width
                if fits or not line:
                    line += part
                else:
                    kept = len(line) - _carried(line, part)
                    lines.append(line[:kept].rstrip())
                    line = line[kept:] + part
        lines.append(line.rstrip())
    return tuple(lines)
