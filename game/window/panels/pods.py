"""Cluster instead of node: a chart of pods, performance against power or cost."""

from __future__ import annotations

from collections.abc import Hashable

import pygame

from game.language import mark, tr
from game.views.chain_pods import Pod, PodCurve, PodView
from game.window.axes import Frame, format_number, nice_ticks
from game.window.panels.cards import Card
from game.window.theme import COLOURS, mix

ACROSS = {
    "power": mark("Power of the pod, kW"),
    "cost": mark("Cost of the pod, mn USD"),
}


class PodCard(Card):
    """Each maker's pods from smallest to largest; a dot marks the one in force."""

    role = "img"

    def __init__(self, rect: pygame.Rect, view: PodView, across: str, foot: int) -> None:
        super().__init__("chain.pods", rect, tr("Cluster instead of node"))
        self.pods = view
        self.across = across
        self.foot = foot  # room at the bottom that belongs to a slider

    @property
    def value(self) -> str:
        """The trade-off in a sentence."""
        return self.pods.note or self.pods.summary

    @property
    def hint(self) -> str:
        """The same, as a tooltip."""
        return f"{self.pods.champion.text}\n{self.pods.rival.text}\n{self.value}."

    def state(self) -> Hashable:
        """The pods and the axis."""
        return self.pods, self.across, self.foot

    def _reach(self, pod: Pod) -> float:
        return pod.power if self.across == "power" else pod.cost

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        painter, px = self.painter, self.painter.px
        painter.card(canvas, self.area, COLOURS["card"], COLOURS["line"])
        painter.text(canvas, self.name, px(16), px(25), "label", max_width=self.rect.width - px(32))
        width = self.rect.width - px(32)
        lines = 3 if self.rect.height > px(330) else 2
        y = self.rect.height - self.foot - px(8) - lines * px(16) + px(6)
        soft = COLOURS["text_soft"]
        painter.paragraph(canvas, self.value, px(16), y, width, "small", soft, lines)
        y -= px(42)
        for curve in (self.pods.champion, self.pods.rival):
            painter.mark(canvas, curve.role, px(21), y - px(4), 4.4)
            painter.text(canvas, curve.text, px(32), y, "small", max_width=width - px(16))
            y += px(18)
        top = px(84)
        bottom = y - px(36) - px(50)
        plot = pygame.Rect(px(52), top, self.rect.width - px(52) - px(20), bottom - top)
        if plot.height > px(50):
            self._paint_chart(canvas, plot)

    def _paint_chart(self, canvas: pygame.Surface, plot: pygame.Rect) -> None:
        painter, px = self.painter, self.painter.px
        curves = (self.pods.champion, self.pods.rival)
        pods = [pod for curve in curves for pod in (*curve.pods, curve.proposal)]
        frame = Frame(
            plot,
            (0.0, 1.06 * max(self._reach(pod) for pod in pods)),
            (0.0, 1.10 * max(pod.performance for pod in pods)),
        )
        self._paint_axes(canvas, frame)
        for curve in curves:
            self._paint_curve(canvas, frame, curve)
        muted = COLOURS["text_muted"]
        painter.text(canvas, tr("Peak, PFLOP/s"), px(16), plot.y - px(8), "micro", muted)
        words = tr(ACROSS[self.across])
        painter.text(canvas, words, plot.right, plot.bottom + px(29), "micro", muted, "right")

    def _paint_axes(self, canvas: pygame.Surface, frame: Frame) -> None:
        painter, px, plot = self.painter, self.painter.px, frame.plot
        muted = COLOURS["text_muted"]
        painter.box(canvas, plot, COLOURS["background"], COLOURS["line"], 4)
        for tick in nice_ticks(*frame.y_limits, 4):
            y = round(frame.y(tick))
            canvas.fill(COLOURS["line"], (plot.x, y, plot.width, 1))
            painter.text(canvas, format_number(tick), plot.x - px(6), y + px(4), "micro", muted,
                         "right")  # fmt: skip
        for tick in nice_ticks(*frame.x_limits, 4):
            x = round(frame.x(tick))
            painter.text(canvas, format_number(tick), x, plot.bottom + px(14), "micro", muted,
                         "center")  # fmt: skip

    def _paint_curve(self, canvas: pygame.Surface, frame: Frame, curve: PodCurve) -> None:
        """A maker's pods as a line, with the law's as a tick and the proposal's as its mark."""
        painter, px = self.painter, self.painter.px
        colour = COLOURS[curve.role]
        points = [(frame.x(self._reach(pod)), frame.y(pod.performance)) for pod in curve.pods]
        if len(set(points)) > 1:
            thin = mix(COLOURS["background"], colour, 0.75)
            for shift in range(px(2)):
                pygame.draw.aalines(canvas, thin, False, [(x, y + shift) for x, y in points])
        law = (frame.x(self._reach(curve.law)), frame.y(curve.law.performance))
        chosen = (frame.x(self._reach(curve.proposal)), frame.y(curve.proposal.performance))
        if curve.law != curve.proposal:
            canvas.fill(COLOURS["text"], (round(law[0]), round(law[1]) - px(7), px(2), px(14)))
        painter.mark(canvas, curve.role, *chosen, 6.4, COLOURS["background"])
        width = painter.text_width(curve.name, "small")
        left = chosen[0] + px(11)
        if left + width > frame.plot.right - px(4):
            left = chosen[0] - px(11) - width
        base = min(max(chosen[1] + px(4), frame.plot.y + px(14)), frame.plot.bottom - px(6))
        painter.text(canvas, curve.name, left, base, "small", COLOURS["text"])
