"""A small table in an article: a head, and rows whose cells wrap."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from game.window.theme import COLOURS
from game.window.widgets import Widget

Cells = Sequence[Sequence[str]]
_SHARES = {2: (0.6, 0.4), 4: (0.42, 0.22, 0.19, 0.17)}  # of the width, by number of columns
_GAP = 12  # between columns, at scale 1
_SPACE = 10  # above and below a row's text together


class FactTable(Widget):
    """A table as high as its cells need; read out row by row."""

    role = "table"

    def __init__(self, rect: pygame.Rect, name: str, cells: Cells) -> None:
        super().__init__("table", rect, name)
        self.head, self.rows = cells[0], cells[1:]
        self.heights: list[int] = []

    @property
    def value(self) -> str:
        """Every row, each cell behind the head of its column."""
        lines = (
            ", ".join(f"{head}: {cell}" for head, cell in zip(self.head, row, strict=True))
            for row in self.rows
        )
        return ". ".join(lines)

    def _columns(self) -> list[tuple[int, int]]:
        """Left edge and width of every column."""
        found, left = [], self.rect.x
        for share in _SHARES.get(len(self.head), (1.0 / len(self.head),) * len(self.head)):
            width = int(self.rect.width * share)
            found.append((left, width - self.painter.px(_GAP)))
            left += width
        return found

    def layout(self) -> None:
        """Take the height that the cells need."""
        painter, columns = self.painter, self._columns()
        self.heights = []
        for row in (self.head, *self.rows):
            style = "small_strong" if row is self.head else "body"
            cells = zip(row, columns, strict=True)
            lines = max(len(painter.wrap(cell, width, style)) for cell, (_, width) in cells)
            self.heights.append(lines * painter.line_height(style) + painter.px(_SPACE))
        self.rect.height = sum(self.heights) + painter.px(4)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the rows with a line under each."""
        painter, px, columns, top = self.painter, self.painter.px, self._columns(), self.rect.y
        for row, height in zip((self.head, *self.rows), self.heights, strict=True):
            first = row is self.head
            style = "small_strong" if first else "body"
            ink = COLOURS["text_muted" if first else "text"]
            base = top + px(_SPACE) // 2 + round(painter.line_height(style) * 0.72)
            for cell, (left, width) in zip(row, columns, strict=True):
                painter.paragraph(surface, cell, left, base, width, style, ink)
            top += height
            line = COLOURS["edge" if first else "line"]
            surface.fill(line, (self.rect.x, top - 1, self.rect.width, 1))
