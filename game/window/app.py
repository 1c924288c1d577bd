"""The window's loop: events to the screen, seconds to the screen, its picture to the window.

This is the only module below which no clock is read. A screen answers an event with the widgets'
intents, turns them into orders for the session, and draws the view that comes back.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pygame

from game.window import display
from game.window.actions import action_of
from game.window.player import Player, make_stage
from game.window.screens.base import Move, Prefer, Screen, Teach
from game.window.sound import Mixer

IDLE_RATE, AWAY_RATE = 30, 10  # frames a second
IDLE_AFTER = 4.0  # seconds without an event
KEY_REPEAT = 320, 45  # milliseconds: before a held key repeats, and between repeats
RESIZE_REST = 0.15  # seconds without a further change of size
POINTER_EVENTS = (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEWHEEL)


def main(
    scenario: str | None = None,
    seat: str | None = None,
    seed: int = 7,
    size: tuple[int, int] | None = None,
    script: Path | None = None,
    shot: Path | None = None,
    *,
    keep: bool | None = None,
    language: str | None = None,
    lesson: bool = False,
) -> int:
    """Open the window and play; with a script or a shot, do what they say and leave.

    Returns the exit status: 2 and a sentence where the script cannot be followed.
    """
    scripted = script is not None or shot is not None
    if shot is not None:
        from game.window.script import run_script

        wanted = size or (1280, 800)
        return run_script(scenario, seat, seed, wanted, script, shot, language, lesson)
    app = App(seed, size, keep=not scripted if keep is None else keep, language=language)
    first = app.first_screen(scenario, seat, seed)
    if script is None:
        return app.run(first, Teach() if lesson else None)
    from game.window.script import show_script

    return show_script(app, first, script)


class App:
    """The window with its clock."""

    def __init__(
        self,
        seed: int,
        size: tuple[int, int] | None,
        keep: bool = True,
        language: str | None = None,
    ) -> None:
        self.stage = make_stage((1, 1), seed, keep, language)
        display.prepare(software=not self.stage.settings.framebuffer)
        pygame.display.init()
        pygame.font.init()
        display.dress()
        self.surface = display.open_window(size or display.default_size())
        pygame.key.set_repeat(*KEY_REPEAT)
        self.clock = pygame.time.Clock()
        self.player: Player
        self._quiet = 0.0
        self._resized: tuple[float, tuple[int, int]] | None = None
        self._cursor = -1
        self._whole = False
        self._window_size = self.surface.get_size()

    def first_screen(self, scenario: str | None, seat: str | None, seed: int) -> Screen:
        """The title, or at once the game that was asked for."""
        if scenario is None:
            from game.window.screens.title import TitleScreen

            return TitleScreen()
        from game.window.screens.loading import new_game  # reads the model, which takes a while

        self.stage.library.start()
        return new_game(self.stage, scenario, seat, seed)

    def begin(self, first: Screen) -> None:
        """Show the first frame; only then is anything measured or read."""
        self.stage.size = self.surface.get_size()
        self.stage.refit()
        self.player = Player(self.stage, first, Mixer(self.stage.settings))
        self.player.draw(self.surface)
        pygame.display.flip()
        self.player.pads.start()
        self.surface, accelerated = display.fastest(self.surface)
        self.stage.renderer = display.renderer_words(accelerated)
        if accelerated != self.stage.settings.framebuffer:
            self.player.prefer(Prefer("framebuffer", accelerated))

    def run(self, first: Screen, then: Move | None = None) -> int:
        """Play until the window is closed; from the first screen go on with a move if given."""
        self.begin(first)
        self.player.follow(then)
        try:
            while self.player.running:
                self.turn(self.clock.tick(self.rate()) / 1000)
        finally:
            self.player.close()
            pygame.quit()
        return 0

    def turn(self, seconds: float) -> None:
        """One frame: what happened, what moved, what it looks like."""
        self._quiet += seconds
        for event in pygame.event.get():
            self._take(event)
        self._fit_screen()
        self._settle_size(seconds)
        self.player.frame(seconds)
        self.player.draw(self.surface)
        pygame.display.flip()
        self._show_cursor()

    def rate(self) -> int:
        """How many frames a second are worth their while."""
        most = self.stage.settings.frame_cap
        if not pygame.key.get_focused() and not pygame.mouse.get_focused():
            return AWAY_RATE if pygame.display.get_driver() != "dummy" else most
        return most if self._quiet < IDLE_AFTER or self.player.screen.lively else IDLE_RATE

    def _take(self, event: pygame.Event) -> None:
        self._quiet = 0.0
        if event.type == pygame.VIDEORESIZE:
            self._resized = (RESIZE_REST, (event.w, event.h))
        elif event.type == pygame.KEYDOWN and self._asks_whole(event.key):
            self.player.prefer(Prefer("fullscreen", not self.stage.settings.fullscreen))
        else:
            self.player.take(event)

    def _asks_whole(self, key: int) -> bool:
        """Whether a key asks for the whole screen, whatever the screen is doing."""
        own = self.stage.settings.bindings.own_key(key)
        return action_of(own) == "fullscreen" and not self.player.screen.raw_keys

    def _fit_screen(self) -> None:
        """Take the whole screen or a window, as the settings say."""
        if self.stage.settings.fullscreen == self._whole:
            return
        self._whole = not self._whole
        if self._whole:
            self._window_size = self.surface.get_size()
            self.surface = display.open_window(self._window_size, whole=True)
        else:
            self.surface = display.leave_whole_screen(self._window_size)
        pygame.key.set_repeat(*KEY_REPEAT)
        self._resized = (RESIZE_REST, self.surface.get_size())

    def _settle_size(self, seconds: float) -> None:
        """Build the screen anew when the window's size has come to rest."""
        if self._resized is None:
            return
        rest, size = self._resized
        self._resized = (rest - seconds, size)
        if rest - seconds > 0:
            return
        self._resized = None
        self.surface = pygame.display.get_surface() or self.surface
        if self.surface.get_size() != self.stage.size:
            self.player.resize(self.surface.get_size())

    def _show_cursor(self) -> None:
        cursor = self.player.screen.tree.cursor
        if cursor != self._cursor:
            self._cursor = cursor
            pygame.mouse.set_cursor(cursor)


if __name__ == "__main__":
    sys.exit(main())
