"""Text fits where it is put and is never lost."""

import numpy as np
import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.assets import asset
from game.window import text
from game.window.drawing import icon

WORDS = st.text(alphabet="abcdefgh WMil.,-芯片出口管制，。", max_size=120)
WIDE = 240


@settings(max_examples=80, deadline=None)
@given(WORDS, st.integers(40, 300))
def test_wrapped_lines_fit_and_keep_every_character(string: str, room: int) -> None:
    lines = text.wrap(string, "regular", 13, room)
    assert all(text.width(line, "regular", 13) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == string.replace(" ", "")


@settings(max_examples=80, deadline=None)
@given(WORDS, st.integers(0, 300))
def test_cut_text_fits_and_says_that_it_was_cut(string: str, room: int) -> None:
    cut = text.ellipsize(string, "medium", 12, room)
    assert text.width(cut, "medium", 12) <= room
    if text.width(string, "medium", 12) <= room:
        assert cut == string
    elif cut:
        assert cut.endswith("…")
        assert string.startswith(cut[:-1])


def test_chinese_never_starts_a_line_with_closing_punctuation() -> None:
    string = "出口管制在两年内减缓了挑战者，随后加速了替代。国产芯片增长，软件也增长。" * 3
    for room in range(60, 200, 3):
        lines = text.wrap(string, "regular", 13, room)
        assert not any(line[0] in "，。" for line in lines), room


def test_chinese_never_ends_a_line_with_an_opening_bracket() -> None:
    string = "模型（又称“双栈”）从（历史）记录出发，用《规则》推演“未来”。"
    for room in range(40, 140):
        lines = text.wrap(string, "regular", 13, room)
        assert all(line[-1] not in "（《“" for line in lines if len(line) > 1), room


def test_lines_that_are_joined_again_gain_no_space_between_chinese_characters() -> None:
    assert text.unwrap(("两个生态", "渐行渐远")) == "两个生态渐行渐远"
    assert text.unwrap(("two stacks", "part")) == "two stacks part"


def test_paragraphs_stay_apart() -> None:
    assert text.wrap("one\n\ntwo", "regular", 13, WIDE) == ("one", "", "two")


def test_digits_are_equally_wide_so_that_numbers_do_not_jitter() -> None:
    for weight in ("regular", "medium", "semibold", "bold"):
        assert len({text.width(digit * 8, weight, 13) for digit in "0123456789"}) == 1


def test_both_scripts_are_drawn_with_glyphs_not_boxes() -> None:
    box = pygame.surfarray.array_alpha(text.render("\u2fff", "regular", 24, (255, 255, 255)))
    for character in "昇腾芯片管制，Aé→−≈":
        drawn = pygame.surfarray.array_alpha(text.render(character, "regular", 24, (255,) * 3))
        assert drawn.any(), character
        assert drawn.shape != box.shape or (drawn != box).any(), character


def test_a_line_is_aligned_to_its_anchor() -> None:
    surface = pygame.Surface((WIDE, 40), pygame.SRCALPHA)
    places = {}
    for align in ("left", "center", "right"):
        surface.fill((0, 0, 0, 0))
        text.draw(surface, "HHH", (WIDE / 2, 28), "bold", 13, (255, 255, 255), align)
        ink = np.flatnonzero(pygame.surfarray.array_alpha(surface).any(1))
        places[align] = (ink[0], ink[-1])
    assert places["left"][0] >= WIDE / 2 > places["right"][1]
    left, right = places["center"]
    assert abs((left + right) / 2 - WIDE / 2) <= 2


def test_text_stands_on_its_baseline() -> None:
    for size in (11, 13, 20, 28):
        surface = pygame.Surface((WIDE, 80), pygame.SRCALPHA)
        text.draw(surface, "HEX", (10, 50), "semibold", size)
        rows = np.flatnonzero((pygame.surfarray.array_alpha(surface) > 90).any(0))
        assert abs(int(rows[-1]) - 49) <= 1, size


def test_unknown_assets_are_named_in_the_error() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-icon"):
        icon("no-such-icon", 16, (255, 255, 255))
    assert asset("world.npz").is_file()


def test_every_listed_icon_draws_something() -> None:
    for name in asset("icons.txt").read_text("utf-8").split():
        alpha = pygame.surfarray.array_alpha(icon(name, 16, (10, 200, 30)))
        assert alpha.max() > 120, name
        assert alpha.mean() < 160, name
