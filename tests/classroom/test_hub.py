"""The feed: who hears of what, what is sent, and who counts as there."""

import asyncio
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest
from starlette.websockets import WebSocket

from game.classroom import attendance
from game.classroom import events as e
from game.classroom.audience import audience_of, heard_by
from game.classroom.desk import Desk
from game.classroom.web import hub as feeds
from game.classroom.web.hub import CONSOLE, STUDENT, WALL, Listener
from tests.classroom.classes import in_class, open_room
from tests.classroom.feeds import opened, part_once, parts
from tests.classroom.house import House, Seat, house, settings


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A class of twelve that waits in the lobby."""
    with house(tmp_path_factory.mktemp("classes")) as made:
        yield made


def _mates(home: House, count: int = 12) -> list[Seat]:
    return [home.join() for _ in range(count)]


# ---- what is sent


def test_a_page_is_sent_whole_and_then_what_changed(home: House) -> None:
    seat = home.join()
    with opened(home, seat) as feed:
        whole = json.loads(feed.recv(timeout=5.0))
        assert {"class", "me", "team", "world", "clock", "sheet"} <= whole["parts"].keys()
        assert whole["parts"]["me"]["name"] == seat.name
        assert abs(whole["now"] - home.do(home.desk.clock.now)) < 60.0
        parts(feed, 0.5)
        home.give(seat, "speak", language="zh")
        assert part_once(feed, "me", lambda me: True)
        home.give(seat, "speak", language="en")
        parts(feed, 1.0)
        before = home.do(lambda: home.desk.version)
        home.do(lambda: home.desk.tell(f"seat:{seat.name}"))  # a call for nothing
        assert parts(feed, 0.5) == {}
        assert home.do(lambda: home.desk.version) > before


def test_feed_and_snapshot_show_the_same(home: House) -> None:
    seat = home.join()
    with opened(home, seat) as feed:
        heard = json.loads(feed.recv(timeout=30.0))["parts"]
    asked = home.get(f"/api/snapshot?seat={seat.name}", seat.cookie).json["parts"]
    polled = home.get(f"/api/feed?seat={seat.name}", seat.cookie).json["parts"]
    assert heard == polled == asked


def test_polling_answers_only_when_there_is_news(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        one, other = home.join(), home.join()

        def poll(seat: Seat, after: int = -1) -> Any:
            return home.get(f"/api/feed?seat={seat.name}&after={after}", seat.cookie)

        version = poll(one).json["v"]
        home.until(lambda: home.desk.state.members[one.name].here, "presence")
        version = poll(one).json["v"]
        again = poll(one, version)
        assert again.status == 204
        assert float(again.headers["x-now"]) > 0
        home.give(one, "speak", language="zh")
        news = poll(one, version)
        assert news.status == 200
        assert news.json["v"] > version
        assert poll(one, news.json["v"] + 10**9).status == 200  # from before the clock was set back
        assert poll(other).status == 200


def test_after_a_restart_polls_and_feeds_bring_the_page_anew(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        seats = _mates(home, 3)
        version = home.get(f"/api/feed?seat={seats[0].name}", seats[0].cookie).json["v"]
    with House(home.folder, None) as again:
        answer = again.get(f"/api/feed?seat={seats[0].name}&after={version}", seats[0].cookie)
        assert answer.status == 200
        assert answer.json["v"] > version
        with opened(again, seats[1]) as feed:
            assert json.loads(feed.recv(timeout=5.0))["parts"]["me"]["name"] == seats[1].name


def test_heartbeats_come_where_there_is_no_news(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "HEARTBEAT_S", 0.1)
    with house(tmp_path) as home, opened(home, home.join()) as feed:
        parts(feed, 0.05)
        beats = [json.loads(feed.recv(timeout=5.0)) for _ in range(3)]
        assert all(set(beat) == {"hb"} for beat in beats if "parts" not in beat)
        assert any("hb" in beat for beat in beats)


class Phone:
    """A socket that takes everything and says nothing."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    async def accept(self) -> None: ...

    async def send_bytes(self, data: bytes) -> None:
        self.heard.append("page")

    async def close(self, code: int) -> None:
        self.heard.append(f"closed {code}")

    async def receive(self) -> None:
        await asyncio.Event().wait()


@in_class
async def test_a_move_waits_for_a_few_pages_and_a_closed_socket_gets_none() -> None:
    from game.classroom.views.pages import Pages
    from game.classroom.web.hub import Hub

    room = await open_room("B", 24)
    hub = Hub(room.desk, Pages(room.desk))
    phones = {name: Phone() for name in room.state.members}
    jobs = [
        asyncio.create_task(hub.listen(cast(WebSocket, phone), Listener(STUDENT, name, "en")))
        for name, phone in phones.items()
    ]
    last = list(phones)[-1]
    turns = [0]
    async with asyncio.timeout(10.0):
        while not all(phone.heard for phone in phones.values()):
            await asyncio.sleep(0)  # a turn of the loop, in which a move could have come
            turns.append(sum(phone.heard == ["page"] for phone in phones.values()))
            if turns[-1] and not turns[-2]:
                hub.send_away(last, feeds.MOVED)
    assert max(after - before for before, after in pairwise(turns)) == feeds.EACH_TURN
    assert phones[last].heard == [f"closed {feeds.MOVED}"]
    assert turns[-1] == len(phones) - 1
    for one in jobs:
        one.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)


# ---- who hears


def _dirty(desk: Desk, *listeners: Listener) -> list[bool]:
    return [one.dirty.is_set() for one in listeners]


@in_class
async def test_everybody_hears_what_concerns_them_and_nothing_else() -> None:
    from game.classroom.views.pages import Pages
    from game.classroom.web.hub import Hub

    room = await open_room("B", 24, worlds=2)
    desk = room.desk
    made = Hub(desk, Pages(desk))
    us = room.crew("us", "A")
    other, far = room.crew("cn", "A")[0], room.crew("us", "B")[0]
    mine, mate, rival, away = (Listener(STUDENT, n, "en") for n in (us[0], us[1], other, far))
    console, wall = Listener(CONSOLE, "", "en"), Listener(WALL, "", "en")
    every = [mine, mate, rival, away, console, wall]
    for one in every:
        made.add(one)

    def heard(*audiences: str) -> list[bool]:
        for one in every:
            one.dirty.clear()
        desk.tell(*audiences)
        return _dirty(desk, *every)

    assert heard(e.PUBLIC) == [True] * 6
    assert heard("world:A") == [True, True, True, False, True, True]
    assert heard("team:A.us") == [True, True, False, False, True, False]
    assert heard(f"seat:{us[0]}") == [True, False, False, False, True, False]
    assert heard(e.TEACHER) == [False, False, False, False, True, False]
    assert heard(e.WALL) == [False, False, False, False, True, True]


@pytest.mark.parametrize(
    ("body", "audiences"),
    [
        (e.Proposed("s1", 1, {}), {"team:A.us"}),
        (e.Signed("s1", 1, {}, "", ""), {"team:A.us", "world:A"}),
        (e.Unsigned("s1", 1), {"team:A.us", "world:A"}),
        (e.Said(1, "us", "s1", 1, "loud", "text"), {"team:A.us", "world:A"}),
        (e.Polled("s1", "vote", "x"), {"seat:s1", "wall"}),
        (e.Erased("s1", "erased-1"), {"teacher", "public"}),
        (e.Locked(True), {"public"}),
        (e.Peeked("us"), {"teacher"}),
    ],
)
def test_pages_that_show_something_of_an_event_hear_of_it(
    body: e.Body, audiences: set[str]
) -> None:
    seen = audience_of(body, "A", "us", "s1")
    event = e.Event(1, 0.0, "A", 1, "s1", seen, "", body)
    assert heard_by(event) == audiences


def test_a_signature_is_seen_by_the_world_and_on_the_wall(tmp_path: Path) -> None:
    with house(tmp_path, settings(12, lesson="A")) as home:
        people = _mates(home)
        teacher = home.teacher()
        home.to_commit(teacher)
        pen = home.do(lambda: home.desk.state.game.worlds["A"].teams["us"].pen)
        signer = next(one for one in people if one.name == pen)
        rival = home.seat_in("cn", people)[0]

        def signed(world: dict[str, Any]) -> bool:
            return any(team["signed"] for team in world["teams"])

        with (
            opened(home, rival) as phone,
            opened(home, page="wall", cookie=teacher) as wall,
        ):
            parts(phone, 0.5)
            parts(wall, 0.5)
            assert home.give(signer, "sign", round=1, choices={}).status == 200
            assert part_once(phone, "world", signed)
            assert part_once(wall, "worlds", lambda worlds: any(signed(w) for w in worlds))


def test_the_wall_counts_answers_while_they_come(tmp_path: Path) -> None:
    with house(tmp_path, settings(4, rounds=1, lesson="A")) as home:
        people = _mates(home, 4)
        teacher = home.teacher()
        home.to_commit(teacher)
        home.teach(teacher, "clock", op="next", phase="commit")
        home.until(lambda: home.desk.state.game.phase == "reveal", "the reveal")
        home.teach(teacher, "clock", op="debrief")
        home.until(lambda: home.desk.state.game.stage == "feelings", "the debrief")
        with opened(home, page="wall", cookie=teacher) as wall:
            parts(wall, 0.5)
            for count, seat in enumerate(people, 1):
                answer = home.give(seat, "poll", poll="feelings", answer="proud")
                assert answer.status == 200, answer
                shown = part_once(wall, "debrief", lambda d, n=count: d["answered"] >= n)
                assert shown["answered"] == count


# ---- who is there


def test_who_opens_the_page_is_there_and_who_leaves_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attendance, "GONE_S", 0.5)
    monkeypatch.setattr(feeds, "POLL_S", 0.5)
    monkeypatch.setattr(feeds, "SWEEP_S", 0.1)
    with house(tmp_path) as home:
        seat = home.join()
        home.until(lambda: not home.desk.state.members[seat.name].here, "absence")
        with opened(home, seat) as feed:
            feed.recv(timeout=5.0)
            home.until(lambda: home.desk.state.members[seat.name].here, "presence")
        home.until(lambda: not home.desk.state.members[seat.name].here, "absence")
        home.get(f"/api/feed?seat={seat.name}", seat.cookie)
        home.until(lambda: home.desk.state.members[seat.name].here, "presence by polling")
        home.until(lambda: not home.desk.state.members[seat.name].here, "the end of polling")


def test_who_has_two_windows_is_there_until_both_are_closed(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        seat = home.join()
        one, other = opened(home, seat), opened(home, seat)
        home.until(lambda: len(home.server.hub.pages_of(seat.name)) == 2, "both")
        one.close()
        home.until(lambda: len(home.server.hub.pages_of(seat.name)) == 1, "the first close")
        assert home.do(lambda: home.desk.attendance.away(seat.name)) == 0.0
        other.close()
        home.until(lambda: home.desk.attendance.away(seat.name) > 0.0, "the second close")


@in_class
async def test_a_title_that_changes_is_on_every_page() -> None:
    from game.classroom.views.pages import Pages

    room = await open_room("B", 12)
    pages = Pages(room.desk)
    name = room.crew("us")[0]
    before = pages.student(name)["class"]
    room.teach("settings", settings={"title": "Economics 101"})
    await room.settle()
    after = pages.student(name)["class"]
    assert b"Economics 101" in after
    assert before != after
