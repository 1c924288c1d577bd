"""What is taught: teams and their move sheets, lessons, and what worlds may be treated with.

All of it is data (`data/*.toml`); a lesson of one's own is one more file.
"""

import difflib
import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from agents.characters import of_seat
from agents.levers import LEVERS
from agents.plan import Order
from agents.scenario import ScenarioError, load

DATA = Path(__file__).parent / "data"
PRESS = "press"
# A student decides at most so many things in a round.
MOST_DECISIONS = 4
PHASES = ("brief", "negotiate", "commit", "reveal", "reflect")


class LessonError(ValueError):
    """A lesson that cannot be held; the text says why and what would be valid."""


# ---- move sheets


@dataclass(frozen=True)
class Option:
    """A step of a decision: what it sets, in the levers' own units. A number has no `label`."""

    label: str
    levers: Mapping[str, float]

    def orders(self, quarter: int) -> list[Order]:
        """The same as orders of a quarter."""
        return [Order(LEVERS[k].actor, k, v, quarter) for k, v in self.levers.items()]


@dataclass(frozen=True)
class Decision:
    """A row of a team's move sheet. From step `grave` on it takes two signatures."""

    seat: str
    key: str
    title: str
    about: str
    role: str
    options: tuple[Option, ...]
    grave: int | None = None
    basic: bool = False

    @property
    def name(self) -> str:
        """Its name among all teams, as `us.tools`."""
        return f"{self.seat}.{self.key}"

    @property
    def levers(self) -> tuple[str, ...]:
        """The levers that it sets."""
        return tuple(self.options[0].levers)

    def nearest(self, law: Mapping[str, float]) -> int:
        """The step that is nearest to what is in force."""
        return min(range(len(self.options)), key=lambda i: self._distance(self.options[i], law))

    def stands(self, law: Mapping[str, float], step: int) -> bool:
        """Whether exactly this step is in force."""
        return self._distance(self.options[step], law) < 1e-9

    def _distance(self, option: Option, law: Mapping[str, float]) -> float:
        total = 0.0
        for key, value in option.levers.items():
            lever = LEVERS[key]
            now = law.get(key, lever.off)
            if lever.log_scale:
                total += abs(math.log(max(value, 1e-9) / max(now, 1e-9)))
            else:
                total += abs(value - now) / (lever.high - lever.low)
        return total


@dataclass(frozen=True)
class Role:
    """What one member of a team answers for, in one sentence."""

    key: str
    name: str
    aim: str


@dataclass(frozen=True)
class Doctrine:
    """How a team's mind leads while the team is away: traits from 0 to 1, 0.5 is plain."""

    key: str
    name: str
    line: str
    traits: Mapping[str, float]
    levers: Mapping[str, float] = field(default_factory=dict)


PLAIN = Doctrine("plain", "As it comes", "Neither cautious nor bold.", {})


@dataclass(frozen=True)
class Team:
    """A team of a class. The press desk has no decisions and no seat of the model."""

    seat: str
    name: str
    shape: str
    line: str
    roles: tuple[Role, ...]
    decisions: tuple[Decision, ...] = ()
    doctrines: tuple[Doctrine, ...] = ()

    def decision(self, key: str) -> Decision:
        """A decision by key. Raises: LessonError naming the nearest."""
        for one in self.decisions:
            if one.key == key:
                return one
        raise LessonError(_unknown("decision", key, [one.key for one in self.decisions]))

    def doctrine(self, key: str) -> Doctrine:
        """A doctrine by key; the plain one if the team has chosen none."""
        return next((one for one in self.doctrines if one.key == key), PLAIN)


def _unknown(kind: str, key: str, choices: Iterable[str]) -> str:
    known = list(choices)
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.0)
    hint = f"; the nearest is '{near[0]}'" if near else ""
    return f"there is no {kind} '{key}'{hint}"


@lru_cache(maxsize=1)
def teams() -> dict[str, Team]:
    """Every team by the seat it holds, in the order in which they are filled; then the press."""
    data = _read(DATA / "teams.toml")
    found = {row["seat"]: _team(row) for row in data["team"]}
    found[PRESS] = Team(
        PRESS, data["press"]["name"], data["press"]["shape"],
        data["press"]["line"], _roles(data["press"]),
    )  # fmt: skip
    return found


def find_team(seat: str) -> Team:
    """A team by its seat. Raises: LessonError naming the nearest."""
    if seat not in teams():
        raise LessonError(_unknown("team", seat, teams()))
    return teams()[seat]


def find_decision(name: str) -> Decision:
    """A decision by its name, such as `us.tools`. Raises: LessonError naming the nearest."""
    seat, _, key = name.partition(".")
    return find_team(seat).decision(key)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _roles(row: Mapping[str, Any]) -> tuple[Role, ...]:
    return tuple(Role(**one) for one in row["role"])


def _team(row: Mapping[str, Any]) -> Team:
    seat = row["seat"]
    own = tuple(Doctrine(**one) for one in row.get("doctrine", []))
    led = tuple(Doctrine(c.key, c.name, c.line, c.traits, c.levers) for c in of_seat(seat))
    decisions = tuple(_decision(seat, one) for one in row["decision"])
    return Team(
        seat, row["name"], row["shape"], row["line"], _roles(row), decisions,
        own or led,
    )  # fmt: skip


def _decision(seat: str, row: Mapping[str, Any]) -> Decision:
    if "lever" in row:
        options = tuple(Option("", {row["lever"]: float(value)}) for value in row["values"])
    else:
        options = tuple(
            Option(one["label"], {f"{seat}.{k}": float(v) for k, v in one["set"].items()})
            for one in row["option"]
        )
    made = Decision(
        seat, row["key"], row["title"], row["about"], row["role"], options, row.get("grave"),
        row.get("basic", False),
    )  # fmt: skip
    for option in options:
        for key, value in option.levers.items():
            lever = LEVERS.get(key)
            if lever is None or lever.actor != seat or not lever.low <= value <= lever.high:
                raise LessonError(f"teams.toml: {made.name} cannot set {key} to {value:g}")
    return made


# ---- lessons


@dataclass(frozen=True)
class Treatment:
    """What makes one world unlike another. `holds` are levers fixed for the whole game."""

    key: str
    title: str
    holds: Mapping[str, float] = field(default_factory=dict)
    treaties: bool | None = None


@dataclass(frozen=True)
class Step:
    """A part of a lesson's plan. Units: minutes from its beginning."""

    begin: int
    end: int
    what: str


@dataclass(frozen=True)
class Lesson:
    """A lesson as its file has it. Units: `seconds` of each phase; minutes elsewhere."""

    key: str
    letter: str
    title: str
    aim: str
    story: str
    audience: str
    minutes: int
    scenario: str
    rounds: int
    quarters_per_round: int
    practice: bool
    treaties: bool
    statements: bool
    basic_only: bool
    debrief_minutes: int
    least_debrief_minutes: int
    exit_question: str
    forecast: str
    seconds: Mapping[str, int]
    plan: tuple[Step, ...]
    treatments: tuple[Treatment, ...] = ()
    claim: str = ""

    @property
    def round_seconds(self) -> int:
        """A whole round."""
        return sum(self.seconds.values())

    @cached_property
    def fixed(self) -> frozenset[str]:
        """Levers that treatments hold: no sheet of the lesson has them."""
        return frozenset(key for one in self.treatments for key in one.holds)

    def seats(self) -> tuple[str, ...]:
        """The seats that teams may hold in its scenario, in the order in which they are filled."""
        there = load(self.scenario).seats
        return tuple(seat for seat in teams() if seat in there)

    def sheet(self, seat: str) -> tuple[Decision, ...]:
        """The move sheet of a team in this lesson. Raises: LessonError naming the nearest."""
        return self._sheets[find_team(seat).seat]

    @cached_property
    def _sheets(self) -> dict[str, tuple[Decision, ...]]:
        return {
            seat: tuple(
                one
                for one in team.decisions
                if (one.basic or not self.basic_only) and not self.fixed.intersection(one.levers)
            )
            for seat, team in teams().items()
        }

    def treatment(self, key: str) -> Treatment | None:
        """A treatment by key."""
        return next((one for one in self.treatments if one.key == key), None)


@lru_cache(maxsize=1)
def lessons() -> dict[str, Lesson]:
    """The lessons that come with the product, by key and in the order of their letters."""
    found = [read_lesson(path) for path in sorted((DATA / "lessons").glob("*.toml"))]
    return {lesson.key: lesson for lesson in sorted(found, key=lambda one: one.letter)}


def find_lesson(key: str) -> Lesson:
    """A lesson by key or letter. Raises: LessonError naming those that there are."""
    for lesson in lessons().values():
        if key.lower() in (lesson.key, lesson.letter.lower()):
            return lesson
    letters = ", ".join(one.letter for one in lessons().values())
    raise LessonError(f"{_unknown('lesson', key, lessons())}; there are {letters}")


def read_lesson(path: Path) -> Lesson:
    """A lesson from a file. Raises: LessonError naming the file and what is wrong."""
    try:
        data = _read(path)
        plan = tuple(Step(one["from"], one["to"], one["what"]) for one in data.pop("plan"))
        treatments = tuple(_treatment(one) for one in data.pop("treatment", []))
        data["story"] = " ".join(data["story"].split())
        lesson = Lesson(plan=plan, treatments=treatments, **data)
    except OSError as error:
        raise LessonError(f"{path}: cannot be read ({error.strerror or error})") from None
    except KeyError as missing:
        raise LessonError(f"{path.name}: {missing} is missing") from None
    except (ValueError, TypeError) as error:
        raise LessonError(f"{path.name}: {error}") from None
    _check(path.name, lesson)
    return lesson


def _treatment(row: Mapping[str, Any]) -> Treatment:
    holds = {f"us.{key}": float(value) for key, value in row.get("holds", {}).items()}
    unknown = [key for key in holds if key not in LEVERS]
    if unknown:
        raise ValueError(_unknown("lever", unknown[0], LEVERS))
    return Treatment(row["key"], row["title"], holds, row.get("treaties"))


def _check(name: str, lesson: Lesson) -> None:
    try:
        scenario = load(lesson.scenario)
    except ScenarioError as error:
        raise LessonError(f"{name}: {error}") from None
    if set(lesson.seconds) != set(PHASES):
        raise LessonError(f"{name}: [seconds] needs exactly {', '.join(PHASES)}")
    least = lesson.rounds * lesson.quarters_per_round
    if not 1 <= least <= scenario.quarters:
        raise LessonError(
            f"{name}: {lesson.rounds} rounds of {lesson.quarters_per_round} quarters do not fit "
            f"into the {scenario.quarters} quarters of '{lesson.scenario}'"
        )
