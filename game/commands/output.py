"""What commands print: aligned tables, valid JSON, and progress that knows a terminal."""

import json
import math
import sys
import time
from collections.abc import Sequence
from typing import Any

from game.commands import interrupts


def plain(value: Any) -> Any:
    """The same value in JSON's own kinds; what is not a finite number becomes null."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value


def print_json(value: Any) -> None:
    """Print one JSON object."""
    print(json.dumps(plain(value), indent=2, allow_nan=False, ensure_ascii=False))


def table(header: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """Rows under a header; the first `left` columns are text, the others numbers."""
    lines = [header, *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    out = []
    for number, line in enumerate(lines):
        cells = [
            cell.ljust(width) if i < left else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        out.append("  ".join(cells).rstrip())
        if number == 0:
            out.append("  ".join("-" * width for width in widths))
    return "\n".join(out)


class Progress:
    """How far a study is, on standard error: one line that moves on a terminal, few lines else.

    With a `unit`, such as runs, the line says how many of them come in a second; `before` were done
    already when it begins.
    """

    def __init__(self, label: str, quiet: bool, unit: str = "", before: int = 0) -> None:
        self.label = label
        self.quiet = quiet
        self.unit = unit
        self.before = before
        self.moving = sys.stderr.isatty()
        self.begun = time.monotonic()
        self.last_drawn = self.begun
        self.last_step = 0
        self.steps = 10 if unit else 4  # lines in all where the line cannot move

    def heard(self, done: int, total: int) -> None:
        """Take note that so many of all are done. Raises: KeyboardInterrupt."""
        interrupts.check()
        if self.quiet:
            return
        now = time.monotonic()
        if self.moving:
            if now - self.last_drawn >= 0.1 or done == total:
                self.last_drawn = now
                self._draw(done, total, now)
        elif done * self.steps // total > self.last_step and now - self.begun > 5.0:
            self.last_step = done * self.steps // total
            pace = f", {self._pace(done, total, now)}" if self.unit and done < total else ""
            print(f"{self.label}: {100 * done // total}%{pace}", file=sys.stderr, flush=True)

    def _pace(self, done: int, total: int, now: float) -> str:
        """The rate, if there is a unit, and the time left."""
        new, seconds = done - self.before, now - self.begun
        left = _duration(seconds / max(new, 1) * (total - done))
        if not self.unit:
            return f"{left} left"
        rate = f"{new / max(seconds, 1e-9):,.0f} {self.unit}/s"
        return f"{rate}, {left.strip()} left" if new else "begins"

    def _draw(self, done: int, total: int, now: float) -> None:
        filled = 24 * done // total
        bar = "#" * filled + "." * (24 - filled)
        print(
            f"\r{self.label} [{bar}] {100 * done // total:3d}%  {self._pace(done, total, now)} "
            "\x1b[K",
            end="",
            file=sys.stderr,
            flush=True,
        )

    def close(self) -> None:
        """Leave the line clean for what comes next."""
        if self.moving and not self.quiet:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _duration(seconds: float) -> str:
    if seconds < 600.0:
        return f"{seconds:4.0f} s"
    return f"{seconds / 60.0:.0f} min" if seconds < 6000.0 else f"{seconds / 3600.0:.1f} h"
