"""An experiment as a value: what is played, what varies, beside what, what is recorded.

`game.lab.reading` makes one from a file; `game.lab.design` the points; `game.lab.chunk` plays them.
"""

from dataclasses import dataclass
from typing import Literal

from agents.scenario import Scenario

FactorKind = Literal["lever", "parameter", "delay", "length"]
DesignKind = Literal[
    "grid",
    "latin-hypercube",
    "sobol",
    "saltelli",
    "morris",
    "one-at-a-time",
    "list",
    "history",
]
BaselineKind = Literal["twin", "path", "orders", "none"]


@dataclass(frozen=True)
class Step:
    """An order of the experiment: a lever at a value from one quarter to another, both included.

    Quarters are counted from 2018Q1; `last` is None where the order holds to the end. `name` is
    what a factor of kind delay or length refers to.
    """

    name: str
    lever: str
    value: float
    first: int
    last: int | None = None


@dataclass(frozen=True)
class Factor:
    """Something that varies between the points of a design.

    Kind lever: `keys` are levers, held at the value from quarter `first` to `last`. Kind parameter:
    the one key is a parameter of the model. Kind delay: the orders named by `keys` begin so many
    quarters later, and end as much later. Kind length: they hold for so many quarters. `values` are
    the levels of a grid or a one-at-a-time design; `whole` allows whole numbers only.
    """

    name: str
    kind: FactorKind
    keys: tuple[str, ...]
    low: float
    high: float
    usual: float
    unit: str
    whole: bool = False
    values: tuple[float, ...] = ()
    first: int | None = None
    last: int | None = None

    @property
    def column(self) -> str:
        """Its column in the tables."""
        return f"factor.{self.name}"


@dataclass(frozen=True)
class Point:
    """A point given by hand: values of factors by name, and orders of its own."""

    name: str
    values: dict[str, float]
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Design:
    """How the points are laid out. `points` is the number wanted (trajectories for morris, the base
    sample for saltelli); `levels` how many a factor without values gets in a grid, and how many
    morris steps over; with `second_order` saltelli shows interactions too, at about twice the
    points."""

    kind: DesignKind
    points: int = 0
    levels: int = 0
    given: tuple[Point, ...] = ()
    second_order: bool = False


@dataclass(frozen=True)
class Baseline:
    """What every run is paired with, the same luck and the same parameters.

    Kind twin: the scenario's twin without controls. Kind path: the recorded path without any order
    or lever factor of the experiment. Kind orders: that path under `steps`. Kind none: no pairing.
    """

    kind: BaselineKind
    name: str
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Backfire:
    """What this experiment calls backfire: an outcome above (or below) a mark."""

    outcome: str
    mark: float
    above: bool = True


@dataclass(frozen=True)
class Experiment:
    """The whole of it. With equal experiments and an equal model every table is equal.

    `horizon` is the last quarter played, counted from 2018Q1. `replications` runs are made of every
    point: replication k has the luck of number k and, with `doubt`, the accepted parameter set k
    modulo their number, at every point; characters are `drawn`
    for each replication, or all `plain`. `outcomes` are columns of a history or names in
    `game.lab.outcomes`; `paths` says which quarters the table of paths holds.
    """

    title: str
    question: str
    scenario: Scenario
    horizon: int
    seat: str
    buyers: int
    seed: int
    replications: int
    doubt: bool
    characters: Literal["plain", "drawn"]
    steps: tuple[Step, ...]
    factors: tuple[Factor, ...]
    design: Design
    baseline: Baseline
    backfire: Backfire
    outcomes: tuple[str, ...]
    paths: Literal["none", "years", "quarters"]
    source: str

    @property
    def quarters(self) -> int:
        """How many quarters are played."""
        return self.horizon - self.scenario.start + 1

    @property
    def paired(self) -> bool:
        """Whether every run has a baseline beside it."""
        return self.baseline.kind != "none"
