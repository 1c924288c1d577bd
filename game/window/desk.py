"""A game on the desk: the session, its futures, and the view that a screen draws. No drawing."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:  # the model takes seconds to read: the first frame does without it
    from game.jobs import Progress, Work
    from game.session import Session
    from game.viewmodel import EndView, MainView, NewsView
    from game.views.events import DilemmaView, EventView
    from game.views.foresight import ForesightView
    from game.views.ledger import LedgerView
    from game.views.predict import AuditView, PredictView

IMPORTANT = 3  # news of this weight stop the clock
View = TypeVar("View")


class Desk(Protocol):
    """What a screen asks of a game in play. Its views are frozen; only orders change the game."""

    view: MainView
    pinned: str  # the chart of the ledger that the main screen shows, or nothing

    @property
    def setup(self) -> tuple[str, str, int]:
        """Scenario, seat and seed."""
        ...

    @property
    def over(self) -> bool:
        """Whether the last quarter has been played."""
        ...

    def rename(self, pack: str) -> None:
        """Use real or made-up names from now on."""
        ...

    def refresh(self) -> bool:
        """Take in what was computed beside; returns whether the view is another one."""
        ...

    def propose(self, lever: str, value: float) -> str:
        """Put an order on the table; returns why not, or nothing."""
        ...

    def revert(self) -> None:
        """Take every proposal back."""
        ...

    def end_quarter(self) -> tuple[NewsView, ...]:
        """Make the proposals law and play the quarter; returns the news that should stop us."""
        ...

    def undo(self) -> str:
        """Take the last quarter back; returns why not, or nothing."""
        ...

    def end_view(self) -> EndView:
        """How the game has ended, so far as it is known by now."""
        ...

    def ledger(self) -> LedgerView:
        """Every chart of the game so far; the same object until there is something new."""
        ...

    def look(self, make: Callable[[Session], View]) -> View:
        """A view that a room makes of the game itself, with the names in force."""
        ...

    def question(self) -> DilemmaView | None:
        """The dilemma that the seat held has to answer this quarter, or None."""
        ...

    def struck(self) -> tuple[EventView, ...]:
        """The events of the quarter just played."""
        ...

    def choose_metric(self, key: str) -> None:
        """Show the fan of another number."""
        ...

    def look_ahead(self, **choices: Any) -> ForesightView:
        """The foresight room, after a choice of its `question` or `horizon` if one is given."""
        ...

    def keep_policy(self, kept: bool) -> None:
        """Keep the present proposals as policy A to compare with, or forget it."""
        ...

    def take_policy(self) -> None:
        """Propose policy A again, instead of what is proposed now."""
        ...

    def predict_view(self) -> PredictView:
        """This quarter's question, with what the player has said."""
        ...

    def audit_view(self) -> AuditView:
        """Where the last quarter fell in the fan that was drawn before it."""
        ...

    def predict(self, low: float, middle: float, high: float) -> str:
        """Note the player's forecast; returns why not, or nothing."""
        ...

    def ask(self, key: Hashable, work: Work) -> None:
        """Have something computed beside; see `game.forecast.Forecaster.ask`."""
        ...

    def answer(self, key: Hashable) -> Any:
        """What the newest work of that key gave, or None while there is nothing."""
        ...

    def progress(self, key: Hashable) -> Progress | None:
        """How far the work of that key is, and why it failed; None if nobody asked."""
        ...

    def close(self) -> None:
        """Stop what runs beside."""
        ...
