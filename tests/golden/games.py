"""Games played by hand, one for each scenario: orders and what came of them, text and numbers."""

import json
from dataclasses import dataclass
from pathlib import Path

from agents.ecosystem import Ecosystem
from agents.history import columns
from agents.levers import ACTOR_NAMES, LEVERS, SEATS
from agents.minds import reasons
from agents.names import FULL_NAMES, quarter_name
from agents.plan import Order, Plan, parse_order
from agents.scenario import load
from tests.model_helpers import opening

FOLDER = Path(__file__).parent
# What a person would look at first, with a heading.
HEADLINES = {
    "gap_generations": "chip gap, generations",
    "gap_months": "chip gap, months",
    "ai_gap_months": "AI gap, months",
    "cluster_pflops_ratio": "Chinese pod over US pod, PFLOP/s",
    "self_sufficiency": "China's self-sufficiency",
    "divergence": "divergence of the ecosystems",
    "threat_cn": "threat felt in China",
    "ladder": "rung of the US ladder",
    "best_perf[NVDA]": "Nvidia's best chip, TFLOP/s",
    "best_perf[HUAW]": "Huawei's best chip, TFLOP/s",
    "node[SMIC]": "SMIC's node",
    "yield_rate[SMIC]": "SMIC's yield",
    "units_cn[NVDA]": "Nvidia's chips for China, k a quarter",
    "units_cn[HUAW]": "Huawei's chips for China, k a quarter",
    "smuggled": "smuggled, k a quarter",
    "sales[NVDA]": "Nvidia's accelerator sales, bn USD a quarter",
    "hbm_stock_cn": "HBM in Chinese stores, k stacks",
    "developer_share_sovereign": "developers on Chinese stacks",
    "sender_cumulative": "senders' sales since the opening, bn USD",
}
# What makes a move worth a line: at least so much of a lever's range in one quarter.
WORTH_A_LINE = 0.08


@dataclass(frozen=True)
class Game:
    """A scenario, the seat that is held, and its orders."""

    scenario: str
    seat: str
    orders: tuple[str, ...]
    seed: int = 7
    run: int = 3


GAMES = (
    Game("history", "", ()),
    Game(
        "october-seventh",
        "us",
        (
            "us.diplomacy=0.8@2022Q4",
            "us.enforcement=0.5@2023Q1",
            "us.basic_share=0.5@2023Q1",
            "us.chip_link=0@2023Q4",
            "us.chip_density=5.92@2023Q4",
            "us.hbm_control=1@2025Q1",
            "us.public_rd=16@2025Q1",
            "us.revenue_fee=0.15@2025Q3",
            "us.chip_tpp=21000@2026Q1",
            "us.chip_density=1000@2026Q1",
            "us.tool_control=0.3@2028Q1",
        ),
    ),
    Game(
        "good-enough",
        "huaw",
        (
            "huaw.rd_basic=0.3@2025Q3",
            "huaw.openness=0.8@2025Q3",
            "huaw.posture=0.6@2025Q3",
            "huaw.cluster_scale=2@2026Q1",
            "huaw.stock_target=4@2026Q1",
            "huaw.price_factor=0.9@2028Q1",
            "huaw.rd_effort=1.3@2030Q1",
        ),
    ),
    Game(
        "draw-the-line",
        "us",
        ("us.chip_density=5.92@2023Q2", "us.chip_link=0@2023Q4", "us.public_rd=16@2023Q1"),
    ),
    Game(
        "first-cut",
        "huaw",
        ("huaw.stock_target=6@2019Q2", "huaw.rd_effort=1.4@2019Q3", "huaw.rd_process=0.2@2020Q1"),
    ),
    Game("mirror-world", "cn", ("cn.public_rd=16@2023Q1", "cn.basic_share=0.4@2023Q1")),
    Game(
        "the-truce",
        "cn",
        ("cn.sign_truce=1@2025Q4", "cn.import_block=0.2@2026Q1", "cn.basic_share=0.3@2026Q1"),
    ),
)


def lever_values(game: Ecosystem) -> dict[str, float]:
    """Where every lever of a seat stands."""
    return {
        key: getattr(getattr(game.world, lever.kind)[lever.member], lever.field)
        for key, lever in LEVERS.items()
        if lever.actor in SEATS
    }


def moves(before: dict[str, float], after: dict[str, float]) -> list[str]:
    """What seats changed in a quarter, one line for each."""
    lines = []
    for key, old in before.items():
        lever, new = LEVERS[key], after[key]
        if abs(new - old) >= WORTH_A_LINE * (lever.high - lever.low) or (
            lever.unit == "TPP" and new != old
        ):
            who = ACTOR_NAMES[lever.actor]
            lines.append(f"{who}: {lever.name} {old:.6g} -> {new:.6g}")
    return lines


def launches(game: Ecosystem) -> list[str]:
    """Chips that were launched in the quarter just played."""
    return [
        f"{FULL_NAMES[d.name]} launches {d.perf16[0]:.6g} TFLOP/s on {d.dies[0]:g} dies"
        for d in game.world.designers
        if d.last_launch == game.quarter - 1
    ]


def observed(game: Ecosystem) -> dict[str, float]:
    """The headline outcomes by their columns' names."""
    values = {}
    for name in HEADLINES:
        field, _, member = name.partition("[")
        value = getattr(game.world.outcome, field)
        if member:
            place = [n for n in columns() if n.startswith(f"{field}[")].index(name)
            value = value[place]
        values[name] = float(value)
    return values


def play(game: Game) -> tuple[str, dict[str, dict[str, float]]]:
    """The transcript of a game, and the headline outcomes of every fourth quarter."""
    scenario = load(game.scenario)
    plan: Plan = scenario.base_plan()
    orders: list[Order] = [parse_order(text, plan.start) for text in game.orders]
    for order in orders:
        plan.set(order)
    world = Ecosystem(opening(game.scenario, seat=game.seat), plan, seed=game.seed, run=game.run)
    held = ACTOR_NAMES[game.seat] if game.seat else "nobody"
    lines = [f"{scenario.title}: {held} is held, seed {game.seed}, run {game.run}", ""]
    lines += [f"order  {order.text()}" for order in orders]
    numbers = {}
    for turn in range(plan.quarters):
        before = lever_values(world)
        world.step()
        name = quarter_name(world.quarter - 1)
        events = moves(before, lever_values(world)) + launches(world)
        if events:
            lines += ["", name, *(f"  {event}" for event in events)]
        if turn % 4 == 0 or turn == plan.quarters - 1:
            numbers[name] = observed(world)
            lines += ["", f"{name} in numbers"]
            lines += [
                f"  {numbers[name][column]:>12.6g}  {heading}"
                for column, heading in HEADLINES.items()
            ]
    lines += ["", "Why, in the last quarter"]
    for agent in [*world.world.governments, *world.world.designers]:
        text, weight = reasons(agent.name, agent)[0]
        lines.append(f"  {FULL_NAMES[agent.name]}: {text} ({weight:.6g})")
    return "\n".join(lines) + "\n", numbers


def text_file(game: Game) -> Path:
    """Where a transcript is kept."""
    return FOLDER / f"{game.scenario}.txt"


def number_file(game: Game) -> Path:
    """Where the numbers behind it are kept, in full precision."""
    return FOLDER / f"{game.scenario}.json"


def as_json(numbers: dict[str, dict[str, float]]) -> str:
    """Numbers as text, every digit kept, one line for each outcome."""
    lines = [
        f' "{name}": {json.dumps({quarter: row[name] for quarter, row in numbers.items()})}'
        for name in HEADLINES
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"
