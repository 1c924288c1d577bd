"""The rail at the left: one button for each room of the game."""

from __future__ import annotations

import pygame

from game.language import tr
from game.window.painter import Painter
from game.window.panels.base import Panel
from game.window.rooms import ROOMS
from game.window.theme import COLOURS
from game.window.widgets import Button, Widget

WIDTH = 52
_BUTTON = 40


class RailFrame(Panel):
    """The ground under the buttons."""

    background = "sea"

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the line at its right."""
        px = self.painter.px
        line = pygame.Rect(self.rect.width - px(1), 0, px(1), self.rect.height)
        canvas.fill(COLOURS["line"], line)


def make_rail(painter: Painter, rect: pygame.Rect, here: str) -> list[Widget]:
    """The rail with the room we are in marked."""
    px = painter.px
    frame = RailFrame("rail", rect, tr("Rooms"))
    size, step = px(_BUTTON), px(_BUTTON + 6)
    left = rect.x + (rect.width - size) // 2
    buttons = [
        Button(
            f"room.{room.key}",
            pygame.Rect(left, rect.y + px(8) + index * step, size, size),
            f"{tr(room.label)} ({painter.prompt(f'room.{room.key}')})",
            kind="segment",
            icon=room.icon,
            icon_only=True,
            selected=room.key == here,
        )
        for index, room in enumerate(ROOMS)
    ]
    return [frame, *buttons]
