"""What every implementation offers, and what it may assume."""

from typing import Protocol

from benchmarks.peers.law import Statistics

CORES = 2  # processes or threads of every batch


class MissingError(Exception):
    """An implementation that cannot run here; the text says why, as the end of a sentence."""


class Side(Protocol):
    """One implementation of SW-1. Every run builds its model anew, with luck of its own seed."""

    version: str

    def single(self, seed: int) -> Statistics:
        """Play one run."""

    def ensemble(self, first: int, runs: int) -> list[Statistics]:
        """Play runs from seed `first` on with the implementation's own means on CORES cores."""
