"""The diplomacy room: stances, the plane of alignment, offers, promises kept or broken, tension."""

from __future__ import annotations

import pygame

from game.language import tr
from game.views.bargains import DealView
from game.views.diplomacy import DiplomacyView, diplomacy_view
from game.window.desk import Desk
from game.window.panels import diplomacy as parts
from game.window.panels.line import Note
from game.window.panels.notice import Notice
from game.window.panels.plane import AlignmentPlane
from game.window.panels.policy import LeverSlider
from game.window.screens.base import Move
from game.window.screens.room import RoomScreen
from game.window.widgets import (
    Activated,
    Button,
    CardPanel,
    Changed,
    Column,
    Heading,
    Intent,
    Table,
)

_HEAD, _GAP = 46, 12
_LOBBYING = 48


class DiplomacyScreen(RoomScreen):
    """The room of deals."""

    name = "diplomacy"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.room: DiplomacyView = desk.look(diplomacy_view)
        held = next((bloc.seat for bloc in self.room.blocs if bloc.held), "us")
        # A government looks first at the deal that waits for its signature, else at the other side.
        self.chosen = held
        own = self.room.bloc(held).deals
        waiting = [deal for deal in own if deal.state == "asked"]
        self.deal = (waiting or list(own))[0].key

    # ---- building

    def furnish(self) -> None:
        """Three columns: governments and tension, plane and promises, a deal and the bargain."""
        self.room = self.desk.look(diplomacy_view)
        px, body = self.stage.painter.px, self.body
        self._furnish_head()
        gap, top = px(_GAP), body.y + px(_HEAD)
        left, middle = round(body.width * 0.27), round(body.width * 0.37)
        height = body.bottom - top
        self._furnish_left(pygame.Rect(body.x, top, left, height))
        self._furnish_middle(pygame.Rect(body.x + left + gap, top, middle, height))
        x = body.x + left + middle + 2 * gap
        self._furnish_right(pygame.Rect(x, top, body.right - x, height))
        self.notice = Notice(body)
        self.tree.add(self.notice)

    def _furnish_head(self) -> None:
        painter, px, body = self.stage.painter, self.stage.painter.px, self.body
        words = tr("Diplomacy")
        width = painter.text_width(words, "h2") + px(20)
        title = pygame.Rect(body.x, body.y, width, px(34))
        room = pygame.Rect(title.right, body.y + px(9), body.right - title.right, px(20))
        self.subtitle = Note("diplomacy.how", room, self.room.note, "text_soft")
        self.tree.extend([Heading("diplomacy.title", title, words, style="h2"), self.subtitle])

    def _furnish_left(self, area: pygame.Rect) -> None:
        px = self.stage.painter.px
        tall = min(px(5 * parts.BlocList.row_height + 50), round(area.height * 0.68))
        self.blocs = parts.BlocList(pygame.Rect(area.topleft, (area.width, tall)), self.room,
                                    self.chosen)  # fmt: skip
        low = pygame.Rect(area.x, area.y + tall + px(_GAP), area.width, 0)
        low.height = area.bottom - low.y
        self.tension = parts.TensionCard(low, self.room.tension)
        self.tree.extend([self.blocs, self.tension])

    def _furnish_middle(self, area: pygame.Rect) -> None:
        px = self.stage.painter.px
        tall = round(area.height * 0.58)
        self.plane = AlignmentPlane(pygame.Rect(area.topleft, (area.width, tall)), self.room,
                                    self.chosen)  # fmt: skip
        card = pygame.Rect(area.x, area.y + tall + px(_GAP), area.width, 0)
        card.height = area.bottom - card.y
        self.promises = parts.PromiseList(card, self.room)
        self.tree.extend([self.plane, self.promises])

    def _furnish_right(self, area: pygame.Rect) -> None:
        px, gap = self.stage.painter.px, self.stage.painter.px(_GAP)
        roomy = area.height > px(520)
        low = px(178) if roomy else px(94)
        lobby = px(_LOBBYING + 12) if self.room.lobbying is not None else 0
        card = pygame.Rect(area.x, area.y, area.width, area.height - low - gap - lobby)
        self._furnish_deals(card)
        self._furnish_bargain(pygame.Rect(area.x, card.bottom + gap, area.width, low))
        self.slider: LeverSlider | None = None
        lever = self.room.lobbying
        if lever is not None:
            place = pygame.Rect(area.x + px(16), area.bottom - px(_LOBBYING) + px(4),
                                area.width - px(32), px(36))  # fmt: skip
            self.slider = LeverSlider(place, lever)
            self.slider.tooltip = lever.help
            self.tree.add(self.slider)

    def _furnish_deals(self, card: pygame.Rect) -> None:
        px = self.stage.painter.px
        self.deals_card = CardPanel("deals.card", card, tr("Deals"))
        table = pygame.Rect(card.x + px(10), card.y + px(36), card.width - px(20), px(28) * 4)
        columns = (Column(tr("Deal"), 1.2), Column(tr("How it stands"), 1.0))
        self.deals = Table("deals", table, tr("Deals"), columns, (), show_titles=False)
        foot = px(34)
        place = pygame.Rect(table.x, table.bottom + px(6), table.width, 0)
        place.height = card.bottom - foot - px(18) - place.y
        self.detail = parts.DealDetail(place, self._deal())
        button = pygame.Rect(card.x + px(16), card.bottom - foot - px(10),
                             min(card.width - px(32), px(220)), foot)  # fmt: skip
        self.act = Button("deal.act", button, tr("Offer"), kind="accent", icon="handshake")
        self.tree.extend([self.deals_card, self.deals, self.detail, self.act])

    def _furnish_bargain(self, card: pygame.Rect) -> None:
        px = self.stage.painter.px
        self.bargain = parts.BargainCard(card, self.room.bargain)
        width = min(px(150), card.width - px(32))
        place = pygame.Rect(card.right - px(16) - width, card.bottom - px(42), width, px(32))
        self.sign = Button("bargain.act", place, tr("Sign"), icon="handshake")
        self.tree.extend([self.bargain, self.sign])

    # ---- showing

    def _deal(self) -> DealView:
        """The deal that is shown: one of the chosen government's."""
        deals = self.room.bloc(self.chosen).deals
        found = next((deal for deal in deals if deal.key == self.deal), deals[0])
        self.deal = found.key
        return found

    def show(self) -> None:
        """Show the room as it now is."""
        super().show()
        self.room = self.desk.look(diplomacy_view)
        self.subtitle.name = self.room.note
        self.blocs.view, self.blocs.selected = self.room, self.chosen
        self.plane.view, self.plane.chosen = self.room, self.chosen
        self.tension.tension, self.bargain.bargain = self.room.tension, self.room.bargain
        self.promises.view = self.room
        self._show_deal()
        self._show_bargain()
        lever = self.room.lobbying
        if self.slider is not None and lever is not None:
            self.slider.show(lever)

    def _show_deal(self) -> None:
        bloc, deal = self.room.bloc(self.chosen), self._deal()
        self.deals_card.name = tr("Deals of {who}", who=bloc.name)
        self.deals.rows, self.deals.selected = parts.deal_rows(bloc), deal.key
        self.deals.layout()
        self.detail.deal = deal
        self.detail.name = deal.name
        self.act.name = deal.action or tr("Not ours to sign")
        self.act.icon = deal.action_icon if deal.lever else "lock"
        self.act.enabled = not deal.disabled_reason
        self.act.disabled_reason = deal.disabled_reason
        self.act.kind = "danger" if deal.warning else "ghost" if deal.pending else "accent"

    def _show_bargain(self) -> None:
        bargain = self.room.bargain
        self.sign.name = bargain.action or tr("Not ours to sign")
        self.sign.icon = "undo-2" if bargain.pending else "handshake" if bargain.lever else "lock"
        self.sign.enabled = not bargain.disabled_reason
        self.sign.disabled_reason = bargain.disabled_reason

    # ---- answers

    def answer(self, intent: Intent) -> Move | None:
        """Choose a government or a deal; offer, sign, withdraw."""
        if isinstance(intent, Changed):
            if intent.id in ("blocs", "plane"):
                self.chosen = str(intent.value)
                self.show()
                return None
            if intent.id == "deals":
                self.deal = str(intent.value)
                self.show()
                return None
            if intent.id.startswith("lever."):
                self._propose(intent.id.partition(".")[2], float(intent.value))
                return None
        if isinstance(intent, Activated) and intent.id == "deal.act":
            deal = self._deal()
            self._propose(deal.lever, deal.value)
            return None
        if isinstance(intent, Activated) and intent.id == "bargain.act":
            self._propose(self.room.bargain.lever, self.room.bargain.value)
            return None
        return super().answer(intent)

    def _propose(self, lever: str, value: float) -> None:
        refused = self.desk.propose(lever, value)
        if refused:
            self.notice.say(refused, "circle-alert")
        self.show()
