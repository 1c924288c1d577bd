"""Drives the window's own code without hands: points, presses, waits, and takes pictures."""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pygame

from game.window import png
from game.window.panels.foresight import FanCard
from game.window.panels.policy import LeverSlider, LeverSwitch
from game.window.player import Player
from game.window.rooms import MAIN, ROOMS
from game.window.screens.base import Back, Home, Move, Push, Replace, Screen
from game.window.widgets import Widget
from game.window.widgets.base import Point

STEP = 1 / 60
LONG_STEP = 0.1  # seconds, where a wait is long and nobody looks
PATIENCE = 120.0  # seconds that a wait may take
_NAP = 0.02
OVER = ("settings", "saves", "replay")  # screens that lie over another one
SCREENS = ("title", "select", "main", "end", *OVER)
KEYS = {
    "enter": pygame.K_RETURN, "esc": pygame.K_ESCAPE, "space": pygame.K_SPACE,
    "tab": pygame.K_TAB, "left": pygame.K_LEFT, "right": pygame.K_RIGHT, "up": pygame.K_UP,
    "down": pygame.K_DOWN, "home": pygame.K_HOME, "end": pygame.K_END,
    "pageup": pygame.K_PAGEUP, "pagedown": pygame.K_PAGEDOWN, "backspace": pygame.K_BACKSPACE,
    **{f"f{number}": pygame.K_F1 + number - 1 for number in range(1, 13)},
}  # fmt: skip


class DriverError(ValueError):
    """Something that cannot be done; the text says why, with the nearest that can."""


class Driver:
    """A player with a surface and a virtual clock."""

    def __init__(self, player: Player, surface: pygame.Surface) -> None:
        self.player = player
        self.surface = surface
        self.at: Point = (-1, -1)
        self.turn: Callable[[float], None] = self._turn
        self.turn(0.0)

    @property
    def screen(self) -> Screen:
        """The screen that is shown."""
        return self.player.screen

    def _turn(self, seconds: float) -> None:
        self.player.frame(seconds)
        self.player.draw(self.surface)

    def play(self, seconds: float) -> None:
        """Let virtual time pass."""
        step = STEP if seconds <= 2.0 else LONG_STEP
        for _ in range(max(1, round(seconds / step))):
            self.turn(step)

    def until(self, ready: Callable[[], bool], what: str) -> None:
        """Wait for work that is done beside. Raises: DriverError if it takes too long."""
        for _ in range(round(PATIENCE / _NAP)):
            if ready():
                return
            self.turn(STEP)
            time.sleep(_NAP)
        raise DriverError(f"{what} did not come within {PATIENCE:.0f} seconds")

    # ---- hands

    def widget(self, identifier: str) -> Widget:
        """A widget that takes events. Raises: DriverError naming the nearest one."""
        known = {widget.id: widget for widget in self.screen.tree.all_widgets()}
        if identifier in known:
            return known[identifier]
        near = difflib.get_close_matches(identifier, known, n=1, cutoff=0.0)
        hint = f"; the nearest is '{near[0]}'" if near else ""
        raise DriverError(f"the screen '{self.screen.name}' has no '{identifier}'{hint}")

    def send(self, kind: int, **what: Any) -> None:
        """Post an event as the system would."""
        self.player.take(pygame.Event(kind, **what))

    def move(self, point: Point) -> None:
        """Move the pointer."""
        self.at = point
        self.send(pygame.MOUSEMOTION, pos=point, rel=(0, 0), buttons=(0, 0, 0))

    def press(self, point: Point) -> None:
        """Press and release the button at a point."""
        self.move(point)
        self.send(pygame.MOUSEBUTTONDOWN, pos=point, button=1)
        self.turn(STEP)
        self.send(pygame.MOUSEBUTTONUP, pos=point, button=1)
        self.turn(STEP)

    def drag(self, start: Point, end: Point, steps: int = 12) -> None:
        """Drag from a point to a point."""
        self.move(start)
        self.send(pygame.MOUSEBUTTONDOWN, pos=start, button=1)
        for step in range(1, steps + 1):
            x = start[0] + (end[0] - start[0]) * step // steps
            y = start[1] + (end[1] - start[1]) * step // steps
            self.move((x, y))
            self.turn(STEP)
        self.send(pygame.MOUSEBUTTONUP, pos=end, button=1)
        self.turn(STEP)

    def reveal(self, identifier: str) -> Widget:
        """A widget, scrolled into view."""
        widget = self.widget(identifier)
        parent = widget.parent
        while parent is not None:
            if hasattr(parent, "reveal"):
                parent.reveal(widget.rect)
            parent = parent.parent
        return widget

    def click(self, identifier: str) -> None:
        """Click a widget."""
        widget = self.reveal(identifier)
        if not widget.enabled:
            raise DriverError(f"'{identifier}' cannot be clicked: {widget.hint}")
        self.press(widget.focus_rect().clip(widget.visible_rect()).center)

    def hover(self, identifier: str) -> None:
        """Rest the pointer on a widget, or on a region of the map by its name."""
        world = getattr(getattr(self.screen, "parts", None), "world", None)
        if world is not None and identifier in [r.key for r in world.view.regions]:
            box = world.map.region_bounds(identifier)
            spots = world.map.dots.position[
                world.map.dots.region == list(_region_names()).index(identifier)
            ]
            away = abs(spots - [box.centerx, box.centery]).sum(1)
            x, y = spots[away.argmin()]
            self.move((world.rect.x + int(x), world.rect.y + int(y)))
        else:
            self.move(self.reveal(identifier).visible_rect().center)
        self.play(0.7)

    def key(self, name: str) -> None:
        """Press a key by name, with shift+ before it if wanted."""
        word = name.lower().removeprefix("shift+")
        modifiers = pygame.KMOD_SHIFT if word != name.lower() else 0
        code = KEYS.get(word, ord(word) if len(word) == 1 and word.isascii() else None)
        if code is None:
            near = difflib.get_close_matches(word, KEYS, n=1, cutoff=0.0)[0]
            raise DriverError(f"there is no key '{name}'; the nearest is '{near}'")
        self.send(pygame.KEYDOWN, key=code, mod=modifiers, unicode="", scancode=0)
        self.send(pygame.KEYUP, key=code, mod=modifiers, unicode="", scancode=0)
        self.turn(STEP)

    def type(self, text: str) -> None:
        """Type a text into the focused entry."""
        self.send(pygame.TEXTINPUT, text=text)
        self.turn(STEP)

    # ---- ways

    def set(self, lever: str, value: float) -> None:
        """Put a lever at a value. Raises: DriverError if it has another range or is off."""
        widget = self.reveal(f"lever.{lever}")
        if not isinstance(widget, LeverSlider | LeverSwitch) or not widget.enabled:
            raise DriverError(f"'{lever}' cannot be set: {widget.hint or 'it is no lever'}")
        view = widget.lever
        if not view.low <= value <= view.high:
            near = min(max(value, view.low), view.high)
            raise DriverError(
                f"{lever} = {value:g} is not from {view.low:g} to {view.high:g}; "
                f"the nearest valid value is {near:g}"
            )
        if isinstance(widget, LeverSwitch):
            intent = widget.set(value >= (view.low + view.high) / 2)
        else:
            intent = widget.set(value)
        self.player.follow(self.screen.answer(intent))
        self.turn(STEP)

    def end_quarters(self, count: int) -> None:
        """End so many quarters with the button's own key."""
        for _ in range(count):
            if self.screen.name == "brief":
                self.key("enter")
            if self.screen.name != "main":
                return
            self.put_off()
            self.key("e")
            if getattr(self.screen, "resolve", None) is not None:
                self.key("e")
            if self.screen.name == "brief":
                self.key("enter")
        self.put_off()

    def put_off(self) -> None:
        """Close what a quarter's end has put before the player, one dialog after another."""
        self.turn(STEP)
        while self.screen.name == "main" and self.screen.tree.dialog is not None:
            self.key("esc")
            self.turn(STEP)

    def dialog(self, name: str) -> None:
        """Open a dialog of the screen that is shown. Raises: DriverError if it has none now."""
        try:
            self.screen.open_dialog(name)
        except (KeyError, AssertionError, IndexError):
            words = f"the screen '{self.screen.name}' has no dialog '{name}' now"
            raise DriverError(words) from None
        self.turn(STEP)

    def go(self, name: str) -> None:
        """Go to a screen, by the way a player would. Raises: DriverError for an unknown one."""
        rooms = [room.key for room in ROOMS if room.key != MAIN]
        if name not in (*SCREENS, *rooms):
            near = difflib.get_close_matches(name, (*SCREENS, *rooms), n=1, cutoff=0.0)[0]
            raise DriverError(f"there is no screen '{name}'; the nearest is '{near}'")
        if self.screen.name in (name, "loading"):
            self.until(lambda: self.screen.name != "loading" or self._problem(), "the game")
        if self.screen.name == name:
            return
        if name in rooms:
            self._enter(name)
            return
        if name == "replay" and not hasattr(self.screen, "desk"):
            self.go(MAIN)
        self.player.follow(self._way(name))
        self.until(lambda: self.screen.name != "loading" or self._problem(), "the game")
        if name == "end":
            self.end_quarters(400)
        self.turn(STEP)

    def _enter(self, room: str) -> None:
        """Go to a room of the game, by the rail."""
        from game.window.screens.room import RoomScreen

        if not isinstance(self.screen, RoomScreen):
            self.go(MAIN)
        self.click(f"room.{room}")

    def _problem(self) -> bool:
        opening = getattr(self.screen, "opening", None)
        if opening is not None and opening.problem:
            raise DriverError(opening.problem)
        return False

    def _way(self, name: str) -> Move | None:
        from game.window.screens.loading import new_game
        from game.window.screens.replay import replay_of
        from game.window.screens.room import RoomScreen
        from game.window.screens.saves import SavesScreen
        from game.window.screens.select import SelectScreen
        from game.window.screens.settings import SettingsScreen

        if name == MAIN and (isinstance(self.screen, RoomScreen) or self.screen.name in OVER):
            return Back()
        if name == "replay":
            return Push(replay_of(self.screen.desk))  # type: ignore[attr-defined]
        if name in OVER:
            self.player.stage.library.wait()
            return Push(SettingsScreen() if name == "settings" else SavesScreen())
        if name == "title":
            return Home()
        if name == "select":
            self.player.stage.library.wait()
            return Replace(SelectScreen())
        if self.screen.name == "main":
            return None
        return Replace(new_game(self.player.stage, None, None, None))

    def fan_card(self) -> FanCard | None:
        """The card of the fan, if the screen has one."""
        found = [w for w in self.screen.tree.all_widgets() if isinstance(w, FanCard)]
        return found[0] if found else None

    def wait_for_fan(self, futures: int = 1000) -> None:
        """Wait until the fan of the screen rests on so many futures."""

        def ready() -> bool:
            card = self.fan_card()
            if card is None:
                return True
            fan = card.fan
            if fan.state == "failed":
                raise DriverError(fan.state_text)
            return fan.futures >= futures and not fan.stale

        self.until(ready, "the fan")
        self.turn(STEP)

    def wait_for_analyses(self) -> None:
        """Wait until a room has what it asked for beside the fan."""

        def ready() -> bool:
            ahead = getattr(self.screen, "ahead", None)
            busy = ahead is not None and bool(ahead.drivers_text or ahead.waiting)
            return not busy and not getattr(self.screen, "waiting", False)

        self.wait_for_fan()
        self.until(ready, "the analyses")
        self.turn(STEP)

    def wait_for_study(self) -> None:
        """Wait until every page of the debrief has its numbers."""
        self.until(lambda: getattr(self.screen, "complete", True), "the paired futures")
        self.turn(STEP)

    def shot(self, path: Path) -> None:
        """Save a picture. Raises: DriverError if it cannot be written."""
        self.turn(STEP)
        try:
            if path.suffix.lower() == ".png":
                png.save(self.surface, path)
            else:
                pygame.image.save(self.surface, str(path))
        except (OSError, pygame.error) as error:
            raise DriverError(f"{path}: cannot be written ({error})") from None

    def resize(self, size: tuple[int, int]) -> None:
        """Give the window another size."""
        self.surface = pygame.display.set_mode(size)
        self.player.resize(size)
        self.turn(STEP)


def _region_names() -> tuple[str, ...]:
    from game.window.worldmap import region_names

    return region_names()


def open_dummy(size: tuple[int, int]) -> pygame.Surface:
    """A surface of SDL's dummy driver, which needs no display."""
    import os

    os.environ["SDL_VIDEODRIVER"] = "dummy"
    pygame.display.init()
    pygame.font.init()
    return pygame.display.set_mode(size)
