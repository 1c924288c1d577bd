"""The card that says more of one stage: suppliers, lead time, controls, proposals, and the past."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pygame

from game.language import ntr, tr
from game.views.chain import ChainView
from game.window.axes import Axis, Formatter, format_number, format_percent
from game.window.charts import Series, TimeSeries, draw_time_series
from game.window.panels.cards import Card
from game.window.theme import COLOURS

FORMATS: dict[str, Formatter] = {
    "percent": format_percent,
    "number": format_number,
    "thousand": lambda value: format_number(1000.0 * value),
}


class StageDetail(Card):
    """More of one stage: suppliers, lead time, substitutes, controls, effect of the proposals."""

    focusable = False

    def __init__(self, rect: pygame.Rect, view: ChainView, key: str) -> None:
        super().__init__("chain.detail", rect, view.stage(key).name)
        self.chain = view
        self.stage = view.stage(key)

    def show(self, view: ChainView, key: str) -> None:
        """Show another stage."""
        self.chain, self.stage = view, view.stage(key)
        self.name = self.stage.name

    @property
    def value(self) -> str:
        """The facts as sentences."""
        stage = self.stage
        locks = [f"{lock.name} ({lock.owner}): {lock.value_text}." for lock in stage.locks]
        return " ".join([*(f"{head}: {text}" for head, text in stage.facts), *locks])

    def state(self) -> Hashable:
        """The stage and what is known of it."""
        chain = self.chain
        past = chain.past(self.stage.key)
        return self.stage, chain.state, chain.state_text, chain.pending, past

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card in two columns."""
        painter, px, stage = self.painter, self.painter.px, self.stage
        painter.card(canvas, self.area, COLOURS["card"], COLOURS["line"])
        painter.icon(canvas, stage.icon, px(24), px(22), 18, painter.accent)
        width = self.rect.width - 2 * px(16)
        used = painter.text(canvas, stage.name, px(40), px(27), "label", max_width=width - px(24))
        muted = COLOURS["text_muted"]
        if width - used - px(40) > px(120):
            painter.text(canvas, stage.help, px(52) + used, px(27), "small", muted, "left",
                         width - used - px(36))  # fmt: skip
        split = round(width * 0.49)
        left = pygame.Rect(px(16), px(42), split, self.rect.height - px(54))
        foot = self._paint_facts(canvas, left)
        right = pygame.Rect(
            px(16) + split + px(20), px(42), width - split - px(20), self.rect.height - px(54)
        )
        y = self._paint_locks(canvas, right)
        y = self._paint_effects(canvas, pygame.Rect(right.x, y, right.width, right.bottom - y))
        below = pygame.Rect(px(16), 0, width, 0)
        below.top = max(y, foot) + px(12)
        if self.rect.height - below.y < px(110):
            below.width, below.top = split, foot + px(12)
        below.height = self.rect.height - below.top - px(10)
        self._paint_past(canvas, below)

    def _paint_past(self, canvas: pygame.Surface, area: pygame.Rect) -> None:
        """Both stacks over time, if there is room below the words."""
        px, past = self.painter.px, self.chain.past(self.stage.key)
        if area.height < px(88) or len(past.x) < 3:
            return
        lines = [
            Series("", past.x, past.incumbent, COLOURS["incumbent"], "disc"),
            Series("", past.x, past.sovereign, COLOURS["sovereign"], "diamond"),
        ]
        muted = COLOURS["text_muted"]
        words = self.stage.measure
        self.painter.text(canvas, words, area.x, area.y + px(10), "micro", muted)
        area = pygame.Rect(area.x, area.y + px(20), area.width, area.height - px(20))
        axis = Axis(format=FORMATS[past.format], include_zero=True)
        chart = TimeSeries(lines, y_axis=axis, legend=False)
        draw_time_series(self.painter, canvas, area, chart)

    def _paint_facts(self, canvas: pygame.Surface, area: pygame.Rect) -> int:
        painter, px = self.painter, self.painter.px
        y, step = area.y + px(12), painter.line_height("small")
        for head, words in self.stage.facts:
            if y + px(16) > area.bottom:
                return area.bottom
            painter.text(canvas, head, area.x, y, "micro", COLOURS["text_muted"])
            lines = max(1, (area.bottom - y - px(16)) // step)
            soft = COLOURS["text_soft"]
            used = painter.paragraph(
                canvas, words, area.x, y + px(17), area.width, "small", soft, lines
            )
            y += px(28) + used
        return y - px(16)

    def _paint_locks(self, canvas: pygame.Surface, area: pygame.Rect) -> int:
        """The controls in force; return where the next block may start."""
        painter, px, muted = self.painter, self.painter.px, COLOURS["text_muted"]
        y = area.y + px(12)
        painter.text(canvas, tr("Controls in force"), area.x, y, "micro", muted)
        y += px(18)
        locks = self.stage.locks
        if not locks:
            painter.text(canvas, tr("none"), area.x, y, "small", COLOURS["text_soft"])
            return y + px(10)
        room = area.bottom - y - (px(128) if self.stage.effects else px(40))
        most = max(1, room // px(34))
        shown = locks if len(locks) <= most else locks[: most - 1]
        for lock in shown:
            painter.icon(canvas, "lock", area.x + px(6), y - px(4), 12, COLOURS["warn"])
            used = painter.text_width(lock.value_text, "small_strong")
            painter.text(canvas, lock.name, area.x + px(18), y, "small", COLOURS["text"], "left",
                         area.width - px(26) - used)  # fmt: skip
            painter.text(canvas, lock.value_text, area.right, y, "small_strong", align="right")
            painter.text(canvas, lock.owner, area.x + px(18), y + px(14), "micro", muted, "left",
                         area.width - px(18))  # fmt: skip
            y += px(34)
        if len(shown) < len(locks):
            rest = len(locks) - len(shown)
            words = ntr("and {n} more", "and {n} more", rest)
            painter.text(canvas, words, area.x + px(18), y, "small", muted)
            y += px(20)
        return y

    def _paint_effects(self, canvas: pygame.Surface, area: pygame.Rect) -> int:
        """What the proposals do to this stage, before and after; return where that ends."""
        painter, px, muted = self.painter, self.painter.px, COLOURS["text_muted"]
        canvas.fill(COLOURS["line"], (area.x, area.y + px(2), area.width, 1))
        y = area.y + px(18)
        painter.text(canvas, tr("Your proposals"), area.x, y, "micro", muted)
        effects = self.stage.effects
        if not effects:
            words = self.chain.state_text if self.chain.state != "ready" else ""
            words = words or tr("Change a lever to see its effect here.")
            if not self.chain.pending:
                words = tr("Change a lever to see its effect here.")
            lines = max(1, (area.bottom - y - px(4)) // painter.line_height("small"))
            used = painter.paragraph(
                canvas, words, area.x, y + px(17), area.width, "small", muted, lines
            )
            return y + used
        y += px(17)
        columns = [area.right - round(area.width * part) for part in (0.52, 0.28, 0.0)]
        for words, x in zip((tr("before"), tr("after"), tr("change")), columns, strict=True):
            painter.text(canvas, words, x, y, "micro", muted, "right")
        for effect in effects:
            y += px(18)
            if y > area.bottom:
                return area.bottom
            room = columns[0] - painter.text_width(effect.before, "small_strong") - px(6) - area.x
            soft = COLOURS["text_soft"]
            painter.text(canvas, effect.label, area.x, y, "small", soft, "left", room)
            for words, x in zip((effect.before, effect.after, effect.change), columns, strict=True):
                painter.text(canvas, words, x, y, "small_strong", align="right")
        return y

    def node(self) -> dict[str, Any]:
        """Return the node with the stage's key."""
        return super().node() | {"text": self.stage.key}
