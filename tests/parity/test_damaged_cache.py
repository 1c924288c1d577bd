"""A damaged file of the kernel's cache costs one compilation, not the program."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CODE = "from agents import ensemble; ensemble.kernel(); print('ready')"


@pytest.mark.slow
def test_a_cut_off_cache_file_is_compiled_anew(tmp_path: Path) -> None:
    environment = {**os.environ, "TWOSTACKS_CACHE": str(tmp_path)}

    def start() -> str:
        done = subprocess.run(
            [sys.executable, "-c", CODE],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    assert start() == "ready"
    (kernel,) = tmp_path.rglob("*.nbc")
    kernel.write_bytes(kernel.read_bytes()[:1000])
    assert start() == "ready"
    assert len(list(tmp_path.rglob("*.nbc"))) == 1
    assert start() == "ready"
