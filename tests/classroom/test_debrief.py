"""What a class asks of its own game: forecasts, the decisions that changed most, effects."""

import random
from statistics import fmean

import pytest
from scipy import stats

from game.classroom import debrief, to_model
from game.classroom.lesson import find_decision, find_lesson
from game.classroom.settings import new_settings
from game.classroom.state import COMMIT, DEBRIEF, REFLECT, REVEAL, ClassState, Prediction
from game.classroom.worlds import Setup
from tests.classroom.classes import Room, in_class, open_room, refused
from tests.classroom.stand_ins import StandIn

CERTAINTIES = (0.5, 0.7, 0.9)


# ---- forecasts


async def looking_ahead(**wanted: object) -> Room:
    room = await open_room("A", 12, practice=False, **wanted)
    await room.to(REFLECT)
    return room


def predict(room: Room, name: str, *, up: bool = True, p: float = 0.7, **other: object) -> None:
    target = room.state.game.round + 1
    body = {"round": target, "item": debrief.forecast_item(room.state, target), "up": up, "p": p}
    room.give(name, "predict", **{**body, **other})


@in_class
async def test_forecasts_come_true_or_not_by_the_number_itself() -> None:
    room = await looking_ahead()
    optimist, pessimist = room.crew("us")
    predict(room, optimist, up=True, p=0.9)
    predict(room, pessimist, up=False, p=0.5)
    item = debrief.forecast_item(room.state, 2)
    before = room.state.standing("A")["numbers"][item]
    await room.to(REVEAL, 2)
    rose = room.state.standing("A")["numbers"][item] > before
    came = {one.member: one.came for one in room.state.game.predictions}
    assert came == {optimist: rose, pessimist: not rose}
    brier = {one.member: one.brier for one in room.state.game.predictions}
    assert brier[optimist] == pytest.approx((0.9 - float(rose)) ** 2)
    assert brier[pessimist] == pytest.approx(0.25)


@in_class
async def test_the_last_forecast_counts_and_only_the_number_that_is_asked_for() -> None:
    room = await looking_ahead()
    name = room.crew("us")[0]
    predict(room, name, up=True, p=0.9)
    predict(room, name, up=False, p=0.7)
    (one,) = room.state.game.predictions
    assert (one.up, one.p) == (False, 0.7)
    for wrong, words in (
        ({"item": "tension"}, "no such number"),
        ({"item": "nonsense"}, "no such number"),
        ({"p": 0.8}, "50, 70 or 90"),
        ({"p": 1.0}, "50, 70 or 90"),
        ({"round": 1}, "between rounds"),
        ({"round": 3}, "between rounds"),
    ):
        with refused(room, words):
            predict(room, name, **wrong)
    await room.to(COMMIT, 2)
    with refused(room, "between rounds"):
        predict(room, name)


@in_class
async def test_nothing_is_forecast_for_a_round_that_will_not_be_played() -> None:
    room = await looking_ahead(rounds=1)
    with refused(room, "no such number"):
        predict(room, room.crew("us")[0])


@pytest.mark.parametrize("letter", "ABC")
def test_every_number_on_the_wall_is_forecast_in_turn(letter: str) -> None:
    lesson = find_lesson(letter)
    state = ClassState(new_settings(lesson), "KXR4TM")
    count = len(debrief.PUBLIC_NUMBERS)
    items = [debrief.forecast_item(state, number) for number in range(2, count + 2)]
    assert items[0] == lesson.forecast
    assert sorted(items) == sorted(debrief.PUBLIC_NUMBERS)


@in_class
async def test_a_world_that_has_ended_settles_no_forecast() -> None:
    room = await open_room("A", 12, practice=False, model=StandIn(lambda _, n: n == 1))
    await room.to(REVEAL)
    room.world().rounds[-1].result["ended"] = 0  # so that the class goes on for once
    await room.to(REFLECT)
    predict(room, room.crew("us")[0])
    await room.to(REVEAL, 2)
    assert not room.world().rounds[-1].went_on
    assert [one.came for one in room.state.game.predictions] == [None]


def forecasts(seed: int, count: int) -> list[Prediction]:
    luck = random.Random(seed)
    return [
        Prediction(f"s{n}", "A", 1, "tension", luck.random() < 0.5, luck.choice(CERTAINTIES),
                   luck.choice([True, False, None]))
        for n in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(10))
def test_the_brier_score_is_the_mean_squared_error(seed: int) -> None:
    """Against a computation of its own, over outcomes 1 and 0 and probabilities of a rise."""
    given = forecasts(seed, 30)
    settled = [one for one in given if one.came is not None]
    rose = [one.up == one.came for one in settled]
    said = [one.p if one.up else 1.0 - one.p for one in settled]
    expected = fmean((q - float(r)) ** 2 for q, r in zip(said, rose, strict=True))
    found = debrief.score(given)
    assert found.count == len(settled)
    assert found.right == sum(1 for one in settled if one.came)
    assert found.brier == pytest.approx(expected)
    shares = {
        p: fmean(float(one.came) for one in settled if one.p == p)
        for p in {one.p for one in settled}
    }
    for p, count, share in debrief.calibration(given):
        assert count == sum(1 for one in settled if one.p == p)
        assert share == pytest.approx(shares[p])


def test_no_forecast_has_no_score_and_a_coin_scores_a_quarter() -> None:
    assert debrief.score([]) == debrief.Score(0, 0, None)
    coins = [Prediction("s", "A", 1, "tension", True, 0.5, came) for came in (True, False)]
    assert debrief.score(coins).brier == 0.25


# ---- the effect of a treatment


@pytest.mark.parametrize("freedom", [1.0, 1.1, 1.5, 1.9, 2.0, 2.4, 3.0, 4.7, 10.0, 40.5])
def test_students_t_is_right_for_few_worlds_too(freedom: float) -> None:
    """With two worlds against two there are between one and two degrees of freedom."""
    assert debrief.student_95(freedom) == pytest.approx(stats.t.ppf(0.95, freedom), rel=1e-6)


def set_ends(room: Room, metric: str, values: dict[str, list[float]]) -> None:
    """The last number of each world, by its treatment."""
    left = {arm: list(numbers) for arm, numbers in values.items()}
    for world in room.state.game.worlds.values():
        number = left[world.treatment].pop(0)
        last = world.rounds[-1]
        standing = {**last.result["standing"], "numbers": {metric: number}}
        object.__setattr__(last, "result", {**last.result, "standing": standing})


@pytest.mark.parametrize("seed", range(8))
@in_class
async def test_the_effect_is_welchs_difference_with_its_90_percent_interval(seed: int) -> None:
    room = await open_room("C", 200, rounds=1, seed=seed + 1)
    await room.to(DEBRIEF)
    luck = random.Random(seed)
    values = {arm: [luck.gauss(0.0, 1.0 + 5.0 * (arm == "on")) for _ in range(3)]
              for arm in ("on", "off")}  # fmt: skip
    set_ends(room, "tension", values)
    found = debrief.effect(room.state, "tension")
    expected = stats.ttest_ind(values["on"], values["off"], equal_var=False)
    low, high = expected.confidence_interval(0.9)
    assert found.difference == pytest.approx(fmean(values["on"]) - fmean(values["off"]))
    assert found.interval == pytest.approx((low, high), rel=1e-6)
    assert found.values == (tuple(values["on"]), tuple(values["off"]))


@in_class
async def test_there_is_no_interval_for_one_world_and_no_effect_without_both_arms() -> None:
    room = await open_room("C", 24, rounds=1)
    await room.to(DEBRIEF)
    set_ends(room, "tension", {"on": [2.0], "off": [0.5]})
    found = debrief.effect(room.state, "tension")
    assert (found.difference, found.interval) == (1.5, None)
    room = await open_room("C", 8, rounds=1)
    await room.to(DEBRIEF)
    assert debrief.effect(room.state, "tension") is None
    room = await open_room("A", 24, rounds=1)
    await room.to(DEBRIEF)
    assert debrief.effect(room.state, "tension") is None


@in_class
async def test_worlds_that_agree_have_an_interval_of_no_width() -> None:
    room = await open_room("C", 200, rounds=1)
    await room.to(DEBRIEF)
    set_ends(room, "tension", {"on": [1.0] * 3, "off": [1.0] * 3})
    assert debrief.effect(room.state, "tension").interval == (0.0, 0.0)


# ---- decisions that mattered, and flips


async def played(*moves: dict[str, int], model: StandIn | None = None) -> Room:
    """A class whose first team has signed these moves."""
    room = await open_room("B", 12, worlds=1, practice=False, model=model)
    for number, choices in enumerate(moves, start=1):
        await room.to(COMMIT, number)
        room.sign("us", **choices)
        await room.to(REFLECT)
    return room


@in_class
async def test_candidates_are_the_decisions_that_changed_something() -> None:
    room = await played({"research": 3, "tools": 0}, {"research": 3}, {"research": 0, "tools": 4})
    law = room.world().opening["levers"]
    first = find_decision("us.research").nearest(law)
    found = debrief.changes(room.state, "A")
    assert [(c.round, c.decision, c.before, c.after) for c in found] == [
        (1, "research", first, 3),
        (3, "research", 3, 0),
        (3, "tools", 0, 4),
    ]
    assert found[-1].key == "A.r3.us.tools"
    assert debrief.find_candidate(room.state, "A.r3.us.tools") == found[-1]
    for wrong in ("A.r2.us.research", "B.r3.us.tools", "", "A.r3.us.nothing"):
        assert debrief.find_candidate(room.state, wrong) is None
    assert found[-1].size == pytest.approx(0.8)  # four of five steps


@in_class
async def test_the_class_votes_on_those_that_went_farthest() -> None:
    room = await open_room("B", 12, worlds=1, practice=False)
    await room.to(COMMIT)
    for seat in ("us", "cn", "huaw", "tool", "nvda", "row"):
        sheet = [d for d in room.state.sheet(seat) if d.grave is None]
        room.sign(seat, **{d.key: len(d.options) - 1 for d in sheet})
    await room.to(REFLECT)
    everything = debrief.changes(room.state, "A")
    found = debrief.candidates(room.state, "A")
    assert len(found) == debrief.MOST_CANDIDATES < len(everything)
    left_out = [one.size for one in everything if one not in found]
    assert min(one.size for one in found) >= max(left_out)


def levers_in(moves: object, *keys: str) -> list[dict[str, float]]:
    return [{k: v for k, v in one.orders if k in keys} for one in moves]


@in_class
async def test_a_changed_history_changes_one_decision_and_what_only_confirmed_it() -> None:
    """Rounds that repeated the decision repeat the changed one; a round that decided otherwise
    decides otherwise here too."""
    key = "us.public_rd"
    room = await played({"research": 4}, {"research": 4}, {}, {"research": 1}, {"research": 4})
    own = to_model.history_of(room.state, "A")
    assert levers_in(own, key) == [{key: 30.0}, {key: 30.0}, {}, {key: 8.0}, {key: 30.0}]
    changed = to_model.changed_history(room.state, "A", 1, {"us.research": 2})
    assert levers_in(changed, key) == [{key: 12.0}, {}, {}, {key: 8.0}, {key: 30.0}]
    later = to_model.changed_history(room.state, "A", 4, {"us.research": 2})
    assert levers_in(later, key) == [{key: 30.0}, {key: 30.0}, {}, {key: 12.0}, {key: 30.0}]
    same = to_model.changed_history(room.state, "A", 3, {})
    assert same == own


@in_class
async def test_a_changed_history_takes_an_option_with_all_its_levers() -> None:
    room = await played({"chips": 2, "tools": 1}, {"chips": 2})
    changed = to_model.changed_history(room.state, "A", 1, {"us.chips": 0})
    option = find_decision("us.chips").options[0].levers
    assert levers_in(changed, *option) == [dict(option), {}]
    assert levers_in(changed, "us.tool_control")[0] == {"us.tool_control": pytest.approx(0.2)}
    for own, other in zip(to_model.history_of(room.state, "A"), changed, strict=True):
        assert own.autopilot == other.autopilot


class Asked(StandIn):
    """Remembers what it was asked to flip."""

    def __init__(self) -> None:
        super().__init__()
        self.flips: list[tuple[Setup, object, object, object]] = []

    async def flip(self, setup, rounds, changed, runs, *, assumptions=()):
        self.flips.append((rounds, changed, runs, assumptions))
        return await super().flip(setup, rounds, changed, runs, assumptions=assumptions)


@in_class
async def test_a_flip_plays_the_games_own_rounds_with_one_step_changed() -> None:
    model = Asked()
    room = await played({"research": 4}, {"tools": 2}, model=model)
    key = "A.r1.us.research"
    with refused(room, "another step than the one"):
        room.teach("flip", candidate=key, step=4)
    with refused(room, "another step"):
        room.teach("flip", candidate=key, step=9)
    with refused(room, "no such decision"):
        room.teach("flip", candidate="A.r9.us.research", step=1)
    room.teach("flip", candidate=key, step=1, assumptions={"absorb_speed": 0.5})
    with refused(room, "Another change is being played"):
        room.teach("flip", candidate=key, step=1)
    await room.settle()
    assert not room.desk.rounds.flipping
    ((rounds, changed, runs, assumptions),) = model.flips
    assert rounds == to_model.history_of(room.state, "A")
    assert changed == to_model.changed_history(room.state, "A", 1, {"us.research": 1})
    assert (runs, assumptions) == (1000, (("absorb_speed", 0.5),))
    (flip,) = room.state.game.flips
    assert flip.change["candidate"] == key
    room.teach("flip")  # without a decision: the same game without controls
    await room.settle()
    assert model.flips[-1][1] is None
    assert [one.change["kind"] for one in room.state.game.flips] == ["decision", "controls"]


@in_class
async def test_a_flip_that_fails_is_told_and_the_class_goes_on() -> None:
    model = StandIn()
    room = await played({"research": 4}, model=model)
    model.fails = "no such parameter"
    room.teach("flip")
    await room.settle()
    assert "no such parameter" in room.desk.trouble
    assert not room.desk.rounds.flipping
    model.fails = ""
    await room.to(REVEAL, 2)


@in_class
async def test_decisions_are_changed_in_hindsight_only() -> None:
    room = await played({"research": 4})
    await room.to(COMMIT, 2)
    with refused(room, "in hindsight"):
        room.teach("flip")
    room = await open_room("B", 12)
    await room.to(REVEAL, 0)
    with refused(room, "no such decision"):
        room.teach("flip", world="Z")


# ---- polls


@in_class
async def test_answers_fit_their_questions_and_the_last_one_counts() -> None:
    room = await played({"research": 4})
    name = room.crew("us")[0]
    with refused(room, "in the debrief"):
        room.give(name, "poll", poll="feelings", answer="proud")
    await room.to(DEBRIEF)
    for poll, wrong in (
        ("feelings", "furious"), ("vote", "A.r9.us.tools"), ("guess", "101"), ("guess", "-1"),
        ("guess", "4.5"), ("verdict", "x"), ("exit", "  "), ("secret", "x"),
    ):  # fmt: skip
        with refused(room, "does not fit"):
            room.give(name, "poll", poll=poll, answer=wrong)
    for poll, answers in (
        ("feelings", ["proud", "bored"]), ("vote", ["A.r1.us.research"]), ("guess", ["0", "100"]),
        ("exit", [" We paid.  "]),
    ):  # fmt: skip
        for answer in answers:
            room.give(name, "poll", poll=poll, answer=answer)
        assert room.state.polls[poll] == {name: answers[-1].strip()}
