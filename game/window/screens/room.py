"""What every room of a game beside the main screen has: the top bar, the rail, and a body."""

from __future__ import annotations

import pygame

from game.language import ntr, tr
from game.viewmodel import MainView
from game.window.actions import action_of
from game.window.desk import Desk
from game.window.panels import rail, topbar
from game.window.panels.parts import make_top_bar
from game.window.rooms import MAIN, open_room
from game.window.screens.base import Back, Move, Replace, Screen
from game.window.theme import COLOURS
from game.window.widgets import Activated, Button, Intent

_EDGE = 20


class RoomScreen(Screen):
    """A room over the main screen. A subclass names itself and furnishes `body` in `furnish`."""

    name = "room"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.body = pygame.Rect(0, 0, 0, 0)

    @property
    def view(self) -> MainView:
        """The game as it stands."""
        return self.desk.view

    def build(self) -> None:
        """Place the bar and the rail, and have the body furnished."""
        painter, (width, height) = self.stage.painter, self.stage.size
        px = painter.px
        self.desk.rename(self.stage.settings.names)
        painter.accent = COLOURS.get(self.view.role, COLOURS["incumbent"])
        top = pygame.Rect(0, 0, width, px(topbar.HEIGHT))
        side = pygame.Rect(0, top.bottom, px(rail.WIDTH), height - top.bottom)
        self.bar, self.tiles, gear = make_top_bar(painter, top, self.view)
        wide = min(px(176), painter.text_width(self._back_words(), "label") + px(48))
        back = pygame.Rect(gear.rect.x - px(10) - wide, px(11), wide, px(34))
        self.back = Button("room.back", back, self._back_words(), icon="check")
        self.body = pygame.Rect(side.right, top.bottom, width - side.right, side.height)
        self.body = self.body.inflate(-2 * px(_EDGE), -2 * px(_EDGE))
        self.furnish()
        self.tree.extend(rail.make_rail(painter, side, self.name))
        self.tree.extend([self.bar, *self.tiles, self.back, gear])
        self.show()

    def furnish(self) -> None:
        """Put the widgets of this room into the tree, inside `body`."""

    def show(self) -> None:
        """Show the view as it now is. A subclass extends it for its own widgets."""
        self.bar.view = self.view
        for tile, stat in zip(self.tiles, self.view.stats, strict=False):
            tile.show(stat)
        self.back.name = self._back_words()

    def _back_words(self) -> str:
        pending = self.view.policy.pending
        if not pending:
            return tr("Back to the world")
        return ntr("{n} change pending", "{n} changes pending", pending)

    def answer(self, intent: Intent) -> Move | None:
        """Go to another room, or do what every screen does."""
        if isinstance(intent, Activated):
            if intent.id == "menu":
                return self.open_menu()
            if intent.id == "room.back":
                return Back()
            if intent.id.startswith("room."):
                return self.go(intent.id.partition(".")[2])
        return self.answer_common(intent)

    def go(self, room: str) -> Move | None:
        """The move that leads to a room."""
        if room == self.name:
            return None
        return Back() if room == MAIN else Replace(open_room(room, self.desk))

    def shortcut(self, key: int, modifiers: int) -> Move | None:
        """Esc leads back; a room's letter leads there."""
        action = action_of(key)
        if action == "back":
            return Back()
        kind, _, room = action.partition(".")
        return self.go(room) if kind == "room" else super().shortcut(key, modifiers)

    def advance(self, seconds: float) -> Move | None:
        """Take in what was computed beside."""
        if self.desk.refresh():
            self.show()
        return super().advance(seconds)
