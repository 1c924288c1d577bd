"""Every sound of the game, computed from formulas: the same numbers on every machine, no files.

Shapes: sounds are int16 arrays (samples, 2), left and right.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Wave = NDArray[np.float64]
Samples = NDArray[np.int16]
RATE = 44_100  # samples a second
LOUDEST = 32_767
LOOP_SECONDS = 16
LEVELS = 6  # steps from two ecosystems in unison to two that have parted
_HARMONICS = ((1.0, 1.0), (2.0, 0.25), (3.0, 0.08))
_BELL = ((1.0, 1.0), (2.76, 0.42), (5.40, 0.18), (8.93, 0.06))  # the partials of a struck bar
_CHORD = (110.0, 164.81, 220.0, 246.94, 329.63)  # hertz: A with its fifth, ninth and octave
_NEAR, _FAR = 4.0, 44.0  # cents between the voices at the first and the last level
_SPREAD = 0.82  # how far apart they stand at the last level; 1 is wholly left and right


def tone(
    hertz: float,
    seconds: float,
    decay: float,
    partials: Sequence[tuple[float, float]] = _HARMONICS,
    attack: float = 0.004,
) -> Wave:
    """A struck tone: it rises at once and dies away. Units: seconds, also of attack and decay."""
    time = np.arange(round(RATE * seconds)) / RATE
    loudness = np.minimum(time / attack, 1.0) * np.exp(-np.maximum(time - attack, 0.0) / decay)
    waves = [part * np.sin(2.0 * math.pi * hertz * ratio * time) for ratio, part in partials]
    return np.asarray(np.sum(waves, axis=0) * loudness)


def row(*parts: tuple[float, Wave]) -> Wave:
    """Waves that begin at their times, in seconds, added up."""
    length = max(round(begin * RATE) + len(wave) for begin, wave in parts)
    total = np.zeros(length)
    for begin, wave in parts:
        first = round(begin * RATE)
        total[first : first + len(wave)] += wave
    return total


def finish(wave: Wave, loudness: float) -> Samples:
    """A wave as samples, its peak at a share of the loudest, its end faded to silence."""
    peak = float(np.abs(wave).max()) or 1.0
    shaped = wave / peak * loudness
    tail = min(400, len(shaped))
    shaped[-tail:] *= np.linspace(1.0, 0.0, tail)
    return np.repeat((shaped * LOUDEST).astype(np.int16)[:, None], 2, axis=1)


_EFFECTS: dict[str, Callable[[], Samples]] = {
    "tick": lambda: finish(tone(1900.0, 0.05, 0.010, ((1.0, 1.0),)), 0.14),
    "select": lambda: finish(row((0.0, tone(720.0, 0.09, 0.022)),
                                 (0.028, tone(960.0, 0.10, 0.026))), 0.24),
    "commit": lambda: finish(row(*(
        (0.07 * step, tone(hertz, 0.7, 0.20)) for step, hertz in enumerate((392.0, 493.9, 587.3))
    )), 0.40),
    "bell": lambda: finish(tone(523.25, 1.8, 0.55, _BELL, 0.002), 0.34),
    "good": lambda: finish(row((0.0, tone(523.25, 0.35, 0.11)), (0.10, tone(659.3, 0.5, 0.16))),
                           0.30),
    "bad": lambda: finish(row((0.0, tone(311.1, 0.35, 0.12)), (0.12, tone(246.9, 0.6, 0.18))),
                          0.34),
    "event": lambda: finish(row((0.0, tone(466.2, 0.3, 0.10)), (0.14, tone(466.2, 0.3, 0.10)),
                                (0.28, tone(440.0, 0.8, 0.26))), 0.38),
}  # fmt: skip
EFFECTS = tuple(_EFFECTS)


def effect(name: str) -> Samples:
    """One of EFFECTS. Raises: KeyError for another name."""
    return _EFFECTS[name]()


def level_of(divergence: float) -> int:
    """The level of the music for an index of divergence from 0 to 1."""
    known = min(1.0, max(0.0, divergence)) if math.isfinite(divergence) else 0.0
    return round(known * (LEVELS - 1))


def music(level: int) -> Samples:
    """A loop without a seam: two voices, the further apart the higher the level.

    Every partial and every swell has whole cycles in the loop, so that its end meets its start.
    Raises: ValueError for a level that there is not.
    """
    if not 0 <= level < LEVELS:
        raise ValueError(f"there are levels 0 to {LEVELS - 1}, not {level}")
    apart = level / (LEVELS - 1)
    ratio = 2.0 ** ((_NEAR + (_FAR - _NEAR) * apart) / 1200.0)
    first, second = _voice(1.0, 0), _voice(ratio, 1)
    near, far = 0.5 * (1.0 + _SPREAD * apart), 0.5 * (1.0 - _SPREAD * apart)
    left, right = near * first + far * second, far * first + near * second
    both = np.stack([left, right], axis=1)
    return np.asarray((np.tanh(both * 0.9) * 0.42 * LOUDEST).astype(np.int16))


def _voice(ratio: float, number: int) -> Wave:
    """A soft chord that swells and ebbs; its loudness stays within 1."""
    time = np.arange(RATE * LOOP_SECONDS) / RATE
    turn = 2.0 * math.pi * time / LOOP_SECONDS
    total = np.zeros(len(time))
    weight = sum(_CHORD[0] / hertz for hertz in _CHORD)
    for place, hertz in enumerate(_CHORD):
        cycles = round(hertz * ratio * LOOP_SECONDS)
        swell = 0.62 + 0.38 * np.sin(turn * (1 + (place + number) % 3) + place + 1.7 * number)
        waver = 0.5 * np.sin(turn * (2 + place % 2) + number)
        total += np.sin(turn * cycles + waver) * swell * _CHORD[0] / hertz
    return total / weight
