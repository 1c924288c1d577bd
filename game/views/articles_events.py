"""Articles on events and dilemmas, from the table that the model draws them from."""

import tomllib
from pathlib import Path
from typing import Any

import agents
from agents.levers import ACTOR_NAMES
from game.language import tr
from game.views.articles import BULLET, HEADING, ROW, SOURCE, TEXT, Article, Block, see
from game.views.words import percent

FILE = Path(str(agents.__path__[0])) / "data" / "events.toml"


def event_articles(path: Path = FILE) -> list[Article]:
    """One article for each event of a table; none where there is no table."""
    if not path.exists():
        return []
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return [_event(row) for row in data["event"]]


def _event(row: dict[str, Any]) -> Article:
    chance = tr("{share} a quarter in usual circumstances", share=percent(row["usual"]))
    blocks = [
        Block(TEXT, tr(row["text"])),
        Block(ROW, chance, tr("Chance")),
        Block(ROW, tr(row["raised_by"]), tr("Made likelier by")),
        Block(ROW, tr(row["effect"]), tr("What it does")),
    ]
    if "choice" in row:
        asked = tr(ACTOR_NAMES.get(row["asks"], row["asks"]))
        blocks.append(Block(ROW, asked, tr("Who is asked")))
        blocks.append(Block(HEADING, tr(row["question"])))
        for choice in row["choice"]:
            answer = tr("{what}: {value}", what=tr(choice["label"]), value=tr(choice["text"]))
            blocks.append(Block(BULLET, answer))
            effects = tr("; ").join(tr(chip["text"]) for chip in choice["chips"])
            blocks.append(Block(ROW, effects, tr("Its effects")))
    blocks.append(Block(HEADING, tr("Precedent")))
    blocks.append(Block(ROW, tr(row["precedent"]), row["precedent_date"]))
    blocks.append(Block(SOURCE, source=row["precedent_source"]))
    blocks.append(Block(SOURCE, source=row["usual_source"]))
    blocks += see(["play.events"])
    title = row["title"]
    return Article(f"event.{row['key']}", "events", tr(title), tuple(blocks), english=title)
