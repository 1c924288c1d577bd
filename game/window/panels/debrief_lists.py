"""The lists of the debrief that weigh: what each move did, what each assumption changes."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

import pygame

from game.language import tr
from game.views.debrief_parts import DialTable, EffectTable
from game.window.drawing import blit_centred, disc
from game.window.painter import Painter
from game.window.panels.cards import role_colour
from game.window.panels.rowlist import MARGIN, RowList
from game.window.theme import COLOURS, MARKS, Colour, mix


def draw_band(
    painter: Painter,
    canvas: pygame.Surface,
    rect: pygame.Rect,
    reach: tuple[float, float],
    band: tuple[float, float],
    dot: float,
    colour: Colour,
    zero: float = 0.0,
) -> None:
    """Draw a band and a dot on a track that runs from one end of `reach` to the other."""
    px, (low_end, high_end) = painter.px, reach
    span = (high_end - low_end) or 1.0

    def x(value: float) -> int:
        inside = min(max((value - low_end) / span, 0.0), 1.0)
        return rect.x + round(inside * (rect.width - 1))

    middle, tall = rect.centery, px(10)
    track = pygame.Rect(rect.x, middle - tall // 2, rect.width, tall)
    painter.box(canvas, track, COLOURS["panel"], None, 4)
    if all(math.isfinite(edge) for edge in band):
        left, right = x(band[0]), x(band[1])
        place = pygame.Rect(left, track.y, max(px(2), right - left), tall)
        painter.box(canvas, place, mix(COLOURS["card"], colour, 0.55), None, 4)
    canvas.fill(COLOURS["edge"], (x(zero), middle - px(9), px(1), px(18)))
    if math.isfinite(dot):
        sprite = disc(4.5 * painter.scale, COLOURS["text"], COLOURS["card"], 1.5 * painter.scale)
        blit_centred(canvas, sprite, x(dot), middle)


def _reach(values: Sequence[float]) -> tuple[float, float]:
    """A symmetric reach around zero that holds all values."""
    known = [abs(value) for value in values if math.isfinite(value)]
    most = max(known, default=0.0) * 1.08 or 1.0
    return -most, most


class EffectList(RowList):
    """What every large move did to one metric: a band against zero, the largest first."""

    row_height = 52
    head_height = 56

    def __init__(self, rect: pygame.Rect, table: EffectTable) -> None:
        super().__init__("effects", rect, tr("The game less the game without this move"))
        self.table = table

    def keys(self) -> tuple[str, ...]:
        """The moves."""
        return tuple(row.key for row in self.table.rows)

    def words(self, index: int) -> str:
        """A move and what it did."""
        row = self.table.rows[index]
        return f"{row.quarter}, {row.who}: {row.label}. {row.own_text} ({row.band_text})"

    @property
    def hint(self) -> str:
        """Every step of the move under the pointer, or of the chosen one."""
        at = self._over() if self._over() >= 0 else self.index
        return self.table.rows[at].detail if at >= 0 else ""

    def content(self) -> Hashable:
        """The table."""
        return self.table

    def paint_head(self, canvas: pygame.Surface) -> None:
        """Draw the title and how to read it."""
        painter, px = self.painter, self.painter.px
        room = self.rect.width - 2 * px(MARGIN)
        painter.text(canvas, self.name, px(MARGIN), px(25), "label", max_width=room)
        words = tr(
            "{metric} at the end of the game. Dot: your luck. Band: 90% of 100 other lucks. "
            "Without a mind's move, its lever stays where it stood.",
            metric=self.table.label,
        )
        muted = COLOURS["text_muted"]
        painter.text(canvas, words, px(MARGIN), px(43), "small", muted, "left", room)

    def paint_row(self, canvas: pygame.Surface, index: int, rect: pygame.Rect) -> None:
        """Draw a move."""
        painter, px, row = self.painter, self.painter.px, self.table.rows[index]
        colour = role_colour(row.role)
        if row.role in MARKS:
            painter.mark(canvas, row.role, rect.x + px(6), rect.y + px(18), 4.6)
        left, words = rect.x + px(20), round(rect.width * 0.46)
        head = f"{row.quarter} · {row.who}"
        painter.text(canvas, head, left, rect.y + px(22), "small_strong", max_width=words - px(20))
        soft = COLOURS["text_soft"]
        painter.text(canvas, row.label, left, rect.y + px(41), "small", soft, "left",
                     words - px(20))  # fmt: skip
        numbers = px(150)
        track = pygame.Rect(
            rect.x + words + px(14), rect.y, rect.width - words - numbers - px(28), rect.height
        )
        values = [v for r in self.table.rows for v in (r.own, r.low, r.high)]
        draw_band(painter, canvas, track, _reach(values), (row.low, row.high), row.own, colour)
        painter.text(canvas, row.own_text, rect.right, rect.y + px(23), "body_strong",
                     align="right")  # fmt: skip
        below = f"{row.band_text} · {row.note}" if row.note else row.band_text
        if painter.text_width(below, "micro") > numbers:
            below = row.band_text
        painter.text(canvas, below, rect.right, rect.y + px(41), "micro", COLOURS["text_muted"],
                     "right", numbers)  # fmt: skip


class DialList(RowList):
    """Every assumption: what became of one measure at either end of its range."""

    row_height = 62
    head_height = 60

    def __init__(self, rect: pygame.Rect, table: DialTable) -> None:
        super().__init__("dials", rect, tr("One assumption turned at a time"))
        self.table = table

    def keys(self) -> tuple[str, ...]:
        """The dials."""
        return tuple(row.key for row in self.table.rows)

    def words(self, index: int) -> str:
        """A dial and what turning it did."""
        row = self.table.rows[index]
        turned = ", ".join(
            tr("{setting}: {result}", setting=setting, result=result)
            for setting, result in zip(row.settings, row.texts, strict=True)
        )
        return f"{row.question} {turned}. {row.verdict}"

    def content(self) -> Hashable:
        """The table."""
        return self.table

    def _columns(self, width: int) -> tuple[int, int]:
        """Widths of the question and of the verdict."""
        return round(width * 0.38), self.painter.px(152)

    def paint_head(self, canvas: pygame.Surface) -> None:
        """Draw the title and how to read it."""
        painter, px = self.painter, self.painter.px
        room = self.rect.width - 2 * px(MARGIN)
        painter.text(canvas, self.name, px(MARGIN), px(25), "label", max_width=room)
        words = tr(
            "{measure}: your world less the world without controls. Three bands of 100 pairs each: "
            "low end, as calibrated, high end.",
            measure=self.table.label,
        )
        muted = COLOURS["text_muted"]
        painter.text(canvas, words, px(MARGIN), px(44), "small", muted, "left", room)

    def paint_row(self, canvas: pygame.Surface, index: int, rect: pygame.Rect) -> None:
        """Draw a dial: the question, three bands, and whether the sign changes."""
        painter, px, row = self.painter, self.painter.px, self.table.rows[index]
        words, verdict = self._columns(rect.width)
        painter.paragraph(canvas, row.question, rect.x, rect.y + px(20), words - px(12),
                          "small_strong", COLOURS["text"], 2)  # fmt: skip
        muted = COLOURS["text_muted"]
        painter.text(canvas, row.name, rect.x, rect.y + px(53), "micro", muted, "left", words)
        values = [v for r in self.table.rows for v in (*r.lows, *r.highs)]
        left, texts = rect.x + words, px(66)
        settings = px(54)
        track = pygame.Rect(left + settings, 0, rect.width - words - settings - texts - verdict, 0)
        for k in range(3):
            line = pygame.Rect(track.x, rect.y + px(5) + k * px(18), track.width, px(16))
            colour = painter.accent if k == 1 else COLOURS["text_muted"]
            middle = painter.middle(line, "micro")
            painter.text(canvas, row.settings[k], track.x - px(10), middle, "micro", muted, "right")
            band = (row.lows[k], row.highs[k])
            draw_band(painter, canvas, line, _reach(values), band, row.middles[k], colour)
            ink = COLOURS["text" if k == 1 else "text_soft"]
            painter.text(canvas, row.texts[k], track.right + texts, middle, "micro", ink, "right")
        ink = COLOURS["warn" if row.flips else "text_muted"]
        style = "small_strong" if row.flips else "small"
        icon = "shuffle" if row.flips else "check"
        painter.icon(canvas, icon, rect.right - verdict + px(26), rect.centery, 13, ink)
        left = rect.right - verdict + px(38)
        painter.text(canvas, row.verdict, left, painter.middle(rect, style), style, ink, "left",
                     verdict - px(38))  # fmt: skip
