"""Help is quick: it imports nothing heavy, and every command has examples that parse."""

import shlex
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module

import pytest

from game.cli import COMMANDS
from game.commands.parser import Parser
from tests.cli.conftest import ROOT, Said

HEAVY = ("numba", "mesa", "pygame", "numpy", "pyarrow", "pandas", "networkx")


def _imported(code: str) -> set[str]:
    script = f"{code}\nimport sys\nprint('\\n' + ' '.join(sys.modules), file=sys.stderr)"
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(result.stderr.split("\n")[-2].split())


@pytest.mark.parametrize("words", [["--help"], *[[name, "--help"] for name in COMMANDS]])
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    imported = _imported(f"from game.cli import main\nassert main({words!r}) == 0")
    assert not imported & set(HEAVY)


@pytest.mark.parametrize("words", ["['scenarios']", "['levers', '--json']"])
def test_lists_need_no_compiler(words: str) -> None:
    imported = _imported(f"from game.cli import main\nassert main({words}) == 0")
    assert not imported & {"numba", "mesa", "pygame"}


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_parse(name: str) -> None:
    parser = Parser(prog=f"twostacks {name}")
    import_module(f"game.commands.{name}").add_arguments(parser)
    shown = [line.strip() for line in (parser.epilog or "").splitlines()]
    commands = [shlex.split(line) for line in shown if line.startswith("twostacks ")]
    assert commands
    for command in commands:
        assert command[1] == name
        parser.parse_args(command[2:])


def test_no_words_show_the_help(twostacks: Callable[..., Said]) -> None:
    said = twostacks()
    assert said.status == 0
    assert all(name in said.out for name in COMMANDS)
    assert twostacks("--version").out.startswith("twostacks ")
