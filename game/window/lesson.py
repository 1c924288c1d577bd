"""Goes through the lesson without a person, by keys alone or by the mouse alone."""

from __future__ import annotations

from game.tutorial import CHANGE, END
from game.window.driver import STEP, Driver, DriverError
from game.window.screens.base import Teach
from game.window.tutorial import Overlay

KEYS, MOUSE = "keys", "mouse"
_TRIES = 120  # deeds for one step; a step of free play takes several


def run_lesson(driver: Driver, hands: str) -> list[str]:
    """Begin the lesson if need be and go to its end; returns the steps that were gone through.

    Raises: DriverError if a step does not lead on.
    """
    if hands not in (KEYS, MOUSE):
        raise DriverError(f"'{hands}' is not '{KEYS}' or '{MOUSE}'")
    if driver.player.overlay is None:
        driver.player.follow(Teach())
    steps: list[str] = []
    tries = 0
    while (overlay := driver.player.overlay) is not None:
        if not steps or steps[-1] != overlay.own_step.key:
            steps.append(overlay.own_step.key)
            tries = 0
        tries += 1
        if tries > _TRIES:
            raise DriverError(f"the lesson's step '{steps[-1]}' does not lead on")
        _deed(driver, overlay, hands == KEYS, tries)
        driver.play(4 * STEP)
    return steps


def _deed(driver: Driver, overlay: Overlay, keys: bool, tries: int) -> None:
    """Do one thing towards the next step."""
    step = overlay.step
    if driver.screen.name == "loading":
        driver.until(lambda: driver.screen.name != "loading", "the game of the lesson")
    elif overlay.aside:
        _step_aside(driver, overlay, keys)
    elif overlay.may_go_on:
        _press(driver, overlay, "lesson.next", keys)
    elif step.wait == CHANGE:
        _change(driver, overlay, keys, tries)
    elif keys:
        driver.key("enter")
    else:
        _click(driver, overlay)


def _press(driver: Driver, overlay: Overlay, button: str, keys: bool) -> None:
    if keys:
        driver.key("enter")
    else:
        driver.press(overlay.tree.get(button).rect.center)


def _click(driver: Driver, overlay: Overlay) -> None:
    target = overlay.target
    if target is None:
        raise DriverError(f"the lesson's '{overlay.step.target}' is not on the screen")
    driver.press(target.focus_rect().clip(target.visible_rect()).center)


def _change(driver: Driver, overlay: Overlay, keys: bool, tries: int) -> None:
    """Give the control another value, wherever it stands now."""
    if keys:
        driver.key("right" if tries % 2 else "left")
        return
    target = overlay.target
    if target is None:
        raise DriverError(f"the lesson's '{overlay.step.target}' is not on the screen")
    place, share = target.visible_rect(), 0.3 if tries % 2 else 0.7
    middle = target.focus_rect().clip(place).centery
    driver.press((place.x + round(place.width * share), middle))


def _step_aside(driver: Driver, overlay: Overlay, keys: bool) -> None:
    """Play on where the lesson stands aside: answer a dialog, or end a quarter."""
    tree = driver.screen.tree
    if overlay.busy:  # any key and any click skip what is shown of a quarter
        if keys:
            driver.key("space")
        else:
            driver.press(driver.surface.get_rect().center)
    elif tree.dialog is not None:
        buttons = [stop for stop in tree.stops() if stop.enabled]
        if keys:
            driver.key("enter")
        else:
            driver.press(buttons[0].focus_rect().center)
    elif overlay.own_step.wait == END and driver.screen.name == "main":
        if keys:
            driver.key("e")
        else:
            driver.click("end")
    elif any(one.id == "room.main" for one in tree.all_widgets()):
        if keys:
            driver.key("esc")
        else:
            driver.click("room.main")
    else:
        driver.turn(STEP)
