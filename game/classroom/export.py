"""What may leave a class: a copy of its log for the teacher, and data without persons.

Without persons means: other names for seats in an order drawn anew, no code, title, language or
extra time of anybody, no doors, no roster, times counted from the opening, and no free text unless
it is asked for. The game replays from it as before.
"""

import json
import secrets
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from game.classroom import events as e
from game.classroom.folder import ClassFolder
from game.classroom.gradebook import Row, table
from game.classroom.log import EventLog, Reader
from game.classroom.record import forgotten, renamed, undone, without_texts
from game.classroom.state import BRIEF, COMMIT, NEGOTIATE, RESOLVE

# What only concerns doors and persons: no page and no game follows from it.
_OF_PERSONS = (
    e.Knocked, e.Admitted, e.Switched, e.Flagged, e.Spoke, e.Locked, e.Nudged, e.Peeked,
)  # fmt: skip
SEALED = (BRIEF, NEGOTIATE, COMMIT, RESOLVE)  # phases in which a round's moves are secret
COLUMNS = (
    "seq", "seconds", "world", "round", "phase", "kind", "actor", "team", "stands", "detail",
)  # fmt: skip


def read(folder: ClassFolder) -> list[e.Event]:
    """The log of a class as it is. Raises: LogError if it cannot be read."""
    with Reader(folder.log) as reader:
        return list(reader.read_after())


def unsealed(log: Sequence[e.Event]) -> list[e.Event]:
    """A log up to the round whose moves are not open yet; all of it once they are.

    What is left can be replayed as well.
    """
    end: int | None = None
    for place, event in enumerate(log):
        body = event.body
        if isinstance(body, e.Phase):
            if body.phase not in SEALED:
                end = None
            elif end is None:
                end = place
        elif isinstance(body, e.Rewound) and end is None:
            end = place  # back in a round, perhaps before its reveal
        elif isinstance(body, e.Closing):
            end = None
    return list(log[:end])


# ---- copies of the log


def log_bytes(log: Iterable[e.Event], beside: Path) -> bytes:
    """Events as the bytes of a log file; a folder for the time of writing is made in `beside`.

    Raises: LogError or OSError if they cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix=".copy-", dir=beside) as place:
        path = Path(place) / "log.db"
        with EventLog(path) as written:
            written.append(list(log)).result()
        with closing(sqlite3.connect(path)) as copy:
            copy.execute("PRAGMA journal_mode = DELETE")
        return path.read_bytes()


# ---- without persons


def anonymous(log: Iterable[e.Event], texts: bool = False) -> list[e.Event]:
    """A log without persons, in which the game is the same. With `texts` what was written stays."""
    events = [one for one in forgotten(log) if not isinstance(one.body, _OF_PERSONS)]
    names = _other_names(events)
    opened = events[0]
    assert isinstance(opened.body, e.Opened)
    language = opened.body.settings.language
    found = []
    for event in events:
        kept = event if texts else without_texts(event)
        other = renamed(kept, names)
        body = _without_time(_without_person(other.body, language), opened.at)
        found.append(replace(other, at=other.at - opened.at, idem="", body=body))
    return found


def _other_names(events: Sequence[e.Event]) -> dict[str, str]:
    """Seats numbered in an order drawn by lot."""
    seats = [one.body.member for one in events if isinstance(one.body, e.Joined)]
    secrets.SystemRandom().shuffle(seats)
    return {name: f"s{number:03d}" for number, name in enumerate(seats, start=1)}


def _without_person(body: e.Body, language: str) -> e.Body:
    if isinstance(body, e.Joined):
        return replace(body, language=language)
    if isinstance(body, e.Opened):
        return replace(body, code="", settings=replace(body.settings, title=""))
    if isinstance(body, e.Changed):
        return replace(body, settings=replace(body.settings, title=""))
    return body


def _without_time(body: e.Body, zero: float) -> e.Body:
    """The same with its times counted from the opening."""
    if isinstance(body, e.Opened | e.Changed):
        ends = body.settings.ends_at
        settings = replace(body.settings, ends_at=None if ends is None else ends - zero)
        return replace(body, settings=settings)
    if isinstance(body, e.Phase | e.Ticked) and body.ends_at is not None:
        return replace(body, ends_at=body.ends_at - zero)
    return body


# ---- one table for research


def dataset(events: Sequence[e.Event]) -> bytes:
    """The events of an `anonymous` log as lines of a CSV file.

    `seconds` are counted from the opening, `stands` is 0 for what was taken back, `detail` the
    event's own values as JSON; of results only numbers, scores and the digest.
    """
    gone = undone(events)
    rows: list[Row] = [COLUMNS]
    teams: dict[str, str] = {}
    phase = "lobby"
    for event in events:
        body = event.body
        if isinstance(body, e.Joined):
            teams[body.member] = body.team
        elif isinstance(body, e.Seated):
            teams.update({name: team for name, (_, team) in body.places.items()})
        elif isinstance(body, e.Phase):
            phase = body.phase
        rows.append(
            [
                event.seq, round(event.at, 3), event.world, event.round, phase, event.kind,
                event.actor, teams.get(event.actor, ""), int(event.seq not in gone),
                json.dumps(_detail(body), ensure_ascii=False, sort_keys=True),
            ]
        )  # fmt: skip
    return table(rows)


def _detail(body: e.Body) -> dict[str, Any]:
    values: dict[str, Any] = msgspec.to_builtins(body)
    values.pop("type", None)
    if isinstance(body, e.Prepared):
        return {"numbers": body.standing["numbers"], "levers": body.standing["levers"]}
    if isinstance(body, e.Resolved):
        result = body.result
        standing = result["standing"]
        kept = {key: result.get(key) for key in ("digest", "model", "seed", "first", "last")}
        kept |= {"numbers": standing["numbers"], "score": standing["score"]}
        return {**values, "result": kept}
    if isinstance(body, e.Flipped):
        spread = ("median", "p10", "p90", "share_above")
        metrics = {
            key: {name: told[name] for name in spread}
            for key, told in body.result["metrics"].items()
        }
        return {**values, "result": {"runs": body.result["runs"], "metrics": metrics}}
    return values
