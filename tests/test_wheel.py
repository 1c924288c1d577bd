"""A built wheel stands alone: elsewhere, too, it finds its assets, scenarios and experiments."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

WHERE = """
import agents.scenario, game
from game.assets import asset
from game.lab.shipped import shipped
agents.scenario.load("history")
files = [agents.scenario.__file__, game.__file__, asset("fonts/Inter-Regular.ttf")]
print(*files, shipped()["chip-line"], sep="\\n")
"""


def pip(*arguments: str) -> None:
    """Run our environment's pip."""
    subprocess.run([sys.executable, "-m", "pip", "--quiet", *arguments], check=True)


def files_of(package: str) -> set[str]:
    """Every file of a package in the checkout, but for what Python leaves there."""
    paths = (path for path in (ROOT / package).rglob("*") if path.is_file())
    return {str(path.relative_to(ROOT)) for path in paths if "__pycache__" not in path.parts}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel without the network: the build backend is in the environment."""
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", str(ROOT), "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder))
    return next(folder.glob("two_stacks-*.whl"))


@pytest.fixture(scope="module")
def clean_python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in an environment of its own.

    Its dependencies are borrowed from ours by path, which brings no editable install with it.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    pip("--python", str(python), "install", "--no-deps", "--no-index", str(wheel))
    site_packages = next((folder / "lib").glob("python*/site-packages"))
    (site_packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


def test_the_wheel_holds_the_packages_the_assets_the_experiments_and_nothing_else(
    wheel: Path,
) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"agents", "game", wheel.name.partition("-py3")[0] + ".dist-info"}
    assert "game/_assets/fonts/Inter-Regular.ttf" in names
    shipped = {f"game/_{name}" for name in files_of("experiments")}
    assert "game/_experiments/chip-line.toml" in shipped
    assert shipped <= set(names)
    assert {"agents/scenarios/history.toml", *files_of("agents")} <= set(names)
    assert not [name for name in names if "__pycache__" in name]


def test_an_installed_wheel_finds_its_files_from_another_folder(
    clean_python: Path, tmp_path: Path
) -> None:
    answer = subprocess.run(
        [str(clean_python), "-I", "-c", WHERE],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    places = [Path(line) for line in answer.stdout.splitlines()]
    assert len(places) == 4
    for place in places:
        assert place.is_relative_to(clean_python.parent.parent)
        assert place.exists()
