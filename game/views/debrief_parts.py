"""The parts that pages of the debrief are made of: bands over time, effects, clouds, facts."""

from dataclasses import dataclass

from game.viewmodel import ChartView

Line = tuple[float, ...]


@dataclass(frozen=True)
class PageState:
    """Whether the numbers of a page are there, and if not, what is being done about it."""

    ready: bool
    text: str


@dataclass(frozen=True)
class BandView:
    """A line of the game with the 5-95% band and the median of other luck. `format` as charts."""

    key: str
    title: str
    subtitle: str
    format: str
    x: Line
    own: Line
    low: Line
    middle: Line
    high: Line
    summary: str


@dataclass(frozen=True)
class EffectView:
    """A number of the game with its band, drawn against zero; `group` sets rows apart."""

    key: str
    quarter: str
    who: str
    role: str
    label: str
    detail: str
    own: float
    low: float
    middle: float
    high: float
    own_text: str
    band_text: str
    note: str


@dataclass(frozen=True)
class EffectTable:
    """Effects on one metric; `key` and `label` name the metric."""

    key: str
    label: str
    rows: tuple[EffectView, ...]


@dataclass(frozen=True)
class CloudView:
    """How many games among minds earned how many points, in bins of five, and where this one is."""

    key: str
    title: str
    subtitle: str
    counts: tuple[int, ...]
    own: float
    own_text: str
    below_text: str


@dataclass(frozen=True)
class MedalView:
    """A medal: earned, not earned, or not known yet (None)."""

    key: str
    name: str
    icon: str
    earned: bool | None
    text: str


@dataclass(frozen=True)
class BeliefView:
    """Something that was hidden: what the seat believed at the end, and what was true.

    `low`, `high` and `best` are ratios to the truth, for drawing.
    """

    name: str
    who: str
    role: str
    best: float
    low: float
    high: float
    best_text: str
    band_text: str
    truth_text: str
    inside: bool
    often_text: str


@dataclass(frozen=True)
class TraitView:
    """A trait of a character from 0 to 1; 0.5 is plain."""

    label: str
    value: float


@dataclass(frozen=True)
class SeatTruth:
    """Who led a seat that nobody held, and why it did what it did, over time."""

    key: str
    name: str
    role: str
    character: str
    line: str
    traits: tuple[TraitView, ...]
    reasons: ChartView | None


@dataclass(frozen=True)
class StateRow:
    """A number of one quarter, here and in the world without controls."""

    label: str
    unit: str
    own_text: str
    twin_text: str


@dataclass(frozen=True)
class QuarterState:
    """The world after one quarter."""

    label: str
    x: float
    rows: tuple[StateRow, ...]


@dataclass(frozen=True)
class DialView:
    """A contested number of the rules at both ends of its range; `texts`: low, calibrated, high."""

    key: str
    question: str
    name: str
    source: str
    settings: tuple[str, str, str]
    middles: tuple[float, float, float]
    lows: tuple[float, float, float]
    highs: tuple[float, float, float]
    texts: tuple[str, str, str]
    flips: bool
    verdict: str


@dataclass(frozen=True)
class DialTable:
    """Every dial, for one measure."""

    key: str
    label: str
    rows: tuple[DialView, ...]


@dataclass(frozen=True)
class ForecastRow:
    """A prediction that was made, and what came."""

    quarter: str
    label: str
    said_text: str
    came_text: str
    inside: bool
    score_text: str


@dataclass(frozen=True)
class Section:
    """A heading and its lines."""

    title: str
    lines: tuple[str, ...]
