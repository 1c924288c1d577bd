"""The model's process: it answers as a direct call would, is replaced when it dies, and goes."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agents import kernel_cache
from game.classroom import worlds
from game.classroom.model import COLD, COMPILING, NICE, READY, Model, ModelError
from game.classroom.worlds import WorldError
from tests.classroom.class_games import LESSON_A, NOTHING, ROUNDS, TOUGH

pytestmark = pytest.mark.usefixtures("kernel")

RUNS = 30
LONG = 3_000  # futures that take a second or more


@pytest.fixture(scope="module")
def model() -> Iterator[Model]:
    """A model that is warm."""
    made = Model()
    assert made.status == COLD
    asyncio.run(made.warm())
    yield made
    made.close()


def process_of(model: Model) -> int:
    """The number of its process."""
    return asyncio.run(model._ask(os.getpid))


def alive(process: int) -> bool:
    """Whether a process is there and not only waited for."""
    stat = Path(f"/proc/{process}/stat")
    if not Path("/proc/self").exists():
        return _answers(process)
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # it may go between the two halves of a look
        return False


def _answers(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until_gone(process: int) -> bool:
    """Whether a process ends within some seconds."""
    until = time.monotonic() + 20.0
    while alive(process) and time.monotonic() < until:
        time.sleep(0.05)
    return not alive(process)


def test_the_server_does_not_import_the_compiler() -> None:
    code = (
        "import sys, game.classroom.model, game.classroom.worlds\n"
        "print([name for name in ('numba', 'mesa', 'pygame') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_it_says_how_far_it_is() -> None:
    async def begin() -> list[str]:
        made = Model()
        told = [made.status]
        asked = asyncio.ensure_future(made.warm())
        await asyncio.sleep(0)
        told.append(made.status)
        assert await asked == kernel_cache.model_version()
        told.append(made.status)
        made.close()
        return [*told, made.status]

    assert asyncio.run(begin()) == [COLD, COMPILING, READY, COLD]


def test_its_answers_are_those_of_a_direct_call(model: Model) -> None:
    changed = (NOTHING, *ROUNDS[1:])

    async def ask() -> list[dict[str, object]]:
        return await asyncio.gather(
            model.open_world(LESSON_A),
            model.play_round(LESSON_A, ROUNDS),
            model.futures(LESSON_A, ROUNDS, RUNS),
            model.flip(LESSON_A, ROUNDS, changed, RUNS),
            model.flip(LESSON_A, ROUNDS, None, RUNS, None, (("captive_pull", 0.5),)),
        )

    assert asyncio.run(ask()) == [
        worlds.open_world(LESSON_A),
        worlds.play_round(LESSON_A, ROUNDS),
        worlds.futures(LESSON_A, ROUNDS, RUNS),
        worlds.flip(LESSON_A, ROUNDS, changed, RUNS),
        worlds.flip(LESSON_A, ROUNDS, None, RUNS, None, (("captive_pull", 0.5),)),
    ]


def test_a_question_without_an_answer_is_refused_as_by_a_direct_call(model: Model) -> None:
    with pytest.raises(WorldError, match="4 rounds, not 0"):
        asyncio.run(model.flip(LESSON_A, ROUNDS, ()))
    assert asyncio.run(model.open_world(LESSON_A)) == worlds.open_world(LESSON_A)


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system has no niceness")
def test_its_process_lets_the_server_go_first(model: Model) -> None:
    assert process_of(model) != os.getpid()
    assert asyncio.run(model._ask(os.nice, 0)) == min(19, os.nice(0) + NICE)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are not sent there")
def test_ctrl_c_does_not_reach_it(model: Model) -> None:
    process = process_of(model)
    os.kill(process, signal.SIGINT)
    assert process_of(model) == process


@pytest.mark.skipif(sys.platform == "win32", reason="processes are not killed there")
def test_questions_survive_the_death_of_the_process(model: Model) -> None:
    process = process_of(model)

    async def ask_and_kill() -> list[Any]:
        waiting = [
            asyncio.ensure_future(model._ask(time.sleep, 1.0)),  # at work when it is killed
            asyncio.ensure_future(model.futures(LESSON_A, ROUNDS, LONG)),
            asyncio.ensure_future(model.play_round(LESSON_A, ROUNDS)),
            asyncio.ensure_future(model.play_round(LESSON_A, ROUNDS[:1])),
        ]
        await asyncio.sleep(0.2)
        os.kill(process, signal.SIGKILL)
        return await asyncio.gather(*waiting)

    _, fan, whole, first = asyncio.run(ask_and_kill())
    assert fan["runs"] == LONG
    assert whole == worlds.play_round(LESSON_A, ROUNDS)
    assert first == worlds.play_round(LESSON_A, ROUNDS[:1])
    assert process_of(model) != process
    assert model.status == READY


def test_a_question_that_kills_the_process_is_given_up_and_the_next_one_answered(
    model: Model,
) -> None:
    with pytest.raises(ModelError, match="died twice"):
        asyncio.run(model._ask(os._exit, 1))
    result = asyncio.run(model.play_round(LESSON_A, (TOUGH,)))
    assert result == worlds.play_round(LESSON_A, (TOUGH,))


def test_it_closes_at_once_even_while_it_works() -> None:
    async def close_early() -> tuple[int, float]:
        made = Model()
        process = await made._ask(os.getpid)
        waiting = [asyncio.ensure_future(made.futures(LESSON_A, ROUNDS, LONG)) for _ in range(3)]
        await asyncio.sleep(0.2)
        begun = time.monotonic()
        made.close()
        answers = await asyncio.gather(*waiting, return_exceptions=True)
        assert [type(answer) for answer in answers] == [ModelError] * 3
        with pytest.raises(ModelError, match="closed"):
            await made.open_world(LESSON_A)
        return process, time.monotonic() - begun

    process, took = asyncio.run(close_early())
    assert wait_until_gone(process)
    assert took < 3.0  # far less than what was asked takes


@pytest.mark.skipif(sys.platform == "win32", reason="processes are not killed there")
def test_it_is_gone_with_a_server_that_was_killed() -> None:
    code = (
        "import asyncio, os, time\n"
        "from game.classroom.model import Model\n"
        "if __name__ == '__main__':\n"
        "    print(asyncio.run(Model()._ask(os.getpid)), flush=True)\n"
        "    time.sleep(60)"
    )
    server = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    process = int(server.stdout.readline())
    assert alive(process)
    server.kill()
    server.wait()
    server.stdout.close()
    assert wait_until_gone(process)
