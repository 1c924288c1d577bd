"""Why scores and numbers moved in a round, and what the room is told of it."""

from dataclasses import replace
from typing import Any

import pytest

from agents.deck import deck
from game.classroom import causes, played
from game.classroom.causes import LUCK, MINDS, MOVED, UNDER_WAY
from game.classroom.headlines import MOST
from game.classroom.worlds import Moves, open_world, play_round
from game.views.events import SECRET
from game.views.worlds import world_of
from tests.classroom.class_games import (
    ANSWER,
    CRISIS,
    EVERYTHING,
    LED,
    LESSON_A,
    LESSON_B,
    NOTHING,
    ROUNDS,
    SIX,
    TOUGH,
)

pytestmark = pytest.mark.usefixtures("kernel")


def term(terms: list[list[Any]], cause: str) -> float:
    """What a cause added."""
    return float(dict(map(tuple, terms))[cause])


def total(terms: list[list[Any]]) -> float:
    """All causes together."""
    return float(sum(change for _, change in terms))


def test_the_causes_of_a_score_sum_to_its_change() -> None:
    before = play_round(LESSON_A, ROUNDS[:1])["standing"]["score"]
    result = play_round(LESSON_A, ROUNDS[:2])
    after = result["standing"]["score"]
    for seat in SIX:
        terms = result["causes"][seat]
        assert [cause for cause, _ in terms] == [UNDER_WAY, *SIX, MINDS, LUCK]
        assert total(terms) == pytest.approx(after[seat] - before[seat], abs=1e-9)


@pytest.mark.parametrize(("setup", "rounds"), [(LESSON_A, ROUNDS), (CRISIS, (EVERYTHING,))])
def test_the_causes_of_a_number_sum_to_its_change(setup: Any, rounds: Any) -> None:
    before = open_world(setup)["numbers"]
    for end in range(1, len(rounds) + 1):
        result = play_round(setup, rounds[:end])
        after = result["standing"]["numbers"]
        assert set(result["moved"]) == set(MOVED)
        for key, terms in result["moved"].items():
            assert total(terms) == pytest.approx(after[key] - before[key], abs=1e-9)
        before = after


def test_the_first_score_is_counted_from_the_world_as_it_was_found() -> None:
    found = played.play(LESSON_A, ()).history
    result = play_round(LESSON_A, (NOTHING,))
    for seat in SIX:
        begin = float(causes.score(seat, LESSON_A.scenario, found)[0])
        change = result["standing"]["score"][seat] - begin
        assert total(result["causes"][seat]) == pytest.approx(change, abs=1e-9)


def test_who_moved_nothing_caused_nothing() -> None:
    quiet = play_round(LESSON_A, (TOUGH, NOTHING))
    for terms in (*quiet["causes"].values(), *quiet["moved"].values()):
        assert [term(terms, seat) for seat in SIX] == [0.0] * len(SIX)
    answered = play_round(LESSON_A, (TOUGH, ANSWER))
    for terms in answered["moved"].values():
        assert term(terms, "us") == term(terms, "tool") == term(terms, "row") == 0.0
    assert term(answered["moved"]["tension"], "cn") > 1.0


def test_what_a_team_ordered_before_is_under_way_and_no_cause_again() -> None:
    again = play_round(LESSON_A, (TOUGH, TOUGH))
    assert again["causes"] == play_round(LESSON_A, (TOUGH, NOTHING))["causes"]


def test_a_team_that_is_away_moves_through_its_mind() -> None:
    terms = play_round(LESSON_A, (NOTHING, Moves(TOUGH.orders, LED)))["moved"]["self_sufficiency"]
    assert term(terms, "cn") != 0.0
    assert term(terms, "us") != 0.0
    assert term(terms, "tool") == 0.0


def test_minds_of_nobody_are_a_cause_of_their_own() -> None:
    two = replace(LESSON_A, seats=("us", "huaw"))
    terms = play_round(two, (TOUGH,))["moved"]["tension"]
    assert [cause for cause, _ in terms] == [UNDER_WAY, "us", "huaw", MINDS, LUCK]
    assert term(terms, MINDS) != 0.0


def test_a_rerun_with_the_games_own_luck_is_the_game(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(causes, "RUNS", 1)
    monkeypatch.setattr(causes, "FIRST_RUN", played.GAME_RUN)
    for end in range(1, len(ROUNDS) + 1):
        before, after = (played.play(LESSON_A, ROUNDS[:n]) for n in (end - 1, end))
        scores, numbers = causes.explain(before, after)
        for terms in (*scores.values(), *numbers.values()):
            assert dict(terms)[LUCK] == pytest.approx(0.0, abs=1e-12)


# ---- headlines


def test_headlines_are_few_in_order_and_in_every_language() -> None:
    for end in range(1, len(ROUNDS) + 1):
        result = play_round(LESSON_A, ROUNDS[:end])
        news = result["headlines"]
        assert 1 <= len(news) <= MOST
        quarters = [item["quarter"] for item in news]
        assert quarters == sorted(quarters)
        assert result["first"] <= quarters[0] <= quarters[-1] <= result["last"]
        for item in news:
            assert set(item) == {"quarter", "icon", "side", "weight", "text"}
            assert item["side"] in ("us", "cn", "world")
            assert item["text"]["en"] != item["text"]["zh"]


def test_what_a_team_signed_is_no_news_but_what_a_mind_did_is() -> None:
    def told(result: Any) -> str:
        return " ".join(item["text"]["en"] for item in result["headlines"])

    assert "ineral controls" not in told(play_round(LESSON_A, (TOUGH, ANSWER)))
    assert "China: Mineral controls" in told(play_round(LESSON_A, (Moves(TOUGH.orders, LED),)))


def test_a_team_that_was_not_asked_is_not_said_to_have_answered() -> None:
    """Of the answers that dilemmas got in five rounds only those of minds are told."""
    told: dict[str, set[str]] = {}
    for away in (NOTHING, Moves((), tuple((seat, (), ()) for seat in SIX))):
        rounds: tuple[Moves, ...] = ()
        for _ in range(5):
            rounds = (*rounds, away)
            news = [item["text"]["en"] for item in play_round(LESSON_A, rounds)["headlines"]]
            told.setdefault("away" if away.autopilot else "here", set()).update(
                text.partition(" on “")[0] for text in news if " on “" in text
            )
    assert told["here"] <= {"South Korea and Taiwan"}
    assert told["away"] - {"South Korea and Taiwan"}


def test_the_end_of_a_game_is_news_to_everybody() -> None:
    last = play_round(CRISIS, (EVERYTHING,))["headlines"][-1]
    assert last["text"]["en"].startswith("Crisis")
    assert last["weight"] == max(4, last["weight"])


def test_no_headline_tells_a_secret_answer() -> None:
    titles = [card.title for card in deck() if card.key in SECRET]
    places = [place for place, card in enumerate(deck()) if card.key in SECRET]
    away = Moves((), tuple((seat, (), ()) for seat in SIX))
    answered = 0
    for setup in (LESSON_A, LESSON_B):
        rounds: tuple[Moves, ...] = ()
        for _ in range(5):
            rounds = (*rounds, away)
            for item in play_round(setup, rounds)["headlines"]:
                assert not any(title in item["text"]["en"] for title in titles)
        events = world_of(played.play(setup, rounds).row).events
        answered += sum(int(events[place]["answered"] > 0) for place in places)
    assert answered > 0
