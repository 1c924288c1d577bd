"""`report` makes a page that needs nothing else, and leaves the tables as they are."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Said
from tests.lab.studies import TEXT, Asked, contents

Call = Callable[..., Said]
FACTOR = '\n[[factor]]\nlever = "us.tool_control"\nname = "tools"\nlow = 0.0\nhigh = 1.0\n'
HEAD = TEXT.partition("[design]")[0].replace("= 16\nout", "= 6\nout")
DESIGNS = {
    "sobol": TEXT,
    "grid": f'{HEAD}[design]\nkind = "grid"\nlevels = 3\n{FACTOR}',
    "list": f'{HEAD}[design]\nkind = "list"\n{FACTOR}\n[[point]]\nname = "a <b> & c"\ntools = 0.5\n'
    '\n[[point]]\nname = "full"\ntools = 1.0\n',
    "one-at-a-time": f'{HEAD}[design]\nkind = "one-at-a-time"\n{FACTOR}',
    "history": f'{HEAD}[design]\nkind = "history"\n',
    "alone": f'{HEAD}paths = "none"\n[design]\nkind = "grid"\nlevels = 2\n{FACTOR}\n[pairing]\n'
    'baseline = "none"\n[backfire]\noutcome = "gap_generations"\nabove = 1.0\n',
}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A small study, played."""
    Asked.of(tmp_path / "small.toml").play(tmp_path / "study")
    return tmp_path / "study"


class _Tags(HTMLParser):
    """Sees that every tag is closed, and what a page would load."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [value or "" for name, value in attrs if name in {"src", "href", "data"}]
        assert tag != "script"
        if tag not in {"meta", "br", "img"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [value or "" for name, value in attrs if name in {"src", "href"}]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("design", DESIGNS)
def test_every_kind_of_design_gets_a_page_that_needs_nothing_else(
    twostacks: Call, tmp_path: Path, design: str
) -> None:
    text = DESIGNS[design]
    if design == "alone":
        text = text.replace(', "capability", "crossover"', "")
    Asked.of(tmp_path / "small.toml", text).play(tmp_path / "study")
    before = contents(tmp_path / "study")
    said = twostacks("report", "study", "--quiet")
    assert said.status == 0, said.err
    after = contents(tmp_path / "study")
    assert {name: after[name] for name in before} == before
    html = after["report.html"].decode()
    tags = _Tags()
    tags.feed(html)
    assert tags.open == []
    assert tags.loads == []
    assert not re.search(r"url\((?!data:|#)", html)
    assert "http" not in html
    assert not re.search(r"\bnan\b", html.lower())
    for words in ("A small study", "This experiment calls it backfire", "What was run", "checksum"):
        assert words in html
    summary = json.loads(after["summary.json"])
    assert summary["runs"] == summary["runs_in_all"]
    for name in summary["pictures"]:
        assert after[name].startswith(b"<svg")
        assert after[name.replace(".svg", ".png")][:4] == b"\x89PNG"
    expected = {
        "sobol": "What moves it",
        "grid": "Where it backfires",
        "list": "a &lt;b&gt; &amp; c",
        "one-at-a-time": "One factor at a time",
        "history": "What each recorded control did",
        "alone": "baseline: none",
    }
    assert expected[design] in html


def test_the_json_is_the_summary_and_is_documented(twostacks: Call, study: Path) -> None:
    told = twostacks("report", "study", "--json").json
    assert told == json.loads((study / "summary.json").read_text())
    text = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    section = text.partition("\n## `report`\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]*) \|", section, re.MULTILINE)
    assert set(told) == {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    named = set(re.findall(r"\w+", section))
    for part in ("backfire", "factors", "swings", "last_quarters"):
        entry = told[part][0] if isinstance(told[part], list) else told[part]
        assert set(entry) <= named
    assert set(told["outcomes"]["capability"]) <= named
    assert set(told["outcomes"]["capability"]["difference"]) <= named


def test_a_stopped_study_is_told_to_be_one(twostacks: Call, tmp_path: Path) -> None:
    Asked.of(tmp_path / "small.toml").play(tmp_path / "study", limit=40)
    told = twostacks("report", "study", "--json").json
    assert (told["runs"], told["runs_in_all"]) == (64, 128)
    assert "stopped: 64 of 128 runs" in (tmp_path / "study" / "report.html").read_text()


def test_the_report_goes_where_it_is_asked_to(twostacks: Call, study: Path, tmp_path: Path) -> None:
    before = contents(study)
    assert twostacks("report", "study", "--out", "page/deep", "--pictures", "dark").status == 0
    assert contents(study) == before
    names = {path.name for path in (tmp_path / "page" / "deep").iterdir()}
    assert names == {"report.html", "summary.json", "pictures"}
    drawn = (tmp_path / "page" / "deep" / "pictures" / "tornado-share.svg").read_text()
    assert "#182234" in drawn  # the card of the dark page


def test_a_report_made_twice_is_the_same(twostacks: Call, study: Path) -> None:
    assert twostacks("report", "study", "--quiet").status == 0
    before = contents(study)
    assert twostacks("report", "study", "--quiet").status == 0
    assert contents(study) == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nowhere"], "is no folder of a study"),
        (["."], "holds no study"),
        (["study", "--out", "note.txt"], "is a file; --out needs a folder"),
        (["study", "--pictures", "grey"], "invalid choice"),
        (["study", "--pictres", "dark"], "the nearest is '--pictures'"),
    ],
)
def test_wrong_input_gets_a_sentence_and_writes_nothing(
    twostacks: Call, study: Path, tmp_path: Path, words: list[str], told: str
) -> None:
    (tmp_path / "note.txt").write_text("mine")
    before = contents(tmp_path)
    said = twostacks("report", *words)
    assert said.status == 2
    assert told in said.err
    assert contents(tmp_path) == before


def test_a_missing_library_is_named_with_its_extra(
    twostacks: Call, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("game.commands.problems.find_spec", lambda name: None)
    said = twostacks("report", "study")
    assert said.status == 2
    assert "pip install 'two-stacks[batch]'" in said.err
