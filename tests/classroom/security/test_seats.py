"""A seat is its student's: it is not taken by name, by guessing, by a planted cookie or twice."""

from pathlib import Path

import pytest

from game.classroom import attendance, words
from game.classroom.doors import WORD_TRIES
from game.classroom.web.hub import GONE, MOVED, SOCKETS_EACH
from tests.classroom.feeds import opened, refused, until_closed
from tests.classroom.house import House, Seat, house, read_all
from tests.classroom.stand_ins import CODE


def _rejoin(home: House, name: str, word: str) -> tuple[int, str]:
    answer = home.post("/api/rejoin", {"code": CODE, "name": name, "word": word})
    return answer.status, answer.cookie


def test_words_cannot_be_guessed_the_teacher_decides(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        seat = home.join()
        guesses = [_rejoin(home, seat.name, f"word-{n}")[0] for n in range(WORD_TRIES + 3)]
        assert guesses == [403] * WORD_TRIES + [202] * 3
        # From here on even the right word waits for the teacher.
        right = home.post("/api/rejoin", {"code": CODE, "name": seat.name, "word": seat.word})
        assert right.status == 202
        assert home.do(lambda: set(home.desk.state.knocks.values())) == {seat.name}
        assert home.get(f"/api/snapshot?seat={seat.name}", seat.cookie).status == 200  # still in
        teacher = home.teacher()
        knock = right.json["knock"]
        home.teach(teacher, "admit", knock=knock, let_in=True)
        inside = home.get(f"/api/knock/{knock}")
        assert inside.json["name"] == seat.name
        assert home.get(f"/api/snapshot?seat={seat.name}", inside.cookie).status == 200


def test_a_name_alone_opens_nothing(home: House) -> None:
    seat = home.join()
    for cookie in ("", f"seat-{seat.name}=", f"seat-{seat.name}={seat.name}", "seat=" + seat.word):
        for path in ("snapshot", "feed"):
            answer = home.get(f"/api/{path}?seat={seat.name}", cookie)
            assert answer.status == 403, cookie
        answer = home.post(f"/api/speak?seat={seat.name}", {"language": "en"}, cookie)
        assert answer.status == 403


def test_the_cookie_of_one_seat_does_not_open_another(home: House) -> None:
    mine, theirs = home.join(), home.join()
    token = mine.cookie.partition("=")[2]
    forged = f"seat-{theirs.name}={token}"
    assert home.get(f"/api/snapshot?seat={theirs.name}", forged).status == 403
    assert home.get(f"/api/snapshot?seat={theirs.name}", mine.cookie).status == 403
    assert home.get("/api/snapshot?page=console", f"teacher={token}").status == 403
    assert home.get("/api/snapshot?page=wall", f"wall={token}").status == 403
    answer = home.post("/api/t/clock", {"op": "end"}, f"teacher={token}")
    assert answer.status == 403


def test_a_planted_cookie_is_never_taken_over(home: House) -> None:
    planted = "seat-amber-otter=AAAAAAAAAAAAAAAAAAAAAA; teacher=AAAAAAAAAAAAAAAAAAAAAA"
    answer = home.post("/api/join", {"code": CODE}, planted)
    assert answer.status == 200
    assert "AAAAAAAA" not in answer.cookie
    name = answer.json["name"]
    assert (
        home.get(f"/api/snapshot?seat={name}", f"seat-{name}=AAAAAAAAAAAAAAAAAAAAAA").status == 403
    )


def test_tokens_are_never_read_from_an_address(home: House) -> None:
    seat = home.join()
    token = seat.cookie.partition("=")[2]
    for query in (f"token={token}", f"seat-{seat.name}={token}", f"cookie={token}"):
        assert home.get(f"/api/snapshot?seat={seat.name}&{query}").status == 403
        assert home.get(f"/s/{seat.name}?{query}").status == 303  # to the door


def test_a_new_device_gets_a_new_token_and_the_old_one_is_told(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        seat = home.join()
        old = opened(home, seat)
        status, cookie = _rejoin(home, seat.name, seat.word)
        assert status == 200
        assert cookie != seat.cookie
        assert until_closed(old) == MOVED
        assert home.get(f"/api/snapshot?seat={seat.name}", seat.cookie).status == 403
        assert home.get(f"/api/snapshot?seat={seat.name}", cookie).status == 200
        # The same once more, as by a phone that never got the answer.
        status, again = _rejoin(home, seat.name, seat.word)
        assert status == 200
        assert home.get(f"/api/snapshot?seat={seat.name}", cookie).status == 403
        assert home.get(f"/api/snapshot?seat={seat.name}", again).status == 200


def test_a_command_that_was_begun_on_the_old_device_is_not_taken(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        seat = home.join()
        body = b'{"language": "zh"}'
        heads = {
            **home.own(seat.cookie, "begun-on-the-old-device"), "Content-Length": str(len(body)),
            "Host": home.address, "Connection": "close",
        }  # fmt: skip
        head = "".join(f"{name}: {value}\r\n" for name, value in heads.items())
        with home.line() as line:
            line.sendall(f"POST /api/speak?seat={seat.name} HTTP/1.1\r\n{head}\r\n".encode())
            line.sendall(body[:5])
            home.until(lambda: f"seat {seat.name}" in home.server.door.limits._each, "a look at it")
            assert _rejoin(home, seat.name, seat.word)[0] == 200
            line.sendall(body[5:])
            answer = read_all(line)
            assert b" 403 " in answer.splitlines()[0]
            assert b"This seat is used on another device now." in answer
        assert home.do(lambda: home.desk.state.members[seat.name].language) == "en"


def test_who_knocks_for_a_seat_that_is_erased_meanwhile_is_told(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        seat, teacher = home.join(), home.teacher()
        for n in range(WORD_TRIES):
            _rejoin(home, seat.name, f"word-{n}")
        body = {"code": CODE, "name": seat.name, "word": seat.word}
        knock = home.post("/api/rejoin", body).json["knock"]
        home.teach(teacher, "seat", op="erase", member=seat.name)
        home.teach(teacher, "admit", knock=knock, let_in=True)
        answer = home.get(f"/api/knock/{knock}")
        assert (answer.status, answer.error) == (404, "There is no seat of that name.")


def test_a_word_is_known_however_it_is_typed(home: House) -> None:
    seat = home.join()
    typed = seat.word.replace("-", " ").upper()
    name = seat.name.replace("-", " ").title()
    assert _rejoin(home, f" {name} ", typed)[0] == 200


def test_a_lost_answer_gives_the_same_seat_and_the_lost_token_is_void(home: House) -> None:
    before = home.do(lambda: len(home.desk.state.members))
    first = home.join(key="the-same-key-twice")
    second = home.join(key="the-same-key-twice")
    assert second.name == first.name
    assert home.do(lambda: len(home.desk.state.members)) == before + 1
    assert home.get(f"/api/snapshot?seat={first.name}", first.cookie).status == 403
    assert home.get(f"/api/snapshot?seat={first.name}", second.cookie).status == 200


def test_keys_that_others_could_hit_on_are_refused(home: House) -> None:
    for key in ("", "1", "x" * 65):
        answer = home.ask(
            "POST", "/api/join", b'{"code":"' + CODE.encode() + b'"}',
            {**home.own(), "idempotency-key": key},
        )  # fmt: skip
        assert answer.status == 400, key


def test_a_seat_holds_few_sockets(home: House) -> None:
    seat = home.join()
    kept = [opened(home, seat) for _ in range(SOCKETS_EACH)]
    assert refused(home, seat) == 403
    assert home.do(lambda: len(home.server.hub.listeners)) == SOCKETS_EACH
    kept.pop().close()
    home.until(lambda: len(home.server.hub.listeners) < SOCKETS_EACH, "the close")
    assert refused(home, seat) == 101
    for one in kept:
        one.close()


def test_an_erased_student_is_out_at_once(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        seat = home.join()
        feed = opened(home, seat)
        teacher = home.teacher()
        assert home.teach(teacher, "seat", op="erase", member=seat.name).status == 200
        assert until_closed(feed) == GONE
        assert home.get(f"/api/snapshot?seat={seat.name}", seat.cookie).status == 403
        assert _rejoin(home, seat.name, seat.word)[0] == 404
        assert seat.name not in home.do(home.doors.seats)


def test_who_joins_and_never_opens_the_page_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attendance, "GONE_S", 0.5)
    with house(tmp_path) as home:
        seat: Seat = home.join()
        home.until(lambda: not home.desk.state.members[seat.name].here, "absence")


def test_the_name_of_who_was_erased_is_not_given_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "COLOURS", ["amber"])
    monkeypatch.setattr(words, "ANIMALS", [f"animal{n}" for n in range(6)])
    with house(tmp_path) as home:
        teacher = home.teacher()
        given = []
        for _ in range(6):
            given.append(home.join().name)
            home.teach(teacher, "seat", op="erase", member=given[-1])
        assert len(set(given)) == 6
