"""A kept game as a row of a table and as a card with what can be done with it."""

from __future__ import annotations

import time

import pygame

from agents.names import quarter_index
from game.figures import quarter_text
from game.language import ntr, tr
from game.shelf import LONGEST, KeptGame
from game.window.painter import Painter
from game.window.theme import COLOURS
from game.window.widgets import Button, Cell, Column, Paragraph, Row, TextEntry, Widget

GAME = "game."  # what the ids of rows begin with


def columns() -> list[Column]:
    """The columns of the table."""
    return [
        Column(tr("Name"), 2.3), Column(tr("Scenario"), 2.0), Column(tr("Seat"), 1.4),
        Column(tr("Quarter"), 1.4), Column(tr("Saved"), 1.6), Column(tr("Size"), 0.8, "right"),
    ]  # fmt: skip


def game_row(game: KeptGame, scenario: str, seat: str) -> Row:
    """A game in the table."""
    size = tr("{n} kB", n=f"{max(0.1, game.size / 1000):.1f}")
    if game.problem:
        problem = Cell(tr("Cannot be opened"), COLOURS["bad"])
        cells: tuple[Cell | str, ...] = (game.name, problem, "", "", _date(game), size)
    else:
        cells = (game.name, scenario, seat, _quarter(game.quarter), _date(game), size)
    return Row(GAME + game.name, cells)


def game_card(
    painter: Painter, area: pygame.Rect, game: KeptGame, titles: tuple[str, str], typed: str
) -> list[Widget]:
    """What a game is, and the buttons to go on, look back, name, copy and delete it."""
    px = painter.px
    found = _facts(painter, area, game, titles)
    y = found[-1].rect.bottom + px(18)
    why = game.problem
    none = why or ("" if game.quarters else tr("No quarter has been played yet."))
    words, icon = (tr("The debrief"), "flag") if game.finished else (tr("Go on"), "play")
    open_ = pygame.Rect(area.x, y, area.width, px(42))
    replay = pygame.Rect(area.x, open_.bottom + px(8), area.width, px(36))
    delete = pygame.Rect(area.x, area.bottom - px(36), area.width, px(36))
    return [
        *found,
        Button("open", open_, words, kind="primary", icon=icon, enabled=not why,
               disabled_reason=why),
        Button("replay", replay, tr("Look back"), icon="history", enabled=not none,
               disabled_reason=none),
        *_names(painter, area, replay.bottom + px(18), game, typed),
        Button("delete", delete, tr("Delete it"), kind="danger", icon="trash-2"),
    ]  # fmt: skip


def _facts(
    painter: Painter, area: pygame.Rect, game: KeptGame, titles: tuple[str, str]
) -> list[Widget]:
    """The words at the top of the card."""
    found: list[Widget] = []
    y = area.y
    for number, words in enumerate((game.name, *_words(game, titles))):
        style, colour = ("h3", COLOURS["text"]) if number == 0 else ("body", None)
        rect = pygame.Rect(area.x, y, area.width, 0)
        fact = Paragraph(f"fact.{number}", rect, words, style=style, colour=colour)
        fact.attach(painter)  # its height follows its words
        found.append(fact)
        y = fact.rect.bottom + painter.px(4)
    return found


def _words(game: KeptGame, titles: tuple[str, str]) -> list[str]:
    if game.problem:
        return [game.problem, tr("The file is left as it is: {name}", name=game.path.name)]
    played = tr("No quarter has been played yet.")
    if game.quarters:
        played = ntr("{n} quarter played, up to {last}", "{n} quarters played, up to {last}",
                     game.quarters, last=_quarter(game.quarter))  # fmt: skip
    kind = tr("Every move is kept.")
    if game.iron:
        kind = tr("Iron: one file, no copies, nothing taken back.")
    elif game.sandbox:
        kind = tr("Sandbox: quarters can be taken back.")
    return [" · ".join(titles), played, kind]


def _names(painter: Painter, area: pygame.Rect, y: int, game: KeptGame, typed: str) -> list[Widget]:
    """The entry for a name, and the buttons that use it."""
    px = painter.px
    entry = pygame.Rect(area.x, y, area.width, px(54))
    half = (area.width - px(8)) // 2
    left = pygame.Rect(area.x, entry.bottom + px(8), half, px(36))
    off = tr("An iron game is kept in one place only.") if game.iron else ""
    return [
        TextEntry("name", entry, tr("Name"), typed, max_length=LONGEST),
        Button("rename", left, tr("Rename"), icon="pencil"),
        Button("copy", left.move(half + px(8), 0), tr("Copy"), icon="copy", enabled=not off,
               tooltip=tr("Keep a copy under the name above"), disabled_reason=off),
    ]  # fmt: skip


def _date(game: KeptGame) -> str:
    """When a game was saved, in the player's own time."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(game.saved_at)) if game.saved_at else ""


def _quarter(name: str) -> str:
    """A quarter as the window writes it."""
    try:
        return quarter_text(quarter_index(name))
    except ValueError:
        return name
