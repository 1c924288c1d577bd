"""What can be chosen before a game: scenarios and their seats."""

from functools import lru_cache

from agents.levers import of_seat
from agents.names import quarter_name
from agents.scenario import load, scenario_names
from game.language import language, mark, speaking, tr
from game.viewmodel import ScenarioChoice, SeatChoice
from game.views.words import actor_name, role_of

SEAT_WORDS = {
    "us": mark(
        "The sender. You draw the lines that chips, tools and memory may not cross, court "
        "allies, and pay for research at home."
    ),
    "cn": mark(
        "The target. You fund design, plants, tools and memory, steer who buys at home, and can "
        "answer with controls of your own."
    ),
    "nvda": mark(
        "The incumbent. You set price, research and openness, design under the lines, and "
        "decide how much to sell to China."
    ),
    "huaw": mark(
        "The champion. Cut off from the best plants, you choose between chip, cluster and "
        "software, and how loudly you speak of it."
    ),
    "amd": mark(
        "The second source. You choose how open to be and how to price against the leader."
    ),
    "camb": mark("A young designer with state backing and few customers."),
    "tool": mark("The makers of the tools. You choose how far to follow."),
    "chip": mark("The makers of chips and memory. You choose how far to follow."),
    "row": mark(
        "Everyone else. You choose whose stack to lean to, what passes through your ports, and "
        "what you build yourself."
    ),
    "smic": mark(
        "The home foundry. Cut off from the best tools, you choose between the next node, yield "
        "and more plants."
    ),
    "tsmc": mark("The leading foundry. Everybody needs you; both sides ask whom you serve."),
    "lab_us": mark(
        "The frontier laboratory. You split computing between the largest run, better algorithms "
        "and a second stack, and choose how open your models are."
    ),
    "lab_cn": mark(
        "The challenger's laboratory. With less computing you choose between algorithms, rented "
        "clusters abroad, the home stack and open weights."
    ),
}


def scenario_choices() -> tuple[ScenarioChoice, ...]:
    """Every scenario, by its first quarter."""
    return _choices(language())


@lru_cache(maxsize=2)
def _choices(code: str) -> tuple[ScenarioChoice, ...]:
    with speaking(code):
        return tuple(_choice(name) for name in scenario_names())


def _choice(name: str) -> ScenarioChoice:
    game = load(name)
    first, last = quarter_name(game.start), quarter_name(game.end)
    seats = tuple(
        SeatChoice(seat, actor_name(seat), role_of(seat), len(of_seat(seat)), tr(SEAT_WORDS[seat]))
        for seat in game.seats
    )
    return ScenarioChoice(
        name, tr(game.title), f"{first[:4]}–{last[:4]}", game.quarters, tr(game.summary),
        tr(game.briefing), tr(game.twin_summary), seats, game.default_seat,
    )  # fmt: skip
