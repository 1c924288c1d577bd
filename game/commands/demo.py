"""A demonstration game for machines without a display: moves, pictures, a report and the log."""

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from game.commands.model import ready_kernel
from game.commands.problems import CommandError

if TYPE_CHECKING:
    from agents.plan import Order
    from agents.scenario import Scenario
    from game.session import Session

LOG = "demonstration.jsonl"
REPORT = "report.html"

# What the demonstration does from each seat: quarters after the opening, lever, value.
MOVES: dict[str, tuple[tuple[int, str, float], ...]] = {
    "us": (
        (1, "us.diplomacy", 0.8),
        (2, "us.public_rd", 20.0),
        (2, "us.basic_share", 0.5),
        (4, "us.chip_density", 5.92),
        (4, "us.chip_tpp", 4800.0),
        (6, "us.tool_control", 0.8),
        (8, "us.hbm_control", 0.6),
        (10, "us.enforcement", 0.5),
    ),
    "cn": (
        (1, "cn.fab_fund", 12.0),
        (2, "cn.public_rd", 14.0),
        (3, "cn.basic_share", 0.3),
        (4, "cn.mineral_control", 0.4),
        (6, "cn.state_mandate", 0.7),
        (8, "cn.tool_rule", 0.5),
        (10, "cn.private_guidance", 0.4),
    ),
    "huaw": (
        (0, "huaw.rd_basic", 0.3),
        (0, "huaw.posture", 0.6),
        (1, "huaw.openness", 0.8),
        (2, "huaw.cluster_scale", 2.0),
        (3, "huaw.rd_software", 0.35),
        (6, "huaw.stock_target", 3.0),
        (12, "huaw.price_factor", 0.85),
    ),
    "nvda": (
        (0, "nvda.rd_software", 0.3),
        (2, "nvda.lobbying", 0.6),
        (4, "nvda.openness", 0.4),
        (8, "nvda.price_factor", 0.9),
    ),
    "tool": (
        (0, "tool.tool_fund", 6.0),
        (1, "tool.mineral_reserve", 2.0),
        (3, "tool.alignment", 0.6),
        (6, "tool.own_control", 0.3),
    ),
    "row": (
        (0, "row.compute_fund", 12.0),
        (2, "row.open_source", 0.6),
        (4, "row.stack_tilt", -0.3),
        (8, "row.alignment", 0.5),
    ),
    "tsmc": (
        (0, "tsmc.process_effort", 1.2),
        (2, "tsmc.package_effort", 1.5),
        (4, "tsmc.capex_effort", 1.2),
    ),
    "smic": (
        (0, "smic.yield_effort", 1.5),
        (2, "smic.process_effort", 1.3),
        (4, "smic.home_tools", 0.5),
        (6, "smic.capex_effort", 1.4),
    ),
    "lab_us": (
        (0, "lab_us.algorithm_effort", 1.3),
        (3, "lab_us.port_effort", 0.4),
        (6, "lab_us.open_models", 0.2),
    ),
    "lab_cn": (
        (0, "lab_cn.algorithm_effort", 1.5),
        (2, "lab_cn.open_models", 0.8),
        (3, "lab_cn.port_effort", 0.6),
        (5, "lab_cn.rent_effort", 1.5),
    ),
}


def demo_orders(scenario: "Scenario", seat: str) -> "list[Order]":
    """The moves of the demonstration as orders of a scenario."""
    from agents.plan import Order

    return [
        Order(seat, lever, value, scenario.start + after)
        for after, lever, value in MOVES.get(seat, ())
        if scenario.start + after <= scenario.end
    ]


def play_demo(scenario: "Scenario", seat: str, seed: int, out: Path) -> int:
    """Play to the end, write everything to a folder, and return the exit status.

    Raises: CommandError if the folder cannot be written or holds something else.
    """
    _check_folder(out)
    from game.batch.game_report import game_report
    from game.batch.whole import written_whole
    from game.savegame import play_script
    from game.session import Session, Setup

    session = Session(Setup(scenario.name, seat, seed))
    play_script(session, demo_orders(scenario, seat))
    ready_kernel(quiet=False)  # the pictures show futures
    with written_whole(out) as folder:
        session.save(folder / LOG)
        pictures = draw_pictures(session, folder)
        (folder / REPORT).write_text(game_report(session, pictures), encoding="utf-8")
    print(f"{len(session.turns)} quarters of {scenario.title} were played from the seat of {seat}.")
    if pictures:
        print(f"pictures  {', '.join(str(out / name) for name in pictures)}")
    print(f"report    {out / REPORT}")
    print(f"log       {out / LOG}   (twostacks replay plays it again)")
    return 0


def draw_pictures(session: "Session", folder: Path) -> list[str]:
    """Draw the game with the window's own code; the names of the pictures, in order.

    Where they cannot be drawn it says why, and the game has a report without them.
    """
    try:
        window = import_module("game.window.demo")
    except ImportError as error:
        print(f"No pictures are drawn: {error}", file=sys.stderr)
        return []
    try:
        names: list[str] = window.draw_pictures(session, folder)
    except ValueError as error:  # a driver that waited in vain says so in a sentence
        print(f"The pictures could not be drawn: {error}", file=sys.stderr)
        for half in folder.glob("*.png"):
            half.unlink()
        return []
    return names


def _check_folder(out: Path) -> None:
    """Refuse a folder that holds anything but an earlier demonstration."""
    if out.exists() and not out.is_dir():
        raise CommandError(f"'{out}' is a file; --out needs a folder")
    own = {LOG, REPORT}
    if out.is_dir() and any(p.name not in own and p.suffix != ".png" for p in out.iterdir()):
        raise CommandError(f"the folder '{out}' is not empty; name another one with --out")
