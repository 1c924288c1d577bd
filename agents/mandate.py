"""What each seat is asked to reach, and how many points a history is worth (data/mandates.toml).

Every goal has a scale of its own; nothing here adds the points of different seats up.
"""

import csv
import difflib
import hashlib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from agents import names
from agents.history import History, columns
from agents.levers import SEATS
from agents.scales import GENERATION, OOM_PER_MONTH

FILE = Path(__file__).parent / "data" / "mandates.toml"
VALUES = Path(__file__).parent / "data" / "mandate_values.csv"
PUBLIC = 3
CRISIS_PART = 0.5
HOWS = {
    "end": "at the end",
    "mean": "on average",
    "change": "change since the first quarter",
    "growth": "change a year since the first quarter",
    "most": "highest of the game",
}
QUARTERS_PER_YEAR = 4.0


class MandateError(ValueError):
    """A mandate that cannot be read; the text says which entry and what is wrong."""


@dataclass(frozen=True)
class Goal:
    """One thing a seat is asked to reach: how it is read, and the values worth 0 and 100 points."""

    seat: str
    key: str
    text: str
    metric: str
    how: str
    zero: float
    hundred: float
    unit: str
    why: str
    source: str
    secret: bool = False


@dataclass(frozen=True)
class Condition:
    """A limit on a metric."""

    metric: str
    how: str
    at_least: float = -np.inf
    at_most: float = np.inf


@dataclass(frozen=True)
class Title:
    """A name for a way to play. `seats` are those it fits; none means all."""

    name: str
    text: str
    seats: tuple[str, ...]
    when: tuple[Condition, ...]


# ---- what can be read of a history. Shape of each: (runs, quarters)


def _toolmaker_sales(history: History) -> np.ndarray:
    chips = sum(history.column(f"sales[{d}]") for d in names.DESIGNERS[: names.HUAW])
    return np.asarray(history.column("sender_revenue") - chips)


def _compute_share(market: str) -> Callable[[History], np.ndarray]:
    def read(history: History) -> np.ndarray:
        world = sum(history.column(f"compute_market[{m}]") for m in names.MARKETS)
        return np.asarray(history.column(f"compute_market[{market}]") / np.maximum(world, 1e-9))

    return read


def _developer_share(stack: str) -> Callable[[History], np.ndarray]:
    def read(history: History) -> np.ndarray:
        people = sum(history.column(f"developers[{s}]") for s in names.STACKS)
        return np.asarray(history.column(f"developers[{stack}]") / np.maximum(people, 1e-9))

    return read


def _china_share(designer: str) -> Callable[[History], np.ndarray]:
    def read(history: History) -> np.ndarray:
        paid = sum(history.column(f"value_cn_by[{d}]") for d in names.DESIGNERS)
        return np.asarray(history.column(f"value_cn_by[{designer}]") / np.maximum(paid, 1e-9))

    return read


def _generations(history: History, ahead: tuple[str, ...], behind: tuple[str, ...]) -> np.ndarray:
    """How far the best chip of some is ahead of the best of others. Units: generations."""
    first = np.max([history.column(f"best_perf[{d}]") for d in ahead], axis=0)
    second = np.max([history.column(f"best_perf[{d}]") for d in behind], axis=0)
    return np.asarray(np.log(np.maximum(first, 1.0) / np.maximum(second, 1.0)) / GENERATION)


def _us_standing(history: History) -> np.ndarray:
    allies = history.column("alignment[TOOL]") + history.column("alignment[CHIP]")
    return np.asarray(0.25 * allies + 0.005 * history.column("capital[US]"))


def _alliance_tool(history: History) -> np.ndarray:
    joint = history.column("deals[joint_tools]")
    return np.asarray(0.75 * history.column("alignment[TOOL]") + 0.25 * joint)


def _allied_makers(history: History) -> np.ndarray:
    memory = history.column("ally_revenue") - _toolmaker_sales(history)
    plants = history.column("foundry_revenue[TSMC]") + history.column("foundry_revenue[IDM]")
    return np.asarray(plants + memory)


FORMULAS: dict[str, tuple[str, Callable[[History], np.ndarray]]] = {
    "us_standing": ("half alignment of the makers' states, half US political capital",
                    _us_standing),
    "alliance_tool": ("three quarters own alignment, a quarter the joint list in force",
                      _alliance_tool),
    "toolmaker_sales": ("sales of the allied toolmakers", _toolmaker_sales),
    "allied_makers": ("revenue of allied foundries and memory makers", _allied_makers),
    "compute_share_cn": ("China's share of usable computing", _compute_share("CN")),
    "compute_share_row": ("the rest of the world's share of usable computing",
                          _compute_share("ROW")),
    "developers_cuda": ("world developers on the leading US stack", _developer_share("CUDA")),
    "developers_cann": ("world developers on the champion's stack", _developer_share("CANN")),
    "china_share_nvda": ("share of what China pays for accelerators", _china_share("NVDA")),
    "china_share_huaw": ("share of what China pays for accelerators", _china_share("HUAW")),
    "chip_lead_nvda": ("lead of its best package over the best of any other designer",
                       lambda h: _generations(h, ("NVDA",), names.DESIGNERS[1:])),
    "chip_gap_huaw": ("lead of the best US package over its best",
                      lambda h: _generations(h, names.DESIGNERS[: names.HUAW], ("HUAW",))),
    "node_lead_tsmc": ("full nodes ahead of the best Chinese volume node",
                       lambda h: np.asarray(h.column("node[TSMC]") - h.column("node[SMIC]"))),
    "ai_gap_row": ("lead of the best US laboratory over the best of the rest of the world",
                   lambda h: np.asarray(
                       (h.column("capability[US]") - h.column("capability[ROW]"))
                       / OOM_PER_MONTH)),
    "row_deals": ("deals in force with either side", lambda h: np.asarray(
        h.column("deals[package]") + h.column("deals[corridor]"))),
}  # fmt: skip


def metric(history: History, name: str) -> np.ndarray:
    """An outcome column or a formula over columns. Shape: (runs, quarters)."""
    if name in FORMULAS:
        return FORMULAS[name][1](history)
    return history.column(name)


def meaning(name: str) -> str:
    """What a metric says, in words."""
    return FORMULAS[name][0] if name in FORMULAS else columns()[name].meaning


# ---- reading the file


@lru_cache(maxsize=1)
def _data() -> tuple[tuple[Goal, ...], tuple[Title, ...]]:
    return read_mandates(tomllib.loads(FILE.read_text(encoding="utf-8")))


def read_mandates(data: Mapping[str, Any]) -> tuple[tuple[Goal, ...], tuple[Title, ...]]:
    """Goals and titles of a file's tables. Raises: MandateError naming the entry."""
    goals = tuple(_goal(entry) for entry in data.get("goal", []))
    titles = tuple(_title(entry) for entry in data.get("title", []))
    for seat in {goal.seat for goal in goals}:
        keys = [goal.key for goal in goals if goal.seat == seat]
        if len(set(keys)) != len(keys):
            raise MandateError(f"{seat}: two goals share a key")
        public = sum(1 for goal in goals if goal.seat == seat and not goal.secret)
        if public != PUBLIC:
            raise MandateError(f"{seat}: has {public} public goals; a mandate has {PUBLIC}")
        if public == len(keys):
            raise MandateError(f"{seat}: has no secret goal to draw")
    return goals, titles


def _goal(entry: Mapping[str, Any]) -> Goal:
    where = f"goal {entry.get('seat', '?')}.{entry.get('key', '?')}"
    try:
        goal = Goal(**entry)
    except TypeError as error:
        raise MandateError(f"{where}: {error}") from None
    if goal.seat not in SEATS:
        raise MandateError(f"{where}: there is no seat '{goal.seat}'")
    if goal.zero == goal.hundred:
        raise MandateError(f"{where}: 0 and 100 points need different values")
    _check(where, goal.metric, goal.how)
    return goal


def _title(entry: Mapping[str, Any]) -> Title:
    where = f"title {entry.get('name', '?')}"
    try:
        when = tuple(Condition(**condition) for condition in entry["when"])
        title = Title(entry["name"], entry["text"], tuple(entry["seats"]), when)
    except (TypeError, KeyError) as error:
        raise MandateError(f"{where}: {error}") from None
    for condition in when:
        _check(where, condition.metric, condition.how)
    return title


def _check(where: str, name: str, how: str) -> None:
    known = [*columns(), *FORMULAS]
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)[0]
        raise MandateError(f"{where}: there is no metric '{name}'; the nearest is '{near}'")
    if how not in HOWS:
        raise MandateError(f"{where}: '{how}' is none of {', '.join(HOWS)}")


@lru_cache(maxsize=1)
def _values() -> dict[tuple[str, str, str], tuple[float, float]]:
    if not VALUES.exists():
        return {}
    with VALUES.open(encoding="utf-8", newline="") as file:
        return {
            (row["scenario"], row["seat"], row["goal"]): (float(row["zero"]), float(row["hundred"]))
            for row in csv.DictReader(file)
        }


# ---- mandates


def seats() -> tuple[str, ...]:
    """The seats that have a mandate."""
    found = {goal.seat for goal in _data()[0]}
    return tuple(seat for seat in SEATS if seat in found)


def all_goals(seat: str, scenario: str = "") -> tuple[Goal, ...]:
    """The public goals of a seat, then every candidate for its secret one, as a scenario has them.

    Empty if the seat has no mandate.
    """
    mine = sorted((g for g in _data()[0] if g.seat == seat), key=lambda g: g.secret)
    return tuple(_scaled(goal, scenario) for goal in mine)


def _scaled(goal: Goal, scenario: str) -> Goal:
    known = _values().get((scenario, goal.seat, goal.key))
    if known is None:
        return goal
    return Goal(**{**goal.__dict__, "zero": known[0], "hundred": known[1]})


def draw_secret(seat: str, seed: int) -> str:
    """The key of the secret goal that a game of this seed gives a seat; empty if it has none."""
    candidates = [goal.key for goal in all_goals(seat) if goal.secret]
    if not candidates:
        return ""
    digest = hashlib.sha256(f"secret goal {seat} {seed}".encode()).digest()
    return candidates[int.from_bytes(digest[:8], "big") % len(candidates)]


def mandate(seat: str, scenario: str = "", secret: str = "") -> tuple[Goal, ...]:
    """The three public goals of a seat, and its secret one if that is named."""
    return tuple(g for g in all_goals(seat, scenario) if not g.secret or g.key == secret)


# ---- points


def last_quarters(history: History) -> np.ndarray:
    """The quarter in which each game ended, as an index. Shape: (runs,)."""
    ended = history.column("ending") > 0.0
    last = history.values.shape[1] - 1
    return np.where(ended.any(axis=1), ended.argmax(axis=1), last)


def read(history: History, name: str, how: str, last: np.ndarray | None = None) -> np.ndarray:
    """A metric as a goal reads it, up to the quarter in which each game ended. Shape: (runs,)."""
    until = last_quarters(history) if last is None else last
    values = metric(history, name)
    runs = np.arange(len(values))
    final = values[runs, until]
    if how == "mean":
        return np.asarray(np.cumsum(values, axis=1)[runs, until] / (until + 1.0))
    if how == "change":
        return np.asarray(final - values[:, 0])
    if how == "growth":
        years = np.maximum(until, 1.0) / QUARTERS_PER_YEAR
        return np.asarray((final - values[:, 0]) / years)
    if how == "most":
        return np.asarray(np.maximum.accumulate(values, axis=1)[runs, until])
    return np.asarray(final)


def points(goal: Goal, values: np.ndarray) -> np.ndarray:
    """Points for values of a goal's metric: 0 to 100. Shape: that of the values."""
    return np.asarray(np.clip((values - goal.zero) / (goal.hundred - goal.zero), 0.0, 1.0) * 100.0)


def score(
    history: History,
    seat: str,
    scenario: str = "",
    secret: str = "",
    last: np.ndarray | None = None,
) -> np.ndarray:
    """Points of a seat's goals in every run: the public ones, then the secret one if it is named.

    A game that ended early is read at its end; a crisis takes half of everything from everybody.
    Shape: (runs, goals).
    """
    until = last_quarters(history) if last is None else last
    goals = mandate(seat, scenario, secret)
    found = [points(g, read(history, g.metric, g.how, until)) for g in goals]
    table = np.array(found).T.reshape(len(history.values), len(goals))
    ending = history.column("ending")[np.arange(len(table)), until]
    crisis = ending == names.ENDING_CRISIS
    return np.asarray(np.where(crisis[:, None], CRISIS_PART * table, table))


def title_of(history: History, seat: str) -> Title:
    """The title that fits the first run of a history: the first whose conditions all hold."""
    for title in _data()[1]:
        if (not title.seats or seat in title.seats) and all(_holds(history, c) for c in title.when):
            return title
    raise MandateError("no title fits; the last one of the file must have no conditions")


def _holds(history: History, condition: Condition) -> bool:
    value = float(read(history, condition.metric, condition.how)[0])
    return condition.at_least <= value <= condition.at_most


def titles() -> tuple[Title, ...]:
    """Every title, in the order in which they are tried."""
    return _data()[1]
