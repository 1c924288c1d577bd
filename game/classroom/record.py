"""Which events of a log stand after what was undone, and a log without what must be forgotten.

Undo and the end of the practice take games back; people, doors, settings and answers of the debrief
stay. A game that was left by a fork is kept on record, so what happened in it stands.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from game.classroom import events as e

# What an undo takes back: everything that changes `state.Game`.
OF_THE_GAME = (
    e.Prepared, e.Phase, e.Proposed, e.Signed, e.Seconded, e.Unsigned, e.Entered, e.Standing,
    e.Doctrine, e.Penned, e.Closed, e.Resolved, e.Offered, e.Answered, e.Said, e.Approved, e.Noted,
    e.Predicted, e.Flipped,
)  # fmt: skip
EXIT = "exit"  # the poll whose answers are texts


def undone(log: Iterable[e.Event]) -> set[int]:
    """The numbers of the events that were taken back."""
    standing: list[int] = []
    kept: set[int] = set()
    gone: set[int] = set()
    for event in log:
        if isinstance(event.body, OF_THE_GAME):
            standing.append(event.seq)
        elif isinstance(event.body, e.Rewound):
            if event.body.keep:
                kept.update(standing)
            after = [seq for seq in standing if seq > event.body.mark]
            gone.update(seq for seq in after if seq not in kept)
            standing = [seq for seq in standing if seq <= event.body.mark]
    return gone


# ---- names


def erased_names(log: Iterable[e.Event]) -> dict[str, str]:
    """The students that were erased, and the names that they have instead."""
    return {event.body.member: event.body.name for event in log if isinstance(event.body, e.Erased)}


def forgotten(log: Iterable[e.Event]) -> list[e.Event]:
    """The same log as if erased students had had their new names from the beginning, and had
    written nothing: their moves stay as moves of the team."""
    events = list(log)
    names = erased_names(events)
    if not names:
        return events
    without = [without_texts(event) if event.actor in names else event for event in events]
    return [renamed(event, names) for event in without]


def without_texts(event: e.Event) -> e.Event:
    """The same event without what a student wrote freely."""
    body = event.body
    if isinstance(body, e.Said | e.Noted) and body.text:
        return replace(event, body=replace(body, text=""))
    if isinstance(body, e.Polled) and body.poll == EXIT:
        return replace(event, body=replace(body, answer=""))
    return event


def renamed(event: e.Event, names: Mapping[str, str]) -> e.Event:
    """The same event with other names of seats, wherever one stands."""

    def one(text: str) -> str:
        return names.get(text, text)

    seen = [part.partition(":") for part in event.seen_by.split()]
    return replace(
        event,
        actor=one(event.actor),
        seen_by=" ".join(f"{kind}{colon}{one(who)}" for kind, colon, who in seen),
        body=with_strings(event.body, one),
    )


def with_strings(body: e.Body, change: Callable[[str], str]) -> e.Body:
    """The same body with every whole string changed, names of fields aside."""

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return change(value)
        if isinstance(value, list):
            return [walk(item) for item in value]
        if isinstance(value, dict):
            return {change(key): walk(item) for key, item in value.items()}
        return value

    data = msgspec.json.decode(e.to_json(body))
    return e.from_json(msgspec.json.encode(walk(data)))
