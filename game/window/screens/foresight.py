"""The foresight room: the fan in full, two policies, why, and what drives it."""

from __future__ import annotations

from typing import Any

import pygame

from game.figures import quarter_text
from game.language import tr
from game.views.foresight import ForesightView, Questions
from game.window.desk import Desk
from game.window.panels.drivers import TornadoCard
from game.window.panels.fan_chart import BANDS, DRAWS
from game.window.panels.foresight import FanCard
from game.window.panels.parts import levers_of
from game.window.panels.picker import METRIC, MetricPicker
from game.window.panels.policies import FORGET, KEEP, TAKE, CompareCard, RoomHead, policy_buttons
from game.window.panels.policy import MORE, LeverSlider, LeverSwitch, policy_area
from game.window.panels.reasons import WaterfallCard
from game.window.screens.base import Move
from game.window.screens.room import RoomScreen
from game.window.widgets import Activated, Changed, Intent, Option, Slider, Tabs

MODE, HORIZON = "foresight.mode", "foresight.horizon"
QUESTION, KIND = "foresight.question", "foresight.kind"
DRAW_SECONDS = 0.4
_LOOK = 0.1  # seconds between looks at what is computed beside


class ForesightScreen(RoomScreen):
    """The futures of the game in play."""

    name = "foresight"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ahead: ForesightView = desk.look_ahead()
        self.mode = BANDS
        self.draw_number = 0
        self.more = False
        self._seconds = 0.0
        self._waited = 0.0

    # ---- building and showing

    def furnish(self) -> None:
        """Place levers, the fan with its controls, the why, two policies and the drivers."""
        px, body = self.stage.painter.px, self.body
        self.ahead = self.desk.look_ahead()
        gap = px(14)
        left = pygame.Rect(body.x, body.y, px(272), body.height)
        right = pygame.Rect(body.right - px(348), body.y, px(348), body.height)
        centre = pygame.Rect(left.right + gap, body.y, 0, body.height)
        centre.width = right.x - gap - centre.x
        self._furnish_levers(left)
        self._furnish_fan(centre, gap)
        self._furnish_right(right, gap)

    def _furnish_levers(self, column: pygame.Rect) -> None:
        px = self.stage.painter.px
        head = pygame.Rect(column.x, column.y, column.width, px(54))
        self.head = RoomHead(head, self.ahead.badge)
        levers = pygame.Rect(column.x - px(20), head.bottom + px(8), column.width + px(28), 0)
        levers.height = column.bottom - levers.y
        self.levers = policy_area(self.stage.painter, self.view.policy, levers, self.more)
        self.tree.extend([self.head, self.levers])

    def _furnish_fan(self, column: pygame.Rect, gap: int) -> None:
        painter, px, ahead = self.stage.painter, self.stage.painter.px, self.ahead
        bar = pygame.Rect(column.x, column.y, column.width, px(40))
        self.picker = MetricPicker(pygame.Rect(bar.x, bar.y, px(230), px(34)), ahead.fan)
        modes = [
            Option(BANDS, tr("Bands"), None, tr("Where the middle of all futures lies")),
            Option(DRAWS, tr("Draws"), None, tr("One possible future after another")),
        ]
        self.modes = Tabs(MODE, pygame.Rect(self.picker.rect.right + px(12), bar.y, 0, px(34)),
                          tr("Shown as"), modes, self.mode)  # fmt: skip
        self.modes.painter = painter
        self.modes.rect.width = self.modes.natural_width()
        first = self.modes.rect.right + px(20)
        place = pygame.Rect(first, bar.y, bar.right - px(4) - first, px(36))
        self.slider = Slider(
            HORIZON, place, tr("Until"), ahead.horizon, ahead.first,
            max(ahead.first + 1, ahead.last), 1.0, law=ahead.horizon,
            format_value=lambda value: quarter_text(round(value)), enabled=ahead.last > ahead.first,
            disabled_reason=tr("This is the last quarter."),
        )  # fmt: skip
        rest = column.bottom - bar.bottom - gap
        fan = pygame.Rect(column.x, bar.bottom, column.width, round(rest * 0.61))
        self.fan = FanCard(fan, ahead.fan, ahead.headlines, picks=False)
        why = pygame.Rect(column.x, fan.bottom + gap, column.width, 0)
        why.height = column.bottom - why.y
        self.why = WaterfallCard(why, ahead.why, ahead.why_text)
        self.questions = self._tabs(QUESTION, tr("Question"), why, ahead.questions)
        self.tree.extend([self.picker, self.modes, self.slider, self.fan, self.why,
                          self.questions])  # fmt: skip

    def _furnish_right(self, column: pygame.Rect, gap: int) -> None:
        px, ahead = self.stage.painter.px, self.ahead
        card = pygame.Rect(column.x, column.y, column.width, px(228 if ahead.compare.kept else 176))
        self.compare = CompareCard(card, ahead.compare, ahead.horizon_text)
        rest = pygame.Rect(column.x, card.bottom + gap, column.width, 0)
        rest.height = column.bottom - rest.y
        self.drivers = TornadoCard(rest)
        buttons = policy_buttons(card, px, ahead.compare.kept)
        kinds = self._tabs(KIND, tr("Drivers shown"), rest, ahead.kinds)
        self.tree.extend([self.compare, *buttons, self.drivers, kinds])

    def _tabs(self, name: str, label: str, card: pygame.Rect, questions: Questions) -> Tabs:
        """The questions of a card, under its titles."""
        px = self.stage.painter.px
        options = [Option(key, words, None, tip) for key, words, tip in questions.options]
        place = pygame.Rect(card.x + px(16), card.y + px(54), card.width - 2 * px(16), px(30))
        tabs = Tabs(name, place, label, options, questions.chosen)
        tabs.painter = self.stage.painter
        tabs.rect.width = min(place.width, tabs.natural_width())
        return tabs

    def show(self) -> None:
        """Show the game and its futures as they now are."""
        super().show()
        kept = self.ahead.compare.kept
        self.ahead = ahead = self.desk.look_ahead()
        if ahead.compare.kept != kept:
            self.enter(self.stage)
            return
        known = {lever.key: lever for lever in levers_of(self.view)}
        for widget in self.levers.children:
            if isinstance(widget, LeverSlider | LeverSwitch):
                widget.show(known[widget.lever.key])
        self.head.words = self.ahead.badge
        self.picker.show(ahead.fan)
        self.fan.fan, self.fan.headlines = ahead.fan, ahead.headlines
        self.fan.mode = self.mode
        self.fan.sample = self.draw_number if self.mode == DRAWS else None
        self.why.show(ahead.why, ahead.why_text)
        self.compare.view, self.compare.date = ahead.compare, ahead.horizon_text
        self.drivers.show(ahead.drivers, ahead.drivers_subtitle, ahead.drivers_text)

    # ---- answers

    def answer(self, intent: Intent) -> Move | None:
        """Answer a choice or a lever."""
        if isinstance(intent, Changed) and self._changed(intent.id, intent.value):
            self.show()
            return None
        if isinstance(intent, Activated):
            actions: dict[str, Any] = {
                KEEP: lambda: self.desk.keep_policy(True),
                FORGET: lambda: self.desk.keep_policy(False),
                TAKE: self.desk.take_policy,
            }
            if intent.id in actions:
                actions[intent.id]()
                self.desk.refresh()
                self.show()
                return None
            if intent.id == MORE:
                self.more = not self.more
                self.enter(self.stage)
                return None
        return super().answer(intent)

    def _changed(self, name: str, value: Any) -> bool:
        """Take a choice in; returns whether it was one of this room's."""
        if name.startswith("lever."):
            key = name.partition(".")[2]
            lever = next(one for one in levers_of(self.view) if one.key == key)
            if isinstance(value, bool):
                value = lever.high if value else lever.low
            self.desk.propose(key, float(value))
        elif name == METRIC:
            self.desk.choose_metric(value)
        elif name == HORIZON:
            self.desk.look_ahead(horizon=round(value))
        elif name == QUESTION:
            self.desk.look_ahead(question=value)
        elif name == KIND:
            self.desk.look_ahead(kind=value)
        elif name == MODE:
            self.mode, self.draw_number = value, 0
        else:
            return False
        return True

    # ---- frames

    def advance(self, seconds: float) -> Move | None:
        """Take in what was computed beside; show the next draw."""
        self._waited += seconds
        if self._waited >= _LOOK:
            self._waited = 0.0
            if self.desk.look_ahead() != self.ahead:
                self.show()
        if self.mode == DRAWS and not self.stage.settings.reduce_motion:
            self._seconds += seconds
            number = int(self._seconds / DRAW_SECONDS)
            if number != self.draw_number:
                self.draw_number = self.fan.sample = number
        return super().advance(seconds)

    @property
    def lively(self) -> bool:
        """Whether futures are shown one after another."""
        return self.mode == DRAWS and not self.stage.settings.reduce_motion
