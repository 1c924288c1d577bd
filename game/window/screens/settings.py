"""The settings: pages of what a player likes, applied at once and kept for the next game."""

from __future__ import annotations

import pygame

from game.language import mark, tr
from game.window.actions import NO_KEY, find, key_name, key_words, pad_words
from game.window.gamepad import pressed_button
from game.window.panels.preview import HEIGHT, Preview
from game.window.screens.base import Back, Move, Prefer, Push, Screen, Stage
from game.window.screens.settings_pages import controls_page, page_widgets
from game.window.theme import COLOURS
from game.window.widgets import (
    Activated,
    Answer,
    Button,
    Changed,
    Dialog,
    Intent,
    ScrollArea,
    Slider,
)

PAGES = (
    ("display", mark("Display"), "monitor"),
    ("accessibility", mark("Accessibility"), "accessibility"),
    ("controls", mark("Controls"), "gamepad-2"),
    ("sound", mark("Sound"), "volume-2"),
    ("language", mark("Language"), "languages"),
    ("game", mark("Game"), "swords"),
    ("data", mark("Data"), "save"),
)
PREVIEWED = ("display", "accessibility")
_NAV, _WIDEST = 220, 900
MOUSE_OR_PAD = 0  # a device other than the keyboard opened the question


class SettingsScreen(Screen):
    """Pages at the left, the settings of one beside them."""

    name = "settings"

    def __init__(self, page: str = "display") -> None:
        super().__init__()
        self.page = page
        self.wanted = ("", "")  # the kind ("key" or "pad") and the action that get another one
        self.given = ""  # what was pressed for it and is another action's
        self._armed = True
        self._by_key = False
        self._scroll = 0
        self.area: ScrollArea

    # ---- building

    def enter(self, stage: Stage) -> None:
        """Appear, scrolled as before."""
        if hasattr(self, "area"):
            self._scroll = self.area.bar.offset
        super().enter(stage)

    def build(self) -> None:
        """Place the pages' names and the page that is open."""
        px = self.stage.painter.px
        width, height = self.stage.size
        whole = min(width - 2 * px(32), px(_NAV + 24 + _WIDEST))
        left = (width - whole) // 2
        self.column = pygame.Rect(left, px(84), whole, height - px(84) - px(28))
        self.tree.add(
            Button("back", pygame.Rect(left, px(22), px(104), px(36)), tr("Back"),
                   icon="arrow-left")
        )  # fmt: skip
        for number, (key, words, icon) in enumerate(PAGES):
            place = pygame.Rect(left, self.column.y + number * px(44), px(_NAV), px(38))
            self.tree.add(NavButton(key, place, tr(words), icon, key == self.page))
        self._build_page(left + px(_NAV + 24), whole - px(_NAV + 24))

    def _build_page(self, left: int, width: int) -> None:
        px = self.stage.painter.px
        self.card = pygame.Rect(left, self.column.y, width, self.column.height)
        inner = self.card.inflate(-2 * px(20), -2 * px(12))
        make = controls_page if self.page == "controls" else page_widgets
        area = pygame.Rect(inner.x - px(6), inner.y, inner.width + px(12), inner.height)
        place = pygame.Rect(inner.x, inner.y + px(6), inner.width - px(10), inner.height)
        self.area = ScrollArea("page", area, self._title(), make(self.stage, self.page, place))
        self.tree.add(self.area)
        needed = self.area.bar.content + 2 * px(14)
        self.card.height = min(self.card.height, max(needed, px(len(PAGES) * 44)))
        rest = self.column.bottom - self.card.bottom - px(16)
        if self.page in PREVIEWED and rest >= px(HEIGHT):
            below = pygame.Rect(left, self.card.bottom + px(16), width, px(HEIGHT))
            self.tree.add(Preview(below))
        self.area.scroll_to(self._scroll)

    def _title(self) -> str:
        return next(tr(words) for key, words, _ in PAGES if key == self.page)

    # ---- answers

    def answer(self, intent: Intent) -> Move | None:
        """Turn a page, change a setting, or ask for a key."""
        if isinstance(intent, Changed) and intent.id.startswith("set."):
            slider = isinstance(self.tree.get(intent.id), Slider)
            return Prefer(intent.id.partition(".")[2], intent.value, rebuild=not slider)
        if not isinstance(intent, Activated):
            return super().answer(intent)
        kind, _, rest = intent.id.partition(".")
        if kind == "page":
            self._turn_to(rest)
        elif kind == "bind":
            self._ask(rest)
        elif intent.id == "back":
            return Back()
        elif intent.id == "saves":
            from game.window.screens.saves import SavesScreen

            return Push(SavesScreen())
        elif intent.id.startswith("reset."):
            return Prefer(rest, ())
        elif intent.id == "bind_swap":
            return self._swap()
        else:
            return super().answer(intent)
        return None

    def _turn_to(self, page: str) -> None:
        self.page = page
        self.area.scroll_to(0)
        self.enter(self.stage)

    def open_menu(self) -> Move | None:
        """Esc goes back."""
        return Back()

    # ---- another key for an action

    def _ask(self, what: str) -> None:
        kind, _, action = what.partition(".")
        self.wanted = (kind, action)
        self.raw_keys = True
        self._armed = not self._by_key
        self.open_dialog("bind")

    def open_dialog(self, name: str) -> None:
        """Open a dialog by name; two of them are this screen's own."""
        makers = {"bind": self._wait_dialog, "taken": self._taken_dialog}
        if name not in makers:
            super().open_dialog(name)
            return
        self._dialog = name
        self.tree.open(makers[name]())

    def _wait_dialog(self) -> Dialog:
        kind, action = self.wanted
        body = (
            tr("Press the pad button that is to do this.")
            if kind == "pad"
            else tr("Press the key that is to do this.")
        )
        return Dialog(
            "bind", tr(find(action).label), body, icon="keyboard" if kind == "key" else "gamepad-2",
            kicker=tr("Now: {key}", key=self._words(action) or tr("none")), width=440,
            colour=COLOURS["text_soft"], hint=tr("Esc leaves it as it is"),
            answers=[Answer("dialog.close", tr("Leave it"))],
        )  # fmt: skip

    def _words(self, action: str) -> str:
        held = self.stage.settings.bindings
        return pad_words(held.pad_of(action)) if self.wanted[0] == "pad" else held.words(action)

    def _other(self) -> str:
        """The action that has what was pressed."""
        held, (kind, action) = self.stage.settings.bindings, self.wanted
        if kind == "pad":
            return held.pad_holder(action, self.given)
        return held.holder(action, _code(self.given))

    def _taken_dialog(self) -> Dialog:
        kind, action = self.wanted
        other = self._other()
        given = pad_words(self.given) if kind == "pad" else key_words(_code(self.given))
        names = {"key": given, "other": tr(find(other).label), "this": tr(find(action).label)}
        answers = [Answer("dialog.close", tr("Leave it"))]
        if find(other).fixed and kind == "key":
            body = tr("{key} always does “{other}”; choose another one.", **names)
        else:
            body = tr(
                "{key} does “{other}” now. They can change places: {key} for “{this}”, and "
                "{mine} for “{other}”.", mine=self._words(action) or tr("nothing"), **names,
            )  # fmt: skip
            answers.append(Answer("bind_swap", tr("Change places"), "primary"))
        return Dialog(
            "taken", tr("Already in use"), body, icon="triangle-alert", width=480,
            colour=COLOURS["warn"], answers=answers,
        )  # fmt: skip

    def handle(self, event: pygame.Event) -> Move | None:
        """Answer an event; while a key is asked for, that key is the answer."""
        if not self.raw_keys:
            if event.type in (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN):
                self._by_key = event.type == pygame.KEYDOWN
            return super().handle(event)
        button = pressed_button(event)
        if event.type == pygame.KEYUP:
            self._armed = True  # the key that opened the question has been let go
            return super().handle(event)
        if event.type != pygame.KEYDOWN and not button:
            return super().handle(event)
        if not self._armed:
            return None
        kind = "pad" if button else "key"
        if (event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE) or kind != self.wanted[
            0
        ]:
            self.close_dialog()
            return None
        return self._give(button or key_name(event.key))

    def _give(self, given: str) -> Move | None:
        """Bind what was pressed, or say whose it is."""
        if not given:
            return None
        self.given = given
        self.raw_keys = False
        if self._other():
            self.open_dialog("taken")
            return None
        return self._swap()

    def _swap(self) -> Move:
        held, (kind, action) = self.stage.settings.bindings, self.wanted
        given = self.given
        self.close_dialog()
        if kind == "pad":
            return Prefer("pads", held.bind_pad(action, given).pads)
        return Prefer("keys", held.bind_key(action, _code(given)).keys)

    def close_dialog(self) -> None:
        """Close the dialog and stop waiting for a key."""
        self.raw_keys, self.wanted, self.given = False, ("", ""), ""
        super().close_dialog()

    # ---- frames

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the screen."""
        painter, px = self.stage.painter, self.stage.painter.px
        surface.fill(COLOURS["background"])
        words = tr("Settings")
        painter.text(surface, words, self.column.x + px(124), px(48), "h2")
        note, right = tr("Every change applies at once and is kept."), self.column.right
        muted, room = COLOURS["text_muted"], self.column.width // 2
        painter.text(surface, note, right, px(47), "small", muted, "right", room)
        painter.card(surface, self.card, COLOURS["panel"])
        self.tree.draw(surface)


class NavButton(Button):
    """The name of a page, at the left of its button."""

    def __init__(self, page: str, rect: pygame.Rect, words: str, icon: str, chosen: bool) -> None:
        super().__init__(f"page.{page}", rect, words, kind="segment", icon=icon, selected=chosen)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the button."""
        painter, px, rect = self.painter, self.painter.px, self.rect
        fill, border, ink = self.colours()
        if fill is not None or border is not None:
            painter.box(surface, rect, fill, border, 6)
        tint = painter.accent if self.selected else ink
        painter.icon(surface, self.icon or "info", rect.x + px(20), rect.centery, 16, tint)
        middle, room = painter.middle(rect, "label"), rect.width - px(48)
        painter.text(surface, self.name, rect.x + px(40), middle, "label", ink, "left", room)
        self.draw_ring(surface)


def _code(name: str) -> int:
    from game.window.actions import KEY_CODES

    return KEY_CODES.get(name, NO_KEY)
