"""The real server, in a process of its own: killed, ended by Ctrl-C, or without its model.

Nothing here asserts how long things take, which depends on the machine; it is printed, and
`python -m benchmarks.classroom` measures it.
"""

import asyncio
import signal
import sqlite3
from collections.abc import Callable

import pytest

from benchmarks.classroom import load, slow
from benchmarks.classroom.crash import Crash, Outcome
from benchmarks.classroom.figures import table
from benchmarks.classroom.phones import Page
from benchmarks.classroom.process import Server, server
from benchmarks.classroom.room import Room, room
from benchmarks.classroom.soak import Soak
from game.classroom import fold
from game.classroom.checksum import digest
from game.classroom.log import Reader

Say = Callable[[str], None]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Tell whoever watches the tests."""

    def told(words: str) -> None:
        with capsys.disabled():
            print(f"\n{words}", end="")

    return told


def _replayed(one: Server) -> tuple[int, str]:
    with Reader(one.folder / "log.db") as log:
        state = fold.fold(log.read_after())
    return state.seq, digest(state)


def test_kills_in_a_storm_lose_nothing_and_double_nothing(kernel: None, say: Say) -> None:
    """F1 and F2, with fewer kills."""
    outcome = Outcome()
    with server("--students", "24", "--seed", "7") as one:
        asyncio.run(Crash(one, outcome, students=24).run(3))
    assert outcome.problems == []
    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.kills == 3
    assert outcome.acknowledged > 50
    assert outcome.again > 0  # some were sent twice, and counted once
    say(table(outcome.figures()))


def test_joining_signing_and_the_reveal_reach_everybody(kernel: None, say: Say) -> None:
    """L1 to L3 with fewer students: everything is taken, and every phone shows the result."""
    figures = load.figures()
    with server("--students", "60", "--seed", "7") as one:
        run = load.Load(one, figures, say, students=60, rounds=1, within=2.0, more=False)
        asyncio.run(run.run())
    measured = [figures[name] for name in ("L1", "L2 draft", "L2 sign", "L2 fan", "L3")]
    assert all(len(one.values) == 1 for one in measured)  # a move that is not taken raises
    say(table(measured))


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_end_closes_everything_with_all_feeds_open(how: signal.Signals, say: Say) -> None:
    """Check 20: two hundred sockets are open, and nobody at their other end listens any more."""

    async def lesson(one: Server) -> float:
        async with room(one) as there:
            await there.come(100, 1.0)
            for student in list(there.students):
                there.keep(Page(one.url, student.page.query, student.cookie).stay())
            await _until_feeds(there, 200)
            took, said = one.stop(how)  # our own loop stands still meanwhile
            rest = one.folder / "log.db-wal"
            assert not rest.exists() or rest.stat().st_size == 0  # closed whole
            assert said == dict(zip(("events", "digest"), _replayed(one), strict=True))
            return took

    with server("--students", "100") as one:
        took = asyncio.run(lesson(one))
        assert one.process is not None
        assert one.process.returncode == 0
        assert "Traceback" not in one.errors()
    say(f"{how.name} with 200 sockets open: closed in {took:.1f} s")


async def _until_feeds(there: Room, count: int) -> None:
    async with asyncio.timeout(60.0):
        while len(there.server.itself().net_connections()) < count + 1:
            await asyncio.sleep(0.05)


def test_a_killed_model_costs_no_round(kernel: None) -> None:
    async def lesson(one: Server) -> int:
        async with room(one) as there:
            await there.come(6, 0.5)
            await there.teacher.begin()
            await there.all_in("commit")
            model = one.model()
            assert model is not None
            await there.teacher.next("commit")
            model.kill()
            await there.all_in("reveal", 120.0)
            after = one.model()
            assert after is not None
            assert after.pid != model.pid
            return int(there.students[0].page.parts["result"]["round"])

    with server("--students", "6") as one:
        assert asyncio.run(lesson(one)) == 1
        one.stop()
        assert "Traceback" not in one.errors()


def test_a_second_server_of_the_same_class_is_refused_in_words() -> None:
    with server("--students", "3") as one:
        other = Server(one.home)
        other.code, other.folder = one.code, one.folder
        with pytest.raises(RuntimeError, match="twostacks: "):
            other.start()
        with sqlite3.connect(f"file:{one.folder / 'log.db'}?mode=ro", uri=True) as log:
            assert log.execute("SELECT count(*) FROM event").fetchone()[0] >= 1


@pytest.mark.slow
def test_a_round_is_playable_over_a_bad_network_by_polling(kernel: None, say: Say) -> None:
    """F7: WebSockets are blocked, answers are late, and some never arrive.

    The delay is a tenth of what the benchmark plays with.
    """
    with server("--students", "12", "--seed", "7") as one:
        found = asyncio.run(slow.play(one, 12, latency=0.3, loss=0.1))
    assert found.joined == found.saw == 12
    assert found.signed == 6
    assert found.doubled == 0
    assert found.refused == []
    assert found.feeds == 0
    assert found.network is not None
    assert found.network.blocked > 0
    assert found.network.lost > 0
    say(f"a round by polling: {found.seconds:.0f} s, {found.again} of {found.sent} sent again")


@pytest.mark.slow
def test_a_short_lesson_leaves_nothing_behind(kernel: None, say: Say) -> None:
    """F8, for some seconds: phones come and go, and no socket stays open."""
    with server("--students", "40", "--seed", "7") as one:
        soak = Soak(one, minutes=0.3, students=40, within=1.0)
        asyncio.run(soak.run())
        one.stop()
        assert "Traceback" not in one.errors()
    assert soak.taken > 20
    sockets = [sample.files for sample in soak.samples]
    assert max(sockets) < 60 + 4 * 40  # a feed, a line and a visitor's for each, and the files
    say(table(soak.figures()))
