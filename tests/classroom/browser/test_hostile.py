"""What curious students try: scripts in texts, two devices on one seat, rude words on the wall."""

import pytest
from playwright.sync_api import Page, expect

from tests.classroom.browser.conftest import MakeGuest, OpenRoom
from tests.classroom.browser.people import hold, teacher, wall
from tests.classroom.browser.room import Room

pytestmark = pytest.mark.browser

PAYLOADS = (
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    "\"><svg onload='window.hit = 1'>",
    "</script><script>window.hit = 1</script>",
    "<a href='javascript:window.hit = 1'>press me</a>",
    "{{ 7 * 7 }} ${7 * 7} {name} %s",
    "<iframe srcdoc='<script>parent.hit = 1</script>'></iframe>",
    "'; window.hit = 1; //",
    "\u202etxet\u202c \u0000 <!-- ]]>",
)


def untouched(page: Page) -> None:
    """No script ran, and no element came out of a text."""
    assert page.evaluate("window.hit") is None
    assert (
        page.locator(
            "main img:not(.qr), main iframe, main script, main a[href^=javascript]"
        ).count()
        == 0
    )


def write(page: Page, label: str, press: str, text: str) -> None:
    page.get_by_label(label).first.fill(text)
    page.get_by_role("button", name=press).first.click()


def test_scripts_in_texts_are_texts_on_all_three_screens(
    open_room: OpenRoom, guest: MakeGuest
) -> None:
    room = open_room("B", 8, worlds=1, talk="free", statements=True, title=PAYLOADS[0])
    room.join(6)
    console, screen = teacher(guest(1280, 720), room), wall(guest(1920, 1080), room)
    page, reader = hold(guest(), room), hold(guest(), room)
    room.go("negotiate")
    for text in PAYLOADS:
        name = page.url.rsplit("/", 1)[1]
        room.give(name, "say", round=1, text=text.replace("\u0000", " "))
        seat = room.do(lambda d: d.state.members[reader.url.rsplit("/", 1)[1]].team)
        room.give(name, "note", to=seat, note="", text=text)
    write(page, "Your text", "Send to the teacher", PAYLOADS[1])
    queue = console.locator(".urgent li")
    expect(queue).to_have_count(len(PAYLOADS) + 1)
    for _ in range(len(PAYLOADS) + 1):
        left = queue.count()
        queue.first.get_by_role("button", name="Show on the wall").click()
        expect(queue).to_have_count(left - 1)
    expect(screen.locator(".said q").first).to_be_visible()
    expect(reader.locator("main")).to_contain_text(PAYLOADS[1])
    for shown in (console, screen, page, reader):
        untouched(shown)
        shown.reload()
        shown.locator("main").wait_for()
        untouched(shown)

    room.go("commit")
    room.look()
    room.go("reveal")
    room.go("reflect")
    room.do(lambda desk: desk.course.enter(_debrief()))
    room.go("debrief", "exit")
    page.get_by_role("button", name="Send my answer").wait_for()
    page.locator("textarea").fill(PAYLOADS[3])
    page.get_by_role("button", name="Send my answer").click()
    expect(console.locator("summary", has_text="Exit tickets")).to_be_visible()
    for shown in (console, screen, page):
        shown.reload()
        shown.locator("main").wait_for()
        untouched(shown)


def _debrief() -> object:
    from game.classroom.phases import Next

    return Next(1, "debrief", "feelings")


def test_of_two_devices_on_one_seat_the_newest_wins(open_room: OpenRoom, guest: MakeGuest) -> None:
    room: Room = open_room("B", 8, worlds=1)
    name, token = room.seat()
    old = hold(guest(), room, (name, token))
    room.go("commit")
    expect(old.locator("h1")).to_have_text("Decide")
    code = room.do(lambda d: d.state.code)
    word = room.do(lambda d: room.opened.server.doors.let_in(name)[1])
    # the cookie of the old device is void from here on: what it sends is refused in words
    step = old.locator(".decision .stepper button:not([aria-disabled])").first
    step.click()
    old.locator(".bar .go").first.click()
    expect(old.locator("h1")).to_have_text("Your seat is on another device")
    new = guest().page(f"{room.url}/j/{code}")
    new.locator("summary", has_text="I was here before").click()
    new.get_by_label("Name of the seat").fill(name.upper().replace("-", " "))
    new.get_by_label("Its secret word").fill(word)
    new.get_by_role("button", name="Take my seat again").click()
    new.locator("a.button.go").click()
    expect(new.locator("h1")).to_have_text("Decide")
    assert old.get_by_role("link", name="Go to the door").is_visible()


def test_a_wrong_word_is_refused_and_the_teacher_lets_in(
    open_room: OpenRoom, guest: MakeGuest
) -> None:
    room = open_room("B", 8, worlds=1)
    console = teacher(guest(1280, 720), room)
    name, _ = room.seat()
    page = guest().page(f"{room.url}/j/{room.do(lambda d: d.state.code)}")
    page.locator("summary", has_text="I was here before").click()
    page.get_by_label("Name of the seat").fill(name)
    for _ in range(5):
        page.get_by_label("Its secret word").fill("wrong-1")
        page.get_by_role("button", name="Take my seat again").click()
        expect(page.get_by_role("alert")).to_contain_text("That is not the word")
    page.get_by_role("button", name="Take my seat again").click()
    expect(page.locator("h1")).to_have_text("You are at the door")
    console.get_by_role("button", name="Let in").click()
    expect(page.locator(".word-card")).to_contain_text(name)
    console.get_by_role("button", name="Lock the door").click()
    expect(console.get_by_role("button", name="Lock the door")).to_have_attribute(
        "aria-pressed", "true"
    )
    other = guest().page(f"{room.url}/j/{room.do(lambda d: d.state.code)}")
    other.locator("form button.go").first.click()
    expect(other.locator("h1")).to_have_text("You are at the door")
    console.get_by_role("button", name="Send away").click()
    expect(other.get_by_role("alert")).to_contain_text("did not let you in")


def test_one_key_blanks_the_wall(open_room: OpenRoom, guest: MakeGuest) -> None:
    room = open_room("B", 8, worlds=1)
    staff = guest(1280, 720)
    console = teacher(staff, room)
    own = staff.page(f"{room.url}/p")
    own.locator("main").wait_for()
    other = wall(guest(1280, 720), room)
    own.keyboard.press("b")
    expect(other.locator("main.dark")).to_be_visible()
    expect(own.locator("main.dark")).to_be_visible()
    expect(console.get_by_role("button", name="Wall off")).to_have_attribute("aria-pressed", "true")
    own.keyboard.press("b")
    expect(other.locator("h1")).to_be_visible()
    # a wall without the teacher's cookie goes dark alone
    other.keyboard.press("b")
    expect(other.locator("main.dark")).to_be_visible()
    expect(own.locator("h1")).to_be_visible()
    assert not room.do(lambda d: d.state.blank)


def test_phones_go_dark_and_a_muted_student_cannot_write(
    open_room: OpenRoom, guest: MakeGuest
) -> None:
    room = open_room("B", 8, worlds=1, talk="free", statements=True)
    console, page = teacher(guest(1280, 720), room), hold(guest(), room)
    room.go("negotiate")
    expect(page.get_by_label("Your text")).to_be_visible()
    switch = console.get_by_role("button", name="Phones off")
    switch.click()
    expect(page.locator("h1")).to_have_text("Look at the wall")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    expect(page.get_by_label("Your text")).to_be_visible()
    team = room.do(lambda d: d.state.members[page.url.rsplit("/", 1)[1]].team)
    row = console.locator("tr", has=console.locator(f".shape.{team}"))
    row.get_by_role("button", name="People of").click()
    console.locator("dialog").get_by_role("button", name="Mute").click()
    expect(page.locator("main")).to_contain_text("Your teacher has muted you")
    expect(page.get_by_label("Your text")).to_have_count(0)
