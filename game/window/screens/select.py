"""Scenario and seat: what it is about, who you are, and what happens if you do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.language import ntr, tr
from game.renaming import rename
from game.viewmodel import FanView, ScenarioChoice
from game.views.words import listed
from game.window.panels.foresight import FanCard
from game.window.panels.minimap import MiniMap
from game.window.panels.prose import Briefing
from game.window.panels.tile import Tile
from game.window.screens.base import Back, Move, Prefer, Replace, Screen
from game.window.screens.loading import (
    DEFAULT_SCENARIO,
    IRON,
    NORMAL,
    SANDBOX,
    SEEING,
    Opening,
    new_game,
    open_desk,
)
from game.window.theme import COLOURS
from game.window.widgets import (
    Activated,
    Button,
    Changed,
    Intent,
    Option,
    Paragraph,
    ScrollArea,
    Select,
    Submitted,
    TextEntry,
    Widget,
    digits_only,
)

if TYPE_CHECKING:
    from game.window.desk import Desk

_MOST_SEED = 18
_WORDY, _SHORT = 104, 40  # heights of a seat with its words and without, at scale 1
_BRIEFING = 330  # height at scale 1 that the briefing needs beside seats with words
_SEAT_WORDS = 52  # height at scale 1 of the words of the chosen seat


def _waiting(words: str) -> FanView:
    """The fan while there is none, with why."""
    return FanView(
        "gap", tr("If you do nothing"), tr("Generations ahead of the challenger"), "signed",
        "waiting", words, False, 0, (), (), (), (), (), (), (), "",
    )  # fmt: skip


def _tile_words(choice: ScenarioChoice) -> str:
    length = ntr("{n} quarter", "{n} quarters", choice.quarters)
    seats = ntr("{n} seat", "{n} seats", len(choice.seats))
    return f"{choice.summary}\n{listed((length, seats))}"


class SelectScreen(Screen):
    """Choose a scenario, a seat and a seed."""

    name = "select"

    def __init__(self, scenario: str | None = None, seat: str | None = None) -> None:
        super().__init__()
        self.chosen = scenario
        self.seat = seat
        self.seed = ""
        self.problem = ""
        self.mode = NORMAL
        self._shown: object = None
        self._opening: Opening[Desk] | None = None
        self._opened: tuple[str, str, str] | None = None
        self._rest = 0.0

    # ---- what is chosen

    @property
    def choices(self) -> tuple[ScenarioChoice, ...]:
        """The scenarios, if they have been read."""
        return rename(self.stage.library.choices(), self.stage.settings.names)

    @property
    def scenario(self) -> ScenarioChoice | None:
        """The chosen scenario."""
        wanted = self.chosen or DEFAULT_SCENARIO
        known = {choice.key: choice for choice in self.choices}
        return known.get(wanted) or next(iter(known.values()), None)

    def held(self) -> str | None:
        """The chosen seat, or the scenario's own."""
        scenario = self.scenario
        if scenario is None:
            return None
        keys = [seat.key for seat in scenario.seats]
        return self.seat if self.seat in keys else scenario.default_seat

    # ---- building

    def build(self) -> None:
        """Place the columns."""
        stage, px = self.stage, self.stage.painter.px
        stage.library.start()
        self._shown = stage.library.scenarios
        self.seed = self.seed or str(stage.seed)
        width, height = stage.size
        margin, gap = px(32), px(20)
        back = pygame.Rect(margin, px(22), px(96), px(36))
        self.tree.add(Button("back", back, tr("Back"), icon="arrow-left"))
        top, bottom = px(84), height - px(28)
        left = pygame.Rect(margin, top, px(320), bottom - top)
        right = pygame.Rect(width - margin - px(352), top, px(352), bottom - top)
        middle = pygame.Rect(left.right + gap, top, right.x - left.right - 2 * gap, bottom - top)
        self._build_scenarios(left)
        self._build_briefing(middle)
        self._build_start(right)

    def _build_scenarios(self, column: pygame.Rect) -> None:
        px, chosen = self.stage.painter.px, self.scenario
        tiles: list[Widget] = []
        y = column.y
        for choice in self.choices:
            place = pygame.Rect(column.x + px(4), y + px(4), column.width - px(8), px(118))
            tiles.append(
                Tile(f"scenario.{choice.key}", place, choice.title, kicker=choice.period,
                     text=_tile_words(choice), selected=choice is chosen)
            )  # fmt: skip
            y += px(128)
        px_map = round(column.width * 0.52) + px(64)
        room = column.height - px_map - px(12)
        fits = y - column.y <= room
        area = pygame.Rect(column.x, column.y, column.width, room if fits else column.height)
        self.tree.add(ScrollArea("scenarios", area, tr("Scenarios"), tiles))
        self.minimap = MiniMap(
            pygame.Rect(column.x + px(4), column.bottom - px_map, column.width - px(8), px_map),
            tr("The world as it opens"),
        )
        self.minimap.visible = fits
        self.tree.add(self.minimap)

    def _build_briefing(self, column: pygame.Rect) -> None:
        px, scenario = self.stage.painter.px, self.scenario
        if scenario is None:
            return
        rows = -(-len(scenario.seats) // 2)
        wordy = column.height - rows * px(_WORDY + 10) >= px(_BRIEFING)
        step = px((_WORDY if wordy else _SHORT) + 10)
        seats_height = rows * step + px(30) + (0 if wordy else px(_SEAT_WORDS))
        text = pygame.Rect(column.x, column.y, column.width, column.height - seats_height - px(12))
        self.briefing = Briefing(text, scenario)
        self.tree.add(self.briefing)
        place = pygame.Rect(column.x, text.bottom + px(42), column.width, step - px(10))
        self._build_seats(place, scenario, step, wordy)

    def _build_seats(
        self, first: pygame.Rect, scenario: ScenarioChoice, step: int, wordy: bool
    ) -> None:
        """Two columns of seats, each with its words, or all short with those of the chosen one."""
        px = self.stage.painter.px
        width = (first.width - px(10)) // 2
        for index, seat in enumerate(scenario.seats):
            column, row = index % 2, index // 2
            place = pygame.Rect(
                first.x + column * (width + px(10)), first.y + row * step, width, first.height
            )
            self.tree.add(
                Tile(f"seat.{seat.key}", place, seat.name,
                     kicker=ntr("{n} lever", "{n} levers", seat.levers),
                     text=seat.summary if wordy else "", tooltip="" if wordy else seat.summary,
                     selected=seat.key == self.held(), colour=COLOURS.get(seat.role))
            )  # fmt: skip
        chosen = next((seat for seat in scenario.seats if seat.key == self.held()), None)
        if chosen is not None and not wordy:
            y = first.y + -(-len(scenario.seats) // 2) * step
            place = pygame.Rect(first.x, y + px(4), first.width, px(_SEAT_WORDS - 4))
            self.tree.add(Paragraph("seat_words", place, chosen.summary, style="small"))

    def _build_start(self, column: pygame.Rect) -> None:
        px = self.stage.painter.px
        button = pygame.Rect(column.x, column.bottom - px(48), column.width, px(48))
        seed = pygame.Rect(column.x, button.y - px(72), column.width - px(48), px(52))
        dice = pygame.Rect(column.right - px(40), seed.bottom - px(34), px(40), px(34))
        mode = pygame.Rect(column.x, seed.y - px(66), column.width, px(52))
        names = pygame.Rect(column.x, mode.y - px(66), column.width, px(52))
        fan = pygame.Rect(column.x, column.y, column.width, names.y - px(18) - column.y)
        self.fan = FanCard(fan, self._fan_view(), (), picks=False)
        self.tree.add(self.fan)
        options = [Option("real", tr("As they are")), Option("fictional", tr("Made up"))]
        self.tree.add(Select("names", names, tr("Names of countries and firms"), options,
                             self.stage.settings.names))  # fmt: skip
        self.tree.add(Select("mode", mode, tr("How moves are kept"), _modes(), self.mode))
        entry = TextEntry("seed", seed, tr("Seed: the luck of the game"), self.seed,
                          max_length=_MOST_SEED, accept=digits_only)  # fmt: skip
        self.tree.add(entry)
        self.tree.add(Button("dice", dice, tr("Another seed"), icon="dice-5", icon_only=True))
        self.start = Button("start", button, tr("Start"), kind="primary", icon="play")
        self.tree.add(self.start)
        self._enable_start()

    def _enable_start(self) -> None:
        why = "" if self.scenario is not None else tr("The scenarios are still being read.")
        if not self.seed:
            why = tr("Type a seed: any whole number.")
        self.start.enabled, self.start.disabled_reason = not why, why

    # ---- answers

    def answer(self, intent: Intent) -> Move | None:
        """Answer a choice."""
        if isinstance(intent, Changed) and intent.id == "names":
            return Prefer("names", intent.value)
        if isinstance(intent, Changed) and intent.id == "mode":
            self.mode = intent.value
            return None
        if isinstance(intent, Changed | Submitted) and intent.id == "seed":
            self.seed = intent.value
            self._enable_start()
            return self._start() if isinstance(intent, Submitted) else None
        if not isinstance(intent, Activated):
            return super().answer(intent)
        kind, _, key = intent.id.partition(".")
        if kind in ("scenario", "seat"):
            self._choose(kind, key)
            return None
        if intent.id == "back":
            return Back()
        if intent.id == "dice":
            self.seed = str((int(self.seed or "0") * 48271 + 11) % 99991)
            self.enter(self.stage)
            return None
        return self._start() if intent.id == "start" else super().answer(intent)

    def _choose(self, kind: str, key: str) -> None:
        if kind == "scenario":
            self.chosen, self.seat = key, None
        else:
            self.seat = key
        self.enter(self.stage)

    def _wanted(self) -> tuple[str, str, str] | None:
        scenario, seat = self.scenario, self.held()
        return (scenario.key, seat, self.seed) if scenario and seat and self.seed else None

    def _start(self) -> Move | None:
        wanted = self._wanted()
        if wanted is None or not self.start.enabled:
            return None
        scenario, seat, seed = wanted
        return Replace(new_game(self.stage, scenario, seat, int(seed), self.mode))

    def open_menu(self) -> Move | None:
        """Esc goes back."""
        return Back()

    # ---- the fan of the untouched game

    def _desk(self) -> Desk | None:
        return self._opening.desk if self._opening is not None else None

    def _fan_view(self) -> FanView:
        from dataclasses import replace

        desk = self._desk()
        if desk is None or self._opened != self._wanted():
            words = self._opening.problem if self._opening is not None else ""
            return _waiting(words or tr("Opening the world…"))
        return replace(desk.view.fan, title=tr("If you do nothing"))

    def _preview(self) -> None:
        """Open the chosen world beside, as soon as the hand rests on a choice."""
        wanted = self._wanted()
        busy = self._opening is not None and self._opening.thread.is_alive()
        if wanted is None or wanted == self._opened or self._rest < 0.35 or busy:
            return
        self._opened, stage = wanted, self.stage
        scenario, seat, seed = wanted
        self._opening = Opening(lambda: open_desk(stage, scenario, seat, int(seed), save=False))

    def advance(self, seconds: float) -> Move | None:
        """Show what has been read meanwhile."""
        if self._shown is not self.stage.library.scenarios:
            self.enter(self.stage)
        self._rest = 0.0 if self._moved() else self._rest + seconds
        self._preview()
        desk = self._desk()
        if desk is not None:
            desk.rename(self.stage.settings.names)
            desk.refresh()
        self.fan.fan = self._fan_view()
        fits = desk is not None and self._opened == self._wanted()
        if self.minimap.visible:
            self.minimap.show(desk.view.world if desk is not None and fits else None)
        if self.scenario is not None:
            self.briefing.policy = desk.view.policy if desk is not None and fits else None
            self.briefing.mandate = desk.view.mandate if desk is not None and fits else None
        return super().advance(seconds)

    def _moved(self) -> bool:
        wanted, before = self._wanted(), getattr(self, "_last", None)
        self._last = wanted
        return wanted != before

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the screen."""
        painter, px = self.stage.painter, self.stage.painter.px
        surface.fill(COLOURS["background"])
        painter.text(surface, tr("Choose a game"), px(148), px(48), "h2")
        if self.stage.library.scenarios is None:
            words = self.stage.library.problem or tr("Reading the scenarios…")
            painter.text(surface, words, px(40), px(110), "body", COLOURS["text_soft"])
        scenario = self.scenario
        if scenario is not None:
            area = self.tree.get("briefing").rect
            painter.text(surface, tr("Your seat"), area.x, area.bottom + px(30), "label")
        self.tree.draw(surface)


def _modes() -> list[Option]:
    """How strictly the moves of a game are kept."""
    return [
        Option(NORMAL, tr("Every move counts"),
               tooltip=tr("Moves stay as they were made; copies can be kept.")),
        Option(SANDBOX, tr("Sandbox"), tooltip=tr("Quarters can be taken back, to try things.")),
        Option(SEEING, tr("Sandbox, all seen"),
               tooltip=tr("A sandbox in which the fan starts from the truth, for lessons.")),
        Option(IRON, tr("Iron"),
               tooltip=tr("One file, saved every quarter: no copies, nothing taken back.")),
    ]  # fmt: skip
