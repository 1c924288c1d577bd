"""Modal dialogs: an event with choices, or a question with buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Unpack

import pygame

from game.window.drawing import blit_centred, disc
from game.window.painter import Painter
from game.window.theme import COLOURS, RADIUS_LARGE, Colour, mix
from game.window.widgets.base import HANDLED, Common, Dismissed, Intent, Widget
from game.window.widgets.button import Button, Kind
from game.window.widgets.panel import Paragraph
from game.window.widgets.scroll import ScrollArea

_MARGIN = 32  # pixels at scale 1
_CHOICE_GAP = 10


class Chip(NamedTuple):
    """A pill of text with an icon, so that colour never speaks alone."""

    text: str
    tone: str = "neutral"  # good, bad, warn or neutral
    picture: str = ""  # an icon other than the tone's own

    @property
    def colour(self) -> Colour:
        """The tone's colour."""
        return COLOURS["text_soft"] if self.tone == "neutral" else COLOURS[self.tone]

    @property
    def icon(self) -> str:
        """The tone's icon."""
        if self.picture:
            return self.picture
        icons = {"good": "trending-up", "bad": "trending-down", "warn": "coins"}
        return icons.get(self.tone, "circle-alert")


class Choice(NamedTuple):
    """One way to answer an event."""

    id: str
    label: str
    chips: tuple[Chip, ...] = ()
    enabled: bool = True
    disabled_reason: str = ""


class Answer(NamedTuple):
    """A button at the foot of a dialog."""

    id: str
    label: str
    kind: Kind = "ghost"
    icon: str | None = None


class ChoiceCard(Button):
    """A choice with its number key and the chips of its consequences."""

    def __init__(self, choice: Choice, number: int, rect: pygame.Rect) -> None:
        super().__init__(choice.id, rect, choice.label)
        self.enabled, self.disabled_reason = choice.enabled, choice.disabled_reason
        self.number = number
        self.chips = choice.chips

    def chip_rows(self) -> list[list[Chip]]:
        """Return the chips in rows that fit the card."""
        painter = self.painter
        room = self.rect.width - painter.px(48 + 14)
        rows: list[list[Chip]] = []
        used = 0
        for chip in self.chips:
            width = painter.chip_width(chip.text, chip.icon) + painter.px(8)
            if not rows or used + width > room:
                rows.append([])
                used = 0
            rows[-1].append(chip)
            used += width
        return rows

    def layout(self) -> None:
        """Take the height that the chips need."""
        rows = len(self.chip_rows())
        self.rect.height = self.painter.px(52) + rows * self.painter.px(30) + (rows > 0)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the card."""
        painter, rect = self.painter, self.rect
        lively = self.enabled and (self.hovered or self.focused)
        fill = COLOURS["raised"] if lively else COLOURS["card"]
        painter.card(surface, rect, fill, COLOURS["line_strong"] if lively else COLOURS["line"])
        key = pygame.Rect(rect.x + painter.px(14), rect.y + painter.px(14), 0, 0)
        key.size = painter.px(24), painter.px(24)
        painter.box(surface, key, COLOURS["track"], COLOURS["line_strong"], 5)
        ink = COLOURS["text" if self.enabled else "text_muted"]
        middle = painter.middle(key, "label")
        if self.enabled:
            painter.text(surface, str(self.number), key.centerx, middle, "label", ink, "center")
        else:
            painter.icon(surface, "lock", key.centerx, key.centery, 12, ink)
        left, room = rect.x + painter.px(50), rect.width - painter.px(50 + 14)
        painter.text(surface, self.name, left, middle, "label", ink, "left", room)
        y = rect.y + painter.px(46)
        for row in self.chip_rows():
            x = left
            for chip in row:
                colour = chip.colour if self.enabled else COLOURS["text_muted"]
                x += painter.chip(surface, chip.text, x, y, colour, chip.icon, fill)
                x += painter.px(8)
            y += painter.px(30)
        self.draw_ring(surface, 8)


class Dialog(Widget):
    """A window over a dimmed screen. Choices answer to their numbers, Esc dismisses.

    Intents: ``Activated(choice or answer id)``, ``Dismissed(id)`` if it may be dismissed.
    The dialog stays open until the tree's ``close`` is called.
    """

    role = "dialog"

    def __init__(
        self,
        identifier: str,
        name: str,
        body: str = "",
        *,
        kicker: str = "",
        icon: str | None = None,
        colour: Colour = COLOURS["sovereign"],
        choices: Sequence[Choice] = (),
        answers: Sequence[Answer] = (),
        hint: str = "",
        width: int = 640,
        dismissible: bool = True,
        content: Sequence[Widget] = (),
        **common: Unpack[Common],
    ) -> None:
        super().__init__(identifier, pygame.Rect(0, 0, 0, 0), name, **common)
        self.body, self.kicker, self.icon, self.colour = body, kicker, icon, colour
        self.footnote = hint
        self.wanted_width = width
        self.dismissible = dismissible
        self.bounds = pygame.Rect(0, 0, 0, 0)
        nowhere = pygame.Rect(0, 0, 0, 0)
        self.cards = [
            ChoiceCard(choice, number, nowhere) for number, choice in enumerate(choices, start=1)
        ]
        self.buttons = [
            Button(answer.id, nowhere, answer.label, kind=answer.kind, icon=answer.icon)
            for answer in answers
        ]
        self.content = list(content)
        self.text = Paragraph(f"{identifier}.body", nowhere, body)
        self.area = ScrollArea(f"{identifier}.area", nowhere, name)
        self._backdrop: pygame.Surface | None = None

    def place(self, painter: Painter, bounds: pygame.Rect) -> None:
        """Centre the dialog in a window and lay it out; long texts scroll."""
        self.painter, self.bounds = painter, pygame.Rect(bounds)
        self._backdrop = None
        margin = painter.px(_MARGIN)
        width = min(painter.px(self.wanted_width), bounds.width - 2 * painter.px(16))
        inner = self._stack(painter, width - 2 * margin)
        head = painter.px(84) if self.icon or self.kicker else painter.px(72)
        foot = painter.px(64) if self.buttons else painter.px(20)
        foot += painter.px(24) if self.footnote else 0
        height = min(head + inner + foot, bounds.height - 2 * painter.px(16))
        self.rect = pygame.Rect(0, 0, width, height)
        self.rect.center = bounds.center
        self._fill_area(painter, head, foot)
        self._place_buttons(painter)
        self.children = [self.area, *self.buttons]
        for child in self.children:
            child.parent = self

    def _stack(self, painter: Painter, width: int) -> int:
        """Put text, choices and content under each other; return their height."""
        y = 0
        self._column = [self.text, *self.cards] if self.body else [*self.cards]
        self._column += self.content
        for widget in self._column:
            rect = pygame.Rect(0, y, width, widget.rect.height)
            widget.rect = rect
            widget.attach(painter)
            y += widget.rect.height + painter.px(20 if widget is self.text else _CHOICE_GAP)
        return y

    def _fill_area(self, painter: Painter, head: int, foot: int) -> None:
        margin, air = painter.px(_MARGIN), painter.px(6)
        left, top = self.rect.x + margin, self.rect.y + head
        # A little wider than the column, so that focus rings are not clipped.
        self.area.rect = pygame.Rect(
            left - air,
            top - air,
            self.rect.width - 2 * margin + 2 * air + painter.px(8),
            self.rect.height - head - foot + 2 * air,
        )
        self.area.children = []
        self.area.bar.offset = 0
        for widget in self._column:
            widget.move_by(left, top)
            widget.parent = self.area
            self.area.children.append(widget)
        self.area.attach(painter)

    def _place_buttons(self, painter: Painter) -> None:
        right = self.rect.right - painter.px(_MARGIN)
        bottom = self.rect.bottom - painter.px(24 if not self.footnote else 44)
        for button in reversed(self.buttons):
            button.attach(painter)
            icon = painter.px(24) if button.icon else 0
            width = painter.text_width(button.name, "label") + icon + painter.px(36)
            height = painter.px(36)
            button.rect = pygame.Rect(right - width, bottom - height, width, height)
            right -= width + painter.px(10)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the dimmed screen and the dialog on it."""
        if self._backdrop is None or self._backdrop.get_size() != surface.get_size():
            self._backdrop = self._dim(surface)
        surface.blit(self._backdrop, (0, 0))
        self._draw_head(surface)
        if self.footnote:
            baseline = self.rect.bottom - self.painter.px(20)
            muted = COLOURS["text_muted"]
            self.painter.text(
                surface, self.footnote, self.rect.centerx, baseline, "micro", muted, "center"
            )
        for child in self.children:
            child.draw(surface)

    def _dim(self, surface: pygame.Surface) -> pygame.Surface:
        """Return the screen blurred and darkened, with the dialog's card on it."""
        width, height = surface.get_size()
        small = pygame.transform.smoothscale(surface, (max(1, width // 6), max(1, height // 6)))
        backdrop = pygame.transform.smoothscale(
            pygame.transform.box_blur(small, 2), (width, height)
        )
        veil = pygame.Surface((width, height))
        veil.fill(COLOURS["sea"])
        veil.set_alpha(150)
        backdrop.blit(veil, (0, 0))
        card, line = COLOURS["panel"], COLOURS["line_strong"]
        self.painter.card(backdrop, self.rect, card, line, RADIUS_LARGE, shadow=True)
        return backdrop

    def _draw_head(self, surface: pygame.Surface) -> None:
        painter, rect = self.painter, self.rect
        left, room = rect.x + painter.px(_MARGIN), rect.width - 2 * painter.px(_MARGIN)
        if self.icon is not None:
            middle = rect.y + painter.px(48)
            fill = mix(COLOURS["panel"], self.colour, 0.18)
            badge = disc(20 * painter.scale, fill, self.colour, 1.5 * painter.scale)
            blit_centred(surface, badge, left + painter.px(20), middle)
            painter.icon(surface, self.icon, left + painter.px(20), middle, 20, self.colour)
            left, room = left + painter.px(54), room - painter.px(54)
        baseline = rect.y + painter.px(64 if self.kicker else 55)
        if self.kicker:
            top = rect.y + painter.px(42)
            muted = COLOURS["text_muted"]
            painter.text(surface, self.kicker, left, top, "small", muted, "left", room)
        painter.text(surface, self.name, left, baseline, "h2", max_width=room)

    def advance(self, seconds: float) -> None:
        """Move the content's animations on."""
        for child in self.children:
            child.advance(seconds)

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Choose with 1 to 9, dismiss with Esc."""
        number = key - pygame.K_0
        if 1 <= number <= len(self.cards):
            return self.cards[number - 1].key(pygame.K_RETURN, 0)
        if key == pygame.K_ESCAPE:
            return Dismissed(self.id) if self.dismissible else HANDLED
        return None
