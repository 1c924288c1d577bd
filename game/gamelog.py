"""The log of a game: JSON lines on disk. A header, then orders, ended quarters and undone ones.

A log is only ever appended to, or replaced as a whole: after a crash it holds every quarter that
was acknowledged, and perhaps a torn last line.
"""

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents import names
from agents.characters import PLAIN, WAYS
from agents.plan import Order
from agents.scenario import FEWEST_BUYERS
from game.predictions import Predicted

FORMAT = 1
MOST_BUYERS = 10_000
KIND = "two-stacks game"
LARGEST = 20_000_000  # bytes; a long game has less than 100,000


class SessionError(ValueError):
    """A game that cannot be played, saved or read; the text says where and what to do."""


class OtherModelError(SessionError):
    """A game that was played with another version of the model."""


@dataclass(frozen=True)
class Setup:
    """What a game starts from. The seed, the orders and the model decide everything else.

    In a sandbox quarters can be taken back; an iron game is kept in one file, without copies.
    `characters` says who leads the other seats: "shuffled" by the seed, or "plain".
    """

    scenario: str
    seat: str
    seed: int = 7
    sandbox: bool = False
    buyers: int = 64
    iron: bool = False
    characters: str = PLAIN


@dataclass(frozen=True)
class Ended:
    """A quarter that was ended, with the checksums of the two worlds after it, maybe the last."""

    quarter: int
    checksum: str
    twin: str
    last: bool = False


@dataclass(frozen=True)
class Undone:
    """A quarter that was taken back."""

    quarter: int


@dataclass(frozen=True)
class Scheduled:
    """Orders that wait for a later quarter, or for this one to end."""

    orders: tuple[Order, ...]


Entry = Order | Ended | Undone | Scheduled | Predicted


@dataclass(frozen=True)
class GameLog:
    """A log as read. `lines` gives the line number of each entry; `notice` what was dropped."""

    setup: Setup
    model: str
    entries: tuple[Entry, ...]
    lines: tuple[int, ...]
    notice: str = ""


def write_header(setup: Setup, model: str) -> dict[str, Any]:
    """The first line of a log."""
    return {
        "format": FORMAT,
        "kind": KIND,
        "scenario": setup.scenario,
        "seat": setup.seat,
        "seed": setup.seed,
        "sandbox": setup.sandbox,
        "iron": setup.iron,
        "characters": setup.characters,
        "buyers": setup.buyers,
        "model": model,
    }


def _order_fields(order: Order) -> dict[str, Any]:
    return {
        "actor": order.actor,
        "lever": order.lever,
        "value": order.value,
        "quarter": names.quarter_name(order.quarter),
    }


def write_entry(entry: Entry) -> dict[str, Any]:
    """An entry as a line."""
    if isinstance(entry, Order):
        return {"order": _order_fields(entry)}
    if isinstance(entry, Ended):
        quarter = names.quarter_name(entry.quarter)
        line = {"ended": quarter, "checksum": entry.checksum, "twin": entry.twin}
        return {**line, "last": True} if entry.last else line
    if isinstance(entry, Undone):
        return {"undone": names.quarter_name(entry.quarter)}
    if isinstance(entry, Predicted):
        return {
            "predicted": names.quarter_name(entry.made),
            "by": entry.by,
            "metric": entry.metric,
            "target": names.quarter_name(entry.target),
            "points": [list(point) for point in entry.points],
        }
    return {"scheduled": [_order_fields(order) for order in entry.orders]}


def to_bytes(lines: Iterable[dict[str, Any]]) -> bytes:
    """Lines as they stand in the file."""
    return "".join(json.dumps(line, allow_nan=False) + "\n" for line in lines).encode()


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is not a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not a text")
    return value


def _read_order(fields: Any) -> Order:
    if not isinstance(fields, dict):
        raise ValueError("an order needs actor, lever, value and quarter")
    return Order(
        _text(fields.get("actor")),
        _text(fields.get("lever")),
        _number(fields.get("value")),
        names.quarter_index(_text(fields.get("quarter"))),
    )


def _read_entry(line: dict[str, Any]) -> Entry:
    if "order" in line:
        return _read_order(line["order"])
    if "ended" in line:
        quarter = names.quarter_index(_text(line["ended"]))
        last = line.get("last") is True
        return Ended(quarter, _text(line.get("checksum")), _text(line.get("twin")), last)
    if "undone" in line:
        return Undone(names.quarter_index(_text(line["undone"])))
    if "predicted" in line:
        return _read_predicted(line)
    if isinstance(line.get("scheduled"), list):
        return Scheduled(tuple(_read_order(fields) for fields in line["scheduled"]))
    raise ValueError("it is neither an order nor an ended quarter")


def _read_predicted(line: dict[str, Any]) -> Predicted:
    points = line.get("points")
    if not isinstance(points, list) or not all(isinstance(p, list) and len(p) == 2 for p in points):
        raise ValueError("a forecast needs points of a level and a value")
    found = Predicted(
        names.quarter_index(_text(line["predicted"])),
        _text(line.get("by")),
        _text(line.get("metric")),
        names.quarter_index(_text(line.get("target"))),
        tuple((_number(level), _number(value)) for level, value in points),
    )
    if found.problem():
        raise ValueError(found.problem())
    return found


def _read_header(line: Any) -> tuple[Setup, str]:
    if not isinstance(line, dict) or line.get("kind") != KIND:
        raise SessionError("line 1 does not say that this is a game of Two Stacks")
    if line.get("format") != FORMAT:
        raise SessionError(
            f"the file has format {line.get('format')!r}; this version reads format {FORMAT}"
        )
    seed, buyers = line.get("seed"), line.get("buyers")
    ranges = (("seed", seed, 0, 2**63 - 1), ("buyers", buyers, FEWEST_BUYERS, MOST_BUYERS))
    for name, value, least, most in ranges:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise SessionError(f"line 1: {name} must be a whole number from {least} to {most}")
    assert isinstance(seed, int)
    assert isinstance(buyers, int)
    try:
        scenario, seat = _text(line.get("scenario")), _text(line.get("seat"))
        sandbox, iron = line.get("sandbox") is True, line.get("iron") is True
        if sandbox and iron:
            raise ValueError("a game is either a sandbox or kept in one place only, not both")
        way = _text(line.get("characters", PLAIN))
        if way not in WAYS:
            raise ValueError(f"characters must be {' or '.join(WAYS)}, not '{way}'")
        setup = Setup(scenario, seat, seed, sandbox, buyers, iron, way)
        return setup, _text(line.get("model"))
    except ValueError as error:
        raise SessionError(f"line 1: {error}") from None


def _refuse_constant(text: str) -> float:
    raise ValueError(f"{text} is not a number")


def parse(data: bytes) -> GameLog:
    """Read a log. A torn end is dropped back to the last ended quarter, and `notice` says so.

    Raises: SessionError with the line and what is wrong.
    """
    read: Callable[[bytes], Any] = lambda line: json.loads(  # noqa: E731
        line.decode("utf-8"), parse_constant=_refuse_constant
    )
    raw = data.split(b"\n")
    if len(raw) < 2 and not data.strip():
        raise SessionError("the file is empty; there is nothing to play again")
    try:
        header = read(raw[0])
    except (ValueError, RecursionError):
        raise SessionError("line 1 is not the header of a game; choose a saved game") from None
    setup, model = _read_header(header)
    entries: list[Entry] = []
    lines: list[int] = []
    notice = ""
    for number, line in enumerate(raw[1:], start=2):
        last = all(not rest.strip() for rest in raw[number:])
        if not line.strip():
            continue
        try:
            value = read(line)
            if not isinstance(value, dict):
                raise ValueError("it is not a JSON object")
            if last and number == len(raw):
                raise ValueError("its end is missing")
            entries.append(_read_entry(value))
            lines.append(number)
        except (ValueError, RecursionError) as error:
            if not last:
                raise SessionError(
                    f"line {number} cannot be read: {error}. Restore the file from a copy, or "
                    "delete this line and everything below it to play on from there"
                ) from None
            notice = f"Line {number} was cut off ({error})."
    return _to_last_quarter(setup, model, entries, lines, notice)


def _to_last_quarter(
    setup: Setup, model: str, entries: list[Entry], lines: list[int], notice: str
) -> GameLog:
    """Drop orders at the end that no ended quarter acknowledges."""
    keep = len(entries)
    while keep and isinstance(entries[keep - 1], Order):
        keep -= 1
    dropped = len(entries) - keep
    if dropped or notice:
        ends: list[int] = []
        for entry in entries[:keep]:
            if isinstance(entry, Ended):
                ends.append(entry.quarter)
            elif isinstance(entry, Undone) and ends:
                ends.pop()
        where = names.quarter_name(ends[-1]) if ends else "the opening"
        lost = f" {dropped} order(s) of the unfinished quarter are lost." if dropped else ""
        notice = f"{notice} The game was recovered up to the end of {where}.{lost}".strip()
    return GameLog(setup, model, tuple(entries[:keep]), tuple(lines[:keep]), notice)


def read_file(path: Path) -> GameLog:
    """Read a log from disk. Raises: SessionError naming the file, the line and what is wrong."""
    try:
        if path.stat().st_size > LARGEST:
            raise SessionError("it is far too large for a saved game")
        return parse(path.read_bytes())
    except OSError as error:
        raise SessionError(f"{path}: cannot be read ({error.strerror or error})") from None
    except SessionError as error:
        raise SessionError(f"{path}: {error}") from None
