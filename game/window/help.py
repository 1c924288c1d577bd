"""F1: which article explains a control, and the screen that shows it."""

from __future__ import annotations

from game.views.encyclopaedia import HOME, book
from game.window.desk import Desk
from game.window.screens.base import Screen
from game.window.screens.encyclopaedia import EncyclopaediaRoom, EncyclopaediaScreen
from game.window.widgets import Widget

# Controls by id, and the articles that explain them.
_ARTICLES = {
    "stat.treasury": "chart.fiscal",
    "stat.capital": "play.capital",
    "stat.alignment": "rule.R30",
    "stat.lead": "chart.gap",
    "stat.ai": "chart.ai_gap",
    "stat.autonomy": "chart.sufficiency",
    "stat.threat": "chart.threat",
    "stat.revenue": "chart.revenue",
    "stat.node": "chart.nodes",
    "stat.yield": "chart.yield",
    "stat.capacity": "chart.capacity",
    "stat.capability": "rule.R25",
    "stat.compute": "chart.compute",
    "stat.developers": "chart.developers",
    "fan": "play.fan",
    "why": "play.why",
    "developers": "chart.developers",
    "blocs": "chart.developers",
    "world": "chart.developers",
    "layer": "play.twin",
    "timeline": "play.turn",
    "end": "play.turn",
    "mandate": "play.ends",
    "plane": "rule.R30",
    "tension": "chart.tension",
    "promises": "play.deals",
    "deals": "play.deals",
    "deal.act": "play.deals",
    "bargain.act": "lever.us.sign_bargain",
    "scatter": "rule.R13",
    "line.redesigns": "rule.R14",
    "line.falls": "rule.R13",
    "stage.tools": "rule.R8",
    "stage.wafers": "rule.R7",
    "stage.hbm": "rule.R11",
    "stage.packaging": "rule.R11",
    "stage.cluster": "rule.R24",
    "stage.software": "rule.R23",
    "stage.models": "rule.R25",
    "stage.buyers": "rule.R17",
    "chain.ladder": "chart.nodes",
    "chain.pods": "rule.R24",
    "drivers": "rule.limits",
    "compare": "play.fan",
    "predict.low": "play.predict",
    "predict.middle": "play.predict",
    "predict.high": "play.predict",
    "mode": "play.twin",
    "dates": "play.twin",
}


def article_of(widget: Widget | None) -> str:
    """The key of the article about a control, or nothing."""
    if widget is None:
        return ""
    key = getattr(widget, "article", "") or _ARTICLES.get(widget.id, widget.id)
    found = book().find(key)
    return found.key if found is not None else ""


def reader(desk: Desk | None, key: str = HOME) -> Screen:
    """The encyclopaedia at an article: a room of the game, or a screen of its own."""
    return EncyclopaediaScreen(key) if desk is None else EncyclopaediaRoom(desk, key)
