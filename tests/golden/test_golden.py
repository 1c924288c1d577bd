"""The games of the transcripts end as they did. To accept another end: see rewrite.py."""

import json

import pytest

from agents.history import columns
from agents.scenario import scenario_names
from tests.golden.games import GAMES, HEADLINES, Game, number_file, play, text_file

AGAIN = "results changed; if on purpose: python -m tests.golden.rewrite, and read the difference"


def words(text: str) -> list[list[str]]:
    """A transcript line by line without its numbers."""
    return [[word for word in line.split() if not is_number(word)] for line in text.splitlines()]


def is_number(word: str) -> bool:
    """Whether a word is a number, with or without brackets."""
    try:
        float(word.strip("(),"))
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("game", GAMES, ids=lambda game: game.scenario)
def test_the_game_ends_as_it_did(game: Game) -> None:
    text, numbers = play(game)
    old = json.loads(number_file(game).read_text(encoding="utf-8"))
    assert list(old) == list(HEADLINES), AGAIN
    for name, path in old.items():
        assert list(path) == list(numbers), AGAIN
        for quarter, kept in path.items():
            value = numbers[quarter][name]
            close = value == pytest.approx(kept, rel=1e-9, abs=1e-12)
            assert close, f"{quarter} {name}: {value!r}, was {kept!r}: {AGAIN}"
    assert words(text) == words(text_file(game).read_text(encoding="utf-8")), AGAIN


def test_the_headlines_are_outcomes() -> None:
    assert set(HEADLINES) <= set(columns())


def test_every_scenario_has_a_game() -> None:
    assert {game.scenario for game in GAMES} == set(scenario_names())
