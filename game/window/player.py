"""The stack of screens: events and seconds in, pictures out. No clock and no window of its own."""

from __future__ import annotations

import pygame

from game.language import speak
from game.window import settings
from game.window.gamepad import Gamepads, pressed_button
from game.window.library import Library
from game.window.prompts import PadPrompts
from game.window.screens.base import (
    Back,
    Home,
    Leave,
    Move,
    Prefer,
    Push,
    Replace,
    Screen,
    Stage,
    Teach,
)
from game.window.sound import Ears, Silence, Voice
from game.window.tutorial import Overlay, the_lesson

LONGEST_STEP = 0.25  # seconds: after a stall animations do not jump


class Player:
    """Drives screens with a virtual clock: `take` events, `frame` seconds, `draw` a picture."""

    def __init__(self, stage: Stage, first: Screen, sound: Voice | None = None) -> None:
        self.stage = stage
        self.sound: Voice = sound or Silence()
        self.ears = Ears()
        stage.hear = self.ears.hear
        self.prompts = PadPrompts()
        self.screens: list[Screen] = [first]
        self.running = True
        self.pads = Gamepads()
        self.overlay: Overlay | None = None  # a lesson over the screens, which know nothing of it
        first.enter(stage)

    @property
    def screen(self) -> Screen:
        """The screen that is shown."""
        return self.screens[-1]

    def take(self, event: pygame.Event) -> None:
        """Answer an event: a pad's as the keys it stands for, a key as the action's own one."""
        if event.type == pygame.QUIT:
            self.running = False
            return
        if self.screen.raw_keys and self._chosen(event):
            return
        keys = self.pads.take(event, self.stage.settings.bindings)
        if keys is None:
            self._use_pad(event)
            self._give(self._own(event))
            return
        self.stage.pads = tuple(self.pads.names.values())
        for key in keys:
            self._use_pad(key, pad=True)
            self._give(key)

    def _give(self, event: pygame.Event) -> None:
        """Give an event to the lesson, if there is one, or to the screen."""
        overlay = self.overlay
        self.follow(self.screen.handle(event) if overlay is None else overlay.take(event))

    def _chosen(self, event: pygame.Event) -> bool:
        """Give a key or a pad button as it is to a screen that waits for one."""
        if event.type in (pygame.KEYDOWN, pygame.KEYUP) or pressed_button(event):
            self.follow(self.screen.handle(event))
            return True
        return False

    def _own(self, event: pygame.Event) -> pygame.Event:
        """A key event with the own key of its action, unless it types into an entry."""
        if event.type not in (pygame.KEYDOWN, pygame.KEYUP):
            return event
        focused = self.screen.tree.focused
        if focused is not None and focused.role == "textbox" and 32 <= event.key < 127:
            return event
        own = self.stage.settings.bindings.own_key(event.key)
        return event if own == event.key else pygame.Event(event.type, {**event.dict, "key": own})

    def _use_pad(self, event: pygame.Event, pad: bool = False) -> None:
        """Show the prompts of the device that was used last."""
        used = event.type in (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN)
        if used and pad != self.stage.pad:
            self.stage.pad = pad
            self.prompts.take_up(pad)
            self.stage.refit()
            self.screen.enter(self.stage)

    def frame(self, seconds: float) -> None:
        """Move time on."""
        step = min(seconds, LONGEST_STEP)
        for key in self.pads.advance(step):
            self._give(key)
        self.follow(self.screen.advance(step))
        if self.overlay is not None:
            self.overlay.advance(step)
        self.prompts.advance(step)
        for name in self.ears.watch(self.screen, step):
            self.sound.play(name)
        self.sound.diverge(self.ears.divergence)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the screen that is shown, and the lesson over it."""
        self.screen.draw(surface)
        if self.overlay is not None:
            self.overlay.draw(surface)
        self.prompts.draw(self.stage.painter, surface)

    def resize(self, size: tuple[int, int]) -> None:
        """Fit the screens into a window of another size."""
        self.stage.size = size
        self.stage.refit()
        self.screen.enter(self.stage)

    def follow(self, move: Move | None) -> None:
        """Go where a screen wants to go."""
        if move is None:
            return
        if isinstance(move, Leave):
            self.running = False
        elif isinstance(move, Prefer):
            self.prefer(move)
        elif isinstance(move, Teach):
            self._teach()
        elif isinstance(move, Push):
            self.screens.append(move.screen)
            self.screen.enter(self.stage)
        elif isinstance(move, Replace):
            self.screens.pop().leave()
            self.screens.append(move.screen)
            self.screen.enter(self.stage)
        else:
            self._return(to_title=isinstance(move, Home))

    def _return(self, to_title: bool) -> None:
        from game.window.screens.title import TitleScreen

        self.screens.pop().leave()
        while to_title and self.screens:
            self.screens.pop().leave()
        if not self.screens:
            self.screens.append(TitleScreen())
        self.screen.enter(self.stage)

    def _teach(self) -> None:
        """Go to the title, and from there into the lesson's game, where it was left."""
        from game.window.screens.loading import lesson_game

        if self.overlay is not None:
            self.overlay.stop(done=False)
        self._return(to_title=True)
        lesson = the_lesson()
        screen, resumed = lesson_game(self.stage, lesson)
        place = lesson.place(self.stage.settings.lesson_step) if resumed else 0
        self.follow(Push(screen))
        self.overlay = Overlay(self, lesson, place)

    def prefer(self, change: Prefer) -> None:
        """Change a setting, keep it, and show it at once."""
        self.stage.settings = self.stage.settings.with_value(change.key, change.value)
        speak(self.stage.settings.language)
        self.sound.tune(self.stage.settings)
        if self.stage.keep:
            settings.save(self.stage.settings)
        if change.rebuild:
            self.stage.refit()
            self.screen.enter(self.stage)

    def close(self) -> None:
        """Stop everything that runs."""
        for screen in self.screens:
            screen.leave()
        self.sound.close()
        self.stage.library.close()


def make_stage(size: tuple[int, int], seed: int, keep: bool, language: str | None = None) -> Stage:
    """A stage with the player's own settings, or with the first day's where nothing is kept.

    A language that is named is spoken this time, whatever the settings say.
    """
    liked = settings.load() if keep else settings.Settings()
    if language is not None:
        liked = liked.with_value("language", language)
    speak(liked.language)
    return Stage(size, liked, keep, Library(), seed)


__all__ = ["Back", "Player", "make_stage"]
