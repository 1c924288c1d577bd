"""The title: the record's world diverges behind a short menu."""

from __future__ import annotations

import pygame

from agents.names import quarter_index
from game import shelf
from game.figures import quarter_text
from game.language import tr
from game.shelf import KeptGame
from game.viewmodel import ECOSYSTEMS, ecosystem_names
from game.window import settings
from game.window.actions import action_of
from game.window.bars import ECOSYSTEM_FILLS
from game.window.drawing import emblem
from game.window.library import Fact, Frame, facts
from game.window.panels.tile import MenuButton
from game.window.panels.world import world_map
from game.window.screens.base import Leave, Move, Push, Screen, Teach
from game.window.theme import COLOURS, MARKS
from game.window.widgets import Activated, Intent
from game.window.widgets.button import Kind
from game.window.worldmap import WorldMap

FACT_SECONDS = 9.0
QUARTER_SECONDS = 0.7
REST_SECONDS = 5.0


class TitleScreen(Screen):
    """The first screen."""

    name = "title"

    def __init__(self) -> None:
        super().__init__()
        self.fact = 0
        self.quarter = -1
        self._fact_time = 0.0
        self._quarter_time = 0.0
        self._facts: tuple[Fact, ...] = ()
        self._veil: pygame.Surface | None = None
        self._map: WorldMap
        self._seconds = 0.0
        self.last: KeptGame | None = None

    # ---- building

    def build(self) -> None:
        """Place the menu."""
        self.stage.painter.accent = COLOURS["incumbent"]
        self._veil = None
        self._facts = ()
        self._map = world_map(self.stage.size, self.stage.painter)
        self._show_frame()
        self.entries = self._entries()
        left, top, width, height = 76.0, 0.0, 320.0, 44.0
        scale = self.stage.painter.scale
        tall = self.stage.size[1] / scale
        top = max(300.0, min(tall * 0.44, tall - 120.0 - 50.0 * len(self.entries)))
        step = min(54.0, (tall - 120 - top) / len(self.entries))
        for number, (key, words, icon) in enumerate(self.entries):
            place = self.rect(left, top + number * step, width, min(height, step - 8))
            kind: Kind = "primary" if number == 0 else "ghost"
            self.tree.add(MenuButton(key, place, words, icon=icon, kind=kind))

    def _entries(self) -> list[tuple[str, str, str]]:
        entries = []
        folder = settings.games_folder() if self.stage.keep else None
        self.last = shelf.last_game(folder)
        if self.last is not None:
            entries.append(("continue", self._continue_words(self.last), "play"))
        entries += [
            ("new", tr("New game"), "sparkles" if entries else "play"),
            ("scenarios", tr("Scenarios and seats"), "map"),
        ]
        if folder is not None:
            entries.append(("saves", tr("Saved games"), "folder-open"))
        entries += [
            ("encyclopaedia", tr("Encyclopaedia"), "book-open"),
            ("lesson", self._lesson_words(), "graduation-cap"),
            ("open.settings", tr("Settings"), "sliders-horizontal"),
            ("leave", tr("Quit"), "door-open"),
        ]
        if self.stage.keep and self.last is None and not self.stage.settings.tutorial_done:
            entries.sort(key=lambda entry: entry[0] != "lesson")  # a first start begins with it
        return entries

    @staticmethod
    def _continue_words(game: KeptGame) -> str:
        """That the last game goes on, and in which quarter."""
        try:
            now = quarter_index(game.quarter) + 1
        except ValueError:  # none has been played, or the file says nonsense
            return tr("Continue")
        return tr("Continue in {quarter}", quarter=quarter_text(now))

    def _lesson_words(self) -> str:
        left = self.stage.keep and bool(self.stage.settings.lesson_step)
        return tr("Go on with the lesson") if left else tr("First lesson, ten minutes")

    # ---- answers

    def answer(self, intent: Intent) -> Move | None:
        """Answer the menu."""
        from game.window.help import reader
        from game.window.screens.loading import continue_game, new_game
        from game.window.screens.saves import SavesScreen
        from game.window.screens.select import SelectScreen

        if intent == Activated("continue") and self.last is not None:
            return Push(continue_game(self.stage, self.last.path))
        if intent == Activated("saves"):
            return Push(SavesScreen())
        if intent == Activated("lesson"):
            return Teach()
        if intent == Activated("encyclopaedia"):
            return Push(reader(None))
        if intent == Activated("new"):
            return Push(new_game(self.stage, None, None, None))
        if intent == Activated("scenarios"):
            return Push(SelectScreen())
        return super().answer(intent)

    def open_menu(self) -> Move | None:
        """Esc leaves, from here."""
        return Leave()

    def shortcut(self, key: int, modifiers: int) -> Move | None:
        """Return takes the first entry, even before anything is focused."""
        if action_of(key) == "press" and self.tree.focused is None:
            return self.answer(Activated(self.entries[0][0]))
        return super().shortcut(key, modifiers)

    # ---- frames

    def advance(self, seconds: float) -> Move | None:
        """Let the facts turn and the world diverge."""
        self.stage.library.start()
        if self.stage.library.finished:
            self.stage.library.forecaster()  # a first start compiles while the title is read
        if not self._facts:
            self._facts = facts()
        self._seconds += seconds
        self._fact_time += seconds
        if self._fact_time >= FACT_SECONDS:
            self._fact_time, self.fact = 0.0, self.fact + 1
        self._turn_world(seconds)
        return super().advance(seconds)

    def _turn_world(self, seconds: float) -> None:
        frames = self.stage.library.frames
        if not frames:
            return
        before = self.quarter
        if self.stage.settings.reduce_motion:
            self.quarter = len(frames) - 1
        else:
            self._next_quarter(len(frames), seconds)
        if self.quarter != before:
            self._show_frame()

    def _show_frame(self) -> None:
        frame = self.frame
        if frame is not None:
            self._map.set_shares(frame.shares)

    def _next_quarter(self, count: int, seconds: float) -> None:
        """Go on by a quarter when it is time; rest at the end, then begin again."""
        self._quarter_time += seconds
        end = self.quarter >= count - 1
        if self.quarter < 0 or self._quarter_time >= (REST_SECONDS if end else QUARTER_SECONDS):
            self._quarter_time = 0.0
            finished = end and self.stage.library.finished
            again = finished or self.quarter < 0
            self.quarter = 0 if again else min(self.quarter + 1, count - 1)

    @property
    def frame(self) -> Frame | None:
        """The quarter that is shown."""
        frames = self.stage.library.frames
        return frames[min(self.quarter, len(frames) - 1)] if frames and self.quarter >= 0 else None

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the world, the veil over it, and the menu."""
        frame = self.frame
        seconds, self._seconds = self._seconds, 0.0
        offset = round(surface.get_width() * 0.07)
        surface.fill(COLOURS["sea"])
        self._map.draw(surface, offset, 0, seconds)
        surface.blit(self._shade(surface), (0, 0))
        self._draw_name(surface)
        self._draw_legend(surface, frame)
        self._draw_fact(surface)
        self.tree.draw(surface)

    def _shade(self, surface: pygame.Surface) -> pygame.Surface:
        """A veil that is dense where words stand."""
        if self._veil is None or self._veil.get_size() != surface.get_size():
            width, height = surface.get_size()
            small = pygame.Surface((64, 64), pygame.SRCALPHA)
            for x in range(64):
                for y in range(64):
                    left = max(0.0, 1 - x / 36) ** 0.62
                    foot = max(0.0, (y - 44) / 20) ** 1.2
                    share = min(1.0, 0.10 + 0.95 * left + 0.8 * foot)
                    small.set_at((x, y), (*COLOURS["sea"], round(246 * min(1.0, share))))
            self._veil = pygame.transform.smoothscale(small, (width, height))
        return self._veil

    def _draw_name(self, surface: pygame.Surface) -> None:
        painter, px = self.stage.painter, self.stage.painter.px
        left = px(76)
        top = self.tree.get(self.entries[0][0]).rect.y - px(172)
        sign = emblem(px(72))
        surface.blit(sign, (left - px(6), top - px(10)))
        painter.text(surface, "TWO STACKS", left, top + px(100), "big")
        words, soft = tr("One rule. Two ecosystems."), COLOURS["text_soft"]
        painter.text(surface, words, left, top + px(130), "h3", soft)

    def _draw_legend(self, surface: pygame.Surface, frame: Frame | None) -> None:
        painter, px = self.stage.painter, self.stage.painter.px
        right, bottom = surface.get_width() - px(32), surface.get_height() - px(84)
        entries = [
            (name, fill, MARKS[key] if painter.shapes else "disc")
            for name, key, fill in zip(ecosystem_names(), ECOSYSTEMS, ECOSYSTEM_FILLS, strict=True)
        ]
        painter.legend(surface, entries, right, bottom + px(20), "right")
        if frame is None:
            words = self.stage.library.problem or tr("Reading the record…")
            muted = COLOURS["text_muted"]
            painter.text(surface, words, right, bottom - px(4), "small", muted, "right")
            return
        painter.text(surface, frame.label, right, bottom - px(4), "h1", align="right")
        words, muted = tr("The record, played by the model"), COLOURS["text_muted"]
        used = painter.text_width(frame.label, "h1") + px(14)
        painter.text(surface, words, right - used, bottom - px(4), "small", muted, "right")

    def _draw_fact(self, surface: pygame.Surface) -> None:
        if not self._facts:
            return
        painter, px = self.stage.painter, self.stage.painter.px
        fact = self._facts[self.fact % len(self._facts)]
        left, y = px(76), surface.get_height() - px(34)
        room = surface.get_width() - left - px(32)
        used = painter.text(surface, fact.date, left, y, "small_strong", COLOURS["sovereign"])
        rest = room - used - px(12)
        words = painter.text(surface, fact.text, left + used + px(12), y, "small",
                             COLOURS["text_soft"], max_width=rest)  # fmt: skip
        source, muted = tr("Source: {source}", source=fact.source), COLOURS["text_muted"]
        aside = rest - words - px(16)
        if painter.text_width(source, "micro") <= aside:
            x = left + used + px(12) + words + px(16)
            painter.text(surface, source, x, y, "micro", muted)
        else:
            painter.text(surface, source, left, y + px(17), "micro", muted, "left", room)
