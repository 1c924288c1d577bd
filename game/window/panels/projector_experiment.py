"""The class as an experiment: worlds under two treatments, and the difference between them."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from game.language import tr
from game.views.words import listed
from game.window.panels.projector_paint import TEXT, Wall, WallPanel
from game.window.spectator_stages import Experiment
from game.window.theme import COLOURS, Weight

WEIGHTS: tuple[Weight, ...] = ("medium", "bold", "bold")  # a row's name and its two sides


class ExperimentPanel(WallPanel):
    """The worlds as an experiment: both treatments, and the difference with its interval."""

    role = "table"

    def __init__(self, rect: pygame.Rect, wall: Wall, stage: Experiment) -> None:
        super().__init__("wall.experiment", rect, tr("Your worlds as an experiment"), wall)
        self.stage = stage

    @property
    def heads(self) -> list[str]:
        """The treatments with their worlds."""
        found = []
        for arm in self.stage.arms[:2]:
            worlds = listed(one.world for one in self.stage.worlds if one.treatment == arm)
            found.append(tr("{treatment}: {worlds}", treatment=arm, worlds=worlds))
        return found

    def said(self) -> Sequence[str]:
        """Number by number."""
        words = list(self.heads)
        for row in self.stage.rows:
            first, second = [*(listed(side) for side in row.values), "–", "–"][:2]
            words.append(tr("{label}: {first} against {second}.", label=row.label, first=first,
                            second=second))  # fmt: skip
            words.append(self._difference(row.difference, row.interval))
        return [*words, self.stage.few]

    def _difference(self, difference: str, interval: Sequence[str]) -> str:
        if len(interval) != 2:
            return tr("Difference {difference}", difference=difference)
        return tr("Difference {difference} [{low}, {high}]", difference=difference,
                  low=interval[0], high=interval[1])  # fmt: skip

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the table and the warning under it."""
        wall, px, soft = self.wall, self.wall.px, COLOURS["text_soft"]
        wall.card(canvas, self.area)
        widths = [round(self.rect.width * share) for share in (0.30, 0.21, 0.21, 0.28)]
        lefts = [px(28) + sum(widths[:k]) for k in range(4)]
        for left, width, words in zip(
            lefts[1:], widths[1:], [*self.heads, tr("Difference")], strict=False
        ):
            wall.paragraph(canvas, words, left, px(20), width - px(40), TEXT, soft, 2, "semibold")
        top, foot = px(20) + 2 * wall.step(TEXT) + px(10), px(120)
        step = min(px(110), (self.rect.height - top - foot) // max(1, len(self.stage.rows)))
        for number, row in enumerate(self.stage.rows):
            y = top + number * step
            canvas.fill(COLOURS["line"], (px(24), y, self.rect.width - px(48), px(2)))
            cells = [row.label, *(listed(side) for side in row.values[:2])]
            middle = wall.baseline(y, step)
            for left, width, words, weight in zip(lefts, widths, cells, WEIGHTS, strict=False):
                wall.text(canvas, words, left, middle, TEXT, width=width - px(40), weight=weight)
            words = row.difference
            if len(row.interval) == 2:
                words = f"{words}  [{row.interval[0]}, {row.interval[1]}]"
            wall.text(canvas, words, lefts[3], middle, TEXT, COLOURS["sovereign"],
                      width=widths[3] - px(40), weight="bold")  # fmt: skip
        y = self.rect.height - foot + px(16)
        wall.paragraph(canvas, self.stage.few, px(28), y, self.rect.width - px(56), TEXT, soft, 2)
