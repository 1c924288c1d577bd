"""Facts from outside and how well the model's history run meets them.

A facts file is a table with the columns id, fact, period, observable, value, unit, tol_kind,
tolerance (more may follow). An observable is computed from a run by name; one that the model does
not know is reported as unobservable, never skipped.
"""

import csv
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from agents import names
from agents.history import History
from agents.names import quarter_index
from agents.shapes import SHAPES

FILE = Path(__file__).parent / "data" / "facts.csv"
COLUMNS = ("id", "fact", "period", "observable", "value", "unit", "tol_kind", "tolerance")
NUMERIC = ("log", "abs", "rel")
SHAPE_KINDS = ("sign", "order", "pattern")
PASS = 2.0


class FactsError(ValueError):
    """A facts file that cannot be read; the text names the row and the column."""


class UnobservableError(Exception):
    """An observable or a period that the model does not have; the text says why."""


@dataclass(frozen=True)
class Fact:
    """One fact: what was observed when, and how far off a model may be."""

    id: str
    fact: str
    period: str
    observable: str
    value: float
    text: str
    unit: str
    tol_kind: str
    tolerance: float
    split: str
    source: str


@dataclass(frozen=True)
class Score:
    """How the model meets a fact. z is None for shapes and for what cannot be observed."""

    fact: Fact
    median: float | None
    z: float | None
    status: str
    why: str = ""


def load_facts(path: Path | None = None) -> list[Fact]:
    """Read a facts file; without a path the calibration and shape facts that come with the model.

    Raises: FactsError naming the row and the column.
    """
    where = FILE if path is None else path
    try:
        with where.open(newline="", encoding="utf-8-sig") as handle:
            reader = csv.DictReader(handle)
            missing = [c for c in COLUMNS if c not in (reader.fieldnames or [])]
            if missing:
                raise FactsError(
                    f"{where.name}: row 1 has no column '{missing[0]}'; "
                    f"needed are {', '.join(COLUMNS)}"
                )
            return [_read(row, reader.line_num, where.name) for row in reader]
    except OSError as error:
        raise FactsError(f"{where} cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise FactsError(f"{where.name} is not a CSV text in UTF-8: {error}") from None


def _read(row: dict[str, Any], number: int, file: str) -> Fact:
    def fail(column: str, text: str) -> FactsError:
        return FactsError(f"{file}: row {number}, column '{column}': {text}")

    if None in row or any(row[c] is None for c in COLUMNS):
        raise FactsError(f"{file}: row {number} has not as many fields as the first row")
    kind = row["tol_kind"].strip()
    if kind not in NUMERIC + SHAPE_KINDS:
        raise fail("tol_kind", f"'{kind}' is none of {', '.join(NUMERIC + SHAPE_KINDS)}")
    for column in ("id", "period", "observable"):
        if not row[column].strip():
            raise fail(column, "is empty")
    value = tolerance = math.nan
    if kind in NUMERIC and row["observable"].strip() != "lag":
        value = _number(row["value"], lambda text: fail("value", text))
        tolerance = _number(row["tolerance"], lambda text: fail("tolerance", text))
        if tolerance <= 0.0:
            raise fail("tolerance", f"must be above 0, not {tolerance:g}")
        if kind == "log" and value <= 0.0:
            raise fail("value", f"must be above 0 for a log tolerance, not {value:g}")
        if kind == "rel" and value == 0.0:
            raise fail("value", "must not be 0 for a rel tolerance")
    return Fact(
        row["id"].strip(),
        row["fact"],
        row["period"].strip(),
        row["observable"].strip(),
        value,
        row["value"],
        row["unit"],
        kind,
        tolerance,
        row.get("split") or "",
        row.get("source") or "",
    )


def _number(text: str, fail: Callable[[str], FactsError]) -> float:
    try:
        value = float(text)
    except ValueError:
        raise fail(f"'{text}' is not a number") from None
    if not math.isfinite(value):
        raise fail(f"'{text}' is not a finite number")
    return value


# --- observables: from a history and a span of quarters to one number a run ---

_Observe = Callable[[History, slice, str], np.ndarray]


def _sum(column: str) -> _Observe:
    return lambda h, span, member: h.column(_named(column, member))[:, span].sum(axis=1)


def _last(column: str) -> _Observe:
    return lambda h, span, member: h.column(_named(column, member))[:, span][:, -1]


def _mean(column: str) -> _Observe:
    return lambda h, span, member: h.column(_named(column, member))[:, span].mean(axis=1)


def _share(part: str, whole: str) -> _Observe:
    def observe(h: History, span: slice, member: str) -> np.ndarray:
        top = h.column(_named(part, member))[:, span].sum(axis=1)
        bottom = h.column(_named(whole, member))[:, span].sum(axis=1)
        return np.asarray(top / np.maximum(bottom, 1e-12))

    return observe


def _named(column: str, member: str) -> str:
    return f"{column}[{member}]" if member else column


def _share_cn(h: History, span: slice, member: str) -> np.ndarray:
    if member in names.TOOLMAKERS:
        return _mean("tool_share_cn")(h, span, "")
    top = h.column(f"value_cn_by[{member}]")[:, span].sum(axis=1)
    return np.asarray(top / np.maximum(h.column("value_cn")[:, span].sum(axis=1), 1e-12))


def _self_sufficiency(h: History, span: slice, member: str) -> np.ndarray:
    if member != "chips":
        return _mean("layer_self_sufficiency")(h, span, member)
    home = [h.column(f"value_cn_by[{d}]") for d in ("HUAW", "CAMB", "CNX")]
    top = np.sum(home, axis=0)[:, span].sum(axis=1)
    return np.asarray(top / np.maximum(h.column("value_cn")[:, span].sum(axis=1), 1e-12))


def _revenue(h: History, span: slice, member: str) -> np.ndarray:
    column = "foundry_revenue" if member in names.FOUNDRIES else "revenue"
    return _sum(column)(h, span, member)


def _new_compute(h: History, span: slice, member: str) -> np.ndarray:
    new = h.column("new_compute")[:, span]
    return np.asarray((h.column("new_compute_share")[:, span] * new).sum(axis=1) / new.sum(axis=1))


def _train_share(h: History, span: slice, member: str) -> np.ndarray:
    total = np.sum([h.column(f"train_compute_cn[{d}]") for d in names.DESIGNERS], axis=0)
    return np.asarray(
        h.column(f"train_compute_cn[{member}]")[:, span][:, -1] / total[:, span][:, -1]
    )


def _pace(h: History, span: slice, member: str) -> np.ndarray:
    node = h.column(f"node[{member}]")[:, span]
    return np.asarray((node[:, -1] - node[:, 0]) / (node.shape[1] - 1) * 4.0)


def _champion_share(h: History, span: slice, member: str) -> np.ndarray:
    if member != "HUAW":
        raise UnobservableError("only Huawei's share of TSMC is kept")
    return 100.0 * _share("foundry_champion", "foundry_revenue")(h, span, "TSMC")


OBSERVABLES: dict[str, _Observe] = {
    "P": _last("best_perf"),
    "gap_gen": _last("gap_generations"),
    "gap_months": _last("gap_months"),
    "node": _last("node"),
    "yield": _last("yield_rate"),
    "cap_adv": _last("cap_adv"),
    "share_CN": _share_cn,
    "self_suff": _self_sufficiency,
    "units_CN": _sum("units_cn"),
    "units": _sum("units"),
    "rd_int": _share("rd", "revenue"),
    "sales": _sum("sales"),
    "rev": _revenue,
    "smuggled": _sum("smuggled"),
    "ai_gap": _mean("ai_gap_months"),
    "share_new_compute": _new_compute,
    "cluster_ratio.pf": _last("cluster_pflops_ratio"),
    "cluster_ratio.w_per_flop": _last("cluster_watts_ratio"),
    "dev": _last("developers"),
    "train_share": _train_share,
    "imports": _sum("imports"),
    "dnode/dt": _pace,
    "share_TSMC": _champion_share,
}

_NAME = re.compile(r"^([A-Za-z_.]+)(?:\[([A-Za-z_]+)\])?(/dt)?$")


def _span(history: History, period: str) -> slice:
    """The quarters of a period written as a year, a quarter or years from-to."""
    parts = re.split(r"-(?=\d{4})", period.strip())
    try:
        begin, end = _ends(parts[0])[0], _ends(parts[-1])[1]
    except ValueError:
        raise UnobservableError(f"'{period}' is not a year, a quarter or a span of years") from None
    if end < begin:
        raise UnobservableError(f"{period} ends before it begins")
    if begin < history.start or end > history.end:
        raise UnobservableError(f"{period} is outside the run")
    return slice(begin - history.start, end - history.start + 1)


def _ends(text: str) -> tuple[int, int]:
    if re.fullmatch(r"\d{4}", text):
        return quarter_index(f"{text}Q1"), quarter_index(f"{text}Q4")
    if re.fullmatch(r"\d{4}H[12]", text):
        first = 1 if text.endswith("1") else 3
        return quarter_index(f"{text[:4]}Q{first}"), quarter_index(f"{text[:4]}Q{first + 1}")
    quarter = quarter_index(text)
    return quarter, quarter


def observe(history: History, observable: str, period: str, unit: str = "") -> np.ndarray:
    """An observable over a period, for every run. Shape: (runs,).

    'A/B' is the ratio of two periods; 'A->B' the change, relative if the unit says 'rel'.
    Raises: UnobservableError with the reason.
    """
    if "->" in period or "/" in period:
        first, second = re.split(r"->|/", period, maxsplit=1)
        a = observe(history, observable, first.strip(), unit)
        b = observe(history, observable, second.strip(), unit)
        with np.errstate(divide="ignore", invalid="ignore"):
            if "/" in period:
                return np.asarray(a / b)
            return np.asarray(b / a - 1.0) if "rel" in unit else b - a
    match = _NAME.match(observable)
    if match is None:
        raise UnobservableError(f"'{observable}' is not the name of an observable")
    name = match.group(1) + ("/dt" if match.group(3) else "")
    if name not in OBSERVABLES:
        raise UnobservableError(f"the model has no observable '{name}'")
    try:
        return OBSERVABLES[name](history, _span(history, period), match.group(2) or "")
    except KeyError:
        if match.group(2) is None:
            text = f"'{name}' needs a member in brackets, as in P[NVDA]"
        else:
            text = f"the model has no '{match.group(2)}' for '{name}'"
        raise UnobservableError(text) from None


def z_score(median: float, fact: Fact) -> float:
    """Distance from the fact in tolerances."""
    if fact.tol_kind == "log":
        return math.log(max(median, 1e-12) / fact.value) / fact.tolerance
    if fact.tol_kind == "rel":
        return (median - fact.value) / abs(fact.value) / fact.tolerance
    return (median - fact.value) / fact.tolerance


def score_fact(fact: Fact, history: History, twin: History) -> Score:
    """Score one fact on a history run and, for some shapes, its twin without controls."""
    if fact.id in SHAPES and math.isnan(fact.value):
        share = float(np.mean(SHAPES[fact.id](history, twin)))
        return Score(fact, share, None, "pass" if share >= 0.5 else "miss", "share of runs")
    if fact.tol_kind in SHAPE_KINDS:
        return Score(fact, None, None, "unobservable", "no test is written for this shape")
    try:
        median = float(np.median(observe(history, fact.observable, fact.period, fact.unit)))
    except UnobservableError as reason:
        return Score(fact, None, None, "unobservable", str(reason))
    if not math.isfinite(median):
        return Score(fact, None, None, "unobservable", "has no value in this run")
    z = z_score(median, fact)
    return Score(fact, median, z, "pass" if abs(z) <= PASS else "miss")


def score(facts: list[Fact], history: History, twin: History) -> list[Score]:
    """Score all facts, in order."""
    return [score_fact(fact, history, twin) for fact in facts]
