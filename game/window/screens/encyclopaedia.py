"""The encyclopaedia: a list to search at the left, an article at the right; a room, or alone."""

from __future__ import annotations

from pathlib import Path

import pygame

from game.language import tr
from game.renaming import rename
from game.views.analyst_briefs import Present, brief_articles, present
from game.views.encyclopaedia import HOME, Book, book
from game.window import settings as kept
from game.window.desk import Desk
from game.window.panels.reader import ArticleList, fill_page
from game.window.screens.base import Back, Move, Screen, Stage, Teach
from game.window.screens.room import RoomScreen
from game.window.theme import COLOURS
from game.window.widgets import (
    Activated,
    Button,
    Changed,
    Heading,
    Intent,
    ScrollArea,
    Submitted,
    TextEntry,
    Widget,
)

_LIST = 330  # width at scale 1
_HEAD = 46


def own_briefs(stage: Stage) -> Path | None:
    """The folder for analyst briefs of the player's own."""
    home = kept.folder() if stage.keep else None
    return None if home is None else home / "briefs"


class Reader:
    """Which article is open, what was read before, and the widgets that show it."""

    def __init__(self, key: str = HOME) -> None:
        self.key = key
        self.query = ""
        self.past: list[str] = []
        self.book: Book
        self.list: ArticleList
        self.page: ScrollArea
        self.back: Button

    def furnish(self, stage: Stage, body: pygame.Rect, now: Present | None = None) -> list[Widget]:
        """Make the widgets inside a rect; `now` is what analyst briefs are held against."""
        painter, px = stage.painter, stage.painter.px
        self.painter = painter
        full = book().with_articles(brief_articles(own_briefs(stage), now))
        self.book = rename(full, stage.settings.names)
        found = self.book.find(self.key) or self.book.find(HOME)
        assert found is not None, "the encyclopaedia has its first page"
        self.key = found.key
        wide = min(px(_LIST), body.width // 3)
        entry = pygame.Rect(body.x, body.y, wide, px(34))
        search = TextEntry(
            "search", entry, tr("Search the encyclopaedia"), self.query,
            placeholder=tr("Search the encyclopaedia"),
        )  # fmt: skip
        top = body.y + px(_HEAD)
        height = body.bottom - top
        self.list = ArticleList(pygame.Rect(body.x, top, wide, height), self.book.chapters)
        self.list.attach(painter)
        left = body.x + wide + px(16)
        self.page = ScrollArea(
            "page", pygame.Rect(left, top, body.right - left, height), "", decorate=self._ground
        )
        words = tr("Previous article")
        room = painter.text_width(words, "label") + px(48)
        self.back = Button(
            "previous", pygame.Rect(left, body.y, room, px(34)), words, icon="arrow-left",
            disabled_reason=tr("No article was open before."),
            tooltip=tr("Also with Backspace"),
        )  # fmt: skip
        words = tr("First lesson")
        room = painter.text_width(words, "label") + px(48)
        place = pygame.Rect(body.right - room, body.y, room, px(34))
        lesson = Button(
            "lesson", place, words, icon="graduation-cap",
            tooltip=tr("Ten minutes on a small scenario. A game in play is kept."),
        )  # fmt: skip
        self._fill()
        return [search, self.list, self.back, lesson, self.page]

    def _ground(self, surface: pygame.Surface, x: int, y: int) -> None:
        self.painter.card(surface, self.page.rect, COLOURS["card"])

    def _fill(self) -> None:
        self.list.show(self.book.search(self.query), self.key, bool(self.query.strip()))
        self._turn_page()

    def _turn_page(self) -> None:
        fill_page(self.page, self.painter, self.book.find(self.key))
        self.back.enabled = bool(self.past)

    def open(self, key: str) -> None:
        """Open an article; the one that was open can be gone back to."""
        found = self.book.find(key)
        if found is None or found.key == self.key:
            return
        self.past.append(self.key)
        self.key = found.key
        if found not in self.list.articles:
            self.query = ""
        self._fill()

    def previous(self) -> None:
        """Go back to the article before."""
        if self.past:
            self.key = self.past.pop()
            if self.book.find(self.key) not in self.list.articles:
                self.query = ""
            self._fill()

    def answer(self, intent: Intent, screen: Screen) -> bool:
        """Answer what a widget was told; returns whether it was for the reader."""
        tree = screen.tree
        if isinstance(intent, Changed) and intent.id == "search":
            self.query = str(intent.value)
            self.list.show(self.book.search(self.query), self.key, bool(self.query.strip()))
        elif isinstance(intent, Submitted) and intent.id == "search":
            if self.list.chosen is not None:
                self.open(self.list.chosen.key)
                tree.focus("articles")
        elif isinstance(intent, Changed) and intent.id == "articles":
            self._read(str(intent.value))
        elif isinstance(intent, Activated) and intent.id == "read":
            stop = next((one for one in (self.page, *self.page.children) if one.can_focus), None)
            if stop is not None:
                tree.focus(stop)
        elif isinstance(intent, Activated) and intent.id.startswith("link."):
            self.open(intent.id.partition(".")[2])
            self._show_query(screen)
            tree.focus("articles")
        elif intent == Activated("previous"):
            self.previous()
            self._show_query(screen)
        else:
            return False
        return True

    def _read(self, key: str) -> None:
        """Turn to the article that the list has come to; only stops count as read before."""
        self.key = key
        self._turn_page()

    def _show_query(self, screen: Screen) -> None:
        entry = screen.tree.get("search")
        if isinstance(entry, TextEntry):
            entry.text = self.query
            entry.caret = len(self.query)


class EncyclopaediaRoom(RoomScreen):
    """The encyclopaedia in a game."""

    name = "encyclopaedia"

    def __init__(self, desk: Desk, key: str = HOME) -> None:
        super().__init__(desk)
        self.reader = Reader(key)

    def furnish(self) -> None:
        """Place list and page."""
        self.tree.extend(self.reader.furnish(self.stage, self.body, self.desk.look(present)))

    def answer(self, intent: Intent) -> Move | None:
        """The reader's answers, then those of every room."""
        if intent == Activated("lesson"):
            return Teach()
        return None if self.reader.answer(intent, self) else super().answer(intent)

    def shortcut(self, key: int, modifiers: int) -> Move | None:
        """Backspace goes to the article before."""
        if key == pygame.K_BACKSPACE:
            self.reader.answer(Activated("previous"), self)
            return None
        return super().shortcut(key, modifiers)

    def help(self) -> Move | None:
        """F1 opens the first page."""
        self.reader.answer(Activated(f"link.{HOME}"), self)
        return None


class EncyclopaediaScreen(Screen):
    """The encyclopaedia without a game, from the title."""

    name = "encyclopaedia"

    def __init__(self, key: str = HOME) -> None:
        super().__init__()
        self.reader = Reader(key)

    def build(self) -> None:
        """Place a title, the way back, and the reader."""
        painter, px = self.stage.painter, self.stage.painter.px
        painter.accent = COLOURS["incumbent"]
        width, height = self.stage.size
        edge = px(40)
        back = pygame.Rect(edge, px(22), painter.text_width(tr("Back"), "label") + px(52), px(36))
        self.tree.add(Button("back", back, tr("Back"), icon="arrow-left"))
        title = pygame.Rect(back.right + px(20), back.y, px(500), px(36))
        self.tree.add(Heading("title", title, tr("Encyclopaedia"), style="h2"))
        body = pygame.Rect(edge, px(76), width - 2 * edge, height - px(76) - px(28))
        self.tree.extend(self.reader.furnish(self.stage, body))

    def answer(self, intent: Intent) -> Move | None:
        """The reader's answers, and the way back."""
        if intent == Activated("back"):
            return Back()
        if intent == Activated("lesson"):
            return Teach()
        return None if self.reader.answer(intent, self) else super().answer(intent)

    def open_menu(self) -> Move | None:
        """Esc goes back."""
        return Back()

    def shortcut(self, key: int, modifiers: int) -> Move | None:
        """Backspace goes to the article before."""
        if key == pygame.K_BACKSPACE:
            self.reader.answer(Activated("previous"), self)
            return None
        return super().shortcut(key, modifiers)

    def help(self) -> Move | None:
        """F1 opens the first page."""
        self.reader.answer(Activated(f"link.{HOME}"), self)
        return None
