"""The end of a game: your world beside its twin, measure by measure, without a verdict."""

from __future__ import annotations

import pygame

from game.language import tr
from game.viewmodel import EndView
from game.window.desk import Desk
from game.window.panels.cards import ChartCard
from game.window.panels.outcome import OutcomeTable, TurningPoints
from game.window.panels.timeline import Timeline
from game.window.screens.base import Home, Move, Replace, Screen
from game.window.screens.loading import new_game
from game.window.theme import COLOURS
from game.window.widgets import Activated, Button, Intent

_CHARTS = 4


class EndScreen(Screen):
    """What came of it."""

    name = "end"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.view: EndView = desk.end_view()
        self._wait = 0.0

    # ---- building

    def build(self) -> None:
        """Place the table, the charts, the turning points and the buttons."""
        stage, px = self.stage, self.stage.painter.px
        self.desk.rename(stage.settings.names)
        self.view = self.desk.end_view()
        stage.painter.accent = COLOURS.get(self.view.role, COLOURS["incumbent"])
        width, height = stage.size
        margin, gap = px(28), px(14)
        top, foot = px(92), px(46)
        body = pygame.Rect(margin, top, width - 2 * margin, height - top - foot)
        left = pygame.Rect(body.x, body.y, round((body.width - gap) * 0.53), body.height)
        right = pygame.Rect(left.right + gap, body.y, body.right - left.right - gap, body.height)
        self.table = OutcomeTable(left, self.view)
        self.tree.add(self.table)
        self._build_right(right, gap)
        self._build_buttons(width - margin)

    def _build_right(self, area: pygame.Rect, gap: int) -> None:
        charts = self.view.charts[:_CHARTS]
        columns = 2
        rows = max(1, -(-len(charts) // columns))
        px = self.stage.painter.px
        lane = px(128)
        turning = min(px(200), round(area.height * 0.27))
        rest = area.height - lane - turning - 2 * gap
        tall = (rest - gap * (rows - 1)) // rows
        wide = (area.width - gap) // columns
        self.charts = []
        for index, chart in enumerate(charts):
            x = area.x + (index % columns) * (wide + gap)
            y = area.y + (index // columns) * (tall + gap)
            card = ChartCard(f"chart.{chart.key}", pygame.Rect(x, y, wide, tall), chart, False)
            self.charts.append(card)
            self.tree.add(card)
        top = area.y + rest + gap
        place = pygame.Rect(area.x, top, area.width, lane)
        self.timeline = Timeline(place, self.view.timeline, tr("What was done"), framed=True)
        self.tree.add(self.timeline)
        top = area.bottom - turning
        place = pygame.Rect(area.x, top, area.width, turning)
        self.turning = TurningPoints(place, self.view.turning_points)
        self.tree.add(self.turning)

    def _build_buttons(self, right: int) -> None:
        px, painter = self.stage.painter.px, self.stage.painter
        for key, words, icon, kind in (
            ("again", tr("Play again"), "rotate-ccw", "primary"),
            ("seat", tr("Another seat"), "users", "ghost"),
            ("title", tr("Title"), "house", "ghost"),
        ):
            width = painter.text_width(words, "label") + px(56)
            place = pygame.Rect(right - width, px(30), width, px(38))
            button = Button(key, place, words, icon=icon,
                            kind="primary" if kind == "primary" else "ghost")  # fmt: skip
            self.tree.add(button)
            right = place.x - px(10)

    # ---- answers

    def answer(self, intent: Intent) -> Move | None:
        """Answer the buttons."""
        from game.window.screens.select import SelectScreen

        if intent == Activated("again"):
            scenario, seat, seed = self.desk.setup
            return Replace(new_game(self.stage, scenario, seat, seed))
        if intent == Activated("seat"):
            return Replace(SelectScreen(self.desk.setup[0]))
        if intent == Activated("title"):
            return Home()
        return super().answer(intent)

    # ---- frames

    def advance(self, seconds: float) -> Move | None:
        """Take in the bands of the paired futures as soon as they are there."""
        self._wait += seconds
        if self._wait >= 0.25:
            self._wait = 0.0
            fresh = self.desk.end_view()
            if fresh != self.view:
                self.view = self.table.view = fresh
                self.turning.points = fresh.turning_points
                for card, chart in zip(self.charts, fresh.charts, strict=False):
                    card.view = chart
        return super().advance(seconds)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the screen."""
        painter, px, view = self.stage.painter, self.stage.painter.px, self.view
        surface.fill(COLOURS["background"])
        left = px(28)
        room = self.tree.get("title").rect.x - left - px(20)
        painter.text(surface, view.title, left, px(48), "h1", max_width=room)
        soft = COLOURS["text_soft"]
        painter.text(surface, view.subtitle, left, px(72), "body", soft, "left", room)
        muted = COLOURS["text_muted"]
        y, width = surface.get_height() - px(20), surface.get_width() - 2 * left
        used = painter.text_width(view.checksum, "micro") + px(20)
        painter.text(surface, view.caveat, left, y, "small", muted, "left", width - used)
        painter.text(surface, view.checksum, left + width, y, "micro", muted, "right")
        self.tree.draw(surface)
