"""`twostacks league`: games that the minds play among themselves, scenario by scenario."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from game.commands.model import find_scenario, ready_kernel
from game.commands.output import Progress, print_json, table
from game.commands.parser import Parser, add_json, seed, whole

if TYPE_CHECKING:
    from agents.league import League
    from agents.lever_effects import Effect
    from agents.scenario import Scenario

GAMES = 500
LEVER_GAMES = 100


def add_arguments(parser: Parser) -> None:
    """Declare what the command takes."""
    add = parser.add_argument
    add("scenario", nargs="*", metavar="SCENARIO", help="scenarios by name; without one, all")
    add("--games", type=whole(10, 100_000), metavar="N",
        help=f"games of each scenario ({GAMES}; with --levers {LEVER_GAMES})")  # fmt: skip
    add("--seed", type=seed, default=7, metavar="N", help="the luck of all games (7)")
    add("--levers", action="store_true",
        help="move every lever from the second quarter on, in paired games, and show the largest "
        "effect on any seat's goals")  # fmt: skip
    add("--threads", type=whole(1, 1024), metavar="N", help="threads (all cores)")
    add("--quiet", action="store_true", help="no progress on standard error")
    add_json(parser)
    parser.examples(
        "league", "league good-enough --games 200 --seed 7", "league october-seventh --levers"
    )


def run(arguments: argparse.Namespace) -> int:
    """Play, print the tables, and return the exit status."""
    from agents.scenario import scenario_names

    chosen = [find_scenario(name) for name in arguments.scenario or scenario_names()]
    ready_kernel(arguments.quiet)
    document: dict[str, Any] = {"seed": arguments.seed, "scenarios": []}
    for number, scenario in enumerate(chosen):
        entry = _levers(scenario, arguments) if arguments.levers else _games(scenario, arguments)
        document["scenarios"].append(entry)
        if not arguments.json:
            print("\n" * (number > 0) + entry.pop("text"), flush=True)
    if arguments.json:
        for entry in document["scenarios"]:
            entry.pop("text")
        print_json(document)
    return 0


# ---- games


def _games(scenario: "Scenario", arguments: argparse.Namespace) -> dict[str, Any]:
    from agents.league import play_league

    games = arguments.games or GAMES
    progress = Progress(f"{scenario.name}, {games:,} games", arguments.quiet)
    try:
        league = play_league(
            scenario, games, arguments.seed, threads=arguments.threads,
            progress=lambda done: progress.heard(done, games),
        )  # fmt: skip
    finally:
        progress.close()
        sys.stderr.flush()
    entry = describe(league)
    entry["text"] = league_text(entry, scenario.title)
    return entry


def describe(league: "League") -> dict[str, Any]:
    """A league as plain values."""
    import numpy as np

    from agents import mandate
    from agents.history import band

    name = league.scenario.name
    best, worst = league.best_share(), league.worst_share()
    changes = league.lead_changes()
    seats = []
    for seat in league.scores:
        goals = []
        for goal in mandate.all_goals(seat, name):
            points = mandate.score(league.history, seat, name, goal.key if goal.secret else "")
            column = -1 if goal.secret else [g.key for g in mandate.mandate(seat)].index(goal.key)
            goals.append({"goal": goal.key, "text": goal.text, "secret": goal.secret,
                          **band(points[:, column])})  # fmt: skip
        seats.append({"seat": seat, "best": best[seat], "worst": worst[seat], "goals": goals})
    return {
        "scenario": name,
        "games": league.games,
        "endings": league.endings(),
        "lead_changes_median": float(np.median(changes)),
        "seats": seats,
        "checksum": league.history.checksum(),
    }


def league_text(entry: dict[str, Any], title: str) -> str:
    """The tables of one scenario."""
    ends = ", ".join(f"{kind} {share:.0%}" for kind, share in entry["endings"].items())
    lines = [
        f"{title}: {entry['games']:,} games among minds",
        f"ends: {ends}",
        f"the seat with the best mean changed {entry['lead_changes_median']:g} times in the median "
        "game, counted yearly",
        "",
    ]
    header = ["seat", "goal", "points", "5%", "95%", "best", "worst"]
    rows = []
    for seat in entry["seats"]:
        for number, goal in enumerate(seat["goals"]):
            rows.append([
                seat["seat"] if number == 0 else "",
                goal["text"] + (" (secret)" if goal["secret"] else ""),
                f"{goal['median']:.0f}", f"{goal['p05']:.0f}", f"{goal['p95']:.0f}",
                f"{seat['best']:.0%}" if number == 0 else "",
                f"{seat['worst']:.0%}" if number == 0 else "",
            ])  # fmt: skip
    return "\n".join([*lines, table(header, rows, 2)])


# ---- levers


def _levers(scenario: "Scenario", arguments: argparse.Namespace) -> dict[str, Any]:
    from agents.lever_effects import LeverTrial, lever_effects
    from agents.levers import LEVERS

    keys = [key for key, lever in LEVERS.items() if lever.actor != "world"]
    games = arguments.games or LEVER_GAMES
    progress = Progress(f"{scenario.name}, {len(keys)} levers", arguments.quiet)
    try:
        trial = LeverTrial(scenario, games, arguments.seed, arguments.threads)
        effects = lever_effects(trial, keys, lambda done: progress.heard(done, len(keys)))
    finally:
        progress.close()
        sys.stderr.flush()
    entries = [_effect_entry(effect) for effect in effects]
    entry = {"scenario": scenario.name, "games": games, "levers": entries}
    entry["text"] = levers_text(entry, scenario.title)
    return entry


def _effect_entry(effect: "Effect") -> dict[str, Any]:
    return {
        "lever": effect.lever, "change": effect.change, "from": effect.start, "to": effect.moved,
        "seat": effect.seat, "goal": effect.goal, "points": effect.points, "size": effect.size,
        "noise": effect.noise, "games": effect.games, "least": effect.least,
        "measurable": effect.measurable,
    }  # fmt: skip


def levers_text(entry: dict[str, Any], title: str) -> str:
    """The table of one scenario's levers."""
    header = [
        "lever",
        "moved",
        "goal it moves most",
        "from",
        "to",
        "points",
        "size",
        "noise",
        "games",
        "",
    ]
    rows = [
        [
            e["lever"], e["change"], f"{e['seat']} {e['goal']}", f"{e['from']:.4g}",
            f"{e['to']:.4g}", f"{e['points']:+.2f}", f"{e['size']:+.2f}", f"{e['noise']:+.0f}",
            f"{e['games']}", "" if e["measurable"] else "below noise",
        ]
        for e in entry["levers"]
    ]  # fmt: skip
    clear = sum(e["measurable"] for e in entry["levers"])
    return "\n".join([
        f"{title}: {clear} of {len(rows)} levers move a goal measurably "
        f"({entry['games']} paired games, more where these show nothing)",
        "points: mean change; size: over the spread from game to game; noise: over its standard "
        "error",
        "",
        table(header, rows, 3),
    ])  # fmt: skip
