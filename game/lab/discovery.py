"""Scenario discovery: under which conditions a criterion holds, as a box of few limits.

The search is that of the EMA Workbench: PRIM peels thin slices off the space of the cases until
hardly any is left (Friedman and Fisher 1999; for scenarios Bryant and Lempert 2010), CART splits it
into leaves (Breiman and others 1984). What is ours is the choice among the boxes that it passes,
the limits that are left out because they add nothing, and the check on halves of the cases.

Boxes are judged by their lead: the share of the cases of interest that lie inside less the share of
all cases that lie inside. It is 0 for the whole space and for a box drawn blindly, and it is
largest at the true border however noisy the cases are on both sides of it.
"""

import math
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

Method = Literal["prim", "cart"]
Box = Mapping[str, tuple[float, float]]  # limits by input; -inf or inf where a side is open
Side = tuple[str, Literal[0, 1]]  # an input, and its low (0) or its high limit (1)

Heard = Callable[[int, int], None]

LARGEST = 20_000  # cases that are searched; the boxes found are scored on all
HALVES = 10  # how often the search is repeated on half of the cases
SIGNIFICANT = 0.05  # a limit whose quasi-p-value is larger is left out
WORTH = 0.05  # a limit stays if without it the lead falls by this share at least
LEAST_LEAD = 0.05  # a smaller lead is called nothing
LEAST_HELD = 0.9  # share of halves whose box must lead among the cases it was not found on
FEWEST_GROUPS = 8  # fewer points or parameter sets are not halved
FEW = 10  # with fewer cases on either side nothing can be said


@dataclass(frozen=True)
class Cases:
    """What is searched. Cases of one group are kept on one side when the cases are halved.

    `hits` says for which the criterion holds. Shapes: values (cases, inputs), hits (cases,) bool,
    groups (cases,).
    """

    names: tuple[str, ...]
    values: np.ndarray
    hits: np.ndarray
    groups: np.ndarray

    @property
    def size(self) -> int:
        """How many cases there are."""
        return len(self.hits)

    @property
    def base_rate(self) -> float:
        """The share of all cases for which the criterion holds."""
        return float(self.hits.mean())

    def some(self, chosen: np.ndarray) -> "Cases":
        """The cases that are chosen by place or by a mask."""
        return Cases(self.names, self.values[chosen], self.hits[chosen], self.groups[chosen])

    def inside(self, box: Box) -> np.ndarray:
        """Which cases lie within the limits, both included. Shape: (cases,) bool."""
        within = np.ones(self.size, dtype=bool)
        for name, (low, high) in box.items():
            column = self.values[:, self.names.index(name)]
            within &= (column >= low) & (column <= high)
        return within


@dataclass(frozen=True)
class Score:
    """How a box does: `coverage` is the share of the cases of interest inside, `density` the share
    of the cases inside that are of interest, `mass` the share of all cases inside."""

    runs: int
    hits: int
    coverage: float
    density: float
    mass: float
    outside_rate: float

    @property
    def lead(self) -> float:
        """Coverage less mass."""
        return self.coverage - self.mass


@dataclass(frozen=True)
class Held:
    """The search on halves: `limits` is how often each limit came up again, `density`, `base_rate`
    and `lead` the medians among the cases that a box was not found on, `share` how often it led."""

    repeats: int
    limits: dict[Side, float]
    density: float
    base_rate: float
    lead: float
    share: float


@dataclass(frozen=True)
class Discovery:
    """What was found. `verdict` is found, weak, or nothing; `trail` the boxes that were passed
    (those of a tree from the best leaf on), `quasi_p` the value of each limit."""

    method: Method
    verdict: Literal["found", "weak", "nothing"]
    box: Box
    score: Score
    quasi_p: dict[Side, float]
    trail: list[tuple[Box, Score]]
    held: Held | None


def score(box: Box, cases: Cases) -> Score:
    """Coverage, density and mass of a box; what nothing lies in has the density 0."""
    inside = cases.inside(box)
    runs, hits = int(inside.sum()), int(cases.hits[inside].sum())
    outside, every = cases.size - runs, int(cases.hits.sum())
    return Score(
        runs,
        hits,
        hits / every if every else 0.0,
        hits / runs if runs else 0.0,
        runs / cases.size,
        (every - hits) / outside if outside else 0.0,
    )


def discover(
    cases: Cases,
    method: Method = "prim",
    least_mass: float = 0.05,
    seed: int = 1,
    neat: Callable[[Box], Box] = dict,
    progress: Heard | None = None,
) -> Discovery:
    """Find the box with the largest lead, and see whether it holds on halves of the cases.

    Where the criterion holds in (nearly) no case or in (nearly) all, nothing is searched. `neat`
    rounds the limits of the box before it is scored; `progress` hears (halves searched, of all).
    """
    few = min(int(cases.hits.sum()), int((~cases.hits).sum())) < FEW
    if few or not cases.names:
        return Discovery(method, "nothing", {}, score({}, cases), {}, [], None)
    searched = cases
    if cases.size > LARGEST:
        places = np.random.default_rng(seed).choice(cases.size, LARGEST, replace=False)
        searched = cases.some(np.sort(places))
    boxes = candidates(searched, method, least_mass)
    trail = [(box, score(box, cases)) for box in boxes]
    box = neat(trimmed(best(boxes, cases), cases))
    held = on_halves(searched, method, least_mass, seed, progress)
    found = score(box, cases)
    holds = found.lead >= LEAST_LEAD and held is not None and held.share >= LEAST_HELD
    return Discovery(
        method, "found" if holds else "weak", box, found, quasi_p_values(box, cases), trail, held
    )


@contextmanager
def quiet_import() -> Iterator[None]:
    """The workbench warns at its import of evaluators that are not installed; nobody asked."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*not (installed|available|found).*")
        yield


def candidates(cases: Cases, method: Method, least_mass: float) -> list[Box]:
    """The boxes that a method passes: the trail of the peeling, or the leaves of the tree."""
    import pandas

    table = pandas.DataFrame(cases.values, columns=list(cases.names))
    limits = _peeled if method == "prim" else _leaves
    boxes = (_box(frame, cases) for frame in limits(table, cases.hits, least_mass))
    return [box for box in boxes if cases.inside(box).mean() >= least_mass]


def _peeled(table: Any, hits: np.ndarray, least_mass: float) -> list[Any]:
    """The peeling of the first box. The workbench's third version has no threshold any more; in the
    second it says which cases are of interest."""
    import inspect

    with quiet_import():
        from ema_workbench.analysis.prim import Prim

    more = {"threshold": 1e-9} if "threshold" in inspect.signature(Prim).parameters else {}
    found = Prim(table, hits.astype(float), mass_min=least_mass, **more).find_box()
    return list(found.box_lims)


def _leaves(table: Any, hits: np.ndarray, least_mass: float) -> list[Any]:
    with quiet_import():
        from ema_workbench.analysis.cart import CART

    if table.shape[1] == 1:  # the workbench's reading of a tree fails with one column
        table = table.assign(**{f"{table.columns[0]} again": 0.0})
    tree = CART(table, hits.astype(float), mass_min=least_mass)
    tree.build_tree()
    return list(tree.boxes) if tree.clf.tree_.node_count > 1 else []


def _box(frame: Any, cases: Cases) -> Box:
    """The limits of a table of the workbench: those that cut something off."""
    box = {}
    for place, name in enumerate(cases.names):
        column = cases.values[:, place]
        low, high = float(frame[name].iloc[0]), float(frame[name].iloc[1])
        low = low if low > column.min() else -math.inf
        high = high if high < column.max() else math.inf
        if low > -math.inf or high < math.inf:
            box[name] = (low, high)
    return box


def best(boxes: list[Box], cases: Cases) -> Box:
    """The box with the largest lead; the whole space if there is none."""
    return max(boxes, key=lambda box: score(box, cases).lead, default={})


def sides(box: Box) -> Iterator[Side]:
    """The limits of a box, one by one."""
    for name, limits in box.items():
        if math.isfinite(limits[0]):
            yield name, 0
        if math.isfinite(limits[1]):
            yield name, 1


def without(box: Box, side: Side) -> Box:
    """The box with one limit taken away."""
    name, end = side
    limits = list(box[name])
    limits[end] = -math.inf if end == 0 else math.inf
    rest = {key: value for key, value in box.items() if key != name}
    return {**rest, name: (limits[0], limits[1])} if any(map(math.isfinite, limits)) else rest


def trimmed(box: Box, cases: Cases) -> Box:
    """The box without the limits that add nothing, the least needed first."""
    while box:
        lead = score(box, cases).lead
        losses = {side: lead - score(without(box, side), cases).lead for side in sides(box)}
        least = min(losses, key=lambda side: losses[side])
        if losses[least] > WORTH * lead and quasi_p(box, least, cases) <= SIGNIFICANT:
            break
        box = without(box, least)
    return {name: box[name] for name in cases.names if name in box}


def quasi_p(box: Box, side: Side, cases: Cases) -> float:
    """How likely chance alone gives the box its density once the one limit is taken away.

    A one-sided binomial test that takes cases as independent; it is a guide to which limits count,
    not a test of a hypothesis set out beforehand. Source: Bryant and Lempert 2010.
    """
    from scipy.stats import binomtest

    here, wider = score(box, cases), score(without(box, side), cases)
    if here.runs == 0:
        return 1.0
    return float(binomtest(here.hits, here.runs, wider.density, alternative="greater").pvalue)


def quasi_p_values(box: Box, cases: Cases) -> dict[Side, float]:
    """The quasi-p-value of every limit."""
    return {side: quasi_p(box, side, cases) for side in sides(box)}


def on_halves(
    cases: Cases, method: Method, least_mass: float, seed: int, progress: Heard | None = None
) -> Held | None:
    """Search half of the groups, score what is found among the others; again and again.

    None where there are too few groups to halve.
    """
    names = np.unique(cases.groups)
    if len(names) < FEWEST_GROUPS:
        return None
    random = np.random.default_rng(seed)
    counts: dict[Side, int] = {}
    others = []
    for number in range(HALVES):
        if progress is not None:
            progress(number, HALVES)
        chosen = random.choice(names, (len(names) + 1) // 2, replace=False)
        half = np.isin(cases.groups, chosen)
        here, rest = cases.some(half), cases.some(~half)
        if not (0 < here.hits.sum() < here.size and 0 < rest.hits.sum() < rest.size):
            others.append((0.0, 0.0, 0.0))
            continue
        box = trimmed(best(candidates(here, method, least_mass), here), here)
        for side in sides(box):
            counts[side] = counts.get(side, 0) + 1
        there = score(box, rest)
        others.append((there.density, rest.base_rate, there.lead))
    density, base_rate, lead = np.median(np.array(others), axis=0)
    led = float(np.mean([values[2] > 0.0 for values in others]))
    again = {side: count / HALVES for side, count in counts.items()}
    return Held(HALVES, again, float(density), float(base_rate), float(lead), led)
