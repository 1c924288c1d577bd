"""Work beside the fan: one job after another, the newest of a key, out of the fan's way."""

import threading
import time
from typing import Any

import pytest

from agents import ensemble
from game.forecast import FIRST, USUAL, Forecaster, request_of
from game.gamelog import Setup
from game.jobs import KEPT, Leave
from game.session import Session
from tests.model_helpers import warm_kernel

SLOW = 120.0  # seconds: a busy machine


@pytest.fixture(scope="module", autouse=True)
def kernel() -> None:
    """Jobs wait for the kernel."""
    warm_kernel()


def until(condition: Any, seconds: float = SLOW) -> bool:
    """Wait for something to become true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.002)
    return False


def test_a_job_gives_its_answer_under_its_key() -> None:
    """Nothing before, the value after, and nothing for another key."""
    with Forecaster() as forecaster:
        assert forecaster.progress("sum") is None
        forecaster.ask("sum", lambda leave: 1 + 2)
        assert until(lambda: forecaster.answer("sum") is not None)
        assert forecaster.answer("sum") == 3
        assert forecaster.progress("sum").state == "done"  # type: ignore[union-attr]
        assert forecaster.answer("product") is None


def test_asking_twice_drops_the_first() -> None:
    """The first is told to stop, and its answer is never shown."""
    told = threading.Event()
    started = threading.Event()

    def first(leave: Leave) -> str:
        started.set()
        while not leave():
            time.sleep(0.002)
        told.set()
        return "first"

    with Forecaster() as forecaster:
        forecaster.ask("why", first)
        assert started.wait(SLOW)
        forecaster.ask("why", lambda leave: "second")
        assert told.wait(SLOW)
        assert until(lambda: forecaster.answer("why") is not None)
        assert forecaster.answer("why") == "second"


def test_jobs_run_one_after_another_in_the_order_asked() -> None:
    """Two jobs never overlap."""
    running: list[str] = []
    order: list[str] = []

    def work(name: str) -> Any:
        def run(leave: Leave) -> str:
            running.append(name)
            assert len(running) == 1
            time.sleep(0.02)
            running.remove(name)
            order.append(name)
            return name

        return run

    with Forecaster() as forecaster:
        for name in "abc":
            forecaster.ask(name, work(name))
        assert until(lambda: forecaster.answer("c") is not None)
        assert order == ["a", "b", "c"]
        assert all(forecaster.answer(name) == name for name in "abc")


def test_a_failure_becomes_a_sentence_and_the_next_job_runs() -> None:
    """The reason is in it; the fan's own status stays as it was."""

    def fails(leave: Leave) -> None:
        raise ValueError("no such lever")

    with Forecaster() as forecaster:
        forecaster.ask("bad", fails)
        forecaster.ask("good", lambda leave: 1)
        assert until(lambda: forecaster.answer("good") == 1)
        progress = forecaster.progress("bad")
        assert progress is not None
        assert progress.state == "failed"
        assert progress.text == "It could not be computed: no such lever"
        assert forecaster.answer("bad") is None
        assert forecaster.status().state != "failed"


def test_a_job_waits_while_the_fan_is_hurried() -> None:
    """Between two of its steps a new question is answered in full, with the usual futures."""
    session = Session(Setup("october-seventh", "us", 7))
    seen: list[int] = []
    begun, go = threading.Event(), threading.Event()

    def work(leave: Leave) -> str:
        begun.set()
        go.wait(SLOW)
        assert not leave()
        fan = forecaster.latest()
        seen.append(fan.futures if fan is not None and fan.number == number else 0)
        return "done"

    with Forecaster() as forecaster:
        forecaster.ask("slow", work)
        assert begun.wait(SLOW)
        number = forecaster.request(request_of(session))
        go.set()
        assert until(lambda: forecaster.answer("slow") == "done")
        assert seen[0] >= USUAL


def test_refining_goes_on_after_the_jobs() -> None:
    """A job holds the finer fan up, but does not end it."""
    session = Session(Setup("october-seventh", "us", 7))
    with Forecaster(most=2 * USUAL) as forecaster:
        forecaster.request(request_of(session))
        forecaster.ask("job", lambda leave: 1)
        assert forecaster.wait(2 * USUAL, SLOW).futures == 2 * USUAL
        assert forecaster.answer("job") == 1


def test_progress_is_told_and_dropping_forgets() -> None:
    """A share from 0 to 1; after `drop` it is as if nobody had asked."""
    half, go = threading.Event(), threading.Event()

    def work(leave: Leave) -> int:
        leave.done(1, 2)
        half.set()
        go.wait(SLOW)
        leave.go_on()
        return 1

    with Forecaster() as forecaster:
        forecaster.ask("job", work)
        assert half.wait(SLOW)
        progress = forecaster.progress("job")
        assert progress is not None
        assert (progress.state, progress.share) == ("working", 0.5)
        forecaster.drop("job")
        go.set()
        assert forecaster.progress("job") is None
        forecaster.ask("next", lambda leave: 2)
        assert until(lambda: forecaster.answer("next") == 2)
        assert forecaster.answer("job") is None


def test_only_so_many_answers_are_kept() -> None:
    """A long game does not fill the memory."""
    with Forecaster() as forecaster:
        for index in range(KEPT + 10):
            forecaster.ask(index, lambda leave, value=index: value)
        last = KEPT + 9
        assert until(lambda: forecaster.answer(last) == last)
        forecaster.ask("more", lambda leave: 0)
        assert forecaster.answer(0) is None
        assert forecaster.answer(last) == last


def test_closing_in_the_middle_of_a_job_is_prompt() -> None:
    """A job that asks for leave ends at once."""
    begun = threading.Event()

    def work(leave: Leave) -> None:
        begun.set()
        while not leave():
            time.sleep(0.002)

    forecaster = Forecaster()
    forecaster.ask("endless", work)
    assert begun.wait(SLOW)
    forecaster.close()
    assert not forecaster._jobs._thread.is_alive()


def test_without_a_kernel_jobs_fail_with_the_forecasters_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A job asked later fails at once with the same sentence."""
    monkeypatch.setattr(ensemble, "compiled", lambda: False)
    monkeypatch.setattr(ensemble, "cached", lambda: False)
    monkeypatch.setattr(Forecaster, "_compile", _cannot)
    with Forecaster(most=FIRST) as forecaster:
        forecaster.ask("early", lambda leave: 1)
        assert until(lambda: forecaster.progress("early").state == "failed")  # type: ignore[union-attr]
        forecaster.ask("late", lambda leave: 1)
        progress = forecaster.progress("late")
        assert progress is not None
        assert (progress.state, progress.text) == ("failed", "The disk is full.")


def _cannot(forecaster: Forecaster) -> bool:
    forecaster._status = ("failed", "The disk is full.")
    return False
