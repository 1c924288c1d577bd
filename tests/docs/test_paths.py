"""Files and levers that the documents name do exist."""

import re
from pathlib import Path

import pytest

from agents.levers import LEVERS
from tests.docs.blocks import DOCUMENTS, ROOT, blocks
from tests.docs.shell import needs_the_command

PATH = re.compile(r"`((?:agents|game|assets|tests|docs)/[\w./-]*)`")
LEVER = re.compile(r"--set (?P<key>[a-z]+\.[a-z_]+)=")
current = [path for path in DOCUMENTS if path.name != "CHANGELOG.md"]


@needs_the_command
@pytest.mark.parametrize("document", current, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_files_that_a_document_names_exist(document: Path) -> None:
    named = PATH.findall(document.read_text(encoding="utf-8"))
    missing = [path for path in named if not (ROOT / path).exists()]
    assert not missing


def test_the_levers_that_the_documents_set_exist() -> None:
    shown = [block.text for path in DOCUMENTS for block in blocks(path) if block.language == "sh"]
    keys = LEVER.findall("\n".join(shown))
    assert keys
    assert set(keys) <= set(LEVERS)
