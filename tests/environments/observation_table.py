"""The table of observations in docs/environments.md, as the code has it.

`python -m tests.environments.observation_table` writes it anew.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from agents.belief import hidden
from agents.fields import OUTCOME
from agents.levers import ACTOR_NAMES
from agents.state import layout
from game.environments.sight import BOOKS, PUBLISHED, scale_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "environments.md"
BEGIN, END = "<!-- observations: written by tests/environments/observation_table.py -->", "<!-- -->"
SIDES = {"us": "US side", "cn": "Chinese side"}


def rows() -> Iterator[tuple[str, str, str, str, str]]:
    """Who sees it, name, unit, meaning and scale of every number that a scenario has."""
    fields = {field.name: field for field in OUTCOME}
    books = [(SIDES.get(side, ACTOR_NAMES[side]), names) for side, names in BOOKS.items()]
    for who, names in (("everybody", PUBLISHED), *books):
        for base in dict.fromkeys(name.partition("[")[0] for name in names):
            found = (re.fullmatch(rf"{base}\[(\w+)\]", name) for name in names)
            members = [match[1] for match in found if match]
            name = f"`{base}[{', '.join(members)}]`" if members else f"`{base}`"
            field = fields[base]
            yield who, name, field.unit, field.meaning, scale_of(field.unit).text
    for one in hidden():
        kind = layout(0).kinds[one.kind]
        field = next(f for f in kind.fields if f.name == one.field)
        who = f"all but the {SIDES[one.side]}, as an estimate"
        name = ", ".join(f"`{member}.{one.field}`" for member in one.members)
        yield who, name, field.unit, field.meaning, scale_of(field.unit).text


def table() -> str:
    """The table as Markdown."""
    lines = ["| who sees it | name | unit | meaning | scale |", "|---|---|---|---|---|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows())])


def written(text: str) -> str:
    """A document with the table as the code has it."""
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
