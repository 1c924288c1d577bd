"""What the pages of a kit show: one class in one slot, from the same data as the game."""

from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from agents.mandate import Goal, mandate
from game.analysis.metrics import Metric, find_metric
from game.classroom.debrief import forecast_item
from game.classroom.events import Settings
from game.classroom.handouts import words
from game.classroom.handouts.opening import Opening, opening_of
from game.classroom.handouts.plan import Schedule
from game.classroom.handouts.roster import Place, Table
from game.classroom.handouts.texts import Reason, texts
from game.classroom.handouts.words import number
from game.classroom.lesson import PHASES, PRESS, Decision, Lesson, Team, find_team
from game.classroom.state import PRACTICE_ROUND, ClassState
from game.classroom.views.words import PUBLIC_NUMBERS, number_text, team_name
from game.language import mark, tr
from game.views.goals import HOW_TEXTS, value_text

QUARTERS_PER_YEAR = 4


@dataclass(frozen=True)
class Box:
    """A step to tick. `here` marks the one nearest to what is in force; `grave` needs two."""

    text: Markup
    here: bool
    grave: bool


@dataclass(frozen=True)
class Row:
    """A decision of a sheet. `now` is in force at the opening, if that is none of the steps."""

    title: str
    about: str
    role: str
    yearly: bool
    now: Markup | None
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class GoalRow:
    """A public goal of a mandate: the values worth 0 and 100 points."""

    text: str
    how: str
    zero: Markup
    hundred: Markup
    why: str


@dataclass(frozen=True)
class Kit:
    """One class in one slot."""

    lesson: Lesson
    settings: Settings
    schedule: Schedule
    tables: tuple[Table, ...]

    @cached_property
    def opening(self) -> Opening:
        """The world as it opens."""
        return opening_of(self.lesson.scenario)

    @property
    def worlds(self) -> list[str]:
        """The names of its worlds."""
        return list(dict.fromkeys(table.world for table in self.tables))

    @property
    def teams(self) -> list[Team]:
        """Every team that somebody sits in, once."""
        return list({table.team.seat: table.team for table in self.tables}.values())

    @property
    def moving(self) -> list[Table]:
        """The tables that make moves: all but the press."""
        return [table for table in self.tables if table.team.decisions]

    @property
    def places(self) -> list[Place]:
        """Every student's place."""
        return [place for table in self.tables for place in table.places]

    @property
    def rounds(self) -> list[int]:
        """The rounds of the slot, the practice before them if there is one."""
        first = PRACTICE_ROUND if self.schedule.practice else 1
        return list(range(first, self.schedule.rounds + 1))

    # ---- teams

    def name(self, team: Team) -> str:
        """What a team is called."""
        return team_name(team.seat)

    def part(self, team: Team) -> str:
        """Its part in the story, where that is not its name."""
        return "" if team.seat == PRESS else tr(team.name)

    def sheet(self, team: Team, only: tuple[str, ...] | None = None) -> list[Row]:
        """The rows of a team's sheet, or those of some decisions; none for the press."""
        every = self.lesson.sheet(team.seat) if team.decisions else ()
        return [self._row(team, one) for one in every if only is None or one.key in only]

    def _row(self, team: Team, decision: Decision) -> Row:
        here = decision.nearest(self.opening.law)
        grave = len(decision.options) if decision.grave is None else decision.grave
        boxes = tuple(
            Box(words.step(decision, i), i == here, i >= grave)
            for i in range(len(decision.options))
        )
        role = next(one.name for one in team.roles if one.key == decision.role)
        yearly = words.per_year(decision)
        now = self._now(decision, here)
        return Row(tr(decision.title), tr(decision.about), tr(role), yearly, now, boxes)

    def _now(self, decision: Decision, here: int) -> Markup | None:
        law = self.opening.law
        plain = decision.stands(law, here) or len(decision.levers) > 1
        return None if plain else words.in_force(decision, law)

    def goals(self, team: Team) -> list[GoalRow]:
        """The public goals of a team; none for the press."""
        return [
            GoalRow(
                tr(goal.text),
                tr(HOW_TEXTS[goal.how]),
                self._worth(goal, "zero"),
                self._worth(goal, "hundred"),
                tr(goal.why),
            )
            for goal in mandate(team.seat, self.lesson.scenario)
        ]

    def _worth(self, goal: Goal, end: str) -> Markup:
        value = float(getattr(goal, end))
        origin = f"mandate {self.lesson.scenario} {goal.seat}.{goal.key}.{end}"
        return number(value, origin, value_text(goal, value))

    @property
    def reasons(self) -> list[tuple[Team, Reason]]:
        """Why each side does what it does."""
        return [(find_team(one.side), one) for one in texts().reason]

    @property
    def audience(self) -> Markup:
        """Whom the lesson is for."""
        return words.numbered(tr(self.lesson.audience), f"lesson {self.lesson.letter} audience")

    # ---- numbers, each with where it comes from

    def of_lesson(self, key: str) -> Markup:
        """A number of the lesson's file, as `rounds` or `seconds.brief`."""
        name, _, phase = key.partition(".")
        value = getattr(self.lesson, name)
        return number(value[phase] if phase else value, f"lesson {self.lesson.letter} {key}")

    def of_slot(self, value: int) -> Markup:
        """A number that follows from the slot: minutes, rounds."""
        return number(value, "slot")

    def of_class(self, value: int) -> Markup:
        """A number that follows from how many students there are."""
        return number(value, "class")

    def of_kit(self, value: int, text: str = "") -> Markup:
        """A number of `kit.toml`."""
        return number(value, "kit.toml", text)

    def rule(self, value: int, name: str, text: str = "") -> Markup:
        """A constant of the rules of a class."""
        return number(value, f"rule {name}", text)

    def count(self, value: int) -> Markup:
        """A number that only counts what is on the page."""
        return number(value, "count")

    def quarters(self, round_number: int) -> tuple[Markup, Markup]:
        """The first and last quarter of a round; the practice plays those of the first."""
        each = self.lesson.quarters_per_round
        first = self.opening.quarter + (max(round_number, 1) - 1) * each
        origin = f"round {round_number} of {self.lesson.scenario}"
        return words.quarter(first, origin), words.quarter(first + each - 1, origin)

    @property
    def head_count(self) -> Markup:
        """How many students in how many worlds."""
        students, worlds = self.settings.students, len(self.worlds)
        shown = words.say_counted(
            mark("{n} student"), mark("{n} students"), students, self.of_class(students)
        )
        split = words.say_counted(
            mark("{n} world"), mark("{n} worlds"), worlds, self.of_class(worlds)
        )
        return words.say(mark("{students} in {worlds}"), students=shown, worlds=split)

    @property
    def round_count(self) -> Markup:
        """How many rounds count."""
        n = self.schedule.rounds
        one, many = mark("{n} round that counts"), mark("{n} rounds that count")
        return words.say_counted(one, many, n, self.of_slot(n))

    @property
    def opens(self) -> Markup:
        """The first quarter."""
        return words.quarter(self.opening.quarter, f"round 1 of {self.lesson.scenario}")

    @property
    def round_length(self) -> Markup:
        """How long a round is in the world of the game."""
        if self.lesson.quarters_per_round == QUARTERS_PER_YEAR:
            return words.say(mark("one year"))
        return words.say(mark("{n} quarters"), n=self.of_lesson("quarters_per_round"))

    @property
    def phases(self) -> list[tuple[str, Markup]]:
        """The phases of a round with their seconds."""
        return [(phase, self.of_lesson(f"seconds.{phase}")) for phase in PHASES]

    def forecast(self, round_number: int) -> Metric | None:
        """The number that is forecast after a round, as the game asks it; nothing after the
        practice and after the last round."""
        if not PRACTICE_ROUND < round_number < self.schedule.rounds:
            return None
        return find_metric(forecast_item(ClassState(self.settings, code=""), round_number + 1))

    @property
    def forecasts(self) -> list[tuple[int, Metric]]:
        """Every round after which a number is forecast, and that number."""
        return [(n, metric) for n in self.rounds if (metric := self.forecast(n)) is not None]

    @property
    def told(self) -> list[tuple[Metric, Markup]]:
        """What the room is told of the opening: a metric and its value."""
        return [(find_metric(key), self.value(key)) for key in PUBLIC_NUMBERS]

    def value(self, key: str) -> Markup:
        """A metric at the opening."""
        value = self.opening.numbers[key]
        return number(value, f"opening {key}", number_text(key, value))

    def unit(self, metric: Metric) -> Markup:
        """What a metric counts."""
        return words.numbered(tr(metric.unit), f"metric {metric.key}")

    def line(self, text: str) -> Markup:
        """A line of a script, filled in."""
        return words.say(text, opening=self.opens, round_length=self.round_length)
