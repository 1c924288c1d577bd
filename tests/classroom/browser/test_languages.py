"""Each student reads its own language, nothing is left untranslated, right to left works."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.classroom.browser import looks
from tests.classroom.browser.conftest import MakeGuest, OpenRoom
from tests.classroom.browser.people import hold, name_of, seated, teacher, wall
from tests.classroom.browser.room import Room

pytestmark = pytest.mark.browser

# Words of three plain letters or more in what can be read. In the made-up language every text of
# the program has accents; what nobody translates is marked so: names of seats, codes, own words.
_PLAIN = """
() => {
  const found = [];
  const seen = (el) =>
    el.checkVisibility() && !el.closest('[translate="no"], script, noscript, .skip');
  const judge = (text, where) => {
    const bare = text.replace(/[−–→×·“”…²]/g, '');
    if (!/[a-zA-Z]{3,}/.test(bare) || /[^\\x00-\\x7f]/.test(bare)) return;
    found.push(`${text.trim().slice(0, 80)} | ${where}`);
  };
  const names = ['aria-label', 'title', 'alt', 'placeholder'];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const el = walk.currentNode.parentElement;
    if (seen(el)) judge(walk.currentNode.data, el.outerHTML.slice(0, 80));
  }
  for (const el of document.querySelectorAll(names.map((name) => `[${name}]`).join())) {
    if (seen(el)) for (const name of names) judge(el.getAttribute(name) || '', name);
  }
  judge(document.title.replace(/·.*/, ''), 'title');
  return found;
}
"""


def untranslated(page: Page) -> list[str]:
    """Texts without an accent."""
    looks.open_all(page)
    return list(page.evaluate(_PLAIN))


def test_nothing_is_left_untranslated(open_room: OpenRoom, guest: MakeGuest) -> None:
    room = open_room("B", 14, treaties=True, statements=True, talk="notes")
    room.join(11)
    phone = hold(guest(), room)
    press = hold(guest(), room)
    assert untranslated(phone), "English has no accents"
    for page in (phone, press):
        room.give(name_of(page), "speak", language="qps")
        page.reload()
    room.do(lambda desk: desk.submit(_to_press(desk, name_of(press))))
    screens = {
        "phone": phone, "press": press, "console": teacher(guest(1280, 720), room, "qps"),
        "wall": wall(guest(1920, 1080), room, "qps"),
    }  # fmt: skip
    found: dict[str, list[str]] = {}
    for state in looks.through_a_lesson(room):
        if state.endswith(" 2"):
            room.do(lambda desk: desk.submit(_shown("A")))
        for name, page in screens.items():
            looks.settle(page)
            found[f"{state} {name}"] = untranslated(page)
    other = guest(1280, 720).page(f"{room.url}/?lang=qps")
    for where in ("/?lang=qps", "/privacy?lang=qps", "/accessibility?lang=qps", "/t?lang=qps"):
        other.goto(f"{room.url}{where}")
        other.locator("h1").wait_for()
        found[where] = untranslated(other)
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def _shown(world: str) -> object:
    from game.classroom.events import Shown

    return Shown(world)


def _to_press(desk: object, name: str) -> object:
    from game.classroom.events import Seated

    return Seated({name: (desk.state.members[name].world, "press")})  # type: ignore[attr-defined]


def test_two_students_of_one_team_read_two_languages(open_room: OpenRoom, guest: MakeGuest) -> None:
    room: Room = open_room("A", 4, worlds=1)
    one, other = seated(guest(), room), seated(guest(), room, "zh")
    first = name_of(one)
    place = (room.do(lambda d: d.state.members[first].world), "us")
    room.go("brief")
    room.do(lambda d: d.submit(_seat(first, place)))
    room.do(lambda d: d.submit(_seat(name_of(other), place)))
    room.go("commit")
    expect(one.locator("h1")).to_have_text("Decide")
    expect(other.locator("html")).to_have_attribute("lang", "zh")
    expect(other.locator(".team strong").first).to_have_text("美国")
    expect(one.locator(".team strong").first).to_have_text("United States")
    one.locator(".decision .stepper button:not([aria-disabled])").first.click()
    one.locator(".bar .go").first.click()
    expect(one.locator(".bar .sent")).to_be_visible()
    draft = one.locator(".facts").first.inner_text()
    assert "Team's draft" in draft
    expect(other.locator(".facts").first).not_to_contain_text("Team's draft")
    expect(other.locator(".track .draft").first).to_be_attached()


def _seat(name: str, place: tuple[str, str]) -> object:
    from game.classroom.events import Seated

    return Seated({name: place})


def test_right_to_left(open_room: OpenRoom, guest: MakeGuest) -> None:
    room = open_room("B", 12, worlds=1, treaties=True, statements=True, talk="notes")
    room.join(11)
    page = hold(guest(320, 640), room)
    room.give(name_of(page), "speak", language="qpr")
    page.reload()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    screen = wall(guest(1920, 1080), room, "qpr")
    console = teacher(guest(1280, 720), room, "qpr")
    checks: dict[str, Callable[[], list[str]]] = {
        "phone": lambda: (
            [f"{looks.sideways(page)} wide"] * (looks.sideways(page) > 0) + looks.clipped(page)
        ),
        "wall": lambda: [f"{looks.sideways(screen)} wide"] * (looks.sideways(screen) > 0),
        "console": lambda: [f"{looks.sideways(console)} wide"] * (looks.sideways(console) > 0),
    }
    found: dict[str, list[str]] = {}
    for state in looks.through_a_lesson(room, rounds=1):
        for shown in (page, screen, console):
            looks.settle(shown)
            looks.open_all(shown)
        found |= {f"{state} {name}": check() for name, check in checks.items()}
    room_label = page.evaluate("getComputedStyle(document.querySelector('.top-row')).direction")
    assert room_label == "rtl"
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


def test_a_student_changes_its_language(open_room: OpenRoom, guest: MakeGuest) -> None:
    room = open_room("A", 4, worlds=1)
    page = seated(guest(), room)
    page.get_by_label("Language").select_option("zh")
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    expect(page.locator(".team strong").first).to_have_text("美国")
