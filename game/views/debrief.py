"""The debrief of a finished game: nine pages of what happened, what was true, and what mattered."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from agents import mandate, names
from agents.levers import LEVERS
from game.analysis.metrics import known_metrics
from game.debrief.assumptions import Dial, assumptions
from game.debrief.cloud import Cloud, cloud
from game.debrief.ghost import Ghost, ghost
from game.debrief.ledger import Worth, worths
from game.debrief.record import Record, record_of
from game.jobs import Leave, Progress, Work
from game.language import language, mark, tr
from game.session import Session
from game.viewmodel import MandateView, TimelineView, TurningPoint
from game.views.debrief_forecasts import calibration_parts, forecast_rows, medal
from game.views.debrief_numbers import (
    backfire_lines,
    band_views,
    cloud_views,
    dial_tables,
    ledger_tables,
    medals,
    regret_text,
)
from game.views.debrief_parts import (
    BandView,
    BeliefView,
    CloudView,
    DialTable,
    EffectTable,
    ForecastRow,
    MedalView,
    PageState,
    QuarterState,
    SeatTruth,
    Section,
    StateRow,
)
from game.views.debrief_truth import belief_views, hits, seat_truths
from game.views.ending import turning_points
from game.views.fan import metric_text
from game.views.mandate import mandate_view
from game.views.timeline import timeline
from game.views.words import quarter_label, quarter_x

GHOST, CLOUD, LEDGER, DIALS = "ghost", "cloud", "ledger", "dials"
JOBS = (CLOUD, GHOST, LEDGER, DIALS)  # in the order in which they are done
_JOB_TEXTS = {
    GHOST: mark("Playing 500 pairs of worlds: {share}"),
    CLOUD: mark("The minds are playing 500 games from your opening: {share}"),
    LEDGER: mark("Playing your game again without each move: {share}"),
    DIALS: mark("Playing your game again under other assumptions: {share}"),
}
ENDINGS = {
    0: mark("The game ran its full time."),
    names.ENDING_TIME: mark("The game ran its full time."),
    names.ENDING_HEGEMONY: mark("Hegemony: one ecosystem led everywhere for a year."),
    names.ENDING_AUTONOMY: mark("Autonomy: China could do without the others."),
    names.ENDING_BARGAIN: mark("Grand bargain: the great powers signed."),
    names.ENDING_CRISIS: mark("Crisis: tension reached 100, and everybody lost half."),
}
Ask = Callable[[Hashable, Work], None]
Answer = Callable[[Hashable], Any]
Look = Callable[[Hashable], Progress | None]


@dataclass(frozen=True)
class DebriefView:
    """Everything on the pages of the debrief. What is not computed yet is empty; see `states`."""

    ending: str
    title_name: str
    title_text: str
    mandate: MandateView
    medals: tuple[MedalView, ...]
    timeline: TimelineView
    turning_points: tuple[TurningPoint, ...]
    quarters: tuple[QuarterState, ...]
    beliefs: tuple[BeliefView, ...]
    hits_text: str
    seats: tuple[SeatTruth, ...]
    bands: tuple[BandView, ...]
    backfire: tuple[tuple[str, str], ...]
    ledger: tuple[EffectTable, ...]
    cloud: tuple[CloudView, ...]
    regret: str
    dials: tuple[DialTable, ...]
    forecasts: tuple[ForecastRow, ...]
    calibration: tuple[tuple[str, str], ...]
    sources: tuple[Section, ...]
    states: tuple[tuple[str, PageState], ...]
    seed_text: str

    def state(self, job: str) -> PageState:
        """Whether the numbers of a job are there."""
        return dict(self.states)[job]


class Debrief:
    """The debrief of one game. `view` gives the same object until there is something new."""

    def __init__(self, session: Session, ask: Ask, answer: Answer, look: Look) -> None:
        self.session = session
        self.record = record_of(session)
        self._answer = answer
        self._look = look
        self._seen: Hashable = None
        self._view: DebriefView | None = None
        self._still: Hashable = None
        self._parts: dict[str, Any] = {}
        for job in JOBS:
            ask((GHOST, job), _works(self.record)[job])

    def view(self) -> DebriefView:
        """The debrief as far as it is known."""
        found = {job: self._answer((GHOST, job)) for job in JOBS}
        states = tuple((job, self._state(job, found[job])) for job in JOBS)
        seen = (language(), states)
        if self._view is None or seen != self._seen:
            self._seen = seen
            self._view = self._make(found, states)
        return self._view

    def _state(self, job: str, found: Any) -> PageState:
        progress = self._look((GHOST, job))
        if found is not None:
            return PageState(True, "")
        if progress is not None and progress.state == "failed":
            return PageState(False, progress.text)
        share = progress.share if progress is not None else 0.0
        if progress is None or progress.state == "waiting":
            return PageState(False, tr("This page waits for its turn."))
        return PageState(False, tr(_JOB_TEXTS[job], share=f"{share:.0%}"))

    def _once(self, name: str, make: Callable[[], Any]) -> Any:
        """A part that does not change any more, made once for a language."""
        if self._still != language():
            self._still = language()
            self._parts.clear()
        if name not in self._parts:
            self._parts[name] = make()
        return self._parts[name]

    def _make(
        self, found: dict[str, Any], states: tuple[tuple[str, PageState], ...]
    ) -> DebriefView:
        session, record = self.session, self.record
        others: Cloud | None = found[CLOUD]
        pairs: Ghost | None = found[GHOST]
        moves: list[Worth] | None = found[LEDGER]
        turned: list[Dial] | None = found[DIALS]
        title = mandate.title_of(record.history, session.seat)
        beliefs = self._once("beliefs", lambda: belief_views(session))
        return DebriefView(
            ending=tr(ENDINGS.get(session.ending, ENDINGS[0])),
            title_name=tr(title.name),
            title_text=tr(title.text),
            mandate=self._once("mandate", lambda: mandate_view(session)),
            medals=medals(others, self._once("medal", lambda: medal(session))),
            timeline=self._once("timeline", lambda: timeline(session)),
            turning_points=self._once("turning", lambda: turning_points(session)),
            quarters=self._once("quarters", lambda: quarter_states(record)),
            beliefs=beliefs,
            hits_text=hits(beliefs),
            seats=self._once("seats", lambda: seat_truths(session)),
            bands=band_views(pairs) if pairs else (),
            backfire=backfire_lines(pairs) if pairs else (),
            ledger=ledger_tables(moves) if moves else (),
            cloud=cloud_views(record, others) if others else (),
            regret=regret_text(others) if others else "",
            dials=dial_tables(turned) if turned else (),
            forecasts=self._once("forecasts", lambda: forecast_rows(session)),
            calibration=self._once("calibration", lambda: calibration_parts(session)),
            sources=self._once("sources", lambda: sources(record)),
            states=states,
            seed_text=tr(
                "Seed {seed}, checksum {checksum}",
                seed=record.seed, checksum=session.turns[-1].checksum,
            ),
        )  # fmt: skip


def _works(record: Record) -> dict[str, Work]:
    """The work behind the pages: functions of a `Leave` that return numbers."""

    def on_ledger(leave: Leave) -> list[Worth]:
        return worths(record, stop=leave, progress=_telling(leave))

    def on_dials(leave: Leave) -> list[Dial]:
        return assumptions(record, stop=leave, progress=_telling(leave))

    return {
        GHOST: lambda leave: ghost(record, stop=leave),
        CLOUD: lambda leave: cloud(record, stop=leave),
        LEDGER: on_ledger,
        DIALS: on_dials,
    }


def _telling(leave: Leave) -> Callable[[int, int], None]:
    def tell(part: int, whole: int) -> None:
        leave.done(part, whole)
        leave.go_on()

    return tell


# ---- the quarters


def quarter_states(record: Record) -> tuple[QuarterState, ...]:
    """Every number of every quarter, in both worlds."""
    metrics = known_metrics()
    own = [metric.read_history(record.history.values[0]) for metric in metrics]
    twin = [metric.read_history(record.twin_history.values[0]) for metric in metrics]
    labels = [(tr(metric.label), tr(metric.unit)) for metric in metrics]
    states = []
    for i in range(record.quarters):
        rows = tuple(
            StateRow(label, unit, metric_text(metric, float(own[k][i])),
                     metric_text(metric, float(twin[k][i])))
            for k, (metric, (label, unit)) in enumerate(zip(metrics, labels, strict=True))
        )  # fmt: skip
        quarter = record.first + i
        states.append(QuarterState(quarter_label(quarter), quarter_x(quarter), rows))
    return tuple(states)


# ---- sources


_METHOD = (
    mark(
        "Every number of these pages is computed from this game: its orders, its seed, its model."
    ),
    mark("Paired futures share their luck, so that what differs is what was decided."),
    mark("A band holds 90% of the pairs. A band that spans zero leaves the sign open."),
    mark(
        "Backfire here: the lead is shorter than without controls, by more than a tenth of a "
        "month, four quarters running."
    ),
    mark(
        "Autonomy is a stress test: both worlds are cut off for a year, and what China can still "
        "put to work is compared."
    ),
    mark("Points, titles and medals are game numbers. They are not a judgement of any policy."),
)
_LIMITS = (
    mark("The model does not predict a year, a firm or a share price, and proves no policy right."),
    mark(
        "History settles only some of its numbers; the page on assumptions turns those that are "
        "contested."
    ),
    mark("Smuggling, stores and rented computing are estimates in the sources too."),
    mark("Firms and governments follow simple rules. They invent nothing beyond them."),
    mark("Military use, lives and rights are outside the model."),
)
_DATA = (
    mark("Hardware and model figures: Epoch AI, CC BY 4.0, epoch.ai/data."),
    mark("Policies are entered by the date and rule of the measure, from official texts."),
)


def sources(record: Record) -> tuple[Section, ...]:
    """How the pages are made, where numbers come from, and what is left out."""
    goals = mandate.mandate(record.seat, record.scenario.name, record.secret)
    used = dict.fromkeys(order.lever for order in record.orders)
    moved = tuple(
        tr("{what}: {value}", what=tr(LEVERS[key].name), value=tr(LEVERS[key].source))
        for key in used
    )
    return (
        Section(tr("How these pages are made"), tuple(tr(line) for line in _METHOD)),
        Section(tr("What the model leaves out"), tuple(tr(line) for line in _LIMITS)),
        Section(tr("Where numbers come from"), tuple(tr(line) for line in _DATA)),
        Section(
            tr("Your goals"),
            tuple(
                tr(
                    "{goal}: {why} ({source})",
                    goal=tr(goal.text),
                    why=tr(goal.why),
                    source=tr(goal.source),
                )
                for goal in goals
            ),
        ),
        Section(
            tr("The levers you moved"),
            moved or (tr("You gave no order."),),
        ),
    )
