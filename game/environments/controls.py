"""The levers of a seat as a learner moves them: a number from -1 to 1 each, and its orders."""

from collections.abc import Sequence

import numpy as np

from agents.levers import Lever, of_seat
from agents.plan import Order, find_lever
from game.seats import check_held

_DIGITS = 9  # positions are steps of decimal size: 0.30000000000000004 is meant as 0.3


class Controls:
    """The levers a learner holds: by default all of its seat but deals and answers to dilemmas.

    -1 is the low end of a lever, 1 its high end; thresholds that span orders of magnitude are read
    on a logarithmic scale, and every position is rounded to the step of its slider. A lever of 0
    or 1 is thus 1 above 0. Raises: OrderError if the seat does not hold a lever that is named, or
    it answers dilemmas, which are not observed.
    """

    def __init__(self, seat: str, keys: Sequence[str] | None = None) -> None:
        if keys is None:
            keys = [lever.key for lever in of_seat(seat) if not (lever.deal or lever.pulse)]
        self.seat = seat
        self.levers = tuple(_held(key, seat) for key in dict.fromkeys(keys))
        if not self.levers:
            raise ValueError(f"'{seat}' needs at least one lever to act on")
        self._low = np.array([lever.low for lever in self.levers])
        self._high = np.array([lever.high for lever in self.levers])
        self._step = np.array([lever.step for lever in self.levers])
        self._log = np.array([lever.log_scale for lever in self.levers])
        self._ratio = np.divide(self._high, self._low, out=np.ones(len(self)), where=self._log)

    def __len__(self) -> int:
        return len(self.levers)

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the levers, in the order of an action."""
        return tuple(lever.key for lever in self.levers)

    def positions(self, actions: np.ndarray) -> np.ndarray:
        """Where actions put the levers, in their own units. Shape of both: (..., levers).

        Raises: ValueError if an action is not finite.
        """
        if not np.isfinite(actions).all():
            raise ValueError("an action holds a number that is not finite; take -1 to 1")
        place = (np.clip(np.asarray(actions, dtype=np.float64), -1.0, 1.0) + 1.0) / 2.0
        even = self._low + place * (self._high - self._low)
        wanted = np.where(self._log, self._low * self._ratio**place, even)
        steps = np.round((wanted - self._low) / self._step)
        found = np.round(self._low + steps * self._step, _DIGITS)
        return np.asarray(np.clip(found, self._low, self._high))

    def actions(self, positions: np.ndarray) -> np.ndarray:
        """The action that puts levers where they stand. Shape of both: (..., levers)."""
        held = np.clip(positions, self._low, self._high)
        even = (held - self._low) / (self._high - self._low)
        times = np.divide(held, self._low, out=np.ones_like(held), where=self._log)
        span = np.where(self._log, np.log(self._ratio), 1.0)
        return np.asarray(2.0 * np.where(self._log, np.log(times) / span, even) - 1.0)

    def orders(
        self, quarter: int, positions: np.ndarray, before: np.ndarray | None
    ) -> tuple[Order, ...]:
        """The orders that bring levers from where orders left them to new positions.

        Without earlier orders every lever gets one, so that the recorded path no longer moves it.
        Shapes: positions and before (levers,).
        """
        return tuple(
            Order(self.seat, lever.key, float(value), quarter)
            for i, (lever, value) in enumerate(zip(self.levers, positions, strict=True))
            if before is None or before[i] != value
        )


def _held(key: str, seat: str) -> Lever:
    check_held(key, seat)
    lever = find_lever(key)
    if lever.pulse:
        raise ValueError(
            f"'{key}' answers dilemmas, which a learner does not see; leave it out, and what is "
            "not answered takes its usual course"
        )
    return lever
