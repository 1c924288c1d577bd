"""A class for each file of tests, served for real."""

from collections.abc import Iterator

import pytest

from tests.classroom.house import House, house


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A class of twelve that waits in the lobby."""
    with house(tmp_path_factory.mktemp("classes")) as made:
        yield made
