"""Heavy libraries are imported by the command that needs them, and by no other."""

import subprocess
import sys

import pytest

from tests.docs.shell import needs_the_command

HEAVY = {"mesa", "networkx", "numba", "numpy", "pandas", "pyarrow", "pygame", "scipy"}
BY_THE_KERNEL = {"numpy", "numba", "scipy"}  # numba looks for scipy's linear algebra
REPORT = "import sys; from game.cli import main; main({0}); print(*sys.modules, file=sys.stderr)"


@needs_the_command
@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--help"], set()),
        (["levers"], {"numpy"}),
        (["scenarios"], {"numpy", "numba"}),
        (["run", "history", "--runs", "2", "--json", "--quiet"], BY_THE_KERNEL),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_command_imports_only_what_it_needs(arguments: list[str], allowed: set[str]) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", REPORT.format(arguments)], capture_output=True, text=True, check=True
    )
    heavy = HEAVY & {name.partition(".")[0] for name in answer.stderr.split()}
    assert heavy <= allowed
