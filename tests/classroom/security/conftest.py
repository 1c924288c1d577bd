"""A class for each file of tests, served for real."""

import math
from collections.abc import Iterator

import pytest

from game.classroom import attendance
from tests.classroom.house import House, house


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A class of twelve that waits in the lobby; who opens no page counts as there all the same."""
    with pytest.MonkeyPatch.context() as patch, house(tmp_path_factory.mktemp("classes")) as made:
        patch.setattr(attendance, "GONE_S", math.inf)
        yield made
