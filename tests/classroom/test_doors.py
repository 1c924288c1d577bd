"""Tokens, words, links and limits by themselves."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.classroom.doors import (
    COMMANDS_BURST,
    COMMANDS_RATE,
    TEACHER,
    WORD_TRIES,
    Bucket,
    Doors,
    Limits,
    digest,
    new_token,
)
from game.classroom.words import clean_code, clean_word, new_code, new_word
from tests.classroom.stand_ins import FakeTime


@pytest.fixture
def doors(tmp_path: Path) -> Iterator[Doors]:
    """Doors without anybody."""
    made = Doors(tmp_path / "doors.db")
    yield made
    made.close()


def test_tokens_have_128_bits_and_none_comes_twice() -> None:
    made = {new_token() for _ in range(1000)}
    assert len(made) == 1000
    assert all(len(token) == 22 for token in made)


def test_a_token_opens_its_seat_until_a_new_one_is_made(doors: Doors) -> None:
    first, _ = doors.let_in("amber-otter")
    other, _ = doors.let_in("coral-finch")
    assert doors.member_of(first) == "amber-otter"
    second, _ = doors.let_in("amber-otter")
    assert doors.member_of(first) is None
    assert doors.member_of(second) == "amber-otter"
    assert doors.member_of(other) == "coral-finch"
    for guess in ("", "amber-otter", digest(second), second.upper(), second + " "):
        assert doors.member_of(guess) is None


def test_a_seat_that_is_shut_out_has_neither_token_nor_word(doors: Doors, tmp_path: Path) -> None:
    token, word = doors.let_in("amber-otter")
    doors.shut_out("amber-otter")
    assert doors.member_of(token) is None
    assert not doors.says_word("amber-otter", word)
    assert doors.seats() == set()
    again = Doors(tmp_path / "doors.db")
    assert again.member_of(token) is None
    again.close()


def test_tries_are_remembered_over_a_restart(doors: Doors, tmp_path: Path) -> None:
    _, word = doors.let_in("amber-otter")
    for _ in range(WORD_TRIES):
        assert doors.says_word("amber-otter", "wrong") is False
    assert doors.says_word("amber-otter", word) is None
    again = Doors(tmp_path / "doors.db")
    assert again.says_word("amber-otter", word) is None
    _, fresh = again.let_in("amber-otter")  # the teacher has let them in
    assert again.says_word("amber-otter", fresh) is True
    again.close()


def test_the_word_of_an_unknown_seat_is_nothing(doors: Doors) -> None:
    assert doors.says_word("nobody", "") is None
    assert doors.says_word(TEACHER, "") is None


def test_a_disk_that_refuses_leaves_everything_as_it_was(doors: Doors) -> None:
    token, word = doors.let_in("amber-otter")
    doors._db.execute("PRAGMA query_only=ON")
    for name in ("amber-otter", "coral-finch"):
        with pytest.raises(sqlite3.Error):
            doors.let_in(name)
    doors._db.execute("PRAGMA query_only=OFF")
    assert doors.member_of(token) == "amber-otter"
    assert doors.says_word("amber-otter", word) is True
    assert doors.seats() == {"amber-otter"}
    new, _ = doors.let_in("coral-finch")
    assert doors.member_of(new) == "coral-finch"


def test_a_link_of_the_teacher_works_once_and_tokens_add_up(doors: Doors, tmp_path: Path) -> None:
    links = [doors.teacher_link() for _ in range(2)]
    tokens = [doors.use_link(link) for link in links]
    assert all(token and doors.member_of(token) == TEACHER for token in tokens)
    assert [doors.use_link(link) for link in links] == [None, None]
    again = Doors(tmp_path / "doors.db")  # the console stays open over a restart, links do not
    assert all(again.member_of(token or "") == TEACHER for token in tokens)
    again.close()


def test_a_bucket_fills_with_time_and_no_further() -> None:
    bucket = Bucket(rate=2.0, most=3.0)
    assert [bucket.take(10.0) for _ in range(4)] == [True, True, True, False]
    assert bucket.empty(10.4)
    assert bucket.take(10.5)
    assert not bucket.full(11.9)
    assert bucket.full(12.0)
    assert [bucket.take(1000.0) for _ in range(4)] == [True, True, True, False]
    assert not bucket.take(900.0)  # a clock that goes back gives nothing


def test_a_seat_may_give_ten_commands_a_second() -> None:
    time = FakeTime()
    limits = Limits(lambda: time.steady)
    taken = 0
    for _ in range(1000):
        taken += limits.may_command("amber-otter")
        time.passes(0.01)
    assert taken == pytest.approx(COMMANDS_BURST + 10.0 * COMMANDS_RATE, abs=1)
    assert limits.may_command("coral-finch")
    assert limits.may_look("amber-otter")


def test_limits_do_not_grow_without_end() -> None:
    limits = Limits(lambda: 0.0)
    for n in range(3 * Limits.MOST_KEYS):
        limits.may_guess(f"2001:db8::{n:x}")
    assert len(limits._each) <= Limits.MOST_KEYS


def test_words_are_taken_however_they_are_typed() -> None:
    for word in ("copper-47", *(new_word() for _ in range(20))):
        thing, number = word.split("-")
        for typed in (
            word,
            word.upper(),
            f" {thing} {number} ",
            f"{thing}{number}",
            f"{thing}_{number}",
        ):
            assert clean_word(typed) == word
        for other in ("", thing, number, f"{thing}-{int(number) + 1}", f"{number}-{thing}"):
            assert clean_word(other) != word


def test_codes_are_taken_however_they_are_typed() -> None:
    code = new_code()
    for typed in (code, code.lower(), f" {code[:3]} {code[3:]} ", f"{code[:3]}-{code[3:]}"):
        assert clean_code(typed) == code
