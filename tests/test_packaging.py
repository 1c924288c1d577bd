"""The project sets itself up from nothing but Python and make, and its wheel stands alone."""

import os
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as a fresh shell would, without what an outer make hands down."""
    inherited = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "PYTHON", "VENV", "ARGS"}
    clean = {name: value for name, value in os.environ.items() if name not in inherited}
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )


def fake_python(folder: Path, version: str) -> Path:
    """A program that answers like a Python that is too old."""
    path = folder / "python-old"
    path.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && echo "Python {version}" && exit 0\nexit 1\n'
    )
    path.chmod(0o755)
    return path


def test_the_installed_distribution_is_this_checkout() -> None:
    installed = metadata.distribution("two-stacks")
    assert installed.version == PROJECT["version"]
    assert installed.metadata["Requires-Python"] == ">=3.11"
    commands = {entry.name: entry.value for entry in installed.entry_points}
    assert commands["twostacks"] == "game.cli:main"


def test_the_changelog_has_the_version_and_room_for_changed_results() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in text
    assert "### Results change" in text


def test_a_python_that_is_too_old_gets_a_sentence(tmp_path: Path) -> None:
    old = fake_python(tmp_path, "3.9.2")
    answer = make("setup", f"PYTHON={old}", f"VENV={tmp_path / 'environment'}")
    assert answer.returncode != 0
    assert "needs Python 3.11 or later" in answer.stdout
    assert "Python 3.9.2" in answer.stdout
    assert "make setup PYTHON=python3.13" in answer.stdout
    assert not (tmp_path / "environment").exists()


def test_a_python_that_is_missing_gets_a_sentence(tmp_path: Path) -> None:
    answer = make("setup", "PYTHON=python-nowhere", f"VENV={tmp_path / 'environment'}")
    assert answer.returncode != 0
    assert "needs Python 3.11 or later" in answer.stdout


def test_another_python_never_gets_this_environment(tmp_path: Path) -> None:
    old = fake_python(tmp_path, "3.9.2")
    answer = make("test", f"PYTHON={old}", f"VENV={sys.prefix}")
    assert answer.returncode != 0
    assert "add VENV=.venv-other" in answer.stderr


def test_help_names_every_target() -> None:
    answer = make()
    assert answer.returncode == 0
    for target in ("play", "test", "check", "slow", "screens", "bench", "clean"):
        assert f"make {target} " in answer.stdout


@pytest.mark.parametrize(("target", "action"), [("play", "-m game play"), ("test", "-m pytest")])
def test_the_two_commands_set_up_the_environment_first(
    target: str, action: str, tmp_path: Path
) -> None:
    answer = make("--dry-run", target, f"VENV={tmp_path / 'environment'}")
    assert answer.returncode == 0, answer.stderr
    steps = [answer.stdout.index(part) for part in ("-m venv", "pip install", action)]
    assert steps == sorted(steps)


def test_the_ci_script_is_executable_and_parses() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", str(script)], check=True)
