"""Analyst briefs: written from a box, read back, held against the levers in force."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from agents.levers import LEVERS
from agents.scenario import scenario_names
from game import briefs as shelf
from game.brief_words import condition_text, conditions_text, standing_text, statement_text
from game.briefs import (
    Brief,
    BriefError,
    Condition,
    brief_text,
    briefs,
    inside,
    kept_briefs,
    read_brief,
    write_brief,
)
from game.lab.briefs import brief_of, key_of
from game.lab.cases import cases_of
from game.lab.discovery import Discovery, Score
from game.lab.results import Results
from game.language import speaking
from tests.lab.studies import TEXT, Asked

SAMPLE = Brief(
    key="tools-first",
    title="Tools first",
    question='Does a "line" at tools hold?\nOr not?',
    statement="In 71 of 100 runs inside ...",
    scenario="october-seventh",
    horizon="2030Q4",
    quarters=33,
    outcome="capability",
    above=True,
    mark=0.0,
    baseline="twin",
    conditions=(
        Condition("lever", "us.tool_control", 0.4, None, "0-1", "2023Q1", ""),
        Condition("lever", "us.chip_tpp", None, 4800.0, "TPP"),
        Condition("parameter", "captive_pull", 0.2, 0.6, "1/yr"),
        Condition("delay", "cut", 2.0, None, "quarters"),
    ),
    density=0.71,
    outside_rate=0.34,
    coverage=0.5,
    base_rate=0.4,
    runs=2000,
    study="0123456789abcdef",
    model="m-d",
)


def test_a_brief_reads_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "tools-first.toml"
    write_brief(path, SAMPLE)
    assert read_brief(path) == SAMPLE
    assert "2026" not in path.read_text()  # the same brief is the same file on any day


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("format = 1", "format = 2", "is not a brief of this version"),
        ('title = "Tools first"', "", "lacks 'title'"),
        ("runs = 2000", "runs = 0", "a value for 'runs' that does not fit"),
        ("density = 0.71", "density = 1.71", "a value for 'density' that does not fit"),
        ("above = true", "above = 1", "a value for 'above' that does not fit"),
        ("mark = 0.0", "mark = nan", "a value for 'mark' that does not fit"),
        ("us.chip_tpp", "us.chip_tp", "does not have; the nearest is 'us.chip_tpp'"),
        ("captive_pull", "captiv_pull", "the nearest is 'captive_pull'"),
        ('kind = "delay"', 'kind = "dela"', "a condition of no known kind"),
        ("low = 0.2", "low = 0.9", "a condition without a range"),
        ("low = 0.4", "", "a condition without a range"),
        ("coverage = 0.5", "coverage = 0.5\ncovrage = 1", "the nearest is 'coverage'"),
        ("format = 1", "format =", "is not a TOML file"),
    ],
)
def test_a_file_that_is_no_brief_is_refused_with_a_sentence(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = tmp_path / "bad.toml"
    text = brief_text(SAMPLE)
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(BriefError, match=r"^bad\.toml ") as problem:
        read_brief(path)
    assert said in str(problem.value)


def test_a_folder_tells_what_is_wrong_with_its_files(tmp_path: Path) -> None:
    write_brief(tmp_path / "good.toml", SAMPLE)
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "notes.txt").write_text("not looked at")
    bad, good = kept_briefs(tmp_path)
    assert good.brief == SAMPLE
    assert bad.brief is None
    assert bad.problem.startswith("bad.toml is not a TOML file")
    assert SAMPLE in briefs(tmp_path)
    assert kept_briefs(tmp_path / "nowhere") == kept_briefs(None) == []


def test_the_player_s_own_brief_counts_before_a_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    write_brief(shipped / "a.toml", SAMPLE)
    write_brief(own / "b.toml", replace(SAMPLE, title="Mine"))
    monkeypatch.setattr(shelf, "SHIPPED", shipped)
    assert [brief.title for brief in briefs()] == ["Tools first"]
    assert [brief.title for brief in briefs(own)] == ["Mine"]


def test_shipped_briefs_can_be_read_and_name_scenarios_there_are() -> None:
    kept = kept_briefs(shelf.SHIPPED)
    assert kept
    assert not [one.problem for one in kept if one.problem]
    for one in kept:
        assert one.brief is not None
        assert one.brief.key == one.path.stem
        assert one.brief.scenario in scenario_names()
        assert one.brief.statement == statement_text(one.brief)
        assert one.brief.density > one.brief.base_rate > one.brief.outside_rate


def test_the_present_world_is_inside_where_its_levers_are() -> None:
    tools, line, pull, cut = inside(SAMPLE, {"us.tool_control": 0.4, "us.chip_tpp": 4801.0})
    assert tools.met is True
    assert line.met is False
    assert pull.met is cut.met is None
    assert [standing_text(s) for s in (tools, line, pull)] == [
        "now 40%: inside", "now 4,801 TPP: outside", "cannot be seen"
    ]  # fmt: skip
    assert inside(SAMPLE, {"us.tool_control": 0.39})[0].met is False
    assert inside(SAMPLE, {"us.tool_control": math.nan})[0].met is None
    assert inside(SAMPLE, {})[0].met is None


def test_words() -> None:
    assert statement_text(SAMPLE) == (
        "In 71 of 100 runs inside this region the chip gap ended narrower than without controls, "
        "against 34 of 100 outside."
    )
    nearly = replace(SAMPLE, density=0.999, outside_rate=0.001)
    assert "In 99.9 of 100 runs" in statement_text(nearly)
    assert "against 0.1 of 100" in statement_text(nearly)
    other = replace(SAMPLE, outcome="gap_generations", mark=1.5, above=False)
    assert "gap generations ended below 1.5" in statement_text(other)
    more = replace(SAMPLE, outcome="autonomy", mark=0.05, baseline="orders")
    assert (
        "China ended making more of its own stack than in the world beside it by more than "
        "5 percentage points"
    ) in statement_text(more)
    assert "capability ended above -1," in statement_text(replace(SAMPLE, mark=-1.0))
    assert condition_text(SAMPLE.conditions[0]).endswith("(United States): at least 40%")
    assert condition_text(SAMPLE.conditions[2]) == "Assumption 'captive_pull': 0.200 to 0.600"
    assert condition_text(SAMPLE.conditions[3]) == "Beginning of 'cut', quarters later: at least 2"
    with speaking("zh"):
        assert "without" not in statement_text(SAMPLE)
        assert LEVERS["us.tool_control"].name not in conditions_text(SAMPLE)


def test_a_box_becomes_a_brief_with_a_condition_for_every_lever(tmp_path: Path) -> None:
    text = TEXT.replace(
        'lever = "us.tool_control"', 'levers = ["us.tool_control", "us.hbm_control"]'
    )
    text = text.replace("replications = 16", "replications = 1")
    Asked.of(tmp_path / "a.toml", text).play(tmp_path / "study")
    results = Results.open(tmp_path / "study")
    searched = cases_of(results)
    box = {"tool_control": (0.4, math.inf), "captive_pull": (-math.inf, 0.5)}
    found = Discovery("prim", "found", box, Score(4, 3, 0.6, 0.75, 0.5, 0.5), {}, [], None)
    brief = brief_of(results, searched, found, key_of("My region (2)"))
    assert brief.key == "my-region-2"
    assert [(c.kind, c.key, c.low, c.high) for c in brief.conditions] == [
        ("lever", "us.tool_control", 0.4, None),
        ("lever", "us.hbm_control", 0.4, None),
        ("parameter", "captive_pull", None, 0.5),
    ]
    assert brief.horizon == "2023Q4"
    assert brief.study == results.study["fingerprint"][:16]
    write_brief(tmp_path / "brief.toml", brief)
    assert read_brief(tmp_path / "brief.toml") == brief
