"""The tables and cards beside the chart of chips: what falls, how vendors answer, who gains."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from game.figures import dollars
from game.language import tr
from game.views.line import LineView
from game.views.line_chips import ChipMark
from game.views.line_effects import EffectRow
from game.window.panels.policy import LeverSlider
from game.window.theme import COLOURS
from game.window.widgets import Cell, Column, Row, Table, Widget

_RANK = ("flagship", "variant", "previous", "next", "record")


class LineSlider(LeverSlider):
    """A threshold: the same steps whether its knob or its line on the chart is dragged."""

    def snap(self, value: float) -> float:
        """The step nearest to a value; the value without a limit stays as it is."""
        if value == self.lever.off:
            return value
        return self._value_at(self.share(value))


def fallen(view: LineView) -> list[ChipMark]:
    """The chips that need a licence: those that are sold first, then this game's, then the rest."""
    chips = [chip for chip in view.chips if chip.caught]
    return sorted(chips, key=lambda c: (-c.sales, _RANK.index(c.kind), -c.tpp))


def falls_table(rect: pygame.Rect) -> Table:
    """The list of chips that fall."""
    columns = (
        Column(tr("Chip"), 3.2),
        Column(tr("Why it falls"), 3.1),
        Column(tr("Sales"), 1.4, "right"),
    )
    return Table("line.falls", rect, tr("Chips that need a licence"), columns, ())


def falls_rows(view: LineView) -> tuple[Row, ...]:
    """Its rows."""
    return tuple(
        Row(
            chip.key,
            (
                Cell(chip.name, mark=chip.role),
                chip.reason_text,
                dollars(chip.sales, ".2f") if chip.sales >= 0.005 else "–",
            ),
        )
        for chip in fallen(view)
    )


def redesign_table(rect: pygame.Rect) -> Table:
    """The answer of every allied designer."""
    columns = (
        Column(tr("Designer"), 2.8),
        Column(tr("Answer"), 2.1),
        Column(tr("TPP"), 1.3, "right"),
        Column(tr("Link GB/s"), 1.2, "right"),
        Column(tr("Memory TB/s"), 1.5, "right"),
        Column(tr("Loses against its flagship"), 3.4),
    )
    return Table("line.redesigns", rect, tr("How vendors redesign"), columns, ())


def redesign_rows(view: LineView) -> tuple[Row, ...]:
    """Its rows."""
    tones = {"nothing": COLOURS["bad"], "free": COLOURS["good"]}
    signs = {"nothing": "× ", "free": "✓ "}
    return tuple(
        Row(
            one.key,
            (
                Cell(one.maker, mark="incumbent"),
                Cell(signs.get(one.state, "") + one.state_text, tones.get(one.state)),
                one.tpp_text,
                one.link_text,
                one.memory_text,
                one.lost_text,
            ),
        )
        for one in view.redesigns
    )


def gains_table(rect: pygame.Rect) -> Table:
    """Sovereign flagships against the best foreign chip on offer."""
    columns = (
        Column(tr("Home designer"), 3.0),
        Column(tr("Law in force"), 1.5, "right"),
        Column(tr("This line"), 1.5, "right"),
    )
    name = tr("Home flagships against the best foreign chip on sale")
    return Table("line.gains", rect, name, columns, ())


def gains_rows(view: LineView) -> tuple[Row, ...]:
    """Its rows; an arrow and a colour mark those that come within reach."""
    rows = []
    for gain in view.gains:
        words = ("↑ " if gain.within_reach else "") + gain.after_text
        tone = COLOURS["sovereign"] if gain.within_reach else None
        cells = (Cell(gain.maker, mark="sovereign"), gain.before_text, Cell(words, tone))
        rows.append(Row(gain.key, cells))
    return tuple(rows)


def effects_table(rect: pygame.Rect) -> Table:
    """What the line does within a year, from paired futures."""
    columns = (
        Column(tr("In paired futures"), 3.6),
        Column(tr("Law"), 1.1, "right"),
        Column(tr("Line"), 1.1, "right"),
        Column(tr("Change"), 1.4, "right"),
    )
    return Table("line.effects", rect, tr("What the line does within a year"), columns, ())


def effects_rows(rows: Sequence[EffectRow]) -> tuple[Row, ...]:
    """Its rows."""
    return tuple(Row(row.key, (row.label, row.before, row.after, row.change)) for row in rows)


class Note(Widget):
    """A few lines of small text that may change; what does not fit ends with an ellipsis."""

    role = "paragraph"

    def __init__(
        self, identifier: str, rect: pygame.Rect, words: str, colour: str = "text_muted"
    ) -> None:
        super().__init__(identifier, rect, words)
        self.colour = colour

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the lines."""
        painter, step = self.painter, self.painter.line_height("small")
        painter.paragraph(
            surface, self.name, self.rect.x, self.rect.y + round(step * 0.75), self.rect.width,
            "small", COLOURS[self.colour], max(1, self.rect.height // step),
        )  # fmt: skip
