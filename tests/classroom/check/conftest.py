"""How the check behaves in these tests."""

import pytest

from game.classroom import network
from game.classroom.check import runner
from tests.classroom.check.phones import LAPTOP


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone whose page is open is not waited for: these never report, and open `/` last."""
    monkeypatch.setattr(runner, "_REPORT_S", 0.1)


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """The laptop of these tests: its way outside is its Wi-Fi."""
    monkeypatch.setattr(network, "default_ip", lambda: LAPTOP.ip)
