"""The brief between two quarters: what happened, why, what is asked of us, what is expected."""

from __future__ import annotations

import pygame

from game.language import tr
from game.views.analyst_briefs import HoldingBrief, holding
from game.views.brief import (
    BriefView,
    brief_key,
    brief_view,
    brief_work,
    intelligence_view,
)
from game.views.mandate import mandate_view
from game.window.actions import action_of
from game.window.panels.brief import AdvisersCard, CausesCard, EstimatesCard
from game.window.panels.mandate import MandateCard
from game.window.panels.newslist import NewsList
from game.window.panels.predict import AuditCard
from game.window.screens.base import Back, Move, Push, Replace
from game.window.screens.encyclopaedia import EncyclopaediaRoom, own_briefs
from game.window.screens.foresight import PREDICT, ForesightScreen
from game.window.screens.room import RoomScreen
from game.window.theme import COLOURS
from game.window.widgets import Activated, Button, Intent, Widget

_GAP = 16
_TITLE = 52
_FOOT = 52
_MANDATE = 150
_NEWS_SHARE = 0.45
_ADVISERS_SHARE = 0.67


class BriefScreen(RoomScreen):
    """What a player should know before planning the next quarter."""

    name = "brief"

    @property
    def brief(self) -> BriefView:
        """The brief as far as it is worked out."""
        key = self.desk.look(brief_key)
        if self.desk.progress(key) is None:
            self.desk.ask(key, self.desk.look(brief_work))
        facts = self.desk.answer(key)
        return self.desk.look(lambda session: brief_view(session, facts))

    def furnish(self) -> None:
        """Place the cards."""
        self._waited = True
        px, view = self.stage.painter.px, self.brief
        self.title = Heading(pygame.Rect(self.body.x, self.body.y, self.body.width, px(_TITLE)))
        area = pygame.Rect(self.body.x, self.title.rect.bottom, self.body.width, 0)
        area.height = self.body.bottom - px(_FOOT) - area.y
        widths = [round((area.width - 2 * px(_GAP)) * share) for share in (0.32, 0.38)]
        first = pygame.Rect(area.x, area.y, widths[0], area.height)
        second = pygame.Rect(first.right + px(_GAP), area.y, widths[1], area.height)
        third = pygame.Rect(second.right + px(_GAP), area.y, 0, area.height)
        third.width = area.right - third.x
        upper = first.copy()
        upper.height = round((first.height - px(_GAP)) * _NEWS_SHARE)
        lower = pygame.Rect(first.x, upper.bottom + px(_GAP), first.width, 0)
        lower.height = first.bottom - lower.y
        self.news = NewsList(upper, view.news, tr("What happened"))
        self.estimates = EstimatesCard(lower, self.desk.look(intelligence_view))
        self.causes = CausesCard(second, view)
        card = pygame.Rect(third.x, third.y, third.width, px(_MANDATE))
        self.mandate = MandateCard(card, self.desk.look(mandate_view))
        below = pygame.Rect(third.x, card.bottom + px(_GAP), third.width, 0)
        below.height = round((third.bottom - below.y - px(_GAP)) * _ADVISERS_SHARE)
        self.advisers = AdvisersCard(below, view.advisers, "")
        rest = pygame.Rect(third.x, below.bottom + px(_GAP), third.width, 0)
        rest.height = third.bottom - rest.y
        self.audit = AuditCard(rest, self.desk.audit_view())
        say = pygame.Rect(self.body.x, self.body.bottom - px(38), px(220), px(38))
        self.predict = Button(
            "brief.predict",
            say,
            tr("Predict a number"),
            icon="crosshair",
            tooltip=tr("Say what will come a year on; the debrief keeps the score"),
        )
        width = px(220)
        plan = pygame.Rect(self.body.right - width, self.body.bottom - px(38), width, px(38))
        self.plan = Button("brief.plan", plan, tr("Plan the quarter"), kind="primary",
                           icon="check")  # fmt: skip
        self.tree.extend(
            [
                self.title,
                self.news,
                self.estimates,
                self.causes,
                self.mandate,
                self.advisers,
                self.audit,
                self.predict,
                *self._holding(pygame.Rect(say.right, say.y, plan.x - say.right, say.height)),
                self.plan,
            ]
        )

    def _holding(self, room: pygame.Rect) -> list[Button]:
        """A way to the analyst brief whose visible conditions the game meets now, if one does."""
        own = own_briefs(self.stage)
        self.held: tuple[HoldingBrief, ...]
        self.held = self.desk.look(lambda session: holding(session, own))
        painter, px = self.stage.painter, self.stage.painter.px
        space = room.width - 2 * px(_GAP)
        if not self.held or space < px(44):  # there is the encyclopaedia all the same
            return []
        words = tr("Analyst brief: {title}", title=self.held[0].title)
        wide = min(painter.text_width(words, "label") + px(48), space)
        place = pygame.Rect(room.x + px(_GAP), room.y, wide, room.height)
        hint = tr("All of its conditions that can be seen are met now")
        return [Button("brief.analysts", place, words, icon="search", tooltip=hint)]

    @property
    def waiting(self) -> bool:
        """Whether something is still worked out beside."""
        progress = self.desk.progress(self.desk.look(brief_key))
        return progress is not None and progress.state in ("waiting", "working")

    def show(self) -> None:
        """Show the brief as it now is."""
        super().show()
        view = self.brief
        self.title.name, self.title.words = view.title, view.subtitle
        self.news.news = view.news
        self.estimates.estimates = self.desk.look(intelligence_view)
        self.causes.view = view
        self.mandate.view = self.desk.look(mandate_view)
        self.audit.view = self.desk.audit_view()
        words = tr("The advisers are at work.") if not view.advisers else ""
        self.advisers.advisers, self.advisers.words = view.advisers, words

    def advance(self, seconds: float) -> Move | None:
        """Take in what was computed beside, once it is there."""
        waiting = self.waiting
        if self._waited and not waiting:
            self.show()
        self._waited = waiting
        return super().advance(seconds)

    def answer(self, intent: Intent) -> Move | None:
        """Go on, or go and predict, or do what every room does."""
        if intent == Activated("brief.plan"):
            return Back()
        if intent == Activated("brief.predict"):
            room = ForesightScreen(self.desk)
            room.page = PREDICT
            return Replace(room)
        if intent == Activated("brief.analysts"):
            return Push(EncyclopaediaRoom(self.desk, self.held[0].key))
        return super().answer(intent)

    def shortcut(self, key: int, modifiers: int) -> Move | None:
        """Enter, or the key that ends a quarter, goes on to the plan."""
        if key in (pygame.K_RETURN, pygame.K_KP_ENTER) or action_of(key) == "end_quarter":
            return Back()
        return super().shortcut(key, modifiers)


class Heading(Widget):
    """The title of the brief."""

    role = "heading"

    def __init__(self, rect: pygame.Rect) -> None:
        super().__init__("brief.title", rect, "")
        self.words = ""

    @property
    def value(self) -> str:
        """The line below the title."""
        return self.words

    def draw(self, surface: pygame.Surface) -> None:
        """Draw title and line."""
        painter, px, rect = self.painter, self.painter.px, self.rect
        used = painter.text(surface, self.name, rect.x, rect.y + px(26), "h2")
        muted = COLOURS["text_muted"]
        painter.text(surface, self.words, rect.x + used + px(12), rect.y + px(26), "body", muted)
