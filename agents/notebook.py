"""The model as Mesa users expect it: keywords with defaults, and a data collector.

    from agents.notebook import TwoStacks
    model = TwoStacks(tool_control=0.4)
    model.run_model()
    model.datacollector.get_model_vars_dataframe()["gap_generations"]

For notebooks and teaching: batches and the game never import it. `agents/page.py` shows it in a
browser.
"""

import difflib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from agents import names
from agents.ecosystem import Buyer, Ecosystem, Firm
from agents.fields import OUTCOME
from agents.history import History, columns
from agents.levers import INDEX, positions
from agents.names import FULL_NAMES, quarter_index, quarter_name
from agents.parameters import defaults
from agents.plan import Order, Plan, find_lever
from agents.scenario import (
    REFERENCE_RUN,
    REFERENCE_SEED,
    ScenarioError,
    build_row,
    hold_seat,
    load,
)
from agents.state import DEFAULT_BUYERS

if TYPE_CHECKING:
    from pandas import DataFrame

# Levers with a keyword of their own; every other one goes into `orders`.
KEYWORDS = {
    "chip_tpp": "us.chip_tpp",
    "tool_control": "us.tool_control",
    "hbm_control": "us.hbm_control",
    "fab_subsidy": "us.fab_subsidy",
    "state_mandate": "cn.state_mandate",
    "fab_fund": "cn.fab_fund",
    "mineral_control": "cn.mineral_control",
}
ENDINGS = {
    names.ENDING_HEGEMONY: "hegemony",
    names.ENDING_AUTONOMY: "autonomy",
    names.ENDING_BARGAIN: "a grand bargain",
    names.ENDING_CRISIS: "a crisis",
}
FIRM = ("kind", "name", "cash", "revenue", "sales", "rd", "software", "node", "yield_rate")
BUYER = ("market", "sector", "budget", "spent", "grey_spent", "installed_all")


def _outcome(field: str, index: int, model: "TwoStacks") -> float:
    value = getattr(model.world.outcome, field)
    return float(value if index < 0 else value[index])


def _field(name: str, agent: Any) -> Any:
    return getattr(agent, name, None)  # a toolmaker has no process node


class Collector(mesa.DataCollector):  # type: ignore[misc]
    """Mesa's collector of every outcome; its data frame has quarters as index, units in `attrs`."""

    def __init__(self, agents: bool) -> None:
        slots = [(f.name, i if f.shape > 1 else -1) for f in OUTCOME for i in range(f.shape)]
        kinds = {
            kind: {name: partial(_field, name) for name in fields}
            for kind, fields in ((Firm, FIRM), (Buyer, BUYER))
        }
        super().__init__(
            # Partials: a model whose reporters are lambdas cannot be pickled.
            {name: partial(_outcome, *slot) for name, slot in zip(columns(), slots, strict=True)},
            agenttype_reporters=kinds if agents else None,
        )
        self.quarters: list[str] = []

    def collect(self, model: "TwoStacks") -> None:
        """Note the quarter that has just been played."""
        super().collect(model)
        self.quarters.append(quarter_name(model.quarter - 1))

    def get_model_vars_dataframe(self) -> "DataFrame":
        """One row a quarter, one column an outcome."""
        frame = super().get_model_vars_dataframe().astype(float)
        return _with_units(frame.set_axis(self.quarters).rename_axis("quarter"))


def _with_units(frame: "DataFrame") -> "DataFrame":
    frame.attrs["units"] = {name: columns()[name].unit for name in frame.columns}
    return frame


class TwoStacks(Ecosystem):
    """The model by keywords. `step()` plays a quarter, until the horizon or an ending.

    A lever given by keyword, or in `orders`, is held from the first quarter on, over the recorded
    path and over what the seat's mind would do; None leaves it to them. `orders` takes any lever:
    {"us.enforcement": 0.8} or, by quarter, {"us.enforcement": {"2023Q1": 0.4, "2025Q1": 0.8}}.
    `controls=False` is the twin world without controls, with equal luck. `as_recorded` ignores all
    levers given: a switch for a page, whose sliders always stand somewhere. `seat` silences a
    seat's mind. `parameters` replaces calibrated values. Luck is (seed, run); a seed of None is
    drawn, as in Mesa, and kept in `seed`. `collect_agents` has firms and buyers noted as well.

    Units: levers as in `agents.levers`; parameters as in `agents.parameters`.
    Raises: ScenarioError or OrderError saying what is wrong and the nearest valid choice.
    """

    running: bool

    def __init__(
        self,
        *,
        setting: str = "october-seventh",
        seat: str = "",
        controls: bool = True,
        as_recorded: bool = False,
        chip_tpp: float | None = None,
        tool_control: float | None = None,
        hbm_control: float | None = None,
        fab_subsidy: float | None = None,
        state_mandate: float | None = None,
        fab_fund: float | None = None,
        mineral_control: float | None = None,
        orders: Mapping[str, float | Mapping[str, float]] | None = None,
        parameters: Mapping[str, float] | None = None,
        buyers: int = DEFAULT_BUYERS,
        seed: int | None = 7,
        run: int = 0,
        collect_agents: bool = False,
    ) -> None:
        given = dict(locals())
        self.setting = load(setting)
        self.seed = int(np.random.SeedSequence().generate_state(1)[0] if seed is None else seed)
        plan = self.setting.base_plan()
        if not as_recorded:
            held = {key: given[keyword] for keyword, key in KEYWORDS.items()}
            _enter(plan, {**held, **(orders or {})})
        since_start = self.setting.twin_since >= self.setting.start
        values = tuple(sorted(_known(parameters or {}).items()))
        self.opening = _opening(setting, buyers, controls or since_start, values).copy()
        if seat:
            hold_seat(self.opening, seat, buyers)
        if not controls:
            plan = self.setting.twin_plan(plan)
        super().__init__(self.opening, plan, self.seed, run)
        self.datacollector = Collector(collect_agents)

    @property
    def ending(self) -> str:
        """How the game has ended before its time; empty while it has not."""
        return ENDINGS.get(int(self.world.outcome.ending), "")

    def law(self, lever: str) -> float:
        """Where a lever stands in the quarter to be played, unless its seat's mind moves it."""
        index = INDEX[find_lever(lever).key]
        row = min(self.quarter, self.plan.end) - self.plan.start
        planned = float(self.plan.values[row, index])
        if planned == planned:
            return planned
        return float(self.freeze()[positions(self.where.buyers)[index]])

    def order(self, lever: str, value: float) -> None:
        """Hold a lever from the quarter to be played on: a live lever, entered into the plan."""
        self.plan.set(Order(find_lever(lever).actor, lever, value, self.quarter))

    def step(self) -> None:
        """Play one quarter and collect it; once `running` is False nothing more is played."""
        if not self.running:
            return
        super().step()
        self.datacollector.collect(self)
        self.running = self.quarter <= self.setting.end and not self.ending

    def ensemble(self, runs: int = 200) -> History:
        """The same opening and plan with the luck of runs 0, 1, ... to the horizon, compiled.

        Run r equals a TwoStacks with run=r, quarter by quarter, also beyond an ending. The first
        call on a machine compiles the model, which takes about half a minute.
        """
        from agents.ensemble import play_many

        return History(self.setting.start, play_many(self.opening, self.plan, self.seed, runs)[0])


def _known(parameters: Mapping[str, float]) -> Mapping[str, float]:
    for name in parameters:
        if name not in defaults():
            near = difflib.get_close_matches(name, defaults(), n=1, cutoff=0.0)[0]
            raise ScenarioError(f"there is no parameter '{name}'; the nearest is '{near}'")
    return parameters


def _enter(plan: Plan, orders: Mapping[str, float | Mapping[str, float] | None]) -> None:
    for key, value in orders.items():
        actor = find_lever(key).actor
        if isinstance(value, Mapping):
            for quarter, stand in sorted(value.items()):
                plan.set(Order(actor, key, float(stand), quarter_index(quarter)))
        elif value is not None:
            plan.set(Order(actor, key, float(value), plan.start))


@lru_cache(maxsize=16)
def _opening(
    name: str, buyers: int, controls: bool, values: tuple[tuple[str, float], ...]
) -> np.ndarray:
    """The row of `agents.scenario.open_row`, played by the rules in Python: nothing to compile."""
    setting = load(name)
    if not setting.opens_from:
        return build_row(setting, buyers, dict(values))
    origin = load(setting.opens_from)
    plan = origin.base_plan() if controls else origin.twin_plan(origin.base_plan())
    past = Ecosystem(
        _opening(origin.name, buyers, True, values), plan, REFERENCE_SEED, REFERENCE_RUN
    )
    for _ in range(origin.start, setting.start):
        past.step()
    for designer in past.world.designers:
        designer.cumulative_sales = 0.0
    past.world.outcome.sender_cumulative = 0.0
    return past.freeze()


def dataframe(history: History, outcomes: Sequence[str] = ()) -> "DataFrame":
    """A history as a tidy data frame: one row for each run and quarter, one column an outcome.

    All outcomes, or only those named; units are in `attrs`.
    """
    import pandas as pd

    chosen = list(outcomes) or list(columns())
    index = pd.MultiIndex.from_product(
        [range(history.runs), history.quarters], names=["run", "quarter"]
    )
    values = {name: history.column(name).ravel() for name in chosen}
    return _with_units(pd.DataFrame(values, index=index))


def bands(history: History, outcome: str) -> "DataFrame":
    """A fan: the 5th, 25th, 50th, 75th and 95th percentile of an outcome over runs, by quarter."""
    import pandas as pd

    shares = (5, 25, 50, 75, 95)
    values = np.percentile(history.column(outcome), shares, axis=0).T
    index = pd.Index(history.quarters, name="quarter")
    frame = pd.DataFrame(values, index=index, columns=[f"p{share:02}" for share in shares])
    frame.attrs["units"] = dict.fromkeys(frame.columns, columns()[outcome].unit)
    return frame


def firms(model: Ecosystem) -> "DataFrame":
    """What the firms have and make as the world stands; empty where a firm has no such number."""
    import pandas as pd

    table: dict[str, Callable[[Any], float | None]] = {
        "revenue, bn USD/qtr": lambda f: getattr(f, "revenue", getattr(f, "sales", None)),
        "R&D, bn USD/qtr": lambda f: getattr(f, "rd", None),
        "cash, bn USD": lambda f: f.cash,
        "best chip, TFLOP/s": lambda f: max(f.perf16) if f.kind == "designers" else None,
        "software, 0-1": lambda f: getattr(f, "software", None),
        "node, N7 = 0": lambda f: getattr(f, "node", None),
        "yield, share": lambda f: getattr(f, "yield_rate", None),
        "HBM, k stacks/qtr": lambda f: f.sold if f.kind == "memory_makers" else None,
    }
    members = list(model.agents_by_type[Firm])
    index = pd.Index([FULL_NAMES[f.name] for f in members], name="firm")
    values = {title: [read(f) for f in members] for title, read in table.items()}
    return pd.DataFrame(values, index=index, dtype=float)
