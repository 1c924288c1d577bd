"""The [[factor]] tables of an experiment file: what varies between its points, and how far."""

import math
import re
from dataclasses import dataclass

from agents.levers import LEVERS, Lever
from agents.names import quarter_name
from agents.parameters import PARAMETERS, Parameter
from game.commands.problems import nearest
from game.lab.experiment import Factor, FactorKind, Step
from game.lab.steps import Game, find, one_quarter, until
from game.lab.table import Table

MOST_FACTORS = 200
KINDS = ("lever", "levers", "parameter", "delay", "length")
FACTOR_KEYS = (*KINDS, "name", "low", "high", "values", "usual", "from", "until")
# Keys of a [[point]] beside its factors.
POINT_KEYS = ("name", "order")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True)
class _Range:
    """What a factor may be set to, from what it is."""

    kind: FactorKind
    keys: tuple[str, ...]
    low: float
    high: float
    unit: str
    whole: bool
    usual: float | None = None


def log_scale(factor: Factor) -> bool:
    """Whether a factor is spread evenly in its logarithm, as thresholds are."""
    return factor.kind == "lever" and all(LEVERS[key].log_scale for key in factor.keys)


def read_factors(tables: list[Table], game: Game, steps: tuple[Step, ...]) -> tuple[Factor, ...]:
    """The factors of a list of tables.

    Raises: CommandError for a factor that is not valid, or that stands in another's way.
    """
    factors: list[Factor] = []
    if len(tables) > MOST_FACTORS:
        raise tables[MOST_FACTORS].wrong(
            (), f"an experiment has at most {MOST_FACTORS:,} factors, not {len(tables):,}"
        )
    for table in tables:
        table.allow(FACTOR_KEYS)
        factor = _factor(table, game, steps)
        for other in factors:
            if other.name.lower() == factor.name.lower():  # as some readers of tables see it
                raise table.wrong(
                    "name",
                    f"two factors are named '{factor.name}'; give one of them another 'name'",
                )
            _apart(table, factor, other)
        factors.append(factor)
    return tuple(factors)


def _factor(table: Table, game: Game, steps: tuple[Step, ...]) -> Factor:
    given = [kind for kind in KINDS if kind in table]
    if len(given) != 1:
        raise table.wrong(
            given[1] if given else (),
            f"a factor has one of {', '.join(KINDS)}, and this one has "
            f"{' and '.join(given) or 'none'}",
        )
    key = given[0]
    span = {"parameter": _parameter, "delay": _shift, "length": _shift}.get(key, _levers)(
        table, key, game, steps
    )
    first, last = _quarters(table, span, game)
    values = _values(table, span)
    low, high = (values[0], values[-1]) if values else _bounds(table, span)
    if span.kind in ("delay", "length"):
        _stays_in_game(table, span, low, high, game, steps)
    name = table.text("name", re.sub(r"[^A-Za-z0-9_-]", "_", span.keys[0].rpartition(".")[2]))
    if not _NAME.fullmatch(name) or name in POINT_KEYS:
        raise table.wrong(
            "name" if "name" in table else key,
            f"'{name}' cannot name a factor: a name has letters, digits, _ and -, begins with a "
            f"letter, and is neither 'name' nor 'order'",
        )
    usual = _usual(table, span, values, low, high)
    return Factor(
        name, span.kind, span.keys, low, high, usual, span.unit, span.whole, values, first, last
    )


def _levers(table: Table, key: str, game: Game, steps: tuple[Step, ...]) -> _Range:
    words = table.texts(key) if key == "levers" else (table.text(key),)
    levers = [find(table, key, word) for word in words]
    low, high = max(x.low for x in levers), min(x.high for x in levers)
    if low >= high:
        ranges = ", ".join(f"{x.key} {x.range_text}" for x in levers)
        raise table.wrong(key, f"no value fits all of these levers: {ranges}")
    unit = " or ".join(dict.fromkeys(x.unit for x in levers))
    return _Range("lever", words, low, high, unit, any(_is_switch(x) for x in levers))


def _is_switch(lever: Lever) -> bool:
    """Whether a lever has a few positions, such as 0 or 1, and nothing between them."""
    return lever.step == 1.0 and lever.unit[0] in "-0"


def _parameter(table: Table, key: str, game: Game, steps: tuple[Step, ...]) -> _Range:
    word = table.choice(key, [p.name for p in PARAMETERS])
    p: Parameter = next(p for p in PARAMETERS if p.name == word)
    return _Range("parameter", (word,), p.low, p.high, p.unit, False, p.value)


def _shift(table: Table, key: str, game: Game, steps: tuple[Step, ...]) -> _Range:
    names = [step.name for step in steps if step.name]
    words = table.texts(key)
    for word in words:
        if not names:
            raise table.wrong(key, f"no order is named '{word}': give an [[order]] that name")
        if word not in names:
            near = nearest(word, names)
            raise table.wrong(key, f"no order is named '{word}'; the nearest is '{near}'")
    kind: FactorKind = "delay" if key == "delay" else "length"
    low = -math.inf if kind == "delay" else 0.0
    return _Range(kind, words, low, math.inf, "quarters", True)


def _quarters(table: Table, span: _Range, game: Game) -> tuple[int | None, int | None]:
    for key in ("from", "until"):
        if key in table and span.kind != "lever":
            raise table.wrong(key, f"'{key}' is for levers; a {span.kind} has none")
    first = table.quarter("from", game.first, game.last) if "from" in table else None
    begin = game.first if first is None else first
    pulses = [key for key in span.keys if span.kind == "lever" and LEVERS[key].pulse]
    return first, one_quarter(table, pulses[0], begin) if pulses else until(table, begin, game)


def _fits(table: Table, key: str, span: _Range, value: float) -> float:
    """The same value if the factor can take it."""
    if not span.low <= value <= span.high:
        near = min(max(value, span.low), span.high)
        reach = f"from {span.low:g}" if span.high == math.inf else f"{span.low:g} to {span.high:g}"
        unit = "" if span.unit[0] in "-0" else f" {span.unit}"  # as Lever.range_text has it
        raise table.wrong(
            key,
            f"{value:g} is outside the range of {' and '.join(span.keys)}, {reach}{unit}; "
            f"the nearest valid value is {near:g}",
        )
    if span.whole and value != round(value):
        raise table.wrong(
            key,
            f"{' and '.join(span.keys)} takes whole numbers, not {value:g}; "
            f"the nearest is {round(value)}",
        )
    return value


def _values(table: Table, span: _Range) -> tuple[float, ...]:
    """The levels, from low to high; none if the file gives none."""
    if "values" not in table:
        return ()
    for key in ("low", "high"):
        if key in table:
            raise table.wrong(key, f"a factor has 'values' or '{key}', not both")
    values = [_fits(table, "values", span, value) for value in table.numbers("values")]
    if len(values) < 2 or len(set(values)) < len(values):
        raise table.wrong("values", "'values' needs two levels or more, each once")
    return tuple(sorted(values))


def _bounds(table: Table, span: _Range) -> tuple[float, float]:
    if span.kind in ("delay", "length"):
        for key in ("low", "high"):
            if key not in table:
                raise table.wrong(key, f"'{key}' is missing: a {span.kind} has no range of its own")
    low = _fits(table, "low", span, table.number("low", span.low))
    high = _fits(table, "high", span, table.number("high", span.high))
    if low > high:
        raise table.wrong(
            "low" if "low" in table else "high",
            f"the range is reversed: low is {low:g} and high is {high:g}",
        )
    if low == high:
        raise table.wrong(
            "low" if "low" in table else "high",
            f"low and high are both {low:g}: what does not vary is no factor"
            + ("; write it as an [[order]]" if span.kind == "lever" else ""),
        )
    return low, high


def _stays_in_game(
    table: Table, span: _Range, low: float, high: float, game: Game, steps: tuple[Step, ...]
) -> None:
    """Refuse a delay or a length that would take an order out of the game."""
    for step in steps:
        if step.name not in span.keys:
            continue
        least = float(game.first - step.first) if span.kind == "delay" else 0.0
        most = float(game.last - step.first + (span.kind == "length"))
        for key, value in (("low", low), ("high", high)):
            if not least <= value <= most:
                raise table.wrong(
                    key if key in table else "values",
                    f"a {span.kind} of {value:g} quarters takes '{step.name}' out of the game, "
                    f"{quarter_name(game.first)} to {quarter_name(game.last)}; it may be "
                    f"{least:g} to {most:g}",
                )


def _usual(table: Table, span: _Range, values: tuple[float, ...], low: float, high: float) -> float:
    """Where a factor stands while another one varies."""
    if "usual" in table:
        return _fits(table, "usual", span, table.number("usual"))
    if span.usual is not None:
        return span.usual
    if span.kind == "delay" and low <= 0.0 <= high:
        return 0.0
    if values:
        return values[(len(values) - 1) // 2]
    if span.whole:
        return float(math.floor((low + high) / 2.0))
    if span.kind == "lever" and all(LEVERS[key].log_scale for key in span.keys):
        return math.sqrt(low * high)
    return (low + high) / 2.0


def _apart(table: Table, factor: Factor, other: Factor) -> None:
    """Refuse a factor that moves what another one moves in the same quarters."""
    shared = [key for key in factor.keys if key in other.keys]
    if factor.kind != other.kind or not shared:
        return
    if factor.kind == "lever":
        begins = max(factor.first or 0, other.first or 0)
        ends = min(_end(factor), _end(other))
        if begins > ends:
            return
    what = f"the {factor.kind} of '{shared[0]}'" if factor.kind != "lever" else f"'{shared[0]}'"
    when = " in the same quarters" if factor.kind == "lever" else ""
    raise table.wrong((), f"the factors '{other.name}' and '{factor.name}' both move {what}{when}")


def _end(factor: Factor) -> float:
    return math.inf if factor.last is None else float(factor.last)
