"""The end of a game: the backfire vector against the twin, without a verdict."""

import math
from collections.abc import Mapping

import numpy as np

from game.figures import dollars
from game.forecast import Status
from game.language import mark, tr
from game.session import Session
from game.viewmodel import EndView, OutcomeRow, TurningPoint
from game.views.charts import charts
from game.views.fan import why
from game.views.moves import Deed, deeds
from game.views.timeline import timeline
from game.views.words import (
    MINUS,
    actor_name,
    number,
    percent,
    points,
    quarter_label,
    quarter_x,
    role_of,
    signed,
)
from game.views.worlds import outcome, world_of

TURNING_POINTS = 5
_CAVEAT = mark(
    "A control can hold a rival back at one date and carry it forward at another: both may be "
    "true. A model, not a forecast."
)


def end_view(session: Session, study: Mapping[str, np.ndarray] | None, status: Status) -> EndView:
    """How a game has ended; with bands once the study of paired futures is there."""
    runs = len(next(iter(study.values()))) if study is not None else 0
    if runs:
        words = tr(
            "Dot: your game. Band: 90% of {pairs} pairs. Right of the line: worse for the sender "
            "than no controls.",
            pairs=number(runs, 0),
        )
    elif status.state == "failed":
        words = tr("The dot is your game. {reason}", reason=status.text)
    else:
        words = tr("The dot is your game. The bands of paired worlds are being computed.")
    game = session.scenario
    quarters = len(session.turns)
    return EndView(
        title=tr(game.title),
        subtitle=tr(
            "{seat} · {first} to {last} · {n} quarters · seed {seed}",
            seat=actor_name(session.seat),
            first=quarter_label(game.start),
            last=quarter_label(session.now - 1),
            n=quarters,
            seed=session.setup.seed,
        ),
        seat_name=actor_name(session.seat),
        role=role_of(session.seat),
        rows=_rows(session, study),
        futures=runs,
        state_text=words,
        turning_points=turning_points(session),
        charts=charts(session),
        timeline=timeline(session),
        why=why(session),
        checksum=session.turns[-1].checksum if session.turns else "",
        caveat=tr(_CAVEAT),
    )


def own_values(session: Session) -> dict[str, float]:
    """The game's own paired differences; leverage needs a study of its own and is unknown here."""
    mine, other = world_of(session.row).outcome, world_of(session.twin_row).outcome
    return {
        "capability": float(other["gap_generations"] - mine["gap_generations"]),
        "autonomy": float(mine["self_sufficiency"] - other["self_sufficiency"]),
        "revenue": float(other["sender_cumulative"] - mine["sender_cumulative"]),
        "ecosystem": float(mine["divergence"] - other["divergence"]),
        "leverage": math.nan,
    }


def _rows(session: Session, study: Mapping[str, np.ndarray] | None) -> tuple[OutcomeRow, ...]:
    own = own_values(session)
    return tuple(_row(key, own[key], study[key] if study else None) for key in _WORDS)


_WORDS = {
    "capability": (
        mark("Capability"), mark("generations"),
        mark("With controls China's best chip is {size} generations nearer."),
        mark("With controls China's best chip is {size} generations further behind."),
    ),
    "autonomy": (
        mark("Autonomy"), mark("points"),
        mark("China makes {size} more of its own technology with controls."),
        mark("China makes {size} less of its own technology with controls."),
    ),
    "revenue": (
        mark("Sender revenue"), mark("bn USD"),
        mark("Controls cost the sender's firms {size} of sales over the game."),
        mark("The sender's firms sold {size} more with controls over the game."),
    ),
    "ecosystem": (
        mark("Ecosystem"), mark("0 to 1"),
        mark("The two ecosystems are {size} further apart with controls."),
        mark("The two ecosystems are {size} closer with controls."),
    ),
    "leverage": (
        mark("Leverage"), mark("months"),
        mark("A late total cut-off would set China back by {size} less."),
        mark("A late total cut-off would set China back by {size} more."),
    ),
}  # fmt: skip


def _size(key: str, value: float) -> str:
    size = abs(value)
    if key == "autonomy":
        return tr("{n} points", n=number(size * 100, 1))
    if key == "revenue":
        return dollars(size, ",.0f")
    return tr("{n} months", n=number(size, 1)) if key == "leverage" else number(size)


def _text(key: str, value: float) -> str:
    if not math.isfinite(value):
        return "–"
    if key == "autonomy":
        return points(value)
    if key == "revenue":
        return (MINUS if value < 0 else "+") + dollars(abs(value), ",.0f")
    return tr("{n} months", n=signed(value, 1)) if key == "leverage" else signed(value)


def _row(key: str, own: float, values: np.ndarray | None) -> OutcomeRow:
    label, unit, above, below = _WORDS[key]
    low = high = math.nan
    band = positive = ""
    shown = own
    if values is not None and len(values):
        low, middle, high = (float(v) for v in np.percentile(values, [5, 50, 95]))
        shown = own if math.isfinite(own) else middle
        band = tr("{low} to {high}", low=_text(key, low), high=_text(key, high))
        share = percent(float((values > 0.0).mean()))
        positive = tr("above 0 in {share} of pairs", share=share)
    if not math.isfinite(shown):
        words = tr("How much a total cut-off would still cost China: it needs the paired worlds.")
    elif _size(key, shown) == _size(key, 0.0):
        words = tr("No difference that can be told between the two worlds.")
    else:
        words = tr(above if shown > 0 else below, size=_size(key, shown))
    text = _text(key, shown)
    return OutcomeRow(key, tr(label), tr(unit), own, text, low, high, band, positive, words)


def _named(deed: Deed) -> str:
    """A deed with the name of who did it."""
    governs = deed.kind == "lever" and deed.actor in ("us", "cn")
    if not governs:
        return deed.label
    return tr("{actor}: {deed}", actor=actor_name(deed.actor), deed=deed.label)


def _turn(change: float) -> str:
    size = number(abs(change))
    if change > 0:
        return tr("Controls widened the lead by {n} generations.", n=size)
    return tr("Controls narrowed the lead by {n} generations.", n=size)


def turning_points(session: Session) -> tuple[TurningPoint, ...]:
    """The quarters in which the gap of the two worlds moved apart or together most."""
    read = outcome("gap_generations")
    gaps = [
        read(world_of(mine)) - read(world_of(other))
        for mine, other in zip(session.rows, session.twin_rows, strict=True)
    ]
    start = session.scenario.start
    changes = sorted(
        ((gaps[i + 1] - gaps[i], start + i) for i in range(len(gaps) - 1)), key=lambda p: -abs(p[0])
    )
    largest = sorted(changes[:TURNING_POINTS], key=lambda pair: pair[1])
    done = deeds(session)
    found = []
    for change, quarter in largest:
        if abs(change) < 0.005:
            continue
        near = [deed for deed in done if quarter - 2 <= deed.quarter <= quarter]
        best = max(near, key=lambda deed: (deed.kind == "launch", deed.size), default=None)
        words = _turn(change)
        if best is not None:
            words = tr("{finding} {cause}.", finding=words, cause=_named(best))
        icon = best.icon if best is not None else "split"
        found.append(TurningPoint(quarter_label(quarter), quarter_x(quarter), change, words, icon))
    return tuple(found)
