"""The common workload: implementations follow one law, and the gate sees one that does not."""

import importlib
import sys
from collections.abc import Callable

import numpy as np
import pytest

from benchmarks.peers import law
from benchmarks.peers.agreement import LIMIT, scores_against_others, z_scores
from benchmarks.peers.full_model import Kernel, play_agents, same_bits
from benchmarks.peers.law import Size, Statistics
from benchmarks.peers.ours import Ours
from benchmarks.peers.plain import play as play_objects
from benchmarks.peers.side import MissingError
from benchmarks.peers.with_numpy import play as play_arrays
from benchmarks.peers.with_numpy import play_stack

SMALL = Size(buyers=300, quarters=50)  # ten quarters under sanctions


@pytest.fixture(scope="module")
def ours() -> list[Statistics]:
    return Ours(SMALL).ensemble(1, 2000)


def played(play: Callable[[int, Size], Statistics], runs: int) -> list[Statistics]:
    return [play(seed, SMALL) for seed in range(runs)]


def mesa(name: str, runs: int) -> list[Statistics]:
    side = getattr(importlib.import_module("benchmarks.peers.with_mesa"), name)(SMALL)
    return [side.single(seed) for seed in range(runs)]


@pytest.mark.parametrize(
    ("name", "play"),
    [
        ("objects", lambda: played(play_objects, 60)),
        ("arrays", lambda: played(play_arrays, 150)),
        ("stacked arrays", lambda: play_stack(1, 300, SMALL)),
        ("Mesa, tuned", lambda: mesa("Mesa", 20)),
        ("Mesa, naive", lambda: mesa("Naive", 10)),
    ],
)
def test_every_implementation_follows_the_law(
    name: str, play: Callable[[], list[Statistics]], ours: list[Statistics]
) -> None:
    scores = z_scores(play(), ours)
    assert np.abs(scores).max() < LIMIT, dict(zip(law.STATISTICS, scores, strict=True))


def test_c_plays_the_very_same_runs(ours: list[Statistics]) -> None:
    """Both draw by the same counters: they differ by rounding alone, which moves few buyers."""
    from benchmarks.peers.native import Native

    try:
        native = Native(SMALL).ensemble(1, 200)
    except MissingError as problem:
        pytest.skip(str(problem))
    assert np.median(np.abs(np.array(native) - np.array(ours[:200]))) < 1e-9


def test_the_gate_sees_a_law_without_sanctions(
    monkeypatch: pytest.MonkeyPatch, ours: list[Statistics]
) -> None:
    monkeypatch.setattr("benchmarks.peers.arrays.ALLOWED", np.ones((2, law.BLOCS, law.FIRMS)))
    wrong = play_stack(1, 300, SMALL)
    rows = {"wrong": wrong, "one": ours[:1000], "other": ours[1000:]}
    scores = scores_against_others(rows, ("one", "other"))
    agrees = {key: np.abs(z).max() < LIMIT for key, z in scores.items()}
    assert agrees == {"wrong": False, "one": True, "other": True}


def test_the_full_model_is_the_same_in_both_engines() -> None:
    size = Size(buyers=24)
    compiled = Kernel(size).ensemble(3, 2)
    assert same_bits(compiled, [play_agents(3, 24), play_agents(4, 24)])
    assert not same_bits(compiled, compiled[::-1])


def test_a_missing_library_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks.peers.worker import open_side

    monkeypatch.setitem(sys.modules, "agentpy", None)
    with pytest.raises(MissingError, match="agentpy is not installed: `make peers` does that"):
        open_side("with_agentpy:Agentpy", SMALL)


def test_what_is_compiled_leaves_the_smallest_numbers_alone() -> None:
    """-ffast-math would have the whole process round them to zero once its library is loaded."""
    from benchmarks.peers import native
    from benchmarks.peers.side import MissingError

    try:
        native.build()
    except MissingError as missing:
        pytest.skip(str(missing))
    assert float.fromhex("0x1p-1022") / 2.0 > 0.0
