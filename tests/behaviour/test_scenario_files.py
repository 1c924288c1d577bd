"""A slip in a scenario file is said in a sentence that names the file."""

from pathlib import Path

import pytest

from agents import scenario
from agents.scenario import ScenarioError


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
