"""A scatter of chips on logarithmic axes, with licence thresholds that can be dragged."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass

import pygame

from game.language import mark, ntr, tr
from game.views.line import LineView
from game.views.line_chips import ChipMark
from game.window.panels.cards import Card
from game.window.panels.scatter_paint import paint_scatter
from game.window.theme import COLOURS
from game.window.widgets import HANDLED, Changed, Intent
from game.window.widgets.base import Direction, Point

REACH = 9  # pixels at scale 1 within which a line or a chip is meant


@dataclass(frozen=True)
class AxisChoice:
    """A vertical axis: the chip's field, the threshold that lies on it, and its words."""

    key: str
    lever: str
    label: str
    low: float
    high: float


AXES = {
    "density": AxisChoice(
        "density", "chip_density", mark("Performance density, TPP/mm²"), 0.2, 60.0
    ),
    "memory": AxisChoice("memory", "chip_memory", mark("Memory bandwidth, TB/s"), 0.04, 20.0),
    "link": AxisChoice("link", "chip_link", mark("Chip-to-chip link, GB/s"), 40.0, 4000.0),
}
_TPP = (100.0, 60000.0)


@dataclass(frozen=True)
class Scale:
    """Where numbers stand on the plot: both axes logarithmic. Units: pixels of the canvas."""

    plot: pygame.Rect
    x_low: float
    x_high: float
    y_low: float
    y_high: float

    def x(self, tpp: float) -> float:
        """The column of a performance; the edge for what lies beyond."""
        return self.plot.x + _share(tpp, self.x_low, self.x_high) * (self.plot.width - 1)

    def y(self, value: float) -> float:
        """The row of a value; the edge for what lies beyond."""
        return (
            self.plot.bottom - 1 - _share(value, self.y_low, self.y_high) * (self.plot.height - 1)
        )

    def tpp_at(self, x: float) -> float:
        """The performance of a column."""
        share = (x - self.plot.x) / max(1, self.plot.width - 1)
        return _at(share, self.x_low, self.x_high)

    def value_at(self, y: float) -> float:
        """The value of a row."""
        share = (self.plot.bottom - 1 - y) / max(1, self.plot.height - 1)
        return _at(share, self.y_low, self.y_high)


def _share(value: float, low: float, high: float) -> float:
    if value <= 0.0:
        return 0.0
    return min(1.0, max(0.0, math.log(value / low) / math.log(high / low)))


def _at(share: float, low: float, high: float) -> float:
    return float(low * (high / low) ** min(1.0, max(0.0, share)))


class Scatter(Card):
    """Chips against the line. Drag a threshold; left and right go from chip to chip."""

    role = "img"
    own_directions: frozenset[Direction] = frozenset({"left", "right"})

    def __init__(self, rect: pygame.Rect, view: LineView, axis: str) -> None:
        super().__init__("scatter", rect, tr("Chips and the line"))
        self.line = view
        self.axis = axis
        self.version = 0
        self.at = -1
        self.held: str | None = None
        self.pointed = ""

    # ---- data

    def point_at(self, key: str) -> None:
        """Read off a chip that was chosen elsewhere."""
        self.pointed = key

    def show(self, view: LineView, axis: str) -> None:
        """Show a view along an axis."""
        if view != self.line or axis != self.axis:
            self.version += 1
        self.line, self.axis = view, axis

    @property
    def choice(self) -> AxisChoice:
        """The vertical axis."""
        return AXES[self.axis]

    def shown(self) -> list[ChipMark]:
        """The chips that have a figure on this axis, by performance."""
        chips = [chip for chip in self.line.chips if getattr(chip, self.axis) > 0.0]
        return sorted(chips, key=lambda chip: (chip.tpp, chip.key))

    def scale(self) -> Scale:
        """The plot and its limits, which no line moves."""
        px, choice = self.painter.px, self.choice
        left, top = px(52), px(68)
        plot = pygame.Rect(
            left, top, self.rect.width - left - px(20), self.rect.height - top - px(66)
        )
        values = [getattr(chip, self.axis) for chip in self.shown()]
        high = max([choice.high, *(1.6 * value for value in values)])
        tpp = max([_TPP[1], *(1.6 * chip.tpp for chip in self.line.chips)])
        return Scale(plot, _TPP[0], tpp, choice.low, high)

    def place(self, chip: ChipMark) -> tuple[float, float]:
        """Where a chip stands on the canvas."""
        scale = self.scale()
        return scale.x(chip.tpp), scale.y(getattr(chip, self.axis))

    @property
    def current(self) -> ChipMark | None:
        """The chip under the pointer, or the one that the keys have reached."""
        chips, point = self.shown(), self.local_pointer
        if point is not None and self.hovered and self.held is None:
            scale = self.scale()
            near = [
                (math.hypot(scale.x(c.tpp) - point[0],
                            scale.y(getattr(c, self.axis)) - point[1]), i)
                for i, c in enumerate(chips)
            ]  # fmt: skip
            best = min(near, default=(math.inf, -1))
            return chips[best[1]] if best[0] <= self.painter.px(REACH) else None
        if self.focus_visible and 0 <= self.at < len(chips):
            return chips[self.at]
        return next((chip for chip in chips if chip.key == self.pointed), None)

    @property
    def value(self) -> str:
        """The chart in a sentence, or the chip at hand."""
        chip = self.current
        summary = f"{self.line.summary}. {self.line.affected_text}."
        return chip_words(chip) if chip is not None else summary

    def state(self) -> Hashable:
        """The view, the axis, the chip and the line at hand."""
        chip = self.current
        return (
            self.version,
            self.axis,
            chip.key if chip is not None else None,
            self.held or self._near(self.local_pointer),
            self.painter.shapes,
        )

    # ---- dragging

    @property
    def usable(self) -> bool:
        """Whether the lines can be moved."""
        return not self.line.levers[0].disabled_reason

    def _near(self, point: tuple[int, int] | None) -> str | None:
        """The threshold whose line is under a point of the canvas."""
        if point is None or not self.hovered or not self.usable:
            return None
        scale = self.scale()
        if not scale.plot.inflate(self.painter.px(24), self.painter.px(24)).collidepoint(point):
            return None
        across = abs(scale.x(self.line.limit("chip_tpp").proposal) - point[0])
        down = abs(scale.y(self.line.limit(self.choice.lever).proposal) - point[1])
        best = min((across, "chip_tpp"), (down, self.choice.lever))
        return best[1] if best[0] <= self.painter.px(REACH) else None

    @property
    def cursor(self) -> int:  # type: ignore[override]
        """Arrows over a line that can be dragged."""
        near = self.held or self._near(self.local_pointer)
        if near is None:
            return pygame.SYSTEM_CURSOR_ARROW
        sideways = near == "chip_tpp"
        return pygame.SYSTEM_CURSOR_SIZEWE if sideways else pygame.SYSTEM_CURSOR_SIZENS

    def press(self, point: Point) -> Intent | None:
        """Take hold of a line."""
        self.pointed = ""
        self.held = self._near((point[0] - self.rect.x, point[1] - self.rect.y))
        return HANDLED

    def drag(self, point: Point) -> Intent | None:
        """Move the line that is held."""
        if self.held is None:
            return HANDLED
        return Changed(f"lever.us.{self.held}", self.value_under(self.held, point))

    def release(self, point: Point) -> Intent | None:
        """Let the line go."""
        self.held = None
        return HANDLED

    def value_under(self, lever: str, point: Point) -> float:
        """The threshold of a point of the window; at the far edge there is no limit."""
        scale = self.scale()
        x, y = point[0] - self.rect.x, point[1] - self.rect.y
        view = self.line.limit(lever)
        edge = self.painter.px(3)
        if lever == "chip_tpp":
            return view.off if x >= scale.plot.right - edge else scale.tpp_at(x)
        if lever == "chip_link":
            return view.off if y >= scale.plot.bottom - edge else scale.value_at(y)
        return view.off if y <= scale.plot.top + edge else scale.value_at(y)

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Go from chip to chip with left and right."""
        step = {pygame.K_LEFT: -1, pygame.K_RIGHT: 1}.get(key)
        chips = self.shown()
        if step is None or not chips:
            return None
        self.at = (self.at + step) % len(chips) if self.at >= 0 else (0 if step > 0 else -1)
        self.at %= len(chips)
        return HANDLED

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        self.painter.card(canvas, self.area, COLOURS["card"], COLOURS["line"])
        self._paint_numbers(canvas)
        lit = self.held or self._near(self.local_pointer)
        paint_scatter(self.painter, canvas, self, self.scale(), lit)

    def _paint_numbers(self, canvas: pygame.Surface) -> None:
        """How many chips fall, how much is sold of them, and how many the line frees."""
        painter, px, left = self.painter, self.painter.px, self.painter.px(14)
        pills = [(self.line.summary, "ban", "bad"), (self.line.affected_text, "coins", "warn")]
        if self.line.freed:
            words = ntr("{n} freed", "{n} freed", self.line.freed)
            pills.insert(1, (words, "lock-open", "good"))
        for words, icon, colour in pills:
            if left + painter.chip_width(words, icon) > self.rect.width - px(12):
                return
            left += painter.chip(canvas, words, left, px(11), COLOURS[colour], icon) + px(8)


def chip_words(chip: ChipMark) -> str:
    """A chip for a screen reader."""
    return tr(
        "{name}: {tpp} TPP, {density} TPP/mm², {memory} TB/s, {link} GB/s. {why}",
        name=chip.name,
        tpp=f"{chip.tpp:,.0f}",
        density=f"{chip.density:.2f}",
        memory=f"{chip.memory:.2f}",
        link=f"{chip.link:.0f}" if chip.link else "–",
        why=verdict(chip),
    )


def verdict(chip: ChipMark) -> str:
    """Whether a chip falls under the line, and why."""
    if chip.role != "incumbent":
        return tr("A home chip of China: no licence is asked.")
    if chip.caught:
        return tr("Needs a licence: {reasons}.", reasons=chip.reason_text)
    return tr("May be sold without a licence.")
