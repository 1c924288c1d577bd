"""What the tests of the classroom share."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.classroom.kit_pages import CLASSES, Class, write_kits
from tests.classroom.played_classes import Played, play, whole_lesson
from tests.model_helpers import warm_kernel

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Names that only the browser of these tests knows; plain http on a name is no secure context.
HOSTS = "MAP teacher.test 127.0.0.1, MAP teacher 127.0.0.1"


@pytest.fixture(scope="session")
def kernel() -> None:
    """The model's kernel, compiled by one test process while the others wait for it."""
    warm_kernel()


@pytest.fixture(scope="session")
def lesson_on_disk(kernel: None, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """A whole lesson, played once. Tests take `played`."""
    return play(tmp_path_factory.mktemp("lesson"), whole_lesson, rounds=3)


@pytest.fixture
def played(lesson_on_disk: Played, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Played:
    """A copy of the whole lesson, in a home of its own."""
    home = tmp_path / "home"
    monkeypatch.setenv("TWOSTACKS_HOME", str(home))
    return lesson_on_disk.moved(home)


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Chromium, which finds the name of the teacher's machine on this one.

    Of a module and no longer: while it is open, its loop runs in the thread of the tests, where
    no other can be started.
    """
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.skip("no chromium; name one with the environment variable CHROMIUM")
    with sync_playwright() as driver:
        arguments = ["--no-sandbox", f"--host-resolver-rules={HOSTS}"]
        opened = driver.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def kits(tmp_path_factory: pytest.TempPathFactory) -> dict[Class, Path]:
    """The kit of each class."""
    return write_kits(tmp_path_factory.mktemp("kits"))


@pytest.fixture(params=CLASSES, ids=lambda one: f"{one[0]}-{one[1]}")
def kit(request: pytest.FixtureRequest, kits: dict[Class, Path]) -> tuple[str, int, int, Path]:
    """A class and its kit."""
    return (*request.param, kits[request.param])
