"""Where compiled kernels are kept: a folder named by the sources, since numba's own check sees only
the file of the kernel itself."""

import hashlib
import os
import sys
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numba

from agents.parameters import PARAMETERS

HERE = Path(__file__).parent


def cache_root() -> Path:
    """The user's cache folder for this program; TWOSTACKS_CACHE overrides it."""
    chosen = os.environ.get("TWOSTACKS_CACHE")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return base / "two-stacks"


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()[:12]


def _sources() -> list[bytes]:
    return [path.name.encode() + path.read_bytes() for path in sorted(HERE.glob("*.py"))]


@lru_cache(maxsize=1)
def model_version() -> str:
    """Twelve hexadecimal digits that change with any rule, number or scenario of the model."""
    data = sorted([*(HERE / "data").iterdir(), *(HERE / "scenarios").iterdir()])
    return _digest([*_sources(), *(p.name.encode() + p.read_bytes() for p in data)])


@lru_cache(maxsize=1)
def kernel_version() -> str:
    """Twelve hexadecimal digits that change with the rules and the names of the parameters."""
    return _digest([*_sources(), *(p.name.encode() for p in PARAMETERS)])


def use_cache() -> Path:
    """Point numba at the folder of this version; call before a kernel is defined."""
    tag = (
        f"{kernel_version()}-numba{numba.__version__}-py{sys.version_info[0]}{sys.version_info[1]}"
    )
    folder = cache_root() / "kernels" / tag
    numba.config.CACHE_DIR = str(folder)
    return folder
