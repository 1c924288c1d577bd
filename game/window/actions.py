"""What a key or a pad button does: every action once, with the player's own bindings over it.

A pressed key is first turned into the action's own key (`Bindings.own_key`), so that widgets and
screens know no other; `action_of` names the action of such a key for a screen's `shortcut`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pygame

from game.language import mark, tr
from game.window.rooms import ROOMS

Changes = tuple[tuple[str, str], ...]  # (action, name of a key or a pad button), sorted
NO_KEY = pygame.K_UNKNOWN

KEY_CODES: dict[str, int] = {
    name[2:].lower(): code
    for name, code in vars(pygame).items()
    if name.startswith("K_") and isinstance(code, int) and code != NO_KEY
}
_KEY_NAMES = {code: name for name, code in reversed(KEY_CODES.items())}
_KEY_WORDS = {
    "return": mark("Enter"), "escape": mark("Esc"), "space": mark("Space"), "tab": mark("Tab"),
    "backspace": mark("Backspace"), "delete": mark("Delete"), "home": mark("Home"),
    "end": mark("End"), "pageup": mark("Page up"), "pagedown": mark("Page down"),
    "left": "←", "right": "→", "up": "↑", "down": "↓", "kp_enter": mark("Keypad Enter"),
}  # fmt: skip

PAD_BUTTONS = (
    "a", "b", "x", "y", "back", "guide", "start", "leftstick", "rightstick", "leftshoulder",
    "rightshoulder", "dpup", "dpdown", "dpleft", "dpright", "lefttrigger", "righttrigger",
)  # fmt: skip
_PAD_WORDS = {
    "a": "A", "b": "B", "x": "X", "y": "Y", "back": mark("View"), "guide": mark("Guide"),
    "start": mark("Start"), "leftstick": "L3", "rightstick": "R3", "leftshoulder": "LB",
    "rightshoulder": "RB", "dpup": mark("Pad ↑"), "dpdown": mark("Pad ↓"),
    "dpleft": mark("Pad ←"), "dpright": mark("Pad →"),
    "lefttrigger": "LT", "righttrigger": "RT",
}  # fmt: skip

GROUPS = {
    "controls": mark("Moving about"),
    "game": mark("In a game"),
    "rooms": mark("Rooms"),
    "window": mark("Window"),
}


@dataclass(frozen=True)
class Action:
    """Something to do. `keys` are its own ones, the first for the table; `pad` its pad button.

    A `fixed` key stays what it is: it is the way out, or a key with another one held.
    """

    id: str
    label: str
    group: str
    keys: tuple[int, ...]
    pad: str = ""
    modifiers: int = 0
    fixed: bool = False


_SHIFT = pygame.KMOD_SHIFT
_OWN: tuple[Action, ...] = (
    Action("up", mark("Control above"), "controls", (pygame.K_UP,), "dpup"),
    Action("down", mark("Control below"), "controls", (pygame.K_DOWN,), "dpdown"),
    Action("left", mark("Control at the left, or less"), "controls", (pygame.K_LEFT,), "dpleft"),
    Action("right", mark("Control at the right, or more"), "controls", (pygame.K_RIGHT,),
           "dpright"),
    Action("much_less", mark("Ten steps less"), "controls", (pygame.K_LEFT,), "lefttrigger",
           _SHIFT, True),
    Action("much_more", mark("Ten steps more"), "controls", (pygame.K_RIGHT,), "righttrigger",
           _SHIFT, True),
    Action("least", mark("The least"), "controls", (pygame.K_HOME,)),
    Action("most", mark("The most"), "controls", (pygame.K_END,)),
    Action("law", mark("Back to the law, on a lever"), "controls", (pygame.K_BACKSPACE,), "x"),
    Action("press", mark("Press a button"), "controls", (pygame.K_RETURN, pygame.K_KP_ENTER), "a"),
    Action("next", mark("Next control"), "controls", (pygame.K_TAB,)),
    Action("previous", mark("Previous control"), "controls", (pygame.K_TAB,), "", _SHIFT, True),
    Action("next_group", mark("Next group of controls"), "controls", (pygame.K_F6,),
           "rightshoulder"),
    Action("previous_group", mark("Previous group of controls"), "controls", (pygame.K_F5,),
           "leftshoulder"),
    Action("back", mark("Back, or the menu"), "controls", (pygame.K_ESCAPE,), "b", 0, True),
    Action("end_quarter", mark("End the quarter"), "game", (pygame.K_e,), "y"),
    Action("pause", mark("Pause, or go on"), "game", (pygame.K_SPACE,), "leftstick"),
    Action("speed.pause", mark("Stop the clock"), "game", (pygame.K_1,)),
    Action("speed.normal", mark("Clock: normal"), "game", (pygame.K_2,)),
    Action("speed.fast", mark("Clock: fast"), "game", (pygame.K_3,)),
    Action("speed.fastest", mark("Clock: fastest"), "game", (pygame.K_4,)),
    Action("question", mark("The question for you"), "game", (pygame.K_q,)),
    Action("revert", mark("Take every proposal back"), "game", (pygame.K_r,)),
    Action("layer", mark("Next layer of the map"), "game", (pygame.K_m,), "rightstick"),
    Action("paths", mark("Draw possible futures one by one"), "game", (pygame.K_h,)),
    Action("menu", mark("Menu"), "window", (pygame.K_F10,), "start"),
    Action("help", mark("Help on this, or all keys"), "window", (pygame.K_F1,), "back"),
    Action("fullscreen", mark("Whole screen"), "window", (pygame.K_F11,)),
)  # fmt: skip


@functools.cache
def actions() -> tuple[Action, ...]:
    """Every action in the order of the table; each room has one."""
    rooms = tuple(Action(f"room.{room.key}", room.label, "rooms", (room.letter,)) for room in ROOMS)
    return (*_OWN, *rooms)


@functools.cache
def _by_id() -> dict[str, Action]:
    return {action.id: action for action in actions()}


@functools.cache
def _by_own_key() -> dict[int, str]:
    return {key: action.id for action in actions() if not action.modifiers for key in action.keys}


def find(identifier: str) -> Action:
    """An action by its id. Raises: KeyError."""
    return _by_id()[identifier]


def action_of(own_key: int) -> str:
    """The id of the action whose own key this is, or nothing."""
    return _by_own_key().get(own_key, "")


def key_words(key: int) -> str:
    """A key as it is called on a keyboard."""
    name = _KEY_NAMES.get(key, "")
    if name in _KEY_WORDS:
        return tr(_KEY_WORDS[name])
    return chr(key).upper() if 32 < key < 127 else name.replace("_", " ").capitalize()


def key_name(key: int) -> str:
    """A key's name in the settings file; empty for one that has none."""
    return _KEY_NAMES.get(key, "")


def pad_words(button: str) -> str:
    """A pad button as it is called."""
    return tr(_PAD_WORDS[button]) if button in _PAD_WORDS else ""


@dataclass(frozen=True)
class Bindings:
    """The keys and buttons in force: each action's own ones, or the player's."""

    keys: Changes = ()
    pads: Changes = ()
    _key_actions: dict[int, str] = field(init=False, compare=False, repr=False)
    _pad_actions: dict[str, str] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        by_key = {
            key: action.id
            for action in actions()
            if not action.modifiers
            for key in self.keys_of(action.id)
        }
        object.__setattr__(self, "_key_actions", by_key)
        pads = {self.pad_of(action.id): action.id for action in actions()}
        object.__setattr__(self, "_pad_actions", pads)

    def keys_of(self, identifier: str) -> tuple[int, ...]:
        """The keys of an action: the player's one, or its own."""
        named = dict(self.keys).get(identifier)
        return find(identifier).keys if named is None else (KEY_CODES[named],)

    def pad_of(self, identifier: str) -> str:
        """The pad button of an action; empty if it has none."""
        return dict(self.pads).get(identifier, find(identifier).pad)

    def own_key(self, key: int) -> int:
        """The own key of the action that a pressed key is bound to.

        A key that is bound to nothing stays what it is, unless an action has given it up.
        """
        found = self._key_actions.get(key)
        if found is not None:
            own = find(found).keys
            return key if key in own else own[0]
        return NO_KEY if key in _by_own_key() else key

    def pad_action(self, button: str) -> Action | None:
        """What a pad button does."""
        found = self._pad_actions.get(button) if button else None
        return find(found) if found is not None else None

    def words(self, identifier: str, pad: bool = False) -> str:
        """The key of an action in words, or its pad button where a pad is in use."""
        button = self.pad_of(identifier)
        if pad and button:
            return pad_words(button)
        action = find(identifier)
        word = key_words(self.keys_of(identifier)[0])
        if action.modifiers & _SHIFT:
            plain = _by_own_key()[action.keys[0]]
            return tr("Shift + {key}", key=key_words(self.keys_of(plain)[0]))
        return word

    def holder(self, identifier: str, key: int) -> str:
        """The other action that a key is bound to, or nothing."""
        found = self._key_actions.get(key, "")
        return "" if found == identifier else found

    def pad_holder(self, identifier: str, button: str) -> str:
        """The other action that a pad button is bound to, or nothing."""
        found = self._pad_actions.get(button, "")
        return "" if found == identifier else found

    def bind_key(self, identifier: str, key: int) -> Bindings:
        """Bind a key; the action that held it takes this one's key in exchange."""
        changed = dict(self.keys)
        other, name = self.holder(identifier, key), key_name(key)
        if not name:
            return self
        if other:
            if find(other).fixed:
                return self
            changed[other] = key_name(self.keys_of(identifier)[0])
        changed[identifier] = name
        return Bindings(clean_keys(changed), self.pads)

    def bind_pad(self, identifier: str, button: str) -> Bindings:
        """Bind a pad button; the action that held it takes this one's button in exchange."""
        changed = dict(self.pads)
        other = self.pad_holder(identifier, button)
        if other:
            changed[other] = self.pad_of(identifier)
        changed[identifier] = button
        return Bindings(self.keys, clean_pads(changed))


def _pairs(value: Any) -> list[tuple[str, str]]:
    """What a settings file holds as pairs of texts; anything else is left out."""
    found = value.items() if isinstance(value, Mapping) else value
    if not isinstance(value, Mapping | list | tuple):
        return []
    pairs = [pair for pair in found if isinstance(pair, list | tuple) and len(pair) == 2]
    return [(a, b) for a, b in pairs if isinstance(a, str) and isinstance(b, str)]


def _without_clashes(
    wanted: dict[str, str], taken: Callable[[Action], Sequence[Hashable]]
) -> Changes:
    """The changes that can stand together; `taken` says what an action takes up with them."""
    while True:
        held: dict[Hashable, str] = {}
        clash = ""
        for action in actions():
            for place in taken(action):
                rival = held.setdefault(place, action.id)
                if rival != action.id:
                    clash = action.id if action.id in wanted else rival
        if not clash:
            return tuple(sorted(wanted.items()))
        del wanted[clash]


def clean_keys(value: Any) -> Changes:
    """What a settings file says of keys, without what is unknown, fixed, or bound twice."""
    wanted = {
        name: key
        for name, key in _pairs(value)
        if name in _by_id() and key in KEY_CODES
        if not find(name).fixed and KEY_CODES[key] not in find(name).keys
    }

    def taken(action: Action) -> Sequence[int]:
        if action.modifiers:
            return ()
        return (KEY_CODES[wanted[action.id]],) if action.id in wanted else action.keys

    return _without_clashes(wanted, taken)


def clean_pads(value: Any) -> Changes:
    """What a settings file says of pad buttons, without what is unknown or bound twice."""
    wanted = {
        name: button
        for name, button in _pairs(value)
        if name in _by_id() and button in ("", *PAD_BUTTONS) and button != find(name).pad
    }

    def taken(action: Action) -> Sequence[str]:
        button = wanted.get(action.id, action.pad)
        return (button,) if button else ()

    return _without_clashes(wanted, taken)


@functools.lru_cache(16)
def bindings(keys: Changes = (), pads: Changes = ()) -> Bindings:
    """The bindings with a player's changes."""
    return Bindings(keys, pads)
