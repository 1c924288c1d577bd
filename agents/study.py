"""A study: many worlds of a scenario, each beside its twin without controls, with equal luck."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from agents.ensemble import play_many
from agents.history import History, band
from agents.plan import Plan
from agents.scenario import Scenario, open_row
from agents.state import DEFAULT_BUYERS

# The leverage test cuts everything off so many quarters before the horizon (MODEL 3.7).
LEVERAGE_QUARTERS = 10

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
    buyers: int = DEFAULT_BUYERS,
    seat: str = "",
    threads: int | None = None,
    twin_plan: Plan | None = None,
    progress: Callable[[int, int], None] | None = None,
    values: dict[str, float] | None = None,
) -> Study:
    """Play a scenario many times beside its twin; `progress` hears (worlds done, worlds in all)."""
    own = scenario.base_plan() if plan is None else plan
    other = scenario.twin_plan(own) if twin_plan is None else twin_plan
    late = max(scenario.start + 1, scenario.end - LEVERAGE_QUARTERS + 1)
    total, before = 6 * runs, 0

    def heard(done: int) -> None:
        if progress is not None:
            progress(before + done, total)

    def part(
        opening: np.ndarray, steps: Plan, first: int, last: int, keep: bool
    ) -> tuple[History, np.ndarray | None]:
        nonlocal before
        played, rows = play_many(
            opening,
            steps,
            seed,
            runs,
            first=first,
            last=last,
            threads=threads,
            keep_worlds=keep,
            progress=heard,
        )
        before += runs
        return History(first, played), rows

    results: list[tuple[History, History]] = []
    for steps, controls in ((own, True), (other, False)):
        opening = open_row(scenario, buyers, controls=controls, seat=seat, values=values)
        early, rows = part(opening, steps, scenario.start, late - 1, True)
        assert rows is not None
        rest, _ = part(rows, steps, late, scenario.end, False)
        cut, _ = part(rows, steps.cut_off(late), late, scenario.end, False)
        results.append((early.followed_by(rest), cut))
    return Study(
        scenario, seed, own, other, results[0][0], results[1][0], results[0][1], results[1][1]
    )
