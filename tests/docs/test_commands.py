"""Every command and snippet that the documents show does run."""

import shlex
from pathlib import Path

import pytest

from tests.docs.blocks import DOCUMENTS, ROOT, Block, blocks, commands
from tests.docs.shell import needs_the_command, run_in

NEVER_RUN = ("git clone", "cd ")


def is_ours(command: str) -> bool:
    """True for a command that a test can run from any folder."""
    return shlex.split(command)[0] in {"twostacks", "python"}


def needs_quiet(command: str) -> bool:
    """True for a measurement, which belongs in `make bench`."""
    return command.startswith("twostacks bench")


def shown(language: str) -> list[tuple[Path, Block]]:
    """Every block of one language in every document."""
    return [
        (path, block) for path in DOCUMENTS for block in blocks(path) if block.language == language
    ]


@needs_the_command
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_commands_of_a_document_run_in_order(document: Path, tmp_path: Path) -> None:
    """A block with a file's name is written first; the commands then share one folder."""
    for block in blocks(document):
        where = f"{document.name}:{block.line}"
        if "." in block.name:
            (tmp_path / block.name).write_text(block.text, encoding="utf-8")
        elif block.language == "python":
            run_in(tmp_path, f"python -c {shlex.quote(block.text)}", where)
        elif block.language == "sh":
            for command in commands(block):
                if is_ours(command) and not needs_quiet(command):
                    run_in(tmp_path, command, where)


def test_every_make_command_names_a_target_that_exists() -> None:
    for document, block in shown("sh"):
        for command in commands(block):
            if command.startswith("make "):
                run_in(ROOT, command.replace("make ", "make --dry-run ", 1), document.name)


def test_every_shown_command_is_of_a_kind_that_is_checked() -> None:
    for document, block in shown("sh"):
        for command in commands(block):
            known = is_ours(command) or command.startswith(("make ", *NEVER_RUN))
            assert known, f"{document.name}:{block.line}: no test knows how to check `{command}`"
