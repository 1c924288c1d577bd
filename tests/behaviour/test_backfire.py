"""The backfire vector: signs under the record, and that the model has not decided beforehand."""

import numpy as np
import pytest

from agents.ensemble import play_many
from agents.history import History
from agents.parameters import PARAMETERS
from agents.scenario import load
from agents.study import PAIRED, Study, run_study, summarise_paired
from tests.model_helpers import SCENARIOS, opening

ENDS = {p.name: {"low": p.low, "high": p.high} for p in PARAMETERS}
# A world in which the target catches up fastest: a slow leader and a high ceiling without EUV.
CATCHING_UP = {
    "node_rate": "low",
    "node_lag": "high",
    "duv_ceiling": "high",
    "omega_late": "low",
    "smic_rate": "high",
    "smic_push": "high",
    "tool_drag": "low",
    "captive_pull": "low",
    "rd_threat": "high",
    "waste": "low",
    "threat_up": "high",
    "fund_slope": "high",
}


@pytest.fixture(scope="module")
def studies() -> dict[str, Study]:
    """Every scenario beside its twin."""
    return {name: run_study(load(name), 200, 7) for name in SCENARIOS}


# Games long enough, with controls from early on, for their effects to show; in the mirror world
# there are none, and lifting them late or watching for two years shows little.
LONG = ("history", "october-seventh", "good-enough")


@pytest.mark.parametrize("name", LONG)
def test_controls_hand_over_the_market_at_a_cost(name: str, studies: dict[str, Study]) -> None:
    """Better supported than any effect on capability: autonomy, divergence, lost revenue."""
    paired = summarise_paired(studies[name].paired())
    assert set(paired) == set(PAIRED)
    for effect in ("autonomy", "revenue", "ecosystem"):
        assert paired[effect]["probability_positive"] > 0.9, effect


def test_without_controls_there_is_nothing_to_compare(studies: dict[str, Study]) -> None:
    """The mirror world is its own twin: every effect is exactly nothing."""
    for effect, values in studies["mirror-world"].paired().items():
        assert np.all(values == 0.0), effect


@pytest.mark.parametrize("name", LONG)
def test_leverage_is_a_stock_that_is_spent(name: str, studies: dict[str, Study]) -> None:
    """A late cut-off hurts more where there were no controls before it."""
    assert summarise_paired(studies[name].paired())["leverage"]["probability_positive"] > 0.8


def test_controls_widen_the_chip_gap_under_the_calibrated_record(
    studies: dict[str, Study],
) -> None:
    assert summarise_paired(studies["history"].paired())["capability"]["median"] < 0.0


def test_either_sign_of_the_capability_effect_is_possible(studies: dict[str, Study]) -> None:
    """Some parameters within their ranges make the controls widen the gap, others narrow it."""
    values = {name: ENDS[name][end] for name, end in CATCHING_UP.items()}
    paired = run_study(load("history"), 100, 7, values=values).paired()["capability"]
    assert np.median(paired) > 0.0
    assert np.median(studies["history"].paired()["capability"]) < 0.0


def test_the_foundry_may_gain_or_lose_from_controls() -> None:
    """What history does not identify: how much a follower's foundry needs a captive customer."""
    effect = {}
    for end in ("low", "high"):
        changed = {"captive_pull": ENDS["captive_pull"][end]}
        study = run_study(load("history"), 60, 7, values=changed)
        effect[end] = float(
            np.median(study.history.final("node[SMIC]") - study.twin.final("node[SMIC]"))
        )
    assert effect["high"] > effect["low"]
    changed = {
        name: ENDS[name][end] for name, end in {"tool_drag": "high", "smic_push": "low"}.items()
    }
    study = run_study(load("history"), 60, 7, values={**changed, "captive_pull": 0.0})
    assert np.median(study.history.final("node[SMIC]") - study.twin.final("node[SMIC]")) < 0.0
    assert effect["high"] > 0.0


def test_more_controls_cost_more_sales() -> None:
    """Total cut-off, the record, nothing: in this order the sender sells less in China.

    In the world it need not be so: while chips are short, what China may not buy others take.
    """
    name = "october-seventh"
    plan = load(name).base_plan()
    row = opening(name, seat="us")
    china, world = [], []
    for steps in (plan.cut_off(plan.start), plan, plan.without_controls()):
        history = History(plan.start, play_many(row, steps, 7, 100)[0])
        china.append(float(np.median(history.column("imports").sum(axis=1))))
        world.append(float(np.median(history.final("sender_cumulative"))))
    assert china[0] < china[1] < china[2]
    assert world[0] < world[2]


def test_the_effects_differ_by_world(studies: dict[str, Study]) -> None:
    """A vector with a spread: luck changes each component, and none is a copy of another."""
    paired = studies["october-seventh"].paired()
    for effect, values in paired.items():
        assert np.std(values) > 0.0, effect
    table = np.corrcoef(np.array(list(paired.values())))
    assert np.all(np.abs(table[~np.eye(len(table), dtype=bool)]) < 0.99)
