"""Events and dilemmas as a player reads them: what struck, what is rumoured, what is asked."""

from dataclasses import dataclass

from agents.deck import Choice, EventCard, deck
from agents.levers import ACTORS
from agents.state import World
from game.language import mark, tr
from game.session import Session
from game.viewmodel import NewsView
from game.views.words import SIDE_ROLES, actor_name, quarter_label, role_of, side_of
from game.views.worlds import world_of

# What others answer to these is not made public.
SECRET = {"burn_source", "smuggled_parts", "quiet_defection", "yield_rumour"}
_ROUTINE, _NOTABLE, _IMPORTANT = 1, 2, 3
KIND_NAMES = {
    "technology": mark("Technology"),
    "market": mark("Markets"),
    "politics": mark("Politics"),
    "shock": mark("Shock"),
    "dilemma": mark("Dilemma"),
}
_KIND_ROLES = {"technology": "sovereign", "market": "open", "politics": "hybrid", "shock": "warn"}


@dataclass(frozen=True)
class ChipView:
    """An effect of a choice in a few words. `tone` is "good", "bad" or "neutral"."""

    text: str
    tone: str
    icon: str


@dataclass(frozen=True)
class ChoiceView:
    """An answer. `given` says that it is on the table, `unanswered` that silence means it."""

    number: int
    label: str
    text: str
    chips: tuple[ChipView, ...]
    given: bool
    unanswered: bool


@dataclass(frozen=True)
class DilemmaView:
    """A question to the seat held, open until the quarter ends."""

    key: str
    title: str
    kicker: str
    text: str
    question: str
    icon: str
    role: str
    choices: tuple[ChoiceView, ...]
    note: str
    source: str
    lever: str


@dataclass(frozen=True)
class EventView:
    """Something that happened in the quarter just played."""

    key: str
    title: str
    kicker: str
    text: str
    effect: str
    cause: str
    icon: str
    role: str
    source: str


def asked_of(world: World, seat: str) -> EventCard | None:
    """The dilemma that a seat has open, if any."""
    kind, member = ACTORS[seat]
    records = getattr(world, kind)
    if "dilemma" not in records.dtype.names:
        return None
    number = int(records[member]["dilemma"])
    return deck()[number - 1] if number else None


def open_dilemma(session: Session) -> DilemmaView | None:
    """The question that the seat held has to answer this quarter, or None."""
    card = None if session.over else asked_of(world_of(session.row), session.seat)
    if card is None:
        return None
    lever = f"{session.seat}.answer"
    given = next(
        (p.order.value for p in session.proposals if p.order.lever == lever), session.law(lever)
    )
    number = int(given)
    chosen = number if 1 <= number <= len(card.choices) else 0
    choices = tuple(
        _choice(choice, place, chosen, card.unanswered)
        for place, choice in enumerate(card.choices, start=1)
    )
    silent = tr(card.choices[card.unanswered - 1].label)
    note = tr("If you say nothing: {answer}", answer=silent)
    if chosen:
        note = tr(
            "Your answer: {answer}. It counts when the quarter ends; until then you may change it.",
            answer=tr(card.choices[chosen - 1].label),
        )
    return DilemmaView(
        key=card.key,
        title=tr(card.title),
        kicker=tr(
            "{kind} · {quarter}", kind=tr(KIND_NAMES["dilemma"]), quarter=quarter_label(session.now)
        ),
        text=tr(card.text),
        question=tr(card.question),
        icon=card.icon,
        role=role_of(session.seat),
        choices=choices,
        note=note,
        source=_source(card),
        lever=lever,
    )


def _choice(choice: Choice, number: int, given: int, unanswered: int) -> ChoiceView:
    chips = tuple(ChipView(tr(chip.text), chip.tone, chip.icon) for chip in choice.chips)
    return ChoiceView(
        number, tr(choice.label), tr(choice.text), chips, number == given, number == unanswered
    )


def _source(card: EventCard) -> str:
    return tr(
        "Precedent: {precedent}, {date} ({source})",
        precedent=tr(card.precedent), date=card.precedent_date, source=tr(card.precedent_source),
    )  # fmt: skip


def struck(session: Session) -> tuple[EventView, ...]:
    """The shocks of the quarter just played."""
    if not session.turns:
        return ()
    before, after = (world_of(row) for row in session.rows[-2:])
    return tuple(
        _event(card, session.now - 1) for card in _fresh(before, after) if not card.is_dilemma
    )


def _fresh(before: World, after: World) -> list[EventCard]:
    """Events that happened between two worlds."""
    return [
        card
        for place, card in enumerate(deck())
        if after.events[place]["times"] > before.events[place]["times"]
    ]


def _event(card: EventCard, quarter: int) -> EventView:
    return EventView(
        key=card.key,
        title=tr(card.title),
        kicker=tr(
            "{kind} · {quarter}", kind=tr(KIND_NAMES[card.kind]), quarter=quarter_label(quarter)
        ),
        text=tr(card.text),
        effect=tr(card.effect),
        cause=tr("What makes it likelier: {cause}", cause=tr(card.raised_by)),
        icon=card.icon,
        role=_KIND_ROLES[card.kind],
        source=_source(card),
    )


def event_news(quarter: int, before: World, after: World, seat: str) -> list[tuple[int, NewsView]]:
    """News of a quarter: what struck, what is rumoured, and what others answered."""
    found = []

    def add(key: str, icon: str, side: str, weight: int, words: str) -> None:
        item = NewsView(f"{key}@{quarter}", quarter_label(quarter), icon, side,
                        SIDE_ROLES[side], weight, words)  # fmt: skip
        found.append((quarter, item))

    for card in _fresh(before, after):
        if not card.is_dilemma:
            words = tr("{title}: {effect}", title=tr(card.title), effect=tr(card.effect))
            add(card.key, card.icon, "world", _IMPORTANT, words)
        elif card.asks == seat:
            words = tr("You are asked: {question}", question=tr(card.title))
            add(card.key, card.icon, side_of(seat), _IMPORTANT, words)
    for place, card in enumerate(deck()):
        if int(after.events[place]["rumoured"]) == quarter > 0:
            words = tr("Rumour: {rumour}", rumour=tr(card.rumour))
            add(f"rumour.{card.key}", "radar", "world", _NOTABLE, words)
        if card.is_dilemma and _closed(before, after, card, place):
            own = card.asks == seat
            if own or card.key not in SECRET:
                choice = card.choices[int(after.events[place]["answered"]) - 1]
                words = tr(
                    "{actor} on “{title}”: {answer}",
                    actor=actor_name(card.asks), title=tr(card.title), answer=tr(choice.label),
                )  # fmt: skip
                weight = _ROUTINE if own else _NOTABLE
                add(f"answer.{card.key}", card.icon, side_of(card.asks), weight, words)
    return found


def _closed(before: World, after: World, card: EventCard, place: int) -> bool:
    """Whether a dilemma that was open has been answered."""
    asked = asked_of(before, card.asks)
    return asked is card and int(after.events[place]["answered"]) > 0
