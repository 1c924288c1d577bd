"""The stages of the supply chain as boxes: bars, controls, bottleneck and chokepoint meter."""

from __future__ import annotations

from collections.abc import Hashable

import pygame

from game.language import ntr, tr
from game.views.chain import Stage
from game.window.panels.base import Panel
from game.window.theme import COLOURS, Colour, mix
from game.window.widgets import HANDLED, Activated, Intent
from game.window.widgets.base import Point
from game.window.widgets.button import PRESS_KEYS

GAP = 14  # between boxes, where the arrow stands; at scale 1
BOX = 262  # height of a box at scale 1
_EDGE = 12


class StageBox(Panel):
    """One stage: both stacks' bars, what is made at home, controls, and what a cut-off takes."""

    role = "button"
    focusable = True
    cursor = pygame.SYSTEM_CURSOR_HAND

    def __init__(self, rect: pygame.Rect, stage: Stage, ready: bool) -> None:
        super().__init__(f"stage.{stage.key}", rect, stage.name)
        self.stage = stage
        self.ready = ready
        self.chosen = False

    def show(self, stage: Stage, ready: bool, chosen: bool) -> None:
        """Show the stage as it stands."""
        self.stage, self.ready, self.chosen = stage, ready, chosen
        self.tooltip = f"{stage.help} {stage.cut_help}"

    @property
    def value(self) -> str:
        """The stage in words."""
        stage = self.stage
        words = tr(
            "{measure}: allied {first}, Chinese {second}. At home {share}. Cut off: {loss}.",
            measure=stage.measure,
            first=stage.incumbent_text,
            second=stage.sovereign_text,
            share=stage.self_sufficiency_text,
            loss=stage.choke_text or tr("not known yet"),
        )
        return f"{words} {stage.bottleneck}".strip()

    def state(self) -> Hashable:
        """The stage and how it is marked."""
        lively = self.chosen or self.hovered or self.focused
        return self.stage, self.ready, self.chosen, lively, self.painter.accent

    def release(self, point: Point) -> Intent | None:
        """Choose the stage."""
        return Activated(self.id) if self.hit(point) else HANDLED

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Choose the stage with Enter or Space."""
        return Activated(self.id) if key in PRESS_KEYS else None

    # ---- drawing

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the box."""
        painter, px, stage = self.painter, self.painter.px, self.stage
        stuck = bool(stage.bottleneck)
        border = COLOURS["bad"] if stuck else COLOURS["line"]
        if self.chosen:
            border = painter.accent
        elif self.hovered:
            border = COLOURS["line_strong"]
        fill = COLOURS["raised"] if self.chosen else COLOURS["card"]
        painter.card(canvas, self.area, fill, border)
        left, room = px(_EDGE), self.rect.width - 2 * px(_EDGE)
        self._paint_head(canvas, left, room)
        muted = COLOURS["text_muted"]
        painter.paragraph(canvas, stage.measure, left, px(46), room, "micro", muted, 2)
        most = max(stage.incumbent, stage.sovereign, 1e-12)
        rows = (
            ("incumbent", stage.incumbent, stage.incumbent_text, px(82)),
            ("sovereign", stage.sovereign, stage.sovereign_text, px(110)),
        )
        for role, number, words, y in rows:
            painter.mark(canvas, role, left + px(5), y - px(4), 4.4)
            painter.text(canvas, words, left + px(15), y, "small_strong", max_width=room - px(15))
            self._bar(canvas, y + px(6), number / most, COLOURS[role])
        self._paint_home(canvas, px(142))
        self._paint_choke(canvas, px(174))
        self._paint_controls(canvas, left, room)
        if stuck:
            self._paint_bottleneck(canvas)

    def _paint_head(self, canvas: pygame.Surface, left: int, room: int) -> None:
        painter, px, stage = self.painter, self.painter.px, self.stage
        painter.icon(canvas, stage.icon, left + px(8), px(20), 16, painter.accent)
        right = px(20) if stage.locks else 0
        painter.text(canvas, stage.name, left + px(22), px(25), "label",
                     max_width=room - px(22) - right)  # fmt: skip
        if stage.locks:
            x = self.rect.width - px(_EDGE) - px(5)
            painter.icon(canvas, "lock", x, px(20), 14, COLOURS["warn"])

    def _bar(self, canvas: pygame.Surface, y: int, share: float, colour: Colour) -> None:
        painter, px = self.painter, self.painter.px
        room = self.rect.width - 2 * px(_EDGE)
        track = pygame.Rect(px(_EDGE), y, room, px(6))
        painter.box(canvas, track, COLOURS["track"], None, 3)
        if share > 0.0:
            track.width = max(px(3), round(room * min(1.0, share)))
            painter.box(canvas, track, colour, None, 3)

    def _line(self, canvas: pygame.Surface, y: int, name: str, words: str, colour: Colour) -> None:
        painter, px = self.painter, self.painter.px
        left, right = px(_EDGE), self.rect.width - px(_EDGE)
        used = painter.text_width(words, "small_strong")
        soft = COLOURS["text_soft"]
        room = right - left - used - px(6)
        painter.text(canvas, name, left, y, "micro", soft, "left", room)
        painter.text(canvas, words, right, y, "small_strong", colour, "right", right - left)

    def _paint_home(self, canvas: pygame.Surface, y: int) -> None:
        share = self.stage.self_sufficiency
        self._line(canvas, y, tr("At home"), self.stage.self_sufficiency_text, COLOURS["text"])
        fill = mix(COLOURS["card"], COLOURS["sovereign"], 0.75)
        self._bar(canvas, y + self.painter.px(6), share if share == share else 0.0, fill)

    def _paint_choke(self, canvas: pygame.Surface, y: int) -> None:
        """The chokepoint meter, or why there is none yet."""
        stage, muted = self.stage, COLOURS["text_muted"]
        if not self.ready:
            self._line(canvas, y, tr("Cut off"), "…", muted)
            self._bar(canvas, y + self.painter.px(6), 0.0, muted)
            return
        if stage.choke != stage.choke:
            room = self.rect.width - 2 * self.painter.px(_EDGE)
            left = self.painter.px(_EDGE)
            self.painter.paragraph(canvas, stage.choke_text, left, y, room, "micro", muted, 2)
            return
        plain = stage.choke < 0.005 or not stage.choke_text[:1].isdigit()
        words = stage.choke_text if plain else f"−{stage.choke_text}"
        tone = COLOURS["bad"] if stage.worst else COLOURS["text"]
        self._line(canvas, y, tr("Cut off"), words, tone)
        fill = COLOURS["bad"] if stage.worst else mix(COLOURS["card"], COLOURS["bad"], 0.55)
        self._bar(canvas, y + self.painter.px(6), stage.choke, fill)

    def _paint_controls(self, canvas: pygame.Surface, left: int, room: int) -> None:
        """The first controls in force with their values, and how many more there are."""
        painter, px, muted = self.painter, self.painter.px, COLOURS["text_muted"]
        y, locks = px(201), self.stage.locks
        lines = 2 if self.stage.bottleneck else 4
        shown = locks if len(locks) <= lines else locks[: lines - 1]
        for lock in shown:
            used = painter.text(canvas, lock.value_text, left + room, y, "micro", align="right")
            painter.text(canvas, lock.short, left, y, "micro", muted, "left", room - used - px(5))
            y += px(14)
        if len(shown) < len(locks):
            rest = len(locks) - len(shown)
            painter.text(canvas, ntr("and {n} more", "and {n} more", rest), left, y, "micro", muted)

    def _paint_bottleneck(self, canvas: pygame.Surface) -> None:
        painter, px = self.painter, self.painter.px
        box = pygame.Rect(px(6), self.rect.height - px(40), self.rect.width - px(12), px(34))
        fill = mix(COLOURS["card"], COLOURS["bad"], 0.22)
        painter.box(canvas, box, fill, COLOURS["bad"], 6)
        painter.icon(canvas, "triangle-alert", box.x + px(13), box.centery, 14, COLOURS["bad"])
        room = box.width - px(30)
        lines = painter.wrap(self.stage.bottleneck, room, "micro")[:2]
        y = box.centery + px(4) - (len(lines) - 1) * px(7)
        painter.paragraph(canvas, self.stage.bottleneck, box.x + px(26), y, room, "micro",
                          COLOURS["text"], 2)  # fmt: skip
