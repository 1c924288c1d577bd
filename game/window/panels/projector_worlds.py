"""Several worlds side by side: their numbers in one table, who has signed, and what happened."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import pygame

from game.language import tr
from game.window.panels.projector_paint import HEAD, LARGE, TEXT, Wall, WallPanel
from game.window.panels.projector_world import number_words, paint_change
from game.window.spectator_view import (
    COMMIT,
    REFLECT,
    RESOLVE,
    REVEAL,
    MovedView,
    NumberView,
    WallView,
    WallWorld,
)
from game.window.theme import COLOURS

LABEL = 540  # of the first column
SIDE_BY_SIDE = 3  # worlds whose news have room


class WorldsPanel(WallPanel):
    """The worlds as columns of a table."""

    role = "table"

    def __init__(self, rect: pygame.Rect, wall: Wall, view: WallView) -> None:
        super().__init__("wall.worlds", rect, tr("All worlds"), wall)
        self.view = view

    @property
    def worlds(self) -> tuple[WallWorld, ...]:
        """The columns."""
        return self.view.worlds

    def said(self) -> Sequence[str]:
        """World by world."""
        words = []
        for world in self.worlds:
            done = sum(self._done(world))
            words.append(tr("{world}: {n} of {all} have signed.", world=world.name, n=done,
                            all=len(world.players)))  # fmt: skip
            words += [number_words(one) for one in world.numbers]
            words += [text for _, text in self._news(world)]
        return words

    def state(self) -> Hashable:
        """What is shown of each world, and the phase."""
        phase = self.view.room.phase
        return phase, tuple((w.teams, w.numbers, w.headlines, w.result) for w in self.worlds)

    def _done(self, world: WallWorld) -> list[bool]:
        resolving = self.view.room.phase == RESOLVE
        return [team.signed or resolving for team in world.players]

    def column(self, place: int) -> pygame.Rect:
        """A world's part of the table."""
        px = self.wall.px
        left = px(LABEL)
        width = (self.rect.width - left) // len(self.worlds)
        return pygame.Rect(left + place * width, 0, width, self.rect.height)

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw heads, numbers and, where there is room, news."""
        wall, px = self.wall, self.wall.px
        wall.card(canvas, self.area)
        head = px(140)
        for place, world in enumerate(self.worlds):
            self._paint_head(canvas, world, self.column(place), head)
        rows = self.worlds[0].numbers
        news = len(self.worlds) <= SIDE_BY_SIDE and any(map(self._news, self.worlds))
        room = self.rect.height - head - (px(260) if news else px(8))
        step = min(px(96), room // max(1, len(rows)))
        for number, one in enumerate(rows):
            self._paint_row(canvas, one, head + number * step, step)
        if news:
            self._paint_news(canvas, head + len(rows) * step + px(16))

    def _paint_head(
        self, canvas: pygame.Surface, world: WallWorld, column: pygame.Rect, head: int
    ) -> None:
        wall, px = self.wall, self.wall.px
        if column.x > px(LABEL):
            canvas.fill(
                COLOURS["line"], (column.x - px(12), px(16), px(2), self.rect.height - px(32))
            )
        size = wall.fitting(world.name, column.width - px(24), (LARGE, 36, TEXT), "bold")
        wall.text(canvas, world.name, column.x + px(8), wall.baseline(px(14), px(52), size), size,
                  width=column.width - px(24), weight="bold")  # fmt: skip
        signing = self.view.room.phase in (COMMIT, RESOLVE)
        step = min(px(58), (column.width - px(16)) // max(1, len(world.players)))
        for number, (team, done) in enumerate(zip(world.players, self._done(world), strict=True)):
            x, y = column.x + px(28) + number * step, px(98)
            radius = min(18, step / wall.unit * 0.36)
            wall.sign(canvas, team.shape, team.seat, x, y, radius, hollow=signing and not done)
        if signing:
            self._paint_signed(canvas, world, column, head)

    def _paint_signed(
        self, canvas: pygame.Surface, world: WallWorld, column: pygame.Rect, head: int
    ) -> None:
        wall, px = self.wall, self.wall.px
        words = tr("{n} of {all}", n=sum(self._done(world)), all=len(world.players))
        used = wall.width(words, TEXT, "semibold")
        if column.width - px(24) - len(world.players) * px(58) >= used:
            wall.text(canvas, words, column.right - px(28), wall.baseline(px(76), px(44)), TEXT,
                      COLOURS["text"], "right", weight="semibold")  # fmt: skip

    def _paint_row(self, canvas: pygame.Surface, one: NumberView, top: int, step: int) -> None:
        wall, px = self.wall, self.wall.px
        canvas.fill(COLOURS["line"], (px(24), top, self.rect.width - px(48), px(2)))
        lines = len(wall.lines(one.label, px(LABEL - 60))[:2])
        y = top + (step - lines * wall.step(TEXT)) // 2
        wall.paragraph(canvas, one.label, px(28), y, px(LABEL - 60), TEXT, COLOURS["text_soft"], 2)
        for place, world in enumerate(self.worlds):
            found = next((n for n in world.numbers if n.key == one.key), None)
            if found is None:
                continue
            column = self.column(place)
            size = wall.fitting(found.text, column.width // 2, (HEAD, LARGE, TEXT), "bold")
            middle = wall.baseline(top, step, size)
            used = wall.text(canvas, found.text, column.x + px(8), middle, size,
                             width=column.width - px(24), weight="bold")  # fmt: skip
            right = column.right - px(20)
            if column.x + px(24) + used + wall.width(found.change) <= right:
                paint_change(wall, canvas, found, column.x + px(24) + used, middle, right)

    # ---- what happened

    def _news(self, world: WallWorld) -> list[tuple[str, str]]:
        """Dates and words: causes after a round, else what has happened."""
        result = world.result
        if result is not None and self.view.room.phase in (REVEAL, REFLECT):
            return [("", words) for words in (*result.breaches, *map(_largest, result.moved))]
        return [(one.date, one.text) for one in world.headlines]

    def _paint_news(self, canvas: pygame.Surface, top: int) -> None:
        wall, px = self.wall, self.wall.px
        canvas.fill(COLOURS["line"], (px(24), top - px(16), self.rect.width - px(48), px(2)))
        words = tr("Main causes") if self._causes else tr("News")
        wall.paragraph(canvas, words, px(28), top, px(LABEL - 60), TEXT, COLOURS["text_soft"], 2)
        for place, world in enumerate(self.worlds):
            column, y = self.column(place), top
            width = column.width - px(36)
            for _, text in self._news(world):
                lines = min(3, len(wall.lines(text, width)))
                if y + lines * wall.step(TEXT) > self.rect.height - px(8):
                    break
                y += wall.paragraph(canvas, text, column.x + px(8), y, width, TEXT, None, 3) + px(6)

    @property
    def _causes(self) -> bool:
        return self.view.room.phase in (REVEAL, REFLECT)


def _largest(moved: MovedView) -> str:
    """The largest cause of a change, in words."""
    if not moved.causes:
        return ""
    first = moved.causes[0]
    return tr("{label} {change}: {cause} {part}", label=moved.label, change=moved.total,
              cause=first.text, part=first.change)  # fmt: skip
