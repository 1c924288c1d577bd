"""Cards of words: a scenario's briefing."""

from __future__ import annotations

from collections.abc import Hashable

import pygame

from game.language import tr
from game.viewmodel import MandateView, PolicyPanel, ScenarioChoice
from game.window.panels.base import Panel
from game.window.theme import COLOURS


class Briefing(Panel):
    """What a scenario is about, how long it is, and what it is compared with."""

    def __init__(self, rect: pygame.Rect, scenario: ScenarioChoice) -> None:
        super().__init__("briefing", rect, scenario.title)
        self.scenario = scenario
        self.policy: PolicyPanel | None = None
        self.mandate: MandateView | None = None

    @property
    def value(self) -> str:
        """The briefing."""
        return self.scenario.briefing

    def state(self) -> Hashable:
        """The scenario, and the seat's levers."""
        return self.scenario, self._groups(), self._goals()

    def _groups(self) -> tuple[tuple[str, str, str], ...]:
        """The seat's levers by group: icon, name, words."""
        policy = self.policy
        if policy is None:
            return ()
        names: dict[str, list[str]] = {}
        icons: dict[str, str] = {}
        for group in (*policy.groups, *policy.more):
            icons.setdefault(group.name, group.icon)
            names.setdefault(group.name, []).extend(lever.name for lever in group.levers)
        return tuple((icons[name], name, " · ".join(found)) for name, found in names.items())

    def _goals(self) -> str:
        """The seat's public goals in a sentence."""
        if self.mandate is None:
            return ""
        goals = [goal.text for goal in self.mandate.goals if not goal.secret]
        return tr("Goals: {goals}", goals=" · ".join(goals))

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        painter, px, scenario = self.painter, self.painter.px, self.scenario
        painter.card(canvas, self.area, COLOURS["card"], COLOURS["line"])
        left, width = px(24), self.rect.width - 2 * px(24)
        painter.text(canvas, scenario.title, left, px(44), "h2", max_width=width)
        muted = COLOURS["text_muted"]
        length = tr("{period} · {n} quarters", period=scenario.period, n=scenario.quarters)
        painter.text(canvas, length, left, px(66), "small", muted, "left", width)
        foot = self._paint_twin(canvas, left, width)
        y = px(98)
        lines = max(1, (foot - px(12) - y) // painter.line_height("body"))
        y += painter.paragraph(canvas, scenario.briefing, left, y, width, "body", max_lines=lines)
        area = pygame.Rect(left, y + px(4), width, foot - y - px(12))
        used = self._paint_goals(canvas, area)
        area = pygame.Rect(left, area.y + used, width, area.height - used)
        self._paint_levers(canvas, area)

    def _paint_goals(self, canvas: pygame.Surface, area: pygame.Rect) -> int:
        """Draw the seat's goals; return the height used."""
        painter, px = self.painter, self.painter.px
        words, room = self._goals(), area.width - px(26)
        tall = len(painter.wrap(words, room, "small")[:2]) * painter.line_height("small")
        if not words or tall > area.height:
            return 0
        painter.icon(canvas, "target", area.x + px(8), area.y + px(8), 15, painter.accent)
        painter.paragraph(canvas, words, area.x + px(26), area.y + px(12), room, "small",
                          COLOURS["text"], 2)  # fmt: skip
        return tall + px(8)

    def _paint_levers(self, canvas: pygame.Surface, area: pygame.Rect) -> None:
        """Draw what the seat holds, group by group, as far as there is room."""
        painter, px = self.painter, self.painter.px
        step, y = painter.line_height("small"), area.y
        for icon, name, words in self._groups():
            room = area.width - px(150)
            lines = len(painter.wrap(words, room, "small")[:2])
            if y + px(6) + lines * step > area.bottom:
                return
            painter.icon(canvas, icon, area.x + px(8), y + px(8), 15, painter.accent)
            painter.text(canvas, name, area.x + px(26), y + px(12), "small_strong",
                         max_width=px(118))  # fmt: skip
            muted = COLOURS["text_muted"]
            left = area.x + px(150)
            painter.paragraph(canvas, words, left, y + px(12), room, "small", muted, 2)
            y += lines * step + px(6)

    def _paint_twin(self, canvas: pygame.Surface, left: int, width: int) -> int:
        """Draw what the twin is, at the foot; return where it begins."""
        painter, px = self.painter, self.painter.px
        lines = painter.wrap(self.scenario.twin, width - px(26), "small")
        height = len(lines) * painter.line_height("small") + px(38)
        top = self.rect.height - height - px(8)
        canvas.fill(COLOURS["line"], (left, top, width, px(1)))
        painter.icon(canvas, "split", left + px(8), top + px(21), 16, COLOURS["text_soft"])
        words = tr("Its ghost world")
        painter.text(canvas, words, left + px(26), top + px(25), "small_strong")
        soft, y = COLOURS["text_soft"], top + px(44)
        painter.paragraph(
            canvas, self.scenario.twin, left + px(26), y, width - px(26), "small", soft
        )
        return top
