"""Collects every text that a player reads and brings the catalogues up to date with it.

Usage, in a checkout::

    python -m game.collect_texts            # update the catalogues, list what is not translated
    python -m game.collect_texts --check    # change nothing; fails where something is missing

Texts are the literals of `tr`, `ntr`, `mark` and `later` in the modules and page templates of
`game/`, and the strings of data files named in `TABLES`, `LISTS` and `NAMES_IN_CODE`: a data file
with texts needs one line there.
"""

import argparse
import ast
import csv
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages import Catalog
from babel.messages.pofile import write_po
from jinja2 import Environment, nodes

from game.catalogues import FOLDER, catalogue_path, joined, read_catalogue

ROOT = Path(__file__).resolve().parent.parent

# Data files with texts, and the keys under which texts stand, at any depth.
TABLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("agents/data/levers.toml", ("name", "help", "side_effect", "group", "source")),
    ("agents/scenarios/*.toml", ("title", "summary", "briefing")),
    ("agents/data/beliefs.toml", ("name",)),
    ("agents/data/characters.toml", ("name", "line")),
    ("agents/data/events.toml",
     ("title", "text", "rumour", "raised_by", "effect", "question", "label", "precedent",
      "precedent_source")),
    ("agents/data/mandates.toml", ("text", "why", "name", "unit", "source")),
    ("game/classroom/data/kit.toml",
     ("name", "text", "title", "say", "do", "lines", "question", "notes", "levels", "prosecution",
      "defence")),
    ("game/classroom/data/lessons/*.toml",
     ("title", "aim", "story", "audience", "what", "exit_question", "claim")),
    ("game/classroom/data/teams.toml",
     ("name", "neutral", "shape", "line", "aim", "title", "about", "label")),
    ("game/classroom/data/treaties.toml", ("title", "text", "line")),
    ("game/data/briefs/*.toml", ("title", "question")),
    ("game/data/encyclopaedia.toml",
     ("title", "text", "evidence_for", "evidence_against", "assumes")),
    ("game/data/tutorial.toml", ("title", "text", "name")),
)  # fmt: skip

# Lists with texts, and their columns.
LISTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("agents/data/timeline.csv", ("title", "detail")),
)

# Tables in code that knows nothing of languages: file and name; every string of their values.
NAMES_IN_CODE: tuple[tuple[str, str], ...] = (
    ("agents/minds.py", "REASON_TEXTS"),
    ("agents/minds.py", "DEAL_REASONS"),
    ("agents/names.py", "FULL_NAMES"),
    ("agents/levers.py", "ACTOR_NAMES"),
)
_CALLS = {"tr": 1, "ntr": 2, "mark": 1, "later": 1}  # how many of the first arguments are texts


class Text(NamedTuple):
    """A text, the form for other numbers than one if it has one, and the file it stands in."""

    one: str
    many: str
    file: str


def collect(root: Path = ROOT) -> list[Text]:
    """Every text, each once, in the order of files. Raises: ValueError for a text put together."""
    found: dict[str, Text] = {}
    for text in _every_text(root):
        one = joined(text.one)
        if one not in found or (text.many and not found[one].many):
            found[one] = text._replace(one=one)
    return list(found.values())


def _every_text(root: Path) -> Iterator[Text]:
    for path in sorted((root / "game").rglob("*.py")):
        yield from _of_module(path, path.relative_to(root).as_posix())
    for path in sorted((root / "game").rglob("*.html")):
        yield from _of_template(path, path.relative_to(root).as_posix())
    for file, name in NAMES_IN_CODE:
        yield from (Text(text, "", file) for text in _of_table(root / file, name))
    for pattern, keys in TABLES:
        for path in sorted(root.glob(pattern)):
            file = path.relative_to(root).as_posix()
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            yield from (Text(text, "", file) for text in _under(data, keys))
    for file, columns in LISTS:
        with (root / file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                yield from (Text(row[name], "", file) for name in columns if row[name])


def _of_module(path: Path, file: str) -> Iterator[Text]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            count = _CALLS.get(node.func.id, 0)
            choices = [_literals(part, f"{file}:{node.lineno}") for part in node.args[:count]]
            if count == 2 and all(len(texts) == 1 for texts in choices):
                yield Text(choices[0][0], choices[1][0], file)
            else:
                yield from (Text(text, "", file) for texts in choices for text in texts)


def _of_template(path: Path, file: str) -> Iterator[Text]:
    for call in Environment().parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
        count = _CALLS.get(getattr(call.node, "name", ""), 0)
        texts = [part.value for part in call.args[:count] if isinstance(part, nodes.Const)]
        if texts and len(texts) == count:
            yield Text(texts[0], texts[1] if count == 2 else "", file)


def _literals(node: ast.expr, place: str) -> list[str]:
    """The texts an argument can be; none where it is read from a table."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) and node.value else []
    if isinstance(node, ast.IfExp):
        return [*_literals(node.body, place), *_literals(node.orelse, place)]
    if isinstance(node, ast.JoinedStr | ast.BinOp):
        raise ValueError(f"{place}: a text is put together; write one text with names in braces")
    return []


def _of_table(path: Path, name: str) -> Iterator[str]:
    """The strings of the values of a table that a module assigns to a name."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            assert isinstance(node, ast.Assign)
            table = ast.literal_eval(node.value)
            yield from (text for text in table.values() if isinstance(text, str) and text)


def _under(data: Any, keys: tuple[str, ...]) -> Iterator[str]:
    """The strings, and strings of lists, under some keys of nested tables.

    A table may itself stand under such a key, as `[[question]]` with its `question`.
    """
    if isinstance(data, list):
        for item in data:
            yield from _under(item, keys)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in keys:
                yield from _under(value, keys)
                continue
            texts = value if isinstance(value, list) else [value]
            yield from (text for text in texts if isinstance(text, str) and text)
            yield from _under([part for part in texts if isinstance(part, dict | list)], keys)


def update(code: str, texts: list[Text]) -> tuple[Catalog, list[str]]:
    """The catalogue of a language with exactly these texts, and those that it cannot say yet."""
    old: dict[str, Any] = {}
    if catalogue_path(code).exists():
        old = {_first(message.id): message.string for message in read_catalogue(code)}
    new = Catalog(locale=code, project="Two Stacks", fuzzy=False)
    missing = []
    for text in texts:
        told = old.get(text.one)
        told = told[0] if isinstance(told, tuple) else told
        forms = (told or "",) * new.num_plurals
        ids = (text.one, text.many) if text.many else text.one
        new.add(ids, forms if text.many else forms[0], locations=[(text.file, 0)])
        if not told:
            missing.append(text.one)
    return new, missing


def _first(ids: Any) -> str:
    return ids[0] if isinstance(ids, list | tuple) else str(ids)


def write(code: str, catalogue: Catalog) -> None:
    """Write a catalogue, the same bytes for the same texts: without dates and line numbers."""
    path = catalogue_path(code)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.header_comment = "# Texts of Two Stacks. Written by python -m game.collect_texts."
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, omit_header=True, include_lineno=False)


def main(arguments: list[str] | None = None) -> int:
    """Update every catalogue. Returns 1 if texts are not translated."""
    parser = argparse.ArgumentParser(description="Bring the catalogues of texts up to date.")
    parser.add_argument("--check", action="store_true", help="change nothing")
    options = parser.parse_args(arguments)
    texts = collect()
    lacking = 0
    for code in sorted(path.name for path in FOLDER.iterdir() if path.is_dir()):
        fresh, missing = update(code, texts)
        lacking += len(missing)
        print(f"{code}: {len(texts)} texts, {len(missing)} not translated")
        for text in missing:
            print(f"  {text!r}")
        if not options.check:
            write(code, fresh)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
