"""What can be measured on a page: accessibility rules, size of targets, reflow, what is covered."""

import time
from collections.abc import Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from game.classroom import phases
from game.classroom.debrief import candidates
from game.classroom.web.hub import GAPS_S
from tests.classroom.browser.room import Room

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
TARGET = 44  # pixels; WCAG 2.2 asks for 24

# Everything that can be pressed. A radio button or a box is as large as the label around it.
_TARGETS = """
() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((el) => el.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }))
  .filter((el) => !el.classList.contains("skip") && !el.closest("iframe"))
  .map((el) => [el, ["radio", "checkbox"].includes(el.type) ? el.closest("label") : el])
  .map(([el, whole]) => [el, whole.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < MIN || box.height < MIN))
  .map(([el, box]) => `${el.outerHTML.slice(0, 90)} ${box.width} x ${box.height}`)
""".replace("MIN", str(TARGET - 0.5))
# Words that do not fit into what holds them, and the width of the page.
_CLIPPED = """
() => [...document.querySelectorAll("main *, header *, footer *, .bar *")]
  .filter((el) => el.checkVisibility())
  .filter((el) => !el.closest("svg, .sr, select, textarea, .scroll, .charts"))
  .filter((el) => el.scrollWidth > el.clientWidth + 1 && el.clientWidth > 0)
  .filter((el) => getComputedStyle(el).display !== "inline")
  .map((el) => `${el.outerHTML.slice(0, 90)} ${el.scrollWidth} > ${el.clientWidth}`)
"""
_COVERED = """
(el) => {
  const box = el.getBoundingClientRect();
  const inside = box.top >= 0 && box.bottom <= innerHeight + 1;
  if (!inside && box.height < innerHeight / 2) return true;
  const middle = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
  const at = document.elementFromPoint(...middle);
  return !at || !(el.contains(at) || at.closest("label")?.contains(el));
}
"""


def faults(page: Page) -> list[str]:
    """The rules of axe that a page breaks, with the first place of each."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0]['any'][:1]}"
        for one in found["violations"]
    ]


def small_targets(page: Page) -> list[str]:
    """What is smaller than a finger."""
    return list(page.evaluate(_TARGETS))


def sideways(page: Page) -> int:
    """By how many pixels a page is wider than its window."""
    return int(page.evaluate("document.scrollingElement.scrollWidth - innerWidth"))


def clipped(page: Page) -> list[str]:
    """Words that are cut off."""
    return list(page.evaluate(_CLIPPED))


def covered(page: Page) -> bool:
    """Whether what has the focus lies outside the window or under something else."""
    return bool(page.evaluate(f"({_COVERED})(document.activeElement)"))


def settle(page: Page) -> None:
    """Wait until what is new is drawn."""
    page.wait_for_timeout(150)


def open_all(page: Page) -> None:
    """Unfold everything but menus."""
    page.evaluate(
        "document.querySelectorAll('main details:not(.menu)').forEach((el) => { el.open = true; })"
    )


def through_a_lesson(room: Room, rounds: int = 2) -> Iterator[str]:
    """Lead a class with bots to its end; the name of each state, once the pages have it."""
    for state in _lead(room, rounds):
        time.sleep(2.0 * max(GAPS_S.values()))
        yield state


def _lead(room: Room, rounds: int) -> Iterator[str]:
    yield "lobby"
    for number in range(1, rounds + 1):
        for phase in ("brief", "negotiate", "commit"):
            room.go(phase)
            room.look()
            yield f"{phase} {number}"
        room.go("reveal")
        yield f"reveal {number}"
        room.go("reflect")
        room.look()
        yield f"reflect {number}"
    room.do(
        lambda desk: desk.course.enter(phases.Next(desk.state.game.round, "debrief", "feelings"))
    )
    for stage in room.do(lambda desk: phases.stages(desk.state)):
        room.go("debrief", stage)
        room.look()
        if stage == "flip":
            change_a_decision(room)
        yield f"debrief {stage}"
    room.go("over")
    yield "over"


def change_a_decision(room: Room) -> None:
    """Take back a decision of the class's own game, the controls if they moved, and wait."""

    def begin(desk: Any) -> None:
        world = next(iter(desk.state.game.worlds))
        found = candidates(desk.state, world)
        one = next((one for one in found if one.seat == "us"), found[0])
        desk.rounds.flip(one.key, one.before)

    room.do(begin)
    room.wait(lambda state: state.game.flips)
