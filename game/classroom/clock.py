"""The server's clock: seconds since 1970 that jump only over a sleep of the laptop."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

# A gap between two ticks from which on the laptop must have slept. Units: s.
SLEPT_S = 5.0


@dataclass
class ServerClock:
    """The wall clock at the start, moved on by the steady one."""

    wall: Callable[[], float] = time.time
    steady: Callable[[], float] = time.monotonic
    _wall_start: float = field(init=False)
    _steady_start: float = field(init=False)
    _last: tuple[float, float] = field(init=False)

    def __post_init__(self) -> None:
        self._wall_start, self._steady_start = self.wall(), self.steady()
        self._last = self._wall_start, self._steady_start

    def now(self) -> float:
        """Seconds since 1970."""
        return self._wall_start + self.steady() - self._steady_start

    def tick(self) -> float | None:
        """To be called often: when it was last called if the laptop slept since then, or nothing.

        Some systems stop the steady clock in their sleep and some do not: either gap tells.
        """
        wall, steady = self.wall(), self.steady()
        by_wall, by_steady = wall - self._last[0], steady - self._last[1]
        before = self._wall_start + self._last[1] - self._steady_start
        self._last = wall, steady
        if max(by_wall, by_steady) <= SLEPT_S:
            return None
        self._wall_start += max(0.0, by_wall - by_steady)  # what the steady clock has slept through
        return before
