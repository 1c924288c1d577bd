"""The experiments that come with the product, in a checkout and in an installed wheel."""

from importlib.resources import files
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[2] / "experiments"


def shipped() -> dict[str, Path]:
    """The file of every experiment that comes with the product, by name.

    Raises: FileNotFoundError when neither the installed package nor the checkout has them.
    """
    installed = Path(str(files("game") / "_experiments"))
    for folder in (installed, _CHECKOUT):
        found = sorted(folder.glob("*.toml"))
        if found:
            return {file.stem: file for file in found}
    raise FileNotFoundError(f"experiments are in neither {installed} nor {_CHECKOUT}")
