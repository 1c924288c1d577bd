"""The reference of the experiment file says what the code takes: keys, kinds, defaults, limits."""

import re
from pathlib import Path

import pytest

from game.lab.factors import FACTOR_KEYS, MOST_FACTORS, POINT_KEYS
from game.lab.layout import DESIGN_KEYS, LEVELS, MOST_POINTS, MOST_RUNS
from game.lab.outcomes import PAIRED
from game.lab.reading import (
    BASELINES,
    DEFAULT_OUTCOMES,
    KEYS,
    MOST_BUYERS,
    MOST_QUARTERS,
    MOST_REPLICATIONS,
    read_experiment,
)
from game.lab.shipped import shipped
from game.lab.steps import ORDER_KEYS

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "experiments.md").read_text(encoding="utf-8")
SECTIONS = {
    part.partition("\n")[0].strip("` "): part.partition("\n")[2] for part in TEXT.split("\n## ")[1:]
}
SHORT = (
    'scenario = "october-seventh"\n[design]\nkind = "grid"\n[[factor]]\nlever = "us.diplomacy"\n'
)


def rows(section: str) -> list[list[str]]:
    """The rows of a section's table, cell by cell."""
    lines = [line for line in SECTIONS[section].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def first_cells(section: str) -> list[str]:
    """What stands in backquotes in the first cell of every row, in order."""
    return [name for row in rows(section) for name in re.findall(r"`([^`]+)`", row[0])]


@pytest.mark.parametrize(
    ("section", "keys"),
    [
        ("Keys of the file", KEYS),
        ("[design]", tuple(DESIGN_KEYS)),
        ("[[factor]]", FACTOR_KEYS),
        ("[[order]]", (*ORDER_KEYS, "name")),
        ("[pairing]", ("baseline", "order")),
        ("[backfire]", ("outcome", "above", "below")),
        ("[[point]]", POINT_KEYS),
        ("Outcomes", tuple(outcome.name for outcome in PAIRED)),
        ("Experiments that come with the product", tuple(shipped())),
    ],
)
def test_every_key_is_there_and_no_other(section: str, keys: tuple[str, ...]) -> None:
    assert sorted(first_cells(section)) == sorted(keys)


def test_designs_have_the_keys_that_the_table_gives_them() -> None:
    for row in rows("[design]"):
        kind = row[0].strip("`")
        named = re.findall(r"`(points|levels|second_order)`", " ".join(row[1:3]))
        assert set(named) == set(DESIGN_KEYS[kind])
        if kind in LEVELS:
            assert f"({LEVELS[kind]})" in row[2]


def test_defaults_are_those_of_a_short_file(tmp_path: Path) -> None:
    file = tmp_path / "short.toml"
    file.write_text(SHORT)
    experiment = read_experiment(file)
    said = {
        name: row[2] for row in rows("Keys of the file") for name in re.findall("`(.+?)`", row[0])
    }
    assert said["buyers"] == f"{experiment.buyers}"
    assert said["seed"] == f"{experiment.seed}"
    assert said["replications"] == f"{experiment.replications}"
    assert said["characters"] == f"`{experiment.characters}`"
    assert said["paths"] == f"`{experiment.paths}`"
    assert said["parameters"] == ("`accepted`" if experiment.doubt else "`calibrated`")
    assert tuple(re.findall("`(.+?)`", said["outcomes"])) == DEFAULT_OUTCOMES == experiment.outcomes
    assert rows("[pairing]")[0][2] == f"`{experiment.baseline.name}`"
    assert rows("[backfire]")[0][2] == f"`{experiment.backfire.outcome}`"
    assert rows("[backfire]")[1][2] == f"`above = {experiment.backfire.mark:g}`"


def test_limits_are_those_of_the_code() -> None:
    said = {row[0]: row[1] for row in rows("Keys of the file")}
    assert f"12 to {MOST_BUYERS:,}" in said["`buyers`"]
    assert f"1 to {MOST_REPLICATIONS:,}" in said["`replications`"]
    assert f"to {MOST_QUARTERS} quarters" in said["`horizon`"]
    limits = f"{MOST_FACTORS} factors, a design {MOST_POINTS:,} points, a study {MOST_RUNS:,} runs"
    assert limits in SECTIONS["[design]"]
    assert re.findall("`(.+?)`", rows("[pairing]")[0][1]) == list(BASELINES)


def test_outcomes_mean_what_the_tables_say() -> None:
    for row, outcome in zip(rows("Outcomes"), PAIRED, strict=True):
        assert row[1:] == [outcome.unit, outcome.meaning]


def test_shipped_experiments_have_the_designs_that_the_table_gives_them() -> None:
    for row in rows("Experiments that come with the product"):
        file = shipped()[row[0].strip("`")]
        assert row[2].strip("`") == read_experiment(file).design.kind
