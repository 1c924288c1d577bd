"""What may go wrong in a lesson: the disk, the Wi-Fi, people who leave.

Crashes of the whole process are in `test_crash.py`.
"""

import errno
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from game.classroom import attendance, fold, ladder
from game.classroom import desk as class_desk
from game.classroom import events as e
from game.classroom.checksum import digest
from game.classroom.desk import Desk
from game.classroom.folder import ClassFolder, make_folder
from game.classroom.log import LogError, Reader
from tests.classroom.feeds import opened, part_once
from tests.classroom.house import PATIENCE, Answer, House, Seat, house, settings
from tests.classroom.stand_ins import CODE


def _log(home: House) -> list[e.Event]:
    with Reader(home.folder.log) as log:
        return list(log.read_after())


def _same_as_on_disk(home: House) -> None:
    """Server and log agree on everything."""
    desk = home.desk
    settled, last, known = home.do(lambda: (desk._last, desk.state.seq, digest(desk.state)))
    settled.result(10.0)
    assert known == digest(fold.fold([event for event in _log(home) if event.seq <= last]))


# ---- F5: the disk


def _fill(home: House) -> None:
    """From now on the log's file cannot grow, as on a full disk."""

    def cap() -> None:
        db = home.desk.log._db
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        db.execute(f"PRAGMA max_page_count={pages}")

    home.do(cap)


def _make_room(home: House) -> None:
    home.do(lambda: home.desk.log._db.execute("PRAGMA max_page_count=1000000"))


def _until_refused(home: House, seat: Seat) -> list[int]:
    """Propose until the disk is full: the numbers of what was acknowledged."""
    taken = []
    while True:
        answer = home.give(seat, "draft", round=1, choices={})
        if answer.status != 200:
            assert answer.status == 503, answer
            assert "Tell your teacher" in answer.error
            return taken
        taken.append(answer.json["seq"])
        time.sleep(0.1)  # as fast as a student may


@contextmanager
def _in_commit(path: Path, **wanted: Any) -> Iterator[tuple[House, str, list[Seat]]]:
    with house(path, settings(12, lesson="A", **wanted)) as home:
        people = [home.join() for _ in range(12)]
        teacher = home.teacher()
        home.to_commit(teacher)
        yield home, teacher, people


def test_a_full_disk_stops_the_class_in_words_and_it_goes_on_when_there_is_room(
    tmp_path: Path,
) -> None:
    with _in_commit(tmp_path) as (home, teacher, people):
        one, other = people[0], people[1]
        with opened(home, other) as phone, opened(home, page="console", cookie=teacher) as console:
            _fill(home)
            taken = _until_refused(home, one)
            said = part_once(console, "trouble", bool)
            assert "the disk is full" in said
            assert "Make room on the disk" in said
            clock = part_once(phone, "clock", lambda clock: clock["left"] is not None)
            assert clock["ends_at"] is None
            assert clock["why"] == "disk"
        assert {event.seq for event in _log(home)} >= set(taken)
        for answer in (
            home.give(other, "draft", round=1, choices={}),
            home.post("/api/join", {"code": CODE}),
            home.post("/api/rejoin", {"code": CODE, "name": other.name, "word": other.word}),
            home.teach(teacher, "clock", op="next", phase="commit"),
            home.teach(teacher, "nudge", world="A", team="us"),
        ):
            assert answer.status == 503, answer
        assert home.do(lambda: len(home.desk.state.members)) == 12
        still = home.teach(teacher, "clock", op="again")
        while still.status == 200:  # so small an event had room in the last page
            _until_refused(home, one)
            still = home.teach(teacher, "clock", op="again")
        assert still.status == 503  # nobody has made room
        home.until(lambda: home.desk.halted, "the halt")
        _make_room(home)
        assert home.teach(teacher, "clock", op="again").status == 200
        assert home.do(lambda: home.desk.trouble) == ""
        assert home.do(lambda: home.desk.state.clock.paused)
        assert home.teach(teacher, "clock", op="resume").status == 200
        assert home.give(other, "draft", round=1, choices={}).status == 200
        assert home.post("/api/join", {"code": CODE}).status == 200
        _same_as_on_disk(home)


def test_what_a_full_disk_refused_is_taken_later_with_the_same_key(tmp_path: Path) -> None:
    with _in_commit(tmp_path) as (home, teacher, people):
        _fill(home)
        _until_refused(home, people[0])
        key = "this-very-draft"
        body = {"round": 1, "choices": {}}
        assert home.give(people[1], "draft", key=key, **body).status == 503
        _make_room(home)
        home.teach(teacher, "clock", op="again")
        first = home.give(people[1], "draft", key=key, **body)
        again = home.give(people[1], "draft", key=key, **body)
        assert (first.status, again.status) == (200, 200)
        assert again.json["seq"] == first.json["seq"]
        assert sum(event.idem == key for event in _log(home)) == 1


def _write_on_and_on(path: Path) -> None:
    with path.open("ab", buffering=0) as file:
        while True:
            file.write(b"x" * 1024)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts a small disk")
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)],
        capture_output=True, check=False,
    )  # fmt: skip
    if mounted.returncode != 0:
        pytest.skip("a small disk cannot be mounted here")
    try:
        with _in_commit(small) as (home, teacher, people):
            rest = small / "rest"
            rest.write_bytes(b"")
            with pytest.raises(OSError, match="No space"):
                _write_on_and_on(rest)
            taken = _until_refused(home, people[0])
            assert "full" in home.do(lambda: home.desk.trouble)
            rest.unlink()
            assert home.teach(teacher, "clock", op="again").status == 200
            assert home.give(people[0], "draft", round=1, choices={}).status == 200
            assert {event.seq for event in _log(home)} >= set(taken)
            _same_as_on_disk(home)
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_disk_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with _in_commit(tmp_path) as (home, teacher, people):
        home.do(lambda: home.desk.log._db.execute("PRAGMA query_only=ON"))
        assert home.give(people[0], "draft", round=1, choices={}).status == 503
        home.until(lambda: home.desk.halted, "the halt")
        assert "cannot be written" in home.do(lambda: home.desk.trouble)
        home.do(lambda: home.desk.log._db.execute("PRAGMA query_only=OFF"))
        assert home.teach(teacher, "clock", op="again").status == 200
        assert home.give(people[0], "draft", round=1, choices={}).status == 200
        _same_as_on_disk(home)


def test_a_folder_that_cannot_be_touched_stops_the_class_not_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _in_commit(tmp_path) as (home, teacher, people):

        def read_only(self: ClassFolder) -> None:
            raise OSError(errno.EROFS, "Read-only file system")

        with monkeypatch.context() as patch:
            patch.setattr(ClassFolder, "touch", read_only)
            home.until(lambda: home.desk.halted, "the halt")
            assert "Read-only file system" in home.do(lambda: home.desk.trouble)
        assert home.teach(teacher, "clock", op="again").status == 200
        time.sleep(2 * class_desk.TICK_S)
        assert not home.do(lambda: home.desk.halted)
        assert home.give(people[0], "draft", round=1, choices={}).status == 200


def test_a_token_that_cannot_be_kept_gives_no_seat_away(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        home.do(lambda: home.doors._db.execute("PRAGMA query_only=ON"))
        key = "the-key-of-a-newcomer"
        refused = home.post("/api/join", {"code": CODE}, key=key)
        assert refused.status == 503
        home.do(lambda: home.doors._db.execute("PRAGMA query_only=OFF"))
        seat = home.join(key=key)
        assert home.do(lambda: list(home.desk.state.members)) == [seat.name]
        assert home.get(f"/api/snapshot?seat={seat.name}", seat.cookie).status == 200


def test_a_class_is_not_opened_where_nothing_can_be_written(tmp_path: Path) -> None:
    folder = make_folder(CODE, tmp_path)
    folder.log.mkdir()
    with pytest.raises(LogError):
        Desk.open(folder, settings(), None)  # type: ignore[arg-type]


def test_a_fault_in_a_tick_does_not_stop_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house(tmp_path) as home:
        ticks = home.do(lambda: home.desk.rounds.go_on)
        count = [0]

        def stumble() -> None:
            count[0] += 1
            raise RuntimeError("something odd")

        monkeypatch.setattr(home.desk.rounds, "go_on", stumble)
        home.until(lambda: count[0] > 2, "more ticks")
        assert "something odd" in home.do(lambda: home.desk.trouble)
        monkeypatch.setattr(home.desk.rounds, "go_on", ticks)
        home.to_commit(home.teacher())


SOON_S = 0.4  # an answer that does not wait for the disk is there by then


@contextmanager
def _slow_disk(home: House) -> Iterator[None]:
    """Nothing comes to disk until the end."""
    insert, go = home.desk.log._insert, threading.Event()

    def slow(groups: Iterable[Sequence[e.Event]]) -> None:
        go.wait(PATIENCE)
        insert(groups)

    home.desk.log._insert = slow  # type: ignore[method-assign]
    try:
        yield
    finally:
        go.set()
        home.desk.log._insert = insert  # type: ignore[method-assign]


@pytest.mark.parametrize("what", ["next", "undo", "fork", "debrief", "admit"])
def test_the_teacher_hears_of_nothing_that_is_not_on_disk(what: str, tmp_path: Path) -> None:
    with _in_commit(tmp_path) as (home, teacher, _), ThreadPoolExecutor(1) as pool:
        home.teach(teacher, "clock", op="next", phase="commit")
        home.until(lambda: home.desk.state.game.phase == "reveal", "the reveal")
        home.teach(teacher, "switch", what="door", on=True)
        knock = home.post("/api/join", {"code": CODE}).json["knock"]
        _same_as_on_disk(home)
        before = len(_log(home))
        with _slow_disk(home):
            if what == "admit":
                asked = pool.submit(home.teach, teacher, what, knock=knock, let_in=True)
            else:
                asked = pool.submit(home.teach, teacher, "clock", op=what, round=1)
            home.until(lambda: home.desk.state.seq > before, "the command")
            time.sleep(SOON_S)
            assert not asked.done()
            assert home.get(f"/api/knock/{knock}").status == 202  # nor does who knocks
            assert len(_log(home)) == before
        answer: Answer = asked.result(PATIENCE)
        assert answer.status == 200, answer
        assert len(_log(home)) > before
        _same_as_on_disk(home)


# ---- F3: the Wi-Fi


def test_after_the_wifi_was_gone_everybody_is_back_and_nothing_counts_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attendance, "GONE_S", 0.5)
    with _in_commit(tmp_path) as (home, _, people), ExitStack() as feeds:
        for seat in people:
            feeds.enter_context(opened(home, seat))
        home.until(lambda: all(m.here for m in home.desk.state.members.values()), "everybody")
        keys = {seat.name: f"draft-of-{seat.name}" for seat in people}
        body = {"round": 1, "choices": {}}
        for seat in people[:6]:  # these were sent, and their answers lost
            assert home.give(seat, "draft", key=keys[seat.name], **body).status == 200

        def cut() -> None:
            for line in list(home.http.server_state.connections):
                line.transport.abort()

        home.do(cut)
        home.until(lambda: not any(m.here for m in home.desk.state.members.values()), "absence")
        for seat in people:
            with opened(home, seat) as feed:
                me = part_once(feed, "me", lambda me: True)
                assert (me["proposal"] is not None) == (seat in people[:6])
                answer = home.give(seat, "draft", key=keys[seat.name], **body)
                assert answer.status == 200
        moves = [event.actor for event in _log(home) if event.kind == "proposed"]
        assert sorted(moves) == sorted(seat.name for seat in people)
        _same_as_on_disk(home)


# ---- F4: people leave


def test_a_third_leaves_and_the_round_closes_with_reasons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(attendance, "GONE_S", 0.2)
    made = settings(30, lesson="A", worlds=1)
    made = replace(made, seconds={**made.seconds, "commit": 3})
    with house(tmp_path, made) as home, ExitStack() as feeds:
        people = [home.join() for _ in range(30)]
        staying = {seat: feeds.enter_context(opened(home, seat)) for seat in people}
        home.to_commit(home.teacher())
        state = home.do(lambda: home.desk.state)
        teams = {name: state.members[name].team for name in state.members}
        gone = [s for s in people if teams[s.name] == "cn"]  # a whole team,
        gone += [s for s in people if teams[s.name] == "us"][:2]  # two of another,
        gone += [s for s in people if teams[s.name] == "huaw"][:2]
        for seat in gone:
            staying.pop(seat).close()
        here = {seat.name: seat for seat in staying}
        pens = {seat: team.pen for seat, team in state.game.worlds["A"].teams.items()}
        for seat in ("tool", "nvda", "row"):
            if pens.get(seat) in here:
                home.give(here[pens[seat]], "sign", round=1, choices={})
        for name in (n for n, team in teams.items() if team == "us" and n in here):
            assert home.give(here[name], "draft", round=1, choices={"tools": 1}).status == 200
        home.until(lambda: home.desk.state.game.phase == "reveal", "the close")
    log = _log(home)
    (closed,) = [event for event in log if isinstance(event.body, e.Closed)]
    how = {seat: move.how for seat, move in closed.body.moves.items()}
    assert how["cn"] == ladder.AUTOPILOT  # nobody is there
    assert how["us"] == ladder.DRAFT  # those who stayed have proposed
    assert how["huaw"] == ladder.CARRY  # those who stayed did nothing
    assert {how[seat] for seat in ("tool", "nvda", "row")} == {ladder.SIGNED}
    assert closed.body.moves["us"].choices == {"tools": 1}
    assert closed.body.moves["cn"].present == 0
    (commit,) = [ev for ev in log if isinstance(ev.body, e.Phase) and ev.body.phase == "commit"]
    assert isinstance(commit.body, e.Phase)
    assert commit.body.ends_at is not None
    assert closed.at >= commit.body.ends_at  # never before its time
    with capsys.disabled():
        print(f"\nthe round closed {closed.at - commit.body.ends_at:.2f} s after its end")
