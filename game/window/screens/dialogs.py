"""The dialogs that every screen can open: the menu and the keys."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from game.language import tr
from game.shelf import LONGEST
from game.viewmodel import PolicyPanel
from game.window.actions import GROUPS, actions, pad_words
from game.window.painter import Painter
from game.window.screens.base import Stage
from game.window.theme import COLOURS
from game.window.widgets import Answer, Button, Dialog, TextEntry, Widget

_ROW, _HEAD, _KEYS = 25, 30, 118  # pixels at scale 1
_COLUMNS = (("controls", "window"), ("game", "rooms"))


class KeyTable(Widget):
    """The keys in force, or the pad's buttons while a pad is in use, and what they do."""

    role = "table"

    def __init__(self, rect: pygame.Rect) -> None:
        super().__init__("keys.table", rect, tr("Keys"))

    def rows(self, group: str) -> list[tuple[str, str]]:
        """Key and words of each action of a group; with a pad only what the pad can do."""
        painter = self.painter
        found = []
        for action in actions():
            if action.group != group:
                continue
            button = painter.bindings.pad_of(action.id)
            if painter.pad and not button:
                continue
            key = pad_words(button) if painter.pad else painter.bindings.words(action.id)
            found.append((key, tr(action.label)))
        return found

    def layout(self) -> None:
        """Take the height that the rows need."""
        self.rect.height = max(self._height(groups) for groups in _COLUMNS)

    def _height(self, groups: Sequence[str]) -> int:
        px = self.painter.px
        filled = [rows for rows in map(self.rows, groups) if rows]
        return sum(px(_HEAD) + len(rows) * px(_ROW) for rows in filled)

    @property
    def value(self) -> str:
        """All of it in words."""
        return "; ".join(f"{key}: {words}" for group in GROUPS for key, words in self.rows(group))

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the rows in two columns."""
        gap = self.painter.px(24)
        width = (self.rect.width - gap) // 2
        for number, groups in enumerate(_COLUMNS):
            left, y = self.rect.x + number * (width + gap), self.rect.y
            for group in groups:
                y = self._draw_group(surface, group, pygame.Rect(left, y, width, 0))

    def _draw_group(self, surface: pygame.Surface, group: str, at: pygame.Rect) -> int:
        painter, px, rows = self.painter, self.painter.px, self.rows(group)
        if not rows:
            return at.y
        muted = COLOURS["text_muted"]
        painter.text(surface, tr(GROUPS[group]), at.x, at.y + px(18), "small_strong", muted)
        y = at.y + px(_HEAD)
        for key, words in rows:
            cap = pygame.Rect(at.x, y + px(2), 0, px(21))
            cap.width = min(painter.text_width(key, "small_strong") + px(16), px(_KEYS - 8))
            draw_cap(painter, surface, cap, key)
            left = at.x + px(_KEYS)
            soft, room = COLOURS["text_soft"], at.right - left
            middle = painter.middle(cap, "small")
            painter.text(surface, words, left, middle, "small", soft, "left", room)
            y += px(_ROW)
        return y


def draw_cap(painter: Painter, surface: pygame.Surface, cap: pygame.Rect, key: str) -> None:
    """Draw a key, or a pad button, which is round."""
    radius = cap.height / 2 / painter.scale if painter.pad else 5
    painter.box(surface, cap, COLOURS["card"], COLOURS["line_strong"], radius)
    middle, room = painter.middle(cap, "small_strong"), cap.width - painter.px(8)
    painter.text(surface, key, cap.centerx, middle, "small_strong", COLOURS["text"], "center", room)


def keys_dialog(stage: Stage) -> Dialog:
    """Every key and what it does."""
    nowhere = pygame.Rect(0, 0, 0, 0)
    kicker = (
        tr("What the buttons of the gamepad do")
        if stage.pad
        else tr("Everything can be reached without a mouse")
    )
    return Dialog(
        "keys", tr("Keys"), icon="gamepad-2" if stage.pad else "keyboard", kicker=kicker,
        colour=COLOURS["text_soft"], width=860, content=[KeyTable(nowhere)],
        hint=tr("The settings have a page to change them"),
        answers=[Answer("dialog.close", tr("Close"), "primary")],
    )  # fmt: skip


def keep_dialog(stage: Stage, name: str) -> Dialog:
    """A name for a copy of the game."""
    line = pygame.Rect(0, 0, 0, stage.painter.px(54))
    return Dialog(
        "keep", tr("Keep a copy"), icon="save", width=480, colour=COLOURS["text_soft"],
        kicker=tr("The game itself goes on under its own name"),
        content=[TextEntry("keep.name", line, tr("Name"), name, max_length=LONGEST)],
        answers=[
            Answer("dialog.close", tr("Not now")),
            Answer("keep.yes", tr("Keep it"), "primary", "save"),
        ],
    )  # fmt: skip


def end_dialog(policy: PolicyPanel) -> Dialog:
    """The question before a quarter ends, for a player who wants it."""
    body = policy.pending_text or tr("Nothing is proposed.")
    return Dialog(
        "end", policy.end_label, body, icon="gavel", width=460, colour=COLOURS["text_soft"],
        kicker=tr("What is proposed becomes law"),
        answers=[
            Answer("end.yes", tr("End the quarter"), "primary", "check"),
            Answer("dialog.close", tr("Not yet")),
        ],
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
        colour=COLOURS["text_soft"], hint=tr("Esc goes back"),
    )  # fmt: skip
