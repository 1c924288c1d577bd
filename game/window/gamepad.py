"""Gamepads as a keyboard: a pad's events in, the own keys of the actions they are bound to out.

SDL's controllers know which button is which; a joystick that SDL does not know is read by the
order that most pads have. Screens see keys only, and never learn which device it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pygame

from game.window.actions import PAD_BUTTONS, Bindings

REPEAT_AFTER, REPEAT_EVERY = 0.40, 0.09  # seconds that a direction is held
PRESSED, RELEASED = 0.55, 0.35  # shares of an axis: apart, so that a stick does not chatter
AXIS_MOST = 32767.0  # of a controller; a joystick's runs to 1
_BUTTONS = PAD_BUTTONS[:15]  # in SDL's own order
_STICK_BUTTONS = (
    "a", "b", "x", "y", "leftshoulder", "rightshoulder", "back", "start", "guide", "leftstick",
    "rightstick",
)  # fmt: skip
_AXES = {0: ("dpleft", "dpright"), 1: ("dpup", "dpdown"), 4: ("", "lefttrigger"),
         5: ("", "righttrigger")}  # fmt: skip
_STICK_AXES = {0: _AXES[0], 1: _AXES[1]}
_PAGE_AXIS = 3  # the right stick, up and down
_PAGES = ("pageup", "pagedown")
_DIRECTIONS = frozenset({"up", "down", "left", "right", "much_less", "much_more"})


@dataclass
class _Held:
    """A button that is down, and when it sends its key again."""

    key: int
    modifiers: int
    repeats: bool
    left: float = REPEAT_AFTER


class Gamepads:
    """Every pad that is plugged in. `take` events and `advance` seconds; both answer with keys."""

    def __init__(self) -> None:
        self.names: dict[int, str] = {}
        self._open: dict[int, Any] = {}
        self._known: set[int] = set()  # controllers, whose joystick events are echoes
        self._held: dict[tuple[int, str], _Held] = {}
        self.last_button = ""

    # ---- devices

    def start(self) -> None:
        """Look for pads. Without SDL's controllers joysticks are read, without those nothing is."""
        try:
            from pygame._sdl2 import controller

            controller.init()
        except (ImportError, pygame.error):
            pass
        try:
            pygame.joystick.init()
        except pygame.error:
            return

    def _plug(self, index: int) -> None:
        """Open a device. One that cannot be opened is left alone: it may be gone again."""
        try:
            from pygame._sdl2 import controller

            if controller.get_init() and controller.is_controller(index):
                pad = controller.Controller(index)
                number = pad.as_joystick().get_instance_id()
                self._known.add(number)
                self._open[number], self.names[number] = pad, pad.name
                return
        except (ImportError, pygame.error):
            pass
        try:
            stick = pygame.joystick.Joystick(index)
        except pygame.error:
            return
        number = stick.get_instance_id()
        self._open[number], self.names[number] = stick, stick.get_name()

    def _unplug(self, number: int) -> list[pygame.Event]:
        """Forget a device and let its buttons go."""
        self._open.pop(number, None)
        self.names.pop(number, None)
        self._known.discard(number)
        held = [key for key in self._held if key[0] == number]
        return [event for key in held for event in self._up(*key)]

    # ---- events

    def take(self, event: pygame.Event, bindings: Bindings) -> list[pygame.Event] | None:
        """The keys that an event stands for; None if it comes from no pad."""
        kind = event.type
        if kind in (pygame.CONTROLLERDEVICEADDED, pygame.JOYDEVICEADDED):
            if kind == pygame.CONTROLLERDEVICEADDED or not _is_controller(event.device_index):
                self._plug(event.device_index)
            return []
        if kind in (pygame.CONTROLLERDEVICEREMOVED, pygame.JOYDEVICEREMOVED):
            return self._unplug(event.instance_id)
        number = getattr(event, "instance_id", 0)
        if kind in (pygame.CONTROLLERBUTTONDOWN, pygame.CONTROLLERBUTTONUP):
            self._known.add(number)
            down = kind == pygame.CONTROLLERBUTTONDOWN
            return self._button(number, _named(_BUTTONS, event.button), down, bindings)
        if kind == pygame.CONTROLLERAXISMOTION:
            self._known.add(number)
            return self._axis(number, event.axis, event.value / AXIS_MOST, _AXES, bindings)
        return self._take_joystick(event, number, bindings)

    def _take_joystick(
        self, event: pygame.Event, number: int, bindings: Bindings
    ) -> list[pygame.Event] | None:
        kind = event.type
        if kind not in (
            pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP, pygame.JOYHATMOTION, pygame.JOYAXISMOTION,
            pygame.JOYBALLMOTION,
        ):  # fmt: skip
            return None
        if number in self._known:
            return []
        if kind in (pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP):
            down = kind == pygame.JOYBUTTONDOWN
            return self._button(number, _named(_STICK_BUTTONS, event.button), down, bindings)
        if kind == pygame.JOYAXISMOTION:
            return self._axis(number, event.axis, event.value, _STICK_AXES, bindings)
        if kind == pygame.JOYHATMOTION:
            x, y = event.value
            return [
                *self._axis(number, 0, float(x), _STICK_AXES, bindings, "hat "),
                *self._axis(number, 1, -float(y), _STICK_AXES, bindings, "hat "),
            ]
        return []

    def _axis(
        self,
        number: int,
        axis: int,
        share: float,
        ends: dict[int, tuple[str, str]],
        bindings: Bindings,
        source: str = "stick ",
    ) -> list[pygame.Event]:
        """Take an axis as two buttons, one at each end."""
        found: list[pygame.Event] = []
        names = _PAGES if axis == _PAGE_AXIS and ends is _AXES else ends.get(axis, ("", ""))
        for name, reach in zip(names, (-share, share), strict=True):
            held = (number, source + name) in self._held
            if name and reach >= PRESSED and not held:
                found += self._button(number, name, True, bindings, source)
            elif name and reach <= RELEASED and held:
                found += self._up(number, source + name)
        return found

    def _button(
        self, number: int, name: str, down: bool, bindings: Bindings, source: str = ""
    ) -> list[pygame.Event]:
        place = (number, source + name)
        if not down:
            return self._up(*place)
        self.last_button = name
        if name in _PAGES:
            key = pygame.K_PAGEUP if name == _PAGES[0] else pygame.K_PAGEDOWN
            self._held[place] = _Held(key, 0, True)
        else:
            action = bindings.pad_action(name)
            if action is None:
                return []
            repeats = action.id in _DIRECTIONS
            self._held[place] = _Held(action.keys[0], action.modifiers, repeats)
        return [_key(pygame.KEYDOWN, self._held[place])]

    def _up(self, number: int, name: str) -> list[pygame.Event]:
        held = self._held.pop((number, name), None)
        return [] if held is None else [_key(pygame.KEYUP, held)]

    def advance(self, seconds: float) -> list[pygame.Event]:
        """The keys of directions that are held on."""
        found = []
        for held in self._held.values():
            held.left -= seconds
            if held.repeats and held.left <= 0.0:
                held.left = REPEAT_EVERY
                found.append(_key(pygame.KEYDOWN, held))
        return found


def pressed_button(event: pygame.Event) -> str:
    """The pad button that an event presses, for a player who chooses one; or nothing."""
    if event.type == pygame.CONTROLLERBUTTONDOWN:
        return _named(_BUTTONS, event.button)
    if event.type == pygame.JOYBUTTONDOWN:
        return _named(_STICK_BUTTONS, event.button)
    if event.type == pygame.CONTROLLERAXISMOTION and event.axis in (4, 5):
        return _AXES[event.axis][1] if event.value / AXIS_MOST >= PRESSED else ""
    return ""


def _is_controller(index: int) -> bool:
    """Whether SDL reports a joystick as a controller too."""
    try:
        from pygame._sdl2 import controller
    except ImportError:
        return False
    return bool(controller.get_init() and controller.is_controller(index))


def _named(names: tuple[str, ...], number: int) -> str:
    return names[number] if 0 <= number < len(names) else ""


def _key(kind: int, held: _Held) -> pygame.Event:
    return pygame.Event(kind, key=held.key, mod=held.modifiers, unicode="", scancode=0)
