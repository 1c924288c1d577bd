"""The timeline: the largest moves of both sides, and which answered which."""

from agents.levers import LEVERS
from game.figures import quarter_short
from game.language import mark, tr
from game.session import Session
from game.viewmodel import Move, MoveLink, TimelineView
from game.views.moves import Deed, deeds
from game.views.words import lever_text, quarter_label, quarter_x, side_of

BEHIND, AHEAD = 20, 12  # quarters shown before and after now
MOST = 7  # moves in a lane
ANSWER = 4  # quarters within which a move can be an answer
_ANSWERS = {
    "cn.mineral_control": mark("Minerals are held back in answer to a step."),
    "cn.market_ban": mark("A foreign maker is shut out in answer to a step."),
    "cn.antitrust": mark("A foreign firm is investigated in answer to a step."),
    "cn.state_mandate": mark("State buyers are told to buy at home as supply is denied."),
    "cn.private_guidance": mark("Private buyers are told to buy at home as supply is denied."),
    "cn.tool_rule": mark("Plants must buy home tools as foreign ones are denied."),
    "cn.fab_fund": mark("Money goes to home plants as foreign ones are closed."),
    "cn.design_fund": mark("Money goes to home designers as foreign chips are denied."),
    "cn.tool_fund": mark("Money goes to home tools as foreign ones are denied."),
    "cn.memory_fund": mark("Money goes to home memory as foreign memory is denied."),
}


def timeline(session: Session) -> TimelineView:
    """Moves and counter-moves around now."""
    now = session.now
    whole = session.over
    first = session.scenario.start if whole else max(session.past_start, now - BEHIND)
    if now - first < 6:
        first = max(session.past_start, now - BEHIND)
    last = now if whole else min(session.scenario.end + 1, now + AHEAD)
    side = side_of(session.seat)
    known = [deed for deed in deeds(session) if first <= deed.quarter < now]
    lanes = [
        _chosen([d for d in known if (d.side == side) == (lane == 0)], session.seat)
        for lane in (0, 1)
    ]
    moves = [_move(deed, lane) for lane in (0, 1) for deed in lanes[lane]]
    links = _links(lanes)
    return TimelineView(
        (
            tr("You" if session.seat in ("us", "cn") else "Your side"),
            tr("Challenger" if side == "us" else "Coalition"),
        ),
        ("incumbent", "sovereign") if side == "us" else ("sovereign", "incumbent"),
        (*moves, *_planned(session)),
        links,
        quarter_x(first),
        quarter_x(now),
        quarter_x(max(last, now + 1)),
    )


def _chosen(found: list[Deed], seat: str) -> list[Deed]:
    """The largest deeds, at most one a quarter, oldest first; the seat's own come before all."""
    best: dict[int, Deed] = {}
    for deed in found:
        kept = best.get(deed.quarter)
        if kept is None or _weight(deed, seat) > _weight(kept, seat):
            best[deed.quarter] = deed
    largest = sorted(best.values(), key=lambda deed: -_weight(deed, seat))
    spaced: list[Deed] = []
    for deed in largest:
        room = 0 if _own(deed, seat) else 1
        if all(abs(deed.quarter - other.quarter) > room for other in spaced):
            spaced.append(deed)
    return sorted(spaced[:MOST], key=lambda deed: deed.quarter)


def _own(deed: Deed, seat: str) -> bool:
    return deed.actor == seat and deed.kind == "lever"


def _weight(deed: Deed, seat: str) -> float:
    """How much a deed matters here: one's own most, then governments', then the champions'."""
    governs = deed.actor in ("us", "cn")
    rank = 2.0 if governs else 1.0 if deed.actor in ("nvda", "huaw") else 0.5
    return deed.size * rank + (10.0 if _own(deed, seat) else 0.0)


def _move(deed: Deed, lane: int) -> Move:
    return Move(
        f"{deed.key}@{deed.quarter}", lane, deed.side, quarter_label(deed.quarter),
        quarter_x(deed.quarter), deed.kind, deed.icon, deed.label, deed.detail, False,
    )  # fmt: skip


def _links(lanes: list[list[Deed]]) -> tuple[MoveLink, ...]:
    """From each step of the sender to the first answer within a year."""
    links = []
    by_side = {deed.side: lane for lane in lanes for deed in lane}
    for answer in by_side.get("cn", []):
        if answer.key not in _ANSWERS:
            continue
        causes = [
            deed for deed in by_side.get("us", [])
            if 0 <= answer.quarter - deed.quarter <= ANSWER
            and deed.kind == "lever" and LEVERS[deed.key].control
        ]  # fmt: skip
        if causes:
            cause = causes[-1]
            links.append(MoveLink(
                f"{cause.key}@{cause.quarter}", f"{answer.key}@{answer.quarter}",
                tr(_ANSWERS[answer.key]),
            ))  # fmt: skip
    return tuple(links)


def _planned(session: Session) -> list[Move]:
    """What the seat has proposed."""
    found = []
    for proposal in session.proposals:
        order, lever = proposal.order, LEVERS[proposal.order.lever]
        words = f"{tr(lever.name)} → {lever_text(lever, order.value)}"
        found.append(Move(
            f"plan.{order.lever}@{order.quarter}", 0, side_of(session.seat),
            quarter_short(order.quarter), quarter_x(order.quarter), "proposal", "clock", words,
            tr(lever.help), True,
        ))  # fmt: skip
    return found
