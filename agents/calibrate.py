"""A first calibration: search the prior ranges for numbers that meet the facts of 2018 to 2025.

`python -m agents.calibrate` prints the best set and writes the accepted sets. It is a simple
evolution (blend crossover, shrinking steps) on the mean squared z, capped so that no single fact
dominates, with a weak pull to the middle of the prior. The facts held out are never read here.
"""

import argparse
import csv
import sys

import numpy as np

from agents.ensemble import play_many
from agents.facts import NUMERIC, Fact, UnobservableError, load_facts, observe, z_score
from agents.history import History
from agents.parameters import ACCEPTED_FILE, FILE, PARAMETERS
from agents.scenario import REFERENCE_SEED, build_row, load, open_row
from agents.shapes import SHAPES
from agents.state import DEFAULT_BUYERS

RUNS = 16
SEED = 11
CAP = 16.0
ACCEPT = 0.9
WANDER_SHARE = 0.25
WANDER_STEP = 0.2
PRIOR_PULL = 0.3
SHAPE_WEIGHT = 2.0
SHAPES_USED = ("S01", "S04", "S05", "S06", "S07", "S08", "S09")


def evaluate(points: np.ndarray, facts: list[Fact]) -> tuple[np.ndarray, np.ndarray]:
    """Cost and share of facts met for points of the unit cube. Shapes: (points, parameters)."""
    scenario = load("history")
    plan = scenario.base_plan()
    low = np.array([p.low for p in PARAMETERS])
    high = np.array([p.high for p in PARAMETERS])
    names = [p.name for p in PARAMETERS]
    rows = [
        build_row(scenario, DEFAULT_BUYERS, dict(zip(names, low + x * (high - low), strict=True)))
        for x in points
    ]
    opening = np.repeat(np.array(rows), RUNS, axis=0)
    values, _ = play_many(opening, plan, SEED, len(opening))
    costs, met = [], []
    for k, x in enumerate(points):
        part = History(scenario.start, values[k * RUNS : (k + 1) * RUNS])
        squares = [min(CAP, z * z) for z in scores(part, facts)]
        shapes = [1.0 - float(np.mean(SHAPES[s](part, part))) for s in SHAPES_USED]
        pull = PRIOR_PULL * float(np.mean((2.0 * x - 1.0) ** 2))
        costs.append(np.mean(squares) + SHAPE_WEIGHT * np.mean(shapes) + pull)
        met.append(np.mean([s <= 4.0 for s in squares]))
    return np.array(costs), np.array(met)


def scores(history: History, facts: list[Fact]) -> list[float]:
    """The z of every fact that can be observed."""
    out = []
    for fact in facts:
        try:
            values = observe(history, fact.observable, fact.period, fact.unit)
        except UnobservableError:
            continue
        out.append(z_score(float(np.median(values)), fact))
    return out


def search(generations: int, size: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Evolve; returns all points tried, their costs and shares met, best first."""
    facts = calibration_facts()
    rng = np.random.default_rng(seed)
    low = np.array([p.low for p in PARAMETERS])
    high = np.array([p.high for p in PARAMETERS])
    start = (np.array([p.value for p in PARAMETERS]) - low) / (high - low)
    points = np.clip(start + 0.25 * rng.standard_normal((size, len(low))), 0.0, 1.0)
    points[0] = start
    costs, met = evaluate(points, facts)
    tried, all_costs, all_met = [points], [costs], [met]
    for generation in range(generations):
        keep = np.argsort(costs)[: size // 4]
        points, costs, met = points[keep], costs[keep], met[keep]
        width = 0.15 * (1.0 - generation / generations) + 0.01
        mothers = points[rng.integers(0, len(points), size)]
        fathers = points[rng.integers(0, len(points), size)]
        blend = rng.uniform(-0.2, 1.2, mothers.shape)
        step = width * rng.standard_normal(mothers.shape) * (rng.random(mothers.shape) < 0.3)
        children = np.clip(mothers + blend * (fathers - mothers) + step, 0.0, 1.0)
        new_costs, new_met = evaluate(children, facts)
        tried.append(children)
        all_costs.append(new_costs)
        all_met.append(new_met)
        points = np.vstack([points, children])
        costs, met = np.concatenate([costs, new_costs]), np.concatenate([met, new_met])
        best = int(np.argmin(costs))
        print(f"{generation + 1:3d}  cost {costs[best]:.3f}  met {met[best]:.2f}", file=sys.stderr)
    order = np.argsort(np.concatenate(all_costs))
    return np.vstack(tried)[order], np.concatenate(all_costs)[order], np.concatenate(all_met)[order]


def wander(points: np.ndarray, steps: int, seed: int) -> np.ndarray:
    """Spread chains over the region that meets the facts (ABC by Metropolis with a flat prior).

    A step is taken if it stays in the prior and still meets ACCEPT of the facts, so numbers that
    history does not pin down end up anywhere in their range. Shapes: (chains, parameters).
    """
    facts = calibration_facts()
    rng = np.random.default_rng(seed)
    for step in range(steps):
        moved = rng.random(points.shape) < WANDER_SHARE
        trial = points + WANDER_STEP * rng.standard_normal(points.shape) * moved
        trial = np.where(trial < 0.0, -trial, np.where(trial > 1.0, 2.0 - trial, trial))
        _, met = evaluate(trial, facts)
        points = np.where((met >= ACCEPT)[:, None], trial, points)
        print(f"{step + 1:3d}  moved {np.mean(met >= ACCEPT):.2f}", file=sys.stderr)
    return points


def calibration_facts() -> list[Fact]:
    """The facts that may be calibrated on."""
    return [f for f in load_facts() if f.split == "calibrate" and f.tol_kind in NUMERIC]


def typical_run(runs: int = 500) -> int:
    """The run of the reference seed whose history comes nearest to the facts, the worst one counted
    again: later scenarios open from it (`REFERENCE_RUN` in agents/scenario.py)."""
    scenario = load("history")
    values, _ = play_many(open_row(scenario), scenario.base_plan(), REFERENCE_SEED, runs)
    facts = calibration_facts()
    costs = []
    for r in range(runs):
        squares = [z * z for z in scores(History(scenario.start, values[r : r + 1]), facts)]
        costs.append(np.mean(squares) + 0.3 * np.max(squares))
    return int(np.argmin(costs))


def write_values(best: dict[str, float]) -> None:
    """Enter the best values in `data/parameters.csv`; everything else stays."""
    with FILE.open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    with FILE.open("w", newline="", encoding="utf-8") as handle:
        table = csv.DictWriter(handle, list(rows[0]))
        table.writeheader()
        table.writerows([{**row, "value": f"{best[row['name']]:.4g}"} for row in rows])


def main() -> None:
    """Search, print the best numbers, keep the accepted sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--generations", type=int, default=40)
    parser.add_argument("--size", type=int, default=64)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=40, help="steps of each chain")
    parser.add_argument("--keep", type=int, default=200, help="accepted sets to write")
    parser.add_argument("--typical", action="store_true", help="only name the most typical run")
    parser.add_argument(
        "--write", action="store_true", help="enter the best set in data/parameters.csv"
    )
    chosen = parser.parse_args()
    if chosen.typical:
        print(f"REFERENCE_RUN = {typical_run()}")
        return
    points, costs, met = search(chosen.generations, chosen.size, chosen.seed)
    low = np.array([p.low for p in PARAMETERS])
    high = np.array([p.high for p in PARAMETERS])
    values = low + points * (high - low)
    for p, value in zip(PARAMETERS, values[0], strict=True):
        print(f"{p.name} = {value:.4g}")
    print(f"cost {costs[0]:.3f}, facts met {met[0]:.2f}")
    if chosen.write:
        write_values({p.name: float(v) for p, v in zip(PARAMETERS, values[0], strict=True)})
    passed = np.flatnonzero(met >= ACCEPT)
    spread = points[passed[np.linspace(0, len(passed) - 1, chosen.keep).astype(int)]]
    accepted = wander(spread, chosen.steps, chosen.seed)
    for p, width in zip(PARAMETERS, accepted.std(axis=0) / 0.29, strict=True):
        print(f"{p.name}: {width:.2f} of the prior's width is left")
    with ACCEPTED_FILE.open("w", newline="", encoding="utf-8") as handle:
        table = csv.writer(handle)
        table.writerow([p.name for p in PARAMETERS])
        table.writerows([[f"{v:.5g}" for v in low + x * (high - low)] for x in accepted])
    print(f"{len(accepted)} accepted sets in {ACCEPTED_FILE.name}")


if __name__ == "__main__":
    main()
