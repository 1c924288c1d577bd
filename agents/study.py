"""A study: many worlds of a scenario, each beside its twin without controls, with equal luck."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from agents.characters import Character, lead
from agents.ensemble import play_many
from agents.history import History, band
from agents.plan import Plan
from agents.scenario import Scenario, open_row, open_rows
from agents.state import DEFAULT_BUYERS

# The leverage test cuts everything off so many quarters before the horizon (MODEL 3.7).
LEVERAGE_QUARTERS = 10
# Runs played at a time: bounds the memory for worlds.
BLOCK = 192

PAIRED = {
    "capability": ("generations", "chip gap without controls less with: above 0, they narrowed it"),
    "autonomy": ("share", "China's self-sufficiency with controls less without"),
    "revenue": (
        "bn USD",
        "sender firms' cumulative revenue without controls less with: what they cost",
    ),
    "ecosystem": ("0-1", "divergence of the ecosystems with controls less without"),
    "leverage": (
        "months",
        "AI gap a total cut-off would add without earlier controls, less with: leverage used up",
    ),
}


@dataclass(frozen=True)
class Study:
    """Paired histories. `cut` and `twin_cut` are the two worlds under a late total cut-off."""

    scenario: Scenario
    seed: int
    plan: Plan
    twin_plan: Plan
    history: History
    twin: History
    cut: History
    twin_cut: History

    def paired(self) -> dict[str, np.ndarray]:
        """The backfire vector, run by run. Shape of each: (runs,)."""
        on, off = self.history, self.twin
        damage_on = self.cut.final("ai_gap_months") - on.final("ai_gap_months")
        damage_off = self.twin_cut.final("ai_gap_months") - off.final("ai_gap_months")
        return {
            "capability": off.final("gap_generations") - on.final("gap_generations"),
            "autonomy": on.final("self_sufficiency") - off.final("self_sufficiency"),
            "revenue": off.final("sender_cumulative") - on.final("sender_cumulative"),
            "ecosystem": on.final("divergence") - off.final("divergence"),
            "leverage": damage_off - damage_on,
        }

    def checksum(self) -> str:
        """Sixteen hexadecimal digits over every outcome of all four worlds."""
        parts = (self.history, self.twin, self.cut, self.twin_cut)
        return hashlib.sha256("".join(h.checksum() for h in parts).encode()).hexdigest()[:16]


def summarise_paired(paired: dict[str, np.ndarray]) -> dict[str, dict[str, float]]:
    """Bands of the paired differences, and how often each is above zero."""
    return {
        name: {**band(values), "probability_positive": float((values > 0.0).mean())}
        for name, values in paired.items()
    }


def run_study(
    scenario: Scenario,
    runs: int,
    seed: int,
    *,
    plan: Plan | None = None,
    twin_plan: Plan | None = None,
    buyers: int = DEFAULT_BUYERS,
    seat: str = "",
    doubt: bool = True,
    values: dict[str, float] | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    last: int | None = None,
    leaders: Mapping[str, Character] | None = None,
) -> Study:
    """Play a scenario many times beside its twin, to its end or to another last quarter.

    With doubt, run r takes the accepted parameter set r modulo their number, so that bands show
    what history leaves open as well as luck; without it, or with parameter values of its own,
    every run takes the same numbers.
    `leaders` lead their seats in every run. `progress` hears (worlds played, worlds in all).
    """
    own = scenario.base_plan() if plan is None else plan
    other = scenario.twin_plan(own) if twin_plan is None else twin_plan
    same_start = twin_plan is not None
    until = scenario.end if last is None else max(last, scenario.start + 1)
    parts: list[list[History]] = [[], [], [], []]
    for begin in range(0, runs, BLOCK):
        block = range(begin, min(begin + BLOCK, runs))
        for k, (steps, controls) in enumerate(((own, True), (other, same_start))):
            if doubt and values is None:
                opening = open_rows(scenario, buyers, controls=controls, seat=seat)
            else:
                opening = open_row(scenario, buyers, controls=controls, seat=seat, values=values)
            for row in np.atleast_2d(opening):
                lead(row, leaders or {}, buyers)
            full, cut = _play_block(scenario.start, until, opening, steps, seed, block, threads)
            parts[k].append(full)
            parts[2 + k].append(cut)
            if progress is not None:
                progress(2 * begin + (k + 1) * len(block), 2 * runs)
    joined = [History(p[0].start, np.concatenate([h.values for h in p])) for p in parts]
    return Study(scenario, seed, own, other, *joined)


def _play_block(
    start: int,
    last: int,
    opening: np.ndarray,
    plan: Plan,
    seed: int,
    block: range,
    threads: int | None,
) -> tuple[History, History]:
    """Play one block of runs to the last quarter, and once more with a late cut-off."""
    late = max(start + 1, last - LEVERAGE_QUARTERS + 1)
    early, rows = play_many(
        opening,
        plan,
        seed,
        len(block),
        first=start,
        last=late - 1,
        first_run=block.start,
        threads=threads,
        keep_worlds=True,
    )
    assert rows is not None
    ends = [
        play_many(
            rows,
            steps,
            seed,
            len(block),
            first=late,
            last=last,
            first_run=block.start,
            threads=threads,
            one_each=True,
        )[0]
        for steps in (plan, plan.cut_off(late))
    ]
    before = History(start, early)
    return before.followed_by(History(late, ends[0])), History(late, ends[1])
