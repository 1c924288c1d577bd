"""The mandate card: three bars that everybody may see, and a goal that its holder opens."""

from __future__ import annotations

import math
from collections.abc import Hashable

import pygame

from game.language import tr
from game.views.mandate import GoalView, MandateView
from game.window.painter import Painter
from game.window.panels.base import Panel
from game.window.theme import COLOURS, mix
from game.window.widgets import HANDLED, Intent
from game.window.widgets.base import Direction
from game.window.widgets.button import PRESS_KEYS

HEIGHT = 150  # pixels at scale 1
_HEAD = 34
_MARGIN = 16


class MandateCard(Panel):
    """Three bars and a closed secret; a press opens and closes it. About 308 x 150 at scale 1."""

    role = "button"
    focusable = True
    cursor = pygame.SYSTEM_CURSOR_HAND
    own_directions: frozenset[Direction] = frozenset()

    def __init__(self, rect: pygame.Rect, view: MandateView, identifier: str = "mandate") -> None:
        super().__init__(identifier, rect, tr("Your mandate"))
        self.view = view
        self.open = False

    @property
    def value(self) -> str:
        """Every goal that is shown, in words."""
        words = [self.view.note]
        for goal in self.view.goals:
            if goal.secret and not self.open:
                words.append(tr("A secret goal is closed."))
            else:
                words.append(
                    tr(
                        "{goal}: {points} points, {value}",
                        goal=goal.text, points=goal.points_text, value=goal.value_text,
                    )
                )  # fmt: skip
        return " ".join(words)

    @property
    def hint(self) -> str:
        """What 100 points take, goal by goal."""
        lines = [
            tr(
                "{goal}, {how}: 0 points at {none}, 100 at {full}. {why}",
                goal=goal.text, how=goal.how_text, none=goal.none_text, full=goal.full_text,
                why=goal.why,
            )
            for goal in self.view.goals
            if self.open or not goal.secret
        ]  # fmt: skip
        return "\n".join(lines)

    def state(self) -> Hashable:
        """The goals and whether the secret one is open."""
        return self.view, self.open, self.hovered

    def press(self, point: tuple[int, int]) -> Intent | None:
        """Wait for the release."""
        return HANDLED

    def release(self, point: tuple[int, int]) -> Intent | None:
        """Open or close the secret goal."""
        if self.hit(point):
            self.open = not self.open
        return HANDLED

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Open or close the secret goal."""
        if key not in PRESS_KEYS:
            return None
        self.open = not self.open
        return HANDLED

    def row_rect(self, index: int) -> pygame.Rect:
        """Where a goal stands on the canvas."""
        px, count = self.painter.px, max(1, len(self.view.goals))
        height = (self.rect.height - px(_HEAD) - px(10)) // count
        width = self.rect.width - 2 * px(_MARGIN)
        return pygame.Rect(px(_MARGIN), px(_HEAD) + index * height, width, height)

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        painter, px = self.painter, self.painter.px
        border = COLOURS["line_strong" if self.hovered else "line"]
        painter.card(canvas, self.area, COLOURS["card"], border)
        used = painter.text(canvas, self.name, px(_MARGIN), px(23), "label")
        room = self.rect.width - 2 * px(_MARGIN) - used - px(12)
        muted, right = COLOURS["text_muted"], self.rect.width - px(_MARGIN)
        if painter.text_width(self.view.note, "micro") <= room:
            painter.text(canvas, self.view.note, right, px(23), "micro", muted, "right")
        for index, goal in enumerate(self.view.goals):
            self._paint_goal(canvas, goal, self.row_rect(index))

    def _paint_goal(self, canvas: pygame.Surface, goal: GoalView, rect: pygame.Rect) -> None:
        painter, px = self.painter, self.painter.px
        baseline = painter.middle(rect, "small")
        left = rect.x
        if goal.secret:
            icon = "lock-open" if self.open else "lock"
            painter.icon(canvas, icon, left + px(7), rect.centery, 13, COLOURS["text_muted"])
            left += px(20)
            if not self.open:
                words, soft = tr("Secret goal: press to look"), COLOURS["text_muted"]
                painter.text(
                    canvas, words, left, baseline, "small", soft, "left", rect.right - left
                )
                return
        number = px(30)
        bar = pygame.Rect(rect.right - number - px(66), rect.centery - px(4), px(66), px(8))
        room = bar.x - px(10) - left
        painter.text(canvas, goal.text, left, baseline, "small", COLOURS["text_soft"], "left", room)
        paint_points(painter, canvas, bar, goal.points)
        painter.text(canvas, goal.points_text, rect.right, baseline, "small_strong", align="right")


def paint_points(painter: Painter, canvas: pygame.Surface, bar: pygame.Rect, points: float) -> None:
    """Draw points as a bar from 0 to 100 with its middle marked."""
    painter.box(canvas, bar, COLOURS["track"], None, 4)
    if math.isfinite(points) and points > 0.0:
        width = max(painter.px(4), round(bar.width * min(1.0, points / 100.0)))
        painter.box(canvas, pygame.Rect(bar.x, bar.y, width, bar.height), painter.accent, None, 4)
    middle = pygame.Rect(bar.centerx, bar.y, painter.px(1), bar.height)
    canvas.fill(mix(COLOURS["card"], COLOURS["text"], 0.35), middle)
