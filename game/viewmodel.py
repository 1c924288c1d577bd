"""What a face draws: frozen values without any drawing. `game.views` builds them from a session.

Quarters come as x in years (2022Q4 is 2022.75) for axes and as names for words. Every text is
ready to show. A `tone` is "good", "bad" or "neutral" for the seat held; a `role` names a colour:
"incumbent", "sovereign", "open", "uncommitted", "hybrid" or "text".
"""

from dataclasses import dataclass

from game.language import mark, tr

ECOSYSTEMS = ("incumbent", "sovereign", "open", "uncommitted")
ECOSYSTEM_NAMES = (mark("Incumbent"), mark("Sovereign"), mark("Open"), mark("Uncommitted"))
QUANTILES = (0.05, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 0.95)


def ecosystem_names() -> tuple[str, ...]:
    """The names of ECOSYSTEMS, to show."""
    return tuple(tr(name) for name in ECOSYSTEM_NAMES)


@dataclass(frozen=True)
class Stat:
    """A number of the top bar with its change since last quarter."""

    key: str
    label: str
    value: float
    text: str
    change: float
    change_text: str
    tone: str
    help: str


@dataclass(frozen=True)
class Clock:
    """Where the game stands. `progress` runs from 0 to 1; `now` is the quarter to be played."""

    now: str
    label: str
    progress: float
    quarters_left: int
    first: str
    last: str
    over: bool


@dataclass(frozen=True)
class LeverView:
    """A lever as a control: what is law, what is proposed, and what it would cost."""

    key: str
    name: str
    group: str
    unit: str
    kind: str  # "slider" or "switch"
    low: float
    high: float
    step: float
    log_scale: bool
    law: float
    proposal: float
    pending: bool
    law_text: str
    proposal_text: str
    change_text: str
    off: float
    capital_cost: float
    budget_cost: float
    cost_text: str
    help: str
    side_effect: str
    source: str
    disabled_reason: str


@dataclass(frozen=True)
class LeverGroup:
    """Levers under one heading, with a lucide icon."""

    name: str
    icon: str
    levers: tuple[LeverView, ...]


@dataclass(frozen=True)
class PolicyPanel:
    """The levers of the seat: at most twelve in `groups`, the rest in `more`."""

    seat: str
    seat_name: str
    role: str
    groups: tuple[LeverGroup, ...]
    more: tuple[LeverGroup, ...]
    pending: int
    pending_text: str
    capital_cost: float
    budget_cost: float
    cost_text: str
    affordable: bool
    end_label: str
    end_disabled_reason: str
    can_undo: bool
    undo_disabled_reason: str

    def lever(self, key: str) -> LeverView:
        """One lever. Raises: KeyError if the seat has none of that key."""
        for group in (*self.groups, *self.more):
            for lever in group.levers:
                if lever.key == key:
                    return lever
        raise KeyError(key)


@dataclass(frozen=True)
class RegionView:
    """A region of the map. `shares` follow ECOSYSTEMS and sum to 1; `key` is the map's name."""

    key: str
    name: str
    shares: tuple[float, float, float, float]
    twin_shares: tuple[float, float, float, float]
    developers_million: float
    leader: str
    leader_text: str
    change_text: str
    detail: str


@dataclass(frozen=True)
class RouteView:
    """A supply line between two hubs of the map; `kind` as in the map's key."""

    start: str
    end: str
    kind: str  # "supply", "sovereign", "open" or "blocked"
    flow: float
    text: str


@dataclass(frozen=True)
class WorldView:
    """The map: developers by ecosystem in every region."""

    regions: tuple[RegionView, ...]
    routes: tuple[RouteView, ...]
    developers_million: float
    note: str

    @property
    def shares(self) -> dict[str, tuple[float, float, float, float]]:
        """Shares by region, as the map takes them."""
        return {region.key: region.shares for region in self.regions}

    def dot_text(self, dots: int) -> str:
        """How many developers one dot stands for, if the map has so many dots."""
        people = self.developers_million * 1e6 / max(1, dots)
        rounded = round(people / 100) * 100 if people >= 1000 else round(people / 10) * 10
        return tr("1 dot ≈ {count} developers", count=f"{rounded:,.0f}")


@dataclass(frozen=True)
class SeriesView:
    """A line of a chart; `dashed` is the twin world without controls."""

    key: str
    label: str
    role: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    dashed: bool = False


@dataclass(frozen=True)
class GuideView:
    """A dotted line at a date."""

    x: float
    label: str


@dataclass(frozen=True)
class ChartView:
    """A chart of what has happened so far. `format` is "percent", "number", "signed" or "money"."""

    key: str
    title: str
    subtitle: str
    format: str
    series: tuple[SeriesView, ...]
    guides: tuple[GuideView, ...]
    summary: str

    def now(self, key: str) -> float:
        """Latest value of a series."""
        return next(s.y[-1] for s in self.series if s.key == key)


@dataclass(frozen=True)
class MetricChoice:
    """A metric that a fan can show."""

    key: str
    label: str
    unit: str


@dataclass(frozen=True)
class FanView:
    """Simulated futures of one metric. `bands` follow QUANTILES, each as long as `x`.

    `law_median` is the middle future under the law in force while something is proposed,
    `kept_bands` the fan of a policy to compare with. Samples of a place have the same luck.
    """

    metric: str
    title: str
    subtitle: str
    format: str
    state: str  # "waiting", "compiling", "computing", "ready" or "failed"
    state_text: str
    stale: bool
    futures: int
    history_x: tuple[float, ...]
    history: tuple[float, ...]
    x: tuple[float, ...]
    bands: tuple[tuple[float, ...], ...]
    twin_history: tuple[float, ...]
    twin_median: tuple[float, ...]
    samples: tuple[tuple[float, ...], ...]
    summary: str
    label: str = ""
    law_median: tuple[float, ...] = ()
    kept_bands: tuple[tuple[float, ...], ...] = ()
    twin_samples: tuple[tuple[float, ...], ...] = ()
    law_samples: tuple[tuple[float, ...], ...] = ()
    choices: tuple[MetricChoice, ...] = ()
    seconds: float = 0.0

    @property
    def ready(self) -> bool:
        """Whether there is a fan to draw."""
        return bool(self.bands)

    def quantile(self, q: float) -> tuple[float, ...]:
        """The line of one of QUANTILES."""
        return self.bands[QUANTILES.index(q)]


@dataclass(frozen=True)
class Headline:
    """A number under the fan."""

    key: str
    value: float
    text: str
    label: str
    tone: str
    help: str


@dataclass(frozen=True)
class Term:
    """A part of a number. `role` tells whose it is, `half` is half of its 95% interval."""

    key: str
    label: str
    value: float
    text: str
    role: str
    detail: str
    half: float = 0.0


@dataclass(frozen=True)
class WhyView:
    """A number and the terms that sum to it."""

    key: str
    title: str
    subtitle: str
    total: float
    total_text: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Move:
    """Something a side did. `lane` is 0 for our side, 1 for the others."""

    key: str
    lane: int
    side: str
    quarter: str
    x: float
    kind: str
    icon: str
    label: str
    detail: str
    planned: bool


@dataclass(frozen=True)
class MoveLink:
    """From a move to the move that answered it (keys), and the mechanism that links them."""

    cause: str
    effect: str
    text: str


@dataclass(frozen=True)
class TimelineView:
    """Moves of our side and counter-moves of the others."""

    lanes: tuple[str, str]
    lane_roles: tuple[str, str]
    moves: tuple[Move, ...]
    links: tuple[MoveLink, ...]
    first_x: float
    now_x: float
    last_x: float


@dataclass(frozen=True)
class NewsView:
    """An item of the wire."""

    key: str
    quarter: str
    icon: str
    side: str  # "us", "cn" or "world"
    role: str
    importance: int
    text: str


@dataclass(frozen=True)
class ReasonView:
    """Why a seat that nobody holds acts as it does: (reason, weight text), strongest first."""

    seat: str
    name: str
    role: str
    does: str
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MainView:
    """Everything on the main screen."""

    title: str
    scenario: str
    seat: str
    seat_name: str
    role: str
    clock: Clock
    stats: tuple[Stat, ...]
    policy: PolicyPanel
    world: WorldView
    charts: tuple[ChartView, ...]
    fan: FanView
    headlines: tuple[Headline, ...]
    why: WhyView
    why_future: WhyView | None
    timeline: TimelineView
    news: tuple[NewsView, ...]
    reasons: tuple[ReasonView, ...]
    notice: str

    def chart(self, key: str) -> ChartView:
        """One chart. Raises: StopIteration for an unknown key."""
        return next(chart for chart in self.charts if chart.key == key)


@dataclass(frozen=True)
class OutcomeRow:
    """One measure of the game against its twin, with a band over paired futures if there is one."""

    key: str
    label: str
    unit: str
    value: float
    text: str
    low: float
    high: float
    band_text: str
    positive_text: str
    sentence: str


@dataclass(frozen=True)
class TurningPoint:
    """A quarter in which the two worlds moved apart or together most."""

    quarter: str
    x: float
    change: float
    text: str
    icon: str


@dataclass(frozen=True)
class EndView:
    """The end of a game: what happened, measure by measure, without a verdict."""

    title: str
    subtitle: str
    seat_name: str
    role: str
    rows: tuple[OutcomeRow, ...]
    futures: int
    state_text: str
    turning_points: tuple[TurningPoint, ...]
    charts: tuple[ChartView, ...]
    timeline: TimelineView
    why: WhyView
    checksum: str
    caveat: str


@dataclass(frozen=True)
class SeatChoice:
    """A seat that can be chosen on the title screen."""

    key: str
    name: str
    role: str
    levers: int
    summary: str


@dataclass(frozen=True)
class ScenarioChoice:
    """A scenario that can be chosen on the title screen."""

    key: str
    title: str
    period: str
    quarters: int
    summary: str
    briefing: str
    twin: str
    seats: tuple[SeatChoice, ...]
    default_seat: str
