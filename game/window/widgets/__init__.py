"""The widgets, and the intents they answer with."""

from game.window.widgets.base import (
    HANDLED,
    Activated,
    Changed,
    Dismissed,
    Handled,
    Intent,
    Submitted,
    Widget,
)
from game.window.widgets.button import Button, Toggle
from game.window.widgets.choice import Option, Select, Tabs
from game.window.widgets.dialog import Answer, Chip, Choice, ChoiceCard, Dialog
from game.window.widgets.entry import TextEntry, digits_only
from game.window.widgets.panel import CardPanel, Heading, Paragraph
from game.window.widgets.scroll import ScrollArea, ScrollBar
from game.window.widgets.slider import SLIDER_HEIGHT, Slider
from game.window.widgets.table import Cell, Column, Row, Table
from game.window.widgets.tooltip import draw_tooltip, place_beside

__all__ = [
    "HANDLED",
    "SLIDER_HEIGHT",
    "Activated",
    "Answer",
    "Button",
    "CardPanel",
    "Cell",
    "Changed",
    "Chip",
    "Choice",
    "ChoiceCard",
    "Column",
    "Dialog",
    "Dismissed",
    "Handled",
    "Heading",
    "Intent",
    "Option",
    "Paragraph",
    "Row",
    "ScrollArea",
    "ScrollBar",
    "Select",
    "Slider",
    "Submitted",
    "Table",
    "Tabs",
    "TextEntry",
    "Toggle",
    "Widget",
    "digits_only",
    "draw_tooltip",
    "place_beside",
]
