"""The futures of a world: for each public number its past, and a band of where it may go."""

from __future__ import annotations

import functools
from collections.abc import Hashable, Sequence

import pygame

from game.language import tr
from game.views.words import money
from game.window.axes import Axis, Formatter, format_number, format_percent
from game.window.charts import Fan, draw_fan
from game.window.panels.projector_paint import LARGE, TEXT, Wall, WallPanel
from game.window.panels.projector_world import number_words, paint_change
from game.window.spectator_view import NumberView, WallWorld
from game.window.theme import COLOURS, mix

COLUMNS = 3
FORMS: dict[str, Formatter] = {"percent": format_percent, "money": money}
PATHS = 3  # of a fan: low, middle, high


def date_at(dates: Sequence[str], place: float) -> str:
    """The quarter at a place on the time axis; nothing between two."""
    whole = round(place)
    return dates[whole] if abs(place - whole) < 1e-6 and 0 <= whole < len(dates) else ""


def fan_of(world: WallWorld, one: NumberView) -> Fan:
    """The chart of a number: quarters since the opening, then the band."""
    past = world.series.get(one.key, ())
    paths = world.fan.get(one.key, ())
    low, middle, high = paths if len(paths) == PATHS else ((), (), ())
    last = past[-1:]
    start = max(0, len(past) - 1)
    return Fan(
        history_x=range(len(past)),
        history=past,
        future_x=range(start, start + len(last) + len(middle)) if middle else (),
        bands=[(last + low, last + high)] if low and len(low) == len(high) == len(middle) else [],
        median=last + middle,
        x_axis=Axis(format=functools.partial(date_at, world.dates), whole=True),
        y_axis=Axis(format=FORMS.get(one.form, format_number)),
        now_label=tr("Now"),
        legend=False,
    )


class FuturesPanel(WallPanel):
    """Every public number with its past and its futures."""

    role = "img"

    def __init__(self, rect: pygame.Rect, wall: Wall, world: WallWorld) -> None:
        super().__init__(
            "wall.futures", rect, tr("The numbers so far, and where they may go"), wall
        )
        self.world = world

    def said(self) -> Sequence[str]:
        """Each number in words."""
        words = [number_words(one) for one in self.world.numbers]
        return [*words, self.key_words]

    @property
    def key_words(self) -> str:
        """What the band means."""
        if not self.world.fan:
            return tr("The futures are being played.")
        return tr("Band: 8 of 10 futures, if nobody changes anything.")

    def state(self) -> Hashable:
        """Everything that is drawn."""
        world = self.world
        return world.numbers, tuple(world.series.values()), tuple(world.fan.values()), world.dates

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw a chart for each number, and what the band means."""
        px, numbers = self.wall.px, self.world.numbers
        foot, gap = self.rect.height - px(52), px(20)
        rows = max(1, -(-len(numbers) // COLUMNS))
        width = (self.rect.width - gap * (COLUMNS - 1)) // COLUMNS
        height = (foot - gap * (rows - 1)) // rows
        for place, one in enumerate(numbers):
            row, column = divmod(place, COLUMNS)
            box = pygame.Rect(column * (width + gap), row * (height + gap), width, height)
            self._paint_chart(canvas, one, box)
        self._paint_key(canvas, foot)

    def _paint_chart(self, canvas: pygame.Surface, one: NumberView, box: pygame.Rect) -> None:
        wall, px = self.wall, self.wall.px
        wall.card(canvas, box)
        left, right = box.x + px(24), box.right - px(24)
        label = wall.lines(one.label, right - left)[0] if one.label else ""
        soft, line = COLOURS["text_soft"], wall.step(TEXT)
        wall.text(canvas, label, left, wall.baseline(box.y + px(10), line), TEXT, soft,
                  width=right - left)  # fmt: skip
        y = box.y + px(10) + line
        middle = wall.baseline(y, px(52), LARGE)
        used = wall.text(canvas, one.text, left, middle, LARGE, weight="bold")
        paint_change(wall, canvas, one, left + used + px(16), middle, right)
        plot = pygame.Rect(left, y + px(62), right - left, box.bottom - y - px(72))
        draw_fan(wall.chart_painter(), canvas, plot, fan_of(self.world, one), COLOURS["card"])

    def _paint_key(self, canvas: pygame.Surface, top: int) -> None:
        wall, px = self.wall, self.wall.px
        left = 0
        if self.world.fan:
            swatch = pygame.Rect(0, top + px(14), px(48), px(30))
            wall.bar(canvas, swatch, mix(COLOURS["background"], COLOURS["sovereign"], 0.4))
            left = px(64)
        baseline = wall.baseline(top, self.rect.height - top)
        wall.text(canvas, self.key_words, left, baseline, TEXT, COLOURS["text_soft"],
                  width=self.rect.width - left)  # fmt: skip
