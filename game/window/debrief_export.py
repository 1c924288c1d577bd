"""Saves a debrief: a report in one file, its pictures, its numbers, and the game itself."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pygame

from game.batch.game_report import game_report
from game.gamelog import to_bytes
from game.renaming import rename_text
from game.session import Session
from game.window.export import free_path
from game.window.screens.debrief_pages import PAGES

if TYPE_CHECKING:
    from game.window.screens.end import EndScreen


def save_debrief(screen: EndScreen) -> Path:
    """Write everything into a folder of its own and return it.

    Raises: OSError or ValueError if it cannot be written.
    """
    scenario, seat, seed = screen.desk.setup
    place = free_path(f"debrief-{scenario}-{seat}-{seed}", "d")
    if place is None:
        raise OSError("there is no folder to write to")
    folder = place.with_suffix("")
    number = 1
    while folder.exists():
        number += 1
        folder = place.with_name(f"{place.stem}-{number}")
    folder.mkdir(parents=True)
    pictures = page_pictures(screen)
    for name, data in pictures.items():
        (folder / name).write_bytes(data)
    files = screen.desk.look(lambda session: game_files(session, pictures))
    if screen.stage.settings.names == "fictional":
        files["report.html"] = rename_text(files["report.html"])
    files["report.html"] = inlined(files["report.html"], pictures)
    files["debrief.json"] = json.dumps(plain(screen), indent=1, ensure_ascii=False)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def page_pictures(screen: EndScreen) -> dict[str, bytes]:
    """A PNG of every page, by file name; the page that was open is open again afterwards."""
    before, pictures = screen.page, {}
    focused = screen.tree.focused.id if screen.tree.focused is not None else ""
    for number, page in enumerate(PAGES, start=1):
        screen.open_page(page.key)
        screen.tree.focused = None
        surface = pygame.Surface(screen.stage.size)
        screen.draw(surface)
        data = io.BytesIO()
        pygame.image.save(surface, data, ".png")
        pictures[f"{number}-{page.key}.png"] = data.getvalue()
    screen.page = before
    screen.rebuild(focused)
    return pictures


def game_files(session: Session, pictures: dict[str, bytes]) -> dict[str, str]:
    """The report of the game and its log."""
    log = to_bytes(session.log_lines()).decode("utf-8")
    return {"report.html": game_report(session, pictures), "game.jsonl": log}


def inlined(html: str, pictures: dict[str, bytes]) -> str:
    """A page with its pictures inside, so that one file is enough."""
    for name, data in pictures.items():
        code = base64.b64encode(data).decode("ascii")
        html = html.replace(f'src="{name}"', f'src="data:image/png;base64,{code}"')
    return html


def plain(screen: EndScreen) -> dict[str, Any]:
    """Every number of the debrief as plain values; what is not a finite number becomes null."""
    scenario, seat, seed = screen.desk.setup
    document = {"scenario": scenario, "seat": seat, "seed": seed,
                "end": asdict(screen.view), "debrief": asdict(screen.debrief_view)}  # fmt: skip
    return dict(_finite(document))


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if isinstance(value, float) and value - value != 0.0:
        return None
    return value
