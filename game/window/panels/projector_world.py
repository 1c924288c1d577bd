"""One world on the wall: news, what was said and agreed, who has signed, numbers, futures."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import pygame

from game.language import ntr, tr
from game.views.words import listed
from game.window.bars import draw_sparkline
from game.window.panels.projector_paint import (
    HEAD,
    LARGE,
    TEXT,
    Wall,
    WallPanel,
    seat_colour,
)
from game.window.spectator_view import RESOLVE, NumberView, StatementView, WallWorld
from game.window.theme import COLOURS

DATE = 150  # of a headline
MOST_LINES = 4  # of a headline or a statement


class NewsPanel(WallPanel):
    """How the story begins, or what happened in the last round."""

    role = "list"

    def __init__(self, rect: pygame.Rect, wall: Wall, world: WallWorld) -> None:
        name = tr("How it begins") if world.story else tr("News")
        super().__init__("wall.news", rect, name, wall)
        self.world = world

    def said(self) -> Sequence[str]:
        """All of it."""
        if self.world.story:
            return [self.world.story]
        return [f"{one.date}: {one.text}" for one in self.world.headlines]

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw a card of news, or of prose."""
        wall, px = self.wall, self.wall.px
        top, left = self.title(canvas, self.name), px(28)
        room = self.rect.height - top - px(20)
        width = self.rect.width - 2 * left
        if self.world.story:
            most = max(1, room // wall.step(TEXT))
            wall.paragraph(canvas, self.world.story, left, top, width, TEXT, None, most)
            return
        if not self.world.headlines:
            wall.paragraph(canvas, tr("No news."), left, top, width, TEXT, COLOURS["text_soft"])
        self._paint_headlines(canvas, left, top, width)

    def _paint_headlines(self, canvas: pygame.Surface, left: int, top: int, width: int) -> None:
        wall, px = self.wall, self.wall.px
        soft, step = COLOURS["text_soft"], wall.step(TEXT)
        foot, shown = self.rect.height - px(16), 0
        news = self.world.headlines
        words_width = width - px(DATE)
        for one in news:
            height = step * min(MOST_LINES, len(wall.lines(one.text, words_width)))
            rest = step if shown + 1 < len(news) else 0
            if top + height + rest > foot:
                break
            wall.text(canvas, one.date, left, wall.baseline(top, step), TEXT, soft, width=px(DATE))
            wall.paragraph(canvas, one.text, left + px(DATE), top, words_width, TEXT, None,
                           MOST_LINES)  # fmt: skip
            top, shown = top + height + px(14), shown + 1
        if shown < len(news):
            left_over = len(news) - shown
            words = ntr("and {n} more", "and {n} more", n=left_over)
            wall.text(canvas, words, left, wall.baseline(top, step), TEXT, soft, width=width)


class SaidPanel(WallPanel):
    """What teams said in public, and the treaties that everybody may know of."""

    role = "list"

    def __init__(self, rect: pygame.Rect, wall: Wall, world: WallWorld) -> None:
        super().__init__("wall.said", rect, tr("Said in public"), wall)
        self.world = world

    @property
    def treaties(self) -> list[str]:
        """Each treaty in words."""
        return [
            tr("{parties}: {clauses} ({status})", parties=listed(one.parties),
               clauses=tr("; ").join(one.clauses), status=one.status_text)
            for one in self.world.treaties
        ]  # fmt: skip

    def said(self) -> Sequence[str]:
        """Everything."""
        words = [_statement(one) for one in self.world.statements]
        return [*(words or [tr("Nothing yet.")]), *self.treaties]

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the words, then the treaties under them."""
        px, left, step = self.wall.px, self.wall.px(28), self.wall.step(TEXT)
        top, foot = self.title(canvas, self.name), self.rect.height - px(16)
        width = self.rect.width - 2 * left
        lines = [min(MOST_LINES, len(self.wall.lines(one, width))) for one in self.treaties]
        wanted = (1 + sum(lines)) * step + px(8) * (1 + len(lines)) if lines else 0
        below = min(wanted, (foot - top) // 2)
        words = pygame.Rect(left, top, width, foot - top - below)
        self._paint_statements(canvas, words)
        if lines:
            self._paint_treaties(canvas, pygame.Rect(left, foot - below, width, below))

    def _paint_statements(self, canvas: pygame.Surface, room: pygame.Rect) -> None:
        """Draw as many as there is room for, those with words of their own first."""
        wall, px, step = self.wall, self.wall.px, self.wall.step(TEXT)
        soft, y, indent = COLOURS["text_soft"], room.y, px(52)
        said = sorted(self.world.statements, key=lambda one: not one.text)
        if not said:
            wall.paragraph(canvas, tr("Nothing yet."), room.x, y, room.width, TEXT, soft)
        for number, one in enumerate(said):
            text = f"“{one.text}”" if one.text else ""
            lines = min(2, len(wall.lines(text, room.width - indent))) if text else 0
            rest = len(said) - number
            if y + step * (1 + lines + (1 if rest > 1 else 0)) > room.bottom:
                words = ntr("and {n} more", "and {n} more", n=rest)
                wall.text(canvas, words, room.x, wall.baseline(y, step), TEXT, soft)
                return
            wall.sign(canvas, self._shape(one), one.seat, room.x + px(20), y + step / 2)
            self._paint_head(canvas, one, room.x + indent, y, room.width - indent)
            y += step
            if text:
                y += wall.paragraph(canvas, text, room.x + indent, y, room.width - indent, TEXT,
                                    None, 2)  # fmt: skip
            y += px(6)

    def _paint_treaties(self, canvas: pygame.Surface, room: pygame.Rect) -> None:
        wall, px, step = self.wall, self.wall.px, self.wall.step(TEXT)
        wall.text(canvas, tr("Treaties"), room.x, wall.baseline(room.y, step), TEXT,
                  COLOURS["text_soft"], weight="semibold")  # fmt: skip
        y = room.y + step
        for words in self.treaties:
            most = min(MOST_LINES, (room.bottom - y) // step)
            if most < 1:
                return
            y += wall.paragraph(canvas, words, room.x, y, room.width, TEXT, None, most) + px(8)

    def _shape(self, one: StatementView) -> str:
        return next((team.shape for team in self.world.teams if team.seat == one.seat), "")

    def _paint_head(
        self, canvas: pygame.Surface, one: StatementView, x: int, y: int, width: int
    ) -> None:
        wall, px = self.wall, self.wall.px
        middle = wall.baseline(y, wall.step(TEXT))
        posture = wall.width(one.posture) if one.posture else 0
        used = wall.text(canvas, one.team, x, middle, TEXT, seat_colour(one.seat),
                         width=width - posture - px(20), weight="semibold")  # fmt: skip
        wall.text(canvas, one.posture, x + used + px(20), middle, TEXT, width=width - used - px(20))


def _statement(one: StatementView) -> str:
    if one.text and one.posture:
        return tr("{team}, {posture}: {words}", team=one.team, posture=one.posture, words=one.text)
    return tr("{team}: {words}", team=one.team, words=one.text or one.posture)


class BoardPanel(WallPanel):
    """Who has signed; never what."""

    role = "list"

    def __init__(self, rect: pygame.Rect, wall: Wall, world: WallWorld, phase: str) -> None:
        super().__init__("wall.board", rect, tr("Moves"), wall)
        self.world, self.phase = world, phase

    def _rows(self) -> list[tuple[bool, str]]:
        """Each team: whether it is done, and that in words."""
        done = [team.signed or self.phase == RESOLVE for team in self.world.players]
        return [(one, tr("Signed") if one else tr("Not yet")) for one in done]

    def said(self) -> Sequence[str]:
        """Each team in words."""
        rows = zip(self.world.players, self._rows(), strict=True)
        return [tr("{team}: {state}.", team=team.name, state=words) for team, (_, words) in rows]

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw a row for each team."""
        wall, px = self.wall, self.wall.px
        top, players = self.title(canvas, self.name), self.world.players
        room = self.rect.height - top - px(16)
        step = min(px(84), room // max(1, len(players)))
        for number, (team, (done, words)) in enumerate(zip(players, self._rows(), strict=True)):
            row = pygame.Rect(px(28), top + number * step, self.rect.width - px(56), step)
            canvas.fill(COLOURS["line"], (row.x, row.y, row.width, px(2)))
            wall.sign(canvas, team.shape, team.seat, row.x + px(24), row.centery, 20)
            colour = COLOURS["good" if done else "text_soft"]
            baseline = wall.baseline(row.y, row.height)
            used = wall.text(canvas, words, row.right, baseline, TEXT, colour, "right")
            icon = "circle-check" if done else "hourglass"
            wall.icon(canvas, icon, row.right - used - px(32), row.centery, 38, colour)
            width = row.width - used - px(64) - px(72)
            wall.text(canvas, team.name, row.x + px(60), baseline, LARGE if step > px(64) else TEXT,
                      width=width, weight="semibold")  # fmt: skip


class NumbersPanel(WallPanel):
    """The public numbers in one row, each with its change and its past."""

    role = "list"

    def __init__(self, rect: pygame.Rect, wall: Wall, world: WallWorld) -> None:
        super().__init__("wall.numbers", rect, tr("Numbers"), wall)
        self.world = world

    def said(self) -> Sequence[str]:
        """Each number with its change."""
        return [number_words(one) for one in self.world.numbers]

    def state(self) -> Hashable:
        """The numbers, and how many quarters are behind them."""
        lengths = tuple(len(values) for values in self.world.series.values())
        return self.world.numbers, lengths

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw a tile for each."""
        px, numbers = self.wall.px, self.world.numbers
        gap = px(16)
        width = (self.rect.width - gap * (len(numbers) - 1)) // max(1, len(numbers))
        for place, one in enumerate(numbers):
            tile = pygame.Rect(place * (width + gap), 0, width, self.rect.height)
            self._paint_tile(canvas, one, tile)

    def _paint_tile(self, canvas: pygame.Surface, one: NumberView, tile: pygame.Rect) -> None:
        wall, px = self.wall, self.wall.px
        wall.card(canvas, tile)
        left, width = tile.x + px(20), tile.width - px(40)
        soft = COLOURS["text_soft"]
        wall.paragraph(canvas, one.label, left, tile.y + px(12), width, TEXT, soft, 2)
        y = tile.y + px(12) + 2 * wall.step(TEXT)
        size = wall.fitting(one.text, width, (HEAD, LARGE, TEXT), "bold")
        wall.text(canvas, one.text, left, wall.baseline(y, px(60), HEAD), size, width=width,
                  weight="bold")  # fmt: skip
        foot = pygame.Rect(left, y + px(62), width, tile.bottom - y - px(74))
        baseline = wall.baseline(foot.y, foot.height)
        used = paint_change(wall, canvas, one, left, baseline, foot.right)
        values = self.world.series.get(one.key, ())
        line = pygame.Rect(left + used + px(20), foot.y, foot.width - used - px(20), foot.height)
        if len(values) > 1 and line.width > px(60):
            draw_sparkline(wall.painter, canvas, line, values, COLOURS["text_soft"])


def paint_change(
    wall: Wall, canvas: pygame.Surface, one: NumberView, x: int, baseline: int, right: int
) -> int:
    """Write the change of a number; returns how wide it is."""
    if not one.change or right <= x:
        return 0
    colour = COLOURS["text" if one.up is not None else "text_muted"]
    return wall.text(canvas, one.change, x, baseline, TEXT, colour, width=right - x)


def number_words(one: NumberView) -> str:
    """A number in words."""
    if one.change:
        return tr("{label}: {value}, {change} since the last round.", label=one.label,
                  value=one.text, change=one.change)  # fmt: skip
    return tr("{label}: {value}.", label=one.label, value=one.text)
