"""Pictures of the pages, with `TWOSTACKS_PICTURES` as the folder that they go to."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.classroom.browser import looks
from tests.classroom.browser.conftest import MakeGuest, OpenRoom
from tests.classroom.browser.people import hold, join, name_of, teacher, wall
from tests.classroom.browser.room import Room

pytestmark = pytest.mark.browser

STUDENTS, ROUNDS = 28, 4
LARGE = {"1280": (1280, 800), "1920": (1920, 1080)}


def shoot(page: Page, name: str) -> None:
    """What is on a page, once it is drawn; nothing sticks out to the side of a good picture."""
    looks.settle(page)
    assert looks.sideways(page) == 0, name
    page.screenshot(path=Path(os.environ["TWOSTACKS_PICTURES"]) / f"classroom_{name}.png")


def of_team(room: Room, name: str, team: str) -> None:
    """Seat a student where the picture wants it."""
    from game.classroom.events import Seated

    room.do(lambda desk: desk.submit(Seated({name: ("A", team)})))


@pytest.mark.skipif("TWOSTACKS_PICTURES" not in os.environ, reason="TWOSTACKS_PICTURES is not set")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_pictures_of_a_lesson(open_room: OpenRoom, guest: MakeGuest, language: str) -> None:
    room = open_room("A", STUDENTS, language=language, rounds=ROUNDS)
    mark = "" if language == "en" else f"_{language}"
    room.join(STUDENTS - 2)
    phone = {"width": 390, "height": 844, "device_scale_factor": 2, "is_mobile": True}
    shoot(join(guest(**phone), room, language), f"phone_join{mark}")
    page = hold(guest(**phone), room)
    room.give(name_of(page), "speak", language=language)
    desks = {size: teacher(guest(*pixels), room, language) for size, pixels in LARGE.items()}
    walls = {size: wall(guest(*pixels), room, language) for size, pixels in LARGE.items()}

    def large(state: str) -> None:
        for kind, shown in (("console", desks), ("wall", walls)):
            for size, one in shown.items():
                shoot(one, f"{kind}_{state}{mark}_{size}")

    large("lobby")
    room.go("brief")
    of_team(room, name_of(page), "huaw")
    for number in range(1, ROUNDS + 1):
        room.go("negotiate")
        room.look()
        room.go("commit")
        room.look()
        if number < ROUNDS:
            room.go("reflect")
            room.look()
            room.go("brief")
    steps = page.locator(".decision .stepper button:not([aria-disabled])")
    steps.first.click()
    page.locator(".bar .go").first.click()
    page.locator(".bar .sent").wait_for()
    shoot(page, f"phone_commit{mark}")
    large("commit")
    room.go("reveal")
    walls["1920"].locator("main svg").first.wait_for()
    shoot(page, f"phone_reveal{mark}")
    large("reveal")
    room.go("debrief", "vote")
    room.look()
    shoot(page, f"phone_vote{mark}")
    room.go("debrief", "flip")
    looks.change_a_decision(room)
    shoot(page, f"phone_debrief{mark}")
    large("debrief")
