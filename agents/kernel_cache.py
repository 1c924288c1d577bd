"""Where compiled kernels are kept: a folder named by the sources, since numba's own check sees only
the file of the kernel itself."""

import hashlib
import logging
import os
import sys
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numba

from agents.parameters import PARAMETERS

HERE = Path(__file__).parent
# What rules rest on beside one another; every other module can change without a new kernel.
UNDER_RULES = ("names", "fields", "state", "dice", "ensemble", "levers", "rule")


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


def _kernel_sources() -> list[bytes]:
    """The sources that the kernel is made of: the rules, and the few files that rules rest on."""
    return [
        path.name.encode() + path.read_bytes()
        for path in sorted(HERE.glob("*.py"))
        if path.stem in UNDER_RULES or b"from agents.rule import" in path.read_bytes()
    ]


@lru_cache(maxsize=1)
def model_version() -> str:
    """Twelve hexadecimal digits that change with any rule, number or scenario of the model."""
    data = sorted([*(HERE / "data").iterdir(), *(HERE / "scenarios").iterdir()])
    return _digest([*_sources(), *(p.name.encode() + p.read_bytes() for p in data)])


@lru_cache(maxsize=1)
def kernel_version() -> str:
    """Twelve hexadecimal digits that change with the rules and the names of the parameters."""
    return _digest([*_kernel_sources(), *(p.name.encode() for p in PARAMETERS)])


def _writable(folder: Path) -> Path:
    """The folder, or one of the same name for temporary files where it cannot be written.

    Left alone numba would then keep kernels beside the sources, where it misses their edits.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError as problem:
        logging.getLogger(__name__).info("no kernel cache in %s: %s", folder, problem)
    user = str(os.getuid()) if hasattr(os, "getuid") else "user"
    other = Path(tempfile.gettempdir()) / f"two-stacks-{user}" / folder.name
    other.mkdir(parents=True, exist_ok=True)
    return other


def use_cache() -> Path:
    """Point numba at the folder of this version; call before a kernel is defined."""
    tag = (
        f"{kernel_version()}-numba{numba.__version__}-py{sys.version_info[0]}{sys.version_info[1]}"
    )
    folder = _writable(cache_root() / "kernels" / tag)
    numba.config.CACHE_DIR = str(folder)
    return folder
