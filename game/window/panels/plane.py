"""The plane of alignment: how far each government is tied to either stack, and how it got there."""

from __future__ import annotations

import math
from collections.abc import Hashable

import pygame

from game.language import tr
from game.views.diplomacy import BlocView, DiplomacyView
from game.views.words import percent
from game.window.axes import nice_ticks
from game.window.labels import place_labels
from game.window.panels.cards import Card, role_colour
from game.window.theme import COLOURS, mix
from game.window.widgets import HANDLED, Changed, Intent
from game.window.widgets.base import Direction, Point

_REACH = 16
_LEAST = 0.12  # the least that an axis spans


class AlignmentPlane(Card):
    """Governments as dots with trails. Left and right go from one to the next; a click chooses.

    Intent: Changed("plane", seat).
    """

    role = "img"
    own_directions: frozenset[Direction] = frozenset({"left", "right"})

    def __init__(self, rect: pygame.Rect, view: DiplomacyView, chosen: str) -> None:
        super().__init__("plane", rect, tr("Alignment"))
        self.view = view
        self.chosen = chosen

    @property
    def value(self) -> str:
        """The chosen government's place in words."""
        bloc = self.view.bloc(self.chosen)
        return f"{bloc.name}: {bloc.place_text}"

    @property
    def hint(self) -> str:
        """The government under the pointer."""
        over = self._over()
        bloc = self.view.bloc(over) if over else None
        return f"{bloc.name}: {bloc.place_text}. {bloc.exposure}." if bloc is not None else ""

    def state(self) -> Hashable:
        """The dots, and which one is lit."""
        return self.view.blocs, self.chosen, self._over(), self.painter.shapes

    # ---- places

    def plot(self) -> pygame.Rect:
        """The plane on the canvas."""
        px = self.painter.px
        return pygame.Rect(px(50), px(76), self.rect.width - px(70), self.rect.height - px(120))

    def limits(self) -> tuple[float, float, float, float]:
        """Lowest and highest shares on both axes: what the trails need, and some air."""
        points = [point for bloc in self.view.blocs for point in bloc.trail]
        low_x, high_x = _air([x for x, _ in points])
        low_y, high_y = _air([y for _, y in points])
        return low_x, high_x, low_y, high_y

    def spot(self, point: tuple[float, float]) -> tuple[float, float]:
        """Where a pair of ties lies on the canvas."""
        plot = self.plot()
        low_x, high_x, low_y, high_y = self.limits()
        x = plot.x + plot.width * (point[0] - low_x) / (high_x - low_x)
        return x, plot.bottom - plot.height * (point[1] - low_y) / (high_y - low_y)

    def _over(self) -> str:
        """The government under the pointer, or nothing."""
        point = self.local_pointer
        return self._near(point) if point is not None and self.hovered else ""

    def _near(self, point: Point) -> str:
        near = []
        for bloc in self.view.blocs:
            x, y = self.spot(bloc.place)
            near.append((math.hypot(x - point[0], y - point[1]), bloc.seat))
        distance, seat = min(near)
        return seat if distance <= self.painter.px(_REACH) else ""

    # ---- answers

    def press(self, point: Point) -> Intent | None:
        """Choose the government under the pointer."""
        seat = self._near((point[0] - self.rect.x, point[1] - self.rect.y))
        return Changed(self.id, seat) if seat else HANDLED

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Go to the next government, or the one before."""
        step = {pygame.K_LEFT: -1, pygame.K_RIGHT: 1}.get(key)
        if step is None:
            return None
        seats = [bloc.seat for bloc in self.view.blocs]
        return Changed(self.id, seats[(seats.index(self.chosen) + step) % len(seats)])

    # ---- drawing

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw axes, trails, dots and names."""
        painter = self.painter
        words = tr("How far each is tied to either stack; trails over two years")
        self.title_block(canvas, self.name, words)
        plot = self.plot()
        painter.box(canvas, plot, COLOURS["background"], COLOURS["line"], 4)
        self._paint_axes(canvas, plot)
        for bloc in self.view.blocs:
            self._paint_trail(canvas, bloc)
        for bloc in self.view.blocs:
            self._paint_dot(canvas, bloc)
        self._paint_names(canvas, plot)

    def _paint_axes(self, canvas: pygame.Surface, plot: pygame.Rect) -> None:
        painter, px = self.painter, self.painter.px
        muted, soft = COLOURS["text_muted"], COLOURS["text_soft"]
        low_x, high_x, low_y, high_y = self.limits()
        for tick in nice_ticks(low_x, high_x, max(2, plot.width // px(70))):
            x = round(self.spot((tick, low_y))[0])
            canvas.fill(COLOURS["line"], (x, plot.y, 1, plot.height))
            painter.text(canvas, percent(tick), x, plot.bottom + px(14), "micro", muted, "center")
        for tick in nice_ticks(low_y, high_y, max(2, plot.height // px(44))):
            y = round(self.spot((low_x, tick))[1])
            canvas.fill(COLOURS["line"], (plot.x, y, plot.width, 1))
            row = min(max(y + px(4), plot.y + px(9)), plot.bottom)
            painter.text(canvas, percent(tick), plot.x - px(6), row, "micro", muted, "right")
        words = tr("Tied to the US stack")
        base = plot.bottom + px(30)
        painter.text(canvas, words, plot.right, base, "micro", soft, "right", plot.width)
        words = tr("Tied to the Chinese stack")
        painter.text(canvas, words, px(16), plot.y - px(7), "micro", soft)

    def _paint_trail(self, canvas: pygame.Surface, bloc: BlocView) -> None:
        points = [self.spot(point) for point in bloc.trail]
        lit = bloc.seat == self.chosen
        colour = mix(COLOURS["background"], role_colour(bloc.role), 0.9 if lit else 0.45)
        if len(points) > 1:
            pygame.draw.aalines(canvas, colour, False, points)
        for point in points[:-1]:
            pygame.draw.circle(canvas, colour, point, max(1, self.painter.px(1.6)))

    def _paint_dot(self, canvas: pygame.Surface, bloc: BlocView) -> None:
        painter, (x, y) = self.painter, self.spot(bloc.place)
        lit = bloc.seat in (self.chosen, self._over())
        painter.mark(canvas, bloc.role, x, y, 7.0 if lit else 5.6, COLOURS["background"])
        if bloc.seat == self.chosen:
            ring = painter.px(12)
            pygame.draw.circle(canvas, COLOURS["text"], (x, y), ring, max(1, painter.px(1.4)))

    def _paint_names(self, canvas: pygame.Surface, plot: pygame.Rect) -> None:
        painter, px = self.painter, self.painter.px
        order = sorted(self.view.blocs, key=lambda bloc: bloc.seat != self.chosen)
        points = [self.spot(bloc.place) for bloc in order]
        sizes = [
            (painter.text_width(b.name, "micro") + 2, painter.line_height("micro")) for b in order
        ]
        places = place_labels(sizes, points, plot.inflate(-px(4), -px(4)), (), px(13))
        for bloc, place in zip(order, places, strict=True):
            if place is not None:
                colour = mix(role_colour(bloc.role), COLOURS["text"], 0.35)  # dots may lie close
                row = painter.middle(place, "micro")
                painter.text(canvas, bloc.name, place.x + 1, row, "micro", colour)


def _air(values: list[float]) -> tuple[float, float]:
    """Limits around values, inside 0 to 1, at least a little apart."""
    low, high = min(values), max(values)
    room = max(0.12 * (high - low), 0.5 * (_LEAST - (high - low)), 0.02)
    return max(0.0, low - room), min(1.02, high + room)
