"""Stages of the debrief that are words and bars: feelings, vote, forecasts, the world outside."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import pygame

from game.language import ntr, tr
from game.window.panels.projector_paint import HEAD, LARGE, TEXT, TITLE, Wall, WallPanel
from game.window.spectator_stages import Exit, Feelings, Forecasts, Transfer, Vote
from game.window.theme import COLOURS


class BarsPanel(WallPanel):
    """Answers as bars: words, a bar, how many."""

    role = "list"

    def __init__(
        self, identifier: str, rect: pygame.Rect, wall: Wall, name: str,
        rows: Sequence[tuple[str, int]], lead: str,
    ) -> None:  # fmt: skip
        super().__init__(identifier, rect, name, wall)
        self.rows, self.lead = tuple(rows), lead

    def said(self) -> Sequence[str]:
        """Every answer."""
        return [self.lead, *(f"{words}: {count}." for words, count in self.rows)]

    def state(self) -> Hashable:
        """The answers."""
        return self.rows, self.lead

    @property
    def words_share(self) -> float:
        """The part of the width that the words take: as much as they need."""
        longest = max((self.wall.width(words, LARGE) for words, _ in self.rows), default=0)
        return min(0.62, max(0.18, longest / max(1, self.rect.width) + 0.02))

    @property
    def words_size(self) -> float:
        """One size for all rows: the larger one if every row fits a line."""
        room = round(self.rect.width * self.words_share) - self.wall.px(24)
        fits = all(self.wall.width(words, LARGE) <= room for words, _ in self.rows)
        return LARGE if fits else TEXT

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the rows."""
        wall, px = self.wall, self.wall.px
        top = wall.paragraph(canvas, self.lead, 0, 0, self.rect.width, LARGE,
                             COLOURS["text_soft"], 1) + px(16)  # fmt: skip
        step = min(px(108), (self.rect.height - top) // max(1, len(self.rows)))
        most = max((count for _, count in self.rows), default=0)
        for number, (words, count) in enumerate(self.rows):
            row = pygame.Rect(0, top + number * step, self.rect.width, step)
            self._paint_row(canvas, words, count, row, most)

    def _paint_row(
        self, canvas: pygame.Surface, words: str, count: int, row: pygame.Rect, most: int
    ) -> None:
        wall, px = self.wall, self.wall.px
        width = round(row.width * self.words_share)
        size = self.words_size
        lines = wall.lines(words, width - px(24), size)[:2]
        y = row.y + (row.height - len(lines) * wall.step(size)) // 2
        wall.paragraph(canvas, words, 0, y, width - px(24), size, None, 2)
        room = row.width - width - px(90)
        track = pygame.Rect(width, row.centery - px(24), room, px(48))
        wall.bar(canvas, track, COLOURS["panel"])
        if count > 0 and most > 0:
            bar = pygame.Rect(
                track.x, track.y, max(px(6), round(room * count / most)), track.height
            )
            wall.bar(canvas, bar, COLOURS["incumbent"])
        middle = wall.baseline(row.y, row.height, LARGE)
        wall.text(canvas, str(count), row.right, middle, LARGE, None, "right", weight="bold")


def feelings_panel(rect: pygame.Rect, wall: Wall, stage: Feelings) -> BarsPanel:
    """How it was, word by word."""
    rows = [(one.text, one.count) for one in stage.words]
    lead = ntr("{n} has answered", "{n} have answered", n=stage.answered)
    return BarsPanel("wall.feelings", rect, wall, tr("How was it?"), rows, lead)


def vote_panel(rect: pygame.Rect, wall: Wall, stage: Vote) -> BarsPanel:
    """The decisions that can be voted for."""
    rows = [(one.text, one.votes) for one in stage.candidates]
    votes = sum(one.votes for one in stage.candidates)
    lead = ntr("{n} vote", "{n} votes", n=votes)
    return BarsPanel("wall.vote", rect, wall, tr("Which decision mattered most?"), rows, lead)


class ForecastsPanel(WallPanel):
    """The class's forecasts: how many were right, and how far certainty was earned."""

    def __init__(self, rect: pygame.Rect, wall: Wall, stage: Forecasts) -> None:
        super().__init__("wall.forecasts", rect, tr("Your forecasts"), wall)
        self.stage = stage

    @property
    def figures(self) -> list[tuple[str, str]]:
        """The large numbers and what they are."""
        score = self.stage.score
        right = tr("{n} of {all}", n=score.right, all=score.count)
        return [
            (right, tr("came true")),
            (score.brier or "–", tr("score of the class: 0 is perfect")),
            (self.stage.coin, tr("score of a coin")),
        ]

    def said(self) -> Sequence[str]:
        """Everything."""
        rows = [
            tr("Said with {said}: {came} came true, of {n}.", said=one.said, came=one.came,
               n=one.count)
            for one in self.stage.calibration
        ]  # fmt: skip
        return [*(f"{number}: {words}." for number, words in self.figures), *rows]

    def state(self) -> Hashable:
        """The forecasts."""
        return self.stage

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw three numbers, then a row for each certainty."""
        wall, px = self.wall, self.wall.px
        gap, soft = px(20), COLOURS["text_soft"]
        width = (self.rect.width - 2 * gap) // 3
        for number, (figure, words) in enumerate(self.figures):
            box = pygame.Rect(number * (width + gap), 0, width, px(230))
            wall.card(canvas, box)
            wall.text(canvas, figure, box.x + px(28), box.y + px(104), 88,
                      width=width - px(56), weight="bold")  # fmt: skip
            wall.paragraph(canvas, words, box.x + px(28), box.y + px(128), width - px(56), TEXT,
                           soft, 2)  # fmt: skip
        top = px(230) + px(40)
        words = tr("How sure you were, and how often it came true")
        top += wall.paragraph(canvas, words, 0, top, self.rect.width, LARGE, soft, 1) + px(12)
        step = min(px(120), (self.rect.height - top) // max(1, len(self.stage.calibration)))
        for number, _ in enumerate(self.stage.calibration):
            self._paint_row(canvas, number, top + number * step, step)

    def _paint_row(self, canvas: pygame.Surface, number: int, top: int, step: int) -> None:
        """Draw what came true as a bar, and a line where it should end."""
        wall, px, one = self.wall, self.wall.px, self.stage.calibration[number]
        words = tr("Said: {said}", said=one.said)
        middle = wall.baseline(top, step, LARGE)
        wall.text(canvas, words, 0, middle, LARGE, width=px(340))
        track = pygame.Rect(px(360), top + step // 2 - px(26), self.rect.width - px(900), px(52))
        wall.bar(canvas, track, COLOURS["panel"])
        came, said = _share(one.came), _share(one.said)
        if came > 0:
            bar = pygame.Rect(track.x, track.y, max(px(4), round(track.width * came)), track.height)
            wall.bar(canvas, bar, COLOURS["incumbent"])
        spot = track.x + round(track.width * said)
        canvas.fill(COLOURS["text"], (spot - px(2), track.y - px(12), px(5), track.height + px(24)))
        words = tr("{came} came true, of {n}", came=one.came, n=one.count)
        wall.text(canvas, words, track.right + px(28), middle, LARGE,
                  width=self.rect.width - track.right - px(28))  # fmt: skip


def _share(words: str) -> float:
    """A percentage as a part of one; 0 for what is none."""
    digits = words.removesuffix("%").strip()
    return min(1.0, int(digits) / 100) if digits.isascii() and digits.isdecimal() else 0.0


class TransferPanel(WallPanel):
    """What the game leaves out, and what others say; a claim with the class's verdict."""

    role = "list"

    def __init__(self, rect: pygame.Rect, wall: Wall, stage: Transfer) -> None:
        super().__init__("wall.transfer", rect, tr("And the real world?"), wall)
        self.stage = stage

    @property
    def verdict(self) -> str:
        """What the class thinks of the claim."""
        mean = self.stage.verdict
        if not self.stage.claim:
            return ""
        if not mean.count:
            return tr("“{claim}” How likely is that?", claim=self.stage.claim)
        return tr("“{claim}” The class says: {share}", claim=self.stage.claim, share=mean.mean)

    def said(self) -> Sequence[str]:
        """Everything."""
        return [self.verdict, *self.stage.points]

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the points one below the other."""
        wall, px, y = self.wall, self.wall.px, 0
        if self.verdict:
            y += wall.paragraph(canvas, self.verdict, 0, 0, self.rect.width, LARGE,
                                COLOURS["sovereign"], 2, "semibold") + px(20)  # fmt: skip
        width = self.rect.width - px(60)
        size = next(s for s in (40, 36, TEXT) if self._height(width, s) + y <= self.rect.height
                    or s == TEXT)  # fmt: skip
        gap = px(20)
        for point in self.stage.points:
            if y + wall.step(size) > self.rect.height:
                break
            dot = pygame.Rect(px(8), y + wall.step(size) // 2 - px(7), px(14), px(14))
            wall.bar(canvas, dot, COLOURS["incumbent"])
            most = max(1, (self.rect.height - y) // wall.step(size))
            y += wall.paragraph(canvas, point, px(50), y, width, size, None, most) + gap

    def _height(self, width: int, size: float) -> int:
        wall, points = self.wall, self.stage.points
        lines = sum(len(wall.lines(point, width, size)) for point in points)
        return lines * wall.step(size) + (len(points) - 1) * wall.px(20)


class ExitPanel(WallPanel):
    """The exit ticket: a question for everybody."""

    def __init__(self, rect: pygame.Rect, wall: Wall, stage: Exit) -> None:
        super().__init__("wall.exit", rect, tr("Exit ticket"), wall)
        self.stage = stage

    def said(self) -> Sequence[str]:
        """The question, and how many have answered."""
        words = ntr("{n} has answered", "{n} have answered", n=self.stage.answered)
        return [self.stage.question, words]

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the question large."""
        wall, px = self.wall, self.wall.px
        width = self.rect.width - px(160)
        lines = wall.lines(self.stage.question, width, TITLE, "semibold")
        size = TITLE if len(lines) <= 5 else HEAD
        height = len(wall.lines(self.stage.question, width, size, "semibold")) * wall.step(size)
        top = max(0, (self.rect.height - height - px(120)) // 2)
        most = max(1, (self.rect.height - px(120)) // wall.step(size))
        used = wall.paragraph(canvas, self.stage.question, px(80), top, width, size, None, most,
                              "semibold")  # fmt: skip
        wall.paragraph(canvas, self.said()[1], px(80), top + used + px(40), width, LARGE,
                       COLOURS["text_soft"], 1)  # fmt: skip
