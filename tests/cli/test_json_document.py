"""docs/json.md names what the commands print, no more and no less."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.cli.conftest import ROOT, Said

TEXT = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")


def _section(name: str) -> str:
    return next(part for part in TEXT.split("\n## ") if f"`{name}`" in part.split("\n")[0])


def _first_column(section: str) -> set[str]:
    rows = re.findall(r"^\| (`[^|]*) \|", section, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def _paragraph(name: str) -> set[str]:
    found = re.search(rf"^`{name}`: .*?(?=\n\n)", TEXT + "\n\n", re.MULTILINE | re.DOTALL)
    assert found is not None
    return set(re.findall(r"`([^`]+)`", found[0].partition(":")[2]))


def _names(value: Any) -> set[str]:
    return set(value)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("run", ["run", "history", "--runs", "2", "--buyers", "16", "--quiet"]),
        ("validate", ["validate", "--runs", "2", "--quiet"]),
    ],
)
def test_every_name_of_an_object_is_documented(
    twostacks: Callable[..., Said], name: str, words: list[str]
) -> None:
    told = twostacks(*words, "--json").json
    assert _names(told) == _first_column(_section(name))


def test_every_name_of_a_fact_is_documented(twostacks: Callable[..., Said]) -> None:
    fact = twostacks("validate", "--runs", "2", "--quiet", "--json").json["facts"][0]
    known = re.search(r"An entry of `facts`:.*", _section("validate"), re.DOTALL)
    assert known is not None
    assert _names(fact) <= set(re.findall(r"`([^`]+)`", known[0]))


@pytest.mark.parametrize("name", ["scenarios", "levers"])
def test_every_name_of_a_list_is_documented(twostacks: Callable[..., Said], name: str) -> None:
    entry = twostacks(name, "--json").json[name][0]
    assert _names(entry) <= _paragraph(name)
