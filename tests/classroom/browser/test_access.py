"""Everybody can take part: rules of WCAG 2.2 AA on every page in every state, and what axe does not
see: fingers, narrow screens, large letters, the keyboard.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from game.classroom.events import Shown
from tests.classroom.browser import looks
from tests.classroom.browser.conftest import MakeGuest, OpenRoom
from tests.classroom.browser.people import hold, join, name_of, teacher, wall
from tests.classroom.browser.room import Room

pytestmark = pytest.mark.browser


def test_phones_in_every_state(open_room: OpenRoom, guest: MakeGuest) -> None:
    room = open_room("B", 12, worlds=1, talk="free", treaties=True, statements=True)
    room.join(11)
    one, dark = guest(), guest(color_scheme="dark")
    seat = room.seat()
    page, other = hold(one, room, seat), hold(dark, room)
    found: dict[str, list[str]] = {}
    for state in looks.through_a_lesson(room):
        expect(page.locator(".cards").first).to_be_visible()
        for shown in (page, other):
            looks.settle(shown)  # colours are measured at rest
            looks.open_all(shown)
            looks.settle(shown)
            found[f"{state} {shown is other}"] = looks.faults(shown) + looks.small_targets(shown)
        found[f"{state} at 320"] = narrow(page)
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


def narrow(page: Page) -> list[str]:
    """What does not fit at 320 pixels, and with letters of twice the size."""
    page.set_viewport_size({"width": 320, "height": 640})
    wrong = too_wide(page) + looks.clipped(page)
    page.set_viewport_size({"width": 360, "height": 740})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wrong += [f"200%: {text}" for text in too_wide(page) + looks.clipped(page)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return wrong


def test_console_and_wall_in_every_state(open_room: OpenRoom, guest: MakeGuest) -> None:
    room = open_room("B", 14, treaties=True, statements=True)
    room.join(13)
    console, screen = teacher(guest(1280, 720), room), wall(guest(1920, 1080), room)
    phone = hold(guest(), room)
    found: dict[str, list[str]] = {}
    for state in looks.through_a_lesson(room):
        show(room, "*" if " 1" in state else "A")
        expect(phone.locator("main")).to_be_visible()
        for page in (console, screen):
            looks.settle(page)
            looks.open_all(page)
            looks.settle(page)
            found[f"{state} {page.url}"] = looks.faults(page) + looks.small_targets(page)
        found[f"{state} wall wide"] = too_wide(screen)
        tall = screen.evaluate("document.scrollingElement.scrollHeight - innerHeight")
        if tall > 0:
            found[f"{state} wall tall"] = [str(tall)]
        console.set_viewport_size({"width": 320, "height": 640})
        found[f"{state} console at 320"] = too_wide(console)
        console.set_viewport_size({"width": 1280, "height": 720})
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


def too_wide(page: Page) -> list[str]:
    """By how much a page must be scrolled sideways, if it must."""
    wide = looks.sideways(page)
    return [f"{wide} pixels too wide"] if wide > 0 else []


def show(room: Room, world: str) -> None:
    """Show a world on the wall, or all of them."""
    room.do(lambda desk: desk.submit(Shown(world)))


def test_dialogs_and_menus_of_the_console(open_room: OpenRoom, guest: MakeGuest) -> None:
    room = open_room("B", 8, worlds=1, treaties=True, statements=True)
    room.join(8)
    page = teacher(guest(1280, 720), room)
    dialog = page.locator("dialog")

    def check(opener: Callable[[], None]) -> None:
        opener()
        expect(dialog).to_be_visible()
        looks.open_all(page)
        assert looks.faults(page) == []
        assert looks.small_targets(page) == []
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)

    check(lambda: page.get_by_role("button", name="Settings").click())
    room.go("commit")
    check(lambda: page.get_by_role("button", name="Enter the move of China").click())
    check(lambda: page.get_by_role("button", name="People of China").click())
    looks.open_all(page)
    check(lambda: page.get_by_role("button", name="Enter a treaty from paper").click())
    page.locator(".menu summary", has_text="More").click()
    assert looks.faults(page) == []
    assert looks.small_targets(page) == []
    check(lambda: page.get_by_role("button", name="Another device").click())
    page.locator(".menu summary", has_text="More").click()
    check(lambda: page.get_by_role("button", name="Delete the class").click())


def test_the_door_and_the_pages_of_text(open_room: OpenRoom, guest: MakeGuest) -> None:
    room = open_room("B", 8, worlds=1)
    one, staff = guest(320, 640), guest(1280, 720)
    page = join(one, room)
    assert looks.faults(page) + looks.small_targets(page) == []
    console = teacher(staff, room)
    for where in ("/", "/privacy", "/accessibility", "/t", "/p"):
        page.goto(f"{room.url}{where}")
        page.locator("main h1").wait_for()
        looks.open_all(page)
        assert looks.faults(page) + looks.small_targets(page) + looks.clipped(page) == [], where
        assert looks.sideways(page) <= 0, where
    console.goto(f"{room.url}/t/rehearsal")
    console.get_by_role("button", name="Take a seat").first.click()
    expect(console.locator("iframe")).to_have_count(3)
    assert looks.small_targets(console) == []


def tab_to(page: Page, text: str, most: int = 80) -> None:
    """Go on by the Tab key until a control with a text has the focus; it is never covered."""
    for _ in range(most):
        page.keyboard.press("Tab")
        label = page.evaluate(
            "() => { const el = document.activeElement; return el === document.body ? null"
            " : el.getAttribute('aria-label') || el.innerText; }"
        )
        if label is None:
            continue
        assert not looks.covered(page), f"covered: {label}"
        if text in (label or ""):
            return
    raise AssertionError(f"the Tab key does not come to '{text}'")


def test_a_whole_round_by_the_keyboard_alone(open_room: OpenRoom, guest: MakeGuest) -> None:
    room = open_room("A", 4, worlds=1)
    one = guest()
    page = one.page(f"{room.url}/")
    page.locator("form.card input.code").focus()
    page.keyboard.type(room.do(lambda desk: desk.state.code))
    tab_to(page, "Join")
    page.keyboard.press("Enter")
    page.locator(".word-card").wait_for()
    tab_to(page, "Go on")
    page.keyboard.press("Enter")
    page.locator(".cards").wait_for()
    name = name_of(page)
    room.go("commit")
    expect(page.locator("h1")).to_have_text("Decide")
    tab_to(page, "More: ")
    page.keyboard.press("Enter")
    tab_to(page, "Send my proposal")
    page.keyboard.press("Enter")
    expect(page.locator(".bar .sent")).to_be_visible()
    tab_to(page, "Sign for the team")
    page.keyboard.press("Enter")
    tab_to(page, "Sign now")
    page.keyboard.press("Enter")
    expect(page.locator(".signed")).to_be_visible()
    room.wait(lambda state: state.game.phase == "reveal")
    expect(page.locator("h1")).to_have_text("What happened")
    tab_to(page, "Higher")
    page.keyboard.press("Space")
    tab_to(page, "70%")
    page.keyboard.press("Space")
    room.wait(lambda state: [p.member for p in state.game.predictions] == [name])
    assert one.faults() == []


def test_focus_and_typed_words_survive_what_comes(open_room: OpenRoom, guest: MakeGuest) -> None:
    room: Room = open_room("B", 8, worlds=1, talk="free", statements=True)
    room.join(6)
    page = hold(guest(), room)
    room.go("negotiate")
    box = page.get_by_label("Your text")
    box.click()
    page.keyboard.type("We want to ta")
    page.keyboard.press("ArrowLeft")
    page.locator("details.inner").first.evaluate("(el) => { el.open = true; }")
    room.look()
    room.join(1)
    expect(page.locator(".treaty, .said").first).to_be_attached()
    page.keyboard.type("l")
    expect(box).to_have_value("We want to tla")
    expect(box).to_be_focused()
    assert page.locator("details.inner[open]").count() == 1
