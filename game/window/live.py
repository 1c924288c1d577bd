"""The desk of a real game: a session, the shared forecaster, and the views made from them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agents.characters import leaders
from game.forecast import STUDY
from game.gamelog import SessionError, Setup
from game.language import language
from game.lookout import Lookout
from game.renaming import rename
from game.session import Session
from game.viewmodel import EndView, MainView, NewsView
from game.views.ending import end_view
from game.views.events import DilemmaView, EventView, open_dilemma, struck
from game.views.foresight import ForesightView, foresight_view
from game.views.ledger import LedgerView, ledger_view
from game.views.main import main_view
from game.views.predict import (
    AuditView,
    PredictView,
    audit_view,
    fan_forecasts,
    predict_view,
    predicted,
)
from game.window.desk import IMPORTANT, View

if TYPE_CHECKING:
    from agents.plan import Order
    from game.forecast import Fan, Forecaster, Status
    from game.jobs import Progress, Work

STUDY_RUNS = 500
_NUMBERS = count()  # of desks: the forecaster outlives a game


class LiveDesk:
    """A game in play. See `game.window.desk.Desk`."""

    def __init__(self, session: Session, forecaster: Forecaster, pack: str = "real") -> None:
        self.session = session
        self.forecaster = forecaster
        self.pack = pack
        self.pinned = ""
        self._language = language()
        self._ledger: tuple[Hashable, LedgerView] | None = None
        self._seen: Any = None
        self._study_asked = False
        self._dirty = False
        self._closed = False
        self._number = next(_NUMBERS)
        self._asked: set[Hashable] = set()
        self.lookout = Lookout()
        self._first = self._ask()
        self.view: MainView = self._make()

    @classmethod
    def new(cls, setup: Setup, forecaster: Forecaster, autosave: Path | None = None) -> LiveDesk:
        """A new game. Raises: SessionError, a sentence."""
        return cls(Session(setup, autosave=autosave), forecaster)

    # ---- reading

    @property
    def setup(self) -> tuple[str, str, int]:
        """Scenario, seat and seed."""
        setup = self.session.setup
        return setup.scenario, setup.seat, setup.seed

    @property
    def over(self) -> bool:
        """Whether the last quarter has been played."""
        return self.session.over

    def fan(self) -> Fan | None:
        """The newest fan that belongs to this game."""
        fan = self.forecaster.latest()
        return fan if fan is not None and fan.number >= self._first else None

    def _make(self) -> MainView:
        fan, status = self.fan(), self.forecaster.status()
        metric = self.lookout.metric
        return rename(main_view(self.session, fan, status, metric), self.pack)

    def _key(self) -> Any:
        fan, status = self.fan(), self.forecaster.status()
        counted = (fan.number, fan.futures, fan.paired) if fan is not None else None
        return counted, status

    def refresh(self) -> bool:
        """Take in what was computed beside; returns whether the view is another one."""
        if self._dirty:
            self._changed()
            return True
        key = self._key()
        if key == self._seen:
            return False
        self._seen = key
        self.view = self._make()
        return True

    def rename(self, pack: str) -> None:
        """Use real or made-up names from now on, in the language in force."""
        if (pack, language()) != (self.pack, self._language):
            self.pack = pack
            self._language = language()
            self.view = self._make()

    # ---- playing

    def _ask(self) -> int:
        over = self.session.over
        return 0 if over else self.forecaster.request(self.lookout.request(self.session))

    def _changed(self) -> None:
        self._dirty = False
        self._study_asked = False
        self._ask()
        self._seen = self._key()
        self.view = self._make()

    def propose(self, lever: str, value: float) -> str:
        """Put an order on the table; returns why not, or nothing."""
        try:
            self.session.propose(self.session.order(lever, value))
        except ValueError as error:
            return str(error)
        self._dirty = True  # a dragged lever moves several times a frame; `refresh` looks once
        return ""

    def revert(self) -> None:
        """Take every proposal back."""
        self.session.withdraw_all()
        self._dirty = True

    def end_quarter(self) -> tuple[NewsView, ...]:
        """Make the proposals law and play the quarter; returns the news that should stop us."""
        known = {item.key for item in self.view.news}
        self._note_fan()
        self.session.end_quarter()
        self._changed()
        fresh = [item for item in self.view.news if item.key not in known]
        heavy = [item for item in fresh if item.importance >= IMPORTANT]
        return tuple(sorted(heavy, key=lambda item: -item.importance))

    def undo(self) -> str:
        """Take the last quarter back; returns why not, or nothing."""
        try:
            self.session.undo()
        except SessionError as error:
            return str(error)
        self._changed()
        return ""

    def ledger(self) -> LedgerView:
        """Every chart of the game so far; the same object until there is something new."""
        key = self.session.now, len(self.session.turns), self.pack, language()
        if self._ledger is None or self._ledger[0] != key:
            self._ledger = key, rename(ledger_view(self.session), self.pack)
        return self._ledger[1]

    def end_view(self) -> EndView:
        """How the game has ended, so far as it is known by now."""
        if not self._study_asked:
            self._study_asked = True
            session = self.session
            self.forecaster.request_study(
                session.scenario,
                session.plan.copy(),
                session.setup.seed,
                session.seat,
                STUDY_RUNS,
                session.setup.buyers,
                session.now - 1,
                leaders(session.rows[0], session.setup.buyers),
            )
        study = self.forecaster.study()
        return rename(end_view(self.session, study, self._study_status()), self.pack)

    def _study_status(self) -> Status:
        """What the worker does; failed if the study of the whole game has failed."""
        status, progress = self.forecaster.status(), self.forecaster.progress(STUDY)
        if progress is not None and progress.state == "failed":
            return replace(status, state="failed", text=progress.text)
        return status

    def look(self, make: Callable[[Session], View]) -> View:
        """A view that a room makes of the game itself, with the names in force."""
        return rename(make(self.session), self.pack)

    def question(self) -> DilemmaView | None:
        """The dilemma that the seat held has to answer this quarter, or None."""
        return self.look(open_dilemma)

    def struck(self) -> tuple[EventView, ...]:
        """The events of the quarter just played."""
        return self.look(struck)

    # ---- looking ahead

    def choose_metric(self, key: str) -> None:
        """Show the fan of another number."""
        self.lookout.metric = key
        self.view = self._make()

    def look_ahead(self, **choices: Any) -> ForesightView:
        """The foresight room, after a choice of its `question` or `horizon` if one is given."""
        for name, value in choices.items():
            setattr(self.lookout, name, value)
        self.lookout.ask(self.session, self)
        fan, status = self.fan(), self.forecaster.status()
        return rename(foresight_view(self.session, fan, status, self.lookout, self), self.pack)

    def keep_policy(self, kept: bool) -> None:
        """Keep the present proposals as policy A to compare with, or forget it."""
        if kept:
            self.lookout.keep(self.session)
        else:
            self.lookout.kept = None
        self._dirty = True

    def take_policy(self) -> None:
        """Propose policy A again, instead of what is proposed now."""
        orders = self.lookout.kept_orders(self.session)
        if orders is not None:
            self.session.withdraw_all()
            for order in orders:
                self.session.propose(order)
            self._dirty = True

    # ---- predictions

    def predict_view(self) -> PredictView:
        """This quarter's question, with what the player has said."""
        return rename(predict_view(self.session), self.pack)

    def audit_view(self) -> AuditView:
        """Where the last quarter fell in the fan that was drawn before it."""
        return rename(audit_view(self.session), self.pack)

    def predict(self, low: float, middle: float, high: float) -> str:
        """Note the player's forecast; returns why not, or nothing."""
        try:
            self.session.predict(predicted(self.session, low, middle, high))
        except SessionError as error:
            return str(error)
        return ""

    def _note_fan(self) -> None:
        """Note what the fan says, so that it can be held to it."""
        fan = self.fan()
        if fan is not None and not (self._dirty or self.forecaster.status().stale):
            self.session.predict(*fan_forecasts(self.session, fan))

    # ---- work beside

    def ask(self, key: Hashable, work: Work) -> None:
        """Have something computed beside; see `game.forecast.Forecaster.ask`.

        A key is remembered for this game only; name in it what the answer depends on.
        """
        self._asked.add(key)
        self.forecaster.ask((self._number, key), work)

    def answer(self, key: Hashable) -> Any:
        """What the newest work of that key gave, or None while there is nothing."""
        return self.forecaster.answer((self._number, key))

    def progress(self, key: Hashable) -> Progress | None:
        """How far the work of that key is, and why it failed; None if nobody asked."""
        return self.forecaster.progress((self._number, key))

    @property
    def orders(self) -> tuple[Order, ...]:
        """Every order that became law."""
        return tuple(order for turn in self.session.turns for order in turn.orders)

    def close(self) -> None:
        """Drop this game's work; the forecaster serves the next one too."""
        self._closed = True
        for key in self._asked:
            self.forecaster.drop((self._number, key))
        self._asked.clear()
