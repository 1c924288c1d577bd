"""Articles on the record: the dated actions of every year, and what the model is told of them."""

import csv
from pathlib import Path

import agents
from game.language import mark, tr
from game.views.articles import HEADING, ROW, SOURCE, TEXT, Article, Block, see

SIDES = {
    "US": mark("United States"),
    "CN": mark("China"),
    "NL": mark("Netherlands"),
    "JP": mark("Japan"),
    "US,CN": mark("United States and China"),
    "US,NL,JP": mark("United States, Netherlands, Japan"),
}


def _rows(name: str) -> list[dict[str, str]]:
    path = Path(str(agents.__path__[0])) / "data" / name
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def history_articles() -> list[Article]:
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
        Article(f"timeline.{year}", "timeline", year, (*blocks, *see(["sources.data"])))
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
        (*blocks, *see(["sources.data"])),
    )  # fmt: skip
