"""One hostile student beside sixty honest ones: it gets nowhere, and all the others play on."""

import asyncio
import json
import random
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.classroom.figures import p99_ms
from benchmarks.classroom.phones import Student
from benchmarks.classroom.process import ROOT, Server, server
from benchmarks.classroom.room import Room, room
from game.classroom import events as e
from game.classroom import fold
from game.classroom.log import Reader
from game.classroom.web.server import allow_many_files
from tests.classroom.hostile import ADDRESS, HALF_OPEN, XSS

HONEST = 60
CALM_S, ATTACK_S = 4.0, 10.0
NOTE = "meet us behind the library, mark 7d1c0ffee"


async def _honest(there: Room, student: Student, luck: random.Random) -> None:
    """Propose about once a second, until cancelled."""
    while True:
        await asyncio.sleep(luck.uniform(0.5, 1.5))
        if student.moves and student.phase == "commit":
            await student.send("draft", round=student.round, choices=student.wish(luck))


async def _seal(there: Room) -> dict[str, list[str]]:
    """Two pairs of teams write to each other and sign: what no other team may read, by team."""
    marks: dict[str, list[str]] = {}
    for team, other in (("us", "cn"), ("huaw", "tool")):
        pen, note = _pens(there, team), f"{NOTE} {team}"
        assert (await pen.send("note", to=other, text=note)).status == 200
        assert (await pen.send("sign", round=1, choices={})).status == 200
        parts = await pen.page.until(lambda parts: bool(parts["team"]["receipt"]))
        marks[team] = [note, f'"receipt":"{parts["team"]["receipt"]}"']
        marks[other] = [note]
    return marks


async def _attack(
    one: Server, victims: list[str], marks: dict[str, list[str]]
) -> "asyncio.subprocess.Process":
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    known = {
        "url": one.url, "code": one.code, "victims": victims, "marks": marks,
        "seconds": ATTACK_S, "half_open": min(HALF_OPEN, soft // 4),
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.classroom.hostile", cwd=ROOT,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    process.stdin.write(json.dumps(known).encode())
    process.stdin.close()
    return process


def _pens(there: Room, team: str) -> Student:
    return next(
        one for one in there.students
        if one.page.parts["me"]["pen"] and one.page.parts["team"]["seat"] == team
    )  # fmt: skip


async def _lesson(one: Server, told: dict[str, Any]) -> None:
    luck = random.Random(5)
    async with room(one, talk="free", statements=True, worlds=1, clocks=False) as there:
        await there.come(HONEST, 1.0)
        await there.teacher.begin()
        for phase in ("brief", "negotiate"):
            await there.teacher.next(phase)
        await there.all_in("commit")
        marks = await _seal(there)
        work = [there.keep(_honest(there, student, luck)) for student in there.students]
        await asyncio.sleep(CALM_S)
        told["calm"] = [t for s in there.students for t in s.taken if t.command == "draft"]
        began = time.time()
        victims = [student.name for student in there.students]
        attacker = await _attack(one, victims, marks)
        await asyncio.sleep(ATTACK_S / 2)
        told["joined"] = await there.come(5, 1.0)  # late, in the middle of it
        told["open"] = len(one.itself().net_connections())
        loot, _ = await attacker.communicate()
        told["loot"] = json.loads(loot)
        ended = time.time()
        told["storm"] = [
            t for s in there.students for t in s.taken
            if t.command == "draft" and t.sent > began and t.at < ended
        ]  # fmt: skip
        for task in work:
            task.cancel()
        told["cut"] = sum(student.page.refused for student in there.students)
        await there.teacher.next("commit")
        await there.all_in("reveal")
        told["refused"] = [r for student in there.students for r in student.refused]
        told["wall"] = json.dumps(there.teacher.wall.parts)
        told["console"] = there.teacher.page.parts["trouble"]
        told["took"], told["last"] = await asyncio.to_thread(one.stop)


@pytest.mark.skipif(sys.platform == "win32", reason="counts open files as POSIX does")
def test_a_hostile_student_gets_nowhere_and_slows_nobody_to_a_halt(
    kernel: None, capsys: pytest.CaptureFixture[str]
) -> None:
    allow_many_files()
    told: dict[str, Any] = {}
    with server("--students", str(HONEST), "--lesson", "B", "--seed", "7") as one:
        asyncio.run(_lesson(one, told))
        with Reader(one.folder / "log.db") as log:
            events = list(log.read_after())
        errors = one.errors()
        kept = b"".join(p.read_bytes() for p in one.folder.iterdir() if p.is_file())

    loot = told["loot"]
    assert loot["tries"] > 200  # it did try
    for kind in ("seats", "secrets", "commands", "pages", "faults"):
        assert loot[kind] == [], kind
    # Honest students go on: their moves are taken, newcomers come in, all see the result.
    assert len(told["storm"]) > HONEST
    assert len(told["joined"]) == 5
    assert told["refused"] == []
    assert told["cut"] == 0
    # Nothing of it is in the log but what its own seat may do, and nothing of it is on the wall.
    state = fold.fold(events)
    honest = {
        t for t in state.members if any(ev.actor == t and ev.kind == "proposed" for ev in events)
    }
    rest = {
        ev.kind for ev in events if ev.actor not in honest and ev.actor not in ("server", "teacher")
    }
    assert rest <= {"joined", "spoke", "said", "noted", "knocked"}
    assert len(state.members) == HONEST + 5 + 1
    assert not any(text in told["wall"] for text in XSS)
    assert ADDRESS.encode() not in kept
    assert "Traceback" not in errors
    with capsys.disabled():
        calm, storm = ([t.took for t in told[key]] for key in ("calm", "storm"))
        print(
            f"\nhonest acknowledgements: {len(calm)} in calm, p99 {p99_ms(calm):.0f} ms; "
            f"{len(storm)} under attack, p99 {p99_ms(storm):.0f} ms; {told['open']} connections; "
            f"{loot['tries']} tries, {loot['refused']} refused, {loot['dropped']} dropped; "
            f"console: {told['console'] or 'nothing'}"
        )


def test_the_events_of_this_file_are_known() -> None:
    """What a hostile seat may do is named above by the tags of the log."""
    tags: list[Callable[..., object]] = [e.Joined, e.Spoke, e.Said, e.Noted, e.Knocked]
    assert [one.__struct_config__.tag for one in tags] == [  # type: ignore[attr-defined]
        "joined", "spoke", "said", "noted", "knocked",
    ]  # fmt: skip
