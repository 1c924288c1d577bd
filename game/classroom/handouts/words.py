"""How the kit's texts and numbers are put into a page.

A number on paper stands in a `<data>` element that says its value and where it comes from;
`numbers.json` and the tests read them back from the pages. A source stands in a `<cite>` and keeps
its names when the class plays with made-up ones.
"""

import re
from typing import Any

from markupsafe import Markup, escape

from agents.levers import LEVERS
from game.classroom.lesson import Decision
from game.classroom.views.words import law_text, step_text
from game.figures import quarter_text
from game.language import language, tr
from game.renaming import rename_text

# A number may carry its unit, as 7nm; digits inside a product's name, as in H20 or 3A090, are none.
_NUMBER = re.compile(r"(?<![A-Za-z0-9_.])[-−]?\d[\d,]*(?:\.\d+)?%?(?![A-Za-z]*\d)")
_PIECES = re.compile(r"(<style>.*?</style>|<cite\b.*?</cite>|<[^>]*>)", re.DOTALL)


def say(text: str, **values: Any) -> Markup:
    """A text in the language in force, safe in a page; what fills its braces may be markup."""
    safe = escape(tr(text))
    return safe.format(**values) if values else safe


def say_counted(one: str, many: str, n: int, shown: Markup) -> Markup:
    """The form of a text that fits the number n, with `{n}` filled in as it is shown."""
    return say(one if n == 1 else many, n=shown)


def number(value: float | str, origin: str, text: str = "") -> Markup:
    """A number with its value and where it comes from; written as `text`, or as it is."""
    plain = f"{value:g}" if isinstance(value, float) else str(value)
    return Markup('<data value="{}" data-from="{}">{}</data>').format(plain, origin, text or plain)


def numbered(text: str, origin: str) -> Markup:
    """A text of a data file, with every number in it marked as such."""
    found, last = Markup(), 0
    for match in _NUMBER.finditer(text):
        found += escape(text[last : match.start()])
        found += number(match[0].replace(",", "").replace("−", "-"), origin, match[0])
        last = match.end()
    return found + escape(text[last:])


def quarter(index: int, origin: str) -> Markup:
    """A quarter for people. Units: quarters since 2018Q1."""
    return number(index, origin, quarter_text(index))


def with_made_up_names(page: str) -> str:
    """A page with made-up names in what is read; sources and attributes stay."""
    pieces = _PIECES.split(page)
    return "".join(one if i % 2 else rename_text(one) for i, one in enumerate(pieces))


def step_origin(decision: Decision) -> str:
    """Where the steps of a decision stand."""
    return f"teams.toml {decision.name}"


def step(decision: Decision, index: int) -> Markup:
    """A step of a decision, as the phone writes it; a step with a name counts by its place."""
    option = decision.options[index]
    value = index if option.label else next(iter(option.levers.values()))
    return number(value, step_origin(decision), step_text(decision, index))


def in_force(decision: Decision, law: dict[str, float]) -> Markup:
    """What is in force of a decision that sets one lever."""
    (key,) = decision.levers
    return number(law[key], f"opening {key}", law_text(decision, law))


def per_year(decision: Decision) -> bool:
    """Whether the steps of a decision are amounts of money for a year."""
    return LEVERS[decision.levers[0]].unit == "bn USD/yr"


def page_language() -> str:
    """The language of a page, for readers of screens."""
    return {"zh": "zh-Hans"}.get(language(), "en")
