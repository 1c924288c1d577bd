"""What the room is told of a round: the most important public news, in every language.

What teams have signed is shown at the reveal and is no news here; what minds did is. Nor is it news
what a team's silence on a dilemma was taken to mean: no move sheet asks about it.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from agents.deck import deck
from agents.levers import INDEX, LEVERS, positions
from game.classroom.played import Played
from game.language import ENGLISH, LANGUAGES, speaking, tr
from game.viewmodel import NewsView
from game.views.debrief import ENDINGS
from game.views.events import event_news
from game.views.milestones import milestones
from game.views.moves import LEAST, launches, step_of
from game.views.news import deed_news, passed_marks
from game.views.worlds import world_of

MOST = 8
ENDING_WEIGHT = 4  # above every other news
RUMOUR = "rumour."  # how the keys of rumours begin, see `game.views.events`
NOBODY = ""  # the seat that public news is written for


def headlines(before: Played, after: Played) -> list[dict[str, Any]]:
    """The most important news of a round, oldest first. `text` has the words by language."""
    told = {}
    for code in LANGUAGES:
        with speaking(code):
            told[code] = list(_news(before, after))
    news = told[ENGLISH]
    chosen = sorted(range(len(news)), key=lambda place: _rank(*news[place]))[:MOST]
    return [
        {
            "quarter": news[place][0],
            "icon": news[place][1].icon,
            "side": news[place][1].side,
            "weight": news[place][1].importance,
            "text": {code: told[code][place][1].text for code in LANGUAGES},
        }
        for place in sorted(chosen, key=lambda place: (news[place][0], place))
    ]


def _rank(quarter: int, news: NewsView) -> tuple[int, bool, int]:
    """What matters most comes first; what has happened comes before what is rumoured."""
    return -news.importance, news.key.startswith(RUMOUR), quarter


def _news(before: Played, after: Played) -> Iterator[tuple[int, NewsView]]:
    """Everything public that happened in a round, by quarter, in the language in force."""
    away = {seat for seat, _, _ in after.rounds[-1].autopilot}
    here = set(after.setup.seats) - away
    led = [key for key, one in LEVERS.items() if one.actor != "world" and one.actor not in here]
    silent = tuple(
        f"answer.{card.key}@" for card in deck() if card.is_dilemma and card.asks in here
    )
    rows = after.rows[len(before.rows) - 1 :]
    stood = {key: _stands(after, rows[0], key) for key in led}
    for quarter, (old_row, new_row) in enumerate(pairwise(rows), start=before.now):
        old, new = world_of(old_row), world_of(new_row)
        yield from passed_marks(quarter, old, new)
        yield from milestones(quarter, old, new)
        for item in event_news(quarter, old, new, NOBODY):
            if not item[1].key.startswith(silent):
                yield item
        for launch in launches(quarter, old, new):
            yield deed_news(launch, NOBODY)
        for key in led:
            now = _stands(after, new_row, key)
            step = step_of(quarter, LEVERS[key], stood[key], now)
            if step.size >= LEAST:
                stood[key] = now
                yield deed_news(step, NOBODY)
    if after.ended and not before.ended:
        words = tr(ENDINGS[after.ended])
        yield after.now - 1, NewsView("ending", "", "flag", "world", "text", ENDING_WEIGHT, words)


def _stands(game: Played, row: np.ndarray, lever: str) -> float:
    return float(row[positions(game.setup.buyers)[INDEX[lever]]])
