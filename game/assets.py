"""Find the files of fonts, icons and the map, in a checkout and in an installed wheel."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parent.parent / "assets"


def asset(path: str) -> Path:
    """Return the location of one asset, such as ``fonts/Inter-Regular.ttf``.

    Raises: FileNotFoundError when neither the installed package nor the checkout has it.
    """
    installed = Path(str(files("game") / "_assets"))
    for root in (installed, _CHECKOUT):
        if (root / path).exists():
            return root / path
    raise FileNotFoundError(f"asset {path!r} is in neither {installed} nor {_CHECKOUT}")
