"""Scenarios: openings, recorded paths and events from data files, every number with a source."""

import difflib
import math
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np

from agents import deck, names, parameters
from agents.levers import ACTORS, INDEX, LEVERS, SEATS
from agents.names import quarter_index, quarter_name
from agents.plan import Order, Plan
from agents.state import DEFAULT_BUYERS, SINGLES, layout

FOLDER = Path(__file__).parent / "scenarios"
# Fewer leave a group of the scenario files without a buyer.
FEWEST_BUYERS = 12
SECTORS = ("private", "state", "laboratory")
# The history that later scenarios open from: of 500 runs of this seed the one nearest to the facts
# (`python -m agents.calibrate --typical`).
REFERENCE_SEED = 2018
REFERENCE_RUN = 271


class ScenarioError(ValueError):
    """A scenario that cannot be read; the text says which file, where and what to do."""


@dataclass(frozen=True)
class Scenario:
    """A setting to play or to run: when, who, from which opening, along which recorded path."""

    name: str
    title: str
    start: int
    end: int
    seats: tuple[str, ...]
    default_seat: str
    summary: str
    briefing: str
    twin_summary: str
    twin_since: int
    opens_from: str
    data: dict[str, Any] = field(repr=False, compare=False)

    @property
    def quarters(self) -> int:
        """Length of the game."""
        return self.end - self.start + 1

    def base_plan(self) -> Plan:
        """The recorded path and the events; everything else is left to the seats."""
        plan = Plan(self.start, self.quarters)
        _enter_paths(plan, self.data)
        return plan

    def twin_plan(self, plan: Plan) -> Plan:
        """The same plan without the sender's controls and without the target's recorded answers."""
        twin = plan.without_controls()
        recorded = {entry["lever"] for entry in self.data.get("path", [])}
        for key in recorded:
            if LEVERS[key].actor != "us":
                column = INDEX[key]
                same = _same(plan.values[:, column], self.base_plan().values[:, column])
                twin.values[same, column] = np.nan
        return twin


def _same(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a == b) | (np.isnan(a) & np.isnan(b))


def _enter_paths(plan: Plan, data: dict[str, Any]) -> None:
    for entry in data.get("path", []):
        lever = LEVERS[entry["lever"]]
        last = quarter_index(entry["until"]) if "until" in entry else plan.end
        for text, value in sorted(entry["points"].items(), key=lambda item: item[0]):
            quarter = quarter_index(text)
            if quarter <= plan.end:
                plan.set(Order(lever.actor, lever.key, float(value), max(quarter, plan.start)))
        plan.values[last - plan.start + 1 :, INDEX[lever.key]] = np.nan
    for entry in data.get("event", []):
        plan.hold(entry["lever"], float(entry.get("otherwise", 0.0)))
        for text in entry["quarters"]:
            plan.pulse(entry["lever"], float(entry["value"]), quarter_index(text))


@lru_cache(maxsize=1)
def scenario_names() -> list[str]:
    """The scenarios that come with the model: the files of the folder, by their first quarter."""
    return sorted((f.stem for f in FOLDER.glob("*.toml")), key=load_start)


def load_start(name: str) -> str:
    """The first quarter that a scenario's file names; empty if it names none."""
    return str(_parse(FOLDER / f"{name}.toml").get("start", ""))


@lru_cache(maxsize=16)
def load(name: str) -> Scenario:
    """Read a scenario by name.

    Raises: ScenarioError naming the nearest scenario, or what is wrong with the file.
    """
    if name not in scenario_names():
        near = difflib.get_close_matches(name, scenario_names(), n=1, cutoff=0.0)[0]
        raise ScenarioError(
            f"there is no scenario '{name}'; the nearest is '{near}' (see: twostacks scenarios)"
        )
    return _read(FOLDER / f"{name}.toml")


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ScenarioError(f"{path.name} is not valid TOML: {error}") from None


def _read(path: Path) -> Scenario:
    data = _parse(path)
    try:
        scenario = Scenario(
            name=data["name"],
            title=data["title"],
            start=quarter_index(data["start"]),
            end=quarter_index(data["end"]),
            seats=tuple(data["seats"]),
            default_seat=data["default_seat"],
            summary=data["summary"],
            briefing=" ".join(data["briefing"].split()),
            twin_summary=data["twin"]["summary"],
            twin_since=quarter_index(data["twin"]["since"]),
            opens_from=data.get("opens_from", ""),
            data=data,
        )
        scenario.base_plan()
    except KeyError as missing:
        raise ScenarioError(f"{path.name}: {missing} is missing or unknown") from None
    except (ValueError, TypeError, AttributeError) as error:
        raise ScenarioError(f"{path.name}: {error}") from None
    return scenario


def open_row(
    scenario: Scenario,
    buyers: int = DEFAULT_BUYERS,
    *,
    controls: bool = True,
    seat: str = "",
    values: dict[str, float] | None = None,
) -> np.ndarray:
    """The opening of a scenario as a row.

    Later scenarios open from the state of the calibrated history run at their first quarter; with
    controls=False from the state of a history without controls, if that is their twin. `seat` is
    held by a player. Shape: (width,) float64.
    """
    key = tuple(sorted((values or {}).items()))
    since_start = scenario.twin_since >= scenario.start
    row = _opened(scenario.name, buyers, controls or since_start, key).copy()
    if seat:
        hold_seat(row, seat, buyers)
    return row


def open_rows(
    scenario: Scenario,
    buyers: int = DEFAULT_BUYERS,
    *,
    controls: bool = True,
    seat: str = "",
) -> np.ndarray:
    """The opening under every accepted parameter set: what history leaves open, as worlds.

    A study's run r starts from row r modulo their number. Shape: (sets, width) float64.
    """
    since_start = scenario.twin_since >= scenario.start
    rows = _opened_sets(scenario.name, buyers, controls or since_start).copy()
    if seat:
        for row in rows:
            hold_seat(row, seat, buyers)
    return rows


def openings(
    scenario: Scenario,
    values: np.ndarray,
    buyers: int = DEFAULT_BUYERS,
    *,
    controls: bool = True,
    seat: str = "",
) -> np.ndarray:
    """The opening under each of many sets of parameters.

    Shapes: values (sets, parameters) in the order of PARAMETERS; returns (sets, width) float64.
    """
    origin = load(scenario.opens_from) if scenario.opens_from else scenario
    rows = np.repeat(_typed(origin.name, buyers)[None, :], len(values), axis=0)
    views = layout(buyers).views(rows)
    for p, column in zip(parameters.PARAMETERS, np.asarray(values, dtype=float).T, strict=True):
        views.parameters[:, 0][p.name] = column
    sigma = views.parameters[:, 0]["sigma"]
    views.buyers["switching"] = sigma[:, None] * _switching(origin.data, buyers)
    if scenario.opens_from:
        with_controls = controls or scenario.twin_since >= scenario.start
        _play_up_to(scenario, origin, rows, with_controls, buyers)
    if seat:
        for row in rows:
            hold_seat(row, seat, buyers)
    return rows


@lru_cache(maxsize=8)
def _opened_sets(name: str, buyers: int, controls: bool) -> np.ndarray:
    return openings(load(name), parameters.accepted(), buyers, controls=controls)


@lru_cache(maxsize=8)
def _typed(name: str, buyers: int) -> np.ndarray:
    return build_row(load(name), buyers, {})


def _play_up_to(
    scenario: Scenario, origin: Scenario, rows: np.ndarray, controls: bool, buyers: int
) -> None:
    """Play the history that a later scenario opens from; its counters start anew."""
    from agents.ensemble import play

    plan = origin.base_plan()
    if not controls:
        plan = origin.twin_plan(plan)
    runs = np.full(len(rows), REFERENCE_RUN, dtype=np.int64)
    play(rows, plan, REFERENCE_SEED, runs, origin.start, scenario.start - 1)
    where = layout(buyers)
    for member in range(len(names.DESIGNERS)):
        rows[:, where.position("designers", member, "cumulative_sales")] = 0.0
    rows[:, where.position("outcome", 0, "sender_cumulative")] = 0.0


def hold_seat(row: np.ndarray, seat: str, buyers: int) -> None:
    """Mark a seat as held by a player: its mind no longer decides."""
    if seat not in SEATS:
        raise ScenarioError(f"there is no seat '{seat}'; seats are {', '.join(SEATS)}")
    kind, member = ACTORS[seat]
    where = layout(buyers)
    position = where.position(kind, member, "held")
    row[position : position + 1].view(np.int64)[0] = 1


@lru_cache(maxsize=64)
def _opened(
    name: str, buyers: int, controls: bool, values: tuple[tuple[str, float], ...]
) -> np.ndarray:
    scenario = load(name)
    if not scenario.opens_from:
        return build_row(scenario, buyers, dict(values))
    origin = load(scenario.opens_from)
    rows = _opened(origin.name, buyers, True, values)[None, :].copy()
    _play_up_to(scenario, origin, rows, controls, buyers)
    return rows[0]


def build_row(scenario: Scenario, buyers: int, values: dict[str, float]) -> np.ndarray:
    """A row typed in a scenario file. Shape: (width,) float64."""
    where = layout(buyers)
    row = np.zeros((1, where.width))
    views = where.views(row)
    for name, kind in where.kinds.items():
        for f in kind.fields:
            if f.start:
                getattr(views, name)[0][f.name] = f.start
    for name, value in {**parameters.defaults(), **values}.items():
        views.parameters[0, 0][name] = value
    views.economy[0, 0]["quarter"] = scenario.start
    deck.fill(views.events[0])
    for k, sides in enumerate(names.DEAL_SIDES):
        places = [names.GOVERNMENTS.index(side) for side in sides]
        for name, value in zip(("index", "side_a", "side_b"), (k, *places), strict=True):
            views.deals[0, k][name] = value
    for kind, agents in scenario.data["opening"].items():
        if kind == "installed":
            continue
        if kind in SINGLES:
            _fill(getattr(views, kind)[0, 0], agents, kind)
            continue
        members = where.kinds[kind].members
        for member, fields in agents.items():
            _fill(getattr(views, kind)[0, members.index(member)], fields, f"{kind}.{member}")
    _fill_buyers(views, scenario.data, buyers)
    return row[0]


def _fill(record: Any, fields: dict[str, list[Any]], where: str) -> None:
    for name, entry in fields.items():
        if name not in record.dtype.names:
            near = difflib.get_close_matches(name, record.dtype.names, n=1, cutoff=0.0)[0]
            raise ScenarioError(f"[{where}] has no field '{name}'; the nearest is '{near}'")
        if len(entry) != 3:
            raise ScenarioError(f"[{where}] {name} needs a value, a unit and a source")
        record[name] = entry[0]


def _fill_buyers(views: Any, data: dict[str, Any], buyers: int) -> None:
    """Spread buyers over the groups; budgets lognormal, both by quantiles, so any number works."""
    installed = data["opening"]["installed"]
    performance = np.array(installed["performance"][0])
    sigma = float(views.parameters[0, 0]["sigma"])
    views.buyers[0]["switching"] = sigma * _switching(data, buyers)
    for group, begin, end in _groups(data, buyers):
        some = views.buyers[0, begin:end]
        market = names.MARKETS.index(group["market"])
        some["market"] = market
        some["sector"] = SECTORS.index(group["sector"])
        weights = _weights(end - begin, data["buyers"]["spread"][0])
        whole_weight = np.cumsum(weights)[-1]  # one by one: Python 3.12 sums floats another way
        some["share"] = group["share"] * weights / whole_weight
        place = _between(end - begin, 0.6180339887498949)
        some["train_share"] = group["train"] + data["buyers"]["train_spread"][0] * place
        some["caution"] = 1.0 + 0.4 * place
        units = np.array(installed[group["market"]][0]) * some["share"][:, None]
        compute = units * performance / 1000.0
        some["installed"], some["compute"] = units, compute
        some["installed_all"] = units.sum(axis=1)
        for name, parts in (("installed", units), ("compute", compute)):
            whole = views.markets[0, market][name]
            whole[:] = np.cumsum(np.vstack([whole, parts]), axis=0)[-1]  # one by one, in order


def _groups(data: dict[str, Any], buyers: int) -> Iterator[tuple[dict[str, Any], int, int]]:
    """Every group of buyers with its first buyer and the one after its last."""
    groups = data["buyers"]["groups"]
    parts = np.cumsum([g["part"] for g in groups]) / sum(g["part"] for g in groups)
    begin = 0
    for group, end in zip(groups, np.round(parts * buyers).astype(int).tolist(), strict=True):
        if end == begin:
            raise ScenarioError(
                f"{buyers} buyers leave none for {group['market']} {group['sector']} money; "
                f"take {FEWEST_BUYERS} or more"
            )
        yield group, begin, end
        begin = end


@lru_cache(maxsize=64)
def _weights(count: int, spread: float) -> np.ndarray:
    """Budgets of so many buyers, lognormal by quantiles. Shape: (count,)."""
    normal = NormalDist()
    return np.array([math.exp(spread * normal.inv_cdf((i + 0.5) / count)) for i in range(count)])


def _between(count: int, step: float) -> np.ndarray:
    """So many places from -1 to 1, spread evenly by a golden step. Shape: (count,)."""
    return ((np.arange(count) * step) % 1.0) * 2.0 - 1.0


def _switching(data: dict[str, Any], buyers: int) -> np.ndarray:
    """The cost of switching of every buyer, per unit of the parameter sigma. Shape: (buyers,)."""
    parts = [_between(end - begin, 0.7548776662466927) for _, begin, end in _groups(data, buyers)]
    return 1.0 + 0.4 * np.concatenate(parts)


def describe(scenario: Scenario) -> dict[str, Any]:
    """A scenario as plain values for listings."""
    return {
        "name": scenario.name,
        "title": scenario.title,
        "start": quarter_name(scenario.start),
        "end": quarter_name(scenario.end),
        "quarters": scenario.quarters,
        "seats": list(scenario.seats),
        "default_seat": scenario.default_seat,
        "summary": scenario.summary,
        "twin": scenario.twin_summary,
        "opens_from": scenario.opens_from,
    }
