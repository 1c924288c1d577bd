"""The rooms of a game in play: the screens that the rail at the left leads to.

A new room is a line here and a `RoomScreen` in `game/window/screens/`.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from game.language import mark

if TYPE_CHECKING:
    from game.window.desk import Desk
    from game.window.screens.base import Screen

MAIN = "main"


@dataclass(frozen=True)
class Room:
    """A room: its name, its icon, the key that opens it, and the class of its screen."""

    key: str
    label: str
    icon: str
    letter: int
    place: str  # module:class


ROOMS = (
    Room(MAIN, mark("World"), "globe", pygame.K_w, "game.window.screens.main:MainScreen"),
    Room("brief", mark("Brief"), "newspaper", pygame.K_b, "game.window.screens.brief:BriefScreen"),
    Room("chain", mark("Supply chain"), "route", pygame.K_c,
         "game.window.screens.chain:ChainScreen"),
    Room("line", mark("Draw the line"), "crosshair", pygame.K_l,
         "game.window.screens.line:LineScreen"),
    Room("diplomacy", mark("Diplomacy"), "handshake", pygame.K_d,
         "game.window.screens.diplomacy:DiplomacyScreen"),
    Room("foresight", mark("Foresight"), "radar", pygame.K_f,
         "game.window.screens.foresight:ForesightScreen"),
    Room("ledger", mark("Ledger of charts"), "chart-line", pygame.K_g,
         "game.window.screens.ledger:LedgerScreen"),
    Room("encyclopaedia", mark("Encyclopaedia"), "book-open", pygame.K_i,
         "game.window.screens.encyclopaedia:EncyclopaediaRoom"),
)  # fmt: skip


def open_room(key: str, desk: Desk) -> Screen:
    """A room of this game. Raises: KeyError if there is none of that name."""
    room = next((room for room in ROOMS if room.key == key), None)
    if room is None:
        raise KeyError(key)
    module, _, name = room.place.partition(":")
    screen: Screen = getattr(importlib.import_module(module), name)(desk)
    return screen
