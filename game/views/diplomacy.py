"""The diplomacy room: who leans where, which deals are open, what was promised, how tense it is.

Numbers that governments show by what they do (measures, sales, developers) are exact. Whether the
other side would sign is an estimate, in coarse words where the seat's services see little.
"""

from dataclasses import dataclass

from agents.levers import ACTORS
from agents.names import (
    ALLIED,
    CHIP,
    CN,
    DEALS,
    MARKET_CN,
    MARKET_ROW,
    MARKET_US,
    ROW,
    TOOL,
    US,
)
from agents.state import World
from game.language import tr
from game.session import Session
from game.viewmodel import LeverView
from game.views.bargains import BargainView, DealView, bargain_view, deal_views, wanted_deal
from game.views.policy import policy
from game.views.promises import (
    SEATS,
    Promise,
    TensionTerm,
    promises,
    tension_terms,
)
from game.views.words import actor_name, number, percent, quarter_label, role_of, signed
from game.views.worlds import before, played, world_of

_POOLS = {"us": MARKET_US, "cn": MARKET_CN, "row": MARKET_ROW}
_CALM, _TENSE = 35.0, 70.0
_TRAIL, _YEAR = 9, 3  # quarters of a trail, and before each of them those that are averaged with it


@dataclass(frozen=True)
class BlocView:
    """A government: what it does, what it depends on, what it asks; its way over the plane.

    `trail` holds (tied to the US stack, tied to the Chinese stack) by quarter, oldest first.
    """

    seat: str
    name: str
    role: str
    held: bool
    stance: str
    exposure: str
    ask: str
    trail: tuple[tuple[float, float], ...]
    place_text: str
    deals: tuple[DealView, ...]

    @property
    def place(self) -> tuple[float, float]:
        """Where it stands now."""
        return self.trail[-1]


@dataclass(frozen=True)
class TensionView:
    """Tension now and before, what moved it, and its course. Units: points."""

    value: float
    change: float
    level: str
    text: str
    terms: tuple[TensionTerm, ...]
    course: tuple[float, ...]


@dataclass(frozen=True)
class DiplomacyView:
    """Everything in the room."""

    blocs: tuple[BlocView, ...]
    promises: tuple[Promise, ...]
    tension: TensionView
    bargain: BargainView
    lobbying: LeverView | None
    note: str
    quarter_text: str

    def bloc(self, seat: str) -> BlocView:
        """The government of a seat."""
        return next(one for one in self.blocs if one.seat == seat)


def diplomacy_view(session: Session) -> DiplomacyView:
    """The room as it stands."""
    world, rows = world_of(session.row), played(session)[1]
    worlds = [world_of(row) for row in rows[-_TRAIL - _YEAR :]]
    deals = deal_views(session, world)
    blocs = tuple(_bloc(session, seat, world, worlds, deals) for seat in SEATS)
    return DiplomacyView(
        blocs=blocs,
        promises=promises(session),
        tension=_tension(world_of(before(session)), world, worlds),
        bargain=bargain_view(session, world),
        lobbying=_lobbying(session),
        note=_note(session),
        quarter_text=quarter_label(session.now),
    )


def _note(session: Session) -> str:
    if session.seat in SEATS:
        return tr(
            "An offer stands until it is taken back; it is answered a quarter after it was made."
        )
    return tr("Governments sign deals; a firm can watch, and lobby where it has the lever.")


def _lobbying(session: Session) -> LeverView | None:
    """What a firm may spend on lobbying, if it holds that lever."""
    panel = policy(session)
    levers = [lever for group in (*panel.groups, *panel.more) for lever in group.levers]
    return next((one for one in levers if one.key == f"{session.seat}.lobbying"), None)


# ---- governments


def _bloc(
    session: Session, seat: str, world: World, worlds: list[World], deals: dict[str, DealView]
) -> BlocView:
    trail = way(seat, worlds)
    x, y = trail[-1]
    own = tuple(deals[deal] for deal in DEALS if seat in deals[deal].sides)
    return BlocView(
        seat=seat,
        name=actor_name(seat),
        role=role_of(seat),
        held=seat == session.seat,
        stance=_stance(seat, world),
        exposure=_exposure(seat, x, y),
        ask=wanted_deal(session, seat, world),
        trail=trail,
        place_text=tr("{us} tied to the US stack, {cn} to the Chinese stack",
                      us=percent(x), cn=percent(y)),
        deals=own,
    )  # fmt: skip


def way(seat: str, worlds: list[World]) -> tuple[tuple[float, float], ...]:
    """The ties of a government by quarter; sales come in lumps and are averaged over a year."""
    points = [ties(seat, world) for world in worlds]
    if seat in _POOLS:
        return tuple(points[-_TRAIL:])
    first = max(0, len(points) - _TRAIL)
    found = []
    for last in range(first, len(points)):
        year = points[max(0, last - _YEAR) : last + 1]
        found.append((points[last][0], sum(y for _, y in year) / len(year)))
    return tuple(found)


def ties(seat: str, world: World) -> tuple[float, float]:
    """How far a government is tied to the US stack and to the Chinese one, both 0 to 1.

    Blocs with developers of their own: their shares on either stack. Toolmaker and chip states: how
    far they follow the US controls, and China's share of their tool and memory sales.
    """
    if seat in _POOLS:
        market = _POOLS[seat]
        outcome = world.outcome
        return float(outcome["incumbent_by_pool"][market]), float(
            outcome["developer_by_pool"][market]
        )
    if seat == "tool":
        maker = world.toolmakers[ALLIED]
        share = float(maker["sales_cn"]) / max(float(maker["sales"]), 1e-9)
        return _follows(world, TOOL), min(1.0, share)
    sold = max(float(world.memory_makers[ALLIED]["sold"]), 1e-9)
    bought = sum(float(one["hbm_foreign"]) for one in world.designers if one["bloc"] == 1)
    return _follows(world, CHIP), min(1.0, bought / sold)


def _follows(world: World, member: int) -> float:
    return float(world.outcome["alignment"][member - TOOL])


def _stance(seat: str, world: World) -> str:
    member = ACTORS[seat][1]
    state = world.governments[member]
    if member == US:
        return tr("Measures {size}, diplomacy {effort}",
                  size=percent(float(state["measures"])),
                  effort=percent(float(state["diplomacy"])))  # fmt: skip
    if member == CN:
        return tr("Counter-measures {size}, threat felt {threat}",
                  size=percent(float(state["measures"])),
                  threat=percent(float(state["threat"])))  # fmt: skip
    follows = percent(_follows(world, member))
    if member == ROW:
        return tr("Leans to the US stack: {size}", size=follows)
    return tr("Follows the US controls: {size}", size=follows)


def _exposure(seat: str, x: float, y: float) -> str:
    if seat == "tool":
        return tr("China buys {share} of its makers' tools", share=percent(y))
    if seat == "chip":
        return tr("China buys {share} of its memory for accelerators", share=percent(y))
    return tr("Developers: {us} US stack, {cn} Chinese", us=percent(x), cn=percent(y))


# ---- tension


def _tension(was: World, now: World, worlds: list[World]) -> TensionView:
    value, earlier = (float(world.economy["tension"]) for world in (now, was))
    level = "calm" if value < _CALM else "tense" if value < _TENSE else "danger"
    words = {
        "calm": tr("calm"),
        "tense": tr("tense"),
        "danger": tr("near a crisis: at 100 everybody loses"),
    }
    text = tr(
        "Tension {value} of 100: {level}, {change} in the last quarter",
        value=number(value, 0), level=words[level], change=signed(value - earlier, 1),
    )  # fmt: skip
    course = tuple(float(world.economy["tension"]) for world in worlds)
    terms = sorted(tension_terms(was, now), key=lambda term: -abs(term.change))
    return TensionView(value, value - earlier, level, text, tuple(terms), course)
