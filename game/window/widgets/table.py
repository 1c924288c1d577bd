"""A table whose rows can be chosen, with text, marks and share bars as cells."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple, Unpack

import pygame

from game.window.bars import draw_share_bar
from game.window.text import Align
from game.window.theme import COLOURS, Colour
from game.window.widgets.base import HANDLED, Activated, Changed, Common, Intent, Point, Widget
from game.window.widgets.button import PRESS_KEYS
from game.window.widgets.scroll import BAR_WIDTH, WHEEL_STEP, ScrollBar

ROW_HEIGHT = 28  # pixels at scale 1


class Column(NamedTuple):
    """A column; ``weight`` is its share of the table's width."""

    title: str
    weight: float = 1.0
    align: Align = "left"


class Cell(NamedTuple):
    """What a row shows in one column: a text, an ecosystem's mark, or a bar of shares."""

    text: str
    colour: Colour | None = None
    mark: str | None = None
    shares: tuple[float, ...] | None = None


class Row(NamedTuple):
    """A row with an id and one cell (or plain text) per column."""

    id: str
    cells: tuple[Cell | str, ...]


class Table(Widget):
    """Rows under fixed column titles. Up and down choose, Enter and a double use activate.

    Intents: ``Changed(id, row id)`` when another row is chosen, ``Activated(row id)`` for Enter.
    """

    role = "table"
    focusable = True

    def __init__(
        self,
        identifier: str,
        rect: pygame.Rect,
        name: str,
        columns: Sequence[Column],
        rows: Sequence[Row],
        *,
        selected: str | None = None,
        show_titles: bool = True,
        **common: Unpack[Common],
    ) -> None:
        super().__init__(identifier, rect, name, **common)
        self.columns = tuple(columns)
        self.rows = tuple(rows)
        self.selected = selected
        self.show_titles = show_titles
        self.bar = ScrollBar()

    @property
    def value(self) -> str | None:
        """The id of the chosen row."""
        return self.selected

    def layout(self) -> None:
        """Measure the rows."""
        self.bar.content = len(self.rows) * self.painter.px(ROW_HEIGHT)
        self.bar.view = self.body().height
        self.bar.move_to(self.bar.offset)

    def body(self) -> pygame.Rect:
        """Return the part under the titles."""
        top = self.painter.px(ROW_HEIGHT) if self.show_titles else 0
        height = max(0, self.rect.height - top)
        return pygame.Rect(self.rect.x, self.rect.y + top, self.rect.width, height)

    def row_rect(self, index: int) -> pygame.Rect:
        """Return where a row is drawn, on or off the visible part."""
        height, body = self.painter.px(ROW_HEIGHT), self.body()
        width = body.width - (self.painter.px(BAR_WIDTH) if self.bar.limit else 0)
        return pygame.Rect(body.x, body.y + index * height - self.bar.offset, width, height)

    def index(self) -> int:
        """Return the chosen row's position, or -1."""
        return next((i for i, row in enumerate(self.rows) if row.id == self.selected), -1)

    def choose(self, index: int) -> Intent | None:
        """Choose a row by position and show it; None beyond either end."""
        if not 0 <= index < len(self.rows):
            return None
        height = self.painter.px(ROW_HEIGHT)
        self.bar.reveal(index * height, (index + 1) * height)
        if self.rows[index].id == self.selected:
            return HANDLED
        self.selected = self.rows[index].id
        return Changed(self.id, self.selected)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw titles and the visible rows."""
        if self.show_titles:
            self._draw_titles(surface)
        before, body = surface.get_clip(), self.body()
        surface.set_clip(body.clip(before))
        for index, row in enumerate(self.rows):
            rect = self.row_rect(index)
            if rect.colliderect(body):
                self._draw_row(surface, row, rect)
        self.bar.draw(self.painter, surface, body, self.hovered)
        surface.set_clip(before)
        self.draw_ring(surface)

    def _spans(self, rect: pygame.Rect) -> list[pygame.Rect]:
        """Return the place of each column in a row."""
        inner = rect.inflate(-2 * self.painter.px(8), 0)
        total = sum(column.weight for column in self.columns) or 1.0
        edges = [0.0]
        for column in self.columns:
            edges.append(edges[-1] + column.weight / total * inner.width)
        gap = self.painter.px(12)
        return [
            pygame.Rect(
                inner.x + round(start),
                rect.y,
                max(1, round(stop) - round(start) - (gap if stop < edges[-1] else 0)),
                rect.height,
            )
            for start, stop in itertools.pairwise(edges)
        ]

    def _draw_titles(self, surface: pygame.Surface) -> None:
        painter = self.painter
        row = self.row_rect(0)
        head = pygame.Rect(row.x, self.rect.y, row.width, painter.px(ROW_HEIGHT))
        for column, span in zip(self.columns, self._spans(head), strict=True):
            x = {"left": span.x, "center": span.centerx, "right": span.right}[column.align]
            baseline = painter.middle(span, "micro")
            muted = COLOURS["text_muted"]
            painter.text(
                surface, column.title, x, baseline, "micro", muted, column.align, span.width
            )
        pygame.draw.rect(surface, COLOURS["line"], (head.x, head.bottom - 1, head.width, 1))

    def _draw_row(self, surface: pygame.Surface, row: Row, rect: pygame.Rect) -> None:
        painter = self.painter
        chosen = row.id == self.selected
        over = self.pointer is not None and rect.collidepoint(self.pointer)
        if chosen or over:
            border = COLOURS["line_strong"] if chosen else None
            fill = COLOURS["raised"] if chosen else COLOURS["card"]
            painter.box(surface, rect.inflate(0, -painter.px(2)), fill, border, 5)
        plain = COLOURS["text"] if chosen else COLOURS["text_soft"]
        for column, span, entry in zip(self.columns, self._spans(rect), row.cells, strict=True):
            cell = Cell(entry) if isinstance(entry, str) else entry
            self._draw_cell(surface, cell, span, column.align, plain)

    def _draw_cell(
        self,
        surface: pygame.Surface,
        cell: Cell,
        span: pygame.Rect,
        align: Align,
        plain: Colour,
    ) -> None:
        painter = self.painter
        if cell.shares is not None:
            tall = painter.px(10)
            bar = pygame.Rect(span.x, span.centery - tall // 2, span.width, tall)
            draw_share_bar(painter, surface, bar, cell.shares)
            return
        x: float = {"left": span.x, "center": span.centerx, "right": span.right}[align]
        room = span.width
        if cell.mark is not None:
            painter.mark(surface, cell.mark, span.x + painter.px(5), span.centery, 4.2)
            x, room = x + (painter.px(16) if align == "left" else 0), room - painter.px(16)
        style = "body" if align == "left" else "body_strong"
        colour = cell.colour or plain
        painter.text(surface, cell.text, x, painter.middle(span), style, colour, align, room)

    def press(self, point: Point) -> Intent | None:
        """Choose the row under the pointer, or take the thumb."""
        if self.bar.grab(self.painter, self.body(), point):
            self.bar.pull(self.painter, self.body(), point)
            return HANDLED
        if not self.enabled or not self.body().collidepoint(point):
            return HANDLED
        row = (point[1] - self.body().y + self.bar.offset) // self.painter.px(ROW_HEIGHT)
        return self.choose(row) or HANDLED

    def drag(self, point: Point) -> Intent | None:
        """Pull the thumb."""
        self.bar.pull(self.painter, self.body(), point)
        return HANDLED

    def release(self, point: Point) -> Intent | None:
        """Let the thumb go."""
        self.bar.let_go()
        return HANDLED

    def wheel(self, steps: float) -> Intent | None:
        """Scroll; at either end a parent may scroll instead."""
        change = self.bar.move_to(self.bar.offset - steps * self.painter.px(WHEEL_STEP))
        return HANDLED if change else None

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Choose with up, down, Home and End; activate with Enter."""
        if not self.enabled or not self.rows:
            return None
        index, last = self.index(), len(self.rows) - 1
        page = max(1, self.bar.view // self.painter.px(ROW_HEIGHT) - 1)
        targets = {
            pygame.K_UP: index - 1 if index >= 0 else -1,
            pygame.K_DOWN: index + 1,
            pygame.K_HOME: 0,
            pygame.K_END: last,
            pygame.K_PAGEUP: max(0, index - page),
            pygame.K_PAGEDOWN: min(last, index + page),
        }
        if key in targets:
            return self.choose(targets[key])
        if key in PRESS_KEYS and self.selected is not None:
            return Activated(self.selected)
        return None

    def node(self) -> dict[str, Any]:
        """Return the node with the chosen row's words."""
        index = self.index()
        words = ""
        if index >= 0:
            cells = (Cell(c) if isinstance(c, str) else c for c in self.rows[index].cells)
            words = ", ".join(cell.text for cell in cells if cell.text)
        return super().node() | {"text": words, "index": index, "count": len(self.rows)}
