"""The cards of the debrief: points, title and medals, words, and what is still being computed."""

from __future__ import annotations

from collections.abc import Hashable

import pygame

from game.language import tr
from game.viewmodel import GoalView, MandateView
from game.views.debrief_parts import MedalView, Section
from game.window.drawing import blit_centred, disc
from game.window.panels.base import Panel
from game.window.panels.cards import Card
from game.window.panels.mandate import paint_points
from game.window.panels.rowlist import MARGIN, RowList
from game.window.theme import COLOURS, mix
from game.window.widgets import HANDLED, Intent
from game.window.widgets.base import Direction


class Reading(Card):
    """A card to read: it takes the focus so that its words can be heard."""

    role = "region"
    own_directions: frozenset[Direction] = frozenset()

    def press(self, point: tuple[int, int]) -> Intent | None:
        """Only take the focus."""
        return HANDLED


class PointsCard(Reading):
    """Every goal with its points, where it stands and how far 100 points are."""

    def __init__(self, rect: pygame.Rect, view: MandateView) -> None:
        super().__init__("points", rect, tr("Your mandate"))
        self.view = view

    @property
    def value(self) -> str:
        """Every goal in words."""
        return " ".join(
            tr("{goal}: {points} points, {value}, {distance}.",
               goal=goal.text, points=goal.points_text, value=goal.value_text,
               distance=goal.distance_text)
            for goal in self.view.goals
        )  # fmt: skip

    @property
    def hint(self) -> str:
        """What 0 and 100 points take, goal by goal."""
        return "\n".join(
            tr("{goal}, {how}: 0 points at {none}, 100 at {full}. {why}",
               goal=goal.text, how=goal.how_text, none=goal.none_text, full=goal.full_text,
               why=goal.why)
            for goal in self.view.goals
        )  # fmt: skip

    def state(self) -> Hashable:
        """The goals."""
        return self.view

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        px = self.painter.px
        words = tr(
            "{note}. World welfare {welfare}, shared by all.",
            note=self.view.note.rstrip("."), welfare=self.view.welfare_text,
        )  # fmt: skip
        top = self.title_block(canvas, self.name, words)
        body = self.body(top, 8)
        tall = body.height // max(1, len(self.view.goals))
        for index, goal in enumerate(self.view.goals):
            rect = pygame.Rect(body.x, body.y + index * tall, body.width, tall)
            canvas.fill(COLOURS["line"], (rect.x, rect.y, rect.width, px(1)))
            self._paint_goal(canvas, goal, rect)

    def _paint_goal(self, canvas: pygame.Surface, goal: GoalView, rect: pygame.Rect) -> None:
        painter, px = self.painter, self.painter.px
        top = rect.y + max(px(4), (rect.height - px(58)) // 2)
        right = rect.right - px(52)
        name = tr("{goal} (secret)", goal=goal.text) if goal.secret else goal.text
        painter.text(canvas, name, rect.x, top + px(14), "small_strong", max_width=right - rect.x)
        bar = pygame.Rect(rect.x, top + px(23), right - rect.x, px(9))
        paint_points(painter, canvas, bar, goal.points)
        painter.text(canvas, goal.points_text, rect.right, top + px(33), "h2", align="right")
        far = goal.distance_text
        used = painter.text(canvas, far, right, top + px(50), "small", COLOURS["text_muted"],
                            "right", (right - rect.x) // 2)  # fmt: skip
        words = tr("{value} {how}", value=goal.value_text, how=goal.how_text)
        room = right - rect.x - used - px(14)
        painter.text(canvas, words, rect.x, top + px(50), "small", COLOURS["text_soft"], "left",
                     room)  # fmt: skip


class TitleCard(Reading):
    """How the game ended, the title it earned, and the medals with their conditions."""

    def __init__(
        self, rect: pygame.Rect, ending: str, title: tuple[str, str], medals: tuple[MedalView, ...]
    ) -> None:
        super().__init__("title_card", rect, title[0])
        self.ending = ending
        self.title = title
        self.medals = medals

    @property
    def value(self) -> str:
        """The end, the title and the medals in words."""
        words = [self.ending, f"{self.title[0]}: {self.title[1]}"]
        words += [f"{medal.name}: {self._earned(medal)} {medal.text}" for medal in self.medals]
        return " ".join(words)

    def state(self) -> Hashable:
        """What is shown."""
        return self.ending, self.title, self.medals

    def _earned(self, medal: MedalView) -> str:
        if medal.earned is None:
            return tr("not known.")
        return tr("earned.") if medal.earned else tr("not earned.")

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        painter, px = self.painter, self.painter.px
        painter.card(canvas, self.area, COLOURS["card"], COLOURS["line"])
        left, room = px(16), self.rect.width - 2 * px(16)
        painter.text(canvas, self.ending, left, px(25), "small", COLOURS["text_soft"],
                     max_width=room)  # fmt: skip
        painter.text(canvas, self.title[0], left, px(54), "h1", painter.accent, max_width=room)
        used = painter.paragraph(canvas, self.title[1], left, px(75), room, "small",
                                 COLOURS["text_soft"], 2)  # fmt: skip
        top = px(66) + used
        tall = (self.rect.height - top - px(8)) // max(1, len(self.medals))
        for index, medal in enumerate(self.medals):
            self._paint_medal(canvas, medal, pygame.Rect(left, top + index * tall, room, tall))

    def _paint_medal(self, canvas: pygame.Surface, medal: MedalView, rect: pygame.Rect) -> None:
        painter, px = self.painter, self.painter.px
        canvas.fill(COLOURS["line"], (rect.x, rect.y, rect.width, px(1)))
        colour = COLOURS["good"] if medal.earned else COLOURS["text_muted"]
        fill = mix(COLOURS["card"], colour, 0.18 if medal.earned else 0.06)
        x = rect.x + px(14)
        blit_centred(canvas, disc(13 * painter.scale, fill, colour, 1.5 * painter.scale), x,
                     rect.centery)  # fmt: skip
        painter.icon(canvas, medal.icon, x, rect.centery, 14, colour)
        left = rect.x + px(38)
        lines = 2 if rect.height >= px(52) else 1
        top = rect.centery - (px(8) if lines == 1 else px(16))
        used = painter.text(canvas, medal.name, left, top + px(4), "small_strong")
        painter.text(canvas, self._earned(medal), left + used + px(8), top + px(4), "small", colour)
        painter.paragraph(canvas, medal.text, left, top + px(20), rect.right - left, "small",
                          COLOURS["text_soft"], lines)  # fmt: skip


class TextCard(Reading):
    """A card of headings and sentences."""

    def __init__(self, identifier: str, rect: pygame.Rect, name: str,
                 parts: tuple[tuple[str, str], ...]) -> None:  # fmt: skip
        super().__init__(identifier, rect, name)
        self.parts = parts

    @property
    def value(self) -> str:
        """All of it."""
        return " ".join(f"{head}: {words}" for head, words in self.parts)

    def state(self) -> Hashable:
        """The words."""
        return self.name, self.parts

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card, as far as there is room."""
        painter, px = self.painter, self.painter.px
        y = self.title_block(canvas, self.name, "") + px(14)
        width, step = self.rect.width - 2 * px(16), painter.line_height("small")
        for head, words in self.parts:
            if y + step > self.rect.height - px(8):
                return
            painter.text(canvas, head, px(16), y, "small_strong", max_width=width)
            lines = (self.rect.height - px(8) - y) // step
            if lines > 0:
                y += painter.paragraph(canvas, words, px(16), y + step, width, "small",
                                       COLOURS["text_soft"], lines)  # fmt: skip
            y += step + px(10)


class WaitCard(Panel):
    """A page whose numbers are still being computed, and what is being done."""

    role = "status"

    def __init__(self, rect: pygame.Rect, words: str) -> None:
        super().__init__("wait", rect, words)

    def state(self) -> Hashable:
        """The words."""
        return self.name

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the words in the middle of an empty card."""
        painter, px = self.painter, self.painter.px
        painter.card(canvas, self.area, COLOURS["card"], COLOURS["line"])
        x, y = self.area.center
        painter.icon(canvas, "hourglass", x, y - px(18), 22, COLOURS["text_muted"])
        painter.text(canvas, self.name, x, y + px(14), "body", COLOURS["text_soft"], "center",
                     self.rect.width - px(40))  # fmt: skip


class SectionList(RowList):
    """Headings and paragraphs that scroll: sources, method, limits."""

    row_height = 18
    head_height = 12
    selectable = False

    def __init__(self, rect: pygame.Rect, sections: tuple[Section, ...], name: str) -> None:
        super().__init__("sections", rect, name)
        self.sections = sections
        self._lines: tuple[int, float, list[tuple[str, str]]] | None = None

    def lines(self) -> list[tuple[str, str]]:
        """Every line with its style, wrapped to the width."""
        width, scale = self.rect.width - 2 * self.painter.px(MARGIN + 8), self.painter.scale
        if self._lines is None or self._lines[:2] != (width, scale):
            found: list[tuple[str, str]] = []
            for section in self.sections:
                found += [("", "small"), (section.title, "label")]
                for line in section.lines:
                    wrapped = self.painter.wrap(line, width, "small")
                    found += [(words, "small") for words in wrapped]
            self._lines = (width, scale, found)
        return self._lines[2]

    def keys(self) -> tuple[str, ...]:
        """The lines, by number."""
        return tuple(str(index) for index in range(len(self.lines())))

    def words(self, index: int) -> str:
        """A line."""
        return self.lines()[index][0]

    def content(self) -> Hashable:
        """The sections."""
        return self.sections

    def _paint_ground(
        self, canvas: pygame.Surface, rect: pygame.Rect, index: int, key: str, over: int
    ) -> None:
        """Text has no ruled lines."""

    def paint_row(self, canvas: pygame.Surface, index: int, rect: pygame.Rect) -> None:
        """Draw a line."""
        words, style = self.lines()[index]
        ink = COLOURS["text" if style == "label" else "text_soft"]
        baseline = rect.y + self.painter.px(13)
        self.painter.text(canvas, words, rect.x, baseline, style, ink)
