"""Run the command in this process, or as a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from game.cli import main

ROOT = Path(__file__).resolve().parents[2]


class Said:
    """What a command printed and how it ended."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status = status
        self.out = out
        self.err = err

    @property
    def json(self) -> Any:
        """The one JSON object that was printed; anything that is not valid JSON fails."""
        return json.loads(self.out, parse_constant=_refuse)


def _refuse(text: str) -> float:
    raise AssertionError(f"{text} is not valid JSON")


@pytest.fixture
def twostacks(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Said]:
    """Call the command in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> Said:
        capsys.readouterr()
        status = main(words)
        printed = capsys.readouterr()
        return Said(status, printed.out, printed.err)

    return call


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., Said]:
    """Run the command as a process of its own, in an empty folder."""

    def call(*words: str, **environment: str) -> Said:
        result = subprocess.run(
            [sys.executable, "-m", "game", *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Said(result.returncode, result.stdout, result.stderr)

    return call
