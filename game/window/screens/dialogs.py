"""The dialogs that every screen can open: menu, settings, keys, and a question."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from game.language import LANGUAGES
from game.window.screens.base import Stage
from game.window.settings import SCALES
from game.window.theme import COLOURS
from game.window.widgets import Answer, Button, Dialog, Option, Select, Toggle, Widget

KEYS = (
    ("Tab, Shift+Tab", "next and previous control"),
    ("Arrows", "move between controls; left and right change a slider"),
    ("Shift+arrow", "ten steps at once"),
    ("Backspace", "back to the law, on a lever"),
    ("Enter", "press a button"),
    ("E", "end the quarter with every proposal"),
    ("Space", "pause, or go on"),
    ("1 2 3 4", "pause, normal, fast, fastest"),
    ("M", "next layer of the map"),
    ("W", "the world; the other rooms have their letters on the rail"),
    ("H", "draw possible futures one by one"),
    ("R", "take every proposal back"),
    ("F1", "these keys"),
    ("F11", "whole screen"),
    ("Esc", "back, or the menu"),
)


class KeyTable(Widget):
    """Keys and what they do."""

    role = "table"

    def __init__(self, rect: pygame.Rect) -> None:
        super().__init__("keys.table", rect, "Keys")

    def layout(self) -> None:
        """Take the height that the rows need."""
        self.rect.height = len(KEYS) * self.painter.px(25)

    @property
    def value(self) -> str:
        """All of it in words."""
        return "; ".join(f"{key}: {words}" for key, words in KEYS)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the rows."""
        painter, px = self.painter, self.painter.px
        step = px(25)
        for index, (key, words) in enumerate(KEYS):
            row = pygame.Rect(self.rect.x, self.rect.y + index * step, self.rect.width, step)
            cap = pygame.Rect(row.x, row.y + px(2), painter.text_width(key, "small_strong"), px(21))
            cap.width += px(16)
            painter.box(surface, cap, COLOURS["card"], COLOURS["line_strong"], 5)
            middle = painter.middle(cap, "small_strong")
            painter.text(surface, key, cap.centerx, middle, "small_strong", align="center")
            left = row.x + px(140)
            soft, room = COLOURS["text_soft"], row.right - left
            painter.text(surface, words, left, middle, "small", soft, "left", room)


def keys_dialog() -> Dialog:
    """Every key and what it does."""
    nowhere = pygame.Rect(0, 0, 0, 0)
    return Dialog(
        "keys", "Keys", icon="keyboard", kicker="Everything can be reached without a mouse",
        colour=COLOURS["text_soft"], width=560, content=[KeyTable(nowhere)],
        answers=[Answer("dialog.close", "Close", "primary")],
    )  # fmt: skip


def settings_dialog(stage: Stage) -> Dialog:
    """What a player likes."""
    settings, px = stage.settings, stage.painter.px

    def line(height: float) -> pygame.Rect:
        return pygame.Rect(0, 0, 0, px(height))

    scales = [Option(scale, f"{scale:.0%}") for scale in SCALES]
    names = [
        Option("real", "As they are", tooltip="Countries and firms under their own names."),
        Option("fictional", "Made up", tooltip="Invented names, for a calmer discussion."),
    ]
    languages = [Option(code, name) for code, name in LANGUAGES.items()]
    content: list[Widget] = [
        Select("set.language", line(34), "Language", languages, settings.language),
        Select("set.scale", line(34), "Size of the interface", scales, settings.scale,
               tooltip="A window that is too small for a size shows the largest that fits."),
        Select("set.names", line(34), "Names of countries and firms", names, settings.names),
        Toggle("set.shapes", line(34), "Shapes beside colours", settings.shapes,
               tooltip="Every ecosystem has its own shape on the map and in the charts."),
        Toggle("set.reduce_motion", line(34), "Reduce motion", settings.reduce_motion,
               tooltip="Nothing runs or flashes; the wire turns its pages."),
        Toggle("set.pause_on_events", line(34), "Pause on important news",
               settings.pause_on_events,
               tooltip="The running clock stops when something important has happened."),
    ]  # fmt: skip
    return Dialog(
        "settings", "Settings", icon="sliders-horizontal", kicker="Kept for the next game",
        colour=COLOURS["text_soft"], width=520, content=content,
        answers=[Answer("dialog.close", "Done", "primary")],
    )  # fmt: skip


def menu_dialog(
    stage: Stage, title: str, kicker: str, entries: Sequence[tuple[str, str, str]]
) -> Dialog:
    """A column of buttons: (id, words, icon)."""
    height = stage.painter.px(40)
    content = [
        Button(key, pygame.Rect(0, 0, 0, height), words, icon=icon,
               kind="primary" if number == 0 else "ghost")
        for number, (key, words, icon) in enumerate(entries)
    ]  # fmt: skip
    return Dialog(
        "menu", title, icon="pause", kicker=kicker, width=400, content=content,
        colour=COLOURS["text_soft"], hint="Esc goes back",
    )  # fmt: skip
