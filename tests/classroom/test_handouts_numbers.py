"""Every number of the printed kit is the game's, and says where it comes from.

The numbers are recomputed here from the data files themselves, without the code that prints them.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from agents.names import quarter_index
from game.analysis.metrics import find_metric
from game.classroom import seating, treaties
from game.classroom.commands.polls import CERTAINTIES
from game.classroom.handouts import make_kit
from game.classroom.handouts.texts import texts
from game.classroom.lesson import find_lesson
from game.gamelog import Setup
from game.session import Session
from game.views.worlds import outcomes_of
from tests.classroom.kit_pages import (
    CLASSROOM,
    ROOT,
    lesson_files,
    pages,
    toml,
)

AGENTS = ROOT / "agents" / "data"


@lru_cache(maxsize=1)
def steps() -> dict[str, list[float]]:
    """The values of every decision's steps, or their places where they have names."""
    return {
        f"{team['seat']}.{row['key']}": row.get("values") or list(range(len(row["option"])))
        for team in toml(CLASSROOM / "teams.toml")["team"]
        for row in team["decision"]
    }


@lru_cache(maxsize=1)
def worth() -> dict[str, dict[str, str]]:
    """The values of every goal worth 0 and 100 points, by scenario, seat and goal."""
    with (AGENTS / "mandate_values.csv").open(encoding="utf-8") as lines:
        return {f"{r['scenario']} {r['seat']}.{r['goal']}": r for r in csv.DictReader(lines)}


@lru_cache(maxsize=4)
def session(scenario: str) -> Session:
    """A game of the window, which knows what is in force when it opens."""
    return Session(Setup(scenario, "us"))


def opening(scenario: str, key: str) -> float:
    """A lever or a public number at the opening."""
    game = session(scenario)
    if "." in key:
        return game.law(key)
    return float(find_metric(key).read_history(outcomes_of(game.row[None])[0]))


def cells(place: str) -> str:
    """All that the named rows of `agents/data/` say."""
    said = []
    for one in place.split(" + "):
        file, *wanted = one.split("|")
        with (AGENTS / file).open(encoding="utf-8") as lines:
            rows = [row for row in csv.reader(lines) if set(wanted) <= set(row)]
        assert len(rows) == 1, place
        said += rows[0]
    return " ".join(said)


def counted(letter: str, students: int) -> set[int]:
    """Numbers that follow from a head-count: worlds, people of a team, pages to print."""
    lesson = find_lesson(letter)
    worlds = seating.worlds_for(students, lesson)
    sizes = seating.sizes(students, worlds, lesson.seats())
    prints = {1, students, -(-students // 4), 3 * worlds}
    return {worlds, *prints, *(n for world in sizes.worlds for n in world.values())}


def of_lesson_file(letter: str, key: str, value: str) -> bool:
    """Whether a lesson's file has a number under a key."""
    where, _, phase = key.partition(".")
    told = lesson_files()[letter][where]
    told = told[phase] if phase else told
    return value in re.findall(r"\d+", told) if isinstance(told, str) else value == str(told)


def of_levers_file(field_of: str, value: str) -> bool:
    """Whether a lever's entries say a number."""
    rows = [r for r in toml(AGENTS / "levers.toml")["lever"] if r["field"] == field_of]
    return any(value in re.sub(r"(?<=\d),(?=\d)", "", str(row)) for row in rows)


def of_round(letter: str, round_number: int) -> tuple[int, int]:
    """The quarters of a round; the practice plays those of the first."""
    data = lesson_files()[letter]
    start = toml(ROOT / "agents" / "scenarios" / f"{data['scenario']}.toml")["start"]
    first = quarter_index(start) + (max(round_number, 1) - 1) * data["quarters_per_round"]
    return first, first + data["quarters_per_round"] - 1


def known(letter: str, students: int, minutes: int, kind: str, rest: str) -> Any:
    """The values that an origin allows; nothing if it is none of these."""
    scenario = lesson_files()[letter]["scenario"]
    if kind == "teams.toml":
        return steps()[rest]
    if kind == "opening":
        return [pytest.approx(opening(scenario, rest), rel=1e-5)]
    if kind == "mandate":
        goal, _, end = rest.rpartition(".")
        assert goal.startswith(f"{scenario} ")
        return [float(worth()[goal][end])]
    if kind == "round":
        return of_round(letter, int(rest.split()[0]))
    if kind == "metric":
        return [float(n) for n in re.findall(r"\d+", find_metric(rest).unit)]
    if kind == "rule" and rest == "CERTAINTIES":
        return [round(100 * p) for p in CERTAINTIES]
    if kind == "rule":
        return [getattr(treaties, rest)]
    return {
        "kit.toml": [one.percent for one in texts().weight] + [texts().memo.words],
        "class": counted(letter, students),
        "slot": range(minutes + 1),
        "count": (0, 1, 2, 3, 4, 5, 100),
    }.get(kind)


def expected(letter: str, students: int, minutes: int, origin: str, value: str) -> bool:
    """Whether a number is what its origin says."""
    kind, _, rest = origin.partition(" ")
    if kind == "lesson":
        return of_lesson_file(letter, rest.removeprefix(f"{letter} "), value)
    if kind == "levers.toml":
        return of_levers_file(rest.partition(".")[2], value)
    allowed = known(letter, students, minutes, kind, rest)
    if allowed is not None:
        return float(value) in allowed
    said = cells(origin)
    return value in said or (value.endswith("%") and f"{float(value[:-1]) / 100:g}" in said)


def test_every_number_is_that_of_its_data_file(kit: tuple[str, int, int, Path]) -> None:
    letter, students, minutes, out = kit
    for name, page in pages(out).items():
        for origin, value, text in page.numbers:
            where = f"{name}: {text} ({value}) from {origin}"
            assert expected(letter, students, minutes, origin, value), where
            shown = re.sub(r"[^\d.]", "", text)
            assert shown or not text[0].isdigit(), where


def test_no_number_stands_on_a_page_without_its_origin(kit: tuple[str, int, int, Path]) -> None:
    """What is left are names of products and rules, such as H20 and 3A090."""
    for name, page in pages(kit[-1]).items():
        left = re.findall(r"\S*\d\S*", page.text)
        assert [word for word in left if not re.search(r"[A-Za-z]\d", word)] == [], name


def test_the_list_of_numbers_is_complete(kit: tuple[str, int, int, Path]) -> None:
    out = kit[-1]
    told = json.loads((out / "numbers.json").read_text(encoding="utf-8"))
    listed = Counter()
    for row in told["numbers"]:
        listed[row["page"], row["from"], row["value"], row["text"]] += row["times"]
    seen = Counter(
        (f"{name}.html", *number) for name, page in pages(out).items() for number in page.numbers
    )
    assert listed == seen
    assert (told["students"], told["minutes"]) == kit[1:3]


def test_a_move_sheet_has_every_step_of_every_decision_of_the_lesson(
    kit: tuple[str, int, int, Path],
) -> None:
    letter, out = kit[0], kit[-1]
    data = lesson_files()[letter]
    held = {f"us.{k}" for one in data.get("treatment", []) for k in one.get("holds", {})}
    printed: dict[str, list[float]] = {}
    for origin, value, _ in pages(out)["move-sheets"].numbers:
        if origin.startswith("teams.toml "):
            printed.setdefault(origin.split()[1], []).append(float(value))
    seated = {table.team.seat for table in make_kit(*kit[:3]).moving}
    for team in toml(CLASSROOM / "teams.toml")["team"]:
        for row in team["decision"]:
            name = f"{team['seat']}.{row['key']}"
            fields = row["option"][0]["set"] if "option" in row else [row["lever"].split(".")[1]]
            on_sheet = team["seat"] in seated and (row.get("basic") or not data["basic_only"])
            on_sheet = on_sheet and not held & {f"{team['seat']}.{f}" for f in fields}
            assert (name in printed) == bool(on_sheet), name
            if on_sheet:
                want = steps()[name]
                assert printed[name][: len(want)] == want
                assert len(printed[name]) % len(want) == 0


def test_the_words_of_the_kit_hold_no_numbers_but_facts() -> None:
    def strings(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            for one in value.values():
                yield from strings(one)
        elif isinstance(value, list):
            for one in value:
                yield from strings(one)
        elif isinstance(value, str):
            yield value

    data = toml(CLASSROOM / "kit.toml")
    data.pop("fact")
    assert [text for text in strings(data) if re.search(r"\d", text)] == []
