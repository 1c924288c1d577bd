"""The seats no player holds: they choose from what they see, for reasons that can be read."""

import numpy as np
import pytest

from agents.ecosystem import Ecosystem
from agents.levers import ACTORS, SEATS, of_seat
from agents.minds import REASON_TEXTS, REASONS, reasons
from agents.names import CN, HUAW, NVDA, ROW, TOOL, US
from agents.plan import Plan
from tests.model_helpers import base_plan, opening, quarters, with_orders, worlds

NAME = "october-seventh"


def played(steps: int = 8, plan: Plan | None = None, seat: str = "", run: int = 2) -> Ecosystem:
    """A world after some quarters."""
    game = Ecosystem(opening(NAME, seat=seat), plan or base_plan(NAME), seed=7, run=run)
    for _ in range(steps):
        game.step()
    return game


@pytest.mark.parametrize("member", REASONS)
def test_reasons_are_fields_with_texts(member: str) -> None:
    for field in REASONS[member]:
        assert REASON_TEXTS[field]


@pytest.mark.parametrize("seat", SEATS)
def test_every_seat_gives_reasons(seat: str) -> None:
    """Pairs of reason and weight, strongest first, all finite."""
    kind, member = ACTORS[seat]
    game = played()
    agent = getattr(game.world, kind)[member]
    pairs = reasons(agent.name, agent)
    assert len(pairs) >= (2 if kind in {"governments", "designers"} else 1)
    weights = [abs(weight) for _, weight in pairs]
    assert weights == sorted(weights, reverse=True)
    assert np.all(np.isfinite(weights))
    assert any(weights)


@pytest.mark.parametrize("index", [US, CN, TOOL, ROW])
def test_reasons_follow_the_state(index: int) -> None:
    """Another world, other weights."""
    hard = played(plan=base_plan(NAME).cut_off(base_plan(NAME).start))
    soft = played(plan=base_plan(NAME).without_controls())
    one = dict(reasons(hard.world.governments[index].name, hard.world.governments[index]))
    two = dict(reasons(soft.world.governments[index].name, soft.world.governments[index]))
    assert one.keys() == two.keys()
    assert one != two


def test_a_firms_reasons_follow_the_state() -> None:
    hard = played(plan=base_plan(NAME).cut_off(base_plan(NAME).start))
    soft = played(plan=base_plan(NAME).without_controls())
    for index in (HUAW, NVDA):
        a, b = hard.world.designers[index], soft.world.designers[index]
        assert dict(reasons(a.name, a)) != dict(reasons(b.name, b))


@pytest.mark.parametrize("seat", SEATS)
def test_a_held_seat_keeps_its_levers(seat: str) -> None:
    """No mind touches the levers of a seat that a player holds."""
    kind, member = ACTORS[seat]
    row = opening(NAME, seat=seat)
    plan = Plan(base_plan(NAME).start, 12)
    game = Ecosystem(row, plan, seed=3, run=1)
    agent = getattr(game.world, kind)[member]
    before = {lever.key: getattr(agent, lever.field) for lever in of_seat(seat)}
    for _ in range(12):
        game.step()
    assert {lever.key: getattr(agent, lever.field) for lever in of_seat(seat)} == before


def test_a_mind_moves_when_no_player_does() -> None:
    """China's seat answers the controls; held by a player it waits for orders."""
    plan = Plan(base_plan(NAME).start, 12).cut_off(base_plan(NAME).start)
    free, held = played(12, plan), played(12, plan, seat="cn")
    assert free.world.governments[CN].state_mandate > held.world.governments[CN].state_mandate


def test_the_target_protects_and_funds_itself_as_it_feels_threatened() -> None:
    hard = played(12, plan=base_plan(NAME).cut_off(base_plan(NAME).start))
    soft = played(12, plan=base_plan(NAME).without_controls())
    one, two = hard.world.governments[CN], soft.world.governments[CN]
    assert one.threat > two.threat
    for field in ("state_mandate", "fab_fund", "tool_fund", "memory_fund", "open_source"):
        assert getattr(one, field) > getattr(two, field), field


def test_steps_are_answered_sometimes_and_not_always() -> None:
    """Retaliation is a chance: mineral controls follow a jump in pressure in some worlds."""
    plan = Plan(base_plan(NAME).start, 8).cut_off(base_plan(NAME).start + 2)
    last = list(quarters(opening(NAME), plan, 7, 200))[-1]
    control = last.after.governments["mineral_control"][:, CN]
    assert 0.2 < np.mean(control > control.min()) < 1.0


def test_the_sender_escalates_more_when_its_lead_is_thin() -> None:
    """A loud rival with strong chips is answered sooner than a humble one."""
    loud = worlds(NAME, with_orders(NAME, "huaw.posture=1.5"), 300)
    humble = worlds(NAME, with_orders(NAME, "huaw.posture=0.3"), 300)
    assert loud.column("ladder").mean() > humble.column("ladder").mean()


def test_the_ladder_is_climbed_step_by_step() -> None:
    """No seat without a player jumps two rungs in a quarter."""
    ladder = worlds(NAME, Plan(base_plan(NAME).start, base_plan(NAME).quarters), 200).column(
        "ladder"
    )
    assert np.abs(np.diff(ladder[:, 1:], axis=1)).max() <= 1.0
    assert ladder[:, -1].std() > 0.0


def test_allies_come_round_over_several_quarters() -> None:
    """Source: Japan and the Netherlands followed after three to four quarters."""
    pressed = with_orders(NAME, "us.diplomacy=1", "us.tool_control=1")
    alone = with_orders(NAME, "us.diplomacy=0", "us.tool_control=1")
    row = opening(NAME, seat="us")
    paths = {}
    for label, plan in (("pressed", pressed), ("alone", alone)):
        steps = [q.after.governments["alignment"][:, TOOL] for q in quarters(row, plan, 7, 60)]
        paths[label] = np.median(np.array(steps), axis=1)
    gain = paths["pressed"] - paths["alone"]
    assert gain[12] > 0.1
    assert gain[1] < 0.6 * gain[12]
