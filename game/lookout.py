"""What the player looks at in the futures: the number, the date, a policy kept for comparison.

The analyses of the foresight room are asked for here and done beside; the last answer stays, and
is called stale, until the next is there. Nothing here changes the game.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Protocol

from agents.levers import of_seat
from agents.parameters import PARAMETERS
from agents.plan import Order, Plan
from game.analysis import tornado, waterfall
from game.analysis.metrics import GAP
from game.analysis.paired import Variant
from game.futures import Request, believer, request_of
from game.jobs import Leave, Progress, Work
from game.session import Session

PROPOSALS, ANSWERS, CONTROLS = "proposals", "answers", "controls"
WHY, DRIVERS = "foresight.why", "foresight.drivers"


class Helper(Protocol):
    """Who has work done beside: a desk."""

    def ask(self, key: Hashable, work: Work) -> None:
        """See `game.jobs.Jobs.ask`."""
        ...

    def answer(self, key: Hashable) -> Any:
        """See `game.jobs.Jobs.answer`."""
        ...

    def progress(self, key: Hashable) -> Progress | None:
        """See `game.jobs.Jobs.progress`."""
        ...


@dataclass(frozen=True)
class Found:
    """The last answer of an analysis. `stale` says that it answers an older question."""

    value: Any = None
    stale: bool = False
    progress: Progress | None = None


@dataclass(frozen=True)
class WhyFound:
    """A waterfall with the question that it answers; `orders` are what was proposed."""

    question: str
    orders: tuple[Order, ...]
    first: int
    waterfall: waterfall.Waterfall


@dataclass(frozen=True)
class DriversFound:
    """A tornado of futures that begin with a quarter."""

    first: int
    tornado: tornado.Tornado


class Lookout:
    """The player's choices in the foresight room, and the analyses that they ask for."""

    def __init__(self) -> None:
        self.metric = GAP
        self.horizon = 0  # a quarter; 0 is the end of the game
        self.question = ""
        self.kind = ""  # of the drivers shown; all of them
        self.kept: tuple[Order, ...] | None = None
        self._kept_at = 0
        self._tokens: dict[str, Hashable] = {}
        self._last: dict[str, tuple[Hashable, Any]] = {}

    # ---- choices

    def at(self, session: Session) -> int:
        """The quarter that effects are read at."""
        end = session.scenario.end
        return min(end, max(session.now, self.horizon)) if self.horizon else end

    def asked(self, session: Session) -> str:
        """The question of the why: the one chosen, or the one that fits."""
        if self.question:
            return self.question
        return PROPOSALS if session.proposals else CONTROLS

    def keep(self, session: Session) -> None:
        """Keep the present proposals as policy A."""
        self.kept = _orders(session)
        self._kept_at = session.now

    def kept_orders(self, session: Session) -> tuple[Order, ...] | None:
        """The orders of policy A; there is none once its quarter is over."""
        return self.kept if self._kept_at == session.now else None

    def _kept_plan(self, session: Session) -> Plan | None:
        orders = self.kept_orders(session)
        if orders is None:
            return None
        plan = session.plan.copy()
        for order in orders:
            plan.set(order)
        return plan

    def request(self, session: Session) -> Request:
        """The question to the forecaster."""
        return request_of(session, self.metric, self._kept_plan(session))

    # ---- analyses

    def ask(self, session: Session, helper: Helper) -> None:
        """Have the analyses done that fit the game as it stands, unless they have been."""
        if session.over:
            return
        orders, question = _orders(session), self.asked(session)
        token = session.now, len(session.turns), orders
        works: dict[str, tuple[Hashable, Callable[[], Work]]] = {
            DRIVERS: (token, lambda: _drivers_work(session)),
        }
        if orders or question == CONTROLS:
            works[WHY] = (question, *token), lambda: _why_work(session, question, orders)
        else:
            self._tokens.pop(WHY, None)
        for key in (WHY, DRIVERS):
            if key in works and self._tokens.get(key) != works[key][0]:
                self._tokens[key] = works[key][0]
                helper.ask(key, works[key][1]())

    def found(self, key: str, helper: Helper) -> Found:
        """The last answer of an analysis."""
        token = self._tokens.get(key)
        if token is None:
            return Found()
        answer = helper.answer(key)
        if answer is not None:
            self._last[key] = token, answer
        held = self._last.get(key)
        stale = held is None or held[0] != token
        return Found(held[1] if held else None, stale, helper.progress(key))


def _orders(session: Session) -> tuple[Order, ...]:
    return tuple(proposal.order for proposal in session.proposals)


def _variant(session: Session, plan: Plan) -> Variant:
    return Variant(
        session.row.copy(), plan, session.setup.seed, session.now, session.scenario.end,
        believer(session),
    )  # fmt: skip


def _why_work(session: Session, question: str, orders: tuple[Order, ...]) -> Work:
    """The waterfall of a question. Reads the session now, not later in the worker."""
    law, proposed, seat = (
        _variant(session, session.plan.copy()),
        session.proposed_plan(),
        session.seat,
    )
    parting = waterfall.Parting(
        session.rows[0], session.twin_rows[0], proposed, session.twin_plan(proposed),
        session.scenario.start,
    )  # fmt: skip

    def work(leave: Leave) -> WhyFound:
        if question == PROPOSALS:
            stages = waterfall.by_proposal(law, orders)
        elif question == ANSWERS:
            stages = waterfall.by_answer(law, proposed, seat)
        else:
            stages = waterfall.by_control(law, parting)
        found = waterfall.rerun(*stages, stop=leave, progress=leave.done)
        leave.go_on()
        return WhyFound(question, orders, law.first, found)

    return work


def _drivers_work(session: Session) -> Work:
    """The tornado of the game with its proposals."""
    base = _variant(session, session.proposed_plan())
    proposed = {proposal.order.lever: proposal.order.value for proposal in session.proposals}
    levers = [
        (lever, proposed.get(lever.key, session.law(lever.key))) for lever in of_seat(session.seat)
    ]
    names = [parameter.name for parameter in PARAMETERS]

    def work(leave: Leave) -> DriversFound:
        found = tornado.drive(base, levers, names, stop=leave, progress=leave.done)
        leave.go_on()
        return DriversFound(base.first, found)

    return work
