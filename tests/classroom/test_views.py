"""What pages show: in every phase and language, with the right numbers, in names of the class."""

import hashlib
import re
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from game.classroom import pace
from game.classroom.ladder import AUTOPILOT
from game.classroom.languages import LANGUAGES
from game.classroom.lesson import PHASES, find_team
from game.classroom.state import COMMIT, DEBRIEF, LOBBY, NEGOTIATE, OVER, REFLECT, REVEAL
from game.classroom.views import results
from game.classroom.views.console import console_view, prompts
from game.classroom.views.pages import Pages
from game.renaming import FICTIONAL
from tests.classroom.at_random import Class
from tests.classroom.classes import Room, in_class, open_room
from tests.classroom.stand_ins import StandIn

FREE = {"statements": True, "treaties": True, "talk": "free"}


def pages(room: Room) -> Pages:
    return Pages(room.desk, "http://192.168.1.20:8000")


def phone(room: Room, name: str) -> dict[str, Any]:
    return {key: msgspec.json.decode(part) for key, part in pages(room).student(name).items()}


def everything(room: Room, language: str = "en") -> dict[str, bytes]:
    """All parts of all pages."""
    for member in room.state.members.values():
        member.language = language
    made = pages(room)
    found = {f"wall {k}": v for k, v in made.projector(language).items()}
    found |= {f"console {k}": v for k, v in made.console(language).items()}
    for name, member in room.state.members.items():
        if not member.erased:
            found |= {f"{name} {k}": v for k, v in made.student(name).items()}
    return found


# ---- in every state


@pytest.mark.parametrize("seed", range(9))
@in_class
async def test_every_page_can_be_shown_at_any_moment_in_any_language(seed: int) -> None:
    """Late joiners, erased ones, undone rounds, forks, treated worlds: no page stumbles."""
    room = await open_room("ABC"[seed % 3], [5, 14, 26][seed // 3], seed=seed, rounds=2, **FREE)
    one = Class(room, seed)
    for _ in range(6):
        await one.acts(30)
        language = list(LANGUAGES)[one.luck.randrange(len(LANGUAGES))]
        for key, part in everything(room, language).items():
            msgspec.json.decode(part)
            assert b"Infinity" not in part, key
            assert b"NaN" not in part, key


@in_class
async def test_a_whole_lesson_with_ended_worlds_can_be_shown_to_its_end() -> None:
    room = await open_room("C", 24, rounds=3, model=StandIn(lambda s, n: n == 1), **FREE)
    seen = set()
    while room.phase != OVER:
        if room.phase == REVEAL:
            for world in room.state.game.worlds.values():
                world.rounds[-1].result["ended"] = 0  # the others go on, for once
        everything(room)
        seen.add(room.phase)
        await room.next()
    everything(room)
    assert seen == {LOBBY, *PHASES, DEBRIEF}
    assert [one.went_on for one in room.world().rounds] == [True, False, False]


@in_class
async def test_a_seat_that_is_gone_has_no_page() -> None:
    room = await open_room("A", 6)
    name = room.crew("us")[0]
    room.teach("seat", op="erase", member=name)
    with pytest.raises(KeyError):
        pages(room).student(name)


# ---- names


@in_class
async def test_a_neutral_class_names_no_country_and_no_firm() -> None:
    """Politically safe: everything that pages say in play is in made-up names."""
    room = await open_room("B", 24, worlds=1, names="neutral", **FREE)
    real = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in FICTIONAL))
    await room.to(NEGOTIATE, 1)
    room.treaty("us", "cn", {"kind": "no_new_sanction", "by": "us", "decision": "tools"})
    await room.to(COMMIT, 1)
    room.sign("us", research=3)
    for phase in (COMMIT, REVEAL, REFLECT):
        await room.to(phase)
        for key, part in everything(room).items():
            found = real.findall(part.decode())
            assert not found, (phase, key, found)


@in_class
async def test_students_of_one_team_read_their_own_languages() -> None:
    """Check 13: two languages in one team."""
    room = await open_room("A", 12)
    await room.to(COMMIT)
    one, other = room.crew("us")
    room.give(other, "speak", language="zh")
    english, chinese = phone(room, one), phone(room, other)
    assert english["team"]["fallback"].startswith("If time runs out")
    assert re.search("[\u4e00-\u9fff]", chinese["world"]["teams"][0]["name"])
    assert english["sheet"][0]["key"] == chinese["sheet"][0]["key"]


# ---- a student's page


@in_class
async def test_a_phone_says_who_has_the_pen_what_is_proposed_and_what_counts() -> None:
    room = await open_room("B", 24, worlds=1, practice=False)
    await room.to(COMMIT)
    holder, mate, third, fourth = (room.pen("us"), *[n for n in room.crew("us")
                                                   if n != room.pen("us")])  # fmt: skip
    assert phone(room, holder)["me"]["pen"]
    assert not phone(room, mate)["me"]["pen"]
    for name, step in ((holder, 4), (mate, 2), (third, 3)):
        room.propose(name, research=step)
    shown = phone(room, fourth)
    row = next(row for row in shown["sheet"] if row["key"] == "research")
    assert (row["draft"], row["spread"]) == (3, [2, 4])
    assert shown["team"]["status"] == "open"
    assert [m["name"] for m in shown["team"]["members"] if m["proposed"]] == sorted(
        [holder, mate, third], key=room.crew("us").index
    )
    room.sign("us", chips=4)
    assert phone(room, holder)["team"]["status"] == "second"
    assert phone(room, mate)["me"]["can_second"]
    assert not phone(room, holder)["me"]["can_second"]
    other = phone(room, room.crew("cn")[0])
    # That a second is wanted would tell others that the step is grave.
    assert next(t for t in other["world"]["teams"] if t["seat"] == "us")["signed"]
    room.second(mate)
    other = phone(room, room.crew("cn")[0])
    assert next(t for t in other["world"]["teams"] if t["seat"] == "us")["signed"]
    assert len(phone(room, mate)["team"]["receipt"]) == 6


@in_class
async def test_the_receipt_is_the_start_of_a_hash_of_the_move_that_is_revealed() -> None:
    room = await open_room("B", 12, worlds=1, practice=False)
    await room.to(COMMIT)
    room.sign("us", research=4, tools=1)
    receipt = room.team("us").receipt
    await room.to(REVEAL)
    move = room.world().rounds[-1].moves["us"]
    data = msgspec.json.encode(dict(sorted(move.choices.items()))) + move.salt.encode()
    assert hashlib.sha256(data).hexdigest()[:6] == receipt
    card = next(c for c in phone(room, room.crew("cn")[0])["result"]["cards"] if c["seat"] == "us")
    assert card["salt"] == move.salt


@pytest.mark.parametrize("empty", ["tool", "us"])
@in_class
async def test_what_the_program_did_for_an_empty_team_is_told(empty: str) -> None:
    room = await open_room("A", 12, practice=False)
    await room.to(REVEAL)
    one = room.world().rounds[-1]
    one.moves[empty] = replace(one.moves[empty], how=AUTOPILOT, choices={})
    decision = find_team(empty).decisions[-1]
    law = room.world().opening["levers"]
    step = (decision.nearest(law) + 1) % len(decision.options)
    one.result["standing"]["levers"] = {**law, **decision.options[step].levers}
    (card,) = [c for c in results.cards(room.state, room.world(), one) if c["seat"] == empty]
    assert [row["title"] for row in card["moves"]] == [decision.title]
    assert card["moves"][0]["before"] != card["moves"][0]["after"]


@in_class
async def test_causes_add_up_to_what_changed() -> None:
    class Causes(StandIn):
        async def play_round(self, setup: Any, rounds: Any) -> dict[str, Any]:
            found = await super().play_round(setup, rounds)
            parts = [["us", 4.0], ["cn", -3.0], ["luck", 2.0], ["minds", 1.0], ["tool", -0.5]]
            return {**found, "causes": {"us": parts}, "moved": {"tension": parts}}

    room = await open_room("B", 12, worlds=1, practice=False, model=Causes())
    await room.to(REVEAL)
    result = phone(room, room.crew("us")[0])["result"]
    assert [one["value"] for one in result["causes"]] == [4.0, -3.0, 2.0, 0.5]
    assert result["score_change"] == "+3.5"
    (moved,) = result["moved"]
    assert sum(one["value"] for one in moved["causes"]) == 3.5
    assert moved["causes"][-1]["text"] == "All else"


@in_class
async def test_a_forecast_is_asked_for_between_rounds_and_settled_on_the_phone() -> None:
    room = await open_room("A", 12, practice=True, rounds=2)
    name = room.crew("us")[0]
    for phase, number, asked in (
        (REVEAL, 0, False), (COMMIT, 1, False), (REFLECT, 1, True), (REFLECT, 2, False),
    ):  # fmt: skip
        await room.to(phase, number)
        question = phone(room, name)["me"]["forecast"]
        assert (question is not None) == asked
        if question is not None:
            room.give(name, "predict", round=question["round"], item=question["item"], up=True,
                      p=0.9)  # fmt: skip
            assert phone(room, name)["me"]["forecast"]["mine"] == {"up": True, "p": 0.9}
    settled = phone(room, name)["me"]["settled"]
    assert (settled["round"], settled["p"]) == (2, 0.9)


# ---- the console


@in_class
async def test_the_console_says_who_holds_the_class_up_and_what_happens_then() -> None:
    room = await open_room("B", 24, worlds=1, practice=False)
    await room.to(COMMIT)
    room.sign("us")
    for name in room.crew("cn"):
        room.propose(name, fabs=1)
    room.leave(*room.crew("huaw"))
    room.teach("enter", world="A", team="tool", choices={})
    (world,) = console_view(room.desk, room.time.wall)["worlds"]
    told = {t["seat"]: (t["status"], t["missing"], t["here"], t["of"]) for t in world["teams"]}
    assert told["us"] == ("signed", "", 4, 4)
    assert told["cn"] == ("open", "by draft", 4, 4)
    assert told["huaw"] == ("open", "autopilot", 0, 4)
    assert told["tool"] == ("signed", "", 4, 4)
    assert told["nvda"] == ("open", "as last time", 4, 4)


@in_class
async def test_the_large_button_says_what_it_does() -> None:
    room = await open_room("A", 12, rounds=1)
    told = []
    while room.phase != OVER:
        told.append(console_view(room.desk, room.time.wall)["next"])
        await room.next()
    assert told[:8] == [
        "Begin", "Go to: Talk", "Go to: Decide", "Close and reveal", "Go to: Look ahead",
        "End the practice, begin round 1", "Go to: Talk", "Go to: Decide",
    ]  # fmt: skip
    assert told[8:11] == ["Close and reveal", "Go to: Look ahead", "Go to: How was it?"]
    assert told[-1] == "End the class"


@in_class
async def test_the_console_says_how_many_rounds_fit() -> None:
    room = await open_room("A", 12, practice=False)
    await room.next()
    part = console_view(room.desk, room.time.wall)["pace"]
    assert part["words"].startswith("Time for 3 more rounds and a debrief of ")
    assert part["state"] == pace.AHEAD  # there is no practice to wait for
    room.clock("pause")
    await room.wait(1500.0, step=4.0)
    part = console_view(room.desk, room.time.wall)["pace"]
    assert part["state"] == pace.BEHIND
    assert part["offer_text"]


@in_class
async def test_what_to_say_now_follows_from_what_teams_did() -> None:
    room = await open_room("B", 12, worlds=1, practice=False)
    assert prompts(room.state) == []
    await room.to(NEGOTIATE)
    number = room.treaty("us", "cn", {"kind": "no_new_sanction", "by": "us", "decision": "tools"})
    await room.to(COMMIT)
    room.sign("us", tools=4)
    room.sign("cn")
    await room.to(REVEAL)
    told = prompts(room.state)
    assert told[0].endswith(f"why they broke treaty {number}.")
    assert any("did not answer" in one for one in told)
    assert len(told) == 3


@in_class
async def test_in_the_debrief_it_has_the_words_for_the_stage_and_marks_name_it() -> None:
    room = await open_room("A", 12, rounds=1, practice=False)
    await room.to(COMMIT, 1)
    room.sign("us", research=4)
    told = {}
    while room.phase != OVER:
        if room.phase == DEBRIEF:
            told[room.state.game.stage] = prompts(room.state)
        await room.next()
    assert all(told.values())
    assert len({*map(tuple, told.values())}) == len(told)
    assert not any("did not answer" in one for words in told.values() for one in words)
    assert told["feelings"][-1] == "“One word each.” Do not explain anything yet."
    marks = [one["text"] for one in console_view(room.desk, room.time.wall)["marks"]]
    assert marks[0] == "Debrief: Exit ticket"
    assert "Debrief: How was it?" in marks
    assert len({*marks}) == len(marks)


@in_class
async def test_before_the_game_the_console_says_who_has_a_standing_order() -> None:
    room = await open_room("A", 12)
    room.give(room.crew("us")[0], "standing", choices={"research": 3})
    (world,) = console_view(room.desk, room.time.wall)["worlds"]
    told = {team["seat"]: team["missing"] for team in world["teams"]}
    assert told["us"] == "by standing order"
    assert {told[seat] for seat in told if seat != "us"} == {"no standing order yet"}


@pytest.mark.parametrize(
    ("rounds", "seconds", "words"),
    [
        (2, 660, "Time for 2 more rounds and a debrief of 11 minutes"),
        (1, 60, "Time for 1 more round and a debrief of 1 minute"),
        (0, 0, "Time for a debrief of 0 minutes"),
    ],
)
@in_class
async def test_rounds_and_minutes_that_are_left_are_counted_properly(
    rounds: int, seconds: float, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = pace.Pace(pace.ON, 0.0, seconds, rounds, rounds)
    monkeypatch.setattr(pace, "pace", lambda state, now: found)
    room = await open_room("A", 6)
    assert console_view(room.desk, room.time.wall)["pace"]["words"] == words


@in_class
async def test_a_guess_stands_beside_the_decision_that_it_is_about_and_no_other() -> None:
    room = await open_room("A", 12, rounds=2, practice=False)
    for number in (1, 2):
        await room.to(COMMIT, number)
        room.sign("us", research=4, chips=number)
        await room.to(REFLECT, number)
    await room.to(DEBRIEF)
    names = room.crew("us")
    keys = [one["key"] for one in console_view(room.desk, room.time.wall)["debrief"]["candidates"]]
    other, chosen = keys[:2]
    while room.state.game.stage != "flip":
        await room.next()

    def shown() -> dict[str, Any]:
        return dict(phone(room, names[0])["debrief"])

    assert shown()["guess"] == {"decision": "", "open": True, "count": 0, "mean": ""}
    for name in names:
        room.give(name, "poll", poll="vote", answer=chosen)
    candidates = console_view(room.desk, room.time.wall)["debrief"]["candidates"]
    assert candidates[0]["key"] == chosen  # what the console offers first
    assert shown()["guess"]["decision"] == candidates[0]["text"]
    room.give(names[0], "poll", poll="guess", answer="60")
    room.give(names[1], "poll", poll="guess", answer="70")
    for key in (other, chosen, other):
        room.teach("flip", candidate=key, step=0)
        await room.settle()
    room.give(names[0], "poll", poll="guess", answer="0")  # it has seen what came
    told = [one["guess"] for one in shown()["flips"]]
    assert told == [None, {"count": 2, "mean": "65%"}, None]
    assert not shown()["guess"]["open"]


@in_class
async def test_the_timeline_begins_with_the_opening_and_says_how_much_it_leaves_out() -> None:
    room = await open_room("A", 12, rounds=1, practice=False)
    await room.to(COMMIT, 1)
    for seat in ("us", "cn", "nvda"):
        room.propose(room.crew(seat)[0], **dict.fromkeys(_keys(room, seat), 1))
        room.sign(seat, **dict.fromkeys(_keys(room, seat), 1))
    await room.to(DEBRIEF)
    while room.state.game.stage != "timeline":
        await room.next()
    told = phone(room, room.crew("us")[0])["debrief"]
    (row,) = told["rounds"]
    assert [one["key"] for one in told["opening"]] == [one["key"] for one in row["numbers"]]
    assert len(told["opening"]) == 6
    assert all(one["text"] != "–" for one in told["opening"])
    assert row["all_moves"] > len(row["moves"]) == 4


def _keys(room: Room, seat: str) -> list[str]:
    return [one.key for one in room.state.sheet(seat)]


@in_class
async def test_who_enters_a_move_reads_what_is_in_force_as_phones_do() -> None:
    room = await open_room("A", 12, practice=False)
    await room.to(COMMIT)
    (world,) = console_view(room.desk, room.time.wall)["worlds"]
    for team in world["teams"]:
        if team["seat"] != "press":
            sheet = phone(room, room.crew(team["seat"])[0])["sheet"]
            assert [one["now_text"] for one in team["sheet"]] == [one["now_text"] for one in sheet]


@in_class
async def test_the_marks_offered_lead_back_where_they_say() -> None:
    room = await open_room("A", 12, rounds=2)
    await room.to(COMMIT, 2)
    marks = console_view(room.desk, room.time.wall)["marks"]
    for mark in marks[::3]:
        room.clock("undo", mark=mark["mark"])
        assert room.state.game.round == mark["round"]
        assert room.phase != "resolve"
