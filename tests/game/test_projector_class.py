"""The wall in the window beside a real class: its server, its feed, its bots."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from game.classroom import events as e
from game.classroom import opened as opening
from game.classroom.lesson import find_lesson
from game.classroom.opened import OpenClass, Plan, open_class
from game.classroom.settings import new_settings
from game.window import settings, spectator, spectator_record
from game.window.spectator import Spectator
from game.window.spectator_line import parse_link
from game.window.spectator_stages import STAGES
from game.window.spectator_view import wall_view
from tests.model_helpers import warm_kernel


class NoModel:
    """A model that is never ready: the class waits in its lobby."""

    status, version = "cold", ""

    async def warm(self) -> str:
        """Nothing."""
        return ""

    async def open_world(self, setup: Any) -> dict[str, Any]:
        """Never."""
        await asyncio.sleep(3600)
        return {}

    def close(self) -> None:
        """Nothing."""


class Room:
    """A class that is open in a thread of its own."""

    def __init__(self) -> None:
        self.opened: OpenClass
        self.ready, self._stop = threading.Event(), asyncio.Event()
        self._loop: asyncio.AbstractEventLoop
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self.ready.wait(30), "the class did not open"

    def _run(self) -> None:
        plan = Plan(
            settings=new_settings(find_lesson("a"), 30, seed=7), port=0, browser=False,
            loopback=True,
        )  # fmt: skip
        asyncio.run(open_class(plan, self._beside, lambda opened: None))

    async def _beside(self, opened: OpenClass) -> None:
        self.opened, self._loop = opened, asyncio.get_running_loop()
        self.ready.set()
        await self._stop.wait()

    @property
    def link(self) -> str:
        """The wall's link, as the console shows it."""
        return f"http://localhost:{self.opened.port}/p/{self.opened.server.door.wall_key}?lang=en"

    def submit(self, body: Any) -> None:
        """Let something happen."""
        self._loop.call_soon_threadsafe(lambda: self.opened.desk.submit(body, actor=e.TEACHER))

    def close(self) -> None:
        """End the class."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(20)


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Room]:
    """A class in its lobby."""
    monkeypatch.setenv(settings.HOME_VARIABLE, str(tmp_path))
    monkeypatch.setattr(opening, "Model", NoModel)
    monkeypatch.setattr(spectator, "POLL_S", 0.1)
    made = Room()
    yield made
    made.close()


def until(ready: Callable[[], bool]) -> None:
    """Wait a little."""
    end = time.monotonic() + 10.0
    while not ready():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def test_the_wall_of_a_real_class_is_followed_to_its_end(room: Room) -> None:
    one = Spectator(parse_link(room.link), "en")
    one.connect()
    one.start()
    try:
        state = room.opened.desk.state
        assert one.seen.view.room.code == state.code
        assert one.seen.view.room.phase == "lobby"
        assert one.seen.view.room.join == room.opened.url
        teams = [team.seat for team in one.seen.view.worlds[0].teams]
        assert teams == list(state.game.worlds["A"].teams)
        assert one.now() == pytest.approx(room.opened.desk.clock.now(), abs=0.5)
        room.submit(e.Blanked("projector", True))
        until(lambda: one.seen.view.room.blank)
        room.submit(e.Blanked("projector", False))
        until(lambda: not one.seen.view.room.blank)
        room.submit(e.Locked(True))
        until(lambda: not one.seen.view.room.open)
        english = one.seen.view.room.phase_text
        one.speak("qps")
        until(lambda: one.seen.view.room.phase_text != english)
        room.close()
        until(lambda: one.seen.trouble is not None)
        assert one.seen.view.room.code == state.code
    finally:
        one.close()


@pytest.mark.slow
def test_a_class_of_bots_has_every_moment_that_the_wall_can_show() -> None:
    """The frames of the samples come from this, and the views read every field they name."""
    warm_kernel()
    frames = spectator_record.record()
    assert set(STAGES) <= set(frames)
    views = {name: wall_view(frame["en"]["parts"]) for name, frame in frames.items()}
    for name, view in views.items():
        assert view.room.code == spectator_record.CODE, name
        assert view.worlds, name
    for stage, kind in STAGES.items():
        assert isinstance(views[stage].debrief, kind)
    (world,) = views["reflect"].worlds
    assert [one.key for one in world.numbers] == list(world.series) == list(world.fan)
    assert all(len(paths) == 3 for paths in world.fan.values())
    first = world.numbers[0].key
    assert len(world.dates) == len(world.series[first]) + len(world.fan[first][0])
    (world,) = views["reveal"].worlds
    assert world.result is not None
    assert all(card.name and card.how_text for card in world.result.cards)
    assert any(card.moves for card in world.result.cards)
    assert all(one.causes for one in world.result.moved)
    assert len(views["worlds_commit"].worlds) == spectator_record.WORLDS
    assert all(row.histogram.sound for row in views["flip"].debrief.flips[-1].rows)
