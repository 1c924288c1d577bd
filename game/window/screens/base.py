"""What every screen has, what it knows of the window around it, and the moves between screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pygame

from game.language import tr
from game.window.actions import action_of
from game.window.focus import Tree
from game.window.library import Library
from game.window.painter import Painter
from game.window.settings import Settings
from game.window.theme import COLOURS, automatic_scale, wear
from game.window.widgets import Activated, Changed, Dialog, Dismissed, Intent

EASY_AIM = 12  # pixels at scale 1 beside a control that still count as on it
SMALLEST = (1180, 700)  # at scale 1: what the screens need; the scale gives way below it


def _deaf(intent: Intent) -> None:
    """Nobody listens."""


@dataclass
class Stage:
    """The window as a screen sees it. Screens read it; only the application changes it."""

    size: tuple[int, int]
    settings: Settings = field(default_factory=Settings)
    keep: bool = True  # whether games and settings are saved
    library: Library = field(default_factory=Library)
    seed: int = 7
    pad: bool = False  # whether a gamepad was used last
    pads: tuple[str, ...] = ()  # the gamepads that are plugged in
    renderer: str = ""  # how the window is shown, measured
    hear: Callable[[Intent], None] = _deaf  # told what widgets answer
    painter: Painter = field(init=False)

    def __post_init__(self) -> None:
        self.refit()

    def refit(self) -> None:
        """Take the scale that the window's size and the settings give."""
        wear(self.settings.high_contrast)
        wish = automatic_scale(*self.size, self.settings.scale)
        room = min(self.size[0] / SMALLEST[0], self.size[1] / SMALLEST[1])
        scale = max(0.5, int(min(wish, room) * 16) / 16)
        self.painter = Painter(
            scale,
            COLOURS["incumbent"],
            self.settings.reduce_motion,
            self.settings.shapes,
            self.settings.bindings,
            self.pad,
            self.settings.ticker,
        )

    @property
    def bounds(self) -> pygame.Rect:
        """The whole window."""
        return pygame.Rect((0, 0), self.size)


@dataclass(frozen=True)
class Replace:
    """Go to another screen for good."""

    screen: Screen


@dataclass(frozen=True)
class Push:
    """Go to another screen and come back later."""

    screen: Screen


@dataclass(frozen=True)
class Back:
    """Go back to the screen below."""


@dataclass(frozen=True)
class Home:
    """Go to the title, whatever lies below."""


@dataclass(frozen=True)
class Leave:
    """Close the window."""


@dataclass(frozen=True)
class Prefer:
    """Change one of the settings; without a rebuild the screen stays as it is, for a drag."""

    key: str
    value: Any
    rebuild: bool = True


@dataclass(frozen=True)
class Teach:
    """Begin the first lesson, or go on with it."""


Move = Replace | Push | Back | Home | Leave | Prefer | Teach


class Screen:
    """One picture with its widgets. Events and seconds in, moves out; drawing changes nothing."""

    name = "screen"

    def __init__(self) -> None:
        self.stage: Stage
        self.tree: Tree
        self.raw_keys = False  # whether keys come as pressed, for a player who chooses one
        self._dialog = ""
        self._held: set[int] = set()

    def enter(self, stage: Stage) -> None:
        """Appear, or appear again after a change of size or settings."""
        old = getattr(self, "tree", None)
        self.stage = stage
        self.tree = Tree(stage.painter, stage.bounds)
        self.tree.slack = stage.painter.px(EASY_AIM) if stage.settings.easy_aim else 0
        if old is not None:
            self.tree.inherit(old)
        self.build()
        if self._dialog:
            self.open_dialog(self._dialog)
            if old is not None and old.dialog is not None and old.focused is not None:
                self.tree.focus(old.focused.id)

    def leave(self) -> None:
        """Stop what runs beside."""

    def build(self) -> None:
        """Put the widgets into the tree."""

    def handle(self, event: pygame.Event) -> Move | None:
        """Answer an event: the widgets first, then the screen's own keys."""
        if event.type == pygame.KEYUP:
            self._held.discard(event.key)
        intent = self.tree.handle(event)
        if intent is not None:
            self.stage.hear(intent)
            return self.answer(intent)
        if event.type == pygame.KEYDOWN and self.tree.dialog is None:
            if event.key in self._held:
                return None  # a key held down repeats on sliders, but ends only one quarter
            self._held.add(event.key)
            return self.shortcut(event.key, getattr(event, "mod", 0))
        return None

    def answer(self, intent: Intent) -> Move | None:
        """Answer what a widget was told."""
        return self.answer_common(intent)

    def answer_common(self, intent: Intent) -> Move | None:
        """Answer the intents that mean the same on every screen."""
        if isinstance(intent, Changed) and intent.id.startswith("set."):
            return Prefer(intent.id.partition(".")[2], intent.value)
        if isinstance(intent, Dismissed) or intent == Activated("dialog.close"):
            self.close_dialog()
        elif isinstance(intent, Activated) and intent.id.startswith("open."):
            return self.open(intent.id.partition(".")[2])
        elif intent == Activated("leave"):
            return Leave()
        return None

    def open(self, name: str) -> Move | None:
        """Go to the settings or the saved games, or open a dialog by name."""
        from game.window.screens.settings import SettingsScreen

        if name == "settings":
            self.close_dialog()
            return Push(SettingsScreen())
        self.open_dialog(name)
        return None

    def shortcut(self, key: int, modifiers: int) -> Move | None:
        """Answer an own key of an action (`game.window.actions`) that no widget used."""
        action = action_of(key)
        if action == "help":
            return self.help()
        if action == "menu":
            self.open_dialog("menu")
        elif action == "fullscreen":
            return Prefer("fullscreen", not self.stage.settings.fullscreen)
        elif action == "back":
            return self.open_menu()
        return None

    def help(self) -> Move | None:
        """Open the article about the control at hand, or the table of keys where there is none."""
        from game.window.help import article_of, reader

        for widget in (self.tree.focused, self.tree.hovered):
            key = article_of(widget)
            if key:
                return Push(reader(getattr(self, "desk", None), key))
        self.open_dialog("keys")
        return None

    # ---- dialogs

    def open_menu(self) -> Move | None:
        """Answer Esc."""
        self.open_dialog("menu")
        return None

    def open_dialog(self, name: str) -> None:
        """Open a dialog by name; it opens again when the screen is built anew."""
        from game.window.screens.dialogs import keys_dialog

        makers: dict[str, Callable[[], Dialog]] = {
            "keys": lambda: keys_dialog(self.stage),
            "menu": self.menu,
        }
        self._dialog = name
        self.tree.open(makers[name]())

    def close_dialog(self) -> None:
        """Close the dialog."""
        self._dialog = ""
        if self.tree.dialog is not None:
            self.tree.close()

    def menu(self) -> Dialog:
        """The dialog that Esc opens."""
        from game.window.screens.dialogs import menu_dialog

        entries = [
            ("dialog.close", tr("Go on"), "play"),
            ("open.settings", tr("Settings"), "sliders-horizontal"),
            ("open.keys", tr("Keys"), "keyboard"),
            ("leave", tr("Quit"), "door-open"),
        ]
        return menu_dialog(self.stage, "Two Stacks", "", entries)

    def advance(self, seconds: float) -> Move | None:
        """Move time on."""
        self.tree.advance(seconds)
        return None

    @property
    def lively(self) -> bool:
        """Whether something moves, so that the window should be drawn often."""
        return False

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the screen."""
        surface.fill(COLOURS["background"])
        self.tree.draw(surface)

    def rect(self, x: float, y: float, width: float, height: float) -> pygame.Rect:
        """A rect given at scale 1, in pixels."""
        px = self.stage.painter.scale
        left, top = round(x * px), round(y * px)
        return pygame.Rect(
            left, top, round((x + width) * px) - left, round((y + height) * px) - top
        )
