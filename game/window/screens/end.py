"""The debrief: what came of a game, what was true, and which moves mattered. No verdict."""

from __future__ import annotations

import pygame

from game.language import tr
from game.session import Session
from game.viewmodel import EndView
from game.views.debrief import Debrief, DebriefView
from game.views.debrief_numbers import MEAN
from game.window.desk import Desk
from game.window.panels.debrief_worlds import QuarterList
from game.window.panels.notice import Notice
from game.window.panels.outcome import OutcomeTable
from game.window.screens.base import Home, Move, Push, Replace, Screen
from game.window.screens.debrief_pages import PAGES, page_widgets
from game.window.screens.loading import new_game
from game.window.theme import COLOURS
from game.window.widgets import Activated, Button, Changed, Intent, Option, Tabs

_LOOK = 0.25  # seconds between looks at what was computed beside
_HEAD, _TABS, _FOOT = 84, 34, 44
_FIRST = PAGES[0].key


def debrief_of(desk: Desk) -> Debrief:
    """The debrief of the game on a desk; its work begins at once."""

    def make(session: Session) -> Debrief:
        return Debrief(session, desk.ask, desk.answer, desk.progress)

    return desk.look(make)


class EndScreen(Screen):
    """What came of it, in nine pages."""

    name = "end"

    def __init__(self, desk: Desk, debrief: Debrief | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.view: EndView = desk.end_view()
        self.debrief = debrief
        self.debrief_view: DebriefView
        self.page = _FIRST
        self.quarter = -1
        self.leader = ""
        self.ledger_metric = MEAN
        self.dial_measure = "chip"
        self._wait = 0.0
        self._known: tuple[DebriefView, str] | None = None

    @property
    def complete(self) -> bool:
        """Whether every page has its numbers."""
        if self.debrief is None:
            return False
        pages = all(state.ready for _, state in self.debrief_view.states)
        return pages and self.view.futures > 0

    def _renamed(self) -> DebriefView:
        """The debrief as far as it is known, with the names in force.

        Its work is asked for here: the screen before takes its own along when it leaves.
        """
        debrief = self.debrief = self.debrief or debrief_of(self.desk)
        known = debrief.view(), self.stage.settings.names
        if self._known == known:
            return self.debrief_view
        self._known = known
        view: DebriefView = self.desk.look(lambda _: known[0])
        if self.quarter < 0:
            self.quarter = len(view.quarters) - 1
            self.leader = view.seats[0].key
        return view

    # ---- building

    def build(self) -> None:
        """Place the buttons, the tabs and the page that is open."""
        stage, px = self.stage, self.stage.painter.px
        self.desk.rename(stage.settings.names)
        self.view, self.debrief_view = self.desk.end_view(), self._renamed()
        stage.painter.accent = COLOURS.get(self.view.role, COLOURS["incumbent"])
        width, height = stage.size
        margin = px(28)
        tabs = pygame.Rect(margin, px(_HEAD), width - 2 * margin, px(_TABS))
        options = [Option(page.key, tr(page.name)) for page in PAGES]
        self.tree.add(Tabs("page", tabs, tr("Pages"), options, self.page, look="underline"))
        top = tabs.bottom + px(14)
        self.body = pygame.Rect(margin, top, width - 2 * margin, height - top - px(_FOOT))
        self.tree.extend(page_widgets(self, self.page, self.body))
        self._build_buttons(width - margin)
        self.notice = Notice(self.body)
        self.tree.add(self.notice)

    def _build_buttons(self, right: int) -> None:
        px, painter = self.stage.painter.px, self.stage.painter
        self.first_button = right
        for key, words, icon in (
            ("again", tr("Play again"), "rotate-ccw"),
            ("seat", tr("Another seat"), "users"),
            ("save", tr("Save the report"), "download"),
            ("title", tr("Title"), "house"),
        ):
            width = painter.text_width(words, "label") + px(56)
            place = pygame.Rect(right - width, px(28), width, px(38))
            kind = "primary" if key == "again" else "ghost"
            self.tree.add(Button(key, place, words, icon=icon, kind=kind))  # type: ignore[arg-type]
            right = place.x - px(10)
        self.first_button = right

    def rebuild(self, keep: str = "") -> None:
        """Build the page anew; the focus goes back to a widget."""
        self.enter(self.stage)
        if keep and any(widget.id == keep for widget in self.tree.all_widgets()):
            self.tree.focus(keep)

    # ---- answers

    def answer(self, intent: Intent) -> Move | None:
        """Turn pages, answer what stands on them, and the buttons."""
        from game.window.screens.select import SelectScreen

        if isinstance(intent, Changed) and self._changed(intent):
            return None
        if intent == Activated("again"):
            scenario, seat, seed = self.desk.setup
            return Replace(new_game(self.stage, scenario, seat, seed))
        if intent == Activated("seat"):
            return Replace(SelectScreen(self.desk.setup[0]))
        if intent == Activated("title"):
            return Home()
        if intent == Activated("replay"):
            return self._replay()
        if intent == Activated("save"):
            self._save()
            return None
        return super().answer(intent)

    def _changed(self, intent: Changed) -> bool:
        """Take a choice on a page; returns whether it was one."""
        if intent.id == "page":
            self.open_page(intent.value)
        elif intent.id == "quarter_choice":
            self._show_quarter(int(intent.value))
        elif intent.id == "turning":
            x = float(intent.value)
            places = [state.x for state in self.debrief_view.quarters]
            nearest = min(range(len(places)), key=lambda i: abs(places[i] - x))
            self.quarter = nearest
            self.rebuild("turning")
            self._select("turning", intent.value)
        elif intent.id == "leaders":
            self.leader = intent.value
            self.rebuild("leaders")
        elif intent.id == "ledger_metric":
            self.ledger_metric = intent.value
            self.rebuild("ledger_metric")
        elif intent.id == "dial_measure":
            self.dial_measure = intent.value
            self.rebuild("dial_measure")
        else:
            return False
        return True

    def _select(self, identifier: str, key: str) -> None:
        widget = self.tree.get(identifier)
        widget.selected = key  # type: ignore[attr-defined]

    def open_page(self, key: str) -> None:
        """Turn to a page."""
        self.page = key
        self.rebuild("page")

    def _show_quarter(self, index: int) -> None:
        self.quarter = index
        shown = self.tree.get("quarter")
        if isinstance(shown, QuarterList):
            shown.show(self.debrief_view.quarters[index])

    def _replay(self) -> Move:
        from game.window.screens.replay import replay_of

        screen = replay_of(self.desk)
        screen.at = min(self.quarter + 1, screen.recording.length)
        return Push(screen)

    def shortcut(self, key: int, modifiers: int) -> Move | None:
        """Page up and page down turn pages; 1 to 9 open them."""
        keys = [page.key for page in PAGES]
        at = keys.index(self.page)
        if pygame.K_1 <= key <= pygame.K_9:
            at = key - pygame.K_1
        elif key in (pygame.K_PAGEDOWN, pygame.K_PAGEUP):
            at = (at + (1 if key == pygame.K_PAGEDOWN else -1)) % len(keys)
        else:
            return super().shortcut(key, modifiers)
        if keys[at] != self.page:
            self.open_page(keys[at])
        return None

    # ---- saving

    def _save(self) -> None:
        """Write pictures, numbers, the report and the game, and say where they are."""
        from game.window.debrief_export import save_debrief

        if not self.stage.keep:
            self.notice.say(tr("Nothing is saved in this window."), "circle-alert")
            return
        try:
            place = save_debrief(self)
        except (OSError, ValueError, pygame.error) as error:
            words = tr("The file cannot be written: {error}", error=error)
            self.notice.say(words, "circle-alert")
            return
        self.notice.say(tr("Saved in {path}", path=place), "download")

    # ---- frames

    def advance(self, seconds: float) -> Move | None:
        """Take in what was computed beside as soon as it is there."""
        self._wait += seconds
        if self._wait >= _LOOK:
            self._wait = 0.0
            self._take()
        return super().advance(seconds)

    def _take(self) -> None:
        fresh = self._renamed()
        changed = fresh is not self.debrief_view
        self.debrief_view = fresh
        end = self.view if self.view.futures else self.desk.end_view()
        if end is not self.view and end != self.view:
            self.view = end
            for widget in self.tree.all_widgets():
                if isinstance(widget, OutcomeTable):
                    widget.view = end
        if changed:
            self.rebuild()

    def leave(self) -> None:
        """Stop what runs beside."""
        self.desk.close()

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the screen."""
        painter, px, view = self.stage.painter, self.stage.painter.px, self.view
        surface.fill(COLOURS["background"])
        left = px(28)
        room = self.first_button - left - px(10)
        painter.text(surface, view.title, left, px(46), "h1", max_width=room)
        soft = COLOURS["text_soft"]
        painter.text(surface, view.subtitle, left, px(69), "body", soft, "left", room)
        muted = COLOURS["text_muted"]
        y, width = surface.get_height() - px(18), surface.get_width() - 2 * left
        seed = self.debrief_view.seed_text
        used = painter.text_width(seed, "micro") + px(20)
        painter.text(surface, view.caveat, left, y, "small", muted, "left", width - used)
        painter.text(surface, seed, left + width, y, "micro", muted, "right")
        self.tree.draw(surface)
