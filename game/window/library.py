"""What the first screens show, read beside the first frames: scenarios, facts, a replayed world."""

from __future__ import annotations

import csv
import threading
from collections.abc import Sequence
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from game.figures import quarter_text
from game.language import ENGLISH, language, tr

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

    quarter: int
    shares: Shares

    @property
    def label(self) -> str:
        """The quarter in words."""
        return quarter_text(self.quarter)


class Library:
    """Reads in the background; a field is None until it is known. One forecaster for all games."""

    def __init__(self) -> None:
        self.scenarios: tuple[ScenarioChoice, ...] | None = None
        self._language = ENGLISH
        self.frames: list[Frame] = []
        self.finished = False
        self.problem = ""
        self._forecaster: Forecaster | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    def start(self) -> None:
        """Begin to read, once."""
        if self._thread is None:
            self._thread = threading.Thread(
                target=copy_context().run, args=(self._read,), name="library", daemon=True
            )
            self._thread.start()

    def _read(self) -> None:
        try:
            from game.views.choices import scenario_choices

            self._language = language()
            self.scenarios = scenario_choices()
            self._replay()
        except Exception as error:  # shown on the screen: the window must not go down with it
            self.problem = tr("The scenarios cannot be read: {error}", error=error)

    def choices(self) -> tuple[ScenarioChoice, ...]:
        """The scenarios in the language in force; none while they are being read."""
        if self.scenarios is not None and self._language != language():
            from game.views.choices import scenario_choices

            self._language, self.scenarios = language(), scenario_choices()
        return self.scenarios or ()

    def _replay(self) -> None:
        """Play the record, quarter by quarter."""
        from agents.ecosystem import Ecosystem
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
            self.frames.append(Frame(quarter, region_shares(world_of(world.freeze()))))
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
        length = len(title) + len(": ") * bool(detail) + len(detail)
        source = row.get("source") or ""
        if title and length <= 190 and not source.startswith("general"):
            words = tr(title)
            if detail:
                words = tr("{title}: {detail}", title=words, detail=tr(detail))
            result.append(Fact(row.get("date") or "", words, source))
    return tuple(result)
