"""The controls of the gallery in all their states."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pygame

from game.window.widgets import (
    Button,
    Heading,
    Option,
    Select,
    Slider,
    Tabs,
    TextEntry,
    Toggle,
    Widget,
    digits_only,
)
from game.window.widgets.button import Kind

Place = Callable[[float, float, float, float], pygame.Rect]
LIMIT_HINT = (
    "Chips above this limit cannot be sold to the challenger. It slows them for two years, "
    "then speeds up substitution."
)


def billions(value: float) -> str:
    """Return a sum of money."""
    return f"${value:.0f}bn"


def sliders(rect: Place) -> Iterator[Widget]:
    """Yield sliders: pending, plain, disabled, with a unit, logarithmic."""
    yield Heading("controls", rect(32, 76, 270, 24), "Export controls", icon="shield-ban")
    name = "Chip performance limit"
    yield Slider("limit", rect(32, 108, 270, 36), name, 74, 0, 100, law=62, tooltip=LIMIT_HINT)
    yield Slider("breadth", rect(32, 152, 270, 36), "Entity-list breadth", 45, 0, 100)
    name, reason = "Outbound investment screen", "Needs a law of 2028 before it can be used."
    place = rect(32, 196, 270, 36)
    yield Slider("locked", place, name, 30, 0, 100, enabled=False, disabled_reason=reason)
    yield Heading("build", rect(32, 344, 270, 24), "Domestic build-out", icon="factory")
    place = rect(32, 376, 270, 36)
    yield Slider("subsidy", place, "Fab subsidies, per year", 34, 0, 100, format_value=billions)
    place, name = rect(32, 420, 270, 36), "Chips per licence (log)"
    yield Slider("chips", place, name, 1000, 10, 100_000, law=200, logarithmic=True)


def switches(rect: Place) -> Iterator[Widget]:
    """Yield switches: on, pending, disabled."""
    yield Toggle("euv", rect(32, 240, 270, 28), "Block EUV lithography", True)
    yield Toggle("spares", rect(32, 270, 270, 28), "Block servicing and spares", True, law=False)
    place, reason = rect(32, 300, 270, 28), "No ally supports it yet."
    yield Toggle("cloud", place, "Cloud access rule", False, enabled=False, disabled_reason=reason)


def choices(rect: Place) -> Iterator[Widget]:
    """Yield cyclers and text entries."""
    stances = (
        Option("open", "Open licences"),
        Option("case", "Case by case"),
        Option("deny", "Presumption of denial"),
    )
    place = rect(32, 472, 270, 52)
    yield Select("stance", place, "Stance towards neutral buyers", stances, "case", law="open")
    seats = (Option(1, "Patient"), Option(2, "Bold"))
    yield Select("rival", rect(32, 536, 270, 30), "Opponent", seats, 1)
    yield TextEntry("seed", rect(32, 580, 270, 52), "Seed", "42", accept=digits_only)
    yield TextEntry("code", rect(32, 644, 270, 52), "Room code", placeholder="e.g. K7Q2")


def buttons(rect: Place) -> Iterator[Widget]:
    """Yield buttons of every kind."""
    kinds: tuple[Kind, ...] = ("primary", "accent", "ghost", "danger")
    for index, kind in enumerate(kinds):
        place = rect(360 + (index % 2) * 196, 58 + (index // 2) * 46, 186, 36)
        yield Button(kind, place, kind.capitalize(), kind=kind, icon="check")
    place, reason = rect(360, 150, 186, 36), "Nothing has changed."
    label = "Enact next quarter"
    yield Button("off", place, label, kind="primary", enabled=False, disabled_reason=reason)
    yield Button("narrow", rect(556, 150, 90, 36), "A label too long for it")
    for index, (icon, name) in enumerate(
        (("pause", "Pause"), ("play", "Play"), ("fast-forward", "Twice as fast"))
    ):
        place, chosen = rect(656 + index * 32, 152, 30, 30), index == 1
        yield Button(icon, place, name, icon=icon, icon_only=True, kind="segment", selected=chosen)


def tabs(rect: Place) -> Iterator[Widget]:
    """Yield both looks of tabs."""
    layers = (
        Option("eco", "Ecosystems"),
        Option("compute", "Compute"),
        Option("lines", "Supply lines"),
    )
    yield Tabs("tabs", rect(360, 204, 388, 34), "Map layer", layers, "eco")
    pages = (
        Option("foresight", "Foresight", "chart-line"),
        Option("ledger", "Ledger", "table"),
        Option("wire", "Wire"),
    )
    yield Tabs("pages", rect(360, 256, 388, 36), "Page", pages, "ledger", look="underline")
