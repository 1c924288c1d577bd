"""The report of one game: its moves, its line beside its twin's, its pictures."""

from collections.abc import Iterable
from html import escape

import numpy as np

from agents.history import History
from agents.levers import ACTOR_NAMES, LEVERS
from agents.names import quarter_name
from game.batch import words
from game.batch.measures import BACKFIRE, KEY_METRICS, Question
from game.batch.report import chips, key, listed, page, rows_table
from game.batch.svg import QUANTILES, fan, minus
from game.session import Session

# Of the five numbers these can be read from one game; leverage needs two more worlds.
FROM_ONE_GAME = {
    "capability": ("gap_generations", -1.0),
    "autonomy": ("self_sufficiency", 1.0),
    "revenue": ("sender_cumulative", -1.0),
    "ecosystem": ("divergence", 1.0),
}


def game_report(session: Session, pictures: Iterable[str] = ()) -> str:
    """The whole page; pictures are file names beside it."""
    scenario = session.scenario
    seat = ACTOR_NAMES[session.seat]
    played = f"{quarter_name(scenario.start)} to {quarter_name(session.now - 1)}"
    facts = [f"seat: {seat}", played, f"seed {session.setup.seed}", "and its twin, the same luck"]
    parts = [
        f'<h1>{escape(scenario.title)}</h1><p class="lead">{escape(scenario.summary)}</p>'
        f"{chips(facts)}",
        _against_twin(session),
        _moves(session),
        _lines(session),
        _pictures(pictures),
        f"<h2>How to read it</h2>{listed(words.HOW_TO_READ[:1] + words.HOW_TO_READ[2:3])}"
        f"<p>{words.ONE_GAME}</p><h2>What the model is not good for</h2>"
        f"{listed(map(escape, words.NOT_GOOD_FOR))}",
        f"<footer>Two Stacks. Checksum of the last quarter {session.turns[-1].checksum}; "
        "<code>twostacks replay game.jsonl</code> plays the game again.</footer>",
    ]
    return page(f"{scenario.title}: a game", parts)


def _against_twin(session: Session) -> str:
    rows = []
    for question in BACKFIRE:
        if question.measure.name not in FROM_ONE_GAME:
            continue
        value = difference(question, session.history, session.twin_history)
        told = question.positive if value > 0 else question.negative
        said = "no difference" if value == 0 else told
        measure = question.measure
        rows.append([measure.title, said, minus(measure.show_signed(value)), measure.unit])
    header = ["Backfire", "In this game", "Difference", "Unit"]
    return (
        f"<h2>What the controls did in this game</h2><p>{escape(session.scenario.twin_summary)} "
        "Above zero means worse for the sender than no controls.</p>"
        f"{rows_table(header, rows, 2)}"
    )


def difference(question: Question, history: History, twin: History) -> float:
    """One number of backfire for one game and its twin."""
    column, sign = FROM_ONE_GAME[question.measure.name]
    return sign * float(history.final(column)[0] - twin.final(column)[0])


def _pictures(names: Iterable[str]) -> str:
    shown = "".join(
        f'<figure class="card"><img src="{escape(name)}" loading="lazy" alt="The window: '
        f'{_caption(name)}"><figcaption>{_caption(name)}</figcaption></figure>'
        for name in names
    )
    return f"<h2>Pictures</h2>{shown}" if shown else ""


def _caption(name: str) -> str:
    """What a picture shows, from a file name such as 3-2025q3.png."""
    words = name.rpartition(".")[0].partition("-")[2]
    return escape(words.upper() if words[:4].isdigit() else words.capitalize())


def _moves(session: Session) -> str:
    rows = []
    for turn in session.turns:
        for order in turn.orders:
            lever = LEVERS[order.lever]
            unit = "" if lever.unit in {"0-1", "0/1"} else f" {lever.unit}"
            value = f"{order.value:,.10g}{unit}"
            rows.append([quarter_name(order.quarter), lever.name, lever.help, value])
    if not rows:
        return "<h2>Moves</h2><p>No order was given.</p>"
    return f"<h2>Moves</h2>{rows_table(['Quarter', 'Lever', 'What it does', 'Value'], rows, 3)}"


def _lines(session: Session) -> str:
    cards = ""
    history, twin = session.history, session.twin_history
    for measure in KEY_METRICS:
        line = history.column(measure.name)[0]
        chart = fan(
            measure,
            history.quarters,
            np.tile(line, (len(QUANTILES), 1)),
            twin.column(measure.name)[0],
        )
        cards += (
            f'<div class="card"><h3>{measure.title} <span>{measure.unit}</span></h3>'
            f"<p>{measure.about}</p>{chart}</div>"
        )
    marks = key("this game", "its twin without controls", bands=False)
    return f'<h2>Quarter by quarter</h2>{marks}<div class="fans">{cards}</div>'
