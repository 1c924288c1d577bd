"""The policy panel: levers as controls with law against proposal, help, cost, and the button."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import pygame

from agents.levers import ACTORS
from game.language import ntr, tr
from game.viewmodel import LeverGroup, LeverView, PolicyPanel
from game.window.axes import format_number
from game.window.painter import Painter
from game.window.panels.base import Panel
from game.window.theme import COLOURS
from game.window.widgets import Button, Heading, ScrollArea, Slider, Toggle, Widget

WIDTH = 296
MORE = "policy.more"
_EDGE = 20


class LeverSlider(Slider):
    """A slider that writes its own words: the view's if they fit the value, else plain ones."""

    def __init__(self, rect: pygame.Rect, lever: LeverView) -> None:
        self.lever = lever
        super().__init__(
            f"lever.{lever.key}", rect, lever.name, lever.proposal, lever.low, lever.high,
            lever.step, law=lever.law, format_value=self._words, format_change=self._change,
            logarithmic=lever.log_scale, enabled=not lever.disabled_reason,
            disabled_reason=lever.disabled_reason,
        )  # fmt: skip
        self.quiet = self._at_rest()

    def _at_rest(self) -> bool:
        """Whether a threshold is so high that it binds nothing."""
        return self.lever.log_scale and self.lever.proposal == self.lever.off

    def _words(self, value: float) -> str:
        if value == self.lever.proposal:
            return self.lever.proposal_text
        return self.lever.law_text if value == self.lever.law else format_number(value)

    def _change(self, change: float) -> str:
        lever = self.lever
        if not lever.log_scale or lever.law <= 0 or lever.proposal <= 0:
            return lever.change_text or format_number(change)
        if lever.off in (lever.law, lever.proposal):
            return tr("off") if lever.proposal == lever.off else tr("new")
        ratio = lever.proposal / lever.law
        return f"×{ratio:.2g}" if ratio > 1 else f"÷{1 / ratio:.2g}"

    def show(self, lever: LeverView) -> None:
        """Show the lever as it now stands."""
        self.lever, self._value, self.law = lever, lever.proposal, lever.law
        self.quiet = self._at_rest()
        self.enabled, self.disabled_reason = not lever.disabled_reason, lever.disabled_reason


class LeverSwitch(Toggle):
    """A lever with two positions; `off` is where its help says that it does nothing."""

    def __init__(self, rect: pygame.Rect, lever: LeverView) -> None:
        self.lever = lever
        super().__init__(
            f"lever.{lever.key}", rect, lever.name, lever.proposal >= self._middle,
            law=lever.law >= self._middle, enabled=not lever.disabled_reason,
            disabled_reason=lever.disabled_reason,
        )  # fmt: skip

    @property
    def _middle(self) -> float:
        return (self.lever.low + self.lever.high) / 2

    def show(self, lever: LeverView) -> None:
        """Show the lever as it now stands."""
        self.lever = lever
        self.on, self.law = lever.proposal >= self._middle, lever.law >= self._middle
        self.enabled, self.disabled_reason = not lever.disabled_reason, lever.disabled_reason


LeverControl = LeverSlider | LeverSwitch


class PolicyHead(Panel):
    """The title and the seat held."""

    background = "panel"

    def __init__(self, rect: pygame.Rect, policy: PolicyPanel) -> None:
        firm = ACTORS[policy.seat][0] != "governments" if policy.seat in ACTORS else False
        super().__init__("policy.head", rect, tr("Strategy") if firm else tr("Policy"))
        self.policy = policy

    def state(self) -> Hashable:
        """The seat."""
        return self.policy.seat_name

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the words."""
        painter, px = self.painter, self.painter.px
        used = painter.text(canvas, self.name, px(_EDGE), px(32), "h2")
        room = self.rect.width - 2 * px(_EDGE) - used - px(12)
        right, muted = self.rect.width - px(_EDGE), COLOURS["text_muted"]
        name = self.policy.seat_name
        painter.text(canvas, name, right, px(31), "small", muted, "right", room)


class HelpCard(Panel):
    """What the lever under the pointer or the focus does, its side effect and its source."""

    background = "panel"

    def __init__(self, rect: pygame.Rect) -> None:
        super().__init__("policy.help", rect, tr("Help"))
        self.lever: LeverView | None = None

    @property
    def value(self) -> str:
        """The words for a screen reader."""
        lever = self.lever
        return f"{lever.help} {lever.side_effect}" if lever is not None else ""

    def state(self) -> Hashable:
        """The lever, by its words."""
        lever = self.lever
        return (lever.key, lever.cost_text, lever.disabled_reason) if lever is not None else None

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the card."""
        painter, px, lever = self.painter, self.painter.px, self.lever
        painter.card(canvas, self.area, COLOURS["card"], COLOURS["line"])
        if lever is None:
            return
        left, width = px(12), self.rect.width - 2 * px(12)
        painter.icon(canvas, "info", left + px(7), px(18), 14, COLOURS["text_muted"])
        name_room = width - px(22)
        painter.text(canvas, lever.name, left + px(22), px(22), "small_strong", max_width=name_room)
        y = px(41)
        for words, colour, most in (
            (lever.help, COLOURS["text_soft"], 3),
            (lever.disabled_reason or lever.side_effect, COLOURS["text_muted"], 3),
        ):
            y += painter.paragraph(canvas, words, left, y, width, "small", colour, most)
            y += px(3)
        if lever.source and y + px(2) <= self.rect.height - px(6):
            words, muted = tr("Source: {source}", source=lever.source), COLOURS["text_muted"]
            lines = max(1, (self.rect.height - px(8) - y) // painter.line_height("micro") + 1)
            painter.paragraph(canvas, words, left, y, width, "micro", muted, min(2, lines))


class PolicyFoot(Panel):
    """How many changes are on the table and what they cost."""

    background = "panel"

    def __init__(self, rect: pygame.Rect, policy: PolicyPanel) -> None:
        super().__init__("policy.foot", rect, tr("Pending changes"))
        self.policy = policy

    @property
    def value(self) -> str:
        """The words for a screen reader."""
        return f"{self.policy.pending_text} {self.policy.cost_text}".strip()

    def state(self) -> Hashable:
        """The words."""
        policy = self.policy
        return policy.pending, policy.pending_text, policy.cost_text, policy.affordable

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the line above the button."""
        painter, px, policy = self.painter, self.painter.px, self.policy
        canvas.fill(COLOURS["line"], (0, 0, self.rect.width, px(1)))
        colour = COLOURS["text" if policy.pending else "text_muted"]
        left, y = px(_EDGE), px(29)
        used = painter.text(canvas, policy.pending_text, left, y, "body_strong", colour)
        if policy.pending:
            room = self.rect.width - 2 * px(_EDGE) - used - px(8)
            tone = COLOURS["warn" if policy.affordable else "bad"]
            right = self.rect.width - px(_EDGE)
            words = policy.cost_text
            painter.text(canvas, words, right, y, "body_strong", tone, "right", room)


def lever_widgets(
    painter: Painter, policy: PolicyPanel, rect: pygame.Rect, more: bool
) -> list[Widget]:
    """The controls of every lever under the headings of their groups."""
    px = painter.px
    left, width = rect.x + px(_EDGE), rect.width - 2 * px(_EDGE)
    y = rect.y + px(2)
    widgets: list[Widget] = []
    groups = (*policy.groups, *policy.more) if more else policy.groups
    for number, group in enumerate(groups):
        if number:
            widgets.append(_Rule(f"rule.{number}", pygame.Rect(left, y + px(6), width, px(1)), ""))
            y += px(16)
        y = _add_group(widgets, px, group, number, left, y, width)
    if policy.more:
        hidden = sum(len(group.levers) for group in policy.more)
        label = tr("Fewer levers")
        if not more:
            label = ntr("{n} more lever", "{n} more levers", hidden)
        icon = "chevron-up" if more else "chevron-down"
        place = pygame.Rect(left, y + px(8), width, px(30))
        widgets.append(Button(MORE, place, label, kind="ghost", icon=icon))
        y = place.bottom + px(8)
    return widgets


def _add_group(
    widgets: list[Widget], px: Callable[[float], int], group: LeverGroup, number: int,
    left: int, y: int, width: int,
) -> int:  # fmt: skip
    """Add a heading and its controls; return where the next may start."""
    place = pygame.Rect(left, y, width, px(24))
    widgets.append(Heading(f"group.{number}", place, group.name, icon=group.icon))
    y += px(28)
    for lever in group.levers:
        if lever.kind == "switch":
            widgets.append(LeverSwitch(pygame.Rect(left, y, width, px(31)), lever))
            y += px(31)
        else:
            widgets.append(LeverSlider(pygame.Rect(left, y, width, px(36)), lever))
            y += px(43)
    return y


class _Rule(Widget):
    """A hairline between groups."""

    role = "separator"

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the line."""
        surface.fill(COLOURS["line"], self.rect)


def policy_area(painter: Painter, policy: PolicyPanel, rect: pygame.Rect, more: bool) -> ScrollArea:
    """The scrolling list of levers."""
    widgets = lever_widgets(painter, policy, rect, more)
    return ScrollArea("policy.levers", rect, tr("Levers"), widgets)
