"""Scripted games of every lesson end as they did, to the last bit where arithmetic is the same."""

import json

import pytest

from tests.classroom.digests import AGAIN, FILE, arithmetic, play_all

pytestmark = pytest.mark.usefixtures("kernel")


def test_games_of_a_class_end_as_they_did_on_every_python() -> None:
    file, played = json.loads(FILE.read_text(encoding="utf-8")), play_all()
    kept, same = file["games"], file["arithmetic"] == arithmetic()
    assert list(played) == list(kept), AGAIN
    for name, game in played.items():
        for key, number in kept[name]["numbers"].items():  # first what a person can judge
            close = game["numbers"][key] == pytest.approx(number, rel=1e-9, abs=1e-12)
            assert close, f"{name}: {key} is {game['numbers'][key]!r}, was {number!r}: {AGAIN}"
        if same:
            assert game["digests"] == kept[name]["digests"], f"{name}: {AGAIN}"
