"""What a quarter's end puts before the player: events that struck, and the open dilemma."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

import pygame

from game.language import tr
from game.views.dilemma_futures import (
    ChoiceFutures,
    DilemmaFutures,
    dilemma_futures,
    futures_key,
    futures_work,
)
from game.views.events import ChoiceView, DilemmaView, EventView
from game.window.panels.answers import AnswerFans
from game.window.theme import COLOURS
from game.window.widgets import Activated, Answer, Button, Choice, Dialog, Intent
from game.window.widgets.dialog import Chip
from game.window.widgets.panel import Paragraph

if TYPE_CHECKING:
    from game.window.screens.main import MainScreen

EVENT, DILEMMA = "event", "dilemma"
_WIDTH = 704


class Matters:
    """The dialogs of events and dilemmas on the main screen, one after another."""

    def __init__(self, screen: MainScreen) -> None:
        self.screen = screen
        self.events: list[EventView] = []
        self.dilemma: DilemmaView | None = screen.desk.question()
        # Names of dialogs that are still to be opened.
        self.waiting = [DILEMMA] if self.dilemma is not None else []
        self._answer: tuple[ChoiceFutures | None, str] = (None, "")
        self._fans: AnswerFans | None = None

    def look(self) -> None:
        """Read the open dilemma anew."""
        self.dilemma = self.screen.desk.question()

    def after_quarter(self, tell: bool) -> None:
        """Line up what the quarter brought; `tell` says whether mere events open a dialog."""
        asked = self.dilemma
        self.look()
        self.events = list(self.screen.desk.struck()) if tell else []
        self.waiting = [EVENT] * len(self.events)
        if self.dilemma is not None and self.dilemma != asked:
            self.waiting.append(DILEMMA)

    @property
    def answered(self) -> bool:
        """Whether an answer to the open dilemma is on the table."""
        return self.dilemma is not None and any(one.given for one in self.dilemma.choices)

    @property
    def working(self) -> bool:
        """Whether a dialog still waits for the futures of its answers."""
        fans = self._fans
        return fans is not None and not fans.view.choices and not fans.view.problem

    # ---- showing

    def button(self, area: pygame.Rect) -> Button:
        """The way back to the open dilemma, at the upper right of an area."""
        painter = self.screen.stage.painter
        px = painter.px
        words = tr("A question for you")
        width = max(painter.text_width(one, "label") for one in (words, tr("Your answer"))) + px(58)
        rect = pygame.Rect(0, area.y + px(16), width, px(34))
        rect.right = area.right - px(16)
        button = Button("dilemma", rect, words, icon="circle-question-mark")
        self.show(button)
        return button

    def show(self, button: Button) -> None:
        """Show the way back while a dilemma is open."""
        button.visible = self.dilemma is not None
        button.kind = "ghost" if self.answered else "primary"
        button.icon = "check" if self.answered else "circle-question-mark"
        button.name = tr("Your answer" if self.answered else "A question for you")
        button.tooltip = ""
        if self.dilemma is not None:
            button.tooltip = f"{self.dilemma.title}\n{self.dilemma.note}"

    def advance(self) -> None:
        """Open the next dialog if nothing is in the way; take in the futures of the answers."""
        screen = self.screen
        if self.waiting and screen.resolve is None and screen.tree.dialog is None:
            screen.set_speed("pause")
            screen.open_dialog(self.waiting[0])
        if self._fans is not None and screen.tree.dialog is not None and self.dilemma is not None:
            self._refresh()

    def _refresh(self) -> None:
        """Show the futures once they are there."""
        assert self._fans is not None
        desk, key = self.screen.desk, self._key()
        found, progress = desk.answer(key), desk.progress(key)
        failed = progress.text if progress is not None and progress.state == "failed" else ""
        if found is not self._answer[0] or failed != self._answer[1]:
            self._answer = found, failed
            self._fans.view = self._futures()

    def _key(self) -> Hashable:
        view = self.dilemma
        assert view is not None
        return self.screen.desk.look(lambda session: futures_key(session, view))

    def _futures(self) -> DilemmaFutures:
        found, failed = self._answer
        return self.screen.desk.look(lambda session: dilemma_futures(session, found, failed))

    # ---- dialogs

    def event_dialog(self) -> Dialog:
        """The event that struck."""
        event = self.events[0]
        content = [
            _small("event.effect", event.effect, "text"),
            _small("event.cause", event.cause),
            _small("event.source", event.source),
        ]
        return Dialog(
            EVENT, event.title, event.text, kicker=event.kicker, icon=event.icon,
            colour=COLOURS.get(event.role, COLOURS["text_soft"]), width=600, content=content,
            answers=[Answer("matter.seen", tr("Go on"), "primary", "check")],
        )  # fmt: skip

    def dilemma_dialog(self) -> Dialog:
        """The open dilemma with its choices and where they lead."""
        view = self.dilemma
        assert view is not None
        self._ask()
        given = next((c.number for c in view.choices if c.given), 0)
        silent = next(c.number for c in view.choices if c.unanswered)
        self._fans = AnswerFans(self._futures(), (given or silent) - 1)
        dialog = Dialog(
            DILEMMA, view.title, f"{view.text} {view.question}",
            kicker=tr("{kicker} · keys 1 to 3 · the clock is stopped", kicker=view.kicker),
            icon=view.icon, colour=COLOURS[view.role], width=_WIDTH,
            choices=[_choice(choice) for choice in view.choices],
            content=[
                self._fans, _small("dilemma.note", view.note, "text_soft"),
                _small("dilemma.source", view.source),
            ],
            answers=[Answer("dialog.close", tr("Decide later"))],
        )  # fmt: skip
        self._fans.cards = dialog.cards
        return dialog

    def _ask(self) -> None:
        """Have the futures played, unless they have been asked for."""
        view, desk = self.dilemma, self.screen.desk
        assert view is not None
        key = self._key()
        if desk.progress(key) is None:
            desk.ask(key, desk.look(lambda session: futures_work(session, view)))
        self._answer = desk.answer(key), ""

    # ---- answers

    def answer(self, intent: Intent) -> bool:
        """Take an answer to a dialog; returns whether it was one."""
        if not isinstance(intent, Activated):
            return False
        if intent.id == DILEMMA:
            self.screen.open_dialog(DILEMMA)
            return True
        if intent.id == "matter.seen":
            self.screen.close_dialog()
            return True
        if intent.id.startswith("choice."):
            self._give(int(intent.id.partition(".")[2]))
            return True
        return False

    def _give(self, number: int) -> None:
        view, screen = self.dilemma, self.screen
        assert view is not None
        refused = screen.desk.propose(view.lever, float(number))
        self.look()
        screen.close_dialog()
        words = tr("Your answer: {answer}", answer=view.choices[number - 1].label)
        screen.say(refused or words, "circle-alert" if refused else "check")
        screen.show()

    def closed(self, name: str) -> None:
        """A dialog has been closed: the next may open."""
        if name == EVENT and self.events:
            self.events.pop(0)
        if self.waiting and self.waiting[0] == name:
            self.waiting.pop(0)
        if name == DILEMMA:
            self._fans = None


def _small(identifier: str, words: str, colour: str = "text_muted") -> Paragraph:
    nowhere = pygame.Rect(0, 0, 0, 0)
    return Paragraph(identifier, nowhere, words, style="small", colour=COLOURS[colour])


def _choice(choice: ChoiceView) -> Choice:
    chips = [Chip(chip.text, chip.tone, chip.icon) for chip in choice.chips]
    if choice.given:
        chips.insert(0, Chip(tr("Your answer"), "good", "check"))
    elif choice.unanswered:
        chips.insert(0, Chip(tr("If you say nothing"), "neutral", "hourglass"))
    label = tr("{label}. {words}", label=choice.label, words=choice.text)
    return Choice(f"choice.{choice.number}", label, tuple(chips))
