"""Stages of the debrief that are pictures: the timeline, and flips."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import pygame

from game.language import mark, tr
from game.window.axes import format_number, format_percent, nice_ticks
from game.window.panels.projector_paint import HEAD, LARGE, TEXT, Wall, WallPanel
from game.window.spectator_stages import (
    Difference,
    Flips,
    FlipView,
    Histogram,
    PlayedRound,
    Timeline,
)
from game.window.theme import COLOURS

ROUNDS = 4  # of a timeline, on one page


class TimelinePanel(WallPanel):
    """The game round by round, a column each, beside the world without controls."""

    role = "table"

    def __init__(self, rect: pygame.Rect, wall: Wall, stage: Timeline, page: int) -> None:
        super().__init__("wall.timeline", rect, tr("What happened, round by round"), wall)
        self.stage = stage
        first = min(page, pages_of(stage) - 1) * ROUNDS
        self.rounds = stage.rounds[first : first + ROUNDS]

    def said(self) -> Sequence[str]:
        """Round by round."""
        words = [self.stage.treatment] if self.stage.treatment else []
        for one in self.rounds:
            words.append(tr("Round {n}, {dates}.", n=one.round, dates=one.dates))
            twin = {other.key: other.text for other in one.twin}
            words += [
                tr("{label}: {value}, without controls {other}.", label=number.label,
                   value=number.text, other=twin.get(number.key, "–"))
                for number in one.numbers
            ]  # fmt: skip
            words += one.moves
        return words

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the columns."""
        px, top = self.wall.px, 0
        if self.stage.treatment:
            top = self.wall.paragraph(canvas, self.stage.treatment, 0, 0, self.rect.width, LARGE,
                                      COLOURS["sovereign"], 1, "semibold") + px(12)  # fmt: skip
        gap, count = px(20), max(2, len(self.rounds))
        width = (self.rect.width - gap * (count - 1)) // count
        for number, one in enumerate(self.rounds):
            box = pygame.Rect(number * (width + gap), top, width, self.rect.height - top)
            self._paint_round(canvas, one, box)

    def _paint_round(self, canvas: pygame.Surface, one: PlayedRound, box: pygame.Rect) -> None:
        wall, px = self.wall, self.wall.px
        wall.card(canvas, box)
        left, width, step = box.x + px(24), box.width - px(48), wall.step(TEXT)
        soft = COLOURS["text_soft"]
        words = tr("Round {n}", n=one.round)
        wall.text(canvas, words, left, wall.baseline(box.y + px(12), px(50), LARGE), LARGE,
                  width=width, weight="bold")  # fmt: skip
        y = box.y + px(62)
        y += wall.paragraph(canvas, one.dates, left, y, width, TEXT, soft, 2) + px(10)
        twin = {other.key: other.text for other in one.twin}
        for number in one.numbers:
            canvas.fill(COLOURS["line"], (left, y, width, px(2)))
            y += px(6)
            value = wall.text(canvas, number.text, left + width, wall.baseline(y, step), TEXT,
                              None, "right", weight="bold")  # fmt: skip
            y += wall.paragraph(canvas, number.label, left, y, width - value - px(12), TEXT, None,
                                2)  # fmt: skip
            words = tr("without controls {value}", value=twin.get(number.key, "–"))
            wall.text(canvas, words, left, wall.baseline(y, step), TEXT, soft, width=width)
            y += step + px(6)
        self._paint_moves(canvas, one, pygame.Rect(left, y, width, box.bottom - y - px(12)))

    def _paint_moves(self, canvas: pygame.Surface, one: PlayedRound, room: pygame.Rect) -> None:
        wall, px, y = self.wall, self.wall.px, room.y + self.wall.px(8)
        canvas.fill(COLOURS["line"], (room.x, room.y, room.width, px(2)))
        for move in one.moves:
            most = (room.bottom - y) // wall.step(TEXT)
            if most < 1:
                return
            y += wall.paragraph(canvas, move, room.x, y, room.width, TEXT, None, most) + px(10)


def pages_of(stage: object) -> int:
    """How many pages a stage has: rounds in groups, the numbers of a flip one by one."""
    if isinstance(stage, Timeline):
        return max(1, -(-len(stage.rounds) // ROUNDS))
    if isinstance(stage, Flips) and stage.flips:
        return max(1, len(stage.flips[-1].rows))
    return 1


def own_first(flip: FlipView) -> tuple[Difference, ...]:
    """The numbers of a flip, the lesson's own first."""
    first = flip.backfire[0].key if flip.backfire else ""
    return tuple(sorted(flip.rows, key=lambda row: row.key != first))


class FlipPanel(WallPanel):
    """The newest flip: how the difference comes out over a thousand paired futures."""

    role = "img"

    def __init__(self, rect: pygame.Rect, wall: Wall, stage: Flips, page: int) -> None:
        super().__init__("wall.flip", rect, tr("The same game with one decision changed"), wall)
        self.stage = stage
        self.flip = stage.flips[-1] if stage.flips else None
        rows = own_first(self.flip) if self.flip else ()
        self.row = rows[page % len(rows)] if rows else None

    def state(self) -> Hashable:
        """The flip, the number, and what the class thinks."""
        return self.flip, self.row, self.stage.guess

    @property
    def asked(self) -> list[str]:
        """What the class is asked of the decision before any is played, and what it thinks."""
        guess, words = self.stage.guess, []
        if guess.decision:
            words.append(tr("The decision with most votes: {decision}", decision=guess.decision))
        if guess.count and guess.open:
            said = mark("The class says: with {share} the decision helped the other side.")
            return [*words, tr(said, share=guess.mean)]
        return [*words, tr("How likely is it that the decision helped the other side? Say so.")]

    @property
    def guessed(self) -> str:
        """What the class had guessed of the decision that is shown."""
        guess = self.flip.guess if self.flip else None
        if guess is None or not guess.count:
            return ""
        said = mark(
            "The class had guessed {mean} for this decision, before it was played "
            "({count} guesses)."
        )
        return tr(said, mean=guess.mean, count=guess.count)

    @property
    def backfire_words(self) -> str:
        """How often the controls helped the other side in the number that is shown."""
        flip, row = self.flip, self.row
        found = [b for b in flip.backfire if row and b.key == row.key] if flip else []
        if not found:
            return ""
        return tr("In {share} of the futures the stricter controls helped the other side.",
                  share=found[0].share)  # fmt: skip

    def said(self) -> Sequence[str]:
        """Everything."""
        flip, row = self.flip, self.row
        if flip is None or row is None:
            return self.asked
        return [flip.text, *flip.assumptions, self._what(row), self._middle(row), self._above(row),
                self.backfire_words, self.guessed]  # fmt: skip

    def _what(self, row: Difference) -> str:
        return tr("{label}: the class's game less the changed one, {last}", label=row.label,
                  last=self.flip.last if self.flip else "")  # fmt: skip

    def _middle(self, row: Difference) -> str:
        return tr("8 of 10 futures: {low} to {high}", low=row.low, high=row.high)

    def _above(self, row: Difference) -> str:
        return tr("above 0 in {share} of {n} pairs", share=row.above,
                  n=self.flip.runs if self.flip else "")  # fmt: skip

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the sentence, the histogram, and the shares beside it."""
        wall, px = self.wall, self.wall.px
        flip, row = self.flip, self.row
        if flip is None or row is None:
            y = px(80)
            for words in self.asked:
                y += wall.paragraph(canvas, words, 0, y, self.rect.width, HEAD, None, 4) + px(24)
            return
        y = wall.paragraph(canvas, flip.text, 0, 0, self.rect.width, LARGE, None, 2, "semibold")
        for words in flip.assumptions[:1]:
            y += wall.paragraph(canvas, words, 0, y, self.rect.width, TEXT, COLOURS["text_soft"], 1)
        y += px(16)
        side = px(720)  # for the longest name of a number and its value
        chart = pygame.Rect(0, y, self.rect.width - side - px(20), self.rect.height - y)
        wall.card(canvas, chart)
        self._paint_chart(canvas, row, chart)
        beside = pygame.Rect(self.rect.width - side, y, side, self.rect.height - y)
        self._paint_beside(canvas, row, beside)

    def _paint_chart(self, canvas: pygame.Surface, row: Difference, box: pygame.Rect) -> None:
        wall, px = self.wall, self.wall.px
        inner = box.inflate(-px(56), -px(32))
        soft = COLOURS["text_soft"]
        used = wall.paragraph(canvas, self._what(row), inner.x, inner.y, inner.width, TEXT, soft, 2)
        plot = pygame.Rect(inner.x, inner.y + used + px(16), inner.width,
                           inner.height - used - px(76))  # fmt: skip
        if row.histogram.sound:
            paint_histogram(wall, canvas, row.histogram, plot, row.form)
        else:
            wall.text(canvas, tr("No data yet"), plot.x, plot.centery, TEXT, soft)

    def _paint_beside(self, canvas: pygame.Surface, row: Difference, box: pygame.Rect) -> None:
        wall, px = self.wall, self.wall.px
        wall.card(canvas, box)
        left, width, soft = box.x + px(28), box.width - px(56), COLOURS["text_soft"]
        y = box.y + px(20)
        y += wall.paragraph(canvas, tr("Middle difference"), left, y, width, TEXT, soft, 1)
        size = wall.fitting(row.median, width, (96, 80, 64, HEAD), "bold")
        y += wall.paragraph(canvas, row.median, left, y, width, size, None, 1, "bold")
        for words, colour in (
            (self._middle(row), "text"), (self._above(row), "text"),
            (self.backfire_words, "sovereign"), (self.guessed, "text_soft"),
        ):  # fmt: skip
            most = max(0, (box.bottom - y - px(16)) // wall.step(TEXT))
            if words and most:
                y += px(14)
                y += wall.paragraph(
                    canvas, words, left, y, width, TEXT, COLOURS[colour], min(4, most)
                )
        self._paint_others(canvas, pygame.Rect(left, y + px(20), width, box.bottom - y - px(36)))

    def _paint_others(self, canvas: pygame.Surface, room: pygame.Rect) -> None:
        """Draw the middle difference of every other number, if there is room for all."""
        wall, step, soft = self.wall, self.wall.step(TEXT), COLOURS["text_soft"]
        rows = [row for row in self.flip.rows if row is not self.row] if self.flip else []
        if len(rows) * step > room.height:
            return
        y = room.bottom - len(rows) * step
        for row in rows:
            baseline = wall.baseline(y, step)
            used = wall.text(canvas, row.median, room.right, baseline, TEXT, soft, "right")
            left_over = room.width - used - wall.px(16)
            wall.text(canvas, row.label, room.x, baseline, TEXT, soft, width=left_over)
            y += step


def paint_histogram(
    wall: Wall, canvas: pygame.Surface, found: Histogram, plot: pygame.Rect, form: str
) -> None:
    """Draw columns that stand on a number line, with a line at zero and labels below."""
    px = wall.px
    low, high = found.edges[0], found.edges[-1]
    low, high = min(low, 0.0), max(high, 0.0)
    span, most = high - low, max(1, *found.counts)

    def x(value: float) -> int:
        return plot.x + round((value - low) / span * (plot.width - 1))

    for number, count in enumerate(found.counts):
        left, right = x(found.edges[number]), x(found.edges[number + 1])
        tall = round(count / most * plot.height)
        middle = (found.edges[number] + found.edges[number + 1]) / 2
        colour = COLOURS["incumbent" if middle >= 0.0 else "sovereign"]
        canvas.fill(colour, (left, plot.bottom - tall, max(1, right - left - px(3)), tall))
    canvas.fill(COLOURS["edge"], (plot.x, plot.bottom, plot.width, px(3)))
    canvas.fill(COLOURS["text"], (x(0.0) - px(2), plot.y - px(8), px(4), plot.height + px(20)))
    write = format_percent if form == "percent" else format_number
    baseline, edge = plot.bottom + px(52), plot.x
    for tick in nice_ticks(low, high, 5):
        words = write(tick)
        half = wall.width(words) // 2
        spot = min(max(x(tick), plot.x + half), plot.right - half)
        if spot - half >= edge:
            canvas.fill(COLOURS["edge"], (x(tick), plot.bottom, px(3), px(12)))
            wall.text(canvas, words, spot, baseline, TEXT, COLOURS["text_soft"], "center")
            edge = spot + half + px(24)
