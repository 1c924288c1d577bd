"""A facts file from outside: every row is scored by what it says, or said to be unobservable."""

from pathlib import Path

import pytest

from agents.facts import load_facts, score
from agents.history import History
from agents.scenario import load
from agents.study import run_study

HEAD = "id,fact,period,observable,value,unit,tol_kind,tolerance\n"


@pytest.fixture(scope="module")
def histories() -> tuple[History, History]:
    study = run_study(load("history"), 8, 7)
    return study.history, study.twin


@pytest.mark.parametrize(
    ("row", "status", "why"),
    [
        ("X1,reversed,2025-2019,units[HUAW],1,-,abs,1", "unobservable", "ends before it begins"),
        ("X1,no member,2022,P,300,-,log,0.2", "unobservable", "P[NVDA]"),
        ("X1,nobody,2022,P[NOBODY],300,-,log,0.2", "unobservable", "NOBODY"),
        ("X1,unknown,2022,weather,1,-,abs,1", "unobservable", "weather"),
        ("X1,too late,2040,gap_gen,1,-,abs,1", "unobservable", "outside the run"),
        ("S01,not the shape,2020Q4,gap_gen,99,-,abs,1", "miss", ""),
        ("X1,falling,2020->2021,rev[HUAW],-0.286,rel change,rel,0.5", "pass", ""),
    ],
)
def test_a_row_gets_what_it_asks_for(
    row: str, status: str, why: str, histories: tuple[History, History], tmp_path: Path
) -> None:
    file = tmp_path / "facts.csv"
    file.write_text(HEAD + row + "\n", encoding="utf-8")
    (scored,) = score(load_facts(file), *histories)
    assert scored.status == status
    assert why in scored.why
