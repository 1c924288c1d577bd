"""What a seat believes: its own side exactly, what the other side hides from an estimate.

An estimate is the truth times an error that lasts: a first-order autoregression over quarters,
drawn from the dice, so that it neither jumps nor reveals the truth by averaging. Intelligence makes
the error smaller; what a rival's champion says of itself shifts it (R27). A future starts from a
draw around the estimate, with the spread that the seat should have: the truth then lies inside the
80% band four times out of five. Who leads a rival seat is not known either, nor which events are
on their way: each future casts and draws them anew, events as rumours and hazards say.
"""

import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from agents import characters
from agents.dice import name_code, philox, quantile_tables
from agents.events import FALSE_RUMOURS, RUMOURED, STRENGTH_LEAST
from agents.levers import ACTORS, SEATS
from agents.names import EVENTS, HUAW, NVDA
from agents.state import Layout, buyers_of, layout

FILE = Path(__file__).parent / "data" / "beliefs.toml"
CHINESE = ("cn", "huaw", "camb", "smic", "lab_cn")
BETWEEN = ("tool", "chip", "row")
# How much of an error lasts into the next quarter, and how far back it is followed. Guess.
KEEP = 0.9
BACK = 24
# Share of the spread that full intelligence leaves, and share of a government's insight that its
# firms and laboratories share. Guess.
LEAST_SPREAD = 0.25
SHARED = 0.5
# How far an estimate follows a champion's word where there is no insight (ln per ln of posture).
SAID = 0.3
Z80 = 1.2815515655446004


@dataclass(frozen=True)
class Hidden:
    """One number that the other side hides. Units: spread as `scale` says."""

    side: str
    name: str
    kind: str
    members: tuple[str, ...]
    field: str
    scale: str  # "ratio", "share" or "shift"
    spread: float
    source: str
    posture: bool = False


@dataclass(frozen=True)
class Estimate:
    """What a seat believes of one hidden number: its best guess and its 80% band."""

    side: str
    name: str
    member: str
    field: str
    unit: str
    best: float
    low: float
    high: float
    truth: float

    @property
    def inside(self) -> bool:
        """Whether the truth lies in the band."""
        return self.low <= self.truth <= self.high


@lru_cache(maxsize=1)
def hidden() -> tuple[Hidden, ...]:
    """Everything that is hidden, as declared in `data/beliefs.toml`."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["hidden"]
    return tuple(Hidden(**{**row, "members": tuple(row["members"])}) for row in rows)


def hidden_from(seat: str) -> tuple[Hidden, ...]:
    """What a seat does not see: the other side's secrets; a seat between the sides sees neither's.

    Raises: KeyError if there is no such seat.
    """
    if seat not in ACTORS:
        raise KeyError(seat)
    if seat in BETWEEN:
        return hidden()
    other = "us" if seat in CHINESE else "cn"
    return tuple(one for one in hidden() if one.side == other)


@dataclass(frozen=True)
class _Spot:
    """One hidden number of one member in the row of a world."""

    hidden: Hidden
    member: str
    position: int
    noise: float
    spread: float
    said: float

    def centre(self, truth: float) -> float:
        """The estimate, on the scale on which errors are normal."""
        return _to_scale(truth, self.hidden.scale) + self.spread * self.noise + self.said


def _to_scale(value: float, scale: str) -> float:
    if scale == "ratio":
        return math.log(max(value, 1e-9))
    if scale == "share":
        inside = min(max(value, 1e-6), 1.0 - 1e-6)
        return math.log(inside / (1.0 - inside))
    return value


def _from_scale(value: np.ndarray, scale: str) -> np.ndarray:
    if scale == "ratio":
        return np.exp(value)
    if scale == "share":
        return 1.0 / (1.0 + np.exp(-value))
    return value


def _normal(words: np.ndarray) -> np.ndarray:
    """Normal draws from 32-bit words, by the tables of the dice."""
    table = quantile_tables()[1]
    place = words.astype(np.float64) * ((len(table) - 1) / 4294967296.0)
    i = place.astype(np.int64)
    return np.asarray(table[i] + (table[i + 1] - table[i]) * (place - i))


def _words(seed: int, stream: str, counters: np.ndarray, number: int) -> tuple[np.ndarray, ...]:
    """Four 32-bit words of a stream for each counter. Shape of each: as counters."""
    ones = np.ones(len(counters), np.uint64)
    return philox(
        ones * np.uint64(name_code(stream)),
        ones * np.uint64(number),
        counters.astype(np.uint64),
        ones,
        ones * np.uint64(seed & 0xFFFFFFFF),
        ones * np.uint64((seed >> 32) & 0xFFFFFFFF),
    )


def _draw(seed: int, stream: str, counters: np.ndarray, number: int) -> np.ndarray:
    """Normal draws of a stream, one for each counter. Shape: as counters."""
    return _normal(_words(seed, stream, counters, number)[0])


@lru_cache(maxsize=4096)
def _lasting_error(seed: int, stream: str, quarter: int) -> float:
    """The error of an estimate in a quarter, in standard deviations; it fades over quarters."""
    quarters = np.arange(quarter, quarter - BACK, -1) + 1000
    weights = KEEP ** np.arange(BACK)
    weights /= math.sqrt(float((weights * weights).sum()))
    return float(weights @ _draw(seed, stream, quarters, 1))


def insight_of(row: np.ndarray, seat: str) -> float:
    """How well a seat sees, 0 to 1: its government's insight, in part for firms."""
    where = layout(buyers_of(row[None, :]))
    kind, _ = ACTORS[seat]
    if kind == "governments":
        return float(row[where.position(kind, ACTORS[seat][1], "insight")])
    home = ACTORS["cn" if seat in CHINESE else "us"][1]
    return SHARED * float(row[where.position("governments", home, "insight")])


def _spots(row: np.ndarray, seat: str, seed: int, where: Layout) -> list[_Spot]:
    quarter = _whole(row, where.position("economy", 0, "quarter"))
    insight = insight_of(row, seat)
    spots = []
    for one in hidden_from(seat):
        champion = HUAW if one.side == "cn" else NVDA
        posture = float(row[where.position("designers", champion, "posture")])
        said = SAID * (1.0 - insight) * math.log(max(posture, 0.05)) if one.posture else 0.0
        spread = one.spread * (1.0 - (1.0 - LEAST_SPREAD) * insight)
        for member in one.members:
            place = where.position(one.kind, where.kinds[one.kind].members.index(member), one.field)
            noise = _lasting_error(seed, f"{seat}/{one.kind}.{member}.{one.field}", quarter)
            spots.append(_Spot(one, member, place, noise, spread, said))
    return spots


def estimates(row: np.ndarray, seat: str, seed: int) -> tuple[Estimate, ...]:
    """What a seat believes of everything hidden from it, beside the truth. Shape: row (width,)."""
    where = layout(buyers_of(row[None, :]))
    found = []
    for spot in _spots(row, seat, seed, where):
        truth = float(row[spot.position])
        middle, reach = spot.centre(truth), Z80 * spot.spread
        ends = _from_scale(np.array([middle, middle - reach, middle + reach]), spot.hidden.scale)
        unit = next(
            f.unit for f in where.kinds[spot.hidden.kind].fields if f.name == spot.hidden.field
        )
        best, low, high = (float(end) for end in ends)
        found.append(
            Estimate(
                spot.hidden.side,
                spot.hidden.name,
                spot.member,
                spot.hidden.field,
                unit,
                best,
                low,
                high,
                truth,
            )
        )
    return tuple(found)


def believed_rows(
    row: np.ndarray, seat: str, seed: int, runs: int, first_run: int = 1, *, anyone: bool = True
) -> np.ndarray:
    """Worlds as a seat believes them, one for each run; with `anyone` rivals are cast anew in each.

    Run r is the same however many runs there are. Two worlds that differ only in what is seen (a
    game and its twin) are given the same errors. Shapes: row (width,); returns (runs, width).
    """
    buyers = buyers_of(row[None, :])
    where = layout(buyers)
    rows = np.repeat(row[None, :], runs, axis=0)
    counters = np.arange(first_run, first_run + runs, dtype=np.int64)
    for spot in _spots(row, seat, seed, where):
        truth = float(row[spot.position])
        stream = f"belief/{seat}/{spot.hidden.kind}.{spot.member}.{spot.hidden.field}"
        drawn = spot.centre(truth) + spot.spread * _draw(seed, stream, counters, 2)
        if spot.hidden.scale != "ratio" or truth > 0.0:
            rows[:, spot.position] = _from_scale(drawn, spot.hidden.scale)
    if anyone:
        _cast_anew(rows, row, seat, seed, counters, buyers)
    _expect_anew(rows, row, seat, seed, counters, where)
    return rows


def _expect_anew(
    rows: np.ndarray, row: np.ndarray, seat: str, seed: int, counters: np.ndarray, where: Layout
) -> None:
    """Draw in each future which events are on their way, and how hard, by what can be known."""
    if row[where.position("economy", 0, "event_rate")] <= 0.0:
        return
    quarter = _whole(row, where.position("economy", 0, "quarter"))
    for e, name in enumerate(EVENTS):
        words = _words(seed, f"belief/{seat}/event/{name}", counters, 4)
        luck, strength = (word.astype(np.float64) / 4294967296.0 for word in words[:2])
        now, next_one = _chances(row, e, quarter, where)
        due = np.where(luck < now, quarter, np.where(luck < now + next_one, quarter + 1, 0))
        rows[:, where.position("events", e, "due")] = due.astype(np.int64).view(np.float64)
        hard = STRENGTH_LEAST + (1.0 - STRENGTH_LEAST) * strength
        rows[:, where.position("events", e, "strength")] = hard


def _chances(row: np.ndarray, e: int, quarter: int, where: Layout) -> tuple[float, float]:
    """Chances that an event strikes in this quarter and in the next, given rumours and hazard."""
    rumoured = _whole(row, where.position("events", e, "rumoured"))
    struck = _whole(row, where.position("events", e, "struck"))
    true = 1.0 - FALSE_RUMOURS
    if rumoured == quarter - 1 > struck:
        return 0.5 * true, 0.5 * true
    if rumoured == quarter - 2 >= struck and rumoured > 0:
        return 0.5 * true / (1.0 - 0.5 * true), 0.0  # it has not struck in the first of two
    unheard = (1.0 - RUMOURED) * float(row[where.position("events", e, "hazard")])
    return (unheard, 0.5 * unheard) if struck < quarter - 1 else (0.0, 0.0)


def _whole(row: np.ndarray, position: int) -> int:
    """A whole number of the row of a world."""
    return int(row[position : position + 1].view(np.int64)[0])


def _cast_anew(
    rows: np.ndarray, row: np.ndarray, seat: str, seed: int, counters: np.ndarray, buyers: int
) -> None:
    """Give every led seat of a rival, in each future, one of its possible traits at random."""
    where = layout(buyers)
    for rival in characters.leaders(row, buyers):
        able = characters.of_seat(rival)
        if rival == seat or rival not in SEATS:
            continue
        draw = _draw(seed, f"belief/{seat}/who/{rival}", counters, 3)
        place = np.array([0.5 * math.erfc(-x / math.sqrt(2.0)) for x in draw.tolist()])
        pick = np.minimum(place * len(able), len(able) - 1).astype(int)
        kind, member = ACTORS[rival]
        for trait in able[0].traits:
            values = np.array([one.traits[trait] for one in able])
            rows[:, where.position(kind, member, trait)] = values[pick]
