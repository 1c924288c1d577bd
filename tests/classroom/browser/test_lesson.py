"""A lesson in real browsers, over a name that is not this machine's own and without encryption."""

import pytest
from playwright.sync_api import Page, expect

from game.classroom.desk import Desk
from game.classroom.events import Seated
from tests.classroom.browser.conftest import MakeGuest, OpenRoom
from tests.classroom.browser.people import (
    Guest,
    all_sign,
    check_quiet,
    hold,
    name_of,
    press_next,
    propose,
    seat_all,
    seated,
    teacher,
    wall,
)
from tests.classroom.browser.room import Room

pytestmark = pytest.mark.browser


def to_commit(console: Page) -> None:
    """From the end of a round, or the lobby, to the part in which teams decide."""
    for phase in ("Brief", "Talk", "Decide"):
        press_next(console, phase)


def reveal(console: Page) -> None:
    """Close the round and wait for what the model says."""
    console.locator(".con-bar .large").click()
    expect(console.locator("header h1")).to_contain_text("What happened", timeout=60_000)


def test_three_rounds_with_a_treaty_a_late_joiner_a_reload_another_device_and_undo(
    open_room: OpenRoom, guest: MakeGuest
) -> None:
    room = open_room("B", 8, worlds=1, treaties=True, statements=True)
    desk, projector = guest(1280, 720), guest(1920, 1080)
    console, screen = teacher(desk, room), wall(projector, room)
    guests = [guest() for _ in range(8)]
    phones = seat_all(guests, room)
    expect(screen.locator(".wall-foot")).to_contain_text("8 students")
    expect(console.locator(".con-top")).to_contain_text("8 of 8 students")

    # round 1: everybody proposes, whoever has the pen signs, a treaty is offered and signed
    press_next(console, "Brief")
    press_next(console, "Talk")
    offer_and_sign(room, phones)
    expect(screen.locator(".pacts")).to_contain_text("in force")
    press_next(console, "Decide")
    for page in phones.values():
        propose(page)
    expect(console.locator("table.teams")).to_contain_text("by draft")
    all_sign(room, phones)
    expect(screen.locator(".tiles .done").first).to_be_visible()
    expect(console.locator("header h1")).to_contain_text("What happened", timeout=60_000)
    for page in phones.values():
        expect(page.locator(".flip").first).to_be_visible()
    expect(screen.locator(".flip").first).to_be_visible()

    # undo: back to the part in which they decided, with proposals as they were
    console.locator("summary", has_text="Undo").click()
    console.locator(".menu button", has_text="Decide").first.click()
    expect(console.locator("header h1")).to_contain_text("Decide")
    expect(next(iter(phones.values())).locator(".bar")).to_be_visible()
    reveal(console)
    press_next(console, "Look ahead")
    for page in phones.values():
        page.locator(".choice", has_text="Higher").click()
        page.locator(".choice", has_text="70%").click()
        expect(page.locator("main")).to_contain_text("Saved.")

    # round 2: somebody comes late, somebody loads the page again
    late = guest()
    guests.append(late)
    press_next(console, "Brief")
    page = seated(late, room)
    expect(page.locator("main")).to_contain_text("You watch until the next part begins")
    phones[name_of(page)] = page
    press_next(console, "Talk")
    expect(page.locator("main")).not_to_contain_text("You watch")
    press_next(console, "Decide")
    first = next(iter(phones.values()))
    step = first.locator(".decision .stepper button:not([aria-disabled])").first
    step.click()
    typed = first.locator(".decision output").first.inner_text()
    first.reload()
    expect(first.locator(".decision output").first).to_have_text(typed)
    for one in phones.values():
        one.locator(".bar .go").first.click()
        expect(one.locator(".bar .sent")).to_be_visible()
    reveal(console)
    press_next(console, "Look ahead")

    # round 3: somebody goes on with another device; the old one is told
    name, old = next(iter(phones.items()))
    other = guest(412, 915)
    guests.append(other)
    phones[name] = moved(room, other, name)
    expect(old.locator("h1")).to_have_text("Your seat is on another device")
    to_commit(console)
    propose(phones[name])
    reveal(console)
    assert room.do(lambda d: len(d.state.game.worlds["A"].rounds)) == 3
    assert room.do(lambda d: len(d.state.members)) == 9
    check_quiet([desk, projector, *guests])


def moved(room: Room, other: Guest, name: str) -> Page:
    """Come back by name and word on another device."""
    word = room.do(lambda desk: room.opened.server.doors.let_in(name, word=True)[1])
    page = other.page(f"{room.url}/j/{room.do(lambda desk: desk.state.code)}")
    page.locator("summary", has_text="I was here before").click()
    page.get_by_label("Name of the seat").fill(name)
    page.get_by_label("Its secret word").fill(word)
    page.get_by_role("button", name="Take my seat again").click()
    page.locator(".word-card").wait_for()
    page.locator("a.button.go").click()
    page.locator("main .card").first.wait_for()
    return page


def offer_and_sign(room: Room, phones: dict[str, Page]) -> None:
    """The United States and China promise each other that nothing new will come."""
    seats = {room.do(lambda d, n=name: d.state.members[n].team): name for name in phones}
    one, other = phones[seats["us"]], phones[seats["cn"]]
    one.locator("summary", has_text="Offer a treaty").click()
    one.get_by_label("China").check()
    one.get_by_role("button", name="Add this promise").click()
    one.get_by_role("button", name="Offer the treaty").click()
    expect(other.locator(".treaty")).to_be_visible()
    other.get_by_role("button", name="Sign the treaty").click()
    expect(one.locator(".treaty.active")).to_be_visible()


def test_a_lesson_where_sockets_are_blocked(open_room: OpenRoom, guest: MakeGuest) -> None:
    room = open_room("A", 4)
    desk, projector = guest(1280, 720), guest(1280, 720)
    guests = [guest() for _ in range(2)]
    for one in (desk, projector, *guests):
        one.context.add_init_script(
            "WebSocket = class extends EventTarget { constructor() { super(); this.readyState = 3;"
            " setTimeout(() => this.onclose?.({ code: 1006 })); } close() {} }"
        )
    console, screen = teacher(desk, room), wall(projector, room)
    phones = seat_all(guests, room)
    for page in phones.values():
        expect(page.locator(".link")).to_contain_text("a little slower", timeout=20_000)
    to_commit(console)
    for page in phones.values():
        propose(page)
    all_sign(room, phones)
    expect(console.locator("header h1")).to_contain_text("What happened", timeout=60_000)
    expect(screen.locator("h1")).to_contain_text("What happened")
    for page in phones.values():
        expect(page.locator(".flip").first).to_be_visible()
    assert room.do(lambda d: all(m.here for m in d.state.members.values()))
    for one in (desk, projector, *guests):
        assert one.faults() == []


def test_who_comes_back_without_the_code_is_asked_for_it_where_it_is_missing(
    open_room: OpenRoom, guest: MakeGuest
) -> None:
    room = open_room("A", 4)
    name, _ = room.seat()
    word = room.do(lambda desk: room.opened.server.doors.let_in(name, word=True)[1])
    profile = guest()
    page = profile.page(f"{room.url}/")
    page.locator("summary", has_text="I was here before").click()
    page.get_by_label("Name of the seat").fill(name)
    page.get_by_label("Its secret word").fill(word)
    page.get_by_role("button", name="Take my seat again").click()
    expect(page.locator("#code-too.warn")).to_be_visible()
    expect(page.locator("main > [role=alert]")).to_be_empty()
    expect(page.locator("details input.code")).to_be_focused()
    page.keyboard.type(room.do(lambda desk: desk.state.code))
    page.get_by_role("button", name="Take my seat again").click()
    expect(page.locator(".word-card")).to_contain_text(name)
    assert profile.faults() == []


def test_who_is_moved_as_the_class_begins_is_told_until_the_next_part(
    open_room: OpenRoom, guest: MakeGuest
) -> None:
    room = open_room("A", 12)
    room.join(10)
    pages = [hold(guest(), room), hold(guest(), room)]
    moved = pages[0].locator(".note", has_text="You have been moved: you now play ")
    for page in pages:
        expect(page.locator("details", has_text="Your standing order")).to_have_attribute(
            "open", ""
        )
    team = room.do(lambda d: d.state.members[name_of(pages[0])].team)
    other = "us" if team != "us" else "cn"

    def begin(desk: Desk) -> None:
        desk.course.advance()
        desk.submit(Seated({name_of(pages[0]): ("A", other)}))

    room.do(begin)
    expect(moved).to_be_visible()
    pages[0].reload()
    expect(moved).to_be_visible()
    expect(pages[1].locator("h1")).to_have_text("Brief")
    assert pages[1].locator(".note").count() == 0
    room.go("negotiate")
    expect(pages[0].locator("h1")).to_have_text("Talk")
    expect(moved).to_have_count(0)


def test_ten_tabs_of_one_browser_are_ten_students(open_room: OpenRoom, guest: MakeGuest) -> None:
    room = open_room("B", 10, worlds=1)
    profile = guest()
    tabs = [seated(profile, room)]
    for _ in range(9):
        page = profile.page(f"{room.url}/")
        page.get_by_role("button", name="Join as somebody new").click()
        page.locator("form.card input.code").fill(room.do(lambda desk: desk.state.code))
        page.locator("form button.go").first.click()
        page.locator(".word-card").wait_for()
        page.locator("a.button.go").click()
        tabs.append(page)
    assert len({name_of(page) for page in tabs}) == 10
    for page in tabs:
        expect(page.locator(".link.live")).to_be_visible()
    room.go("commit")
    for page in tabs:
        expect(page.locator("h1")).to_have_text("Decide")
    assert room.do(lambda d: sum(1 for m in d.state.members.values() if m.here)) == 10
    assert profile.faults() == []


def test_a_minute_without_network_loses_nothing(open_room: OpenRoom, guest: MakeGuest) -> None:
    room = open_room("A", 4)
    one = guest()
    page = hold(one, room)
    name = name_of(page)
    room.go("commit")
    expect(page.locator(".decision").first).to_be_visible()
    one.context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('offline'))")
    page.locator(".decision .stepper button:not([aria-disabled])").first.click()
    page.locator(".bar .go").first.click()
    expect(page.locator(".link")).to_contain_text("No connection", timeout=30_000)
    assert room.do(lambda d: d.state.team_of(name).proposals) == {}
    one.context.set_offline(False)
    expect(page.locator(".bar .sent")).to_be_visible(timeout=30_000)
    assert list(room.do(lambda d: d.state.team_of(name).proposals)) == [name]
    assert one.faults(network=True) == []


def test_what_is_not_sent_survives_a_closed_page(open_room: OpenRoom, guest: MakeGuest) -> None:
    room = open_room("A", 4)
    one = guest()
    page = hold(one, room)
    name = name_of(page)
    room.go("commit")
    expect(page.locator(".decision").first).to_be_visible()
    one.context.set_offline(True)
    page.locator(".decision .stepper button:not([aria-disabled])").first.click()
    page.locator(".bar .go").first.click()
    expect(page.locator(".link")).to_contain_text("No connection")
    page.close()
    one.context.set_offline(False)
    fresh = one.page(f"{room.url}/s/{name}")
    expect(fresh.locator(".bar .sent")).to_be_visible()
    assert list(room.do(lambda d: d.state.team_of(name).proposals)) == [name]


def test_phones_come_back_by_themselves_after_a_restart(
    open_room: OpenRoom, guest: MakeGuest
) -> None:
    room = open_room("A", 4)
    one, staff = guest(), guest(1280, 720)
    page, console = hold(one, room), teacher(staff, room)
    room.go("commit")
    propose(page)
    room.close()
    expect(page.locator(".link")).to_contain_text("No connection", timeout=15_000)
    page.locator(".decision .stepper button:not([aria-disabled])").nth(1).click()
    page.locator(".bar .go").first.click()
    with room.again() as after:
        expect(page.locator(".link")).to_contain_text("Connected", timeout=15_000)
        expect(page.locator(".bar .sent")).to_be_visible()
        after.wait(lambda state: state.members[name_of(page)].here)
        proposal = after.do(lambda d: d.state.team_of(name_of(page)).proposals[name_of(page)])
        assert len(proposal) == 2
        after.go("reveal")
        expect(page.locator("h1")).to_have_text("What happened")
        expect(console.locator("header h1")).to_contain_text("What happened")
    assert one.faults(network=True) == []
