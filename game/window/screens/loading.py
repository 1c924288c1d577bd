"""A game is being opened: the work is done beside, and the window stays alive."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import copy_context
from pathlib import Path

import pygame

from game.language import tr
from game.window import settings
from game.window.desk import Desk
from game.window.drawing import emblem
from game.window.screens.base import Back, Move, Replace, Screen, Stage
from game.window.screens.main import MainScreen
from game.window.theme import COLOURS
from game.window.widgets import Activated, Button, Intent

_DOTS = 12


class Opening:
    """A desk being made in a thread, which speaks the language of the one that starts it."""

    def __init__(self, make: Callable[[], Desk]) -> None:
        self.desk: Desk | None = None
        self.problem = ""
        self._make = make
        self.thread = threading.Thread(
            target=copy_context().run, args=(self._run,), name="opening", daemon=True
        )
        self.thread.start()

    def _run(self) -> None:
        try:
            self.desk = self._make()
        except Exception as error:  # told to the player, who may choose something else
            self.problem = str(error) or type(error).__name__


class LoadingScreen(Screen):
    """Waits for a desk and opens the main screen with it."""

    name = "loading"

    def __init__(self, opening: Opening, words: str = "") -> None:
        super().__init__()
        self.opening = opening
        self.words = words or tr("Opening the world")
        self._time = 0.0

    def build(self) -> None:
        """Only a way back."""
        width, height = self.stage.size
        px = self.stage.painter.px
        place = pygame.Rect(0, 0, px(140), px(36))
        place.center = width // 2, height // 2 + px(110)
        self.tree.add(Button("back", place, tr("Back"), icon="arrow-left"))

    def answer(self, intent: Intent) -> Move | None:
        """Go back if asked."""
        return Back() if intent == Activated("back") else super().answer(intent)

    def open_menu(self) -> Move | None:
        """Esc goes back."""
        return Back()

    def advance(self, seconds: float) -> Move | None:
        """Go on as soon as the desk is there."""
        self._time += seconds
        if self.opening.desk is not None:
            return Replace(MainScreen(self.opening.desk))
        return super().advance(seconds)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the sign and what is going on."""
        painter, px = self.stage.painter, self.stage.painter.px
        surface.fill(COLOURS["background"])
        x, y = surface.get_width() // 2, surface.get_height() // 2
        sign = emblem(px(64))
        surface.blit(sign, sign.get_rect(center=(x, y - px(50))))
        problem = self.opening.problem
        painter.text(surface, problem or self.words, x, y + px(24), "h3",
                     COLOURS["bad" if problem else "text"], "center", px(720))  # fmt: skip
        if not problem:
            width = px(160)
            track = pygame.Rect(x - width // 2, y + px(46), width, px(3))
            painter.box(surface, track, COLOURS["track"], None, 1.5)
            share = (self._time * 0.6) % 1.0
            part = pygame.Rect(track.x + round((width - px(40)) * share), track.y, px(40), px(3))
            painter.box(surface, part, painter.accent, None, 1.5)
        self.tree.draw(surface)


def new_game(
    stage: Stage, scenario: str | None, seat: str | None, seed: int | None
) -> LoadingScreen:
    """Open a new game; what is not named is as the scenario has it."""

    def make() -> Desk:
        return open_desk(stage, scenario, seat, seed)

    return LoadingScreen(Opening(make))


def open_desk(
    stage: Stage, scenario: str | None, seat: str | None, seed: int | None, save: bool = True
) -> Desk:
    """A new game on its desk. Raises: SessionError or ScenarioError, a sentence."""
    from agents.characters import SHUFFLED
    from agents.scenario import load
    from game.gamelog import Setup
    from game.window.live import LiveDesk

    game = load(scenario or DEFAULT_SCENARIO)
    held = seat or game.default_seat
    luck = stage.seed if seed is None else seed
    path = settings.new_game_path(f"{game.name}-{held}") if stage.keep and save else None
    setup = Setup(game.name, held, luck, characters=SHUFFLED)
    return LiveDesk.new(setup, stage.library.forecaster(), path)


def continue_game(stage: Stage, path: Path) -> LoadingScreen:
    """Open a saved game."""

    def make() -> Desk:
        from game.savegame import load
        from game.window.live import LiveDesk

        session = load(path)
        return LiveDesk(session, stage.library.forecaster())

    return LoadingScreen(Opening(make), tr("Playing the saved game up to where it stopped"))


DEFAULT_SCENARIO = "october-seventh"
