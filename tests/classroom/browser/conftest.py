"""Rooms to look at, and who looks. Without a browser these tests are skipped."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

import game.classroom.opened
from game.classroom.model import Model
from tests.classroom.browser.people import Guest
from tests.classroom.browser.room import Room, settings

expect.set_options(timeout=20_000)  # a busy machine draws late

OpenRoom = Callable[..., Room]
MakeGuest = Callable[..., Guest]


class SharedModel(Model):
    """One process of the model for every room of a test run: it is warm only once."""

    def close(self) -> None:
        """Stay open for the next room."""


@pytest.fixture(scope="session")
def model() -> Iterator[SharedModel]:
    """The model's process."""
    shared = SharedModel()
    yield shared
    Model.close(shared)


@pytest.fixture
def open_room(
    kernel: None, model: SharedModel, monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[OpenRoom]:  # fmt: skip
    """Open a class by what it is to be like; closed again at the end of the test."""
    monkeypatch.setenv("TWOSTACKS_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setattr(game.classroom.opened, "Model", lambda: model)
    with ExitStack() as stack:

        def made(lesson: str = "B", students: int = 8, **wanted: Any) -> Room:
            return stack.enter_context(Room(settings(lesson, students, **wanted)))

        yield made


@pytest.fixture
def guest(browser: Browser) -> Iterator[MakeGuest]:
    """A browser profile of its own, which remembers what it asked for and what went wrong."""
    made: list[Guest] = []

    def make(width: int = 360, height: int = 740, **more: Any) -> Guest:
        wanted = {"reduced_motion": "reduce", **more}  # nothing moves while it is measured
        size = {"width": width, "height": height}
        made.append(Guest(browser.new_context(viewport=size, **wanted)))
        return made[-1]

    yield make
    for one in made:
        one.context.close()
    lacking = [text for one in made for text in one.errors if "There is no text" in text]
    assert lacking == []
