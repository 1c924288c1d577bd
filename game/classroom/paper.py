"""Pages that a class leaves behind: one file each, style and pictures inside, nothing to load."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from game.batch.style import css
from game.classroom.state import ClassState
from game.classroom.templating import templates
from game.language import language, ntr, tr
from game.renaming import rename_text

TEMPLATES = Path(__file__).parent / "templates"
# Style and sources keep their names; of a tag only what a reader of screens says is renamed.
_PIECES = re.compile(r"(<style>.*?</style>|<cite\b.*?</cite>|<[^>]*>)", re.DOTALL)
_LABEL = re.compile(r'(aria-label=")([^"]*)(")')


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return templates(TEMPLATES, tr=tr, ntr=ntr, style=Markup(css()))


def render(template: str, state: ClassState, **values: Any) -> str:
    """A page of a class in the language in force, with the names that the class played with."""
    code = {"zh": "zh-Hans"}.get(language(), "en")
    html = _environment().get_template(template).render(language=code, **values)
    return with_made_up_names(html) if state.settings.names == "neutral" else html


def with_made_up_names(html: str) -> str:
    """A page with made-up names in all that is read or spoken; sources keep theirs."""
    pieces = _PIECES.split(html)
    pieces[::2] = [rename_text(text) for text in pieces[::2]]
    pieces[1::2] = [
        tag
        if tag.startswith(("<style", "<cite"))
        else _LABEL.sub(lambda m: f"{m[1]}{rename_text(m[2])}{m[3]}", tag)
        for tag in pieces[1::2]
    ]
    return "".join(pieces)
