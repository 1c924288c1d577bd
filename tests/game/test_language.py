"""Languages: texts are looked up, filled in, and never lost."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from game.assets import asset
from game.catalogues import catalogue, joined, pseudo
from game.collect_texts import Text, _of_module, collect
from game.figures import millions
from game.forecast import Status
from game.language import language, later, mark, ntr, speak, speaking, tr
from game.renaming import rename_text
from game.session import Session, Setup
from game.views.choices import scenario_choices
from game.views.ending import end_view
from game.views.main import main_view
from game.views.words import cost_text, money, money_change, quarter_label
from game.window.player import Player, make_stage
from game.window.screens.base import Prefer
from game.window.screens.title import TitleScreen
from game.window.text import is_hanzi
from tests.game.test_screens import SCREENS, covered, show


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


# ---- the catalogues


def fields_of(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.fixture(scope="module")
def texts() -> list[Text]:
    return collect()


def test_every_text_is_translated(texts: list[Text]) -> None:
    lacking = [f"{text.file}: {text.one}" for text in texts if text.one not in catalogue("zh")]
    assert not lacking, "\n".join(["python -m game.collect_texts, then translate:", *lacking])


def test_a_catalogue_holds_no_text_that_nobody_shows(texts: list[Text]) -> None:
    shown = {text.one for text in texts} | {text.many for text in texts}
    assert set(catalogue("zh")) <= shown


def test_a_translation_fills_in_the_same_names() -> None:
    for english, chinese in catalogue("zh").items():
        assert fields_of(english) == fields_of(chinese), english


def test_every_character_of_every_text_has_a_glyph() -> None:
    letters = set("".join(catalogue("zh")) + "".join(catalogue("zh").values())) - {"\n"}
    assert len(letters) > 1000
    for hanzi in (False, True):
        needed = {letter for letter in letters if is_hanzi(letter) == hanzi}
        for path in sorted(asset("fonts").glob("NotoSansSC-*" if hanzi else "Inter-*")):
            without = needed - set(map(chr, TTFont(path).getBestCmap()))
            assert not without, path.name


# ---- a game in Chinese

_NOT_SHOWN = {
    *("key", "seat", "role", "icon", "metric", "kind", "side", "source", "cause", "effect"),
    *("start", "end", "leader", "checksum", "format", "state", "unit", "lane_roles", "tone"),
    *("now", "group", "default_seat"),
}


def words_in(value: Any) -> Iterator[str]:
    """Every text that is shown, in nested frozen values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from words_in(part)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in _NOT_SHOWN:
                yield from words_in(getattr(value, field.name))


def english_in(value: Any) -> list[str]:
    """Texts with two English words side by side, or with nothing but English."""
    english = re.compile(r"[a-z]{2,} [a-z]{2,}|^[^\u4e00-\u9fff]*[a-z]{3,}[^\u4e00-\u9fff]*$")
    return [text for text in words_in(value) if english.search(text)]


@pytest.fixture(scope="module")
def games() -> list[Session]:
    return [played("october-seventh", "us", 6), played("good-enough", "huaw", 3)]


def played(scenario: str, seat: str, quarters: int) -> Session:
    session = Session(Setup(scenario, seat, 7))
    for _ in range(quarters):
        session.end_quarter()
    return session


def test_every_word_of_a_game_is_chinese(games: list[Session]) -> None:
    with speaking("zh"):
        for session in games:
            waiting = Status("waiting", "", True)
            assert english_in(main_view(session, None, waiting)) == ["Two Stacks"]
            assert english_in(end_view(session, None, waiting)) == []
        assert english_in(scenario_choices()) == []


def test_a_change_of_language_changes_what_was_kept(games: list[Session]) -> None:
    waiting = Status("waiting", "", True)
    with speaking("zh"):
        chinese = main_view(games[0], None, waiting)
    english = main_view(games[0], None, waiting)
    assert (chinese.news[0].text, chinese.charts[0].title) != (
        english.news[0].text,
        english.charts[0].title,
    )
    assert english.charts[0].title == "AI developers by stack"
    assert scenario_choices()[0].title == "The record, 2018 to 2026"


def test_amounts_and_dates_are_written_as_in_each_language() -> None:
    assert (money(182.4), quarter_label(38), millions(4.2)) == ("$182bn", "Q3 2027", "4.2 million")
    with speaking("zh"):
        assert (money(182.4), money(-4.56)) == ("US$1824亿", "−US$45.6亿")
        assert (quarter_label(38), millions(4.2)) == ("2027年3季度", "420万")
        assert (money_change(4.56), money_change(0.001)) == ("+45.6亿", "0.0")
        assert cost_text(1.5, 0.25) == "−1.5资本，每季度−US$2.5亿"


def test_a_setting_changes_the_language_at_once() -> None:
    player = Player(make_stage((1280, 800), 7, keep=False), TitleScreen())
    try:
        assert player.screen.tree.get("leave").name == "Quit"
        player.follow(Prefer("language", "zh"))
        assert player.screen.tree.get("leave").name == "退出"
        player.follow(Prefer("language", "xx"))
        assert player.screen.tree.get("leave").name == "退出"
    finally:
        player.follow(Prefer("language", "en"))
        player.close()
    assert language() == "en"


@pytest.mark.parametrize("code", ["zh", "qps"])
@pytest.mark.parametrize("name", SCREENS)
def test_screens_hold_shorter_and_longer_words(name: str, code: str) -> None:
    with speaking(code):
        screen = show(name, (1280, 800))
    assert covered(screen) == []
    for widget in screen.tree.all_widgets():
        shown = widget.visible_rect()
        assert shown.size == (0, 0) or screen.stage.bounds.contains(shown), widget.id


def test_made_up_names_stand_in_chinese_sentences_too() -> None:
    assert rename_text("美国对华出口管制；英伟达与华为") == "联合邦对领邦出口管制；青翠与莲花"


def test_a_text_said_later_is_in_the_language_of_its_reader() -> None:
    sentence = later("The forecast stopped: {error}", error="x")
    assert str(sentence) == "The forecast stopped: x"
    with speaking("zh"):
        assert str(sentence) == "推演中止：x"
