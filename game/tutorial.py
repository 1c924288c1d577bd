"""The first lesson as data: its steps, what each points at, and what it waits for."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).resolve().parent / "data" / "tutorial.toml"
READ, CHANGE, PRESS, ROOM, QUARTER, END = "read", "change", "press", "room", "quarter", "end"
WAITS = (READ, CHANGE, PRESS, ROOM, QUARTER, END)


@dataclass(frozen=True)
class Step:
    """A step: `at` is a screen, `target` a control on it; both texts are English.

    `light` names further controls that are not dimmed; a name may end in `.*`.
    """

    key: str
    at: str
    wait: str
    title: str
    text: str
    target: str = ""
    optional: bool = False
    light: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.wait not in WAITS:
            raise ValueError(f"step '{self.key}' waits for '{self.wait}', not one of {WAITS}")


@dataclass(frozen=True)
class Lesson:
    """A lesson on a scenario, from a seat, with one luck for all."""

    scenario: str
    seat: str
    seed: int
    steps: tuple[Step, ...]

    def on(self, screens: Collection[str]) -> "Lesson":
        """The lesson without the optional steps of screens that do not exist.

        Raises: ValueError for a step that must be on a screen that does not exist.
        """
        for step in self.steps:
            if step.at not in screens and not step.optional:
                raise ValueError(f"step '{step.key}' is on '{step.at}', which does not exist")
        kept = tuple(step for step in self.steps if step.at in screens)
        return Lesson(self.scenario, self.seat, self.seed, kept)

    def place(self, key: str) -> int:
        """Where a step stands; the first if there is none of that name."""
        return next((place for place, step in enumerate(self.steps) if step.key == key), 0)


@lru_cache(maxsize=1)
def read_lesson() -> Lesson:
    """The lesson of the file. Raises: ValueError for a step that cannot be."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    rows = ({**row, "light": tuple(row.get("light", ()))} for row in data["step"])
    steps = tuple(Step(**row) for row in rows)
    if len({step.key for step in steps}) != len(steps):
        raise ValueError("two steps of the lesson have the same key")
    return Lesson(data["scenario"], data["seat"], int(data["seed"]), steps)
