"""The lists and cards of the diplomacy room: governments, tension, a deal, the grand bargain."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

import pygame

from game.language import tr
from game.views.bargains import BargainView, DealView
from game.views.diplomacy import BlocView, DiplomacyView, TensionView
from game.views.words import signed
from game.window.bars import draw_sparkline
from game.window.panels.cards import Card, role_colour
from game.window.panels.rowlist import RowList
from game.window.theme import COLOURS, Colour
from game.window.widgets import Cell, Row

STATES = {"in force": "good", "offered": "warn", "asked": "warn", "open": "text_muted"}
STATE_ICONS = {
    "in force": "handshake", "offered": "hourglass", "asked": "message-square", "open": "minus",
}  # fmt: skip
KINDS = {"signed": "good", "renewed": "good", "lapsed": "text_soft", "broken": "bad"}


class BlocList(RowList):
    """The governments: what each does, depends on and asks."""

    row_height: ClassVar[int] = 78
    head_height: ClassVar[int] = 40

    def __init__(self, rect: pygame.Rect, view: DiplomacyView, chosen: str) -> None:
        super().__init__("blocs", rect, tr("Governments"))
        self.view = view
        self.selected = chosen

    def keys(self) -> tuple[str, ...]:
        """The seats."""
        return tuple(bloc.seat for bloc in self.view.blocs)

    def words(self, index: int) -> str:
        """A government in a few sentences."""
        bloc = self.view.blocs[index]
        return f"{bloc.name}. {bloc.stance}. {bloc.exposure}. {bloc.ask}."

    @property
    def hint(self) -> str:
        """The government under the pointer: its lines may be cut."""
        over = self._over()
        return self.words(over) if over >= 0 and self.hovered else ""

    def content(self) -> Hashable:
        """The governments."""
        return self.view.blocs

    def paint_head(self, canvas: pygame.Surface) -> None:
        """The title."""
        px = self.painter.px
        self.painter.text(canvas, self.name, px(16), px(25), "label")

    def paint_row(self, canvas: pygame.Surface, index: int, rect: pygame.Rect) -> None:
        """Name and three lines."""
        painter, px, bloc = self.painter, self.painter.px, self.view.blocs[index]
        painter.mark(canvas, bloc.role, rect.x + px(6), rect.y + px(15), 5.0)
        name = tr("{name} (you)", name=bloc.name) if bloc.held else bloc.name
        left, room = rect.x + px(18), rect.width - px(18)
        painter.text(canvas, name, left, rect.y + px(20), "small_strong", max_width=room)
        soft, muted = COLOURS["text_soft"], COLOURS["text_muted"]
        lines = ((bloc.stance, soft), (bloc.exposure, muted), (bloc.ask, COLOURS["text"]))
        for number, (words, colour) in enumerate(lines):
            base = rect.y + px(37) + number * px(16)
            painter.text(canvas, words, left, base, "small", colour, "left", room)


class PromiseList(RowList):
    """What became of deals, newest first."""

    role = "log"
    row_height: ClassVar[int] = 42
    head_height: ClassVar[int] = 40
    selectable: ClassVar[bool] = False

    def __init__(self, rect: pygame.Rect, view: DiplomacyView) -> None:
        super().__init__("promises", rect, tr("Promises kept and broken"))
        self.view = view

    def keys(self) -> tuple[str, ...]:
        """The entries."""
        return tuple(f"{one.deal}@{one.quarter}" for one in self.view.promises)

    def words(self, index: int) -> str:
        """An entry in a sentence."""
        return self.view.promises[index].text

    @property
    def value(self) -> str:
        """Every entry."""
        return super().value or tr("No deal has been signed yet.")

    def content(self) -> Hashable:
        """The entries."""
        return self.view.promises

    def paint_head(self, canvas: pygame.Surface) -> None:
        """The title."""
        painter, px = self.painter, self.painter.px
        painter.text(canvas, self.name, px(16), px(25), "label")
        if not self.view.promises:
            words, muted = tr("No deal has been signed yet."), COLOURS["text_muted"]
            painter.text(canvas, words, px(16), px(54), "small", muted)

    def paint_row(self, canvas: pygame.Surface, index: int, rect: pygame.Rect) -> None:
        """Date, deal and what became of it; below, with whom and what followed."""
        painter, px, one = self.painter, self.painter.px, self.view.promises[index]
        muted = COLOURS["text_muted"]
        base = rect.y + px(17)
        painter.text(canvas, one.quarter_text, rect.x, base, "small", muted)
        dates = [painter.text_width(p.quarter_text, "small") for p in self.view.promises]
        left = rect.x + max(dates) + px(10)
        width = painter.text_width(one.what, "small_strong")
        room = rect.right - left - width - px(10)
        painter.text(canvas, one.name, left, base, "small_strong", max_width=room)
        tone = COLOURS[KINDS[one.kind]]
        painter.text(canvas, one.what, rect.right, base, "small_strong", tone, "right")
        soft = COLOURS["text_soft"]
        words = f"{one.between} · {one.consequence}"
        painter.text(canvas, words, left, base + px(16), "small", soft, "left", rect.right - left)


class TensionCard(Card):
    """How tense it is, its course, and what moved it in the last quarter."""

    role = "img"

    def __init__(self, rect: pygame.Rect, view: TensionView) -> None:
        super().__init__("tension", rect, tr("Tension"))
        self.tension = view

    @property
    def value(self) -> str:
        """All of it in words."""
        parts = [f"{term.label} {signed(term.change, 1)}" for term in self.tension.terms]
        return f"{self.tension.text}. " + tr(", ").join(parts)

    @property
    def hint(self) -> str:
        """What moved it: the rows may not all have room."""
        return self.value

    def state(self) -> Hashable:
        """The view."""
        return self.tension

    def colour(self) -> Colour:
        """Calm, tense or near a crisis."""
        return COLOURS[{"calm": "good", "tense": "warn", "danger": "bad"}[self.tension.level]]

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the gauge, the course and the terms."""
        painter, px, view = self.painter, self.painter.px, self.tension
        self.title_block(canvas, self.name, "")
        right = self.rect.width - px(16)
        words = f"{view.value:.0f}"
        painter.text(canvas, words, right, px(26), "h3", self.colour(), "right")
        curve = pygame.Rect(self.rect.width // 2, px(10), self.rect.width // 2 - px(52), px(24))
        draw_sparkline(painter, canvas, curve, view.course, self.colour())
        track = pygame.Rect(px(16), px(40), self.rect.width - px(32), px(8))
        painter.box(canvas, track, COLOURS["track"], None, 4)
        filled = track.copy()
        filled.width = max(px(4), round(track.width * view.value / 100.0))
        painter.box(canvas, filled, self.colour(), None, 4)
        for mark in (0.35, 0.7):
            canvas.fill(COLOURS["card"], (track.x + round(track.width * mark), track.y, 1, px(8)))
        soft, room = COLOURS["text_soft"], self.rect.width - px(32)
        tall = painter.paragraph(
            canvas, view.text, px(16), track.bottom + px(19), room, "small", soft, 2
        )
        self._paint_terms(canvas, track.bottom + px(23) + tall)

    def _paint_terms(self, canvas: pygame.Surface, y: int) -> None:
        painter, px = self.painter, self.painter.px
        right = self.rect.width - px(16)
        for term in self.tension.terms:
            if y > self.rect.height - px(8):
                break
            tone = COLOURS["bad" if term.change > 0 else "good"]
            amount = signed(term.change, 1)
            room = right - px(16) - painter.text_width(amount, "small_strong") - px(8)
            painter.text(canvas, term.label, px(16), y, "small", COLOURS["text_soft"], "left", room)
            painter.text(canvas, amount, right, y, "small_strong", tone, "right")
            y += px(17)


class DealDetail(Card):
    """One deal: its terms, its price, the other side's chance of signing, and why."""

    role = "region"

    def __init__(self, rect: pygame.Rect, deal: DealView) -> None:
        super().__init__("deal", rect, deal.name)
        self.deal = deal

    @property
    def value(self) -> str:
        """All of it in words."""
        one = self.deal
        facts = ". ".join(words for _, words in self.facts())
        reasons = tr(", ").join(f"{text} {weight}" for text, weight in one.reasons)
        return f"{one.name}: {one.state_text}. {one.terms} {one.side_effect} {facts}. {reasons}"

    @property
    def hint(self) -> str:
        """Terms and source."""
        return f"{self.deal.terms} {self.deal.side_effect} ({self.deal.source})"

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Labels and what they say."""
        one = self.deal
        return (
            (tr("Between"), one.between),
            (tr("Price"), one.cost_text),
            (tr("Chance"), one.odds_text),
            (tr("Term"), one.deadline_text),
            (tr("Trust"), one.trust_text),
        )

    def state(self) -> Hashable:
        """The deal."""
        return self.deal

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the lines from the top as far as there is room."""
        painter, px, deal = self.painter, self.painter.px, self.deal
        canvas.fill(COLOURS["card"])
        left, width, bottom = px(6), self.rect.width - px(12), self.rect.height - px(4)
        muted = COLOURS["text_muted"]
        y = px(14)
        y += painter.paragraph(canvas, deal.terms, left, y, width, "small", COLOURS["text"], 3)
        if deal.warning or self.rect.height > px(190):
            words = deal.warning or deal.side_effect
            tone = COLOURS["bad"] if deal.warning else COLOURS["warn"]
            y += painter.paragraph(canvas, words, left, y, width, "small", tone, 2)
        y += px(6)
        column = (
            left + max(painter.text_width(label, "small") for label, _ in self.facts()) + px(12)
        )
        for label, words in self.facts():
            if y > bottom:
                return
            painter.text(canvas, label, left, y, "small", muted)
            room = self.rect.width - column - px(6)
            painter.text(canvas, words, column, y, "small", COLOURS["text"], "left", room)
            y += px(17)
        y += px(6)
        if y > bottom:
            return
        y += painter.paragraph(canvas, deal.reasons_text, left, y, width, "small", muted, 2)
        for text, weight in deal.reasons:
            if y > bottom:
                return
            painter.text(canvas, text, left + px(10), y, "small", COLOURS["text_soft"])
            tone = COLOURS["bad" if weight[0] not in "+0123456789" else "good"]
            painter.text(canvas, weight, self.rect.width - px(6), y, "small_strong", tone, "right")
            y += px(17)


class BargainCard(Card):
    """The grand bargain: who signs and who would."""

    role = "region"

    def __init__(self, rect: pygame.Rect, view: BargainView) -> None:
        super().__init__("bargain", rect, tr("Grand bargain"))
        self.bargain = view

    @property
    def value(self) -> str:
        """All of it in words."""
        parts = [f"{one.name}: {one.text}" for one in self.bargain.signers]
        return f"{self.bargain.text} " + tr(", ").join(parts)

    @property
    def hint(self) -> str:
        """What it is."""
        words = tr("Controls are capped, minerals flow, rules are shared; nobody gets all.")
        return f"{words} {self.value}"

    def state(self) -> Hashable:
        """The view."""
        return self.bargain

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the parties as far as there is room."""
        painter, px = self.painter, self.painter.px
        y = self.title_block(canvas, self.name, self.bargain.text) + px(16)
        right = self.rect.width - px(16)
        for one in self.bargain.signers:
            if y > self.rect.height - px(50):
                break  # the button stands there
            painter.mark(canvas, one.role, px(22), y - px(4), 4.2)
            name_room = (self.rect.width - px(52)) // 2
            painter.text(canvas, one.name, px(34), y, "small", max_width=name_room)
            colour = role_colour("good" if one.signs else "text_soft")
            room = right - px(34) - min(name_room, painter.text_width(one.name, "small")) - px(8)
            width = min(room, painter.text_width(one.text, "small"))
            painter.text(canvas, one.text, right - width, y, "small", colour, "left", width + 1)
            y += px(18)


def deal_rows(bloc: BlocView) -> tuple[Row, ...]:
    """The deals of a government for a table: name, and how it stands."""
    return tuple(
        Row(
            deal.key,
            (
                Cell(("• " if deal.pending else "") + deal.name),
                Cell(deal.state_text, COLOURS[STATES[deal.state]]),
            ),
        )
        for deal in bloc.deals
    )
