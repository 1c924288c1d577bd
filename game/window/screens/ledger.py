"""The ledger of charts: everything that can be measured, as small charts with one cursor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pygame

from game.language import tr
from game.views.ledger import LEVEL, MODES, LedgerChart, LedgerPage, LedgerView, as_csv
from game.window.desk import Desk
from game.window.export import free_path
from game.window.panels.ledger import AboutChart, Cursor, DateBar, LedgerCard
from game.window.panels.notice import Notice
from game.window.screens.base import Move, Push
from game.window.screens.room import RoomScreen
from game.window.theme import COLOURS
from game.window.widgets import Activated, Button, Changed, Heading, Intent, Option, Paragraph, Tabs

_GAP = 12
_HEAD = 84  # titles, buttons and tabs
_FOOT = 44  # the bar of dates


class LedgerScreen(RoomScreen):
    """Pages of charts; one of them can be enlarged, and one pinned to the main screen."""

    name = "ledger"

    def __init__(self, desk: Desk, chart: str = "") -> None:
        super().__init__(desk)
        self.ledger: LedgerView = desk.ledger()
        self.reading = Cursor(self.ledger.dates)
        self.mode = LEVEL
        self.large = chart
        self.page_key = self._page_of(chart) or self.ledger.pages[0].key
        self.cards: list[LedgerCard] = []

    def _page_of(self, chart: str) -> str:
        pages = (p.key for p in self.ledger.pages if chart in [one.key for one in p.charts])
        return next(pages, "")

    @property
    def page(self) -> LedgerPage:
        """The page that is shown."""
        return next(page for page in self.ledger.pages if page.key == self.page_key)

    # ---- building

    def furnish(self) -> None:
        """Place titles, tabs, charts and the bar of dates."""
        self.ledger = self.desk.ledger()
        self.reading.dates = self.ledger.dates
        px, body = self.stage.painter.px, self.body
        self._furnish_head()
        area = pygame.Rect(
            body.x, body.y + px(_HEAD), body.width, body.height - px(_HEAD) - px(_FOOT)
        )
        chart = self.ledger.chart(self.large)
        if chart is not None:
            self._furnish_large(area, chart)
        else:
            self._furnish_grid(area)
        foot = pygame.Rect(body.x, body.bottom - px(32), body.width, px(40))
        self.tree.add(DateBar(foot, self.ledger, self.reading))
        self.notice = Notice(body)
        self.tree.add(self.notice)

    def _furnish_head(self) -> None:
        painter, px, body = self.stage.painter, self.stage.painter.px, self.body
        used = self._furnish_title()
        right = body.right
        for key, name, icon in (
            ("save.csv", tr("Save the numbers"), "table"),
            ("save.png", tr("Save the picture"), "download"),
        ):
            width = painter.text_width(name, "label") + px(48)
            right -= width
            self.tree.add(Button(key, pygame.Rect(right, body.y, width, px(32)), name, icon=icon))
            right -= px(8)
        words = tr("Solid: your game. Dashed: the same luck without controls.")
        line = pygame.Rect(body.x + used, body.y + px(10), right - px(12) - body.x - used, px(18))
        if painter.text_width(words, "small") <= line.width:
            self.tree.add(Paragraph("ledger.how", line, words, style="small"))
        top = body.y + px(44)
        modes = [Option(key, tr(label), tooltip=tr(words)) for key, label, words in MODES]
        self.modes = Tabs("mode", pygame.Rect(0, top, 0, px(34)), tr("Shown as"), modes, self.mode)
        self.modes.painter = painter
        self.modes.rect.width = self.modes.natural_width()
        self.modes.rect.right = body.right
        pages = [Option(page.key, page.title) for page in self.ledger.pages]
        place = pygame.Rect(body.x, top, self.modes.rect.x - px(20) - body.x, px(34))
        tabs = Tabs("page", place, tr("Charts about"), pages, self.page_key, look="underline")
        self.tree.extend([tabs, self.modes])

    def _furnish_title(self) -> int:
        """The title, or the way back from a large chart; returns the width used."""
        painter, px, body = self.stage.painter, self.stage.painter.px, self.body
        if self.large:
            words = tr("All charts (Esc)")
            place = pygame.Rect(body.x, body.y, painter.text_width(words, "label") + px(52), px(32))
            self.tree.add(Button("large.back", place, words, icon="arrow-left"))
            return place.width + px(20)
        words = tr("Ledger of charts")
        place = pygame.Rect(body.x, body.y, painter.text_width(words, "h2") + px(8), px(32))
        self.tree.add(Heading("ledger.title", place, words, style="h2"))
        return place.width + px(12)

    def _card(self, place: pygame.Rect, chart: LedgerChart, large: bool = False) -> LedgerCard:
        card = LedgerCard(place, chart, self.reading, self.ledger.start, large)
        card.mode, card.pinned = self.mode, chart.key == self.desk.pinned
        self.tree.add(card)
        return card

    def _furnish_grid(self, area: pygame.Rect) -> None:
        gap, charts = self.stage.painter.px(_GAP), self.page.charts
        across = 4 if len(charts) in (7, 8) else 3
        down = -(-len(charts) // across)
        width = (area.width - (across - 1) * gap) // across
        height = (area.height - (down - 1) * gap) // down
        self.cards = []
        for index, chart in enumerate(charts):
            row, column = divmod(index, across)
            place = pygame.Rect(
                area.x + column * (width + gap), area.y + row * (height + gap), width, height
            )
            self.cards.append(self._card(place, chart))

    def _furnish_large(self, area: pygame.Rect, chart: LedgerChart) -> None:
        px, gap = self.stage.painter.px, self.stage.painter.px(_GAP)
        side = pygame.Rect(area.right - px(320), area.y, px(320), area.height)
        place = pygame.Rect(area.x, area.y, side.x - gap - area.x, area.height)
        self.cards = [self._card(place, chart, large=True)]
        pinned = chart.key == self.desk.pinned
        buttons = [
            ("pin", tr("Unpin from the main screen") if pinned else tr("Pin to the main screen"),
             "flag"),
        ]  # fmt: skip
        buttons.append(("article", tr("Read about it"), "book-open"))
        tall = px(36)
        top = side.bottom - len(buttons) * (tall + px(8)) + px(8)
        about = pygame.Rect(side.x, side.y, side.width, top - px(12) - side.y)
        self.tree.add(AboutChart(about, chart))
        for index, (key, name, icon) in enumerate(buttons):
            place = pygame.Rect(side.x, top + index * (tall + px(8)), side.width, tall)
            self.tree.add(Button(key, place, name, icon=icon))

    def show(self) -> None:
        """Show the newest quarter."""
        super().show()
        newest = self.desk.ledger()
        if newest is not self.ledger:
            self.ledger = newest
            self.enter(self.stage)

    # ---- answers

    def answer(self, intent: Intent) -> Move | None:
        """Turn pages, change the mode, enlarge, pin, save."""
        if isinstance(intent, Changed) and intent.id in ("page", "mode"):
            self._choose(intent.id, intent.value)
            return None
        if not isinstance(intent, Activated):
            return super().answer(intent)
        if intent.id.startswith("chart."):
            self._enlarge("" if self.large else intent.id.partition(".")[2])
        elif intent.id == "large.back":
            self._enlarge("")
        elif intent.id == "pin":
            self._pin(self.large)
        elif intent.id == "article":
            from game.window.help import reader

            return Push(reader(self.desk, f"chart.{self.large}"))
        elif intent.id == "save.png":
            self._save_picture()
        elif intent.id == "save.csv":
            self._save_numbers()
        else:
            return super().answer(intent)
        return None

    def _choose(self, what: str, value: str) -> None:
        if what == "mode":
            self.mode = value
            for card in self.cards:
                card.mode = value
            return
        self.page_key, self.large = value, ""
        self.enter(self.stage)

    def _enlarge(self, chart: str) -> None:
        before, self.large = self.large, chart
        self.reading.hover = None
        self.enter(self.stage)
        self.tree.focus(f"chart.{chart or before}")

    def _pin(self, chart: str) -> None:
        taken_off = self.desk.pinned == chart
        self.desk.pinned = "" if taken_off else chart
        self.enter(self.stage)
        found = self.ledger.chart(chart)
        title = found.view.title if found is not None else chart
        self.notice.say(
            tr("The main screen shows its own chart again.") if taken_off
            else tr("Pinned: the main screen now shows “{chart}”.", chart=title),
            "flag",
        )  # fmt: skip

    def handle(self, event: pygame.Event) -> Move | None:
        """Answer an event, and let every chart read off the date under the pointer."""
        move = super().handle(event)
        if event.type == pygame.MOUSEMOTION:
            hovered = self.tree.hovered
            card = hovered if isinstance(hovered, LedgerCard) else None
            self.reading.hover = card.date_at(event.pos) if card is not None else None
        return move

    def shortcut(self, key: int, modifiers: int) -> Move | None:
        """Esc leaves the large chart first; P pins."""
        if key == pygame.K_ESCAPE and self.large:
            self._enlarge("")
            return None
        if key == pygame.K_p:
            for widget in (self.tree.focused, self.tree.hovered):
                if isinstance(widget, LedgerCard):
                    self._pin(widget.chart.key)
                    return None
        return super().shortcut(key, modifiers)

    # ---- saving

    def _free(self, ending: str) -> Path | None:
        scenario = self.desk.setup[0]
        what = self.large or self.page_key
        name = f"ledger-{scenario}-{what}-{self.view.clock.now.lower()}"
        return free_path(name, ending) if self.stage.keep else None

    def _save_picture(self) -> None:
        path = self._free("png")
        picture = pygame.Surface(self.stage.size)
        focused, self.tree.focused = self.tree.focused, None
        self.draw(picture)
        self.tree.focused = focused
        self._tell(path, lambda place: pygame.image.save(picture.subsurface(self.body), str(place)))

    def _save_numbers(self) -> None:
        path = self._free("csv")
        text = as_csv(self.ledger, self.page_key)
        self._tell(path, lambda place: place.write_text(text, encoding="utf-8"))

    def _tell(self, path: Path | None, write: Callable[[Path], object]) -> None:
        """Write a file and say where it is, or why it is not."""
        if path is None:
            self.notice.say(tr("Nothing is saved in this window."), "circle-alert")
            return
        try:
            write(path)
        except (OSError, pygame.error) as error:
            words = tr("The file cannot be written: {error}", error=error)
            self.notice.say(words, "circle-alert")
            return
        self.notice.say(tr("Saved as {path}", path=path), "download")

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the room."""
        surface.fill(COLOURS["background"])
        self.tree.draw(surface)
