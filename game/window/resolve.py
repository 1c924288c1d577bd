"""A quarter resolves before the player's eyes: seven seconds on the map, which any key skips."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pygame

from game.language import mark, tr
from game.viewmodel import MainView, RegionView
from game.window.painter import Painter
from game.window.theme import COLOURS

STEPS = 6  # in which developers move
HASTE = 3.0  # packets run so many times faster while deliveries are shown


@dataclass(frozen=True)
class Phase:
    """A part of the quarter: what is said, for how long, on which layer of the map."""

    key: str
    words: str
    seconds: float
    layer: str


PHASES = (
    Phase("law", mark("Orders become law"), 1.2, "world"),
    Phase("plants", mark("Plants, memory and packages deliver"), 1.6, "lines"),
    Phase("buyers", mark("Buyers choose, and some go round the rules"), 1.4, "lines"),
    Phase("developers", mark("Developers move"), 1.8, "world"),
    Phase("numbers", mark("The quarter is counted"), 1.0, "world"),
)
SECONDS = sum(phase.seconds for phase in PHASES)


class Resolve:
    """Where the showing of a quarter stands, between the view before it and the view after."""

    def __init__(self, before: MainView, after: MainView) -> None:
        self.before, self.after = before, after
        self.seconds = 0.0

    def advance(self, seconds: float) -> bool:
        """Move on; returns whether it is over."""
        self.seconds += seconds
        return self.over

    @property
    def over(self) -> bool:
        """Whether all has been shown."""
        return self.seconds >= SECONDS

    def _place(self) -> tuple[int, float]:
        """The phase and how far it is, 0 to 1."""
        rest = self.seconds
        for index, phase in enumerate(PHASES):
            if rest < phase.seconds:
                return index, rest / phase.seconds
            rest -= phase.seconds
        return len(PHASES) - 1, 1.0

    @property
    def phase(self) -> Phase:
        """The phase that is shown."""
        return PHASES[self._place()[0]]

    @property
    def haste(self) -> float:
        """How fast packets run."""
        return HASTE if self.phase.layer == "lines" else 1.0

    @property
    def share(self) -> float:
        """How far developers have moved, in steps from 0 to 1."""
        index, part = self._place()
        moving = next(i for i, phase in enumerate(PHASES) if phase.key == "developers")
        if index != moving:
            return float(index > moving)
        return min(1.0, (int(part * STEPS) + 1) / STEPS)

    def view(self) -> MainView:
        """The screen as it stands in the middle of the quarter."""
        counted = self.phase.key == "numbers"
        frame = self.after if counted else self.before
        regions = tuple(
            _between(old, new, self.share)
            for old, new in zip(self.before.world.regions, self.after.world.regions, strict=True)
        )
        world = replace(self.after.world, regions=regions)
        return replace(frame, world=world, timeline=self.after.timeline, policy=self.after.policy)

    def draw(self, surface: pygame.Surface, painter: Painter, bounds: pygame.Rect) -> None:
        """Draw what is being shown over the foot of the map."""
        px = painter.px
        index, part = self._place()
        words, skip = tr(PHASES[index].words), tr("Any key goes on")
        room = painter.text_width(words, "label") + painter.text_width(skip, "small") + px(72)
        width = min(bounds.width - px(32), max(px(360), room))
        box = pygame.Rect(0, 0, width, px(54))
        box.midbottom = (bounds.centerx, bounds.bottom - px(14))
        painter.card(surface, box, COLOURS["raised"], COLOURS["line_strong"], 10)
        left, right = box.x + px(18), box.right - px(18)
        painter.text(surface, words, left, box.y + px(25), "label")
        muted = COLOURS["text_muted"]
        painter.text(surface, skip, right, box.y + px(25), "small", muted, "right")
        gap = px(4)
        each = (right - left - gap * (len(PHASES) - 1)) // len(PHASES)
        for number in range(len(PHASES)):
            bar = pygame.Rect(left + number * (each + gap), box.y + px(38), each, px(4))
            painter.box(surface, bar, COLOURS["track"], None, 2)
            done = 1.0 if number < index else part if number == index else 0.0
            if done > 0.0:
                bar.width = max(px(2), round(bar.width * done))
                painter.box(surface, bar, painter.accent, None, 2)


def _between(old: RegionView, new: RegionView, share: float) -> RegionView:
    """A region on its way from one quarter to the next."""
    if share >= 1.0:
        return new
    first, second, third, fourth = (
        a + share * (b - a) for a, b in zip(old.shares, new.shares, strict=True)
    )
    return replace(old, shares=(first, second, third, fourth))
