"""The encyclopaedia's parts: the list of articles, the pages of one, and its links."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import pygame

from game.language import tr
from game.views.encyclopaedia import (
    BADGE,
    BULLET,
    HEADING,
    LINK,
    ROW,
    SOURCE,
    TABLE,
    TEXT,
    Article,
    Block,
)
from game.window.painter import Painter
from game.window.panels.base import Panel
from game.window.panels.facttable import FactTable
from game.window.theme import COLOURS, mix
from game.window.widgets import Activated, Heading, Paragraph, ScrollArea, ScrollBar, Widget
from game.window.widgets.base import HANDLED, Changed, Direction, Intent, Point
from game.window.widgets.button import PRESS_KEYS

ROW_HEIGHT = 30
_HEAD_HEIGHT = 34
_LABEL_WIDTH = 170
_BADGE_TONES = {"strong": "good", "mixed": "sovereign", "weak": "bad"}
_BADGE_DOTS = {"strong": "●●●", "mixed": "●●○", "weak": "●○○"}
WIDEST = 720  # of a line of text, at scale 1


class ArticleList(Panel):
    """Articles under their chapters; up and down choose, and the page at the right follows."""

    role = "listbox"
    focusable = True
    background = "panel"
    own_directions: frozenset[Direction] = frozenset({"up", "down"})

    def __init__(self, rect: pygame.Rect, chapters: Sequence[tuple[str, str]]) -> None:
        super().__init__("articles", rect, tr("Articles"))
        self.chapters = dict(chapters)
        self.articles: tuple[Article, ...] = ()
        self.index = 0
        self.searched = False
        self.bar = ScrollBar()
        self._rows: list[tuple[int, str, int]] = []  # top, chapter or nothing, place of the article

    @property
    def value(self) -> str:
        """The title that is chosen."""
        return self.articles[self.index].title if self.articles else ""

    @property
    def chosen(self) -> Article | None:
        """The article that is chosen."""
        return self.articles[self.index] if self.articles else None

    def show(self, articles: tuple[Article, ...], key: str, searched: bool) -> None:
        """Show other articles, with one of them chosen if it is there."""
        self.articles, self.searched = articles, searched
        places = [place for place, one in enumerate(articles) if one.key == key]
        self.index = places[0] if places else 0
        self._measure()
        self.reveal()

    def layout(self) -> None:
        """Measure the rows again."""
        self._measure()
        self.reveal()

    def _measure(self) -> None:
        px, top, chapter = self.painter.px, self.painter.px(6), ""
        self._rows = []
        for place, article in enumerate(self.articles):
            if not self.searched and article.chapter != chapter:
                chapter = article.chapter
                self._rows.append((top, chapter, -1))
                top += px(_HEAD_HEIGHT)
            self._rows.append((top, "", place))
            top += px(ROW_HEIGHT)
        self.bar.content, self.bar.view = top + px(6), self.rect.height
        self.bar.move_to(self.bar.offset)

    def reveal(self) -> None:
        """Scroll to the article that is chosen."""
        top = next((top for top, _, place in self._rows if place == self.index), 0)
        above = self.painter.px(_HEAD_HEIGHT)
        self.bar.reveal(max(0, top - above), top + self.painter.px(ROW_HEIGHT))

    def state(self) -> Hashable:
        """What is listed and chosen, and how far it is scrolled."""
        over = self._place_at(self.pointer) if self.pointer is not None else -1
        return self.articles, self.index, self.bar.offset, self.searched, over, self.focused

    def paint(self, canvas: pygame.Surface) -> None:
        """Draw the rows that show."""
        painter, px = self.painter, self.painter.px
        over = self._place_at(self.pointer) if self.pointer is not None else -1
        if not self.articles:
            words, soft = tr("Nothing found."), COLOURS["text_muted"]
            painter.text(canvas, words, px(16), px(28), "body", soft)
        for top, chapter, place in self._rows:
            y = top - self.bar.offset
            if y > self.rect.height or y < -px(_HEAD_HEIGHT):
                continue
            if place < 0:
                muted = COLOURS["text_muted"]
                title = self.chapters[chapter]
                painter.text(canvas, title, px(14), y + px(24), "small_strong", muted)
                continue
            row = pygame.Rect(px(6), y, self.rect.width - px(22), px(ROW_HEIGHT - 2))
            self._paint_row(canvas, row, place, place == over)
        self.bar.draw(painter, canvas, self.area, self.hovered)

    def _paint_row(self, canvas: pygame.Surface, row: pygame.Rect, place: int, over: bool) -> None:
        painter, px, article = self.painter, self.painter.px, self.articles[place]
        chosen = place == self.index
        if chosen:
            fill = mix(COLOURS["panel"], painter.accent, 0.28 if self.focused else 0.18)
            painter.box(canvas, row, fill, None, 5)
        elif over:
            painter.box(canvas, row, COLOURS["card"], None, 5)
        room = row.width - px(20)
        if self.searched:
            chapter, muted = self.chapters[article.chapter], COLOURS["text_muted"]
            wide = painter.text_width(chapter, "micro")
            if wide + px(8) + painter.text_width(article.title, "body") <= room:
                right, middle = row.right - px(10), painter.middle(row, "micro")
                painter.text(canvas, chapter, right, middle, "micro", muted, "right")
        ink = COLOURS["text" if chosen or over else "text_soft"]
        baseline = painter.middle(row, "body")
        painter.text(canvas, article.title, row.x + px(10), baseline, "body", ink, "left", room)

    # ---- events

    def _place_at(self, point: Point) -> int:
        if not self.rect.collidepoint(point):
            return -1
        y = point[1] - self.rect.y + self.bar.offset
        height = self.painter.px(ROW_HEIGHT)
        return next((p for top, _, p in self._rows if p >= 0 and top <= y < top + height), -1)

    def choose(self, place: int) -> Intent:
        """Choose by place."""
        place = min(len(self.articles) - 1, max(0, place))
        if place == self.index or not self.articles:
            return HANDLED
        self.index = place
        self.reveal()
        return Changed(self.id, self.articles[place].key)

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Choose with the arrows, a page at a time, or the first and the last."""
        page = max(1, self.rect.height // self.painter.px(ROW_HEIGHT) - 2)
        steps = {pygame.K_UP: -1, pygame.K_DOWN: 1, pygame.K_PAGEUP: -page, pygame.K_PAGEDOWN: page}
        if key in steps:
            return self.choose(self.index + steps[key])
        if key in (pygame.K_HOME, pygame.K_END):
            return self.choose(0 if key == pygame.K_HOME else len(self.articles) - 1)
        return Activated("read") if key in PRESS_KEYS else None

    def press(self, point: Point) -> Intent | None:
        """Take the thumb of the bar, or choose."""
        if self.bar.grab(self.painter, self.rect, point):
            self.bar.pull(self.painter, self.rect, point)
            return HANDLED
        place = self._place_at(point)
        return self.choose(place) if place >= 0 else HANDLED

    def drag(self, point: Point) -> Intent | None:
        """Pull the thumb."""
        self.bar.pull(self.painter, self.rect, point)
        return HANDLED

    def release(self, point: Point) -> Intent | None:
        """Let the thumb go."""
        self.bar.let_go()
        return HANDLED

    def wheel(self, steps: float) -> Intent | None:
        """Scroll."""
        return HANDLED if self.bar.move_to(self.bar.offset - steps * self.painter.px(48)) else None


class Link(Widget):
    """A title that leads to another article."""

    role = "link"
    focusable = True
    cursor = pygame.SYSTEM_CURSOR_HAND

    def __init__(self, rect: pygame.Rect, block: Block) -> None:
        super().__init__(f"link.{block.key}", rect, block.text)

    def draw(self, surface: pygame.Surface) -> None:
        """Draw the title with an arrow."""
        painter, px = self.painter, self.painter.px
        lit = self.hovered or self.focused
        ink = COLOURS["text"] if lit else mix(painter.accent, COLOURS["text"], 0.25)
        painter.icon(surface, "arrow-right", self.rect.x + px(10), self.rect.centery, 13, ink)
        left, room = self.rect.x + px(24), self.rect.width - px(30)
        baseline = painter.middle(self.rect)
        used = painter.text(surface, self.name, left, baseline, "body", ink, "left", room)
        if lit:
            surface.fill(ink, (left, baseline + px(3), used, px(1)))
        self.draw_ring(surface)

    def release(self, point: Point) -> Intent | None:
        """Follow the link."""
        return Activated(self.id) if self.hit(point) else HANDLED

    def key(self, key: int, modifiers: int) -> Intent | None:
        """Follow the link."""
        return Activated(self.id) if key in PRESS_KEYS else None


class Fact(Widget):
    """A label with its text beside it, as high as the text needs."""

    role = "paragraph"

    def __init__(self, rect: pygame.Rect, label: str, text: str) -> None:
        super().__init__("fact", rect, label)
        self.text = text

    @property
    def value(self) -> str:
        """The text."""
        return self.text

    def _room(self) -> int:
        return self.rect.width - self.painter.px(_LABEL_WIDTH)

    def layout(self) -> None:
        """Take the height that both need."""
        label = self.painter.wrap(self.name, self.painter.px(_LABEL_WIDTH - 12), "small")
        lines = max(len(label), len(self.painter.wrap(self.text, self._room(), "body")))
        self.rect.height = lines * self.painter.line_height("body")

    def draw(self, surface: pygame.Surface) -> None:
        """Draw both columns."""
        painter, px = self.painter, self.painter.px
        base = self.rect.y + round(painter.line_height("body") * 0.72)
        muted, room = COLOURS["text_muted"], px(_LABEL_WIDTH - 12)
        painter.paragraph(surface, self.name, self.rect.x, base, room, "small", muted)
        left = self.rect.x + px(_LABEL_WIDTH)
        painter.paragraph(surface, self.text, left, base, self._room(), "body", COLOURS["text"])


class Bullet(Paragraph):
    """A paragraph behind a dot."""

    def draw(self, surface: pygame.Surface) -> None:
        """Draw dot and lines."""
        px = self.painter.px
        y = self.rect.y + self.painter.line_height(self.style) // 2
        dot = pygame.Rect(self.rect.x - px(12), y - px(2), px(4), px(4))
        self.painter.box(surface, dot, COLOURS["text_muted"], None, 2)
        super().draw(surface)


def fill_page(area: ScrollArea, painter: Painter, article: Article | None) -> None:
    """Put an article on a page."""
    area.scroll_to(0)
    area.children = _page(area.rect, painter, article) if article is not None else []
    area.name = article.title if article is not None else ""
    area.attach(painter)


def _page(rect: pygame.Rect, painter: Painter, article: Article) -> list[Widget]:
    px = painter.px
    left, top = rect.x + px(28), rect.y + px(22)
    width = min(px(WIDEST), rect.width - px(28 + 32))
    head = pygame.Rect(left, top, width, 0)
    title = Paragraph("title", head, article.title, style="h2", colour=COLOURS["text"])
    found: list[Widget] = [_measured(title, painter)]
    top = found[0].rect.bottom + px(10)
    for number, block in enumerate(article.blocks):
        if block.kind in (TEXT, HEADING) and number and article.blocks[number - 1].kind == ROW:
            top += px(8)
        widget = _measured(_widget(block, pygame.Rect(left, top, width, 0), painter), painter)
        found.append(widget)
        top = widget.rect.bottom + px(_AFTER.get(block.kind, 8))
    found.append(Paragraph("foot", pygame.Rect(left, top + px(16), width, 0), " "))
    return found


_AFTER = {HEADING: 2, ROW: 2, BULLET: 4, SOURCE: 4, LINK: 2, BADGE: 12}


def _measured(widget: Widget, painter: Painter) -> Widget:
    widget.attach(painter)
    return widget


def _widget(block: Block, rect: pygame.Rect, painter: Painter) -> Widget:
    """A block as a widget; its height follows its text."""
    px = painter.px
    if block.kind == HEADING:
        rect.height = px(32)
        return Heading("heading", rect, block.text, style="h3")
    if block.kind == ROW:
        return Fact(rect, block.label, block.text or block.source)
    if block.kind == TABLE:
        return FactTable(rect, block.label, block.rows)
    if block.kind == LINK:
        wide = painter.text_width(block.text, "body") + px(36)
        return Link(pygame.Rect(rect.x, rect.y, min(wide, rect.width), px(28)), block)
    if block.kind == BULLET:
        rect.x, rect.width = rect.x + px(16), rect.width - px(16)
        return Bullet("bullet", rect, block.text)
    if block.kind == SOURCE:
        muted = COLOURS["text_muted"]
        return Paragraph("source", rect, block.source, style="small", colour=muted)
    if block.kind == BADGE:
        tone = COLOURS[_BADGE_TONES[block.label]]
        words = f"{_BADGE_DOTS[block.label]}  {block.text}"
        return Paragraph("badge", rect, words, style="small_strong", colour=tone)
    return Paragraph("text", rect, block.text)
