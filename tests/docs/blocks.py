"""Read the fenced blocks of the Markdown documents."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^```(?P<info>[^\n`]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the word after the language, its text and first line."""

    language: str
    name: str
    text: str
    line: int


def blocks(document: Path) -> list[Block]:
    """Return the blocks of a document that state a language, in order."""
    source = document.read_text(encoding="utf-8")
    found = []
    for match in FENCE.finditer(source):
        language, _, name = match["info"].partition(" ")
        line = source.count("\n", 0, match.start("text")) + 1
        found.append(Block(language, name.strip(), match["text"], line))
    return found


def commands(block: Block) -> list[str]:
    """Return the commands of a shell block, continued lines joined, comments dropped."""
    joined = block.text.replace("\\\n", " ")
    lines = (re.sub(r"(^|\s)#.*", "", line).strip() for line in joined.splitlines())
    return [line for line in lines if line]
