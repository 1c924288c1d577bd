"""After a round: the moves flip over together, then why each number moved."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

import pygame

from game.language import ntr, tr
from game.views.words import listed
from game.window.panels.projector_paint import HEAD, LARGE, TEXT, Wall, WallPanel, seat_colour
from game.window.spectator_view import CardView, CauseView, MovedView, MoveView, WallWorld
from game.window.theme import COLOURS, mix

FLIP_SECONDS = 0.9
SIGNED = "signed"
GAP = 20


def grid(area: pygame.Rect, count: int, columns: int, gap: int) -> list[pygame.Rect]:
    """So many equal boxes in rows of some columns."""
    rows = max(1, -(-count // columns))
    width = (area.width - gap * (columns - 1)) // columns
    height = (area.height - gap * (rows - 1)) // rows
    places = [divmod(number, columns) for number in range(count)]
    return [
        pygame.Rect(area.x + x * (width + gap), area.y + y * (height + gap), width, height)
        for y, x in places
    ]


class CardsPanel(WallPanel):
    """Every team's move. `turned` goes from 0, face down, to 1."""

    role = "list"

    def __init__(
        self, rect: pygame.Rect, wall: Wall, world: WallWorld, turned: float = 1.0
    ) -> None:
        super().__init__("wall.cards", rect, tr("Moves"), wall)
        assert world.result is not None
        self.result = world.result
        self.turned = turned
        self._faces: pygame.Surface | None = None

    def said(self) -> Sequence[str]:
        """Each card in words."""
        return [*map(_card_words, self.result.cards), *self.result.breaches]

    def advance(self, seconds: float) -> None:
        """Turn the cards on."""
        self.turned = min(1.0, self.turned + seconds / FLIP_SECONDS)

    def boxes(self) -> list[pygame.Rect]:
        """Where each card lies."""
        px, count = self.wall.px, len(self.result.cards)
        foot = px(60) * len(self.result.breaches[:2])
        area = pygame.Rect(0, 0, self.rect.width, self.rect.height - foot)
        return grid(area, count, 4 if count > 6 else 3, px(GAP))

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the cards, or as they turn."""
        if self.turned >= 1.0:
            super().draw(surface)
            return
        if self._faces is None:
            self._faces = pygame.Surface(self.rect.size)
            self._paint(self._faces)
        surface.fill(COLOURS[self.background], self.rect)
        width = abs(math.cos(math.pi * self.turned))
        for card, box in zip(self.result.cards, self.boxes(), strict=True):
            self._draw_turning(surface, card, box, width)

    def _draw_turning(
        self, surface: pygame.Surface, card: CardView, box: pygame.Rect, share: float
    ) -> None:
        assert self._faces is not None
        if self.turned > 0.5:
            face = self._faces.subsurface(box)
        else:
            face = pygame.Surface(box.size)
            face.fill(COLOURS[self.background])
            self._paint_back(face, card)
        wide = max(1, round(box.width * share))
        shown = pygame.transform.smoothscale(face, (wide, box.height))
        left = self.rect.x + box.centerx - wide // 2
        surface.blit(shown, (left, self.rect.y + box.y))

    def _paint_back(self, canvas: pygame.Surface, card: CardView) -> None:
        wall, whole = self.wall, canvas.get_rect()
        wall.card(canvas, whole, "raised")
        wall.sign(canvas, card.shape, card.seat, whole.centerx, whole.centery, 70)

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw every card face up, and who broke a treaty."""
        for card, box in zip(self.result.cards, self.boxes(), strict=True):
            self._paint_face(canvas, card, box)
        wall, px = self.wall, self.wall.px
        top = self.rect.height - px(60) * len(self.result.breaches[:2])
        for words in self.result.breaches[:2]:
            wall.icon(canvas, "unlink", px(28), top + px(30), 38, COLOURS["bad"])
            wall.text(canvas, words, px(64), wall.baseline(top, px(60), LARGE), LARGE,
                      width=self.rect.width - px(64), weight="semibold")  # fmt: skip
            top += px(60)

    def _paint_face(self, canvas: pygame.Surface, card: CardView, box: pygame.Rect) -> None:
        wall, px = self.wall, self.wall.px
        wall.card(canvas, box)
        left, width, step = box.x + px(24), box.width - px(48), wall.step(TEXT)
        head = box.y + px(14)
        wall.sign(canvas, card.shape, card.seat, left + px(20), head + px(26), 20)
        wall.text(canvas, card.name, left + px(54), wall.baseline(head, px(52), LARGE), LARGE,
                  seat_colour(card.seat), width=width - px(54), weight="bold")  # fmt: skip
        y = head + px(58)
        if card.how != SIGNED and card.how_text:
            wall.text(canvas, card.how_text, left, wall.baseline(y, step), TEXT,
                      COLOURS["warn"], width=width)  # fmt: skip
            y += step
        if not card.moves:
            wall.paragraph(canvas, tr("Everything stays as it is."), left, y, width, TEXT,
                           COLOURS["text_soft"], 2)  # fmt: skip
        self._paint_moves(canvas, card.moves, pygame.Rect(left, y, width, box.bottom - y - px(12)))

    def _paint_moves(
        self, canvas: pygame.Surface, moves: Sequence[MoveView], room: pygame.Rect
    ) -> None:
        wall, px, step = self.wall, self.wall.px, self.wall.step(TEXT)
        y = room.y
        for number, move in enumerate(moves):
            title = len(wall.lines(move.title, room.width)[:2])
            change = len(wall.lines(_change(move), room.width - px(44))[:3])
            left = len(moves) - number - 1
            if y + step * (title + change + (1 if left else 0)) > room.bottom:
                words = ntr("and {n} more", "and {n} more", n=left + 1)
                wall.text(canvas, words, room.x, wall.baseline(y, step), TEXT,
                          COLOURS["text_soft"], width=room.width)  # fmt: skip
                return
            y += wall.paragraph(canvas, move.title, room.x, y, room.width, TEXT,
                                COLOURS["text_soft"], 2)  # fmt: skip
            icon = "lock" if move.bound else "arrow-up" if move.more else "arrow-down"
            wall.icon(canvas, icon, room.x + px(16), y + step / 2, 32, COLOURS["text"])
            y += wall.paragraph(canvas, _change(move), room.x + px(44), y, room.width - px(44),
                                TEXT, None, 3, "semibold") + px(8)  # fmt: skip


def _change(move: MoveView) -> str:
    return tr("{before} → {after}", before=move.before, after=move.after)


def _card_words(card: CardView) -> str:
    moves = tr("; ").join(f"{move.title}: {_change(move)}" for move in card.moves)
    words = moves or tr("Everything stays as it is.")
    return tr("{team} ({how}): {moves}", team=card.name, how=card.how_text, moves=words)


class CausesPanel(WallPanel):
    """Why each number moved: causes as bars, largest first."""

    role = "list"

    def __init__(self, rect: pygame.Rect, wall: Wall, world: WallWorld) -> None:
        super().__init__("wall.causes", rect, tr("Why the numbers moved"), wall)
        assert world.result is not None
        self.result = world.result

    def said(self) -> Sequence[str]:
        """Each number with its causes."""
        words = []
        for one in self.result.moved:
            causes = listed(f"{cause.text} {cause.change}" for cause in one.causes)
            words.append(tr("{label} {change}: {causes}.", label=one.label, change=one.total,
                            causes=causes))  # fmt: skip
        return words

    def state(self) -> Hashable:
        """The causes."""
        return self.result.moved

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw a card for each number."""
        moved = self.result.moved
        boxes = grid(self.area, len(moved), 2 if len(moved) > 1 else 1, self.wall.px(GAP))
        for one, box in zip(moved, boxes, strict=True):
            self._paint_number(canvas, one, box)

    def _paint_number(self, canvas: pygame.Surface, one: MovedView, box: pygame.Rect) -> None:
        wall, px = self.wall, self.wall.px
        wall.card(canvas, box)
        left, right = box.x + px(28), box.right - px(28)
        middle = wall.baseline(box.y + px(12), px(56), LARGE)
        used = wall.text(canvas, one.total, right, wall.baseline(box.y + px(12), px(56), HEAD),
                         HEAD, None, "right", weight="bold")  # fmt: skip
        wall.text(canvas, one.label, left, middle, LARGE, width=right - left - used - px(24),
                  weight="semibold")  # fmt: skip
        top = box.y + px(78)
        step = min(px(60), (box.bottom - top - px(12)) // max(1, len(one.causes)))
        most = max((abs(c.value) for c in one.causes if math.isfinite(c.value)), default=0.0)
        for number, cause in enumerate(one.causes):
            row = pygame.Rect(left, top + number * step, right - left, step)
            self._paint_cause(canvas, cause, row, most)

    def _paint_cause(
        self, canvas: pygame.Surface, cause: CauseView, row: pygame.Rect, most: float
    ) -> None:
        """Draw words, a bar to the left or right of a middle line, and the number."""
        wall, px = self.wall, self.wall.px
        baseline = wall.baseline(row.y, row.height)
        words, number = round(row.width * 0.65), px(150)
        wall.text(canvas, cause.text, row.x, baseline, TEXT, COLOURS["text_soft"],
                  width=words - px(16))  # fmt: skip
        wall.text(canvas, cause.change, row.right, baseline, TEXT, None, "right",
                  weight="semibold")  # fmt: skip
        half = (row.width - words - number) // 2
        zero = row.x + words + half
        canvas.fill(COLOURS["edge"], (zero, row.y + px(4), px(2), row.height - px(8)))
        if most <= 0.0 or not math.isfinite(cause.value) or not cause.value:
            return
        length = max(px(3), round(abs(cause.value) / most * half))
        left = zero if cause.value > 0 else zero - length
        colour = COLOURS["text"] if cause.value > 0 else mix(COLOURS["card"], COLOURS["text"], 0.55)
        wall.bar(canvas, pygame.Rect(left, row.centery - px(11), length, px(22)), colour)
