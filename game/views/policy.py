"""The policy panel: the levers of the seat, law against proposal, with what they cost."""

from agents.levers import Lever, of_seat
from game.costs import NO_COST, Cost
from game.language import ntr, tr
from game.session import Proposal, Session
from game.viewmodel import LeverGroup, LeverView, PolicyPanel
from game.views.words import (
    actor_name,
    cost_text,
    lever_change_text,
    lever_text,
    quarter_label,
    role_of,
)

MOST_OPEN = 12  # levers that are open at once; the rest is one click away
GROUP_ICONS = {
    "Export controls": "shield-ban",
    "Alliance": "handshake",
    "Build-out": "factory",
    "Home market": "landmark",
    "Funds": "factory",
    "Research": "flask-conical",
    "Counter-controls": "ship",
    "Market": "trending-up",
    "Supply": "layers",
    "Diplomacy": "radar",
    "Plants": "factory",
}
# Levers that wait under "more": those a newcomer can do without. All others are open.
_LATER = {
    "us.chip_link",
    "us.chip_memory",
    "us.service_ban",
    "us.eda_control",
    "us.country_quota",
    "us.revenue_fee",
    "us.talent_visas",
    "us.cloud_rule",
    "cn.talent_return",
    "cn.power_subsidy",
    "cn.grid_build",
    "cn.market_ban",
    "cn.antitrust",
}


def policy(session: Session) -> PolicyPanel:
    """The panel of the seat held."""
    proposals = {p.order.lever: p for p in session.proposals if p.order.quarter == session.now}
    views = [
        lever_view(session, lever, proposals.get(lever.key))
        for lever in of_seat(session.seat)
        if not (lever.deal or lever.pulse)  # shown in their own screens
    ]
    first = [view for view in views if view.key not in _LATER]
    later = [view for view in views if view.key in _LATER] + first[MOST_OPEN:]
    cost = session.cost
    return PolicyPanel(
        seat=session.seat,
        seat_name=actor_name(session.seat),
        role=role_of(session.seat),
        groups=_groups(first[:MOST_OPEN]),
        more=_groups(later),
        pending=len(proposals),
        pending_text=_pending_text(len(proposals)),
        capital_cost=cost.capital,
        budget_cost=cost.budget,
        cost_text=cost_text(cost.capital, cost.budget),
        affordable=cost.capital <= _capital(session),
        end_label=_end_label(session, len(proposals)),
        end_disabled_reason=tr("The game is over.") if session.over else "",
        can_undo=session.setup.sandbox and bool(session.turns),
        undo_disabled_reason=_undo_reason(session),
    )


def _end_label(session: Session, pending: int) -> str:
    if session.over:
        return tr("See the outcome")
    label = quarter_label(session.now)
    return tr("Enact and end {quarter}" if pending else "End {quarter}", quarter=label)


def _capital(session: Session) -> float:
    from game.views.stats import stats

    held = [stat.value for stat in stats(session) if stat.key == "capital"]
    return held[0] if held else float("inf")


def _pending_text(count: int) -> str:
    if count == 0:
        return tr("No pending changes")
    return ntr("{n} pending change", "{n} pending changes", count)


def _undo_reason(session: Session) -> str:
    if not session.setup.sandbox:
        return tr("Moves are kept in this game; a sandbox can take quarters back.")
    return "" if session.turns else tr("This is the first quarter.")


def _groups(views: list[LeverView]) -> tuple[LeverGroup, ...]:
    names = list(dict.fromkeys(view.group for view in views))
    return tuple(
        LeverGroup(tr(name), GROUP_ICONS[name], tuple(v for v in views if v.group == name))
        for name in names
    )


def lever_view(session: Session, lever: Lever, proposal: Proposal | None) -> LeverView:
    """A lever as a control of the seat that holds it."""
    law = session.law(lever.key)
    value = law if proposal is None else proposal.order.value
    cost: Cost = NO_COST if proposal is None else proposal.cost
    return LeverView(
        key=lever.key,
        name=tr(lever.name),
        group=lever.group,
        unit=lever.unit,
        kind="switch" if lever.unit == "0/1" else "slider",
        low=lever.low,
        high=lever.high,
        step=lever.step,
        log_scale=lever.log_scale,
        law=law,
        proposal=value,
        pending=proposal is not None,
        law_text=lever_text(lever, law),
        proposal_text=lever_text(lever, value),
        change_text=lever_change_text(lever, law, value),
        off=lever.off,
        capital_cost=cost.capital,
        budget_cost=cost.budget,
        cost_text=cost_text(cost.capital, cost.budget),
        help=tr(lever.help),
        side_effect=tr(lever.side_effect),
        source=tr(lever.source),
        disabled_reason=tr("The game is over.") if session.over else "",
    )
