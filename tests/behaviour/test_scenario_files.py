"""A slip in a scenario file is said in a sentence that names the file."""

from pathlib import Path

import numpy as np
import pytest

from agents import scenario
from agents.parameters import PARAMETERS, accepted
from agents.scenario import ScenarioError, load, open_row, openings


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('start = "2025Q3"', "", "start"),
        ('start = "2025Q3"', 'start = "2025"', "not a quarter"),
        ('title = "Good Enough"', 'title = "Good', "not valid TOML"),
        ('lever = "world.event_jump"', 'lever = "world.event_jmp"', "world.event_jmp"),
    ],
)
def test_a_slip_is_named(
    old: str, new: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (scenario.FOLDER / "good-enough.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "mine.toml").write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setattr(scenario, "FOLDER", tmp_path)
    with pytest.raises(ScenarioError, match=words) as refused:
        scenario._read(tmp_path / "mine.toml")
    assert "mine.toml" in str(refused.value)


@pytest.mark.parametrize("name", ["history", "good-enough"])
@pytest.mark.parametrize("controls", [True, False])
def test_openings_are_those_of_their_parameters_one_by_one(name: str, controls: bool) -> None:
    setting = load(name)
    known = [p.name for p in PARAMETERS]
    some = accepted()[:3]
    rows = openings(setting, some, 24, controls=controls, seat=setting.seats[0])
    for row, values in zip(rows, some.tolist(), strict=True):
        named = dict(zip(known, values, strict=True))
        alone = open_row(setting, 24, controls=controls, seat=setting.seats[0], values=named)
        assert np.array_equal(row, alone, equal_nan=True)
