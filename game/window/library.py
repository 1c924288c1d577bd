"""What the first screens show, read beside the first frames: scenarios, facts, a replayed world."""

from __future__ import annotations

import csv
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.forecast import Forecaster
    from game.viewmodel import ScenarioChoice

Shares = dict[str, tuple[float, float, float, float]]
REPLAYED = "history"


@dataclass(frozen=True)
class Fact:
    """Something that happened, and where that is written."""

    date: str
    text: str
    source: str


@dataclass(frozen=True)
class Frame:
    """A quarter of the replayed world."""

    label: str
    shares: Shares


class Library:
    """Reads in the background; a field is None until it is known. One forecaster for all games."""

    def __init__(self) -> None:
        self.scenarios: tuple[ScenarioChoice, ...] | None = None
        self.frames: list[Frame] = []
        self.finished = False
        self.problem = ""
        self._forecaster: Forecaster | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    def start(self) -> None:
        """Begin to read, once."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._read, name="library", daemon=True)
            self._thread.start()

    def _read(self) -> None:
        try:
            from game import views

            self.scenarios = views.scenario_choices()
            self._replay()
        except Exception as error:  # shown on the screen: the window must not go down with it
            self.problem = f"The scenarios cannot be read: {error}"

    def _replay(self) -> None:
        """Play the record, quarter by quarter."""
        from agents.ecosystem import Ecosystem
        from agents.names import quarter_name
        from agents.scenario import REFERENCE_RUN, REFERENCE_SEED, build_row, load
        from agents.state import DEFAULT_BUYERS
        from game.views.regions import region_shares
        from game.views.worlds import world_of

        record = load(REPLAYED)
        row = build_row(record, DEFAULT_BUYERS, {})
        world = Ecosystem(row, record.base_plan(), REFERENCE_SEED, REFERENCE_RUN)
        for quarter in range(record.start, record.end + 1):
            if self._closed:
                return
            world.step()
            name = quarter_name(quarter)
            shares = region_shares(world_of(world.freeze()))
            self.frames.append(Frame(f"{name[4:]} {name[:4]}", shares))
        self.finished = True

    def wait(self, seconds: float = 60.0) -> None:
        """Wait until everything is read. For scripts and pictures."""
        self.start()
        assert self._thread is not None
        self._thread.join(seconds)

    def forecaster(self) -> Forecaster:
        """The worker that computes futures, started at the first use."""
        if self._forecaster is None:
            from game.forecast import Forecaster

            self._forecaster = Forecaster()
            self._forecaster.warm()
        return self._forecaster

    def close(self) -> None:
        """Stop what runs."""
        self._closed = True
        if self._forecaster is not None:
            self._forecaster.close()


def facts() -> tuple[Fact, ...]:
    """The record's own dates, oldest first; those with a detail short enough to be read."""
    import agents

    return read_facts(Path(str(agents.__path__[0])) / "data" / "timeline.csv")


def read_facts(path: Path) -> tuple[Fact, ...]:
    """Facts of a file with the columns date, title, detail and source."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows: Sequence[dict[str, str]] = list(csv.DictReader(file))
    except OSError:
        return ()
    result = []
    for row in rows:
        title, detail = row.get("title") or "", row.get("detail") or ""
        words = f"{title}: {detail}" if detail else title
        source = row.get("source") or ""
        if title and len(words) <= 190 and not source.startswith("general"):
            result.append(Fact(row.get("date") or "", words, source))
    return tuple(result)
