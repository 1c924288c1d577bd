"""What a line does within a year: the same futures with the law in force and with the line."""

from collections.abc import Mapping
from dataclasses import dataclass

from agents.levers import INDEX
from agents.names import CHIPS
from agents.state import buyers_of, layout
from game.language import mark, ntr, tr
from game.rehearsal import RUNS, Played, Question, Stop, question, rehearse
from game.session import Session
from game.views.words import money, number, percent, points, signed

LABELS = {
    "home": mark("Home share of purchases"),
    "compute": mark("New compute in China, EF"),
    "revenue": mark("Sender firms' revenue"),
    "threat": mark("Threat felt in China"),
}


@dataclass(frozen=True)
class LineEffects:
    """Means over paired futures, as numbers, at the horizon: law in force, then the line drawn."""

    quarters: int
    runs: int
    before: dict[str, float]
    after: dict[str, float]


@dataclass(frozen=True)
class EffectRow:
    """A measure with the law in force and with the line drawn."""

    key: str
    label: str
    before: str
    after: str
    change: str


def line_question(session: Session, limits: Mapping[str, float]) -> Question:
    """The law in force, and the same with these thresholds (by lever) from now on."""
    drawn = session.plan.copy()
    for key, value in limits.items():
        drawn.values[session.now - drawn.start :, INDEX[key]] = value
    return question(session, {"law": session.plan.copy(), "drawn": drawn})


def find_line_effects(ask: Question, stop: Stop) -> LineEffects | None:
    """Play both plans; None if it is to stop."""
    played = rehearse(ask, stop)
    if played is None:
        return None
    before, after = (_stand(played[name]) for name in ("law", "drawn"))
    return LineEffects(ask.last - ask.first + 1, RUNS, before, after)


def _stand(played: Played) -> dict[str, float]:
    outcome = layout(buyers_of(played.rows)).views(played.rows).outcome[:, 0]
    return {
        "home": float(outcome["layer_self_sufficiency"][:, CHIPS].mean()),
        "compute": float(played.compute.mean()),
        "revenue": float(played.revenue.mean()),
        "threat": float(outcome["threat_cn"].mean()),
    }


def effect_rows(effects: LineEffects) -> tuple[EffectRow, ...]:
    """The same in words."""
    return tuple(
        EffectRow(key, tr(label), *_words(key, effects.before[key], effects.after[key]))
        for key, label in LABELS.items()
    )


def _words(key: str, before: float, after: float) -> tuple[str, str, str]:
    change = after - before
    if key in ("home", "threat"):
        return percent(before), percent(after), points(change)
    if key == "revenue":
        return money(before), money(after), signed(change, 1)
    return number(before, 0), number(after, 0), signed(change, 0)


def horizon_text(effects: LineEffects) -> str:
    """Over how many quarters, and how many futures."""
    return ntr(
        "Over {n} quarter, mean of {runs} paired futures",
        "Over {n} quarters, mean of {runs} paired futures",
        effects.quarters,
        runs=effects.runs,
    )
