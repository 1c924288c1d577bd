"""A script reaches every screen by its name, and a picture of each can be kept."""

import json
from pathlib import Path

import pygame
import pytest

from game.window import settings
from game.window.driver import SCREENS
from game.window.rooms import ROOMS
from game.window.screenshots import SIZES, scripts
from game.window.script import run_script
from tests.game.pictures import compare, pixels


def names() -> list[str]:
    """Every screen, in an order in which each can be reached from the one before."""
    early = [name for name in SCREENS if name not in ("title", "select", "end")]
    return [*(room.key for room in ROOMS), *early, "end", "title", "select"]


@pytest.mark.slow
def test_a_script_walks_through_every_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(settings.HOME_VARIABLE, str(tmp_path / "home"))
    walk = list(dict.fromkeys(names()))
    assert set(walk) >= set(SCREENS) | {room.key for room in ROOMS}
    script: list[dict[str, object]] = []
    for name in walk:
        script += [{"screen": name}, {"shot": f"{name}.png"}]
        if name in ("settings", "saves", "replay"):
            script.append({"key": "esc"})
    path = tmp_path / "walk.json"
    path.write_text(json.dumps(script))
    try:
        last = tmp_path / "last.png"
        assert run_script("draw-the-line", None, 7, (1280, 800), path, last) == 0
    finally:
        pygame.display.init()
        pygame.font.init()
        pygame.display.set_mode((1280, 800))
    shown = {name: pixels(pygame.image.load(tmp_path / f"{name}.png")) for name in walk}
    for one in walk:
        assert shown[one].shape == (800, 1280, 3)
        for other in walk:
            if one < other:
                assert compare(shown[one], shown[other]).strong > 0.02, (one, other)


def test_every_picture_of_the_list_is_in_the_folder_and_named_in_its_readme() -> None:
    folder = Path(__file__).parents[2] / "docs" / "screens"
    readme = (folder / "README.md").read_text(encoding="utf-8")
    listed = {
        str(step["shot"])
        for size in SIZES
        for script, _, _ in scripts(size)
        for step in script
        if "shot" in step
    }
    listed |= {f"main_deutan_{size.partition('x')[0]}.png" for size in SIZES}
    elsewhere = ("classroom_", "wall_")  # by a browser, and of a class
    kept = {p.name for p in folder.glob("*.png") if not p.name.startswith(elsewhere)}
    assert listed <= kept
    real = {name for name in kept if name.startswith("real_")}
    assert kept - listed == real
    for name in kept:
        general = name.replace("1280", "*").replace("1920", "*")
        family = "*_zh_*.png" if "_zh_" in name else general
        if name in real:
            family = "_".join(name.split("_")[:2]) + "_*.png"
        assert f"`{family}`" in readme, name
