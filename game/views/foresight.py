"""The foresight room: a fan to any date, two policies side by side, why, and what drives it."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from agents.levers import LEVERS
from agents.parameters import PARAMETERS
from agents.plan import Order
from game.analysis.compare import compare
from game.analysis.metrics import Metric, find_metric, known_metrics
from game.analysis.tornado import Driver
from game.analysis.waterfall import ANSWERS as RECORDED
from game.analysis.waterfall import BEFORE, DIRECT
from game.figures import quarter_text
from game.forecast import Fan, Status
from game.futures import KEPT
from game.language import mark, tr
from game.lookout import ANSWERS, CONTROLS, DRIVERS, PROPOSALS, WHY, Found, Helper, Lookout
from game.session import Session
from game.viewmodel import FanView, Headline, Term, WhyView
from game.views.fan import fan_view, headlines, metric_change_text, tone_of
from game.views.words import MINUS, actor_name, lever_text, percent, quarter_x, role_of

MOST_TERMS = 7
Write = Callable[[float], str]
MOST_DRIVERS = 24
_QUESTIONS = (
    (PROPOSALS, mark("Proposals"), mark("What each of your proposals adds, in this order")),
    (ANSWERS, mark("Answers"), mark("Your proposals if nobody answers, then each seat's answer")),
    (
        CONTROLS,
        mark("Export controls"),
        mark("Every control since the worlds parted, in this order"),
    ),
)

_KINDS = (
    ("", mark("All"), mark("Your levers and the uncertain numbers of the rules")),
    ("lever", mark("Levers"), mark("What you can move: a tenth of the range down and up")),
    ("parameter", mark("Unknowns"), mark("What the recorded facts leave open")),
)


@dataclass(frozen=True)
class CompareView:
    """Policy A, kept, against policy B, the proposals as they are now. Empty texts: no A yet."""

    kept: bool
    a_text: str
    b_text: str
    mean: float
    half: float
    low: float
    high: float
    mean_text: str
    interval_text: str
    spread_text: str
    share_text: str
    tone: str


@dataclass(frozen=True)
class DriverView:
    """A bar of the tornado: a lever or an uncertain number, lower and higher; nan: cannot."""

    key: str
    kind: str
    label: str
    low: float
    high: float
    low_half: float
    high_half: float
    low_text: str
    high_text: str
    effect_text: str
    detail: str
    role: str


@dataclass(frozen=True)
class Questions:
    """Questions that a card answers: (key, label, tooltip), and the one chosen."""

    options: tuple[tuple[str, str, str], ...]
    chosen: str


@dataclass(frozen=True)
class ForesightView:
    """Everything in the room. `why_text` and `drivers_text` say what a card waits for."""

    fan: FanView
    headlines: tuple[Headline, ...]
    first: int
    horizon: int
    last: int
    horizon_text: str
    compare: CompareView
    questions: Questions
    why: WhyView | None
    why_text: str
    drivers: tuple[DriverView, ...]
    kinds: Questions
    drivers_subtitle: str
    drivers_text: str
    badge: str
    waiting: bool


def foresight_view(
    session: Session, fan: Fan | None, status: Status, lookout: Lookout, helper: Helper
) -> ForesightView:
    """The room as it stands; what is not known yet says what it waits for."""
    metric, at = find_metric(lookout.metric), lookout.at(session)
    shown = _cut(fan_view(session, fan, status, metric.key), at)
    why, drivers = lookout.found(WHY, helper), lookout.found(DRIVERS, helper)
    asked = lookout.asked(session)
    return ForesightView(
        fan=shown,
        headlines=headlines(session, fan, metric.key),
        first=session.now,
        horizon=at,
        last=session.scenario.end,
        horizon_text=quarter_text(at),
        compare=_compare(session, fan, lookout, metric, at),
        questions=_questions(_QUESTIONS, asked),
        why=_why(why, metric, at, session.seat),
        why_text=_why_text(session, asked, why),
        drivers=_drivers(drivers, metric, at, lookout.kind),
        kinds=_questions(_KINDS, lookout.kind),
        drivers_subtitle=tr(
            "{metric} in {date}: each moved alone", metric=tr(metric.label),
            date=quarter_text(at),
        ),
        drivers_text=_waiting(drivers),
        badge=_badge(shown, status),
        waiting=bool(_waiting(why)) if why.progress is not None else False,
    )  # fmt: skip


def _questions(table: tuple[tuple[str, str, str], ...], chosen: str) -> Questions:
    return Questions(tuple((key, tr(label), tr(tip)) for key, label, tip in table), chosen)


def _cut(fan: FanView, at: int) -> FanView:
    """A fan that ends with a quarter."""
    count = sum(x <= quarter_x(at) + 1e-6 for x in fan.x)

    def lines(group: tuple[tuple[float, ...], ...]) -> tuple[tuple[float, ...], ...]:
        return tuple(line[:count] for line in group)

    return replace(
        fan, title=fan.label, x=fan.x[:count], bands=lines(fan.bands),
        twin_median=fan.twin_median[:count],
        law_median=fan.law_median[:count], kept_bands=lines(fan.kept_bands),
        samples=lines(fan.samples), twin_samples=lines(fan.twin_samples),
        law_samples=lines(fan.law_samples),
    )  # fmt: skip


def _badge(fan: FanView, status: Status) -> str:
    if not fan.ready:
        return status.text or tr("The first futures are on their way.")
    words = tr("{n} futures in {seconds} s", n=f"{fan.futures:,}", seconds=f"{fan.seconds:.1f}")
    if status.stale:
        return tr("{words}, of an older plan: updating", words=words)
    return words if status.state == "ready" else tr("{words}, more are coming", words=words)


def _waiting(found: Found) -> str:
    """What a card says while there is no fresh answer."""
    progress = found.progress
    if progress is not None and progress.state == "failed":
        return progress.text
    if not found.stale:
        return ""
    share = progress.share if progress is not None else 0.0
    if progress is None or progress.state == "waiting":
        return tr("Waiting for the fan")
    return tr("Playing it again: {share}", share=percent(share))


# ---- two policies


def orders_text(orders: tuple[Order, ...]) -> str:
    """Proposals in a line."""
    if not orders:
        return tr("The law in force")
    parts = [
        tr("{lever} {value}", lever=tr(LEVERS[order.lever].name),
           value=lever_text(LEVERS[order.lever], order.value))
        for order in orders
    ]  # fmt: skip
    return " · ".join(parts)


def _compare(
    session: Session, fan: Fan | None, lookout: Lookout, metric: Metric, at: int
) -> CompareView:
    kept = lookout.kept_orders(session)
    now = tuple(proposal.order for proposal in session.proposals)
    nothing = CompareView(
        kept is not None, orders_text(kept or ()), orders_text(now), math.nan, math.nan, math.nan,
        math.nan, "", "", "", "", "neutral",
    )  # fmt: skip
    if kept is None or fan is None or not fan.has(KEPT) or at < fan.request.first:
        return nothing
    found = compare(fan.change_of(metric.key, KEPT, at - fan.request.first), metric.better)

    def text(value: float) -> str:
        return metric_change_text(metric, value, found.mean)

    share, side = found.share_better, "us" if role_of(session.seat) == "incumbent" else "cn"
    if math.isnan(share):
        words = tr("B is higher in {share} of {n} pairs", share=percent(found.share_higher),
                   n=f"{found.pairs:,}")  # fmt: skip
    else:
        share = share if side == "us" else 1.0 - share
        words = tr("B is better for you in {share} of {n} pairs", share=percent(share),
                   n=f"{found.pairs:,}")  # fmt: skip
    return replace(
        nothing, mean=found.mean, half=found.half, low=found.low, high=found.high,
        mean_text=text(found.mean),
        interval_text=tr("95% interval of the mean: {low} to {high}",
                         low=text(found.mean - found.half), high=text(found.mean + found.half)),
        spread_text=tr("Nine of ten pairs: {low} to {high}", low=text(found.low),
                       high=text(found.high)),
        share_text=words, tone=tone_of(metric, found.mean, session.seat),
    )  # fmt: skip


# ---- why


def _why_text(session: Session, question: str, found: Found) -> str:
    if question != CONTROLS and not session.proposals:
        return tr("Nothing is proposed: move a lever, and this card takes its effect apart.")
    return _waiting(found)


def _place(metric: Metric) -> int:
    return [one.key for one in known_metrics()].index(metric.key)


def _why(found: Found, metric: Metric, at: int, seat: str) -> WhyView | None:
    """The waterfall at a date, the small terms taken together."""
    if found.value is None:
        return None
    held, place = found.value, _place(metric)
    quarter = at - held.first
    if not 0 <= quarter < len(held.waterfall.total.mean):
        return None
    values = {order.lever: order.value for order in held.orders}
    effects = [effect.at(place, quarter) for effect in held.waterfall.terms]
    total, _ = held.waterfall.total.at(place, quarter)
    scale = max([abs(total), *(abs(mean) for mean, _ in effects)])

    def text(value: float) -> str:
        return metric_change_text(metric, value, scale)

    terms = [
        _term(key, effect, text, values.get(key), seat)
        for key, effect in zip(held.waterfall.keys, effects, strict=True)
    ]
    title = {
        PROPOSALS: tr("Why: what your proposals change"),
        ANSWERS: tr("Why: your proposals and their answers"),
        CONTROLS: tr("Why: what the controls change"),
    }[held.question]
    subtitle = tr(
        "{metric} in {date}, reruns with the same luck", metric=tr(metric.label),
        date=quarter_text(at),
    )  # fmt: skip
    return WhyView(f"why.{metric.key}", title, subtitle, total, text(total), _largest(terms, text))


def _largest(terms: list[Term], text: Write) -> tuple[Term, ...]:
    """The largest terms in their order, and the sum of all others as one."""
    strong = sorted(terms, key=lambda term: -abs(term.value))[:MOST_TERMS]
    kept = [term for term in terms if term in strong and term.value != 0.0]
    rest = sum(term.value for term in terms if term not in kept)
    if rest == 0.0 and kept:
        return tuple(kept)
    label = tr("Everything else")
    other = Term("rest", label, rest, text(rest), "text", label)
    return (*kept, other)


def _term(
    key: str, effect: tuple[float, float], text: Write, value: float | None, seat: str
) -> Term:
    mean, half = effect
    detail = tr(
        "{value}, give or take {half} (95% interval of the mean)",
        value=text(mean), half=text(half).lstrip("+"),
    )  # fmt: skip
    label, role = _cause(key, value, seat)
    return Term(key, label, mean, text(mean), role, f"{label}. {detail}", half)


def _cause(key: str, value: float | None, seat: str) -> tuple[str, str]:
    """A cause in words, and the role of whose it is."""
    if key == DIRECT:
        return tr("If nobody answers"), role_of(seat)
    if key == BEFORE:
        return tr("Controls before the game"), "incumbent"
    if key == RECORDED:
        return tr("Recorded answers of others"), "sovereign"
    if key in LEVERS:
        lever = LEVERS[key]
        if value is None:
            return tr(lever.name), role_of(lever.actor)
        words = tr("{lever} {value}", lever=tr(lever.name), value=lever_text(lever, value))
        return words, role_of(lever.actor)
    return tr("{seat} answers", seat=actor_name(key)), role_of(key)


# ---- what drives it


def _drivers(found: Found, metric: Metric, at: int, kind: str) -> tuple[DriverView, ...]:
    if found.value is None:
        return ()
    held, place = found.value, _place(metric)
    quarter = at - held.first
    ranked = held.tornado.ranked(place, quarter, kind)[:MOST_DRIVERS] if quarter >= 0 else []
    scale = max((driver.reach(place, quarter) for driver in ranked), default=1.0)

    def text(value: float) -> str:
        return metric_change_text(metric, value, scale)

    return tuple(_driver(driver, text, place, quarter) for driver in ranked)


def _driver(driver: Driver, text: Write, place: int, quarter: int) -> DriverView:
    unknown = (math.nan, math.nan)
    low = driver.low.at(place, quarter) if driver.low is not None else unknown
    high = driver.high.at(place, quarter) if driver.high is not None else unknown
    lever = LEVERS.get(driver.key)
    if driver.kind == "lever" and lever is not None:
        label, role, meaning = tr(lever.name), role_of(lever.actor), tr(lever.help)
        low_text, high_text = (
            lever_text(lever, value) if value == value else ""
            for value in (driver.low_value, driver.high_value)
        )
    else:
        parameter = next(p for p in PARAMETERS if p.name == driver.key)
        label, role = tr(parameter.meaning), "text"
        meaning = tr("An uncertain number of the rules, at the 10% and 90% points of what the "
                     "recorded facts allow.")  # fmt: skip
        low_text, high_text = (
            f"{value:.3g}".replace("-", MINUS) for value in (driver.low_value, driver.high_value)
        )
    sides = [
        tr("At {value}: {effect}, give or take {half}.", value=words, effect=text(mean),
           half=text(half).lstrip("+"))
        for words, (mean, half) in ((low_text, low), (high_text, high))
        if mean == mean
    ]  # fmt: skip
    reach = driver.reach(place, quarter)
    return DriverView(
        driver.key, driver.kind, label[:1].upper() + label[1:], low[0], high[0], low[1], high[1],
        low_text, high_text, text(reach).lstrip("+"), " ".join((meaning, *sides)), role,
    )  # fmt: skip
