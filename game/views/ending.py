"""The end of a game: the backfire vector against the twin, without a verdict."""

import math
from collections.abc import Mapping

import numpy as np

from agents.levers import ACTOR_NAMES
from game.forecast import Status
from game.session import Session
from game.viewmodel import EndView, OutcomeRow, TurningPoint
from game.views.charts import charts
from game.views.fan import why
from game.views.moves import Deed, deeds
from game.views.timeline import timeline
from game.views.words import number, percent, points, quarter_label, quarter_x, role_of, signed
from game.views.worlds import outcome, world_of

TURNING_POINTS = 3
_CAVEAT = (
    "A control can hold a rival back at one date and carry it forward at another: both may be "
    "true. A model, not a forecast."
)


def end_view(session: Session, study: Mapping[str, np.ndarray] | None, status: Status) -> EndView:
    """How a game has ended; with bands once the study of paired futures is there."""
    runs = len(next(iter(study.values()))) if study is not None else 0
    if runs:
        words = (
            f"Dot: your game. Band: 90% of {runs:,} pairs. Right of the line: worse for the sender "
            "than no controls."
        )
    elif status.state == "failed":
        words = f"The dot is your game. {status.text}"
    else:
        words = "The dot is your game. The bands of paired worlds are being computed."
    game = session.scenario
    quarters = len(session.turns)
    return EndView(
        title=game.title,
        subtitle=f"{ACTOR_NAMES[session.seat]} · {quarter_label(game.start)} to "
        f"{quarter_label(session.now - 1)} · {quarters} quarters · seed {session.setup.seed}",
        seat_name=ACTOR_NAMES[session.seat],
        role=role_of(session.seat),
        rows=_rows(session, study),
        futures=runs,
        state_text=words,
        turning_points=_turning_points(session),
        charts=charts(session),
        timeline=timeline(session),
        why=why(session),
        checksum=session.turns[-1].checksum if session.turns else "",
        caveat=_CAVEAT,
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
        "Capability", "generations",
        "With controls China's best chip is {} generations nearer.",
        "With controls China's best chip is {} generations further behind.",
    ),
    "autonomy": (
        "Autonomy", "points", "China makes {} more of its own technology with controls.",
        "China makes {} less of its own technology with controls.",
    ),
    "revenue": (
        "Sender revenue", "bn USD", "Controls cost the sender's firms {} of sales over the game.",
        "The sender's firms sold {} more with controls over the game.",
    ),
    "ecosystem": (
        "Ecosystem", "0 to 1", "The two ecosystems are {} further apart with controls.",
        "The two ecosystems are {} closer with controls.",
    ),
    "leverage": (
        "Leverage", "months", "A late total cut-off would set China back by {} less.",
        "A late total cut-off would set China back by {} more.",
    ),
}  # fmt: skip


def _size(key: str, value: float) -> str:
    size = abs(value)
    if key == "autonomy":
        return f"{number(size * 100, 1)} points"
    if key == "revenue":
        return f"${number(size, 0)}bn"
    return f"{number(size, 1)} months" if key == "leverage" else number(size)


def _text(key: str, value: float) -> str:
    if not math.isfinite(value):
        return "–"
    if key == "autonomy":
        return points(value)
    if key == "revenue":
        return f"{'−' if value < 0 else '+'}${number(abs(value), 0)}bn"
    return f"{signed(value, 1)} months" if key == "leverage" else signed(value)


def _row(key: str, own: float, values: np.ndarray | None) -> OutcomeRow:
    label, unit, above, below = _WORDS[key]
    low = high = math.nan
    band = positive = ""
    shown = own
    if values is not None and len(values):
        low, middle, high = (float(v) for v in np.percentile(values, [5, 50, 95]))
        shown = own if math.isfinite(own) else middle
        band = f"{_text(key, low)} to {_text(key, high)}"
        positive = f"above 0 in {percent(float((values > 0.0).mean()))} of pairs"
    sentence = (above if shown > 0 else below).format(_size(key, shown))
    if not math.isfinite(shown):
        sentence = "How much a total cut-off would still cost China: it needs the paired worlds."
    elif not sentence or _size(key, shown) == _size(key, 0.0):
        sentence = "No difference that can be told between the two worlds."
    return OutcomeRow(key, label, unit, own, _text(key, shown), low, high, band, positive, sentence)


def _named(deed: Deed) -> str:
    """A deed with the name of who did it."""
    governs = deed.kind == "lever" and deed.actor in ("us", "cn")
    return f"{ACTOR_NAMES[deed.actor]}: {deed.label}" if governs else deed.label


def _turning_points(session: Session) -> tuple[TurningPoint, ...]:
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
        way = "widened" if change > 0 else "narrowed"
        near = [deed for deed in done if quarter - 2 <= deed.quarter <= quarter]
        best = max(near, key=lambda deed: (deed.kind == "launch", deed.size), default=None)
        cause = f" {_named(best)}." if best is not None else ""
        words = f"Controls {way} the lead by {number(abs(change))} generations.{cause}"
        icon = best.icon if best is not None else "split"
        found.append(TurningPoint(quarter_label(quarter), quarter_x(quarter), change, words, icon))
    return tuple(found)
