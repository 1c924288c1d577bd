"""What stands on the pages of the settings: rows with a name, a sentence and a control."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pygame

from game.language import LANGUAGES, mark, tr
from game.window import settings as kept
from game.window.actions import GROUPS, Action, actions, pad_words
from game.window.screens.base import Stage
from game.window.settings import FRAME_CAPS, SCALES
from game.window.theme import COLOURS
from game.window.widgets import (
    Button,
    Heading,
    Option,
    Paragraph,
    Select,
    Slider,
    Toggle,
    Widget,
)

_ROW, _NOTE = 64, 33  # pixels at scale 1: a row, and where its sentence stands
_SELECT = 300


class ShortSelect(Select):
    """A cycler whose box is as wide as on every other row."""

    def box(self) -> pygame.Rect:
        """The framed part with the option."""
        px = self.painter.px
        width = min(px(_SELECT), round(self.rect.width * 0.56))
        return pygame.Rect(self.rect.right - width, self.rect.y + px(2), width, px(30))


Maker = Callable[[Stage, str, pygame.Rect, str], Widget]


def _toggle(stage: Stage, key: str, rect: pygame.Rect, words: str) -> Widget:
    return Toggle(f"set.{key}", rect, words, getattr(stage.settings, key))


def _choice(options: Callable[[], Sequence[Option]]) -> Maker:
    def make(stage: Stage, key: str, rect: pygame.Rect, words: str) -> Widget:
        return ShortSelect(f"set.{key}", rect, words, options(), getattr(stage.settings, key))

    return make


def _volume(stage: Stage, key: str, rect: pygame.Rect, words: str) -> Widget:
    value = getattr(stage.settings, key)
    return Slider(f"set.{key}", rect, words, value, 0.0, 1.0, 0.05,
                  format_value=lambda share: f"{share:.0%}")  # fmt: skip


def _scales() -> list[Option]:
    return [Option(scale, f"{scale:.0%}") for scale in SCALES]


def _caps() -> list[Option]:
    return [Option(cap, tr("{n} a second", n=cap)) for cap in FRAME_CAPS]


def _names() -> list[Option]:
    return [Option("real", tr("As they are")), Option("fictional", tr("Made up"))]


def _languages() -> list[Option]:
    return [Option(code, name) for code, name in LANGUAGES.items()]


_ROWS: dict[str, tuple[tuple[str, str, str, Maker], ...]] = {
    "display": (
        ("scale", mark("Size of the interface"),
         mark("A window that is too small for a size shows the largest that fits."),
         _choice(_scales)),
        ("fullscreen", mark("Whole screen"), mark("The window covers the screen."), _toggle),
        ("frame_cap", mark("Pictures a second, at most"),
         mark("Fewer save power; the game itself is the same."), _choice(_caps)),
    ),
    "accessibility": (
        ("shapes", mark("Shapes beside colours"),
         mark("Every ecosystem has its own shape on the map and in the charts."), _toggle),
        ("high_contrast", mark("High contrast"),
         mark("Black grounds, white words, stronger lines."), _toggle),
        ("reduce_motion", mark("Reduce motion"),
         mark("Nothing runs or flashes; the wire turns its pages."), _toggle),
        ("ticker", mark("Wire along the foot of the window"),
         mark("Without it, the news stand in the brief and in the timeline."), _toggle),
        ("pause_on_events", mark("Pause on important news"),
         mark("The running clock stops when something important has happened."), _toggle),
        ("easy_aim", mark("Easier to hit"),
         mark("A click close beside a control counts as one on it."), _toggle),
    ),
    "sound": (
        ("mute", mark("No sound at all"), mark("No device is opened either."), _toggle),
        ("volume", mark("Everything"), mark("The loudness of the whole game."), _volume),
        ("effects", mark("Effects"), mark("Ticks, bells and signals."), _volume),
        ("music", mark("Music"),
         mark("Two voices that drift apart as the ecosystems do."), _volume),
    ),
    "language": (
        ("language", mark("Language"), mark("Numbers and dates follow it."),
         _choice(_languages)),
    ),
    "game": (
        ("names", mark("Names of countries and firms"),
         mark("Made-up names make for a calmer discussion."), _choice(_names)),
        ("brief", mark("Brief before each quarter"),
         mark("What has happened and what is asked of you; the rail opens it too."), _toggle),
        ("animation", mark("Show how a quarter unfolds"),
         mark("A few seconds that can always be skipped."), _toggle),
        ("confirm_end", mark("Ask before a quarter ends"),
         mark("A question stands between the key and the law."), _toggle),
    ),
    "data": (),
}  # fmt: skip


def page_widgets(stage: Stage, page: str, place: pygame.Rect) -> list[Widget]:
    """The rows of a page from the top of a place."""
    px = stage.painter.px
    found: list[Widget] = []
    y = place.y
    for key, words, note, make in _ROWS[page]:
        made = make(stage, key, pygame.Rect(place.x, y, place.width, px(36)), tr(words))
        low = px(8) if isinstance(made, Slider) else 0
        made.move_by(0, low // 2)
        found += [made, _note(f"{key}.note", place, y + px(_NOTE) + low + low // 2, tr(note))]
        y += px(_ROW) + low
    extras = {"display": _renderer, "sound": _sound_note, "game": _autosave, "data": _data}
    if page in extras:
        found += extras[page](stage, place, y)
    return found


def _note(identifier: str, place: pygame.Rect, y: int, words: str) -> Widget:
    """A sentence under a control."""
    rect, muted = pygame.Rect(place.x, y, place.width, 0), COLOURS["text_muted"]
    return Paragraph(identifier, rect, words, style="small", colour=muted)


def _renderer(stage: Stage, place: pygame.Rect, y: int) -> list[Widget]:
    words = tr("How this window is shown: {words}", words=stage.renderer or tr("not measured yet"))
    return [_note("renderer", place, y + stage.painter.px(6), words)]


def _sound_note(stage: Stage, place: pygame.Rect, y: int) -> list[Widget]:
    words = tr("All sound is made by the game itself. Without a device the game is silent.")
    return [_note("sound.note", place, y + stage.painter.px(6), words)]


def _autosave(stage: Stage, place: pygame.Rect, y: int) -> list[Widget]:
    words = tr("A game is saved after every quarter; the title goes on with the last one.")
    return [_note("autosave.note", place, y + stage.painter.px(6), words)]


def _data(stage: Stage, place: pygame.Rect, y: int) -> list[Widget]:
    px = stage.painter.px
    folder = kept.folder()
    where = str(folder) if folder is not None else tr("nowhere: the folder cannot be written")
    texts = (
        tr("Games and settings are kept here:"),
        where,
        tr(
            "Nothing is sent anywhere: this window opens no connection and counts nothing "
            "about you."
        ),
        tr("A saved game is a short text of your moves. Delete the folder, and all is gone."),
    )
    found: list[Widget] = []
    for number, words in enumerate(texts):
        style = "body_strong" if number == 1 else "body"
        rect = pygame.Rect(place.x, y, place.width, 0)
        found.append(Paragraph(f"data.{number}", rect, words, style=style))
        lines = len(stage.painter.wrap(words, place.width, style))
        y += lines * px(20) + px(6 if number == 0 else 16)
    button = pygame.Rect(place.x, y, px(180), px(36))
    found.append(Button("saves", button, tr("Saved games"), icon="folder-open"))
    return found


# ---- the keys


def controls_page(stage: Stage, page: str, place: pygame.Rect) -> list[Widget]:
    """Every action with its key and its pad button, in two columns."""
    px = stage.painter.px
    names = ", ".join(stage.pads)
    state = tr("Gamepad: {names}", names=names) if names else tr("No gamepad is plugged in.")
    found: list[Widget] = [
        _note("pads", pygame.Rect(place.x, 0, place.width - px(330), 0), place.y + px(8), state)
    ]
    for number, (key, words, changed) in enumerate(
        (
            ("keys", tr("Keys as at first"), stage.settings.keys),
            ("pads", tr("Pad as at first"), stage.settings.pads),
        )
    ):
        rect = pygame.Rect(place.right - px(320) + number * px(164), place.y, px(156), px(32))
        found.append(
            Button(f"reset.{key}", rect, words, icon="rotate-ccw", enabled=bool(changed),
                   disabled_reason=tr("Nothing has been changed."))
        )  # fmt: skip
    gap = px(28)
    width = (place.width - gap) // 2
    columns = (("controls", "window"), ("game", "rooms"))
    for number, groups in enumerate(columns):
        left = place.x + number * (width + gap)
        y = place.y + px(42)
        for group in groups:
            y = _group(stage, found, group, pygame.Rect(left, y, width, 0))
    return found


def _group(stage: Stage, found: list[Widget], group: str, at: pygame.Rect) -> int:
    """Add the rows of a group; returns where the next may start."""
    px, y = stage.painter.px, at.y
    members = [action for action in actions() if action.group == group]
    if not members:
        return y
    found.append(Heading(f"group.{group}", pygame.Rect(at.x, y, at.width, px(30)),
                         tr(GROUPS[group])))  # fmt: skip
    y += px(32)
    for action in members:
        found += _binding(stage, action, pygame.Rect(at.x, y, at.width, px(30)))
        y += px(34)
    return y + px(8)


def _binding(stage: Stage, action: Action, row: pygame.Rect) -> list[Widget]:
    """An action's name, its key and its pad button."""
    px, held = stage.painter.px, stage.settings.bindings
    pad = pygame.Rect(row.right - px(70), row.y, px(70), row.height)
    key = pygame.Rect(pad.x - px(6) - px(100), row.y, px(100), row.height)
    label = pygame.Rect(row.x, row.y, key.x - px(8) - row.x, row.height)
    words, button = tr(action.label), pad_words(held.pad_of(action.id))
    fixed: dict[str, Any] = {}
    if action.fixed:
        fixed = {"enabled": False, "disabled_reason": tr("This key stays as it is.")}
    return [
        _Label(f"label.{action.id}", label, words),
        _Cap(f"bind.key.{action.id}", key, tr("Key for: {action}", action=words),
             held.words(action.id), **fixed),
        _Cap(f"bind.pad.{action.id}", pad, tr("Pad button for: {action}", action=words), button),
    ]  # fmt: skip


class _Label(Widget):
    """The name of an action."""

    role = "label"

    def draw(self, surface: pygame.Surface) -> None:
        """Draw it."""
        painter = self.painter
        middle, room = painter.middle(self.rect, "small"), self.rect.width
        painter.text(surface, self.name, self.rect.x, middle, "small", max_width=room)


class _Cap(Button):
    """A key that can be chosen anew: it shows the key, and speaks of the action."""

    def __init__(self, identifier: str, rect: pygame.Rect, name: str, shown: str, **common: Any):
        super().__init__(identifier, rect, name, tooltip=name, **common)
        self.shown = shown

    @property
    def value(self) -> str:
        """The key."""
        return self.shown

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the key's cap."""
        painter = self.painter
        fill, border, ink = self.colours()
        painter.box(surface, self.rect, fill, border, 5)
        middle = painter.middle(self.rect, "small_strong")
        room, words = self.rect.width - painter.px(8), self.shown or "–"
        painter.text(surface, words, self.rect.centerx, middle, "small_strong", ink, "center", room)
        self.draw_ring(surface)
