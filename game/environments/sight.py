"""What a seat observes: points, its levers, what is published, its own side's books, estimates.

What the other side hides is the truth times an error that lasts, of the same law as in a game
(`agents/belief.py`): it fades over quarters, and the seat's intelligence makes it smaller.
"""

import math
from dataclasses import dataclass

import numpy as np

from agents import names
from agents.belief import (
    BETWEEN,
    CHINESE,
    KEEP,
    LEAST_SPREAD,
    SAID,
    SHARED,
    Hidden,
    hidden,
    hidden_from,
)
from agents.dice import DISTRIBUTIONS, WORD_TO_PLACE, name_code, philox, quantile_tables
from agents.history import columns
from agents.levers import ACTORS
from agents.state import layout
from game.environments.controls import Controls
from game.environments.points import public_goals
from game.environments.worlds import Game, Worlds, check_choice, lever_places

LIMIT = 10.0
INSIGHTS = ("believed", "true")

# What everybody can read in a quarter: statistics, price lists, teardowns, the law.
PUBLISHED = (
    "gap_generations", "system_gap", "ai_gap_months", "self_sufficiency",
    *(f"layer_self_sufficiency[{layer}]" for layer in names.LAYERS),
    "divergence", "sender_revenue", "ally_revenue", "value_cn", "imports", "new_compute",
    "new_compute_share", "state_domestic", "private_domestic", "power_used_us", "power_used_cn",
    "fiscal_cost_us", "fiscal_cost_cn", "pressure", "ladder", "tension", "variant_legal",
    *(f"best_perf[{d}]" for d in ("NVDA", "AMD", "HUAW", "CAMB")),
    *(f"sales[{d}]" for d in ("NVDA", "AMD", "HUAW", "CAMB")),
    "revenue[HUAW]", "node[TSMC]", "node[SMIC]", "foundry_revenue[TSMC]", "foundry_revenue[SMIC]",
    "developers[CUDA]", "developers[CANN]",
    *(f"alignment[{ally}]" for ally in names.GOVERNMENTS[names.TOOL :]),
    *(f"deals[{deal}]" for deal in names.DEALS),
    *(f"compute_market[{market}]" for market in names.MARKETS),
    *(f"capability[{market}]" for market in names.MARKETS),
    *(f"developer_by_pool[{market}]" for market in names.MARKETS),
)  # fmt: skip
# What only a side's own government and firms can read.
BOOKS = {
    "us": ("capital[US]", "arch[NVDA]", "arch[AMD]", "software[NVDA]", "software[AMD]",
           "yield_rate[TSMC]"),
    "cn": ("capital[CN]", "arch[HUAW]", "arch[CAMB]", "software[HUAW]", "software[CAMB]",
           "yield_rate[SMIC]", "cap_adv", "die_stock_cn", "hbm_stock_cn", "smuggled",
           "bottleneck_cn", "threat_cn", "knowledge_cn"),
    "tool": ("capital[TOOL]",), "chip": ("capital[CHIP]",), "row": ("capital[ROW]",),
}  # fmt: skip


@dataclass(frozen=True)
class Scale:
    """How a number x becomes one of order one: (x - middle) / spread, or by its logarithm."""

    spread: float
    middle: float = 0.0
    log: bool = False

    @property
    def text(self) -> str:
        """The formula."""
        if self.log:
            return f"ln(1 + x) / {self.spread:g}"
        moved = f"x - {self.middle:g}" if self.middle else "x"
        if self.spread == 1.0:
            return moved
        return f"({moved}) / {self.spread:g}" if self.middle else f"{moved} / {self.spread:g}"


_SHARE, _AMOUNT, _ACTION = Scale(0.5, 0.5), Scale(5.0, log=True), Scale(1.0)
_SCALES = {
    "share": _SHARE, "0-1": _SHARE, "0/1": _SHARE, "points": Scale(50.0, 50.0),
    "generations": Scale(2.0), "months": Scale(12.0), "OOM": Scale(5.0), "ln": Scale(1.0),
    "ln TFLOP/s": Scale(1.0, 6.0), "node": Scale(4.0), "step": Scale(3.5, 3.5), "code": Scale(3.0),
}  # fmt: skip


def scale_of(unit: str) -> Scale:
    """The scale of a unit: amounts of money, chips and computing on a logarithm, others even."""
    return _SCALES.get(unit, _AMOUNT)


@dataclass(frozen=True)
class Observation:
    """One number of an observation: its name, unit and meaning, and how it is scaled."""

    name: str
    unit: str
    meaning: str
    scale: Scale


@dataclass(frozen=True)
class _Spot:
    """One hidden number of one member, where it stands in a row, and whose word shifts it."""

    hidden: Hidden
    member: str
    position: int
    unit: str
    meaning: str
    posture: int


class Sight:
    """What a seat observes of many worlds. `errors` are those of its estimates, in standard
    deviations. Shape: (worlds, hidden numbers).

    With insight "true" it reads both sides' books, and what is hidden without an error.
    Raises: ValueError if there is no such insight.
    """

    def __init__(self, game: Game, controls: Controls, insight: str = "believed") -> None:
        check_choice("insight", insight, INSIGHTS)
        seat = controls.seat
        self._game, self._controls, self._true = game, controls, insight == "true"
        self._levers = lever_places(game, controls)
        self._spots = _spots(game, hidden() if self._true else hidden_from(seat))
        self._insight = _insight_place(game, seat)
        self._codes = _codes(seat, len(self._spots))
        sides = ("us", "cn", seat) if self._true else (side_of(seat),)
        books = [name for side in dict.fromkeys(sides) for name in BOOKS.get(side, ())]
        self.columns = (*PUBLISHED, *books)
        self.observations = self._describe()
        scales = [one.scale for one in self.observations]
        self._log = np.flatnonzero([scale.log for scale in scales])
        self._middle = np.array([scale.middle for scale in scales])
        self._spread = np.array([scale.spread for scale in scales])
        self._kinds = np.array([spot.hidden.scale for spot in self._spots])
        self._boasts = np.array([float(spot.hidden.posture) for spot in self._spots])
        self.errors = np.zeros((0, len(self._spots)))

    def _describe(self) -> tuple[Observation, ...]:
        """Every number of an observation, in the order in which `look` puts them."""
        goals = public_goals(self._controls.seat, self._game.scenario)
        table = columns()
        told = [("time", "share", "part of the game played")]
        told += [(f"points.{goal.key}", "points", f"so far: {goal.text}") for goal in goals]
        levers = [
            Observation(f"lever.{lever.key}", "-1..1", f"as in an action: {lever.name}", _ACTION)
            for lever in self._controls.levers
        ]
        seen = [(name, table[name].unit, table[name].meaning) for name in self.columns]
        word = "" if self._true else "estimate: "
        seen += [(f"{s.member}.{s.hidden.field}", s.unit, word + s.meaning) for s in self._spots]
        before, after = (
            [Observation(name, unit, meaning, scale_of(unit)) for name, unit, meaning in part]
            for part in (told, seen)
        )
        return (*before, *levers, *after)

    # ---- errors of estimates, carried from quarter to quarter

    def open(self, worlds: Worlds, places: np.ndarray) -> None:
        """Draw the errors with which games begin. Shape: places (worlds to open,)."""
        if len(self.errors) != worlds.count:
            self.errors = np.zeros((worlds.count, len(self._spots)))
        before = np.full(len(places), self._game.loaded.start - 1)
        self.errors[places] = self._drawn(worlds.runs[places], before)

    def follow(self, worlds: Worlds, places: np.ndarray, since: np.ndarray) -> None:
        """Let errors fade, quarter by quarter, since worlds had played so many quarters."""
        if self._true:
            return
        for passed in range(int((worlds.played[places] - since).max(initial=0))):
            going = since + passed < worlds.played[places]
            at = places[going]
            quarters = self._game.loaded.start + since[going] + passed
            fresh = self._drawn(worlds.runs[at], quarters)
            self.errors[at] = KEEP * self.errors[at] + math.sqrt(1.0 - KEEP * KEEP) * fresh

    def _drawn(self, runs: np.ndarray, quarters: np.ndarray) -> np.ndarray:
        """Normal draws of runs in their quarters. Shape: (runs, spots)."""
        luck = self._game.luck
        ones = np.ones((len(runs), len(self._codes)), np.uint64)
        words = philox(
            ones * self._codes,
            ones * np.uint64(5),  # apart from the streams of a game's own beliefs
            ones * quarters.astype(np.uint64)[:, None],
            ones * runs.astype(np.uint64)[:, None],
            ones * np.uint64(luck & 0xFFFFFFFF),
            ones * np.uint64((luck >> 32) & 0xFFFFFFFF),
        )
        place = np.stack(words, axis=2).reshape(len(runs), -1) * WORD_TO_PLACE
        table = quantile_tables()[DISTRIBUTIONS.index("normal")]
        i = place.astype(np.int64)
        drawn = table[i] + (table[i + 1] - table[i]) * (place - i)
        return np.asarray(drawn[:, : len(self._spots)])

    # ---- looking

    def look(self, worlds: Worlds, points: np.ndarray) -> np.ndarray:
        """Observations of all worlds. Shapes: points (worlds, goals); returns (worlds,
        observations) float32 within -10 and 10.
        """
        raw = np.concatenate(
            [
                worlds.played[:, None] / self._game.quarters,
                points,
                self._controls.actions(worlds.rows[:, self._levers]),
                worlds.outcome[:, [worlds.kept.index(name) for name in self.columns]],
                self._estimates(worlds),
            ],
            axis=1,
        )
        raw[:, self._log] = np.log1p(np.maximum(raw[:, self._log], 0.0))
        seen = (raw - self._middle) / self._spread
        return np.clip(seen, -LIMIT, LIMIT).astype(np.float32)

    def _estimates(self, worlds: Worlds) -> np.ndarray:
        """Best guesses at what is hidden, or with true insight the truth. Shape: as errors."""
        truth = worlds.rows[:, [spot.position for spot in self._spots]]
        if self._true:
            return truth
        blind = 1.0 - self._insight[1] * worlds.rows[:, [self._insight[0]]]
        spread = np.array([spot.hidden.spread for spot in self._spots])
        shift = spread * (1.0 - (1.0 - LEAST_SPREAD) * (1.0 - blind)) * self.errors
        said = worlds.rows[:, [spot.posture for spot in self._spots]]
        shift += self._boasts * SAID * blind * np.log(np.maximum(said, 0.05))
        inside = np.clip(truth, 1e-6, 1.0 - 1e-6)
        share = 1.0 / (1.0 + (1.0 - inside) / inside * np.exp(-shift))
        found = np.where(self._kinds == "ratio", truth * np.exp(shift), truth + shift)
        return np.where(self._kinds == "share", share, found)


def side_of(seat: str) -> str:
    """Whose books a seat reads: its side's, or its own between the sides."""
    if seat in BETWEEN:
        return seat
    return "cn" if seat in CHINESE else "us"


def _insight_place(game: Game, seat: str) -> tuple[int, float]:
    """Where a seat's insight stands in a row, and the part of it that the seat shares."""
    government = side_of(seat)
    place = layout(game.buyers).position(*ACTORS[government], "insight")
    return place, 1.0 if seat == government else SHARED


def _spots(game: Game, numbers: tuple[Hidden, ...]) -> tuple[_Spot, ...]:
    where = layout(game.buyers)
    found = []
    for one in numbers:
        kind = where.kinds[one.kind]
        field = next(f for f in kind.fields if f.name == one.field)
        champion = names.HUAW if one.side == "cn" else names.NVDA
        posture = where.position("designers", champion, "posture")
        for member in one.members:
            place = where.position(one.kind, kind.members.index(member), one.field)
            found.append(_Spot(one, member, place, field.unit, field.meaning, posture))
    return tuple(found)


def _codes(seat: str, spots: int) -> np.ndarray:
    """Streams of a seat's errors, each of four numbers. Shape: (blocks,)."""
    blocks = range(-(-spots // 4))
    return np.array([name_code(f"environment/{seat}#{b}") for b in blocks], dtype=np.uint64)
