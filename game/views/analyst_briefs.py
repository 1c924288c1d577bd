"""Analyst briefs as articles of the encyclopaedia, held against the game in play."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agents.levers import LEVERS
from agents.names import quarter_index
from agents.parameters import PARAMETERS
from agents.scenario import load, scenario_names
from game.brief_words import condition_name, range_text, statement_text, value_text
from game.briefs import Brief, Condition, Standing, briefs, inside, kept_briefs
from game.language import mark, tr
from game.session import Session
from game.views.articles import BULLET, HEADING, ROW, SOURCE, TABLE, TEXT, Article, Block, see
from game.views.words import number, quarter_label

CHAPTER = "briefs"
ABOUT = "briefs.about"
_BASELINES = {
    "twin": mark("the same world without controls"),
    "path": mark("the same world on its recorded path"),
    "orders": mark("the same world under other orders"),
    "none": mark("nothing: each run is judged alone"),
}


@dataclass(frozen=True)
class Present:
    """The world that briefs are held against: its scenario, and the levers in force by key."""

    scenario: str
    levers: Mapping[str, float]


@dataclass(frozen=True)
class HoldingBrief:
    """A brief whose visible conditions the game meets: the key of its article, and its title."""

    key: str
    title: str


def present(session: Session) -> Present:
    """The world of a game as it stands."""
    return Present(session.setup.scenario, {key: session.law(key) for key in LEVERS})


def holding(session: Session, own: Path | None = None) -> tuple[HoldingBrief, ...]:
    """The briefs of the scenario in play whose visible conditions are met, at least one of them."""
    now, found = present(session), []
    for brief in briefs(own):
        seen = [one.met for one in inside(brief, now.levers) if one.met is not None]
        if brief.scenario == now.scenario and seen and all(seen):
            found.append(HoldingBrief(_key(brief), tr(brief.title)))
    return tuple(found)


def brief_articles(own: Path | None = None, now: Present | None = None) -> tuple[Article, ...]:
    """What briefs are, and one article for each that comes with the game or lies in a folder of
    the player's own. Without a game they show no present values."""
    problems = [kept.problem for kept in kept_briefs(own) if kept.brief is None]
    return (_about(problems), *(_article(brief, now) for brief in briefs(own)))


def _about(problems: Sequence[str]) -> Article:
    blocks = [
        Block(TEXT, tr("A study plays the model thousands of times with other orders, assumptions "
                       "and luck. A brief says where in those runs something happened more often "
                       "than elsewhere.")),
        Block(TEXT, tr("It is an observation about runs of this model. It is no forecast, and it "
                       "advises nobody. Play inside the region and outside of it, and see.")),
        Block(TEXT, tr("The command 'twostacks discover' writes briefs. Those in the folder "
                       "'briefs' beside your saved games are listed here too.")),
    ]  # fmt: skip
    if problems:
        blocks.append(Block(HEADING, tr("Files that could not be used")))
        blocks += [Block(BULLET, problem) for problem in problems]
    title = mark("What analyst briefs are")
    blocks += see(["rule.backfire", "play.twin"])
    return Article(ABOUT, CHAPTER, tr(title), tuple(blocks), english=title)


def _key(brief: Brief) -> str:
    return f"brief.{brief.key}"


def _article(brief: Brief, now: Present | None) -> Article:
    blocks = [
        Block(TEXT, statement_text(brief)),
        *_conditions(brief, now),
        *_strength(brief),
        Block(HEADING, tr("What was asked")),
        Block(TEXT, tr(brief.question)),
        *_study(brief),
        Block(HEADING, tr("What would count against it")),
        *_against(brief),
        *see(_links(brief)),
    ]
    title = tr(brief.title)
    return Article(_key(brief), CHAPTER, title, tuple(blocks), english=brief.title)


def _links(brief: Brief) -> list[str]:
    levers = [f"lever.{one.key}" for one in brief.conditions if one.kind == "lever"]
    return [*levers, ABOUT]


# ---- the region


def _conditions(brief: Brief, now: Present | None) -> list[Block]:
    """The region as a table, with the present values where a game is in play."""
    head = [tr("Condition"), tr("Region")]
    rows = [[_dated(one), range_text(one)] for one in brief.conditions]
    blocks = [Block(HEADING, tr("The region"))]
    if now is not None:
        head += [tr("In your game"), tr("Met?")]
        for row, standing in zip(rows, inside(brief, now.levers), strict=True):
            row += [value_text(standing), _met(standing)]
    table = (tuple(head), *(tuple(row) for row in rows))
    blocks.append(Block(TABLE, label=tr("The region"), rows=table))
    assumed = {one.key for one in brief.conditions if one.kind == "parameter"}
    for parameter in PARAMETERS:
        if parameter.name in assumed:
            words = f"{parameter.name}: {parameter.meaning} ({parameter.unit})"
            blocks.append(Block(SOURCE, source=words))
    if now is not None and brief.scenario != now.scenario:
        blocks.append(Block(TEXT, tr("The study played another scenario than you do: what held "
                                     "there need not hold here.")))  # fmt: skip
    return blocks


def _dated(condition: Condition) -> str:
    """What a condition is about, and when it was held if not all the time."""
    name = condition_name(condition)
    if not condition.first and not condition.last:
        return name
    return tr("{what}, {first} to {last}", what=name, first=_quarter(condition.first),
              last=_quarter(condition.last))  # fmt: skip


def _quarter(name: str) -> str:
    """A quarter's name for people; the text of an own file that is no quarter stays as it is."""
    try:
        return quarter_label(quarter_index(name))
    except ValueError:
        return name or "–"


def _met(standing: Standing) -> str:
    if standing.met is None:
        return tr("cannot be seen")
    return tr("yes") if standing.met else tr("no")


# ---- how strong, from what, and against


def _runs(share: float) -> str:
    """A share of runs, never rounded to all of them or none."""
    whole = round(100.0 * share)
    rounded_off = (whole == 100 and share < 1.0) or (whole == 0 and share > 0.0)
    return tr("{n} of 100 runs", n=number(100.0 * share, 1 if rounded_off else 0))


def _strength(brief: Brief) -> list[Block]:
    """Density and coverage in words."""
    return [
        Block(HEADING, tr("How often it happened")),
        Block(ROW, _runs(brief.density), tr("Inside (density)")),
        Block(ROW, _runs(brief.outside_rate), tr("Outside")),
        Block(ROW, _runs(brief.base_rate), tr("In all runs")),
        Block(ROW, tr("{runs} in which it happened lie inside", runs=_runs(brief.coverage)),
              tr("Coverage")),
    ]  # fmt: skip


def _study(brief: Brief) -> list[Block]:
    scenario = brief.scenario
    if scenario in scenario_names():
        scenario = tr(load(scenario).title)
    beside = tr(_BASELINES[brief.baseline]) if brief.baseline in _BASELINES else brief.baseline
    version = f"study {brief.study}, model {brief.model}"
    return [
        Block(HEADING, tr("The study")),
        Block(ROW, scenario, tr("Scenario")),
        Block(ROW, number(brief.runs, 0), tr("Runs")),
        Block(ROW, _quarter(brief.horizon), tr("Judged at the end of")),
        Block(ROW, beside, tr("Compared with")),
        Block(SOURCE, source=version),
    ]


def _against(brief: Brief) -> list[Block]:
    """What the numbers leave open."""
    return [
        Block(BULLET, tr("Inside the region it failed to happen in {runs}.",
                         runs=_runs(1.0 - brief.density))),
        Block(BULLET, tr("Outside it happens as well: {runs} in which it did lie there.",
                         runs=_runs(1.0 - brief.coverage))),
        Block(BULLET, tr("A study with other luck, wider ranges or a later model in which it "
                         "happens no more often inside than outside.")),
        Block(BULLET, tr("A region says where, not why: something that was left out, or moved "
                         "along, may be the cause.")),
    ]  # fmt: skip
