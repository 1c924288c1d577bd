"""The brief of a quarter: what happened, why numbers moved, what advisers expect of the next."""

from dataclasses import dataclass

from agents.belief import Estimate, estimates
from agents.names import FULL_NAMES
from game.analysis import advice
from game.analysis.quarter import LUCK, OWN, RECORD, RUNS, UNDER_WAY, Move, explain
from game.figures import dollars
from game.jobs import Work
from game.language import mark, tr
from game.session import Session
from game.viewmodel import NewsView, Term
from game.views.news import news
from game.views.stats import Spec, specs_of
from game.views.words import money, number, percent, quarter_label, role_of, signed
from game.views.worlds import world_of

SHOWN = 3  # causes that are named; the rest is one term
MOST_NEWS = 8
_CAUSES = {
    UNDER_WAY: mark("What was under way"),
    RECORD: mark("Rules the scenario brings"),
    OWN: mark("Your orders"),
    "us": mark("Moves of the United States"),
    "cn": mark("Moves of China"),
    "allies": mark("Moves of allies and others"),
    "firms": mark("Moves of firms"),
    LUCK: mark("Luck and events"),
}
_ROLES = {"us": "incumbent", "cn": "sovereign", "allies": "hybrid", "firms": "open"}


@dataclass(frozen=True)
class BriefFacts:
    """What is computed beside for a brief."""

    moves: tuple[Move, ...]
    counsel: tuple[advice.Counsel, ...]
    audits: tuple[advice.Audit, ...]


@dataclass(frozen=True)
class Cause:
    """A number of the top bar, its change, and the largest causes; the terms sum to the change."""

    key: str
    label: str
    text: str
    change_text: str
    tone: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class AdviserView:
    """What an adviser expects, and how it has done so far."""

    key: str
    name: str
    icon: str
    text: str
    record: str


@dataclass(frozen=True)
class BriefView:
    """The brief. `state` is "first" (nothing has been played), "working" or "ready"."""

    title: str
    subtitle: str
    state: str
    news: tuple[NewsView, ...]
    causes: tuple[Cause, ...]
    advisers: tuple[AdviserView, ...]
    note: str


def brief_key(session: Session) -> tuple[str, int]:
    """Under what name the facts of this quarter's brief are asked for."""
    return "brief", len(session.turns)


def brief_work(session: Session) -> Work:
    """The work behind a brief, on copies of all that it needs."""
    rows, plan, plans = list(session.rows), session.plan.copy(), session.plans
    perfect, record = session.setup.perfect, session.scenario.base_plan()
    seed, seat, start, last = (
        session.setup.seed, session.seat, session.scenario.start, session.scenario.end,
    )  # fmt: skip
    now, over = session.now, session.over
    readers = [_reader(spec) for spec in specs_of(seat)]
    outcomes = session.history.values[0]

    def work(leave) -> BriefFacts:  # type: ignore[no-untyped-def]
        moves: tuple[Move, ...] = ()
        if len(rows) > 1:
            moves = explain(
                rows[-2], rows[-1], plan, seed, now - 1, seat, readers, RUNS, leave, record
            )
        said = (
            () if over else advice.counsel(rows[-1], plan, seed, now, last, seat, perfect=perfect)
        )
        audits = advice.audit(rows, plans, seed, start, last, seat, outcomes, perfect=perfect)
        return BriefFacts(moves, said, audits)

    return work


def _reader(spec: Spec):  # type: ignore[no-untyped-def]
    return lambda row: float(spec.read(world_of(row)))


def brief_view(session: Session, facts: BriefFacts | None) -> BriefView:
    """The brief of the quarter to be played; without facts it says what is still worked out."""
    last = session.now - 1
    if not session.turns:
        title, state = tr("The world as you find it"), "first"
    else:
        title = tr("What {quarter} brought", quarter=quarter_label(last))
        state = "ready" if facts is not None else "working"
    fresh = [item for item in news(session) if _is_recent(item, session)]
    return BriefView(
        title=title,
        subtitle=tr("Before {quarter}", quarter=quarter_label(session.now)),
        state=state,
        news=tuple(fresh[:MOST_NEWS]),
        causes=_causes(session, facts) if session.turns and facts is not None else (),
        advisers=_advisers(facts) if facts is not None else (),
        note=tr(
            "Reruns of the quarter with the same luck that let one party move after another; the "
            "terms sum to the change."
        ),
    )


def _is_recent(item: NewsView, session: Session) -> bool:
    """Whether an item belongs to the quarter just played; before the first all of them do."""
    return not session.turns or item.quarter == quarter_label(session.now - 1)


def _causes(session: Session, facts: BriefFacts) -> tuple[Cause, ...]:
    found = []
    for spec, move in zip(specs_of(session.seat), facts.moves, strict=False):
        text = spec.write_change(move.change)
        still = not _counts(spec, move.change)
        good = move.change * spec.good
        tone = "neutral" if still or spec.good == 0 else "good" if good > 0 else "bad"
        terms = _terms(session.seat, spec, move)
        found.append(Cause(spec.key, spec.label, spec.write(move.after), text, tone, terms))
    return tuple(found)


def _terms(seat: str, spec: Spec, move: Move) -> tuple[Term, ...]:
    """The largest causes, and the rest as one term."""
    ranked = sorted(move.terms, key=lambda term: -abs(term[1]))
    shown, rest = ranked[:SHOWN], sum(value for _, value in ranked[SHOWN:])
    terms = [
        Term(key, tr(_CAUSES[key]), value, spec.write_change(value), _role(seat, key), "")
        for key, value in shown
        if _counts(spec, value)
    ]
    if _counts(spec, rest):
        terms.append(Term("rest", tr("All else"), rest, spec.write_change(rest), "text", ""))
    return tuple(terms)


def _counts(spec: Spec, value: float) -> bool:
    """Whether a term is more than nothing as it is written."""
    return any(digit in spec.write_change(value) for digit in "123456789")


def _role(seat: str, cause: str) -> str:
    return role_of(seat) if cause == OWN else _ROLES.get(cause, "uncommitted")


_EXPECTS = {
    "gap_generations": mark("I expect the chip gap at {value} generations in {quarter}."),
    "sender_revenue": mark("I expect US and allied chip and tool sales of {value} in {quarter}."),
    "ai_gap_months": mark("I expect the AI lead at {value} months in {quarter}."),
}
_ICONS = {"security": "shield", "commerce": "coins", "science": "flask-conical"}


def _amount(outcome: str, value: float, *, sign: bool = False) -> str:
    if outcome == "sender_revenue":
        minus = "−" if value < 0 else "+" if sign else ""
        return f"{minus}{dollars(abs(value), ',.1f')}"
    digits = 2 if outcome == "gap_generations" else 1
    return signed(value, digits) if sign else number(value, digits)


def _advisers(facts: BriefFacts) -> tuple[AdviserView, ...]:
    records = {audit.adviser.key: audit for audit in facts.audits}
    found = []
    for said in facts.counsel:
        one = said.adviser
        record = records.get(one.key)
        words = tr("No record yet.")
        if record is not None and record.count:
            words = tr(
                "So far off by {value} on average, over {n} forecasts.",
                value=_amount(one.outcome, record.too_high, sign=True), n=record.count,
            )  # fmt: skip
        text = tr(
            _EXPECTS[one.outcome],
            value=_amount(one.outcome, said.value), quarter=quarter_label(said.quarter),
        )  # fmt: skip
        found.append(AdviserView(one.key, tr(one.name), _ICONS[one.key], text, words))
    return tuple(found)


@dataclass(frozen=True)
class EstimateView:
    """What our services believe of something hidden: a best guess inside an 80% band."""

    key: str
    name: str
    owner: str
    text: str
    band: str


_UNITS = {
    "k dies": mark("{n} thousand dies"),
    "k stacks": mark("{n} thousand stacks"),
    "k stacks/qtr": mark("{n} thousand a quarter"),
    "k/qtr": mark("{n} thousand a quarter"),
    "k packages": mark("{n} thousand chips"),
    "k wafers": mark("{n} thousand wafers"),
    "k wafers/month": mark("{n} thousand wafers a month"),
}
MOST_ESTIMATES = 9


def intelligence_view(session: Session) -> tuple[EstimateView, ...]:
    """The estimates of the seat held, the widest first; what is nothing at all is left out."""
    found = []
    for one in estimates(session.row, session.seat, session.setup.seed):
        if one.best <= 0.0 or one.field in ("arch", "algorithms"):
            continue
        width = one.high / max(one.low, 1e-9)
        text, band = _amounts(one)
        owner = tr(FULL_NAMES.get(one.member, one.member))
        view = EstimateView(f"{one.member}.{one.field}", tr(one.name), owner, text, band)
        found.append((-width, view))
    found.sort(key=lambda pair: pair[0])
    return tuple(view for _, view in found[:MOST_ESTIMATES])


def _amounts(one: Estimate) -> tuple[str, str]:
    if one.unit in ("0-1", "of the frontier", "share"):
        return percent(one.best), f"{percent(one.low)}–{percent(one.high)}"
    if one.unit == "bn USD":
        return money(one.best), f"{money(one.low)}–{money(one.high)}"
    digits = 0 if one.best >= 10 else 1
    text = tr(_UNITS.get(one.unit, "{n}"), n=number(one.best, digits))
    return text, f"{number(one.low, digits)}–{number(one.high, digits)}"
