"""The frame of the wall: what goes on and the clock above, how to come in below."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import pygame

from game.language import tr
from game.window.panels.projector_paint import HEAD, LARGE, TEXT, TITLE, Wall, WallPanel
from game.window.spectator_view import DEBRIEF, LOBBY, OVER, RESOLVE, WallView
from game.window.theme import COLOURS

LAST_SECONDS = 10


def minutes(seconds: float) -> str:
    """A time that is left, as 1:42."""
    whole = min(round(seconds), 99 * 60 + 59)
    return f"{whole // 60}:{whole % 60:02d}"


def short_address(join: str) -> str:
    """An address as it is typed: without the scheme that browsers add."""
    return join.removeprefix("http://").rstrip("/")


def spaced(code: str) -> str:
    """A code in two halves, which are easier to read across a room."""
    return f"{code[:3]} {code[3:]}" if len(code) == 6 else code


class HeadPanel(WallPanel):
    """Round, phase, date and clock."""

    role = "heading"

    def __init__(self, rect: pygame.Rect, wall: Wall, view: WallView) -> None:
        super().__init__("wall.head", rect, tr("What is going on"), wall)
        self.view = view
        self.now = 0.0

    @property
    def clock_words(self) -> str:
        """The time that is left; empty where no clock runs."""
        room, clock = self.view.room, self.view.clock
        left = clock.remaining(self.now)
        if left is None or room.phase in (LOBBY, RESOLVE, DEBRIEF, OVER):
            return ""
        return minutes(left)

    @property
    def where(self) -> str:
        """Class, round, world and date."""
        view = self.view
        parts = [view.room.round_text or view.room.title]
        if view.worlds and view.room.phase != LOBBY:
            parts += [view.worlds[0].name] if not view.many else []
            parts += [view.worlds[0].date]
        return " · ".join(part for part in parts if part)

    def said(self) -> Sequence[str]:
        """Round, phase and time."""
        words = [self.where, self.view.room.phase_text]
        if self.clock_words:
            words.append(tr("{time} left", time=self.clock_words))
            words += [tr("Paused")] if self.view.clock.paused else []
        return words

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw it."""
        wall, px = self.wall, self.wall.px
        right = self._paint_clock(canvas)
        room = right - px(40)
        wall.text(canvas, self.where, 0, px(38), TEXT, COLOURS["text_soft"], width=room)
        words = self.view.room.phase_text
        size = wall.fitting(words, room, (TITLE, 60, HEAD, LARGE), "bold")
        wall.text(canvas, words, 0, px(108), size, width=room, weight="bold")

    def _paint_clock(self, canvas: pygame.Surface) -> int:
        """Draw the clock; returns where it begins."""
        wall, px, words = self.wall, self.wall.px, self.clock_words
        right = self.rect.width
        if not words:
            return right
        paused = self.view.clock.paused
        left = self.view.clock.remaining(self.now) or 0.0
        late = left <= LAST_SECONDS and not paused
        colour = COLOURS["sovereign" if late else "text"]
        width = wall.text(canvas, words, right, px(104), 104, colour, "right", weight="bold")
        if paused:
            spot = right - width - px(28)
            said = wall.text(
                canvas, tr("Paused"), spot, px(98), LARGE, COLOURS["sovereign"], "right"
            )
            width += said + px(28)
        return right - width


class FootPanel(WallPanel):
    """How to come in, who is here; what is wrong with the connection, if anything is."""

    role = "status"

    def __init__(self, rect: pygame.Rect, wall: Wall, view: WallView) -> None:
        super().__init__("wall.foot", rect, tr("How to come in"), wall)
        self.view = view
        self.trouble = ""
        self.back = False

    def state(self) -> Hashable:
        """The words, and whether they are a warning."""
        return self.value, self.trouble, self.back

    def _join_words(self) -> tuple[str, str]:
        room = self.view.room
        if room.phase in (LOBBY, OVER):
            return "", ""
        if not room.open:
            return tr("The door is closed"), ""
        return short_address(room.join), spaced(room.code)

    def _here_words(self) -> str:
        """How many are here; before the game that is written large elsewhere."""
        room = self.view.room
        return "" if room.phase == LOBBY else tr("{n} online", n=room.online)

    def said(self) -> Sequence[str]:
        """Everything in words."""
        here = self._here_words()
        if self.trouble:
            return [tr("No connection."), self.trouble]
        return [*([tr("Connected again.")] if self.back else []), *self._join_words(), here]

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw a line, and the words under it."""
        wall, px = self.wall, self.wall.px
        if self.trouble:
            self._paint_note(canvas, self.trouble, "triangle-alert", "bad")
            return
        if self.back:
            self._paint_note(canvas, tr("Connected again."), "circle-check", "good")
            return
        canvas.fill(COLOURS["line"], (0, 0, self.rect.width, px(2)))
        baseline = wall.baseline(px(2), self.rect.height - px(2))
        soft = COLOURS["text_soft"]
        address, code = self._join_words()
        used = wall.text(canvas, address, 0, baseline, TEXT, soft, width=self.rect.width // 2)
        if code:
            wall.text(canvas, code, used + px(36), baseline, LARGE, weight="bold")
        here = self._here_words()
        wall.text(canvas, here, self.rect.width, baseline, TEXT, soft, "right")

    def _paint_note(self, canvas: pygame.Surface, words: str, icon: str, colour: str) -> None:
        wall, px = self.wall, self.wall.px
        wall.painter.box(canvas, self.area, COLOURS["card"], COLOURS[colour], 8)
        middle = self.rect.height // 2
        wall.icon(canvas, icon, px(40), middle, 36, COLOURS[colour])
        baseline = wall.baseline(0, self.rect.height)
        wall.text(canvas, words, px(76), baseline, TEXT, width=self.rect.width - px(96))


class BlankPanel(WallPanel):
    """A dark wall that says why it is dark."""

    role = "status"
    background = "sea"

    def __init__(self, rect: pygame.Rect, wall: Wall, here: bool) -> None:
        super().__init__("wall.blank", rect, tr("The wall is dark"), wall)
        self.here = here

    def said(self) -> Sequence[str]:
        """Who made it dark."""
        if self.here:
            return [tr("Dark on this screen only. B shows it again.")]
        return [tr("The teacher has made the wall dark.")]

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw next to nothing."""
        wall, px = self.wall, self.wall.px
        soft, foot = COLOURS["text_muted"], self.rect.height - px(48)
        wall.text(canvas, self.value, self.rect.width // 2, foot, TEXT, soft, "center",
                  self.rect.width - px(80))  # fmt: skip


class PlainPanel(WallPanel):
    """One sentence in the middle: for a moment that has nothing else to show."""

    def __init__(self, rect: pygame.Rect, wall: Wall, words: str) -> None:
        super().__init__("wall.plain", rect, tr("Wall"), wall)
        self.words = words

    def said(self) -> Sequence[str]:
        """The sentence."""
        return [self.words]

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw it."""
        wall, px = self.wall, self.wall.px
        width = self.rect.width - px(200)
        lines = wall.lines(self.words, width, HEAD)
        top = (self.rect.height - len(lines) * wall.step(HEAD)) // 2
        wall.paragraph(canvas, self.words, px(100), top, width, HEAD, COLOURS["text_soft"])
