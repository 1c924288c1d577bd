"""A game that is looked back on: what the main screen shows in each of its quarters."""

from collections import OrderedDict
from dataclasses import dataclass

from game.forecast import Status
from game.session import Session
from game.viewmodel import MainView
from game.views.main import main_view

_KEPT = 48  # views, each of a quarter
_NO_FAN = Status("waiting", "", False)


@dataclass(frozen=True)
class Step:
    """A quarter of the game: when it was, how many orders became law in it, and the checksum."""

    quarters: int
    now: int
    orders: int
    checksum: str


class Recording:
    """The quarters of a game, from its opening to where it stands. Nothing is played or saved."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._views: OrderedDict[int, MainView] = OrderedDict()

    @property
    def length(self) -> int:
        """How many quarters have been played."""
        return len(self.session.turns)

    @property
    def name(self) -> str:
        """What the game is called: its file, or its scenario and seat."""
        setup, file = self.session.setup, self.session.autosave
        return file.stem if file is not None else f"{setup.scenario}-{setup.seat}"

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every stop of the way: the opening, and after each quarter."""
        turns, start = self.session.turns, self.session.scenario.start
        opening = Step(0, start, 0, "")
        played = (
            Step(number, start + number, len(turn.orders), turn.checksum)
            for number, turn in enumerate(turns, start=1)
        )
        return opening, *played

    def view(self, quarters: int) -> MainView:
        """The main screen after so many quarters. Raises: SessionError beyond the end."""
        if quarters not in self._views:
            self._views[quarters] = main_view(self.session.as_of(quarters), None, _NO_FAN)
            while len(self._views) > _KEPT:
                self._views.popitem(last=False)
        self._views.move_to_end(quarters)
        return self._views[quarters]
