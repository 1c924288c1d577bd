"""A finished game as pictures: the title, the choice, some quarters and the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.session import Session

SIZE = (1280, 800)
STOPS = 4  # pictures of the main screen, evenly spread over the game
FUTURES = 1000


def draw_pictures(session: Session, folder: Path) -> list[str]:
    """Draw the game in a session with the window's own code; returns the files' names, in order.

    The session is not touched: its orders are played again on a desk of their own.
    """
    from game.window.driver import Driver, open_dummy
    from game.window.player import Player, make_stage
    from game.window.screens.title import TitleScreen

    surface = open_dummy(SIZE)
    stage = make_stage(SIZE, session.setup.seed, keep=False)
    stage.settings = replace(stage.settings, brief=False, animation=False)
    stage.library.wait()
    player = Player(stage, TitleScreen())
    try:
        driver = Driver(player, surface)
        return list(_pictures(driver, session, folder))
    finally:
        player.close()


def _pictures(driver, session, folder: Path) -> Iterator[str]:  # type: ignore[no-untyped-def]
    from game.session import Session
    from game.window.live import LiveDesk
    from game.window.screens.base import Replace
    from game.window.screens.main import MainScreen
    from game.window.screens.select import SelectScreen

    def shot(name: str) -> str:
        driver.shot(folder / name)
        return name

    stage, setup = driver.player.stage, session.setup
    driver.play(20.0)
    yield shot("1-title.png")
    driver.player.follow(Replace(SelectScreen(setup.scenario, setup.seat)))
    driver.play(1.0)
    driver.until(lambda: driver.screen.fan.fan.futures >= FUTURES, "the fan")
    yield shot("2-choose.png")
    desk = LiveDesk(Session(setup), stage.library.forecaster())
    driver.player.follow(Replace(MainScreen(desk)))
    turns = session.turns
    stops = {len(turns) * step // STOPS for step in range(STOPS)}
    number = 3
    for index, turn in enumerate(turns):
        for order in turn.orders:
            desk.propose(order.lever, order.value)
        if index in stops:
            driver.screen.show()
            driver.wait_for_fan(FUTURES)
            driver.play(1.0)
            yield shot(f"{number}-{desk.view.clock.now.lower()}.png")
            number += 1
        driver.player.follow(driver.screen.end_quarter())
        driver.turn(0.1)
    driver.until(lambda: desk.end_view().futures > 0, "the paired futures")
    driver.play(1.0)
    yield shot(f"{number}-end.png")
