"""The supply chain: tools to buyers for both stacks, chokepoints, the node ladder, and pods."""

from __future__ import annotations

from functools import partial
from typing import Any

import pygame

from game.jobs import Leave
from game.language import tr
from game.views.chain import ChainView, chain_view
from game.views.chain_measures import Effects, chain_question, find_effects
from game.window.desk import Desk
from game.window.panels.chain import BOX, GAP, StageBox
from game.window.panels.chain_detail import StageDetail
from game.window.panels.ladder import LadderCard
from game.window.panels.line import Note
from game.window.panels.notice import Notice
from game.window.panels.pods import PodCard
from game.window.panels.policy import LeverSlider
from game.window.screens.base import Move
from game.window.screens.room import RoomScreen
from game.window.theme import COLOURS
from game.window.widgets import Activated, Changed, Heading, Intent, Option, Tabs

_HEAD = 46
_CARDS = 12
_JOB = "chain"


class ChainScreen(RoomScreen):
    """The room of the supply chain."""

    name = "chain"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.across = "power"
        self._asked: tuple[Any, ...] | None = None
        self._effects: Effects | None = None
        self.chain: ChainView = self._look()
        stuck = [stage.key for stage in self.chain.stages if stage.bottleneck]
        self.chosen = stuck[0] if stuck else "tools"

    def _look(self) -> ChainView:
        """The chain as it stands, with the rehearsals if they belong to it."""
        make = partial(chain_view, effects=self._effects, state_text=self._waiting())
        return self.desk.look(make)

    def _waiting(self) -> str:
        """Why the chokepoints are not known yet."""
        if self.desk.over:
            return tr("The game is over.")
        progress = self.desk.progress(_JOB)
        if progress is not None and progress.state == "failed":
            return progress.text
        return self.view.fan.state_text or tr("Playing futures…")

    # ---- building

    def furnish(self) -> None:
        """Place the stages and the three cards below."""
        self.chain = self._look()
        px, body = self.stage.painter.px, self.body
        self._furnish_head()
        count = len(self.chain.stages)
        gap, top = px(GAP), body.y + px(_HEAD)
        width = (body.width - (count - 1) * gap) // count
        self.boxes = []
        for index, stage in enumerate(self.chain.stages):
            place = pygame.Rect(body.x + index * (width + gap), top, width, px(BOX))
            self.boxes.append(StageBox(place, stage, self.chain.state == "ready"))
        self.tree.extend(self.boxes)
        low = top + px(BOX) + px(_CARDS)
        self._furnish_cards(pygame.Rect(body.x, low, body.width, body.bottom - low))
        self.notice = Notice(body)
        self.tree.add(self.notice)

    def _furnish_head(self) -> None:
        painter, px, body = self.stage.painter, self.stage.painter.px, self.body
        words = tr("Supply chain")
        width = painter.text_width(words, "h2") + px(20)
        title = pygame.Rect(body.x, body.y, width, px(34))
        room = pygame.Rect(title.right, body.y + px(9), body.right - title.right, px(20))
        self.subtitle = Note("chain.how", room, "", "text_soft")
        self.tree.extend([Heading("chain.title", title, words, style="h2"), self.subtitle])

    def _furnish_cards(self, area: pygame.Rect) -> None:
        px = self.stage.painter.px
        gap = px(_CARDS)
        wide = round((area.width - 2 * gap) * 0.42)
        rest = (area.width - wide - 2 * gap) // 2
        detail = pygame.Rect(area.x, area.y, wide, area.height)
        middle = pygame.Rect(detail.right + gap, area.y, rest, area.height)
        right = pygame.Rect(
            middle.right + gap, area.y, area.right - middle.right - gap, area.height
        )
        self.detail = StageDetail(detail, self.chain, self.chosen)
        self.ladder = LadderCard(middle, self.chain.ladder)
        lever = self.chain.pods.lever
        foot = px(52) if lever is not None else px(8)
        self.pods = PodCard(right, self.chain.pods, self.across, foot)
        options = [Option("power", tr("Power")), Option("cost", tr("Cost"))]
        place = pygame.Rect(right.x + px(12), right.y + px(34), right.width - px(24), px(28))
        tabs = Tabs("chain.across", place, tr("Against"), options, self.across, look="underline")
        self.tree.extend([self.detail, self.ladder, self.pods, tabs])
        self.slider: LeverSlider | None = None
        if lever is not None:
            place = pygame.Rect(
                right.x + px(16), right.bottom - px(48), right.width - px(32), px(36)
            )
            self.slider = LeverSlider(place, lever)
            self.slider.tooltip = lever.help
            self.tree.add(self.slider)

    # ---- showing

    def show(self) -> None:
        """Show the chain as it now is."""
        super().show()
        self._ask()
        self.chain = self._look()
        ready = self.chain.state == "ready"
        for box, stage in zip(self.boxes, self.chain.stages, strict=True):
            box.show(stage, ready, stage.key == self.chosen)
        self.detail.show(self.chain, self.chosen)
        self.ladder.ladder, self.pods.pods = self.chain.ladder, self.chain.pods
        self.subtitle.name = self._how()
        lever = self.chain.pods.lever
        if self.slider is not None and lever is not None:
            self.slider.show(lever)

    def _how(self) -> str:
        """The line under the title."""
        if self.chain.state != "ready":
            return f"{self.chain.bottleneck_text}.  {self.chain.state_text}"
        return tr(
            "{bottleneck}.  “Cut off”: what that would take from China's new usable compute, "
            "{horizon}.",
            bottleneck=self.chain.bottleneck_text,
            horizon=self.chain.horizon_text,
        )

    def _ask(self) -> None:
        """Ask for the rehearsals of this quarter and these proposals, once."""
        if self.desk.over:
            return
        levers = [one for group in (*self.view.policy.groups, *self.view.policy.more)
                  for one in group.levers if one.pending]  # fmt: skip
        question = (self.view.clock.now, *((one.key, one.proposal) for one in levers))
        if question == self._asked:
            return
        self._asked, self._effects = question, None
        ask = self.desk.look(chain_question)

        def work(leave: Leave) -> tuple[tuple[Any, ...], Effects | None]:
            return question, find_effects(ask, leave)

        self.desk.ask(_JOB, work)

    def _take_effects(self) -> None:
        """Take in the rehearsals when they are there."""
        answer = self.desk.answer(_JOB)
        if answer is None or self._effects is not None:
            return
        question, effects = answer
        if question == self._asked and effects is not None:
            self._effects = effects
            self.show()

    # ---- answers

    def answer(self, intent: Intent) -> Move | None:
        """Choose a stage, an axis, or a size of pods."""
        if isinstance(intent, Activated) and intent.id.startswith("stage."):
            self._choose(intent.id.partition(".")[2])
            return None
        if isinstance(intent, Changed) and intent.id == "chain.across":
            self.across = self.pods.across = str(intent.value)
            return None
        if isinstance(intent, Changed) and intent.id.startswith("lever."):
            refused = self.desk.propose(intent.id.partition(".")[2], float(intent.value))
            if refused:
                self.notice.say(refused, "circle-alert")
                self.show()
            return None
        return super().answer(intent)

    def _choose(self, key: str) -> None:
        if key == self.chosen:
            return
        self.chosen = key
        for box in self.boxes:
            box.chosen = box.stage.key == key
        self.detail.show(self.chain, key)

    def handle(self, event: pygame.Event) -> Move | None:
        """Answer an event; the stage under the pointer or the focus is explained."""
        move = super().handle(event)
        hovered, focused = self.tree.hovered, self.tree.focused
        for widget in (hovered, focused if self.tree.keyboard else None):
            if isinstance(widget, StageBox):
                self._choose(widget.stage.key)
                break
        return move

    def advance(self, seconds: float) -> Move | None:
        """Take in what was computed beside."""
        self._take_effects()
        return super().advance(seconds)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the room, with an arrow from each stage to the next."""
        super().draw(surface)
        painter = self.stage.painter
        for box, after in zip(self.boxes, self.boxes[1:], strict=False):
            x = (box.rect.right + after.rect.x) / 2
            y = box.rect.y + painter.px(20)
            painter.icon(surface, "chevron-right", x, y, 14, COLOURS["text_muted"])
