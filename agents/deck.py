"""The deck of events as data: texts, chances, choices and precedents (data/events.toml)."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from agents import names
from agents.levers import LEVERS

FILE = Path(__file__).parent / "data" / "events.toml"
KINDS = ("technology", "market", "politics", "shock", "dilemma")
TONES = ("good", "bad", "neutral")
MOST_CHOICES = 3


class DeckError(ValueError):
    """An entry of the deck that cannot be used; the text says which and why."""


@dataclass(frozen=True)
class Chip:
    """One effect of a choice in a few words: good, bad or neutral for the seat that is asked."""

    text: str
    tone: str
    icon: str


@dataclass(frozen=True)
class Choice:
    """One answer to a dilemma, and the trait of a character that leans to it."""

    label: str
    text: str
    trait: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True)
class EventCard:
    """An event or a dilemma as people read it.

    `usual` is its chance a quarter in usual circumstances; `asks`, `question`, `choices` and
    `unanswered` (the answer of a held seat that gives none) are those of a dilemma.
    """

    key: str
    title: str
    kind: str
    icon: str
    text: str
    rumour: str
    usual: float
    usual_source: str
    raised_by: str
    effect: str
    precedent: str
    precedent_date: str
    precedent_source: str
    asks: str = ""
    question: str = ""
    unanswered: int = 0
    choices: tuple[Choice, ...] = ()

    @property
    def is_dilemma(self) -> bool:
        """Whether it asks a seat for an answer."""
        return self.kind == "dilemma"


@lru_cache(maxsize=1)
def deck() -> tuple[EventCard, ...]:
    """Every event, in the order of `names.EVENTS`.

    Raises: DeckError if the file does not fit the model.
    """
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> tuple[EventCard, ...]:
    """The cards of a TOML text. Raises: DeckError saying which entry is wrong."""
    try:
        rows = tomllib.loads(text)["event"]
    except (ValueError, KeyError) as error:
        raise DeckError(f"the deck cannot be read: {error}") from None
    cards = tuple(_card(row) for row in rows)
    if tuple(card.key for card in cards) != names.EVENTS:
        raise DeckError("the deck does not have the events of names.EVENTS in their order")
    for place, card in enumerate(cards):
        _check(card, place)
    return cards


def _card(row: dict[str, Any]) -> EventCard:
    key = row.get("key", "?")
    try:
        choices = tuple(
            Choice(c["label"], c["text"], c["trait"], tuple(Chip(**chip) for chip in c["chips"]))
            for c in row.pop("choice", [])
        )
        return EventCard(choices=choices, **row)
    except (TypeError, KeyError) as error:
        raise DeckError(f"event '{key}': {error}") from None


def _check(card: EventCard, place: int) -> None:
    problem = ""
    if card.kind not in KINDS or card.is_dilemma != (place >= names.FIRST_DILEMMA):
        problem = f"is of kind '{card.kind}', which is not what the rules make of it"
    elif not 0.0 < card.usual <= 0.5:
        problem = f"has a usual chance of {card.usual:g}, outside 0 to 0.5"
    elif card.is_dilemma and f"{card.asks}.answer" not in LEVERS:
        problem = f"asks '{card.asks}', which cannot answer"
    elif card.is_dilemma and len(card.choices) != MOST_CHOICES:
        problem = f"has {len(card.choices)} choices, not {MOST_CHOICES}"
    elif card.is_dilemma and not 1 <= card.unanswered <= len(card.choices):
        problem = f"takes answer {card.unanswered} if none is given"
    elif any(c.trait not in names.TRAITS for c in card.choices):
        problem = "names a trait that no character has"
    elif any(chip.tone not in TONES for c in card.choices for chip in c.chips):
        problem = f"has a chip that is none of {', '.join(TONES)}"
    if problem:
        raise DeckError(f"event '{card.key}' {problem}")


def card_of(key: str) -> EventCard:
    """The card of an event of the deck."""
    return deck()[names.EVENTS.index(key)]


def fill(events: Any) -> None:
    """Enter what the rules need of the deck into the events of one world. Shape: (events,)."""
    for record, card in zip(events, deck(), strict=True):
        record["usual"] = card.usual
        record["unanswered"] = card.unanswered
        if card.is_dilemma:
            record["leaning"] = [names.TRAITS.index(c.trait) for c in card.choices]
