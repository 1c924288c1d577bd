"""Analyst briefs: what a study found, as a statement with conditions that a player can hold the
present world against. Each is one small TOML file.

A brief says under which conditions a criterion held more often than elsewhere in one study of the
model. It is an observation about that study, not a forecast and not advice.
"""

import difflib
import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

from agents.levers import LEVERS
from agents.parameters import PARAMETERS
from game.diskfile import replace_file
from game.language import tr

FORMAT = 1
SUFFIX = ".toml"
SHIPPED = Path(__file__).parent / "data" / "briefs"
LARGEST = 100_000  # bytes
_SHARES = {"density", "outside_rate", "coverage", "base_rate"}  # from 0 to 1

ConditionKind = Literal["lever", "parameter", "delay", "length"]
KINDS: tuple[ConditionKind, ...] = ("lever", "parameter", "delay", "length")


class BriefError(ValueError):
    """A file that is no brief of this version; the text says why."""


@dataclass(frozen=True)
class Condition:
    """One side of the region: a lever or a parameter of the model between two values, or how much
    later an order begins or how long it holds. An open side is None.

    `key` is the lever, the parameter or the name of the order; `first` and `last` say from which
    to which quarter the lever was held, empty for the whole study.
    """

    kind: ConditionKind
    key: str
    low: float | None
    high: float | None
    unit: str
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class Brief:
    """A region of a study's runs in which a criterion holds more often than outside.

    The criterion: `outcome` above (or below) `mark` at the horizon, where `baseline` is what a run
    was compared with (twin, path, orders or none). Shares are 0 to 1: `density` and `outside_rate`
    of the runs inside and outside, `base_rate` of all runs, `coverage` of the runs in which it
    holds that lie inside. `statement` is the one sentence for readers of the file.
    """

    key: str
    title: str
    question: str
    statement: str
    scenario: str
    horizon: str
    quarters: int
    outcome: str
    above: bool
    mark: float
    baseline: str
    conditions: tuple[Condition, ...]
    density: float
    outside_rate: float
    coverage: float
    base_rate: float
    runs: int
    study: str
    model: str


@dataclass(frozen=True)
class KeptBrief:
    """A file of a folder: a brief, or the sentence that says why it is none."""

    path: Path
    brief: Brief | None
    problem: str = ""


@dataclass(frozen=True)
class Standing:
    """How the present world stands to a condition. Both are None where that cannot be seen."""

    condition: Condition
    value: float | None
    met: bool | None


# ---- files


def read_brief(path: Path) -> Brief:
    """Read one file.

    Raises: BriefError saying what is wrong with it.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise BriefError(tr("{file} is too large for a brief.", file=path.name))
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        why = error.strerror or str(error)
        raise BriefError(tr("{file} cannot be read ({why}).", file=path.name, why=why)) from None
    except (ValueError, RecursionError) as error:
        if isinstance(error, BriefError):
            raise
        told = tr("{file} is not a TOML file: {why}.", file=path.name, why=error)
        raise BriefError(told) from None
    if entries.pop("format", None) != FORMAT:
        raise BriefError(tr("{file} is not a brief of this version.", file=path.name))
    tables = entries.pop("condition", [])
    if not isinstance(tables, list) or not tables:
        raise BriefError(tr("{file} has no conditions.", file=path.name))
    conditions = tuple(_condition(table, path.name) for table in tables)
    return Brief(**_checked(entries, Brief, path.name, conditions=conditions))


def _condition(table: Any, file: str) -> Condition:
    condition = Condition(
        **_checked(table, Condition, file, low=None, high=None, first="", last="")
    )
    known = {"lever": list(LEVERS), "parameter": [p.name for p in PARAMETERS]}
    if condition.kind not in KINDS:
        raise BriefError(tr("{file} has a condition of no known kind.", file=file))
    names = known.get(condition.kind)
    if names is not None and condition.key not in names:
        near = difflib.get_close_matches(condition.key, names, n=1, cutoff=0.0)[0]
        raise BriefError(tr("{file} names '{key}', which the model does not have; the nearest is "
                            "'{near}'.", file=file, key=condition.key, near=near))  # fmt: skip
    low, high = condition.low, condition.high
    if (low is None and high is None) or (low is not None and high is not None and low > high):
        raise BriefError(tr("{file} has a condition without a range.", file=file))
    return condition


def _checked(table: Any, kind: type[Any], file: str, **usual: Any) -> dict[str, Any]:
    """The entries of a table as the fields of a dataclass: known, there, and of the right kind."""
    entries = dict(table) if isinstance(table, dict) else {}
    wanted = {field.name: field.type for field in fields(kind)}
    for key in entries:
        if key not in wanted:
            near = difflib.get_close_matches(key, wanted, n=1, cutoff=0.0)[0]
            raise BriefError(tr("{file} has the unknown key '{key}'; the nearest is '{near}'.",
                                file=file, key=key, near=near))  # fmt: skip
    for key in wanted:
        if key not in entries and key not in usual:
            raise BriefError(tr("{file} lacks '{key}'.", file=file, key=key))
        if key in entries and not _fits(entries[key], wanted[key], key in _SHARES):
            raise BriefError(tr("{file} has a value for '{key}' that does not fit.",
                                file=file, key=key))  # fmt: skip
    return {**usual, **entries}


def _fits(value: Any, kind: Any, share: bool) -> bool:
    """Whether a value can stand in a field: texts, switches, counts above 0, finite numbers."""
    if kind is bool or isinstance(value, bool):
        return kind is bool and isinstance(value, bool)
    if kind is int:
        return isinstance(value, int) and value > 0
    if kind in (float, float | None):
        real = isinstance(value, (int, float)) and math.isfinite(value)
        return real and (not share or 0.0 <= value <= 1.0)
    return isinstance(value, str)


def brief_text(brief: Brief) -> str:
    """A brief as the text of its file."""
    lines = [f"format = {FORMAT}"]
    for field in fields(Brief):
        if field.name != "conditions":
            lines.append(f"{field.name} = {_toml(getattr(brief, field.name))}")
    for condition in brief.conditions:
        lines += ["", "[[condition]]"]
        for field in fields(Condition):
            value = getattr(condition, field.name)
            if value is not None and value != "":
                lines.append(f"{field.name} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    """A text, a number or a switch in TOML: its basic strings are written as those of JSON."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(float(value)) if isinstance(value, float) else str(value)


def write_brief(path: Path, brief: Brief) -> None:
    """Write a brief, whole or not at all. Raises: OSError."""
    replace_file(path, brief_text(brief).encode("utf-8"))


def kept_briefs(folder: Path | None) -> list[KeptBrief]:
    """Every file of a folder that ends like a brief, by name; those that are none with a reason."""
    if folder is None or not folder.is_dir():
        return []
    kept = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            kept.append(KeptBrief(path, read_brief(path)))
        except BriefError as error:
            kept.append(KeptBrief(path, None, str(error)))
    return kept


def briefs(own: Path | None = None) -> list[Brief]:
    """The briefs that come with the game and those of the player's own folder, by key; of two with
    one key the player's own counts. `kept_briefs` says what else lies in a folder, and why."""
    found = [kept.brief for folder in (SHIPPED, own) for kept in kept_briefs(folder)]
    return sorted({b.key: b for b in found if b is not None}.values(), key=lambda b: b.key)


# ---- the present world


def inside(brief: Brief, levers: Mapping[str, float]) -> list[Standing]:
    """How the levers in force stand to every condition. What the rules of the model are, and when
    orders of a study began, cannot be seen in a game."""
    return [_standing(condition, levers) for condition in brief.conditions]


def _standing(condition: Condition, levers: Mapping[str, float]) -> Standing:
    value = levers.get(condition.key) if condition.kind == "lever" else None
    if value is None or not math.isfinite(value):
        return Standing(condition, None, None)
    low = -math.inf if condition.low is None else condition.low
    high = math.inf if condition.high is None else condition.high
    slack = 1e-9 * max(abs(value), 1.0)
    return Standing(condition, value, low - slack <= value <= high + slack)
