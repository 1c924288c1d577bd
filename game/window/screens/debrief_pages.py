"""The pages of the debrief: which there are, and what stands on each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pygame

from game.language import mark, tr
from game.views.debrief import CLOUD, DIALS, GHOST, LEDGER
from game.views.debrief_parts import PageState
from game.window.panels.debrief_cards import (
    PointsCard,
    SectionList,
    TextCard,
    TitleCard,
    WaitCard,
)
from game.window.panels.debrief_charts import BandCard, CloudCard, ReasonsCard, TraitsCard
from game.window.panels.debrief_lists import DialList, EffectList
from game.window.panels.debrief_worlds import (
    BeliefList,
    ForecastList,
    QuarterList,
    SeatList,
    TurningList,
)
from game.window.panels.outcome import OutcomeTable
from game.window.panels.timeline import Timeline
from game.window.widgets import Button, Option, Select, Widget

if TYPE_CHECKING:
    from game.window.screens.end import EndScreen

GAP = 14


class Page(NamedTuple):
    """A page: its key, its name, and the work that it waits for, if any."""

    key: str
    name: str
    job: str = ""


PAGES = (
    Page("result", mark("Result")),
    Page("timeline", mark("Timeline")),
    Page("truth", mark("Truth")),
    Page("ghost", mark("Ghost world"), GHOST),
    Page("ledger", mark("Ledger"), LEDGER),
    Page("cloud", mark("Cloud"), CLOUD),
    Page("forecasts", mark("Forecasts")),
    Page("assumptions", mark("Assumptions"), DIALS),
    Page("sources", mark("Sources")),
)


def page_widgets(screen: EndScreen, key: str, area: pygame.Rect) -> list[Widget]:
    """Everything that stands on a page."""
    page = next(page for page in PAGES if page.key == key)
    state = screen.debrief_view.state(page.job) if page.job else PageState(True, "")
    if not state.ready:
        return [WaitCard(area, state.text)]
    return _MAKERS[key](screen, area)


def _split(area: pygame.Rect, share: float, gap: int) -> tuple[pygame.Rect, pygame.Rect]:
    """A left and a right part."""
    wide = round((area.width - gap) * share)
    left = pygame.Rect(area.x, area.y, wide, area.height)
    return left, pygame.Rect(left.right + gap, area.y, area.right - left.right - gap, area.height)


def _stack(area: pygame.Rect, share: float, gap: int) -> tuple[pygame.Rect, pygame.Rect]:
    """An upper and a lower part."""
    tall = round((area.height - gap) * share)
    top = pygame.Rect(area.x, area.y, area.width, tall)
    return top, pygame.Rect(area.x, top.bottom + gap, area.width, area.bottom - top.bottom - gap)


def _grid(area: pygame.Rect, columns: int, rows: int, gap: int) -> list[pygame.Rect]:
    wide = (area.width - gap * (columns - 1)) // columns
    tall = (area.height - gap * (rows - 1)) // rows
    return [
        pygame.Rect(area.x + column * (wide + gap), area.y + row * (tall + gap), wide, tall)
        for row in range(rows)
        for column in range(columns)
    ]


def _gap(screen: EndScreen) -> int:
    return screen.stage.painter.px(GAP)


# ---- one function for each page


def _result(screen: EndScreen, area: pygame.Rect) -> list[Widget]:
    view, gap = screen.debrief_view, _gap(screen)
    left, right = _split(area, 0.42, gap)
    top, below = _stack(left, 0.53, gap)
    title = (view.title_name, view.title_text)
    return [
        PointsCard(top, view.mandate),
        TitleCard(below, view.ending, title, view.medals),
        OutcomeTable(right, screen.view),
    ]


def _timeline(screen: EndScreen, area: pygame.Rect) -> list[Widget]:
    view, painter, gap = screen.debrief_view, screen.stage.painter, _gap(screen)
    px = painter.px
    top = pygame.Rect(area.x, area.y, area.width, px(150))
    below = pygame.Rect(area.x, top.bottom + gap, area.width, area.bottom - top.bottom - gap)
    left, right = _split(below, 0.45, gap)
    chooser = pygame.Rect(left.x, left.y, left.width, px(52))
    options = [Option(index, state.label) for index, state in enumerate(view.quarters)]
    at = screen.quarter
    words = tr("Replay the game")
    wide = painter.text_width(words, "label") + px(56)
    chooser.width -= wide + px(12)
    button = pygame.Rect(chooser.right + px(12), chooser.bottom - px(32), wide, px(32))
    points = pygame.Rect(left.x, chooser.bottom + gap, left.width,
                         left.bottom - chooser.bottom - gap)  # fmt: skip
    return [
        Timeline(top, view.timeline, tr("What was done"), framed=True),
        Select("quarter_choice", chooser, tr("Look at the world after"), options, at),
        Button("replay", button, words, icon="history"),
        TurningList(points, view.turning_points),
        QuarterList(right, view.quarters[at]),
    ]


def _truth(screen: EndScreen, area: pygame.Rect) -> list[Widget]:
    view, gap = screen.debrief_view, _gap(screen)
    left, right = _split(area, 0.55, gap)
    seat = next(seat for seat in view.seats if seat.key == screen.leader)
    px = screen.stage.painter.px
    tall = px(SeatList.head_height) + px(8) + len(view.seats) * px(SeatList.row_height)
    tall = min(tall, round((right.height - 2 * gap) * 0.34))
    seats = SeatList(pygame.Rect(right.x, right.y, right.width, tall), view.seats)
    seats.selected = screen.leader
    traits = px(172)
    middle = pygame.Rect(right.x, seats.rect.bottom + gap, right.width, traits)
    widgets: list[Widget] = [
        BeliefList(left, view.beliefs, view.hits_text),
        seats,
        TraitsCard(middle, seat),
    ]
    foot = pygame.Rect(right.x, middle.bottom + gap, right.width,
                       right.bottom - middle.bottom - gap)  # fmt: skip
    if seat.reasons is not None:
        widgets.append(ReasonsCard(foot, seat.reasons))
    return widgets


def _ghost(screen: EndScreen, area: pygame.Rect) -> list[Widget]:
    view, gap = screen.debrief_view, _gap(screen)
    places = _grid(area, 3, 2, gap)
    words = (
        *view.backfire,
        (
            tr("How to read it"),
            tr(
                "Every line compares your world with the same luck without controls. Above zero "
                "the controls did what they were meant to do, except for the sender's cost. They "
                "may have worked at one date and backfired at another: both are shown."
            ),
        ),
    )
    cards: list[Widget] = [
        BandCard(place, band) for place, band in zip(places, view.bands, strict=False)
    ]
    return [*cards, TextCard("backfire", places[len(view.bands)], tr("Did it backfire?"), words)]


def _ledger(screen: EndScreen, area: pygame.Rect) -> list[Widget]:
    view, px = screen.debrief_view, screen.stage.painter.px
    tables = {table.key: table for table in view.ledger}
    chooser = pygame.Rect(area.x, area.y, px(380), px(52))
    options = [Option(table.key, table.label) for table in view.ledger]
    below = pygame.Rect(area.x, chooser.bottom + px(12), area.width,
                        area.bottom - chooser.bottom - px(12))  # fmt: skip
    effects = EffectList(below, tables[screen.ledger_metric])
    return [
        Select("ledger_metric", chooser, tr("Effect on"), options, screen.ledger_metric),
        effects,
    ]


def _cloud(screen: EndScreen, area: pygame.Rect) -> list[Widget]:
    view, gap = screen.debrief_view, _gap(screen)
    places = _grid(area, 3, 2, gap)
    cards: list[Widget] = [
        CloudCard(place, cloud) for place, cloud in zip(places, view.cloud, strict=False)
    ]
    words = (
        (tr("Regret"), view.regret),
        (
            tr("How to read it"),
            tr(
                "500 games from your opening, in which a mind held your seat too, each with its "
                "own luck. The characters of the others are those of your game. A bar is a number "
                "of games; the line is yours."
            ),
        ),
    )
    text = TextCard("regret", places[len(cards)], tr("Your game among 500"), words)
    return [*cards, text]


def _forecasts(screen: EndScreen, area: pygame.Rect) -> list[Widget]:
    view, gap = screen.debrief_view, _gap(screen)
    left, right = _split(area, 0.64, gap)
    return [
        ForecastList(left, view.forecasts),
        TextCard("calibration", right, tr("Calibration"), view.calibration),
    ]


def _assumptions(screen: EndScreen, area: pygame.Rect) -> list[Widget]:
    view, px = screen.debrief_view, screen.stage.painter.px
    tables = {table.key: table for table in view.dials}
    chooser = pygame.Rect(area.x, area.y, px(380), px(52))
    options = [Option(table.key, table.label) for table in view.dials]
    below = pygame.Rect(area.x, chooser.bottom + px(12), area.width,
                        area.bottom - chooser.bottom - px(12))  # fmt: skip
    return [
        Select("dial_measure", chooser, tr("What the controls changed"), options,
               screen.dial_measure),
        DialList(below, tables[screen.dial_measure]),
    ]  # fmt: skip


def _sources(screen: EndScreen, area: pygame.Rect) -> list[Widget]:
    view = screen.debrief_view
    return [SectionList(area, view.sources, tr("Sources and limits"))]


_MAKERS = {
    "result": _result,
    "timeline": _timeline,
    "truth": _truth,
    "ghost": _ghost,
    "ledger": _ledger,
    "cloud": _cloud,
    "forecasts": _forecasts,
    "assumptions": _assumptions,
    "sources": _sources,
}
