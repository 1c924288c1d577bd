"""A real window under Xvfb, driven by xdotool: `pytest -m window tests/window`."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.window.desktop import MISSING, Desktop, display_number

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(bool(MISSING), reason="needs Xvfb, xdotool, imagemagick"),
]


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    number = display_number(90)
    desktop = Desktop(number, tmp_path / "home", "october-seventh")
    yield desktop
    desktop.close()


def test_a_quarter_is_played_by_mouse_and_by_keys(desktop: Desktop) -> None:
    desktop.until(lambda: bool(desktop.log()))  # the game is on disk as soon as it is open
    time.sleep(1.5)
    desktop.click((172, 728))
    desktop.until(lambda: desktop.quarters() == 1, 20)
    desktop.key("Shift_L")  # goes on from what is shown of the quarter, to the brief
    desktop.key("Return")
    desktop.key("e")
    desktop.until(lambda: desktop.quarters() == 2, 20)
    desktop.key("Shift_L")
    desktop.key("Return")
    desktop.key("Escape")
    desktop.key("Escape")
    desktop.key("4")
    desktop.until(lambda: desktop.quarters() >= 3, 30)
    assert desktop.game.poll() is None


def test_the_window_survives_other_sizes(desktop: Desktop) -> None:
    desktop.until(lambda: bool(desktop.log()))
    for width, height in ((900, 600), (1180, 720), (1280, 800)):
        found = re.search(r"0x[0-9a-f]+(?= \"Two Stacks\")",
                          desktop.ask("xwininfo", "-root", "-tree").stdout)  # fmt: skip
        assert found is not None
        desktop.ask("xdotool", "windowsize", found[0], str(width), str(height))
        time.sleep(0.8)
    assert desktop.game.poll() is None
