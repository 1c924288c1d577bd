"""Where each answer to a dilemma leads: futures of every choice with the same luck."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from game.analysis.metrics import GAP, Metric, find_metric, known_metrics
from game.analysis.paired import Variant, play
from game.futures import believer
from game.jobs import Leave, Work
from game.language import tr
from game.session import Session
from game.views.events import DilemmaView
from game.views.fan import metric_change_text, metric_text
from game.views.words import quarter_label, quarter_x

RUNS = 160
AHEAD = 8  # quarters: later the answer is one cause among many
_QUANTILES = (0.1, 0.5, 0.9)
# The other number that a seat is shown.
SECOND = {
    "us": "tension",
    "cn": "tension",
    "nvda": "nvda_revenue",
    "huaw": "huaw_revenue",
    "tool": "ally_revenue",
    "chip": "ally_revenue",
    "row": "tension",
}


@dataclass(frozen=True)
class ChoiceFutures:
    """Futures of every choice. Shapes: gap (choices, 3, quarters) as quantiles .1, .5, .9 of the
    chip gap; ends (choices, 2) medians of the gap and of the other number at the end; changes
    (choices, 2) mean differences, future by future, from the answer that silence means."""

    first: int
    gap: np.ndarray
    ends: np.ndarray
    changes: np.ndarray


@dataclass(frozen=True)
class ChoiceFan:
    """One choice's futures: its chip gap over time and two numbers at the end."""

    low: tuple[float, ...]
    median: tuple[float, ...]
    high: tuple[float, ...]
    gap_text: str
    second_text: str


@dataclass(frozen=True)
class DilemmaFutures:
    """The small comparison of a dilemma's choices; without `choices` it is still worked out."""

    x: tuple[float, ...]
    choices: tuple[ChoiceFan, ...]
    end: str
    gap_label: str
    second_label: str
    note: str
    problem: str = ""


def futures_key(session: Session, view: DilemmaView) -> Hashable:
    """Under what name the futures of a dilemma are asked for: they depend on what is proposed."""
    others = tuple(p.order for p in session.proposals if p.order.lever != view.lever)
    return "dilemma", view.key, len(session.turns), others


def _last(session: Session) -> int:
    """The quarter in which the answers are compared."""
    return min(session.scenario.end, session.now + AHEAD - 1)


def futures_work(session: Session, view: DilemmaView) -> Work:
    """The work behind the comparison, on copies of all that it needs."""
    base = Variant(
        session.row.copy(), session.proposed_plan(), session.setup.seed, session.now,
        _last(session), believer(session),
    )  # fmt: skip
    keys = [metric.key for metric in known_metrics()]
    gap, second = keys.index(GAP), keys.index(SECOND[session.seat])
    numbers = [choice.number for choice in view.choices]
    silent = next(place for place, choice in enumerate(view.choices) if choice.unanswered)
    lever = view.lever

    def work(leave: Leave) -> ChoiceFutures:
        gaps, last = [], []
        for done, number in enumerate(numbers):
            plan = base.plan.copy()
            plan.pulse(lever, float(number), base.first)
            played = play(base.under(plan), RUNS, leave)
            leave.go_on()
            leave.done(done + 1, len(numbers))
            gaps.append(np.quantile(played[:, :, gap], _QUANTILES, axis=0))
            last.append(played[:, -1, [gap, second]])
        ends = np.array(last)
        changes = (ends - ends[silent]).mean(axis=1)
        return ChoiceFutures(base.first, np.array(gaps), np.median(ends, axis=1), changes)

    return work


def dilemma_futures(
    session: Session, found: ChoiceFutures | None, problem: str = ""
) -> DilemmaFutures:
    """The comparison as it is drawn."""
    gap, second = find_metric(GAP), find_metric(SECOND[session.seat])
    end = quarter_label(_last(session))
    note = tr(
        "{n} futures of each answer with the same luck; in brackets the mean difference from "
        "saying nothing.",
        n=RUNS,
    )
    labels = tr(gap.label), tr(second.label)
    if found is None:
        return DilemmaFutures((), (), end, *labels, note, problem)
    quarters = found.gap.shape[2]
    x = tuple(quarter_x(found.first + i) for i in range(quarters))
    choices = tuple(_fan(found, place, gap, second) for place in range(len(found.gap)))
    return DilemmaFutures(x, choices, end, *labels, note)


def _fan(found: ChoiceFutures, place: int, gap: Metric, second: Metric) -> ChoiceFan:
    low, median, high = (tuple(float(v) for v in row) for row in found.gap[place])
    texts = [
        _end_text(metric, float(found.ends[place, k]), float(found.changes[place, k]))
        for k, metric in enumerate((gap, second))
    ]
    return ChoiceFan(low, median, high, texts[0], texts[1])


def _end_text(metric: Metric, value: float, change: float) -> str:
    """A number at the end, and in brackets how it differs from what silence brings."""
    text = metric_text(metric, value)
    if change == 0.0:
        return text
    return f"{text} ({metric_change_text(metric, change, max(abs(change), 0.01))})"
