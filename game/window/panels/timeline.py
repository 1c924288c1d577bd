"""Moves and counter-moves: two lanes, and curves from a move to the one that answered it."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

import pygame

from game.language import tr
from game.viewmodel import Move, TimelineView
from game.window.drawing import blit_centred, disc
from game.window.panels.base import Panel
from game.window.theme import COLOURS, Colour, mix
from game.window.widgets import HANDLED, Intent
from game.window.widgets.base import Direction, Point

_RADIUS = 11
_EDGE = 16


class Timeline(Panel):
    """What our side did, what the others did, and which answered which."""

    role = "list"
    focusable = True
    own_directions: frozenset[Direction] = frozenset({"left", "right"})

    def __init__(
        self, rect: pygame.Rect, view: TimelineView, title: str, framed: bool = False
    ) -> None:
        super().__init__("timeline", rect, title)
        self.view = view
        self.framed = framed
        self._plot: tuple[Hashable, pygame.Rect] | None = None
        self.at = 0

    @property
    def ground(self) -> Colour:
        """The colour behind everything."""
        return COLOURS["card" if self.framed else "background"]

    @property
    def future_ground(self) -> Colour:
        """The colour behind what is to come."""
        return mix(self.ground, COLOURS["raised" if self.framed else "panel"], 0.9)

    # ---- what is shown

    def state(self) -> Hashable:
        """The moves, and which stands out."""
        current = self.current
        return self.view, current.key if current is not None else None

    @property
    def current(self) -> Move | None:
        """The move under the pointer, or the one that the keys have reached."""
        point = self.local_pointer
        if point is not None:
            near = [(math.dist(point, self._place(move)), move) for move in self.view.moves]
            best = min(near, key=lambda pair: pair[0], default=None)
            if best is not None and best[0] <= self.painter.px(_RADIUS + 4):
                return best[1]
        if self.focus_visible and self.view.moves:
            return self.ordered()[min(self.at, len(self.view.moves) - 1)]
        return None

    def ordered(self) -> list[Move]:
        """The moves by date."""
        return sorted(self.view.moves, key=lambda move: (move.x, move.lane))

    @property
    def value(self) -> str | None:
        """The current move's words."""
        move = self.current
        return f"{move.quarter}: {move.label}" if move is not None else None

    @property
    def hint(self) -> str:
        """What the current move was, and what it answered."""
        move = self.current
        if move is None:
            return ""
        words = [f"{move.quarter} · {move.label}"]
        words += [move.detail] if move.detail else []
        words += [link.text for link in self.view.links if link.effect == move.key and link.text]
        return "\n".join(words)

    def hint_anchor(self) -> pygame.Rect:
        """The current move's place in the window."""
        move = self.current
        if move is None:
            return self.visible_rect()
        x, y = self._place(move)
        size = self.painter.px(2 * _RADIUS)
        box = pygame.Rect(0, 0, size, size)
        box.center = (round(x), round(y))
        return self.on_window(box)

    # ---- places on the canvas

    def lane_label_width(self) -> int:
        """How much room the names of the lanes take."""
        widths = [self.painter.text_width(name, "small_strong") for name in self.view.lanes]
        return min(max(widths), self.rect.width // 4)

    def plot(self) -> pygame.Rect:
        """Where the dates run."""
        key = self.rect.size, self.view.lanes
        if self._plot is None or self._plot[0] != key:
            self._plot = key, self._find_plot()
        return self._plot[1]

    def _find_plot(self) -> pygame.Rect:
        px = self.painter.px
        left = px(_EDGE) + self.lane_label_width() + px(16)
        top = px(40) if self.rect.height > px(120) else px(34)
        width = self.rect.width - left - px(20)
        return pygame.Rect(left, top, max(1, width), self.rect.height - top - px(14))

    def _x(self, x: float) -> float:
        plot, view = self.plot(), self.view
        span = max(0.25, view.last_x - view.first_x)
        return plot.x + (x - view.first_x) / span * plot.width

    def _lane_y(self, lane: int) -> float:
        plot, half = self.plot(), self.painter.px(_RADIUS + 2)
        return plot.top + half if lane == 0 else plot.bottom - half

    def _place(self, move: Move) -> tuple[float, float]:
        margin = self.painter.px(_RADIUS)
        x = self._x(move.x) + (self.painter.px(14) if move.planned else 0)
        plot = self.plot()
        return min(max(x, plot.left + margin), plot.right - margin), self._lane_y(move.lane)

    # ---- drawing

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw lanes, dates, links and moves."""
        painter, px = self.painter, self.painter.px
        if self.framed:
            painter.card(canvas, self.area)
        room = max(px(60), round(self._x(self.view.now_x)) - px(60))
        painter.text(canvas, self.name, px(_EDGE), px(24), "label", max_width=room)
        self._paint_future(canvas)
        self._paint_lanes(canvas)
        for link in self.view.links:
            self._paint_link(canvas, link.cause, link.effect)
        self._paint_years(canvas)
        for move in self.view.moves:
            if not move.planned:
                self._paint_move(canvas, move)
        self._paint_planned(canvas)
        current = self.current
        if current is not None:
            x, y = self._place(current)
            ring = disc((_RADIUS + 3) * painter.scale, self.ground, COLOURS["text"], 2)
            blit_centred(canvas, ring, x, y)
            self._paint_move(canvas, current)

    def _paint_future(self, canvas: pygame.Surface) -> None:
        painter, px, plot = self.painter, self.painter.px, self.plot()
        x = round(self._x(self.view.now_x))
        if x < plot.right:
            soft = self.future_ground
            box = pygame.Rect(x, px(12), plot.right + px(6) - x, self.rect.height - px(20))
            painter.box(canvas, box, soft, None, 6)
        canvas.fill(COLOURS["text"], (x, px(12), px(1), self.rect.height - px(20)))
        words = tr("Now" if x < plot.right - px(30) else "The end")
        painter.text(canvas, words, x - px(8), px(24), "small_strong", align="right")

    def _paint_lanes(self, canvas: pygame.Surface) -> None:
        painter, px, plot, view = self.painter, self.painter.px, self.plot(), self.view
        now = round(min(self._x(view.now_x), plot.right))
        for lane, (name, role) in enumerate(zip(view.lanes, view.lane_roles, strict=True)):
            y = round(self._lane_y(lane))
            colour = COLOURS.get(role, COLOURS["text_soft"])
            width = self.lane_label_width()
            baseline = y + px(4)
            painter.text(canvas, name, px(_EDGE), baseline, "small_strong", colour, "left", width)
            dim = mix(self.ground, colour, 0.55)
            canvas.fill(dim, (plot.x, y, max(0, now - plot.x), px(1)))
            canvas.fill(COLOURS["line"], (now, y, max(0, plot.right - now), px(1)))

    def _paint_years(self, canvas: pygame.Surface) -> None:
        painter, px, plot, view = self.painter, self.painter.px, self.plot(), self.view
        middle = round((self._lane_y(0) + self._lane_y(1)) / 2) + px(4)
        if self._lane_y(1) - self._lane_y(0) < px(38):
            return
        first, last = math.ceil(view.first_x), math.floor(view.last_x)
        each = max(1, math.ceil((last - first + 1) * px(44) / max(1, plot.width)))
        for year in range(first, last + 1, each):
            x = self._x(year)
            near = abs(x - self._x(view.now_x)) < px(22)
            if plot.left + px(14) <= x <= plot.right - px(14) and not near:
                muted = COLOURS["text_muted"]
                ground = self.ground if year < view.now_x else self.future_ground
                canvas.fill(ground, (round(x) - px(18), middle - px(11), px(36), px(14)))
                painter.text(canvas, str(year), x, middle, "small", muted, "center")

    def _colour(self, move: Move) -> Colour:
        return COLOURS.get(self.view.lane_roles[move.lane], COLOURS["text_soft"])

    def _paint_link(self, canvas: pygame.Surface, cause: str, effect: str) -> None:
        moves = {move.key: move for move in self.view.moves}
        if cause not in moves or effect not in moves:
            return
        (x1, y1), (x2, y2) = self._place(moves[cause]), self._place(moves[effect])
        if abs(y1 - y2) < 1:
            return
        way = 1 if y2 > y1 else -1
        y1, y2 = y1 + way * self.painter.px(_RADIUS), y2 - way * self.painter.px(_RADIUS)
        points = []
        for step in range(25):
            s = step / 24
            ease = s * s * (3 - 2 * s)
            points.append((x1 + (x2 - x1) * ease, y1 + (y2 - y1) * s))
        colour = mix(self.ground, self._colour(moves[cause]), 0.75)
        pygame.draw.aalines(canvas, colour, False, points)

    def _paint_move(self, canvas: pygame.Surface, move: Move) -> None:
        painter, colour = self.painter, self._colour(move)
        x, y = self._place(move)
        if move.planned:
            colour = COLOURS["text_soft"]
        fill = mix(self.ground, colour, 0.22)
        badge = disc(_RADIUS * painter.scale, fill, colour, 1.5 * painter.scale)
        blit_centred(canvas, badge, x, y)
        painter.icon(canvas, move.icon, x, y, 12, colour)

    def _paint_planned(self, canvas: pygame.Surface) -> None:
        """Draw what is to come: the first of each lane with its words."""
        painter, px, plot = self.painter, self.painter.px, self.plot()
        for lane in (0, 1):
            planned = [m for m in self.view.moves if m.planned and m.lane == lane]
            for move in planned[1:][::-1]:
                self._paint_move(canvas, move)
            if planned:
                self._paint_move(canvas, planned[0])
                x, y = self._place(planned[0])
                left = round(x) + px(_RADIUS + 6)
                words, room = _planned_words(planned), plot.right - left
                if len(planned) > 1 and painter.text_width(words, "small") > room:
                    words = tr("{n} changes proposed", n=len(planned))
                if room > px(40):
                    box = pygame.Rect(left - px(3), round(y) - px(9), room, px(18))
                    used = painter.text_width(words, "small")
                    box.width = min(room, used + px(6))
                    canvas.fill(self.future_ground, box)
                    painter.text(canvas, words, left, y + px(4), "small", max_width=room)
            elif lane == 0:
                self._paint_nothing(canvas)

    def _paint_nothing(self, canvas: pygame.Surface) -> None:
        painter, px, plot = self.painter, self.painter.px, self.plot()
        left = round(self._x(self.view.now_x)) + px(12)
        room, y = plot.right - left, self._lane_y(0)
        words, muted = tr("Nothing proposed"), COLOURS["text_muted"]
        used = painter.text_width(words, "small")
        if room > used:
            back = self.future_ground
            canvas.fill(back, (left - px(3), round(y) - px(9), used + px(8), px(18)))
            painter.text(canvas, words, left, y + px(4), "small", muted)

    # ---- keys

    def press(self, point: Point) -> Intent | None:
        """Take the move under the pointer as the current one."""
        move = self.current
        if move is not None:
            self.at = self.ordered().index(move)
        return HANDLED

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Go from move to move with left and right."""
        step = {pygame.K_LEFT: -1, pygame.K_RIGHT: 1}.get(key)
        if step is None:
            return None
        self.at = min(max(0, len(self.view.moves) - 1), max(0, self.at + step))
        return HANDLED

    def node(self) -> dict[str, Any]:
        """Return the node with the number of moves."""
        return super().node() | {"count": len(self.view.moves)}


def _planned_words(planned: list[Move]) -> str:
    if len(planned) == 1:
        return planned[0].label
    return tr("{change} and {n} more", change=planned[0].label, n=len(planned) - 1)
