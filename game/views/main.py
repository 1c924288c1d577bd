"""Everything on the main screen, as frozen values."""

from agents.levers import ACTORS
from agents.minds import reasons
from agents.names import FULL_NAMES
from game.analysis.metrics import GAP
from game.forecast import Fan, Status
from game.gamelog import Setup
from game.language import language, tr
from game.session import Session
from game.viewmodel import ChartView, MainView, MandateView, NewsView, ReasonView, WorldView
from game.views.charts import charts
from game.views.fan import fan_view, headlines, why, why_future
from game.views.mandate import mandate_view
from game.views.news import news
from game.views.policy import policy
from game.views.regions import world_view
from game.views.stats import clock, stats
from game.views.timeline import timeline
from game.views.words import actor_name, role_of
from game.views.worlds import world_of

_Kept = tuple[
    WorldView,
    tuple[ChartView, ...],
    tuple[NewsView, ...],
    tuple[ReasonView, ...],
    MandateView,
]
_KEPT: dict[tuple[Setup, int, str, str], _Kept] = {}


def main_view(session: Session, fan: Fan | None, status: Status, metric: str = GAP) -> MainView:
    """Everything on the main screen. What only a quarter's end changes is kept until then."""
    world, lines, wire, thoughts, points = _of_quarter(session)
    return MainView(
        title="Two Stacks",
        scenario=tr(session.scenario.title),
        seat=session.seat,
        seat_name=actor_name(session.seat),
        role=role_of(session.seat),
        clock=clock(session),
        stats=stats(session),
        mandate=points,
        policy=policy(session),
        world=world,
        charts=lines,
        fan=fan_view(session, fan, status, metric),
        headlines=headlines(session, fan, metric),
        why=why(session),
        why_future=why_future(session, fan),
        timeline=timeline(session),
        news=wire,
        reasons=thoughts,
        notice=session.notice,
    )


def _of_quarter(session: Session) -> _Kept:
    after = session.turns[-1].checksum if session.turns else ""
    key = (session.setup, session.now, after, language())
    if key not in _KEPT:
        _KEPT.clear()
        _KEPT[key] = (
            world_view(session),
            charts(session),
            news(session),
            _reasons(session),
            mandate_view(session),
        )
    return _KEPT[key]


def _reasons(session: Session) -> tuple[ReasonView, ...]:
    """Why the seats that nobody holds act as they do."""
    world = world_of(session.row)
    found = []
    for seat, member in (("us", "US"), ("cn", "CN"), ("huaw", "HUAW"), ("nvda", "NVDA")):
        if seat == session.seat:
            continue
        kind, index = ACTORS[seat]
        agent = _Fields(getattr(world, kind)[index])
        pairs = tuple((tr(text), f"{weight:.2f}") for text, weight in reasons(member, agent))
        found.append(ReasonView(seat, tr(FULL_NAMES[member]), role_of(seat), "", pairs))
    return tuple(found)


class _Fields:
    """A record whose fields are attributes."""

    def __init__(self, record: object) -> None:
        self._record = record

    def __getattr__(self, name: str) -> float:
        return float(self._record[name])  # type: ignore[index]
