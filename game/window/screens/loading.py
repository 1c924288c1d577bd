"""A game is being opened: the work is done beside, and the window stays alive."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import copy_context
from pathlib import Path
from typing import Any, Generic, TypeVar

import pygame

from game import shelf
from game.gamelog import OtherModelError
from game.language import tr
from game.tutorial import Lesson
from game.window import settings
from game.window.desk import Desk
from game.window.drawing import emblem
from game.window.screens.base import Back, Move, Replace, Screen, Stage
from game.window.screens.main import MainScreen
from game.window.theme import COLOURS
from game.window.widgets import Activated, Button, Intent

Made = TypeVar("Made")
NORMAL, SANDBOX, IRON = "normal", "sandbox", "iron"  # how strictly moves are kept
SEEING = "seeing"  # a sandbox in which nothing is hidden from the fan


class Opening(Generic[Made]):
    """A desk or a recording being made in a thread, in the language of the one that starts it.

    `other_model` says that the problem is only that the game was saved with another model.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        self.desk: Made | None = None
        self.problem = ""
        self.other_model = False
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
            self.other_model = isinstance(error, OtherModelError)


class LoadingScreen(Screen):
    """Waits for a desk and opens the main screen with it, or the end of a game that is over.

    `then` makes another screen of the desk; `anyhow` is offered for a game of another model.
    """

    name = "loading"

    def __init__(
        self,
        opening: Opening[Any],
        words: str = "",
        then: Callable[[Any], Screen] | None = None,
        anyhow: Callable[[], Screen] | None = None,
    ) -> None:
        super().__init__()
        self.opening = opening
        self.then = then or first_screen_of
        self.anyhow = anyhow
        self.words = words or tr("Opening the world")
        self._time = 0.0

    def build(self) -> None:
        """Only a way back."""
        width, height = self.stage.size
        px = self.stage.painter.px
        place = pygame.Rect(0, 0, px(140), px(36))
        place.center = width // 2, height // 2 + px(110)
        self.tree.add(Button("back", place, tr("Back"), icon="arrow-left"))
        wide = pygame.Rect(0, 0, px(280), px(36))
        wide.center = width // 2, height // 2 + px(156)
        self.unchecked = Button("anyhow", wide, tr("Open it without checking"), icon="folder-open")
        self.unchecked.visible = False
        self.tree.add(self.unchecked)

    def answer(self, intent: Intent) -> Move | None:
        """Go back if asked."""
        if intent == Activated("anyhow") and self.anyhow is not None:
            return Replace(self.anyhow())
        return Back() if intent == Activated("back") else super().answer(intent)

    def open_menu(self) -> Move | None:
        """Esc goes back."""
        return Back()

    def advance(self, seconds: float) -> Move | None:
        """Go on as soon as the desk is there."""
        self._time += seconds
        if self.opening.desk is not None:
            return Replace(self.then(self.opening.desk))
        self.unchecked.visible = self.opening.other_model and self.anyhow is not None
        return super().advance(seconds)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the sign and what is going on."""
        painter, px = self.stage.painter, self.stage.painter.px
        surface.fill(COLOURS["background"])
        x, y = surface.get_width() // 2, surface.get_height() // 2
        sign = emblem(px(64))
        surface.blit(sign, sign.get_rect(center=(x, y - px(50))))
        problem = self.opening.problem
        if problem:
            self._draw_problem(surface, x, y + px(24))
        else:
            room = px(720)
            painter.text(surface, self.words, x, y + px(24), "h3", align="center", max_width=room)
            width = px(160)
            track = pygame.Rect(x - width // 2, y + px(46), width, px(3))
            painter.box(surface, track, COLOURS["track"], None, 1.5)
            share = (self._time * 0.6) % 1.0
            part = pygame.Rect(track.x + round((width - px(40)) * share), track.y, px(40), px(3))
            painter.box(surface, part, painter.accent, None, 1.5)
        self.tree.draw(surface)

    def _draw_problem(self, surface: pygame.Surface, x: int, y: int) -> None:
        """All of the sentence that says why not, and a line on what becomes of the file."""
        painter = self.stage.painter
        lines = painter.wrap(self.opening.problem, painter.px(720), "body_strong")[:4]
        for number, line in enumerate(lines):
            base = y + number * painter.line_height("body_strong")
            painter.text(surface, line, x, base, "body_strong", COLOURS["bad"], "center")


def first_screen_of(desk: Desk) -> Screen:
    """The main screen of a game in play, the end of one that is over."""
    from game.window.screens.end import EndScreen

    return EndScreen(desk) if desk.over else MainScreen(desk)


def new_game(
    stage: Stage,
    scenario: str | None,
    seat: str | None,
    seed: int | None,
    mode: str = NORMAL,
) -> LoadingScreen:
    """Open a new game; what is not named is as the scenario has it."""

    def make() -> Desk:
        return open_desk(stage, scenario, seat, seed, mode=mode)

    return LoadingScreen(Opening(make))


def lesson_game(stage: Stage, lesson: Lesson) -> tuple[LoadingScreen, bool]:
    """The game of the lesson: the kept one if the lesson was left in it (True), or a new one."""
    home = settings.folder() if stage.keep and stage.settings.lesson_step else None
    for game in shelf.kept_games(home / "games" if home is not None else None):
        own = (game.scenario, game.seat) == (lesson.scenario, lesson.seat)
        if own and not game.problem and not game.finished:
            return continue_game(stage, game.path), True
    return new_game(stage, lesson.scenario, lesson.seat, lesson.seed), False


def open_desk(
    stage: Stage,
    scenario: str | None,
    seat: str | None,
    seed: int | None,
    save: bool = True,
    mode: str = NORMAL,
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
    sandbox, iron, seeing = mode in (SANDBOX, SEEING), mode == IRON, mode == SEEING
    setup = Setup(game.name, held, luck, sandbox, iron=iron, characters=SHUFFLED, perfect=seeing)
    return LiveDesk.new(setup, stage.library.forecaster(), path)


def continue_game(stage: Stage, path: Path, verify: bool = True) -> LoadingScreen:
    """Open a saved game; without verifying, whatever its checksums say."""

    def make() -> Desk:
        from game.savegame import load
        from game.window.live import LiveDesk

        session = load(path, verify=verify)
        return LiveDesk(session, stage.library.forecaster())

    words = tr("Playing the saved game up to where it stopped")
    anyhow = None if not verify else lambda: continue_game(stage, path, verify=False)
    return LoadingScreen(Opening(make), words, anyhow=anyhow)


DEFAULT_SCENARIO = "october-seventh"
