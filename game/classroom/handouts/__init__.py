"""The printed kit of a lesson: everything a teacher needs on paper, from the same data as the game.

plan.py      the minutes of a lesson in a slot of any length
roster.py    who sits where, as the game would seat so many
opening.py   the world as its teams find it
kit.py       one class in one slot: sheets, goals, numbers
extras.py    what single pages need beside it
facts.py     the facts of the source page, each with its rows of `agents/data/`
texts.py     the words of `data/kit.toml`
words.py     how texts and numbers are put into a page
pages.py     which pages there are; templates lie in `templates/handouts/`
writing.py   a kit made and written
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from game.classroom.handouts.writing import SEED, make_kit, write_kit

__all__ = ["SEED", "make_kit", "write_kit"]


def __getattr__(name: str) -> Any:
    """What makes kits, imported when it is asked for: texts alone need no model."""
    if name in __all__:
        from game.classroom.handouts import writing

        return getattr(writing, name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
