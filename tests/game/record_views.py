"""Plays a short game and keeps what its screens showed: `python -m tests.game.record_views`.

The pictures of `test_goldens.py` are drawn from these views, so that they change when a screen
changes and not when the model does. Run it again when a view has got new fields.
"""

import os
from pathlib import Path
from typing import Any

from tests.game.frozen import freeze, name_of

FOLDER = Path(__file__).parent / "goldens" / "views"
PLAYED: list[tuple[str, Any]] = [
    ("set", {"lever": "us.tool_control", "value": 0.5}),
    ("end_quarter", 4),
    ("set", {"lever": "us.public_rd", "value": 14}),
    ("end_quarter", 5),
    ("set", {"lever": "us.tool_control", "value": 0.7}),
    ("set", {"lever": "us.chip_tpp", "value": 2400}),
]
ROOMS: dict[str, list[tuple[str, Any]]] = {
    "main": [("wait_for", "fan")],
    "brief": [("screen", "brief"), ("wait_for", "analyses"), ("wait", 0.5)],
    "chain": [("screen", "chain"), ("wait_for", "analyses")],
    "line": [("screen", "line"), ("click", "preset.2023Q4"), ("wait_for", "analyses")],
    "foresight": [("screen", "foresight"), ("click", "policy.keep"),
                  ("set", {"lever": "us.hbm_control", "value": 0.6}), ("wait_for", "analyses")],
    "diplomacy": [("screen", "diplomacy"), ("click", "deal.act")],
    "end": [("screen", "end"), ("wait_for", "study")],
}  # fmt: skip
SPOKEN = {"en": tuple(ROOMS), "zh": ("main",)}


def record(language: str, rooms: tuple[str, ...]) -> None:
    """Play, visit rooms in this order, and write what each of them got from its desk."""
    from game.window.driver import Driver, open_dummy
    from game.window.player import Player, make_stage
    from game.window.screens.loading import new_game
    from game.window.script import follow

    surface = open_dummy((1280, 800))
    stage = make_stage((1280, 800), 7, keep=False, language=language)
    player = Player(stage, new_game(stage, "october-seventh", "us", 7))
    try:
        driver = Driver(player, surface)
        driver.go("main")
        follow(driver, PLAYED, Path(), "played")
        for room in rooms:
            follow(driver, ROOMS[room], Path(), room)
            freeze(_seen(driver), FOLDER / f"{room}_{language}.json.gz")
    finally:
        player.close()


def _seen(driver: Any) -> dict[str, Any]:
    """The views of the screen that is shown, by the name of what a desk is asked."""
    screen, desk = driver.screen, driver.screen.desk
    found: dict[str, Any] = {"view": desk.view, "setup": desk.setup}
    if screen.name == "foresight":
        found |= {"look_ahead": desk.look_ahead(), "audit_view": desk.audit_view(),
                  "predict_view": desk.predict_view()}  # fmt: skip
    if screen.name == "brief":
        found["audit_view"] = desk.audit_view()
    if screen.name == "end":
        return {**found, "end_view": desk.end_view(), "debrief": screen.debrief_view}
    plain_look = desk.look

    def look(make: Any) -> Any:
        result = plain_look(make)
        if name_of(make).endswith("_view"):
            found[name_of(make)] = result
        return result

    desk.look = look
    try:
        screen.enter(screen.stage)
        screen.show()
    finally:
        del desk.look
    return found


if __name__ == "__main__":
    os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
    for spoken, visited in SPOKEN.items():
        record(spoken, visited)
