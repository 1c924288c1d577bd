"""The lists of the debrief that tell: beliefs and truth, leaders, forecasts, quarters, turns."""

from __future__ import annotations

import math
from collections.abc import Hashable

import pygame

from game.language import tr
from game.viewmodel import TurningPoint
from game.views.debrief_parts import BeliefView, ForecastRow, QuarterState, SeatTruth
from game.window.drawing import blit_centred, disc
from game.window.panels.cards import role_colour
from game.window.panels.debrief_lists import draw_band
from game.window.panels.rowlist import MARGIN, RowList
from game.window.theme import COLOURS, MARKS, mix


class BeliefList(RowList):
    """What the seat believed at the end, with its band, against the truth."""

    row_height = 44
    head_height = 74
    selectable = False

    def __init__(self, rect: pygame.Rect, views: tuple[BeliefView, ...], about: str) -> None:
        super().__init__("beliefs", rect, tr("What was hidden from you"))
        self.views = views
        self.about = about

    def keys(self) -> tuple[str, ...]:
        """The hidden numbers."""
        return tuple(f"{view.name}.{view.who}" for view in self.views)

    def words(self, index: int) -> str:
        """A hidden number, believed and true."""
        view = self.views[index]
        return tr(
            "{name}, {who}: believed {best} ({band}), true {truth}.",
            name=view.name, who=view.who, best=view.best_text, band=view.band_text,
            truth=view.truth_text,
        )  # fmt: skip

    def content(self) -> Hashable:
        """The numbers."""
        return self.views, self.about

    def _spans(self, rect: pygame.Rect) -> tuple[pygame.Rect, pygame.Rect, pygame.Rect]:
        """Places of the name, the band and the truth."""
        name, truth = round(rect.width * 0.34), self.painter.px(84)
        band = rect.width - name - truth
        return (
            pygame.Rect(rect.x, rect.y, name, rect.height),
            pygame.Rect(rect.x + name, rect.y, band - self.painter.px(14), rect.height),
            pygame.Rect(rect.right - truth, rect.y, truth, rect.height),
        )

    def paint_head(self, canvas: pygame.Surface) -> None:
        """Draw the title, the tally and the columns' names."""
        painter, px = self.painter, self.painter.px
        room = self.rect.width - 2 * px(MARGIN)
        painter.text(canvas, self.name, px(MARGIN), px(25), "label", max_width=room)
        muted = COLOURS["text_muted"]
        painter.text(canvas, self.about, px(MARGIN), px(42), "small", muted, "left", room)
        _, band, truth = self._spans(self.row_rect(0))
        painter.text(canvas, tr("Believed, with its 80% band; line: truth"), band.x, px(66),
                     "micro", muted, "left", band.width)  # fmt: skip
        painter.text(canvas, tr("Truth"), truth.right, px(66), "micro", muted, "right")

    def paint_row(self, canvas: pygame.Surface, index: int, rect: pygame.Rect) -> None:
        """Draw a hidden number."""
        painter, px, view = self.painter, self.painter.px, self.views[index]
        name, band, truth = self._spans(rect)
        painter.text(canvas, view.name, name.x, rect.y + px(19), "small_strong",
                     max_width=name.width - px(12))  # fmt: skip
        muted = COLOURS["text_muted"]
        painter.text(canvas, view.who, name.x, rect.y + px(35), "micro", muted, "left",
                     name.width - px(12))  # fmt: skip
        texts = px(170)
        track = pygame.Rect(band.x, rect.y, max(px(40), band.width - texts), rect.height)
        colour = painter.accent if view.inside else COLOURS["bad"]
        reach = 0.0, 2.0
        if math.isfinite(view.best):
            draw_band(painter, canvas, track, reach, (view.low, view.high), view.best, colour, 1.0)
        left = track.right + px(12)
        said = f"{view.best_text} ({view.band_text})"
        painter.text(canvas, said, left, rect.y + px(19), "small", COLOURS["text_soft"], "left",
                     texts - px(12))  # fmt: skip
        painter.text(canvas, view.often_text, left, rect.y + px(35), "micro", muted, "left",
                     texts - px(12))  # fmt: skip
        ink = COLOURS["text" if view.inside else "bad"]
        painter.text(canvas, view.truth_text, truth.right, rect.y + px(19), "small_strong", ink,
                     "right")  # fmt: skip
        said = tr("in the band") if view.inside else tr("outside")
        painter.text(canvas, said, truth.right, rect.y + px(35), "micro", ink, "right", truth.width)


class SeatList(RowList):
    """The seats that nobody held, and who led them."""

    row_height = 40
    head_height = 40

    def __init__(self, rect: pygame.Rect, seats: tuple[SeatTruth, ...]) -> None:
        super().__init__("leaders", rect, tr("Who led the others"))
        self.seats = seats
        self.selected = seats[0].key if seats else ""

    def keys(self) -> tuple[str, ...]:
        """The seats."""
        return tuple(seat.key for seat in self.seats)

    def words(self, index: int) -> str:
        """A seat and its character."""
        seat = self.seats[index]
        return f"{seat.name}: {seat.character}. {seat.line}"

    def content(self) -> Hashable:
        """The seats."""
        return self.seats

    def paint_head(self, canvas: pygame.Surface) -> None:
        """Draw the title."""
        px = self.painter.px
        self.painter.text(canvas, self.name, px(MARGIN), px(25), "label")

    def paint_row(self, canvas: pygame.Surface, index: int, rect: pygame.Rect) -> None:
        """Draw a seat."""
        painter, px, seat = self.painter, self.painter.px, self.seats[index]
        if seat.role in MARKS:
            painter.mark(canvas, seat.role, rect.x + px(6), rect.centery, 4.6)
        else:
            blit_centred(canvas, disc(4 * painter.scale, role_colour(seat.role)), rect.x + px(6),
                         rect.centery)  # fmt: skip
        half = round(rect.width * 0.54)
        middle = painter.middle(rect, "small")
        painter.text(canvas, seat.name, rect.x + px(20), middle, "small", max_width=half - px(28))
        painter.text(canvas, seat.character, rect.right, middle, "small_strong", painter.accent,
                     "right", rect.width - half)  # fmt: skip


class QuarterList(RowList):
    """The numbers of one quarter, here and without controls."""

    row_height = 32
    head_height = 62
    selectable = False

    def __init__(self, rect: pygame.Rect, state: QuarterState) -> None:
        super().__init__("quarter", rect, tr("The world after {quarter}", quarter=state.label))
        self.shown = state

    def show(self, state: QuarterState) -> None:
        """Show another quarter."""
        self.shown = state
        self.name = tr("The world after {quarter}", quarter=state.label)

    def keys(self) -> tuple[str, ...]:
        """The numbers."""
        return tuple(row.label for row in self.shown.rows)

    def words(self, index: int) -> str:
        """A number in both worlds."""
        row = self.shown.rows[index]
        return tr("{label}: {own}, without controls {twin}.",
                  label=row.label, own=row.own_text, twin=row.twin_text)  # fmt: skip

    def content(self) -> Hashable:
        """The quarter."""
        return self.shown

    def paint_head(self, canvas: pygame.Surface) -> None:
        """Draw the title and the columns' names."""
        painter, px = self.painter, self.painter.px
        painter.text(canvas, self.name, px(MARGIN), px(25), "label")
        row, muted = self.row_rect(0), COLOURS["text_muted"]
        wide = px(112)
        painter.text(canvas, tr("No controls"), row.right, px(52), "micro", muted, "right", wide)
        painter.text(canvas, tr("Your world"), row.right - wide, px(52), "micro", muted, "right",
                     wide)  # fmt: skip

    def paint_row(self, canvas: pygame.Surface, index: int, rect: pygame.Rect) -> None:
        """Draw a number."""
        painter, px, row = self.painter, self.painter.px, self.shown.rows[index]
        middle, wide = painter.middle(rect, "small"), px(112)
        room = rect.width - 2 * wide
        painter.text(canvas, row.label, rect.x, middle, "small", COLOURS["text_soft"], "left", room)
        painter.text(canvas, row.own_text, rect.right - wide, middle, "small_strong", align="right")
        muted = COLOURS["text_muted"]
        painter.text(canvas, row.twin_text, rect.right, middle, "small", muted, "right")


class TurningList(RowList):
    """The quarters in which the two worlds moved apart or together most; each can be looked at."""

    row_height = 58
    head_height = 40

    def __init__(self, rect: pygame.Rect, points: tuple[TurningPoint, ...]) -> None:
        super().__init__("turning", rect, tr("Turning points"))
        self.points = points

    def keys(self) -> tuple[str, ...]:
        """The quarters."""
        return tuple(f"{point.x:.2f}" for point in self.points)

    def words(self, index: int) -> str:
        """A turning point."""
        return f"{self.points[index].quarter}: {self.points[index].text}"

    def content(self) -> Hashable:
        """The points."""
        return self.points

    def paint_head(self, canvas: pygame.Surface) -> None:
        """Draw the title."""
        painter, px = self.painter, self.painter.px
        painter.text(canvas, self.name, px(MARGIN), px(25), "label")
        if not self.points:
            words, muted = tr("The two worlds went side by side."), COLOURS["text_muted"]
            painter.text(canvas, words, px(MARGIN), px(50), "small", muted)

    def paint_row(self, canvas: pygame.Surface, index: int, rect: pygame.Rect) -> None:
        """Draw a point: its icon, its quarter and what happened."""
        painter, px, point = self.painter, self.painter.px, self.points[index]
        badge = disc(12 * painter.scale, mix(COLOURS["card"], painter.accent, 0.2),
                     painter.accent, 1.5 * painter.scale)  # fmt: skip
        blit_centred(canvas, badge, rect.x + px(13), rect.centery)
        painter.icon(canvas, point.icon, rect.x + px(13), rect.centery, 13, painter.accent)
        left = rect.x + px(38)
        painter.text(canvas, point.quarter, left, rect.y + px(18), "small_strong")
        painter.paragraph(canvas, point.text, left, rect.y + px(34), rect.right - left, "small",
                          COLOURS["text_soft"], 2)  # fmt: skip


class ForecastList(RowList):
    """The predictions that were made, and what came."""

    row_height = 44
    head_height = 62
    selectable = False

    def __init__(self, rect: pygame.Rect, rows: tuple[ForecastRow, ...]) -> None:
        super().__init__("forecasts", rect, tr("Your predictions"))
        self.rows = rows

    def keys(self) -> tuple[str, ...]:
        """The predictions."""
        return tuple(str(index) for index in range(len(self.rows)))

    def words(self, index: int) -> str:
        """A prediction and what came."""
        row = self.rows[index]
        return f"{row.quarter}, {row.label}: {row.said_text}, {row.came_text}."

    def content(self) -> Hashable:
        """The predictions."""
        return self.rows

    def paint_head(self, canvas: pygame.Surface) -> None:
        """Draw the title and the columns' names."""
        painter, px, muted = self.painter, self.painter.px, COLOURS["text_muted"]
        painter.text(canvas, self.name, px(MARGIN), px(25), "label")
        if not self.rows:
            room = self.rect.width - 2 * px(MARGIN)
            words = tr(
                "No prediction was made in this game. The brief before a quarter asks for one."
            )
            painter.text(canvas, words, px(MARGIN), px(52), "small", muted, "left", room)
            return
        row, wide = self.row_rect(0), px(120)
        painter.text(canvas, tr("Score"), row.right, px(52), "micro", muted, "right")
        painter.text(canvas, tr("It came"), row.right - px(84), px(52), "micro", muted, "right")
        painter.text(canvas, tr("You said"), row.right - px(84) - wide, px(52), "micro", muted,
                     "right")  # fmt: skip

    def paint_row(self, canvas: pygame.Surface, index: int, rect: pygame.Rect) -> None:
        """Draw a prediction."""
        painter, px, row = self.painter, self.painter.px, self.rows[index]
        ink = COLOURS["good" if row.inside else "bad"]
        icon = "circle-check" if row.inside else "circle-x"
        painter.icon(canvas, icon, rect.x + px(9), rect.centery, 15, ink)
        left, wide, middle = rect.x + px(30), px(120), painter.middle(rect, "small")
        room = rect.width - px(84) - 2 * wide - px(42)
        painter.text(canvas, row.label, left, rect.y + px(19), "small_strong", max_width=room)
        muted = COLOURS["text_muted"]
        painter.text(canvas, row.quarter, left, rect.y + px(35), "micro", muted, "left", room)
        right = rect.right - px(84)
        painter.text(canvas, row.score_text, rect.right, middle, "small", muted, "right", px(72))
        painter.text(canvas, row.came_text, right, middle, "small_strong", ink, "right", px(90))
        painter.text(canvas, row.said_text, right - wide, middle, "small", COLOURS["text_soft"],
                     "right", wide + px(40))  # fmt: skip
