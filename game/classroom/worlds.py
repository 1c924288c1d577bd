"""The model's part of a class: rounds, their causes, and what would have come of other moves.

Everything here is a pure function of plain values, so that it can run in a process of its own
(`model.py`), be asked again after a crash, and be replayed by anybody. Importing this module costs
nothing: the model itself is imported by the first question, where it is asked.

    played.py      the worlds of a game so far, from its setup and the moves of its rounds
    results.py     where a world stands, and what a round has brought
    causes.py      whose moves, whose minds and how much luck moved a number in a round
    headlines.py   what the room is told of a round, in every language
    flips.py       the fan of futures, and pairs of futures in which a decision is another one
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

Levers = tuple[tuple[str, float], ...]  # a lever of `agents.levers` and its value, in its unit
Traits = tuple[tuple[str, float], ...]  # a trait of `agents.names.TRAITS`, 0 to 1; 0.5 is plain


class WorldError(ValueError):
    """A question that the model cannot answer; the text says why."""


@dataclass(frozen=True)
class Setup:
    """What a world starts from.

    `seats` are held by teams. `holds` are levers that a treatment fixes for the whole game: they
    are stronger than every order and than the scenario's record. Units: `quarters` of a round.
    Governments and firms that are nobody's are led by their plain minds.
    """

    scenario: str
    seats: tuple[str, ...]
    seed: int
    quarters: int
    holds: Levers = ()
    buyers: int = 64


@dataclass(frozen=True)
class Moves:
    """What a round is played with.

    `orders` are entered in its first quarter and stay until they are changed (pulses hold for one
    quarter). `autopilot` names the seats whose team is away, with the traits and levers of its
    doctrine: their minds decide in this round. Such a seat's earlier orders end, and its levers
    stay where the mind has left them when people come back.
    """

    orders: Levers = ()
    autopilot: tuple[tuple[str, Traits, Levers], ...] = ()


def prepare() -> str:
    """Import all that answers need and read the compiled rules, or compile them; their version."""
    from agents import ensemble, kernel_cache

    import_module("game.classroom.flips")
    ensemble.kernel()
    return kernel_cache.model_version()


def open_world(setup: Setup) -> dict[str, Any]:
    """A world as it opens: a Standing.

    Standing = {
        "quarter": the quarter to be played next, counted from 2018Q1,
        "levers": {lever: value in force} of every lever that a team's decision may set,
        "numbers": {metric: value} of `game.analysis.metrics.known_metrics`,
        "goals": {seat: [[goal, value, points]]}, no value or points before the first quarter,
        "score": {seat: mean points, or None},
        "capital": {government: political capital, 0 to 100},
        "deals": {deal: 1.0 in force or 0.0},
        "regions": {region of the map: shares of developers by ecosystem, as `region_shares`},
    }

    Raises: WorldError, or what the model raises for a scenario, seat or lever that it lacks.
    """
    from game.classroom.played import play
    from game.classroom.results import standing

    return standing(play(setup, ()))


def play_round(setup: Setup, rounds: tuple[Moves, ...]) -> dict[str, Any]:
    """The last of some rounds: a Result. Earlier ones are replayed, or remembered.

    Result = {
        "standing": Standing after it,
        "first", "last": its quarters; none was played where last < first,
        "digest": sixteen hexadecimal digits over every bit of the world,
        "model": the version of the rules, "seed": the luck,
        "ended": how the game ended before its time (`agents.names` ENDING_...), or 0,
        "series": {metric: [value of each quarter]},
        "twin": the same in the world without controls, in which all else was ordered alike,
        "causes": {seat: [[cause, points]]}, which sum to the change of the score,
        "moved": {metric: [[cause, change]]}, which sum to the change of the number,
        "headlines": [{"quarter", "icon", "side", "weight", "text": {language: words}}],
    }

    Causes are "under_way", every seat of a team, "minds" and "luck", in this order. A game that has
    ended, or reached its scenario's last quarter, stays as it is: later rounds play no quarter.
    Raises: WorldError or OrderError for moves that cannot be made.
    """
    from game.classroom.results import result

    return result(setup, rounds)


def futures(setup: Setup, rounds: tuple[Moves, ...], runs: int = 1000) -> dict[str, Any]:
    """How the public numbers may go on from here to the end of the scenario, if orders stay.

    Returns {"runs", "first", "last", "quantiles": [...], "metrics": {metric: paths}}, where paths
    have a line for each quantile and a value for each quarter. A game that is over has no quarters.
    """
    from game.classroom.flips import fan

    return fan(setup, rounds, runs)


def flip(
    setup: Setup,
    rounds: tuple[Moves, ...],
    changed: tuple[Moves, ...] | None,
    runs: int = 1000,
    last: int | None = None,
    assumptions: Levers = (),
) -> dict[str, Any]:
    """The class's game beside the same game with other moves, in pairs of futures with equal luck.

    The pairs part in the first round that differs (in the last one if none does); up to there both
    are the class's own game. From there on pair k has the luck of run k in both worlds, and orders
    stay in force after the last round, to the end of the scenario or to quarter `last`. `changed`
    has as many rounds as the game; None stands for the same game without any controls of the
    sender, which parts at the opening. `assumptions` are parameters of the rules (`agents`'
    parameters.csv) that both worlds have from the opening on: the past, too, is then played again
    under them, with the class's moves and luck.

    Returns {
        "runs", "first", "last", "quantiles": [...],
        "metrics": {metric: {
            "better": 1 where a rise is good news for the sender's side, -1 for the target's, or 0,
            "median", "p10", "p90", "share_above": of the difference, as played less changed, in
                quarter `last`; the share of pairs above zero counts ties as half,
            "histogram": {"edges", "counts"} of that difference,
            "rounds_end": {"quarter", "median", "p10", "p90", "share_above"} at the end of the
                last round played,
            "own", "other": paths of the game as played and as changed, by quantile and quarter,
        }},
        "backfire": None unless a control of the sender was changed, else {
            "levers": the controls that were changed,
            "with_move": "own" or "other": the world in which they are stricter, by the shares of
                their way from off to a total cut-off at the end of the first round that differs,
            "share": {metric: share of pairs in which it ends worse for the sender's side in the
                stricter world than in the other (by the sign of "better"); ties count half},
        },
    }

    So `share["gap_generations"]` says how often the target ends nearer with the stricter move than
    without it, and `share["self_sufficiency"]` how often it ends more autonomous.
    Raises: WorldError if the games do not have the same rounds, the game was over before the first
    one that differs, or there is no such parameter.
    """
    from game.classroom.flips import compare

    return compare(setup, rounds, changed, runs, last, assumptions)
