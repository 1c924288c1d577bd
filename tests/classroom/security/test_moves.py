"""Moves count once, in their round, and from who may make them."""

import concurrent.futures
import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from game.classroom.events import SERVER
from game.classroom.log import Reader
from tests.classroom.house import House, Seat, house, settings


@dataclass
class Class:
    """A class of twelve in which moves may be signed."""

    home: House
    teacher: str
    seats: list[Seat]

    def pen(self, team: str) -> Seat:
        """Who signs for a team."""
        state = self.home.do(lambda: self.home.desk.state)
        name = state.game.worlds["A"].teams[team].pen
        return next(one for one in self.seats if one.name == name)

    def kinds(self) -> list[str]:
        """What somebody has done so far; not what the server does by itself."""
        with Reader(self.home.folder.log) as log:
            return [event.kind for event in log.read_after() if event.actor != SERVER]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Class]:
    """A class of twelve in which moves may be signed, and nobody's absence ends anything."""
    with house(tmp_path, settings(12, lesson="A")) as home:
        seats = [home.join() for _ in range(12)]
        teacher = home.teacher()
        home.to_commit(teacher)
        yield Class(home, teacher, seats)


def test_a_key_counts_once(room: Class) -> None:
    pen = room.pen("us")
    answers = [
        room.home.give(pen, "draft", key="one-key-only", round=1, choices={"tools": 1})
        for _ in range(3)
    ]
    assert [one.status for one in answers] == [200] * 3
    assert len({one.json["seq"] for one in answers}) == 1
    assert room.kinds().count("proposed") == 1


def test_a_key_counts_once_when_it_comes_twice_at_the_same_time(room: Class) -> None:
    pen = room.pen("us")
    body = json.dumps({"round": 1, "choices": {"tools": 1}}).encode()
    given = room.home.own(pen.cookie, "same-key-twice")
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    request = (
        f"POST /api/draft?seat={pen.name} HTTP/1.1\r\nHost: {room.home.address}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n{head}\r\n"
    ).encode()
    lines: list[socket.socket] = [room.home.line() for _ in range(4)]
    for line in lines:  # all heads first: each is waiting for its body
        line.sendall(request)
    for line in lines:
        line.sendall(body)
    answers = [_whole(line) for line in lines]
    assert all(answer.startswith(b"HTTP/1.1 200") for answer in answers), answers
    assert room.kinds().count("proposed") == 1
    assert not room.home.do(lambda: room.home.desk.halted)
    assert room.home.give(pen, "draft", round=1, choices={"tools": 2}).status == 200


def _whole(line: socket.socket) -> bytes:
    with line:
        found = b""
        while piece := line.recv(65536):
            found += piece
        return found


def test_many_clicks_at_once_are_one_command_each(room: Class) -> None:
    pen = room.pen("cn")
    with concurrent.futures.ThreadPoolExecutor(8) as together:
        keys = [f"click-number-{n % 4}" for n in range(16)]
        answers = list(
            together.map(
                lambda key: room.home.give(pen, "draft", key=key, round=1, choices={}), keys
            )
        )
    assert {one.status for one in answers} == {200}
    assert room.kinds().count("proposed") == 4


def test_moves_of_another_round_are_refused(room: Class) -> None:
    pen = room.pen("us")
    for number in (-1, 0, 2, 99):
        answer = room.home.give(pen, "sign", round=number, choices={})
        assert answer.status == 409, answer
    assert "signed" not in room.kinds()


def test_a_move_after_the_close_is_refused_and_replayed_in_vain(room: Class) -> None:
    pen = room.pen("us")
    first = room.home.give(pen, "sign", key="the-signature", round=1, choices={"tools": 1})
    assert first.status == 200
    room.home.teach(room.teacher, "clock", op="next", phase="commit")
    room.home.until(lambda: room.home.desk.state.game.phase == "reveal", "the reveal")
    late = room.home.give(pen, "sign", round=1, choices={"tools": 2})
    assert late.status == 409
    again = room.home.give(pen, "sign", key="the-signature", round=1, choices={"tools": 2})
    assert again.json == {"seq": first.json["seq"], "again": True}
    assert room.kinds().count("signed") == 1
    moves = room.home.do(lambda: room.home.desk.state.game.worlds["A"].rounds[-1].moves)
    assert moves["us"].choices == {"tools": 1}


def test_only_the_pen_signs_and_only_for_its_team(room: Class) -> None:
    pen = room.pen("us")
    team = room.home.seat_in("us", room.seats)
    others = [one for one in room.seats if one not in team]
    mate = next(one for one in team if one != pen)
    assert room.home.give(mate, "sign", round=1, choices={}).status == 403
    other = others[0]
    answer = room.home.give(other, "sign", round=1, choices={"tools": 1})
    assert answer.status in (400, 403)  # not its sheet, or not its pen
    forged = room.home.post(f"/api/sign?seat={pen.name}", {"round": 1, "choices": {}}, other.cookie)
    assert forged.status == 403
    assert "signed" not in room.kinds()


def test_a_command_of_the_teacher_is_not_taken_from_students(room: Class) -> None:
    before = room.kinds()
    for command, body in (
        ("clock", {"op": "next", "phase": "commit"}),
        ("peek", {"world": "A", "team": "us"}),
        ("enter", {"world": "A", "team": "us", "choices": {}}),
        ("seat", {"op": "mute", "member": room.seats[0].name}),
        ("settings", {"settings": {"rounds": 1}}),
        ("switch", {"what": "door"}),
        ("flip", {}),
        ("admit", {"knock": "x", "let_in": True}),
        ("device", {}),
        ("delete", {"confirm": True}),
    ):
        for cookie in ("", room.seats[0].cookie):
            assert room.home.post(f"/api/t/{command}", body, cookie).status == 403, command
    assert room.kinds() == before
