"""The top bar: a few numbers per seat, each read off the world, with their change."""

from collections.abc import Callable
from dataclasses import dataclass

from agents.levers import ACTORS
from agents.names import CANN, CN, CUDA, MARKET_US, SMIC, US, quarter_name
from agents.state import World
from game.language import tr
from game.session import Session
from game.viewmodel import Clock, Stat
from game.views.words import money, money_change, number, percent, points, quarter_label, signed
from game.views.worlds import Reader, alignment, before, outcome, world_of

Write = Callable[[float], str]


@dataclass(frozen=True)
class Spec:
    """A number: how it is read and written, and which direction is good for the seat."""

    key: str
    label: str
    read: Reader
    write: Write
    write_change: Write
    good: int
    help: str


def _generations(value: float) -> str:
    return tr("{n} gen", n=number(value))


def _lead(good: int) -> Spec:
    label = tr("Frontier lead" if good > 0 else "Gap to the frontier")
    text = tr("Best US package over the best Chinese one; one generation is a factor of 2.6.")
    return Spec("lead", label, outcome("gap_generations"), _generations, signed, good, text)


def _whole(value: float) -> str:
    return number(value, 0)


def _one(value: float) -> str:
    return signed(value, 1)


def _government(index: int, spending: str, good_lead: int) -> list[Spec]:
    def capital(world: World) -> float:
        return float(world.governments[index]["capital"])

    own = tr("Programme spending of this quarter, paid from new debt.")
    return [
        Spec("treasury", tr("Spending"), outcome(spending), money, money_change, -1, own),
        Spec(
            "capital",
            tr("Political capital"),
            capital,
            _whole,
            _one,
            1,
            tr("0 to 100. New restrictions and pressure on allies cost it; calm gives it back."),
        ),
        Spec(
            "alignment",
            tr("Ally alignment"),
            alignment,
            percent,
            points,
            good_lead,
            tr("How far toolmaker and chip states follow the US controls, on average."),
        ),
        _lead(good_lead),
    ]


def _firm(index: int, stack: int, good_lead: int) -> list[Spec]:
    def maturity(world: World) -> float:
        return float(world.designers[index]["software"])

    def developers(world: World) -> float:
        stacks = world.outcome["developers"]
        return float(stacks[stack] / max(float(stacks.sum()), 1e-9))

    return [
        Spec(
            "revenue",
            tr("Revenue"),
            outcome("revenue", index),
            money,
            money_change,
            1,
            tr("All revenue of the quarter."),
        ),
        Spec(
            "china",
            tr("Sales in China"),
            outcome("value_cn_by", index),
            money,
            money_change,
            1,
            tr("Accelerators paid for in China this quarter."),
        ),
        Spec(
            "developers",
            tr("Developers"),
            developers,
            percent,
            points,
            1,
            tr("Share of the world's AI developers on its software stack."),
        ),
        _lead(good_lead),
        Spec(
            "software",
            tr("Stack maturity"),
            maturity,
            percent,
            points,
            1,
            tr("Maturity of its software."),
        ),
    ]


def _ai_lead(good: int) -> Spec:
    def months(value: float) -> str:
        return tr("{n} months", n=number(value, 1))

    text = tr("Lead of the best US laboratory over the best Chinese one.")
    return Spec("ai", tr("AI lead"), outcome("ai_gap_months"), months, _one, good, text)


def _sufficiency(good: int) -> Spec:
    text = tr("China's own share of tools, wafers, memory, chips, software and models, on average.")
    read = outcome("self_sufficiency")
    return Spec("autonomy", tr("Self-sufficiency"), read, percent, points, good, text)


def _foundry(index: int) -> list[Spec]:
    def node(value: float) -> str:
        return tr("N7 {n}", n=signed(value, 1))

    def wafers(world: World) -> float:
        return float(world.foundries[index]["capacity"])

    good = 1 if index == SMIC else 0
    return [
        Spec("revenue", tr("Revenue"), outcome("foundry_revenue", index), money, money_change, 1,
              tr("All revenue of the quarter.")),
        Spec("node", tr("Best node"), outcome("node", index), node, signed, 1,
              tr("Full nodes beyond the 7 nm class: 0 is 7 nm, 1 is 5 nm, 2 is 3 nm.")),
        Spec("yield", tr("Yield"), outcome("yield_rate", index), percent, points, 1,
              tr("Good dies of a large accelerator die.")),
        Spec("capacity", tr("Advanced plants"), wafers, _wafers, _one, 1,
              tr("Advanced capacity, thousand wafers a month.")),
        _sufficiency(good),
    ]  # fmt: skip


def _wafers(value: float) -> str:
    return tr("{n}k wafers", n=number(value, 0))


def _laboratory(market: int) -> list[Spec]:
    def capability(world: World) -> float:
        return float(world.labs[market]["capability"])

    def compute(world: World) -> float:
        return float(world.outcome["compute_market"][market])

    def exaflops(value: float) -> str:
        return tr("{n} EFLOP/s", n=number(value, 0 if value >= 100 else 1))

    good = 1 if market == MARKET_US else -1
    share, text = (
        ("incumbent_by_pool" if good > 0 else "developer_by_pool"),
        tr("Developers at home on its side's stack."),
    )
    return [
        Spec("capability", tr("Best model"), capability, _orders, signed, 1,
              tr("Effective computing behind the best model, in powers of ten.")),
        _ai_lead(good),
        Spec("compute", tr("Home computing"), compute, exaflops, _one, 1,
              tr("Usable computing in the home market, rented included.")),
        Spec("developers", tr("Developers"), outcome(share, market), percent, points, 1, text),
        _lead(good),
    ]  # fmt: skip


def _orders(value: float) -> str:
    return tr("10^{n}", n=number(value))


def specs_of(seat: str) -> list[Spec]:
    """The numbers of a seat's top bar."""
    kind, member = ACTORS[seat]
    if kind == "foundries":
        return _foundry(member)
    if kind == "labs":
        return _laboratory(member)
    if kind == "designers":
        chinese = seat in {"huaw", "camb"}
        return _firm(member, CANN if seat == "huaw" else CUDA + 3 * chinese, -1 if chinese else 1)
    if member == CN:
        return [*_government(CN, "fiscal_cost_cn", -1), _sufficiency(1)]
    if member == US:
        return [*_government(US, "fiscal_cost_us", 1), _ai_lead(1)]
    allied = outcome("ally_revenue")
    label, text = tr("Allied sales"), tr("Tools and memory.")
    sales = Spec("revenue", label, allied, money, money_change, 1, text)
    return [sales, *_government(member, "fiscal_cost_us", 0)[1:], _ai_lead(0)]


def stats(session: Session) -> tuple[Stat, ...]:
    """The numbers of the top bar."""
    now, then = world_of(session.row), world_of(before(session))
    return tuple(_stat(spec, spec.read(now), spec.read(then)) for spec in specs_of(session.seat))


def _stat(spec: Spec, value: float, then: float) -> Stat:
    change = value - then
    text = spec.write_change(change)
    still = not any(digit in text for digit in "123456789")
    tone = "neutral" if still or spec.good == 0 else "good" if change * spec.good > 0 else "bad"
    return Stat(spec.key, spec.label, value, spec.write(value), change, text, tone, spec.help)


def clock(session: Session) -> Clock:
    """Where the game stands."""
    game = session.scenario
    now = min(session.now, game.end)
    return Clock(
        now=quarter_name(now),
        label=tr("The end") if session.over else quarter_label(now),
        progress=len(session.turns) / game.quarters,
        quarters_left=game.end + 1 - session.now,
        first=quarter_name(game.start),
        last=quarter_name(game.end),
        over=session.over,
    )
