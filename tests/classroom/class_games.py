"""Games of a class for the tests: setups, moves of rounds, and moves that everybody makes."""

from dataclasses import replace

from agents.levers import LEVERS
from game.classroom.lesson import Lesson, find_lesson
from game.classroom.worlds import Moves, Setup

SIX = ("us", "cn", "huaw", "tool", "nvda", "row")
LESSON_A = Setup("october-seventh", SIX, seed=7, quarters=4)
LESSON_B = Setup("good-enough", SIX, seed=11, quarters=4)
COURT = find_lesson("court")
HELD_ON, HELD_OFF = (
    Setup("october-seventh", SIX, seed=7, quarters=4, holds=tuple(one.holds.items()))
    for one in COURT.treatments
)

TOUGH = Moves((("us.tool_control", 1.0), ("us.hbm_control", 1.0), ("us.chip_tpp", 600.0)))
ANSWER = Moves((("cn.fab_fund", 30.0), ("cn.mineral_control", 0.7), ("huaw.stock_target", 8.0)))
NOTHING = Moves()
LED = (
    ("cn", (("hawkishness", 0.9), ("patience", 0.2)), (("cn.grid_build", 10.0),)),
    ("huaw", (("risk", 0.85),), ()),
)
AWAY = Moves((("us.tool_control", 0.4),), LED)
ROUNDS = (TOUGH, ANSWER, AWAY, NOTHING)

# Everything that the two sides can do to each other: with this luck a crisis in the first year.
CRISIS = replace(LESSON_B, seed=7)
EVERYTHING = Moves(
    (
        *((key, one.cutoff) for key, one in LEVERS.items() if one.control and one.actor == "us"),
        *((f"cn.{field}", 1.0) for field in ("mineral_control", "import_block", "market_ban")),
        *((f"cn.{field}", 1.0) for field in ("antitrust", "state_mandate")),
    )
)


def all_decided(lesson: Lesson, step: int) -> Moves:
    """Every team of a lesson takes the same step of every decision on its sheet (-1: the last)."""
    sheets = [lesson.sheet(seat) for seat in lesson.seats()]
    options = [decision.options[step] for sheet in sheets for decision in sheet]
    return Moves(tuple((key, value) for one in options for key, value in one.levers.items()))
