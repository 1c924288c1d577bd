"""The encyclopaedia: articles on play, levers, measures, actors, rules, words, history, sources.

What data know is written from data; the rest stands in `game/data/encyclopaedia.toml`.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from game.language import language, tr
from game.views.articles import (
    BADGE,
    BADGES,
    BULLET,
    CHAPTERS,
    HEADING,
    LINK,
    ROW,
    SOURCE,
    TABLE,
    TEXT,
    Article,
    Block,
    see,
)
from game.views.articles_events import event_articles
from game.views.articles_history import history_articles
from game.views.articles_model import model_articles

__all__ = ["BADGE", "BULLET", "HEADING", "HOME", "LINK", "ROW", "SOURCE", "TABLE", "TEXT",
           "Article", "Block", "Book", "book"]  # fmt: skip
FILE = Path(__file__).resolve().parent.parent / "data" / "encyclopaedia.toml"
HOME = "play.start"


@dataclass(frozen=True)
class Book:
    """Every article, in the order of the chapters."""

    chapters: tuple[tuple[str, str], ...]
    articles: tuple[Article, ...]

    def find(self, key: str) -> Article | None:
        """The article of a key or an alias."""
        for article in self.articles:
            if key == article.key or key in article.aliases:
                return article
        return None

    def search(self, words: str) -> tuple[Article, ...]:
        """The articles that hold every word, titles first; all of them without a word."""
        wanted = words.lower().split()
        if not wanted:
            return self.articles
        found = []
        for place, article in enumerate(self.articles):
            title = f"{article.title} {article.english}".lower()
            body = article.words
            if all(word in body for word in wanted):
                hits = sum(word in title for word in wanted)
                starts = title.startswith(wanted[0])
                found.append((-hits, not starts, place, article))
        return tuple(article for *_, article in sorted(found, key=lambda item: item[:3]))

    def with_articles(self, more: tuple[Article, ...]) -> "Book":
        """The book with further articles in their chapters. Raises: KeyError for a dead link."""
        known = _known((*self.articles, *more))
        order = [key for key, _ in CHAPTERS]
        every = [*self.articles, *(_linked(one, known, []) for one in more)]
        every.sort(key=lambda article: order.index(article.chapter))  # stable: the rest stays
        return Book(_chapters(every), tuple(every))


def book() -> Book:
    """Every article in the language in force."""
    return _book(language())


@lru_cache(maxsize=3)
def _book(code: str) -> Book:
    written = _written()
    actors = frozenset(one.key for one in written if one.chapter == "actors")
    articles = [*written, *model_articles(actors), *event_articles(), *history_articles()]
    order = [key for key, _ in CHAPTERS]
    articles.sort(key=lambda article: order.index(article.chapter))  # stable: the rest stays
    known = _known(articles)
    back = _backlinks(articles, known)
    linked = tuple(_linked(one, known, back.get(one.key, [])) for one in articles)
    return Book(_chapters(linked), linked)


def _known(articles: Iterable[Article]) -> dict[str, Article]:
    return {key: one for one in articles for key in (one.key, *one.aliases)}


def _chapters(articles: Iterable[Article]) -> tuple[tuple[str, str], ...]:
    """The chapters that have articles, with their titles."""
    used = {article.chapter for article in articles}
    return tuple((key, tr(title)) for key, title in CHAPTERS if key in used)


def _backlinks(articles: Iterable[Article], known: dict[str, Article]) -> dict[str, list[str]]:
    """Which articles lead to a lever or a measure: those should lead back."""
    back: dict[str, list[str]] = {}
    for article in articles:
        for block in article.blocks:
            target = known[block.key] if block.kind == LINK else article
            if target.chapter in ("levers", "measures") and target is not article:
                back.setdefault(target.key, []).append(article.key)
    return back


def _linked(article: Article, known: dict[str, Article], back: list[str]) -> Article:
    """An article whose links have titles. Raises: KeyError for a link to no article."""
    links = [known[block.key].key for block in article.blocks if block.kind == LINK]
    links = list(dict.fromkeys((*links, *back)))
    blocks = [block for block in article.blocks if block.kind != LINK]
    if links:
        blocks.append(Block(HEADING, tr("See also")))
        blocks += [Block(LINK, known[key].title, key=key) for key in links]
    return replace(article, blocks=tuple(blocks))


# ---- written by hand


def _written() -> list[Article]:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return [_article(row) for row in data["article"]]


def _article(row: dict[str, Any]) -> Article:
    blocks = [Block(TEXT, tr(text)) for text in row["text"]]
    if "badge" in row:
        blocks.insert(0, Block(BADGE, tr(BADGES[row["badge"]]), label=row["badge"]))
    for key, title in (
        ("evidence_for", tr("Evidence for")),
        ("evidence_against", tr("Evidence against")),
    ):
        if key in row:
            blocks.append(Block(HEADING, title))
            blocks += [Block(BULLET, tr(text)) for text in row[key]]
    if "assumes" in row:
        blocks += [Block(HEADING, tr("What the model assumes")), Block(TEXT, tr(row["assumes"]))]
    if "sources" in row:
        blocks.append(Block(HEADING, tr("Sources")))
        blocks += [Block(SOURCE, source=source) for source in row["sources"]]
    blocks += see(row.get("see", ()))
    title = row["title"]
    return Article(row["key"], row["chapter"], tr(title), tuple(blocks), english=title)
