"""Languages: texts are looked up, filled in, and never lost."""

import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from game.catalogues import joined, pseudo
from game.collect_texts import _of_module
from game.language import language, mark, ntr, speak, speaking, tr


def test_english_is_the_text_itself_with_names_filled_in() -> None:
    assert tr("Ends in {n} quarters", n=3) == "Ends in 3 quarters"
    assert tr("100 {raw}") == "100 {raw}"
    assert ntr("{n} change pending", "{n} changes pending", 1) == "1 change pending"
    assert ntr("{n} change pending", "{n} changes pending", 2) == "2 changes pending"
    assert mark("Rooms") == "Rooms"


def test_english_reads_no_catalogue_and_imports_no_reader_of_catalogues() -> None:
    code = (
        "import sys; from game.language import tr, ntr; tr('Rooms'); ntr('{n} a', '{n} b', 2);"
        "print([name for name in sys.modules if name.startswith(('babel', 'game.catalogues'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_language_holds_inside_its_with_statement_and_in_its_own_thread_only() -> None:
    heard = []
    with speaking("zh"):
        thread = threading.Thread(target=lambda: heard.append(language()))
        thread.start()
        thread.join()
        assert language() == "zh"
    assert language() == "en"
    assert heard == ["en"]


def test_a_text_that_no_catalogue_has_is_shown_in_english() -> None:
    with speaking("zh"):
        assert tr("A text that nobody translated, {n}", n=2) == "A text that nobody translated, 2"
        assert tr("") == ""


def test_an_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no language 'xx'; there are en, zh, qps"):
        speak("xx")


def test_the_made_up_language_is_longer_and_keeps_what_stands_in_braces() -> None:
    text = "Ends in {quarters} quarters"
    longer = pseudo(text)
    assert 1.35 * len(text) <= len(longer) <= 1.45 * len(text)
    assert re.findall(r"{.*?}", longer) == ["{quarters}"]
    with speaking("qps"):
        assert "3" in tr(text, quarters=3)


def test_how_a_text_is_wrapped_in_its_file_does_not_matter() -> None:
    assert joined("\nOne two\nthree.\n\nFour\nfive.\n") == "One two three.\n\nFour five."


def test_the_collector_finds_literals_choices_and_pairs_and_refuses_what_is_put_together(
    tmp_path: Path,
) -> None:
    module = tmp_path / "module.py"
    module.write_text(
        "tr('one')\ntr('two' if x else 'three')\nntr('{n} four', '{n} fours', n)\n"
        "mark('five ' 'six')\ntr(table.name)\npainter.mark('not this')\n"
    )
    found = [(text.one, text.many) for text in _of_module(module, "module.py")]
    assert found == [
        ("one", ""), ("two", ""), ("three", ""), ("{n} four", "{n} fours"), ("five six", "")
    ]  # fmt: skip
    module.write_text("tr(f'one {x}')\n")
    with pytest.raises(ValueError, match=r"module\.py:1: a text is put together"):
        list(_of_module(module, "module.py"))
