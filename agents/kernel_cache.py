"""Where compiled kernels are kept: a folder named by the sources, since numba's own check sees only
the file of the kernel itself."""

import hashlib
import os
import sys
from functools import lru_cache
from pathlib import Path

import numba


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


@lru_cache(maxsize=1)
def model_version() -> str:
    """Twelve hexadecimal digits that change with any source of the model."""
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.name.encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def use_cache() -> Path:
    """Point numba at the folder of this version; call before a kernel is defined."""
    tag = f"{model_version()}-numba{numba.__version__}-py{sys.version_info[0]}{sys.version_info[1]}"
    folder = cache_root() / "kernels" / tag
    numba.config.CACHE_DIR = str(folder)
    return folder
