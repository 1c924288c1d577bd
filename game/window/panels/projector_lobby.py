"""Before the game: address, code and QR for a whole room, and who sits where."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec

import pygame

from game.language import ntr, tr
from game.window.panels.projector_frame import short_address, spaced
from game.window.panels.projector_paint import HEAD, LARGE, TEXT, Wall, WallPanel
from game.window.spectator_view import WallView, WallWorld
from game.window.theme import COLOURS, Colour

PAPER: Colour = (255, 255, 255)
INK: Colour = (16, 24, 38)
QUIET = 4  # modules of white around a QR, as ISO 18004 asks


@lru_cache(maxsize=4)
def modules(words: str) -> tuple[tuple[bool, ...], ...]:
    """The dark modules of a QR, row by row; none where the library is not installed."""
    if find_spec("segno") is None:
        return ()
    import segno

    try:
        made = segno.make(words, error="m", micro=False)
    except ValueError:  # longer than a QR can be
        return ()
    return tuple(tuple(bool(one) for one in row) for row in made.matrix)


def paint_qr(canvas: pygame.Surface, rect: pygame.Rect, rows: Sequence[Sequence[bool]]) -> None:
    """Draw a QR in whole pixels in the middle of a square."""
    count = len(rows) + 2 * QUIET
    size = max(1, rect.width // count)
    left = rect.x + (rect.width - size * count) // 2
    top = rect.y + (rect.height - size * count) // 2
    canvas.fill(PAPER, (left, top, size * count, size * count))
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                place = (left + (x + QUIET) * size, top + (y + QUIET) * size, size, size)
                canvas.fill(INK, place)


class JoinPanel(WallPanel):
    """Where to go and what to type."""

    def __init__(self, rect: pygame.Rect, wall: Wall, view: WallView) -> None:
        super().__init__("wall.join", rect, tr("How to come in"), wall)
        self.view = view
        room = view.room
        self.qr = modules(f"{room.join}/j/{room.code}") if room.open and room.join else ()

    def said(self) -> Sequence[str]:
        """Address and code."""
        room = self.view.room
        claim = [self.view.claim] if self.view.claim else []
        if not room.open:
            return [*claim, tr("The door is closed"), tr("Ask your teacher to let you in.")]
        address, code = short_address(room.join), spaced(room.code)
        return [*claim, tr("Type this address"), address, tr("and this code"), code]

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw words at the left and the QR at the right."""
        px = self.wall.px
        edge = min(self.rect.height - px(60), px(560))
        left = self.rect.width - edge if self.qr else self.rect.width
        self._paint_words(canvas, left - px(60))
        if self.qr:
            square = pygame.Rect(left, 0, edge, edge)
            paint_qr(canvas, square, self.qr)
            words, soft = tr("or scan this"), COLOURS["text_soft"]
            foot = self.wall.baseline(edge, px(60))
            self.wall.text(canvas, words, square.centerx, foot, TEXT, soft, "center", edge)

    def _paint_words(self, canvas: pygame.Surface, width: int) -> None:
        wall, px, room = self.wall, self.wall.px, self.view.room
        soft, y = COLOURS["text_soft"], 0
        if self.view.claim:
            claim, colour = f"“{self.view.claim}”", COLOURS["sovereign"]
            y += wall.paragraph(canvas, claim, 0, y, width, HEAD, colour, 2, "semibold") + px(20)
        if not room.open:
            y += wall.paragraph(canvas, tr("The door is closed"), 0, y, width, 96, None, 2, "bold")
            words = tr("Ask your teacher to let you in.")
            wall.paragraph(canvas, words, 0, y + px(12), width, LARGE, soft, 2)
            return
        y += wall.paragraph(canvas, tr("Type this address"), 0, y, width, LARGE, soft)
        address = short_address(room.join)
        size = wall.fitting(address, width, (96, 84, 72, 60, 48, 40), "bold")
        y += wall.paragraph(canvas, address, 0, y, width, size, None, 2, "bold") + px(20)
        y += wall.paragraph(canvas, tr("and this code"), 0, y, width, LARGE, soft)
        code = spaced(room.code)
        size = wall.fitting(code, width, (240, 200, 160, 120, 80), "bold")
        baseline = wall.baseline(y, wall.step(size), size)
        wall.text(canvas, code, 0, baseline, size, width=width, weight="bold")


class CrewPanel(WallPanel):
    """The teams, and how many are in each."""

    def __init__(self, rect: pygame.Rect, wall: Wall, view: WallView) -> None:
        super().__init__("wall.crews", rect, tr("Teams"), wall)
        self.view = view

    def said(self) -> Sequence[str]:
        """Each team with its people."""
        words = [ntr("{n} person is here.", "{n} people are here.", n=self.view.room.online)]
        for world in self.view.worlds:
            words += [f"{world.name}:"] if world.name else []
            words += [
                ntr("{team}: {n} person.", "{team}: {n} people.", n=team.people, team=team.name)
                for team in world.teams
            ]
        return words

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw a row for each world, or all teams of one by name."""
        px, worlds = self.wall.px, self.view.worlds
        words = ntr("{n} person is here.", "{n} people are here.", n=self.view.room.online)
        top = self.wall.paragraph(canvas, words, 0, 0, self.rect.width, LARGE, None, 1, "semibold")
        if not worlds:
            return
        if len(worlds) == 1:
            self._paint_names(canvas, worlds[0], top + px(12))
            return
        height = min(px(64), (self.rect.height - top) // len(worlds))
        for number, world in enumerate(worlds):
            self._paint_signs(canvas, world, top + number * height, height)

    def _paint_names(self, canvas: pygame.Surface, world: WallWorld, top: int) -> None:
        wall, px = self.wall, self.wall.px
        columns = 4 if len(world.teams) > 6 else 3
        gap, rows = px(16), -(-len(world.teams) // columns)
        width = (self.rect.width - gap * (columns - 1)) // columns
        height = min(px(76), (self.rect.height - top - gap * (rows - 1)) // max(1, rows))
        for number, team in enumerate(world.teams):
            row, column = divmod(number, columns)
            box = pygame.Rect(column * (width + gap), top + row * (height + gap), width, height)
            wall.card(canvas, box)
            wall.sign(canvas, team.shape, team.seat, box.x + px(40), box.centery)
            people = str(team.people)
            used = wall.width(people, LARGE, "bold")
            middle = wall.baseline(box.y, box.height, LARGE)
            wall.text(canvas, people, box.right - px(22), middle, LARGE, None, "right",
                      weight="bold")  # fmt: skip
            middle = wall.baseline(box.y, box.height)
            wall.text(canvas, team.name, box.x + px(76), middle, width=width - used - px(120))

    def _paint_signs(self, canvas: pygame.Surface, world: WallWorld, top: int, height: int) -> None:
        wall, px = self.wall, self.wall.px
        middle, soft = wall.baseline(top, height), COLOURS["text_soft"]
        wall.text(canvas, world.name, 0, middle, TEXT, soft, width=px(280))
        step = (self.rect.width - px(300)) // max(1, len(world.teams))
        for number, team in enumerate(world.teams):
            x = px(320) + number * step
            wall.sign(canvas, team.shape, team.seat, x, top + height / 2)
            wall.text(canvas, str(team.people), x + px(36), middle, TEXT, weight="bold")
