"""The encyclopaedia: articles on play, levers, measures, actors, rules, words, history, sources.

What data know is written from data; the rest stands in `game/data/encyclopaedia.toml`.
"""

import csv
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import agents
from agents.levers import ACTOR_NAMES, LEVERS, Lever
from game.language import language, mark, tr
from game.views.ledger_charts import PAGES, Chart
from game.views.words import lever_text

FILE = Path(__file__).resolve().parent.parent / "data" / "encyclopaedia.toml"
HOME = "play.start"
HEADING, TEXT, BULLET, ROW, LINK, SOURCE, BADGE = (
    "heading", "text", "bullet", "row", "link", "source", "badge",
)  # fmt: skip
CHAPTERS = (
    ("play", mark("How to play")),
    ("levers", mark("Levers")),
    ("measures", mark("What is measured")),
    ("actors", mark("Who is who")),
    ("rules", mark("How the model works")),
    ("glossary", mark("Glossary")),
    ("timeline", mark("History 2018–2026")),
    ("sources", mark("Sources and licences")),
)
BADGES = {
    "strong": mark("Evidence for the rule's form: strong"),
    "mixed": mark("Evidence for the rule's form: mixed"),
    "weak": mark("Evidence for the rule's form: weak"),
}
SIDES = {
    "US": mark("United States"),
    "CN": mark("China"),
    "NL": mark("Netherlands"),
    "JP": mark("Japan"),
    "US,CN": mark("United States and China"),
    "US,NL,JP": mark("United States, Netherlands, Japan"),
}


@dataclass(frozen=True)
class Block:
    """A piece of an article. A link leads to the article `key`; `source` keeps its own names."""

    kind: str
    text: str = ""
    label: str = ""
    key: str = ""
    source: str = ""


@dataclass(frozen=True)
class Article:
    """An article. `aliases` are further keys that open it."""

    key: str
    chapter: str
    title: str
    blocks: tuple[Block, ...]
    aliases: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All that can be searched, in small letters."""
        parts = (f"{b.label} {b.text} {b.source}" for b in self.blocks if b.kind != LINK)
        return " ".join((self.title, *parts)).lower()


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
            title, body = article.title.lower(), article.words
            if all(word in body for word in wanted):
                hits = sum(word in title for word in wanted)
                starts = title.startswith(wanted[0])
                found.append((-hits, not starts, place, article))
        return tuple(article for *_, article in sorted(found, key=lambda item: item[:3]))


def book() -> Book:
    """Every article in the language in force."""
    return _book(language())


@lru_cache(maxsize=3)
def _book(code: str) -> Book:
    articles = [*_written(), *_levers(), *_measures(), *_timeline()]
    order = [key for key, _ in CHAPTERS]
    articles.sort(key=lambda article: order.index(article.chapter))  # stable: the rest stays
    known = {key: one for one in articles for key in (one.key, *one.aliases)}
    back = _backlinks(articles, known)
    linked = tuple(_linked(one, known, back.get(one.key, [])) for one in articles)
    return Book(tuple((key, tr(title)) for key, title in CHAPTERS), linked)


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


def _see(keys: Iterable[str]) -> list[Block]:
    return [Block(LINK, key=key) for key in keys]


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
    blocks += _see(row.get("see", ()))
    return Article(row["key"], row["chapter"], tr(row["title"]), tuple(blocks))


# ---- levers


def _levers() -> list[Article]:
    """One article for each lever; actors that have the same one share it."""
    groups: dict[tuple[str, str], list[Lever]] = {}
    for lever in LEVERS.values():
        groups.setdefault((lever.field, lever.help), []).append(lever)
    names = [shared[0].name for shared in groups.values()]
    return [_lever(shared, names.count(shared[0].name) > 1) for shared in groups.values()]


def _lever(shared: Sequence[Lever], ambiguous: bool) -> Article:
    lever = shared[0]
    actors = ", ".join(tr(ACTOR_NAMES[one.actor]) for one in shared)
    title = tr(lever.name)
    if ambiguous:
        title = tr("{lever} ({actors})", lever=title, actors=actors)
    ranges = _by_actor(shared, _range)
    neutral = _by_actor(shared, lambda one: lever_text(one, one.off))
    rows = [
        (tr("Who may set it"), actors),
        (tr("Group"), tr(lever.group)),
        (tr("Range"), ranges),
        (tr("Neutral value"), neutral),
    ]
    blocks = [Block(TEXT, tr(lever.help))]
    blocks += [Block(ROW, text, label) for label, text in rows]
    if lever.control:
        words = tr("A control of the sender: the world without controls holds it where it does "
                   "nothing.")  # fmt: skip
        blocks.append(Block(TEXT, words))
    effects = dict.fromkeys(one.side_effect for one in shared if one.side_effect)
    if effects:
        blocks.append(Block(HEADING, tr("Side effect")))
        blocks += [Block(TEXT, tr(words)) for words in effects]
    sources = dict.fromkeys(one.source for one in shared if one.source)
    if sources:
        blocks.append(Block(HEADING, tr("Precedent or source")))
        blocks += [Block(SOURCE, source=source) for source in sources]
    actor_articles = [f"actor.{one.actor}" for one in shared if f"actor.{one.actor}" in _actors()]
    blocks += _see([*actor_articles, "play.capital"])
    keys = tuple(f"lever.{one.key}" for one in shared)
    return Article(keys[0], "levers", title, tuple(blocks), keys[1:])


def _range(lever: Lever) -> str:
    low, high = lever_text(lever, lever.low), lever_text(lever, lever.high)
    return tr("{low} to {high}", low=low, high=high)


def _by_actor(shared: Sequence[Lever], write: Callable[[Lever], str]) -> str:
    """What all share, or what each actor has."""
    texts = [write(one) for one in shared]
    if len(set(texts)) == 1:
        return texts[0]
    pairs = zip(shared, texts, strict=True)
    return "; ".join(
        tr("{what}: {value}", what=tr(ACTOR_NAMES[one.actor]), value=text) for one, text in pairs
    )


@lru_cache(maxsize=1)
def _actors() -> frozenset[str]:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return frozenset(row["key"] for row in data["article"] if row["chapter"] == "actors")


# ---- measures


def _measures() -> list[Article]:
    return [_measure(chart) for page in PAGES for chart in page.charts]


def _measure(chart: Chart) -> Article:
    blocks = [Block(TEXT, tr(chart.definition)), Block(ROW, tr(chart.unit), tr("Unit"))]
    if len(chart.lines) > 1:
        lines = ", ".join(tr(line.label) for line in chart.lines)
        blocks.append(Block(ROW, lines, tr("Lines")))
    columns = [line.column for line in chart.lines if line.column]
    if columns:
        blocks.append(Block(ROW, label=tr("Name in files"), source=", ".join(columns)))
    blocks += [Block(HEADING, tr("Source")), Block(TEXT, tr(chart.source))]
    blocks += _see([chart.article] if chart.article else [])
    aliases = tuple(f"outcome.{column.partition('[')[0]}" for column in columns[:1])
    return Article(f"chart.{chart.key}", "measures", tr(chart.title), tuple(blocks), aliases)


# ---- history


def _rows(name: str) -> list[dict[str, str]]:
    path = Path(str(agents.__path__[0])) / "data" / name
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _timeline() -> list[Article]:
    """One article for each year, and the recorded path of both sides' policies."""
    years: dict[str, list[Block]] = {}
    for row in _rows("timeline.csv"):
        blocks = years.setdefault(row["date"][:4], [])
        side = tr(SIDES.get(row["actor"], row["actor"]))
        blocks.append(Block(HEADING, tr(row["title"])))
        blocks.append(Block(ROW, side, row["date"]))
        if row["detail"]:
            blocks.append(Block(TEXT, tr(row["detail"])))
        source = f"{row['source']} ({row['confidence']})"
        blocks.append(Block(SOURCE, source=source))
    dated = [
        Article(f"timeline.{year}", "timeline", year, (*blocks, *_see(["sources.data"])))
        for year, blocks in years.items()
    ]
    return [*dated, _policy()]


_STEPS = {
    "chip_rule": mark("Chip rule"),
    "fdpr_huawei": mark("Foreign direct product rule"),
    "entity_huawei": mark("Entity List: Huawei"),
    "tool_control": mark("Tool controls"),
    "hbm_control": mark("Memory controls"),
    "enforcement": mark("Enforcement"),
    "mandate_state_buyers_CN": mark("China: state buyers told to buy at home"),
    "guidance_private_buyers_CN": mark("China: private buyers told so"),
}


def _policy() -> Article:
    """The quarters in which a recorded policy changed, from the table the model is fed with."""
    blocks = [Block(TEXT, tr("Levels from 0 to 1 as the model is told them, where they change; the "
                             "chip rule counts its versions."))]  # fmt: skip
    before: dict[str, str] = {}
    for row in _rows("policy_history.csv"):
        now = {key.partition("(")[0]: value for key, value in row.items()}
        changes = [
            tr("{what}: {value}", what=tr(words), value=f"{float(now[key]):g}")
            for key, words in _STEPS.items()
            if key in now and now[key] != before.get(key, "0.0")
        ]
        if changes:
            blocks.append(Block(ROW, "; ".join(changes), row["quarter"]))
        before = now
    blocks += [Block(HEADING, tr("Source")), Block(SOURCE, source="agents/data/policy_history.csv")]
    return Article(
        "timeline.policy", "timeline", tr("Policy, quarter by quarter"),
        (*blocks, *_see(["sources.data"])),
    )  # fmt: skip
