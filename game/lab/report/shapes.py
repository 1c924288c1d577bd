"""Small pieces that the charts of a study share: boxes, words that fit, steps of colour."""

import unicodedata
from collections.abc import Callable
from html import escape

import numpy as np

from game.batch.measures import Measure
from game.batch.svg import minus, number, text
from game.lab.report.estimates import Estimate

SHARE = Measure("share", "Share of runs", "%", 0, 100.0)
# Opacities of a hue over the card, from hardly to fully: each tells itself from the next, and words
# on it keep their contrast on both grounds. From DARK on, words are in ink.
STEPS = (0.06, 0.2, 0.34, 0.48, 0.76)
DARK = 0.6


def box(x: float, y: float, width: float, height: float, colour: str, opacity: float = 1.0) -> str:
    """A filled box."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.0):.1f}" height="{height:.1f}" '
        f'rx="2" fill="var(--{colour})" fill-opacity="{opacity:g}"/>'
    )


def on_colour(opacity: float) -> str:
    """The colour of words on a step of colour."""
    return "ink" if opacity > DARK else "text"


def wide(words: str, size: float) -> float:
    """About how wide words are, rather too wide than too narrow. Units: those of the drawing."""
    ems = 0.0
    for letter in words:
        if unicodedata.east_asian_width(letter) in "WF":
            ems += 1.0
        elif letter in "ilj.,'|:;!()[] ":
            ems += 0.36
        else:
            ems += 0.74 if letter.isupper() or letter in "mwMW%@" else 0.6
    return ems * size


def fitted(words: str, room: float, size: float) -> str:
    """The words, cut short where they would not fit."""
    if wide(words, size) <= room:
        return words
    short = words
    while short and wide(short + "\N{HORIZONTAL ELLIPSIS}", size) > room:
        short = short[:-1]
    return short.rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def named(x: float, y: float, words: str, room: float, colour: str = "text", size: int = 13) -> str:
    """Words cut to fit; what was cut off shows where a pointer rests."""
    short = fitted(words, room, size)
    drawn = text(x, y, short, colour, size=size)
    return drawn if short == words else f"<g><title>{escape(words)}</title>{drawn}</g>"


def tick_labels(ticks: list[float], x: Callable[[float], float], y: float) -> str:
    """The numbers of ticks under an axis; every second or third where they would touch."""
    words = [number(tick) for tick in ticks]
    room = x(ticks[1]) - x(ticks[0])
    every = 1 + int((max(wide(word, 11) for word in words) + 8) / room)
    first = next((i for i, tick in enumerate(ticks) if tick == 0.0), 0) % every
    shown = list(zip(ticks, words, strict=True))[first::every]
    return "".join(text(x(tick), y, word, "text-muted", "middle", 11) for tick, word in shown)


def whisker(low: float, high: float, y: float) -> str:
    """An interval as a thin line with ends. Units: places in the drawing."""
    return (
        f'<path d="M{low:.1f} {y - 4:.1f}v8M{low:.1f} {y:.1f}H{high:.1f}M{high:.1f} '
        f'{y - 4:.1f}v8" stroke="var(--text)" stroke-width="1.5" fill="none"/>'
    )


def shown(measure: Measure, value: float) -> str:
    """A number of a measure as the page writes it; a dash where there is none."""
    return minus(measure.show(value)) if np.isfinite(value) else "\N{EN DASH}"


def signed(measure: Measure, value: float) -> str:
    """The same with its sign."""
    return minus(measure.show_signed(value)) if np.isfinite(value) else "\N{EN DASH}"


def interval(measure: Measure, estimate: Estimate, sign: bool = False) -> str:
    """The 95% interval of an estimate in words."""
    if not estimate.known:
        return "not repeated"
    write = signed if sign else shown
    return f"{write(measure, estimate.low)} to {write(measure, estimate.high)}"
