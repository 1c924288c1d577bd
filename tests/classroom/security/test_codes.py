"""The door: codes are not guessed, and a whole class behind one address still comes in."""

import concurrent.futures
from pathlib import Path

import pytest

from game.classroom.doors import WRONG_CODES_ALL, WRONG_CODES_EACH, Limits
from game.classroom.web.door import MOST_KNOCKS_EACH
from tests.classroom.house import House, house, settings
from tests.classroom.stand_ins import CODE, NOW, FakeTime


def test_a_thousand_guesses_from_one_address_are_stopped_and_others_still_come_in(
    tmp_path: Path,
) -> None:
    with house(tmp_path) as home:
        home.server.door.limits = Limits(lambda: NOW)  # within one moment, however slow we are
        answers = [
            home.post("/api/join", {"code": f"AB{n:04d}"}, source="127.0.0.9") for n in range(1000)
        ]
        statuses = [one.status for one in answers]
        most = int(WRONG_CODES_EACH)
        assert statuses == [404] * most + [429] * (1000 - most)
        assert "Wait a minute" in answers[-1].error
        assert home.post("/api/join", {"code": CODE}, source="127.0.0.9").status == 429
        assert home.join(source="127.0.0.2").name
        assert not any(m for m in home.do(lambda: home.desk.state.members) if "erased" in m)


def test_a_class_behind_one_address_joins_at_once(tmp_path: Path) -> None:
    with (
        house(tmp_path, settings(120)) as home,
        concurrent.futures.ThreadPoolExecutor(12) as together,
    ):
        seats = list(together.map(lambda _: home.join(), range(120)))
        assert len({seat.name for seat in seats}) == 120
        assert len({seat.cookie for seat in seats}) == 120
        assert home.do(lambda: len(home.desk.state.members)) == 120


def test_guesses_from_everywhere_together_have_a_limit() -> None:
    time = FakeTime()
    limits = Limits(lambda: time.steady + NOW)
    for n in range(int(WRONG_CODES_ALL)):
        assert limits.may_guess(f"10.0.{n % 50}.1")
        limits.guessed_wrong(f"10.0.{n % 50}.1")
    assert limits.under_siege()
    assert not limits.may_guess("10.0.7.1")  # it has guessed before
    assert limits.may_guess("10.0.99.1")  # it has not, and may be a student
    limits.guessed_wrong("10.0.99.1")
    assert not limits.may_guess("10.0.99.1")
    time.passes(120.0)
    assert not limits.under_siege()
    assert limits.may_guess("10.0.7.1")


def test_the_teacher_hears_of_guesses_and_the_warning_goes_by_itself(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        home.server.door.limits = Limits(lambda: NOW)
        for n in range(40):
            for _ in range(8):
                home.do(lambda n=n: home.server.door.limits.guessed_wrong(f"10.0.0.{n}"))
        home.post("/api/join", {"code": "ABCDEF"})
        said = home.do(lambda: home.desk.trouble)
        assert "guessing codes" in said
        assert not home.do(lambda: bool(home.desk.troubles))  # nothing that the class waits for


@pytest.mark.parametrize("code", ["éééééé", "学学学学学学", "", " ", "'; --", "\x00" * 6, "K" * 40])
def test_odd_codes_are_wrong_codes(home: House, code: str) -> None:
    answer = home.post("/api/join", {"code": code}, source="127.0.0.31")
    assert answer.status == 404, answer
    assert "no class" in answer.error


def test_a_code_is_known_however_it_is_typed(home: House) -> None:
    typed = f" {CODE[:3].lower()}-{CODE[3:].lower()} "
    assert home.post("/api/join", {"code": typed}).status == 200


def test_a_locked_door_is_knocked_at_and_cannot_be_crowded(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        teacher = home.teacher()
        home.teach(teacher, "switch", what="door", on=True)
        knocks = [home.post("/api/join", {"code": CODE}, source="127.0.0.9") for _ in range(60)]
        taken = [one for one in knocks if one.status == 202]
        assert len(taken) == MOST_KNOCKS_EACH
        assert {one.status for one in knocks} == {202, 429}
        honest = home.post("/api/join", {"code": CODE}, source="127.0.0.2")
        assert honest.status == 202
        knock = honest.json["knock"]
        assert home.get(f"/api/knock/{knock}").status == 202
        home.teach(teacher, "admit", knock=knock, let_in=True)
        inside = home.get(f"/api/knock/{knock}")
        assert inside.status == 200
        assert inside.json["name"] in home.do(lambda: set(home.desk.state.members))
        again = home.get(f"/api/knock/{knock}")  # the first answer was lost on its way
        assert again.json["name"] == inside.json["name"]
        other = taken[0].json["knock"]
        home.teach(teacher, "admit", knock=other, let_in=False)
        assert home.get(f"/api/knock/{other}").status == 403


def test_who_knocks_and_goes_away_makes_room(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        teacher = home.teacher()
        home.teach(teacher, "switch", what="door", on=True)
        for _ in range(MOST_KNOCKS_EACH):
            assert home.post("/api/join", {"code": CODE}).status == 202
        assert home.post("/api/join", {"code": CODE}).status == 429

        def long_ago() -> None:
            for one in home.server.door.waiting.values():
                one.asked -= 60.0

        home.do(long_ago)
        assert home.post("/api/join", {"code": CODE}).status == 202
        assert home.do(lambda: len(home.desk.state.knocks)) == 1


def test_the_picture_of_the_code_is_for_those_who_show_it(home: House) -> None:
    seat, teacher = home.join(), home.teacher()
    assert home.get("/qr.svg").status == 404
    assert home.get("/qr.svg", seat.cookie).status == 404
    assert home.get("/qr.svg", teacher).status == 200
    wall = home.get(f"/p/{home.server.door.wall_key}")
    assert home.get("/qr.svg", wall.cookie).status == 200
